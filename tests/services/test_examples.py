"""The example office hangs together as the work of a real one would."""

from __future__ import annotations

from crm.app import Crm
from crm.domain.directory import Enterprise
from crm.domain.projects import Project, StageEntry
from crm.domain.stages import Stage
from tests.crm import TODAY


def test_whoever_has_an_intention_was_talked_to(crm: Crm) -> None:
    crm.examples.make(TODAY)
    with crm.store.read() as reader:
        firms = {firm.key: firm for firm in reader.all(Enterprise)}
        for project in reader.all(Project):
            entries = reader.all(StageEntry, project_id=project.key, stage=Stage.INTENTION)
            if entries and project.enterprise_id is not None:
                met = firms[project.enterprise_id].first_contact_on
                assert met is not None, project.name
                assert met <= entries[0].entered_on, project.name

"""What an estimate of rules of silence is made from."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.follow_ups import FollowUp, FollowUpSubject
from crm.domain.projects import Project, StageEntry
from crm.domain.silences import Past
from crm.domain.stages import Stage

_project, _entry = table(Project).c, table(StageEntry).c
_follow_up, _subject = table(FollowUp).c, table(FollowUpSubject).c


def pasts(reader: Reader) -> list[Past]:
    """The past of every project that does not rest now."""
    contacts: dict[int, list[date]] = defaultdict(list)
    told = sa.select(_subject.target_id, _follow_up.happened_on).join_from(
        table(FollowUpSubject), table(FollowUp), _follow_up.id == _subject.follow_up_id
    )
    for project_id, day in reader.connection.execute(told.where(_subject.target_kind == "project")):
        contacts[project_id].append(day)
    stages: dict[int, list[tuple[date, Stage]]] = defaultdict(list)
    entered = sa.select(_entry.project_id, _entry.entered_on, _entry.stage)
    for project_id, day, stage in reader.connection.execute(entered.order_by(_entry.entered_on, _entry.id)):
        stages[project_id].append((day, Stage(stage)))
    columns = (_project.id, _project.last_contact_on, _project.first_reported_on, _project.stage_since)
    rows = reader.connection.execute(sa.select(*columns).where(sa.not_(_project.is_on_hold)))
    return [
        Past(
            stages=tuple(stages[row.id]),
            contacts=tuple(filter(None, [*contacts[row.id], row.last_contact_on])),
            known=tuple(filter(None, [row.first_reported_on, row.stage_since])),
        )
        for row in rows
    ]

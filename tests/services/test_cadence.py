"""How often a project is followed up, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.app import Crm
from crm.domain.errors import ValidationError
from crm.domain.follow_ups import FollowUp
from crm.domain.projects import Cadence, Project
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(crm, "储能电池")


def planned(crm: Crm, project: Project) -> date | None:
    return crm.projects.get(project.key).next_follow_up_on


def talk(crm: Crm, project: Project, on: date = TODAY, **values: object) -> None:
    crm.follow_ups.log(FollowUp(happened_on=on, text="电话", **values), [about(project)])  # type: ignore[arg-type]


def test_a_contact_begins_the_cadence_anew(crm: Crm, project: Project) -> None:
    crm.projects.plan([project.key], TODAY + timedelta(days=5), None, Cadence(days=14))
    talk(crm, project)
    assert planned(crm, project) == TODAY + timedelta(days=14)


def test_a_kept_cadence_goes_on_from_the_day_that_was_planned(crm: Crm, project: Project) -> None:
    crm.projects.plan([project.key], days_ago(3), None, Cadence(days=14, is_kept=True))
    talk(crm, project)
    assert planned(crm, project) == TODAY + timedelta(days=11)
    talk(crm, project, TODAY + timedelta(days=1))
    assert planned(crm, project) == TODAY + timedelta(days=11)
    talk(crm, project, TODAY + timedelta(days=40))
    assert planned(crm, project) == TODAY + timedelta(days=53)


def test_a_day_that_is_named_goes_before_the_cadence(crm: Crm, project: Project) -> None:
    crm.projects.plan([project.key], None, None, Cadence(days=14))
    talk(crm, project, next_on=TODAY + timedelta(days=2), next_step="看地")
    assert planned(crm, project) == TODAY + timedelta(days=2)


def test_planning_without_a_word_about_it_leaves_the_cadence(crm: Crm, project: Project) -> None:
    crm.projects.plan([project.key], TODAY, None, Cadence(days=14))
    crm.projects.plan([project.key], TODAY + timedelta(days=1))
    assert crm.projects.get(project.key).cadence_days == 14
    crm.projects.plan([project.key], TODAY, None, Cadence())
    assert crm.projects.get(project.key).cadence_days is None


def test_a_cadence_that_cannot_be_is_refused(crm: Crm, project: Project) -> None:
    with pytest.raises(ValidationError):
        crm.projects.plan([project.key], None, None, Cadence(days=0))

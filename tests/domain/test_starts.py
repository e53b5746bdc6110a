"""When a start is overdue, and how sure a project is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.projects import Project
from crm.domain.stages import Stage
from crm.domain.starts import StartRule, add_months, check_start_rule, is_late, last_signing, start_due
from crm.domain.verification import Verification, VerifiedBy, verification

DAY = date(2026, 5, 18)
SIX = StartRule(months=6)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2025, 11, 18), 6, DAY),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 1), 13, date(2027, 1, 1)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 60))
def test_the_last_day_of_signing_is_just_overdue(on: date, months: int) -> None:
    rule = StartRule(months=months)
    last = last_signing(on, rule)
    assert add_months(last, months) < on
    assert add_months(last + timedelta(days=1), months) >= on


@pytest.mark.parametrize(
    ("stage", "signed_on", "until", "late"),
    [
        (Stage.SIGNED, date(2025, 11, 17), None, True),
        (Stage.SIGNED, date(2025, 11, 18), None, False),  # today is the last day
        (Stage.SIGNED, date(2024, 1, 1), DAY, False),  # another time was agreed
        (Stage.SIGNED, DAY, date(2026, 5, 17), True),
        (Stage.LEAD, None, date(2026, 5, 17), True),  # announced, never signed
        (Stage.LEAD, None, None, False),
        (Stage.STARTED, date(2024, 1, 1), date(2024, 6, 1), False),
        (Stage.TERMINATED, date(2024, 1, 1), None, False),
    ],
)
def test_late_starts(stage: Stage, signed_on: date | None, until: date | None, late: bool) -> None:
    project = Project(name="海缆", stage=stage, planned_start_until=until)
    assert is_late(project, signed_on, SIX, DAY) is late


def test_what_rests_is_not_late() -> None:
    project = Project(name="海缆", stage=Stage.SIGNED, is_on_hold=True, review_on=DAY)
    assert not is_late(project, date(2024, 1, 1), SIX, DAY)
    assert is_late(project, date(2024, 1, 1), SIX, DAY + timedelta(days=1))


def test_what_was_told_goes_before_the_months() -> None:
    project = Project(name="海缆", planned_start_until=date(2027, 3, 31))
    assert start_due(project, DAY, SIX) == date(2027, 3, 31)
    assert start_due(Project(name="海缆"), None, SIX) is None


@pytest.mark.parametrize(("months", "count"), [(0, 1), (1, 0), (60, 0), (61, 1)])
def test_months_that_cannot_be_are_refused(months: int, count: int) -> None:
    assert len(list(check_start_rule(StartRule(months=months)))) == count


@pytest.mark.parametrize(
    ("how", "outlets", "state"),
    [
        (VerifiedBy.NOBODY, 0, Verification.RUMOUR),
        (VerifiedBy.NOBODY, 1, Verification.SINGLE),
        (VerifiedBy.NOBODY, 5, Verification.MULTIPLE),
        (VerifiedBy.SITE, 0, Verification.VERIFIED),
    ],
)
def test_how_sure_a_project_is(how: VerifiedBy, outlets: int, state: Verification) -> None:
    assert verification(how, outlets) is state

"""Which projects a report is about, and the way they took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from crm.data.log import batched
from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.projects import Project, StageEntry
from crm.domain.report_facts import Period, StageStep, Wanted
from crm.domain.stages import Stage

_SLICE = 500  # ids in one IN list, rows fetched at once
_project, _entry = table(Project).c, table(StageEntry).c


def projects(reader: Reader, wanted: Wanted, period: Period) -> list[int] | None:
    """Ids of the projects that a report of `period` may list, in the order they were made; None for all."""
    if wanted.entered is None and not wanted.ever:
        return None
    statement = sa.select(_project.id).order_by(_project.id)
    standing = sa.select(_entry.project_id).where(sa.not_(_entry.is_undone))
    if wanted.entered is not None:
        reached = standing.where(
            _entry.stage == str(wanted.entered), _entry.entered_on.between(period.start, period.end)
        )
        statement = statement.where(_project.id.in_(reached))
    if wanted.ever:
        were = standing.where(_entry.stage.in_([str(stage) for stage in wanted.ever]))
        statement = statement.where(sa.or_(_project.id.in_(were), _project.id.not_in(standing)))
    return list(reader.connection.execute(statement).scalars())


def steps(reader: Reader, ids: Sequence[int] | None) -> dict[int, tuple[StageStep, ...]]:
    """The stage logs of these projects, or of all, in the order the steps were taken."""
    columns = (_entry.project_id, _entry.stage, _entry.entered_on)
    statement = sa.select(*columns).where(sa.not_(_entry.is_undone)).order_by(_entry.id)
    asked = (
        [statement]
        if ids is None
        else [statement.where(_entry.project_id.in_(part)) for part in batched(ids, 500)]
    )
    known: dict[tuple[str, date], StageStep] = {}  # equal steps are one object: many projects take them
    found: dict[int, list[StageStep]] = {}
    for one in asked:
        for rows in reader.connection.execute(one).partitions(500):
            for project_id, stage, on in rows:
                step = known.get((stage, on)) or known.setdefault(
                    (stage, on), StageStep(stage=Stage(stage), on=on)
                )
                found.setdefault(project_id, []).append(step)
    return {key: tuple(sorted(log, key=_day)) for key, log in found.items()}


def _day(step: StageStep) -> date:
    assert step.on is not None  # as the log has it
    return step.on

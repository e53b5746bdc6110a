"""Which projects a report is about."""

from __future__ import annotations

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.projects import Project, StageEntry
from crm.domain.report_facts import Period, Wanted

_project, _entry = table(Project).c, table(StageEntry).c


def projects(reader: Reader, wanted: Wanted, period: Period) -> list[int]:
    """Ids of the projects that a report of `period` may list, in the order they were made."""
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

"""Follow-ups as a list: which ones, what a row of it tells, and how many each officer has made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.domain.follow_ups import ContactWay
from crm.domain.rows import FollowUpRow
from crm.domain.stages import Stage


@dataclass(frozen=True, kw_only=True)
class FollowUpFilter:
    """Which follow-ups; every part that is set narrows the list further."""

    text: str = ""
    officer_id: int | None = None
    office_id: int | None = None  # of the officer
    way: ContactWay | None = None
    first: date | None = None
    last: date | None = None
    stage: Stage | None = None  # that a project it is about is in now
    has_next: bool | None = None  # a next step or date was told


@dataclass(frozen=True, kw_only=True)
class FollowUpListRow:
    """A follow-up in the list, with the project and enterprise it is about."""

    entry: FollowUpRow
    office: str  # of the officer
    project_id: int | None = None  # the first one
    project: str = ""
    stage: Stage | None = None
    enterprise_id: int | None = None
    enterprise: str = ""

    @property
    def id(self) -> int:
        """The id of the follow-up."""
        return self.entry.id


@dataclass(frozen=True, kw_only=True)
class OfficerCount:
    """How many follow-ups of a list an officer has made."""

    officer: str
    count: int

"""What stands in the calendar that an officer subscribes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """A whole day with something to do; the same `uid` and `version` mean the same entry."""

    uid: str
    version: int
    changed_at: datetime  # UTC
    on: date
    title: str
    text: str = ""

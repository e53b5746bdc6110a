"""The change log's values: what one operation did, and the announcement of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from crm.i18n import _


class Act(StrEnum):
    """What happened to a record."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One record before and after; only the fields that differ, in plain form."""

    kind: str
    id: int
    act: Act
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Label:
    """What an operation was, in words: an English key and what is filled in."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return _(self.text).format(**self.values)  # a value may be a Label itself, as in "Undo: {label}"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One transaction of somebody: the unit of log, announcement and undo."""

    id: int
    uid: str
    step: str  # operations with the same step are undone together
    label: Label
    officer_id: int | None
    at: datetime  # UTC
    undoes: str | None = None  # the step that this one took back
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LogFilter:
    """Which operations are wanted; what is None or empty narrows nothing."""

    text: str = ""  # in labels, names of officers, and values before and after
    officer_id: int | None = None
    kind: str = ""
    field: str = ""
    since: datetime | None = None
    until: datetime | None = None  # not included


@dataclass(frozen=True, kw_only=True)
class Place:
    """One field of one record."""

    kind: str
    id: int
    field: str


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A field that was changed since the step that is to be taken back; values in plain form."""

    place: Place
    before: Any  # what taking back would bring again
    given: Any  # what the step had made of it
    present: Any
    since: Operation | None  # that changed it last


@dataclass(frozen=True, kw_only=True)
class Dependant:
    """A later operation without which the step cannot be taken back, and the record it stands on."""

    kind: str
    id: int
    since: Operation | None


@dataclass(frozen=True, kw_only=True)
class ReversePlan:
    """What stands against taking a step back."""

    step: str
    label: Label
    clashes: tuple[Clash, ...]
    dependants: tuple[Dependant, ...]
    free_count: int  # changes that nothing stands against


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """Something was written: which records, by whom."""

    operation_id: int
    label: Label
    officer_id: int | None
    is_ours: bool  # written by this process
    touched: Mapping[str, frozenset[int]]  # kind -> ids

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of record touched."""
        return frozenset(self.touched)


@dataclass(frozen=True, kw_only=True)
class Step:
    """What undo or redo would take back or bring back next."""

    name: str
    label: Label

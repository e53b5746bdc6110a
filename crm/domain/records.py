"""What every record has, and the registry of record kinds."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, TypeVar


def new_uid() -> str:
    """A name for a record that no other machine will give again."""
    return uuid.uuid4().hex


@dataclass(frozen=True, kw_only=True)
class Record:
    """Something the office keeps; `id` is None until it is stored, `version` counts its saves."""

    uid: str = field(default_factory=new_uid)
    id: int | None = None
    version: int = 0
    created_at: datetime | None = None  # UTC
    created_by: int | None = None  # Officer
    changed_at: datetime | None = None  # UTC
    changed_by: int | None = None  # Officer

    @property
    def key(self) -> int:
        """The id of a stored record; a record that was never stored has none."""
        if self.id is None:
            raise ValueError(f"{type(self).__name__} is not stored yet")
        return self.id


R = TypeVar("R", bound=Record)
_kinds: dict[str, type[Record]] = {}


def record_kind(kind: type[R]) -> type[R]:
    """Registers a record class under its kind, the class name in snake_case."""
    _kinds[kind_of(kind)] = kind
    return kind


def kind_of(kind: type[Record]) -> str:
    """`FollowUp` -> `follow_up`: the name of the table and of the kind in log and announcements."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def record_class(kind: str) -> type[Record]:
    """The class of a kind; KeyError if there is none of that name."""
    return _kinds[kind]


def record_kinds() -> dict[str, type[Record]]:
    """All kinds, in the order they were declared: what is referred to stands first."""
    return dict(_kinds)


def refers(kind: str, *, required: bool = False, is_loose: bool = False) -> Any:
    """A dataclass field that holds the id of a record of `kind`.

    A loose one is emptied when that record is deleted: what is to be known of it stands beside it.
    """
    metadata = {"refers": kind, "indexed": True, "is_loose": is_loose}
    return field(metadata=metadata) if required else field(default=None, metadata=metadata)


def points(kind_field: str, *, is_indexed: bool = True, is_loose: bool = False, **options: Any) -> Any:
    """A dataclass field that holds the id of a record whose kind stands in `kind_field`.

    The record that holds it goes with what it points at; a loose one is emptied instead.
    """
    metadata = {"points": kind_field, "indexed": is_indexed, "is_loose": is_loose}
    return field(metadata=metadata, **options)


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A field by which records of one class refer to others; `kind_field` names their kind, if it varies."""

    record: type[Record]
    field: str
    kind_field: str = ""
    is_loose: bool = False


def references_to(kind: str) -> tuple[Reference, ...]:
    """Every field of every record class that can hold the id of a record of `kind`."""
    return tuple(
        Reference(
            record=record,
            field=entry.name,
            kind_field=entry.metadata.get("points", ""),
            is_loose=entry.metadata.get("is_loose", False),
        )
        for record in _kinds.values()
        for entry in fields(record)
        if entry.metadata.get("refers") == kind or "points" in entry.metadata
    )


def indexed(default: Any) -> Any:
    """A dataclass field that lists are often looked up by."""
    return field(default=default, metadata={"indexed": True})


@dataclass(frozen=True, kw_only=True)
class Ref:
    """Points at a record of any kind."""

    kind: str
    id: int

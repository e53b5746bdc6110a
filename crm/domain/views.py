"""Views of the projects that officers save: filter, order, layout, columns and what is folded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from crm.domain.codec import part_from_plain, to_plain
from crm.domain.rows import ProjectFilter, Sort
from crm.domain.stages import Stage


class Layout(StrEnum):
    """How the projects of a view are shown."""

    TABLE = "table"
    BOARD = "board"
    CALENDAR = "calendar"


@dataclass(frozen=True, kw_only=True)
class ColumnWidth:
    """A column of the table that somebody made wider or narrower."""

    key: str
    pixels: int


@dataclass(frozen=True, kw_only=True)
class Named:
    """What a record in the filter was called, by the part of the filter that points at it."""

    part: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ViewSettings:
    """Everything a view brings back."""

    wanted: ProjectFilter = ProjectFilter()
    names: tuple[Named, ...] = ()
    sort: Sort | None = None
    layout: Layout = Layout.TABLE
    columns: tuple[str, ...] = ()  # in their order; none: the usual ones, as there is room
    widths: tuple[ColumnWidth, ...] = ()
    folded: tuple[Stage, ...] | None = None  # None: as usual


def written(settings: ViewSettings, on: date) -> str:
    """The settings as text, with the day that the dates of the filter are counted from."""
    return json.dumps({"day": to_plain(on), **to_plain(settings)}, ensure_ascii=False)


def read_back(text: str, on: date) -> ViewSettings:
    """The settings as of `on`: a view of the last seven days stays one.

    Parts that name something this program does not know, such as a stage, are left out.
    """
    try:
        plain = json.loads(text)
    except ValueError:
        return ViewSettings()
    if not isinstance(plain, dict):
        return ViewSettings()
    wanted = plain.pop("wanted", None)
    found = replace(ViewSettings(), **dict(_readable(ViewSettings, plain)))
    parts = dict(_readable(ProjectFilter, wanted if isinstance(wanted, dict) else {}))
    return replace(found, wanted=moved(replace(ProjectFilter(), **parts), _since(plain, on)))


def moved(wanted: ProjectFilter, by: timedelta) -> ProjectFilter:
    """The filter with all of its own days that much later."""
    values: dict[str, Any] = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    later: dict[str, Any] = {name: day + by for name, day in values.items() if isinstance(day, date)}
    if wanted.tree.on is not None:  # days that somebody typed into a condition stay
        later["tree"] = replace(wanted.tree, on=wanted.tree.on + by)
    return replace(wanted, **later)


def _since(plain: dict[str, Any], on: date) -> timedelta:
    try:
        return on - date.fromisoformat(plain["day"])
    except (KeyError, TypeError, ValueError):
        return timedelta(0)


def _readable(kind: type, plain: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields that can be read; of a list, those entries that can."""
    for name, value in plain.items():
        if isinstance(value, list):
            readable = [entry for entry in value if _part(kind, name, [entry])]
            yield from _part(kind, name, readable).items()
        else:
            yield from _part(kind, name, value).items()


def _part(kind: type, name: str, value: Any) -> dict[str, Any]:
    try:
        return part_from_plain(kind, {name: value})
    except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError):
        return {}

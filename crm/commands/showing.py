"""How commands show what they found: a table for people, one JSON object a line for programs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from crm.domain.codec import to_plain
from crm.domain.money import Money
from crm.domain.records import Record, Ref
from crm.domain.stages import STAGE_NAMES, Stage
from crm.i18n import _


def show(rows: Iterable[Any], as_json: bool, columns: Sequence[str]) -> None:
    """Prints rows: these columns as a table, or everything as JSON."""
    if as_json:
        for row in rows:
            print(json.dumps(to_plain(row), ensure_ascii=False))
        return
    cells = [[_shown(getattr(row, column)) for column in columns] for row in rows]
    widths = [
        max((_width(line[place]) for line in [list(columns), *cells]), default=0)
        for place in range(len(columns))
    ]
    for line in [list(columns), *cells]:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        print("  ".join(padded).rstrip())


def show_record(record: Record, as_json: bool) -> None:
    """Prints one record: its filled fields a line each, or everything as JSON."""
    if as_json:
        print(json.dumps(to_plain(record), ensure_ascii=False))
        return
    for field in fields(record):
        value = getattr(record, field.name)
        if value not in (None, "", ()) and field.name != "uid":
            print(f"{field.name}: {_shown(value)}")


def _shown(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "☑" if value else "☐"
    if isinstance(value, Stage):
        return _(STAGE_NAMES[value])
    if isinstance(value, Money):
        return f"{value.value:,.0f} {value.currency}"
    if isinstance(value, Ref):
        return f"{value.kind} {value.id}"
    if isinstance(value, tuple):
        if len(value) == 2 and isinstance(value[0], Ref):  # a record with its name
            return str(value[1])
        return "、".join(map(_shown, value))
    if is_dataclass(value):
        return str(to_plain(value))
    return str(value).replace("\n", " ")[:60]


def _width(text: str) -> int:
    """Columns on a terminal: Han characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)

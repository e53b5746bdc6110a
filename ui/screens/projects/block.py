"""A block of cells from Excel or WPS, compared with what the table shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm.domain.doubts import unit_doubt
from crm.domain.errors import ValidationError
from crm.domain.money import Money, Rates
from crm.domain.rows import ProjectRow
from crm.i18n import _
from crm.services.projects import ProjectChange
from ui.shared.cells import Cell
from ui.shared.record_model import TableColumn

MOST_ROWS = 2000
NAME_COLUMN = "enterprise"  # shows both names; what is edited there is the project's


@dataclass(frozen=True, kw_only=True)
class CellChange:
    """One cell before and after; with a `fault` it is left as it is."""

    row: ProjectRow
    key: str  # of the field
    column: str
    before: str
    after: str
    value: Any = None
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """What a paste would do."""

    changes: tuple[CellChange, ...]
    unchanged: int
    beyond: int = 0  # lines below the last row

    @property
    def refused(self) -> tuple[CellChange, ...]:
        """The cells that stay as they are, with their reason."""
        return tuple(change for change in self.changes if change.fault)

    def accepted(self) -> list[ProjectChange]:
        """The changes by project."""
        values: dict[int, dict[str, Any]] = {}
        versions: dict[int, int] = {}
        for change in self.changes:
            if not change.fault:
                values.setdefault(change.row.id, {})[change.key] = change.value
                versions[change.row.id] = change.row.version
        return [
            ProjectChange(project_id=key, version=versions[key], values=one) for key, one in values.items()
        ]


def lines_of(text: str) -> list[list[str]]:
    """The cells of a block, line by line; programs end it with an empty line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    return [line.split("\t") for line in lines[:MOST_ROWS]]


def compared(
    lines: Sequence[Sequence[str]], rows: Sequence[ProjectRow], columns: Sequence[TableColumn]
) -> Block:
    """What becomes of each cell; cells beyond the last column or row have no place."""
    changes, unchanged = [], 0
    for row, cells in zip(rows, lines, strict=False):
        for column, text in zip(columns, cells, strict=False):
            change = _cell(row, column, text.strip())
            if change is None:
                unchanged += 1
            else:
                changes.append(change)
    return Block(changes=tuple(changes), unchanged=unchanged, beyond=max(0, len(lines) - len(rows)))


def _cell(row: ProjectRow, column: TableColumn, text: str) -> CellChange | None:
    """The change of a cell, None if the text says what is there already."""
    now = column.value(row)
    shown = column.show(now)
    before = shown.plain if isinstance(shown, Cell) else shown
    written = column.editor.write(now) if column.editor is not None else before
    if text in (before, written):
        return None
    key = "name" if column.key == NAME_COLUMN else column.key
    value, fault = _read(column, text)
    if not fault and value == getattr(row, key):
        return None
    return CellChange(
        row=row, key=key, column=column.header, before=written, after=text, value=value, fault=fault
    )


def _read(column: TableColumn, text: str) -> tuple[Any, str]:
    if column.editor is None:
        return None, _("This column cannot be pasted into.")
    try:
        value = column.editor.read(text)
    except ValidationError as error:
        return None, str(error)
    doubt = unit_doubt(value, Rates()) if isinstance(value, Money) else None
    return value, doubt or ""

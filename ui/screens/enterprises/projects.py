"""The projects of an enterprise as a small table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.domain.rows import ProjectRow, Sort
from crm.i18n import _
from ui.screens.projects.columns import columns, edge
from ui.shared.cells import Cell
from ui.shared.plain_text import PlainLabel
from ui.shared.record_model import RecordModel, TableColumn
from ui.shared.record_table import RecordTable
from ui.shared.screen import Desk
from ui.shared.tokens import ROW_HEIGHT, TABLE_HEADER_HEIGHT

SHOWN = ("enterprise", "stage", "total_investment", "next_follow_up_on", "missing")  # the last ones go first
MOST_ROWS = 6  # where it is one part of many


class _Rows:
    """Rows that are here already."""

    def __init__(self, rows: Sequence[ProjectRow]) -> None:
        self._rows = {row.id: row for row in rows}

    def ids(self, order: Sort | None) -> Sequence[int]:
        if order is None:
            return list(self._rows)
        rows = sorted(self._rows.values(), key=lambda row: _place(row, order.key), reverse=order.descending)
        return [row.id for row in rows]

    def rows(self, ids: Sequence[int]) -> Sequence[ProjectRow]:
        return [self._rows[key] for key in ids if key in self._rows]


class FirmProjects(QWidget):
    """A row for each project; Enter or a click on its name opens it."""

    opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, is_whole: bool = False) -> None:
        """`is_whole` takes all the room there is."""
        super().__init__(parent)
        self._is_whole = is_whole
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.model = RecordModel(desk.tasks, _columns(desk.today), _Rows(()), edge=edge)
        self.table = RecordTable(self.model, desk.tasks, prompts=desk.prompts)
        self.table.setAccessibleName(_("Projects"))
        self.table.activated_id.connect(self.opened)
        column.addWidget(self.table)
        self.nothing = PlainLabel(
            _("No project yet. Add one with Ctrl+Shift+N."), pixels=12, tone="t3", wrap=True
        )
        self.nothing.setContentsMargins(16, 6, 16, 6)
        column.addWidget(self.nothing)
        if is_whole:
            column.addStretch(1)

    def show_projects(self, rows: Sequence[ProjectRow]) -> None:
        """Shows these projects."""
        self.nothing.setVisible(not rows)
        self.table.setVisible(bool(rows))
        if not self._is_whole:
            self.table.setFixedHeight(TABLE_HEADER_HEIGHT + ROW_HEIGHT * min(len(rows), MOST_ROWS))
        self.model.set_source(_Rows(rows))


def _columns(today: Callable[[], date]) -> list[TableColumn]:
    known = {column.key: column for column in columns(today)}
    made = [replace(known[key], editor=None, hides=max(0, place - 1)) for place, key in enumerate(SHOWN)]
    made[0] = replace(made[0], show=lambda row: Cell(lead=row.name, text=row.enterprise, tone="t2"))
    return made


def _place(row: ProjectRow, key: str) -> Any:
    """Where a project stands by a column; what is not known comes first."""
    value = getattr(row, key, None)
    if key == "enterprise":
        return row.name
    if key == "total_investment":
        return value.value if value is not None else -1
    return value or date.min if key == "next_follow_up_on" else str(value or "")

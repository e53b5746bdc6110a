"""The column of facts at the left of a page, and the box that says which of them are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from crm.i18n import _
from ui.shared.fields import FormField
from ui.shared.icons import icon
from ui.shared.labels import joined
from ui.shared.page_parts.columns import ScrollColumn
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.fact_row import FactRow


class FactColumn(ScrollColumn):
    """Facts in groups, each changed in place."""

    edited = Signal(str, object)  # key, value as the field reads it
    refused = Signal(str)

    def __init__(self, desk: Desk, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setFixedWidth(width)
        self.column.setContentsMargins(12, 4, 12, 16)
        self.rows: dict[str, FactRow] = {}

    def add_head(self, title: str) -> None:
        """The name of the group that follows."""
        head = PlainLabel(title, bold=True)
        head.setContentsMargins(4, 12, 0, 4)
        self.add(head, ruled=False)

    def add_fact(self, key: str, label: str, field: FormField | None = None) -> FactRow:
        """A fact below those that are there; without a field it is only read."""
        row = FactRow(label, self.desk.tasks, field, today=self.desk.today)
        row.edited.connect(self.edited)
        row.refused.connect(self.refused)
        self.rows[key] = row
        self.add(row, ruled=False)
        return row

    def add_asked(self, key: str, label: str, run: Callable[[], Any]) -> FactRow:
        """A fact that a dialog changes."""
        row = self.add_fact(key, label)
        row.opens(run)
        return row

    def edit(self, key: str) -> None:
        """Opens the field of a fact."""
        row = self.rows[key]
        self.ensureWidgetVisible(row)
        row.edit()


class MissingBox(QFrame):
    """What is not known yet, with a button to the first of it."""

    fill_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frame", "warn")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 6, 8)
        column.setSpacing(0)
        row = QHBoxLayout()
        self.title = PlainLabel(bold=True, tone="amb")
        row.addWidget(self.title, 1)
        self.fill = QToolButton()
        self.fill.setText(_("Fill in"))
        self.fill.setIcon(icon("right", "amb"))
        self.fill.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.fill.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fill.clicked.connect(lambda: self.fill_asked.emit())
        row.addWidget(self.fill)
        column.addLayout(row)
        self.fields = PlainLabel(pixels=12, wrap=True)
        column.addWidget(self.fields)
        self.hide()

    def show_missing(self, title: str, names: Iterable[str]) -> None:
        """Shows what is missing; the box is not there while nothing is."""
        told = joined(names)
        self.setVisible(bool(told))
        self.title.setText(title)
        self.fields.setText(told)

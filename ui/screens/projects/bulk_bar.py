"""What can be done with several projects at once, docked under the table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from crm.domain.merges import MOST_AT_ONCE
from crm.domain.money import Money
from crm.domain.rows import ProjectRow
from crm.i18n import _, _n
from ui.shared.icons import icon
from ui.shared.labels import sum_of
from ui.shared.plain_text import PlainLabel
from ui.shared.tokens import BAR_HEIGHT, PADDING
from ui.shared.widgets.sections import rule


class BulkBar(QWidget):
    """Shown while several rows are selected."""

    asked = Signal(str)  # assign, plan, move, edit, merge, copy
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "soft")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(BAR_HEIGHT + 4)
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, 0, 8, 0)
        row.setSpacing(12)
        self.count = PlainLabel(bold=True)
        self.sum = PlainLabel(pixels=12, tone="t2")
        row.addWidget(self.count)
        row.addWidget(self.sum)
        self.buttons = {
            "assign": self._button(_("Hand over"), "officer"),
            "plan": self._button(_("Next follow-up"), "next"),
            "move": self._button(_("Stage"), "stage"),
            "edit": self._button(_("Change a field"), "edit"),
            "merge": self._button(_("Merge"), "merge"),
            "copy": self._button(_("Copy as a table"), "copy"),
        }
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, key=key: self.asked.emit(key))
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(rule(upright=True))
        close = QToolButton()
        close.setIcon(icon("close"))
        close.setToolTip(_("Select nothing"))
        close.setAccessibleName(_("Select nothing"))
        close.clicked.connect(self.closed)
        row.addWidget(close)
        self.hide()

    def show_selection(self, ids: Sequence[int], rows: Sequence[ProjectRow]) -> None:
        """Shows how many are selected and, of those loaded, their sum."""
        self.setVisible(len(ids) > 1)
        self.buttons["merge"].setEnabled(len(ids) <= MOST_AT_ONCE)
        self.count.setText(_n("{count} selected", "{count} selected", len(ids)))
        figures = [row.total_investment for row in rows]
        known = [figure.value for figure in figures if figure and figure.currency == "CNY"]
        total = sum_of(Money(value=sum(known, start=Decimal(0))))
        self.sum.setText(_("{total} together").format(total=total) if known else "")

    def _button(self, text: str, symbol: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setIcon(icon(symbol))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

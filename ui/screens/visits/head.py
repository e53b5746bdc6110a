"""The head of the page of a visit: the way back, its title and state, and what can be done."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from crm.domain.visit_pages import VisitPage
from crm.domain.visits import VisitState
from crm.i18n import _, _n
from ui.shared.icons import BESIDE_TEXT, icon
from ui.shared.page_parts import tool_button
from ui.shared.plain_text import ElidedLabel, PlainLabel
from ui.shared.visit_labels import KIND_NAMES, days_of, report_badge, state_badge
from ui.shared.widgets.badges import BadgeRow


class VisitHead(QWidget):
    """What a visit is called, when it is, and how far it has come."""

    back_asked = Signal()
    step_asked = Signal(int)
    edit_asked = Signal()
    finish_asked = Signal()
    menu_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 16, 12)
        column.setSpacing(4)
        column.addLayout(self._make_way())
        column.addLayout(self._make_title())

    def show_way(self, place: int | None, count: int) -> None:
        """Shows the place of the visit in the list."""
        self.place.setText(f"{place + 1} / {count}" if place is not None else "")
        self.up.setEnabled(place is not None and place > 0)
        self.down.setEnabled(place is not None and place + 1 < count)

    def show_page(self, page: VisitPage, today: date) -> None:
        """Shows a visit."""
        visit, row = page.visit, page.row
        self.title.setText(visit.title)
        report = report_badge(row, today)
        self.badges.show_badges([state_badge(visit.state), *([report] if report is not None else [])])
        told = [
            _(KIND_NAMES[visit.kind]),
            days_of(visit.begins_on, visit.ends_on, today),
            _n("{count} day", "{count} days", visit.days),
            row.place,
            row.office,
            row.officer,
        ]
        self.meta.setText("　".join(filter(None, told)))
        self.finish.setVisible(visit.state is VisitState.PLANNED)

    def _make_way(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.back = tool_button("left", _("Back to the list (Esc)"), self.back_asked.emit)
        self.back.setText(_("Visits"))
        self.back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.place = PlainLabel(pixels=12, tone="t2")
        self.up = tool_button("up", _("Previous visit (Ctrl+↑)"), lambda: self.step_asked.emit(-1))
        self.down = tool_button("down", _("Next visit (Ctrl+↓)"), lambda: self.step_asked.emit(1))
        for widget in (self.back, self.place, self.up, self.down):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _make_title(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(12)
        self.title = ElidedLabel(pixels=20, bold=True)
        self.badges = BadgeRow()
        first.addWidget(self.title)
        first.addWidget(self.badges, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        words.addLayout(first)
        self.meta = ElidedLabel(tone="t2")
        words.addWidget(self.meta)
        row.addLayout(words, 1)
        self.edit = _framed(_("Edit"), "edit")
        self.edit.clicked.connect(lambda: self.edit_asked.emit())
        self.finish = _framed(_("It took place"), "done")
        self.finish.clicked.connect(lambda: self.finish_asked.emit())
        self.more: QToolButton = tool_button("more", _("More"), self.menu_asked.emit)
        self.more.setProperty("framed", "true")
        for button in (self.edit, self.finish, self.more):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row


def _framed(text: str, symbol: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("large", "true")
    button.setIcon(icon(symbol))
    button.setIconSize(BESIDE_TEXT)
    return button

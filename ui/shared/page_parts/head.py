"""The head of a page: the way back and through the list, the title, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm.i18n import _
from ui.shared.icons import BESIDE_TEXT, icon
from ui.shared.page_parts.columns import tool_button
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip


class PageHead(QWidget):
    """‹ List 7 / 214 ↑ ↓, and below it a title with words beside and under it, and buttons at the right.

    A page puts what it has into `beside`, `below` and, by `add_button`, to the right.
    """

    back_asked = Signal()
    step_asked = Signal(int)  # -1 or 1
    menu_asked = Signal()

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        """`home` is what the list is called while no view of it has a title."""
        super().__init__(parent)
        self._home = home
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 6, 16, 8)
        self._column.setSpacing(4)
        self._column.addLayout(self._make_way())
        self._column.addLayout(self._make_title())

    def show_way(self, title: str, place: int | None, count: int) -> None:
        """Shows where Back leads, and the place of the record in the list."""
        self.back.setText(title or self._home)
        self.place.setText(f"{place + 1} / {count}" if place is not None else "")
        self.up.setEnabled(place is not None and place > 0)
        self.down.setEnabled(place is not None and place + 1 < count)

    def add_button(self, button: QPushButton) -> None:
        """Puts a button before the one with the menu."""
        self._buttons.insertWidget(self._buttons.count() - 1, button, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_below(self, widget: QWidget) -> None:
        """Puts a widget under title and words, as wide as the page."""
        self._column.addWidget(widget)

    def _make_way(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.back = tool_button("left", _("Back to the list (Esc)"), self.back_asked.emit)
        self.back.setText(self._home)
        self.back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.place = PlainLabel(pixels=12, tone="t2")
        self.up = tool_button("up", _("Previous (Ctrl+↑)"), lambda: self.step_asked.emit(-1))
        self.down = tool_button("down", _("Following (Ctrl+↓)"), lambda: self.step_asked.emit(1))
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
        first.setSpacing(8)
        self.title = ElidedLabel(pixels=20, bold=True)
        first.addWidget(self.title)
        self.beside = QHBoxLayout()
        self.beside.setSpacing(8)
        first.addLayout(self.beside)
        first.addStretch(1)
        words.addLayout(first)
        self.below = QHBoxLayout()
        self.below.setSpacing(12)
        words.addLayout(self.below)
        row.addLayout(words, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self.more = tool_button("more", _("More"), self.menu_asked.emit)
        self.more.setProperty("framed", "true")
        self._buttons.addWidget(self.more, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._buttons)
        return row


def large_button(text: str, symbol: str, key: str = "", *, primary: bool = False) -> QPushButton:
    """A button of the head; the one for what is done most is filled."""
    button = QPushButton(text)
    button.setProperty("large", "true")
    button.setIcon(icon(symbol, "on_acc" if primary else "t2"))
    button.setIconSize(BESIDE_TEXT)
    if key:
        button.setToolTip(plain_tip(f"{text} ({key})"))
    if primary:
        button.setProperty("primary", "true")
    return button

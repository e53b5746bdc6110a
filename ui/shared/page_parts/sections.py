"""Sections of a page whose rows have buttons, badges and menus of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from ui.shared.icons import icon
from ui.shared.page_parts.columns import tool_button
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip
from ui.shared.widgets.sections import SectionHead, take_all


class WidgetSection(QWidget):
    """A head with a count and perhaps a plus, and the rows below it."""

    def __init__(self, title: str, add: str = "", run: Callable[[], object] | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        self.head = SectionHead(title)
        self.add = tool_button("add", add, run or (lambda: None))
        self.head.add(self.add)
        self.add.setVisible(run is not None)
        column.addWidget(self.head)
        self.rows = QVBoxLayout()
        self.rows.setContentsMargins(16, 0, 8, 0)
        self.rows.setSpacing(2)
        column.addLayout(self.rows)

    def show_rows(self, rows: Sequence[QWidget], otherwise: str, *, counted: bool = True) -> None:
        """Shows rows and perhaps their count, or a word where there are none."""
        take_all(self.rows)
        self.head.note.setText(str(len(rows)) if rows and counted else "")
        for row in rows or [PlainLabel(otherwise, pixels=12, tone="t3", wrap=True)]:
            self.rows.addWidget(row)


class ActionRow(QWidget):
    """One line, or two, with flat buttons at its end."""

    def __init__(self, height: int = 30) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def add_words(self, text: str, detail: str, tone: str = "t2") -> None:
        """Two lines of words that take the room there is."""
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(text))
        words.addWidget(ElidedLabel(detail, pixels=12, tone=tone))
        self.row.addLayout(words, 1)

    def add_button(self, symbol: str, tip: str) -> QToolButton:
        """A flat button with an icon."""
        button = QToolButton()
        button.setIcon(icon(symbol))
        button.setToolTip(plain_tip(tip))
        button.setAccessibleName(tip)
        self.row.addWidget(button)
        return button

    def add_menu(self, tip: str) -> QMenu:
        """A button that opens a menu of what can be done with the line."""
        more = self.add_button("more", tip)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        more.setMenu(menu)
        return menu

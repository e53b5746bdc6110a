"""A list with buttons under it, as settings have them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ui.shared.choice_list import Choice, ChoiceList
from ui.shared.icons import icon
from ui.shared.plain_text import plain_tip

LIST_ROWS = 7


class EditedList(QWidget):
    """A list with buttons under it; a double click or Enter changes the chosen entry."""

    changed = Signal()

    def __init__(self, name: str, rows: int = LIST_ROWS) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.list = ChoiceList(self)
        self.list.setAccessibleName(name)
        self.list.setMinimumHeight(rows * 34)
        column.addWidget(self.list, 1)
        self.row = QHBoxLayout()
        self.row.setSpacing(6)
        column.addLayout(self.row)

    def add(self, symbol: str, tip: str) -> QToolButton:
        """A button under the list."""
        button = QToolButton()
        button.setProperty("framed", "true")
        button.setIcon(icon(symbol))
        button.setToolTip(plain_tip(tip))
        button.setAccessibleName(tip)
        self.row.addWidget(button)
        return button

    def key(self) -> Any:
        """The key of the chosen entry; None if nothing is chosen."""
        choice = self.list.current()
        return choice.key if choice is not None else None

    def show_choices(self, choices: list[Choice]) -> None:
        """Shows these, keeping what is chosen."""
        chosen = self.key()
        self.list.show_choices(choices)
        model = self.list.choices
        for place in range(model.rowCount()):
            choice = model.choice(place)
            if choice is not None and choice.key == chosen:
                self.list.setCurrentIndex(model.index(place))

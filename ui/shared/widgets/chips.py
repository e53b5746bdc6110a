"""Chips: small round buttons that choose or filter, and the layout that lets them flow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLayout, QLayoutItem, QSizePolicy, QToolButton, QWidget

from ui.shared.icons import icon
from ui.shared.theme import font
from ui.shared.widgets.sections import take_all


class FlowLayout(QLayout):
    """Puts items side by side and begins a new line where there is no room."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def _lay_out(self, box: QRect, *, place: bool) -> int:
        left, top, line = box.left(), box.top(), 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint()
            if left > box.left() and left + size.width() > box.right() + 1:
                left, top, line = box.left(), top + line + self._gap, 0
            if place:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._gap
            line = max(line, size.height())
        return top + line - box.top()

    # Qt's names from here

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, box: QRect) -> None:
        super().setGeometry(box)
        self._lay_out(box, place=True)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() + self._gap for item in self._items]
        height = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(max(0, sum(widths) - self._gap), height)

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size


class Chip(QToolButton):
    """One chip; checkable unless told otherwise."""

    def __init__(
        self, text: str, parent: QWidget | None = None, *, symbol: str = "", checkable: bool = True
    ) -> None:
        super().__init__(parent)
        self.setProperty("chip", "true" if checkable else "add")
        self.setFont(font(12))
        self.setText(text)
        self.setCheckable(checkable)
        if symbol:
            self.setIcon(icon(symbol))
            self.setIconSize(QSize(18, 14))
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class FilterChip(Chip):
    """A filter in force; clicking changes it, the cross at its end takes it away."""

    removed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None, *, excludes: bool = False) -> None:
        super().__init__(text, parent, symbol="clear")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands at the end
        self.setIconSize(QSize(12, 12))
        self.setChecked(not excludes)
        face = font(12)
        if excludes:
            face.setStrikeOut(True)
        self.setFont(face)

    def nextCheckState(self) -> None:
        """Being in force does not change by a click."""

    def mouseReleaseEvent(self, event: Any) -> None:
        if event.position().x() >= self.width() - 24 and self.isDown():
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)


class ChipChoice(QWidget):
    """Chips of which at most one is chosen."""

    chosen = Signal(object)  # the value

    def __init__(self, choices: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: list[tuple[Any, str]] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._row = FlowLayout(self)
        self.show_choices(choices)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._values[place]))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def _values(self) -> list[Any]:
        return [value for value, _label in self._choices]

    def show_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offers these values; the one that is chosen stays so if it is among them."""
        if list(choices) == self._choices:
            return
        chosen, before = self.value(), self._group.buttons()
        chips = [Chip(label, self) for _value, label in choices]
        for one, other in pairwise([*before[-1:], *chips]):
            self.setTabOrder(one, other)  # Tab reaches them where it reached those before
        for button in before:
            self._group.removeButton(button)
        take_all(self._row)
        self._choices = list(choices)
        for place, chip in enumerate(chips):
            self._group.addButton(chip, place)
            self._row.addWidget(chip)
            chip.show()
        self.set_value(chosen)
        self.updateGeometry()

    def value(self) -> Any:
        """The chosen value, None if none is."""
        place = self._group.checkedId()
        return self._values[place] if place >= 0 else None

    def set_value(self, value: Any) -> None:
        """Chooses a value without telling anybody."""
        place = self._values.index(value) if value in self._values else -1
        for number, button in enumerate(self._group.buttons()):
            self._group.setExclusive(place >= 0)
            button.setChecked(number == place)
        self._group.setExclusive(True)

    def button(self, value: Any) -> QToolButton:
        """The chip of a value."""
        found = self._group.button(self._values.index(value))
        assert isinstance(found, QToolButton)
        return found

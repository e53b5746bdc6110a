"""Section heads, panels, counters and empty states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.shared.icons import IconLabel
from ui.shared.plain_text import PlainLabel
from ui.shared.tokens import BAR_HEIGHT, PADDING


def rule(*, upright: bool = False) -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("rule", "v" if upright else "h")
    line.setSizePolicy(
        QSizePolicy.Policy.Fixed if upright else QSizePolicy.Policy.Expanding,
        QSizePolicy.Policy.Expanding if upright else QSizePolicy.Policy.Fixed,
    )
    return line


def take_all(layout: QLayout) -> None:
    """Takes the widgets of a layout away for good, before others are put there."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class SectionHead(QWidget):
    """The 40 px head of a panel: bold title, grey count, and room for buttons at the right."""

    def __init__(self, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(BAR_HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PADDING, 0, 8, 0)
        self._row.setSpacing(8)
        self.title = PlainLabel(title, bold=True)
        self.note = PlainLabel(note, pixels=12, tone="t3")
        self._row.addWidget(self.title)
        self._row.addWidget(self.note)
        self._row.addStretch(1)

    def add_behind_title(self, widget: QWidget) -> None:
        """Puts a widget behind title and count."""
        self._row.insertWidget(2, widget)

    def add(self, widget: QWidget) -> None:
        """Puts a widget at the right end."""
        self._row.addWidget(widget)


class Panel(QFrame):
    """A framed panel with a head; add content to `body`."""

    def __init__(self, title: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frame", "panel")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.head = SectionHead(title, note)
        self.head.setVisible(bool(title))
        outer.addWidget(self.head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(PADDING, 0 if title else PADDING, PADDING, PADDING)
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)


class EmptyState(QWidget):
    """Says why there is nothing and what to do next."""

    def __init__(
        self,
        text: str,
        help_text: str = "",
        buttons: Sequence[tuple[str, Callable[[], object]]] = (),
        *,
        symbol: str = "empty",
        parent: QWidget | None = None,
    ) -> None:
        """The first of `buttons` is the filled one."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel(symbol, 28, "t3"), 0, centre)
        column.addWidget(self._line(PlainLabel(text, pixels=16, wrap=True)))
        if help_text:
            column.addWidget(self._line(PlainLabel(help_text, tone="t3", wrap=True)))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.buttons = [self._button(name, run, place == 0) for place, (name, run) in enumerate(buttons)]
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(2)

    def _line(self, label: PlainLabel) -> PlainLabel:
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    def _button(self, name: str, run: Callable[[], object], primary: bool) -> QPushButton:
        button = QPushButton(name)
        if primary:
            button.setProperty("primary", "true")
        button.clicked.connect(lambda: run())
        return button


@dataclass(frozen=True, kw_only=True)
class Counter:
    """One figure of the strip: 逾期跟进 3; `note` stands grey behind it, as 6.5 亿元."""

    key: str
    title: str
    figure: str
    note: str = ""
    tone: str = "t1"
    icon: str = ""


class _CounterCell(QFrame):
    clicked = Signal()

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self.counter = counter
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("ring", "true")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{counter.title} {counter.figure} {counter.note}".strip())
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 10, PADDING, 10)
        column.setSpacing(2)
        column.addWidget(PlainLabel(counter.title, pixels=12, tone="t2"))
        row = QHBoxLayout()
        row.setSpacing(6)
        figure = PlainLabel(counter.figure, pixels=20, bold=True, tone=counter.tone)
        row.addWidget(figure, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(PlainLabel(counter.note, pixels=12, tone="t3"), 0, Qt.AlignmentFlag.AlignBaseline)
        row.addStretch(1)
        column.addLayout(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
            return
        super().keyPressEvent(event)


class CounterStrip(QFrame):
    """Figures side by side; each opens its list."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frame", "panel")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self._cells: list[_CounterCell] = []

    def show_counters(self, counters: Sequence[Counter]) -> None:
        """Shows these figures instead of those before; those that stay the same stay as they are."""
        if [counter.key for counter in counters] != [cell.counter.key for cell in self._cells]:
            self._lay_out(counters)
            return
        here = self.window().focusWidget()  # also while a dialog is open over the window
        for place, counter in enumerate(counters):
            before = self._cells[place]
            if before.counter != counter:
                cell = self._cells[place] = self._cell(counter)
                self._row.replaceWidget(before, cell)
                self.setTabOrder(before, cell)  # Tab reaches it where it reached the one before
                if before is here:
                    cell.show()  # what is not shown yet cannot take the keyboard
                    cell.setFocus()
                before.hide()
                before.deleteLater()

    def _lay_out(self, counters: Sequence[Counter]) -> None:
        take_all(self._row)
        self._cells = [self._cell(counter) for counter in counters]
        for place, cell in enumerate(self._cells):
            if place:
                self._row.addWidget(rule(upright=True))
            self._row.addWidget(cell, 1)

    def _cell(self, counter: Counter) -> _CounterCell:
        cell = _CounterCell(counter)
        cell.clicked.connect(lambda: self.chosen.emit(counter.key))
        return cell

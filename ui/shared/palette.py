"""The command palette: actions, records and articles from one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm.i18n import _
from ui.shared.choice_list import Choice, ChoiceList
from ui.shared.composing import is_composing, watch_composing
from ui.shared.icons import IconLabel
from ui.shared.plain_text import PlainLabel, key_cap
from ui.shared.tasks import Tasks
from ui.shared.theme import font

PAUSE_MS = 120
WIDTH = 460
MOST_ACTIONS = 8

Search = Callable[[str], Sequence[Choice]]  # on the read lane; sections are set by the searcher
Initials = Callable[[str], str]  # a name's pinyin initials in small letters


class CommandPalette(QFrame):
    """Opens over the window; takes the keyboard until something is chosen."""

    chosen = Signal(object)  # Choice
    closed = Signal()

    def __init__(
        self,
        host: QWidget,
        tasks: Tasks,
        actions: Callable[[], Sequence[Choice]],
        *,
        search: Search | None = None,
        initials: Initials | None = None,
    ) -> None:
        super().__init__(host)
        self._before: QWidget | None = None  # what had the keyboard
        self._tasks, self._actions, self._search, self._initials = tasks, actions, search, initials
        self._found: list[Choice] = []
        self._recent: list[Choice] = []
        self.setProperty("frame", "popup")
        self.setAccessibleName(_("Commands and search"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._make_line())
        rule = QFrame()
        rule.setProperty("rule", "h")
        column.addWidget(rule)
        self.list = ChoiceList(self)
        self.list.chosen.connect(self._take)
        column.addWidget(self.list, 1)
        column.addWidget(self._make_foot())
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        host.installEventFilter(self)
        self.hide()

    def set_search(self, search: Search | None, initials: Initials | None = None) -> None:
        """Where records come from, and how Chinese names are found by their initials."""
        self._search, self._initials = search, initials

    def open(self, text: str = "") -> None:
        """Shows the palette with the line filled."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.line.setText(text)
        self.line.selectAll()
        self._found = []
        self._show()
        self._settle()
        self.show()
        self.raise_()
        self.line.setFocus()
        if text:
            self._ask()

    def dismiss(self) -> None:
        """Hides the palette and gives the keyboard back."""
        self._timer.stop()
        if self.isVisible():
            self.hide()
            if self._before is not None and isValid(self._before) and self._before.isVisible():
                self._before.setFocus()
            self.closed.emit()

    def _make_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(15, 8, 15, 8)
        row.setSpacing(8)
        lens = IconLabel("search", 16, "t3")
        row.addWidget(lens)
        self.line = QLineEdit()
        self.line.setProperty("bare", "true")
        self.line.setFont(font(16))
        self.line.setPlaceholderText(_("Search or type a command"))
        self.line.setAccessibleName(_("Search or type a command"))
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        watch_composing(self.line)
        row.addWidget(self.line, 1)
        row.addWidget(key_cap("Esc"))
        return row

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        foot.setProperty("ground", "sunken")
        foot.setFixedHeight(32)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(PlainLabel(_("↑↓ choose   ↵ open"), pixels=12, tone="t3"))
        row.addStretch(1)
        row.addWidget(PlainLabel(_("pinyin initials work"), pixels=12, tone="t3"))
        return foot

    def _typed(self) -> None:
        if is_composing(self.line):
            return
        if not self.line.text().strip():
            self._found = []
        self._show()
        self._timer.start()

    def _ask(self) -> None:
        text, search = self.line.text().strip(), self._search
        if text and search is not None:
            self._tasks.read(self, lambda: search(text), self._take_found, key="search")

    def _take_found(self, found: Sequence[Choice]) -> None:
        if self.isVisible():
            self._found = list(found)
            self._show()

    def _show(self) -> None:
        text = self.line.text().strip().lower()
        actions = [choice for choice in self._actions() if self._matches(choice.name, text)]
        first = actions[:MOST_ACTIONS] if text else [*self._recent, *actions]
        self.list.show_choices([*first, *self._found])

    def _matches(self, name: str, text: str) -> bool:
        lower = name.lower()
        if not text or text in lower or near(text, lower):
            return True
        return self._initials is not None and text in self._initials(name)

    def _take(self, choice: Choice) -> None:
        self._recent = [_as_recent(choice), *(c for c in self._recent if c.key != choice.key)][:5]
        self.dismiss()
        self.chosen.emit(choice)

    def _settle(self) -> None:
        host = self.parentWidget()
        if host is not None:
            width = min(WIDTH, host.width() - 48)
            self.setGeometry((host.width() - width) // 2, 48, width, min(480, host.height() - 96))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._settle()
        if watched is not self.line:
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.dismiss()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if is_composing(self.line):
            return False
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list.choose()
        elif event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True


def near(typed: str, name: str) -> bool:
    """True if a Latin word of the name is one slip away from what was typed."""
    return typed.isascii() and len(typed) >= 4 and any(_one_slip(typed, word) for word in name.split())


def _one_slip(one: str, other: str) -> bool:
    other = other[: len(one) + 1]
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rests = (one[start:], other[start:])
    return (
        rests[0][1:] == rests[1][1:]
        or rests[0][1:] == rests[1]
        or rests[0] == rests[1][1:]
        or rests[0][1:] == rests[1][1:-1]
    )


def _as_recent(choice: Choice) -> Choice:
    """The same choice among those used last."""
    return replace(choice, section=_("Recent"))

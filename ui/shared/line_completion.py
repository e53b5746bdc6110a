"""Offers names while a quick line is typed: people and enterprises after @, projects after #."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.shared.choice_list import Choice
from ui.shared.composing import is_composing
from ui.shared.picker import PAUSE_MS, ChoicePopup
from ui.shared.tasks import Tasks

KINDS = {"@": ("contact", "enterprise"), "#": ("project",)}
_BEGUN = re.compile(r"(?:^|(?<=\s))([@＠#＃])([^\s，。；、,;]*)$")
_SIGNS = str.maketrans("＠＃", "@#")

FindNames = Callable[[str, Sequence[str]], Sequence[Choice]]  # on the read lane


class LineCompletion(QObject):
    """Shows a list under a line; Enter or Tab takes a name, Esc leaves the text as it is."""

    def __init__(self, line: QLineEdit, tasks: Tasks, find: FindNames) -> None:
        super().__init__(line)
        self._line, self._tasks, self._find = line, tasks, find
        self.popup = ChoicePopup(line)
        self.popup.list.chosen.connect(self._take)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        line.textEdited.connect(lambda _text: self._timer.start())
        line.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether names are offered now."""
        return self.popup.isVisible()

    def _begun(self) -> re.Match[str] | None:
        return _BEGUN.search(self._line.text()[: self._line.cursorPosition()])

    def _ask(self) -> None:
        begun = self._begun()
        if begun is None or not begun[2] or is_composing(self._line):
            self.popup.hide()
            return
        word, kinds = begun[2], KINDS[begun[1].translate(_SIGNS)]
        self._tasks.read(
            self, lambda: self._find(word, kinds), lambda found: self._show(word, found), key="names"
        )

    def _show(self, word: str, found: Sequence[Choice]) -> None:
        begun = self._begun()
        if begun is None or begun[2] != word or not self._line.hasFocus() or not found:
            self.popup.hide()
            return
        self.popup.list.show_choices(found)
        self.popup.show_below(self._line)

    def _take(self, choice: Choice) -> None:
        begun = self._begun()
        self.popup.hide()
        if begun is None:
            return
        text, cursor = self._line.text(), self._line.cursorPosition()
        # A token ends at the next space, so the name goes in without any.
        before = f"{text[: begun.start(2)]}{choice.name.replace(' ', '')} "
        self._line.setText(before + text[cursor:].lstrip())
        self._line.setCursorPosition(len(before))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.InputMethod:
            self._timer.start()
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._timer.stop()
            self.popup.hide()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.is_open:
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if is_composing(self._line):
            return False
        if key in steps:
            self.popup.list.step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False  # Ctrl+Enter saves the line
            self.popup.list.choose()
        elif key == Qt.Key.Key_Escape:
            self.popup.hide()
        else:
            return False
        return True

"""Offers names while a quick line is typed: people and enterprises after @, projects after #."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from crm.domain.records import Ref
from crm.i18n import N_, _
from ui.shared.choice_list import Choice
from ui.shared.composing import is_composing
from ui.shared.picked_names import PickedNames
from ui.shared.picker import ChoicePopup
from ui.shared.tasks import Tasks

PAUSE_MS = 60  # the answer itself takes less
KINDS = {"@": ("contact", "enterprise"), "#": ("project",)}
NEW = {
    "contact": N_("New contact “{name}”"),
    "enterprise": N_("New enterprise “{name}”"),
    "project": N_("New project “{name}”"),
}
_BEGUN = re.compile(r"(?:^|(?<=\s))([@＠#＃])([^\s，。；、,;]*)$")
_SIGNS = str.maketrans("＠＃", "@#")

FindNames = Callable[[str, Sequence[str]], Sequence[Choice]]  # on the read lane; keys are Refs


class LineCompletion(QObject):
    """Shows a list under a line; Enter or Tab takes a name, Esc leaves the text as it is."""

    new_asked = Signal(str, str)  # kind and name of a record that is not there yet

    def __init__(self, line: QLineEdit, tasks: Tasks, find: FindNames, picked: PickedNames) -> None:
        super().__init__(line)
        self._line, self._tasks, self._find, self._picked = line, tasks, find, picked
        self.popup = ChoicePopup(line)
        self.popup.list.chosen.connect(self._take)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.ask)
        line.textEdited.connect(lambda _text: self._timer.start())
        line.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether names are offered now."""
        return self.popup.isVisible()

    def ask(self) -> None:
        """Asks for names that fit what was begun before the cursor."""
        begun = self._begun()
        if begun is None or not begun[2] or is_composing(self._line):
            self.popup.hide()
            return
        word, kinds = begun[2], KINDS[begun[1].translate(_SIGNS)]
        self._tasks.read(
            self, lambda: self._find(word, kinds), lambda found: self._show(word, kinds, found), key="names"
        )

    def put(self, ref: Ref, name: str) -> None:
        """Puts the name of a record in the place of what was begun."""
        begun = self._begun()
        if begun is None:
            return
        text, cursor = self._line.text(), self._line.cursorPosition()
        start = begun.start(1)
        before = f"{text[:start]}{begun[1]}{name}"
        self._line.setText(f"{before} {text[cursor:].lstrip()}")
        self._picked.add(start, len(before), ref)
        self._line.setCursorPosition(len(before) + 1)
        self._line.textEdited.emit(self._line.text())

    def _begun(self) -> re.Match[str] | None:
        cursor = self._line.cursorPosition()
        return None if self._picked.covers(cursor) else _BEGUN.search(self._line.text()[:cursor])

    def _show(self, word: str, kinds: Sequence[str], found: Sequence[Choice]) -> None:
        begun = self._begun()
        if begun is None or begun[2] != word or not self._line.hasFocus():
            self.popup.hide()
            return
        choices = list(found)
        if not any(choice.name == word for choice in found):
            choices += [
                Choice(key=(kind, word), name=_(NEW[kind]).format(name=word), kind="add") for kind in kinds
            ]
        self.popup.list.show_choices(choices)
        if not found:
            self.popup.list.clear_choice()  # Enter leaves a name that nobody knows yet as it is
        self.popup.show_below(self._line)

    def _take(self, choice: Choice) -> None:
        self.popup.hide()
        if isinstance(choice.key, Ref):
            self.put(choice.key, choice.name)
        else:
            self.new_asked.emit(*choice.key)

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
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or self.popup.list.current() is None:
                self.popup.hide()
                return key == Qt.Key.Key_Tab  # Ctrl+Enter saves the line, Enter too if nothing is chosen
            self.popup.list.choose()
        elif key == Qt.Key.Key_Escape:
            self._timer.stop()
            self.popup.hide()
        else:
            return False
        return True

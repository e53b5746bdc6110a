"""A search field that acts on committed text, never on what is still being composed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from crm.i18n import _
from ui.shared.composing import is_composing, watch_composing
from ui.shared.icons import IconLabel, icon
from ui.shared.plain_text import mark
from ui.shared.tokens import INPUT_HEIGHT

PAUSE_MS = 150


class SearchField(QFrame):
    """A lens, a line and a cross."""

    searched = Signal(str)  # after a pause in typing, or at once on Enter and on clearing

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("field", "search")
        self.setFixedHeight(INPUT_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 4, 0)
        row.setSpacing(6)
        lens = IconLabel("search", 16, "t3")
        row.addWidget(lens)
        self.line = QLineEdit()
        self.line.setProperty("bare", "true")
        self.line.setPlaceholderText(hint or _("Search"))
        self.line.setAccessibleName(hint or _("Search"))
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        watch_composing(self.line)
        row.addWidget(self.line, 1)
        self._cross = QToolButton()
        self._cross.setIcon(icon("clear"))
        self._cross.setToolTip(_("Clear (Esc)"))
        self._cross.setAccessibleName(_("Clear"))
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.clicked.connect(self.clear)
        self._cross.hide()
        row.addWidget(self._cross)
        self.setFocusProxy(self.line)
        self._asked = ""
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._ask)

    def text(self) -> str:
        """What is searched for."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Searches for another text."""
        self.line.setText(text)
        self._ask()

    def show_text(self, text: str) -> None:
        """Shows what is searched for already."""
        self._asked = text.strip()
        self.line.setText(text)
        self._timer.stop()

    def clear(self) -> None:
        """Searches for nothing again."""
        self.set_text("")
        self.line.setFocus()

    def _typed(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        if not is_composing(self.line):
            self._timer.start()

    def _ask(self) -> None:
        self._timer.stop()
        if self.text() != self._asked and not is_composing(self.line):
            self._asked = self.text()
            self.searched.emit(self._asked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            focused = event.type() == QEvent.Type.FocusIn
            mark(self, "field", "search_focus" if focused else "search")
        if event.type() == QEvent.Type.InputMethod:
            self._timer.start()  # the text may be committed by the time it fires
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if is_composing(self.line):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
            return True
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.clear()
            return True
        return False

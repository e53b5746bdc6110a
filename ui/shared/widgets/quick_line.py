"""The quick line for follow-ups: one line of text, understood as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm.domain.errors import CrmError, ValidationError
from crm.i18n import _
from ui.shared.cells import Badge, BadgeTone
from ui.shared.composing import is_composing, watch_composing
from ui.shared.plain_text import PlainLabel, mark
from ui.shared.tasks import Tasks
from ui.shared.widgets.badges import BadgeRow

PAUSE_MS = 200


@dataclass(frozen=True, kw_only=True)
class QuickToken:
    """A part of the line that was understood, such as @周岚 or >3d."""

    text: str
    icon: str = ""
    is_known: bool = True  # False: looks like a token, but nothing of that name exists


@dataclass(frozen=True, kw_only=True)
class QuickReading:
    """What a line means: its tokens, and the value that is handed on."""

    tokens: tuple[QuickToken, ...]
    value: Any


Parse = Callable[[str], QuickReading]  # on the read lane


class QuickLine(QWidget):
    """Type, see the chips, press Enter."""

    submitted = Signal(str, object)  # text, value of the reading (None if not yet read)

    def __init__(self, tasks: Tasks, parse: Parse, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._parse = tasks, parse
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        frame = QFrame()
        frame.setFixedHeight(44)
        frame.setProperty("frame", "panel")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 0, 6, 0)
        self.line = QLineEdit()
        self.line.setProperty("bare", "true")
        self.line.setPlaceholderText(hint or _("@person #project phone: what was said >next date"))
        self.line.setAccessibleName(_("Log a follow-up"))
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        watch_composing(self.line)
        row.addWidget(self.line, 1)
        self.button = QPushButton(_("Log"))
        self.button.setProperty("primary", "true")
        self.button.clicked.connect(self.submit)
        row.addWidget(self.button)
        column.addWidget(frame)
        self.chips = BadgeRow()
        self.fault = PlainLabel(pixels=12, tone="red")
        self.fault.hide()
        column.addWidget(self.chips)
        column.addWidget(self.fault)
        self.column = column
        self._frame = frame
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.setFocusProxy(self.line)

    def submit(self) -> None:
        """Reads the line once more and hands it on; an empty line does nothing."""
        text = self.line.text().strip()
        if text and not is_composing(self.line):
            self._timer.stop()
            self._tasks.read(
                self,
                self.reading_of(text),
                lambda reading: self.submitted.emit(text, reading.value),
                key="submit",
                failed=self.show_error,
            )

    def reading_of(self, text: str) -> Callable[[], QuickReading]:
        """What reads the line, to be called on the read lane."""
        return lambda: self._parse(text)

    def clear(self) -> None:
        """Empties the line for the next entry: it was saved."""
        self.line.setText("")  # unlike clear(), leaves nothing for the line's own undo
        self.show_tokens(())

    def show_error(self, error: CrmError) -> None:
        """Shows why the line cannot be saved; the text stays."""
        faults = error.faults if isinstance(error, ValidationError) else ()
        self.fault.setText(" ".join(fault.message for fault in faults) or str(error))
        self.fault.show()

    def _typed(self) -> None:
        self.fault.hide()
        if not is_composing(self.line):
            self._timer.start()

    def _ask(self) -> None:
        text = self.line.text().strip()
        if is_composing(self.line):
            return
        if not text:
            self.show_tokens(())
            return
        self._tasks.read(
            self,
            self.reading_of(text),
            lambda reading: self.show_tokens(reading.tokens),
            key="parse",
            failed=lambda _error: self.show_tokens(()),
        )

    def show_tokens(self, tokens: Sequence[QuickToken]) -> None:
        """Shows what is understood as chips."""
        self.chips.show_badges(
            [
                Badge(
                    text=token.text,
                    icon=token.icon if token.is_known else "warning",
                    tone=BadgeTone.ACCENT if token.is_known else BadgeTone.AMBER,
                )
                for token in tokens
            ]
        )

    def _is_idle_undo(self, event: QEvent) -> bool:
        """Qt claims the key for the line even when it has nothing to undo; then it is the window's."""
        is_undo = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
        return is_undo and not self.line.isUndoAvailable()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            mark(self._frame, "frame", "popup" if event.type() == QEvent.Type.FocusIn else "panel")
        if event.type() == QEvent.Type.InputMethod:
            self._timer.start()
        if event.type() == QEvent.Type.ShortcutOverride and self._is_idle_undo(event):
            event.ignore()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enters and not is_composing(self.line):
                self.submit()
                return True
        return False

"""A field that picks a record: typing asks for matches, which are shown in a list under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from crm.i18n import _
from ui.shared.choice_list import Choice, ChoiceList
from ui.shared.composing import is_composing, watch_composing
from ui.shared.icons import icon
from ui.shared.tasks import Tasks

PAUSE_MS = 120  # after the last key, before matches are asked for
CREATE = "create"

Find = Callable[[str], Sequence[Choice]]  # called on the read lane


class ChoicePopup(QFrame):
    """The list under a field; a window of its own, so that a small dialog does not cut it off."""

    def __init__(self, field: QWidget) -> None:
        flags = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint
        super().__init__(field, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setProperty("frame", "popup")
        self.list = ChoiceList(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 4, 1, 4)
        column.addWidget(self.list)

    def show_below(self, field: QWidget) -> None:
        height = self.list.wanted_height() + 10
        self.resize(max(field.width(), 320), height)
        corner = field.mapToGlobal(QPoint(0, field.height() + 2))
        screen = field.screen().availableGeometry()
        if corner.y() + height > screen.bottom():
            corner = field.mapToGlobal(QPoint(0, -height - 2))
        self.move(corner)
        self.show()
        self.raise_()


class Picker(QLineEdit):
    """Holds at most one Choice; the text alone is never taken for a record."""

    changed = Signal()
    create_asked = Signal(str)  # the typed name, if `can_create`

    def __init__(
        self,
        tasks: Tasks,
        find: Find,
        *,
        hint: str = "",
        can_create: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._find, self._can_create = tasks, find, can_create
        self.takes_new = False  # a name that was left standing is asked to be created, not cleared
        self._value: Choice | None = None
        self._popup: ChoicePopup | None = None
        self.setPlaceholderText(hint or _("type to search"))
        opener = self.addAction(icon("search", "t3"), QLineEdit.ActionPosition.TrailingPosition)
        opener.setText(_("Show what can be chosen (Down)"))
        opener.setToolTip(_("Show what can be chosen (Down)"))
        opener.triggered.connect(self._look)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.ask)
        self._placing = QTimer(self, singleShot=True, interval=0)  # once the window has laid itself out
        self._placing.timeout.connect(self._follow)
        self.textEdited.connect(self._edited)
        watch_composing(self)

    def value(self) -> Choice | None:
        """What was picked."""
        return self._value

    def set_value(self, choice: Choice | None) -> None:
        """Shows a picked record."""
        self._value = choice
        self.setText(choice.name if choice else "")
        self.setCursorPosition(0)

    def ask(self) -> None:
        """Asks for matches of what stands in the field."""
        text = self.text().strip()
        if not is_composing(self):
            self._tasks.read(
                self, lambda: self._find(text), lambda found: self._show(text, found), key="find"
            )

    def offered(self) -> list[Choice]:
        """The choices in the open list."""
        model = self._popup.list.choices if self._popup is not None and self._popup.isVisible() else None
        if model is None:
            return []
        found = (model.choice(place) for place in range(model.rowCount()))
        return [choice for choice in found if choice is not None]

    def _look(self) -> None:
        """The mouse asks for the list, as Down does."""
        self.setFocus()
        self.ask()

    def _edited(self, _text: str) -> None:
        if self._value is not None:
            self._value = None
            self.changed.emit()
        self._timer.start()

    def _show(self, text: str, found: Sequence[Choice]) -> None:
        if not self.hasFocus() or text != self.text().strip():
            return
        choices = list(found)
        if self._can_create and text:
            name = _("Create “{name}”").format(name=text)
            choices.append(Choice(key=CREATE, name=name, kind="add", section=" " if choices else ""))
        if not choices:
            choices = [Choice(key=None, name=_("Nothing found"), reason=_("Try fewer characters."))]
        popup = self._popup_made()
        popup.list.show_choices(choices)
        popup.show_below(self)

    def _popup_made(self) -> ChoicePopup:
        if self._popup is None:
            self._popup = ChoicePopup(self)
            self._popup.list.chosen.connect(self._take)
            self.window().installEventFilter(self)
        return self._popup

    def _take(self, choice: Choice) -> None:
        self._close()
        if choice.key is CREATE:
            self.create_asked.emit(self.text().strip())
            return
        self.set_value(choice)
        self.end(False)
        self.changed.emit()

    def _close(self) -> None:
        self._timer.stop()
        if self._popup is not None:
            self._popup.hide()

    def _follow(self) -> None:
        """Keeps the open list under the field, where a dialog that grows has moved it."""
        if self._popup is not None and self._popup.isVisible():
            self._popup.show_below(self)

    def _leave(self) -> None:
        self._close()
        if self._value is None and self.text():
            if self.takes_new:
                self.create_asked.emit(self.text().strip())
            else:
                self.clear()  # half a name is no record
        self.changed.emit()

    # Qt's names from here

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._placing.start()
        elif event.type() == QEvent.Type.WindowDeactivate:
            self._close()
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.ActiveWindowFocusReason and self._value is None and self.text():
            self._timer.start()  # who was called away while typing goes on where they were

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._leave()

    def hideEvent(self, event: QHideEvent) -> None:
        self._close()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_composing(self):
            return
        shown = self._popup is not None and self._popup.isVisible()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if shown and self._popup is not None:
                self._popup.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
            else:
                self.ask()
        elif shown and self._popup is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._popup.list.choose()
        elif shown and event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

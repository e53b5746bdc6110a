"""One fact of a record: its name and value, changed in place or by a dialog; a click, Enter or F2 begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QWidget

from crm.domain.errors import ValidationError
from crm.i18n import _, language
from ui.shared.cells import Badge
from ui.shared.composing import is_composing, watch_composing
from ui.shared.fields import Entry, FieldKind, FormField, make_entry
from ui.shared.icons import icon
from ui.shared.plain_text import ElidedLabel, PlainLabel, mark, plain_tip
from ui.shared.tasks import Tasks
from ui.shared.tokens import BUTTON_HEIGHT
from ui.shared.widgets.badges import BadgeRow

W = TypeVar("W", bound=QWidget)

NAME_WIDTHS = {"zh_CN": 106}  # words of other languages are longer
NAME_WIDTH = 146
MOST_SURE = 110  # pixels of a value that nothing beside it takes away


class FactRow(QFrame):
    """A fact; without a field it can only be read."""

    edited = Signal(str, object)  # key, value as the field reads it
    refused = Signal(str)
    entered = Signal()  # the keyboard has come
    history_asked = Signal()

    def __init__(
        self,
        label: str,
        tasks: Tasks,
        field: FormField | None = None,
        *,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._field, self._today = tasks, field, today
        self._value: Any = None
        self._entry: Entry | None = None
        self.setProperty("fact", "true")
        self.setMinimumHeight(BUTTON_HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 0, 4, 0)
        self._row.setSpacing(8)
        self._name = PlainLabel(label, tone="t2")
        self._name.setFixedWidth(NAME_WIDTHS.get(language(), NAME_WIDTH))
        self._row.addWidget(self._name)
        self.text = ElidedLabel()
        self._row.addWidget(self.text)
        self._row.addStretch(1)
        self._parts: dict[int, QWidget] = {0: self.text}  # what stands side by side, from the left
        self._label, self._has_history = label, False
        self._open: Callable[[], object] | None = None
        if field is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.IBeamCursor)

    # Made when there is something to show: a page has dozens of rows, and most are plain text.

    @cached_property
    def empty(self) -> PlainLabel:
        """The words of a fact that nobody has filled in."""
        return self._with_part(1, PlainLabel(_("not filled in"), tone="t3"))

    @cached_property
    def note(self) -> ElidedLabel:
        """What is told beside the value."""
        return self._with_part(2, ElidedLabel(pixels=12, tone="t3"))

    @cached_property
    def badges(self) -> BadgeRow:
        """What stands for the value, or marks it."""
        return self._with_part(3, BadgeRow())

    def _with_part(self, rank: int, part: W) -> W:
        before = self._parts[max(known for known in self._parts if known < rank)]
        self._row.insertWidget(self._row.indexOf(before) + 1, part)
        self._parts[rank] = part
        return part

    @property
    def label(self) -> str:
        """The name of the fact."""
        return self._label

    @property
    def is_editing(self) -> bool:
        """True while the field is open."""
        return self._entry is not None

    def show_fact(self, value: Any, text: str, *, note: str = "", badge: Badge | None = None) -> None:
        """Shows the fact; `value` is what the field starts with."""
        self._value = value
        self.text.setText(text)
        # The note gives way first.
        self.text.setMinimumWidth(min(self.text.sizeHint().width(), MOST_SURE))
        if note or 2 in self._parts:
            self.note.setText(note)
        if badge or 3 in self._parts:
            self.badges.show_badges([badge] if badge else [])
        self._show_parts()
        told = text or (badge.text if badge else _("not filled in"))
        self.setAccessibleName(f"{self._label} {told}")

    def _show_parts(self) -> None:
        """Shows what there is to show; the words that there is nothing stand for all of it."""
        has_text = bool(self.text.text())
        has_badge = 3 in self._parts and bool(self.badges.accessibleName())
        self.text.setVisible(has_text)
        if 2 in self._parts:
            self.note.setVisible(bool(self.note.text()))
        if 3 in self._parts:
            self.badges.setVisible(has_badge)
        is_empty = not has_text and not has_badge
        if is_empty or 1 in self._parts:
            self.empty.setVisible(is_empty)

    def add_button(self, button: QWidget) -> None:
        """Puts a button at the right end."""
        self._row.addWidget(button)

    def offer_history(self) -> None:
        """Lets the menu ask for what the fact was before."""
        self._has_history = True

    def opens(self, run: Callable[[], object]) -> None:
        """Lets a click, Enter or F2 run this in place of opening a field."""
        self._open = run
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def edit(self) -> None:
        """Opens the field, or what stands for it."""
        if self._open is not None:
            self._open()
            return
        if self._field is None or self._entry is not None:
            return
        entry = make_entry(self._field, self._tasks, self._today)
        widget = entry.widget
        entry.show_value(self._value)
        widget.setAccessibleName(self._label)
        watch_composing(widget)
        widget.installEventFilter(self)
        self._entry = entry
        self._opened = entry.text()
        for part in self._parts.values():
            part.hide()
        self._row.insertWidget(1, widget, 100)
        widget.setFocus()
        if hasattr(widget, "selectAll"):
            widget.selectAll()
        if isinstance(widget, QComboBox):
            widget.activated.connect(lambda _place: self.commit())
        if self._field.kind is FieldKind.RECORD:
            entry.changed.connect(self._picked)

    def commit(self) -> None:
        """Takes what was entered; what was not touched is left as it was."""
        if self._entry is None:
            return
        if self._entry.text() == self._opened:
            self.cancel()
            return
        try:
            value = self._entry.value()
        except ValidationError as error:
            mark(self._entry.widget, "fault", "true")
            self._entry.widget.setToolTip(plain_tip(str(error)))
            self.refused.emit(str(error))
            return
        self.cancel()
        assert self._field is not None
        self.edited.emit(self._field.key, value)

    def cancel(self) -> None:
        """Closes the field and shows the fact as it was."""
        if self._entry is None:
            return
        widget, self._entry = self._entry.widget, None
        had_focus = widget.hasFocus()
        widget.removeEventFilter(self)
        self._row.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
        self._show_parts()
        if had_focus:
            self.setFocus()

    def _picked(self) -> None:
        if self._entry is not None and self._entry.value() is not None:
            self.commit()

    # Qt's names from here

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._has_history or self.is_editing:
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        menu.addAction(icon("history"), _("History of the field")).triggered.connect(self.history_asked)
        menu.popup(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.edit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys and self._entry is None and (self._field or self._open):
            self.edit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._entry is None:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._entry is None or watched is not self._entry.widget:
            return False
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            kept = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
            if event.reason() not in kept:
                self.commit()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        assert self._entry is not None
        assert self._field is not None
        if is_composing(self._entry.widget):
            return False
        is_long = self._field.kind is FieldKind.LONG_TEXT
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape and self._field.kind is not FieldKind.RECORD:
            self.cancel()
            return True
        if event.key() == Qt.Key.Key_Escape and not self._has_list():
            self.cancel()
            return True
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            enters
            and (control or not is_long)
            and self._field.kind not in (FieldKind.RECORD, FieldKind.CHOICE)
        ):
            self.commit()
            return True
        if enters and self._field.kind is FieldKind.RECORD and not self._has_list():
            self.commit()
            return True
        return False

    def _has_list(self) -> bool:
        """Whether the list of a picker is open: then the keys belong to it."""
        offered = getattr(self._entry.widget, "offered", None) if self._entry is not None else None
        return bool(offered and offered())

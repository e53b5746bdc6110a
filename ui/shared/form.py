"""Forms over records: fields by declaration, faults under their fields, drafts that survive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm.domain.errors import CrmError, Fault, ValidationError
from crm.i18n import _
from ui.shared.composing import watch_composing
from ui.shared.fields import Entry, FieldKind, FormField, make_entry
from ui.shared.icons import IconLabel
from ui.shared.plain_text import PlainLabel, mark
from ui.shared.tasks import Tasks
from ui.shared.tokens import INPUT_HEIGHT

DRAFT_INTERVAL_MS = 3000


class Drafts(Protocol):
    """Where half-filled forms are kept across a crash; plain data only."""

    def load(self, key: str) -> Mapping[str, Any] | None:
        """What was kept under the key."""
        ...

    def keep(self, key: str, values: Mapping[str, Any]) -> None:
        """Keeps the entries of a form."""
        ...

    def drop(self, key: str) -> None:
        """Forgets them: the form was saved or given up."""
        ...


@dataclass(frozen=True, kw_only=True, eq=False)
class _Slot:
    """A field on the form with its label and the line for its fault."""

    field: FormField
    entry: Entry
    fault: _FaultLine


class _FaultLine(QWidget):
    """The sentence under a field: help in grey, or what is wrong in red with an icon."""

    def __init__(self, help_text: str) -> None:
        super().__init__()
        self._help = help_text
        self._icon = IconLabel("error", 14, "red")
        self._text = PlainLabel(pixels=12, tone="t3", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.show_fault("")

    def show_fault(self, message: str) -> None:
        """Shows what is wrong; nothing shows the help again."""
        self._icon.setVisible(bool(message))
        self._text.set_tone("red" if message else "t3")
        self._text.setText(message or self._help)
        self.setVisible(bool(message or self._help))

    @property
    def message(self) -> str:
        """What is said to be wrong."""
        return self._text.text() if not self._icon.isHidden() else ""


class Form(QWidget):
    """Shows a record, tells what was entered."""

    changed = Signal()
    dirty_changed = Signal(bool)
    submitted = Signal()  # Ctrl+Enter, or Enter in a field of one line

    def __init__(
        self,
        fields: Sequence[FormField],
        tasks: Tasks,
        *,
        columns: int = 1,
        labels_above: bool = False,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._slots: dict[str, _Slot] = {}
        self._opened: dict[str, object] = {}
        self._was_dirty = False
        self._draft: tuple[Drafts, str] | None = None
        self._kept: dict[str, object] = {}
        self._general = _FaultLine("")
        self._timer = QTimer(self, interval=DRAFT_INTERVAL_MS)
        self._timer.timeout.connect(self.keep_draft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self._general)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        outer.addLayout(self._grid)
        for field in fields:
            self._slots[field.key] = self._make_slot(field, tasks, today)
        self._arrange(columns, labels_above)
        self._remember()

    def show_record(self, record: object) -> None:
        """Shows the attributes of a record, or the entries of a mapping; what is missing stays empty."""
        for key, slot in self._slots.items():
            value = record.get(key) if isinstance(record, Mapping) else getattr(record, key, None)
            slot.entry.show_value(value)
        self.show_faults(())
        self._remember()

    def values(self) -> dict[str, Any]:
        """What was entered, by key. Raises ValidationError naming every field that cannot be read."""
        found: dict[str, Any] = {}
        faults: list[Fault] = []
        for key, slot in self._slots.items():
            try:
                found[key] = slot.entry.value()
            except ValidationError as error:
                faults.extend(Fault(field=key, message=fault.message) for fault in error.faults)
                continue
            if slot.field.is_required and found[key] in (None, "", ()):
                faults.append(Fault(field=key, message=_("Please fill in.")))
        if faults:
            raise ValidationError(faults)
        return found

    def fill(self, **values: object) -> None:
        """Shows values in these fields as if they had been entered."""
        for key, value in values.items():
            self._slots[key].entry.show_value(value)

    def is_blank(self, key: str) -> bool:
        """True if nothing stands in a field."""
        return not str(self._slots[key].entry.text() or "").strip()

    def read(self) -> dict[str, Any] | None:
        """What was entered, or None after showing what is wrong."""
        try:
            values = self.values()
        except ValidationError as error:
            self.show_faults(error.faults)
            return None
        self.show_faults(())
        return values

    def changed_values(self) -> dict[str, Any]:
        """What was entered in the fields that were touched. Raises ValidationError."""
        values = self.values()
        return {key: value for key, value in values.items() if self._is_touched(key)}

    @property
    def is_dirty(self) -> bool:
        """True if something differs from what was shown first."""
        return any(self._is_touched(key) for key in self._slots)

    def entry(self, key: str) -> QWidget:
        """The widget of a field."""
        return self._slots[key].entry.widget

    def fault(self, key: str) -> str:
        """What is said to be wrong with a field; the empty key asks about the whole form."""
        return self._slots[key].fault.message if key else self._general.message

    def mark_fault(self, key: str, message: str) -> None:
        """Says what is wrong with one field while others are still being filled in."""
        self._show_fault(self._slots[key], message)

    def show_faults(self, faults: Iterable[Fault]) -> None:
        """Marks these fields, and no others, as wrong; the first of them gets the keyboard."""
        by_key: dict[str, list[str]] = {}
        for fault in faults:
            by_key.setdefault(fault.field if fault.field in self._slots else "", []).append(fault.message)
        self._general.show_fault(" ".join(by_key.get("", ())))
        for key, slot in self._slots.items():
            self._show_fault(slot, " ".join(by_key.get(key, ())))
        first = next((key for key in self._slots if key in by_key), None)
        if first is not None:
            self._slots[first].entry.widget.setFocus()

    def take_error(self, error: CrmError) -> bool:
        """Shows the faults of a ValidationError; others are not for a form."""
        if not isinstance(error, ValidationError):
            return False
        self.show_faults(error.faults)
        return True

    def use_drafts(self, drafts: Drafts, key: str) -> bool:
        """Keeps entries under the key every few seconds; True if some were found and are shown now."""
        self._draft = (drafts, key)
        self._timer.start()
        kept = drafts.load(key)
        if not kept:
            return False
        for name, text in kept.items():
            if name in self._slots:
                self._slots[name].entry.show_text(text)
        return True

    def keep_draft(self) -> None:
        """Keeps what was entered, if it changed since it was kept last."""
        now = {key: self._slots[key].entry.text() for key in self._slots if self._is_touched(key)}
        if self._draft is not None and now and now != self._kept:
            self._kept = now
            self._draft[0].keep(self._draft[1], now)

    def drop_draft(self) -> None:
        """Forgets the draft: the record was saved or the form given up."""
        self._timer.stop()
        if self._draft is not None:
            self._draft[0].drop(self._draft[1])
            self._draft = None

    def _make_slot(self, field: FormField, tasks: Tasks, today: Callable[[], date]) -> _Slot:
        entry = make_entry(field, tasks, today)
        widget = entry.widget
        widget.setAccessibleName(field.label)
        if field.is_read_only:
            widget.setEnabled(False)
        watch_composing(widget)
        slot = _Slot(field=field, entry=entry, fault=_FaultLine(field.help))
        entry.changed.connect(lambda: self._touched(slot))
        if isinstance(widget, QLineEdit) and field.kind is not FieldKind.RECORD:
            widget.returnPressed.connect(self.submitted)
        return slot

    def _arrange(self, columns: int, labels_above: bool) -> None:
        row = column = 0
        for slot in self._slots.values():
            width = columns if slot.field.spans else 1
            if column + width > columns:
                row, column = row + 1, 0
            self._place(slot, row, column, width, labels_above)
            column += width
        for place in range(columns):
            self._grid.setColumnStretch(place * 2 + 1, 1)

    def _place(self, slot: _Slot, row: int, column: int, width: int, labels_above: bool) -> None:
        box = QVBoxLayout()
        box.setSpacing(2)
        label = PlainLabel(slot.field.label, pixels=12, tone="t2")
        label.setBuddy(slot.entry.widget)
        is_flag = slot.field.kind is FieldKind.FLAG
        if labels_above:
            if not is_flag:
                box.addWidget(label)
        elif not is_flag:
            label.setFixedHeight(min(INPUT_HEIGHT, slot.entry.widget.sizeHint().height()))
            corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(label, row, column * 2, corner)
        if is_flag or labels_above:
            label.setVisible(not is_flag)
        box.addWidget(slot.entry.widget)
        box.addWidget(slot.fault)
        box.addStretch(1)
        self._grid.addLayout(box, row, column * 2 + 1, 1, width * 2 - 1)

    def _show_fault(self, slot: _Slot, message: str) -> None:
        slot.fault.show_fault(message)
        mark(slot.entry.widget, "fault", "true" if message else "false")
        slot.entry.widget.setAccessibleDescription(message)

    def _touched(self, slot: _Slot) -> None:
        if slot.fault.message:
            self._show_fault(slot, "")
        if self.is_dirty != self._was_dirty:
            self._was_dirty = not self._was_dirty
            self.dirty_changed.emit(self._was_dirty)
        self.changed.emit()

    def _is_touched(self, key: str) -> bool:
        return bool(self._slots[key].entry.text() != self._opened.get(key))

    def _remember(self) -> None:
        self._opened = {key: slot.entry.text() for key, slot in self._slots.items()}
        if self._was_dirty:
            self._was_dirty = False
            self.dirty_changed.emit(False)

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep_draft()
        super().hideEvent(event)

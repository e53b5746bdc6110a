"""The fields a form is made of: each shows a value, takes one, and can be marked as wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QWidget

from crm.domain.money import Money, show
from crm.i18n import _
from ui.shared.choice_list import Choice
from ui.shared.date_field import DateField
from ui.shared.entries import YI, Unit, read_decimal, read_money, read_whole, show_amount
from ui.shared.picker import Find, Picker
from ui.shared.plain_text import PlainEdit, whole_characters
from ui.shared.tasks import Tasks
from ui.shared.theme import metrics


class FieldKind(StrEnum):
    """What a field holds, and as which Python value."""

    TEXT = "text"  # str, never None
    LONG_TEXT = "long_text"  # str
    CHOICE = "choice"  # the value of the choice
    DATE = "date"  # date | None
    MONEY = "money"  # Money | None
    DECIMAL = "decimal"  # Decimal | None
    NUMBER = "number"  # int | None
    RECORD = "record"  # Choice | None
    TAGS = "tags"  # tuple[str, ...]
    FLAG = "flag"  # bool


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One field of a form; `key` is the name of the record's attribute and of its faults."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    hint: str = ""
    help: str = ""  # a line under the field
    choices: tuple[tuple[Any, str], ...] = ()
    unit: Unit = YI  # of money
    currency: str = "CNY"  # of money that was not filled in before
    suffix: str = ""  # unit of a number, as 亩
    find: Find | None = None  # of records
    can_create: bool = False
    is_required: bool = False
    is_read_only: bool = False
    lines: int = 4
    spans: bool = False  # over all columns of the form


class Entry(Protocol):
    """A field on the screen."""

    changed: Any  # a signal without arguments

    @property
    def widget(self) -> QWidget:
        """What is put on the form."""
        ...

    def value(self) -> Any:
        """The value; raises ValidationError if what stands there cannot be read."""
        ...

    def show_value(self, value: Any) -> None:
        """Shows a value."""
        ...

    def text(self) -> object:
        """What stands there as plain data, for telling changes and for drafts."""
        ...

    def show_text(self, text: Any) -> None:
        """Shows again what `text` gave."""
        ...


class _LineEntry(QObject):
    """Fields of one line, told apart by how they read and write."""

    changed = Signal()

    def __init__(
        self, line: QLineEdit, read: Callable[[str], Any], write: Callable[[Any], str], unit: str = ""
    ) -> None:
        super().__init__(line)
        self.widget, self._line, self._read, self._write = line, line, read, write
        line.textChanged.connect(lambda _text: self.changed.emit())
        if unit:
            _put_unit(line, unit)

    def value(self) -> Any:
        return self._read(self._line.text())

    def show_value(self, value: Any) -> None:
        self._line.setText(self._write(value))
        self._line.setCursorPosition(0)

    def text(self) -> object:
        return self._line.text()

    def show_text(self, text: Any) -> None:
        self._line.setText(str(text))


class _LongEntry(QObject):
    changed = Signal()

    def __init__(self, lines: int, hint: str) -> None:
        self.widget = edit = PlainEdit(hint=hint)
        super().__init__(edit)
        edit.setFixedHeight(lines * 20 + 14)
        edit.textChanged.connect(self.changed)

    def value(self) -> str:
        return whole_characters(self.widget.toPlainText()).strip()

    def show_value(self, value: Any) -> None:
        self.widget.setPlainText(str(value or ""))

    def text(self) -> object:
        return self.widget.toPlainText()

    def show_text(self, text: Any) -> None:
        self.widget.setPlainText(str(text))


class _ChoiceEntry(QObject):
    changed = Signal()

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        self.widget = combo = QComboBox()
        super().__init__(combo)
        for value, label in choices:
            combo.addItem(label, value)
        combo.currentIndexChanged.connect(lambda _place: self.changed.emit())

    def value(self) -> Any:
        return self.widget.currentData()

    def show_value(self, value: Any) -> None:
        place = next((i for i in range(self.widget.count()) if self.widget.itemData(i) == value), -1)
        self.widget.setCurrentIndex(place)

    def text(self) -> object:
        return self.widget.currentIndex()

    def show_text(self, text: Any) -> None:
        self.widget.setCurrentIndex(int(text))


class _FlagEntry(QObject):
    changed = Signal()

    def __init__(self, label: str) -> None:
        self.widget = box = QCheckBox(label)
        super().__init__(box)
        box.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> bool:
        return self.widget.isChecked()

    def show_value(self, value: Any) -> None:
        self.widget.setChecked(bool(value))

    def text(self) -> object:
        return self.widget.isChecked()

    def show_text(self, text: Any) -> None:
        self.widget.setChecked(bool(text))


class _DateEntry(QObject):
    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        self.widget = field = DateField(today=today)
        super().__init__(field)
        field.changed.connect(self.changed)

    def value(self) -> date | None:
        return self.widget.value()

    def show_value(self, value: Any) -> None:
        self.widget.set_value(value)

    def text(self) -> object:
        return self.widget.text()

    def show_text(self, text: Any) -> None:
        self.widget.setText(str(text))


class _RecordEntry(QObject):
    changed = Signal()

    def __init__(self, tasks: Tasks, field: FormField, find: Find) -> None:
        self.widget = picker = Picker(tasks, find, hint=field.hint, can_create=field.can_create)
        super().__init__(picker)
        picker.changed.connect(self.changed)

    def value(self) -> Any:
        return self.widget.value()

    def show_value(self, value: Any) -> None:
        self.widget.set_value(value)

    def text(self) -> object:
        picked = self.widget.value()
        return None if picked is None else [picked.key, picked.name]

    def show_text(self, text: Any) -> None:
        self.widget.set_value(Choice(key=text[0], name=text[1]) if text else None)


def make_entry(field: FormField, tasks: Tasks, today: Callable[[], date]) -> Entry:
    """The widget for a field."""
    if field.kind is FieldKind.LONG_TEXT:
        return _LongEntry(field.lines, field.hint)
    if field.kind is FieldKind.CHOICE:
        return _ChoiceEntry(field.choices)
    if field.kind is FieldKind.FLAG:
        return _FlagEntry(field.label)
    if field.kind is FieldKind.DATE:
        return _DateEntry(today)
    if field.kind is FieldKind.RECORD and field.find is not None:
        return _RecordEntry(tasks, field, field.find)
    return _line_entry(field)


def _line_entry(field: FormField) -> Entry:
    line = QLineEdit()
    line.setPlaceholderText(field.hint)
    if field.kind is FieldKind.MONEY:
        return _money_entry(line, field)
    if field.kind is FieldKind.DECIMAL:
        return _LineEntry(line, read_decimal, _show_decimal, field.suffix)
    if field.kind is FieldKind.NUMBER:
        return _LineEntry(line, read_whole, lambda value: "" if value is None else str(value), field.suffix)
    if field.kind is FieldKind.TAGS:
        line.setPlaceholderText(field.hint or _("separated by commas"))
        return _LineEntry(line, read_tags, lambda tags: "、".join(tags or ()))
    return _LineEntry(line, lambda text: whole_characters(text).strip(), lambda value: str(value or ""))


def _money_entry(line: QLineEdit, field: FormField) -> Entry:
    def read(text: str) -> Money | None:
        return read_money(text, field.unit, field.currency)

    def write(value: Money | None) -> str:
        if value is not None and value.currency != field.currency:
            return show(value, "zh_CN")  # says its own unit and currency, as it is typed
        return show_amount(None if value is None else value.value, field.unit)

    return _LineEntry(line, read, write, field.unit.label)


def read_tags(text: str) -> tuple[str, ...]:
    """Words between commas of either width, each once."""
    for mark in "，、;；":
        text = text.replace(mark, ",")
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def _show_decimal(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _put_unit(line: QLineEdit, unit: str) -> None:
    width = metrics(12).horizontalAdvance(unit) + 14
    line.setTextMargins(0, 0, width, 0)
    label = _Unit(unit, line)
    label.resize(width, 20)
    label.follow(line)


class _Unit(QLabel):
    """The unit at the right end inside a field."""

    def __init__(self, unit: str, line: QLineEdit) -> None:
        super().__init__(line)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(unit)
        self.setProperty("tone", "t3")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def follow(self, line: QLineEdit) -> None:
        line.installEventFilter(self)
        self._place(line)

    def _place(self, line: QWidget) -> None:
        self.move(line.width() - self.width(), (line.height() - self.height()) // 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._place(watched)
        return False

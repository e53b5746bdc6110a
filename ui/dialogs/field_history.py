"""What one field of a record held, since when and by whom, and having an earlier value again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from crm.app import Crm
from crm.domain.records import Ref
from crm.domain.timeline import FieldChange, FieldValue
from crm.i18n import N_, _
from ui.dialogs.frame import TaskDialog
from ui.shared.actions import ActionSpec
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.screen import Desk
from ui.shared.theme import font
from ui.shared.tokens import ROW_HEIGHT
from ui.shared.widgets.fact_row import FactRow
from ui.shared.widgets.timeline import Tell

WIDTH = 760


@dataclass(frozen=True, kw_only=True)
class FieldPast:
    """A field and the values it had, the present one first."""

    label: str
    values: tuple[FieldValue, ...]


class FieldHistoryDialog(TaskDialog):
    """Lists the values; emits `saved` with the FieldValue that is wanted again."""

    def __init__(self, desk: Desk, past: FieldPast, parent: QWidget | None = None) -> None:
        title = _("History of {field}").format(field=past.label)
        super().__init__(desk, title, _("Restore this value"), parent, width=WIDTH)
        self._values = past.values
        if len(past.values) == 1:
            self.body.addWidget(PlainLabel(_("It never was anything else."), tone="t2"))
        self.list = _table(past.values)
        self.list.itemSelectionChanged.connect(self._judge)
        self.body.addWidget(self.list)
        self.list.selectRow(min(1, len(past.values) - 1))
        self._judge()
        self.list.setFocus()

    def act(self) -> None:
        """Asks for the chosen value."""
        self.saved.emit(self._values[self.list.currentRow()])
        self.accept()

    def _judge(self) -> None:
        row = self.list.currentRow()
        self.primary.setEnabled(row > 0 and self._values[row].value != self._values[0].value)


class FieldHistories(QObject):
    """Opens the history of the facts of a page, by their menus and by key."""

    def __init__(self, desk: Desk, crm: Crm, view: QWidget, rows: Mapping[str, FactRow]) -> None:
        super().__init__(view)
        self._desk, self._crm, self._view, self._rows = desk, crm, view, rows
        self._ref: Ref | None = None
        self._last = ""

    def use(self, kind: str, fields: Sequence[str], tell: Tell, restore: Callable[[str, Any], None]) -> None:
        """Offers it for those `fields` of a kind of record; `restore` saves an earlier value."""
        self._tell, self._restore = tell, restore
        for key in fields:
            self._rows[key].offer_history()
            self._rows[key].entered.connect(partial(self._enter, key))
            self._rows[key].history_asked.connect(partial(self.show, key))
        spec = ActionSpec(
            id=f"{kind}.field_history",
            text=N_("History of the field"),
            icon="history",
            shortcut="Ctrl+H",
        )
        self._desk.actions.add(spec, lambda: self.show(self._last), scope=self._view, reason=self._why_not)

    def show_of(self, ref: Ref) -> None:
        """The record whose page is shown."""
        self._ref = ref

    def show(self, key: str) -> None:
        """Opens the history of one field."""
        ref = self._ref
        if ref is not None and key:
            self._desk.tasks.read(
                self._view,
                lambda: self._crm.history.of_field(ref, key),
                lambda values: self._open(key, values),
                key="field_history",
            )

    def _enter(self, key: str) -> None:
        self._last = key

    def _why_not(self) -> str:
        return "" if self._last else _("Choose a fact first.")

    def _open(self, key: str, values: Sequence[FieldValue]) -> None:
        told = [self._tell(FieldChange(field=key, before="", after=one.text)) for one in values]
        worded = tuple(
            FieldValue(value=one.value, text=change.after, who=one.who, at=one.at, source=one.source)
            for one, change in zip(values, told, strict=True)
        )
        past = FieldPast(label=self._rows[key].label, values=worded)
        dialog = FieldHistoryDialog(self._desk, past, self._view)
        dialog.saved.connect(lambda wanted: self._restore(key, wanted.value))
        dialog.open()


def _table(values: Sequence[FieldValue]) -> QTableWidget:
    table = QTableWidget(len(values), 4)
    table.setAccessibleName(_("Values"))
    table.setHorizontalHeaderLabels([_("What it was"), _("Who"), _("When"), _("Source")])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setFont(font())
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    head = table.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for place, value in enumerate(values):
        when = f"{value.at.astimezone():%Y-%m-%d %H:%M}" if value.at else ""
        told = value.text or _("not filled in")
        now = _("{value} (now)").format(value=told) if place == 0 else told
        for column, text in enumerate((now, value.who, when, value.source)):
            item = QTableWidgetItem(text.replace("\n", " "))
            item.setToolTip(plain_tip(text))
            table.setItem(place, column, item)
    table.setMinimumHeight(min(10, max(3, len(values))) * ROW_HEIGHT + 40)
    return table

"""The filter of the history: words, who, what kind of record, which field, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.changes import LogFilter
from crm.domain.office import Officer
from crm.domain.records import Record, record_class, record_kinds
from crm.i18n import N_, _
from ui.shared.plain_text import PlainLabel
from ui.shared.record_labels import KIND_NAMES, field_name, kind_name
from ui.shared.screen import Desk
from ui.shared.widgets.search_field import SearchField

PERIODS: tuple[tuple[str, int | None], ...] = (
    (N_("At any time"), None),
    (N_("Today"), 0),
    (N_("7 days"), 6),
    (N_("30 days"), 29),
    (N_("A year"), 364),
)
SYSTEM = frozenset(field.name for field in fields(Record))


class HistoryFilterBar(QWidget):
    """Words above, four choices below."""

    changed = Signal()

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._crm = desk, crm
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        top, row = QHBoxLayout(), QHBoxLayout()
        self.search = SearchField(_("What was done, by whom, or a value"))
        self.search.setMaximumWidth(400)
        self.search.searched.connect(lambda _text: self.changed.emit())
        top.addWidget(self.search, 1)
        top.addStretch(1)
        self.count = PlainLabel(tone="t3", pixels=12)
        top.addWidget(self.count)
        column.addLayout(top)
        self.who = _choice(row, _("Who"), [(_("Everybody"), None)])
        self.kind = _choice(row, _("Kind of record"), _kinds())
        self.field = _choice(row, _("Field"), [(_("Any field"), "")])
        self.period = _choice(row, _("When"), [(_(name), days) for name, days in PERIODS])
        row.addStretch(1)
        column.addLayout(row)
        self.kind.currentIndexChanged.connect(lambda _place: self._offer_fields())
        for choice in (self.who, self.kind, self.field, self.period):
            choice.currentIndexChanged.connect(lambda _place: self.changed.emit())

    def load(self) -> None:
        """Reads who works here."""
        self._desk.tasks.read(self, self._crm.office.officers, self._offer_officers, key="officers")

    def wanted(self) -> LogFilter:
        """What is asked for."""
        days = self.period.currentData()
        first = date.today() - timedelta(days=days) if days is not None else None
        return LogFilter(
            text=self.search.text(),
            officer_id=self.who.currentData(),
            kind=self.kind.currentData(),
            field=self.field.currentData() or "",
            since=datetime.combine(first, time()).astimezone() if first else None,
        )

    def is_empty(self) -> bool:
        """Whether nothing is narrowed."""
        return self.wanted() == LogFilter()

    def _offer_officers(self, officers: Sequence[Officer]) -> None:
        for officer in officers:
            self.who.addItem(officer.name, officer.key)

    def _offer_fields(self) -> None:
        kind = self.kind.currentData()
        self.field.blockSignals(True)  # one question for both choices
        while self.field.count() > 1:
            self.field.removeItem(1)
        for name, key in sorted(_fields(kind)) if kind else []:
            self.field.addItem(name, key)
        self.field.setEnabled(bool(kind))
        self.field.blockSignals(False)


def _kinds() -> list[tuple[str, str]]:
    known = [(kind_name(kind), kind) for kind in record_kinds() if kind in KIND_NAMES]
    return [(_("All kinds"), ""), *known]


def _fields(kind: str) -> list[tuple[str, str]]:
    """The fields of a kind that have a name, each name once."""
    named = {
        field_name(entry.name): entry.name
        for entry in fields(record_class(kind))
        if entry.name not in SYSTEM and field_name(entry.name) != entry.name
    }
    return list(named.items())


def _choice(row: QHBoxLayout, name: str, items: Sequence[tuple[str, object]]) -> QComboBox:
    choice = QComboBox()
    choice.setAccessibleName(name)
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(10)
    for text, value in items:
        choice.addItem(text, value)
    row.addWidget(choice)
    return choice

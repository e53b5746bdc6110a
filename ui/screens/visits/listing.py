"""The table of visits: planned, this month, done or without a report; narrowed by kind, officer and words."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.office import Officer
from crm.domain.rows import Sort
from crm.domain.visit_rows import VisitFilter, VisitRow
from crm.domain.visits import VisitKind, VisitState
from crm.i18n import N_, _
from ui.screens.visits.columns import columns
from ui.shared.actions import ActionSpec
from ui.shared.plain_text import plain_tip
from ui.shared.record_model import RecordModel
from ui.shared.record_pane import RecordPane
from ui.shared.record_table import RecordTable
from ui.shared.row_delegate import RowAction
from ui.shared.screen import Desk
from ui.shared.visit_labels import KIND_NAMES
from ui.shared.widgets.chips import ChipChoice
from ui.shared.widgets.search_field import SearchField
from ui.shared.widgets.sections import EmptyState

SECTION = N_("Visits")
KINDS = ("visit", "visit_stop", "visit_person", "officer", "office")
NEWEST = Sort(key="begins_on", descending=True)


class Group(StrEnum):
    """Which visits the chips show."""

    ALL = "all"
    PLANNED = "planned"
    MONTH = "month"
    DONE = "done"
    UNREPORTED = "unreported"


GROUPS = {
    Group.ALL: N_("All"),
    Group.PLANNED: N_("Planned"),
    Group.MONTH: N_("This month"),
    Group.DONE: N_("Took place"),
    Group.UNREPORTED: N_("Report missing"),
}


class Period(StrEnum):
    """When the visits took or take place."""

    ANY = "any"
    YEAR = "year"
    LAST_YEAR = "last_year"


PERIODS = {Period.ANY: N_("Any time"), Period.YEAR: N_("This year"), Period.LAST_YEAR: N_("Last year")}


class _Source:
    """Rows of one filter."""

    def __init__(self, crm: Crm, wanted: VisitFilter, today: date) -> None:
        self._crm, self._wanted, self._today = crm, wanted, today

    def ids(self, order: Sort | None) -> Sequence[int]:
        return self._crm.visits.find(self._wanted, order or NEWEST)

    def rows(self, ids: Sequence[int]) -> Sequence[VisitRow]:
        return self._crm.visits.rows(ids, self._today)


class VisitListing(QWidget):
    """All visits that fit."""

    opened = Signal(int)
    new_asked = Signal(object)  # VisitKind

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self.group = Group.ALL
        self._build()
        self._register()
        self._take_filter()
        self._read_officers()
        desk.live.watch(self, KINDS, lambda _changes: self._hear())

    @property
    def ids(self) -> list[int]:
        """The visits shown, in their order."""
        return self.model.record_ids

    @property
    def title(self) -> str:
        """What the list is called."""
        return _("Visits")

    def show_id(self, visit_id: int) -> None:
        """Chooses a visit and shows it."""
        self.table.show_id(visit_id)

    def show_group(self, group: Group) -> None:
        """Shows one of the groups."""
        self.group = group
        self.groups.set_value(group)
        self._take_filter()

    def show_all(self) -> None:
        """Shows every visit."""
        self.kind.setCurrentIndex(0)
        self.officer.setCurrentIndex(0)
        self.period.setCurrentIndex(0)
        self.search.set_text("")
        self.show_group(Group.ALL)

    def take_keyboard(self) -> None:
        """Gives the keyboard to the rows, or to what can be done where there are none."""
        self.pane.take_keyboard()

    def wanted(self) -> VisitFilter:
        """What the bar asks for."""
        today = self.desk.today()
        wanted = VisitFilter(
            text=self.search.text(), kind=self.kind.currentData(), officer_id=self.officer.currentData()
        )
        period = self.period.currentData()
        if period is not Period.ANY:
            year = today.year - (period is Period.LAST_YEAR)
            wanted = replace(wanted, first=date(year, 1, 1), last=date(year, 12, 31))
        return _of_group(wanted, self.group, today)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        self.model = RecordModel(
            self.desk.tasks,
            columns(self.desk.today),
            _Source(self._crm, VisitFilter(), self.desk.today()),
        )
        self.table = RecordTable(
            self.model,
            self.desk.tasks,
            row_actions=(RowAction(key="open", icon="open", tip=_("Open")),),
            prompts=self.desk.prompts,
            opens_on_double_click=True,
        )
        self.table.setAccessibleName(_("Visits"))
        self.table.activated_id.connect(self.opened)
        self.table.row_action.connect(lambda key, _what: self.opened.emit(key))
        self.pane = RecordPane(self.table, self._make_nothing)
        column.addWidget(self.pane, 1)

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("ground", "panel")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        self.groups = ChipChoice([(group, _(name)) for group, name in GROUPS.items()])
        self.groups.setAccessibleName(_("Which visits"))
        self.groups.set_value(Group.ALL)
        self.groups.chosen.connect(self.show_group)
        row.addWidget(self.groups, 1, Qt.AlignmentFlag.AlignVCenter)
        kinds: list[tuple[object, str]] = [(None, _("Trips and receptions"))]
        kinds += [(kind, _(name)) for kind, name in KIND_NAMES.items()]
        self.kind = _combo(_("Kind of visit"), kinds)
        self.period = _combo(_("Period"), [(period, _(name)) for period, name in PERIODS.items()])
        self.officer = _combo(_("Owner"), [(None, _("Everybody's"))])
        for combo in (self.kind, self.period, self.officer):
            combo.currentIndexChanged.connect(lambda _place: self._take_filter())
            row.addWidget(combo)
        self._bar = row
        self.search = SearchField(_("Words in visits"))
        self.search.setFixedWidth(190)
        self.search.searched.connect(lambda _text: self._take_filter())
        row.addWidget(self.search)
        return bar

    def _make_nothing(self) -> QWidget:
        return EmptyState(
            _("No visit fits"),
            _("Plan a trip or a reception, or make one from an article that tells of it."),
            [
                (_("Plan a trip"), lambda: self.new_asked.emit(VisitKind.TRIP)),
                (_("Plan a reception"), lambda: self.new_asked.emit(VisitKind.RECEPTION)),
                (_("Show all visits"), self.show_all),
            ],
            symbol="visits",
        )

    def _register(self) -> None:
        for action_id, text, symbol, key, run in (
            ("trip", N_("Plan a trip"), "trip", "", lambda: self.new_asked.emit(VisitKind.TRIP)),
            (
                "reception",
                N_("Plan a reception"),
                "reception",
                "Ctrl+Shift+N",
                lambda: self.new_asked.emit(VisitKind.RECEPTION),
            ),
            ("find", N_("Words in visits"), "search", "Ctrl+F", self.search.setFocus),
            (
                "unreported",
                N_("Show trips without a report"),
                "overdue",
                "Ctrl+R",
                lambda: self.show_group(Group.UNREPORTED),
            ),
        ):
            spec = ActionSpec(id=f"visits.{action_id}", text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self)
        self.reception = self.desk.actions.button("visits.reception")
        self._bar.addWidget(self.reception)

    def _read_officers(self) -> None:
        self.desk.tasks.read(self, self._crm.office.officers, self._show_officers, key="officers")

    def _show_officers(self, officers: Sequence[Officer]) -> None:
        chosen = self.officer.currentData()
        self.officer.blockSignals(True)
        while self.officer.count() > 1:
            self.officer.removeItem(1)
        for officer in officers:
            self.officer.addItem(officer.name, officer.key)
        self.officer.setCurrentIndex(max(0, self.officer.findData(chosen)))
        self.officer.blockSignals(False)

    def _hear(self) -> None:
        self.model.refresh()
        self._read_officers()

    def _take_filter(self) -> None:
        self.model.set_source(_Source(self._crm, self.wanted(), self.desk.today()))


def _of_group(wanted: VisitFilter, group: Group, today: date) -> VisitFilter:
    match group:
        case Group.ALL:
            return wanted
        case Group.PLANNED:
            return replace(wanted, states=(VisitState.PLANNED,))
        case Group.DONE:
            return replace(wanted, states=(VisitState.DONE,))
        case Group.UNREPORTED:
            return replace(wanted, unreported_on=today)
        case Group.MONTH:
            last = calendar.monthrange(today.year, today.month)[1]
            return replace(wanted, first=today.replace(day=1), last=today.replace(day=last))


def _combo(name: str, choices: Sequence[tuple[object, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(plain_tip(name))
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    for value, label in choices:
        combo.addItem(label, value)
    return combo

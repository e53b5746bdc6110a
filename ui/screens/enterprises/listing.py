"""The table of enterprises with its filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.directory import Grade
from crm.domain.merges import MOST_AT_ONCE
from crm.domain.records import Ref
from crm.domain.rows import EnterpriseFilter, EnterpriseRow, Sort
from crm.i18n import N_, _
from crm.services.directory import BY_NAME
from ui.dialogs.duplicates import DuplicatesDialog
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.merge_records import open_merge, why_no_merge
from ui.shared.actions import ActionSpec
from ui.shared.cells import Badge, Cell
from ui.shared.directory_labels import grade_badge
from ui.shared.exporting import export_table
from ui.shared.labels import DASH, day
from ui.shared.plain_text import line_field
from ui.shared.record_model import CellKind, RecordModel, TableColumn
from ui.shared.record_pane import RecordPane
from ui.shared.record_table import RecordTable
from ui.shared.row_delegate import RowAction
from ui.shared.screen import Desk
from ui.shared.widgets.chips import Chip
from ui.shared.widgets.search_field import SearchField
from ui.shared.widgets.sections import EmptyState, rule

SECTION = N_("Enterprises")
KINDS = ("enterprise", "enterprise_industry", "industry", "project", "mention", "follow_up", "officer")
MOST_BADGES = 2


class _Source:
    """Rows of one filter."""

    def __init__(self, crm: Crm, wanted: EnterpriseFilter) -> None:
        self._crm, self._wanted = crm, wanted

    def ids(self, order: Sort | None) -> Sequence[int]:
        return self._crm.directory.find_enterprises(self._wanted, order or BY_NAME)

    def rows(self, ids: Sequence[int]) -> Sequence[EnterpriseRow]:
        return self._crm.directory.enterprise_rows(ids)


class EnterpriseListing(QWidget):
    """All enterprises that fit the filters."""

    opened = Signal(int)
    new_asked = Signal()

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self.wanted = EnterpriseFilter()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        column.addWidget(rule())
        self.model = RecordModel(desk.tasks, columns(desk.today), _Source(crm, self.wanted))
        self.table = RecordTable(
            self.model,
            desk.tasks,
            row_actions=(
                RowAction(key="log", icon="follow_up", tip=_("Log a follow-up")),
                RowAction(key="open", icon="open", tip=_("Open")),
            ),
            prompts=desk.prompts,
        )
        self.table.setAccessibleName(_("Enterprises"))
        self.pane = RecordPane(self.table, self._nothing)
        column.addWidget(self.pane, 1)
        self.table.activated_id.connect(self.opened)
        self.table.row_action.connect(self._act)
        self.table.offer(lambda menu: desk.actions.fill(menu, ("enterprises.log", "enterprises.merge")))
        self.table.selection_changed.connect(self._show_selection)
        self._register()
        self.model.refresh()
        desk.live.watch(self, KINDS, lambda _changes: self.model.refresh())

    @property
    def ids(self) -> list[int]:
        """The enterprises shown, in their order."""
        return self.model.record_ids

    @property
    def title(self) -> str:
        """What the list is called."""
        return _("Tracked enterprises") if self.wanted.tracked_only else _("Enterprises")

    def show_id(self, enterprise_id: int) -> None:
        """Chooses an enterprise and shows it."""
        self.table.show_id(enterprise_id)

    def take_keyboard(self) -> None:
        """Gives the keyboard to the rows, or to what can be done where there are none."""
        self.pane.take_keyboard()

    def show_filter(self, wanted: EnterpriseFilter) -> None:
        """Shows the enterprises that fit."""
        self.wanted = wanted
        self.clear.setVisible(wanted != EnterpriseFilter())
        self.model.set_source(_Source(self._crm, wanted))

    def export(self) -> None:
        """Writes what is shown as a workbook."""
        wanted = self.wanted
        grade = self.grade.currentText() if wanted.grade is not None else ""
        mine = self.mine.text() if wanted.owner_id is not None else ""
        asked = (
            (_("Whose"), mine),
            (_("Grade"), grade),
            (_("Label"), wanted.label),
            (_("Words"), wanted.text),
        )
        export_table(self.desk, self._crm, self.table, _("Enterprises"), [one for one in asked if one[1]])

    def clear_filter(self) -> None:
        """Shows all enterprises again."""
        self.search.line.clear()
        self.label.clear()
        self.grade.setCurrentIndex(0)
        self.mine.setChecked(False)
        self.tracked.setChecked(False)
        self.show_filter(EnterpriseFilter())

    def _make_grades(self) -> QComboBox:
        grades = QComboBox()
        grades.setAccessibleName(_("Grade"))
        grades.addItem(_("Any grade"), None)
        for grade in Grade:
            grades.addItem(str(grade), grade)
        grades.activated.connect(
            lambda _place: self.show_filter(replace(self.wanted, grade=grades.currentData()))
        )
        return grades

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("ground", "panel")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        self.mine = Chip(_("Mine"))
        self.mine.toggled.connect(self._take_mine)
        row.addWidget(self.mine)
        self.tracked = Chip(_("Tracked"))
        self.tracked.toggled.connect(lambda on: self.show_filter(replace(self.wanted, tracked_only=on)))
        row.addWidget(self.tracked)
        self.grade = self._make_grades()
        row.addWidget(self.grade)
        self.label: QLineEdit = line_field(hint=_("Label"))
        self.label.setFixedWidth(150)
        self.label.setClearButtonEnabled(True)
        self.label.editingFinished.connect(self._take_label)
        row.addWidget(self.label)
        self.clear = Chip(_("Clear filters"), symbol="clear", checkable=False)
        self.clear.clicked.connect(self.clear_filter)
        self.clear.hide()
        row.addWidget(self.clear)
        row.addStretch(1)
        self.merge = Chip(_("Merge the selected"), symbol="merge", checkable=False)
        self.merge.clicked.connect(self._merge)
        self.merge.hide()
        row.addWidget(self.merge)
        self.duplicates = Chip(_("Duplicates"), symbol="merge", checkable=False)
        self.duplicates.clicked.connect(self._find_duplicates)
        row.addWidget(self.duplicates)
        self.search = SearchField(_("Names of enterprises"))
        self.search.setFixedWidth(240)
        self.search.searched.connect(lambda text: self.show_filter(replace(self.wanted, text=text)))
        row.addWidget(self.search)
        return bar

    def _register(self) -> None:
        merge = ActionSpec(
            id="enterprises.merge",
            text=N_("Merge the selected"),
            section=SECTION,
            icon="merge",
            shortcut="Ctrl+Shift+M",
        )
        self.desk.actions.add(merge, self._merge, scope=self, reason=self._why_no_merge)
        for action_id, text, symbol, key, run in (
            ("enterprises.new", N_("New enterprise"), "add", "N", self.new_asked.emit),
            ("enterprises.find", N_("Names of enterprises"), "search", "Ctrl+F", self.search.setFocus),
            ("enterprises.mine", N_("Only mine"), "officer", "", self.mine.toggle),
            ("enterprises.export", N_("Export this list"), "export", "Ctrl+Shift+E", self.export),
            ("enterprises.duplicates", N_("Possible duplicates"), "merge", "", self._find_duplicates),
            ("enterprises.tracked", N_("Only those that are tracked"), "leader", "", self.tracked.toggle),
            ("enterprises.log", N_("Log a follow-up"), "follow_up", "Ctrl+L", self._log_current),
        ):
            spec = ActionSpec(id=action_id, text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self)

    def _merge(self) -> None:
        open_merge(self.desk, self._crm, self, "enterprise", self.table.selected_ids())

    def _find_duplicates(self) -> None:
        DuplicatesDialog(self.desk, self._crm, self).open()

    def _why_no_merge(self) -> str:
        return why_no_merge(self.table.selected_ids())

    def _show_selection(self) -> None:
        count = len(self.table.selected_ids())
        self.merge.setVisible(count > 1)
        self.merge.setEnabled(count <= MOST_AT_ONCE)
        self.desk.actions.refresh()

    def _take_mine(self, on: bool) -> None:
        owner = self._crm.office.actor.officer_id if on else None
        self.show_filter(replace(self.wanted, owner_id=owner))

    def _take_label(self) -> None:
        label = self.label.text().strip()
        if label != self.wanted.label:
            self.show_filter(replace(self.wanted, label=label))

    def _act(self, enterprise_id: int, key: str) -> None:
        if key == "open":
            self.opened.emit(enterprise_id)
        else:
            self._log(enterprise_id)

    def _log_current(self) -> None:
        current = self.table.current_id()
        if current is not None:
            self._log(current)

    def _log(self, enterprise_id: int) -> None:
        about = [Ref(kind="enterprise", id=enterprise_id)]
        LogFollowUpDialog(self.desk, self._crm, about, self).open()

    def _nothing(self) -> QWidget:
        return EmptyState(
            _("No enterprises here"),
            _("Add one, take it from an article, or clear the filters."),
            [(_("New enterprise"), self.new_asked.emit), (_("Clear filters"), self.clear_filter)],
            symbol="enterprise",
        )


def columns(today: Callable[[], date]) -> list[TableColumn]:
    """All columns, in their order; those with `hides` go first where there is no room."""
    return [
        TableColumn(key="name", header=_("Enterprise"), value=lambda row: row, show=_name, stretches=True),
        _words("region", _("Region"), 130, 5, sortable=True),
        TableColumn(
            key="labels",
            header=_("Labels"),
            value=lambda row: row.labels,
            show=lambda labels: Cell(badges=tuple(Badge(text=text) for text in labels[:MOST_BADGES])),
            width=170,
            hides=4,
            sortable=False,
        ),
        TableColumn(
            key="grade",
            header=_("Grade"),
            value=lambda row: row.grade,
            show=lambda grade: Cell(badges=grade_badge(grade)),
            width=56,
        ),
        _words("nodes", _("Chain nodes"), 150, 2),
        _number("project_count", _("Projects"), 6),
        _number("article_count", _("Articles"), 7),
        _words("first_contact", _("First contact"), 190, 1),
        _days("last_contact_on", _("Last contact"), today, hides=8),
        _days("next_follow_up_on", _("Next"), today, due=True),
        _words("owner", _("Owner"), 76, 3),
    ]


def _words(key: str, header: str, width: int, hides: int, *, sortable: bool = False) -> TableColumn:
    return TableColumn(
        key=key,
        header=header,
        value=attrgetter(key),
        show=_quiet,
        width=width,
        hides=hides,
        sortable=sortable,
    )


def _number(key: str, header: str, hides: int) -> TableColumn:
    return TableColumn(
        key=key,
        header=header,
        value=attrgetter(key),
        show=lambda value: Cell(text=str(value) if value else DASH, tone="t1" if value else "t3"),
        kind=CellKind.NUMBER,
        width=72,
        hides=hides,
        sortable=False,
    )


def _days(
    key: str, header: str, today: Callable[[], date], hides: int = 0, *, due: bool = False
) -> TableColumn:
    return TableColumn(
        key=key,
        header=header,
        value=attrgetter(key),
        show=lambda value: _day(value, today(), due=due),
        width=96,
        hides=hides,
    )


def _name(row: EnterpriseRow) -> Cell:
    if not row.short_name or row.short_name == row.name:
        return Cell(lead=row.name)
    return Cell(lead=row.short_name, text=row.name, tone="t2")


def _quiet(value: str) -> Cell:
    return Cell(text=value or DASH, tone="t2" if value else "t3")


def _day(value: date | None, today: date, *, due: bool) -> Cell:
    if due and value is not None and value < today:
        return Cell(text=day(value, today), tone="red", icon="overdue")
    return Cell(text=day(value, today, DASH), tone="t1" if value else "t3")

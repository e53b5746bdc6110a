"""All follow-ups as a list: narrowed, sorted, the next step changed in place, written to Excel.

It is a second view of Today rather than a layout of the projects: its rows are contacts with enterprises,
people and zones as well, and officers look at it with the same question as at Today - who has done what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import Conflict, CrmError
from crm.domain.follow_up_lists import FollowUpFilter, FollowUpListRow, OfficerCount
from crm.domain.follow_ups import ContactWay
from crm.domain.office import Office, Officer
from crm.domain.permissions import Actor
from crm.domain.records import Ref
from crm.domain.rows import Sort
from crm.domain.stages import Stage
from crm.i18n import N_, _, _n
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.screens.today.follow_up_columns import columns
from ui.shared.actions import ActionSpec
from ui.shared.exporting import export_table
from ui.shared.icons import icon
from ui.shared.labels import stage_name, way_name
from ui.shared.plain_text import PlainLabel
from ui.shared.record_model import RecordModel
from ui.shared.record_pane import RecordPane
from ui.shared.record_table import RecordTable
from ui.shared.row_delegate import RowAction
from ui.shared.screen import Desk
from ui.shared.widgets.chips import FlowLayout
from ui.shared.widgets.search_field import SearchField
from ui.shared.widgets.sections import EmptyState, rule

SECTION = N_("Follow-ups")
KINDS = ("follow_up", "follow_up_subject", "project", "enterprise", "officer", "office_setting")
NEWEST = Sort(key="happened_on", descending=True)
PERIODS = {
    "week": N_("Last 7 days"),
    "month": N_("Last 30 days"),
    "quarter": N_("Last 90 days"),
    "all": N_("Any time"),
}
DAYS = {"week": 7, "month": 30, "quarter": 90}
NEXT = {"any": N_("With or without a next step"), "with": N_("With a next step"), "without": N_("Without")}
ANY = ""
EVERYBODY, MINE, MY_UNIT = "all", "officer", "office"


class _Source:
    """Rows of one filter."""

    def __init__(self, crm: Crm, wanted: FollowUpFilter) -> None:
        self._crm, self._wanted = crm, wanted

    def ids(self, order: Sort | None) -> Sequence[int]:
        return self._crm.follow_ups.find(self._wanted, order or NEWEST)

    def rows(self, ids: Sequence[int]) -> Sequence[FollowUpListRow]:
        return self._crm.follow_ups.rows(ids)


@dataclass(frozen=True, kw_only=True)
class _Narrowed:
    """A combo box of the bar."""

    box: QComboBox
    name: str


class FollowUpListing(QWidget):
    """The list with its filters, and how many each officer has made below it."""

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self._boxes: dict[str, _Narrowed] = {}
        self._build()
        self._register()
        desk.live.watch(self, KINDS, lambda _changes: self._refresh())
        desk.live.watch(self, ("office", "officer"), lambda _changes: self._read_people())
        self._read_people()
        self._take_filter()

    def wanted(self) -> FollowUpFilter:
        """What the list is narrowed to."""
        actor, today = self._crm.office.actor, self.desk.today()
        who, period, told = (self._chosen(part) for part in ("who", "period", "next"))
        officer, office = _meant(who, actor)
        return FollowUpFilter(
            text=self.search.text().strip(),
            officer_id=officer,
            office_id=office,
            way=ContactWay(self._chosen("way")) if self._chosen("way") else None,
            stage=Stage(self._chosen("stage")) if self._chosen("stage") else None,
            first=today - timedelta(days=DAYS[period] - 1) if period in DAYS else None,
            has_next=None if told == "any" else told == "with",
        )

    def take_keyboard(self) -> None:
        """Gives the keyboard to the rows, or to what can be done where there are none."""
        self.pane.take_keyboard()

    def current_record(self) -> Ref | None:
        """What the chosen row is about first."""
        row = self._current()
        return row.entry.subjects[0][0] if row is not None and row.entry.subjects else None

    def choose(self, part: str, value: str) -> None:
        """Narrows one part of the filter: who, way, stage, period or next."""
        box = self._boxes[part].box
        box.setCurrentIndex(box.findData(value))

    def export(self) -> None:
        """Writes what is shown as a workbook."""
        export_table(self.desk, self._crm, self.table, _("Follow-ups"), self._asked())

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        column.addWidget(rule())
        today = self.desk.today
        self.model = RecordModel(self.desk.tasks, columns(today), _Source(self._crm, FollowUpFilter()))
        self.table = RecordTable(
            self.model,
            self.desk.tasks,
            row_actions=(
                RowAction(key="log", icon="follow_up", tip=_("Log a follow-up")),
                RowAction(key="open", icon="open", tip=_("Open")),
            ),
            prompts=self.desk.prompts,
            opens_on_double_click=True,
        )
        self.table.setAccessibleName(_("Follow-ups"))
        self.table.activated_id.connect(self._open)
        self.table.row_action.connect(lambda key, what: self._log(key) if what == "log" else self._open(key))
        self.model.edited.connect(self._edit)
        self.model.refused.connect(lambda text: self.desk.show_toast(text, is_error=True))
        self.pane = RecordPane(self.table, self._make_nothing)
        column.addWidget(self.pane, 1)
        self.counts = PlainLabel(pixels=12, tone="t2")
        self.counts.setContentsMargins(16, 6, 16, 6)
        self.counts.setProperty("elides", True)
        column.addWidget(rule())
        column.addWidget(self.counts)

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("ground", "panel")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        boxes = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        boxes.setSizePolicy(policy)
        flow = FlowLayout(boxes)
        ways = [(ANY, _("All ways")), *((str(way), way_name(way)) for way in ContactWay)]
        stages = [(ANY, _("All stages")), *((str(stage), stage_name(stage)) for stage in Stage)]
        periods = [(key, _(name)) for key, name in PERIODS.items()]
        told = [(key, _(name)) for key, name in NEXT.items()]
        for key, name, choices, usual in (
            ("who", _("Whose follow-ups"), _whose((), ()), EVERYBODY),
            ("period", _("Period"), periods, "month"),
            ("way", _("Way"), ways, ANY),
            ("stage", _("Stage"), stages, ANY),
            ("next", _("Next step"), told, "any"),
        ):
            flow.addWidget(self._make_box(key, name, choices, usual))
        row.addWidget(boxes, 1, Qt.AlignmentFlag.AlignVCenter)
        self.search = SearchField(_("Words in follow-ups"))
        self.search.setFixedWidth(200)
        self.search.searched.connect(lambda _text: self._take_filter())
        row.addWidget(self.search)
        self.export_button = QPushButton(_("Export"))
        self.export_button.setIcon(icon("export"))
        self.export_button.clicked.connect(self.export)
        row.addWidget(self.export_button)
        return bar

    def _make_box(self, key: str, name: str, choices: Sequence[tuple[str, str]], usual: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        for value, label in choices:
            box.addItem(label, value)
        box.setCurrentIndex(box.findData(usual))
        box.currentIndexChanged.connect(lambda _place: self._take_filter())
        self._boxes[key] = _Narrowed(box=box, name=name)
        return box

    def _read_people(self) -> None:
        office = self._crm.office
        self.desk.tasks.read(
            self, lambda: _whose(office.offices(), office.officers()), self._offer_people, key="people"
        )

    def _offer_people(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offers units and officers by name; what is chosen stays chosen."""
        box, kept = self._boxes["who"].box, self._chosen("who")
        box.blockSignals(True)
        box.clear()
        for value, label in choices:
            box.addItem(label, value)
        box.setCurrentIndex(max(0, box.findData(kept)))
        box.blockSignals(False)
        if self._chosen("who") != kept:
            self._take_filter()

    def _make_nothing(self) -> QWidget:
        return EmptyState(
            _("No follow-up fits"),
            _("Show those of any time and everybody, or log one with Ctrl+Shift+L."),
            [(_("Show all follow-ups"), self.show_everything)],
            symbol="follow_up",
        )

    def show_everything(self) -> None:
        """Takes every filter away."""
        self.search.set_text("")
        for key, value in (
            ("who", EVERYBODY),
            ("way", ANY),
            ("stage", ANY),
            ("next", "any"),
            ("period", "all"),
        ):
            self.choose(key, value)
        self._take_filter()

    def _register(self) -> None:
        for action_id, text, symbol, key, run in (
            ("find", N_("Words in follow-ups"), "search", "Ctrl+F", self.search.setFocus),
            ("log", N_("Log a follow-up about the same"), "follow_up", "Ctrl+L", self._log),
            ("export", N_("Export this list"), "export", "Ctrl+Shift+E", self.export),
        ):
            spec = ActionSpec(
                id=f"follow_ups.{action_id}", text=text, section=SECTION, icon=symbol, shortcut=key
            )
            self.desk.actions.add(spec, run, scope=self)

    # Showing

    def _chosen(self, part: str) -> str:
        return str(self._boxes[part].box.currentData())

    def _take_filter(self) -> None:
        self.model.set_source(_Source(self._crm, self.wanted()))
        self._count()

    def _refresh(self) -> None:
        self.model.refresh()
        self._count()

    def _count(self) -> None:
        wanted, counts = self.wanted(), self._crm.follow_ups.counts
        self.desk.tasks.read(self, lambda: counts(wanted), self._show_counts, key="counts")

    def _show_counts(self, found: Sequence[OfficerCount]) -> None:
        total = sum(one.count for one in found)
        nobody = _("nobody")
        each = "　".join(f"{one.officer or nobody} {one.count}" for one in found)
        told = _n("{count} follow-up", "{count} follow-ups", total)
        self.counts.setText(f"{told}　　{each}" if found else told)

    def _asked(self) -> list[tuple[str, str]]:
        """What the list is narrowed to, in words."""
        asked = [(one.name, one.box.currentText()) for one in self._boxes.values()]
        words = self.search.text().strip()
        told = [*asked, (_("Officers"), self.counts.text())]
        return [*told, (_("Words"), words)] if words else told

    # Doing

    def _current(self) -> FollowUpListRow | None:
        key = self.table.current_id()
        return self._row(key) if key is not None else None

    def _row(self, follow_up_id: int) -> FollowUpListRow | None:
        place = self.model.row_of(follow_up_id)
        row: FollowUpListRow | None = self.model.record_at(place) if place is not None else None
        return row

    def _open(self, follow_up_id: int) -> None:
        row = self._row(follow_up_id)
        if row is None:
            return
        if row.project_id is not None:
            self.desk.open_record("project", row.project_id)
        elif row.enterprise_id is not None:
            self.desk.open_record("enterprise", row.enterprise_id)
        elif row.entry.subjects:
            ref = row.entry.subjects[0][0]
            self.desk.open_record(ref.kind, ref.id)

    def _log(self, follow_up_id: int | None = None) -> None:
        row = self._row(follow_up_id) if follow_up_id is not None else self._current()
        about = [ref for ref, _name in row.entry.subjects] if row is not None else []
        LogFollowUpDialog(self.desk, self._crm, about, self).open()

    def _edit(self, row: FollowUpListRow, key: str, value: Any) -> None:
        entry = replace(row.entry, **{key: value})
        on: date | None = entry.next_on
        change = self._crm.follow_ups.change_next

        def done(_saved: object) -> None:
            self.desk.show_toast(_("Saved"), [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(
            self,
            lambda: change(entry.id, entry.version, next_on=on, next_step=entry.next_step),
            done,
            failed=self._failed,
        )

    def _failed(self, error: CrmError) -> None:
        told = _("Somebody has changed this entry meanwhile.") if isinstance(error, Conflict) else str(error)
        self.desk.show_toast(told, is_error=True)
        self._refresh()


def _whose(offices: Sequence[Office], officers: Sequence[Officer]) -> list[tuple[str, str]]:
    """Whose follow-ups can be shown: everybody's, mine, those of a unit, those of an officer."""
    usual = [(EVERYBODY, _("Everybody's")), (MINE, _("Mine")), (MY_UNIT, _("My unit"))]
    units = [(f"{MY_UNIT}:{unit.key}", unit.short_name or unit.name) for unit in offices]
    people = [(f"{MINE}:{officer.key}", officer.name) for officer in officers]
    return [*usual, *units, *people]


def _meant(who: str, actor: Actor) -> tuple[int | None, int | None]:
    """The officer and the unit that a choice of `_whose` means."""
    kind, _colon, key = who.partition(":")
    if kind == MINE:
        return int(key) if key else actor.officer_id, None
    if kind == MY_UNIT:
        return None, int(key) if key else actor.office_id
    return None, None

"""The place of the zones on the rail: the table, and the page of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.directory import ZoneRelation
from crm.domain.rows import Sort, ZoneRow
from crm.i18n import N_, _
from crm.services.directory import OURS_FIRST
from ui.dialogs.edit_zone import EditZoneDialog
from ui.screens.zones.page import ZoneView
from ui.shared.actions import ActionSpec
from ui.shared.cells import Cell
from ui.shared.directory_labels import RELATION_NAMES, relation_badge
from ui.shared.labels import DASH
from ui.shared.record_model import CellKind, RecordModel, TableColumn
from ui.shared.record_table import RecordPane, RecordTable
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.widgets.search_field import SearchField
from ui.shared.widgets.sections import EmptyState, rule

SECTION = N_("Zones")
KINDS = ("zone", "zone_industry", "project", "mention")


class _Source:
    """Zones of one filter."""

    def __init__(self, crm: Crm, text: str = "", relation: ZoneRelation | None = None) -> None:
        self._crm, self._text, self._relation = crm, text, relation

    def ids(self, order: Sort | None) -> Sequence[int]:
        return self._crm.directory.find_zones(self._text, self._relation, order or OURS_FIRST)

    def rows(self, ids: Sequence[int]) -> Sequence[ZoneRow]:
        return self._crm.directory.zone_rows(ids)


class ZoneListing(QWidget):
    """All zones, ours first."""

    opened = Signal(int)
    new_asked = Signal()

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        column.addWidget(rule())
        self.model = RecordModel(desk.tasks, columns(), _Source(crm))
        self.table = RecordTable(self.model, desk.tasks, prompts=desk.prompts)
        self.table.setAccessibleName(_("Zones"))
        self.table.activated_id.connect(self.opened)
        self.pane = RecordPane(self.table, self._nothing)
        column.addWidget(self.pane, 1)
        self.model.refresh()
        desk.live.watch(self, KINDS, lambda _changes: self.model.refresh())
        for action_id, text, symbol, key, run in (
            ("zones.new", N_("New zone"), "add", "N", self.new_asked.emit),
            ("zones.find", N_("Names of zones"), "search", "Ctrl+F", self.search.setFocus),
        ):
            spec = ActionSpec(id=action_id, text=text, section=SECTION, icon=symbol, shortcut=key)
            desk.actions.add(spec, run, scope=self)

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("ground", "panel")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 6, 16, 6)
        self.relation = QComboBox()
        self.relation.setAccessibleName(_("What they are to us"))
        self.relation.addItem(_("All zones"), None)
        for relation, name in RELATION_NAMES.items():
            self.relation.addItem(_(name), relation)
        self.relation.activated.connect(lambda _place: self._narrow())
        row.addWidget(self.relation)
        row.addStretch(1)
        self.search = SearchField(_("Names of zones"))
        self.search.setFixedWidth(240)
        self.search.searched.connect(lambda _text: self._narrow())
        row.addWidget(self.search)
        return bar

    def _narrow(self) -> None:
        self.model.set_source(_Source(self._crm, self.search.text(), self.relation.currentData()))

    def _nothing(self) -> QWidget:
        text = _("Add the zones you attract projects for, and those you compare with.")
        return EmptyState(_("No zones here"), text, [(_("New zone"), self.new_asked.emit)], symbol="zone")


class ZonesScreen(Screen):
    """Shows the table; a zone opens in its place."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__()
        self.desk, self._crm = desk, crm
        self._stack = QStackedLayout(self)
        self.listing = ZoneListing(desk, crm)
        self.page = ZoneView(desk, crm)
        self._stack.addWidget(self.listing)
        self._stack.addWidget(self.page)
        self.listing.opened.connect(self.open_zone)
        self.listing.new_asked.connect(self.create_new)
        self.page.back_asked.connect(self.show_list)

    def open_zone(self, zone_id: int) -> None:
        """Shows one zone."""
        self.page.show_zone(zone_id)
        self._stack.setCurrentWidget(self.page)
        self.page.setFocus()

    def show_list(self) -> None:
        """Goes back to the table, to the zone that was open."""
        self._stack.setCurrentWidget(self.listing)
        if self.page.zone_id is not None:
            self.listing.table.show_id(self.page.zone_id)
        self.listing.table.setFocus()

    def create_new(self) -> None:
        """Asks for a new zone and opens it."""
        dialog = EditZoneDialog(self.desk, self._crm, None, self)
        dialog.saved.connect(lambda zone: self.open_zone(zone.key))
        dialog.open()

    def can_create(self) -> bool:
        """Zones can always be added."""
        return True

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows a zone."""
        if kind == "zone":
            self.open_zone(record_id)
        return kind == "zone"


def columns() -> list[TableColumn]:
    """All columns, in their order."""
    return [
        TableColumn(
            key="name",
            header=_("Zone"),
            value=lambda row: row,
            show=lambda row: Cell(lead=row.short_name or row.name, text=row.name if row.short_name else ""),
            stretches=True,
        ),
        TableColumn(
            key="relation",
            header=_("Is to us"),
            value=lambda row: row.relation,
            show=lambda relation: Cell(badges=(relation_badge(relation),)),
            width=92,
        ),
        _words("level", _("Level"), 72, 5, sortable=True),
        _words("region", _("Region"), 180, 4, sortable=True),
        _words("leading", _("Leading industries"), 200, 3),
        _words("special", _("Special industries"), 150, 2),
        _words("emerging", _("Emerging industries"), 150, 1),
        _number("project_count", _("Projects"), 6),
        _number("article_count", _("Articles"), 7),
    ]


def _words(key: str, header: str, width: int, hides: int, *, sortable: bool = False) -> TableColumn:
    return TableColumn(
        key=key,
        header=header,
        value=attrgetter(key),
        show=lambda value: Cell(text=value or DASH, tone="t2" if value else "t3"),
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


def spec(crm: Crm) -> ScreenSpec:
    """The zones on the rail."""
    return ScreenSpec(
        key="zones",
        title=N_("Zones"),
        icon="zones",
        make=lambda desk: ZonesScreen(desk, crm),
        kinds=("zone",),
    )

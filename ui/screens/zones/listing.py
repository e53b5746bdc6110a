"""The table of zones: ours first, narrowed by words and by what a zone is to us."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.directory import ZoneRelation
from crm.domain.records import Ref
from crm.domain.rows import Sort, ZoneRow
from crm.i18n import N_, _
from crm.services.directory import OURS_FIRST
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.screens.zones.columns import columns
from ui.shared.actions import ActionSpec
from ui.shared.directory_labels import RELATION_NAMES
from ui.shared.record_model import RecordModel
from ui.shared.record_pane import RecordPane
from ui.shared.record_table import RecordTable
from ui.shared.row_delegate import RowAction
from ui.shared.screen import Desk
from ui.shared.widgets.chips import ChipChoice
from ui.shared.widgets.search_field import SearchField
from ui.shared.widgets.sections import EmptyState

SECTION = N_("Zones")
KINDS = ("zone", "zone_industry", "alias", "project", "mention")


class _Source:
    """Rows of one filter."""

    def __init__(self, crm: Crm, text: str, relation: ZoneRelation | None) -> None:
        self._crm, self._text, self._relation = crm, text, relation

    def ids(self, order: Sort | None) -> Sequence[int]:
        return self._crm.directory.find_zones(self._text, self._relation, order or OURS_FIRST)

    def rows(self, ids: Sequence[int]) -> Sequence[ZoneRow]:
        return self._crm.directory.zone_rows(ids)


class ZoneListing(QWidget):
    """All zones that fit."""

    opened = Signal(int)
    new_asked = Signal()

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self.text = ""
        self.relation: ZoneRelation | None = None
        self._build()
        self._register()
        self._take_filter()
        desk.live.watch(self, KINDS, lambda _changes: self.model.refresh())

    @property
    def ids(self) -> list[int]:
        """The zones shown, in their order."""
        return self.model.record_ids

    @property
    def title(self) -> str:
        """What the list is called."""
        return _("Zones")

    def show_id(self, zone_id: int) -> None:
        """Chooses a zone and shows it."""
        self.table.show_id(zone_id)

    def show_filter(self, text: str = "", relation: ZoneRelation | None = None) -> None:
        """Shows the zones that fit."""
        self.text, self.relation = text, relation
        self.relations.set_value(relation)
        if self.search.text() != text:
            self.search.set_text(text)
        self._take_filter()

    def take_keyboard(self) -> None:
        """Gives the keyboard to the rows, or to what can be done where there are none."""
        self.pane.take_keyboard()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        self.model = RecordModel(self.desk.tasks, columns(), _Source(self._crm, "", None))
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
        self.table.setAccessibleName(_("Zones"))
        self.table.activated_id.connect(self.opened)
        self.table.row_action.connect(self._act_on_row)
        self.table.offer(lambda menu: self.desk.actions.fill(menu, ("zones.log",)))
        self.table.current_changed.connect(lambda _key: self.desk.actions.refresh())
        self.pane = RecordPane(self.table, self._make_nothing)
        column.addWidget(self.pane, 1)

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("ground", "panel")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        named = ((relation, _(name)) for relation, name in RELATION_NAMES.items())
        self.relations = ChipChoice([(None, _("All")), *named])
        self.relations.setAccessibleName(_("Is to us"))
        self.relations.set_value(None)
        self.relations.chosen.connect(lambda relation: self.show_filter(self.text, relation))
        row.addWidget(self.relations, 1, Qt.AlignmentFlag.AlignVCenter)
        self.search = SearchField(_("Words in zones"))
        self.search.setFixedWidth(220)
        self.search.searched.connect(lambda text: self.show_filter(text, self.relation))
        row.addWidget(self.search)
        return bar

    def _make_nothing(self) -> QWidget:
        return EmptyState(
            _("No zone fits"),
            _("Show all of them, or add our own zones and those we measure ourselves against."),
            [(_("Show all zones"), self.show_filter), (_("New zone"), self.new_asked.emit)],
            symbol="zone",
        )

    def _register(self) -> None:
        row = self._why_no_row
        for action_id, text, symbol, key, run, reason in (
            ("new", N_("New zone"), "add", "N", self.new_asked.emit, None),
            ("find", N_("Words in zones"), "search", "Ctrl+F", self.search.setFocus, None),
            ("log", N_("Log a follow-up"), "follow_up", "Ctrl+L", self._log, row),
        ):
            spec = ActionSpec(id=f"zones.{action_id}", text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self, reason=reason)

    def _why_no_row(self) -> str:
        return "" if self.table.current_id() is not None else _("Choose a zone first.")

    def _take_filter(self) -> None:
        self.model.set_source(_Source(self._crm, self.text, self.relation))

    def _act_on_row(self, zone_id: int, what: str) -> None:
        self.opened.emit(zone_id) if what == "open" else self._log(zone_id)

    def _log(self, zone_id: int | None = None) -> None:
        key = zone_id if zone_id is not None else self.table.current_id()
        if key is not None:
            LogFollowUpDialog(self.desk, self._crm, [Ref(kind="zone", id=key)], self).open()

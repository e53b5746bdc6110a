"""What stands beside the lists of a zone: its facts, its other names, and the industries it wants."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QToolButton, QVBoxLayout, QWidget

from crm.domain.directory import Tier, Zone
from crm.domain.timeline import ZonePage
from crm.i18n import N_, _
from ui.dialogs.edit_zone import zone_fields
from ui.shared.cells import Badge
from ui.shared.directory_labels import TIER_NAMES, relation_badge
from ui.shared.icons import icon
from ui.shared.labels import day, joined
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.screen import Desk
from ui.shared.widgets.badges import BadgeRow
from ui.shared.widgets.chips import FlowLayout
from ui.shared.widgets.fact_row import FactRow
from ui.shared.widgets.sections import SectionHead, rule, take_all

WIDTH = 352
ALIASES_HINT = N_("None yet. Articles that use one of them are linked to this zone.")


class ZonePanel(QScrollArea):
    """Facts changed in place, other names, and the profile in three tiers."""

    edited = Signal(str, object)
    refused = Signal(str)
    aliases_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: dict[str, FactRow] = {}
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("ground", "panel")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 8, 0, 16)
        self._column.setSpacing(0)
        self._make_facts()
        self._make_aliases()
        self._make_profile()
        self._column.addStretch(1)
        self.setWidget(inside)

    def show_page(self, page: ZonePage) -> None:
        """Shows a zone."""
        for key, row in self.rows.items():
            if not row.is_editing:
                self._show_fact(page.zone, key, row)
        self.names.setText(joined(page.aliases) or _(ALIASES_HINT))
        self.names.set_tone("t1" if page.aliases else "t3")
        self.alias_head.note.setText(str(len(page.aliases)) if page.aliases else "")
        self._show_profile(page)

    def _make_facts(self) -> None:
        holder = QVBoxLayout()
        holder.setContentsMargins(12, 0, 12, 8)
        holder.setSpacing(0)
        for field in zone_fields():
            row = FactRow(field.label, self._desk.tasks, field, today=self._desk.today)
            row.edited.connect(self.edited)
            row.refused.connect(self.refused)
            self.rows[field.key] = row
            holder.addWidget(row)
        self._column.addLayout(holder)

    def _show_fact(self, zone: Zone, key: str, row: FactRow) -> None:
        value = getattr(zone, key)
        if key == "relation":
            row.show_fact(value, "", badge=relation_badge(value))
        else:
            row.show_fact(value, value)

    def _make_aliases(self) -> None:
        self._column.addWidget(rule())
        self.alias_head = SectionHead(_("Other names"))
        self.alias_edit = QToolButton()
        self.alias_edit.setIcon(icon("edit"))
        self.alias_edit.setToolTip(_("Change the other names"))
        self.alias_edit.setAccessibleName(_("Change the other names"))
        self.alias_edit.clicked.connect(lambda: self.aliases_asked.emit())
        self.alias_head.add(self.alias_edit)
        self._column.addWidget(self.alias_head)
        self.names = PlainLabel(wrap=True)
        self.names.setContentsMargins(16, 0, 16, 12)
        self._column.addWidget(self.names)

    def _make_profile(self) -> None:
        self._column.addWidget(rule())
        self._column.addWidget(SectionHead(_("What it wants")))
        self.tiers: dict[Tier, FlowLayout] = {}
        for tier, title in TIER_NAMES.items():
            label = PlainLabel(_(title), pixels=12, tone="t2")
            label.setContentsMargins(16, 0, 16, 4)
            self._column.addWidget(label)
            chips = QWidget()
            flow = FlowLayout(chips, gap=6)
            holder = QVBoxLayout()
            holder.setContentsMargins(16, 0, 16, 12)
            holder.addWidget(chips)
            self._column.addLayout(holder)
            self.tiers[tier] = flow

    def _show_profile(self, page: ZonePage) -> None:
        today = self._desk.today()
        for tier, flow in self.tiers.items():
            take_all(flow)
            told = [entry for entry in page.industries if entry[0] == tier]
            for _tier, name, quote, on in told:
                flow.addWidget(self._badge(name, source_of(quote, on, today)))
            if not told:
                flow.addWidget(PlainLabel(_("not filled in"), pixels=12, tone="t3"))
            holder = flow.parentWidget()
            if holder is not None:
                holder.updateGeometry()

    def _badge(self, name: str, source: str) -> BadgeRow:
        badge = BadgeRow([Badge(text=name)])
        badge.setToolTip(plain_tip(source))
        badge.setAccessibleDescription(source)
        return badge


def source_of(quote: str, on: date | None, today: date) -> str:
    """Where a statement comes from: its sentence and the day it was made."""
    told = _("told on {day}").format(day=day(on, today)) if on else ""
    return "\n".join(filter(None, [f"“{quote}”" if quote else "", told])) or _("entered by hand")

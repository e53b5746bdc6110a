"""The head of the page of a zone: the way back, its name, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm.domain.directory import Zone
from crm.i18n import _
from ui.screens.zones.columns import level_and_kind
from ui.shared.directory_labels import relation_badge
from ui.shared.page_parts import PageHead, large_button
from ui.shared.plain_text import ElidedLabel
from ui.shared.widgets.badges import BadgeRow


class ZoneHead(PageHead):
    """What a zone is called and what it is to us."""

    log_asked = Signal()
    edit_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Zones"), parent)
        self.badges = BadgeRow()
        self.beside.addWidget(self.badges)
        self.meta = ElidedLabel(tone="t2")
        self.below.addWidget(self.meta)
        self.edit = large_button(_("Edit"), "edit", "Ctrl+E")
        self.edit.clicked.connect(self.edit_asked)
        self.log = large_button(_("Log a follow-up"), "follow_up", "Ctrl+L", primary=True)
        self.log.clicked.connect(self.log_asked)
        for button in (self.edit, self.log):
            self.add_button(button)

    def show_zone(self, zone: Zone) -> None:
        """Shows a zone."""
        self.title.setText(zone.name)
        self.badges.show_badges([relation_badge(zone.relation)])
        self.meta.setText("　".join(filter(None, [level_and_kind(zone.level, zone.kind), zone.region])))

"""The page of one zone: facts, what it wants, its projects and the articles that name it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.directory import Zone
from crm.domain.errors import Conflict
from crm.domain.timeline import TimelineEntry, ZonePage
from crm.i18n import N_, _
from ui.dialogs.edit_aliases import EditAliasesDialog
from ui.dialogs.edit_zone import EditZoneDialog
from ui.dialogs.field_history import FieldHistories
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.merge_records import MergeWithDialog
from ui.dialogs.split_records import open_split
from ui.screens.zones.head import ZoneHead
from ui.screens.zones.listing import KINDS, SECTION
from ui.screens.zones.lists import ZoneLists, told_change
from ui.screens.zones.panels import ZonePanel
from ui.shared.page_parts import RecordView
from ui.shared.screen import Desk
from ui.shared.widgets.sections import rule

SHOWN = (*KINDS, "article", "follow_up", "enterprise", "attachment", "pin", "visit")


class ZoneView(RecordView):
    """Shows one zone and changes it."""

    kind = "zone"

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._crm = crm
        self.page: ZonePage | None = None
        self._build()
        self.pasts = FieldHistories(desk, crm, self, self.panel.rows)
        self._connect()
        self._register()
        self.watch(SHOWN)

    def reading(self, record_id: int) -> Callable[[], ZonePage]:
        """Reads everything about a zone as of today."""
        today = self.desk.today()
        return lambda: self._crm.directory.zone_page(record_id, today)

    def show_found(self, page: ZonePage) -> None:
        """Shows a zone."""
        self.page, self.record_id = page, page.zone.key  # it may have been merged into another
        self.head.show_zone(page.zone)
        self.pasts.show_of(self.ref)
        self.panel.show_page(page)
        self.lists.show_page(page)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head: ZoneHead = ZoneHead()
        column.addWidget(self.head)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(0)
        self.panel = ZonePanel(self.desk)
        row.addWidget(self.panel)
        row.addWidget(rule(upright=True))
        self.lists = ZoneLists(self.desk, self._crm)
        row.addWidget(self.lists, 1)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        head, panel, lists = self.head, self.panel, self.lists
        self.connect_head()
        head.log_asked.connect(self._log)
        head.edit_asked.connect(self._edit)
        head.menu_asked.connect(self._ask_menu)
        panel.edited.connect(self._change)
        self.pasts.use("zone", list(panel.rows), told_change, self._change)
        panel.refused.connect(self.refuse)
        panel.aliases_asked.connect(self._edit_aliases)
        lists.project_opened.connect(lambda key: self.desk.open_record("project", key))
        lists.article_opened.connect(lambda key: self.desk.open_record("article", key))
        lists.history.opened.connect(self._open_entry)
        lists.history.delete_asked.connect(self._delete_follow_up)

    def _register(self) -> None:
        self.register(
            SECTION,
            (
                ("log", N_("Log a follow-up"), "follow_up", "Ctrl+L", self._log),
                ("edit", N_("Edit all fields"), "edit", "Ctrl+E", self._edit),
                ("aliases", N_("Other names"), "alias", "", self._edit_aliases),
                ("merge", N_("Merge with another"), "merge", "Ctrl+Shift+M", self._merge),
                ("split", N_("Split a merged record"), "merge", "", self._split),
                ("delete", N_("Delete the zone"), "delete", "", self._delete),
            ),
        )

    def _open_entry(self, entry: TimelineEntry) -> None:
        if entry.ref is not None and entry.ref.kind in ("article", "visit"):
            self.desk.open_record(entry.ref.kind, entry.ref.id)

    # Changing

    def _change(self, key: str, value: Any) -> None:
        if self.page is not None:
            self._save(replace(self.page.zone, **{key: value}), key)

    def _save(self, zone: Zone, key: str) -> None:
        def over(error: Conflict) -> None:
            if isinstance(error.theirs, Zone):
                self._save(replace(error.theirs, **{key: getattr(zone, key)}), key)

        self.save(lambda: self._crm.directory.save_zone(zone), over)

    def _delete_follow_up(self, key: int) -> None:
        self.write(lambda: self._crm.follow_ups.delete(key), _("Follow-up deleted"))

    def _with_page(self, run: Callable[[ZonePage], None]) -> None:
        if self.page is not None:
            run(self.page)

    def _edit(self) -> None:
        self._with_page(lambda page: EditZoneDialog(self.desk, self._crm, page.zone, self).open())

    def _edit_aliases(self) -> None:
        self._with_page(
            lambda page: EditAliasesDialog(self.desk, self._crm, self.ref, page.aliases, self).open()
        )

    def _merge(self) -> None:
        self._with_page(lambda _page: MergeWithDialog(self.desk, self._crm, self.ref, self).open())

    def _split(self) -> None:
        if self.record_id is not None:
            open_split(self.desk, self._crm, self.ref, self)

    def _log(self) -> None:
        self._with_page(lambda _page: LogFollowUpDialog(self.desk, self._crm, [self.ref], self).open())

    def _delete(self) -> None:
        if self.page is not None:
            ref = self.ref
            self.delete(self.page.zone.name, lambda: self._crm.directory.delete(ref), _("Zone deleted"))

    def _ask_menu(self) -> None:
        self.show_menu(["edit", "aliases", "", "merge", "split", "", "delete"])

"""The page of one zone: facts, what it wants, its projects and the articles that name it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.directory import Zone
from crm.domain.errors import Conflict, CrmError, NotFound
from crm.domain.records import Ref
from crm.domain.timeline import TimelineEntry, ZonePage
from crm.i18n import N_, _
from ui.dialogs.edit_aliases import EditAliasesDialog
from ui.dialogs.edit_zone import EditZoneDialog
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.merge_records import MergeWithDialog
from ui.dialogs.split_records import open_split
from ui.screens.zones.head import ZoneHead
from ui.screens.zones.listing import KINDS, SECTION
from ui.screens.zones.lists import ZoneLists
from ui.screens.zones.panels import ZonePanel
from ui.shared.actions import ActionSpec
from ui.shared.screen import Desk
from ui.shared.widgets.sections import rule


class ZoneView(QWidget):
    """Shows one zone and changes it."""

    back_asked = Signal()
    step_asked = Signal(int)

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self.zone_id: int | None = None
        self.page: ZonePage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._build()
        self._connect()
        self._register()
        desk.live.watch(
            self, (*KINDS, "article", "follow_up", "enterprise", "visit"), lambda _changes: self.refresh()
        )

    def show_zone(self, zone_id: int, place: int | None = None, count: int = 0) -> None:
        """Shows a zone that was opened from a list of `count`."""
        self.zone_id = zone_id
        self.head.show_way(place, count)
        self.refresh()

    def refresh(self) -> None:
        """Reads the zone again; what is being edited stays open."""
        zone_id, today = self.zone_id, self.desk.today()
        if zone_id is not None:
            self.desk.tasks.read(
                self,
                lambda: self._crm.directory.zone_page(zone_id, today),
                self._show,
                key="page",
                failed=self._missed,
            )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = ZoneHead()
        column.addWidget(self.head)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(0)
        self.panel = ZonePanel(self.desk)
        row.addWidget(self.panel)
        row.addWidget(rule(upright=True))
        self.lists = ZoneLists(self.desk.today)
        row.addWidget(self.lists, 1)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        head, panel, lists = self.head, self.panel, self.lists
        head.back_asked.connect(self.back_asked)
        head.step_asked.connect(self.step_asked)
        head.log_asked.connect(self._log)
        head.edit_asked.connect(self._edit)
        head.menu_asked.connect(self._ask_menu)
        panel.edited.connect(self._change)
        panel.refused.connect(lambda text: self.desk.show_toast(text, is_error=True))
        panel.aliases_asked.connect(self._edit_aliases)
        lists.project_opened.connect(lambda key: self.desk.open_record("project", key))
        lists.article_opened.connect(lambda key: self.desk.open_record("article", key))
        lists.entry_opened.connect(self._open_entry)

    def _register(self) -> None:
        for action_id, text, symbol, key, run in (
            ("back", N_("Back to the list"), "left", "Alt+Left", self.back_asked.emit),
            ("previous", N_("Previous zone"), "up", "Ctrl+Up", lambda: self.step_asked.emit(-1)),
            ("next", N_("Next zone"), "down", "Ctrl+Down", lambda: self.step_asked.emit(1)),
            ("log", N_("Log a follow-up"), "follow_up", "Ctrl+L", self._log),
            ("edit", N_("Edit all fields"), "edit", "Ctrl+E", self._edit),
            ("aliases", N_("Other names"), "alias", "", self._edit_aliases),
            ("merge", N_("Merge with another"), "merge", "Ctrl+Shift+M", self._merge),
            ("split", N_("Split a merged record"), "merge", "", self._split),
            ("delete", N_("Delete the zone"), "delete", "", self._delete),
        ):
            spec = ActionSpec(id=f"zone.{action_id}", text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self)

    # Showing

    def _show(self, page: ZonePage) -> None:
        self.page, self.zone_id = page, page.zone.key  # it may have been merged into another
        self.head.show_zone(page.zone)
        self.panel.show_page(page)
        self.lists.show_page(page)

    def _missed(self, error: CrmError) -> None:
        if isinstance(error, NotFound):
            self.zone_id = None
            self.back_asked.emit()
        else:
            self.desk.tasks.tell(error)

    def _open_entry(self, entry: TimelineEntry) -> None:
        if entry.ref is not None and entry.ref.kind in ("article", "visit"):
            self.desk.open_record(entry.ref.kind, entry.ref.id)

    # Changing

    def _change(self, key: str, value: Any) -> None:
        if self.page is not None:
            self._save(replace(self.page.zone, **{key: value}), key)

    def _save(self, zone: Zone, key: str) -> None:
        def failed(error: CrmError) -> None:
            theirs = error.theirs if isinstance(error, Conflict) else None
            if not isinstance(theirs, Zone):
                self._fail(error)
            elif self.desk.prompts.choose(self, str(error), [_("Keep mine"), _("Take theirs")]) == 0:
                self._save(replace(theirs, **{key: getattr(zone, key)}), key)
            else:
                self.refresh()

        def done(_saved: Any) -> None:
            self.refresh()
            self.desk.show_toast(_("Saved"), [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, lambda: self._crm.directory.save_zone(zone), done, failed=failed)

    def _fail(self, error: CrmError) -> None:
        self.desk.show_toast(str(error), is_error=True)
        self.refresh()

    def _with_page(self, run: Callable[[ZonePage], None]) -> None:
        if self.page is not None:
            run(self.page)

    def _edit(self) -> None:
        self._with_page(lambda page: EditZoneDialog(self.desk, self._crm, page.zone, self).open())

    def _edit_aliases(self) -> None:
        def ask(page: ZonePage) -> None:
            ref = Ref(kind="zone", id=page.zone.key)
            EditAliasesDialog(self.desk, self._crm, ref, page.aliases, self).open()

        self._with_page(ask)

    def _merge(self) -> None:
        if self.zone_id is not None:
            MergeWithDialog(self.desk, self._crm, Ref(kind="zone", id=self.zone_id), self).open()

    def _split(self) -> None:
        if self.zone_id is not None:
            open_split(self.desk, self._crm, Ref(kind="zone", id=self.zone_id), self)

    def _log(self) -> None:
        if self.zone_id is not None:
            about = [Ref(kind="zone", id=self.zone_id)]
            LogFollowUpDialog(self.desk, self._crm, about, self).open()

    def _delete(self) -> None:
        if self.page is None:
            return
        zone = self.page.zone
        question = _("Delete {name}? Undo brings it back.").format(name=zone.name)
        if not self.desk.prompts.confirm(self, question, _("Delete"), danger=True):
            return

        def done(_value: Any) -> None:
            self.desk.show_toast(_("Zone deleted"), [(_("Undo"), self.desk.undo)])

        ref = Ref(kind="zone", id=zone.key)
        self.desk.tasks.write(self, lambda: self._crm.directory.delete(ref), done, failed=self._fail)

    def _ask_menu(self) -> None:
        menu = self.desk.actions.menu(self, ["zone.edit", "zone.aliases", "", "zone.delete"])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu: QMenu = menu
        menu.popup(self.head.more.mapToGlobal(self.head.more.rect().bottomLeft()))

    # Qt's names from here

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            # Out of a field first, out of the page second.
            typing = isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit) and not self.hasFocus()
            self.setFocus() if typing else self.back_asked.emit()
            return
        super().keyPressEvent(event)

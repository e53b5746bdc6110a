"""The page of one enterprise: facts, overview, people and files, and what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.directory import Contact
from crm.domain.errors import Conflict, CrmError, NotFound
from crm.domain.records import Ref
from crm.domain.timeline import EnterprisePage, TimelineEntry
from crm.i18n import N_, _
from ui.dialogs.edit_aliases import EditAliasesDialog
from ui.dialogs.edit_contact import EditContactDialog
from ui.dialogs.edit_enterprise import EditEnterpriseDialog
from ui.dialogs.edit_task import open_task
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.merge_records import MergeWithDialog
from ui.dialogs.new_project import NewProjectDialog
from ui.dialogs.pick_nodes import PickNodesDialog
from ui.dialogs.quick_look import QuickLookDialog
from ui.dialogs.split_records import open_split
from ui.screens.enterprises.facts import EnterpriseFacts
from ui.screens.enterprises.head import EnterpriseHead
from ui.screens.enterprises.overview import OverviewPanel, SideColumn
from ui.screens.projects.history import HistoryPanel
from ui.screens.projects.tasks import TaskSection
from ui.shared.actions import ActionSpec
from ui.shared.choice_list import Choice
from ui.shared.labels import day
from ui.shared.screen import Desk
from ui.shared.widgets.sections import Counter, CounterStrip, rule

SECTION = N_("Enterprise")
KINDS = (
    "enterprise", "enterprise_industry", "industry", "contact", "project", "mention", "article", "alias",
    "attachment", "follow_up", "task", "officer",
)  # fmt: skip
SIDE_WIDTH = 320
NARROW = 1280


class EnterpriseView(QWidget):
    """Everything about one enterprise; facts are changed in place."""

    back_asked = Signal()
    step_asked = Signal(int)

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self.enterprise_id: int | None = None
        self.page: EnterprisePage | None = None
        self._build()
        self._connect()
        self._register()
        desk.live.watch(self, KINDS, lambda _changes: self.refresh())

    def show_enterprise(self, enterprise_id: int, place: int | None = None, count: int = 0) -> None:
        """Shows an enterprise that was opened from a list of `count`."""
        self.enterprise_id = enterprise_id
        self.head.show_way(place, count)
        self.refresh()

    def refresh(self) -> None:
        """Reads the enterprise again; what is being edited stays open."""
        enterprise_id, today = self.enterprise_id, self.desk.today()
        if enterprise_id is not None:
            self.desk.tasks.read(
                self,
                lambda: self._crm.directory.enterprise_page(enterprise_id, today),
                self._show,
                key="page",
                failed=self._missed,
            )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = EnterpriseHead()
        column.addWidget(self.head)
        self.counters = CounterStrip()
        self.counters.setProperty("frame", "bar")
        self.counters.setProperty("ground", "panel")
        column.addWidget(rule())
        column.addWidget(self.counters)
        column.addWidget(rule())
        self._columns = QHBoxLayout()
        self._columns.setSpacing(0)
        self.facts = EnterpriseFacts(self.desk, self._crm)
        self._columns.addWidget(self.facts)
        self._columns.addWidget(rule(upright=True))
        self.tabs = QTabWidget()
        self.tabs.setProperty("ground", "panel")
        self.tabs.setDocumentMode(True)
        self.tabs.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.overview = OverviewPanel(self.desk.today)
        self.history = HistoryPanel(self.desk, self._crm)
        self.history.setProperty("ground", "panel")
        self.tabs.addTab(self.overview, _("Overview"))
        self.tabs.addTab(self.history, _("Timeline"))
        self._columns.addWidget(self.tabs, 1)
        self._side_rule = rule(upright=True)
        self._columns.addWidget(self._side_rule)
        self.tasks = TaskSection(self.desk, self._crm)
        self.side = SideColumn(self.desk.today, self.tasks)
        self.side.setFixedWidth(SIDE_WIDTH)
        self._columns.addWidget(self.side)
        column.addLayout(self._columns, 1)

    def _connect(self) -> None:
        head, side = self.head, self.side
        head.back_asked.connect(self.back_asked)
        head.step_asked.connect(self.step_asked)
        head.log_asked.connect(self._log)
        head.project_asked.connect(self._new_project)
        head.edit_asked.connect(self._edit)
        head.track_asked.connect(lambda on: self._save({"is_tracked": on}))
        self.counters.chosen.connect(self._go)
        self.facts.edited.connect(lambda key, value: self._save({key: value}))
        self.facts.refused.connect(lambda text: self.desk.show_toast(text, is_error=True))
        self.facts.aliases_asked.connect(self._edit_aliases)
        self.facts.nodes_asked.connect(self._pick_nodes)
        self.overview.opened.connect(self.desk.open_record)
        self.overview.project_asked.connect(self._new_project)
        self.history.opened.connect(self._open_entry)
        self.history.delete_asked.connect(
            lambda key: self._write(lambda: self._crm.follow_ups.delete(key), _("Follow-up deleted"))
        )
        side.opened.connect(self.desk.open_record)
        side.contact_opened.connect(self._edit_contact)
        side.contact_asked.connect(self._add_contact)
        side.files_asked.connect(self._choose_files)
        side.files_dropped.connect(self.add_files)
        side.file_opened.connect(self._open_file)

    def _register(self) -> None:
        for action_id, text, symbol, key, run in (
            ("enterprise.back", N_("Back to the list"), "left", "Esc", self.back_asked.emit),
            ("enterprise.previous", N_("Previous"), "up", "Ctrl+Up", lambda: self.step_asked.emit(-1)),
            ("enterprise.next", N_("Following"), "down", "Ctrl+Down", lambda: self.step_asked.emit(1)),
            ("enterprise.log", N_("Log a follow-up in full"), "follow_up", "Ctrl+L", self._log),
            ("enterprise.project", N_("New project"), "project", "Ctrl+Shift+N", self._new_project),
            ("enterprise.contact", N_("New contact"), "contact", "Ctrl+Shift+P", self._add_contact),
            ("enterprise.edit", N_("Edit all fields"), "edit", "Ctrl+E", self._edit),
            ("enterprise.aliases", N_("Other names"), "alias", "", self._edit_aliases),
            ("enterprise.nodes", N_("Chain nodes"), "industry", "", self._pick_nodes),
            ("enterprise.files", N_("Add files"), "attachment", "", self._choose_files),
            ("enterprise.merge", N_("Merge with another"), "merge", "Ctrl+Shift+M", self._merge),
            ("enterprise.split", N_("Split a merged record"), "merge", "", self._split),
            ("enterprise.delete", N_("Delete the enterprise"), "delete", "", self._delete),
        ):
            spec = ActionSpec(id=action_id, text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self)

    # Showing

    def _show(self, page: EnterprisePage) -> None:
        self.page, self.enterprise_id = page, page.enterprise.key  # it may have been merged into another
        self.head.show_page(page)
        self.counters.show_counters(self._counters(page))
        self.facts.show_page(page)
        self.overview.show_page(page)
        self.side.show_page(page)
        self.tasks.show_about(self._ref)
        self.history.show_entries(self._ref, page.timeline)

    @property
    def _ref(self) -> Ref:
        assert self.enterprise_id is not None
        return Ref(kind="enterprise", id=self.enterprise_id)

    def _counters(self, page: EnterprisePage) -> list[Counter]:
        today = self.desk.today()
        talks = sum(1 for entry in page.timeline if entry.kind == "follow_up")
        last = day(page.enterprise.last_contact_on, today)
        return [
            Counter(key="projects", title=_("Projects"), figure=str(len(page.projects))),
            Counter(
                key="talks",
                title=_("Contacts made"),
                figure=str(talks),
                note=_("last {said}").format(said=last) if last else "",
            ),
            Counter(key="articles", title=_("Articles"), figure=str(len(page.articles))),
            Counter(key="people", title=_("People"), figure=str(len(page.contacts))),
        ]

    def _missed(self, error: CrmError) -> None:
        if isinstance(error, NotFound):
            self.enterprise_id = None
            self.back_asked.emit()
        else:
            self.desk.tasks.tell(error)

    def _go(self, key: str) -> None:
        self.tabs.setCurrentWidget(self.history if key == "talks" else self.overview)
        if key == "people" and not self.side.isHidden():
            self.side.contacts.rows.setFocus()

    def focus_line(self) -> None:
        """Puts the keyboard into the line to log with."""
        self.tabs.setCurrentWidget(self.history)
        self.history.line.setFocus()

    def _open_entry(self, entry: TimelineEntry) -> None:
        if entry.ref is None or self.page is None:
            return
        if entry.ref.kind == "article":
            self.desk.open_record("article", entry.ref.id)
        elif entry.ref.kind == "task":
            open_task(self.desk, self._crm, self, entry.ref.id)
        elif entry.ref.kind == "attachment":
            wanted = entry.ref.id
            found = next((file for file in self.page.attachments if file.id == wanted), None)
            if found is not None:
                QuickLookDialog(self.desk, self._crm, found, self).open()

    # Changing

    def _write(self, work: Callable[[], Any], told: str = "") -> None:
        def done(_value: Any) -> None:
            if told:
                self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, work, done, failed=self._fail)

    def _fail(self, error: CrmError) -> None:
        self.desk.show_toast(str(error), is_error=True)
        self.refresh()

    def _save(self, values: dict[str, Any], version: int | None = None) -> None:
        if self.page is None:
            return
        plain = {key: value.key if isinstance(value, Choice) else value for key, value in values.items()}
        known = self.page.enterprise
        changed = replace(known, version=known.version if version is None else version, **plain)

        def failed(error: CrmError) -> None:
            if not isinstance(error, Conflict):
                self._fail(error)
            elif self.desk.prompts.choose(self, str(error), [_("Keep mine"), _("Take theirs")]) == 0:
                self._save_over(error, values)
            else:
                self.refresh()

        def done(_saved: Any) -> None:
            self.refresh()
            self.desk.show_toast(_("Saved"), [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, lambda: self._crm.directory.save_enterprise(changed), done, failed=failed)

    def _save_over(self, error: Conflict, values: dict[str, Any]) -> None:
        """Puts my value into what somebody else has saved, whose other fields stay."""
        if self.page is not None and error.theirs is not None:
            self.page = replace(self.page, enterprise=error.theirs)  # type: ignore[arg-type]
            self._save(values)

    def _edit(self) -> None:
        if self.page is not None:
            page = self.page
            parent = page.parent.name if page.parent else ""
            EditEnterpriseDialog(
                self.desk, self._crm, page.enterprise, self, parent_name=parent, owner_name=page.row.owner
            ).open()

    def _edit_aliases(self) -> None:
        if self.page is not None:
            EditAliasesDialog(self.desk, self._crm, self._ref, self.page.aliases, self).open()

    def _pick_nodes(self) -> None:
        if self.page is not None:
            chosen = [node.key for node in self.page.nodes]
            PickNodesDialog(self.desk, self._crm, self.page.enterprise.key, chosen, self).open()

    def _log(self) -> None:
        if self.page is not None:
            LogFollowUpDialog(self.desk, self._crm, [self._ref], self).open()

    def _new_project(self) -> None:
        if self.page is None:
            return
        firm = Choice(key=self.page.enterprise.key, name=self.page.enterprise.name, kind="enterprise")
        dialog = NewProjectDialog(self.desk, self._crm, self, enterprise=firm)
        dialog.saved.connect(lambda project: self.desk.open_record("project", project.key))
        dialog.open()

    def _add_contact(self) -> None:
        if self.enterprise_id is not None:
            contact = Contact(name="", enterprise_id=self.enterprise_id)
            EditContactDialog(self.desk, self._crm, contact, self).open()

    def _edit_contact(self, contact_id: int) -> None:
        def show(contact: Contact) -> None:
            EditContactDialog(self.desk, self._crm, contact, self).open()

        self.desk.tasks.read(self, lambda: self._crm.directory.contact(contact_id), show, key="contact")

    def _merge(self) -> None:
        if self.page is not None:
            MergeWithDialog(self.desk, self._crm, self._ref, self).open()

    def _split(self) -> None:
        if self.page is not None:
            open_split(self.desk, self._crm, self._ref, self)

    def _delete(self) -> None:
        if self.page is None:
            return
        ref, name = self._ref, self.page.enterprise.name
        question = _("Delete {name}? Undo brings it back.").format(name=name)
        if self.desk.prompts.confirm(self, question, _("Delete"), danger=True):
            self._write(lambda: self._crm.directory.delete(ref), _("Enterprise deleted"))

    # Files

    def _choose_files(self) -> None:
        self.add_files([str(file) for file in self.desk.prompts.open_files(self, _("Add files"), ["(*)"])])

    def add_files(self, files: list[str]) -> None:
        """Keeps files with the enterprise."""
        if self.enterprise_id is None:
            return
        ref = self._ref
        for file in files:
            path = Path(file)
            self._write(
                lambda path=path: self._crm.attachments.add_file(ref, path),  # type: ignore[misc]
                _("{name} attached").format(name=path.name),
            )

    def _open_file(self, attachment_id: int) -> None:
        def opened(copy: Path) -> None:
            self.desk.prompts.open_externally(copy)

        self.desk.tasks.read(self, lambda: self._crm.attachments.copy_to_open(attachment_id), opened)

    # Qt's names from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.window().width() < NARROW
        is_tab = self.tabs.indexOf(self.side) >= 0
        if narrow and not is_tab:
            self._columns.removeWidget(self.side)
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)
            self.tabs.addTab(self.side, _("People and files"))
        elif not narrow and is_tab:
            self.tabs.removeTab(self.tabs.indexOf(self.side))
            self.side.setFixedWidth(SIDE_WIDTH)
            self._columns.addWidget(self.side)
            self.side.show()
        self._side_rule.setVisible(not narrow)

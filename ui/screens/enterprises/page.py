"""The page of one enterprise: facts, overview, people and files, and what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.directory import Contact
from crm.domain.errors import Conflict
from crm.domain.timeline import EnterprisePage, TimelineEntry
from crm.i18n import N_, _
from ui.dialogs.edit_aliases import EditAliasesDialog
from ui.dialogs.edit_contact import EditContactDialog
from ui.dialogs.edit_enterprise import EditEnterpriseDialog
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.merge_records import MergeWithDialog
from ui.dialogs.new_project import NewProjectDialog
from ui.dialogs.pick_nodes import PickNodesDialog
from ui.dialogs.split_records import open_split
from ui.screens.enterprises.facts import EnterpriseFacts
from ui.screens.enterprises.head import EnterpriseHead
from ui.screens.enterprises.overview import OverviewPanel, SideColumn
from ui.screens.records.files import RecordFiles
from ui.screens.records.history import HistoryPanel
from ui.shared.choice_list import Choice
from ui.shared.labels import day
from ui.shared.page_parts import PageTabs, RecordView, SideFold
from ui.shared.screen import Desk
from ui.shared.widgets.sections import Counter, CounterStrip, rule

SECTION = N_("Enterprise")
KINDS = (
    "enterprise", "enterprise_industry", "industry", "contact", "project", "mention", "article", "alias",
    "attachment", "follow_up", "officer",
)  # fmt: skip
SIDE_WIDTH = 320


class EnterpriseView(RecordView):
    """Everything about one enterprise; facts are changed in place."""

    kind = "enterprise"

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._crm = crm
        self.page: EnterprisePage | None = None
        self.files = RecordFiles(self, crm)
        self._build()
        self._connect()
        self._register()
        self.watch(KINDS)

    def reading(self, record_id: int) -> Callable[[], EnterprisePage]:
        """Reads everything about an enterprise as of today."""
        today = self.desk.today()
        return lambda: self._crm.directory.enterprise_page(record_id, today)

    def show_found(self, page: EnterprisePage) -> None:
        """Shows an enterprise."""
        self.page, self.record_id = page, page.enterprise.key  # it may have been merged into another
        self.files.kept = page.attachments
        self.head.show_page(page)
        self.counters.show_counters(self._counters(page))
        self.facts.show_page(page)
        self.overview.show_page(page)
        self.side.show_page(page)
        self.history.show_entries(self.ref, page.timeline)

    def focus_line(self) -> bool:
        """Puts the keyboard into the line to log with."""
        self.tabs.choose("timeline")
        self.history.line.setFocus()
        return True

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head: EnterpriseHead = EnterpriseHead()
        self.counters = CounterStrip()
        self.counters.setProperty("frame", "bar")
        self.counters.setProperty("ground", "panel")
        for part in (self.head, rule(), self.counters, rule()):
            column.addWidget(part)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        self.facts = EnterpriseFacts(self.desk, self._crm)
        columns.addWidget(self.facts)
        columns.addWidget(rule(upright=True))
        self.overview = OverviewPanel(self.desk.today)
        self.history = HistoryPanel(self.desk, self._crm, has_stages=False)
        self.tabs = PageTabs(_("Lists"))
        self.tabs.add("overview", _("Overview"), self.overview)
        self.tabs.add("timeline", _("Timeline"), self.history)
        columns.addWidget(self._make_middle(), 1)
        self.side = SideColumn(self.desk.today)
        self._fold = SideFold(columns, self.side, SIDE_WIDTH, self.tabs, _("People and files"))
        column.addLayout(columns, 1)

    def _make_middle(self) -> QWidget:
        middle = QWidget()
        middle.setProperty("ground", "panel")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 0, 12, 0)
        bar.addWidget(self.tabs)
        column.addLayout(bar)
        column.addWidget(rule())
        column.addWidget(self.tabs.pages, 1)
        return middle

    def _connect(self) -> None:
        head, side = self.head, self.side
        self.connect_head()
        head.log_asked.connect(self._log)
        head.project_asked.connect(self._new_project)
        head.menu_asked.connect(self._ask_menu)
        head.track_asked.connect(lambda on: self._save({"is_tracked": on}))
        self.counters.chosen.connect(self._go)
        self.facts.edited.connect(lambda key, value: self._save({key: value}))
        self.facts.refused.connect(self.refuse)
        self.facts.aliases_asked.connect(self._edit_aliases)
        self.facts.nodes_asked.connect(self._pick_nodes)
        self.overview.opened.connect(self.desk.open_record)
        self.overview.project_asked.connect(self._new_project)
        self.history.opened.connect(self._open_entry)
        self.history.delete_asked.connect(
            lambda key: self.write(lambda: self._crm.follow_ups.delete(key), _("Follow-up deleted"))
        )
        side.opened.connect(self.desk.open_record)
        side.contact_opened.connect(self._edit_contact)
        side.contact_asked.connect(self._add_contact)
        side.files_asked.connect(self.files.choose)
        side.files_dropped.connect(self.files.add)
        side.file_opened.connect(self.files.open_copy)

    def _register(self) -> None:
        self.register(
            SECTION,
            (
                ("log", N_("Log a follow-up in full"), "follow_up", "Ctrl+L", self._log),
                ("project", N_("New project"), "project", "Ctrl+Shift+N", self._new_project),
                ("contact", N_("New contact"), "contact", "Ctrl+Shift+P", self._add_contact),
                ("edit", N_("Edit all fields"), "edit", "Ctrl+E", self._edit),
                ("aliases", N_("Other names"), "alias", "", self._edit_aliases),
                ("nodes", N_("Chain nodes"), "industry", "", self._pick_nodes),
                ("files", N_("Add files"), "attachment", "", self.files.choose),
                ("picture", N_("Add the copied picture"), "paste", "Ctrl+Shift+V", self.files.paste_picture),
                ("merge", N_("Merge with another"), "merge", "Ctrl+Shift+M", self._merge),
                ("split", N_("Split a merged record"), "merge", "", self._split),
                ("delete", N_("Delete the enterprise"), "delete", "", self._delete),
            ),
        )

    # Showing

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

    def _go(self, key: str) -> None:
        self.tabs.choose("timeline" if key == "talks" else "overview")
        if key == "people":
            self._fold.show()
            self.side.contacts.rows.setFocus()

    def _open_entry(self, entry: TimelineEntry) -> None:
        if entry.ref is None or self.page is None:
            return
        if entry.ref.kind == "article":
            self.desk.open_record("article", entry.ref.id)
        elif entry.ref.kind == "attachment":
            self.files.look_at_id(entry.ref.id)

    # Changing

    def _save(self, values: dict[str, Any], version: int | None = None) -> None:
        if self.page is None:
            return
        plain = {key: value.key if isinstance(value, Choice) else value for key, value in values.items()}
        known = self.page.enterprise
        changed = replace(known, version=known.version if version is None else version, **plain)

        self.save(
            lambda: self._crm.directory.save_enterprise(changed),
            lambda error: self._save_over(error, values),
        )

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
            EditAliasesDialog(self.desk, self._crm, self.ref, self.page.aliases, self).open()

    def _pick_nodes(self) -> None:
        if self.page is not None:
            chosen = [node.key for node in self.page.nodes]
            PickNodesDialog(self.desk, self._crm, self.page.enterprise.key, chosen, self).open()

    def _log(self) -> None:
        if self.page is not None:
            LogFollowUpDialog(self.desk, self._crm, [self.ref], self).open()

    def _new_project(self) -> None:
        if self.page is None:
            return
        firm = Choice(key=self.page.enterprise.key, name=self.page.enterprise.name, kind="enterprise")
        dialog = NewProjectDialog(self.desk, self._crm, self, enterprise=firm)
        dialog.saved.connect(lambda project: self.desk.open_record("project", project.key))
        dialog.open()

    def _add_contact(self) -> None:
        if self.record_id is not None:
            contact = Contact(name="", enterprise_id=self.record_id)
            EditContactDialog(self.desk, self._crm, contact, self).open()

    def _edit_contact(self, contact_id: int) -> None:
        def show(contact: Contact) -> None:
            EditContactDialog(self.desk, self._crm, contact, self).open()

        self.desk.tasks.read(self, lambda: self._crm.directory.contact(contact_id), show, key="contact")

    def _merge(self) -> None:
        if self.page is not None:
            MergeWithDialog(self.desk, self._crm, self.ref, self).open()

    def _split(self) -> None:
        if self.page is not None:
            open_split(self.desk, self._crm, self.ref, self)

    def _delete(self) -> None:
        if self.page is None:
            return
        ref = self.ref
        self.delete(
            self.page.enterprise.name, lambda: self._crm.directory.delete(ref), _("Enterprise deleted")
        )

    def _ask_menu(self) -> None:
        self.show_menu(["edit", "contact", "aliases", "nodes", "files", "", "merge", "split", "", "delete"])

    # Qt's names from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold.fit(self.window().width())

"""The page of one enterprise: facts, projects, articles and contacts, people and signals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.directory import Contact, LabelGround
from crm.domain.errors import Conflict
from crm.domain.timeline import EnterprisePage, TimelineEntry
from crm.i18n import N_, _
from ui.dialogs.edit_aliases import EditAliasesDialog
from ui.dialogs.edit_contact import EditContactDialog
from ui.dialogs.edit_enterprise import EditEnterpriseDialog
from ui.dialogs.edit_label import EditLabelDialog
from ui.dialogs.edit_task import open_task
from ui.dialogs.field_history import FieldHistories
from ui.dialogs.grade_enterprise import GradeEnterpriseDialog
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.merge_records import MergeWithDialog, open_merge
from ui.dialogs.new_project import NewProjectDialog
from ui.dialogs.pick_nodes import PickNodesDialog
from ui.dialogs.split_records import open_split
from ui.screens.enterprises.counters import counters_of
from ui.screens.enterprises.facts import EnterpriseFacts
from ui.screens.enterprises.head import EnterpriseHead
from ui.screens.enterprises.lists import ArticlePanel, OverviewPanel, talks_of
from ui.screens.enterprises.projects import FirmProjects
from ui.screens.enterprises.side import SideColumn
from ui.screens.records.files import FileSection, RecordFiles
from ui.screens.records.history import HistoryPanel
from ui.screens.records.tasks import TaskSection
from ui.shared.choice_list import Choice
from ui.shared.labels import told_change
from ui.shared.page_parts import PageTabs, RecordView, ScrollColumn, SideFold
from ui.shared.screen import Desk
from ui.shared.tab_order import give_keyboard
from ui.shared.widgets.chips import Chip
from ui.shared.widgets.sections import CounterStrip, rule

SECTION = N_("Enterprise")
KINDS = (
    "enterprise", "enterprise_industry", "industry", "contact", "project", "mention", "article", "alias",
    "attachment", "follow_up", "task", "officer", "label_ground", "office_setting", "pin", "visit",
    "visit_stop",
)  # fmt: skip
SIDE_WIDTH = 320
SEEN_BY = {"projects": "projects", "talks": "talks", "articles": "articles"}  # counter -> tab


class EnterpriseView(RecordView):
    """Everything about one enterprise; facts are changed in place."""

    kind = "enterprise"

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._crm = crm
        self.page: EnterprisePage | None = None
        self.files = RecordFiles(self, crm)
        self._build()
        self.pasts = FieldHistories(desk, crm, self, self.facts.rows)
        self._connect()
        self._register()
        self.watch(KINDS)

    def reading(self, record_id: int) -> Callable[[], EnterprisePage]:
        """Reads everything about an enterprise as of today, or about its group."""
        today, group = self.desk.today(), self.group.isChecked()
        return lambda: self._crm.directory.enterprise_page(record_id, today, with_group=group)

    def show_found(self, page: EnterprisePage) -> None:
        """Shows an enterprise."""
        self.page, self.record_id = page, page.enterprise.key  # it may have been merged into another
        today = self.desk.today()
        self.files.kept = page.attachments
        self.group.setVisible(page.group_count > 0)
        self.head.show_page(page, today)
        self.counters.show_counters(counters_of(page, today))
        self.facts.show_page(page)
        self.overview.show_page(page)
        self.projects.show_projects(page.projects)
        self.articles.show_articles(page.articles)
        self.file_list.show_files(page.attachments)
        self.side.show_page(page)
        self.tasks.show_about(self.ref)
        self.pasts.show_of(self.ref)
        self.history.show_entries(self.ref, page.timeline)
        for key, count in (
            ("projects", len(page.projects)),
            ("talks", len(talks_of(page))),
            ("articles", len(page.articles)),
            ("timeline", len(page.timeline)),
            ("files", len(page.attachments)),
        ):
            self.tabs.show_count(key, count)

    def focus_line(self) -> bool:
        """Puts the keyboard into the line to log with."""
        self.tabs.choose("talks")
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
        columns.addWidget(self._make_middle(), 1)
        self.tasks = TaskSection(self.desk, self._crm)
        self.side = SideColumn(self.desk.today, self.tasks)
        self._fold = SideFold(columns, self.side, SIDE_WIDTH, self.tabs, _("People and signals"))
        column.addLayout(columns, 1)

    def _make_middle(self) -> QWidget:
        self.overview = OverviewPanel(self.desk)
        self.projects = FirmProjects(self.desk, is_whole=True)
        self.articles = ArticlePanel(self.desk.today)
        self.history = HistoryPanel(self.desk, self._crm, "enterprise", has_stages=False)
        self.file_list = FileSection()
        holder = ScrollColumn()
        holder.setAcceptDrops(True)
        holder.files_dropped.connect(self.files.add)
        holder.add(self.file_list)
        self.tabs = PageTabs(_("Lists"))
        for key, title, widget in (
            ("overview", _("Overview"), self.overview),
            ("projects", _("Projects"), self.projects),
            ("talks", _("Follow-ups"), self.history),
            ("articles", _("Articles"), self.articles),
            ("timeline", _("Timeline"), self.history),
            ("files", _("Attachments"), holder),
        ):
            self.tabs.add(key, title, widget)
        self.group = Chip(_("With subsidiaries"))
        self.group.hide()
        middle = QWidget()
        middle.setProperty("ground", "panel")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 0, 12, 0)
        bar.addWidget(self.tabs, 1)
        bar.addWidget(self.group, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(bar)
        column.addWidget(rule())
        column.addWidget(self.tabs.pages, 1)
        return middle

    def _connect(self) -> None:
        head, facts, side = self.head, self.facts, self.side
        self.connect_head()
        head.log_asked.connect(self._log)
        head.project_asked.connect(self._new_project)
        head.menu_asked.connect(self._ask_menu)
        head.track_asked.connect(lambda on: self._save({"is_tracked": on}))
        self.counters.chosen.connect(self._go)
        facts.edited.connect(lambda key, value: self._save({key: value}))
        self.pasts.use("enterprise", facts.own_fields(), told_change, self._restore)
        facts.refused.connect(self.refuse)
        asked = {"aliases": self._edit_aliases, "nodes": self._pick_nodes, "grade": self._grade}
        facts.asked.connect(lambda key: asked[key]())
        facts.label_asked.connect(self._edit_label)
        self.group.toggled.connect(lambda _on: self.refresh())
        self.tabs.chosen.connect(self._show_tab)
        self.overview.opened.connect(self.desk.open_record)
        self.overview.project_asked.connect(self._new_project)
        self.overview.all_asked.connect(self.tabs.choose)
        self.projects.opened.connect(lambda key: self.desk.open_record("project", key))
        self.articles.opened.connect(self.desk.open_record)
        self.history.opened.connect(self._open_entry)
        self.history.delete_asked.connect(
            lambda key: self.write(lambda: self._crm.follow_ups.delete(key), _("Follow-up deleted"))
        )
        side.opened.connect(self.desk.open_record)
        side.contact_opened.connect(self._edit_contact)
        side.contact_asked.connect(self._add_contact)
        side.twin_asked.connect(self._compare)
        side.files_dropped.connect(self.files.add)
        self.files.connect(self.file_list)

    def _register(self) -> None:
        self.register(
            SECTION,
            (
                ("log", N_("Log a follow-up in full"), "follow_up", "Ctrl+L", self._log),
                ("project", N_("New project"), "project", "Ctrl+Shift+N", self._new_project),
                ("contact", N_("New contact"), "contact", "Ctrl+Shift+P", self._add_contact),
                ("edit", N_("Edit all fields"), "edit", "Ctrl+E", self._edit),
                ("grade", N_("Grade the enterprise"), "target", "Ctrl+G", self._grade),
                ("label", N_("New label"), "alias", "", self._new_label),
                ("track", N_("Track the enterprise or let it go"), "leader", "", self.head.track.toggle),
                ("group", N_("With subsidiaries"), "enterprise", "", self.group.toggle),
                ("aliases", N_("Other names"), "alias", "", self._edit_aliases),
                ("nodes", N_("Chain nodes"), "industry", "", self._pick_nodes),
                ("files", N_("Add files"), "attachment", "", self.files.choose),
                ("picture", N_("Add the copied picture"), "paste", "Ctrl+Shift+V", self.files.paste_picture),
                ("merge", N_("Merge with another"), "merge", "Ctrl+Shift+M", self._merge),
                ("split", N_("Split a merged record"), "merge", "", self._split),
                ("delete", N_("Delete the enterprise"), "delete", "", self._delete),
            ),
        )

    # Going about

    def _show_tab(self, key: str) -> None:
        """Follow-ups and the timeline are one list, seen more or less narrowly."""
        if key in ("talks", "timeline"):
            self.history.tabs.choose("follow_up" if key == "talks" else "all")

    def _go(self, key: str) -> None:
        """Opens the rows that a counter has counted."""
        if key in SEEN_BY:
            self.tabs.choose(SEEN_BY[key])
            return
        self._fold.show()
        section = self.side.contacts if key == "people" else self.side.signals
        rows = section.rows.rows
        if rows:
            give_keyboard(rows[0])
        else:
            self.side.ensureWidgetVisible(section)

    def _open_entry(self, entry: TimelineEntry) -> None:
        ref = entry.ref
        if ref is not None and ref.kind in ("article", "visit"):
            self.desk.open_record(ref.kind, ref.id)
        elif ref is not None and ref.kind == "task":
            open_task(self.desk, self._crm, self, ref.id)
        elif ref is not None and ref.kind == "attachment":
            self.files.look_at_id(ref.id)

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

    def _restore(self, key: str, value: Any) -> None:
        self._save({key: value})

    def _save_over(self, error: Conflict, values: dict[str, Any]) -> None:
        """Puts my value into what somebody else has saved, whose other fields stay."""
        if self.page is not None and error.theirs is not None:
            self.page = replace(self.page, enterprise=error.theirs)  # type: ignore[arg-type]
            self._save(values)

    def _with_page(self, run: Callable[[EnterprisePage], None]) -> None:
        if self.page is not None:
            run(self.page)

    def _edit(self) -> None:
        def show(page: EnterprisePage) -> None:
            parent = page.parent.name if page.parent else ""
            EditEnterpriseDialog(
                self.desk, self._crm, page.enterprise, self, parent_name=parent, owner_name=page.row.owner
            ).open()

        self._with_page(show)

    def _grade(self) -> None:
        self._with_page(lambda page: GradeEnterpriseDialog(self.desk, self._crm, page, self).open())

    def _new_label(self) -> None:
        self._with_page(lambda page: self._edit_label(LabelGround(enterprise_id=page.enterprise.key)))

    def _edit_label(self, ground: LabelGround) -> None:
        EditLabelDialog(self.desk, self._crm, ground, self).open()

    def _edit_aliases(self) -> None:
        self._with_page(
            lambda page: EditAliasesDialog(self.desk, self._crm, self.ref, page.aliases, self).open()
        )

    def _pick_nodes(self) -> None:
        def show(page: EnterprisePage) -> None:
            chosen = [node.key for node in page.nodes]
            PickNodesDialog(self.desk, self._crm, page.enterprise.key, chosen, self).open()

        self._with_page(show)

    def _log(self) -> None:
        self._with_page(lambda _page: LogFollowUpDialog(self.desk, self._crm, [self.ref], self).open())

    def _new_project(self) -> None:
        def show(page: EnterprisePage) -> None:
            firm = Choice(key=page.enterprise.key, name=page.enterprise.name, kind="enterprise")
            dialog = NewProjectDialog(self.desk, self._crm, self, enterprise=firm)
            dialog.saved.connect(lambda project: self.desk.open_record("project", project.key))
            dialog.open()

        self._with_page(show)

    def _add_contact(self) -> None:
        if self.record_id is not None:
            contact = Contact(name="", enterprise_id=self.record_id)
            EditContactDialog(self.desk, self._crm, contact, self).open()

    def _edit_contact(self, contact_id: int) -> None:
        def show(contact: Contact) -> None:
            EditContactDialog(self.desk, self._crm, contact, self).open()

        self.desk.tasks.read(self, lambda: self._crm.directory.contact(contact_id), show, key="contact")

    def _compare(self, other_id: int) -> None:
        """Lays a possible duplicate beside the enterprise."""
        open_merge(self.desk, self._crm, self, "enterprise", [self.ref.id, other_id])

    def _merge(self) -> None:
        self._with_page(lambda _page: MergeWithDialog(self.desk, self._crm, self.ref, self).open())

    def _split(self) -> None:
        if self.record_id is not None:
            open_split(self.desk, self._crm, self.ref, self)

    def _delete(self) -> None:
        if self.page is None:
            return
        ref, name = self.ref, self.page.enterprise.name
        self.delete(name, lambda: self._crm.directory.delete(ref), _("Enterprise deleted"))

    def _ask_menu(self) -> None:
        self.show_menu(
            [
                "edit",
                "grade",
                "label",
                "contact",
                "aliases",
                "nodes",
                "files",
                "",
                "track",
                "merge",
                "split",
                "",
                "delete",
            ]
        )

    # Qt's names from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold.fit(self.window().width())

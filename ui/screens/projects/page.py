"""The page of one project: facts, what happened, people and files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import Conflict, CrmError, Doubtful
from crm.domain.project_names import Relation
from crm.domain.projects import Obstacle
from crm.domain.stage_rules import evidence_of
from crm.domain.stages import Stage
from crm.domain.timeline import ProjectPage, TimelineEntry
from crm.i18n import N_, _
from ui.dialogs.add_contact import AddContactDialog
from ui.dialogs.edit_obstacle import EditObstacleDialog
from ui.dialogs.edit_project import EditProjectDialog
from ui.dialogs.edit_project_names import EditProjectNamesDialog
from ui.dialogs.edit_task import open_task
from ui.dialogs.field_history import FieldHistories
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.merge_records import MergeWithDialog
from ui.dialogs.split_records import open_split
from ui.dialogs.verify_project import VerifyProjectDialog
from ui.screens.projects.facts import DERIVED, FactPanel
from ui.screens.projects.files import ProjectFiles
from ui.screens.projects.head import ProjectHead
from ui.screens.projects.listing import SECTION
from ui.screens.projects.side import WIDTH as SIDE_WIDTH
from ui.screens.projects.side import SidePanel
from ui.screens.projects.stage_menu import stage_menu
from ui.screens.projects.steps import ProjectSteps
from ui.screens.records.history import HistoryPanel
from ui.screens.records.tasks import TaskSection
from ui.shared.doubts import is_meant
from ui.shared.labels import told_change
from ui.shared.page_parts import RecordView, SideFold
from ui.shared.project_fields import entered
from ui.shared.screen import Desk
from ui.shared.widgets.sections import rule

KINDS = (
    "project", "office_setting", "stage_entry", "transfer", "project_link", "alias", "claim", "obstacle",
    "attachment", "follow_up", "task", "visit", "visit_stop_project", "contact", "enterprise", "mention",
    "pin",
)  # fmt: skip


class ProjectView(RecordView):
    """Shows one project and changes it."""

    kind = "project"

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._crm = crm
        self.page: ProjectPage | None = None
        self._build()
        self.files = ProjectFiles(self, crm)
        self.steps = ProjectSteps(self, crm)
        self.pasts = FieldHistories(desk, crm, self, self.facts.rows)
        self._connect()
        self._connect_side()
        self._register()
        self.watch(KINDS)

    def reading(self, record_id: int) -> Callable[[], ProjectPage]:
        """Reads everything about a project as of today."""
        today = self.desk.today()
        return lambda: self._crm.projects.page(record_id, today)

    def show_found(self, page: ProjectPage) -> None:
        """Shows a project."""
        self.page, self.record_id = page, page.project.key  # it may have been merged into another
        self.steps.page, self.files.kept, self.files.quotes = page, page.attachments, page.quotes
        self.head.show_page(page, self.desk.today())
        self.facts.show_page(page)
        self.history.show_entries(self.ref, page.timeline)
        self.side.show_page(page)
        self.tasks.show_about(self.ref)
        self.pasts.show_of(self.ref)

    def focus_line(self) -> bool:
        """Puts the keyboard into the line to log with."""
        self.history.line.setFocus()
        return True

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head: ProjectHead = ProjectHead()
        column.addWidget(self.head)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(0)
        self.facts = FactPanel(self.desk, self._crm)
        row.addWidget(self.facts)
        row.addWidget(rule(upright=True))
        self.history = HistoryPanel(self.desk, self._crm)
        row.addWidget(self.history, 1)
        self.tasks = TaskSection(self.desk, self._crm)
        self.side = SidePanel(self.desk.today, self.tasks)
        self._fold = SideFold(row, self.side, SIDE_WIDTH, self.history.tabs, _("People and files"))
        column.addLayout(row, 1)

    def _connect(self) -> None:
        head, facts, steps = self.head, self.facts, self.steps
        self.connect_head()
        head.enterprise_asked.connect(lambda key: self.desk.open_record("enterprise", key))
        head.zone_asked.connect(lambda key: self.desk.open_record("zone", key))
        head.log_asked.connect(self._log)
        head.next_asked.connect(steps.move_on)
        head.menu_asked.connect(self._ask_menu)
        head.stage_asked.connect(lambda key: steps.take_stage(Stage(key)))
        facts.edited.connect(self._change)
        facts.adopt_asked.connect(self._adopt)
        facts.claim_asked.connect(lambda key: self.desk.open_record("claim", key))
        facts.credibility_given.connect(
            lambda key, value: self.write(lambda: self._crm.projects.set_credibility(key, value))
        )
        facts.fill_asked.connect(self._fill)
        own = [key for key in facts.rows if key not in DERIVED]
        self.pasts.use("project", own, told_change, self._change)
        facts.refused.connect(self.refuse)
        self.history.opened.connect(self._open_entry)
        self.history.stage_asked.connect(steps.move)
        self.history.delete_asked.connect(
            lambda key: self.write(lambda: self._crm.follow_ups.delete(key), _("Follow-up deleted"))
        )

    def _connect_side(self) -> None:
        side, files = self.side, self.files
        side.call_asked.connect(self._copy)
        side.contact_asked.connect(self._add_contact)
        side.obstacle_asked.connect(self._edit_obstacle)
        side.obstacle_closed.connect(self._close_obstacle)
        side.relative_asked.connect(lambda key: self.desk.open_record("project", key))
        side.decided.connect(self._decide)
        side.undecided.connect(lambda key: self.write(lambda: self._crm.projects.unrelate(key)))
        side.paper_asked.connect(files.add_paper)
        side.quote_asked.connect(files.ask_quote)
        side.files_dropped.connect(files.add)
        files.connect(side.files)

    def _register(self) -> None:
        files, steps = self.files, self.steps
        self.register(
            SECTION,
            (
                ("log", N_("Log a follow-up in full"), "follow_up", "Ctrl+L", self._log),
                ("move_on", N_("Enter the next stage"), "arrow_right", "Ctrl+Right", steps.move_on),
                ("move", N_("Change the stage"), "stage", "Ctrl+M", self._ask_stage),
                ("plan", N_("Next follow-up"), "next", "Ctrl+D", steps.plan),
                ("edit", N_("Edit all fields"), "edit", "Ctrl+E", self._edit),
                ("names", N_("Other names"), "alias", "", self._edit_names),
                ("verify", N_("Verify the project"), "review", "", self._verify),
                ("fill", N_("Fill in what is missing"), "warning", "", self.facts.fill_first),
                ("assign", N_("Hand over"), "officer", "", steps.assign),
                ("transfer", N_("Hand to another unit"), "merge", "", steps.transfer),
                ("take_over", N_("Take the project over"), "done", "", lambda: steps.answer(True)),
                ("decline", N_("Decline the project"), "reject", "", lambda: steps.answer(False)),
                ("hold", N_("Put on hold or take up again"), "on_hold", "", steps.hold),
                ("end", N_("End the project"), "reject", "", steps.end),
                ("files", N_("Add files"), "attachment", "", files.choose),
                ("picture", N_("Add the copied picture"), "paste", "Ctrl+Shift+V", files.paste_picture),
                ("merge", N_("Merge with another"), "merge", "Ctrl+Shift+M", self._merge),
                ("split", N_("Split a merged record"), "merge", "", self._split),
                ("delete", N_("Delete the project"), "delete", "", self._delete),
            ),
        )

    def _open_entry(self, entry: TimelineEntry) -> None:
        ref = entry.ref
        if ref is not None and ref.kind in ("article", "visit"):
            self.desk.open_record(ref.kind, ref.id)
        elif ref is not None and ref.kind == "task":
            open_task(self.desk, self._crm, self, ref.id)
        elif ref is not None and ref.kind == "attachment":
            self.files.look_at_id(ref.id)

    # Changing

    def _change(self, key: str, value: Any) -> None:
        if self.page is not None:
            self._save(self.page.project.version, entered({key: value}))

    def _save(self, version: int, values: dict[str, Any], *, is_sure: bool = False) -> None:
        assert self.page is not None
        project_id = self.page.project.key

        def over(error: Conflict) -> None:
            self._save(getattr(error.theirs, "version", version), values, is_sure=is_sure)

        self.save(
            lambda: self._crm.projects.change(project_id, version, is_sure=is_sure, **values),
            over,
            doubtful=lambda: self._save(version, values, is_sure=True),
        )

    def _adopt(self, claim_id: int, *, is_sure: bool = False) -> None:
        def failed(error: CrmError) -> None:
            if isinstance(error, Doubtful) and is_meant(self.desk, self, error):
                self._adopt(claim_id, is_sure=True)
            elif isinstance(error, Doubtful):
                self.refresh()
            else:
                self.fail(error)

        self.desk.tasks.write(
            self, lambda: self._crm.projects.adopt(claim_id, is_sure=is_sure), failed=failed
        )

    def _log(self) -> None:
        self.steps.open(lambda _page: LogFollowUpDialog(self.desk, self._crm, [self.ref], self))

    def _ask_stage(self) -> None:
        if self.page is not None:
            menu = stage_menu(self.page.project.stage, self)
            menu.triggered.connect(lambda action: self.steps.move(action.data()))
            menu.popup(self.head.bar.mapToGlobal(self.head.bar.rect().bottomLeft()))

    def _decide(self, other_id: int, relation: Relation, is_later: bool) -> None:
        """Remembers what a project is to another: the later phase stands first."""
        if self.record_id is not None:
            pair = (self.record_id, other_id) if is_later else (other_id, self.record_id)
            self.write(lambda: self._crm.projects.relate(*pair, relation), _("Remembered"))

    def _verify(self) -> None:
        self.steps.open(lambda page: VerifyProjectDialog(self.desk, self._crm, page, self))

    def _edit_names(self) -> None:
        self.steps.open(lambda page: EditProjectNamesDialog(self.desk, self._crm, page, self))

    def _edit(self, first: str = "") -> None:
        self.steps.open(lambda page: EditProjectDialog(self.desk, self._crm, page, self, first=first))

    def _fill(self, key: str) -> None:
        """Fills in what is missing: a field in the form, a paper by a file."""
        kind = evidence_of(key)
        if kind is None:
            self._edit(key)
        else:
            self.files.add_paper(kind)

    def _merge(self) -> None:
        self.steps.open(lambda _page: MergeWithDialog(self.desk, self._crm, self.ref, self))

    def _split(self) -> None:
        if self.record_id is not None:
            open_split(self.desk, self._crm, self.ref, self)

    def _delete(self) -> None:
        if self.page is not None:
            project = self.page.project
            self.delete(project.name, lambda: self._crm.projects.delete(project.key), _("Project deleted"))

    def _ask_menu(self) -> None:
        waits = self.steps.open_transfer() is not None
        self.show_menu(
            [
                "edit",
                "names",
                "verify",
                "plan",
                "assign",
                *(["take_over", "decline"] if waits else ["transfer"]),
                "files",
                "",
                "hold",
                "merge",
                "split",
                "end",
                "",
                "delete",
            ],
            more=self.steps.stages_in,
        )

    # People and obstacles

    def _copy(self, text: str) -> None:
        self.desk.prompts.copy(text)
        self.desk.show_toast(_("Copied {text}").format(text=text))

    def _add_contact(self) -> None:
        firm = self.page.enterprise if self.page is not None else None
        if firm is not None:
            AddContactDialog(self.desk, self._crm, firm.key, self).open()

    def _edit_obstacle(self, obstacle: Obstacle | None) -> None:
        self.steps.open(
            lambda page: EditObstacleDialog(
                self.desk, self._crm, obstacle or Obstacle(project_id=page.project.key, text=""), self
            )
        )

    def _close_obstacle(self, obstacle_id: int) -> None:
        today = self.desk.today()
        self.write(lambda: self._crm.projects.close_obstacle(obstacle_id, today), _("Obstacle solved"))

    # Qt's names from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold.fit(self.window().width())

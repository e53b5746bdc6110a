"""The page of one project: facts, what happened, people and files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import Conflict, CrmError, Doubtful, NotFound
from crm.domain.project_names import Relation
from crm.domain.projects import Obstacle
from crm.domain.records import Ref
from crm.domain.rows import ArticleRow
from crm.domain.stage_rules import evidence_of
from crm.domain.stages import ENDS, WAY, Stage, end_for, position
from crm.domain.timeline import ProjectPage, TimelineEntry, TransferTold
from crm.domain.transfers import TransferState
from crm.i18n import N_, _
from ui.dialogs.add_contact import AddContactDialog
from ui.dialogs.edit_obstacle import EditObstacleDialog
from ui.dialogs.edit_project import EditProjectDialog
from ui.dialogs.edit_project_names import EditProjectNamesDialog
from ui.dialogs.edit_task import open_task
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.merge_records import MergeWithDialog
from ui.dialogs.move_project import MoveProjectDialog
from ui.dialogs.plan_projects import AssignDialog, HoldDialog, PlanDialog
from ui.dialogs.record_stage import RecordStageDialog
from ui.dialogs.split_records import open_split
from ui.dialogs.transfer_project import AnswerTransferDialog, TransferProjectDialog
from ui.dialogs.verify_project import VerifyProjectDialog
from ui.screens.projects.facts import FactPanel
from ui.screens.projects.files import ProjectFiles
from ui.screens.projects.head import ProjectHead
from ui.screens.projects.history import HistoryPanel
from ui.screens.projects.listing import SECTION, stage_menu
from ui.screens.projects.side import WIDTH as SIDE_WIDTH
from ui.screens.projects.side import SidePanel
from ui.screens.projects.tasks import TaskSection
from ui.shared.actions import ActionSpec
from ui.shared.doubts import is_meant
from ui.shared.icons import icon
from ui.shared.labels import also_in
from ui.shared.project_fields import entered
from ui.shared.screen import Desk
from ui.shared.widgets.sections import rule

NARROW = 1280  # of the window; below it people and files are a tab
KINDS = (
    "project", "office_setting", "stage_entry", "transfer", "project_link", "alias", "claim", "obstacle",
    "attachment", "follow_up", "task", "contact", "enterprise", "mention",
)  # fmt: skip


class ProjectView(QWidget):
    """Shows one project and changes it."""

    back_asked = Signal()
    step_asked = Signal(int)

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self.project_id: int | None = None
        self.page: ProjectPage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._build()
        self.files = ProjectFiles(desk, crm, self, self._write)
        self._connect()
        self._register()
        desk.live.watch(self, KINDS, lambda _changes: self.refresh())

    def show_project(
        self, project_id: int, title: str = "", place: int | None = None, count: int = 0
    ) -> None:
        """Shows a project that was opened from a list of `count`."""
        self.project_id = project_id
        self.head.show_way(title, place, count)
        self.refresh()

    def refresh(self) -> None:
        """Reads the project again; what is being edited stays open."""
        project_id, today = self.project_id, self.desk.today()
        if project_id is None:
            return

        self.desk.tasks.read(
            self,
            lambda: self._crm.projects.page(project_id, today),
            self._show,
            key="page",
            failed=self._missed,
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = ProjectHead()
        column.addWidget(self.head)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(0)
        self.facts = FactPanel(self.desk, self._crm)
        row.addWidget(self.facts)
        row.addWidget(rule(upright=True))
        self.history = HistoryPanel(self.desk, self._crm)
        self.history.setProperty("ground", "panel")
        self.history.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row.addWidget(self.history, 1)
        self._side_rule = rule(upright=True)
        row.addWidget(self._side_rule)
        self.tasks = TaskSection(self.desk, self._crm)
        self.side = SidePanel(self.desk.today, self.tasks)
        self.side.setFixedWidth(SIDE_WIDTH)
        row.addWidget(self.side)
        self._columns = row
        column.addLayout(row, 1)

    def _connect(self) -> None:
        head = self.head
        head.back_asked.connect(self.back_asked)
        head.step_asked.connect(self.step_asked)
        head.enterprise_asked.connect(lambda key: self.desk.open_record("enterprise", key))
        head.zone_asked.connect(lambda key: self.desk.open_record("zone", key))
        head.log_asked.connect(self._log)
        head.next_asked.connect(self._move_on)
        head.menu_asked.connect(self._ask_menu)
        head.stage_asked.connect(lambda key: self._take_stage(Stage(key)))
        self.facts.edited.connect(self._change)
        self.facts.adopt_asked.connect(self._adopt)
        self.facts.claim_asked.connect(lambda key: self.desk.open_record("claim", key))
        self.facts.credibility_given.connect(
            lambda key, value: self._write(lambda: self._crm.projects.set_credibility(key, value))
        )
        self.facts.fill_asked.connect(self._fill)
        self.facts.refused.connect(lambda text: self.desk.show_toast(text, is_error=True))
        self.history.opened.connect(self._open_entry)
        self.history.stage_asked.connect(self._move)
        self.history.delete_asked.connect(
            lambda key: self._write(lambda: self._crm.follow_ups.delete(key), _("Follow-up deleted"))
        )
        self._connect_side()

    def _connect_side(self) -> None:
        side, files = self.side, self.files
        side.call_asked.connect(self._copy)
        side.contact_asked.connect(self._add_contact)
        side.obstacle_asked.connect(self._edit_obstacle)
        side.obstacle_closed.connect(self._close_obstacle)
        side.relative_asked.connect(lambda key: self.desk.open_record("project", key))
        side.decided.connect(self._decide)
        side.undecided.connect(lambda key: self._write(lambda: self._crm.projects.unrelate(key)))
        side.files_asked.connect(files.choose)
        side.paper_asked.connect(files.add_paper)
        side.quote_asked.connect(files.ask_quote)
        side.classified.connect(
            lambda key, kind: self._write(lambda: self._crm.attachments.classify(key, kind))
        )
        side.files_dropped.connect(files.add)
        side.attachment_shown.connect(files.look_at)
        side.attachment_opened.connect(files.open_copy)
        side.attachment_saved.connect(files.save_copy)
        side.attachment_removed.connect(
            lambda key: self._write(lambda: self._crm.attachments.remove(key), _("Attachment removed"))
        )

    def _register(self) -> None:
        files = self.files
        for action_id, text, symbol, key, run in (
            ("project.back", N_("Back to the list"), "left", "Alt+Left", self.back_asked.emit),
            ("project.previous", N_("Previous project"), "up", "Ctrl+Up", lambda: self.step_asked.emit(-1)),
            ("project.next", N_("Next project"), "down", "Ctrl+Down", lambda: self.step_asked.emit(1)),
            ("project.log", N_("Log a follow-up in full"), "follow_up", "Ctrl+L", self._log),
            ("project.move_on", N_("Enter the next stage"), "arrow_right", "Ctrl+Right", self._move_on),
            ("project.move", N_("Change the stage"), "stage", "Ctrl+M", self._ask_stage),
            ("project.plan", N_("Next follow-up"), "next", "Ctrl+D", self._plan),
            ("project.edit", N_("Edit all fields"), "edit", "Ctrl+E", self._edit),
            ("project.names", N_("Other names"), "alias", "", self._edit_names),
            ("project.verify", N_("Verify the project"), "review", "", self._verify),
            ("project.fill", N_("Fill in what is missing"), "warning", "", self.facts.fill_first),
            ("project.assign", N_("Hand over"), "officer", "", self._assign),
            ("project.transfer", N_("Hand to another unit"), "merge", "", self._transfer),
            ("project.take_over", N_("Take the project over"), "done", "", lambda: self._answer(True)),
            ("project.decline", N_("Decline the project"), "reject", "", lambda: self._answer(False)),
            ("project.hold", N_("Put on hold or take up again"), "on_hold", "", self._hold),
            ("project.end", N_("End the project"), "reject", "", self._end),
            ("project.files", N_("Add files"), "attachment", "", files.choose),
            ("project.picture", N_("Add the copied picture"), "paste", "Ctrl+Shift+V", files.paste_picture),
            ("project.merge", N_("Merge with another"), "merge", "Ctrl+Shift+M", self._merge),
            ("project.split", N_("Split a merged record"), "merge", "", self._split),
            ("project.delete", N_("Delete the project"), "delete", "", self._delete),
        ):  # fmt: skip
            spec = ActionSpec(id=action_id, text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self)

    # Showing

    def _show(self, page: ProjectPage) -> None:
        self.page, self.project_id = page, page.project.key  # it may have been merged into another
        self.files.page = page
        self.head.show_page(page, self.desk.today())
        self.facts.show_page(page)
        self.history.show_entries(Ref(kind="project", id=page.project.key), page.timeline)
        self.side.show_page(page)
        self.tasks.show_about(Ref(kind="project", id=page.project.key))

    def _missed(self, error: CrmError) -> None:
        if isinstance(error, NotFound):
            self.project_id = None
            self.back_asked.emit()
        else:
            self.desk.tasks.tell(error)

    def focus_line(self) -> None:
        """Puts the keyboard into the line to log with."""
        self.history.line.setFocus()

    def _open_entry(self, entry: TimelineEntry) -> None:
        if entry.ref is None:
            return
        if entry.ref.kind == "article":
            self.desk.open_record("article", entry.ref.id)
        elif entry.ref.kind == "attachment":
            self.files.look_at_id(entry.ref.id)
        elif entry.ref.kind == "task":
            open_task(self.desk, self._crm, self, entry.ref.id)

    # Changing

    def _write(self, work: Callable[[], Any], told: str = "") -> None:
        def done(_value: Any) -> None:
            if told:
                self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, work, done, failed=self._fail)

    def _fail(self, error: CrmError) -> None:
        self.desk.show_toast(str(error), is_error=True)
        self.refresh()

    def _change(self, key: str, value: Any) -> None:
        if self.page is None:
            return
        self._save(self.page.project.version, entered({key: value}))

    def _save(self, version: int, values: dict[str, Any], *, is_sure: bool = False) -> None:
        assert self.page is not None
        project_id = self.page.project.key

        def failed(error: CrmError) -> None:
            if isinstance(error, Doubtful) and is_meant(self.desk, self, error):
                self._save(version, values, is_sure=True)
            elif isinstance(error, Doubtful):
                self.refresh()
            elif not isinstance(error, Conflict):
                self._fail(error)
            elif self.desk.prompts.choose(self, str(error), [_("Keep mine"), _("Take theirs")]) == 0:
                self._save(getattr(error.theirs, "version", version), values, is_sure=is_sure)
            else:
                self.refresh()

        def done(_saved: Any) -> None:
            self.refresh()
            self.desk.show_toast(_("Saved"), [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(
            self,
            lambda: self._crm.projects.change(project_id, version, is_sure=is_sure, **values),
            done,
            failed=failed,
        )

    def _adopt(self, claim_id: int, *, is_sure: bool = False) -> None:
        def failed(error: CrmError) -> None:
            if isinstance(error, Doubtful) and is_meant(self.desk, self, error):
                self._adopt(claim_id, is_sure=True)
            elif isinstance(error, Doubtful):
                self.refresh()
            else:
                self._fail(error)

        self.desk.tasks.write(
            self, lambda: self._crm.projects.adopt(claim_id, is_sure=is_sure), failed=failed
        )

    def _open(self, make: Callable[[ProjectPage], QDialog]) -> None:
        if self.page is not None:
            make(self.page).open()

    def _log(self) -> None:
        desk, crm = self.desk, self._crm
        about = [Ref(kind="project", id=self.project_id)] if self.project_id is not None else []
        self._open(lambda _page: LogFollowUpDialog(desk, crm, about, self))

    def _move(self, target: Stage) -> None:
        if self.page is not None and target != self.page.project.stage:
            self._open(lambda page: MoveProjectDialog(self.desk, self._crm, page, target, self))

    def _take_stage(self, stage: Stage) -> None:
        """A click on the bar: a passed stage without a day is written down, any other is moved to."""
        if self.page is None:
            return
        standing = {entry.stage for entry in self.page.stages if entry.stage not in ENDS}
        reached = max(map(position, standing), default=0)
        if stage not in standing and position(stage) < reached:
            self._open(lambda page: RecordStageDialog(self.desk, self._crm, page, stage, self))
        else:
            self._move(stage)

    def _move_on(self) -> None:
        if self.page is None:
            return
        following = self.page.row.next_stage
        if self.page.project.stage in ENDS:
            self._move(reopened(self.page))
        elif following is not None:
            self._move(following)

    def _end(self) -> None:
        if self.page is not None and self.page.project.stage not in ENDS:
            self._move(end_for(self.page.project.stage))

    def _ask_stage(self) -> None:
        if self.page is not None:
            menu = stage_menu(self.page.project.stage, self)
            menu.triggered.connect(lambda action: self._move(action.data()))
            menu.popup(self.head.bar.mapToGlobal(self.head.bar.rect().bottomLeft()))

    def _plan(self) -> None:
        self._open(
            lambda page: PlanDialog(self.desk, self._crm, [page.project.key], self, project=page.project)
        )

    def _assign(self) -> None:
        self._open(lambda page: AssignDialog(self.desk, self._crm, [page.project.key], self))

    def _open_transfer(self) -> TransferTold | None:
        """The transfer that waits for the answer of the other office."""
        waits = [one for one in self._told_transfers() if one.transfer.state is TransferState.PROPOSED]
        return waits[-1] if waits else None

    def _told_transfers(self) -> tuple[TransferTold, ...]:
        return self.page.transfers if self.page is not None else ()

    def _transfer(self) -> None:
        self._open(lambda page: TransferProjectDialog(self.desk, self._crm, page, self))

    def _answer(self, accepts: bool) -> None:
        told = self._open_transfer()
        if told is None:
            self.desk.show_toast(_("Nothing waits for an answer."), is_error=True)
            return
        AnswerTransferDialog(self.desk, self._crm, told, accepts, self).open()

    def _decide(self, other_id: int, relation: Relation, is_later: bool) -> None:
        """Remembers what a project is to another: the later phase stands first."""
        if self.project_id is None:
            return
        pair = (self.project_id, other_id) if is_later else (other_id, self.project_id)
        self._write(lambda: self._crm.projects.relate(*pair, relation), _("Remembered"))

    def _verify(self) -> None:
        self._open(lambda page: VerifyProjectDialog(self.desk, self._crm, page, self))

    def _edit_names(self) -> None:
        self._open(lambda page: EditProjectNamesDialog(self.desk, self._crm, page, self))

    def _edit(self, first: str = "") -> None:
        self._open(lambda page: EditProjectDialog(self.desk, self._crm, page, self, first=first))

    def _fill(self, key: str) -> None:
        """Fills in what is missing: a field in the form, a paper by a file."""
        kind = evidence_of(key)
        if kind is None:
            self._edit(key)
        else:
            self.files.add_paper(kind)

    def _hold(self) -> None:
        if self.page is None:
            return
        project = self.page.project
        if project.is_on_hold:
            self._write(lambda: self._crm.projects.hold(project.key, project.version, None))
        else:
            HoldDialog(self.desk, self._crm, project, self).open()

    def _merge(self) -> None:
        if self.project_id is not None:
            MergeWithDialog(self.desk, self._crm, Ref(kind="project", id=self.project_id), self).open()

    def _split(self) -> None:
        if self.project_id is not None:
            open_split(self.desk, self._crm, Ref(kind="project", id=self.project_id), self)

    def _delete(self) -> None:
        if self.page is None:
            return
        project = self.page.project
        question = _("Delete {name}? Undo brings it back.").format(name=project.name)
        if self.desk.prompts.confirm(self, question, _("Delete"), danger=True):
            self._write(lambda: self._crm.projects.delete(project.key), _("Project deleted"))

    def _ask_menu(self) -> None:
        menu = self.desk.actions.menu(
            self,
            [
                "project.edit",
                "project.names",
                "project.verify",
                "project.plan",
                "project.assign",
                "project.transfer" if self._open_transfer() is None else "project.take_over",
                *([] if self._open_transfer() is None else ["project.decline"]),
                "project.files",
                "",
                "project.hold",
                "project.merge",
                "project.split",
                "project.end",
            ],
        )
        if self.page is not None:
            stages = stage_menu(self.page.project.stage, menu)
            stages.setTitle(_("Move to"))
            stages.setIcon(icon("stage"))
            stages.triggered.connect(lambda action: self._move(action.data()))
            menu.insertMenu(menu.actions()[0], stages)
        menu.addSeparator()
        menu.addAction(self.desk.actions.action("project.delete"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu: QMenu = menu
        menu.popup(self.head.more.mapToGlobal(self.head.more.rect().bottomLeft()))

    # People, obstacles and files

    def _copy(self, text: str) -> None:
        self.desk.prompts.copy(text)
        self.desk.show_toast(_("Copied {text}").format(text=text))

    def _add_contact(self) -> None:
        firm = self.page.enterprise if self.page is not None else None
        if firm is not None:
            AddContactDialog(self.desk, self._crm, firm.key, self).open()

    def _edit_obstacle(self, obstacle: Obstacle | None) -> None:
        self._open(
            lambda page: EditObstacleDialog(
                self.desk, self._crm, obstacle or Obstacle(project_id=page.project.key, text=""), self
            )
        )

    def _close_obstacle(self, obstacle_id: int) -> None:
        today = self.desk.today()
        self._write(lambda: self._crm.projects.close_obstacle(obstacle_id, today), _("Obstacle solved"))

    # Qt's names from here

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            # Out of a field first, out of the page second.
            typing = isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit) and not self.hasFocus()
            self.setFocus() if typing else self.back_asked.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.window().width() < NARROW
        if narrow:
            self._columns.removeWidget(self.side)
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)
            self.history.take_side(self.side)
        elif self._columns.indexOf(self.side) < 0:
            self.history.take_side(None)
            self.side.setFixedWidth(SIDE_WIDTH)
            self._columns.addWidget(self.side)
            self.side.show()
        self._side_rule.setVisible(not narrow)


def reopened(page: ProjectPage) -> Stage:
    """Where an ended project is taken up again: the stage it ended in."""
    reached = [entry.stage for entry in page.stages if entry.stage not in ENDS]
    return max(reached, key=WAY.index, default=Stage.LEAD)


def _outlets(row: ArticleRow) -> str:
    return "　".join(filter(None, [row.source or row.title, also_in(row.reprint_count)]))

"""Where a project goes from its page: through the stages, to another unit, on hold, to its end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QMenu

from crm.app import Crm
from crm.domain.stages import ENDS, WAY, Stage, end_for, position
from crm.domain.timeline import ProjectPage, TransferTold
from crm.domain.transfers import TransferState
from crm.i18n import _
from ui.dialogs.move_project import MoveProjectDialog
from ui.dialogs.plan_projects import AssignDialog, HoldDialog, PlanDialog
from ui.dialogs.record_stage import RecordStageDialog
from ui.dialogs.transfer_project import AnswerTransferDialog, TransferProjectDialog
from ui.screens.projects.stage_menu import stage_menu
from ui.shared.icons import icon
from ui.shared.page_parts import RecordView


class ProjectSteps:
    """What is done with the project that a page shows; without one, nothing."""

    def __init__(self, view: RecordView, crm: Crm) -> None:
        self._view, self._crm, self._desk = view, crm, view.desk
        self.page: ProjectPage | None = None

    def open(self, make: Callable[[ProjectPage], QDialog]) -> None:
        """Opens a dialog about the project."""
        if self.page is not None:
            make(self.page).open()

    # Stages

    def move(self, target: Stage) -> None:
        """Asks for what the stage needs and moves there."""
        if self.page is not None and target != self.page.project.stage:
            self.open(lambda page: MoveProjectDialog(self._desk, self._crm, page, target, self._view))

    def take_stage(self, stage: Stage) -> None:
        """A click on the bar: a passed stage without a day is written down, any other is moved to."""
        if self.page is None:
            return
        standing = {entry.stage for entry in self.page.stages if entry.stage not in ENDS}
        reached = max(map(position, standing), default=0)
        if stage not in standing and position(stage) < reached:
            self.open(lambda page: RecordStageDialog(self._desk, self._crm, page, stage, self._view))
        else:
            self.move(stage)

    def move_on(self) -> None:
        """Into the next stage; an ended project is taken up again."""
        if self.page is None:
            return
        following = self.page.row.next_stage
        if self.page.project.stage in ENDS:
            self.move(reopened(self.page))
        elif following is not None:
            self.move(following)

    def end(self) -> None:
        """Lost before signing, terminated after."""
        if self.page is not None and self.page.project.stage not in ENDS:
            self.move(end_for(self.page.project.stage))

    def stages_in(self, menu: QMenu) -> None:
        """Puts the stages to move to at the top of a menu."""
        if self.page is None:
            return
        stages = stage_menu(self.page.project.stage, menu)
        stages.setTitle(_("Move to"))
        stages.setIcon(icon("stage"))
        stages.triggered.connect(lambda action: self.move(action.data()))
        menu.insertMenu(menu.actions()[0], stages)

    # Plans and people

    def plan(self) -> None:
        """When it is followed up next."""
        view = self._view
        self.open(
            lambda page: PlanDialog(self._desk, self._crm, [page.project.key], view, project=page.project)
        )

    def assign(self) -> None:
        """Hands it to another officer."""
        self.open(lambda page: AssignDialog(self._desk, self._crm, [page.project.key], self._view))

    def hold(self) -> None:
        """Puts it on hold, or takes it up again."""
        if self.page is None:
            return
        project = self.page.project
        if project.is_on_hold:
            self._view.write(lambda: self._crm.projects.hold(project.key, project.version, None))
        else:
            HoldDialog(self._desk, self._crm, project, self._view).open()

    # Other units

    def open_transfer(self) -> TransferTold | None:
        """The transfer that waits for the answer of the other office."""
        told = self.page.transfers if self.page is not None else ()
        waits = [one for one in told if one.transfer.state is TransferState.PROPOSED]
        return waits[-1] if waits else None

    def transfer(self) -> None:
        """Offers it to another unit."""
        self.open(lambda page: TransferProjectDialog(self._desk, self._crm, page, self._view))

    def answer(self, accepts: bool) -> None:
        """Takes over what was offered, or declines it."""
        told = self.open_transfer()
        if told is None:
            self._view.refuse(_("Nothing waits for an answer."))
            return
        AnswerTransferDialog(self._desk, self._crm, told, accepts, self._view).open()


def reopened(page: ProjectPage) -> Stage:
    """Where an ended project is taken up again: the stage it ended in."""
    reached = [entry.stage for entry in page.stages if entry.stage not in ENDS]
    return max(reached, key=WAY.index, default=Stage.LEAD)

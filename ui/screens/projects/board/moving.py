"""What becomes of a card that was let go or moved by key: saved, asked about, or back in its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.board import Slot
from crm.domain.errors import CrmError, ValidationError
from crm.domain.rows import ProjectRow
from crm.domain.stages import ENDS, Stage
from crm.i18n import _
from crm.services.steps.stages import Move
from ui.dialogs.move_project import open_move
from ui.dialogs.move_projects import open_moves
from ui.shared.labels import stage_name
from ui.shared.screen import Desk


class CardMoves(QObject):
    """Moves cards through the services."""

    began = Signal(int, object, object)  # id, Stage, Slot or None: the card waits there
    ended = Signal(int)  # nothing has changed: the card goes back to its place
    moved = Signal(object)  # Project

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._crm, self._window = desk, crm, parent

    def move(self, row: ProjectRow, target: Stage, slot: Slot | None) -> None:
        """Brings a project into a stage; asks only if the services find something missing."""
        if target in ENDS:
            self._ask(row, target, slot)
            return
        today = self._desk.today()
        move = Move(stage=target, on=today, today=today)
        self._run(
            row,
            target,
            slot,
            lambda: self._crm.projects.move(row.id, row.version, move, slot),
            lambda error: self._refused(row, target, slot, error),
        )

    def move_many(self, ids: Sequence[int], target: Stage) -> None:
        """Asks about several projects together; their cards stay until it is done."""
        open_moves(self._desk, self._crm, self._window, ids, target)

    def reorder(self, row: ProjectRow, slot: Slot) -> None:
        """Puts a card elsewhere among those of its stage."""
        self._run(
            row,
            row.stage,
            slot,
            lambda: self._crm.projects.reorder(row.id, slot),
            lambda error: self._failed(row, error, lambda: self.reorder(row, slot)),
        )

    def _run(self, row: ProjectRow, target: Stage, slot: Slot | None, work: object, failed: object) -> None:
        self.began.emit(row.id, target, slot)
        self._desk.tasks.write(self, work, self.moved.emit, failed=failed)  # type: ignore[arg-type]

    def _refused(self, row: ProjectRow, target: Stage, slot: Slot | None, error: CrmError) -> None:
        if isinstance(error, ValidationError):
            self.ended.emit(row.id)
            self._ask(row, target, slot)
        else:
            self._failed(row, error, lambda: self._retry(row.id, target, slot))

    def _failed(self, row: ProjectRow, error: CrmError, again: object) -> None:
        self.ended.emit(row.id)
        sentence = _("{name} stays where it was. {why}").format(name=row.name, why=error)
        self._desk.show_toast(
            sentence,
            [(_("Look"), lambda: self._desk.open_record("project", row.id)), (_("Try again"), again)],  # type: ignore[list-item]
            is_error=True,
        )

    def _retry(self, project_id: int, target: Stage, slot: Slot | None) -> None:
        """Once more, with the project as it is now."""

        def go(rows: list[ProjectRow]) -> None:
            if rows and rows[0].stage != target:
                self.move(rows[0], target, slot)

        today = self._desk.today()
        self._desk.tasks.read(self, lambda: self._crm.projects.items([project_id], today), go, key="retry")

    def _ask(self, row: ProjectRow, target: Stage, slot: Slot | None) -> None:
        open_move(
            self._desk, self._crm, self._window, row.id, target, slot,
            saved=self.moved.emit,
        )  # fmt: skip


def told(stage: Stage, place: int | None) -> str:
    """What is said of a card that has moved."""
    if place is None:
        return _("Moved to {stage}.").format(stage=stage_name(stage))
    return _("Moved to {stage}, place {place}.").format(stage=stage_name(stage), place=place + 1)

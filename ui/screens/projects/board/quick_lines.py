"""Opens the quick line in a column of the board, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from crm.app import Crm
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.stages import Stage
from crm.i18n import _
from ui.screens.projects.board.board import Board
from ui.screens.projects.board.quick_line import QuickLine
from ui.shared.screen import Desk

BELOW = 8  # pixels to the first card


class QuickLines(QObject):
    """At most one line is open."""

    open_asked = Signal(int)

    def __init__(self, desk: Desk, crm: Crm, board: Board) -> None:
        super().__init__(board)
        self._desk, self._crm, self._board = desk, crm, board
        self.line: QuickLine | None = None

    def open(self, stage: Stage) -> None:
        """Opens the line at the top of a column."""
        self.close()
        column = self._board.columns[stage]
        if column.is_folded:
            self._board.unfold(stage)
        line = QuickLine(self._desk, self._crm, stage)
        line.saved.connect(self._tell)
        line.closed.connect(self.close)
        line.open_asked.connect(self._open)
        column.above.addWidget(line)
        column.above.setContentsMargins(0, 0, 0, BELOW)
        self.line = line
        line.show()
        line.take_keyboard()
        self._board.ensureWidgetVisible(line)

    def close(self) -> None:
        """Takes the line away; the keyboard goes back to the cards."""
        line, self.line = self.line, None
        if line is None:
            return
        holds_keyboard = line.isAncestorOf(line.window().focusWidget() or line)
        column = line.parentWidget()
        line.hide()
        for stage_column in self._board.columns.values():
            if stage_column is column:
                stage_column.above.removeWidget(line)
                stage_column.above.setContentsMargins(0, 0, 0, 0)
        line.deleteLater()
        if holds_keyboard:
            self._board.take_keyboard()

    def _open(self, ref: Ref) -> None:
        if ref.kind == "project":
            self.open_asked.emit(ref.id)
        else:
            self._desk.open_record(ref.kind, ref.id)

    def _tell(self, project: Project) -> None:
        sentence = _("Added: {name}").format(name=project.name)
        self._desk.show_toast(sentence, [(_("Undo"), self._desk.undo)])

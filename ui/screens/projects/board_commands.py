"""What the board alone offers: keys for its cards, menus of columns and cards, the quick line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from crm.app import Crm
from crm.domain.stages import Stage
from crm.i18n import N_, _
from ui.screens.projects.board.board import Board
from ui.screens.projects.board.column import StageColumn
from ui.screens.projects.board.quick_lines import QuickLines
from ui.screens.projects.tools import ListTools
from ui.shared.actions import ActionSpec
from ui.shared.screen import Desk

CARD_ACTIONS = ("log", "plan", "assign", "", "move", "step_on", "step_back", "", "card_up", "card_down")


class BoardCommands(QObject):
    """Does what is asked of the board."""

    silent_asked = Signal()
    open_asked = Signal(int)
    folded = Signal()

    def __init__(self, desk: Desk, tools: ListTools, get_board: Callable[[], Board]) -> None:
        """`get_board` answers the board, which is made when it is shown first."""
        super().__init__(tools)
        self._desk, self._tools, self._get_board = desk, tools, get_board

    def take(self, board: Board, crm: Crm) -> None:
        """Serves the board from now on."""
        self.quick = QuickLines(self._desk, crm, board)
        self.quick.open_asked.connect(self.open_asked)
        board.silent_asked.connect(lambda _stage: self.silent_asked.emit())
        board.menu_asked.connect(self._open_column_menu)
        board.card_menu_asked.connect(self._open_card_menu)

    def register(self, section: str, scope: QWidget, why_no_card: Callable[[], str]) -> None:
        """Registers the keys within `scope`, where the board lies."""
        of_cards = (
            ("step_on", N_("Card to the next stage"), "Ctrl+Right", lambda: self._board.step(1)),
            ("step_back", N_("Card to the stage before"), "Ctrl+Left", lambda: self._board.step(-1)),
            ("card_up", N_("Card further up"), "Alt+Up", lambda: self._board.shift(-1)),
            ("card_down", N_("Card further down"), "Alt+Down", lambda: self._board.shift(1)),
        )
        of_columns = (
            ("quick", N_("New project in this column"), "Shift+N", self.open_quick),
            ("fold", N_("Fold this column"), "Ctrl+Shift+F", self.fold_current),
            ("unfold", N_("Unfold all columns"), "Ctrl+Shift+U", self.unfold_all),
        )
        for action_id, text, key, run in of_cards:
            spec = ActionSpec(id=f"projects.{action_id}", text=text, section=section, shortcut=key)
            self._desk.actions.add(spec, run, scope=scope, reason=why_no_card)
        for action_id, text, key, run in of_columns:
            spec = ActionSpec(id=f"projects.{action_id}", text=text, section=section, shortcut=key)
            self._desk.actions.add(spec, run, scope=scope)

    @property
    def _board(self) -> Board:
        return self._get_board()

    def open_quick(self, stage: Stage | None = None) -> None:
        """Opens the line for a new project in a column, the one with the keyboard unless told."""
        chosen = stage or self._board.current_stage()
        self.quick.open(chosen)

    def fold_current(self) -> None:
        """Folds the column with the keyboard."""
        self._board.fold_one(self._board.current_stage())
        self._board.take_keyboard()

    def unfold_all(self) -> None:
        """Shows the cards of all columns."""
        self._board.fold(())
        self.folded.emit()

    def _open_column_menu(self, column: StageColumn) -> None:
        menu = QMenu(self._board)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("New project in this column"), lambda: self.open_quick(column.stage))
        menu.addAction(_("Fold this column"), lambda: self._board.fold_one(column.stage))
        menu.addAction(_("Show the silent ones alone"), self.silent_asked.emit)
        menu.addSeparator()
        self._tools.add_orders(menu)
        button = column.head.menu
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _open_card_menu(self, position: QPoint) -> None:
        ids = [f"projects.{key}" if key else "" for key in CARD_ACTIONS]
        menu = self._desk.actions.menu(self._board, ids)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(position)

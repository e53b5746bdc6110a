"""The board: all columns side by side, what the keys do, and the cards that wait for the services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QScrollBar, QWidget

from crm.app import Crm
from crm.domain.board import BoardColumn, Slot
from crm.domain.projects import Project
from crm.domain.rows import ProjectFilter, ProjectRow, Sort
from crm.domain.stages import ENDS, WAY, Stage
from crm.i18n import _
from ui.screens.projects.board.card_list import CardList
from ui.screens.projects.board.card_model import CardRows
from ui.screens.projects.board.cards import most_in_sight, words_of
from ui.screens.projects.board.carrying import Carrying
from ui.screens.projects.board.column import StageColumn
from ui.screens.projects.board.moving import CardMoves, told
from ui.screens.projects.board.peek import Peek
from ui.shared.labels import stages_shown
from ui.shared.screen import Desk

FOLDED_AT_FIRST = (*WAY[WAY.index(Stage.SIGNED) + 1 :], *ENDS)


class Board(QScrollArea):
    """Projects by stage; the same filter, order and selection as the table."""

    opened = Signal(int)
    chosen = Signal()
    folded = Signal()  # a column was folded or unfolded
    menu_asked = Signal(object)  # StageColumn
    card_menu_asked = Signal(QPoint)
    silent_asked = Signal(object)  # Stage
    sorted_drop = Signal()  # a card was moved within a column that is sorted
    loaded = Signal()

    def __init__(
        self, desk: Desk, crm: Crm, folded: Iterable[Stage] = FOLDED_AT_FIRST, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self._wanted = ProjectFilter()
        self._order: Sort | None = None
        self._is_choosing = False
        self._last: StageColumn | None = None  # the column with the current card
        self._follow: int | None = None
        self._waiting: dict[int, tuple[Stage, Slot | None]] = {}  # cards that are being saved
        self._steps: list[int] = []  # asked for while the current card was being saved
        self._is_new = True  # what is asked for now was never shown
        self.is_loaded = False
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("ground", "canvas")
        self.rows = CardRows(desk.tasks, lambda ids: crm.projects.items(ids, desk.today()), self)
        holder = QWidget()
        self._row = QHBoxLayout(holder)
        self._row.setContentsMargins(12, 12, 8, 12)
        self._row.setSpacing(8)
        self.setWidget(holder)
        self.columns = {stage: self._column(stage) for stage in Stage}
        self.moves = CardMoves(desk, crm, self)
        self.moves.began.connect(self._wait)
        self.moves.ended.connect(self._settle)
        self.moves.moved.connect(self._moved)
        self.carrying = Carrying(self, self)
        self.carrying.dropped.connect(self.drop)
        self.peek = Peek(desk, crm, self)
        self.fold(folded)

    # What is shown

    @property
    def is_sorted(self) -> bool:
        """True while something else than hands orders the cards."""
        return self._order is not None

    @property
    def folded_stages(self) -> tuple[Stage, ...]:
        """The columns that are folded."""
        return tuple(stage for stage, column in self.columns.items() if column.is_folded)

    @property
    def ids(self) -> list[int]:
        """All projects, column by column."""
        return [key for column in self.columns.values() if column.found for key in column.found.ids]

    def show_projects(self, wanted: ProjectFilter, order: Sort | None) -> None:
        """Shows the projects that fit."""
        self._wanted, self._order, self._is_new = wanted, order, True
        self.refresh()

    def refresh(self) -> None:
        """Reads the columns again; what is shown stays until the answer is there."""
        wanted, order, today = self._wanted, self._order, self.desk.today()
        open_stages = frozenset(self.columns) - frozenset(self.folded_stages)
        count = most_in_sight(self.window().height()) if self._is_new else 0
        shown = [key for cards in self._lists() for key in cards.shown_ids()] if not count else []

        def read() -> tuple[list[BoardColumn], list[ProjectRow]]:
            """The rows in sight come along: their cards are painted once, and as high as they are."""
            found = self._crm.projects.board(wanted, today, order)
            first = [key for column in found if column.stage in open_stages for key in column.ids[:count]]
            return found, self._crm.projects.items(shown or first, today)

        self.desk.tasks.read(self, read, lambda answer: self._take(*answer), key="board")

    def fold(self, stages: Iterable[Stage]) -> None:
        """Folds these columns and unfolds all others; folded ones stand at the right."""
        chosen = frozenset(stages)
        for stage, column in self.columns.items():
            column.fold(stage in chosen)
        in_order = sorted(self.columns.values(), key=lambda column: column.is_folded)
        for column in in_order:
            self._row.removeWidget(column)
        for column in in_order:
            self._row.addWidget(column, 0 if column.is_folded else 1)
        for before, after in pairwise(column.cards for column in in_order if not column.is_folded):
            QWidget.setTabOrder(before, after)

    def fold_one(self, stage: Stage) -> None:
        """Folds one column."""
        self.fold({*self.folded_stages, stage})
        self.folded.emit()

    def unfold(self, stage: Stage) -> None:
        """Shows the cards of a folded column."""
        self.fold(set(self.folded_stages) - {stage})
        self.folded.emit()

    # The selection

    def selected_ids(self) -> list[int]:
        """The chosen projects, column by column."""
        return [key for cards in self._lists() for key in cards.selected_ids()]

    def current_id(self) -> int | None:
        """The project with the focus."""
        column = self._current_column()
        return column.cards.current_id() if column is not None else None

    def current_row(self) -> ProjectRow | None:
        """That project's row."""
        current = self.current_id()
        return self.rows.get(current) if current is not None else None

    def choose(self, ids: Sequence[int], current: int | None) -> None:
        """Chooses these projects and shows the current one, unfolding its column."""
        self._choose(ids, current)
        self.chosen.emit()
        place = self._column_of(current) if current is not None else None
        if place is not None and not place.is_folded:
            place.cards.scrollTo(place.cards.currentIndex())

    def take_keyboard(self) -> None:
        """Gives the keyboard to the current card."""
        column = self._current_column() or next(
            (column for column in self.columns.values() if column.model.ids and not column.is_folded), None
        )
        if column is not None:
            column.cards.setFocus()

    def current_stage(self) -> Stage:
        """The stage of the column with the keyboard, the first one that is open if it is none of them."""
        if self._last is not None and not self._last.is_folded:
            return self._last.stage
        return next((stage for stage, column in self.columns.items() if not column.is_folded), Stage.LEAD)

    def card_place(self) -> QPoint:
        """Where a menu about the current card opens, on the screen."""
        column = self._current_column()
        if column is None:
            return self.mapToGlobal(QPoint(40, 40))
        view = column.cards
        return view.viewport().mapToGlobal(view.visualRect(view.currentIndex()).bottomLeft())

    # Moving

    def step(self, direction: int) -> None:
        """Moves the current card to the neighbouring stage."""
        row = self.current_row()
        if row is not None and row.id in self._waiting:
            self._steps.append(direction)
            return
        way = [stage for stage in WAY if stage in stages_shown() or (row is not None and stage == row.stage)]
        if row is None or row.stage not in way:
            return
        place = way.index(row.stage) + direction
        if 0 <= place < len(way):
            self.drop(row, way[place], None if self.is_sorted else Slot(below_id=self._top(way[place])))

    def shift(self, direction: int) -> None:
        """Moves the current card up or down among those of its stage."""
        row = self.current_row()
        if row is None:
            return
        if self.is_sorted:
            self.sorted_drop.emit()
            return
        ids = self.columns[row.stage].model.ids
        place = ids.index(row.id) + direction
        if 0 <= place < len(ids):
            other = ids[place]
            self._follow = row.id
            self.moves.reorder(row, Slot(below_id=other) if direction < 0 else Slot(above_id=other))

    def drop(self, row: ProjectRow, target: Stage, slot: Slot | None) -> None:
        """What a card that is let go means: another stage, another place, or neither."""
        chosen = self.selected_ids()
        if target != row.stage and len(chosen) > 1 and row.id in chosen:
            self.moves.move_many(chosen, target)
        elif target != row.stage:
            self._follow = row.id
            self.moves.move(row, target, slot)
        elif slot is not None:
            if self._is_elsewhere(row, slot):
                self._follow = row.id
                self.moves.reorder(row, slot)
        elif self.is_sorted:
            self.sorted_drop.emit()

    def show_peek(self, project_id: int) -> None:
        """Shows what the card has no room for."""
        column = self._column_of(project_id)
        row = self.rows.get(project_id)
        if column is not None and row is not None:
            box = column.cards.card_box(project_id)
            self.peek.show_for(row, column.cards.viewport().mapToGlobal(box.topRight()))

    # What carrying asks

    def column_at(self, position: QPoint) -> StageColumn | None:
        """The column at a global position."""
        for column in self.columns.values():
            if column.rect().contains(column.mapFromGlobal(position)):
                return column
        return None

    def sideways(self) -> QScrollBar:
        """What scrolls the columns."""
        return self.horizontalScrollBar()

    # Inside

    def _column(self, stage: Stage) -> StageColumn:
        today = self.desk.today
        column = StageColumn(stage, self.rows, lambda row: words_of(row, today()), today, self.widget())
        column.furnished.connect(lambda: self._connect(column))
        column.menu_asked.connect(lambda: self.menu_asked.emit(column))
        column.silent_asked.connect(lambda: self.silent_asked.emit(stage))
        column.unfold_asked.connect(lambda: self.unfold(stage))
        return column

    def _connect(self, column: StageColumn) -> None:
        cards = column.cards
        cards.opened.connect(self.opened)
        cards.chosen.connect(lambda: self._choose_in(column))
        cards.side_asked.connect(lambda direction: self._go_aside(column, direction))
        cards.lifted.connect(lambda key, held: self.carrying.lift(column, key, held))
        cards.carried.connect(lambda position: self.carrying.carry(position))
        cards.dropped.connect(lambda position: self.carrying.drop(position))
        cards.put_back.connect(lambda: self.carrying.put_back())
        cards.peek_asked.connect(self.show_peek)
        cards.peek_ended.connect(lambda: self.peek.hide())
        cards.menu_asked.connect(self.card_menu_asked)

    def _lists(self) -> list[CardList]:
        return [column.cards for column in self.columns.values() if column.is_furnished]

    def _take(self, found: list[BoardColumn], rows: list[ProjectRow]) -> None:
        if self.carrying.is_busy:  # what is in the hand must not lose the ground under it
            self.carrying.put_back()
        ids, current = self.selected_ids(), self.current_id()
        self.rows.age()
        self.rows.take(rows)
        self._row.setEnabled(False)  # columns come and go together
        for one in found:
            self.columns[one.stage].show_sums(one)
        self._row.setEnabled(True)
        self._row.activate()
        for column in self.columns.values():
            column.show_cards()
        for project_id, (target, slot) in self._waiting.items():
            self._put(project_id, target, slot)
        self.is_loaded, self._is_new = True, False
        self._choose(ids, current)
        if self._follow is not None:
            self._go_to(self._follow)
        for cards in self._lists():
            cards.look_again()
        self.loaded.emit()

    def _choose(self, ids: Sequence[int], current: int | None) -> None:
        self._is_choosing = True
        for cards in self._lists():
            if ids or cards.selected_ids():
                cards.choose(ids, current)
        place = self._column_of(current) if current is not None else None
        if place is not None and not place.is_folded:
            self._last = place
        elif current is not None:
            self._let_go()
        self._is_choosing = False

    def _let_go(self) -> None:
        """The current card is out of sight, and none that took its place is meant."""
        if self._last is not None:
            self._last.cards.selectionModel().clearCurrentIndex()

    def _go_to(self, project_id: int) -> None:
        column = self._column_of(project_id)
        if column is None or project_id in self._waiting:
            return
        self._follow = None
        if column.is_folded:
            self.unfold(column.stage)
        self.choose([project_id], project_id)
        column.cards.setFocus()

    def _choose_in(self, column: StageColumn) -> None:
        if self._is_choosing:
            return
        if self.window().focusWidget() is column.cards:  # also while the window itself has no focus
            self._last = column
            self.ensureWidgetVisible(column.cards, 8, 0)
            keeps = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
            for other in self.columns.values():
                if other is not column and not keeps and other.cards.selected_ids():
                    self._is_choosing = True
                    other.cards.clearSelection()
                    self._is_choosing = False
        self.chosen.emit()

    def _current_column(self) -> StageColumn | None:
        if self._last is not None and self._last.cards.currentIndex().isValid():
            return self._last
        return None

    def _column_of(self, project_id: int) -> StageColumn | None:
        columns = self.columns.values()
        return next((one for one in columns if one.has(project_id)), None)

    def _top(self, stage: Stage) -> int | None:
        ids = self.columns[stage].model.ids
        return ids[0] if ids else None

    def _go_aside(self, column: StageColumn, direction: int) -> None:
        """To the card at the same height in the next column that has any."""
        shown = [
            one for one in self.columns.values() if one is column or (not one.is_folded and one.model.ids)
        ]
        place = shown.index(column) + direction
        if not 0 <= place < len(shown):
            return
        before, after = column.cards, shown[place].cards
        height = before.visualRect(before.currentIndex()).center().y()
        beside = after.indexAt(QPoint(20, height))
        last = shown[place].model.index(len(shown[place].model.ids) - 1)
        after.setCurrentIndex(beside if beside.isValid() else last)
        after.setFocus()

    def _is_elsewhere(self, row: ProjectRow, slot: Slot) -> bool:
        ids = self.columns[row.stage].model.ids
        place = ids.index(row.id)
        above = ids[place - 1] if place else None
        return slot.above_id != above

    # Waiting for the services

    def _wait(self, project_id: int, target: Stage, slot: Slot | None) -> None:
        """The card waits where it was put, marked as being saved; the keyboard stays with it."""
        self._waiting[project_id] = (target, slot)
        self._put(project_id, target, slot)
        self._choose([project_id], project_id)
        if self._last is not None and self._last.stage == target:
            self._last.cards.setFocus()
        self.chosen.emit()

    def _put(self, project_id: int, target: Stage, slot: Slot | None) -> None:
        origin, model = self._column_of(project_id), self.columns[target].model
        if origin is None:
            return
        origin.model.take(project_id)
        below = model.place_of(slot.below_id) if slot is not None and slot.below_id else None
        above = model.place_of(slot.above_id) if slot is not None and slot.above_id else None
        place = below if below is not None else above + 1 if above is not None else 0
        model.busy.add(project_id)
        model.insert(place, project_id)

    def _settle(self, project_id: int) -> None:
        """Nothing has changed: every card stands again where the services have it."""
        self._steps.clear()
        self._has_come(project_id)
        for column in self.columns.values():
            column.show_cards()
        self._go_to(project_id)

    def _moved(self, project: Project) -> None:
        """The card has come where it waits; what has changed is announced, and read again then."""
        self._follow = project.key
        self._has_come(project.key)
        row = self.rows.get(project.key)
        if row is not None:  # the next key finds the stage it is in
            now = replace(row, stage=project.stage, stage_since=project.stage_since, version=project.version)
            self.rows.take([now])
        sentence = told(project.stage, self.columns[project.stage].model.place_of(project.key))
        self.setAccessibleDescription(sentence)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
        self.desk.show_toast(sentence, [(_("Undo"), self.desk.undo)])
        steps, self._steps = self._steps, []
        if steps and self.current_id() == project.key:
            self.step(steps[0])
            self._steps = steps[1:]

    def _has_come(self, project_id: int) -> None:
        self._waiting.pop(project_id, None)
        for column in self.columns.values():
            column.model.busy.discard(project_id)
            column.model.touch(project_id)

    # Qt's names from here

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def hideEvent(self, event: QHideEvent) -> None:
        self.carrying.put_back()
        self.peek.hide()
        super().hideEvent(event)

"""Carrying a card by mouse: the open place follows, edges scroll, folded columns unfold, Esc puts it back."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QScrollBar, QWidget

from crm.domain.board import Slot
from crm.domain.rows import ProjectRow
from crm.domain.stages import Stage
from ui.screens.projects.board.card_model import GAP
from ui.screens.projects.board.cards import moving_words
from ui.screens.projects.board.column import StageColumn
from ui.screens.projects.board.lifted import LiftedCard

EDGE = 48  # pixels from the edge within which things scroll
SCROLL_STEP, SCROLL_MS = 18, 30
UNFOLD_AFTER_MS = 700


class Carried(Protocol):
    """The board as carrying sees it."""

    @property
    def is_sorted(self) -> bool:
        """True while something else than hands orders the cards."""
        ...

    def column_at(self, position: QPoint) -> StageColumn | None:
        """The column at a global position."""
        ...

    def unfold(self, stage: Stage) -> None:
        """Shows the cards of a folded column."""
        ...

    def sideways(self) -> QScrollBar:
        """What scrolls the columns."""
        ...


class Carrying(QObject):
    """One card in the hand, or none."""

    dropped = Signal(object, object, object)  # ProjectRow, Stage, Slot or None

    def __init__(self, board: Carried, area: QWidget) -> None:
        super().__init__(area)
        self._board, self._area = board, area
        self._row: ProjectRow | None = None
        self._card: LiftedCard | None = None
        self._origin: StageColumn | None = None
        self._over: StageColumn | None = None
        self._position = QPoint()
        self._scrolling = QTimer(self, interval=SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)
        self._unfolding = QTimer(self, singleShot=True, interval=UNFOLD_AFTER_MS)
        self._unfolding.timeout.connect(self._unfold)

    @property
    def is_busy(self) -> bool:
        """True while a card is in the hand."""
        return self._row is not None

    def lift(self, origin: StageColumn, project_id: int, held_at: QPoint) -> None:
        """Takes a card up; one that is not read yet or is being saved stays where it is."""
        row = origin.model.rows.get(project_id)
        if row is None or project_id in origin.model.busy:
            return
        self._row, self._origin = row, origin
        origin.cards.lifted_id = project_id
        self._card = LiftedCard(row, held_at, self._area)
        self._scrolling.start()

    def carry(self, position: QPoint) -> None:
        """The pointer has moved to a global position."""
        if self._row is None or self._card is None:
            return
        self._position = position
        over = self._board.column_at(position)
        if over is not self._over:
            self._leave()
            self._over = over
            if over is not None and over.is_folded:
                self._unfolding.start()
        if over is not None:
            self._show_place(over)
        words = moving_words(self._row, over.stage if over is not None else self._row.stage)
        self._card.follow(self._area.mapFromGlobal(position), words)

    def drop(self, position: QPoint) -> None:
        """Lets the card go."""
        self.carry(position)
        row, over = self._row, self._over
        slot = self._slot(over) if over is not None else None
        self.put_back()
        if row is not None and over is not None:
            self.dropped.emit(row, over.stage, slot)

    def put_back(self) -> None:
        """The card is where it was."""
        self._scrolling.stop()
        self._leave()
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
        if self._origin is not None:
            self._origin.cards.lifted_id = None
            self._origin.cards.viewport().update()
        self._row = self._card = self._origin = self._over = None

    def _leave(self) -> None:
        self._unfolding.stop()
        if self._over is not None:
            self._over.model.take(GAP)
            self._over.mark_target(False)

    def _show_place(self, over: StageColumn) -> None:
        if over.is_folded or self._board.is_sorted:
            over.mark_target(over is not self._origin)
            return
        over.mark_target(False)
        y = over.cards.viewport().mapFromGlobal(self._position).y()
        place, now = over.cards.place_at(y), over.model.place_of(GAP)
        if now is not None and place in (now, now + 1):
            return
        over.model.take(GAP)
        over.model.insert(over.cards.place_at(y), GAP)

    def _slot(self, over: StageColumn) -> Slot | None:
        """Between which cards the open place lies; the carried one is none of them."""
        place = over.model.place_of(GAP)
        if place is None:
            return None
        carried = self._row.id if self._row is not None else 0
        above = [key for key in over.model.ids[:place] if key != carried]
        below = [key for key in over.model.ids[place + 1 :] if key != carried]
        return Slot(above_id=above[-1] if above else None, below_id=below[0] if below else None)

    def _unfold(self) -> None:
        if self._over is not None and self._over.is_folded:
            self._over.mark_target(False)
            self._board.unfold(self._over.stage)

    def _scroll(self) -> None:
        here = self._area.mapFromGlobal(self._position)
        _scroll_near(self._board.sideways(), here.x(), self._area.width())
        if self._over is not None and not self._over.is_folded:
            view = self._over.cards
            y = view.viewport().mapFromGlobal(self._position).y()
            if _scroll_near(view.verticalScrollBar(), y, view.viewport().height()):
                self._show_place(self._over)


def _scroll_near(bar: QScrollBar, at: int, length: int) -> bool:
    before = bar.value()
    if at < EDGE:
        bar.setValue(before - SCROLL_STEP)
    elif at > length - EDGE:
        bar.setValue(before + SCROLL_STEP)
    return bar.value() != before

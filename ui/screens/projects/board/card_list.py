"""The cards of one column: chosen, opened, looked into and carried from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.screens.projects.board.card_model import GAP, CardModel, CardRole
from ui.screens.projects.board.cards import BETWEEN, CardDelegate
from ui.shared.composing import is_composing
from ui.shared.theme import theme

LIFT_AFTER = 6  # pixels that the pointer moves before a card is lifted
PEEK_AFTER_MS = 400


class CardList(QListView):
    """One column of cards."""

    opened = Signal(int)
    chosen = Signal()  # the selection or the current card has changed
    lifted = Signal(int, QPoint)  # the card, and where in it the pointer holds it
    carried = Signal(QPoint)  # global position of the pointer
    dropped = Signal(QPoint)
    put_back = Signal()  # Esc, or the mouse was taken away
    side_asked = Signal(int)  # to the column at the left (-1) or right (1)
    peek_asked = Signal(int)
    peek_ended = Signal()
    menu_asked = Signal(QPoint)  # global

    def __init__(self, model: CardModel, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = model
        self._pressed: tuple[int, QPoint] | None = None
        self.is_carrying = False
        self._hovered: int | None = None
        self.setModel(model)
        self.delegate = CardDelegate(self, model, today)
        self.setItemDelegate(self.delegate)
        model.renewed.connect(self._renew)
        self.setProperty("ground", "canvas")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.verticalScrollBar().setSingleStep(24)
        self._peek = QTimer(self, singleShot=True, interval=PEEK_AFTER_MS)
        self._peek.timeout.connect(self._ask_peek)
        self._dress()
        theme().changed.connect(self._dress)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(CardRole.ID)))

    def current_id(self) -> int | None:
        """The card with the focus."""
        index = self.currentIndex()
        return int(index.data(CardRole.ID)) if index.isValid() else None

    def selected_ids(self) -> list[int]:
        """The chosen cards, from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.cards.ids[place] for place in places]

    def choose(self, ids: Iterable[int], current: int | None = None) -> None:
        """Chooses these cards, as far as they stand here."""
        flag = QItemSelectionModel.SelectionFlag
        chosen = QItemSelection()
        for place in (self.cards.place_of(key) for key in ids):
            if place is not None:
                index = self.cards.index(place)
                chosen.select(index, index)
        self.selectionModel().select(chosen, flag.ClearAndSelect)
        place = self.cards.place_of(current) if current is not None else None
        if place is not None:
            self.selectionModel().setCurrentIndex(self.cards.index(place), flag.NoUpdate)

    def place_at(self, y: int) -> int:
        """In front of which card something lands that is let go at this height."""
        for place in range(self._first_visible(), len(self.cards.ids)):
            if self.cards.ids[place] == GAP:
                continue
            box = self.visualRect(self.cards.index(place))
            if y < box.center().y():
                return place
        return len(self.cards.ids)

    def card_box(self, project_id: int) -> QRect:
        """Where the card is painted, in the viewport."""
        place = self.cards.place_of(project_id)
        if place is None:
            return QRect()
        return self.visualRect(self.cards.index(place)).adjusted(0, 0, 0, -BETWEEN)

    def _first_visible(self) -> int:
        index = self.indexAt(QPoint(20, 2))
        return index.row() if index.isValid() else 0

    def _renew(self, places: Iterable[int]) -> None:
        """Paints again; a column with cards of another height is laid out first, lest they overlap."""
        if any(self._has_other_room(place) for place in places):
            self.scheduleDelayedItemsLayout()
            self.executeDelayedItemsLayout()
        self.viewport().update()

    def _has_other_room(self, place: int) -> bool:
        """Whether a card needs more or less than lies between it and the next, as laid out last."""
        if place + 1 == len(self.cards.ids):
            return True  # how far there is to scroll
        here, below = (self.visualRect(self.cards.index(row)).top() for row in (place, place + 1))
        return below - here != self.delegate.card_height(self.cards.ids[place]) + BETWEEN

    def _dress(self) -> None:
        look = self.palette()
        look.setColor(QPalette.ColorRole.Base, theme().colour("canvas"))
        self.setPalette(look)
        self.viewport().update()

    def _ask_peek(self) -> None:
        if self._hovered is not None and not self.is_carrying:
            self.peek_asked.emit(self._hovered)

    def _hover(self, position: QPoint) -> None:
        index = self.indexAt(position)
        found = int(index.data(CardRole.ID)) if index.isValid() else None
        if found != self._hovered:
            self._hovered = found
            self.peek_ended.emit()
            self._peek.start() if found else self._peek.stop()

    def _let_go(self) -> None:
        self._pressed = None
        self.is_carrying = False

    # Qt's names from here

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        self.chosen.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._peek.stop()
        self.peek_ended.emit()
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._pressed = (int(index.data(CardRole.ID)), event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        if self.is_carrying:
            self.carried.emit(event.globalPosition().toPoint())
            return
        if self._pressed is None:
            self._hover(position)
            return
        project_id, start = self._pressed
        if (position - start).manhattanLength() >= LIFT_AFTER:
            self.is_carrying = True
            self.lifted.emit(project_id, start - self.card_box(project_id).topLeft())
            self.carried.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_carrying = self.is_carrying
        self._let_go()
        if was_carrying:
            self.dropped.emit(event.globalPosition().toPoint())
            return
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._hovered = None
        self._peek.stop()
        self.peek_ended.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cards.ids:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.cards.index(0), flag)
        self.viewport().update()
        self.chosen.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.peek_ended.emit()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def contextMenuEvent(self, event: object) -> None:
        index = self.currentIndex()
        if index.isValid():
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(index).center()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_composing(self):
            return
        key, current = event.key(), self.current_id()
        if self.is_carrying:
            if key == Qt.Key.Key_Escape:
                self._let_go()
                self.put_back.emit()
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.side_asked.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self.opened.emit(current)
        elif plain and key == Qt.Key.Key_Space and current is not None:
            self.peek_asked.emit(current)
        elif key == Qt.Key.Key_Escape:
            self.peek_ended.emit()
            super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

"""The cards of one column: chosen, opened, looked into and carried from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.screens.projects.board.card_model import GAP, CardModel, CardRole, Index
from ui.screens.projects.board.card_places import CardPlaces
from ui.screens.projects.board.cards import BETWEEN, GAP_HEIGHT, USUAL_HEIGHT, CardPainter, CardState
from ui.shared.composing import is_composing
from ui.shared.theme import theme

LIFT_AFTER = 6  # pixels that the pointer moves before a card is lifted
PEEK_AFTER_MS = 400
LEAST_WIDTH = 120
USUAL_ROOM = USUAL_HEIGHT + BETWEEN  # of a card that is not read yet
SCROLL_STEP = 24


class CardList(QListView):
    """One column of cards.

    It lays its cards out itself, for Qt asks every card of a list for its size whenever one has come or gone.
    """

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
        self.lifted_id: int | None = None  # the card that is carried; it stands faint at its origin
        self._painter = CardPainter(model.rows, today)
        self._places = CardPlaces()
        self._rooms: dict[int, int] = {GAP: GAP_HEIGHT + BETWEEN}  # of cards that are read, at `_width`
        self._width = 0
        self._is_laid_out = False
        changes = (model.rowsInserted, model.rowsRemoved, model.modelReset)
        for changed in changes:
            changed.connect(self._outdate)  # before Qt hears of it, and asks where the cards lie
        self.setModel(model)
        for changed in changes:
            changed.connect(self._show_all)
        model.rows.arrived.connect(self._renew)
        self.setProperty("ground", "canvas")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what lies behind may change
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.verticalScrollBar().setSingleStep(SCROLL_STEP)
        self._peek = QTimer(self, singleShot=True, interval=PEEK_AFTER_MS)
        self._peek.timeout.connect(self._ask_peek)
        theme().changed.connect(self.viewport().update)
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
        place = self._laid_out().at(y + self.verticalOffset())
        if place is None:
            return 0 if y < 0 else len(self.cards.ids)
        is_above = self.cards.ids[place] != GAP and y < self.visualRect(self.cards.index(place)).center().y()
        return place if is_above else place + 1

    def card_box(self, project_id: int) -> QRect:
        """Where the card is painted, in the viewport."""
        place = self.cards.place_of(project_id)
        return QRect() if place is None else self._box(place).adjusted(0, 0, 0, -BETWEEN)

    def shown_ids(self) -> list[int]:
        """The cards that are in sight."""
        return [self.cards.ids[place] for place in self._in_sight()] if self.isVisible() else []

    def look_again(self) -> None:
        """Something has changed: the cards in sight are read again."""
        if self.isVisible():
            self.cards.look_at(self._in_sight())

    # The layout

    def _laid_out(self) -> CardPlaces:
        width = max(LEAST_WIDTH, self.viewport().width())
        if width != self._width:
            self._width, self._is_laid_out = width, False
            self._rooms = {GAP: GAP_HEIGHT + BETWEEN}
        if not self._is_laid_out:
            self._is_laid_out = True
            ids, rooms = self.cards.ids, self._rooms
            for row in self.cards.rows.among(key for key in ids if key not in rooms):
                rooms[row.id] = self._painter.height(row, width) + BETWEEN
            self._places.lay_out(rooms.get(key, USUAL_ROOM) for key in ids)
        return self._places

    def _outdate(self) -> None:
        self._is_laid_out = False

    def _show_all(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    def _box(self, place: int) -> QRect:
        places = self._laid_out()
        top = places.top(place) - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), places.room(place))

    def _in_sight(self) -> range:
        top = self.verticalOffset()
        return self._laid_out().within(top, top + self.viewport().height() - 1)

    def _renew(self, ids: frozenset[int]) -> None:
        """Cards show something else, and may be higher or lower than before."""
        for project_id in ids:
            self._rooms.pop(project_id, None)
        places = [place for key in ids if (place := self.cards.place_of(key)) is not None]
        if not places:
            return
        before, last = self._places.height, self._in_sight().stop
        self._outdate()
        if self._laid_out().height != before:
            self.updateGeometries()
        if min(places) < last:
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
        self.updateGeometries()

    def doItemsLayout(self) -> None:
        """The cards lie where they belong whenever somebody asks; nothing is left to be done later."""

    def updateGeometries(self) -> None:
        QAbstractItemView.updateGeometries(self)
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(room)
        if not bar.maximum() and len(self.cards.ids) * USUAL_ROOM > room:
            bar.setRange(0, 1)  # it is needed in any case, and leaves less width to the cards
        bar.setRange(0, max(0, self._laid_out().height - room))

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def visualRect(self, index: Index) -> QRect:
        return self._box(index.row()) if index.isValid() else QRect()

    def indexAt(self, position: QPoint) -> QModelIndex:
        place = self._laid_out().at(position.y() + self.verticalOffset())
        return QModelIndex() if place is None else self.cards.index(place)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        self.updateGeometries()  # what has come just now is to be reached too
        bar, box = self.verticalScrollBar(), self._box(index.row())
        if box.top() < 0:
            bar.setValue(bar.value() + box.top())
        elif box.bottom() >= self.viewport().height():
            bar.setValue(bar.value() + box.bottom() + 1 - self.viewport().height())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        last, current = len(self.cards.ids) - 1, self.currentIndex()
        if last < 0 or not current.isValid():
            return self.cards.index(0)
        move, here, places = QAbstractItemView.CursorAction, current.row(), self._laid_out()
        page = self.viewport().height() - places.room(here)
        target = {
            move.MoveUp: here - 1,
            move.MovePrevious: here - 1,
            move.MoveDown: here + 1,
            move.MoveNext: here + 1,
            move.MoveHome: 0,
            move.MoveEnd: last,
            move.MovePageUp: min(here - 1, places.at(max(0, places.top(here) - page)) or 0),
            move.MovePageDown: max(here + 1, places.at(min(places.top(here) + page, places.height - 1)) or 0),
        }.get(action, here)
        return self.cards.index(min(max(target, 0), last))

    def setSelection(self, box: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        top, box = self.verticalOffset(), box.normalized()
        places = self._laid_out().within(box.top() + top, box.bottom() + top)
        chosen = QItemSelection()
        if places:
            chosen.select(self.cards.index(places.start), self.cards.index(places.stop - 1))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        self.look_again()
        painter, top = QPainter(self.viewport()), self.verticalOffset()
        painter.fillRect(event.rect(), theme().colour("canvas"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = self.currentIndex().row() if self.hasFocus() else -1
        chosen, area = self.selectionModel(), event.rect()
        for place in self._laid_out().within(area.top() + top, area.bottom() + top):
            project_id = self.cards.ids[place]
            state = CardState(
                is_selected=chosen.isSelected(self.cards.index(place)),
                is_busy=project_id in self.cards.busy,
                is_lifted=project_id == self.lifted_id,
                has_keyboard=place == current,
            )
            self._painter.paint(painter, self._box(place).adjusted(0, 0, 0, -BETWEEN), project_id, state)
        painter.end()

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

"""The grid of days: walked through by key, and its entries carried to other days by mouse or key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QToolTip, QWidget

from crm.domain.calendar import WEEK, DayEntry
from ui.screens.projects.calendar.days import DayDelegate, DayModel, Index, entry_words
from ui.shared.composing import is_composing
from ui.shared.plain_text import plain_tip
from ui.shared.theme import font, theme
from ui.shared.tokens import TABLE_HEADER_HEIGHT

LIFT_AFTER = 6
LEAST_ROW = 92
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -WEEK,
    Qt.Key.Key_Down: WEEK,
}


class DayTable(QTableView):
    """Days with their entries; one entry of the current day is chosen."""

    opened = Signal(int)
    chosen = Signal()
    rescheduled = Signal(object, object)  # DayEntry, date
    turned = Signal(int)  # a month or week on or back
    day_asked = Signal(object)  # a day that is not shown

    def __init__(
        self, today: Callable[[], date], rests: Callable[[date], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.days = DayModel(today, self)
        self._today = today
        self._pressed: tuple[DayEntry, QPoint] | None = None
        self._carried: DayEntry | None = None
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setProperty("carried", "true")
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label.hide()
        self.delegate = DayDelegate(self, self.days, today, rests)
        self.setModel(self.days)
        self.setItemDelegate(self.delegate)
        self._dress()
        theme().changed.connect(self.viewport().update)

    @property
    def day(self) -> date | None:
        """The current day."""
        index = self.currentIndex()
        return self.days.day_at(index) if index.isValid() else None

    @property
    def entry(self) -> DayEntry | None:
        """The chosen entry."""
        return self.delegate.chosen

    def choose(self, entry: DayEntry | None) -> None:
        """Chooses an entry and goes to its day."""
        self.delegate.chosen = entry
        if entry is not None:
            self.setCurrentIndex(self.days.index_of(entry.day))
            self.delegate.chosen = entry
        self.viewport().update()
        self.chosen.emit()

    def go_to(self, day: date) -> None:
        """Goes to a day and chooses the first thing on it."""
        index = self.days.index_of(day)
        if not index.isValid():
            self.day_asked.emit(day)
            return
        self.setCurrentIndex(index)

    def box_of(self, entry: DayEntry) -> QRect:
        """Where an entry is painted, empty if there is no room for it."""
        index = self.days.index_of(entry.day)
        entries = self.days.entries_on(entry.day)
        boxes = self.delegate.boxes(self.visualRect(index), len(entries))
        place = entries.index(entry) if entry in entries else len(boxes)
        return boxes[place] if place < len(boxes) else QRect()

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side, head = self.verticalHeader(), self.horizontalHeader()
        side.hide()
        side.setMinimumSectionSize(LEAST_ROW)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setFixedHeight(TABLE_HEADER_HEIGHT)
        head.setFont(font(12))

    def _entry_at(self, position: QPoint) -> DayEntry | None:
        index = self.indexAt(position)
        if not index.isValid():
            return None
        entries = self.days.entries_at(index)
        boxes = self.delegate.boxes(self.visualRect(index), len(entries))
        pairs = zip(boxes, entries, strict=False)
        return next((entry for box, entry in pairs if box.contains(position)), None)

    def _day_at(self, position: QPoint) -> date | None:
        index = self.indexAt(position)
        return self.days.day_at(index) if index.isValid() else None

    def _carry(self, position: QPoint) -> None:
        if self._carried is None:
            return
        day = self._day_at(position)
        self.delegate.target = day if day != self._carried.day else None
        self._label.setText(entry_words(self._carried))
        self._label.adjustSize()
        self._label.move(self.viewport().mapTo(self, position) + QPoint(8, 4))
        self._label.show()
        self._label.raise_()
        self.viewport().update()

    def _let_go(self) -> None:
        self._pressed = self._carried = self.delegate.target = None
        self._label.hide()
        self.viewport().update()

    def _cycle(self) -> None:
        """Chooses the next entry of the current day."""
        entries = self.days.entries_on(self.day) if self.day is not None else []
        if entries:
            place = entries.index(self.entry) + 1 if self.entry in entries else 0
            self.choose(entries[place % len(entries)])

    # Qt's names from here

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        entries = self.days.entries_at(current) if current.isValid() else []
        self.delegate.chosen = entries[0] if entries else None
        self.viewport().update()
        self.chosen.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        entry = self._entry_at(event.position().toPoint())
        if entry is not None:
            self.choose(entry)
        if entry is not None and entry.can_move and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = (entry, event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        pressed = self._pressed
        if pressed is not None and (position - pressed[1]).manhattanLength() >= LIFT_AFTER:
            self._carried = pressed[0]
        self._carry(position)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        entry, day = self._carried, self._day_at(event.position().toPoint())
        self._let_go()
        if entry is not None and day is not None and day != entry.day:
            self.rescheduled.emit(entry, day)
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        entry = self._entry_at(event.position().toPoint())
        if entry is not None:
            self.opened.emit(entry.project_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.days.days:
            today = self.days.index_of(self._today())
            self.setCurrentIndex(today if today.isValid() else self.days.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_composing(self):
            return
        key, day = Qt.Key(event.key()), self.day
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and self._carried is not None:
            self._let_go()
        elif plain and key in _STEPS and day is not None:
            self.go_to(day + timedelta(days=_STEPS[key]))
        elif plain and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif plain and key == Qt.Key.Key_Home:
            self.go_to(self._today())
        elif plain and key == Qt.Key.Key_Space:
            self._cycle()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.entry is not None:
            self.opened.emit(self.entry.project_id)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            entry = self._entry_at(event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(entry_words(entry)) if entry else "", self)
            return True
        return super().viewportEvent(event)

"""The list of what is to follow up, each row done from where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from crm.domain.rows import DueRow, FollowUpRow
from crm.domain.tasks import TaskRow
from crm.i18n import _
from ui.screens.today.due_delegate import DueDelegate, boxes
from ui.screens.today.due_rows import ROLE, Group, More, Row, ToDo, row_text, same_row, tip_text
from ui.shared.composing import is_composing
from ui.shared.plain_text import plain_tip
from ui.shared.theme import theme

Index = QModelIndex | QPersistentModelIndex


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.today = date.min

    def show_rows(self, rows: list[Row], today: date) -> None:
        self.beginResetModel()
        self.rows, self.today = rows, today
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.rows[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row_text(row, self.today)
        if role == Qt.ItemDataRole.ToolTipRole and (tip := tip_text(row, self.today)):
            return plain_tip(tip)
        return None


class DueList(QListView):
    """Rows under headings; Enter opens, Space logs, S snoozes, P plans, D is done."""

    opened = Signal(object)  # DueRow, TaskRow or FollowUpRow
    log_asked = Signal(object)  # ToDo
    snooze_asked = Signal(object, QPoint)  # ToDo
    plan_asked = Signal(object)  # ToDo
    done_asked = Signal(object)  # ToDo
    more_asked = Signal(str)  # key of a group
    menu_asked = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self._delegate = DueDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.hovered = -1
        self._keys = {
            Qt.Key.Key_Space: self.ask_log,
            Qt.Key.Key_S: self.ask_snooze,
            Qt.Key.Key_P: self.ask_plan,
            Qt.Key.Key_D: self.ask_done,
        }
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("To follow up"))
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        theme().changed.connect(self.viewport().update)

    @property
    def today(self) -> date:
        """The day that the rows were read on."""
        return self._model.today

    def show_groups(self, groups: Sequence[Group], today: date) -> None:
        """Shows these groups; the project that stood chosen stays so."""
        kept = self.current_row()
        place = self.verticalScrollBar().value()
        rows: list[Row] = []
        for group in groups:
            if group.rows:
                rows += [group, *group.rows]
                if group.count > len(group.rows):
                    rows.append(More(key=group.key, total=group.count))
        if rows == self._model.rows and today == self._model.today:
            return  # a refresh that brings nothing new paints nothing
        self._model.show_rows(rows, today)
        again = [n for n, row in enumerate(rows) if kept is not None and same_row(row, kept)]
        if kept is not None and not again and isinstance(kept, DueRow):
            again = self._places_of(kept.project.id)
        first = next((n for n, row in enumerate(rows) if isinstance(row, DueRow | TaskRow)), -1)
        self.setCurrentIndex(self._model.index((again or [first])[0]))
        self.verticalScrollBar().setValue(place)

    def current_row(self) -> ToDo | None:
        """The current row, if it is about something to do."""
        row = self.row(self.currentIndex().row())
        return row if isinstance(row, DueRow | TaskRow) else None

    def choose(self, project_id: int) -> bool:
        """Makes the first row of a project the current one."""
        return self._choose(self._places_of(project_id))

    def choose_task(self, task_id: int) -> bool:
        """Makes the row of a task the current one."""
        rows = enumerate(self._model.rows)
        return self._choose([n for n, row in rows if isinstance(row, TaskRow) and row.id == task_id])

    def _choose(self, places: Sequence[int]) -> bool:
        if places:
            self.setCurrentIndex(self._model.index(places[0]))
        return bool(places)

    def _places_of(self, project_id: int) -> list[int]:
        rows = enumerate(self._model.rows)
        return [n for n, row in rows if isinstance(row, DueRow) and row.project.id == project_id]

    def row(self, place: int) -> Row | None:
        """What stands at a place."""
        return self._model.rows[place] if 0 <= place < len(self._model.rows) else None

    def texts(self) -> list[str]:
        """Every row as text, headings included."""
        return [str(self._model.index(place).data()) for place in range(self._model.rowCount())]

    def boxes(self, box: QRect) -> dict[str, QRect]:
        """Where the parts of a row that can be clicked are painted."""
        return boxes(box)

    def ask_snooze(self) -> None:
        """Offers other days for the current row."""
        row = self.current_row()
        if row is not None:
            box = self.visualRect(self.currentIndex())
            where = self.boxes(box)["snooze"].bottomLeft()
            self.snooze_asked.emit(row, self.viewport().mapToGlobal(where))

    def ask_plan(self) -> None:
        """Asks when the project of the current row is followed up next, or what else its task is."""
        row = self.current_row()
        if row is not None:
            self.plan_asked.emit(row)

    def ask_done(self) -> None:
        """Says that what the current row asks for is done."""
        row = self.current_row()
        if row is not None:
            self.done_asked.emit(row)

    def open_current(self) -> None:
        """Opens what the current row is about."""
        self._open(self.currentIndex().row())

    def ask_log(self) -> None:
        """Asks to log what was done about the current row."""
        row = self.current_row()
        if row is not None:
            self.log_asked.emit(row)

    def _open(self, place: int) -> None:
        row = self.row(place)
        if isinstance(row, More):
            self.more_asked.emit(row.key)
        elif isinstance(row, DueRow | TaskRow | FollowUpRow):
            self.opened.emit(row)

    def _press(self, row: ToDo, parts: dict[str, QRect], at: QPoint) -> None:
        """The box of a task says that it is done; what was planned takes words."""
        checked = parts["check"].adjusted(-8, -10, 8, 10).contains(at)
        if parts["done"].contains(at) or (checked and isinstance(row, TaskRow)):
            self.ask_done()
        elif checked or parts["log"].contains(at):
            self.ask_log()
        elif parts["snooze"].contains(at):
            self.ask_snooze()

    # Qt's names from here

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        row = index.data(ROLE)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if isinstance(row, More):
            self._open(index.row())
        elif isinstance(row, DueRow | TaskRow):
            self._press(row, boxes(self.visualRect(index)), at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current_row() is not None:
            self.menu_asked.emit(event.globalPos())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_composing(self):
            return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif plain and (run := self._keys.get(Qt.Key(event.key()))) is not None:
            run()
        else:
            super().keyPressEvent(event)

    def _hover(self, place: int) -> None:
        if place != self.hovered:
            self.hovered = place
            self.viewport().update()

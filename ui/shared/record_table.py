"""The table of records: selection by id, sorting, inline edit, copying, and the menu of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QToolTip,
    QWidget,
)

from crm.domain.rows import Sort
from crm.i18n import _
from ui.shared.actions import key_name
from ui.shared.column_arrangement import ColumnArrangement
from ui.shared.composing import is_composing
from ui.shared.icons import icon
from ui.shared.prompts import DesktopPrompts, Prompts
from ui.shared.record_model import CellKind, Index, RecordModel, Role, TableColumn
from ui.shared.row_delegate import RowAction, RowDelegate, RowView, action_boxes
from ui.shared.row_painter import paint_rows
from ui.shared.tasks import Tasks
from ui.shared.theme import font, theme
from ui.shared.tokens import ROW_HEIGHT, TABLE_HEADER_HEIGHT

COPY_LIMIT = 20_000  # rows put on the clipboard at most


class RecordTable(RowView):
    """Shows a RecordModel."""

    activated_id = Signal(int)
    current_changed = Signal(object)  # id or None
    selection_changed = Signal()
    row_action = Signal(int, str)  # id, key of the RowAction
    block_pasted = Signal(str)  # cells from another program, tabs between them
    arranged = Signal()  # somebody has moved a column or given it another width

    def __init__(
        self,
        model: RecordModel,
        tasks: Tasks,
        *,
        row_actions: Sequence[RowAction] = (),
        prompts: Prompts | None = None,
        opens_on_double_click: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """With `opens_on_double_click` cells are edited by F2 and typing alone."""
        super().__init__(model, row_actions, parent)
        self._opens = opens_on_double_click
        self._tasks = tasks
        self._prompts: Prompts = prompts or DesktopPrompts()
        self._kept: tuple[list[int], int | None, int] = ([], None, 0)
        self.takes_blocks = False
        self._add_deeds: Callable[[QMenu], object] | None = None
        self.setModel(model)
        model.setParent(model.parent() or self)
        self._delegate = RowDelegate(self)
        self._delegate.moved.connect(self._move)
        self.setItemDelegate(self._delegate)
        self._dress()
        self._arrangement = ColumnArrangement(self, model.columns)
        self._arrangement.changed.connect(self.arranged)
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._restore_selection)
        model.replaced.connect(self.scrollToTop)
        model.loaded.connect(self._settle)
        theme().changed.connect(self.viewport().update)

    def current_id(self) -> int | None:
        """The id of the current row."""
        index = self.currentIndex()
        return int(index.data(Role.ID)) if index.isValid() else None

    def selected_ids(self) -> list[int]:
        """The ids of the selected rows, from top to bottom."""
        ids = self.records.record_ids
        places = {
            place
            for part in list(self.selectionModel().selection())  # type: ignore[call-overload]
            for place in range(part.top(), part.bottom() + 1)
        }
        return [ids[place] for place in sorted(places) if place < len(ids)]

    def select_ids(self, ids: Iterable[int], current: int | None = None) -> None:
        """Selects these records, as far as they are shown."""
        places = sorted(place for place in map(self.records.row_of, ids) if place is not None)
        chosen = QItemSelection()
        last = max(0, self.records.columnCount() - 1)
        for first, end in _runs(places):
            chosen.select(self.records.index(first, 0), self.records.index(end, last))
        model = self.selectionModel()
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        place = self.records.row_of(current) if current is not None else (places[0] if places else None)
        if place is not None:
            index = self.records.index(place, max(self._kept[2], self.first_column))
            model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def show_id(self, record_id: int) -> None:
        """Selects the record and scrolls to it."""
        self.select_ids([record_id], record_id)
        self.scrollTo(self.currentIndex())

    def copy_selection(self) -> None:
        """Puts the selected rows on the clipboard, tabs between columns; of a single row the current cell."""
        ids = self.selected_ids()[:COPY_LIMIT]
        index = self.currentIndex()
        if len(ids) < 2 and index.isValid():
            self._prompts.copy(str(index.data()))
            return
        model, source = self.records, self.records.source
        shown = [column for place, column in enumerate(model.columns) if not self.isColumnHidden(place)]
        header = "\t".join(column.header for column in shown if column.kind is not CellKind.CHECK)
        self._tasks.read(
            self,
            lambda: source.rows(ids),
            lambda rows: self._prompts.copy(
                "\n".join([header, *(model.line_of(row, shown) for row in rows)])
            ),
            key="copy",
        )

    def offer(self, add_deeds: Callable[[QMenu], object]) -> None:
        """`add_deeds` puts what the screen does with the chosen rows into the menu of a row."""
        self._add_deeds = add_deeds

    def row_menu(self) -> QMenu:
        """What can be done with the current row or, where several are chosen, with all of them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        current = self.current_id()
        if current is not None and len(self.selected_ids()) < 2:
            opens = menu.addAction(icon("open"), _with_key(_("Open"), "Return"))
            opens.triggered.connect(lambda: self.activated_id.emit(current))
            for action in self.row_actions if self._add_deeds is None else ():
                if action.key != "open":
                    deed = menu.addAction(icon(action.icon), action.tip)
                    deed.triggered.connect(partial(self.row_action.emit, current, action.key))
            if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
                edits = menu.addAction(icon("edit"), _with_key(_("Change this cell"), "F2"))
                edits.triggered.connect(lambda: self.edit(self.currentIndex()))
        copies = menu.addAction(icon("copy"), _with_key(_("Copy"), "Ctrl+C"))
        copies.triggered.connect(self.copy_selection)
        if self._add_deeds is not None:
            menu.addSeparator()
            self._add_deeds(menu)
        return menu

    def choose_columns(self, keys: Iterable[str] | None) -> None:
        """Shows these columns only; None shows all that there is room for."""
        self._arrangement.choose(keys)

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """The columns that somebody chose or moved, in their order; none while they are as usual."""
        return self._arrangement.shown

    @property
    def own_widths(self) -> dict[str, int]:
        """The widths that somebody gave to columns, by key."""
        return dict(self._arrangement.widths)

    def arrange(self, keys: Sequence[str], widths: Mapping[str, int]) -> None:
        """Shows these columns in this order and width; no keys: all, as usual. Unknown keys are left out."""
        self._arrangement.arrange(keys, widths)

    def fit_columns(self) -> None:
        """Hides columns by priority until the stretching one has room, and gives it the rest."""
        self._arrangement.fit()

    def _settle(self) -> None:
        """Scroll bars come and go, and columns are fitted beside them, before anything is painted."""
        self.executeDelayedItemsLayout()
        self.fit_columns()
        self.updateGeometries()

    def columns_on_screen(self) -> list[TableColumn]:
        """The columns that are shown, from left to right."""
        head = self.horizontalHeader()
        places = (head.logicalIndex(place) for place in range(head.count()))
        return [self.records.columns[place] for place in places if not self.isColumnHidden(place)]

    def block_columns(self) -> list[int]:
        """The columns from the current one on, as they are shown: where a pasted block goes."""
        return self._arrangement.from_column(self.currentIndex().column())

    def _block(self) -> str:
        """The cells on the clipboard, nothing if it holds no block, or nobody waits for one."""
        if not self.takes_blocks or not self.currentIndex().isValid():
            return ""
        data = QGuiApplication.clipboard().mimeData()
        text = data.text() if data is not None and data.hasText() else ""
        return text if "\t" in text else ""

    def _dress(self) -> None:
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what lies behind may change
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        trigger = QAbstractItemView.EditTrigger
        by_keys = trigger.EditKeyPressed | trigger.AnyKeyPressed
        self.setEditTriggers(by_keys if self._opens else by_keys | trigger.DoubleClicked)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.setFont(font())
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setFixedHeight(TABLE_HEADER_HEIGHT)
        head.setFont(font(12))
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.setMinimumSectionSize(28)
        head.sectionClicked.connect(self._sort)
        # Else every painting of the header asks each chosen row whether all of its column is chosen.
        head.setSelectionModel(QItemSelectionModel(self.records, head))
        for place, column in enumerate(self.records.columns):
            self.setColumnWidth(place, column.width)
            if column.kind is CellKind.CHECK:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)

    def _sort(self, place: int) -> None:
        column = self.records.columns[place]
        if column.kind is CellKind.CHECK:
            everything = len(self.selected_ids()) == len(self.records.record_ids)
            self.clearSelection() if everything else self.selectAll()
        if not column.sortable:
            return
        now = self.records.order
        descending = now is not None and now.key == column.key and not now.descending
        self.records.sort_by(Sort(key=column.key, descending=descending))

    def _keep_selection(self) -> None:
        self._kept = (self.selected_ids(), self.current_id(), max(0, self.currentIndex().column()))

    def _restore_selection(self) -> None:
        ids, current, _column = self._kept
        self.hovered_row = -1
        if ids or current is not None:
            self.select_ids(ids, current)
        if self.selected_ids() != ids:
            self.selection_changed.emit()

    def _move(self, down: int, right: int) -> None:
        index = self.currentIndex()
        row = min(max(index.row() + down, 0), self.records.rowCount() - 1)
        column = index.column() + right
        while 0 <= column < self.records.columnCount() and self.isColumnHidden(column):
            column += right
        if 0 <= column < self.records.columnCount():
            self.setCurrentIndex(self.records.index(row, column))
        self.setFocus()

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            for one in (self.hovered_row, row):
                self._paint_row_again(one)
            self.hovered_row = row

    def _paint_row_again(self, row: int) -> None:
        if row >= 0:
            place = QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
            self.viewport().update(place)

    def _pressed_part(self, position: QPoint) -> bool:
        """Handles a press on a check box or a row action; True if it was one."""
        index = self.indexAt(position)
        if not index.isValid():
            return False
        column = self.records.columns[index.column()]
        if column.kind is CellKind.CHECK:
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(index, flag.Toggle | flag.Rows)
            self.selectionModel().setCurrentIndex(index, flag.NoUpdate)
            return True
        if self.row_actions and index.column() == self.action_column:
            boxes = action_boxes(self.visualRect(index), len(self.row_actions))
            for box, action in zip(boxes, self.row_actions, strict=True):
                if box.adjusted(-6, -6, 6, 6).contains(position):
                    self.row_action.emit(index.data(Role.ID), action.key)
                    return True
        return False

    # Qt's names from here

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        self.selection_changed.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_changed.emit(current.data(Role.ID) if current.isValid() else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint_rows(painter, event.rect(), self)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._pressed_part(event.position().toPoint()):
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and (self._opens or not index.flags() & Qt.ItemFlag.ItemIsEditable):
            if self.records.columns[index.column()].kind is not CellKind.CHECK:
                self.activated_id.emit(index.data(Role.ID))
            return
        super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            if not self.indexAt(event.pos()).isValid():
                return
        elif not self.currentIndex().isValid():
            return
        else:
            self.scrollTo(self.currentIndex())
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.row_menu().popup(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.records.rowCount():
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.records.index(0, self.first_column), flag)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_composing(self):
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            return
        if event.matches(QKeySequence.StandardKey.Paste) and self._block():
            self.block_pasted.emit(self._block())
            return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enters and plain and self.state() != QAbstractItemView.State.EditingState:
            current = self.current_id()
            if current is not None:
                self.activated_id.emit(current)
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pastes = event.matches(QKeySequence.StandardKey.Paste)
            if pastes and self._block():
                event.accept()  # the key of the window takes articles in
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def _tip_at(self, position: QPoint) -> str:
        index = self.indexAt(position)
        if not index.isValid():
            return ""
        if self.row_actions and index.column() == self.action_column:
            boxes = action_boxes(self.visualRect(index), len(self.row_actions))
            for box, action in zip(boxes, self.row_actions, strict=True):
                if box.contains(position):
                    return action.tip
        return self.records.tip(index)


def _runs(places: Sequence[int]) -> Iterable[tuple[int, int]]:
    """First and last of each unbroken run."""
    start = previous = None
    for place in places:
        if previous is not None and place == previous + 1:
            previous = place
            continue
        if start is not None and previous is not None:
            yield start, previous
        start = previous = place
    if start is not None and previous is not None:
        yield start, previous


def _with_key(text: str, shortcut: str) -> str:
    """An entry of a menu whose key the table itself hears."""
    return f"{text}\t{key_name(shortcut)}"

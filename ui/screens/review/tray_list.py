"""The rows of the tray, painted: check box, action, name, role; reason and certainty below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm.domain.review import Group, Suggestion
from crm.i18n import _
from ui.screens.review.decisions import group_of
from ui.screens.review.wording import CERTAINTIES, GROUPS, action_badge, role_name, row_name, row_reason
from ui.shared.cells import paint_badge, paint_check
from ui.shared.composing import is_composing
from ui.shared.icons import paint_icon
from ui.shared.plain_text import plain_tip
from ui.shared.theme import font, metrics, theme

ROW, HEADING = 56, 32
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
Entry = Suggestion | tuple[Group, int]  # a heading is its group and how many rows it has


class TrayModel(QAbstractListModel):
    """Rows under the headings of their groups; some groups are folded."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._rows: Sequence[Suggestion] = ()
        self.folded = {Group.REJECTED, Group.CONFIRMED}
        self.faults: dict[str, str] = {}

    def show_rows(self, rows: Sequence[Suggestion]) -> None:
        """Shows the rows as they are decided now."""
        self.beginResetModel()
        self._rows = rows
        self._entries = []
        for group in GROUPS:
            inside = [row for row in rows if group_of(row) is group]
            if inside:
                self._entries.append((group, len(inside)))
                self._entries.extend(() if group in self.folded else inside)
        self.endResetModel()

    def fold(self, group: Group) -> None:
        """Folds a group or unfolds it."""
        self.folded ^= {group}
        self.show_rows(self._rows)

    def entry(self, place: int) -> Entry | None:
        """What stands at a place."""
        return self._entries[place] if 0 <= place < len(self._entries) else None

    def place_of(self, key: str) -> int | None:
        """Where a row stands, None if it is folded away."""
        places = (
            at for at, entry in enumerate(self._entries) if isinstance(entry, Suggestion) and entry.key == key
        )
        return next(places, None)

    # Qt's names from here

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == ROW_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(entry)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(entry, Suggestion):
            fault = self.faults.get(entry.key, "")
            return plain_tip(
                "\n".join(part for part in (row_name(entry), row_reason(entry), entry.decided, fault) if part)
            )
        return None


class TrayList(QListView):
    """Told what is wanted; who owns the decisions does it."""

    toggled = Signal(str)
    chosen = Signal(str)  # the current row
    hovered = Signal(object)  # key or None
    menu_asked = Signal(str, QPoint)  # global place
    change_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = TrayModel()
        self.setModel(self.rows)
        self.setItemDelegate(_TrayDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Suggestions"))
        self.entered.connect(self._entered)
        self._under: str | None = None
        self._is_showing = False

    @property
    def current(self) -> Suggestion | None:
        """The current row."""
        entry = self.rows.entry(self.currentIndex().row())
        return entry if isinstance(entry, Suggestion) else None

    def show_rows(self, rows: Sequence[Suggestion]) -> None:
        """Shows rows; the current one stays current, or what stands in its place."""
        key, place = (self.current.key if self.current else None), self.currentIndex().row()
        scrolled = self.verticalScrollBar().value()
        self._is_showing = True
        self.rows.show_rows(rows)
        found = self.rows.place_of(key) if key else None
        if found is None and key is not None:
            found = max(0, min(place, self.rows.rowCount() - 1))
        if found is not None:
            self.setCurrentIndex(self.rows.index(found))
        self._is_showing = False
        self.verticalScrollBar().setValue(scrolled)

    def set_current(self, key: str | None) -> None:
        """Makes a row the current one and scrolls to it, without telling anybody."""
        place = self.rows.place_of(key) if key else None
        self._is_showing = True
        if place is None:
            self.selectionModel().clear()
        else:
            self.setCurrentIndex(self.rows.index(place))
            self.scrollTo(self.rows.index(place))
        self._is_showing = False

    def set_first(self) -> None:
        """Makes the first row the current one, without telling anybody."""
        rows = (self.rows.entry(place) for place in range(self.rows.rowCount()))
        first = next((entry.key for entry in rows if isinstance(entry, Suggestion)), None)
        self.set_current(first)
        self.scrollToTop()

    def set_under(self, key: str | None) -> None:
        """Shows a row as hovered: the pointer is over its span."""
        self._under = key
        self.viewport().update()

    @property
    def under(self) -> str | None:
        """The row under the pointer here or in the text."""
        return self._under

    def role_box(self, row: Suggestion, box: QRect) -> QRect:
        """Where the role button of a row is painted; empty if the row has none."""
        text = role_text(row)
        if not text:
            return QRect()
        width = metrics(12).horizontalAdvance(text) + 28
        return QRect(box.right() - 15 - width, box.top() + 7, width, 22)

    def show_menu(self) -> None:
        """Asks for the menu of the current row's role."""
        row = self.current
        if row is not None:
            box = self.role_box(row, self.visualRect(self.currentIndex()))
            self.menu_asked.emit(row.key, self.viewport().mapToGlobal(box.bottomLeft()))

    def _entered(self, index: Index) -> None:
        entry = self.rows.entry(index.row())
        key = entry.key if isinstance(entry, Suggestion) else None
        if key != self._under:
            self._under = key
            self.hovered.emit(key)

    # Qt's names from here

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        entry = self.rows.entry(current.row())
        if isinstance(entry, Suggestion) and not self._is_showing:
            self.chosen.emit(entry.key)

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self._under = None
        self.hovered.emit(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        entry = self.rows.entry(index.row())
        if event.button() != Qt.MouseButton.LeftButton or entry is None:
            return
        if isinstance(entry, tuple):
            self.rows.fold(entry[0])
            return
        box = self.visualRect(index)
        role = self.role_box(entry, box)
        if role.adjusted(-4, -4, 4, 4).contains(place):
            self.menu_asked.emit(entry.key, self.viewport().mapToGlobal(role.bottomLeft()))
        elif place.x() < box.left() + 40:
            self.toggled.emit(entry.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        entry = self.rows.entry(self.indexAt(event.position().toPoint()).row())
        if isinstance(entry, Suggestion) and event.position().x() >= 40:
            self.change_asked.emit(entry.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry = self.rows.entry(self.currentIndex().row())
        if is_composing(self):
            return
        if event.key() == Qt.Key.Key_Space and isinstance(entry, Suggestion):
            self.toggled.emit(entry.key)
        elif event.key() == Qt.Key.Key_Space and isinstance(entry, tuple):
            self.rows.fold(entry[0])
        elif event.key() == Qt.Key.Key_F2 and isinstance(entry, Suggestion):
            self.change_asked.emit(entry.key)
        elif event.text() and event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.ignore()  # letters are actions here, not a search in the list
        else:
            super().keyPressEvent(event)


class _TrayDelegate(QStyledItemDelegate):
    def __init__(self, view: TrayList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, ROW if isinstance(index.data(ROW_ROLE), Suggestion) else HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect  # type: ignore[attr-defined]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        entry = index.data(ROW_ROLE)
        here = theme()
        painter.save()
        if isinstance(entry, Suggestion):
            ground = "sel" if selected else "hover" if self._view.under == entry.key else "panel"
            painter.fillRect(box, here.colour(ground))
            self._paint_row(painter, box, entry)
        elif entry is not None:
            self._paint_heading(painter, box, *entry)
        painter.setPen(QPen(here.colour("line"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if selected:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height() - 1), here.colour("acc"))
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setPen(QPen(here.colour("ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_heading(self, painter: QPainter, box: QRect, group: Group, count: int) -> None:
        here = theme()
        painter.fillRect(box, here.colour("sunken"))
        folded = group in self._view.rows.folded
        caret = QRect(box.left() + 14, box.center().y() - 6, 14, 14)
        paint_icon(painter, caret, "right" if folded else "down", "t2")
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        name = _(GROUPS[group])
        painter.setFont(font(12, bold=True))
        painter.setPen(here.colour("t1"))
        painter.drawText(box.adjusted(36, 0, 0, 0), middle, name)
        painter.setFont(font(12))
        painter.setPen(here.colour("t3"))
        left = 36 + metrics(12, bold=True).horizontalAdvance(name) + 6
        painter.drawText(box.adjusted(left, 0, 0, 0), middle, str(count))

    def _paint_row(self, painter: QPainter, box: QRect, row: Suggestion) -> None:
        here = theme()
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        off = row.is_rejected
        check = QRect(box.left() + 15, box.top() + 11, 16, 16)
        if row.group is Group.CONFIRMED:
            paint_icon(painter, check, "tick", "grn")
        elif off:
            paint_icon(painter, check, "reject", "t3")
        else:
            paint_check(painter, check, checked=row.is_ticked)
        left = box.left() + 42
        badge = action_badge(row)
        left += paint_badge(painter, left, box.top() + 19, badge) + 8
        role = self._view.role_box(row, box)
        end = (role.left() if not role.isEmpty() else box.right() - 15) - 8
        name_box = QRect(left, box.top() + 8, max(0, end - left), 22)
        painter.setFont(font(13, bold=True))
        painter.setPen(here.colour("t3" if off else "t1"))
        shown = metrics(13, bold=True).elidedText(
            row_name(row), Qt.TextElideMode.ElideMiddle, name_box.width()
        )
        painter.drawText(name_box, middle, shown)
        if not role.isEmpty():
            self._paint_role(painter, role, row)
        self._paint_reason(painter, box, row)

    def _paint_role(self, painter: QPainter, place: QRect, row: Suggestion) -> None:
        here = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(here.colour("line_2"), 1))
        painter.setBrush(here.colour("panel"))
        painter.drawRoundedRect(place.adjusted(0, 0, -1, -1), 5, 5)
        painter.setFont(font(12))
        painter.setPen(here.colour("t2"))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.drawText(place.adjusted(8, 0, 0, 0), middle, role_text(row))
        caret = QRect(place.right() - 18, place.center().y() - 5, 12, 12)
        paint_icon(painter, caret, "down", "t3")

    def _paint_reason(self, painter: QPainter, box: QRect, row: Suggestion) -> None:
        here = theme()
        fault = self._view.rows.faults.get(row.key, "")
        word = "" if row.group is Group.CONFIRMED else _(CERTAINTIES[row.certainty])
        painter.setFont(font(12))
        used = metrics(12).horizontalAdvance(word)
        line = QRect(box.left() + 42, box.top() + 31, box.width() - 58, 20)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setPen(here.colour("t2"))
        painter.drawText(line, int(middle | Qt.AlignmentFlag.AlignRight), word)
        painter.setPen(here.colour("red" if fault else "t3"))
        text = " ".join((fault or row_reason(row)).split())
        shown = metrics(12).elidedText(text, Qt.TextElideMode.ElideRight, line.width() - used - 10)
        painter.drawText(line, int(middle), shown)


def role_text(row: Suggestion) -> str:
    """What the role button says: a role, or that a choice is to be made."""
    if row.group is Group.CONFIRMED:
        return ""
    if group_of(row) is Group.OPEN:
        return _("Choose")
    return role_name(row.role) if row.role and row.roles else ""


def spoken(entry: Entry) -> str:
    """A row for screen readers: state, action, name, role, reason."""
    if not isinstance(entry, Suggestion):
        return f"{_(GROUPS[entry[0]])} {entry[1]}"
    state = _("rejected") if entry.is_rejected else _("ticked") if entry.is_ticked else ""
    parts = (state, action_badge(entry).text, row_name(entry), role_text(entry), row_reason(entry))
    return " ".join(part for part in (*parts, _(CERTAINTIES[entry.certainty])) if part)

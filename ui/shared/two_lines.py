"""A list of rows with a bold name, a grey line under it, and badges at the right end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.shared.cells import Badge, badge_width, paint_badge
from ui.shared.icons import paint_icon
from ui.shared.plain_text import plain_tip
from ui.shared.theme import font, metrics, theme

ROW = 52
PAD = 8
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, kw_only=True)
class TwoLines:
    """One row; `tone` colours the second line."""

    key: int
    name: str
    told: str
    icon: str = ""
    tone: str = "t3"
    badges: tuple[Badge, ...] = ()
    is_off: bool = False

    @property
    def plain(self) -> str:
        """All of it, for screen readers."""
        return " ".join(part for part in (self.name, *(b.text for b in self.badges), self.told) if part)


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[TwoLines, ...] = ()

    def show_rows(self, rows: Sequence[TwoLines]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.plain
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{row.name}\n{row.told}")
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect  # type: ignore[attr-defined]
        row: TwoLines = index.data(ROW_ROLE)
        here = theme()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(box, here.colour("sel"))
        if row.icon:
            tone = "t_off" if row.is_off else "t2"
            paint_icon(painter, QRect(box.left() + PAD, box.top() + 9, 16, 16), row.icon, tone)
        inner = box.adjusted(PAD + (24 if row.icon else 0), 6, -PAD, -6)
        right = inner.right()
        for badge in reversed(row.badges):
            right -= badge_width(badge)
            paint_badge(painter, right, inner.top() + 10, badge)
            right -= 6
        name = QRect(inner.left(), inner.top(), right - inner.left(), 20)
        told = QRect(inner.left(), inner.top() + 20, inner.width(), 20)
        self._write(painter, name, row.name, 13, "t3" if row.is_off else "t1", bold=True)
        self._write(painter, told, row.told, 12, row.tone)
        painter.setPen(QPen(here.colour("line"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _write(
        self, painter: QPainter, box: QRect, text: str, pixels: int, tone: str, *, bold: bool = False
    ) -> None:
        painter.setFont(font(pixels, bold=bold))
        painter.setPen(theme().colour(tone))
        flat = " ".join(text.split())
        elided = metrics(pixels, bold=bold).elidedText(flat, Qt.TextElideMode.ElideRight, box.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(box, int(flags), elided)


class TwoLineList(QListView):
    """The list; a double click or Enter opens the current row."""

    opened = Signal(int)
    chosen = Signal(object)  # key or None

    def __init__(self, name: str, rows: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Model(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setMinimumHeight(rows * ROW + 4)
        self.activated.connect(lambda index: self.opened.emit(self._rows.rows[index.row()].key))
        self.selectionModel().currentChanged.connect(lambda *_places: self.chosen.emit(self.key()))

    @property
    def rows(self) -> tuple[TwoLines, ...]:
        """What is shown."""
        return self._rows.rows

    def show_rows(self, rows: Sequence[TwoLines]) -> None:
        """Shows these rows, keeping the current one."""
        if tuple(rows) == self._rows.rows:
            return
        current = self.key()
        self._rows.show_rows(rows)
        self.set_current(current)

    def key(self) -> int | None:
        """The key of the current row."""
        place = self.currentIndex().row()
        return self._rows.rows[place].key if 0 <= place < len(self._rows.rows) else None

    def keys(self) -> list[int]:
        """The keys of all selected rows."""
        places = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._rows.rows[place].key for place in places]

    def set_current(self, key: int | None) -> None:
        """Makes a row the current one; the first if there is none of that key."""
        places = {row.key: place for place, row in enumerate(self._rows.rows)}
        if places:
            self.setCurrentIndex(self._rows.index(places.get(key, 0) if key is not None else 0))
        self.chosen.emit(self.key())

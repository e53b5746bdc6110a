"""The rows of the history: one painted line for each step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm.i18n import _
from crm.services.history import HistoryEntry
from ui.shared.choice_list import Index
from ui.shared.icons import paint_icon
from ui.shared.theme import font, metrics, theme

ROW = 44
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_SYMBOLS = {True: "undo", False: "history"}


class EntryModel(QAbstractListModel):
    """The steps."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[HistoryEntry] = []

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            undone = _("undone") if entry.is_undone else ""
            return " ".join(part for part in (entry.label, entry.who, undone) if part)
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints a step: what, who, when."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: HistoryEntry = index.data(ENTRY_ROLE)
        box: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme().colour("sel"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme().colour("acc"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme().colour("hover"))
        painter.setPen(QPen(theme().colour("line"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._paint_entry(painter, box.adjusted(16, 0, -16, 0), entry)
        painter.restore()

    def _paint_entry(self, painter: QPainter, box: QRect, entry: HistoryEntry) -> None:
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        off = entry.is_undone
        symbol = _SYMBOLS[entry.is_undo]
        paint_icon(painter, QRect(box.left(), box.center().y() - 7, 16, 16), symbol, "t3" if off else "t2")
        at, who = local(entry.at), entry.who
        painter.setFont(font(12))
        painter.setPen(theme().colour("t3"))
        right = box.adjusted(box.width() - 96, 0, 0, 0)
        painter.drawText(right, int(Qt.AlignmentFlag.AlignRight) | middle, when(at))
        person = box.adjusted(box.width() - 190, 0, -104, 0)
        painter.setPen(theme().colour("t_off" if off else "t2"))
        painter.drawText(person, middle, metrics(12).elidedText(who, Qt.TextElideMode.ElideRight, 86))
        label = box.adjusted(28, 0, -200, 0)
        undone = _("undone")
        text = f"{entry.label}   {undone}" if off else entry.label
        painter.setFont(font(13))
        painter.setPen(theme().colour("t_off" if off else "t1"))
        elided = metrics(13).elidedText(text, Qt.TextElideMode.ElideRight, label.width())
        painter.drawText(label, middle, elided)


def local(at: datetime) -> datetime:
    """A moment as the clock on the wall showed it."""
    return at.astimezone()


def when(at: datetime) -> str:
    """A moment in a list: the day only where it is not today."""
    if at.date() == date.today():
        return f"{at:%H:%M}"
    if at.year == date.today().year:
        return f"{at.month}-{at.day} {at:%H:%M}"
    return f"{at:%Y-%m-%d}"

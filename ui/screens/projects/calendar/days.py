"""The days of a calendar and what lies on them, as a model and as painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from crm.domain.calendar import WEEK, DayEntry, DayKind
from crm.i18n import N_, _, _n
from ui.shared.cells import FULL_SPACE, paint_stage
from ui.shared.icons import paint_icon
from ui.shared.labels import stage_name, stage_place
from ui.shared.theme import fitted, metrics, pen_font, theme
from ui.shared.tokens import RADIUS_BADGE

HEAD, LINE, PAD = 26, 22, 4
KIND_NAMES = {
    DayKind.FOLLOW_UP: N_("Next follow-up"),
    DayKind.SIGNING: N_("Signing planned"),
    DayKind.REVIEW: N_("Looked at again"),
    DayKind.TASK: N_("Task"),
}
KIND_ICONS = {
    DayKind.FOLLOW_UP: "next",
    DayKind.SIGNING: "negotiation",
    DayKind.REVIEW: "on_hold",
    DayKind.TASK: "task",
}
MISSED = (DayKind.FOLLOW_UP, DayKind.TASK)  # red behind their day
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))

Index = QModelIndex | QPersistentModelIndex


class DayModel(QAbstractTableModel):
    """Weeks of seven days."""

    def __init__(self, today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self._today = today
        self.days: list[date] = []
        self._entries: dict[date, list[DayEntry]] = {}

    def show_days(self, days: Sequence[date]) -> None:
        """Shows other days; what lies on them is told later."""
        self.beginResetModel()
        self.days = list(days)
        self._entries = {}
        self.endResetModel()

    def show_entries(self, entries: Sequence[DayEntry]) -> None:
        """Shows what lies on the days."""
        self._entries = {}
        for entry in entries:
            self._entries.setdefault(entry.day, []).append(entry)
        if self.days:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, WEEK - 1))

    def entries_on(self, day: date) -> list[DayEntry]:
        """What lies on a day, in the order shown."""
        return self._entries.get(day, [])

    def day_at(self, index: Index) -> date:
        """The day of a cell."""
        return self.days[index.row() * WEEK + index.column()]

    def entries_at(self, index: Index) -> list[DayEntry]:
        """What lies on the day of a cell; Qt would copy the list as often as it is asked for."""
        return self.entries_on(self.day_at(index))

    def index_of(self, day: date) -> QModelIndex:
        """The cell of a day, an invalid one if it is not shown."""
        place = (day - self.days[0]).days if self.days else -1
        if not 0 <= place < len(self.days):
            return QModelIndex()
        return self.index(place // WEEK, place % WEEK)

    # Qt's names from here

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.days) // WEEK

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else WEEK

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(WEEKDAYS[section]) if 0 <= section < WEEK else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(self.day_at(index))
        return None

    def _words(self, day: date) -> str:
        entries = self.entries_on(day)
        shown = [f"{day.month}-{day.day:02d}"]
        if day == self._today():
            shown.append(_("today"))
        shown.append(_n("{count} entry", "{count} entries", len(entries)))
        return ", ".join([*shown, *(entry_words(entry) for entry in entries)])


def entry_words(entry: DayEntry) -> str:
    """One entry in words."""
    kind = stage_name(entry.stage) if entry.kind is DayKind.STAGE else _(KIND_NAMES[entry.kind])
    return " ".join(filter(None, [kind, entry.enterprise, entry.name, entry.note]))


class DayDelegate(QStyledItemDelegate):
    """Paints a day with as many entries as there is room for."""

    def __init__(
        self, view: QTableView, days: DayModel, today: Callable[[], date], rests: Callable[[date], bool]
    ) -> None:
        super().__init__(view)
        self._view, self._days, self._today, self._rests = view, days, today, rests
        self.month: int | None = None  # days of other months stand back
        self.chosen: DayEntry | None = None
        self.target: date | None = None  # where something is held over

    def boxes(self, box: QRect, count: int) -> list[QRect]:
        """Where the entries of a cell are painted; those without room are left out."""
        room = max(0, (box.height() - HEAD - PAD) // LINE)
        shown = count if count <= room else max(0, room - 1)
        left, top = box.left() + PAD, box.top() + HEAD
        return [QRect(left, top + place * LINE, box.width() - 2 * PAD, LINE - 2) for place in range(shown)]

    # Qt's names from here

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect  # type: ignore[attr-defined]
        day, entries = self._days.day_at(index), self._days.entries_at(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, day)
        self._paint_day(painter, box, day)
        boxes = self.boxes(box, len(entries))
        for place, entry in zip(boxes, entries, strict=False):
            self._paint_entry(painter, place, entry)
        if len(boxes) < len(entries):
            more = _n("+{count} more", "+{count} more", len(entries) - len(boxes))
            below = QRect(box.left() + PAD + 6, box.top() + HEAD + len(boxes) * LINE, box.width(), LINE)
            _text(painter, below, more, "t3")
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("ring"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRect, day: date) -> None:
        here = theme()
        ground = "acc_soft" if day == self.target else "sunken" if self._rests(day) else "panel"
        painter.fillRect(box, here.colour(ground))
        pen = QPen(here.colour("acc" if day == self.target else "line"), 0 if day != self.target else 1)
        if day == self.target:
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawRect(box.adjusted(1, 1, -2, -2))
            return
        painter.setPen(pen)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())

    def _paint_day(self, painter: QPainter, box: QRect, day: date) -> None:
        here, is_today = theme(), day == self._today()
        text = f"{day.month}-{day.day:02d}" if day.day == 1 else str(day.day)
        painter.setFont(pen_font(12, bold=is_today))
        width = metrics(12, bold=is_today).horizontalAdvance(text) + 12
        place = QRect(box.left() + PAD, box.top() + 4, max(width, 20), 20)
        if is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(here.colour("acc"))
            painter.drawRoundedRect(QRectF(place), 10, 10)
        away = self.month is not None and day.month != self.month
        painter.setPen(here.colour("on_acc" if is_today else "t_off" if away else "t2"))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)
        if self._rests(day):
            tag = place.translated(place.width() + 2, 0)
            tag.setWidth(40)
            _text(painter, tag, _("rest"), "t3")

    def _paint_entry(self, painter: QPainter, box: QRect, entry: DayEntry) -> None:
        here, is_late = theme(), entry.kind in MISSED and entry.day < self._today()
        tone = "red" if is_late else "t2" if entry.kind is DayKind.STAGE else "t1"
        if entry == self.chosen:
            painter.setPen(QPen(here.colour("sel_line"), 1))
            painter.setBrush(here.colour("sel"))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_BADGE, RADIUS_BADGE)
        middle, left = box.center().y() + 1, box.left() + 6
        if entry.kind is DayKind.STAGE:
            paint_stage(painter, left + 2, middle, stage_place(entry.stage))
        else:
            symbol = "overdue" if is_late else KIND_ICONS[entry.kind]
            paint_icon(painter, QRect(left, middle - 6, 12, 12), symbol, "red" if is_late else "t2")
        words = QRect(left + 18, box.top(), box.width() - 26, box.height())
        if entry.kind is DayKind.STAGE:
            used = _text(painter, words, stage_name(entry.stage), "t2") + 6
            words = words.adjusted(used, 0, 0, 0)
        used = _text(painter, words, entry.enterprise, tone, bold=True)
        if used:
            used += metrics(12).horizontalAdvance(FULL_SPACE)
        told = entry.note if entry.kind is DayKind.TASK else entry.name
        _text(painter, words.adjusted(used, 0, 0, 0), told, tone)


def _text(painter: QPainter, box: QRect, text: str, tone: str, *, bold: bool = False) -> int:
    """Paints one line and answers its width."""
    shown, width = fitted(text, box.width(), 12, bold=bold)
    painter.setFont(pen_font(12, bold=bold))
    painter.setPen(theme().colour(tone))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    return width

"""The list of what is to follow up, each row done from where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm.domain.rows import DueKind, DueRow, FollowUpRow
from crm.i18n import N_, _, _n
from ui.shared.cells import FULL_SPACE, paint_check, paint_stage
from ui.shared.composing import is_composing
from ui.shared.icons import paint_icon
from ui.shared.labels import day, stage_name, stage_place, sum_of, way_name
from ui.shared.plain_text import plain_tip
from ui.shared.theme import font, metrics, theme

Index = QModelIndex | QPersistentModelIndex
ROLE = int(Qt.ItemDataRole.UserRole) + 1
HEAD = 32
ROW = 52
LEFT = 16
NAMES = 44  # left end of the names, behind the check box
DUE_WIDTH = 116
MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A heading and its rows: what is due, or what was done today."""

    key: str
    title: str
    rows: tuple[DueRow | FollowUpRow, ...]
    total: int | None = None  # where there are more than `rows`
    tone: str = "t1"

    @property
    def count(self) -> int:
        """How many rows belong to the group."""
        return len(self.rows) if self.total is None else self.total


@dataclass(frozen=True, kw_only=True)
class More:
    """The row under a group that is not shown whole."""

    key: str
    total: int


Row = Group | DueRow | FollowUpRow | More


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
            if isinstance(row, Group):
                return f"{row.title} {row.count}"
            if isinstance(row, More):
                return more_text(row)
            if isinstance(row, FollowUpRow):
                return " ".join([_("done"), *(name for _ref, name in row.subjects), row.text])
            names = (row.project.enterprise, row.project.name, row.what)
            return " ".join([*filter(None, names), due_text(row, self.today)])
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, DueRow):
            return plain_tip(
                "\n".join(filter(None, [row.project.name, row.what, last_text(row, self.today)]))
            )
        return None


class DueList(QListView):
    """Rows under headings; Enter opens, Space logs, S snoozes, P plans, D is done."""

    opened = Signal(int)  # project
    log_asked = Signal(int)
    snooze_asked = Signal(object, QPoint)  # DueRow
    plan_asked = Signal(object)  # DueRow
    done_asked = Signal(object)  # DueRow
    more_asked = Signal(str)  # key of a group
    menu_asked = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
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
        self._model.show_rows(rows, today)
        if kept is None or not self.choose(kept.project.id, kept.kind):
            first = next((n for n, row in enumerate(rows) if isinstance(row, DueRow)), -1)
            self.setCurrentIndex(self._model.index(first))
        self.verticalScrollBar().setValue(place)

    def current_row(self) -> DueRow | None:
        """The current row, if it is about something to do."""
        row = self.row(self.currentIndex().row())
        return row if isinstance(row, DueRow) else None

    def current_project(self) -> int | None:
        """The project of the current row."""
        row = self.current_row()
        return row.project.id if row is not None else None

    def choose(self, project_id: int, kind: DueKind | None = None) -> bool:
        """Makes the row of a project the current one, of that kind if the project has several."""
        places = [
            place
            for place, row in enumerate(self._model.rows)
            if isinstance(row, DueRow) and row.project.id == project_id
        ]
        if not places:
            return False
        same = [place for place in places if getattr(self.row(place), "kind", None) is kind]
        self.setCurrentIndex(self._model.index((same or places)[0]))
        return True

    def row(self, place: int) -> Row | None:
        """What stands at a place."""
        return self._model.rows[place] if 0 <= place < len(self._model.rows) else None

    def texts(self) -> list[str]:
        """Every row as text, headings included."""
        return [str(self._model.index(place).data()) for place in range(self._model.rowCount())]

    def boxes(self, box: QRect) -> dict[str, QRect]:
        """Where the parts of a row that can be clicked are painted."""
        right = box.right() - DUE_WIDTH - LEFT
        middle = box.center().y()
        label = metrics().horizontalAdvance(_("Log")) + 46
        return {
            "check": QRect(box.left() + LEFT, middle - 8, 16, 16),
            "snooze": QRect(right - 28, middle - 12, 24, 24),
            "done": QRect(right - 54, middle - 12, 24, 24),
            "log": QRect(right - 62 - label, middle - 13, label, 27),
        }

    def ask_snooze(self) -> None:
        """Offers other days for the current row."""
        row = self.current_row()
        if row is not None:
            box = self.visualRect(self.currentIndex())
            where = self.boxes(box)["snooze"].bottomLeft()
            self.snooze_asked.emit(row, self.viewport().mapToGlobal(where))

    def ask_plan(self) -> None:
        """Asks when the project of the current row is followed up next."""
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
        project = self.current_project()
        if project is not None:
            self.log_asked.emit(project)

    def _open(self, place: int) -> None:
        row = self.row(place)
        if isinstance(row, DueRow):
            self.opened.emit(row.project.id)
        elif isinstance(row, FollowUpRow):
            projects = [ref.id for ref, _name in row.subjects if ref.kind == "project"]
            if projects:
                self.opened.emit(projects[0])
        elif isinstance(row, More):
            self.more_asked.emit(row.key)

    # Qt's names from here

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() != Qt.MouseButton.LeftButton or not isinstance(index.data(ROLE), DueRow | More):
            return
        if isinstance(index.data(ROLE), More):
            self._open(index.row())
            return
        boxes = self.boxes(self.visualRect(index))
        if boxes["check"].adjusted(-8, -10, 8, 10).contains(at) or boxes["log"].contains(at):
            self.ask_log()
        elif boxes["snooze"].contains(at):
            self.ask_snooze()
        elif boxes["done"].contains(at):
            self.ask_done()

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


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: DueList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, HEAD if isinstance(index.data(ROLE), Group | More) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROLE)
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        if isinstance(row, Group):
            self._paint_head(painter, box, row)
        else:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
            self._paint_ground(painter, box, index, selected)
            if isinstance(row, More):
                _text(painter, box.adjusted(NAMES, 0, -LEFT, 0), more_text(row), "acc_t")
            elif isinstance(row, DueRow):
                self._paint_due(painter, box, row, acts=selected or self._view.hovered == index.row())
            else:
                self._paint_done(painter, box, row)
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRect, row: Group) -> None:
        painter.fillRect(box, theme().colour("sunken"))
        painter.setPen(QPen(theme().colour("line"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        _text(painter, box.adjusted(LEFT, 0, 0, 0), row.title, row.tone, bold=True)
        width = metrics(13, bold=True).horizontalAdvance(row.title)
        _text(painter, box.adjusted(LEFT + width + 8, 0, 0, 0), str(row.count), "t3", pixels=12)

    def _paint_ground(self, painter: QPainter, box: QRect, index: Index, selected: bool) -> None:
        here = theme()
        ground = "sel" if selected else "hover" if self._view.hovered == index.row() else "panel"
        painter.fillRect(box, here.colour(ground))
        painter.setPen(QPen(here.colour("line"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if selected:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height() - 1), here.colour("acc"))
            if self._view.hasFocus():
                painter.setPen(QPen(here.colour("ring"), 2))
                painter.drawRect(box.adjusted(1, 1, -1, -2))

    def _paint_due(self, painter: QPainter, box: QRect, row: DueRow, *, acts: bool) -> None:
        boxes = self._view.boxes(box)
        paint_check(painter, boxes["check"], checked=False)
        upper, lower = _lines(box)
        names, what = _columns(box, end=boxes["log"].left() - 8 if acts else box.right() - DUE_WIDTH - LEFT)
        project = row.project
        _names(painter, upper.intersected(names), project.enterprise, project.name)
        paint_stage(painter, names.left(), lower.center().y() + 1, stage_place(project.stage))
        told = sum_of(project.total_investment) or _("no amount")
        _text(
            painter,
            lower.intersected(names).adjusted(14, 0, 0, 0),
            f"{stage_name(project.stage)}  {told}",
            "t2",
            pixels=12,
        )
        _text(painter, upper.intersected(what), row.what or _("nothing planned"), "t1" if row.what else "t3")
        _text(painter, lower.intersected(what), last_text(row, self._view._model.today), "t3", pixels=12)
        self._paint_when(painter, box, row)
        if acts:
            self._paint_actions(painter, boxes)

    def _paint_when(self, painter: QPainter, box: QRect, row: DueRow) -> None:
        text = due_text(row, self._view._model.today)
        late = row.days_overdue > 0 or row.kind in (DueKind.START, DueKind.REVIEW)
        width = metrics().horizontalAdvance(text)
        place = QRect(box.right() - LEFT - width, box.top(), width + 2, box.height())
        tone = "red" if late else "t2"
        _text(painter, place, text, tone)
        if late:
            paint_icon(painter, QRect(place.left() - 20, box.center().y() - 7, 14, 14), "overdue", tone)

    def _paint_actions(self, painter: QPainter, boxes: dict[str, QRect]) -> None:
        here = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(here.colour("line_2"), 1))
        painter.setBrush(here.colour("panel"))
        painter.drawRoundedRect(boxes["log"].adjusted(0, 0, -1, -1), 6, 6)
        pen = boxes["log"]
        paint_icon(painter, QRect(pen.left() + 10, pen.center().y() - 7, 14, 14), "follow_up", "t1")
        _text(painter, pen.adjusted(30, 0, 0, 0), _("Log"), "t1")
        paint_icon(painter, boxes["done"].adjusted(4, 4, -4, -4), "done", "t2")
        paint_icon(painter, boxes["snooze"].adjusted(4, 4, -4, -4), "snooze", "t2")

    def _paint_done(self, painter: QPainter, box: QRect, row: FollowUpRow) -> None:
        paint_check(painter, self._view.boxes(box)["check"], checked=True)
        upper, lower = _lines(box)
        names, what = _columns(box, end=box.right() - DUE_WIDTH - LEFT)
        about = "、".join(name for _ref, name in row.subjects)
        _text(painter, upper.intersected(names), about, "t3")
        _text(
            painter, lower.intersected(names), " ".join([way_name(row.way), row.with_whom]), "t3", pixels=12
        )
        _text(painter, upper.intersected(what), row.text, "t3")
        following = " ".join(filter(None, [day(row.next_on, self._view._model.today), row.next_step]))
        if following:
            said = _("next {day}").format(day=following)
            _text(painter, lower.intersected(what), said, "t3", pixels=12)
        place = box.adjusted(0, 0, -LEFT, 0)
        painter.setPen(theme().colour("grn"))
        painter.setFont(font())
        painter.drawText(place, MIDDLE | int(Qt.AlignmentFlag.AlignRight), _("done"))


_SINCE = {
    DueKind.PROMISE: N_("promised {day}"),
    DueKind.START: N_("signed {day}"),
    DueKind.REVIEW: N_("review {day}"),
    DueKind.SIGNED: N_("signed {day}"),
}


def more_text(row: More) -> str:
    """What the row under a long group says."""
    return _n("Show all: {count}", "Show all: {count}", row.total)


def due_text(row: DueRow, today: date) -> str:
    """When it is due: 6 days overdue, today, Wed 5-20."""
    if row.since is not None and row.kind in _SINCE:
        return _(_SINCE[row.kind]).format(day=day(row.since, today))
    on = row.project.next_follow_up_on if row.kind is DueKind.PLAN else None
    if on is None:
        if row.project.stalled_days:
            return _n("silent {count} day", "silent {count} days", row.project.stalled_days)
        return _("no plan")
    if row.days_overdue > 0:
        return _n("{count} day overdue", "{count} days overdue", row.days_overdue)
    return _("today") if on == today else f"{weekday(on)} {day(on, today)}"


def last_text(row: DueRow, today: date) -> str:
    """What was said last: last 4-24 visit · …"""
    if row.last is None:
        return _("not talked to yet")
    way = way_name(row.last.way)
    said = f"{day(row.last.happened_on, today)} {way}·{' '.join(row.last.text.split())}"
    return _("last {said}").format(said=said)


def weekday(on: date) -> str:
    """The short name of a weekday."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[on.weekday()]


def _lines(box: QRect) -> tuple[QRect, QRect]:
    upper = QRect(box.left(), box.top() + 6, box.width(), 20)
    return upper, upper.translated(0, 20)


def _columns(box: QRect, *, end: int) -> tuple[QRect, QRect]:
    """Names, and what is to do."""
    names = QRect(box.left() + NAMES, box.top(), max(200, int(box.width() * 0.36) - NAMES), box.height())
    left = names.right() + 13
    return names, QRect(left, box.top(), max(0, end - left - 8), box.height())


def _names(painter: QPainter, box: QRect, lead: str, rest: str) -> None:
    used = 0
    if lead:
        _text(painter, box, lead, "t1", bold=True)
        used = metrics(13, bold=True).horizontalAdvance(lead) + metrics().horizontalAdvance(FULL_SPACE)
    if used < box.width():
        _text(painter, box.adjusted(used, 0, 0, 0), rest, "t1")


def _text(
    painter: QPainter, box: QRect, text: str, tone: str, *, pixels: int = 13, bold: bool = False
) -> None:
    if box.width() <= 0:
        return
    painter.setFont(font(pixels, bold=bold))
    painter.setPen(theme().colour(tone))
    elided = metrics(pixels, bold=bold).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, MIDDLE, elided)

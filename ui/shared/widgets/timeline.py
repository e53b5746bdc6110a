"""What happened to a record: days, follow-ups, articles, stages and edits in one painted list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm.domain.rows import FollowUpRow
from crm.domain.stages import ENDS, Stage, is_backward
from crm.domain.tasks import TaskRow
from crm.domain.timeline import FieldChange, TimelineEntry
from crm.i18n import _, _n
from ui.shared.icons import paint_icon
from ui.shared.labels import WAY_ICONS, also_in, day, field_name, joined, plain_number, stage_name, way_name
from ui.shared.plain_text import plain_tip
from ui.shared.theme import font, metrics, theme

Index = QModelIndex | QPersistentModelIndex
Tell = Callable[[FieldChange], FieldChange]
ROLE = int(Qt.ItemDataRole.UserRole) + 1
CIRCLE = 28
LEFT = 44  # of the text, behind the icon
PAD = 10
LINE = 20
HEADING = 28
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
# Of entries whose icon has another name.
ICONS = {"fields": "edit", "created": "add", "transfer": "merge", "visit": "visits"}


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A paragraph under the title; `kind` is text, quote, next or change."""

    text: str
    kind: str = "text"
    change: FieldChange | None = None


_Look = tuple[str, str, str, list[_Line]]


@dataclass(frozen=True, kw_only=True)
class _Item:
    """One entry ready for painting."""

    icon: str
    who: str
    title: str
    when: str
    lines: tuple[_Line, ...]
    entry: TimelineEntry
    tone: str = "neu_soft"
    tip: str = ""


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[str | _Item] = []

    def show_rows(self, rows: list[str | _Item]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, str):
                return row
            return " ".join([row.when, row.who, row.title, *(line.text for line in row.lines)])
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, _Item):
            return plain_tip(row.tip) if row.tip else None
        return None


class _Delegate(QStyledItemDelegate):
    """Paints headings and entries."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROLE)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 400
        if isinstance(row, str):
            return QSize(width, HEADING)
        room = width - LEFT - PAD
        return QSize(width, PAD + LINE + sum(_height(line, room) for line in row.lines) + PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROLE)
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        if isinstance(row, str):
            painter.setFont(font(12))
            painter.setPen(theme().colour("t3"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), row)
        else:
            state = option.state  # type: ignore[attr-defined]
            self._paint_item(painter, box, row, bool(state & QStyle.StateFlag.State_HasFocus))
        painter.restore()

    def _paint_item(self, painter: QPainter, box: QRect, row: _Item, focused: bool) -> None:
        here = theme()
        middle = box.left() + CIRCLE // 2
        painter.setPen(QPen(here.colour("line"), 0))
        painter.drawLine(middle, box.top(), middle, box.bottom())
        painter.drawLine(box.left() + LEFT, box.bottom(), box.right() - PAD, box.bottom())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(here.colour(row.tone))
        circle = QRect(box.left(), box.top() + PAD - 4, CIRCLE, CIRCLE)
        painter.drawEllipse(circle)
        tone = {"acc_soft": "acc_t", "grn_soft": "grn"}.get(row.tone, "t2")
        paint_icon(painter, circle.adjusted(7, 7, -7, -7), row.icon, tone)
        text = QRect(box.left() + LEFT, box.top() + PAD, box.width() - LEFT - PAD, LINE)
        self._paint_title(painter, text, row)
        top = text.bottom() + 1
        for line in row.lines:
            height = _height(line, text.width())
            _paint_line(painter, QRect(text.left(), top, text.width(), height), line)
            top += height
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(here.colour("ring"), 2))
            painter.drawRect(box.adjusted(LEFT - 8, 1, -1, -2))

    def _paint_title(self, painter: QPainter, box: QRect, row: _Item) -> None:
        one_line = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.setFont(font(12))
        painter.setPen(theme().colour("t3"))
        painter.drawText(box, one_line | int(Qt.AlignmentFlag.AlignRight), row.when)
        room = box.adjusted(0, 0, -metrics(12).horizontalAdvance(row.when) - 12, 0)
        painter.setFont(font(13, bold=True))
        painter.setPen(theme().colour("t1"))
        who = metrics(13, bold=True).elidedText(row.who, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, one_line, who)
        used = metrics(13, bold=True).horizontalAdvance(who)
        rest = room.adjusted(used + (13 if who else 0), 0, 0, 0)
        painter.setFont(font())
        title = metrics().elidedText(row.title, Qt.TextElideMode.ElideRight, max(0, rest.width()))
        painter.drawText(rest, one_line, title)


def _height(line: _Line, width: int) -> int:
    if line.kind == "change":
        return LINE
    room = width - (12 if line.kind == "quote" else 20 if line.kind == "next" else 0)
    box = metrics().boundingRect(QRect(0, 0, max(40, room), 10_000), WRAP, line.text)
    return max(LINE, box.height() + 2)


def _paint_line(painter: QPainter, box: QRect, line: _Line) -> None:
    here = theme()
    painter.setFont(font())
    painter.setPen(here.colour("t1" if line.kind == "text" else "t2"))
    if line.kind == "quote":
        painter.fillRect(QRect(box.left(), box.top() + 2, 3, box.height() - 4), here.colour("line_2"))
        box = box.adjusted(12, 0, 0, 0)
    elif line.kind == "next":
        paint_icon(painter, QRect(box.left(), box.top() + 3, 14, 14), "next", "t2")
        box = box.adjusted(20, 0, 0, 0)
    elif line.kind == "change" and line.change is not None:
        _paint_change(painter, box, line)
        return
    painter.drawText(box, WRAP, line.text)


def _paint_change(painter: QPainter, box: QRect, line: _Line) -> None:
    """Field: old struck out → new."""
    assert line.change is not None
    left, one_line = box.left(), int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
    struck = font()
    struck.setStrikeOut(True)
    parts = (
        (line.text, font(), "t2"),
        (line.change.before or _("not filled in"), struck, "t3"),
        ("→", font(), "t3"),
        (line.change.after or _("not filled in"), font(), "t1"),
    )
    for text, face, tone in parts:
        shown = metrics().elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, box.right() - left)
        painter.setFont(face)
        painter.setPen(theme().colour(tone))
        painter.drawText(QRect(left, box.top(), box.right() - left, box.height()), one_line, shown)
        left += metrics().horizontalAdvance(shown) + 8
        if left >= box.right():
            return


class Timeline(QListView):
    """Entries newest first under 本周, 上周, 更早; Enter or a double click opens what an entry is about.

    Several fields changed together are one line, opened and closed the same way or by one click.
    """

    opened = Signal(object)  # TimelineEntry
    menu_asked = Signal(object, QPoint)  # TimelineEntry, where

    def __init__(self, tell: Tell, parent: QWidget | None = None) -> None:
        """`tell` gives edits with the names of their fields and words for their values."""
        super().__init__(parent)
        self._tell = tell
        self._model = _Model(self)
        self._entries: tuple[TimelineEntry, ...] = ()
        self._today = date.min
        self._unfolded: set[object] = set()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.clicked.connect(self._click)
        self.doubleClicked.connect(self._double_click)
        self.setAccessibleName(_("What happened"))
        theme().changed.connect(self.viewport().update)

    def show_entries(self, entries: Sequence[TimelineEntry], today: date) -> None:
        """Shows these entries, pinned ones first."""
        self._entries, self._today = tuple(entries), today
        self._show()

    def current_entry(self) -> TimelineEntry | None:
        """The entry with the keyboard."""
        row = self.currentIndex().data(ROLE) if self.currentIndex().isValid() else None
        return row.entry if isinstance(row, _Item) else None

    def entries(self) -> list[TimelineEntry]:
        """The entries shown."""
        return [row.entry for row in self._model.rows if isinstance(row, _Item)]

    def texts(self) -> list[str]:
        """Every row as text, headings included."""
        return [str(self._model.index(place).data()) for place in range(self._model.rowCount())]

    def _show(self) -> None:
        kept, current = self.verticalScrollBar().value(), self.current_entry()
        rows: list[str | _Item] = []
        heading = ""
        for entry in self._entries:
            group = _("Pinned") if entry.is_pinned else week_name(entry.day, self._today)
            if group != heading:
                heading = group
                rows.append(group)
            rows.append(_item(entry, self._tell, self._today, is_folded=_key(entry) not in self._unfolded))
        self._model.show_rows(rows)
        if current is not None:
            self._choose(_key(current))
        self.verticalScrollBar().setValue(kept)

    def _choose(self, key: object) -> None:
        for place, row in enumerate(self._model.rows):
            if isinstance(row, _Item) and _key(row.entry) == key:
                self.setCurrentIndex(self._model.index(place))
                return

    def _open(self, index: Index) -> None:
        row = index.data(ROLE) if index.isValid() else None
        if isinstance(row, _Item):
            self._fold(row.entry) if folds(row.entry) else self.opened.emit(row.entry)

    def _fold(self, entry: TimelineEntry) -> None:
        self._unfolded ^= {_key(entry)}
        self._show()

    def _click(self, index: Index) -> None:
        row = index.data(ROLE)
        if isinstance(row, _Item) and folds(row.entry):
            self._fold(row.entry)

    def _double_click(self, index: Index) -> None:
        row = index.data(ROLE)
        if isinstance(row, _Item) and not folds(row.entry):
            self.opened.emit(row.entry)

    def _ask_menu(self, at: QPoint) -> None:
        row = self.indexAt(at).data(ROLE) if self.indexAt(at).isValid() else None
        if isinstance(row, _Item):
            self.menu_asked.emit(row.entry, self.viewport().mapToGlobal(at))

    # Qt's names from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)


def week_name(on: date, today: date) -> str:
    """This week, last week, earlier; what is still to come has a heading of its own."""
    monday = today - timedelta(days=today.weekday())
    if on > today:
        return _("To come")
    if on >= monday:
        return _("This week")
    return _("Last week") if on >= monday - timedelta(days=7) else _("Earlier")


def folds(entry: TimelineEntry) -> bool:
    """Whether an entry is several fields changed together."""
    return entry.kind == "fields" and len(entry.changes) > 1


def _key(entry: TimelineEntry) -> object:
    return entry.ref or (entry.step, entry.kind)


def _recorded(entry: TimelineEntry, today: date) -> str:
    """When an entry was written down, if that was not on the day it happened."""
    at = entry.entered_at.astimezone() if entry.entered_at is not None else None
    if at is None or at.date() == entry.day:
        return ""
    return _("entered on {day}").format(day=f"{day(at.date(), today)} {at:%H:%M}")


def _item(entry: TimelineEntry, tell: Tell, today: date, *, is_folded: bool) -> _Item:
    title, symbol, tone, lines = _look(entry, tell, today, is_folded=is_folded)
    return _Item(
        icon=symbol,
        who=entry.who,
        title=title,
        when=_("today") if entry.day == today else day(entry.day, today),
        lines=tuple(lines),
        entry=entry,
        tone=tone,
        tip=_recorded(entry, today),
    )


def _look(entry: TimelineEntry, tell: Tell, today: date, *, is_folded: bool) -> _Look:
    """Title, icon, ground and lines of an entry."""
    title, symbol, tone = entry.title, ICONS.get(entry.kind, entry.kind), "neu_soft"
    text = [_Line(text=entry.text)] if entry.text else []
    if entry.kind == "follow_up" and entry.follow_up is not None:
        return _talk_look(entry.follow_up, today)
    if entry.kind == "task" and entry.task is not None:
        return *_task_look(entry.task), _task_lines(entry.task, today)
    if entry.kind == "stage":
        return _stage_title(entry), symbol, "grn_soft", _stage_lines(entry, today)
    if entry.kind in ("transfer", "visit"):
        return title, symbol, "acc_soft", text
    if entry.kind == "article":
        quote = [_Line(text=f"“{entry.text}”", kind="quote")] if entry.text else []
        copies = [_Line(text=also_in(entry.reprint_count))] if entry.reprint_count else []
        return title, symbol, tone, [*quote, *copies]
    if entry.kind == "fields":
        title, lines = _told_fields(entry, tell, is_folded=is_folded)
        return title, symbol, tone, lines
    return title, symbol, tone, []


def _talk_look(row: FollowUpRow, today: date) -> _Look:
    title = " ".join(filter(None, [way_name(row.way), row.with_whom]))
    lines = [_Line(text=text) for text in (row.text, row.result) if text]
    if row.next_on or row.next_step:
        following = [_("Next"), day(row.next_on, today), row.next_step]
        lines.append(_Line(text="  ".join(filter(None, following)), kind="next"))
    return title, WAY_ICONS[row.way], "acc_soft", lines


def _stage_lines(entry: TimelineEntry, today: date) -> list[_Line]:
    written = entry.entered_at.astimezone().date() if entry.entered_at is not None else entry.day
    late = _("entered on {day}").format(day=day(written, today)) if written != entry.day else ""
    told = "  ".join(filter(None, [entry.text, late]))
    return [*([_Line(text=told)] if told else []), *(_Line(text=f, kind="note") for f in stage_facts(entry))]


def _task_look(task: TaskRow) -> tuple[str, str, str]:
    """Title, icon and ground of a task."""
    if task.done_on is not None:
        return _("did the task: {title}").format(title=task.title), "done", "grn_soft"
    return _("task: {title}").format(title=task.title), "task", "acc_soft"


def _task_lines(task: TaskRow, today: date) -> list[_Line]:
    due = task.due or day(task.due_on, today)
    until = _("until {day}").format(day=due) if due and task.done_on is None else ""
    told = "  ".join(filter(None, [until, task.assignee]))
    steps = [("☑ " if step in task.done_steps else "☐ ") + step for step in task.steps]
    return [_Line(text=text) for text in (told, *steps) if text]


def _told_fields(entry: TimelineEntry, tell: Tell, *, is_folded: bool) -> tuple[str, list[_Line]]:
    """How many fields were changed, and how; a folded entry names them only."""
    title = _n("changed {count} field", "changed {count} fields", len(entry.changes))
    told = [tell(change) for change in entry.changes]
    if folds(entry) and is_folded:
        return f"{title} ▾　{'、'.join(change.field for change in told)}", []
    lines = [_Line(text=change.field, kind="change", change=change) for change in told]
    return f"{title} ▴" if folds(entry) else title, lines


def stage_facts(entry: TimelineEntry) -> list[str]:
    """What a change of stage left out, went back on, or took."""
    made, told = entry.entry, list[str]()
    if made is None:
        return told
    if made.is_undone:
        told.append(_("does not count any more"))
    if entry.days is not None and entry.title:
        told.append(_n("after {count} day", "after {count} days", entry.days))
    if made.from_stage is not None and entry.stage is not None and is_backward(made.from_stage, entry.stage):
        told.append(_("taken up again") if made.from_stage in ENDS else _("went back"))
    if made.skipped:
        names = joined(stage_name(Stage(stage)) for stage in made.skipped)
        told.append(_("skipped {stages}").format(stages=names))
    if made.land_mu:
        told.append(_("land {mu} mu").format(mu=plain_number(made.land_mu)))
    lines = ["　".join(told)] if told else []
    if made.lacking:
        lines.append(_("lacked {what}").format(what=joined(map(field_name, made.lacking))))
    return lines


def _stage_title(entry: TimelineEntry) -> str:
    after = stage_name(entry.stage) if entry.stage is not None else ""
    return f"{stage_name(Stage(entry.title))} → {after}" if entry.title else after

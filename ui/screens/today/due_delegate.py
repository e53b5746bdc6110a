"""How the rows of Today's list are painted."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm.domain.rows import DueRow, FollowUpRow
from crm.domain.tasks import TaskRow
from crm.i18n import _
from ui.screens.today.due_rows import (
    ROLE,
    Group,
    More,
    ToDo,
    due_text,
    is_late,
    last_text,
    more_text,
    task_facts,
)
from ui.shared.cells import FULL_SPACE, paint_check, paint_stage
from ui.shared.icons import paint_icon
from ui.shared.labels import day, joined, stage_name, stage_place, sum_of, way_name
from ui.shared.theme import font, metrics, theme

Index = QModelIndex | QPersistentModelIndex
HEAD = 32
ROW = 52
LEFT = 16
NAMES = 44  # left end of the names, behind the check box
DUE_WIDTH = 116
MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class Painted(Protocol):
    """What the delegate asks the view."""

    hovered: int

    @property
    def today(self) -> date:
        """The day that the rows were read on."""
        ...

    def hasFocus(self) -> bool:
        """Whether the view has the keyboard."""
        ...


def boxes(box: QRect) -> dict[str, QRect]:
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


class DueDelegate(QStyledItemDelegate):
    """Headings, what is due, tasks, what was done."""

    def __init__(self, view: Painted) -> None:
        super().__init__()
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
            elif isinstance(row, DueRow | TaskRow):
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

    def _paint_due(self, painter: QPainter, box: QRect, row: ToDo, *, acts: bool) -> None:
        parts = boxes(box)
        paint_check(painter, parts["check"], checked=False)
        upper, lower = _lines(box)
        names, what = _columns(box, end=parts["log"].left() - 8 if acts else box.right() - DUE_WIDTH - LEFT)
        if isinstance(row, DueRow):
            self._paint_project(painter, row, upper.intersected(names), lower.intersected(names))
            told, below = row.what, last_text(row, self._view.today)
        else:
            _paint_task(painter, row, upper.intersected(names), lower.intersected(names))
            told, below = row.title, row.quote or joined(_open_steps(row))
        _text(painter, upper.intersected(what), told or _("nothing planned"), "t1" if told else "t3")
        _text(painter, lower.intersected(what), below, "t3", pixels=12)
        self._paint_when(painter, box, row)
        if acts:
            self._paint_actions(painter, parts)

    def _paint_project(self, painter: QPainter, row: DueRow, upper: QRect, lower: QRect) -> None:
        project = row.project
        _names(painter, upper, project.enterprise, project.name)
        paint_stage(painter, upper.left(), lower.center().y() + 1, stage_place(project.stage))
        told = sum_of(project.total_investment) or _("no amount")
        facts = f"{stage_name(project.stage)}  {told}"
        _text(painter, lower.adjusted(14, 0, 0, 0), facts, "t2", pixels=12)

    def _paint_when(self, painter: QPainter, box: QRect, row: ToDo) -> None:
        text = due_text(row, self._view.today)
        late = is_late(row, self._view.today)
        text = metrics().elidedText(text, Qt.TextElideMode.ElideRight, DUE_WIDTH)
        width = metrics().horizontalAdvance(text)
        place = QRect(box.right() - LEFT - width, box.top(), width + 2, box.height())
        tone = "red" if late else "t2"
        _text(painter, place, text, tone)
        if late:
            paint_icon(painter, QRect(place.left() - 20, box.center().y() - 7, 14, 14), "overdue", tone)

    def _paint_actions(self, painter: QPainter, parts: dict[str, QRect]) -> None:
        here = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(here.colour("line_2"), 1))
        painter.setBrush(here.colour("panel"))
        painter.drawRoundedRect(parts["log"].adjusted(0, 0, -1, -1), 6, 6)
        pen = parts["log"]
        paint_icon(painter, QRect(pen.left() + 10, pen.center().y() - 7, 14, 14), "follow_up", "t1")
        _text(painter, pen.adjusted(30, 0, 0, 0), _("Log"), "t1")
        paint_icon(painter, parts["done"].adjusted(4, 4, -4, -4), "done", "t2")
        paint_icon(painter, parts["snooze"].adjusted(4, 4, -4, -4), "snooze", "t2")

    def _paint_done(self, painter: QPainter, box: QRect, row: FollowUpRow) -> None:
        paint_check(painter, boxes(box)["check"], checked=True)
        upper, lower = _lines(box)
        names, what = _columns(box, end=box.right() - DUE_WIDTH - LEFT)
        about = joined(name for _ref, name in row.subjects)
        _text(painter, upper.intersected(names), about, "t3")
        _text(
            painter, lower.intersected(names), " ".join([way_name(row.way), row.with_whom]), "t3", pixels=12
        )
        _text(painter, upper.intersected(what), row.text, "t3")
        following = " ".join(filter(None, [day(row.next_on, self._view.today), row.next_step]))
        if following:
            said = _("next {day}").format(day=following)
            _text(painter, lower.intersected(what), said, "t3", pixels=12)
        place = box.adjusted(0, 0, -LEFT, 0)
        painter.setPen(theme().colour("grn"))
        painter.setFont(font())
        painter.drawText(place, MIDDLE | int(Qt.AlignmentFlag.AlignRight), _("done"))


def _open_steps(row: TaskRow) -> list[str]:
    return [step for step in row.steps if step not in row.done_steps]


def _paint_task(painter: QPainter, row: TaskRow, upper: QRect, lower: QRect) -> None:
    """Whom or what it is about, the first in bold; below what is told of the task itself."""
    lead, *others = [*filter(None, [row.enterprise]), *(name for _ref, name in row.subjects)] or [""]
    _names(painter, upper, lead or _("about nothing else"), joined(others))
    paint_icon(painter, QRect(lower.left() - 1, lower.center().y() - 5, 12, 12), "task", "t3")
    _text(painter, lower.adjusted(14, 0, 0, 0), task_facts(row), "t2", pixels=12)


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

"""What a painted cell shows, and how badges, stage squares and two-part names are painted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.shared.icons import paint_icon
from ui.shared.theme import fitted, metrics, pen_font, theme
from ui.shared.tokens import BADGE_HEIGHT, RADIUS_BADGE

FULL_SPACE = "\u3000"  # between the short name of an enterprise and the name of its project
NOT_LOADED = "…"
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_ONE_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class BadgeTone(StrEnum):
    """What a badge says about its fact."""

    NEUTRAL = "neutral"
    OUTLINE = "outline"
    RED = "red"
    AMBER = "amb"
    GREEN = "grn"
    ACCENT = "acc"


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A small framed word such as 停滞 31天; `icon` is a meaning from ui.shared.icons."""

    text: str
    tone: BadgeTone = BadgeTone.NEUTRAL
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell: bold lead, text, icon, stage square and badges, in this order."""

    text: str = ""
    lead: str = ""
    tone: str = "t1"
    icon: str = ""
    stage: int | None = None  # place on the stage ramp, from 0; -1 is 流失, a hollow square
    badges: tuple[Badge, ...] = ()
    note: str = ""  # before right-aligned text, in t3, with the icon of claims
    ground: str = ""
    bold: bool = False

    @property
    def plain(self) -> str:
        """All of it as one text, for copying and for screen readers."""
        parts = [self.lead, self.text, *(badge.text for badge in self.badges)]
        return " ".join(part for part in parts if part)


def badge_colours(tone: BadgeTone) -> tuple[QColor, QColor, QColor]:
    """Ground, border and text colour of a badge."""
    here = theme()
    none = QColor(Qt.GlobalColor.transparent)
    if tone is BadgeTone.NEUTRAL:
        return here.colour("neu_soft"), none, here.colour("t2")
    if tone is BadgeTone.OUTLINE:
        return none, here.colour("line_2"), here.colour("t2")
    if tone is BadgeTone.ACCENT:
        return here.colour("acc_soft"), here.colour("sel_line"), here.colour("acc_t")
    return here.colour(f"{tone}_soft"), here.colour(f"{tone}_line"), here.colour(str(tone))


def badge_width(badge: Badge) -> int:
    """How wide the badge is painted."""
    return metrics(12).horizontalAdvance(badge.text) + 12 + (16 if badge.icon else 0)


def paint_badge(painter: QPainter, left: int, middle: int, badge: Badge) -> int:
    """Paints the badge with its left end at `left` and answers its width."""
    ground, border, ink = badge_colours(badge.tone)
    width = badge_width(badge)
    box = QRectF(left + 0.5, middle - BADGE_HEIGHT / 2 + 0.5, width - 1, BADGE_HEIGHT - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, 1) if border.alpha() else Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, RADIUS_BADGE, RADIUS_BADGE)
    start = left + 6
    if badge.icon:
        paint_icon(painter, QRect(start, middle - 6, 12, 12), badge.icon, ink.name())
        start += 16
    painter.setFont(pen_font(12))
    painter.setPen(ink)
    place = QRect(start, middle - BADGE_HEIGHT // 2, width, BADGE_HEIGHT)
    painter.drawText(place, _ONE_LINE, badge.text)
    painter.restore()
    return width


def paint_stage(painter: QPainter, left: int, middle: int, stage: int) -> None:
    """Paints the 8 px square of a stage; -1 is the hollow one of a lost project."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if stage < 0:
        painter.setPen(QPen(theme().colour("t3"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(left + 0.5, middle - 3.5, 7, 7), 2, 2)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().stage_colour(stage))
        painter.drawRoundedRect(QRectF(left, middle - 4, 8, 8), 2, 2)
    painter.restore()


def paint_check(painter: QPainter, box: QRect, *, checked: bool, partial: bool = False) -> None:
    """Paints a check box of 16 px."""
    here = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(here.colour("acc" if checked or partial else "field_line"), 1))
    painter.setBrush(here.colour("acc" if checked else "panel"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    left, top = box.left(), box.top()
    if checked:
        painter.setPen(_stroke(here.colour("on_acc")))
        painter.drawPolyline([QPointF(left + x, top + y) for x, y in ((3.8, 8.3), (6.7, 11.2), (12.2, 5.2))])
    elif partial:
        painter.setPen(_stroke(here.colour("acc_t")))
        painter.drawLine(QPointF(left + 4.5, top + 8), QPointF(left + 11.5, top + 8))
    painter.restore()


def _stroke(colour: QColor) -> QPen:
    return QPen(colour, 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def paint_cell(painter: QPainter, box: QRect, cell: Cell, *, right: bool = False) -> None:
    """Paints the content of a cell into `box`, whose padding is already taken off."""
    left, middle = box.left(), box.center().y() + 1
    end = box.right() + 1
    if right:
        _paint_right(painter, box, cell)
        return
    if cell.stage is not None:
        paint_stage(painter, left, middle, cell.stage)
        left += 14
    if cell.icon:
        paint_icon(painter, QRect(left, middle - 7, 14, 14), cell.icon, cell.tone)
        left += 18
    if cell.lead:
        left += _paint_text(painter, left, end, box, cell.lead, "t1", bold=True)
        if cell.text:
            left += metrics().horizontalAdvance(FULL_SPACE)
    if cell.text:
        left += _paint_text(painter, left, end, box, cell.text, cell.tone, bold=cell.bold) + 6
    for badge in cell.badges:
        if left + badge_width(badge) > end:
            break
        left += paint_badge(painter, left, middle, badge) + 4


def _paint_right(painter: QPainter, box: QRect, cell: Cell) -> None:
    used = metrics(13, bold=cell.bold).horizontalAdvance(cell.text)
    left = max(box.left(), box.right() + 1 - used)
    _paint_text(painter, left, box.right() + 1, box, cell.text, cell.tone, bold=cell.bold)
    if cell.note:
        width = metrics(12).horizontalAdvance(cell.note) + 16
        if left - width - 4 >= box.left():
            middle = box.center().y() + 1
            paint_icon(painter, QRect(left - width - 4, middle - 6, 12, 12), "claims", "t3")
            painter.setFont(pen_font(12))
            painter.setPen(theme().colour("t3"))
            note = QRect(left - width + 10, box.top(), width, box.height())
            painter.drawText(note, _MIDDLE, cell.note)


def _paint_text(
    painter: QPainter, left: int, end: int, box: QRect, text: str, tone: str, *, bold: bool
) -> int:
    shown, width = fitted(text, end - left + 2, bold=bold)
    painter.setFont(pen_font(bold=bold))
    painter.setPen(theme().colour(tone))
    place = QRect(left, box.top(), max(0, end - left), box.height())
    painter.drawText(place, _ONE_LINE, shown)
    return width

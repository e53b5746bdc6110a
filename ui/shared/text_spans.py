"""Spans of an article's text: what they name, and how their lines are painted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.shared.theme import theme
from ui.shared.tokens import SpanLook


class SpanKind(StrEnum):
    """What a span names."""

    ENTERPRISE = "enterprise"
    ZONE = "zone"  # and regions
    INDUSTRY = "industry"
    PERSON = "person"
    AMOUNT = "amount"  # and areas
    DATE = "date"


@dataclass(frozen=True, kw_only=True)
class TextSpan:
    """A marked stretch of the body; `key` is what signals carry."""

    key: int
    kind: SpanKind
    start: int
    end: int
    is_decided: bool = True
    tip: str = ""


def look_of(kind: SpanKind) -> SpanLook:
    """The colours of a kind of span."""
    found = getattr(theme().tokens, str(kind))
    assert isinstance(found, SpanLook)
    return found


def paint_span(painter: QPainter, box: QRectF, span: TextSpan, *, is_current: bool = False) -> None:
    """Paints the line under a span, or its frame, and the ring if it is current."""
    line = theme().colour(look_of(span.kind).line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    bottom = box.bottom() + 2
    if not span.is_decided:
        painter.setPen(QPen(line, 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box.adjusted(-0.5, -1.5, 0.5, 2.5), 2, 2)
    elif span.kind is SpanKind.PERSON:
        _wave(painter, box.left(), box.right(), bottom, QPen(line, 1))
    else:
        pen = QPen(line, 1 if span.kind in (SpanKind.AMOUNT, SpanKind.DATE) else 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pattern = {SpanKind.ZONE: [3.0, 2.0], SpanKind.INDUSTRY: [1.0, 1.0], SpanKind.DATE: [1.5, 2.0]}
        if span.kind in pattern:
            pen.setDashPattern(pattern[span.kind])
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), bottom), QPointF(box.right(), bottom))
    if is_current:
        painter.setPen(QPen(theme().colour("ring"), 2))
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 5), 4, 4)


def _wave(painter: QPainter, left: float, right: float, bottom: float, pen: QPen) -> None:
    painter.setPen(pen)
    steps = max(1, int((right - left) / 2))
    points = [QPointF(left + 2 * step, bottom + (1 if step % 2 else -1)) for step in range(steps + 1)]
    painter.drawPolyline(points)

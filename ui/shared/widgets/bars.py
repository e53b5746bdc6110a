"""Painted bars: how far a target is reached against the calendar, and the funnel of stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.shared.cells import paint_stage
from ui.shared.theme import font, metrics, theme

ROW = 28


@dataclass(frozen=True, kw_only=True)
class TargetLine:
    """One target: what was reached and where the calendar says it should be, both 0..1."""

    name: str
    reached: float
    schedule: float
    figure: str = ""  # as 6.5 / 20 亿元


class TargetBars(QWidget):
    """A bar a target; the tick is the schedule, green when reached, amber when behind."""

    def __init__(self, parent: QWidget | None = None, *, name_width: int = 88) -> None:
        super().__init__(parent)
        self._lines: tuple[TargetLine, ...] = ()
        self._name_width = name_width
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_targets(self, lines: Sequence[TargetLine]) -> None:
        """Shows these targets."""
        self._lines = tuple(lines)
        self.setAccessibleName("；".join(f"{line.name} {line.reached:.0%}" for line in lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, ROW * len(self._lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, line in enumerate(self._lines):
            self._paint_line(painter, QRect(0, number * ROW, self.width(), ROW), line)
        painter.end()

    def _paint_line(self, painter: QPainter, box: QRect, line: TargetLine) -> None:
        here = theme()
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        percent = f"{line.reached:.0%}"
        figures = max(metrics(12).horizontalAdvance(other.figure) for other in self._lines)
        right = metrics(13, bold=True).horizontalAdvance("100%") + figures + 28
        track = QRectF(self._name_width, box.center().y() - 3, box.width() - self._name_width - right, 8)
        painter.setPen(here.colour("t1"))
        painter.setFont(font())
        name = metrics().elidedText(line.name, Qt.TextElideMode.ElideRight, self._name_width - 8)
        painter.drawText(box, middle, name)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(here.colour("neu_soft"))
        painter.drawRoundedRect(track, 2, 2)
        filled = QRectF(track)
        filled.setWidth(track.width() * min(1.0, max(0.0, line.reached)))
        painter.setBrush(here.colour("grn_bar" if line.reached >= line.schedule else "amb_bar"))
        painter.drawRoundedRect(filled, 2, 2)
        tick = track.left() + track.width() * min(1.0, max(0.0, line.schedule))
        painter.fillRect(QRectF(tick - 1, track.top() - 4, 2, track.height() + 8), here.colour("t1"))
        rest = QRect(int(track.right()) + 8, box.top(), right - 8, box.height())
        painter.setFont(font(13, bold=True))
        painter.setPen(here.colour("t1"))
        painter.drawText(rest, middle, percent)
        painter.setFont(font(12))
        painter.setPen(here.colour("t3"))
        painter.drawText(rest, middle | int(Qt.AlignmentFlag.AlignRight), line.figure)


@dataclass(frozen=True, kw_only=True)
class FunnelLine:
    """One stage of the funnel."""

    key: str
    name: str
    stage: int  # place on the ramp
    count: int
    note: str = ""  # as 12.5 亿元
    stalled: int = 0  # of the count


class Funnel(QWidget):
    """A bar a stage, as long as its count; a click opens its projects."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name_width: int = 72) -> None:
        super().__init__(parent)
        self._lines: tuple[FunnelLine, ...] = ()
        self._name_width = name_width
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[FunnelLine]) -> None:
        """Shows these stages."""
        if self._lines == tuple(lines):
            return
        self._lines = tuple(lines)
        self.setAccessibleName("；".join(f"{line.name} {line.count} {line.note}" for line in lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, ROW * len(self._lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((line.count for line in self._lines), default=0) or 1
        note = max((metrics(12).horizontalAdvance(line.note) for line in self._lines), default=0) + 52
        for number, line in enumerate(self._lines):
            box = QRect(0, number * ROW, self.width(), ROW)
            self._paint_line(painter, box, line, line.count / most, note)
        painter.end()

    def _paint_line(self, painter: QPainter, box: QRect, line: FunnelLine, share: float, note: int) -> None:
        here = theme()
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        paint_stage(painter, 0, box.center().y() + 1, line.stage)
        painter.setFont(font())
        painter.setPen(here.colour("t1"))
        painter.drawText(box.adjusted(14, 0, 0, 0), middle, line.name)
        room = max(0, box.width() - self._name_width - note)
        bar = QRectF(self._name_width, box.center().y() - 7, max(2.0, room * share), 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(here.stage_colour(line.stage))
        painter.drawRoundedRect(bar, 2, 2)
        if line.stalled and line.count:
            silent = QRectF(bar)
            silent.setLeft(bar.right() - bar.width() * line.stalled / line.count + 1)
            painter.setBrush(here.colour("amb_bar"))
            painter.drawRect(silent)
        rest = QRect(box.right() - note + 8, box.top(), note - 8, box.height())
        painter.setPen(QPen(here.colour("t1")))
        painter.setFont(font(13, bold=True))
        painter.drawText(rest, middle, str(line.count))
        painter.setPen(here.colour("t3"))
        painter.setFont(font(12))
        painter.drawText(rest, middle | int(Qt.AlignmentFlag.AlignRight), line.note)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y()) // ROW
        if 0 <= place < len(self._lines):
            self.chosen.emit(self._lines[place].key)

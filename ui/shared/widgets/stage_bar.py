"""The stage bar of a project: all stages in order, with the dates they were reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.shared.plain_text import plain_tip
from ui.shared.theme import font, metrics, theme

BAR = 28
DATES = 20
NARROW = 1100  # of the window; below it dates are left out
TIP = 8


@dataclass(frozen=True, kw_only=True)
class StageStep:
    """One stage: its name and the day it was reached, as text."""

    key: str
    name: str
    on: str = ""


class StageBar(QWidget):
    """Arrows from left to right; those reached are filled, a click asks to move there."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[StageStep, ...] = ()
        self._current = -1
        self._aimed = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stages(self, steps: Sequence[StageStep], current: str) -> None:
        """Shows the stages; `current` is the key of the one the project stands at."""
        self._steps = tuple(steps)
        keys = [step.key for step in steps]
        self._current = keys.index(current) if current in keys else -1
        self._aimed = self._current
        self._say()
        self.update()

    def box_of(self, key: str) -> QRect:
        """Where a stage is painted."""
        return self._box([step.key for step in self._steps].index(key))

    def _box(self, place: int) -> QRect:
        left = place * self.width() // len(self._steps)
        right = (place + 1) * self.width() // len(self._steps)
        return QRect(left, 0, right - left - 2, BAR)

    def _say(self) -> None:
        if 0 <= self._aimed < len(self._steps):
            step = self._steps[self._aimed]
            self.setAccessibleName(f"{step.name} {step.on}".strip())

    def _place_at(self, x: float) -> int:
        return min(len(self._steps) - 1, max(0, int(x * len(self._steps) / max(1, self.width()))))

    # Qt's names from here

    def sizeHint(self) -> QSize:
        return QSize(66 * max(1, len(self._steps)), BAR + DATES)

    def minimumSizeHint(self) -> QSize:
        return QSize(40 * max(1, len(self._steps)), BAR + DATES)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, step in enumerate(self._steps):
            self._paint_step(painter, place, step)
        painter.end()

    def _paint_step(self, painter: QPainter, place: int, step: StageStep) -> None:
        here, box = theme(), self._box(place)
        reached, current = place <= self._current, place == self._current
        ground = here.stage_colour(place) if current else here.colour("acc_soft" if reached else "neu_soft")
        focused = self.hasFocus() and place == self._aimed
        painter.setPen(QPen(here.colour("ring"), 2) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPolygon(_arrow(box, first=place == 0))
        painter.setFont(font(12, bold=current))
        dark_ground = ground.lightness() < 140
        ink = "#FFFFFF" if current and dark_ground else "#13233A" if current else "t2" if reached else "t3"
        painter.setPen(here.colour(ink))
        room = box.adjusted(TIP, 0, -2, 0)
        name = metrics(12, bold=current).elidedText(step.name, Qt.TextElideMode.ElideRight, room.width() + 2)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), name)
        if step.on:
            painter.setFont(font(12))
            painter.setPen(here.colour("t2" if current else "t3"))
            below = QRect(box.left(), BAR + 2, box.width(), DATES - 2)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), step.on)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._steps and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._steps[self._place_at(event.position().x())].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._steps:
            step = self._steps[self._place_at(event.position().x())]
            self.setToolTip(plain_tip(f"{step.name} {step.on}".strip()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and self._steps:
            self._aimed = min(len(self._steps) - 1, max(0, self._aimed + steps[Qt.Key(event.key())]))
            self._say()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._steps:
            self.chosen.emit(self._steps[max(0, self._aimed)].key)
        else:
            super().keyPressEvent(event)


def _arrow(box: QRect, *, first: bool) -> QPolygonF:
    left, right, top, bottom = box.left(), box.right() + 1, box.top() + 1, box.bottom()
    middle = (top + bottom) / 2
    points = [(left, top), (right - TIP / 2, top), (right + TIP / 2, middle), (right - TIP / 2, bottom)]
    points.append((left, bottom))
    if not first:
        points.append((left + TIP, middle))
    return QPolygonF([QPointF(x, y) for x, y in points])

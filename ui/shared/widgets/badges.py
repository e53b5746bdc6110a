"""Badges and stage names as widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.shared.cells import Badge, badge_width, paint_badge, paint_stage
from ui.shared.plain_text import plain_tip
from ui.shared.theme import font, metrics, theme
from ui.shared.tokens import BADGE_HEIGHT

GAP = 4


class BadgeRow(QWidget):
    """Badges side by side; what does not fit is left out."""

    def __init__(self, badges: Sequence[Badge] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badges: tuple[Badge, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_badges(badges)

    def show_badges(self, badges: Sequence[Badge]) -> None:
        """Shows these badges."""
        self._badges = tuple(badges)
        words = "，".join(badge.text for badge in badges)
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        widths = [badge_width(badge) for badge in self._badges]
        return QSize(sum(widths) + GAP * max(0, len(widths) - 1), BADGE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 0
        for badge in self._badges:
            if left + badge_width(badge) > self.width():
                break
            left += paint_badge(painter, left, self.height() // 2, badge) + GAP
        painter.end()


class StageName(QWidget):
    """The square of a stage and its name."""

    def __init__(self, name: str, stage: int, parent: QWidget | None = None, *, bold: bool = False) -> None:
        super().__init__(parent)
        self._name, self._stage, self._bold = name, stage, bold
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return QSize(14 + metrics(13, bold=self._bold).horizontalAdvance(self._name) + 1, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_stage(painter, 0, self.height() // 2, self._stage)
        painter.setFont(font(13, bold=self._bold))
        painter.setPen(theme().colour("t1" if self._stage >= 0 else "t3"))
        baseline = (self.height() + metrics().ascent() - metrics().descent()) // 2
        painter.drawText(14, baseline, self._name)
        painter.end()

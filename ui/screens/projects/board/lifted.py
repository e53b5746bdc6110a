"""The card that is carried over the board by the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crm.domain.rows import ProjectRow
from ui.screens.projects.board.cards import card_sum
from ui.shared.cells import FULL_SPACE
from ui.shared.labels import field_name
from ui.shared.theme import font, metrics, theme
from ui.shared.tokens import RADIUS_CONTROL

WIDTH, HEIGHT = 220, 78
SHADOW = 6


class LiftedCard(QWidget):
    """Follows the pointer; says from where to where, and what will be asked."""

    def __init__(self, row: ProjectRow, held_at: QPoint, parent: QWidget) -> None:
        super().__init__(parent)
        self._row, self._words = row, ""
        self._held = QPoint(min(held_at.x(), WIDTH - 20), min(held_at.y(), HEIGHT - 10))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(WIDTH + 2 * SHADOW, HEIGHT + 2 * SHADOW)
        self.raise_()
        self.show()

    def follow(self, position: QPoint, words: str) -> None:
        """Moves to the pointer, given in the parent's coordinates."""
        self.move(position - self._held - QPoint(SHADOW, SHADOW))
        if words != self._words:
            self._words = words
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        here = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        painter.setPen(Qt.PenStyle.NoPen)
        shade = QColor(here.colour("t1"))
        shade.setAlpha(6)
        for step in range(SHADOW, 0, -1):
            painter.setBrush(shade)
            grown = box.adjusted(-step, -step + 2, step, step)
            painter.drawRoundedRect(grown, RADIUS_CONTROL + step, RADIUS_CONTROL + step)
        painter.setPen(QPen(here.colour("acc"), 1))
        painter.setBrush(here.colour("panel"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CONTROL, RADIUS_CONTROL)
        left, top = SHADOW + 10, SHADOW + 8
        inner = QRect(left, top, WIDTH - 20, 20)
        lead = self._row.enterprise
        used = _draw(painter, inner, lead, "t1", bold=True)
        used += metrics().horizontalAdvance(FULL_SPACE) if lead else 0
        _draw(painter, inner.adjusted(used, 0, 0, 0), self._row.name, "t1")
        figure = inner.translated(0, 21)
        used = _draw(painter, figure, card_sum(self._row.total_investment), "t1", pixels=14, bold=True)
        if used:
            basis = field_name("total_investment")
            _draw(painter, figure.adjusted(used + 6, 0, 0, 0), basis, "t3", pixels=12)
        _draw(painter, inner.translated(0, 42), self._words, "t2", pixels=12)
        painter.end()


def _draw(
    painter: QPainter, box: QRect, text: str, tone: str, *, pixels: int = 13, bold: bool = False
) -> int:
    measure = metrics(pixels, bold=bold)
    shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
    painter.setFont(font(pixels, bold=bold))
    painter.setPen(theme().colour(tone))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    return measure.horizontalAdvance(shown)

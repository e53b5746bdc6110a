"""The sheet as it will be printed: black on white in every theme, as wide as there is room."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from crm.domain.tables import ColumnKind, RowKind
from ui.screens.reports.paper import MARGIN, NUMERIC, PADDING, Paper, shown
from ui.shared.theme import SHEET_FAMILIES, TITLE_FAMILIES, families, theme

AROUND = 20  # of the canvas around the page
LEAST, MOST = 0.35, 1.25
INK, LINES, WHITE = QColor("#000000"), QColor("#333333"), QColor("#FFFFFF")
_WRAP = int(Qt.TextFlag.TextWrapAnywhere)
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft) | _MIDDLE | _WRAP
_CENTRE = int(Qt.AlignmentFlag.AlignHCenter) | _MIDDLE | _WRAP
_RIGHT = int(Qt.AlignmentFlag.AlignRight) | _MIDDLE


class SheetPreview(QAbstractScrollArea):
    """Paints the rows that can be seen, however many there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper: Paper | None = None
        self._scale = 1.0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme().changed.connect(self.viewport().update)

    @property
    def zoom(self) -> float:
        """How large the page is shown; 1.0 is as printed."""
        return self._scale

    @property
    def paper(self) -> Paper | None:
        """The page shown."""
        return self._paper

    def show_paper(self, paper: Paper | None) -> None:
        """Shows a page from its top."""
        self._paper = paper
        if paper is not None:
            table = paper.table
            self.setAccessibleName(f"{table.title} {table.fill_in} {table.units}".strip())
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
        self._measure()
        self.viewport().update()

    def _measure(self) -> None:
        if self._paper is None:
            return
        room = self.viewport().width() - 2 * AROUND
        self._scale = max(LEAST, min(MOST, room / self._paper.width))
        across = round(self._paper.width * self._scale) + 2 * AROUND
        down = round(self._paper.height * self._scale) + 2 * AROUND
        for bar, whole, page in (
            (self.horizontalScrollBar(), across, self.viewport().width()),
            (self.verticalScrollBar(), down, self.viewport().height()),
        ):
            bar.setRange(0, max(0, whole - page))
            bar.setPageStep(page)
            bar.setSingleStep(40)

    def _paint_heading(self, painter: QPainter, paper: Paper) -> None:
        table, whole, top = paper.table, paper.lefts[-1] - MARGIN, MARGIN
        if table.title:
            painter.setFont(_face(TITLE_FAMILIES, 26, bold=True))
            painter.drawText(QRectF(MARGIN, top, whole, paper.title_height), _CENTRE, table.title)
            top += paper.title_height
        painter.setFont(_face(SHEET_FAMILIES, 14))
        if paper.fill_in_height:
            box = QRectF(MARGIN, top, whole, paper.fill_in_height)
            painter.drawText(box, _LEFT & ~_WRAP, table.fill_in)
            painter.drawText(box, _RIGHT, table.units)
            top += paper.fill_in_height
        if paper.summary_height:
            painter.setFont(_face(SHEET_FAMILIES, 16))
            painter.drawText(QRectF(MARGIN, top, whole, paper.summary_height), _LEFT, table.summary)

    def _paint_header(self, painter: QPainter, paper: Paper) -> None:
        painter.setFont(_face(families(), 14, bold=True))
        for cell in paper.header:
            left, right = paper.lefts[cell.first], paper.lefts[cell.last + 1]
            box = QRectF(left, cell.top, right - left, cell.height)
            painter.drawRect(box)
            _text(painter, box.adjusted(2, 0, -2, 0), _CENTRE, cell.text)

    def _paint_rows(self, painter: QPainter, paper: Paper, top: float, bottom: float) -> None:
        first = max(0, bisect_right(paper.tops, top) - 1)
        last = min(len(paper.table.rows), bisect_left(paper.tops, bottom))
        plain, strong = _face(SHEET_FAMILIES, 14), _face(families(), 14, bold=True)
        for place in range(first, last):
            row = paper.table.rows[place]
            painter.setFont(plain if row.kind is RowKind.BODY else strong)
            above, height = paper.tops[place], paper.tops[place + 1] - paper.tops[place]
            if row.kind is RowKind.GROUP:
                box = QRectF(paper.lefts[0], above, paper.lefts[-1] - paper.lefts[0], height)
                painter.drawRect(box)
                _text(painter, box.adjusted(PADDING, 0, -PADDING, 0), _LEFT, str(row.values[0] or ""))
                continue
            for number, column in enumerate(paper.table.columns):
                left, right = paper.lefts[number], paper.lefts[number + 1]
                box = QRectF(left, above, right - left, height)
                painter.drawRect(box)
                text = shown(row.values[number], column.kind)
                _text(painter, box.adjusted(PADDING, 0, -PADDING, 0), _align(column.kind), text)

    def _paint_notes(self, painter: QPainter, paper: Paper) -> None:
        painter.setFont(_face(SHEET_FAMILIES, 14))
        table, whole = paper.table, paper.lefts[-1] - MARGIN
        lines = (*table.notes, *([table.signature] if table.signature else []))
        for place, line in enumerate(lines):
            top = paper.note_tops[place]
            painter.drawText(QRectF(MARGIN, top, whole, paper.note_tops[place + 1] - top), _LEFT, line)

    # Qt's names from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme().colour("canvas"))
        paper = self._paper
        if paper is None:
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        across = round(paper.width * self._scale)
        left = max(AROUND, (self.viewport().width() - across) // 2) - self.horizontalScrollBar().value()
        top = AROUND - self.verticalScrollBar().value()
        painter.translate(left, top)
        painter.scale(self._scale, self._scale)
        page = QRectF(0, 0, paper.width, paper.height)
        painter.setPen(QPen(theme().colour("line_2"), 0))
        painter.setBrush(WHITE)
        painter.drawRect(page)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(INK, 0))
        self._paint_heading(painter, paper)
        painter.setPen(QPen(LINES, 0))
        self._paint_header(painter, paper)
        seen = (event.rect().top() - top) / self._scale, (event.rect().bottom() + 1 - top) / self._scale
        self._paint_rows(painter, paper, *seen)
        painter.setPen(QPen(INK, 0))
        self._paint_notes(painter, paper)
        painter.end()


def _text(painter: QPainter, box: QRectF, flags: int, text: str) -> None:
    if text:
        painter.drawText(box, flags, text)


def _align(kind: ColumnKind) -> int:
    if kind in NUMERIC:
        return _RIGHT if kind is not ColumnKind.INTEGER else _CENTRE
    return _LEFT if kind in (ColumnKind.TEXT, ColumnKind.LONG_TEXT) else _CENTRE


def _face(names: tuple[str, ...] | list[str], pixels: int, *, bold: bool = False) -> QFont:
    made = QFont()
    made.setFamilies(list(names))
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made

"""The text of an article with its spans: fill and line painted by hand, nothing ever loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QToolButton, QWidget

from crm.i18n import N_, _
from ui.shared.composing import is_composing
from ui.shared.icons import icon
from ui.shared.plain_text import plain_tip
from ui.shared.text_offsets import ShownText
from ui.shared.text_spans import SpanKind, TextSpan, look_of, paint_span
from ui.shared.theme import font, theme

TEXT_WIDTH = 644  # forty characters of 16 px
CELL_GAP = 24  # pixels between tab stops: cells of a row stay near each other
LINE_HEIGHT = 30
PARAGRAPH_GAP = 12
LEAST_SELECTION = 2  # characters; shorter selections are slips of the mouse


class SelectionAct(StrEnum):
    """What can be done with selected text."""

    LINK = "link"
    CREATE = "create"
    ALIAS = "alias"
    QUOTE = "quote"
    REJECT = "reject"


SELECTION_ACTS = (
    (SelectionAct.LINK, N_("Link"), "L", "link"),
    (SelectionAct.CREATE, N_("New"), "N", "add"),
    (SelectionAct.ALIAS, N_("Alias"), "A", "alias"),
    (SelectionAct.QUOTE, N_("Quote"), "Q", "quote"),
    (SelectionAct.REJECT, N_("No name"), "X", "reject"),
)


@dataclass(frozen=True, kw_only=True)
class ArticleView:
    """What is shown of an article; all of it plain text."""

    title: str
    meta: str
    body: str
    spans: tuple[TextSpan, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()  # behind projects; a bar stands beside them
    furniture: tuple[str, ...] = ()


class ArticleText(QTextEdit):
    """Read-only; N and P walk the spans, a selection offers what can be done with it."""

    span_hovered = Signal(object)  # key or None
    span_chosen = Signal(int)  # by click, N or P
    selection_act = Signal(str, int, int)  # SelectionAct, start and end in the body

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = ArticleView(title="", meta="", body="")
        self._spans: list[TextSpan] = []
        self._text = ShownText("")
        self._current: int | None = None
        self._hovered: int | None = None
        self._furniture_at: int | None = None  # block number of its heading
        self._is_folded = False
        self.setProperty("bare", "true")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setTabStopDistance(CELL_GAP)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(_("Article text"))
        self._bar = SelectionBar(self)
        self.selectionChanged.connect(self._selection_changed)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._place_bar())
        theme().changed.connect(self._write)

    def show_article(self, view: ArticleView) -> None:
        """Shows another article from its beginning."""
        self._view = view
        self._spans = sorted(view.spans, key=lambda span: (span.start, span.end))
        self._current = self._hovered = None
        self._write()
        self.verticalScrollBar().setValue(0)

    def show_spans(self, spans: Sequence[TextSpan]) -> None:
        """Shows other spans on the same text, for example after one was confirmed."""
        self._spans = sorted(spans, key=lambda span: (span.start, span.end))
        self._embolden()
        self.viewport().update()

    @property
    def current(self) -> int | None:
        """The key of the current span."""
        return self._current

    def set_current(self, key: int | None, *, scroll: bool = True) -> None:
        """Puts the ring around a span and scrolls to it."""
        self._current = key
        span = self._span(key)
        if span is not None and scroll:
            self._scroll_to(span.start)
        self.viewport().update()

    def step(self, direction: int) -> None:
        """Goes to the next (1) or the one before (-1) in the order of the text."""
        if not self._spans:
            return
        keys = [span.key for span in self._spans]
        if self._current in keys:
            place = (keys.index(self._current) + direction) % len(keys)
        else:
            place = 0 if direction > 0 else len(keys) - 1
        self.set_current(keys[place])
        self.span_chosen.emit(keys[place])

    def selected_range(self) -> tuple[int, int] | None:
        """Start and end of the selection in the body, None if it is shorter than two characters."""
        cursor = self.textCursor()
        start = self._text.offset(cursor.selectionStart())
        end = self._text.offset(min(cursor.selectionEnd(), self._text.end))
        return (start, end) if end - start >= LEAST_SELECTION else None

    def select_range(self, start: int, end: int) -> None:
        """Selects a stretch of the body."""
        cursor = self.textCursor()
        cursor.setPosition(self._text.position(start))
        cursor.setPosition(self._text.end_position(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def span_at(self, position: QPoint) -> TextSpan | None:
        """The span under a point of the viewport."""
        for span in self._visible_spans():
            if any(
                box.adjusted(-1, -3, 1, 5).contains(position) for box in self._boxes(span.start, span.end)
            ):
                return span
        return None

    def fold_furniture(self, folded: bool) -> None:
        """Hides or shows what was cut from around the article."""
        self._is_folded = folded
        value = self.verticalScrollBar().value()
        self._write()
        self.verticalScrollBar().setValue(value)

    def choose_act(self, act: SelectionAct) -> None:
        """Does something with the selection."""
        chosen = self.selected_range()
        if chosen is not None:
            self.selection_act.emit(str(act), *chosen)

    def _span(self, key: int | None) -> TextSpan | None:
        return next((span for span in self._spans if span.key == key), None)

    def _write(self) -> None:
        """Fills the document; the format of every block is set here and nowhere else."""
        self.clear()
        cursor = self.textCursor()
        here = theme()
        if self._view.title:
            cursor.setBlockFormat(_block(30, 24, 4))
            cursor.insertText(self._view.title.replace("\n", " "), _letters(20, here, "t1", bold=True))
            cursor.insertBlock(_block(20, 0, 12))
            cursor.insertText(self._view.meta.replace("\n", " "), _letters(12, here, "t2"))
            cursor.insertBlock(_block(LINE_HEIGHT, 0, PARAGRAPH_GAP), _letters(16, here, "t1"))
        else:
            cursor.setBlockFormat(_block(LINE_HEIGHT, 16, PARAGRAPH_GAP))
        self._text = ShownText(self._view.body, base=cursor.position())
        cursor.insertText(self._text.shown, _letters(16, here, "t1"))
        self._write_furniture(cursor)
        self._embolden()
        self._fit()
        cursor.setPosition(0)
        self.setTextCursor(cursor)

    def _write_furniture(self, cursor: QTextCursor) -> None:
        self._furniture_at = None
        if not self._view.furniture:
            return
        letters = _letters(13, theme(), "t3")
        cursor.insertBlock(_block(22, 20, 4), letters)
        self._furniture_at = cursor.blockNumber()
        sign = "▸" if self._is_folded else "▾"
        heading = _("Around the article (not read)")
        cursor.insertText(f"{sign}  {heading}", letters)
        if not self._is_folded:
            for piece in self._view.furniture:
                cursor.insertBlock(_block(22, 0, 2), letters)
                cursor.insertText(ShownText(piece).shown, letters)

    def _embolden(self) -> None:
        """Amounts are bold; that changes widths, so it cannot be painted on top."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        regular, bold = QTextCharFormat(), QTextCharFormat()
        regular.setFontWeight(QFont.Weight.Normal)
        bold.setFontWeight(QFont.Weight.Bold)
        if self._text.length < 200_000:
            cursor.setPosition(self._text.position(0))
            cursor.setPosition(self._text.end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(regular)
        for span in self._spans:
            if span.kind is SpanKind.AMOUNT:
                cursor.setPosition(self._text.position(span.start))
                cursor.setPosition(self._text.end_position(span.end), QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(bold)
        cursor.endEditBlock()

    def _fit(self) -> None:
        frame = self.document().rootFrame()
        margin = max(24, (self.viewport().width() - TEXT_WIDTH) // 2)
        shape = frame.frameFormat()
        if shape.leftMargin() != margin:
            shape.setLeftMargin(margin)
            shape.setRightMargin(margin)
            shape.setTopMargin(20)
            shape.setBottomMargin(48)
            frame.setFrameFormat(shape)

    def _scroll_to(self, offset: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._text.position(offset))
        box = self.cursorRect(cursor)
        if box.top() < 40 or box.bottom() > self.viewport().height() - 60:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + box.top() - self.viewport().height() // 3)

    def _visible_range(self) -> tuple[int, int]:
        corner = QPoint(self.viewport().width(), self.viewport().height())
        first = self._text.offset(self.cursorForPosition(QPoint(0, 0)).position())
        return first, self._text.offset(self.cursorForPosition(corner).position()) + 1

    def _visible_spans(self) -> Iterator[TextSpan]:
        first, last = self._visible_range()
        return (span for span in self._spans if span.end >= first and span.start <= last)

    def _boxes(self, start: int, end: int) -> Iterator[QRectF]:
        """Where a stretch stands in the viewport, one box a line."""
        begin, stop = self._text.position(start), self._text.end_position(end)
        block = self.document().findBlock(begin)
        while block.isValid() and block.position() < stop:
            yield from self._boxes_in(block, begin, stop)
            block = block.next()

    def _boxes_in(self, block: QTextBlock, begin: int, stop: int) -> Iterator[QRectF]:
        shift = QPointF(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        corner = self.document().documentLayout().blockBoundingRect(block).topLeft() + shift
        layout = block.layout()
        measure = QFontMetrics(font(16))
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first = max(begin - block.position(), line.textStart())
            last = min(stop - block.position(), line.textStart() + line.textLength())
            if first >= last:
                continue
            left, right = _x(line, first), _x(line, last)
            baseline = corner.y() + line.y() + line.ascent()
            top = baseline - measure.capHeight() - 5
            yield QRectF(corner.x() + left, top, right - left, measure.capHeight() + 10)

    def _selection_changed(self) -> None:
        self._place_bar()

    def _place_bar(self) -> None:
        chosen = self.selected_range()
        if chosen is None:
            self._bar.hide()
            return
        boxes = list(self._boxes(*chosen))
        if not boxes:
            self._bar.hide()
            return
        self._bar.adjustSize()
        left = min(boxes[-1].left(), self.viewport().width() - self._bar.width() - 8)
        self._bar.move(max(8, int(left)), int(boxes[-1].bottom()) + 8)
        self._bar.show()
        self._bar.raise_()

    # Qt's names from here

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return None

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return False

    def createMimeDataFromSelection(self) -> QMimeData:
        made = QMimeData()
        made.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._place_bar()

    def paintEvent(self, event: QPaintEvent) -> None:
        spans = list(self._visible_spans())
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for span in spans:
            look = look_of(span.kind)
            if span.is_decided and look.fill:
                for box in self._boxes(span.start, span.end):
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(theme().colour(look.fill))
                    painter.drawRoundedRect(box.adjusted(-1, -1, 1, 2), 2, 2)
        self._paint_margin(painter)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for span in spans:
            for box in self._boxes(span.start, span.end):
                paint_span(painter, box, span, is_current=span.key == self._current)
        self._paint_rule(painter)
        painter.end()

    def _paint_margin(self, painter: QPainter) -> None:
        first, last = self._visible_range()
        for start, end in self._view.sentences:
            boxes = list(self._boxes(start, end)) if end >= first and start <= last else []
            if boxes:
                left = self.document().rootFrame().frameFormat().leftMargin() - 16
                height = boxes[-1].bottom() - boxes[0].top() + 8
                bar = QRectF(left, boxes[0].top() - 4, 3, height)
                painter.fillRect(bar, theme().colour("acc"))

    def _paint_rule(self, painter: QPainter) -> None:
        if self._furniture_at is None:
            return
        block = self.document().findBlockByNumber(self._furniture_at)
        box = self.document().documentLayout().blockBoundingRect(block)
        top = box.top() - self.verticalScrollBar().value() - 10
        painter.setPen(QPen(theme().colour("line_2"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(box.left(), top), QPointF(box.right(), top))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        span = self.span_at(event.position().toPoint())
        key = span.key if span is not None else None
        if key != self._hovered:
            self._hovered = key
            self.viewport().setToolTip(plain_tip(span.tip) if span is not None else "")
            self.span_hovered.emit(key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self.textCursor().hasSelection():
            return
        place = event.position().toPoint()
        if self.cursorForPosition(place).blockNumber() == self._furniture_at:
            self.fold_furniture(not self._is_folded)
            return
        span = self.span_at(place)
        if span is not None:
            self.set_current(span.key, scroll=False)
            self.span_chosen.emit(span.key)

    def event(self, event: QEvent) -> bool:
        # The letters of the bar belong to the selection, even where the screen has them as shortcuts.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            letters = {key for _act, _name, key, _icon in SELECTION_ACTS}
            if self.selected_range() is not None and event.text().upper() in letters:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        letter = event.text().upper() if plain and not is_composing(self) else ""
        acts = {key: act for act, _name, key, _icon in SELECTION_ACTS}
        if self.selected_range() is not None and letter in acts:
            self.choose_act(acts[letter])
        elif letter in ("N", "P"):
            self.step(1 if letter == "N" else -1)
        else:
            super().keyPressEvent(event)


class SelectionBar(QFrame):
    """Floats under a selection: 关联 L · 新建 N · 别名 A · 引文 Q · 否 X."""

    def __init__(self, text: ArticleText) -> None:
        super().__init__(text.viewport())
        self.setProperty("frame", "popup")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 3, 4, 3)
        row.setSpacing(2)
        for act, name, key, symbol in SELECTION_ACTS:
            button = QToolButton()
            button.setIcon(icon(symbol))
            button.setText(f"{_(name)}  {key}")
            button.setAccessibleName(_(name))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setProperty("act", str(act))
            button.clicked.connect(lambda _checked=False, act=act: text.choose_act(act))
            row.addWidget(button)
        self.hide()


def _x(line: Any, place: int) -> float:
    found = line.cursorToX(place)
    return float(found[0] if isinstance(found, tuple) else found)


def _block(height: int, above: int, below: int) -> QTextBlockFormat:
    shape = QTextBlockFormat()
    shape.setLineHeight(height, int(QTextBlockFormat.LineHeightTypes.FixedHeight.value))
    shape.setTopMargin(above)
    shape.setBottomMargin(below)
    return shape


def _letters(pixels: int, here: Any, tone: str, *, bold: bool = False) -> QTextCharFormat:
    letters = QTextCharFormat()
    letters.setFont(font(pixels, bold=bold))
    letters.setForeground(here.colour(tone))
    letters.setProperty(QTextFormat.Property.FontPixelSize, pixels)
    return letters

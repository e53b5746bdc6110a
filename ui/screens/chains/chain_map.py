"""The map of a chain: nodes from upstream to downstream."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from crm.domain.directory import NodeState, Segment
from crm.domain.rows import IndustryRow
from crm.i18n import _
from ui.shared.directory_labels import SEGMENT_NAMES, STATE_MARKS, STATE_NAMES
from ui.shared.icons import paint_icon
from ui.shared.theme import font, metrics, theme

NODE_WIDTH, NODE_HEIGHT = 216, 84
COLUMN_STEP, ROW_STEP = 336, 108
TOP = 44  # of the nodes, below the names of the segments
MARGIN = 24
LEAST_ZOOM, MOST_ZOOM, ZOOM_STEP = 0.5, 1.5, 0.1
STATES = tuple(NodeState)
MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class NodeItem(QGraphicsItem):
    """One node; the state is told by the edge, the character and a dashed border."""

    def __init__(self, row: IndustryRow) -> None:
        super().__init__()
        self.row = row
        self.is_current = False
        self.has_keyboard = False
        counts = _("{firms} enterprises, {projects} projects, {articles} articles").format(
            firms=row.enterprise_count, projects=row.project_count, articles=row.article_count
        )
        state = _(STATE_NAMES[row.state]) if row.state else _("not judged")
        self.told = f"{row.name} {state} {counts}"

    def boundingRect(self) -> QRectF:
        return QRectF(-2, -2, NODE_WIDTH + 4, NODE_HEIGHT + 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        here, row = theme(), self.row
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = QPen(here.colour("acc" if self.is_current else "line_2"), 2 if self.is_current else 1)
        if row.state is NodeState.MISSING and not self.is_current:
            border.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(border)
        painter.setBrush(here.colour("sel" if self.is_current and self.has_keyboard else "panel"))
        painter.drawRoundedRect(QRectF(0.5, 0.5, NODE_WIDTH - 1, NODE_HEIGHT - 1), 6, 6)
        if row.state is not None:
            self._paint_state(painter, row.state)
        box = QRect(16, 10, NODE_WIDTH - 56, 22)
        painter.setFont(font(14, bold=True))
        painter.setPen(here.colour("t1"))
        name = metrics(14, bold=True).elidedText(row.name, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, MIDDLE, name)
        self._paint_counts(painter)

    def _paint_state(self, painter: QPainter, state: NodeState) -> None:
        ground, ink = theme().tokens.nodes[STATES.index(state)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(0, 0, 5, NODE_HEIGHT), 2, 2)
        mark = QRectF(NODE_WIDTH - 32, 11, 20, 20)
        painter.drawRoundedRect(mark, 4, 4)
        painter.setFont(font(12, bold=True))
        painter.setPen(QColor(ink))
        painter.drawText(mark, int(Qt.AlignmentFlag.AlignCenter), STATE_MARKS[state])

    def _paint_counts(self, painter: QPainter) -> None:
        row, left = self.row, 16
        for symbol, count in (
            ("enterprise", row.enterprise_count),
            ("project", row.project_count),
            ("article", row.article_count),
        ):
            paint_icon(painter, QRect(left, 38, 14, 14), symbol, "t2")
            painter.setFont(font(12))
            painter.setPen(theme().colour("t2" if count else "t3"))
            painter.drawText(QRect(left + 18, 36, 40, 18), MIDDLE, str(count))
            left += 26 + metrics(12).horizontalAdvance(str(count)) + 8
        told = row.chief or (_("no project yet") if not row.project_count else "")
        painter.setPen(theme().colour("t3"))
        painter.drawText(QRect(16, 56, NODE_WIDTH - 32, 20), MIDDLE, told)


class ChainMap(QGraphicsView):
    """Nodes in three columns; arrows choose, Enter edits, Ctrl+wheel zooms."""

    chosen = Signal(object)  # id of a node, or None
    edit_asked = Signal(object)  # id
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setProperty("ground", "canvas")
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.nodes: list[list[NodeItem]] = [[], [], []]
        self.zoom = 1.0
        self._current: int | None = None
        self._heads: list[QGraphicsSimpleTextItem] = []
        theme().changed.connect(self._colour_heads)

    def show_nodes(self, rows: Sequence[IndustryRow], wanted: int | None = None) -> None:
        """Shows the nodes of a chain; the one that was chosen stays so, unless another is wanted."""
        self._current = self._current if wanted is None else wanted
        self._heads.clear()
        self._scene.clear()
        segments = tuple(Segment)
        self.nodes = [[], [], []]
        for row in rows:
            self.nodes[segments.index(row.segment) if row.segment else 1].append(NodeItem(row))
        highest = max((len(column) for column in self.nodes), default=0)
        for place, (segment, column) in enumerate(zip(segments, self.nodes, strict=True)):
            self._place(place, _(SEGMENT_NAMES[segment]), column, highest)
        width = 2 * COLUMN_STEP + NODE_WIDTH + 2 * MARGIN
        self._scene.setSceneRect(0, 0, width, TOP + highest * ROW_STEP + MARGIN)
        self._colour_heads()
        known = {item.row.id for column in self.nodes for item in column}
        first = next((item.row.id for column in self.nodes for item in column), None)
        self.choose(self._current if self._current in known else first)

    def choose(self, node_id: int | None) -> None:
        """Makes a node the current one."""
        self._current = node_id
        for column in self.nodes:
            for item in column:
                item.is_current = item.row.id == node_id
                item.has_keyboard = self.hasFocus()
                item.update()
                if item.is_current:
                    self.ensureVisible(item, 8, 8)
                    self.setAccessibleName(item.told)
        self.chosen.emit(node_id)

    @property
    def current(self) -> int | None:
        """The node chosen."""
        return self._current

    def set_zoom(self, zoom: float) -> None:
        """Between 50 and 150 %."""
        self.zoom = min(MOST_ZOOM, max(LEAST_ZOOM, round(zoom, 2)))
        self.resetTransform()
        self.scale(self.zoom, self.zoom)
        self.zoomed.emit(self.zoom)

    def _place(self, place: int, title: str, column: Sequence[NodeItem], highest: int) -> None:
        left = MARGIN + place * COLUMN_STEP
        head = self._scene.addSimpleText(title, font(14, bold=True))
        head.setPos(left, 14)
        self._heads.append(head)
        step = ROW_STEP * highest / len(column) if column else ROW_STEP
        for number, item in enumerate(column):
            item.setPos(left, TOP + number * step + (step - ROW_STEP) / 2)
            self._scene.addItem(item)

    def _colour_heads(self) -> None:
        for head in self._heads:
            head.setBrush(theme().colour("t1"))
        self._scene.update()

    def _step(self, right: int, down: int) -> None:
        for column_place, column in enumerate(self.nodes):
            for place, item in enumerate(column):
                if item.row.id != self._current:
                    continue
                if down:
                    self.choose(column[min(max(place + down, 0), len(column) - 1)].row.id)
                else:
                    self._beside(column_place + right, right, item)
                return

    def _beside(self, place: int, right: int, item: NodeItem) -> None:
        """The node nearest in height in the next column that has any."""
        while 0 <= place < len(self.nodes):
            if self.nodes[place]:
                near = min(self.nodes[place], key=lambda other: abs(other.y() - item.y()))
                self.choose(near.row.id)
                return
            place += right

    def _item_at(self, at: QPointF) -> NodeItem | None:
        found = self.itemAt(at.toPoint())
        return found if isinstance(found, NodeItem) else None

    # Qt's names from here

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self._item_at(event.position())
        if item is not None:
            self.choose(item.row.id)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self._item_at(event.position())
        if item is not None:
            self.edit_asked.emit(item.row.id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom + (ZOOM_STEP if event.angleDelta().y() > 0 else -ZOOM_STEP))
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in steps and plain:
            self._step(*steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self._current is not None:
            self.edit_asked.emit(self._current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell_focus()

    def _tell_focus(self) -> None:
        for column in self.nodes:
            for item in column:
                item.has_keyboard = self.hasFocus()
                item.update()

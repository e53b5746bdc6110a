"""The map of a chain: columns of nodes from upstream to downstream, zoomed and walked by keys."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from crm.i18n import N_, _
from ui.screens.chains.content import ChainNode
from ui.screens.chains.node_item import HEIGHT, WIDTH, NodeItem, node_text
from ui.shared.composing import is_composing
from ui.shared.directory_labels import SEGMENT_NAMES
from ui.shared.plain_text import plain_tip
from ui.shared.theme import font, metrics, theme

COLUMN_GAP, ROW_GAP = 112, 24
HEAD = 40  # above the first node
MARGIN = 24
TRUNK = 32  # from a node to the line that gathers its column
ZOOMS = (50, 60, 75, 90, 100, 110, 125, 150)
UNPLACED = N_("Not placed yet")


class ChainMap(QGraphicsView):
    """Shows nodes in columns; one of them is current."""

    chosen = Signal(object)  # id of a node, None for the whole chain
    opened = Signal(int)  # Enter or a double click
    menu_asked = Signal(object)  # global position
    zoomed = Signal(int)  # per cent

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ring", "true")
        self.items_by_id: dict[int, NodeItem] = {}
        self.columns: list[tuple[str, list[NodeItem]]] = []
        self.current: int | None = None
        self.zoom = 100
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setProperty("ground", "canvas")
        self.setAccessibleName(_("Map of the chain"))
        theme().changed.connect(self._repaint)

    def show_nodes(self, nodes: Sequence[ChainNode]) -> None:
        """Shows these nodes; the current one stays current while it is there."""
        scene = self.scene()
        scene.clear()
        self.items_by_id, self.columns = {}, []
        for segment, title in [*SEGMENT_NAMES.items(), (None, UNPLACED)]:
            found = [NodeItem(node) for node in nodes if node.segment is segment]
            if found or segment is not None:
                self.columns.append((_(title), found))
        tallest = max((len(items) for _title, items in self.columns), default=0)
        full = tallest * (HEIGHT + ROW_GAP) - ROW_GAP
        for place, (_title, items) in enumerate(self.columns):
            left = MARGIN + place * (WIDTH + COLUMN_GAP)
            top = HEAD + (full - len(items) * (HEIGHT + ROW_GAP) + ROW_GAP) / 2
            for number, item in enumerate(items):
                item.setPos(left, top + number * (HEIGHT + ROW_GAP))
                item.setToolTip(plain_tip(node_text(item.node)))
                self.items_by_id[item.node.row.id] = item
                scene.addItem(item)
        width = MARGIN * 2 + len(self.columns) * (WIDTH + COLUMN_GAP) - COLUMN_GAP
        scene.setSceneRect(QRectF(0, 0, width, HEAD + full + MARGIN))
        self.choose(self.current if self.current in self.items_by_id else None)
        self._repaint()

    def choose(self, node_id: int | None) -> None:
        """Makes a node current without telling anybody."""
        self.current = node_id
        for key, item in self.items_by_id.items():
            item.mark(current=key == node_id)
        item_now = self.items_by_id.get(node_id) if node_id is not None else None
        if item_now is not None:
            self.ensureVisible(item_now, 16, HEAD)
            self.setAccessibleDescription(node_text(item_now.node))
        self._repaint()

    def set_zoom(self, per_cent: int) -> None:
        """Shows the map larger or smaller."""
        self.zoom = max(ZOOMS[0], min(ZOOMS[-1], per_cent))
        self.resetTransform()
        self.scale(self.zoom / 100, self.zoom / 100)
        self.zoomed.emit(self.zoom)

    def step_zoom(self, direction: int) -> None:
        """One step larger or smaller."""
        larger = [step for step in ZOOMS if step > self.zoom]
        smaller = [step for step in ZOOMS if step < self.zoom]
        if direction > 0 and larger:
            self.set_zoom(larger[0])
        elif direction < 0 and smaller:
            self.set_zoom(smaller[-1])

    def fit(self) -> None:
        """As large as the whole chain can be shown, at most at its own size."""
        room, whole = self.viewport().size(), self.sceneRect()
        share = min(room.width() / max(1.0, whole.width()), room.height() / max(1.0, whole.height()), 1.0)
        self.set_zoom(int(share * 100))

    def neighbour(self, across: int, down: int) -> int | None:
        """The node beside the current one; the first one where none is current."""
        columns = [items for _title, items in self.columns if items]
        if not columns:
            return None
        at = self.items_by_id.get(self.current) if self.current is not None else None
        if at is None:
            return columns[0][0].node.row.id
        place = next(number for number, items in enumerate(columns) if at in items)
        if down:
            column = columns[place]
            return column[max(0, min(len(column) - 1, column.index(at) + down))].node.row.id
        beside = columns[max(0, min(len(columns) - 1, place + across))]
        if at in beside:
            return at.node.row.id
        return min(beside, key=lambda item: abs(item.y() - at.y())).node.row.id

    def _take(self, node_id: int | None) -> None:
        if node_id != self.current:
            self.choose(node_id)
            self.chosen.emit(node_id)

    def _node_at(self, event: QMouseEvent | QContextMenuEvent) -> int | None:
        at = event.position().toPoint() if isinstance(event, QMouseEvent) else event.pos()
        item = self.itemAt(at)
        return item.node.row.id if isinstance(item, NodeItem) else None

    def _repaint(self) -> None:
        self.setBackgroundBrush(theme().colour("canvas"))
        self.scene().update()

    # Qt's names from here

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, theme().colour("canvas"))
        for place, (title, items) in enumerate(self.columns):
            _paint_heading(painter, MARGIN + place * (WIDTH + COLUMN_GAP), title, len(items))
        filled = [items for _title, items in self.columns[: len(SEGMENT_NAMES)] if items]
        for before, after in pairwise(filled):
            _paint_flow(painter, before, after, self.current)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._take(self._node_at(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        node_id = self._node_at(event)
        if node_id is not None:
            self.opened.emit(node_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._take(self.neighbour(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if is_composing(self):
            return
        if key in steps and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._take(self.neighbour(*steps[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)


def _paint_heading(painter: QPainter, left: int, title: str, count: int) -> None:
    painter.setFont(font(14, bold=True))
    painter.setPen(theme().colour("t1"))
    painter.drawText(QPointF(left, 25), title)
    painter.setFont(font(12))
    painter.setPen(theme().colour("t3"))
    painter.drawText(QPointF(left + metrics(14, bold=True).horizontalAdvance(title) + 8, 25), str(count))


def _paint_flow(
    painter: QPainter, before: Sequence[NodeItem], after: Sequence[NodeItem], current: int | None
) -> None:
    """Lines gathered behind one column and led into the next: what is made here goes on there.

    Single pairs of nodes are not joined, since nobody has told which of them deliver to each other.
    """
    out_at = before[0].x() + WIDTH + TRUNK
    in_at = after[0].x() - TRUNK
    ends = [item.y() + HEIGHT / 2 for item in (*before, *after)]
    level = (min(ends) + max(ends)) / 2
    for item in before:
        _paint_branch(painter, item, QPointF(item.x() + WIDTH, item.y() + HEIGHT / 2), out_at, level, current)
    for item in after:
        _paint_branch(painter, item, QPointF(item.x(), item.y() + HEIGHT / 2), in_at, level, current)
        _paint_tip(painter, QPointF(item.x() - 2, item.y() + HEIGHT / 2), item.node.row.id == current)
    painter.setPen(QPen(theme().colour("field_line"), 1.5))
    painter.drawLine(QPointF(out_at, level), QPointF(in_at, level))


def _paint_branch(
    painter: QPainter, item: NodeItem, end: QPointF, trunk: float, level: float, current: int | None
) -> None:
    is_current = item.node.row.id == current
    path = QPainterPath(end)
    path.cubicTo(QPointF(trunk, end.y()), QPointF((trunk + end.x()) / 2, level), QPointF(trunk, level))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    tone = "acc_t" if is_current else "field_line"
    painter.setPen(QPen(theme().colour(tone), 2 if is_current else 1.2))
    painter.drawPath(path)


def _paint_tip(painter: QPainter, at: QPointF, is_current: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("acc_t" if is_current else "field_line"))
    painter.drawPolygon([at, at + QPointF(-7, -4), at + QPointF(-7, 4)])

"""A node of a chain as it is painted on the map."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from crm.domain.directory import NodeState
from crm.i18n import _
from ui.screens.chains.content import ChainNode
from ui.shared.directory_labels import STATE_MARKS, STATE_NAMES
from ui.shared.icons import paint_icon
from ui.shared.labels import stage_name
from ui.shared.theme import font, metrics, theme

WIDTH, HEIGHT = 216, 84
SQUARE = 20
ORDER = (NodeState.STRONG, NodeState.PRESENT, NodeState.WEAK, NodeState.MISSING)
LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


def state_colours(state: NodeState) -> tuple[QColor, QColor]:
    """Ground and ink of the square of a state."""
    ground, ink = theme().tokens.nodes[ORDER.index(state)]
    return theme().colour(ground), theme().colour(ink)


def paint_state(painter: QPainter, left: int, top: int, state: NodeState) -> None:
    """Paints the square of a state with its character."""
    ground, ink = state_colours(state)
    box = QRect(left, top, SQUARE, SQUARE)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(box), 4, 4)
    painter.setFont(font(12, bold=True))
    painter.setPen(ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), STATE_MARKS[state])
    painter.restore()


def node_text(node: ChainNode) -> str:
    """All that the node shows, for screen readers and tooltips."""
    row = node.row
    state = _(STATE_NAMES[row.state]) if row.state is not None else _("not filled in")
    counts = _("{firms} enterprises, {projects} projects, {articles} articles").format(
        firms=row.enterprise_count, projects=row.project_count, articles=row.article_count
    )
    return f"{row.name} {state}\n{counts}\n{lead_text(node)}"


def lead_text(node: ChainNode) -> str:
    """The project in hand that has come furthest."""
    if node.lead is None:
        return _("no project in hand")
    return f"{node.lead.enterprise or node.lead.name} {stage_name(node.lead.stage)}"


class NodeItem(QGraphicsItem):
    """216 × 84, with the colour of its state at the left."""

    def __init__(self, node: ChainNode) -> None:
        super().__init__()
        self.node = node
        self.is_current = False
        self.is_hovered = False
        self.setAcceptHoverEvents(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mark(self, *, current: bool) -> None:
        """Shows whether the inspector shows this node."""
        self.is_current = current
        self.update()

    # Qt's names from here

    def boundingRect(self) -> QRectF:
        return QRectF(-2, -2, WIDTH + 4, HEIGHT + 4)

    def hoverEnterEvent(self, event: object) -> None:
        self.is_hovered = True
        self.update()

    def hoverLeaveEvent(self, event: object) -> None:
        self.is_hovered = False
        self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter)
        row = self.node.row
        room = WIDTH - 16 - 12 - (SQUARE + 8 if row.state is not None else 0)
        painter.setFont(font(14, bold=True))
        painter.setPen(theme().colour("t1"))
        name = metrics(14, bold=True).elidedText(row.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(16, 8, room + 2, 24), LINE, name)
        if row.state is not None:
            paint_state(painter, WIDTH - 12 - SQUARE, 10, row.state)
        self._paint_counts(painter)
        painter.setFont(font(12))
        painter.setPen(theme().colour("t2" if self.node.lead else "t3"))
        lead = metrics(12).elidedText(lead_text(self.node), Qt.TextElideMode.ElideRight, WIDTH - 28)
        painter.drawText(QRect(16, 57, WIDTH - 28, 18), LINE, lead)

    def _paint_card(self, painter: QPainter) -> None:
        here, state = theme(), self.node.row.state
        box = QRectF(0.5, 0.5, WIDTH - 1, HEIGHT - 1)
        outline = QPainterPath()
        outline.addRoundedRect(box, 6, 6)
        painter.fillPath(outline, here.colour("hover" if self.is_hovered else "panel"))
        painter.save()
        painter.setClipPath(outline)
        edge = state_colours(state)[0] if state is not None else here.colour("line_2")
        painter.fillRect(QRectF(0, 0, 5, HEIGHT), edge)
        painter.restore()
        if self.is_current:
            pen = QPen(here.colour("ring"), 2)
        else:
            dashed = Qt.PenStyle.DashLine if state is NodeState.MISSING else Qt.PenStyle.SolidLine
            pen = QPen(here.colour("field_line" if state is NodeState.MISSING else "line_2"), 1, dashed)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)

    def _paint_counts(self, painter: QPainter) -> None:
        row, left = self.node.row, 16
        counts = (
            ("enterprise", row.enterprise_count),
            ("project", row.project_count),
            ("article", row.article_count),
        )
        painter.setFont(font())
        for symbol, count in counts:
            tone = "t1" if count else "t3"
            paint_icon(painter, QRect(left, 38, 14, 14), symbol, "t2" if count else "t3")
            painter.setPen(theme().colour(tone))
            painter.drawText(QRect(left + 18, 35, 40, 20), LINE, str(count))
            left += 18 + metrics().horizontalAdvance(str(count)) + 14

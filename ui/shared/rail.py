"""The navigation rail at the left of the window."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from ui.shared.icons import paint_icon
from ui.shared.plain_text import plain_tip
from ui.shared.theme import font, metrics, theme
from ui.shared.tokens import RADIUS_CONTROL, RAIL_WIDTH

ITEM = QSize(56, 52)
ITEM_BARE = QSize(44, 40)
EDGE = 6


class RailItem(QAbstractButton):
    """An icon with its name under it, and a count if there is one."""

    def __init__(self, title: str, symbol: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._symbol, self._count, self._bare = symbol, 0, False
        self.setText(title)
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click goes on to the screen

    def set_bare(self, bare: bool) -> None:
        """Shows the icon only."""
        self._bare = bare
        self.setToolTip(plain_tip(self.text()) if bare else "")
        self.updateGeometry()
        self.update()

    def set_count(self, count: int) -> None:
        """Shows a count at the corner; 0 shows none."""
        self._count = count
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    @property
    def count(self) -> int:
        """The count shown."""
        return self._count

    def sizeHint(self) -> QSize:
        if self._bare:
            return ITEM_BARE
        name = metrics(12, bold=True).horizontalAdvance(self.text())
        return QSize(max(ITEM.width(), name + 6), ITEM.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        here, box = theme(), self.rect()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked() or self.underMouse():
            painter.setPen(QPen(here.colour("line"), 1) if self.isChecked() else Qt.PenStyle.NoPen)
            painter.setBrush(here.colour("panel" if self.isChecked() else "hover"))
            painter.drawRoundedRect(frame, RADIUS_CONTROL, RADIUS_CONTROL)
        tone = "acc_t" if self.isChecked() else "t2"
        top = (box.height() - 20) // 2 if self._bare else 8
        paint_icon(painter, QRect((box.width() - 20) // 2, top, 20, 20), self._symbol, tone)
        if not self._bare:
            face = font(12, bold=self.isChecked())
            painter.setFont(face)
            painter.setPen(here.colour(tone))
            label = metrics(12, bold=self.isChecked()).elidedText(
                self.text(), Qt.TextElideMode.ElideRight, box.width()
            )
            painter.drawText(QRect(0, 30, box.width(), 18), int(Qt.AlignmentFlag.AlignCenter), label)
        if self._count:
            self._paint_count(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(here.colour("ring"), 2))
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CONTROL, RADIUS_CONTROL)
        painter.end()

    def _paint_count(self, painter: QPainter) -> None:
        text = str(self._count) if self._count < 1000 else "999+"
        width = max(16, metrics(11, bold=True).horizontalAdvance(text) + 8)
        place = QRect(self.width() - width - 1, 2, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("acc"))
        painter.drawRoundedRect(place, 8, 8)
        painter.setPen(theme().colour("on_acc"))
        painter.setFont(font(11, bold=True))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)


class Rail(QWidget):
    """All places, one of them chosen."""

    chosen = Signal(str)
    entered = Signal()  # from the rail into the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(RAIL_WIDTH)
        self._items: dict[str, RailItem] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(EDGE, 8, EDGE, 8)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self._before_gap = 0

    def add(self, key: str, title: str, symbol: str, *, at_end: bool = False) -> RailItem:
        """Adds a place, before the gap or at the bottom."""
        item = RailItem(title, symbol)
        self._items[key] = item
        self._group.addButton(item)
        item.clicked.connect(lambda: self.chosen.emit(key))
        centre = Qt.AlignmentFlag.AlignHCenter
        if at_end:
            self._column.addWidget(item, 0, centre)
        else:
            self._column.insertWidget(self._before_gap, item, 0, centre)
            self._before_gap += 1
        self.setFixedWidth(self._width(bare=False))
        return item

    def has_keyboard(self) -> bool:
        """True while the places are walked through with the keyboard."""
        return any(item.hasFocus() for item in self._items.values())

    def _width(self, *, bare: bool) -> int:
        """As wide as the longest name needs; in Chinese none needs more than the usual."""
        widths = (item.sizeHint().width() + 2 * EDGE for item in self._items.values())
        return 56 if bare else max(RAIL_WIDTH, *widths)

    def item(self, key: str) -> RailItem:
        """The place of a screen."""
        return self._items[key]

    def set_current(self, key: str) -> None:
        """Shows a place as chosen."""
        self._items[key].setChecked(True)

    def set_bare(self, bare: bool) -> None:
        """Shows icons only, in a narrow window."""
        for item in self._items.values():
            item.set_bare(bare)
        self.setFixedWidth(self._width(bare=bare))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("rail"))
        painter.setPen(QPen(theme().colour("line"), 0))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        painter.end()

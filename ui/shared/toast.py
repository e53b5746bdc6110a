"""Short notices at the bottom left, with what can be done about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.shared.icons import IconLabel
from ui.shared.plain_text import PlainLabel
from ui.shared.theme import theme
from ui.shared.tokens import RADIUS_CONTROL, TOAST_HEIGHT

SHOWN_MS = 6000
MOST = 3
MARGIN = 16
ERROR_MARK = "#EDB9B3"  # notices are dark in both themes

ToastAction = tuple[str, Callable[[], object]]


class Toast(QWidget):
    """One notice; it stays while the pointer is over it."""

    def __init__(self, area: ToastArea, text: str, actions: Sequence[ToastAction], *, is_error: bool) -> None:
        super().__init__(area)
        self._area = area
        self.setMinimumHeight(TOAST_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(10)
        tone = ERROR_MARK if is_error else "toast_text"
        row.addWidget(IconLabel("error" if is_error else "tick", 16, tone))
        self.label = PlainLabel(text, tone="toast", wrap=True)
        self.label.setMinimumWidth(220)
        row.addWidget(self.label, 1)
        for name, run in actions:
            row.addWidget(self._button(name, run))
        self._timer = QTimer(self, singleShot=True, interval=area.shown_ms)
        self._timer.timeout.connect(self.close_toast)
        self._timer.start()

    def close_toast(self) -> None:
        """Takes the notice away."""
        self._timer.stop()
        self._area.drop(self)

    def _button(self, name: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(name)
        button.setProperty("toast", "true")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self.close_toast)
        button.clicked.connect(lambda: run())
        return button

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("toast"))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
        painter.end()


class ToastArea(QWidget):
    """Lies over the bottom left of a window; only the notices themselves take the mouse."""

    def __init__(
        self, host: QWidget, *, left: int = MARGIN, bottom: int = MARGIN, shown_ms: int = SHOWN_MS
    ) -> None:
        super().__init__(host)
        self.shown_ms = shown_ms
        self._left, self._bottom = left, bottom
        self._toasts: list[Toast] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        host.installEventFilter(self)
        self.hide()

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """The notices shown, the oldest first."""
        return tuple(self._toasts)

    def show_toast(self, text: str, actions: Sequence[ToastAction] = (), *, is_error: bool = False) -> Toast:
        """Shows a notice for six seconds; beyond three the oldest goes."""
        toast = Toast(self, text, actions, is_error=is_error)
        self._toasts.append(toast)
        self._column.addWidget(toast)
        while len(self._toasts) > MOST:
            self._toasts[0].close_toast()
        self._settle()
        return toast

    def drop(self, toast: Toast) -> None:
        """Takes one notice away."""
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._column.removeWidget(toast)
            toast.hide()
            toast.deleteLater()
            self._settle()

    def _settle(self) -> None:
        host = self.parentWidget()
        if not self._toasts or host is None:
            self.hide()
            return
        width = min(460, max(240, host.width() - self._left - MARGIN))
        self.setFixedWidth(width)
        self.show()
        self._column.activate()
        height = sum(max(TOAST_HEIGHT, toast.sizeHint().height()) for toast in self._toasts)
        height += self._column.spacing() * (len(self._toasts) - 1)
        self.setGeometry(self._left, host.height() - self._bottom - height, width, height)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return False

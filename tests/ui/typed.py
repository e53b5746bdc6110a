"""Typing as an officer does: Chinese arrives from the input method, key by key it cannot be sent."""

from __future__ import annotations

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def compose(widget: QWidget, keys: str) -> None:
    """The input method shows `keys` but has committed nothing yet."""
    _be_in_front(widget)
    QApplication.sendEvent(widget, QInputMethodEvent(keys, []))


def commit(widget: QWidget, text: str) -> None:
    """The input method hands over `text`."""
    _be_in_front(widget)
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def _be_in_front(widget: QWidget) -> None:
    """Who types has the window in front; on a busy machine it may not have come there yet."""
    window = widget.window()
    if window.isVisible() and not window.isActiveWindow():
        window.activateWindow()
        QTest.qWaitForWindowActive(window)

"""Typing as an officer does: Chinese arrives from the input method, key by key it cannot be sent."""

from __future__ import annotations

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget


def compose(widget: QWidget, keys: str) -> None:
    """The input method shows `keys` but has committed nothing yet."""
    QApplication.sendEvent(widget, QInputMethodEvent(keys, []))


def commit(widget: QWidget, text: str) -> None:
    """The input method hands over `text`."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)

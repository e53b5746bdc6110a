"""Whether an input method is composing: while it is, no shortcut and no search may fire."""

from __future__ import annotations

from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget


class _Watch(QObject):
    """Follows the widget with the keyboard; Qt tells nobody else what is being composed."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._composing: WeakSet[QObject] = WeakSet()
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def knows(self, widget: QObject) -> bool:
        return widget in self._composing

    def add(self, widget: QWidget) -> None:
        widget.removeEventFilter(self)
        widget.installEventFilter(self)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            self._composing.discard(old)
        if new is not None:
            self.add(new)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            if event.preeditString():
                self._composing.add(watched)
            else:
                self._composing.discard(watched)
        return False


_watches: dict[QApplication, _Watch] = {}


def watch_composing(widget: QWidget | None = None) -> None:
    """Starts following what is composed, in `widget` even before it gets the keyboard."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    watch = _watches.setdefault(app, _watches.get(app) or _Watch(app))
    if widget is not None:
        watch.add(widget)


def is_composing(widget: QWidget | None = None) -> bool:
    """True while the input method composes in `widget`, or in the widget with the keyboard."""
    app = QApplication.instance()
    if not isinstance(app, QApplication) or app not in _watches:
        return False
    asked = widget or app.focusWidget()
    return asked is not None and _watches[app].knows(asked)

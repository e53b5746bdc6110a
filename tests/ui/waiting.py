"""Waiting until the window has come to rest, however long a busy machine takes for it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.shared.tasks import Tasks

PATIENCE_MS = 50_000
SHORT_MS = 1000  # a timer of less is about to do something; one of more is a clock or a notice
QUIET_LOOKS = 3  # in a row: what has been done may have asked for more


def keep_in_front() -> None:
    """Gives the front to the dialog on top, if no window has it: there is no window system to do so."""
    top = QApplication.activeModalWidget()
    if top is not None and QApplication.activeWindow() is None:
        top.activateWindow()


def until(condition: Callable[[], object]) -> None:
    """Returns once the condition holds."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not condition():
        keep_in_front()
        assert time.monotonic() < end, "waited in vain"
        QTest.qWait(5)


def settle() -> None:
    """Returns once what was written is announced and read again, and nothing else is under way."""
    quiet = 0

    def is_at_rest() -> bool:
        nonlocal quiet
        quiet = 0 if _is_under_way() else quiet + 1
        return quiet > QUIET_LOOKS

    until(is_at_rest)


def _is_under_way() -> bool:
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    timers = (timer for window in windows for timer in window.findChildren(QTimer))
    return any(
        timer.isActive() and timer.isSingleShot() and timer.interval() < SHORT_MS for timer in timers
    ) or any(not tasks.is_idle for window in windows for tasks in window.findChildren(Tasks))

"""Garbage is collected on the GUI thread alone.

Python collects on whichever thread happens to need memory. Widgets and timers that die on a lane end the
process, and cycles with them are easily made: every connected lambda is one.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 100  # between two looks whether there is enough to collect


class GarbageRounds(QObject):
    """Collects as often as Python would, between two events; what exists already is never looked at again."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(_collect)
        self._timer.start()


def collect_here(parent: QObject) -> None:
    """From now on garbage is collected on this thread; `parent` lives as long as its event loop."""
    if parent.findChild(GarbageRounds) is None:
        GarbageRounds(parent)


def _collect() -> None:
    """The oldest generation that has its fill, and those younger than it."""
    full = [
        generation
        for generation, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if count > limit
    ]
    if full:
        gc.collect(max(full))

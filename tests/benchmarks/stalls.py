"""How long an event loop keeps what waits for it waiting, and where it is meanwhile."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
LATE_MS = 50
ROOT = Path(__file__).resolve().parents[2]
DEPTH = 3  # frames of a place


class Heartbeat(QObject):
    """Beats on the GUI thread; a thread of its own looks where that thread is whenever a beat is late."""

    def __init__(self) -> None:
        super().__init__()
        self.stalls_ms: list[float] = []
        self.places: Counter[str] = Counter()
        self._last = time.perf_counter()
        self._gui = threading.get_ident()
        self._has_ended = threading.Event()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._sampler = threading.Thread(target=self._sample, name="sampler", daemon=True)

    def start(self) -> None:
        """Beats from now on."""
        self._last = time.perf_counter()
        self._timer.start()
        self._sampler.start()

    def stop(self) -> None:
        """Beats no more; the figures stay."""
        self._beat()  # a stall that has not ended counts too
        self._timer.stop()
        self._has_ended.set()
        self._sampler.join()

    @property
    def worst_ms(self) -> float:
        """The longest stall."""
        return max(self.stalls_ms, default=0.0)

    @property
    def late_count(self) -> int:
        """How many stalls were longer than LATE_MS."""
        return sum(stall > LATE_MS for stall in self.stalls_ms)

    def percentile_ms(self, share: float) -> float:
        """The stall that this share of all beats stays below."""
        ordered = sorted(self.stalls_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    def _beat(self) -> None:
        now = time.perf_counter()
        self.stalls_ms.append(max(0.0, (now - self._last) * 1000 - BEAT_MS))
        self._last = now

    def _sample(self) -> None:
        while not self._has_ended.wait(BEAT_MS / 1000):
            if (time.perf_counter() - self._last) * 1000 > LATE_MS:
                self.places[self._place()] += 1

    def _place(self) -> str:
        frames = sys._current_frames()
        own = _where(frames.get(self._gui))
        if own:
            return own
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        others = [
            f"{names.get(ident, '?')}: {where}"
            for ident, frame in frames.items()
            if ident not in (self._gui, threading.get_ident()) and (where := _where(frame))
        ]
        return "in Qt, or waiting for the interpreter beside " + ("; ".join(others) or "nobody")


def _where(frame: FrameType | None) -> str:
    """The innermost frames of the program, the innermost first; nothing while the loop itself runs."""
    found: list[str] = []
    while frame is not None and len(found) < DEPTH:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT / "ui") or path.is_relative_to(ROOT / "crm"):
            found.append(f"{path.relative_to(ROOT)}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(found)

"""What is done by the clock while the window is open: sources are looked through, names learnt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.domain.sources import PollResult
from crm.i18n import _, _n
from ui.main_window import MainWindow

ROUND_MS = 30_000  # between two looks at what is due
LEARN_MS = 2_000  # after the start; the first screen is there by then


class Rounds(QObject):
    """Asks what is due and polls it, one source after the other, on a lane of its own."""

    polled = Signal()  # a source was looked at

    def __init__(self, crm: Crm, window: Callable[[], MainWindow], today: Callable[[], date]) -> None:
        super().__init__()
        self._crm, self._window, self._today = crm, window, today
        self._under_way: set[int] = set()
        self._timer = QTimer(self, interval=ROUND_MS)
        self._timer.timeout.connect(self.look)
        self._learning = QTimer(self, interval=LEARN_MS, singleShot=True)
        self._learning.timeout.connect(self._learn)

    def start(self) -> None:
        """Looks by the clock from now on, and soon learns the names that articles are read with."""
        self._timer.start()
        self._learning.start()

    def stop(self) -> None:
        """Begins nothing more."""
        self._timer.stop()
        self._learning.stop()

    def look(self) -> None:
        """Polls what is due."""
        self._window().tasks.read(
            self, self._crm.sources.due, self._begin, key="due", failed=lambda _error: None
        )

    def poll(self, source_id: int, name: str) -> None:
        """Looks at one source now, because the officer wants it."""
        if source_id in self._under_way:
            return
        self._under_way.add(source_id)
        today = self._today()
        self._window().tasks.job(
            self,
            _("Looking at {name}").format(name=name),
            lambda progress: self._crm.sources.poll(source_id, today, progress),
            lambda result: self._end(source_id, result),
            failed=lambda error: self._fail(source_id, error),
            lane="round",
        )

    def _learn(self) -> None:
        """So that the first article opens at once; if it fails, that article tells why."""
        self._window().tasks.read(
            self,
            self._crm.articles.get_ready,
            lambda _nothing: None,
            key="ready",
            failed=lambda _error: None,
            lane="round",
        )

    def _begin(self, due: list[int]) -> None:
        for source_id in due:
            if source_id not in self._under_way:
                self._under_way.add(source_id)
                self._poll_quietly(source_id)

    def _poll_quietly(self, source_id: int) -> None:
        today = self._today()
        self._window().tasks.job(
            self,
            _("Looking at sources"),
            lambda progress: self._crm.sources.poll(source_id, today, progress, in_background=True),
            lambda _result: self._end_quietly(source_id),
            failed=lambda _error: self._end_quietly(source_id),  # the next round tries again
            lane="round",
        )

    def _end(self, source_id: int, result: PollResult) -> None:
        """Tells the officer who asked what came of it."""
        self._under_way.discard(source_id)
        window = self._window()
        told = _n("{count} article taken in", "{count} articles taken in", result.taken)
        if result.error:
            window.toasts.show_toast(f"{result.name}  {result.error}", is_error=True)
        elif result.taken:
            show = (_("Show"), lambda: window.show_screen("articles"))
            window.toasts.show_toast(f"{result.name}  {told}", [show, (_("Undo"), window.undo_asked.emit)])
        else:
            window.toasts.show_toast(_("{name}: nothing new").format(name=result.name))
        self.polled.emit()

    def _end_quietly(self, source_id: int) -> None:
        self._under_way.discard(source_id)
        self.polled.emit()

    def _fail(self, source_id: int, error: CrmError) -> None:
        self._under_way.discard(source_id)
        self._window().tell(error)
        self.polled.emit()

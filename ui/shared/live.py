"""Views that stay true: announcements of the store, merged and brought to the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from crm.domain.changes import Announcement

MERGE_MS = 50  # announcements within this time are shown as one
FIRST_REST_MS = 100  # of a view after it was refreshed; doubled while more and more comes in
LONGEST_REST_MS = 800


class Announcer(Protocol):
    """The store, as far as views need it."""

    def subscribe(self, listener: Callable[[Announcement], None], /) -> Callable[[], None]:
        """Calls back after every change, on any thread, until the returned function is called."""
        ...


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Announcements merged into one."""

    touched: Mapping[str, frozenset[int]] = field(default_factory=dict)  # kind -> ids

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of record that changed."""
        return frozenset(self.touched)

    def ids(self, kind: str) -> frozenset[int]:
        """Which records of the kind changed."""
        return self.touched.get(kind, frozenset())

    def plus(self, touched: Mapping[str, frozenset[int]]) -> Changes:
        """Both together."""
        merged = dict(self.touched)
        for kind, ids in touched.items():
            merged[kind] = merged.get(kind, frozenset()) | ids
        return Changes(touched=merged)


Refresh = Callable[[Changes], None]


class _Watch(QObject):
    """One view: refreshed at once while it is visible, else when it is shown again.

    A stream of changes, as of ten thousand articles that are taken in, refreshes it less and less often.
    """

    def __init__(self, view: QWidget, kinds: frozenset[str], refresh: Refresh) -> None:
        super().__init__(view)
        self._view, self._kinds, self._refresh = view, kinds, refresh
        self._missed: Changes | None = None
        self._rest = QTimer(self, singleShot=True, interval=FIRST_REST_MS)
        self._rest.timeout.connect(self._wake)
        view.installEventFilter(self)

    def hear(self, changes: Changes) -> None:
        if self._kinds and not self._kinds & changes.kinds:
            return
        self._missed = changes if self._missed is None else self._missed.plus(changes.touched)
        if self._view.isVisible() and not self._rest.isActive():
            self._catch_up()

    def close(self) -> None:
        """Refreshes its view no more."""
        self._rest.stop()
        self._missed = None

    def _wake(self) -> None:
        is_streaming = self._missed is not None
        longer = min(2 * self._rest.interval(), LONGEST_REST_MS)
        self._rest.setInterval(longer if is_streaming else FIRST_REST_MS)
        if self._view.isVisible():
            self._catch_up()

    def _catch_up(self) -> None:
        missed, self._missed = self._missed, None
        if missed is not None:
            self._rest.start()
            self._refresh(missed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._catch_up()
        return False


class Live(QObject):
    """Brings announcements to the views that show such records."""

    changed = Signal(object)  # Changes, for listeners that are not views
    _heard = Signal(object)

    def __init__(self, announcer: Announcer | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watches: list[_Watch] = []
        self._pending: Changes | None = None
        self._timer = QTimer(self, singleShot=True, interval=MERGE_MS)
        self._timer.timeout.connect(self._tell)
        self._heard.connect(self._collect, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = announcer.subscribe(self.announce) if announcer is not None else None

    def announce(self, announcement: Announcement) -> None:
        """Takes an announcement, on any thread."""
        if isValid(self):
            self._heard.emit(announcement)

    def watch(self, view: QWidget, kinds: Iterable[str], refresh: Refresh) -> None:
        """Calls `refresh` when records of these kinds change (no kinds: all) while the view is visible.

        What a hidden view missed comes as one call when it is shown again, and what came soon after the last
        call as one call a little later.
        """
        self._watches.append(_Watch(view, frozenset(kinds), refresh))

    def tell_again(self, *kinds: str) -> None:
        """Lets the views of these kinds read anew, as when what things are called has changed."""
        self._take({kind: frozenset() for kind in kinds})

    def close(self) -> None:
        """Hears nothing more."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._timer.stop()
        for watch in self._watches:
            if isValid(watch):
                watch.close()

    def _collect(self, announcement: Announcement) -> None:
        self._take(announcement.touched)

    def _take(self, touched: Mapping[str, frozenset[int]]) -> None:
        self._pending = (self._pending or Changes()).plus(touched)
        # Not restarted: a steady stream must not keep views waiting.
        if not self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        changes, self._pending = self._pending, None
        if changes is None:
            return
        self._watches = [watch for watch in self._watches if isValid(watch)]
        for watch in tuple(self._watches):
            if isValid(watch):
                watch.hear(changes)
        self.changed.emit(changes)

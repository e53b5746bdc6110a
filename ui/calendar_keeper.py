"""Keeps the calendar file that an officer subscribes to as the plans are."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.i18n import _
from ui.main_window import MainWindow
from ui.shared.live import Changes
from ui.shared.preferences import Preferences

KINDS = frozenset({"project", "enterprise", "follow_up", "task"})
PAUSE_MS = 3000  # after a change; several in a row are written once


class CalendarKeeper(QObject):
    """Writes the file a moment after a plan changes, if settings name one."""

    def __init__(self, crm: Crm, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._crm, self._preferences = crm, preferences
        self._window: MainWindow | None = None
        self._is_told = False
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.write)
        preferences.changed.connect(self._settings_changed)

    def watch(self, window: MainWindow) -> None:
        """Follows what is changed in a window until it closes, and brings the file up to date."""
        self._window = window
        window.live.changed.connect(self._hear)
        window.closing.connect(self.stop)
        self._timer.start()

    def stop(self) -> None:
        """The window closes, or nothing more is wanted for it."""
        self._timer.stop()
        self._window = None

    def write(self) -> None:
        """Writes the file now, if there is to be one."""
        kept = self._preferences.settings.calendar_file
        if not kept or self._window is None:
            return
        path, officer = Path(kept), self._crm.office.actor.officer_id
        self._window.tasks.read(
            self._window,
            lambda: self._crm.calendar.write(path, officer),
            lambda _count: self._well(),
            key="calendar",
            failed=self._tell,
        )

    def _well(self) -> None:
        self._is_told = False

    def _tell(self, error: CrmError) -> None:
        """Says once that the file cannot be written, not at every change."""
        if not self._is_told and self._window is not None:
            self._is_told = True
            told = _("The calendar file is not up to date: {reason}").format(reason=error)
            self._window.toasts.show_toast(told, is_error=True)

    def _hear(self, changes: Changes) -> None:
        if KINDS & changes.kinds:
            self._timer.start()

    def _settings_changed(self, names: frozenset[str]) -> None:
        if names & {"calendar_file", "officer"}:
            self._is_told = False
            self.write()

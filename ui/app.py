"""Starts the window: the one Qt application, the one instance, the database, the session."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import MutableMapping, Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QObject, QTimer
from PySide6.QtWidgets import QApplication

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.domain.settings import Settings
from ui.look import Look, apply_look
from ui.opening import open_office
from ui.session import Session, look_of
from ui.shared.composing import watch_composing
from ui.shared.crash import start_log
from ui.shared.garbage import collect_here
from ui.shared.preferences import Preferences
from ui.shared.prompts import DesktopPrompts, Prompts
from ui.shared.single_instance import SingleInstance

# Painting, Qt gives the interpreter back and takes it again many times; a reader keeps it so long meanwhile.
SWITCH_S = 0.0005
ANSWER_S = 60.0  # how long a second start waits for the first, which may have to update its database


def cure_input_method(environment: MutableMapping[str, str], plugins: Path, platform: str) -> bool:
    """Lets fcitx users type Chinese; True if something had to be changed.

    The wheel has no fcitx plugin. fcitx 5 also speaks ibus through the portal; without this change
    Qt falls back silently to no input method at all. Must run before QApplication is made.
    """
    wanted = environment.get("QT_IM_MODULE", "")
    if not platform.startswith("linux") or not wanted.startswith("fcitx"):
        return False
    if any(plugins.glob("platforminputcontexts/*fcitx*")):
        return False
    environment["QT_IM_MODULE"] = "ibus"
    environment["IBUS_USE_PORTAL"] = "1"
    environment.pop("QT_IM_MODULES", None)
    return True


def make_app(arguments: Sequence[str] = (), look: Look | None = None) -> QApplication:
    """The one QApplication of this process, dressed; the one that exists already is dressed anew."""
    existing = QApplication.instance()
    if not isinstance(existing, QApplication):
        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
        cure_input_method(os.environ, plugins, sys.platform)
        existing = QApplication([sys.argv[0], *arguments])
    existing.setApplicationName("InvestLead")
    existing.setDesktopFileName("investlead")
    existing.setStyle("Fusion")
    start_log()
    collect_here(existing)
    sys.setswitchinterval(SWITCH_S)
    watch_composing()
    apply_look(look or Look())
    return existing


def run(settings: Settings) -> int:
    """Opens the window on the database that the settings name; what the process should exit with.

    A second start raises the window of the first and ends.
    """
    preferences = Preferences(settings)
    app = make_app(look=look_of(preferences))
    instance = SingleInstance()
    if not instance.acquire():
        return 0 if _raise_other(instance) else 1
    try:
        desk = _Desk(app, preferences, DesktopPrompts())
        instance.raised.connect(desk.raise_window)
        return int(app.exec()) if desk.open() else 0
    finally:
        instance.release()


def _raise_other(instance: SingleInstance) -> bool:
    """True once the window that runs already has answered; it may still be starting."""
    end = time.monotonic() + ANSWER_S
    while time.monotonic() < end:
        if instance.raise_other():
            return True
        time.sleep(0.1)
    return False


class _Desk(QObject):
    """Holds the open database and its session; another database takes their place."""

    def __init__(self, app: QApplication, preferences: Preferences, prompts: Prompts) -> None:
        super().__init__()
        self._app, self._preferences, self._prompts = app, preferences, prompts
        self._crm: Crm | None = None
        self._session: Session | None = None
        app.aboutToQuit.connect(self.close)

    def open(self) -> bool:
        """Opens what the settings name, asking where it fails; False if the officer gives up."""
        crm = open_office(self._preferences, self._prompts)
        if crm is None:
            return False
        self._crm = crm
        self._session = Session(crm, self._preferences, self._prompts)
        self._session.reopen_asked.connect(self._reopen)
        self._session.start()
        return True

    def raise_window(self, files: list[str]) -> None:
        """Another start wanted the window."""
        if self._session is not None:
            self._session.raise_window(files)

    def close(self) -> None:
        """Closes the database."""
        if self._crm is not None:
            self._crm.close()
            self._crm = None

    def _reopen(self, location: str) -> None:
        before = self._preferences.settings.location
        try:
            self._preferences.change(location=location)
        except CrmError as error:
            self._prompts.tell(None, str(error))
            return
        QTimer.singleShot(0, self, lambda: self._switch(before))

    def _switch(self, before: str) -> None:
        """The other database in the place of this one; this one again if that cannot be opened."""
        QApplication.setQuitOnLastWindowClosed(False)
        if self._session is not None:
            self._session.close()
            self._session.deleteLater()
            self._session = None
        self.close()
        opened = self.open()
        if not opened:
            self._preferences.change(location=before)
            opened = self.open()
        QApplication.setQuitOnLastWindowClosed(True)
        if not opened:
            self._app.quit()

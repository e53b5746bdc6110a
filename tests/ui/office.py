"""An open database for tests of the window, with a small office in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog

from crm.app import Crm, open_crm
from crm.domain.office import Office, Officer, Role
from crm.domain.permissions import Actor
from crm.domain.projects import Project
from crm.domain.settings import Appearance, Settings
from crm.services.projects import NewProject
from ui.session import Session
from ui.shared.preferences import Preferences

if TYPE_CHECKING:
    from tests.ui.conftest import ScriptedPrompts

TODAY = date(2026, 5, 18)


def settings_in(folder: Path) -> Settings:
    return Settings(language="en", appearance=Appearance.LIGHT, location=str(folder / "office.db"))


@contextmanager
def opened(settings: Settings) -> Iterator[Crm]:
    crm = open_crm(settings)
    try:
        yield crm
    finally:
        crm.close()


class Offices:
    """Offices to begin with, each made once in a test run and copied from then on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[Callable[[Crm], object], tuple[str, Actor]] = {}

    @contextmanager
    def copy(self, prepare: Callable[[Crm], object], folder: Path) -> Iterator[Crm]:
        """What `prepare` makes of an empty database, in `folder`; the same officer is at the keyboard."""
        if prepare not in self._made:
            place = self._folder / str(len(self._made))
            place.mkdir()
            with opened(settings_in(place)) as crm:
                prepare(crm)
                self._made[prepare] = settings_in(place).location, crm.store.actor
        location, actor = self._made[prepare]
        settings = settings_in(folder)
        shutil.copy(location, settings.location)
        with opened(settings) as crm:
            crm.store.actor = actor
            yield crm


def fill(crm: Crm) -> Project:
    """Two units, two officers, one project."""
    crm.office.found("海晟县投资促进中心", "沈砚秋")
    unit = crm.office.save_office(Office(name="海晟经济开发区", position=1))
    crm.office.save_officer(Officer(name="许静宜", office_id=unit.id, role=Role.OFFICER))
    new = NewProject(
        project=Project(name="动态海缆", office_id=crm.office.actor.office_id),
        enterprise_name="澄屿海缆有限公司",
        on=TODAY,
    )
    return crm.projects.add(new)


def close_dialogs() -> None:
    """Closes every dialog that is open, the one on top first; none must be in the way of the next test."""
    while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
        dialog.reject()


@contextmanager
def at_work(
    crm: Crm, settings: Settings, prompts: ScriptedPrompts, *, inline: bool = True, today: date = TODAY
) -> Iterator[Session]:
    """The window of that office, shown; its tasks are done at once, or else on their threads."""
    quits = QApplication.quitOnLastWindowClosed()
    QApplication.setQuitOnLastWindowClosed(False)
    night = datetime.combine(today, time(23), tzinfo=UTC)  # nothing rings
    session = Session(
        crm, Preferences(settings), prompts, today=lambda: today, now=lambda: night, inline=inline
    )
    session.start()
    try:
        yield session
    finally:
        close_dialogs()
        session.close()
        assert session.has_ended, "the window stayed open"
        session.window.deleteLater()
        QApplication.setQuitOnLastWindowClosed(quits)

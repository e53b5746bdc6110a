"""Looking back: the whole window as of a day, and to today again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm import i18n
from crm.app import Crm
from crm.domain.rows import ProjectFilter
from tests.ui.conftest import ScriptedPrompts
from tests.ui.everything import screens
from tests.ui.office import TODAY, at_work, fill, opened, settings_in
from ui.dialogs.look_back import LookBackDialog
from ui.session import Session

YESTERDAY = date.today() - timedelta(days=1)


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[Crm]:
    with opened(settings_in(tmp_path)) as made:
        fill(made)
        yield made


@pytest.fixture
def session(crm: Crm, tmp_path: Path, prompts: ScriptedPrompts) -> Iterator[Session]:
    with at_work(crm, settings_in(tmp_path), prompts) as made:
        yield made
        i18n.use_language("en")


def look_back(qtbot, session: Session, day: date) -> None:
    session.look_back(day)
    qtbot.waitUntil(lambda: session.past_day == day and session.window.status.past.isVisible())


def test_the_window_shows_a_day_and_goes_back_to_today(qtbot, crm, session):
    look_back(qtbot, session, YESTERDAY)
    assert f"{YESTERDAY:%Y-%m-%d}" in session.window.status.past.text()
    assert session.shown.projects.find(ProjectFilter()) == []
    assert session.window.desk.today() == YESTERDAY
    qtbot.mouseClick(session.window.status.today, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.past is None and not session.window.status.past.isVisible())
    assert session.shown is crm


def test_every_screen_can_be_looked_at_in_the_past(qtbot, session):
    look_back(qtbot, session, date.today())
    for _name, _window in screens(session):
        QApplication.processEvents()
    assert [toast.label.text() for toast in session.window.toasts.toasts] == []


def test_undo_does_not_reach_out_of_the_past(qtbot, crm, session):
    count = len(crm.history.newest(1000))
    look_back(qtbot, session, date.today())
    session.undo()
    qtbot.waitUntil(lambda: bool(session.window.toasts.toasts))
    assert "today" in session.window.toasts.toasts[0].label.text()
    assert len(crm.history.newest(1000)) == count


def test_the_day_is_asked_for_and_must_have_passed(qtbot, session):
    session.window.actions_registry.run("look_back")
    [dialog] = session.window.findChildren(LookBackDialog)
    entry = dialog.form.entry("day")
    entry.set_value(session.window.desk.today())
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.form.fault("day")
    entry.set_value(TODAY - timedelta(days=1))
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: session.past_day is not None)

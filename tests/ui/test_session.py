"""The window on a real database: the first start, who sits there, undo, language, other writers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from crm import i18n
from crm.app import Crm, load_settings
from crm.domain.errors import Busy
from crm.domain.projects import Project
from crm.domain.rows import ProjectFilter
from crm.domain.settings import Appearance
from crm.services.projects import NewProject
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import TODAY, at_work, fill, opened, settings_in
from tests.ui.typed import commit
from tests.ui.waiting import settle
from ui.dialogs.choose_officer import ChooseOfficerDialog
from ui.dialogs.first_start import EMPTY, FirstStartDialog
from ui.dialogs.log_line import LogLineDialog
from ui.reminding import ReminderKeeper
from ui.session import Session
from ui.shared.theme import theme


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[Crm]:
    with opened(settings_in(tmp_path)) as made:
        yield made


@pytest.fixture
def filled(crm: Crm) -> Crm:
    fill(crm)
    return crm


@pytest.fixture
def session(filled: Crm, tmp_path: Path, prompts: ScriptedPrompts) -> Iterator[Session]:
    with at_work(filled, settings_in(tmp_path), prompts) as made:
        yield made
        i18n.use_language("en")


def dialog_of(kind: type[QDialog]) -> QDialog | None:
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    return found[0] if found else None


def toasts(session: Session) -> list[str]:
    return [toast.label.text() for toast in session.window.toasts.toasts]


def test_the_first_start_begins_an_empty_office(qtbot, crm, tmp_path, prompts):
    with at_work(crm, settings_in(tmp_path), prompts) as session:
        qtbot.waitUntil(lambda: dialog_of(FirstStartDialog) is not None)
        dialog = dialog_of(FirstStartDialog)
        qtbot.mouseClick(dialog.empty, Qt.MouseButton.LeftButton)
        assert dialog.way == EMPTY
        qtbot.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
        assert dialog.form.fault("office")
        qtbot.keyClicks(dialog.form.entry("office"), "Hai")
        qtbot.keyClicks(dialog.form.entry("officer"), "Shen")
        qtbot.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
        assert crm.office.actor.name == "Shen"
        assert "Hai" in session.window.status.place.text()
    assert load_settings().settings.officer == "Shen"


def test_the_first_start_makes_the_example_office(qtbot, crm, tmp_path, prompts, monkeypatch):
    monkeypatch.setattr(crm.examples, "articles", lambda today: [])
    with at_work(crm, settings_in(tmp_path), prompts):
        qtbot.waitUntil(lambda: dialog_of(FirstStartDialog) is not None)
        dialog_of(FirstStartDialog).start()
        assert len(crm.office.offices()) > 2
        assert crm.office.actor.officer_id is not None
        assert dialog_of(FirstStartDialog) is None


def test_the_first_start_can_wait(qtbot, crm, tmp_path, prompts):
    with at_work(crm, settings_in(tmp_path), prompts):
        qtbot.waitUntil(lambda: dialog_of(FirstStartDialog) is not None)
        dialog_of(FirstStartDialog).reject()
        assert crm.office.offices() == []


def test_a_window_closed_at_once_asks_nothing(qtbot, crm, tmp_path, prompts):
    with at_work(crm, settings_in(tmp_path), prompts) as session:
        session.window.close()
        settle()
        assert dialog_of(FirstStartDialog) is None


def test_another_officer_sits_down_from_the_status_line(qtbot, session, filled):
    qtbot.mouseClick(session.window.status.place, Qt.MouseButton.LeftButton)
    dialog = dialog_of(ChooseOfficerDialog)
    dialog.search.set_text("许")
    qtbot.keyClick(dialog.search.line, Qt.Key.Key_Return)
    assert filled.office.actor.name == "许静宜"
    assert "许静宜" in session.window.status.place.text()
    assert load_settings().settings.officer == "许静宜"


def test_nobody_is_put_at_the_keyboard_by_a_name_that_fits_nobody(qtbot, session, filled):
    dialog = session.switch_officer()
    dialog.search.set_text("nobody")
    assert not dialog.agree.isEnabled()
    qtbot.keyClick(dialog.search.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.reject()
    assert filled.office.actor.name == "沈砚秋"


def test_who_works_is_asked_when_several_might(qtbot, filled, tmp_path, prompts):
    filled.store.actor = type(filled.store.actor)()
    with at_work(filled, settings_in(tmp_path), prompts):
        qtbot.waitUntil(lambda: dialog_of(ChooseOfficerDialog) is not None)
        dialog = dialog_of(ChooseOfficerDialog)
        qtbot.keyClick(dialog.search.line, Qt.Key.Key_Down)
        dialog.submit()
        assert filled.office.actor.officer_id is not None


def test_undo_and_redo_say_what_they_did(qtbot, session, filled):
    window = session.window
    project = filled.projects.find(ProjectFilter())[0]
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert filled.projects.find(ProjectFilter()) == []
    assert toasts(session)[-1].startswith("Undone: ")
    session.redo()
    assert filled.projects.find(ProjectFilter()) == [project]
    assert toasts(session)[-1].startswith("Done again: ")
    session.redo()
    assert toasts(session)[-1] == "There is nothing to redo."


def test_the_search_of_the_palette_finds_records_by_kind(session):
    found = session.search("海缆")
    assert [choice.kind for choice in found] == ["project", "enterprise"]
    assert found[0].section == "Project"


def test_language_and_theme_change_at_once(qtbot, session):
    window = session.window
    window.show_screen("settings")
    session.preferences.change(language="zh_CN", appearance=Appearance.DARK)
    qtbot.waitUntil(lambda: session.window is not window)
    assert session.window.current_key == "settings"
    assert session.window.isVisible()
    assert theme().is_dark
    assert (load_settings().settings.language, load_settings().settings.appearance) == ("zh_CN", "dark")


def test_the_window_opens_as_large_as_it_was_closed(qtbot, filled, tmp_path, prompts):
    with at_work(filled, settings_in(tmp_path), prompts) as session:
        session.window.resize(800, 607)
    with at_work(filled, load_settings().settings, prompts) as session:
        assert (session.window.width(), session.window.height()) == (800, 607)


def test_a_lost_database_is_shown_until_it_is_back(session, filled, monkeypatch):
    def lost() -> int:
        raise Busy("gone")

    known = session.window.status.database.text()
    monkeypatch.setattr(filled.history, "poll", lost)
    session.poll()
    assert session.window.status.database.text() == "Out of reach"
    monkeypatch.undo()
    session.poll()
    assert session.window.status.database.text() == known


def test_a_record_without_a_page_is_told(session):
    session.window.open_record("mention", 1)
    assert "Link" in toasts(session)[-1]


def test_settings_that_cannot_be_kept_stop_nothing(session, tmp_path, monkeypatch):
    monkeypatch.setenv("INVESTLEAD_HOME", str(tmp_path / "file"))
    (tmp_path / "file").touch()
    session.switch_officer().submit()
    assert toasts(session)


def test_one_line_is_logged_over_any_screen(qtbot, session, filled):
    window = session.window
    window.show_screen("settings")
    window.actions_registry.run("line")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LogLineDialog)
    qtbot.waitUntil(dialog.line.line.hasFocus)
    commit(dialog.line.line, "#动态海缆 电话 谈用地")
    qtbot.keyClick(dialog.line.line, Qt.Key.Key_Return)
    dialog.line.dates.button("7").click()
    assert not dialog.isVisible()
    assert window.current_key == "settings"
    assert len(filled.follow_ups.between(TODAY, TODAY)) == 1


def test_the_calendar_file_follows_the_plans(qtbot, session, filled, prompts, tmp_path):
    prompts.target = tmp_path / "plans.ics"
    window = session.window
    window.show_screen("settings")
    window.current_screen.calendar_choose.click()
    assert "VEVENT" not in prompts.target.read_text("utf-8")
    project = filled.projects.find(ProjectFilter())[0]
    filled.projects.plan([project], TODAY)
    qtbot.waitUntil(lambda: "VEVENT" in prompts.target.read_text("utf-8"), timeout=10_000)
    window.current_screen.calendar_stop.click()
    assert session.preferences.settings.calendar_file == ""


def test_a_calendar_file_that_cannot_be_written_is_told_once(session, filled, tmp_path):
    session.preferences.change(calendar_file=str(tmp_path / "gone" / "plans.ics"))
    session.calendar.write()
    assert len([text for text in toasts(session) if "calendar file" in text]) == 1


@pytest.fixture
def reminded(session, filled):
    """Two projects due, looked at in the morning."""
    for number in range(2):
        filled.projects.add(
            NewProject(
                project=Project(name=f"项目{number}", next_follow_up_on=TODAY),
                enterprise_name=f"企业{number}有限公司",
                on=TODAY,
            )
        )
    morning = datetime(2026, 5, 18, 9, tzinfo=UTC)
    keeper = ReminderKeeper(filled, session.preferences, session, now=lambda: morning)
    keeper.watch(session.window)
    keeper.look()
    return keeper


def test_the_bell_counts_and_each_reminder_is_told_once(session, reminded):
    assert session.window.header.bell.text() == "2"
    assert len([text for text in toasts(session) if "项目" in text]) == 2
    reminded.look()
    assert len([text for text in toasts(session) if "项目" in text]) == 2


def test_many_reminders_are_told_as_one(session, filled, reminded):
    for number in range(2, 8):
        project = Project(name=f"项目{number}", next_follow_up_on=TODAY)
        filled.projects.add(NewProject(project=project, enterprise_name=f"企业{number}有限公司", on=TODAY))
    reminded.look()
    assert "6 things are due today" in toasts(session)


def test_reminders_are_put_off_and_silenced_from_the_bell(session, reminded):
    reminded.show_list()
    row = reminded.menu.actions()[0].menu()
    assert [action.text() for action in row.actions() if action.text()] == [
        "Open", "Log a follow-up", "Remind in an hour", "Remind tomorrow", "Remind in 3 days",
        "Remind next Monday", "Remind at another time…", "Not again for this",
    ]  # fmt: skip
    row.actions()[3].trigger()
    assert session.window.header.bell.text() == "1"
    reminded.show_list()
    reminded.menu.actions()[0].menu().actions()[-1].trigger()
    assert session.window.header.bell.accessibleName() == "No reminders"
    reminded.menu.close()

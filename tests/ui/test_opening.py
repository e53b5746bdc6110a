"""Opening the database at the start, and the one window of this user."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

import ui
from crm.app import load_settings, open_crm
from crm.data import passphrases
from crm.domain.settings import Settings
from tests.ui.office import settings_in
from ui import app
from ui.dialogs.passphrase import PassphraseDialog
from ui.opening import open_office
from ui.shared.drafts import FileDrafts
from ui.shared.preferences import Preferences

ROOT = Path(ui.__file__).parent.parent
PATIENCE_S = 900  # for twenty starts at once


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A keyring."""
    kept: dict[str, str] = {}
    monkeypatch.setattr(passphrases, "recall", kept.get)
    monkeypatch.setattr(passphrases, "remember", lambda place, word: kept.update({place: word}) or True)
    return kept


def never(place: str, fault: str) -> None:
    raise AssertionError("nothing is encrypted here")


def test_a_database_is_made_where_there_is_none(tmp_path, prompts):
    crm = open_office(Preferences(settings_in(tmp_path)), prompts, never)
    assert crm.office.offices() == []
    crm.close()


def test_what_cannot_be_opened_is_told_with_what_can_be_done(tmp_path, prompts):
    (tmp_path / "office.db").write_bytes(b"SQLite format 3\0" + b"?" * 5000)
    prompts.choice = None
    assert open_office(Preferences(settings_in(tmp_path)), prompts, never) is None
    assert prompts.asked


def test_another_file_can_be_chosen(tmp_path, prompts):
    (tmp_path / "office.db").write_bytes(b"no database at all")
    preferences = Preferences(settings_in(tmp_path))
    prompts.choice, prompts.files = 1, [tmp_path / "other.db"]
    crm = open_office(preferences, prompts, never)
    assert crm.office.place.endswith("other.db")
    assert load_settings().settings.location == str(tmp_path / "other.db")
    crm.close()


def test_an_encrypted_file_asks_for_its_passphrase_until_it_fits(tmp_path, prompts, keys):
    settings = settings_in(tmp_path)
    open_crm(settings, "geheim").close()
    answers, faults = [("wrong", False), ("geheim", True)], []

    def ask(place: str, fault: str) -> tuple[str, bool]:
        faults.append(fault)
        return answers.pop(0)

    preferences = Preferences(settings)
    open_office(preferences, prompts, ask).close()
    assert (faults[0], bool(faults[1])) == ("", True)
    assert keys == {settings.location: "geheim"}
    assert preferences.settings.has_passphrase
    open_office(Preferences(preferences.settings), prompts, never).close()


def test_giving_up_the_passphrase_leads_to_the_choices(tmp_path, prompts, keys):
    settings = settings_in(tmp_path)
    open_crm(settings, "geheim").close()
    prompts.choice = None
    assert open_office(Preferences(settings), prompts, lambda place, fault: None) is None
    assert "passphrase" in prompts.asked[0]


def test_a_missing_keyring_stops_nothing(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert passphrases.recall("a") is None
    assert not passphrases.remember("a", "b")
    passphrases.forget("a")


def test_only_what_was_changed_is_kept(tmp_path):
    Preferences(Settings(location="/for/this/run.db", language="en")).change(officer="沈砚秋")
    kept = load_settings().settings
    assert (kept.officer, kept.location) == ("沈砚秋", "")


def test_drafts_outlive_the_window(tmp_path):
    FileDrafts(tmp_path).keep("project 7", {"name": "海缆"})
    assert FileDrafts(tmp_path).load("project 7") == {"name": "海缆"}
    FileDrafts(tmp_path).drop("project 7")
    assert FileDrafts(tmp_path).load("project 7") is None


def test_drafts_that_cannot_be_kept_or_read_stop_nothing(tmp_path):
    (tmp_path / "file").touch()
    FileDrafts(tmp_path / "file").keep("a", {"b": 1})
    drafts = FileDrafts(tmp_path)
    drafts.keep("a", {"b": 1})
    next(tmp_path.glob("*.json")).write_text("{", "utf-8")
    assert drafts.load("a") is None


def test_the_passphrase_is_hidden_while_it_is_typed(qtbot):
    dialog = PassphraseDialog("office.db", fault="No.")
    qtbot.addWidget(dialog)
    assert not dialog.agree.isEnabled()
    qtbot.keyClicks(dialog.line, "geheim")
    assert dialog.line.echoMode() is QLineEdit.EchoMode.Password
    dialog.agree.click()
    assert (dialog.passphrase(), dialog.result()) == ("geheim", 1)


def test_another_database_takes_the_place_of_the_first(qapp, qtbot, tmp_path, prompts):
    quits = QApplication.quitOnLastWindowClosed()
    preferences = Preferences(settings_in(tmp_path))
    desk = app._Desk(qapp, preferences, prompts)
    assert desk.open()
    first = desk._session
    desk.raise_window([])
    desk._reopen(str(tmp_path / "b.db"))
    qtbot.waitUntil(lambda: desk._session is not first and desk._session is not None)
    assert desk._crm.office.place.endswith("b.db")
    (tmp_path / "c.db").write_bytes(b"no database at all")
    prompts.choice = None
    second = desk._session
    desk._reopen(str(tmp_path / "c.db"))
    qtbot.waitUntil(lambda: desk._session is not second and desk._session is not None)
    assert desk._crm.office.place.endswith("b.db")
    QApplication.setQuitOnLastWindowClosed(False)
    desk._session.close()
    desk.close()
    QApplication.setQuitOnLastWindowClosed(quits)


def start(home: Path) -> subprocess.Popen[str]:
    code = (
        "import sys; from ui.app import run; from crm.app import load_settings;"
        "sys.exit(run(load_settings().settings))"
    )
    environment = {**os.environ, "INVESTLEAD_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )


def settled(starts: list[subprocess.Popen[str]], left: int) -> list[subprocess.Popen[str]]:
    """Those that still run once only `left` of them do."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        running = [one for one in starts if one.poll() is None]
        if len(running) <= left:
            return running
        time.sleep(0.2)
    return [one for one in starts if one.poll() is None]


def test_many_starts_at_once_make_one_window_and_a_killed_one_makes_room(tmp_path):
    home = tmp_path / "home"
    starts = [start(home) for _number in range(20)]
    try:
        running = settled(starts, 1)
        assert len(running) == 1
        assert {one.returncode for one in starts if one not in running} == {0}
        running[0].send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        running[0].wait()
        again = [start(home), start(home)]
        starts += again
        (left,) = settled(again, 1)
        assert {one.returncode for one in again if one is not left} == {0}
    finally:
        for one in starts:
            if one.poll() is None:
                one.kill()
            one.communicate()

"""Start-up: input method, look, one instance, log; prompts and crash reports."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton

import ui
from crm import i18n
from ui.app import Look, apply_look, cure_input_method, make_app
from ui.shared.crash import CrashDialog, CrashWatch, report_of, start_log
from ui.shared.prompts import DesktopPrompts
from ui.shared.single_instance import SingleInstance
from ui.shared.theme import theme


def test_fcitx_is_reached_through_ibus_where_qt_has_no_plugin_for_it(tmp_path):
    environment = {"QT_IM_MODULE": "fcitx5"}
    assert cure_input_method(environment, tmp_path, "linux")
    assert environment == {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


def test_the_input_method_is_left_alone_where_it_works(tmp_path):
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    assert not cure_input_method({"QT_IM_MODULE": "ibus"}, tmp_path, "linux")
    assert not cure_input_method({"QT_IM_MODULE": "fcitx"}, tmp_path, "win32")
    (folder / "libfcitxplatforminputcontextplugin.so").touch()
    assert not cure_input_method({"QT_IM_MODULE": "fcitx"}, tmp_path, "linux")


def test_the_application_wears_the_chosen_look(qapp):
    app = make_app(look=Look(language="en", theme="dark"))
    assert app is qapp
    assert theme().is_dark
    apply_look(Look(language="en", theme="light"))
    assert i18n.language() == "en"
    assert not theme().is_dark


def test_a_fresh_process_gets_fusion_and_the_cure(tmp_path):
    code = (
        "import os; from ui.app import Look, make_app;"
        "app = make_app(look=Look(language='en', theme='light'));"
        "print(os.environ['QT_IM_MODULE'], app.applicationName(), bool(app.styleSheet()))"
    )
    environment = {**os.environ, "QT_IM_MODULE": "fcitx", "INVESTLEAD_HOME": str(tmp_path)}
    root = Path(ui.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    expected = "ibus" if sys.platform.startswith("linux") else "fcitx"
    assert done.stdout.split() == [expected, "InvestLead", "True"]


def test_nothing_of_the_window_uses_settings_that_qt_would_unpickle():
    sources = Path(ui.__file__).parent.rglob("*.py")
    assert [path.name for path in sources if "QSettings" in path.read_text(encoding="utf-8")] == []


def test_a_second_start_raises_the_first_window(qtbot, tmp_path):
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.acquire()
    assert not second.acquire()
    with qtbot.waitSignal(first.raised) as raised:
        assert second.raise_other(["稿.txt"])
    assert raised.args == [["稿.txt"]]
    first.release()
    assert second.acquire()
    second.release()


def test_another_data_folder_has_its_own_window(tmp_path):
    one, other = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert one.acquire()
    assert other.acquire()
    assert not SingleInstance(tmp_path / "c").raise_other()
    one.release()
    other.release()


def test_failures_are_logged_in_lines_that_cannot_be_forged(tmp_path):
    path = start_log(tmp_path)
    logging.getLogger("investlead").warning("bad\n2026-01-01 ERROR forged")
    assert path.read_text(encoding="utf-8").count("\n") == 1
    assert "bad\\n2026" in path.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").touch()
    assert start_log(tmp_path / "file") is None


def test_an_uncaught_error_opens_a_dialog_with_a_report_to_copy(qtbot, prompts, tmp_path):
    path = start_log(tmp_path)
    shown = []

    def show(report):
        dialog = CrashDialog(report, prompts)
        qtbot.addWidget(dialog)
        dialog.show()
        shown.append(dialog)
        return dialog

    watch = CrashWatch(show)
    error = ValueError("boom")
    watch.take(ValueError, error, None)
    watch.take(ValueError, error, None)
    qtbot.waitUntil(lambda: bool(shown))
    assert len(shown) == 1
    shown[0].findChildren(QPushButton)[0].click()
    assert prompts.copied == [report_of(error)]
    assert "boom" in path.read_text(encoding="utf-8")


@pytest.fixture
def answer(qapp):
    """Presses a button of the next message box, or closes it."""
    seen = []

    def press(text: str | None) -> list[QMessageBox]:
        def look() -> None:
            box = QApplication.activeModalWidget()
            assert isinstance(box, QMessageBox)
            seen.append((box.text(), box.textFormat()))
            button = next((b for b in box.buttons() if b.text() == text), None)
            box.reject() if button is None else button.click()

        QTimer.singleShot(20, look)
        return seen

    return press


def test_questions_are_plain_text_and_tell_the_answer(answer):
    desk = DesktopPrompts()
    seen = answer("终止")
    assert desk.confirm(None, "<b>终止?</b>", "终止", danger=True)
    assert seen[0][0] == "<b>终止?</b>"
    assert seen[0][1].name == "PlainText"
    answer(None)
    assert not desk.confirm(None, "?", "是")
    answer("乙")
    assert desk.choose(None, "?", ["甲", "乙"]) == 1
    answer(None)
    assert desk.choose(None, "?", ["甲", "乙"]) is None
    answer("Close")
    desk.tell(None, "说", "细节")


def test_only_web_addresses_are_handed_to_the_desktop(qapp, monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    desk = DesktopPrompts()
    assert not desk.open_externally("smb://host/share")
    assert not desk.open_externally("file:///etc/passwd")
    assert desk.open_externally("https://example.org/a")
    assert desk.open_externally(tmp_path / "表.xlsx")
    assert opened == [QUrl("https://example.org/a"), QUrl.fromLocalFile(str(tmp_path / "表.xlsx"))]


def test_files_are_chosen_in_the_dialogs_of_the_desktop(qapp, monkeypatch):
    desk = DesktopPrompts()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: (["/a/b.txt"], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: ("/a/c.xlsx", ""))
    assert desk.open_files(None, "t", ["All (*)"]) == [Path("/a/b.txt")]
    assert desk.open_folder(None, "t") is None
    assert desk.save_file(None, "t", "c.xlsx", "Excel (*.xlsx)") == Path("/a/c.xlsx")
    desk.copy("字")
    assert QGuiApplication.clipboard().text() == "字"

"""The window: screens, palette, shortcuts, drops, status line, crashes."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from crm.domain.errors import Busy
from crm.domain.review import Clip
from crm.i18n import N_
from tests.ui.typed import commit, compose
from ui.main_window import MainWindow
from ui.shared.actions import Actions, ActionSpec
from ui.shared.choice_list import Choice
from ui.shared.crash import CrashDialog
from ui.shared.key_sheet import KeySheet
from ui.shared.screen import Screen, ScreenSpec
from ui.shared.status_line import Place
from ui.shared.widgets.segments import Segment


class Page(Screen):
    """A screen with a text field and two views."""

    def __init__(self, desk):
        super().__init__()
        self.desk, self.view, self.made, self.shown = desk, "table", 0, []
        self.stays = False
        self.line = QLineEdit()
        QVBoxLayout(self).addWidget(self.line)

    def views(self):
        return [Segment(key="table", text="表格", icon="table"), Segment(key="board", text="看板")]

    def current_view(self):
        return self.view

    def show_view(self, key):
        self.view = key

    def can_create(self):
        return True

    def create_new(self):
        self.made += 1

    def show_record(self, kind, record_id):
        self.shown.append((kind, record_id))
        return True

    def may_leave(self):
        return not self.stays


def blank(_desk):
    return Screen()


SCREENS = (
    ScreenSpec(key="projects", title="项目", icon="projects", make=Page, kinds=("project",)),
    ScreenSpec(key="articles", title="文章", icon="articles", make=blank),
    ScreenSpec(key="settings", title="设置", icon="settings", make=blank, at_end=True),
)


@pytest.fixture
def window(qtbot, prompts):
    made = MainWindow(SCREENS, prompts=prompts, place=Place(office="中心", officer="沈"), inline=True)
    qtbot.addWidget(made)
    made.show_screen("projects")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_screen_is_made_at_its_first_visit(qtbot, window):
    page = window.current_screen
    qtbot.mouseClick(window.rail.item("articles"), Qt.MouseButton.LeftButton)
    assert window.current_key == "articles"
    assert window.header.title.text() == "文章"
    assert not window.header.new.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_1, CTRL)
    assert window.current_screen is page


def test_views_are_chosen_in_the_header(qtbot, window):
    button = window.header.views.button("board")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.current_screen.view == "board"


def test_a_screen_with_something_unsaved_is_not_left(qtbot, window):
    window.current_screen.stays = True
    qtbot.mouseClick(window.rail.item("articles"), Qt.MouseButton.LeftButton)
    assert window.current_key == "projects"
    assert window.rail.item("projects").isChecked()
    assert not window.close()
    window.current_screen.stays = False


def test_a_record_is_opened_where_its_kind_belongs(qtbot, window):
    window.show_screen("articles")
    window.open_record("project", 7)
    assert window.current_screen.shown == [("project", 7)]
    with qtbot.waitSignal(window.record_asked) as asked:
        window.open_record("officer", 1)
    assert asked.args == ["officer", 1]


def test_new_and_undo_by_keyboard_and_a_text_field_keeps_its_own_undo(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    assert window.current_screen.made == 1
    line = window.current_screen.line
    line.setFocus()
    commit(line, "字")
    with qtbot.assertNotEmitted(window.undo_asked, wait=50):
        qtbot.keyClick(line, Qt.Key.Key_Z, CTRL)
    assert line.text() == ""
    window.header.find_field.setFocus()
    with qtbot.waitSignal(window.undo_asked):
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)


def test_no_shortcut_fires_while_composing(qtbot, window):
    line = window.current_screen.line
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    compose(line, "n")
    qtbot.keyClick(line, Qt.Key.Key_N, CTRL)
    assert window.current_screen.made == 0
    commit(line, "你")
    qtbot.keyClick(line, Qt.Key.Key_N, CTRL)
    assert window.current_screen.made == 1


def test_the_palette_finds_actions_and_records(qtbot, window):
    found = [Choice(key=("project", 3), name="曜衡储能", detail="在谈", kind="project", section="记录")]
    window.use_search(lambda text: found if "曜" in text else [], lambda name: "xm" if name == "项目" else "")
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.palette_box
    qtbot.waitUntil(palette.line.hasFocus)
    qtbot.keyClicks(palette.line, "xm")
    assert palette.list.current().key == "go.projects"
    palette.line.clear()
    commit(palette.line, "曜衡")
    qtbot.waitUntil(lambda: palette.list.current() is not None and palette.list.current().name == "曜衡储能")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.current_screen.shown == [("project", 3)]
    window.open_palette()
    assert palette.list.current().section != "Commands"
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_the_palette_says_why_an_action_is_off_and_forgives_one_slip(qtbot, window):
    window.show_screen("articles")
    window.open_palette("Ne")
    choice = window.palette_box.list.current()
    assert choice.reason
    window.palette_box.list.choose()
    assert window.palette_box.isVisible()
    window.palette_box.line.setText("keybord")
    assert window.palette_box.list.current().key == "keys"


def test_the_choice_list_passes_the_model_tester(qtbot, window):
    model = window.palette_box.list.choices
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, window)
    window.open_palette()
    window.palette_box.list.step(1)
    window.palette_box.list.step(-1)
    assert model.rowCount() > 3
    assert model.mimeTypes() == ["text/plain"]
    assert not model.canDropMimeData(QMimeData(), Qt.DropAction.CopyAction, 0, 0, model.index(0))


def test_actions_refuse_conflicts_and_lone_letters(qtbot):
    host, part = QWidget(), QLineEdit()
    qtbot.addWidget(host)
    actions, done = Actions(host), []
    QVBoxLayout(host).addWidget(part)
    actions.add(ActionSpec(id="a", text=N_("New"), shortcut="Ctrl+J"), lambda: done.append(1))
    for spec, scope in (
        (ActionSpec(id="a", text="x"), None),
        (ActionSpec(id="b", text="x", shortcut="Ctrl+J"), part),
        (ActionSpec(id="c", text="x", shortcut="J"), None),
    ):
        with pytest.raises(ValueError, match=spec.id):
            actions.add(spec, list, scope=scope)
    actions.add(ActionSpec(id="c", text="x", shortcut="J"), list, scope=part, reason=lambda: "off")
    assert actions.reason("c") == "off"
    menu = actions.menu(host, ["a", "", "c"])
    assert [action.isEnabled() for action in menu.actions() if not action.isSeparator()] == [True, False]
    actions.run("a")
    button = actions.button("a")
    qtbot.addWidget(button)
    button.click()
    assert done == [1, 1]
    assert "Ctrl+J" in button.toolTip()


def test_the_key_sheet_lists_and_searches_keys(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(KeySheet)
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Undo", "Ctrl+Z", "项目", "Ctrl+1"} <= texts
    sheet.show_matching("undo")
    qtbot.wait(1)
    assert "项目" not in {label.text() for label in sheet.findChildren(QLabel)}
    sheet.close()


def drop(window, data):
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    nothing = Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(50, 50).toPoint(), actions, data, button, nothing)
    window.dragEnterEvent(entered)
    window.dropEvent(QDropEvent(QPointF(50, 50), actions, data, button, nothing))
    return entered.isAccepted()


def test_files_and_text_dropped_anywhere_are_taken(qtbot, window, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "稿.txt"))])
    with qtbot.waitSignal(window.files_dropped) as taken:
        assert drop(window, data)
    assert taken.args == [[str(tmp_path / "稿.txt")]]
    text = QMimeData()
    text.setText("签约")
    with qtbot.waitSignal(window.text_pasted) as pasted:
        assert drop(window, text)
    assert pasted.args == [Clip(text="签约")]


def test_item_data_of_other_programs_is_ignored(window):
    data = QMimeData()
    data.setData("application/x-qabstractitemmodeldatalist", b"\x80\x04.")
    assert not drop(window, data)
    assert not window.take_data(data)


def test_pasting_outside_a_text_field_adds_an_article(qtbot, window):
    QGuiApplication.clipboard().setText("今日签约")
    window.header.find_field.setFocus()
    with qtbot.waitSignal(window.text_pasted) as pasted:
        qtbot.keyClick(window, Qt.Key.Key_V, CTRL)
    assert pasted.args == [Clip(text="今日签约")]
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(window, Qt.Key.Key_V, CTRL)
    assert len(window.toasts.toasts) == 1


def test_toasts_are_three_at_most_and_offer_an_action(qtbot, window):
    done = []
    for number in range(4):
        window.desk.show_toast(f"第 {number} 条", [("撤销", lambda: done.append(1))])
    assert [toast.label.text() for toast in window.toasts.toasts] == ["第 1 条", "第 2 条", "第 3 条"]
    button = window.toasts.toasts[0].findChild(QPushButton)
    assert button.text() == "撤销"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert len(window.toasts.toasts) == 2


def test_what_went_wrong_is_a_toast_and_over_a_dialog_a_message(qtbot, window, prompts):
    window.tell(Busy("held"))
    assert window.toasts.toasts[-1].label.text() == "held"
    sheet = KeySheet(window.actions_registry, window)
    sheet.setModal(True)
    sheet.show()
    window.tell(Busy("still held"))
    assert prompts.asked == ["still held"]
    sheet.close()


def test_a_crash_shows_one_report_that_can_be_copied(qtbot, window, prompts):
    for _time in range(3):
        window.crash(ZeroDivisionError("boom"))
    qtbot.waitUntil(lambda: window.findChild(CrashDialog) is not None)
    dialogs = window.findChildren(CrashDialog)
    assert len(dialogs) == 1
    assert "boom" in dialogs[0].report.toPlainText()
    dialogs[0].close()


def test_the_rail_shows_icons_only_in_a_narrow_window(qtbot, window):
    window.resize(900, 600)
    assert window.rail.item("projects").toolTip() == "项目"
    window.resize(1200, 700)
    assert window.rail.width() == 68


def test_badges_are_counts_on_the_rail(window):
    window.current_screen.badge_changed.emit(12)
    assert window.rail.item("projects").count == 12
    window.grab()


def test_a_job_stands_in_the_status_line_and_its_cross_stops_it(qtbot, prompts):
    window = MainWindow(SCREENS, prompts=prompts)
    qtbot.addWidget(window)
    window.show_screen("articles")
    window.show()
    going = threading.Event()

    def work(progress):
        while True:
            going.set()
            progress(1, 4)
            threading.Event().wait(0.01)

    job = window.tasks.job(window, "读取", work)
    window.tasks.job(window, "第二个", lambda progress: progress(1, 1))
    qtbot.waitUntil(lambda: job.total == 4)
    line = window.status.job_lines[0]
    assert line.bar.maximum() == 4
    qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    assert window.status.job_lines == ()
    assert window.status.saved.text()
    window.close()


def test_every_label_shows_plain_text_and_nothing_is_loaded(qtbot, window):
    window.desk.show_toast("<img src='file:///etc/passwd'>")
    window.crash_watch.crash(ValueError("<b>x</b>"))
    qtbot.waitUntil(lambda: window.findChild(CrashDialog) is not None)
    for label in window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text(), label.text()
    for edit in [*window.findChildren(QTextEdit), *window.findChildren(QPlainTextEdit)]:
        assert edit.loadResource(2, QUrl("file:///etc/passwd")) is None
    assert window.findChildren(QMessageBox) == []
    window.findChild(CrashDialog).close()


def copied(html: str, kind: str, address: bytes) -> QMimeData:
    data = QMimeData()
    data.setHtml(html)
    data.setText("签约")
    data.setData(kind, address)
    return data


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("chromium/x-source-url", b"https://example.cn/a.html"),
        ("text/x-moz-url-priv", "https://example.cn/a.html".encode("utf-16-le")),
        (
            'application/x-qt-windows-mime;value="HTML Format"',
            b"Version:0.9\r\nStartHTML:1\r\nSourceURL:https://example.cn/a.html\r\n<html>",
        ),
    ],
)
def test_copied_html_comes_with_the_address_it_was_copied_from(qtbot, window, kind, address):
    with qtbot.waitSignal(window.text_pasted) as pasted:
        window.take_data(copied("<p>签约</p>", kind, address))
    (clip,) = pasted.args
    assert (clip.text, clip.url) == ("签约", "https://example.cn/a.html")
    assert "<p>签约</p>" in clip.html


@pytest.mark.parametrize("address", [b"file:///etc/passwd", b"javascript:alert(1)", b"\\\\host\\share", b""])
def test_addresses_that_are_no_web_pages_are_not_taken(window, qtbot, address):
    with qtbot.waitSignal(window.text_pasted) as pasted:
        window.take_data(copied("<p>签约</p>", "chromium/x-source-url", address))
    assert pasted.args[0].url == ""


def test_a_pasted_picture_is_refused_with_the_reason(qtbot, window):
    QGuiApplication.clipboard().setImage(QImage(4, 4, QImage.Format.Format_RGB32))
    qtbot.keyClick(window, Qt.Key.Key_V, CTRL)
    assert "picture" in window.toasts.toasts[-1].label.text()
    QGuiApplication.clipboard().clear()

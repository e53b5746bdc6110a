"""Sources, rules, the browser's door and stopped jobs, in the real window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from crm import i18n
from crm.app import Crm
from crm.domain.articles import Article, ArticleState
from crm.domain.clips import TOKEN_HEADER
from crm.domain.sources import CaptureRule, SourceKind
from crm.services.sources import Sources
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import TODAY, at_work, fill, opened, settings_in
from tests.websites import HOST, Site, article, list_page, rss, website
from ui.arrivals import looks_like_article
from ui.dialogs.intakes import IntakesDialog
from ui.session import Session

NAMES = ("曜衡储能电芯项目签约", "澄屿海缆二期项目开工", "凌川氢能制氢站项目投产")


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as made:
        rows = [(f"/xw/202605/t{number}.html", name) for number, name in enumerate(NAMES)]
        for path, name in rows:
            made.put(path, article(name))
        made.put("/xw/", list_page(*rows))
        made.put("/rss.xml", rss(*((made.url(path), name) for path, name in rows)))
        yield made


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[Crm]:
    with opened(settings_in(tmp_path)) as made:
        fill(made)
        sources = Sources(made.store, made.intakes, allowed_hosts=frozenset({HOST}), pause_s=0)
        yield replace(made, sources=sources)


@pytest.fixture
def session(crm: Crm, tmp_path: Path, prompts: ScriptedPrompts) -> Iterator[Session]:
    with at_work(crm, settings_in(tmp_path), prompts) as made:
        made.window.show_screen("settings")
        yield made
        i18n.use_language("en")


@pytest.fixture
def panel(session: Session):
    return session.window.current_screen.sources


def dialog():
    return QApplication.activeModalWidget()


def toasts(session: Session) -> list[str]:
    return [toast.label.text() for toast in session.window.toasts.toasts]


def state_of(crm: Crm, article_id: int) -> ArticleState:
    with crm.store.read() as reader:
        return reader.get(Article, article_id).state


def titles(crm: Crm) -> set[str]:
    with crm.store.read() as reader:
        return {made.title for made in reader.all(Article)}


def test_a_feed_is_looked_at_saved_and_polled(qtbot, crm, session, panel, site):
    panel.add(SourceKind.FEED)
    made = dialog()
    qtbot.keyClicks(made.form.entry("place"), site.url("/rss.xml"))
    qtbot.mouseClick(made.look_button, Qt.MouseButton.LeftButton)
    assert NAMES[0] in made.preview.text()
    qtbot.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [row.name for row in panel.list.rows] == ["海晟要闻"])
    qtbot.mouseClick(panel.buttons["poll"], Qt.MouseButton.LeftButton)
    assert titles(crm) == set(NAMES)
    assert "3 articles taken in" in toasts(session)[-1]
    assert "In order" in panel.list.rows[0].plain
    crm.history.undo()
    assert titles(crm) == set()


def test_one_headline_teaches_a_list_page(qtbot, crm, session, panel, site):
    panel.add(SourceKind.LIST_PAGE)
    made = dialog()
    qtbot.keyClicks(made.address, site.url("/xw/"))
    qtbot.keyClick(made.address, Qt.Key.Key_Return)
    choices = made.links.choices
    place = next(
        row for row in range(choices.rowCount()) if (one := choices.choice(row)) and one.name == NAMES[1]
    )
    made.links.setCurrentIndex(choices.index(place))
    qtbot.keyClick(made.links, Qt.Key.Key_Return)
    assert made.preview.text().startswith("3 headlines would be taken now:")
    qtbot.mouseClick(made.primary, Qt.MouseButton.LeftButton)
    (row,) = crm.sources.items()
    assert (row.source.name, row.source.place) == ("开发区要闻", site.url("/xw/"))
    assert json.loads(row.source.recipe)["steps"][-2:] == ["li", "a"]


def test_a_list_page_is_not_saved_before_a_headline_is_chosen(qtbot, crm, panel, site):
    panel.add(SourceKind.LIST_PAGE)
    made = dialog()
    qtbot.keyClicks(made.address, site.url("/xw/"))
    made.act()
    assert "choose one headline" in made.preview.text()
    made.open_page()
    made.act()
    assert "Choose one headline" in made.preview.text()
    assert crm.sources.items() == []


def test_a_page_that_cannot_be_had_is_told_in_the_dialog(qtbot, panel, site):
    panel.add(SourceKind.LIST_PAGE)
    made = dialog()
    qtbot.keyClicks(made.address, site.url("/none/"))
    made.open_page()
    assert "404" in made.preview.text()
    assert made.open_button.isEnabled()


def test_a_chosen_folder_gives_its_name(qtbot, crm, panel, prompts, tmp_path):
    prompts.target = tmp_path / "扫描件"
    prompts.target.mkdir()
    panel.add(SourceKind.FOLDER)
    made = dialog()
    qtbot.mouseClick(made.look_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(made.primary, Qt.MouseButton.LeftButton)
    (row,) = crm.sources.items()
    assert (row.source.place, row.source.name) == (str(prompts.target), "扫描件")


def test_what_is_due_is_polled_by_the_clock_and_stays_out_of_undo(qtbot, crm, session, panel, site):
    panel.add(SourceKind.FEED)
    dialog().form.fill(place=site.url("/rss.xml"), name="要闻")
    dialog().act()
    session.rounds.look()
    assert titles(crm) == set(NAMES)
    assert toasts(session) == []
    assert crm.history.next_undo().label.values == {"name": "要闻"}
    session.rounds.look()
    assert [path for path in site.paths() if path == "/rss.xml"] == ["/rss.xml"]


def test_a_source_is_paused_and_removed_with_its_buttons(qtbot, crm, session, panel, tmp_path):
    panel.add(SourceKind.FOLDER)
    dialog().form.fill(place=str(tmp_path), name="扫描件")
    dialog().act()
    qtbot.waitUntil(lambda: panel.list.key() is not None)
    qtbot.mouseClick(panel.buttons["pause"], Qt.MouseButton.LeftButton)
    assert crm.sources.items()[0].source.is_paused
    qtbot.waitUntil(lambda: "Paused" in panel.list.rows[0].plain)
    qtbot.mouseClick(panel.buttons["remove"], Qt.MouseButton.LeftButton)
    assert crm.sources.items() == []
    session.undo()
    assert len(crm.sources.items()) == 1


def test_a_rule_shows_what_it_would_do_and_where_it_is_wrong(qtbot, crm, session, panel):
    crm.articles.add_text(f"{NAMES[0]}\n{NAMES[0]}，总投资10亿元。" * 3, TODAY)
    panel.open_rules()
    rules = dialog()
    rules.act()
    made = dialog()
    qtbot.keyClicks(made.form.entry("pattern"), "(")
    made.form.entry("is_regex").setChecked(True)
    made.try_it()
    assert "regular expression" in made.form.fault("pattern")
    made.form.entry("pattern").setText("储能.*签约")
    made.try_it()
    assert made.form.fault("pattern") == ""
    assert "1 dropped" in made.preview.text()
    qtbot.mouseClick(made.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [row.name for row in rules.list.rows] == ["储能.*签约"])
    rules.remove()
    assert crm.rules.items() == []


@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_rules_are_applied_to_the_inbox_and_taken_back(qtbot, crm, session, panel, by):
    intake = crm.articles.add_text(f"{NAMES[0]}\n{NAMES[0]}，总投资10亿元。" * 3, TODAY)
    crm.rules.save(CaptureRule(pattern="储能"))
    panel.open_rules()
    rules = dialog()
    qtbot.waitUntil(lambda: "fits 1 of the last" in rules.list.rows[0].told)
    if by == "mouse":
        qtbot.mouseClick(rules.apply, Qt.MouseButton.LeftButton)
    else:
        for _stop in range(20):
            if rules.focusWidget() is rules.apply:
                break
            qtbot.keyClick(rules.focusWidget() or rules, Qt.Key.Key_Tab)
        qtbot.keyClick(rules.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: state_of(crm, intake.article_id) is ArticleState.IRRELEVANT)
    qtbot.waitUntil(rules.apply.isEnabled)
    session.undo()
    assert state_of(crm, intake.article_id) is ArticleState.INBOX


def test_the_order_of_rules_is_changed_with_buttons(qtbot, crm, session, panel):
    first, second = (crm.rules.save(CaptureRule(pattern=text)) for text in ("招聘", "公示"))
    panel.open_rules()
    rules = dialog()
    rules.list.set_current(second.key)
    rules.move_rule(-1)
    assert [rule.key for rule in crm.rules.items()] == [second.key, first.key]


def test_what_was_dropped_is_taken_back_from_the_bin(qtbot, crm, session, panel, site):
    crm.rules.save(CaptureRule(pattern="开工"))
    panel.add(SourceKind.FEED)
    dialog().form.fill(place=site.url("/rss.xml"), name="要闻")
    dialog().act()
    session.rounds.look()
    assert titles(crm) == {NAMES[0], NAMES[2]}
    panel.open_bin()
    bin_dialog = dialog()
    assert [row.name for row in bin_dialog.list.rows] == [NAMES[1]]
    qtbot.mouseClick(bin_dialog.primary, Qt.MouseButton.LeftButton)
    assert titles(crm) == set(NAMES)
    assert bin_dialog.list.rows == ()


def test_the_bookmark_opens_the_door_and_a_clip_is_told(qtbot, crm, session, prompts):
    capture = session.window.current_screen.capture
    assert crm.clips.port == 0
    capture.make_bookmark()
    made = dialog()
    address = made.text.toPlainText()
    token = made.token.text().rpartition(" ")[2]
    assert f"127.0.0.1:{crm.clips.port}/clip" in address
    assert token in address
    assert token not in str(session.preferences.settings)
    made.act()
    assert prompts.copied == [address]
    body = json.dumps({"url": "https://news.example/1", "title": NAMES[0], "html": article(NAMES[0])})
    connection = HTTPConnection("127.0.0.1", crm.clips.port)
    connection.request("POST", "/clip", body.encode(), {TOKEN_HEADER: token})
    assert connection.getresponse().status == 200
    connection.close()
    told = f"From the browser: {NAMES[0]}"
    qtbot.waitUntil(lambda: told in toasts(session))
    session.window.toasts.toasts[-1].findChildren(QPushButton)[0].click()
    assert session.window.current_key == "articles"
    capture.clips.setChecked(False)
    assert crm.clips.port == 0


def test_a_copied_article_is_asked_about_and_taken_in_only_with_yes(qtbot, crm, session):
    text = f"{NAMES[0]}\n{NAMES[0]}，总投资10亿元，用地120亩。" * 8
    copied = QMimeData()
    copied.setText(text)
    session.arrivals.consider(copied)
    assert toasts(session) == []
    session.preferences.change(watches_clipboard=True)
    session.arrivals.consider(copied)
    session.arrivals.consider(copied)
    assert len(toasts(session)) == 1
    assert titles(crm) == set()
    session.window.toasts.toasts[0].findChildren(QPushButton)[0].click()
    assert titles(crm) == {NAMES[0]}


def test_names_and_figures_are_no_articles():
    assert not looks_like_article("13800000001")
    assert not looks_like_article("曜衡储能科技（上海）有限公司")
    assert looks_like_article("https://news.example/1.html")
    assert looks_like_article(f"{NAMES[0]}。" * 20)


def test_a_stopped_job_goes_on_as_the_same_step(qtbot, crm, session, tmp_path):
    paths = []
    for name in NAMES:
        paths.append(tmp_path / f"{name}.html")
        paths[-1].write_text(article(name), "utf-8")
    window = session.window
    stop = crm.history.subscribe(lambda _told: [job.cancel() for job in window.tasks.jobs])
    window.files_dropped.emit([str(path) for path in paths])
    stop()
    made = dialog()
    assert isinstance(made, IntakesDialog)
    assert [intake.outcome for intake in made.intakes] == ["waiting", "waiting", "added"]
    qtbot.mouseClick(made.go_on, Qt.MouseButton.LeftButton)
    assert titles(crm) == set(NAMES)
    session.undo()
    assert titles(crm) == set()


def test_what_is_copied_in_our_own_window_is_no_question(qtbot, session):
    session.preferences.change(watches_clipboard=True)
    session.window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)
    QGuiApplication.clipboard().setText(f"{NAMES[0]}。" * 20)
    assert toasts(session) == []

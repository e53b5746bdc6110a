"""A working week with the keyboard alone; each test goes on where the one before ended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from crm import i18n
from crm.app import Crm
from crm.domain.articles import ArticleState
from crm.domain.evidence import EvidenceKind
from crm.domain.follow_up_lists import FollowUpFilter
from crm.domain.rows import ArticleFilter, ProjectFilter
from crm.domain.stages import Stage
from tests.ui.conftest import ScriptedPrompts
from tests.ui.keyboard import CTRL, SHIFT, Key, Keyboard, dialog, no_dialog
from tests.ui.office import TODAY, at_work, opened, settings_in
from tests.ui.waiting import settle
from tests.ui.week import ARTICLES, IRRELEVANT, LATER, logged, named, paper_in
from ui.screens.review.lists import INBOX
from ui.session import Session


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def crm(folder: Path) -> Iterator[Crm]:
    with opened(settings_in(folder)) as made:
        yield made


@pytest.fixture(scope="module")
def desktop(folder: Path) -> ScriptedPrompts:
    return ScriptedPrompts(files=[paper_in(folder)])


@pytest.fixture(scope="module")
def session(qapp: QApplication, crm: Crm, folder: Path, desktop: ScriptedPrompts) -> Iterator[Session]:
    with at_work(crm, settings_in(folder), desktop) as made:
        yield made
        i18n.use_language("en")


@pytest.fixture
def keys(session: Session) -> Keyboard:
    return Keyboard(session)


def open_project(qtbot: Any, session: Session, keys: Keyboard, crm: Crm, name: str) -> Any:
    """Goes to a project through the palette; its page."""
    settle()
    keys.press(Key.Key_K, CTRL)
    keys.paste(name)
    qtbot.waitUntil(lambda: "project" in [choice.kind for choice in keys.offered() if choice])
    keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: session.window.current_key == "projects")
    page = session.window.current_screen.page
    qtbot.waitUntil(lambda: page.page is not None and page.page.project.name == name)
    return page


def test_monday_begins_with_the_example_office(qtbot, session, keys, crm):
    qtbot.waitUntil(lambda: not no_dialog())
    keys.press(Key.Key_Return)
    qtbot.waitUntil(no_dialog)
    assert len(crm.projects.find(ProjectFilter())) > 20


def test_ten_articles_are_pasted(qtbot, session, keys, crm):
    before = len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX)))
    for text in ARTICLES:
        keys.paste(text)
    qtbot.waitUntil(lambda: session.window.current_key == "articles")
    assert len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX))) == before + len(ARTICLES)
    assert session.window.current_screen.current_view() == INBOX


def test_ten_articles_are_reviewed_with_a_key_each(qtbot, session, keys, crm):
    articles = session.window.current_screen
    for _article in ARTICLES:
        assert keys.here is articles.tray.list
        key = articles.sheet.article.key
        if any(word in articles.sheet.article.title for word in IRRELEVANT):
            keys.press(Key.Key_I)
            keys.press(Key.Key_1)
        else:
            keys.press(Key.Key_Return)
        qtbot.waitUntil(lambda key=key: crm.articles.get(key).state is not ArticleState.INBOX)
        settle()
    assert named(crm, "动态缆").stage is Stage.INTENTION
    assert named(crm, "储氢瓶").stage is Stage.SIGNED


def test_a_third_project_is_made_from_a_call(qtbot, session, keys, crm):
    keys.press(Key.Key_3, CTRL)
    keys.press(Key.Key_N, CTRL)
    form = dialog().form
    keys.pick(form.entry("enterprise_id"), "澜屿海缆")
    keys.press(Key.Key_Tab)
    assert keys.here is form.entry("name")
    keys.paste("海缆基地")
    another = dialog().is_another
    keys.tab_to(lambda widget: widget is another)
    keys.press(Key.Key_Space)
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(no_dialog)
    page = session.window.current_screen.page
    qtbot.waitUntil(lambda: page.page is not None and page.page.project.name == "海缆基地")
    assert named(crm, "海缆基地").stage is Stage.LEAD


def test_it_is_merged_with_the_one_it_is(qtbot, session, keys, crm):
    twin = named(crm, "海缆基地").key
    keys.press(Key.Key_M, CTRL | SHIFT)
    other = dialog().form.entry("other")
    assert keys.here is other
    keys.pick(other, "动态缆")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: hasattr(dialog(), "plan") and dialog().plan is not None)
    kept = named(crm, "动态缆").key
    if dialog().plan.request.survivor_id != kept:
        keys.press(Key.Key_Right)
    assert dialog().plan.request.survivor_id == kept
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(no_dialog)
    assert crm.projects.get(twin).key == kept
    page = session.window.current_screen.page
    qtbot.waitUntil(lambda: page.page.project.key == kept)


def test_a_call_is_logged_in_one_line(qtbot, session, keys, crm):
    keys.press(Key.Key_L, CTRL | SHIFT)
    keys.paste("电话 对方要岸线资料 >+3d !寄岸线资料")
    keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: logged(crm, "动态缆") == 1)
    assert named(crm, "动态缆").next_step == "寄岸线资料"


def test_the_project_goes_on_to_its_signing_with_the_paper(qtbot, session, keys, crm):
    keys.press(Key.Key_Escape)  # out of the line
    keys.press(Key.Key_Right, CTRL)
    keys.press(Key.Key_Return, CTRL)  # the article has told what the stage needs
    qtbot.waitUntil(no_dialog)
    settle()
    assert named(crm, "动态缆").stage is Stage.NEGOTIATION
    keys.press(Key.Key_Right, CTRL)
    form = dialog().form
    assert keys.here is form.entry("planned_signing_on")
    keys.type("5-20")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(no_dialog)
    settle()
    assert named(crm, "动态缆").stage is Stage.PENDING_SIGNING
    keys.press(Key.Key_Right, CTRL)
    moving = dialog()
    keys.tab_to(lambda widget: widget is moving.form.entry("agreement_kind"))
    keys.press(Key.Key_Down)
    keys.tab_to(lambda widget: widget is moving.form.entry("industry_id"))
    keys.pick(moving.form.entry("industry_id"), "海缆")
    keys.tab_to(lambda widget: widget is moving.papers.buttons.get(EvidenceKind.AGREEMENT))
    keys.press(Key.Key_Space)
    assert moving.papers.is_complete
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(no_dialog)
    settle()
    signed = named(crm, "动态缆")
    assert signed.stage is Stage.SIGNED
    papers = crm.projects.page(signed.key, TODAY).attachments
    assert [(paper.name, paper.kind) for paper in papers] == [("投资协议.txt", EvidenceKind.AGREEMENT)]


def test_a_talk_is_logged_in_full(qtbot, session, keys, crm):
    keys.press(Key.Key_L, CTRL)
    assert keys.here is dialog().what.entry("text")
    keys.paste("签约后确认用电容量与开工时间")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(no_dialog)
    assert logged(crm, "动态缆") == 2


def test_the_second_project_is_logged_from_the_list(qtbot, session, keys, crm):
    page = open_project(qtbot, session, keys, crm, "储氢瓶制造项目")
    keys.press(Key.Key_Escape)
    listing = session.window.current_screen.listing
    qtbot.waitUntil(lambda: page.isHidden() and keys.here is listing.table)
    assert listing.table.current_id() == named(crm, "储氢瓶").key
    keys.press(Key.Key_L, CTRL)
    keys.paste("约定下周送审用地红线")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(no_dialog)
    assert logged(crm, "储氢瓶") == 1


def test_a_row_of_today_is_logged(qtbot, session, keys, crm):
    keys.press(Key.Key_1, CTRL)
    today = session.window.current_screen
    qtbot.waitUntil(lambda: keys.here is today.due)
    keys.press(Key.Key_Home)
    while today.due.current_row() is None:
        keys.press(Key.Key_Down)
    before = len(crm.follow_ups.find(FollowUpFilter()))
    keys.press(Key.Key_J, CTRL)
    keys.paste("对方已收到材料")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(no_dialog)
    assert len(crm.follow_ups.find(FollowUpFilter())) == before + 1


def test_a_line_names_its_project(qtbot, session, keys, crm):
    qtbot.waitUntil(lambda: session.window.current_key == "today")
    keys.press(Key.Key_L, CTRL | SHIFT)
    keys.paste("微信 #动态缆制造项目 发来设备清单 >+7d")
    keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: logged(crm, "动态缆") == 3)


def test_a_line_is_logged_over_another_screen(qtbot, session, keys, crm):
    keys.press(Key.Key_5, CTRL)
    keys.press(Key.Key_L, CTRL | SHIFT)
    qtbot.waitUntil(lambda: not no_dialog())
    keys.paste("会议 #储氢瓶制造项目 港口条件已确认 >+5d")
    keys.press(Key.Key_Return)
    qtbot.waitUntil(no_dialog)
    assert logged(crm, "储氢瓶") == 2


def test_a_trip_is_planned_and_reported(qtbot, session, keys, crm):
    keys.press(Key.Key_7, CTRL)
    keys.press(Key.Key_N, CTRL)
    keys.paste("赴无锡拜访星渚氢能")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(no_dialog)
    page = session.window.current_screen.page
    qtbot.waitUntil(lambda: page.page is not None)
    keys.press(Key.Key_N, CTRL)
    stop = dialog()
    keys.pick(stop.form.entry("target"), "星渚氢能")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(no_dialog)
    settle()
    assert page.stops.rows.current == page.page.stops[0].stop.key
    keys.press(Key.Key_L, CTRL)
    keys.paste("看了储氢瓶产线，七月回访")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(no_dialog)
    settle()
    assert page.page.stops[0].follow_up is not None
    keys.press(Key.Key_D, CTRL)
    settle()
    assert "储氢瓶产线" in page.report.text.toPlainText()
    assert keys.here is page.report.text
    keys.press(Key.Key_Return, CTRL | SHIFT)
    qtbot.waitUntil(lambda: crm.visits.get(page.record_id).reported_on == TODAY)


def test_a_project_is_ended_by_mistake(qtbot, session, keys, crm):
    page = open_project(qtbot, session, keys, crm, "储氢瓶制造项目")
    keys.command("End the project")
    ending = dialog()
    keys.tab_to(lambda widget: widget is ending.primary)
    keys.press(Key.Key_Space)
    qtbot.waitUntil(no_dialog)
    assert named(crm, "储氢瓶").stage is Stage.TERMINATED
    qtbot.waitUntil(lambda: page.page.project.stage is Stage.TERMINATED)


def test_two_days_later_the_history_takes_it_back(qapp, qtbot, session, folder, crm, desktop):
    session.close()
    with at_work(crm, settings_in(folder), desktop, today=LATER) as later:
        keys = Keyboard(later)
        qtbot.waitUntil(lambda: keys.here is later.window.current_screen.due)
        keys.press(Key.Key_L, CTRL | SHIFT)
        keys.paste("电话 #动态缆制造项目 材料已寄出 >+2d")
        keys.press(Key.Key_Return)
        qtbot.waitUntil(lambda: logged(crm, "动态缆") == 4)
        keys.press(Key.Key_9, CTRL)
        history = later.window.current_screen
        qtbot.waitUntil(lambda: keys.here is history.list and history.current is not None)
        keys.press(Key.Key_F, CTRL)
        assert keys.here is history.search.line
        keys.tab_to(lambda widget: widget is history.list)
        keys.press(Key.Key_Down)
        assert "stage" in [told.field for change in history.current.changes for told in change.fields]
        keys.press(Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: named(crm, "储氢瓶").stage is Stage.SIGNED)
        assert logged(crm, "动态缆") == 4

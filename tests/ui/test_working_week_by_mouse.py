"""A working week with the mouse alone; each test goes on where the one before ended.

No key is pressed: what is written comes from the clipboard, through the menu of a field.
"""

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
from tests.ui.keyboard import dialog, no_dialog
from tests.ui.mouse import Mouse
from tests.ui.office import TODAY, at_work, opened, settings_in
from tests.ui.waiting import settle
from tests.ui.week import ARTICLES, IRRELEVANT, LATER, logged, named, paper_in
from ui.session import Session
from ui.shared.row_delegate import action_boxes
from ui.shared.widgets.chips import Chip


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
def mouse() -> Mouse:
    return Mouse()


def go(mouse: Mouse, session: Session, key: str) -> Any:
    """Goes to a screen by the rail."""
    mouse.click(session.window.rail.item(key))
    assert session.window.current_key == key
    settle()
    return session.window.current_screen


def open_project(qtbot: Any, mouse: Mouse, session: Session, crm: Crm, text: str) -> Any:
    """Goes to the table of the projects, and opens the row of one; its page."""
    screen = go(mouse, session, "projects")
    if not screen.shows_list:
        mouse.click(screen.page.head.back)
        settle()
    table, key = screen.listing.table, named(crm, text).key
    mouse.open_row(table, table.records.index(table.records.row_of(key), table.action_column))
    qtbot.waitUntil(lambda: screen.page.page is not None and screen.page.page.project.key == key)
    settle()
    return screen.page


def test_monday_begins_with_the_example_office(qtbot, session, mouse, crm):
    qtbot.waitUntil(lambda: not no_dialog())
    mouse.click(dialog().start_button)
    qtbot.waitUntil(no_dialog)
    assert len(crm.projects.find(ProjectFilter())) > 20


def test_ten_articles_are_added(qtbot, session, mouse, crm):
    go(mouse, session, "articles")
    before = len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX)))
    for text in ARTICLES:
        mouse.click(session.window.header.new)
        mouse.paste(dialog().text, text)
        mouse.click(dialog().primary)
        qtbot.waitUntil(no_dialog)
        settle()
    assert len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX))) == before + len(ARTICLES)


def test_ten_articles_are_reviewed_with_a_click_or_two_each(qtbot, session, mouse, crm):
    articles = session.window.current_screen
    for _article in ARTICLES:
        key = articles.sheet.article.key
        if any(word in articles.sheet.article.title for word in IRRELEVANT):
            mouse.click(articles.tray.irrelevant)
            mouse.menu("1  No investment")
        else:
            mouse.click(articles.tray.write_next)
        qtbot.waitUntil(lambda key=key: crm.articles.get(key).state is not ArticleState.INBOX)
        settle()
    assert named(crm, "动态缆").stage is Stage.INTENTION
    assert named(crm, "储氢瓶").stage is Stage.SIGNED


def test_a_third_project_is_made_from_a_call(qtbot, session, mouse, crm):
    go(mouse, session, "projects")
    mouse.click(session.window.header.new)
    form = dialog().form
    mouse.pick(form.entry("enterprise_id"), "澜屿海缆")
    mouse.paste(form.entry("name"), "海缆基地")
    settle()
    mouse.click(dialog().is_another)
    mouse.click(dialog().primary)
    qtbot.waitUntil(no_dialog)
    page = session.window.current_screen.page
    qtbot.waitUntil(lambda: page.page is not None and page.page.project.name == "海缆基地")
    assert named(crm, "海缆基地").stage is Stage.LEAD


def test_it_is_merged_with_the_one_it_is(qtbot, session, mouse, crm):
    twin, kept = named(crm, "海缆基地").key, named(crm, "动态缆").key
    page = session.window.current_screen.page
    mouse.click(page.head.more)
    mouse.menu("Merge with another")
    mouse.pick(dialog().form.entry("other"), "动态缆")
    mouse.click(dialog().primary)
    qtbot.waitUntil(lambda: hasattr(dialog(), "plan") and dialog().plan is not None)
    mouse.click(dialog().choices["", kept].button)
    settle()
    assert dialog().plan.request.survivor_id == kept
    mouse.click(dialog().primary)
    qtbot.waitUntil(no_dialog)
    assert crm.projects.get(twin).key == kept
    qtbot.waitUntil(lambda: page.page.project.key == kept)


def test_a_call_is_logged_in_one_line(qtbot, session, mouse, crm):
    line = session.window.current_screen.page.history.line
    mouse.paste(line.line, "电话 对方要岸线资料 >+3d !寄岸线资料")
    mouse.click(line.button)
    qtbot.waitUntil(lambda: logged(crm, "动态缆") == 1)
    assert named(crm, "动态缆").next_step == "寄岸线资料"


def test_the_project_goes_on_to_its_signing_with_the_paper(qtbot, session, mouse, crm):
    head = session.window.current_screen.page.head
    mouse.click(head.next)
    mouse.click(dialog().primary)  # the article has told what the stage needs
    qtbot.waitUntil(no_dialog)
    settle()
    assert named(crm, "动态缆").stage is Stage.NEGOTIATION
    mouse.click(head.next)
    day = dialog().form.entry("planned_signing_on")
    mouse.field_button(day)
    mouse.day(20)
    assert str(day.value()) == "2026-05-20"
    mouse.click(dialog().primary)
    qtbot.waitUntil(no_dialog)
    settle()
    assert named(crm, "动态缆").stage is Stage.PENDING_SIGNING
    mouse.click(head.next)
    moving = dialog()
    kind = moving.form.entry("agreement_kind")
    mouse.choose(kind, kind.itemText(1))
    mouse.pick(moving.form.entry("industry_id"), "海缆")
    mouse.click(moving.papers.buttons[EvidenceKind.AGREEMENT])
    assert moving.papers.is_complete
    mouse.click(moving.primary)
    qtbot.waitUntil(no_dialog)
    settle()
    signed = named(crm, "动态缆")
    assert signed.stage is Stage.SIGNED
    papers = crm.projects.page(signed.key, TODAY).attachments
    assert [(paper.name, paper.kind) for paper in papers] == [("投资协议.txt", EvidenceKind.AGREEMENT)]


def test_a_talk_is_logged_in_full(qtbot, session, mouse, crm):
    mouse.click(session.window.current_screen.page.head.log)
    mouse.paste(dialog().what.entry("text"), "签约后确认用电容量与开工时间")
    mouse.click(dialog().primary)
    qtbot.waitUntil(no_dialog)
    settle()
    assert logged(crm, "动态缆") == 2


def test_the_second_project_is_logged_from_the_list(qtbot, session, mouse, crm):
    screen = session.window.current_screen
    mouse.click(screen.page.head.back)
    settle()
    table = screen.listing.table
    row = table.records.row_of(named(crm, "储氢瓶").key)
    index = table.records.index(row, table.action_column)
    mouse.row(table, index, lambda box: action_boxes(box, len(table.row_actions))[0].center())
    mouse.paste(dialog().what.entry("text"), "约定下周送审用地红线")
    mouse.click(dialog().primary)
    qtbot.waitUntil(no_dialog)
    settle()
    assert logged(crm, "储氢瓶") == 1


def test_a_row_of_today_is_logged(qtbot, session, mouse, crm):
    today = go(mouse, session, "today")
    due = today.due
    qtbot.waitUntil(lambda: due.current_row() is not None)
    before = len(crm.follow_ups.find(FollowUpFilter()))
    mouse.row(due, due.currentIndex(), lambda box: due.boxes(box)["log"].center())
    mouse.paste(dialog().what.entry("text"), "对方已收到材料")
    mouse.click(dialog().primary)
    qtbot.waitUntil(no_dialog)
    settle()
    assert len(crm.follow_ups.find(FollowUpFilter())) == before + 1


def test_a_line_names_its_project(qtbot, session, mouse, crm):
    line = session.window.current_screen.line
    mouse.paste(line.line, "微信 #动态缆制造项目 发来设备清单 >+7d")
    mouse.click(line.button)
    qtbot.waitUntil(lambda: logged(crm, "动态缆") == 3)


def test_a_line_without_a_day_is_asked_for_one(qtbot, session, mouse, crm):
    line = session.window.current_screen.line
    mouse.paste(line.line, "会议 #储氢瓶制造项目 港口条件已确认")
    mouse.click(line.button)
    qtbot.waitUntil(lambda: logged(crm, "储氢瓶") == 2)
    settle()
    mouse.click(line.dates.findChildren(Chip)[0])
    qtbot.waitUntil(lambda: named(crm, "储氢瓶").next_follow_up_on is not None)


def test_a_trip_is_planned_and_reported(qtbot, session, mouse, crm):
    screen = go(mouse, session, "visits")
    mouse.click(session.window.header.new)
    mouse.paste(dialog().form.entry("title"), "赴无锡拜访星渚氢能")
    mouse.click(dialog().primary)
    qtbot.waitUntil(no_dialog)
    page = screen.page
    qtbot.waitUntil(lambda: page.page is not None)
    settle()
    mouse.click(session.window.header.new)
    mouse.pick(dialog().form.entry("target"), "星渚氢能")
    mouse.click(dialog().primary)
    qtbot.waitUntil(no_dialog)
    settle()
    mouse.named(page.stops, "Report the stop")
    mouse.paste(dialog().form.entry("text"), "看了储氢瓶产线，七月回访")
    mouse.click(dialog().primary)
    qtbot.waitUntil(no_dialog)
    settle()
    assert page.page.stops[0].follow_up is not None
    mouse.tab(page.tabs, 1)
    mouse.click(page.report.draft)
    settle()
    assert "储氢瓶产线" in page.report.text.toPlainText()
    mouse.click(page.report.submit)
    qtbot.waitUntil(lambda: crm.visits.get(page.record_id).reported_on == TODAY)


def test_a_project_is_ended_by_mistake(qtbot, session, mouse, crm):
    page = open_project(qtbot, mouse, session, crm, "储氢瓶制造项目")
    mouse.click(page.head.more)
    mouse.menu("End the project")
    mouse.click(dialog().primary)
    qtbot.waitUntil(no_dialog)
    assert named(crm, "储氢瓶").stage is Stage.TERMINATED


def test_two_days_later_the_history_takes_it_back(qapp, qtbot, session, mouse, folder, crm, desktop):
    session.close()
    with at_work(crm, settings_in(folder), desktop, today=LATER) as later:
        line = later.window.current_screen.line
        mouse.paste(line.line, "电话 #动态缆制造项目 材料已寄出 >+2d")
        mouse.click(line.button)
        qtbot.waitUntil(lambda: logged(crm, "动态缆") == 4)
        history = go(mouse, later, "history")
        qtbot.waitUntil(lambda: history.current is not None)
        mouse.row(history.list, history.list.model().index(1, 0))
        settle()
        assert "stage" in [told.field for change in history.current.changes for told in change.fields]
        mouse.click(history.button)
        qtbot.waitUntil(lambda: named(crm, "储氢瓶").stage is Stage.SIGNED)
        assert logged(crm, "动态缆") == 4

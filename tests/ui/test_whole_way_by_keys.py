"""A day in the example office with the keyboard alone; each test goes on where the one before ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from crm import i18n
from crm.app import Crm
from crm.domain.articles import ArticleState
from crm.domain.rows import ArticleFilter, EnterpriseFilter, ProjectFilter, TodayGroup
from crm.domain.settings import Appearance
from crm.domain.stages import Stage
from tests.ui.conftest import ScriptedPrompts
from tests.ui.keyboard import CTRL, SHIFT, Key, Keyboard, dialog
from tests.ui.office import TODAY, at_work, opened, settings_in
from ui.session import Session
from ui.shared.theme import theme

TITLES = {"ledger": "台账", "negotiating": "在谈", "weekly": "周报"}

ARTICLE = """澜屿海缆动态缆项目签约落户如东

发布日期：2026-05-17 来源：海晟日报

5月16日，江苏澜屿海缆有限公司动态缆生产基地项目签约仪式在如东举行。项目总投资12.5亿元，用地150亩，\
落户如东经济开发区，计划2027年3月开工建设。

签约仪式上，澜屿海缆总经理许明远表示，项目一期投资5亿元，达产后预计年产值20亿元。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def crm(folder: Path) -> Iterator[Crm]:
    with opened(settings_in(folder)) as made:
        yield made


@pytest.fixture(scope="module")
def desktop(folder: Path) -> ScriptedPrompts:
    return ScriptedPrompts(target=folder / "out.xlsx")


@pytest.fixture(scope="module")
def session(qapp: QApplication, crm: Crm, folder: Path, desktop: ScriptedPrompts) -> Iterator[Session]:
    with at_work(crm, settings_in(folder), desktop) as made:
        yield made
        i18n.use_language("en")


@pytest.fixture
def keys(session: Session) -> Keyboard:
    return Keyboard(session)


def project(crm: Crm) -> Any:
    found = crm.projects.find(ProjectFilter(text="动态缆生产基地"))
    assert len(found) == 1
    return crm.projects.get(found[0])


def test_enter_begins_with_the_example_office(qtbot, session, keys, crm):
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    keys.press(Key.Key_Down)
    assert dialog().way == "empty"
    keys.press(Key.Key_Up)
    assert dialog().way == "example"
    keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert len(crm.projects.find(ProjectFilter())) > 20
    due = session.window.current_screen.due
    qtbot.waitUntil(lambda: due.isVisible() and keys.here is due)


def test_an_article_is_pasted_anywhere_and_opens(qtbot, session, keys):
    keys.paste(ARTICLE)
    qtbot.waitUntil(lambda: session.window.current_key == "articles")
    articles = session.window.current_screen
    qtbot.waitUntil(lambda: articles.sheet is not None and "动态缆" in articles.sheet.article.title)
    assert str(articles.sheet.article.published_on) == "2026-05-17"
    assert articles.tray.list.hasFocus()


def test_the_article_is_reviewed_with_letters(qtbot, session, keys, crm):
    articles = session.window.current_screen
    tray = articles.tray
    keys.press(Key.Key_Home)
    keys.press(Key.Key_Down)
    while tray.list.current is None or tray.list.current.kind != "new_enterprise":
        keys.press(Key.Key_Down)
    keys.press(Key.Key_R)
    keys.press(Key.Key_Down, times=2)
    keys.press(Key.Key_Return)
    assert tray.list.current.role == "落户"
    while tray.list.current is None or tray.list.current.kind != "new_contact":
        keys.press(Key.Key_Down)
    rejected = tray.list.current.key
    keys.press(Key.Key_X)
    assert tray.decisions.row(rejected).is_rejected
    keys.press(Key.Key_Return)
    made = project(crm)
    assert made.stage is Stage.SIGNED
    assert [claim.field_name for claim in crm.projects.page(made.key, TODAY).claims]
    assert crm.articles.find(ArticleFilter(text="动态缆", state=ArticleState.INBOX)) == []


def test_initials_find_the_project(qtbot, session, keys, crm):
    keys.press(Key.Key_K, CTRL)
    keys.type("dtlscjd")
    qtbot.waitUntil(lambda: "project" in [choice.kind for choice in keys.offered() if choice])
    keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: session.window.current_key == "projects")
    page = session.window.current_screen.page
    qtbot.waitUntil(lambda: page.page is not None and page.page.project.id == project(crm).id)
    assert keys.here is page


def test_the_next_stage_takes_its_date_and_fields(qtbot, session, keys, crm):
    keys.press(Key.Key_Right, CTRL)
    form = dialog().form
    qtbot.waitUntil(lambda: keys.here is form.entry("zone_id"))
    keys.pick(form.entry("zone_id"), "开发区")
    keys.tab_to(lambda widget: widget is form.entry("planned_signing_on"))
    keys.type("5-18")
    keys.tab_to(lambda widget: widget is form.entry("fair_competition"))
    keys.press(Key.Key_Down, times=2)
    keys.tab_to(lambda widget: widget is form.entry("agreement_kind"))
    keys.press(Key.Key_Down)
    keys.tab_to(lambda widget: widget is form.entry("industry_id"))
    keys.pick(form.entry("industry_id"), "海缆")
    keys.tab_to(lambda widget: widget is form.entry("registered_name"))
    keys.paste("江苏澜屿海缆制造有限公司")
    keys.tab_to(lambda widget: widget is form.entry("reason"))  # why its papers come later
    keys.paste("材料下周补齐")
    keys.tab_to(lambda widget: widget is form.entry("on"), Key.Key_Backtab)
    keys.press(Key.Key_A, CTRL)
    keys.type("5-17")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    moved = project(crm)
    assert (moved.stage, moved.stage_since) == (Stage.REGISTERED, date(2026, 5, 17))
    assert moved.registered_name == "江苏澜屿海缆制造有限公司"


def test_a_line_logs_a_follow_up_and_today_shows_it(qtbot, session, keys, crm):
    keys.press(Key.Key_L, CTRL | SHIFT)
    keys.paste("电话 对方要电价方案 >+3d !寄电价方案")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: project(crm).next_follow_up_on == date(2026, 5, 21))
    assert project(crm).next_step == "寄电价方案"
    keys.press(Key.Key_1, CTRL)
    today = session.window.current_screen
    qtbot.waitUntil(
        lambda: project(crm).id in [row.project.id for row in today.found.groups[TodayGroup.SOON]]
    )
    qtbot.waitUntil(lambda: keys.here is today.due)
    keys.press(Key.Key_L, CTRL | SHIFT)
    assert today.line.isAncestorOf(keys.here)


def test_an_enterprise_gets_a_contact_and_another_name(qtbot, session, keys, crm):
    keys.press(Key.Key_4, CTRL)
    keys.press(Key.Key_N, CTRL)
    keys.paste("云杉氢能装备有限公司")
    keys.press(Key.Key_Return, CTRL)
    page = session.window.current_screen.page
    qtbot.waitUntil(lambda: page.page is not None and page.page.enterprise.name == "云杉氢能装备有限公司")
    keys.press(Key.Key_P, CTRL | SHIFT)
    keys.paste("贺知远")
    keys.press(Key.Key_Tab)
    keys.paste("副总经理")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    keys.command("Other names")
    keys.paste("云杉氢能")
    keys.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    found = crm.directory.find_enterprises(EnterpriseFilter(text="云杉氢能"))
    kept = crm.directory.enterprise_page(found[0], TODAY)
    assert [contact.name for contact in kept.contacts] == ["贺知远"]
    assert "云杉氢能" in kept.aliases


@pytest.mark.parametrize("name", ["ledger", "negotiating", "weekly"])
def test_a_report_is_chosen_and_exported(qtbot, session, keys, crm, desktop, name):
    keys.press(Key.Key_8, CTRL)
    reports = session.window.current_screen
    qtbot.waitUntil(lambda: keys.here is reports.gallery)
    keys.press(Key.Key_Home)
    while reports.gallery.current != name:
        keys.press(Key.Key_Down)
    qtbot.waitUntil(lambda: TITLES[name] in reports.book.name)
    desktop.target = desktop.target.with_name(f"{name}.xlsx")
    keys.press(Key.Key_E, CTRL)
    qtbot.waitUntil(desktop.target.exists)
    sheet = openpyxl.load_workbook(desktop.target).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert TITLES[name] in str(cells[0])
    if name == "ledger":
        assert {"动态缆生产基地项目", 12.5, 150} <= set(cells)


@pytest.mark.parametrize(("typed", "kind"), [("海缆", "project"), ("ysqnzb", "enterprise")])
def test_one_box_finds_by_two_characters_and_by_initials(qtbot, session, keys, typed, kind):
    keys.press(Key.Key_K, CTRL)
    keys.paste(typed)
    palette = session.window.palette_box
    qtbot.waitUntil(lambda: kind in [choice.kind for choice in keys.offered() if choice])
    keys.press(Key.Key_Escape)
    assert not palette.isVisible()


def test_the_history_tells_who_did_what_and_takes_a_step_back(qtbot, session, keys, crm):
    keys.press(Key.Key_9, CTRL)
    history = session.window.current_screen
    qtbot.waitUntil(lambda: keys.here is history.list and history.current is not None)
    assert history.current.who == crm.office.actor.name
    aliases = crm.directory.find_enterprises(EnterpriseFilter(text="云杉氢能"))
    keys.press(Key.Key_Return, CTRL)
    page = lambda: crm.directory.enterprise_page(aliases[0], TODAY)  # noqa: E731
    qtbot.waitUntil(lambda: "云杉氢能" not in page().aliases)


def test_ctrl_z_goes_back_step_by_step(qtbot, session, keys, crm):
    keys.press(Key.Key_3, CTRL)
    for _step in range(12):
        if not crm.projects.find(ProjectFilter(text="动态缆生产基地")):
            break
        keys.press(Key.Key_Z, CTRL)
    assert not crm.projects.find(ProjectFilter(text="动态缆生产基地"))
    keys.press(Key.Key_Z, CTRL | SHIFT)
    assert project(crm).stage is Stage.SIGNED


def test_theme_and_language_change_by_keys(qtbot, session, keys):
    keys.press(Key.Key_Comma, CTRL)
    settings = session.window.current_screen
    keys.tab_to(lambda widget: settings.appearance.isAncestorOf(widget))
    keys.press(Key.Key_Right)
    qtbot.waitUntil(lambda: theme().choice == Appearance.DARK)
    keys.tab_to(lambda widget: settings.language.isAncestorOf(widget), Key.Key_Backtab)
    keys.press(Key.Key_Left)
    qtbot.waitUntil(lambda: session.window.header.title.text() == "设置")
    assert session.window.current_screen.isAncestorOf(keys.here)

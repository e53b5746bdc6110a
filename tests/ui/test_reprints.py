"""Reprint groups on the articles screen: looked at, compared, split, joined."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from crm.app import Crm
from crm.domain.articles import Article, ArticleText
from crm.domain.rows import ArticleFilter
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import TODAY, Offices, at_work, fill, settings_in
from tests.ui.waiting import settle
from ui.dialogs.join_reprints import JoinReprintsDialog
from ui.screens.articles import ArticlesScreen
from ui.screens.review.lists import ALL, INBOX, REPRINTS
from ui.session import Session
from ui.shared.choice_list import Choice

BODY = (
    "本报讯 5月14日，无锡砺桥传动科技有限公司与海晟县政府签订投资协议，总投资10亿元的齿轮箱项目正式落户。"
    "项目用地120亩，建设厂房八万平方米，配置热处理、磨齿、装配和试验生产线，预计年产值18亿元。\n"
    "砺桥传动总经理韩予安说，公司看中的是海上风电全链条，图纸已经送审，基础施工单位下周进场。\n"
    "开发区将安排专人全程代办手续，协调道路、供电和蒸汽接入，力争年内完成主体结构，明年一季度安装设备。\n"
)
LONGER = BODY.replace("项目用地120亩", "与会人员察看了现场。项目用地130亩")


def text(source: str, day: str, body: str = BODY) -> str:
    return f"砺桥传动签约落户海晟\n来源：{source}  {day}\n{body}"


def three_copies(crm: Crm) -> None:
    fill(crm)
    crm.articles.add_text(text("海晟日报", "2026-05-12"), TODAY)
    crm.articles.add_text(text("江海晚报", "2026-05-13"), TODAY)
    crm.articles.add_text(text("云岫时报", "2026-05-14", LONGER), TODAY)


@pytest.fixture
def crm(offices: Offices, tmp_path: Path) -> Iterator[Crm]:
    with offices.copy(three_copies, tmp_path) as made:
        yield made


@pytest.fixture
def session(crm: Crm, tmp_path: Path, prompts: ScriptedPrompts) -> Iterator[Session]:
    with at_work(crm, settings_in(tmp_path), prompts) as made:
        made.window.show_screen("articles")
        yield made


@pytest.fixture
def screen(session: Session) -> ArticlesScreen:
    found = session.window.current_screen
    assert isinstance(found, ArticlesScreen)
    settle()
    return found


def show_groups(screen: ArticlesScreen) -> None:
    screen.show_view(REPRINTS)
    settle()


def cells(screen: ArticlesScreen, column: int) -> list[str]:
    model = screen.groups.pane.model
    for row in range(model.rowCount()):
        model.data(model.index(row, column))  # asks for the rows
    settle()
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def press(screen: ArticlesScreen, key: Qt.Key) -> None:
    screen.window().activateWindow()
    focus = screen.window().focusWidget()
    assert focus is not None
    assert screen.isAncestorOf(focus)
    QTest.keyClick(focus, key)
    settle()


def choose(screen: ArticlesScreen, source: str) -> None:
    place = cells(screen, 0).index(source)
    screen.groups.pane.table.show_id(screen.groups.pane.model.record_ids[place])
    settle()


def test_the_inbox_shows_a_group_once_with_its_earliest_date_and_outlets(screen: ArticlesScreen) -> None:
    assert [segment.text for segment in screen.views()][:3] == ["Inbox 1", "All 1", "Reprints 1"]
    row = screen.list.records.record_at(0)
    told = str(screen.list.records.data(screen.list.records.index(0, 0)))
    assert row.reprint_count == 2
    assert "5-12" in told
    assert "2 reprints" in told


def test_the_group_view_tells_every_outlet_and_hides_the_tray(screen: ArticlesScreen) -> None:
    show_groups(screen)
    pane = screen.groups.pane
    QAbstractItemModelTester(pane.model)
    assert cells(screen, 0) == ["海晟日报", "江海晚报", "云岫时报"]
    assert cells(screen, 3) == ["Lead copy", "Same text", "Reprint"]
    assert pane.head.note.text() == "first published 5-12   3 outlets   2 texts"
    assert pane.isVisible()
    assert not screen.tray.isVisible()
    screen.show_view(INBOX)
    settle()
    assert screen.tray.isVisible()
    assert screen.sheet is not None


def test_a_copy_is_compared_with_the_lead_copy_as_plain_text(screen: ArticlesScreen) -> None:
    show_groups(screen)
    choose(screen, "云岫时报")
    pane = screen.groups.pane
    assert "与会人员察看了现场。" in pane.text.toPlainText()
    assert pane.marks.accessibleName() == "1 character deleted，11 characters inserted"
    marked = pane.text.document().find("与会人员").charFormat()
    assert marked.fontUnderline()
    struck = pane.text.document().find("2").charFormat()
    assert struck.fontStrikeOut()
    choose(screen, "江海晚报")
    assert pane.about.text() == "The very same text."
    choose(screen, "海晟日报")
    assert pane.about.text() == "This is the lead copy."


def test_one_key_takes_a_copy_out_and_undo_brings_it_back(
    screen: ArticlesScreen, crm: Crm, session: Session
) -> None:
    show_groups(screen)
    choose(screen, "云岫时报")
    press(screen, Qt.Key.Key_D)
    assert "not be put together" in session.window.toasts.toasts[-1].label.text()
    assert cells(screen, 0) == ["海晟日报", "江海晚报"]
    assert len(crm.articles.find(ArticleFilter())) == 2
    press(screen, Qt.Key.Key_Z)
    assert cells(screen, 0) == ["海晟日报", "江海晚报", "云岫时报"]


def test_a_source_of_the_same_text_is_removed_by_the_same_button(screen: ArticlesScreen, crm: Crm) -> None:
    show_groups(screen)
    choose(screen, "江海晚报")
    button = next(
        button
        for button in screen.groups.pane.findChildren(type(screen.tray.more))
        if button.text() == "Split off"
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert cells(screen, 0) == ["海晟日报", "云岫时报"]


def test_the_last_group_that_is_split_leaves_an_empty_view(screen: ArticlesScreen) -> None:
    show_groups(screen)
    choose(screen, "江海晚报")
    press(screen, Qt.Key.Key_D)
    choose(screen, "云岫时报")
    press(screen, Qt.Key.Key_D)
    assert screen.list.records.record_ids == []
    assert not screen.groups.pane.isVisible()


def test_another_copy_is_made_the_lead(screen: ArticlesScreen, crm: Crm) -> None:
    show_groups(screen)
    choose(screen, "云岫时报")
    press(screen, Qt.Key.Key_L)
    assert cells(screen, 0)[0] == "云岫时报"
    assert screen.list.current == screen.groups.pane.group.lead_id
    assert screen.list.records.record_ids == [screen.groups.pane.group.lead_id]


def test_the_open_article_is_put_together_with_another_one(screen: ArticlesScreen, crm: Crm) -> None:
    with crm.store.write("Add") as writer:
        other = writer.save(Article(title="砺桥传动项目落地", source="泽川新闻网"))
        writer.save(ArticleText(article_id=other.key, body="砺桥传动的项目落地了。"))
    settle()
    press(screen, Qt.Key.Key_M)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, JoinReprintsDialog)
    dialog.act()
    assert dialog.isVisible()
    dialog.form.show_record({"other": Choice(key=other.key, name=other.title)})
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert len(crm.articles.find(ArticleFilter())) == 1
    assert crm.articles.get(other.key).reprint_of_id is not None


def test_the_head_of_an_article_leads_to_its_group_and_back(screen: ArticlesScreen) -> None:
    assert screen.pane.head.copies.text() == "2 reprints"
    screen.pane.head.copies.click()
    menu = QApplication.activePopupWidget()
    assert [act.text() for act in menu.actions() if act.text()] == [
        "云岫时报  2026-05-14",
        "江海晚报  2026-05-13",
        "Show and compare all copies",
    ]
    menu.actions()[-1].trigger()
    menu.close()
    settle()
    assert screen.current_view() == REPRINTS
    assert screen.groups.pane.isVisible()
    screen.groups.pane.review.click()
    settle()
    assert screen.current_view() == ALL
    assert screen.sheet is not None


def test_the_letters_of_groups_do_nothing_elsewhere(screen: ArticlesScreen, crm: Crm) -> None:
    press(screen, Qt.Key.Key_D)
    press(screen, Qt.Key.Key_L)
    assert len(crm.articles.find(ArticleFilter())) == 1
    assert not screen.groups.pane.isVisible()


def test_an_article_from_before_is_catalogued_when_the_screen_opens(
    crm: Crm, tmp_path: Path, prompts: ScriptedPrompts
) -> None:
    with crm.store.write("Add") as writer:
        old = writer.save(Article(title="砺桥传动签约", source="泽川新闻网"))
        writer.save(ArticleText(article_id=old.key, body=BODY.replace("下周进场", "本周进场")))
    with at_work(crm, settings_in(tmp_path), prompts) as session:
        session.window.show_screen("articles")
        settle()
        assert crm.reprints.uncatalogued_count() == 0
        assert "1 reprint found" in session.window.toasts.toasts[-1].label.text()
    assert crm.articles.get(old.key).reprint_of_id is not None


def test_a_narrow_window_keeps_the_list_beside_the_group(screen: ArticlesScreen, session: Session) -> None:
    show_groups(screen)
    session.window.resize(1000, 640)
    settle()
    assert screen.list.isVisible()
    assert screen.groups.pane.isVisible()
    session.window.resize(900, 600)
    settle()
    assert screen.panes.tabs.isVisible()
    assert not screen.panes.tabs.isTabVisible(1)
    screen.panes.tabs.setCurrentIndex(2)
    assert screen.list.isVisible()

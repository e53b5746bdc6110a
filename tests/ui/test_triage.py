"""Going through a full inbox with the keyboard in the list: one key decides one article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.articles import ArticleState
from crm.domain.rows import ArticleFilter, ProjectFilter
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import TODAY, at_work, fill, opened, settings_in
from tests.ui.waiting import settle
from ui.screens.articles import ArticlesScreen
from ui.session import Session

INBOX = 100
FIRST, SECOND = "凌砺恒岳启瑞晟远泰禾", "川桥航丰博嘉云帆衡毅"


def article(number: int) -> str:
    """An article about a firm of its own."""
    short = FIRST[number % 10] + SECOND[number // 10] + "传动"
    return (
        f"{short}签约落户海晟\n来源：海晟日报  2026-05-{1 + number % 17:02d}\n"
        f"本报讯 {short}科技有限公司与海晟县政府签订投资协议，总投资{1 + number}亿元的齿轮箱项目正式落户。"
        "项目用地120亩，预计年产值18亿元，双方将继续推进后续审批和要素保障工作。\n"
    )


@dataclass
class Keyboard:
    """Presses keys and counts them."""

    pressed: int = 0

    def press(self, widget: QWidget, *keys: Qt.Key) -> None:
        for key in keys:
            widget.activateWindow()  # a menu that has closed leaves no window active without a desktop
            QTest.keyClick(widget, key)
            self.pressed += 1


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[Crm]:
    with opened(settings_in(tmp_path)) as made:
        fill(made)
        yield made


@pytest.fixture
def screen(
    request: pytest.FixtureRequest, crm: Crm, tmp_path: Path, prompts: ScriptedPrompts
) -> Iterator[ArticlesScreen]:
    """The screen with as many articles as the test asks for."""
    for number in range(request.param):
        crm.articles.add_text(article(number), TODAY)
    with at_work(crm, settings_in(tmp_path), prompts) as session:
        yield on_the_list(session)


def on_the_list(session: Session) -> ArticlesScreen:
    session.window.show_screen("articles")
    session.window.activateWindow()
    found = session.window.current_screen
    assert isinstance(found, ArticlesScreen)
    settle()
    found.list.view.setFocus()
    return found


def decide(screen: ArticlesScreen, number: int, keyboard: Keyboard) -> None:
    """Every tenth article is irrelevant, another tenth waits, the rest is accepted."""
    view = screen.list.view
    if number % 10 == 3:
        keyboard.press(view, Qt.Key.Key_X)
        keyboard.press(screen.tray.reasons, Qt.Key.Key_1)
    else:
        keyboard.press(view, Qt.Key.Key_S if number % 10 == 7 else Qt.Key.Key_A)


@pytest.mark.parametrize("screen", [INBOX], indirect=True)
def test_a_hundred_articles_are_decided_with_hardly_more_than_one_key_each(
    screen: ArticlesScreen, crm: Crm
) -> None:
    keyboard = Keyboard()
    for number in range(INBOX):
        decide(screen, number, keyboard)
    states = {state: len(crm.articles.find(ArticleFilter(state=state))) for state in ArticleState}
    assert states == {
        ArticleState.INBOX: 0,
        ArticleState.LATER: INBOX // 10,
        ArticleState.IRRELEVANT: INBOX // 10,
        ArticleState.REVIEWED: INBOX * 8 // 10,
    }
    assert len(crm.projects.find(ProjectFilter())) == 1 + states[ArticleState.REVIEWED]
    assert keyboard.pressed / INBOX <= 1.1


@pytest.mark.parametrize("screen", [8], indirect=True)
def test_the_counter_tells_how_far_one_has_come_and_undo_takes_one_back(screen: ArticlesScreen) -> None:
    keyboard = Keyboard()
    for number in range(5):
        decide(screen, number, keyboard)
    settle()
    assert screen.list.progress.text() == "Today 5/8"
    keyboard.press(screen.list.view, Qt.Key.Key_Z)
    settle()
    assert screen.list.progress.text() == "Today 4/8"


@pytest.mark.parametrize("screen", [2], indirect=True)
def test_leaving_half_way_loses_no_decision(
    crm: Crm, screen: ArticlesScreen, tmp_path: Path, prompts: ScriptedPrompts
) -> None:
    row = next(row for row in screen.tray.decisions.rows if row.is_ticked)
    screen.tray.toggle(row.key)
    QTest.keyClick(screen.list.view, Qt.Key.Key_J)
    assert screen.list.view.hasFocus()
    screen.window().close()
    with at_work(crm, settings_in(tmp_path), prompts) as again:
        kept = on_the_list(again).tray.decisions.row(row.key)
        assert kept is not None
        assert not kept.is_ticked

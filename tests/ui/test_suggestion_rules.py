"""Rules for suggestions in the window: said no again and again, only hinted, trusted, taken back, graded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from crm.app import Crm
from crm.domain.articles import ArticleState
from crm.domain.directory import Enterprise
from crm.domain.outlets import Grade
from crm.domain.records import Ref
from crm.domain.review import SuggestionKind
from crm.domain.rows import ArticleFilter, ProjectFilter
from crm.domain.suggestion_rules import Mode
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import TODAY, Offices, at_work, fill, settings_in
from tests.ui.waiting import settle, until
from ui.dialogs.edit_aliases import EditAliasesDialog
from ui.dialogs.link_text import LinkTextDialog
from ui.dialogs.suggestion_rules import LEDGER, NAMES, OUTLETS, REJECTED, SuggestionRulesDialog
from ui.screens.articles import ArticlesScreen
from ui.screens.projects.page import ProjectView
from ui.session import Session
from ui.shared.article_text import SelectionAct
from ui.shared.choice_list import Choice

FULL, SHORT = "无锡砺桥传动科技有限公司", "砺桥传动"


def story(number: int, name: str = SHORT) -> str:
    place = "一二三四五六七八九"[number]
    return (
        f"海晟县第{place}次企业座谈会召开\n来源：海晟日报  2026-05-{20 - number:02d}\n"
        f"本报讯 第{place}次座谈会上，{name}介绍了齿轮箱的试制情况，与会人员就要素保障交换了意见，"
        f"会议要求各部门在第{place}周内给出答复，持续优化营商环境。\n"
    )


def three_stories(crm: Crm) -> None:
    fill(crm)
    crm.directory.save_enterprise(Enterprise(name=FULL, short_name=SHORT))
    for number in range(1, 4):
        crm.articles.add_text(story(number), TODAY)


@pytest.fixture
def crm(offices: Offices, tmp_path: Path) -> Iterator[Crm]:
    with offices.copy(three_stories, tmp_path) as made:
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


def firm(crm: Crm) -> Ref:
    (hit,) = crm.directory.search(FULL, ["enterprise"])
    return Ref(kind="enterprise", id=hit.id)


def press(screen: ArticlesScreen, key: Qt.Key) -> None:
    screen.window().activateWindow()
    QTest.keyClick(screen.tray.list, key)


def reject_and_write(screen: ArticlesScreen) -> None:
    row = next(row for row in screen.tray.decisions.rows if row.kind is SuggestionKind.LINK)
    screen.tray.list.set_current(row.key)
    screen.tray.list.setFocus()
    press(screen, Qt.Key.Key_X)
    press(screen, Qt.Key.Key_Return)
    settle()


def linked(screen: ArticlesScreen) -> bool:
    return any(row.kind is SuggestionKind.LINK for row in screen.tray.decisions.rows)


def rules(session: Session, crm: Crm, shown: str) -> SuggestionRulesDialog:
    dialog = SuggestionRulesDialog(session.window.desk, crm, shown, session.window)
    dialog.open()
    return dialog


def test_the_second_no_offers_a_rule_that_keeps_the_name_away(
    screen: ArticlesScreen, crm: Crm, session: Session
) -> None:
    reject_and_write(screen)
    reject_and_write(screen)
    toast = session.window.toasts.toasts[-1]
    assert toast.label.text() == f"“{SHORT}” was rejected as {FULL} in 2 articles."
    assert linked(screen)
    next(button for button in toast.findChildren(QPushButton) if "Never" in button.text()).click()
    until(lambda: not linked(screen))
    press(screen, Qt.Key.Key_Z)
    until(lambda: linked(screen))


def test_x_on_a_rejected_row_offers_the_rule_at_once(screen: ArticlesScreen, crm: Crm) -> None:
    row = next(row for row in screen.tray.decisions.rows if row.kind is SuggestionKind.LINK)
    screen.tray.reject(row.key)
    screen.tray.list.rows.folded.clear()
    screen.tray.list.show_rows(screen.tray.decisions.rows)
    screen.tray.list.set_current(row.key)
    screen.tray.list.setFocus()
    press(screen, Qt.Key.Key_X)
    screen.tray.rules_menu.actions()[1].trigger()
    screen.tray.rules_menu.close()
    until(lambda: not linked(screen))
    (rule,) = crm.suggestions.rejected()
    assert (rule.text, rule.mode) == (SHORT, Mode.BLOCK)


def test_rejections_are_listed_and_taken_back(screen: ArticlesScreen, crm: Crm, session: Session) -> None:
    reject_and_write(screen)
    crm.suggestions.set_mode("enterprise", firm(crm).id, SHORT, Mode.BLOCK)
    dialog = rules(session, crm, REJECTED)
    assert [row.name for row in dialog.list.rows] == [f"{SHORT} ≠ {FULL}"] * 2
    dialog.list.set_current(0)
    dialog.back.click()
    until(lambda: len(dialog.rows) == 1)
    assert linked(screen)
    dialog.reject()


def test_frequent_names_are_counted_and_can_be_trusted(
    screen: ArticlesScreen, crm: Crm, session: Session
) -> None:
    short = crm.directory.save_enterprise(Enterprise(name="海晟周内物流有限公司", short_name="周内"))
    dialog = rules(session, crm, NAMES)
    (row,) = dialog.list.rows
    assert row.name == "周内 → 海晟周内物流有限公司"
    assert "in 3 articles" in row.told
    dialog.list.set_current(0)
    dialog.modes[Mode.ALLOW].click()
    assert [badge.text for badge in dialog.list.rows[0].badges] == ["Trusted"]
    dialog.reject()
    assert crm.articles.names().book.hint_of("enterprise", short.key, "周内") == ""


def test_the_ledger_tells_how_often_a_rule_was_right(
    screen: ArticlesScreen, crm: Crm, session: Session
) -> None:
    reject_and_write(screen)
    press(screen, Qt.Key.Key_Return)
    settle()
    dialog = rules(session, crm, LEDGER)
    told = {row.name: row.told for row in dialog.list.rows}
    assert told["Enterprise · short name"] == "shown 3 · accepted 1 · rejected 1 · right in 50%"
    dialog.list.set_current(0)
    dialog.modes[Mode.HINT].click()
    until(lambda: "Only hints" in [badge.text for badge in dialog.list.rows[0].badges])
    assert not any(row.is_ticked for row in screen.tray.decisions.rows)
    dialog.act()
    dialog.reject()


def test_an_outlet_gets_its_grade(screen: ArticlesScreen, crm: Crm, session: Session) -> None:
    dialog = rules(session, crm, OUTLETS)
    (row,) = dialog.list.rows
    assert row.told == "3 articles · too few signings to judge (0)"
    dialog.list.set_current(0)
    dialog.grades.button("D").click()
    until(lambda: crm.outlets.list(TODAY)[0].grade is Grade.D)
    until(dialog.usual.isEnabled)
    dialog.usual.click()
    until(lambda: not crm.outlets.list(TODAY)[0].is_decided)
    dialog.reject()


def test_a_new_name_offers_what_it_adds_and_opens_it_as_suggestions(
    screen: ArticlesScreen, crm: Crm, session: Session
) -> None:
    ids = crm.articles.find(ArticleFilter())
    crm.articles.set_state(ids[1:], ArticleState.REVIEWED)
    until(lambda: screen.sheet is not None)
    start = screen.sheet.text.body.index("座谈会")
    screen.pane.text.select_range(start, start + 3)
    screen.pane.text.choose_act(SelectionAct.ALIAS)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, LinkTextDialog))
    other = crm.directory.save_enterprise(Enterprise(name="海晟会务服务有限公司"))
    ref = Ref(kind="enterprise", id=other.key)
    dialog.form.show_record({"record": Choice(key=ref, name=other.name)})
    dialog.act()
    toast = session.window.toasts.toasts[-1]
    assert toast.label.text() == "“座谈会” stands in 3 more places (3 articles)."
    assert len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX))) == 1
    next(button for button in toast.findChildren(QPushButton) if button.text() == "Suggest them").click()
    until(lambda: len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX))) == 3)


def test_dropping_a_name_asks_what_becomes_of_its_links(
    screen: ArticlesScreen, crm: Crm, session: Session, prompts: ScriptedPrompts
) -> None:
    crm.articles.add_alias(firm(crm), "齿轮箱")
    article_id = crm.articles.find(ArticleFilter())[0]
    sheet = crm.articles.open(article_id)
    start = sheet.text.body.index("齿轮箱")
    crm.articles.link(article_id, firm(crm), (start, start + 3))
    prompts.choice = 1
    dialog = EditAliasesDialog(session.window.desk, crm, firm(crm), ["齿轮箱"], session.window)
    dialog.form.show_record({"aliases": ""})
    dialog.act()
    assert prompts.asked == ["1 link rests on the names that go. Keep it?"]
    assert not crm.articles.open(article_id).mentions or all(
        mention.text != "齿轮箱" for mention in crm.articles.open(article_id).mentions
    )


def test_deleting_an_article_tells_what_it_is_evidence_for(
    screen: ArticlesScreen, crm: Crm, prompts: ScriptedPrompts
) -> None:
    crm.articles.add_text(
        "恒汐轴承签约落户海晟\n来源：海晟日报  2026-05-19\n"
        "本报讯 5月18日，宁波恒汐轴承有限公司与海晟县政府签订投资协议，总投资6亿元的"
        "主轴轴承项目正式落户，项目用地80亩。\n",
        TODAY,
    )
    settle()
    screen.show_record("article", crm.articles.find(ArticleFilter(text="恒汐轴承"))[0])
    screen.write(and_next=False)
    until(lambda: screen.sheet is not None)
    screen.delete()
    assert "It is evidence for: 主轴轴承项目 Total investment" in prompts.asked[-1]
    assert crm.articles.find(ArticleFilter(text="恒汐轴承")) == []


def test_a_figure_shows_its_quote_and_opens_the_article_at_the_place(
    screen: ArticlesScreen, crm: Crm, session: Session
) -> None:
    for outlet, sum_ in (("海晟日报", 6), ("江海发布", 8)):
        crm.articles.add_text(
            f"恒汐轴承签约落户海晟\n来源：{outlet}  2026-05-19\n"
            f"本报讯 5月18日，宁波恒汐轴承有限公司与海晟县政府签订投资协议，总投资{sum_}亿元的"
            "主轴轴承项目正式落户，项目用地80亩。\n",
            TODAY,
        )
        settle()
        ids = crm.articles.find(ArticleFilter(text=f"恒汐轴承 {sum_}亿元"))
        screen.show_record("article", ids[0])
        screen.write(and_next=False)
        settle()
    (project_id,) = crm.projects.find(ProjectFilter(text="主轴轴承"))
    session.window.desk.open_record("project", project_id)
    settle()
    page = session.window.current_screen.findChild(ProjectView)
    assert page is not None
    facts = page.facts
    quote = facts.quotes["total_investment"]
    assert not quote.isHidden()
    assert "总投资6亿元" in quote.toolTip()
    assert "海晟日报" in quote.toolTip()
    claims = facts.claims["total_investment"]
    assert [mark.text() for mark in claims.marks.values()] == ["B3", "F3"]
    other = list(claims.marks)[1]
    claims.marks[other].menu().actions()[4].trigger()
    until(lambda: facts.claims["total_investment"].marks[other].text() == "F5")
    facts.claims["total_investment"].quotes[other].click()
    until(lambda: session.window.current_screen is screen)
    assert screen.sheet is not None
    assert screen.sheet.article.source == "江海发布"
    place = screen.pane.text.selected_range()
    assert place is not None
    assert screen.sheet.text.body[slice(*place)] == "8亿元"

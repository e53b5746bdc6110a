"""The view in which a list of names is looked for in all articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from crm.app import Crm
from crm.domain.articles import Article, ArticleText
from crm.domain.directory import Enterprise
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import TODAY, at_work, fill, opened, settings_in
from tests.ui.waiting import settle
from ui.dialogs.save_names import SaveNamesDialog
from ui.screens.articles import ArticlesScreen
from ui.screens.review.lists import ALL, NAMES
from ui.screens.review.names_view import NamesView
from ui.session import Session

BODY = "在产业大会上，曜衡储能与岭川电气签约。岭川电气投产。"


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[Crm]:
    with opened(settings_in(tmp_path)) as made:
        fill(made)
        made.directory.save_enterprise(Enterprise(name="曜衡储能科技有限公司", short_name="曜衡储能"))
        with made.store.write("Add") as writer:
            for title, body in (("储能大会", BODY), ("岭川电气扩产", "公司宣布扩产。")):
                article = writer.save(Article(title=title, source="海晟日报", published_on=TODAY))
                writer.save(ArticleText(article_id=article.key, body=body))
        yield made


@pytest.fixture
def session(crm: Crm, tmp_path: Path, prompts: ScriptedPrompts) -> Iterator[Session]:
    with at_work(crm, settings_in(tmp_path), prompts) as made:
        made.window.actions_registry.run("names")
        yield made


@pytest.fixture
def screen(session: Session) -> ArticlesScreen:
    found = session.window.current_screen
    assert isinstance(found, ArticlesScreen)
    settle()
    return found


@pytest.fixture
def view(screen: ArticlesScreen) -> NamesView:
    return screen.names.view


def search(view: NamesView, *names: str) -> None:
    view.text.setPlainText("\n".join(names))
    QTest.mouseClick(view.search, Qt.MouseButton.LeftButton)
    settle()


def cells(table: object, column: int) -> list[str]:
    model = table.records  # type: ignore[attr-defined]
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def test_the_palette_leads_to_the_view_with_the_keyboard_in_the_field(
    screen: ArticlesScreen, view: NamesView
) -> None:
    assert screen.current_view() == NAMES
    assert view.isVisible()
    assert screen.window().focusWidget() is view.text


def test_a_column_is_pasted_into_the_field_and_not_taken_in_as_an_article(
    screen: ArticlesScreen, view: NamesView, crm: Crm
) -> None:
    QGuiApplication.clipboard().setText("岭川电气\r\n曜衡储能\r\n")
    screen.window().activateWindow()
    QTest.keyClick(view.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert view.text.toPlainText().split() == ["岭川电气", "曜衡储能"]


def test_names_are_told_with_their_articles_and_the_words_around(view: NamesView) -> None:
    search(view, "云岫智能", "岭川电气", "曜衡储能", "电")
    for table in (view.names, view.hits):
        QAbstractItemModelTester(table.records)
    assert cells(view.names, 0) == [
        "云岫智能 as written",
        "岭川电气 as written",
        "曜衡储能 曜衡储能科技有限公司",
    ]
    assert cells(view.names, 1) == ["0", "2", "1"]
    assert view.answer_head.note.text() == "2 of 3 names found   in 2 articles   1 name too short"
    assert view.name is not None
    assert view.name.asked.text == "岭川电气"
    assert cells(view.hits, 2) == ["岭川电气扩产", "储能大会"]
    assert "与岭川电气签约" in cells(view.hits, 3)[1]


def test_names_are_sorted_by_how_often_they_were_found(view: NamesView) -> None:
    search(view, "云岫智能", "岭川电气", "曜衡储能")
    view.names.horizontalHeader().sectionClicked.emit(1)
    settle()
    assert cells(view.names, 1) == ["0", "1", "2"]


def test_a_find_opens_the_article_at_its_place(screen: ArticlesScreen, view: NamesView) -> None:
    search(view, "岭川电气")
    view.hits.show_id(1)
    QTest.keyClick(view.hits, Qt.Key.Key_Return)
    settle()
    assert screen.current_view() == ALL
    start = BODY.index("岭川电气")
    assert screen.pane.text.selected_range() == (start, start + 4)
    screen.show_view(NAMES)
    assert view.found is not None


def test_a_name_without_a_find_says_so(view: NamesView) -> None:
    search(view, "云岫智能")
    assert view.hit is None
    assert cells(view.hits, 2) == []


def test_an_empty_list_is_refused_under_the_field(view: NamesView) -> None:
    search(view, " ")
    assert "at least one name" in view.fault.text()
    assert view.search.isEnabled()


def test_names_are_saved_loaded_again_and_deleted(
    screen: ArticlesScreen, view: NamesView, crm: Crm, session: Session
) -> None:
    view.text.setPlainText("岭川电气\n曜衡储能")
    screen.names.save()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SaveNamesDialog)
    dialog.act()
    assert dialog.isVisible()
    dialog.form.show_record({"name": "重点企业"})
    dialog.act()
    settle()
    assert view.lists.itemText(1) == "重点企业  (2 names)"
    view.text.setPlainText("")
    view.lists.setCurrentIndex(1)
    view.lists.activated.emit(1)
    assert view.text.toPlainText() == "岭川电气\n曜衡储能"
    session.window.actions_registry.run("names.delete")
    settle()
    assert crm.name_search.lists() == []
    assert not view.lists.isEnabled()


def test_what_was_found_is_exported(
    screen: ArticlesScreen, view: NamesView, prompts: ScriptedPrompts, tmp_path: Path, session: Session
) -> None:
    prompts.target = tmp_path / "found.xlsx"
    assert session.window.actions_registry.reason("names.export")
    search(view, "岭川电气")
    session.window.actions_registry.run("names.export")
    assert "命中" in openpyxl.load_workbook(prompts.target).sheetnames


def test_letters_of_the_review_do_nothing_to_a_hidden_article(
    screen: ArticlesScreen, view: NamesView
) -> None:
    search(view, "岭川电气")
    screen.window().activateWindow()
    for key in (Qt.Key.Key_I, Qt.Key.Key_J, Qt.Key.Key_S):
        QTest.keyClick(view.names, key)
    assert screen.current_view() == NAMES
    assert screen.sheet is None

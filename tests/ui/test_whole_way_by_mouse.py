"""A day in the example office with the mouse; text alone is typed. Each test goes on from the one before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm import i18n
from crm.app import Crm
from crm.domain.rows import ArticleFilter, ProjectFilter
from crm.domain.stages import Stage
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import at_work, opened, settings_in
from ui.session import Session
from ui.shared.theme import theme

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def crm(folder: Path) -> Iterator[Crm]:
    with opened(settings_in(folder)) as made:
        yield made


@pytest.fixture(scope="module")
def session(qapp: QApplication, crm: Crm, folder: Path) -> Iterator[Session]:
    with at_work(crm, settings_in(folder), ScriptedPrompts(target=folder / "ledger.xlsx")) as made:
        yield made
        i18n.use_language("en")


def click(widget: QWidget, at: QPoint | None = None) -> None:
    QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())


def dialog() -> Any:
    found = QApplication.activeModalWidget()
    assert found is not None, "no dialog is open"
    return found


def test_two_clicks_begin_with_the_example_office(qtbot, session, crm):
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    click(dialog().example)
    click(dialog().start_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert len(crm.projects.find(ProjectFilter())) > 20


def test_a_suggestion_is_unticked_and_the_rest_written(qtbot, session, crm):
    click(session.window.rail.item("articles"))
    articles = session.window.current_screen
    qtbot.waitUntil(lambda: articles.sheet is not None)
    key, suggested = articles.sheet.article.key, articles.tray.list
    first = next(row for row in articles.tray.decisions.rows if row.is_ticked)
    place = suggested.rows.place_of(first.key)
    box = suggested.visualRect(suggested.rows.index(place))
    click(suggested.viewport(), box.topLeft() + QPoint(22, 18))
    assert not articles.tray.decisions.row(first.key).is_ticked
    click(articles.tray.write_next)
    qtbot.waitUntil(lambda: crm.articles.get(key).state == "reviewed")
    assert key not in crm.articles.find(ArticleFilter(state="inbox"))


def test_a_project_is_opened_from_the_table_and_moved(qtbot, session, crm):
    click(session.window.rail.item("projects"))
    screen = session.window.current_screen
    table = screen.listing.table
    qtbot.waitUntil(lambda: table.records.rowCount() > 0)
    row = next(
        place
        for place, record_id in enumerate(table.records.record_ids)
        if crm.projects.get(record_id).stage is Stage.LEAD
    )
    record_id = table.records.record_ids[row]
    at = table.visualRect(table.records.index(row, 1)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=at)
    QTest.mouseDClick(table.viewport(), LEFT, pos=at)
    qtbot.waitUntil(lambda: screen.page.page is not None and screen.page.page.project.id == record_id)
    click(screen.page.head.next)
    click(dialog().primary)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert crm.projects.get(record_id).stage is Stage.INTENTION


def test_the_ledger_is_exported_with_one_click(qtbot, session, folder):
    click(session.window.rail.item("reports"))
    reports = session.window.current_screen
    qtbot.waitUntil(lambda: reports.book is not None)
    click(reports.export_button)
    qtbot.waitUntil((folder / "ledger.xlsx").exists)
    assert "台账" in str(openpyxl.load_workbook(folder / "ledger.xlsx").worksheets[0]["A1"].value)


def test_the_move_is_taken_back_in_the_history(qtbot, session, crm):
    click(session.window.rail.item("history"))
    history = session.window.current_screen
    qtbot.waitUntil(lambda: history.current is not None)
    count = len(crm.projects.find(ProjectFilter(stages=(Stage.INTENTION,))))
    click(history.button)
    qtbot.waitUntil(lambda: len(crm.projects.find(ProjectFilter(stages=(Stage.INTENTION,)))) == count - 1)


def test_dark_is_one_click(qtbot, session):
    click(session.window.rail.item("settings"))
    click(session.window.current_screen.appearance.button("dark"))
    qtbot.waitUntil(lambda: theme().choice == "dark")

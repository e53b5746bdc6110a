"""Long columns of the board: where cards lie, what is read, and what stays when some move."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm.domain.projects import Project
from crm.domain.stages import Stage
from crm.domain.views import Layout
from crm.services.steps.stages import Move
from tests.bounds import calls
from tests.crm import TODAY, add_project, yi
from tests.ui.waiting import settle
from ui.dialogs.move_project import MoveProjectDialog
from ui.main_window import MainWindow
from ui.screens.projects import spec
from ui.screens.projects.board.board import Board
from ui.screens.projects.board.card_list import CardList
from ui.screens.projects.board.card_model import BLOCK, GAP
from ui.screens.projects.board.card_places import CardPlaces
from ui.shared.labels import stage_name
from ui.shared.tab_order import stops

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEAD, INTENTION, NEGOTIATION = Stage.LEAD, Stage.INTENTION, Stage.NEGOTIATION
MANY = 60


@pytest.fixture
def leads(crm, office) -> list[Project]:
    """Many leads, the newest on top, ready for the stage of intention."""
    return [
        add_project(crm, f"项目{number}", enterprise_id=office.firm.id, total_investment=yi("2"))
        for number in range(MANY)
    ][::-1]


@pytest.fixture
def opened(open_window, crm, leads):
    return open_window(spec(crm))


@pytest.fixture
def board(opened) -> Board:
    opened.window.current_screen.show_view(Layout.BOARD)
    settle()
    return opened.window.current_screen.listing.board


@pytest.fixture
def column(board) -> CardList:
    cards = board.columns[LEAD].cards
    cards.setFocus()
    return cards


def read_count(board: Board) -> int:
    return len(board.rows.among(board.columns[LEAD].model.ids))


def scrolled(cards: CardList) -> int:
    cards.verticalScrollBar().setValue(cards.verticalScrollBar().maximum() // 2)
    settle()
    return cards.verticalScrollBar().value()


def test_board_and_calendar_are_made_when_they_are_shown_and_tab_finds_them_where_they_stand(opened):
    listing = opened.window.current_screen.listing
    assert not listing.findChildren(Board)
    listing.show_layout(Layout.BOARD)
    settle()
    assert [made.isVisible() for made in listing.findChildren(Board)] == [True]
    assert not listing.layouts.is_made(Layout.CALENDAR)
    places = stops(listing)
    columns = [places.index(listing.board.columns[stage].cards) for stage in (LEAD, INTENTION, NEGOTIATION)]
    assert columns == [columns[0], columns[0] + 1, columns[0] + 2]
    assert places.index(listing.bar.search.line) < columns[0]


def test_cards_are_found_by_the_height_they_lie_at():
    places = CardPlaces()
    assert (places.height, places.at(0), list(places.within(0, 50))) == (0, None, [])
    places.lay_out([100, 50, 100])
    assert [places.at(y) for y in (-1, 0, 99, 100, 149, 150, 249, 250)] == [None, 0, 0, 1, 1, 2, 2, None]
    assert list(places.within(99, 150)) == [0, 1, 2]
    assert list(places.within(100, 149)) == [1]
    assert (places.top(1), places.room(1), places.height) == (100, 50, 250)


def test_only_the_cards_in_sight_and_around_are_read(board, column):
    assert read_count(board) < MANY // 2
    before = read_count(board)
    QTest.keyClick(column, Key.Key_End)
    settle()
    assert before < read_count(board) < MANY
    assert column.shown_ids()[-1] == column.cards.ids[-1]


def test_a_long_column_costs_no_more_than_a_short_one(board, column):
    model = board.columns[LEAD].model
    few = model.ids[:BLOCK]

    def carry_over() -> int:
        model.insert(3, GAP)
        made = calls(lambda: (column.place_at(300), column.grab()))
        model.take(GAP)
        return made

    carry_over()  # what is kept for painting is there from now on
    long = carry_over()
    model.show_ids(few)
    short = carry_over()
    assert long < 1.2 * short


def test_keys_go_by_pages_and_to_the_ends(column):
    QTest.keyClick(column, Key.Key_PageDown)
    page = column.currentIndex().row()
    assert 4 <= page <= BLOCK
    QTest.keyClick(column, Key.Key_PageDown)
    assert column.currentIndex().row() > page
    QTest.keyClick(column, Key.Key_End)
    assert column.currentIndex().row() == MANY - 1
    assert column.viewport().rect().contains(column.card_box(column.cards.ids[-1]))
    QTest.keyClick(column, Key.Key_PageUp)
    QTest.keyClick(column, Key.Key_Up)
    assert column.currentIndex().row() < MANY - 5
    QTest.keyClick(column, Key.Key_Home)
    assert (column.currentIndex().row(), column.verticalScrollBar().value()) == (0, 0)


def test_cards_are_chosen_together_by_shift_and_one_by_one_by_control(column):
    view, ids = column.viewport(), column.cards.ids
    QTest.mouseClick(view, Left, pos=column.card_box(ids[1]).center())
    QTest.mouseClick(view, Left, Shift, column.card_box(ids[3]).center())
    assert column.selected_ids() == ids[1:4]
    QTest.mouseClick(view, Left, Control, column.card_box(ids[2]).center())
    assert column.selected_ids() == [ids[1], ids[3]]
    QTest.keyClick(column, Key.Key_Home)
    QTest.keyClick(column, Key.Key_Down, Shift)
    assert column.selected_ids() == ids[:2]


def test_a_click_below_the_cards_chooses_none(board, crm, leads):
    card = crm.projects.move(leads[0].key, leads[0].version, move_to(INTENTION)).key
    settle()
    cards = board.columns[INTENTION].cards
    QTest.mouseClick(cards.viewport(), Left, pos=cards.card_box(card).center())
    assert cards.selected_ids() == [card]
    QTest.mouseClick(cards.viewport(), Left, pos=QPoint(20, cards.viewport().height() - 5))
    assert cards.selected_ids() == []


def test_a_column_stays_where_it_was_scrolled_to_when_a_card_comes(board, column, crm, leads):
    before = scrolled(column)
    add_project(crm, "新项目")
    settle()
    assert column.cards.ids[1:] == [lead.key for lead in leads]
    assert column.verticalScrollBar().value() == before


def test_a_refresh_that_brings_nothing_new_paints_no_card(board):
    arrived: list[object] = []
    board.rows.arrived.connect(arrived.append)
    board.refresh()
    settle()
    assert arrived == []


def test_a_card_in_hand_takes_along_none_that_is_chosen_in_another_column(opened, board, crm, leads):
    other = crm.projects.move(leads[0].key, leads[0].version, move_to(INTENTION))
    settle()
    board.choose([other.key], other.key)
    elsewhere = QWidget()
    elsewhere.show()
    elsewhere.activateWindow()  # the click that brings the window back is the one that lifts the card
    cards = board.columns[LEAD].cards
    QTest.mousePress(cards.viewport(), Left, pos=cards.card_box(leads[1].key).center())
    assert board.selected_ids() == [leads[1].key]
    QTest.mouseRelease(cards.viewport(), Left)
    elsewhere.deleteLater()


def test_a_key_right_after_a_move_starts_from_the_stage_just_entered(opened, board, crm, leads):
    project = leads[0]
    board.choose([project.key], project.key)
    board.take_keyboard()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Right, Control)
    assert QApplication.focusWidget() is board.columns[INTENTION].cards
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Left, Control)  # before what is shown was read again
    assert opened.dialog.windowTitle() == "Change the stage"
    assert crm.projects.get(project.key).stage is INTENTION
    opened.dialog.reject()
    settle()
    assert board.current_id() == project.key


def test_keys_pressed_while_a_card_is_saved_are_for_that_card(qtbot, crm, leads, prompts):
    window = MainWindow([spec(crm)], announcer=crm.store, prompts=prompts, today=lambda: TODAY)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.show_screen("projects")
    window.current_screen.show_view(Layout.BOARD)
    settle()
    board = window.current_screen.listing.board
    board.choose([leads[5].key], leads[5].key)
    board.take_keyboard()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Right, Control)
    assert board.current_id() == leads[5].key
    assert board.columns[INTENTION].model.ids == [leads[5].key]  # before the services have answered
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Right, Control)
    settle()
    assert [crm.projects.get(lead.key).stage for lead in leads[4:7:2]] == [LEAD, LEAD]
    assert crm.projects.get(leads[5].key).stage is INTENTION
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MoveProjectDialog)  # the next stage wants more
    assert dialog.primary.text() == f"Enter {stage_name(NEGOTIATION)}"
    dialog.reject()
    settle()
    window.close()


def move_to(stage: Stage) -> Move:
    return Move(stage=stage, on=TODAY, today=TODAY)

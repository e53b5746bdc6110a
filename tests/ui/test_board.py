"""The board: cards moved by mouse and by key, asked about when something is missing, back when it fails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from crm.domain.office import Role
from crm.domain.permissions import Actor
from crm.domain.projects import Project
from crm.domain.rows import Sort
from crm.domain.stages import Stage
from crm.domain.views import Layout
from tests.crm import TODAY, add_project, days_ago, yi
from tests.ui.typed import commit, compose
from tests.ui.waiting import settle, until
from ui.dialogs.move_project import MoveProjectDialog
from ui.dialogs.move_projects import MoveProjectsDialog
from ui.screens.projects import spec
from ui.screens.projects.board.board import Board
from ui.screens.projects.board.card_model import GAP

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
Control, Alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEAD, INTENTION, SIGNED = Stage.LEAD, Stage.INTENTION, Stage.SIGNED


@pytest.fixture
def cards(crm, office) -> list[Project]:
    """Three leads and one intention, all ready for the stage of intention."""
    made = [
        add_project(
            crm, name, enterprise_id=office.firm.id, total_investment=yi("2"),
            next_follow_up_on=TODAY + timedelta(days=days), stage=stage,
        )
        for name, stage, days in (
            ("电芯", LEAD, 3), ("隔膜", LEAD, 1), ("铜箔", LEAD, 2), ("壳体", INTENTION, 1)
        )
    ]  # fmt: skip
    return made


@pytest.fixture
def opened(open_window, crm, cards):
    return open_window(spec(crm))


@pytest.fixture
def listing(opened):
    opened.window.current_screen.show_view(Layout.BOARD)
    made = opened.window.current_screen.listing
    settle()
    return made


@pytest.fixture
def board(listing) -> Board:
    return listing.board


def names(board: Board, stage: Stage) -> list[str]:
    column = board.columns[stage]
    rows = [column.model.rows.get(key) for key in column.model.ids]
    return [row.name if row else "…" for row in rows]


def at(board: Board, project: Project) -> QPoint:
    column = next(c for c in board.columns.values() if c.model.place_of(project.key) is not None)
    return column.cards.viewport().mapToGlobal(column.cards.card_box(project.key).center())


def press(board: Board, project: Project) -> object:
    column = next(c for c in board.columns.values() if c.model.place_of(project.key) is not None)
    view = column.cards.viewport()
    QTest.mousePress(view, Left, pos=view.mapFromGlobal(at(board, project)))
    return view


def drag(board: Board, project: Project, target: QPoint, *, release: bool = True) -> object:
    """Carries a card with the mouse; the target is on the screen."""
    view = press(board, project)
    start = at(board, project)
    for part in range(1, 5):
        point = start + (target - start) * part / 4
        QTest.mouseMove(view, view.mapFromGlobal(point))
    if release:
        QTest.mouseRelease(view, Left, pos=view.mapFromGlobal(target))
        settle()
    return view


def column_point(board: Board, stage: Stage, y: int) -> QPoint:
    view = board.columns[stage].cards.viewport()
    return view.mapToGlobal(QPoint(view.width() // 2, y))


def focus(board: Board, project: Project):
    board.choose([project.key], project.key)
    board.take_keyboard()
    return board.columns[project.stage].cards


def test_columns_tell_what_is_in_them(board):
    assert names(board, LEAD) == ["铜箔", "隔膜", "电芯"]
    head = board.columns[LEAD].head
    assert (head.name.text(), head.count.text()) == ("Lead", "3")
    assert head.sum.text() == "CNY 600m"
    assert board.columns[SIGNED].is_folded is False
    assert board.columns[Stage.LOST].is_folded


def test_a_card_says_everything_to_a_screen_reader(board, crm, cards):
    late = crm.projects.plan([cards[0].key], days_ago(1))
    assert late is None
    settle()
    model = board.columns[LEAD].model
    said = model.data(model.index(2), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "曜衡储能 电芯, CNY 200m Total investment, no zone yet, Next 5-17, overdue"


def test_a_card_that_grows_does_not_lie_over_the_next(board, crm, cards):
    column = board.columns[LEAD].cards
    project = crm.projects.get(column.cards.ids[0])
    crm.projects.change(project.key, project.version, name="年产六吉瓦时储能电池及系统集成装备制造基地")
    settle()
    boxes = [column.visualRect(column.cards.index(place)) for place in range(len(column.cards.ids))]
    assert len({box.height() for box in boxes}) > 1
    assert [box.bottom() + 1 for box in boxes[:-1]] == [box.top() for box in boxes[1:]]


def test_a_model_of_cards_keeps_its_promises(board):
    model = board.columns[LEAD].model
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    tester = QAbstractItemModelTester(model, mode)
    model.insert(1, GAP)
    model.take(GAP)
    model.show_ids([])
    assert tester.model() is model


def test_a_card_is_dragged_into_the_next_stage_between_two_others(board, crm, cards):
    drag(board, cards[0], column_point(board, INTENTION, 4))
    moved = crm.projects.get(cards[0].key)
    assert moved.stage is INTENTION
    assert names(board, INTENTION) == ["电芯", "壳体"]
    assert QApplication.focusWidget() is board.columns[INTENTION].cards
    assert board.current_id() == cards[0].key
    assert board.accessibleDescription() == "Moved to Intention, place 1."


def test_a_card_is_dragged_to_another_place_of_its_column(board, crm, cards):
    drag(board, cards[2], column_point(board, LEAD, board.columns[LEAD].cards.viewport().height() - 60))
    assert names(board, LEAD) == ["隔膜", "电芯", "铜箔"]
    crm.history.undo()
    settle()
    assert names(board, LEAD) == ["铜箔", "隔膜", "电芯"]


def test_a_small_movement_is_a_click(board, crm, cards):
    view = press(board, cards[0])
    QTest.mouseMove(view, view.mapFromGlobal(at(board, cards[0]) + QPoint(3, 2)))
    assert not board.carrying.is_busy
    QTest.mouseRelease(view, Left, pos=view.mapFromGlobal(at(board, cards[0])))
    assert board.selected_ids() == [cards[0].key]


def test_escape_puts_the_card_back_exactly(board, crm, cards):
    before = [list(column.model.ids) for column in board.columns.values()]
    view = drag(board, cards[1], column_point(board, INTENTION, 4), release=False)
    assert board.carrying.is_busy
    assert GAP in board.columns[INTENTION].model.ids
    QTest.keyClick(board.columns[LEAD].cards, Key.Key_Escape)
    assert not board.carrying.is_busy
    assert [list(column.model.ids) for column in board.columns.values()] == before
    QTest.mouseRelease(view, Left, pos=QPoint(5, 5))
    settle()
    assert crm.projects.get(cards[1].key).version == cards[1].version


def test_only_what_is_missing_is_asked_for_and_cancel_returns_the_card(opened, board, crm, cards):
    before = list(board.columns[LEAD].model.ids)
    drag(board, cards[1], column_point(board, Stage.NEGOTIATION, 10))
    dialog = opened.dialog
    assert isinstance(dialog, MoveProjectDialog)
    QTest.keyClick(dialog, Key.Key_Escape)
    settle()
    assert board.columns[LEAD].model.ids == before
    assert crm.projects.get(cards[1].key).stage is LEAD


def test_the_dialog_keeps_the_place_the_card_was_dropped_at(opened, board, crm, cards):
    drag(board, cards[3], column_point(board, LEAD, 4))  # back: a reason is asked for
    dialog = opened.dialog
    commit(dialog.form.entry("reason"), "企业重新比选")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    settle()
    assert names(board, LEAD) == ["壳体", "铜箔", "隔膜", "电芯"]


def test_a_folded_column_unfolds_under_a_card_that_waits_over_it(board, crm, cards):
    add_project(crm, "旧项目", stage=Stage.REGISTERED)
    settle()
    column = board.columns[Stage.REGISTERED]
    assert column.is_folded
    view = drag(board, cards[0], column.mapToGlobal(column.rect().center()), release=False)
    until(lambda: not column.is_folded)
    QTest.keyClick(board.columns[LEAD].cards, Key.Key_Escape)
    QTest.mouseRelease(view, Left)


def test_a_card_held_at_the_edge_scrolls_the_column(opened, board, crm, cards):
    for number in range(12):
        add_project(crm, f"项目{number}")
    settle()
    bar = board.columns[LEAD].cards.verticalScrollBar()
    newest = board.columns[LEAD].model.ids[0]
    project = crm.projects.get(newest)
    height = board.columns[LEAD].cards.viewport().height()
    view = drag(board, project, column_point(board, LEAD, height - 10), release=False)
    until(lambda: bar.value() > 0)
    QTest.keyClick(board.columns[LEAD].cards, Key.Key_Escape)
    QTest.mouseRelease(view, Left)


def test_a_sort_is_kept_when_a_card_changes_its_stage(listing, board, crm, cards):
    listing.sort_by(Sort(key="next_follow_up_on"))
    settle()
    assert names(board, LEAD) == ["隔膜", "铜箔", "电芯"]
    drag(board, cards[0], column_point(board, INTENTION, 4))
    assert names(board, INTENTION) == ["壳体", "电芯"]
    assert crm.projects.get(cards[0].key).board_place is None


def test_order_by_hand_under_a_sort_is_asked_about_first(listing, board, crm, cards):
    listing.sort_by(Sort(key="next_follow_up_on"))
    settle()
    drag(board, cards[0], column_point(board, LEAD, 4))
    assert listing.sorted_bar.isVisible()
    assert crm.projects.get(cards[0].key).version == cards[0].version
    QTest.mouseClick(listing.sorted_bar.by_hand, Left)
    settle()
    assert listing.sorted_bar.isHidden()
    assert names(board, LEAD) == ["铜箔", "隔膜", "电芯"]


def test_a_failed_move_goes_back_and_says_why(opened, listing, board, crm, cards):
    crm.store.actor = Actor(role=Role.VIEWER)
    drag(board, cards[0], column_point(board, INTENTION, 4))
    assert names(board, LEAD) == ["铜箔", "隔膜", "电芯"]
    text = opened.window.toasts.toasts[-1].label.text()
    assert text.startswith("电芯 stays where it was.")
    assert "Your role does not allow this" in text


def test_keys_move_a_card_and_the_keyboard_follows(board, crm, cards):
    view = focus(board, cards[0])
    QTest.keyClick(view, Key.Key_Right, Control)
    settle()
    assert crm.projects.get(cards[0].key).stage is INTENTION
    assert QApplication.focusWidget() is board.columns[INTENTION].cards
    assert board.current_id() == cards[0].key
    assert names(board, INTENTION) == ["电芯", "壳体"]


def test_keys_order_cards(board, crm, cards):
    view = focus(board, cards[0])
    QTest.keyClick(view, Key.Key_Up, Alt)
    settle()
    assert names(board, LEAD) == ["铜箔", "电芯", "隔膜"]
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Down, Alt)
    settle()
    assert names(board, LEAD) == ["铜箔", "隔膜", "电芯"]
    assert board.current_id() == cards[0].key


def test_arrows_go_from_column_to_column(board, cards):
    view = focus(board, cards[2])
    QTest.keyClick(view, Key.Key_Right)
    assert board.current_id() == cards[3].key
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Left)
    assert board.current_id() == cards[2].key
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Down)
    assert board.current_id() == cards[1].key


def test_nothing_moves_while_the_input_method_composes(board, crm, cards):
    view = focus(board, cards[0])
    compose(view, "zhong")
    QTest.keyClick(view, Key.Key_Right, Control)
    QTest.keyClick(view, Key.Key_Right)
    assert board.current_id() == cards[0].key
    assert crm.projects.get(cards[0].key).stage is LEAD


def test_enter_opens_and_space_looks_into_a_card(opened, board, cards, qtbot):
    view = focus(board, cards[0])
    QTest.keyClick(view, Key.Key_Space)
    qtbot.waitUntil(board.peek.isVisible)
    QTest.keyClick(view, Key.Key_Space)
    assert board.peek.isHidden()
    QTest.keyClick(view, Key.Key_Return)
    assert opened.window.current_screen.page.record_id == cards[0].key


def test_the_selection_goes_from_layout_to_layout(listing, board, cards):
    focus(board, cards[1])
    listing.show_layout(Layout.TABLE)
    assert listing.table.selected_ids() == [cards[1].key]
    assert listing.table.current_id() == cards[1].key
    listing.table.select_ids([cards[3].key], cards[3].key)
    listing.show_layout(Layout.BOARD)
    assert board.selected_ids() == [cards[3].key]


def test_folded_columns_stand_at_the_right_and_open_again(listing, board, cards):
    QTest.keyClick(focus(board, cards[0]), Key.Key_F, Control | Qt.KeyboardModifier.ShiftModifier)
    settle()
    column = board.columns[LEAD]
    assert column.is_folded
    assert column.x() > board.columns[SIGNED].x()
    QTest.mouseClick(column, Left)
    settle()
    assert not column.is_folded
    assert column.x() < board.columns[INTENTION].x()


def test_the_silent_ones_are_shown_alone(listing, board, crm, cards):
    add_project(crm, "旧线索", days_ago(100))
    settle()
    QTest.mouseClick(board.columns[LEAD].head.silent, Left)
    settle()
    assert names(board, LEAD) == ["旧线索"]


def open_quick(listing):
    listing.board_commands.open_quick(LEAD)
    return listing.board_commands.quick.line


def test_a_project_is_made_in_a_line_and_the_next_can_be_typed_at_once(listing, board, crm):
    line = open_quick(listing)
    commit(line.enterprise, "砺桥传动有限公司")
    QTest.keyClick(line.enterprise, Key.Key_Tab)
    commit(line.name, "齿轮箱")
    QTest.keyClicks(line.amount, "1.2")
    QTest.keyClick(line.amount, Key.Key_Return)
    assert (line.name.text(), line.enterprise.text()) == ("", "")
    settle()
    assert names(board, LEAD)[0] == "齿轮箱"
    made = crm.projects.get(board.columns[LEAD].model.ids[0])
    assert made.total_investment == yi("1.2")
    assert crm.directory.enterprise(made.enterprise_id).name == "砺桥传动有限公司"


def test_an_amount_that_cannot_be_read_keeps_the_line_and_is_marked(listing, board):
    line = open_quick(listing)
    commit(line.name, "齿轮箱")
    QTest.keyClicks(line.amount, "many")
    QTest.keyClick(line.amount, Key.Key_Return)
    assert line.name.text() == "齿轮箱"
    assert line.amount.property("fault") == "true"
    assert line.fault.isVisible()


def test_projects_of_the_same_enterprise_are_offered_and_opened(opened, listing, board, cards, qtbot):
    line = open_quick(listing)
    commit(line.enterprise, "曜衡储能")
    line.enterprise.textEdited.emit("曜衡储能")
    qtbot.waitUntil(lambda: line.twin_count > 0, timeout=3000)
    QTest.keyClick(line.enterprise, Key.Key_1, Alt)
    assert opened.window.current_screen.page.record_id in [card.key for card in cards]
    assert listing.board_commands.quick.line is None


def test_escape_closes_the_line_and_returns_to_the_cards(listing, board, cards):
    focus(board, cards[0])
    line = open_quick(listing)
    QTest.keyClick(line.name, Key.Key_Escape)
    assert listing.board_commands.quick.line is None
    assert QApplication.focusWidget() is board.columns[LEAD].cards


def test_a_chosen_card_takes_the_other_chosen_ones_along(opened, board, crm, cards):
    board.choose([cards[0].key, cards[1].key], cards[0].key)
    board.drop(board.rows.get(cards[0].key), INTENTION, None)
    settle()
    dialog = opened.dialog
    assert isinstance(dialog, MoveProjectsDialog)
    QTest.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert [crm.projects.get(card.key).stage for card in cards[:2]] == [INTENTION, INTENTION]

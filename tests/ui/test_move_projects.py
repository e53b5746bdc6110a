"""Moving several projects: one table of what is missing, filled by keys, written as one step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crm.domain.stages import Stage
from tests.crm import TODAY, add_project, days_ago, yi
from tests.ui.typed import commit
from tests.ui.waiting import settle, until
from ui.dialogs.move_projects import MoveProjectsDialog
from ui.screens.projects import spec
from ui.shared.widgets.fill_grid import FIRST

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def three(crm, office):
    """In the intention stage; the first has all that talks ask for, the others lack figure and text."""
    same = {"enterprise_id": office.firm.id, "zone_id": office.zone.id, "stage": Stage.INTENTION}
    known = {"build_content": "厂房", "total_investment": yi("5")}
    return [
        add_project(crm, name, days_ago(30), **same, **(known if name == "电芯" else {}))
        for name in ("电芯", "隔膜", "铜箔")
    ]


@pytest.fixture
def opened(open_window, crm, three):
    made = open_window(spec(crm))
    settle()
    return made


@pytest.fixture
def ask(opened, crm, three):
    def open_dialog(stage: Stage) -> MoveProjectsDialog:
        page = crm.projects.moves_page([project.key for project in three], stage)
        dialog = MoveProjectsDialog(opened.desk, crm, page, stage, opened.window)
        dialog.open()
        until(dialog.isActiveWindow)
        return dialog

    return open_dialog


def stages(crm, three) -> list[Stage]:
    return [crm.projects.get(project.key).stage for project in three]


def type_in(dialog, row: int, field: str, text: str) -> None:
    """Opens the cell with Enter, types, and commits with Enter."""
    grid = dialog.grid
    column = FIRST + [one.key for one in grid.fields].index(field)
    grid.setFocus()
    grid.setCurrentCell(row, column)
    QTest.keyClick(grid, Key.Key_Return)
    commit(QApplication.focusWidget(), text)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    until(lambda: QApplication.focusWidget() is grid)


def test_what_is_missing_is_typed_once_and_filled_down(ask, crm, three):
    dialog = ask(Stage.NEGOTIATION)
    assert dialog.counts.accessibleName() == "1 can enter，2 lack something"
    assert not dialog.grid.item(0, FIRST).flags() & Qt.ItemFlag.ItemIsEditable  # grey: it is there
    type_in(dialog, 1, "build_content", "涂布线")
    QTest.keyClick(dialog.grid, Key.Key_D, Control)
    type_in(dialog, 1, "total_investment", "2.5")
    type_in(dialog, 2, "total_investment", "3000万")
    assert dialog.counts.accessibleName() == "3 can enter"
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert stages(crm, three) == [Stage.NEGOTIATION] * 3
    now = [crm.projects.get(project.key) for project in three]
    assert [project.build_content for project in now] == ["厂房", "涂布线", "涂布线"]
    assert [project.total_investment for project in now] == [yi("5"), yi("2.5"), yi("0.3")]
    crm.history.undo()
    assert stages(crm, three) == [Stage.INTENTION] * 3


def test_keys_in_an_open_cell_keep_what_was_typed(ask, crm, three):
    dialog = ask(Stage.NEGOTIATION)
    type_in(dialog, 1, "total_investment", "2")
    QTest.keyClick(dialog.grid, Key.Key_D, Control)
    dialog.grid.setCurrentCell(1, FIRST)
    QTest.keyClick(dialog.grid, Key.Key_Return)
    commit(QApplication.focusWidget(), "涂布线")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_D, Control)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return, Control)
    assert stages(crm, three) == [Stage.NEGOTIATION] * 3


def test_nothing_is_written_until_the_officer_agrees_to_move_those_that_can(ask, crm, three, prompts):
    prompts.choice = 1
    dialog = ask(Stage.NEGOTIATION)
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert prompts.asked[-1] == "隔膜、铜箔: cannot be moved."
    assert stages(crm, three) == [Stage.INTENTION] * 3
    assert "This stage needs it." in dialog.grid.item(1, 1).text()
    prompts.choice = 0
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert stages(crm, three) == [Stage.NEGOTIATION, Stage.INTENTION, Stage.INTENTION]


def test_an_entry_that_cannot_be_read_stays_visible_and_counts_as_missing(ask):
    dialog = ask(Stage.NEGOTIATION)
    type_in(dialog, 1, "build_content", "涂布线")
    type_in(dialog, 1, "total_investment", "much")
    item = dialog.grid.item(1, FIRST + 1)
    assert (item.text(), "not an amount" in item.toolTip()) == ("much", True)
    assert dialog.counts.accessibleName() == "1 can enter，2 lack something"


def test_going_back_needs_one_reason_for_all(ask, crm, three):
    dialog = ask(Stage.LEAD)
    assert dialog.grid.fields == []
    assert dialog.counts.accessibleName() == "0 can enter，3 lack something"
    commit(dialog.form.entry("reason"), "对方换了负责人")
    assert dialog.counts.accessibleName() == "3 can enter"
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert stages(crm, three) == [Stage.LEAD] * 3


def test_several_projects_end_with_a_reason_from_the_list(ask, crm, three):
    dialog = ask(Stage.LOST)
    QTest.keyClick(dialog, Key.Key_Return, Control)
    ended = [crm.projects.get(project.key) for project in three]
    assert [(one.stage, bool(one.loss_reason)) for one in ended] == [(Stage.LOST, True)] * 3


def test_somebody_elses_change_is_told_and_the_next_try_moves_what_is_there(ask, crm, three):
    dialog = ask(Stage.LEAD)
    commit(dialog.form.entry("reason"), "对方换了负责人")
    for project in three:
        crm.projects.change(project.key, project.version, remark="改过")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert dialog.grid.item(0, 1).text() == "Somebody has changed it meanwhile."
    assert stages(crm, three) == [Stage.INTENTION] * 3
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert stages(crm, three) == [Stage.LEAD] * 3
    assert crm.projects.get(three[0].key).remark == "改过"


def test_escape_leaves_the_cell_first_and_then_changes_nothing(ask, crm, three):
    dialog = ask(Stage.NEGOTIATION)
    dialog.grid.setFocus()
    dialog.grid.setCurrentCell(1, FIRST)
    QTest.keyClick(dialog.grid, Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(dialog.grid, Key.Key_Escape)
    assert stages(crm, three) == [Stage.INTENTION] * 3


def test_ctrl_m_asks_for_a_stage_and_opens_the_table(opened, crm, three):
    listing = opened.window.current_screen.listing
    listing.table.select_ids([project.key for project in three], three[0].key)
    listing.table.setFocus()
    QTest.keyClick(listing.table, Key.Key_M, Control)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(one for one in menu.actions() if one.data() == Stage.NEGOTIATION)
    action.trigger()
    menu.close()
    until(lambda: isinstance(opened.dialog, MoveProjectsDialog))
    assert opened.dialog.form.entry("on").value() == TODAY
    opened.dialog.reject()

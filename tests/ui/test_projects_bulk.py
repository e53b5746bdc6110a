"""Several projects at once: a block pasted from a sheet, and one field changed with a preview."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.crm import TODAY, add_project, yi
from tests.ui.typed import commit
from tests.ui.waiting import settle
from ui.dialogs.edit_projects import CLEAR, DAYS, SHIFT
from ui.screens.projects import spec

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def three(crm, office):
    return [
        add_project(
            crm, name, total_investment=yi(str(place)), next_follow_up_on=TODAY + timedelta(days=place),
            next_step="发方案",
        )
        for place, name in enumerate(("电芯", "隔膜", "铜箔"), start=1)
    ]  # fmt: skip


@pytest.fixture
def opened(open_window, crm, three):
    made = open_window(spec(crm))
    settle()
    return made


@pytest.fixture
def listing(opened):
    return opened.window.current_screen.listing


def paste(listing, text: str, column: str = "total_investment", row: int = 0) -> None:
    place = [entry.key for entry in listing.model.columns].index(column)
    listing.table.setFocus()
    listing.table.setCurrentIndex(listing.model.index(row, place))
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(listing.table, Key.Key_V, Control)


def values(crm, three, field: str) -> list[object]:
    return [getattr(crm.projects.get(project.key), field) for project in three]


def test_a_block_is_shown_first_and_written_as_one_step(opened, listing, crm, three):
    paste(listing, "5\t1.5\t30\n2\t0.8\t\n")
    dialog = opened.dialog
    assert dialog.counts.accessibleName() == "4 changes，2 as they are"
    assert values(crm, three, "total_investment") == [yi("1"), yi("2"), yi("3")]
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert values(crm, three, "total_investment") == [yi("5"), yi("2"), yi("3")]
    assert values(crm, three, "phase1_investment") == [yi("1.5"), yi("0.8"), None]
    crm.history.undo()
    assert values(crm, three, "total_investment") == [yi("1"), yi("2"), yi("3")]
    assert values(crm, three, "phase1_investment") == [None, None, None]


def test_cells_that_cannot_be_read_or_edited_are_refused_one_by_one(opened, listing, crm, three):
    paste(listing, "much\t0.5\t20\t开发区\n7\t5000\t\t\n")
    dialog = opened.dialog
    texts = [dialog.list.item(row, 3).text() for row in range(dialog.list.rowCount())]
    assert texts[0].startswith("much  ")
    assert texts[3] == "开发区  This column cannot be pasted into."
    assert texts[5].startswith("5000  ")  # a slip of units
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert values(crm, three, "total_investment") == [yi("1"), yi("7"), yi("3")]
    assert values(crm, three, "phase1_investment") == [yi("0.5"), None, None]


def test_escape_changes_nothing_and_lines_without_a_row_are_told(opened, listing, crm, three):
    paste(listing, "5\t1\n6\t1\n", row=2)
    dialog = opened.dialog
    QTest.keyClick(dialog, Key.Key_Escape)
    assert values(crm, three, "total_investment") == [yi("1"), yi("2"), yi("3")]


def test_what_was_copied_can_be_pasted_back_without_a_change(opened, listing, crm, three, prompts):
    listing.table.selectAll()
    QTest.keyClick(listing.table, Key.Key_C, Control)
    block = "\n".join(prompts.copied[-1].split("\n")[1:])
    paste(listing, block, column="enterprise")
    assert opened.window.toasts.toasts[-1].label.text() == "Everything stands there already."


def test_somebody_elses_change_is_not_overwritten_by_a_block(opened, listing, crm, three, prompts):
    prompts.choice = None
    paste(listing, "5\t1\n6\t1\n")
    crm.projects.change(three[1].key, three[1].version, next_step="改约")
    QTest.keyClick(opened.dialog, Key.Key_Return, Control)
    assert values(crm, three, "total_investment") == [yi("1"), yi("2"), yi("3")]
    assert "changed this record" in prompts.asked[-1]


def ask(opened, listing, three):
    listing.table.select_ids([project.key for project in three], three[0].key)
    listing.table.setFocus()
    QTest.keyClick(listing.table, Key.Key_E, Control)
    return opened.dialog


def choose(combo, value) -> None:
    combo.setCurrentIndex(combo.findData(value))


def test_days_of_several_projects_move_together(opened, listing, crm, three):
    dialog = ask(opened, listing, three)
    choose(dialog.field, "next_follow_up_on")
    choose(dialog.how, SHIFT)
    QTest.keyClicks(dialog.form.entry(DAYS), "7")
    dialog.act()
    preview = opened.dialog
    assert preview is not dialog
    assert [preview.list.item(row, 3).text() for row in range(3)] == ["5-26", "5-27", "5-28"]
    QTest.keyClick(preview, Key.Key_Return, Control)
    days = [TODAY + timedelta(days=7 + place) for place in (1, 2, 3)]
    assert values(crm, three, "next_follow_up_on") == days
    crm.history.undo()
    assert values(crm, three, "next_follow_up_on") == [TODAY + timedelta(days=p) for p in (1, 2, 3)]


def test_a_field_is_set_or_cleared(opened, listing, crm, three):
    dialog = ask(opened, listing, three)
    choose(dialog.field, "next_step")
    commit(dialog.form.entry("next_step"), "约实地考察")
    dialog.act()
    QTest.keyClick(opened.dialog, Key.Key_Return, Control)
    assert values(crm, three, "next_step") == ["约实地考察"] * 3
    settle()
    listing.table.select_ids([project.key for project in three], three[0].key)
    opened.desk.actions.run("projects.edit")
    dialog = opened.dialog
    choose(dialog.field, "next_step")
    choose(dialog.how, CLEAR)
    dialog.act()
    QTest.keyClick(opened.dialog, Key.Key_Return, Control)
    assert values(crm, three, "next_step") == [""] * 3


def test_nothing_to_change_is_said(opened, listing, three):
    dialog = ask(opened, listing, three)
    choose(dialog.field, "next_step")
    commit(dialog.form.entry("next_step"), "发方案")
    dialog.act()
    assert dialog.form.fault("next_step") == "Nothing would change."

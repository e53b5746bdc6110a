"""Conditions in the filter dialog: rows with live counts, groups, negation, and chips in the bar."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm.domain.conditions import Condition, Group, Match, Operator, Tree
from crm.domain.rows import ProjectFilter
from crm.domain.stages import Stage
from tests.crm import TODAY, add_project, days_ago, yi
from tests.ui.typed import commit
from ui.screens.projects import spec
from ui.shared.choice_list import Choice

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
WEEK = timedelta(days=7)


@pytest.fixture
def opened(open_window, crm, office):
    add_project(crm, "电芯", total_investment=yi("5"), zone_id=office.zone.id)
    add_project(crm, "隔膜", total_investment=yi("2"))
    add_project(crm, "铜箔")
    return open_window(spec(crm))


@pytest.fixture
def listing(opened):
    return opened.window.current_screen.listing


@pytest.fixture
def dialog(opened, listing):
    listing.ask_filter()
    return opened.dialog


def choose(combo, value) -> None:
    combo.setCurrentIndex(combo.findData(value))


def add(dialog, fact: str, operator: Operator | None = None):
    QTest.mouseClick(dialog.add, Left)
    row = dialog.boxes[-1].rows[-1]
    choose(row.fact, fact)
    if operator is not None:
        choose(row.operator, operator)
    return row


def names(listing, crm) -> list[str]:
    return sorted(row.name for row in crm.projects.items(listing.ids, TODAY))


def at_least(amount: str, *, negated: bool = False) -> Condition:
    return Condition(
        fact="total_investment", operator=Operator.AT_LEAST, number=Decimal(amount) * 10**8, negated=negated
    )


def test_a_row_counts_what_fits_it_and_the_foot_what_fits_all(dialog, qtbot):
    row = add(dialog, "total_investment", Operator.AT_LEAST)
    QTest.keyClicks(row.findChildren(type(dialog.form.entry("text")))[0], "3")
    qtbot.waitUntil(lambda: row.count.text() == "1 project")
    assert dialog.foot_note.text() == "1 project fits"
    row.negation.setChecked(True)
    qtbot.waitUntil(lambda: row.count.text() == "2 projects")


def test_conditions_narrow_the_list_and_stand_as_chips(opened, listing, dialog, crm):
    row = add(dialog, "total_investment", Operator.AT_LEAST)
    QTest.keyClicks(row.findChildren(type(dialog.form.entry("text")))[0], "3")
    row.negation.setChecked(True)
    dialog.act()
    assert names(listing, crm) == ["铜箔", "隔膜"]
    [chip] = listing.bar.chips()
    assert chip.text() == "not: Total investment ≥ 3 亿元"
    assert chip.font().strikeOut()
    QTest.keyClick(chip, Key.Key_Delete)
    assert len(listing.ids) == 3


def test_a_picked_record_is_named_in_its_chip(listing, dialog, crm, office):
    row = add(dialog, "zone_id")
    picker = row.findChildren(type(dialog.form.entry("zone_id")))[0]
    picker.set_value(Choice(key=office.zone.key, name=office.zone.name))
    dialog.act()
    assert names(listing, crm) == ["电芯"]
    assert listing.bar.chips()[0].text() == f"Zone {office.zone.name}"


def test_no_follow_up_in_some_days_and_no_signing_in_a_period(listing, crm):
    quiet = Condition(fact="follow_ups", operator=Operator.AT_LEAST, number=Decimal(1), days=30, negated=True)
    unsigned = Condition(
        fact="stage_entries", operator=Operator.AT_LEAST, values=(str(Stage.SIGNED),), number=Decimal(1),
        first=days_ago(90), last=TODAY, negated=True,
    )  # fmt: skip
    group = Group(conditions=(quiet, unsigned), match=Match.ALL)
    listing.show_filter(ProjectFilter(tree=Tree(groups=(group,), on=TODAY)))
    assert len(listing.ids) == 3
    assert listing.bar.chips()[0].text() == (
        "not: Follow-ups in the last 30 days and "
        f"not: Stages entered Signed {days_ago(90).isoformat()} – {TODAY.isoformat()}"
    )


def test_the_dialog_shows_a_tree_again_as_it_was(opened, listing):
    group = Group(
        conditions=(
            at_least("2"),
            Condition(fact="next_follow_up_on", operator=Operator.NEXT_DAYS, days=7),
            Condition(
                fact="planned_signing_on", operator=Operator.BETWEEN, first=TODAY, last=TODAY + WEEK
            ),
            Condition(fact="name", operator=Operator.CONTAINS, values=("电",), negated=True),
            Condition(fact="stage", operator=Operator.IS, values=("lead",)),
            Condition(fact="is_on_hold", operator=Operator.YES, negated=True),
            Condition(fact="land_mu", operator=Operator.FILLED),
        ),
        match=Match.ANY,
        negated=True,
    )  # fmt: skip
    tree = Tree(groups=(group, Group(conditions=(at_least("1"),))), match=Match.ANY, on=TODAY)
    listing.show_filter(ProjectFilter(tree=tree))
    listing.ask_filter()
    opened.dialog.act()
    assert listing.wanted.tree == tree


def test_a_row_that_is_not_finished_is_left_out(listing, dialog):
    row = add(dialog, "name", Operator.CONTAINS)
    assert row.condition() is None
    dialog.act()
    assert listing.wanted.tree == Tree()


def test_rows_and_groups_are_taken_away(dialog):
    row = add(dialog, "name", Operator.CONTAINS)
    dialog.boxes[0].add_row()
    row.removed.emit()
    assert len(dialog.boxes[0].rows) == 1
    dialog.boxes[0].rows[0].removed.emit()
    assert dialog.boxes == []


def test_a_saved_view_keeps_conditions_and_their_days_move(opened, listing, crm):
    tree = Tree(groups=(Group(conditions=(at_least("3"),)),), on=TODAY)
    listing.show_filter(ProjectFilter(tree=tree))
    listing.save_view_as()
    commit(opened.dialog.form.entry("name"), "大项目")
    QTest.keyClick(opened.dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    listing.show_everything()
    listing.choose_view(listing.tabs.count() - 1)
    assert listing.wanted.tree == tree
    assert names(listing, crm) == ["电芯"]

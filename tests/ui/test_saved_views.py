"""Saved views of the projects: what they keep, what a change looks like, and who sees them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm.domain.rows import ProjectFilter, Sort
from crm.domain.stages import Stage
from crm.domain.views import Layout
from tests.crm import add_project, yi
from tests.ui.typed import commit
from tests.ui.waiting import settle
from ui.screens.projects import spec

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
Control = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(open_window, crm, office):
    add_project(crm, "电芯", total_investment=yi("5"), stage=Stage.NEGOTIATION)
    add_project(crm, "隔膜", total_investment=yi("2"))
    return open_window(spec(crm))


@pytest.fixture
def listing(opened):
    made = opened.window.current_screen.listing
    settle()
    return made


def titles(listing) -> list[str]:
    return [listing.tabs.tabText(place).split("  ")[0] for place in range(listing.tabs.count())]


def save_as(opened, listing, name: str, *, shared: bool = False) -> None:
    listing.save_view_as()
    dialog = opened.dialog
    entry = dialog.form.entry("name")
    entry.selectAll()
    commit(entry, name)
    dialog.form.entry("is_shared").setChecked(shared)
    QTest.keyClick(dialog, Key.Key_Return, Control)


def test_a_view_brings_back_filter_order_layout_columns_and_folds(opened, listing):
    listing.show_filter(ProjectFilter(stages=(Stage.NEGOTIATION,)))
    listing.sort_by(Sort(key="total_investment", descending=True))
    listing.table.arrange(["enterprise", "owner", "stage"], {"owner": 120})
    listing.show_layout(Layout.BOARD)
    listing.board.fold([Stage.LEAD])
    save_as(opened, listing, "在谈看板")
    assert listing.title == "在谈看板"
    kept = listing.settings
    listing.show_everything()
    listing.show_layout(Layout.TABLE)
    listing.table.arrange([], {})
    listing.board.fold([])
    listing.sort_by(None)
    listing.choose_view(len(titles(listing)) - 1)
    assert listing.settings == kept
    assert listing.layouts.layout_shown is Layout.BOARD
    assert listing.board.folded_stages == (Stage.LEAD,)
    assert listing.table.shown_columns == ("enterprise", "owner", "stage")
    assert listing.table.columnWidth(listing.table.horizontalHeader().logicalIndex(2)) == 120


def test_a_changed_view_has_a_star_and_is_saved_or_reverted(opened, listing, crm):
    save_as(opened, listing, "大项目")
    assert titles(listing)[-1] == "大项目"
    assert listing.view_tabs.save.isHidden()
    listing.bar.search.set_text("电芯")
    assert titles(listing)[-1] == "大项目 *"
    QTest.mouseClick(listing.view_tabs.revert, Left)
    assert titles(listing)[-1] == "大项目"
    assert listing.wanted.text == ""
    listing.bar.search.set_text("电芯")
    QTest.mouseClick(listing.view_tabs.save, Left)
    assert titles(listing)[-1] == "大项目"
    [view] = crm.views.of_screen("projects")
    assert view.version == 2


def test_another_layout_changes_a_saved_view_but_none_that_is_always_there(opened, listing):
    listing.show_layout(Layout.BOARD)
    assert titles(listing)[0] == "All projects"
    save_as(opened, listing, "看板")
    listing.show_layout(Layout.TABLE)
    assert titles(listing)[-1] == "看板 *"


def test_a_name_that_is_taken_is_refused_in_the_dialog(opened, listing, crm):
    save_as(opened, listing, "大项目")
    save_as(opened, listing, "大项目")
    assert opened.dialog.form.fault("name") == "There is a view of this name already."
    opened.dialog.reject()
    assert len(crm.views.of_screen("projects")) == 1


def test_a_view_is_renamed_shared_moved_and_deleted_from_its_menu(opened, listing, crm):
    save_as(opened, listing, "甲")
    save_as(opened, listing, "乙")
    menu = listing.view_tabs.menu_of(listing.view_tabs.current)
    by_text = {action.text(): action for action in menu.actions()}
    by_text["Further left"].trigger()
    assert titles(listing)[-2:] == ["乙", "甲"]
    by_text["Share with the office"].trigger()
    assert [view.is_shared for view in crm.views.of_screen("projects")] == [True, False]
    by_text["Rename …"].trigger()
    entry = opened.dialog.form.entry("name")
    entry.selectAll()
    commit(entry, "丙")
    QTest.keyClick(opened.dialog, Key.Key_Return, Control)
    assert titles(listing)[-2:] == ["丙", "甲"]
    by_text["Delete the view"].trigger()
    assert titles(listing)[-1] == "甲"
    assert listing.title == "All projects"
    crm.history.undo()
    settle()
    assert titles(listing)[-2:] == ["丙", "甲"]


def test_a_view_of_what_has_gone_still_opens(opened, listing, crm, office):
    listing.show_filter(ProjectFilter(zone_id=office.zone.id), {"zone_id": office.zone.name})
    save_as(opened, listing, "开发区")
    crm.views.add(
        "projects", "旧版", '{"wanted": {"zone_id": 99, "stages": ["courtship"]}, "sort": {"key": "x"}}'
    )
    crm.directory.delete_zone(office.zone.key) if hasattr(crm.directory, "delete_zone") else None
    listing.saved.read()
    listing.choose_view(len(titles(listing)) - 1)
    assert listing.title == "旧版"
    assert listing.ids == []
    assert len(listing.bar.chips()) == 1


def test_keys_choose_layouts_and_views(opened, listing):
    listing.take_keyboard()
    widget = listing.table
    QTest.keyClick(widget, Key.Key_2, Control | Qt.KeyboardModifier.ShiftModifier)
    assert listing.layouts.layout_shown is Layout.BOARD
    assert opened.window.header.views.current == Layout.BOARD
    QTest.keyClick(listing.board.columns[Stage.LEAD].cards, Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert listing.title == "In talks"


def test_columns_are_chosen_and_given_a_width_that_stays(opened, listing):
    table = listing.table
    table.setColumnWidth(table.horizontalHeader().logicalIndex(2), 150)
    table.resize(table.width() - 40, table.height())
    assert table.own_widths == {"stage": 150}
    assert table.columnWidth(2) == 150
    table.horizontalHeader().moveSection(2, 4)
    assert table.shown_columns.index("stage") == 3
    table.arrange([], {})
    assert (table.shown_columns, table.own_widths) == ((), {})

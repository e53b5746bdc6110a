"""The table of projects: what it shows, and what is done in it by mouse and by keyboard alone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from crm.app import Crm
from crm.domain.errors import ValidationError
from crm.domain.money import Money
from crm.domain.projects import Project
from crm.domain.rows import ProjectFilter
from crm.domain.stages import Stage
from tests.crm import TODAY, SampleOffice, add_project, days_ago, yi
from tests.ui.mouse import Mouse
from tests.ui.typed import commit
from tests.ui.waiting import settle
from ui.screens.projects import spec
from ui.screens.projects.columns import columns
from ui.screens.projects.listing import ProjectListing

Key = Qt.Key


@pytest.fixture
def three(crm: Crm, office: SampleOffice) -> list[Project]:
    """One overdue, one to come, one silent without a plan."""
    return [
        add_project(
            crm, "主轴轴承", firm="恒汐轴承科技有限公司", total_investment=yi("5.6"), land_mu=Decimal(86),
            next_follow_up_on=days_ago(6),
        ),
        add_project(
            crm, "电芯", enterprise_id=office.firm.id, total_investment=yi("12.5"), zone_id=office.zone.id,
            next_follow_up_on=TODAY + timedelta(days=3),
        ),
        add_project(crm, "平台总装", days_ago(100), owner_id=office.colleague.id),
    ]  # fmt: skip


@pytest.fixture
def listing(open_window, crm, three) -> ProjectListing:
    desk = open_window(spec(crm))
    made = desk.window.current_screen.listing
    made.opened_window = desk
    QApplication.processEvents()
    return made


def texts(listing: ProjectListing, column: str) -> list[str]:
    place = [entry.key for entry in listing.model.columns].index(column)
    found = []
    for row in range(listing.model.rowCount()):
        listing.model.index(row, place).data()
        QTest.qWait(1)
        found.append(str(listing.model.index(row, place).data()))
    return found


def choose(listing: ProjectListing, project: Project, column: str = "enterprise") -> None:
    place = [entry.key for entry in listing.model.columns].index(column)
    settle()  # what the edit before announced
    texts(listing, column)
    row = listing.model.row_of(project.key)
    listing.table.setFocus()
    listing.table.setCurrentIndex(listing.model.index(row, place))


def type_into_cell(listing: ProjectListing, text: str) -> QLineEdit:
    QTest.keyClick(listing.table, Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    QTest.keyClick(editor, Key.Key_Return)
    return editor


def wait_for(qtbot, condition) -> None:
    qtbot.waitUntil(condition)


def test_rows_tell_figures_plans_and_silence(listing, three):
    assert texts(listing, "enterprise") == ["恒汐轴承科技有限公司 主轴轴承", "曜衡储能 电芯", "平台总装"]
    assert texts(listing, "total_investment") == ["5.60", "12.50", "—"]
    assert texts(listing, "next_follow_up_on") == ["5-12 overdue", "5-21", "no plan"]
    assert texts(listing, "stalled") == ["", "", "100 d"]
    assert texts(listing, "stage") == ["Lead", "Lead", "Lead"]


def test_the_line_below_sums_what_is_shown(listing, three):
    words = listing.pane.totals.accessibleName()
    for told in ("3 projects", "18.10", "86", "1 without amount", "1 overdue", "1 silent"):
        assert told in words


def test_views_have_counts_and_narrow_the_list(listing, three):
    titles = [listing.tabs.tabText(place) for place in range(listing.tabs.count())]
    assert titles[0].startswith("All projects")
    assert [title.split()[-1] for title in titles] == ["3", "2", "0", "0", "1", "0", "1"]
    QTest.mouseClick(listing.tabs, Qt.MouseButton.LeftButton, pos=listing.tabs.tabRect(4).center())
    assert listing.ids == [three[2].key]
    assert listing.title == "Silent"


def test_a_changed_view_says_so(listing, three):
    listing.bar.search.set_text("曜衡")
    assert listing.ids == [three[1].key]
    assert "*" in listing.tabs.tabText(0)
    listing.bar.search.set_text("")
    assert "*" not in listing.tabs.tabText(0)


def test_a_header_sorts_and_sorts_the_other_way(listing, three):
    head = listing.table.horizontalHeader()
    place = [entry.key for entry in listing.model.columns].index("total_investment")
    at = QPoint(head.sectionViewportPosition(place) + 20, 10)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert listing.ids == [three[0].key, three[1].key, three[2].key]
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert listing.ids == [three[1].key, three[0].key, three[2].key]


def test_money_typed_as_12_5_is_yi_and_can_be_undone(listing, three, crm, qtbot):
    choose(listing, three[0], "total_investment")
    type_into_cell(listing, "7.5")
    assert crm.projects.get(three[0].key).total_investment == yi("7.5")
    [toast] = listing.desk.show_toast.__self__.toasts
    assert "7.50" in toast.label.text()
    listing.desk.undo()
    assert crm.projects.get(three[0].key).total_investment == yi("5.6")


def test_a_sum_above_ten_billion_is_asked_about(listing, three, crm, prompts):
    prompts.yes = False
    choose(listing, three[0], "total_investment")
    type_into_cell(listing, "5600")
    assert "CNY 560bn" in prompts.asked[0]
    assert crm.projects.get(three[0].key).total_investment == yi("5.6")
    prompts.yes = True
    choose(listing, three[0], "total_investment")
    type_into_cell(listing, "120")
    assert crm.projects.get(three[0].key).total_investment == yi("120")


def test_names_days_and_land_are_edited_in_place(listing, three, crm):
    for column, typed, field, value in (
        ("enterprise", " 主轴轴承 二期 ", "name", "主轴轴承 二期"),
        ("land_mu", "90.5亩", "land_mu", Decimal("90.5")),
        ("next_follow_up_on", "6-1", "next_follow_up_on", TODAY.replace(month=6, day=1)),
        ("phase1_investment", "3000万", "phase1_investment", yi("0.3")),
    ):
        choose(listing, three[0], column)
        type_into_cell(listing, typed)
        assert getattr(crm.projects.get(three[0].key), field) == value


def test_what_cannot_be_saved_is_told_and_nothing_changes(listing, three, crm):
    choose(listing, three[0], "phase1_investment")
    type_into_cell(listing, "8")
    toasts = listing.desk.show_toast.__self__.toasts
    assert "larger than the total" in toasts[-1].label.text()
    assert crm.projects.get(three[0].key).phase1_investment is None


@pytest.mark.parametrize(("answer", "kept"), [(0, "mine"), (1, "theirs")])
def test_an_edit_beside_a_colleague_s_is_decided_by_the_officer(listing, three, crm, prompts, answer, kept):
    choose(listing, three[0])
    row = listing.model.record_at(listing.model.row_of(three[0].key))
    crm.projects.change(three[0].key, three[0].version, name="theirs")
    prompts.choice = answer
    listing.model.edited.emit(row, "enterprise", "mine")
    assert crm.projects.get(three[0].key).name == kept


def test_a_change_elsewhere_shows_by_itself(listing, three, crm, qtbot):
    crm.projects.change(three[0].key, three[0].version, name="改了名")
    wait_for(qtbot, lambda: "恒汐轴承科技有限公司 改了名" in texts(listing, "enterprise"))


def test_several_rows_bring_the_bar_and_are_planned_together(listing, three, crm):
    assert listing.bulk.isHidden()
    listing.table.select_ids([three[0].key, three[1].key])
    texts(listing, "enterprise")
    listing.bulk.show_chosen()
    assert listing.bulk.isVisible()
    assert (listing.bulk.count.text(), listing.bulk.sum.text()) == ("2 selected", "CNY 1.81bn together")
    listing.bulk.buttons["plan"].click()
    dialog = listing.opened_window.dialog
    dialog.dates.button("7").click()
    QTest.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    for project in three[:2]:
        assert crm.projects.get(project.key).next_follow_up_on == TODAY + timedelta(days=7)


def test_projects_are_handed_over(listing, three, crm, office, qtbot):
    listing.table.select_ids([three[0].key, three[1].key])
    listing.bulk.buttons["assign"].click()
    dialog = listing.opened_window.dialog
    dialog.act()
    assert dialog.form.fault("owner_id")
    picker = dialog.form.entry("owner_id")
    picker.setFocus()
    commit(picker, "顾")
    qtbot.waitUntil(lambda: [choice.name for choice in picker.offered()] == ["顾明川"])
    QTest.keyClick(picker, Key.Key_Return)
    dialog.act()
    assert {crm.projects.get(project.key).owner_id for project in three[:2]} == {office.colleague.id}


def test_rows_are_copied_and_the_selection_let_go(listing, three, prompts):
    listing.table.select_ids([project.key for project in three])
    listing.bulk.buttons["copy"].click()
    assert prompts.copied[0].count("\n") == 3
    listing.bulk.closed.emit()
    assert listing.table.selected_ids() == []


def test_the_filter_is_set_by_keyboard_alone(listing, three):
    listing.table.setFocus()
    QTest.keyClick(listing.table, Key.Key_F)
    dialog = listing.opened_window.dialog
    dialog.form.entry("least_total").setText("10")
    dialog.form.entry("silent_on").setChecked(False)
    QTest.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert listing.ids == [three[1].key, three[2].key]
    [chip] = listing.bar.chips()
    assert chip.text() == "Total ≥ 10 亿元 or unknown"
    chip.setFocus()
    QTest.keyClick(chip, Key.Key_Delete)
    assert len(listing.ids) == 3
    assert listing.bar.chips() == []


def test_chips_name_every_part_and_open_it(listing, three, office):
    wanted = ProjectFilter(
        stages=(Stage.LEAD, Stage.SIGNED), owner_id=office.me.id, zone_id=office.zone.id,
        industry_id=office.node.id, overdue_on=TODAY, without_plan=True, is_open=True,
    )  # fmt: skip
    names = {"owner_id": "沈砚秋", "zone_id": "开发区", "industry_id": "电芯"}
    listing.show_filter(wanted, names)
    told = [chip.text() for chip in listing.bar.chips()]
    assert told == [
        "Stage Lead, Signed",
        "Owner 沈砚秋",
        "Zone 开发区",
        "Node 电芯",
        "Overdue",
        "No plan",
        "Not ended",
    ]
    assert listing.pane.shows_empty_state
    QTest.mouseClick(listing.bar.chips()[1], Qt.MouseButton.LeftButton)
    dialog = listing.opened_window.dialog
    assert dialog.form.entry("owner_id").text() == "沈砚秋"
    dialog.reject()
    listing.pane.empty_state.buttons[0].click()
    assert len(listing.ids) == 3


def test_a_row_opens_by_double_click_enter_and_its_icon(listing, three, qtbot):
    screen = listing.opened_window.window.current_screen
    box = listing.table.visualRect(listing.model.index(1, 1))
    with qtbot.waitSignal(listing.opened):
        QTest.mouseDClick(listing.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert screen.page.record_id == three[1].key
    QTest.keyClick(screen.page, Key.Key_Escape)
    assert listing.isVisible()
    assert listing.table.current_id() == three[1].key
    with qtbot.waitSignal(listing.opened):
        QTest.keyClick(listing.table, Key.Key_Return)
    screen.show_list()
    with qtbot.waitSignal(listing.opened):
        listing.table.row_action.emit(three[0].key, "open")


def test_icons_of_a_row_log_and_plan(listing, three, crm):
    listing.table.row_action.emit(three[0].key, "plan")
    dialog = listing.opened_window.dialog
    assert dialog.form.entry("next_follow_up_on").text() == "5-12"
    dialog.reject()
    listing.table.row_action.emit(three[0].key, "log")
    assert listing.opened_window.dialog.subjects.refs()[0].id == three[0].key
    listing.opened_window.dialog.reject()


def test_a_stage_is_chosen_by_keyboard(listing, three, crm):
    choose(listing, three[0])
    QTest.keyClick(listing.table, Key.Key_M)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    names = [action.text() for action in menu.actions() if action.text()]
    assert names[0] == "Lead"
    assert "Lost" in names
    assert "Terminated" not in names
    menu.actions()[1].trigger()
    menu.close()
    dialog = listing.opened_window.dialog
    QTest.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert crm.projects.get(three[0].key).stage is Stage.INTENTION


def test_an_action_on_a_row_says_why_it_cannot_be_used(open_window, crm, office):
    desk = open_window(spec(crm))
    assert desk.desk.actions.reason("projects.log") == "Choose a project first."
    assert desk.window.current_screen.listing.pane.shows_empty_state


def test_columns_go_by_their_order_where_there_is_no_room(listing):
    hidden = sorted((entry.hides, entry.key) for entry in columns(lambda: TODAY) if entry.hides)
    assert [key for _place, key in hidden][::-1][:2] == ["next_step", "owner"]
    never = {entry.key for entry in columns(lambda: TODAY) if not entry.hides}
    assert {"stage", "total_investment", "next_follow_up_on", "stalled", "enterprise"} <= never


def test_what_is_typed_into_a_cell_is_read_as_officers_write():
    by_key = {entry.key: entry.editor for entry in columns(lambda: TODAY) if entry.editor}
    read = by_key["total_investment"].read
    assert read("12.5") == yi("12.5")
    assert read("1.2亿美元") == yi("1.2", "USD")
    assert read(" ") is None
    for key, typed in (("total_investment", "很多"), ("enterprise", "  "), ("land_mu", "三十")):
        with pytest.raises(ValidationError):
            by_key[key].read(typed)


def test_foreign_money_stays_what_it_is(listing, crm, three):
    project = crm.projects.change(
        three[0].key, three[0].version, total_investment=Money(value=Decimal(150_000_000), currency="USD")
    )
    editor = next(entry.editor for entry in columns(lambda: TODAY) if entry.key == "total_investment")
    row = crm.projects.items([project.key], TODAY)[0]
    assert editor.read(editor.write(row)) == project.total_investment


def test_what_is_done_with_rows_is_in_their_menu(listing, three, crm, office):
    listing.table.select_ids([three[0].key, three[1].key])
    mouse = Mouse()
    place = listing.table.visualRect(listing.model.index(0, 1)).center()
    mouse.click(listing.table.viewport(), place, button=Qt.MouseButton.RightButton)
    mouse.menu("Hand over")
    dialog = listing.opened_window.dialog
    commit(dialog.form.entry("owner_id"), "顾")
    settle()
    QTest.keyClick(dialog.form.entry("owner_id"), Key.Key_Return)
    dialog.act()
    assert {crm.projects.get(project.key).owner_id for project in three} == {office.colleague.id}

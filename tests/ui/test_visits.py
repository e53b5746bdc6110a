"""Visits on the screen: planned, ordered, reported and handed in by mouse and by keys."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from crm.app import Crm
from crm.domain.records import Ref
from crm.domain.visit_pages import NewStop, StopReport
from crm.domain.visit_people import read_people
from crm.domain.visit_rows import VisitFilter
from crm.domain.visits import Side, Visit, VisitKind, VisitState, VisitStop
from tests.crm import TODAY, SampleOffice, add_project, days_ago
from tests.ui.waiting import settle
from ui.dialogs.cancel_visit import CancelVisitDialog
from ui.dialogs.edit_stop import EditStopDialog
from ui.dialogs.plan_visit import PlanVisitDialog
from ui.dialogs.report_stop import ReportStopDialog
from ui.dialogs.visit_from_article import VisitFromArticleDialog
from ui.screens import articles
from ui.screens.visits import VisitsScreen, spec
from ui.screens.visits.listing import Group
from ui.shared.choice_list import Choice

Key = Qt.Key
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def visit(crm: Crm, office: SampleOffice) -> Visit:
    """A trip that ended ten days ago, with three stops."""
    plan = Visit(title="赴苏南招商", destination="上海", begins_on=days_ago(12), ends_on=days_ago(10))
    firm = VisitStop(visit_id=0, target_kind="enterprise", target_id=office.firm.key)
    stops = [
        NewStop(stop=firm, people=read_people("周岚", Side.THEIRS)),
        NewStop(stop=VisitStop(visit_id=0, place="江阴展厅")),
        NewStop(stop=VisitStop(visit_id=0, place="长江码头")),
    ]
    return crm.visits.plan(plan, read_people("沈砚秋，组长", Side.OURS), stops)


@pytest.fixture
def screen(open_window, crm, office, visit) -> VisitsScreen:
    opened = open_window(spec(crm))
    made = opened.window.current_screen
    made.opened_window = opened
    opened.window.activateWindow()
    QTest.qWaitForWindowActive(opened.window)
    settle()
    return made


@pytest.fixture
def page(screen, visit):
    """The page of the trip, with the keyboard on its first stop."""
    QTest.keyClick(screen.listing.table, Key.Key_Return)
    settle()
    assert screen.page.isVisible()
    return screen.page


def stops(page) -> list[str]:
    return [told.stop.place for told in page.page.stops]


def focused(page) -> str:
    return page.window().focusWidget().accessibleName()


def titles(screen, crm) -> list[str]:
    return [row.title for row in crm.visits.rows(screen.listing.ids, TODAY)]


def test_chips_show_what_is_planned_done_or_unreported(screen, crm, visit):
    coming = TODAY + timedelta(days=4)
    crm.visits.plan(Visit(title="赴上海", begins_on=coming, ends_on=coming))
    settle()
    listing = screen.listing
    assert titles(screen, crm) == ["赴上海", "赴苏南招商"]
    QTest.mouseClick(listing.groups.button(Group.UNREPORTED), LEFT)
    assert titles(screen, crm) == ["赴苏南招商"]
    QTest.mouseClick(listing.groups.button(Group.DONE), LEFT)
    assert titles(screen, crm) == []
    assert listing.pane.shows_empty_state
    crm.visits.finish(visit.key)
    settle()
    assert titles(screen, crm) == ["赴苏南招商"]


def test_kind_officer_and_words_narrow_the_table(screen, crm, office):
    day = days_ago(2)
    guests = Visit(kind=VisitKind.RECEPTION, title="来访", guests="华东海工", begins_on=day, ends_on=day,
                   officer_id=office.colleague.key)  # fmt: skip
    crm.visits.plan(guests)
    settle()
    listing = screen.listing
    listing.kind.setCurrentIndex(2)
    assert titles(screen, crm) == ["来访"]
    listing.kind.setCurrentIndex(0)
    listing.officer.setCurrentIndex(listing.officer.findText("顾明川"))
    assert titles(screen, crm) == ["来访"]
    listing.show_all()
    listing.search.set_text("码头")
    assert titles(screen, crm) == ["赴苏南招商"]


def test_a_trip_is_planned_by_keys_and_opened(screen, crm, office):
    screen.opened_window.desk.actions.run("new")
    dialog = screen.opened_window.dialog
    assert isinstance(dialog, PlanVisitDialog)
    QTest.keyClicks(dialog.focusWidget(), "Shanghai")
    dialog.form.entry("destination").setText("上海")
    dialog.form.entry("ours").setPlainText("沈砚秋，组长\n顾明川")
    QTest.keyClick(dialog, Key.Key_Return, CONTROL)
    settle()
    assert screen.page.head.title.text() == "Shanghai"
    assert [row.accessibleName() for row in screen.page.side.ours.rows.rows] == [
        "沈砚秋 组长　长三角组", "顾明川 驻上海",
    ]  # fmt: skip
    assert screen.page.window().focusWidget() is screen.page.stops._nothing.buttons[0]


def test_a_reception_is_planned_with_a_click(screen):
    QTest.mouseClick(screen.listing.reception, LEFT)
    assert screen.opened_window.dialog.form.entry("guests").isVisible()


def test_a_stop_that_was_added_is_the_one_to_report(screen, page):
    QTest.keyClick(page.window().focusWidget(), Key.Key_N, CONTROL)
    dialog = screen.opened_window.dialog
    dialog.form.entry("place").setText("无锡展厅")
    QTest.keyClick(dialog, Key.Key_Return, CONTROL)
    settle()
    assert page.page.stops[-1].stop.key == page.stops.rows.current
    assert "无锡展厅" in focused(page)


def test_a_reception_asks_who_comes(screen, crm, office):
    screen.desk.actions.run("visits.reception")
    dialog = screen.opened_window.dialog
    dialog.form.entry("title").setText("曜衡储能来访")
    QTest.keyClick(dialog, Key.Key_Return, CONTROL)
    settle()
    assert dialog.form.fault("guests")
    dialog.form.entry("enterprise_id").set_value(Choice(key=office.firm.key, name=office.firm.name))
    dialog.form.entry("guest_count").setText("4.5")
    QTest.keyClick(dialog, Key.Key_Return, CONTROL)
    assert dialog.form.fault("guest_count")
    dialog.form.entry("guest_count").setText("4")
    QTest.keyClick(dialog, Key.Key_Return, CONTROL)
    settle()
    made = crm.visits.get(screen.page.record_id)
    assert (made.guests, made.guest_count) == (office.firm.name, 4)


def test_stops_are_reordered_by_alt_and_arrows_and_the_keyboard_goes_along(page):
    QTest.keyClick(page.window().focusWidget(), Key.Key_Down, ALT)
    settle()
    assert stops(page) == ["江阴展厅", "曜衡储能", "长江码头"]
    assert focused(page).startswith("2　曜衡储能")
    QTest.keyClick(page.window().focusWidget(), Key.Key_Up, ALT)
    settle()
    assert stops(page) == ["曜衡储能", "江阴展厅", "长江码头"]


def test_a_stop_is_added_with_the_new_key_and_opened_with_enter(page, screen, crm, office):
    screen.opened_window.desk.actions.run("new")
    dialog = screen.opened_window.dialog
    assert isinstance(dialog, EditStopDialog)
    target = Ref(kind="zone", id=office.zone.key)
    dialog.form.entry("target").set_value(Choice(key=target, name=office.zone.name))
    dialog.form.entry("people").setPlainText("韩其 主任")
    QTest.keyClick(dialog, Key.Key_Return, CONTROL)
    settle()
    assert stops(page)[-1] == "开发区"
    QTest.keyClick(page.stops.rows.rows[-1], Key.Key_Return)
    settle()
    QTest.keyClick(page.stops.rows.rows[0], Key.Key_Return)
    assert isinstance(screen.opened_window.dialog, EditStopDialog)


def test_a_click_opens_the_stop_that_was_clicked(page, screen):
    page.stops.rows.show_key(page.page.stops[0].stop.key)
    QTest.mouseClick(page.stops.rows.rows[2], LEFT)
    assert screen.opened_window.dialog.form.entry("place").text() == "长江码头"


def test_a_place_becomes_an_enterprise_only_by_its_tick(page, screen, crm):
    page.stops.rows.show_key(page.page.stops[1].stop.key)
    page.desk.actions.run("visit.edit_stop")
    dialog = screen.opened_window.dialog
    dialog.form.entry("place").setText("长电科技股份有限公司")
    dialog.form.entry("adds").setChecked(True)
    dialog.act()
    settle()
    assert page.page.stops[1].stop.target_kind == "enterprise"


def test_a_stop_is_reported_in_one_dialog_and_is_a_follow_up(
    page, screen, crm, office, tmp_path: Path, prompts
):
    project = add_project(crm, "储能二期", firm=office.firm.name)
    photo = tmp_path / "车间.jpg"
    photo.write_bytes(b"jpg")
    prompts.files = [photo]
    QTest.keyClick(page.window().focusWidget(), Key.Key_L, CONTROL)
    dialog = screen.opened_window.dialog
    assert isinstance(dialog, ReportStopDialog)
    dialog.form.entry("text").setPlainText("看了产线")
    QTest.mouseClick(dialog.dates.button("7"), LEFT)
    dialog.form.entry("next_step").setText("寄资料")
    QTest.mouseClick(dialog.files.button, LEFT)
    QTest.keyClick(dialog, Key.Key_Return, CONTROL)
    settle()
    told = page.page.stops[0]
    assert (told.follow_up.text, told.follow_up.next_on) == ("看了产线", TODAY + timedelta(days=7))
    assert told.follow_up.happened_on == days_ago(10)
    assert [file.name for file in told.files] == ["车间.jpg"]
    assert "看了产线" in page.side.talks.rows.texts()[0]
    assert page.desk.actions.reason("visit.report_stop")
    assert project.enterprise_id == office.firm.id


def test_a_stop_without_a_record_says_what_to_do_first(page, screen):
    page.stops.rows.show_key(page.page.stops[1].stop.key)
    page.desk.actions.run("visit.report_stop")
    dialog = screen.opened_window.dialog
    dialog.form.entry("text").setPlainText("看了展厅")
    dialog.act()
    settle()
    assert "Link the stop" in dialog.form.fault("text")


def test_a_stop_is_removed_and_comes_back_with_undo(page, crm):
    page.stops.rows.show_key(page.page.stops[1].stop.key)
    QTest.keyClick(page.window().focusWidget(), Key.Key_Delete, CONTROL)
    settle()
    assert stops(page) == ["曜衡储能", "长江码头"]
    crm.history.undo()
    settle()
    assert len(stops(page)) == 3


def test_the_report_is_drafted_kept_and_handed_in(page, crm, visit):
    QTest.keyClick(page.window().focusWidget(), Key.Key_R, CONTROL)
    report = page.report
    assert report.text.hasFocus()
    QTest.mouseClick(report.draft, LEFT)
    settle()
    assert report.typed().startswith("关于赴上海招商情况的报告")
    QTest.keyClick(report.text, Key.Key_S, CONTROL)
    settle()
    assert crm.visits.get(visit.key).report == report.typed()
    assert not report.is_dirty
    QTest.mouseClick(report.submit, LEFT)
    settle()
    kept = crm.visits.get(visit.key)
    assert (kept.state, kept.reported_on) == (VisitState.DONE, TODAY)
    assert "Handed in on 5-18" in report.state.text()


def test_a_report_that_was_typed_and_not_kept_is_there_again(page, screen, crm, visit):
    page.desk.actions.run("visit.report")
    page.report.text.setPlainText("写到一半")
    other = crm.visits.plan(Visit(title="赴上海", begins_on=TODAY, ends_on=TODAY))
    screen.open_one(other.key)
    settle()
    assert page.report.typed() == ""
    screen.open_one(visit.key)
    settle()
    assert page.report.typed() == "写到一半"
    assert crm.visits.get(visit.key).report == ""


def test_what_others_write_does_not_overwrite_what_is_being_typed(page, crm, visit):
    page.desk.actions.run("visit.report")
    page.report.text.setPlainText("我写的")
    crm.visits.write_report(crm.visits.get(visit.key), "别人写的", None)
    settle()
    assert page.report.typed() == "我写的"


@pytest.mark.parametrize(("answer", "stored"), [(0, "我写的"), (1, "别人写的")])
def test_saving_over_a_report_of_somebody_else_is_asked_for(page, crm, visit, prompts, answer, stored):
    prompts.choice = answer
    page.desk.actions.run("visit.report")
    page.report.text.setPlainText("我写的")
    crm.visits.write_report(crm.visits.get(visit.key), "别人写的", TODAY)
    settle()
    page.desk.actions.run("visit.keep_report")
    settle()
    kept = crm.visits.get(visit.key)
    assert (kept.report, kept.reported_on) == (stored, TODAY)
    assert page.report.typed() == stored
    assert not page.report.is_dirty


def test_a_change_of_the_visit_itself_does_not_stand_against_the_report(page, crm, visit, prompts):
    page.desk.actions.run("visit.report")
    page.report.text.setPlainText("我写的")
    crm.visits.finish(visit.key)
    settle()
    page.desk.actions.run("visit.keep_report")
    settle()
    assert crm.visits.get(visit.key).report == "我写的"
    assert prompts.asked == []


def test_people_and_files_are_a_tab_of_a_narrow_window(page, screen):
    assert page.side.ours.isVisible()
    screen.opened_window.window.resize(1000, 640)
    settle()
    assert not page.side.isVisible()
    page.tabs.choose("side")
    assert page.side.ours.isVisible()
    screen.opened_window.window.resize(1440, 900)
    settle()
    assert page.side.ours.isVisible()
    assert page.stops.isVisible()


def test_a_visit_is_cancelled_with_a_reason_and_planned_again(page, screen, crm, visit):
    page.desk.actions.run("visit.cancel")
    dialog = screen.opened_window.dialog
    assert isinstance(dialog, CancelVisitDialog)
    dialog.act()
    assert dialog.form.fault("cancel_reason")
    dialog.form.entry("cancel_reason").setText("改期")
    dialog.act()
    settle()
    assert crm.visits.get(visit.key).state is VisitState.CANCELLED
    assert page.desk.actions.reason("visit.finish")
    page.desk.actions.run("visit.take_up")
    settle()
    assert crm.visits.get(visit.key).state is VisitState.PLANNED


def test_files_are_added_to_the_visit_and_removed(page, crm, visit, tmp_path: Path, prompts):
    file = tmp_path / "名单.txt"
    file.write_text("名单", "utf-8")
    prompts.files = [file]
    page.desk.actions.run("visit.files")
    settle()
    [kept] = page.page.files
    assert kept.name == "名单.txt"
    more = next(button for button in page.side.files.findChildren(QToolButton) if button.menu() is not None)
    more.menu().actions()[-1].trigger()
    settle()
    assert page.page.files == ()


def test_escape_returns_to_the_table_and_a_deleted_visit_is_left(page, screen, crm, visit, prompts):
    QTest.keyClick(page.window().focusWidget(), Key.Key_Escape)
    assert screen.listing.isVisible()
    screen.open_one(visit.key)
    page.desk.actions.run("visit.delete")
    settle()
    assert screen.listing.isVisible()
    assert crm.visits.find(VisitFilter()) == []


def test_other_screens_lead_to_a_visit_and_it_leads_to_its_firms(page, screen, office, visit):
    assert screen.show_record("visit", visit.key)
    assert not screen.show_record("zone", 1)
    page.stops.rows.show_key(page.page.stops[0].stop.key)
    page.desk.actions.run("visit.open_target")
    assert screen.opened_window.opened == [("enterprise", office.firm.key)]


def test_a_visit_is_made_from_an_article_of_what_is_ticked(open_window, crm, office):
    story = (
        "县党政代表团赴苏南考察\n2026-05-14 来源：如东日报\n"
        "代表团5月12日考察了曜衡储能科技（上海）有限公司和凌川氢能装备股份有限公司。"
        "曜衡储能科技（上海）有限公司董事长陈立介绍了情况。"
    )
    crm.articles.add_text(story, TODAY)
    opened = open_window(articles.spec(crm))
    settle()
    opened.desk.actions.run("articles.visit")
    settle()
    dialog = opened.dialog
    assert isinstance(dialog, VisitFromArticleDialog)
    unknown = next(row for row in dialog.stops if row.tick.text() == "凌川氢能装备股份有限公司")
    assert unknown.adds.isVisible()
    unknown.tick.setChecked(False)
    QTest.mouseClick(dialog.primary, LEFT)
    settle()
    kind, key = opened.opened[-1]
    told = crm.visits.page(key, TODAY)
    assert kind == "visit"
    assert [one.stop.target_id for one in told.stops] == [office.firm.id]
    assert told.article == "县党政代表团赴苏南考察"
    assert crm.directory.search("凌川氢能装备股份有限公司", ["enterprise"]) == []


def test_a_reported_stop_is_seen_by_an_open_page(page, crm, visit):
    key = page.page.stops[0].stop.key
    crm.visits.report_stop(key, StopReport(text="已谈", happened_on=days_ago(11)))
    settle()
    assert "Reported" in page.stops.rows.texts()[0]

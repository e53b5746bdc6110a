"""The calendar of projects: days, plans moved by mouse and key, the same selection as the table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from crm.domain.calendar import DayKind, Span
from crm.domain.views import Layout
from tests.crm import TODAY, add_project
from tests.ui.typed import compose
from tests.ui.waiting import settle
from ui.screens.projects import spec

Key, Left, Alt = Qt.Key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier
LATER = TODAY + timedelta(days=3)


@pytest.fixture
def plans(crm, office):
    return [
        add_project(crm, "电芯", enterprise_id=office.firm.id, next_follow_up_on=LATER, next_step="发方案"),
        add_project(crm, "隔膜", next_follow_up_on=LATER, planned_signing_on=TODAY + timedelta(days=10)),
    ]


@pytest.fixture
def opened(open_window, crm, plans):
    return open_window(spec(crm))


@pytest.fixture
def calendar(opened):
    screen = opened.window.current_screen
    screen.show_view(Layout.CALENDAR)
    settle()
    screen.listing.take_keyboard()
    return screen.listing.calendar


def told(calendar, day: date) -> list[tuple[str, str]]:
    return [(entry.kind, entry.name) for entry in calendar.table.days.entries_on(day)]


def entry_of(calendar, day: date, name: str):
    return next(entry for entry in calendar.table.days.entries_on(day) if entry.name == name)


def drag(calendar, entry, day: date, *, release: bool = True) -> None:
    view = calendar.table.viewport()
    start = calendar.table.box_of(entry).center()
    target = calendar.table.visualRect(calendar.table.days.index_of(day)).center()
    QTest.mousePress(view, Left, pos=start)
    for part in (1, 2, 3):
        QTest.mouseMove(view, start + (target - start) * part / 3)
    if release:
        QTest.mouseRelease(view, Left, pos=target)
        settle()


def test_plans_and_stages_lie_on_their_days(calendar):
    assert told(calendar, LATER) == [(DayKind.FOLLOW_UP, "电芯"), (DayKind.FOLLOW_UP, "隔膜")]
    assert told(calendar, TODAY + timedelta(days=10)) == [(DayKind.SIGNING, "隔膜")]
    assert told(calendar, TODAY) == [(DayKind.STAGE, "电芯"), (DayKind.STAGE, "隔膜")]
    assert calendar.title.text() == "5/2026"


def test_a_day_is_told_in_words(calendar):
    index = calendar.table.days.index_of(LATER)
    words = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "5-21, 2 entries, Next follow-up 曜衡储能 电芯 发方案, Next follow-up 隔膜"
    today = calendar.table.days.index_of(TODAY).data(Qt.ItemDataRole.AccessibleTextRole)
    assert today.startswith("5-18, today, 2 entries")


def test_the_model_of_days_keeps_its_promises(calendar):
    tester = QAbstractItemModelTester(
        calendar.table.days, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    calendar.show_span(Span.WEEK)
    calendar.show_span(Span.MONTH)
    assert tester.model() is calendar.table.days


def test_a_plan_is_dragged_to_another_day_and_back_by_undo(calendar, crm, plans):
    drag(calendar, entry_of(calendar, LATER, "隔膜"), LATER + timedelta(days=5))
    assert crm.projects.get(plans[1].key).next_follow_up_on == LATER + timedelta(days=5)
    assert told(calendar, LATER) == [(DayKind.FOLLOW_UP, "电芯")]
    assert calendar.current_id() == plans[1].key
    crm.history.undo()
    settle()
    assert len(told(calendar, LATER)) == 2


def test_escape_lets_a_plan_stay(calendar, crm, plans):
    drag(calendar, entry_of(calendar, LATER, "隔膜"), TODAY, release=False)
    QTest.keyClick(calendar.table, Key.Key_Escape)
    QTest.mouseRelease(calendar.table.viewport(), Left, pos=QPoint(20, 60))
    assert crm.projects.get(plans[1].key).version == plans[1].version


def test_what_has_happened_cannot_be_dragged(calendar, crm, plans):
    drag(calendar, entry_of(calendar, TODAY, "电芯"), LATER)
    assert crm.projects.get(plans[0].key).version == plans[0].version
    assert len(told(calendar, TODAY)) == 2


def test_keys_walk_through_days_and_move_plans(calendar, crm, plans):
    table = calendar.table
    calendar.show_day(TODAY)
    for _step in range(3):
        QTest.keyClick(table, Key.Key_Right)
    assert (table.day, table.entry.name) == (LATER, "电芯")
    QTest.keyClick(table, Key.Key_Space)
    assert table.entry.name == "隔膜"
    QTest.keyClick(table, Key.Key_Down, Alt)
    settle()
    assert crm.projects.get(plans[1].key).next_follow_up_on == LATER + timedelta(days=7)
    assert (table.day, table.entry.name) == (LATER + timedelta(days=7), "隔膜")
    QTest.keyClick(table, Key.Key_Left, Alt)
    settle()
    assert crm.projects.get(plans[1].key).next_follow_up_on == LATER + timedelta(days=6)


def test_pages_turn_months_and_home_returns_to_today(calendar):
    QTest.keyClick(calendar.table, Key.Key_PageDown)
    assert calendar.title.text() == "6/2026"
    QTest.keyClick(calendar.table, Key.Key_Home)
    assert (calendar.title.text(), calendar.table.day) == ("5/2026", TODAY)
    calendar.show_span(Span.WEEK)
    assert len(calendar.table.days.days) == 7


def test_nothing_moves_while_the_input_method_composes(calendar, crm, plans):
    calendar.show_day(LATER)
    compose(calendar.table, "xia")
    QTest.keyClick(calendar.table, Key.Key_Right)
    QTest.keyClick(calendar.table, Key.Key_Right, Alt)
    assert calendar.table.day == LATER
    assert crm.projects.get(plans[0].key).version == plans[0].version


def test_the_chosen_project_is_chosen_in_the_table_and_opened(opened, calendar, plans):
    listing = opened.window.current_screen.listing
    calendar.table.choose(entry_of(calendar, LATER, "隔膜"))
    listing.show_layout(Layout.TABLE)
    assert listing.table.current_id() == plans[1].key
    listing.table.select_ids([plans[0].key], plans[0].key)
    listing.show_layout(Layout.CALENDAR)
    assert calendar.current_id() == plans[0].key
    QTest.keyClick(calendar.table, Key.Key_Return)
    assert opened.window.current_screen.page.record_id == plans[0].key

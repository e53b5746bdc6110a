"""Forms: values in and out, faults at their fields, drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QLabel, QToolButton

from crm.domain.errors import Busy, Fault, ValidationError
from crm.domain.money import Money
from tests.ui.typed import commit, compose
from ui.shared.choice_list import Choice
from ui.shared.entries import read_amount, read_date, read_decimal, show_amount, show_date
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.picker import CREATE, PAUSE_MS

TODAY = date(2026, 5, 18)


@dataclass(frozen=True, kw_only=True)
class Project:
    name: str = "电解槽"
    note: str = "一\n二"
    grade: str = "B"
    signed_on: date | None = date(2026, 5, 14)
    total: Money | None = None
    land: Decimal | None = Decimal("120")
    tags: tuple[str, ...] = ("上市",)
    firm: Choice | None = None
    tracked: bool = False


def find(text):
    names = ("霁川氢能", "澜汐海工")
    return [Choice(key=n, name=name, detail="如东") for n, name in enumerate(names) if text in name]


FIELDS = (
    FormField(key="name", label="名称", is_required=True),
    FormField(key="note", label="备注", kind=FieldKind.LONG_TEXT, spans=True),
    FormField(key="grade", label="等级", kind=FieldKind.CHOICE, choices=(("A", "甲"), ("B", "乙"))),
    FormField(key="signed_on", label="签约", kind=FieldKind.DATE, help="签约起必填"),
    FormField(key="total", label="总投资", kind=FieldKind.MONEY),
    FormField(key="land", label="用地", kind=FieldKind.DECIMAL, suffix="亩"),
    FormField(key="tags", label="标签", kind=FieldKind.TAGS),
    FormField(key="firm", label="企业", kind=FieldKind.RECORD, find=find, can_create=True),
    FormField(key="tracked", label="跟踪", kind=FieldKind.FLAG),
)


@pytest.fixture
def form(qtbot, tasks):
    made = Form(FIELDS, tasks, columns=2, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.show_record(Project())
    made.show()
    made.activateWindow()
    return made


def test_an_untouched_form_gives_back_what_it_was_shown(form):
    assert form.values() == vars(Project())
    assert not form.is_dirty
    assert form.changed_values() == {}


def test_what_is_typed_comes_back_as_values(qtbot, form):
    entered = {
        "name": " 阀泵 ",
        "signed_on": "6-1",
        "total": "3000万",
        "land": "1,200.5",
        "tags": "高新，上市",
    }
    for key, text in entered.items():
        form.entry(key).selectAll()
        commit(form.entry(key), text)
    qtbot.keyClick(form.entry("grade"), Qt.Key.Key_Up)
    qtbot.mouseClick(
        form.entry("tracked"), Qt.MouseButton.LeftButton, pos=form.entry("tracked").rect().center()
    )
    values = form.changed_values()
    assert values["name"] == "阀泵"
    assert values["signed_on"] == date(2026, 6, 1)
    assert values["total"] == Money(value=Decimal(30_000_000))
    assert values["land"] == Decimal("1200.5")
    assert values["tags"] == ("高新", "上市")
    assert values["grade"] == "A"
    assert "note" not in values


def test_faults_stand_at_their_fields_and_go_when_one_types(qtbot, form):
    form.entry("signed_on").setText("soon")
    form.entry("name").clear()
    assert form.read() is None
    assert "soon" in form.fault("signed_on")
    assert form.fault("name")
    assert form.entry("name").hasFocus()
    qtbot.keyClicks(form.entry("name"), "x")
    assert form.fault("name") == ""
    assert form.entry("name").property("fault") == "false"


def test_faults_of_a_service_are_shown_and_others_are_not_for_the_form(form):
    faults = [Fault(field="total", message="大于"), Fault(field="nowhere", message="整体")]
    assert form.take_error(ValidationError(faults))
    assert form.fault("total") == "大于"
    assert form.fault("") == "整体"
    assert not form.take_error(Busy("held"))


def test_dirty_is_told_once_each_way(qtbot, form):
    with qtbot.waitSignal(form.dirty_changed) as told:
        qtbot.keyClicks(form.entry("name"), "x")
    assert told.args == [True]
    with qtbot.waitSignal(form.dirty_changed) as told:
        qtbot.keyClick(form.entry("name"), Qt.Key.Key_Backspace)
    assert told.args == [False]


def test_a_click_on_the_glass_shows_what_can_be_chosen(form, qtbot):
    form.show()
    form.window().activateWindow()
    picker = form.entry("firm")
    (glass,) = picker.findChildren(QToolButton)
    qtbot.mouseClick(glass, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "霁川氢能" in [choice.name for choice in picker.offered()])


def test_labels_are_buddies_and_every_field_has_a_name(form):
    buddies = {label.buddy() for label in form.findChildren(QLabel) if label.buddy() is not None}
    assert {form.entry(f.key) for f in FIELDS if f.kind is not FieldKind.FLAG} <= buddies
    assert all(form.entry(f.key).accessibleName() for f in FIELDS)


class Drawer:
    def __init__(self):
        self.kept = {}

    def load(self, key):
        return self.kept.get(key)

    def keep(self, key, values):
        self.kept[key] = values

    def drop(self, key):
        self.kept.pop(key, None)


def test_a_draft_survives_and_is_dropped_when_saved(qtbot, tasks, form):
    drawer = Drawer()
    assert not form.use_drafts(drawer, "project-1")
    form.entry("name").end(False)
    commit(form.entry("name"), "二期")
    form.entry("firm").set_value(find("霁川")[0])
    form.hide()
    again = Form(FIELDS, tasks, today=lambda: TODAY)
    qtbot.addWidget(again)
    again.show_record(Project())
    assert again.use_drafts(drawer, "project-1")
    assert again.values()["name"] == "电解槽二期"
    assert again.values()["firm"].name == "霁川氢能"
    assert again.is_dirty
    again.drop_draft()
    assert drawer.kept == {}


def test_a_record_is_picked_with_the_keyboard(qtbot, form):
    picker = form.entry("firm")
    picker.setFocus()
    commit(picker, "氢能")
    qtbot.waitUntil(lambda: [c.name for c in picker.offered()][:1] == ["霁川氢能"])
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert form.values()["firm"].key == 0
    qtbot.keyClick(picker, Qt.Key.Key_Backspace)
    assert form.values()["firm"] is None


def test_half_a_name_is_no_record_and_a_new_one_can_be_asked_for(qtbot, form):
    picker = form.entry("firm")
    picker.setFocus()
    commit(picker, "新企业")
    qtbot.waitUntil(lambda: [c.key for c in picker.offered()] == [CREATE])
    with qtbot.waitSignal(picker.create_asked) as asked:
        qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert asked.args == ["新企业"]
    qtbot.keyClick(picker, Qt.Key.Key_Escape)
    form.entry("name").setFocus()
    assert picker.text() == ""


def test_who_comes_back_to_a_half_typed_name_is_offered_names(qtbot, form):
    picker = form.entry("firm")
    picker.setFocus()
    commit(picker, "氢能")
    other = QLabel("另一个窗口")
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not form.isActiveWindow())
    QTest.qWait(2 * PAUSE_MS)  # what was typed is asked for, with nobody there to see it
    assert picker.offered() == []
    form.activateWindow()
    qtbot.waitUntil(lambda: [c.name for c in picker.offered()][:1] == ["霁川氢能"])


def test_the_picker_asks_nothing_while_composing(qtbot, form):
    picker = form.entry("firm")
    picker.setFocus()
    compose(picker, "qing")
    picker.ask()
    assert picker.offered() == []


def test_the_calendar_fills_the_date_field(qtbot, form):
    field = form.entry("signed_on")
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.findChild(QCalendarWidget)
    calendar.clicked.emit(calendar.selectedDate().addDays(1))
    assert field.value() == date(2026, 5, 15)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5-18", date(2026, 5, 18)), ("2027.1.2", date(2027, 1, 2)), ("20250301", date(2025, 3, 1)),
        ("6月3日", date(2026, 6, 3)), ("明天", date(2026, 5, 19)), ("+3d", date(2026, 5, 21)), (" ", None),
    ],
)  # fmt: skip
def test_dates_are_read_as_officers_write_them(typed, day):
    assert read_date(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["2-30", "13-1", "abc", "2026-5"])
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValidationError):
        read_date(typed, TODAY)


def test_dates_are_short_inside_the_year():
    assert show_date(date(2026, 5, 8), TODAY) == "5-08"
    assert show_date(date(2025, 5, 8), TODAY) == "2025-05-08"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12.5", 1_250_000_000), ("3000万", 30_000_000), ("1.2亿元", 120_000_000), ("", None)],
)
def test_amounts_are_read_in_their_unit(typed, value):
    assert read_amount(typed) == value


@pytest.mark.parametrize("typed", ["30000", "ten", "1..2"])
def test_a_slip_of_units_is_refused(typed):
    with pytest.raises(ValidationError):
        read_amount(typed)


def test_amounts_are_shown_without_loss():
    assert show_amount(Decimal(1_250_000_000)) == "12.50"
    assert show_amount(Decimal(123_456_789)) == "1.23456789"
    with pytest.raises(ValidationError):
        read_decimal("1e999999x")

"""Working days: known years, unknown ones, and what officers paste."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.data.rest_days import shipped_years
from crm.domain.errors import ValidationError
from crm.domain.workdays import (
    RestYear,
    WorkCalendar,
    make_rest_year,
    read_days,
    read_notice,
    show_days,
)

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
SHIPPED = WorkCalendar(shipped_years())

# In the form of the yearly announcement; the days of this one are invented.
NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。
二、春节：2月5日（农历除夕）至12日（周五）放假调休，共8天。1月30日（周六）、2月20日（周六）上班。
三、清明节：4月5日（周一）放假，与周末连休。
四、国庆节：9月30日（周四）至10月2日（周六）放假。"""


def by_hand(calendar: WorkCalendar, after: date, until: date) -> int:
    days = (after + timedelta(days=step) for step in range(1, (until - after).days + 1))
    return sum(1 for day in days if calendar.is_workday(day))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), True),  # a Saturday worked in exchange
        (date(2026, 2, 16), False),  # a Monday within the spring festival
        (date(2026, 2, 21), False),
        (date(2026, 2, 24), True),
        (date(2026, 10, 7), False),
    ],
)
def test_the_shipped_years_know_rest_days_and_make_up_days(day: date, works: bool) -> None:
    assert SHIPPED.is_workday(day) is works


def test_an_unknown_year_has_weekends_alone() -> None:
    assert not SHIPPED.knows(2027)
    assert SHIPPED.is_workday(date(2027, 1, 1))
    assert not SHIPPED.is_workday(date(2027, 1, 2))


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert SHIPPED.count(date(2026, 5, 18), date(2026, 5, 18)) == 0
    assert SHIPPED.count(date(2026, 5, 18), date(2026, 5, 1)) == 0


@given(DAYS, st.integers(0, 500))
def test_the_count_is_that_of_the_days_one_by_one(after: date, length: int) -> None:
    until = after + timedelta(days=length)
    assert SHIPPED.count(after, until) == by_hand(SHIPPED, after, until)


@given(DAYS, st.integers(1, 120))
def test_going_back_finds_the_latest_day_that_is_far_enough(day: date, count: int) -> None:
    back = SHIPPED.back(day, count)
    assert SHIPPED.count(back, day) >= count
    assert SHIPPED.count(back + timedelta(days=1), day) < count


@given(st.sets(st.dates(date(2028, 1, 1), date(2028, 12, 31)), max_size=40))
def test_what_is_shown_is_read_again(days: set[date]) -> None:
    assert read_days(show_days(days), 2028) == tuple(sorted(days))


@given(st.text(max_size=20))
def test_any_text_is_days_or_refused(text: str) -> None:
    try:
        days = read_days(text, 2027)
    except ValidationError:
        return
    assert all(day.year == 2027 for day in days)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1-1~1-3", "1-1~1-3"),
        ("1月1日至3日", "1-1~1-3"),
        ("2027年2月5日—2月12日，4.5", "2-5~2-12、4-5"),
        ("10/1 到 5", None),
        ("9月30日至10月2日", "9-30~10-2"),
        ("2-30", None),
        ("3-5~3-1", None),
        ("春节", None),
    ],
)
def test_days_as_officers_write_them(text: str, shown: str | None) -> None:
    if shown is None:
        with pytest.raises(ValidationError):
            read_days(text, 2027, "rest")
    else:
        assert show_days(read_days(text, 2027)) == shown


def test_the_announcement_is_read_as_it_is_pasted() -> None:
    rest, work = read_notice(NOTICE, 2027)
    assert show_days(rest) == "1-1~1-3、2-5~2-12、4-5、9-30~10-2"
    assert show_days(work) == "1-30、2-20"


def test_other_texts_hold_no_rest_days() -> None:
    assert read_notice("5月18日，项目在如东开工。", 2026) == ((), ())


def test_a_year_keeps_the_weekdays_that_rest_and_the_weekends_that_work() -> None:
    made = make_rest_year(2027, *read_notice(NOTICE, 2027))
    assert show_days(made.rest) == "1-1、2-5、2-8~2-12、4-5、9-30~10-1"
    calendar = WorkCalendar((made,))
    assert calendar.is_workday(date(2027, 1, 30))
    assert not calendar.is_workday(date(2027, 2, 8))


@pytest.mark.parametrize(
    ("year", "rest", "work", "field"),
    [
        (1900, [date(1900, 1, 1)], [], "year"),
        (2027, [date(2026, 1, 1)], [], "rest"),
        (2027, [], [], "rest"),
        (2027, [date(2027, 1, 1)], [date(2027, 1, 4)], "work"),
    ],
)
def test_a_year_that_cannot_be_is_refused_at_its_field(
    year: int, rest: list[date], work: list[date], field: str
) -> None:
    with pytest.raises(ValidationError) as error:
        make_rest_year(year, rest, work)
    assert {fault.field for fault in error.value.faults} == {field}


def test_a_later_year_of_the_same_number_is_not_mixed_in() -> None:
    one = WorkCalendar((RestYear(year=2027, rest=(date(2027, 5, 3),)),))
    assert one.knows(2027)
    assert not one.is_workday(date(2027, 5, 3))

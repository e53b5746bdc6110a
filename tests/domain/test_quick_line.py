"""The quick line: what is understood, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.follow_ups import ContactWay
from crm.domain.quick_line import Picked, parse_day, parse_quick_line
from crm.domain.records import Ref

TODAY = date(2026, 5, 18)  # a Monday
PHONE, WECHAT, VISIT = ContactWay.PHONE, ContactWay.WECHAT, ContactWay.VISIT
RECEPTION, MEETING = ContactWay.RECEPTION, ContactWay.MEETING


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


# line, people, projects, way, text, next day, task
LINES = [
    ("电话 谈用地", (), (), PHONE, "谈用地", None, ""),
    ("谈用地", (), (), None, "谈用地", None, ""),
    ("@周岚 谈用地", ("周岚",), (), None, "谈用地", None, ""),
    ("＠周岚 谈用地", ("周岚",), (), None, "谈用地", None, ""),
    ("@周岚 @傅慎之 会议 谈分期", ("周岚", "傅慎之"), (), MEETING, "谈分期", None, ""),
    ("#6GWh储能电池 微信 发材料", (), ("6GWh储能电池",), WECHAT, "发材料", None, ""),
    ("＃储能 发材料", (), ("储能",), None, "发材料", None, ""),
    ("谈用地 >周四", (), (), None, "谈用地", day(5, 21), ""),
    ("谈用地 ＞周四", (), (), None, "谈用地", day(5, 21), ""),
    ("谈用地 >周一", (), (), None, "谈用地", day(5, 25), ""),
    ("谈用地 >下周一", (), (), None, "谈用地", day(5, 25), ""),
    ("谈用地 >下下周三", (), (), None, "谈用地", day(6, 3), ""),
    ("谈用地 >星期日", (), (), None, "谈用地", day(5, 24), ""),
    ("谈用地 >今天", (), (), None, "谈用地", day(5, 18), ""),
    ("谈用地 >明天", (), (), None, "谈用地", day(5, 19), ""),
    ("谈用地 >大后天", (), (), None, "谈用地", day(5, 21), ""),
    ("谈用地 >+3", (), (), None, "谈用地", day(5, 21), ""),
    ("谈用地 >+3d", (), (), None, "谈用地", day(5, 21), ""),
    ("谈用地 >+2w", (), (), None, "谈用地", day(6, 1), ""),
    ("谈用地 >3天后", (), (), None, "谈用地", day(5, 21), ""),
    ("谈用地 >两周后", (), (), None, "谈用地", day(6, 1), ""),
    ("谈用地 >一个月后", (), (), None, "谈用地", day(6, 18), ""),
    ("谈用地 >5-20", (), (), None, "谈用地", day(5, 20), ""),
    ("谈用地 >5月20日", (), (), None, "谈用地", day(5, 20), ""),
    ("谈用地 >2-1", (), (), None, "谈用地", day(2, 1, 2027), ""),
    ("谈用地 >2026-07-01", (), (), None, "谈用地", day(7, 1), ""),
    ("谈用地 >20日", (), (), None, "谈用地", day(5, 20), ""),
    ("谈用地 >5号", (), (), None, "谈用地", day(6, 5), ""),
    ("谈用地 >月底", (), (), None, "谈用地", day(5, 31), ""),
    ("谈用地 >下月底", (), (), None, "谈用地", day(6, 30), ""),
    ("谈用地 >fri", (), (), None, "谈用地", day(5, 22), ""),
    ("谈用地 >周四，", (), (), None, "谈用地 ，", day(5, 21), ""),
    ("谈用地 >周四 >周五", (), (), None, "谈用地 >周五", day(5, 21), ""),
    ("谈用地 >有空再说", (), (), None, "谈用地 >有空再说", None, ""),
    ("谈用地 >2-30", (), (), None, "谈用地 >2-30", None, ""),
    ("谈用地 !回复容量", (), (), None, "谈用地", None, "回复容量"),
    ("谈用地 ！回复容量，带图", (), (), None, "谈用地", None, "回复容量，带图"),
    ("@周岚，对方确认看地", ("周岚",), (), None, "对方确认看地", None, ""),
    ("面积>5亩 C#语言 a@b.cn", (), (), None, "面积>5亩 C#语言 a@b.cn", None, ""),
    ("拜访 电话里说好的", (), (), VISIT, "电话里说好的", None, ""),
    ("先电话 再来访 来访", (), (), RECEPTION, "先电话 再来访", None, ""),
    ("wechat sent the map", (), (), WECHAT, "sent the map", None, ""),
    ("　@周岚　电话　谈用地　", ("周岚",), (), PHONE, "谈用地", None, ""),
    ("@ # > !", (), (), None, "@ # > !", None, ""),
    ("", (), (), None, "", None, ""),
]


@pytest.mark.parametrize(
    ("line", "people", "projects", "way", "text", "next_on", "task"), LINES, ids=[row[0] for row in LINES]
)
def test_a_line_is_taken_apart(
    line: str,
    people: tuple[str, ...],
    projects: tuple[str, ...],
    way: ContactWay | None,
    text: str,
    next_on: date | None,
    task: str,
) -> None:
    read = parse_quick_line(line, TODAY)
    assert (read.people, read.projects, read.way) == (people, projects, way)
    assert (read.text, read.next_on, read.next_step) == (text, next_on, task)


def test_days_count_from_the_end_of_short_months() -> None:
    assert parse_day("一个月后", date(2026, 1, 31)) == date(2026, 2, 28)
    assert parse_day("月底", date(2028, 2, 3)) == date(2028, 2, 29)
    assert parse_day("下月底", date(2026, 12, 3)) == date(2027, 1, 31)
    assert parse_day("5号", date(2026, 12, 8)) == date(2027, 1, 5)


PARTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["@周岚", "#储能", ">周四", ">+3d", ">5-20", "!回复", "电话", "微信", "，", "。", " ", "　"]
    ),
)


@given(st.lists(PARTS, max_size=8).map(" ".join), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_nothing_typed_is_lost_or_made_up(line: str, today: date) -> None:
    read = parse_quick_line(line, today)
    ends = [0]
    for token in read.tokens:
        assert ends[-1] <= token.start < token.end <= len(line)
        assert token.text in line[token.start : token.end]
        assert not any(letter.isspace() for letter in token.text)
        ends.append(token.end)
    understood = sum(len("".join(line[t.start : t.end].split())) for t in read.tokens)
    left = len("".join(read.text.split()))
    dropped = len("".join(line.split())) - understood - left
    # Only marks in front of the text may go, where the name before them was taken out.
    assert 0 <= dropped <= sum(line.count(mark) for mark in "，。；、,;")
    assert [token.kind for token in read.tokens].count("way") <= 1
    assert (read.next_on is not None) == ("next" in [token.kind for token in read.tokens])


@given(st.text(max_size=12), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_any_words_are_a_day_within_reach_or_none(words: str, today: date) -> None:
    found = parse_day(words, today)
    assert found is None or isinstance(found, date)


@given(st.integers(0, 999), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_days_counted_from_today(count: int, today: date) -> None:
    assert parse_day(f"+{count}d", today) == today + timedelta(days=count)
    assert parse_day(f"{count}天后", today) == today + timedelta(days=count)


def test_a_picked_name_may_hold_what_would_end_a_typed_one() -> None:
    line = "@Sea Cable Co., Ltd 电话 谈用地 #储能"
    ref = Ref(kind="enterprise", id=7)
    read = parse_quick_line(line, TODAY, [Picked(start=0, end=19, ref=ref)])
    assert (read.people, read.projects) == (("Sea Cable Co., Ltd",), ("储能",))
    assert (read.way, read.text) == (PHONE, "谈用地")
    assert [token.ref for token in read.tokens] == [ref, None, None]


def test_what_stands_right_behind_a_picked_name_is_read() -> None:
    read = parse_quick_line(
        "@周岚微信 发材料", TODAY, [Picked(start=0, end=3, ref=Ref(kind="contact", id=1))]
    )
    assert (read.people, read.way, read.text) == (("周岚",), WECHAT, "发材料")

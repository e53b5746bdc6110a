"""What one text has that another has not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm.domain.reprints import Change, Part
from crm.reading import differences
from crm.reading.differences import difference, moved

TEXTS = st.text(alphabet="海晟签约\n", max_size=30)


def told(one: str, other: str) -> list[tuple[str, str]]:
    return [(str(part.change), part.text) for part in difference(one, other)]


def both(parts: tuple[Part, ...]) -> tuple[str, str]:
    first = "".join(part.text for part in parts if part.change is not Change.INSERTED)
    return first, "".join(part.text for part in parts if part.change is not Change.DELETED)


def test_a_figure_and_words_that_differ_are_told() -> None:
    assert told("总投资10亿元，计划明年开工。", "总投资12亿元，今年开工。") == [
        ("same", "总投资1"),
        ("deleted", "0"),
        ("inserted", "2"),
        ("same", "亿元，"),
        ("deleted", "计划明"),
        ("inserted", "今"),
        ("same", "年开工。"),
    ]


def test_texts_that_agree_are_one_part() -> None:
    assert told("海晟签约", "海晟签约") == [("same", "海晟签约")]
    assert told("", "") == []


@given(TEXTS, TEXTS)
def test_the_parts_give_both_texts_back(one: str, other: str) -> None:
    parts = difference(one, other)
    assert both(parts) == (one, other)
    for part in parts:
        if part.change is not Change.INSERTED:
            assert one.startswith(part.text, part.start)
        if part.change is not Change.DELETED:
            assert other.startswith(part.text, part.other_start)


def test_a_long_text_is_compared_by_paragraphs_and_inside_those_that_changed() -> None:
    lines = [f"第{number}号项目完成土建，转入设备安装。\n" for number in range(9000)]
    changed = [*lines]
    changed[10] = changed[10].replace("土建", "厂房建设")
    changed[8000] = ""
    one, other = "".join(lines), "".join(changed)
    assert len(one) * len(other) > differences.MOST_CELLS
    parts = difference(one, other)
    assert both(parts) == (one, other)
    first, second, third = [part for part in parts if part.change is not Change.SAME]
    assert [(str(part.change), part.text) for part in (first, second)] == [
        ("deleted", "土建"),
        ("inserted", "厂房建设"),
    ]
    assert (third.change, len(third.text)) == (Change.DELETED, len(lines[8000]))


def test_a_place_is_found_again_in_the_other_text() -> None:
    one, other = "本报讯 砺桥传动签约", "海晟消息：砺桥传动昨日签约"
    parts = difference(one, other)
    assert moved(one.index("砺桥"), parts) == other.index("砺桥")
    assert moved(one.index("签约"), parts) == other.index("签约")
    assert moved(0, parts) is None

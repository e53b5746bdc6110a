"""Number words, sentences and clauses."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.reading.text import clauses, number, plain, sentences

NUMBERS = {
    "12": "12",
    "1,200": "1200",
    "1，200.5": "1200.5",
    "１２．５": "12.5",
    "3.5万": "35000",
    "1.2亿": "120000000",
    "3000万": "30000000",
    "3万亿": "3000000000000",
    "5千万": "50000000",
    "三千五百万": "35000000",
    "二十亿": "2000000000",
    "一点二亿": "120000000",
    "两亿": "200000000",
    "一亿五千万": "150000000",
    "十五": "15",
    "一百零五": "105",
    "一千零八": "1008",
    "百": "100",
    "百亿": "10000000000",
    "二〇二三": "2023",
    "贰佰叁拾萬": "2300000",
    "兩億": "200000000",
    "1 200": "1200",
}


@pytest.mark.parametrize(("written", "value"), NUMBERS.items())
def test_numbers_are_read_as_written(written: str, value: str) -> None:
    assert number(written) == Decimal(value)


@pytest.mark.parametrize("written", ["", "元", "1.2.3", "百千", "点五", "一点", "几十", "1" * 60])
def test_what_is_no_number_stays_unread(written: str) -> None:
    assert number(written) is None


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12))
def test_arabic_numbers_round_trip(value: int) -> None:
    assert number(f"{value:,}") == value


@settings(deadline=None)
@given(st.text(alphabet="0123456789一二两十百千万亿点.,， 零几", max_size=60))
def test_any_text_is_a_number_or_none(written: str) -> None:
    value = number(written)
    assert value is None or value >= 0


@settings(deadline=None)
@given(st.text())
def test_plain_text_keeps_every_offset(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_sentences_keep_their_closing_marks() -> None:
    text = "“项目已开工。”他说。\n 二期呢？\n\n尚未定"
    assert [text[piece.start : piece.end] for piece in sentences(text)] == [
        "“项目已开工。”",
        "他说。",
        "二期呢？",
        "尚未定",
    ]


def test_clauses_keep_numbers_and_times_whole() -> None:
    text = "上午9:30，投资1,200万元;占地30亩。"
    assert [text[piece.start : piece.end] for piece in clauses(text)] == [
        "上午9:30",
        "投资1,200万元",
        "占地30亩",
    ]


@settings(deadline=None)
@given(st.text(alphabet="项目，。！\n 1,2”a"))
def test_pieces_lie_in_order_inside_the_text(text: str) -> None:
    for pieces in (sentences(text), clauses(text)):
        edges = [edge for piece in pieces for edge in (piece.start, piece.end)]
        assert edges == sorted(edges)
        assert all(0 <= edge <= len(text) for edge in edges)

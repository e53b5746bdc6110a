"""How many lines a text takes, rather too many than too few."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.reports.text_fit import line_count, pieces, utf16_units, width


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 10, 1),
        ("五个汉字宽", 10, 1),
        ("六个汉字更宽", 10, 2),
        ("a\nb\nc", 10, 3),
        ("PBAT/PLA改性项目", 10, 2),
        ("A" * 25, 10, 3),
        ("一二三四五，六", 10, 2),
    ],
)
def test_lines(text: str, room: int, lines: int) -> None:
    assert line_count(text, room) == lines


def test_a_word_that_does_not_fit_starts_a_new_line() -> None:
    assert line_count("测试 Photoresist", 12) == 2


@settings(deadline=None)
@given(st.text(alphabet="招商引资项目，。abc 12", max_size=300), st.integers(4, 60))
def test_never_fewer_lines_than_the_width_needs(text: str, room: int) -> None:
    assert line_count(text, room) * room >= width(text)


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(2, 40))
def test_pieces_join_to_the_whole_and_fit(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert "".join(found) == text
    assert all(utf16_units(piece) <= limit for piece in found)

"""A pasted list of names, and where a text holds them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm.reading.name_list import NameList, listed, snippet


def test_an_excel_column_is_a_list_of_names() -> None:
    pasted = '砺桥传动\r\n\r\n"恒汐轴承"\t江苏\n\t云岫智能\n砺桥传动\n砺橋傳動\n'
    assert listed(pasted) == ["砺桥传动", "恒汐轴承", "云岫智能"]


def test_all_names_are_found_in_one_pass_with_their_first_place_and_number() -> None:
    names = NameList([("砺桥传动", "砺桥"), ("恒汐",), ("没有",)])
    text = "砺桥传动与恒汐签约，砺桥说，恒汐投产。"
    assert [(found.number, found.text, found.start, found.count) for found in names.find(text)] == [
        (0, "砺桥传动", 0, 2),
        (1, "恒汐", 5, 2),
    ]


def test_a_name_inside_another_counts_for_itself() -> None:
    names = NameList([("岭川",), ("岭川电气有限公司",)])
    assert [found.number for found in names.find("岭川电气有限公司开工")] == [0, 1]


def test_script_width_and_case_do_not_hide_a_name_but_latin_words_stay_whole() -> None:
    names = NameList([("砺桥传动",), ("LED",)])
    assert [found.text for found in names.find("礪橋傳動的ＬＥＤ项目")] == ["礪橋傳動", "ＬＥＤ"]
    assert names.find("sealed") == []


def test_one_character_is_no_name() -> None:
    assert NameList([("电",)]).find("风电") == []


def test_a_snippet_is_one_line_around_the_place() -> None:
    text = "甲" * 40 + "\n砺桥" + "乙" * 40
    assert snippet(text, 41, 43) == "…" + "甲" * 23 + " 砺桥" + "乙" * 24 + "…"


@given(st.lists(st.text(max_size=6), max_size=8), st.text(max_size=40))
def test_what_is_found_stands_there(names: list[str], text: str) -> None:
    for found in NameList([(name,) for name in names]).find(text):
        assert text[found.start : found.end] == found.text
        assert found.count >= 1


@given(st.text())
def test_any_paste_is_a_list_without_empty_names(pasted: str) -> None:
    assert all(name.strip() == name and name for name in listed(pasted))

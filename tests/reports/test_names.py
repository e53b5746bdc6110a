"""File and sheet names that every system takes."""

import pytest

from crm.reports.file_names import MAX_BYTES, safe_file_name
from crm.reports.sheet_names import SheetNames


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("../../x", "_.._x"),
        ("CON", "_CON"),
        ("aux.txt", "_aux.txt"),
        ("COM¹", "_COM¹"),
        ("x.", "x"),
        ("x ", "x"),
        ("x:ads", "x_ads"),
        ("合同\u202excod.exe", "合同xcod.exe"),
        ("一\n二\0三", "一二三"),
        ("...", "报表"),
        ("", "报表"),
        ("滨江县台账（2026年11月22日）", "滨江县台账（2026年11月22日）"),
        ('a<b>c"d|e?f*g', "a_b_c_d_e_f_g"),
    ],
)
def test_file_names(wish: str, name: str) -> None:
    assert safe_file_name(wish) == name


def test_long_file_names_are_cut_between_characters() -> None:
    name = safe_file_name("长" * 300)
    assert name == "长" * (MAX_BYTES // 3)


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("a/b[c]:*?", "a_b_c____"),
        ("'引号'", "引号"),
        ("History", "History(2)"),
        ("", "表"),
        ("长" * 40, "长" * 31),
        ("😀" * 20, "😀" * 15),
    ],
)
def test_sheet_names(wish: str, name: str) -> None:
    assert SheetNames().take(wish) == name


def test_twins_get_numbers_within_the_length() -> None:
    names = SheetNames()
    assert names.take("台账") == "台账"
    assert names.take("台账") == "台账(2)"
    first, second = names.take("A" * 40), names.take("a" * 40)
    assert len(second) == 31
    assert first.casefold() != second.casefold()

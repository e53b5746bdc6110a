"""Text from outside made fit to keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.text import clean_text, is_damaged


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("华澜\x00新材料\x0b", "华澜新材料"),
        ("a\r\nb\rc\x0cd\u2028e", "a\nb\nc\nd\ne"),
        ("甲\u202e乙\u2066丙", "甲乙丙"),
        ("零\u200b宽\ufeff字\u00ad符", "零宽字符"),
        ("\ud800尾", "\ufffd尾"),
        ("⼯业", "工业"),
        ("⻓三⻆", "长三角"),
        ("项\u200d目", "项目"),
        ("👩\u200d💼来访", "👩\u200d💼来访"),
        ("隐\U000e0041形", "隐形"),
        ("（苏州）ＡＢＣ１２３", "（苏州）ＡＢＣ１２３"),
        ("𠮷\t㐂", "𠮷\t㐂"),
    ],
)
def test_what_cannot_be_kept_is_taken_out(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


@given(st.text(alphabet=st.characters(), max_size=100))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    once.encode()


@pytest.mark.parametrize(
    "text", ["锟斤拷锟斤拷", "è‹å·žå·¥ä¸šå›­åŒº", "\ufffd" * 5, "□□□□项目", "\ue001\ue002\ue003"]
)
def test_lost_characters_are_noticed(text: str) -> None:
    assert is_damaged(text)


@pytest.mark.parametrize("text", ["", "海州新区签约12个项目。", "Café Müller naïve", "进度：■ 已完成"])
def test_good_text_is_not_called_damaged(text: str) -> None:
    assert not is_damaged(text)

"""Whether two texts are the same, nearly the same or something else."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reading.reprints import ALIKE, bands, comparable, likeness, text_hash

PLACES = ("海晟", "砺水", "云岫", "泽川")
DOINGS = ("签订投资协议", "召开推进会", "举行奠基仪式", "完成设备安装")


def news(seed: int, sentences: int = 40) -> str:
    chance = random.Random(seed)
    told = [
        f"{chance.choice(PLACES)}第{chance.randint(1, 999)}号项目{chance.choice(DOINGS)}，"
        f"投资{chance.randint(1, 9999)}万元，用地{chance.randint(1, 999)}亩。"
        for _sentence in range(sentences)
    ]
    return "".join(told)


@pytest.mark.parametrize(
    "other",
    [
        "砺桥传动签约　落户海晟,总投资10亿元",
        "砺桥傳動簽約落戶海晟，總投資１０億元。",
        "砺桥传动\n签约落户海晟总投资 10亿元",
    ],
)
def test_script_width_punctuation_and_spaces_make_no_other_text(other: str) -> None:
    assert text_hash(other) == text_hash("砺桥传动签约落户海晟，总投资10亿元")


def test_another_figure_makes_another_text() -> None:
    assert text_hash("总投资10亿元") != text_hash("总投资16亿元")


def test_a_copy_with_a_changed_word_and_a_cut_end_shares_a_band() -> None:
    text = news(1)
    copy = text.replace(text[400:404], "有关方面", 1)[:-60]
    assert likeness(text, copy) > ALIKE
    assert set(bands(text)) & set(bands(copy))


def test_other_news_share_no_band() -> None:
    assert likeness(news(1), news(2)) < 0.5
    assert not set(bands(news(1))) & set(bands(news(2)))


def test_nearly_all_copies_just_above_the_border_are_found() -> None:
    found, alike = 0, 0
    for seed in range(60):
        text, chance = news(seed), random.Random(seed)
        letters = list(text)
        for place in chance.sample(range(len(letters)), 15):
            letters[place] = "某"
        copy = "".join(letters)
        if likeness(text, copy) >= ALIKE:
            alike += 1
            found += bool(set(bands(text)) & set(bands(copy)))
    assert alike > 30
    assert found >= alike - 2


def test_what_stored_signatures_mean_does_not_change() -> None:
    assert bands("海晟县今天签约的风电齿轮箱项目")[:2] == (2011149298315783428, 5070248884230351207)


def test_a_text_too_short_to_compare_has_no_bands() -> None:
    assert bands("海晟。") == ()
    assert likeness("", "") == 0.0


@given(st.text())
def test_no_text_breaks_anything_and_each_is_like_itself(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)
    assert len(bands(text)) in (0, 16)
    assert likeness(text, text) in (0.0, 1.0)
    assert all(-(2**63) <= band < 2**63 for band in bands(text))

"""The decoder: right charset, whatever is declared, and no text where there is none."""

from __future__ import annotations

import codecs
import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.data.charsets import decode, score
from crm.domain.errors import CrmError, Unreadable

NEWS = "海州新区举行重点项目集中签约仪式，华澜新材料等12个项目落户，总投资86亿元。"
TRADITIONAL = "新竹園區舉行重點項目簽約儀式，華瀾新材料等十二個項目落戶，總投資八十六億元。"
PAGE = (
    '<html><head><meta charset="{declared}"><title>新闻</title></head><body>'
    + "<p>"
    + NEWS
    + "</p></body></html>"
)


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "hz"]
)
def test_simplified_text_reads_right(charset: str) -> None:
    assert decode(NEWS.encode(charset)).text == NEWS


@pytest.mark.parametrize("charset", ["big5", "utf-8", "gb18030", "utf-16-le"])
def test_traditional_text_reads_right(charset: str) -> None:
    assert decode(TRADITIONAL.encode(charset)).text == TRADITIONAL


def test_utf_32_is_told_by_its_mark() -> None:
    assert decode(codecs.BOM_UTF32_LE + NEWS.encode("utf-32-le")).text == NEWS


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "big5", "iso-8859-1", "x-unknown", "hex"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_wrong_declaration_is_only_a_vote(declared: str, charset: str) -> None:
    page = PAGE.format(declared=declared)
    assert decode(page.encode(charset)).text == page
    assert decode(page.encode(charset), declared).text == page


def test_gb2312_means_all_of_gb18030() -> None:
    text = "朱镕基、陶喆出席囍事活动，投资3€，" + NEWS
    assert decode(text.encode("gb18030"), "gb2312").text == text


def test_eight_bytes_are_enough() -> None:
    assert decode("苏州园区".encode("gbk")).text == "苏州园区"


def test_text_cut_inside_a_character_is_read_and_noted() -> None:
    decoded = decode(NEWS.encode("utf-8")[:-4])
    assert decoded.text.startswith(NEWS[:-2])
    assert decoded.is_repaired


def test_encoded_surrogate_pairs_are_joined() -> None:
    broken = NEWS.encode() + "\ud842\udfb7".encode("utf-8", "surrogatepass")
    assert decode(broken).text == NEWS + "𠮷"


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_refused(seed: int) -> None:
    noise = random.Random(seed)
    for _round in range(20):
        with pytest.raises(Unreadable):
            decode(noise.randbytes(noise.randint(64, 600)))


def test_mark_followed_by_noise_is_refused() -> None:
    with pytest.raises(Unreadable):
        decode(codecs.BOM_UTF8 + random.Random(1).randbytes(500))


def test_noise_scores_below_text() -> None:
    assert score(NEWS) > 0.8 > 0.3 > score("\ue000\ue001\x01鼕")
    assert score("") == 0


@given(st.binary(max_size=400), st.sampled_from([None, "gbk", "utf-16", "latin-1", "idna", "\x00"]))
def test_no_bytes_break_the_decoder(data: bytes, declared: str | None) -> None:
    with suppress(CrmError):
        decode(data, declared)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=200))
def test_utf_8_always_reads_as_written(text: str) -> None:
    if "\ufeff" not in text[:1] and not ("~{" in text and "~}" in text):
        assert decode(text.encode()).text == text

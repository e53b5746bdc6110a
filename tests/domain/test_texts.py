"""Texts as every database and workbook can keep them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.texts import storable


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("正文\n\t二\r\n", "正文\n\t二\r\n"),
        ("a\0b\x0bc\x1fd\x7f", "abcd"),
        ("\ud800x\udfff", "\ufffdx\ufffd"),
        ("👩‍💼𠮷", "👩‍💼𠮷"),
    ],
)
def test_only_what_cannot_be_kept_is_changed(text: str, kept: str) -> None:
    assert storable(text) == kept


@given(st.text(st.characters(categories=None)))
def test_result_can_be_encoded_and_stays(text: str) -> None:
    kept = storable(text)

    kept.encode("utf-8")
    assert "\0" not in kept
    assert storable(kept) == kept

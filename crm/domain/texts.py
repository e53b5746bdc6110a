"""Text that every database, workbook and printer can take."""

from __future__ import annotations

import re

# PostgreSQL stores no NUL, workbooks no other control character, and nothing stores half a surrogate pair.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


STOPS = "。！？\n"  # end a sentence


def sentence_around(text: str, start: int | None, end: int | None) -> str:
    """The sentence around a stretch of a text, as its quote; nothing for no stretch."""
    if start is None or end is None:
        return ""
    first = max(text.rfind(stop, 0, start) for stop in STOPS) + 1
    ends = [place for place in (text.find(stop, end) for stop in STOPS) if place >= 0]
    last = min(ends) + 1 if ends else len(text)
    return text[first:last].strip()


def storable(text: str) -> str:
    """`text` without control characters other than tabs and line ends; lone surrogates become U+FFFD."""
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))

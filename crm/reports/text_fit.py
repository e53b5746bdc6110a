"""Text in cells: what a workbook can hold, and how many lines it takes in a column."""

from __future__ import annotations

import re
from functools import lru_cache

MAX_CELL_UNITS = 32_767  # UTF-16 units in one cell; Excel refuses the file beyond that

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WORDS = re.compile(r"[!-~]+|.", re.DOTALL)
_LONG_WORD = re.compile(r"[!-~]{5,}")
_NEVER_FIRST = frozenset("，。、；：？！）》」』】〉”’%％…—·,.;:?!)]}")
_ROUGH_FROM = 20  # half-widths; in wider columns a whole character lost per line is a good estimate


def clean(text: str) -> str:
    """`text` as a workbook can hold it: no control characters, no lone surrogates, Unix line ends."""
    if not _SUSPECT.search(text):  # nearly always
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _UNWRITABLE.sub("", text))


def utf16_units(text: str) -> int:
    """Length as Excel counts it."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def pieces(text: str, limit: int = MAX_CELL_UNITS) -> list[str]:
    """`text` cut so that each piece fits into one cell; no character is split."""
    found: list[str] = []
    start = length = 0
    for place, char in enumerate(text):
        width = 2 if char > "\uffff" else 1
        if length + width > limit:
            found.append(text[start:place])
            start, length = place, 0
        length += width
    return [*found, text[start:]]


def width(text: str) -> int:
    """Width in half-width characters; a Chinese character is two, as in its GB 18030 code."""
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))


def line_count(text: str, capacity: float) -> int:
    """Lines `text` takes when wrapped to `capacity` half-widths, rather one too many than too few."""
    if len(text) * 2 <= capacity and "\n" not in text:
        return 1
    return _line_count(text, max(2, int(capacity)))


@lru_cache(maxsize=8_192)  # units, places and set phrases come again and again
def _line_count(text: str, room: int) -> int:
    return sum(_paragraph_lines(paragraph, room) for paragraph in text.split("\n"))


def _paragraph_lines(text: str, room: int) -> int:
    total = width(text)
    if total <= room:
        return 1
    if room >= _ROUGH_FROM and not _LONG_WORD.search(text):
        return -(-total // (room - 2))
    return _walked_lines(text, room)


def _walked_lines(text: str, room: int) -> int:
    """Wraps as a sheet does: words stay whole, closing punctuation takes its neighbour along."""
    lines, used = 1, 0
    last = 0
    for word in _WORDS.findall(text):
        size = width(word)
        if used + size <= room:
            used += size
        elif size > room:  # broken wherever the line ends
            lines += -(-(used + size) // room) - 1
            used = (used + size) % room or room
        else:
            lines += 1
            used = size + (last if word[0] in _NEVER_FIRST and last + size <= room else 0)
        last = size
    return lines

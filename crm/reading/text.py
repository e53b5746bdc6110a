"""What every recogniser needs: plain characters, Chinese numerals, sentences and clauses with offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

NUMERAL_LENGTH = (
    24  # characters; nothing an article tells is longer, and longer ones are attacks on the reader
)

_WIDE = "０１２３４５６７８９．％＄￥～—–―－億萬兩圓幣餘歐畝貳陸點個約過達"
_PLAIN = "0123456789.%$¥~----亿万两元币余欧亩贰陆点个约过达"
_TO_PLAIN = str.maketrans(_WIDE, _PLAIN)
_NEEDS_PLAIN = re.compile(f"[{re.escape(_WIDE)}]")

_DIGITS = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    **{digit: value for value, digit in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
}
_D = f"[{''.join(_DIGITS)}]"
_UNITS = {"千": 1000, "仟": 1000, "百": 100, "佰": 100, "十": 10, "拾": 10}
_MYRIADS = (("亿", Decimal(10**8)), ("万", Decimal(10**4)))
_NUMERAL = re.compile(r"[\d零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖十百千拾佰仟万亿.,点]{1,24}")
_ARABIC = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)([千百十]?)")
_SPELT = re.compile(f"零?(?:({_D})[千仟])?零?(?:({_D})[百佰])?零?(?:({_D}?)[十拾])?零?({_D}?)")
_STRING = re.compile(f"{_D}+")
_SPACES = re.compile(r"[\s\u3000]+")

_SENTENCE = re.compile(r"[^。！？!?\n\r]+[。！？!?]*[”’」』）)》\"]*")
_CLAUSE = re.compile(r"(?:[^，,；;：:。！？!?\n\r]|(?<=\d)[,:](?=\d))+")


class Piece(NamedTuple):
    """A stretch of a text by its offsets."""

    start: int
    end: int


@lru_cache(maxsize=2)  # each recogniser asks for the same article in turn
def plain(text: str) -> str:
    """`text` with full-width digits and traditional number words made plain; every offset stays the same."""
    return _made_plain(text)


def _made_plain(text: str) -> str:
    return text.translate(_TO_PLAIN) if _NEEDS_PLAIN.search(text) else text


@lru_cache(maxsize=4096)  # the same few numbers are told again and again
def number(text: str) -> Decimal | None:
    """The number `text` writes: Arabic, full-width, Chinese or mixed (3.5万, 二十亿, 二〇二三); else None."""
    if len(text) > 2 * NUMERAL_LENGTH:
        return None
    numeral = _SPACES.sub("", _made_plain(text).replace("，", ","))
    return _value(numeral) if _NUMERAL.fullmatch(numeral) else None


@lru_cache(maxsize=2)  # each recogniser asks for the same article in turn
def sentences(text: str) -> tuple[Piece, ...]:
    """The sentences of `text` with their closing marks, without the space around them."""
    return tuple(_pieces(_SENTENCE, text))


def clauses(text: str) -> list[Piece]:
    """The clauses of `text`, without the marks between them; 1,200 and 9:30 stay whole."""
    return list(_pieces(_CLAUSE, text))


def stretch_before(characters: re.Pattern[str], text: str, end: int, reach: int) -> int:
    """Where the stretch of `characters` begins that ends at `end`, at most `reach` characters long.

    `characters` matches any number of them. The text is read backwards, so that each is looked at once.
    """
    found = characters.match(text[max(0, end - reach) : end][::-1])
    return end - found.end() if found else end


def anchored(pattern: re.Pattern[str], starts: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of `pattern`, tried only where `starts` matches.

    A search for one of many characters is quick; trying a pattern of many branches everywhere is not.
    """
    floor = 0
    for start in starts.finditer(text):
        at = start.start()
        if at >= floor and (found := pattern.match(text, at)):
            floor = found.end()
            yield found


def _pieces(pattern: re.Pattern[str], text: str) -> Iterator[Piece]:
    for found in pattern.finditer(text):
        raw = found.group()
        start = found.start() + len(raw) - len(raw.lstrip())
        end = found.start() + len(raw.rstrip())
        if start < end:
            yield Piece(start=start, end=end)


def _value(numeral: str) -> Decimal | None:
    for unit, factor in _MYRIADS:
        left, mark, right = numeral.rpartition(unit)
        if not mark:
            continue
        many = _value(left) if left else Decimal(1)
        rest = _value(right) if right else Decimal(0)
        if many is None or rest is None or rest >= factor:
            return None
        return many * factor + rest
    return _below_myriad(numeral)


def _below_myriad(numeral: str) -> Decimal | None:
    if arabic := _ARABIC.fullmatch(numeral):
        return Decimal(arabic[1].replace(",", "")) * _UNITS.get(arabic[2], 1)
    whole, point, decimals = numeral.partition("点")
    if point:
        value = _below_myriad(whole)
        if value is None or not _STRING.fullmatch(decimals):
            return None
        return value + Decimal(f"0.{_digit_string(decimals)}")
    if _STRING.fullmatch(numeral):
        return Decimal(_digit_string(numeral))
    return _spelt(numeral)


def _digit_string(numeral: str) -> str:
    return "".join(str(_DIGITS[digit]) for digit in numeral)


def _spelt(numeral: str) -> Decimal | None:
    found = _SPELT.fullmatch(numeral)
    if not numeral or found is None:
        return None if numeral not in _UNITS else Decimal(_UNITS[numeral])
    thousands, hundreds, tens, ones = found.groups()
    total = _DIGITS.get(thousands, 0) * 1000 + _DIGITS.get(hundreds, 0) * 100 + _DIGITS.get(ones, 0)
    if tens is not None:
        total += (_DIGITS[tens] if tens else 1) * 10
    return Decimal(total)

"""Bytes to text: which charset a Chinese file really is in, whatever it says of itself."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from crm.domain.errors import Unreadable
from crm.domain.text import REPLACEMENT
from crm.i18n import _

# The commonest 3,755 characters (GB 2312 level 1): the right charset yields mostly these, a wrong one
# mostly rare ones. That gb18030 decodes without error proves nothing; most random bytes do.
_COMMON = frozenset(
    bytes((high, low)).decode("gb2312")
    for high in range(0xB0, 0xD8)
    for low in range(0xA1, 0xFF)
    if not (high == 0xD7 and low > 0xF9)
)
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】—…·％￥　•①②③④⑤⑥\xa0")
_WHITE = frozenset(" \t\r\n\x0c")
_LEAST_SCORE = 0.66
_ASCII_WEIGHT = 0.2  # markup is the same in every charset but UTF-16; it must not drown the few words
_SAMPLE = 400_000  # bytes looked at; the whole is decoded once, in the charset that won
_PRIORS = (("gb18030", 0.06), ("utf-16-le", 0.02), ("big5hkscs", 0.0), ("utf-16-be", 0.0))
_VOTE = 0.08  # what a declared charset is worth
_BROKEN_SHARE = 0.1  # of UTF-8 sequences; page templates cut descriptions in the middle of a character
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""")
_DECLARED_WITHIN = 8_192  # bytes
_GB_NAMES = frozenset(("gb2312", "gbk", "gb18030", "cp936", "hz", "euc_cn"))


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """Text with the charset that gave it; `is_repaired` if some bytes fitted no character."""

    text: str
    charset: str
    is_repaired: bool = False


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text in `data`; `declared` (from a header) and what the text says of itself are votes only.

    Raises Unreadable if no charset yields text.
    """
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return _accept(data[len(bom) :].decode(charset, "replace"), charset)
    as_utf8 = _utf8(data)
    if as_utf8:
        return as_utf8
    vote = _known_name(declared) or _declared_inside(data)
    charset, score = max(_candidates(data[:_SAMPLE], vote), key=lambda candidate: candidate[1])
    if score < _LEAST_SCORE:
        raise Unreadable(_("This is not text in a charset that can be recognised."))
    return _accept(data.decode(charset, "replace"), charset)


def score(text: str) -> float:
    """How much `text` looks like Chinese prose or markup: 1 at most, 0 and less for noise."""
    total = weight = 0.0
    for char, count in Counter(text).items():
        worth, share = _worth(char)
        total += worth * share * count
        weight += share * count
    return total / weight if weight else 0.0


def _worth(char: str) -> tuple[float, float]:
    """What a character tells for the charset, and how much it weighs."""
    code = ord(char)
    if 32 <= code < 127 or char in _WHITE:
        return 1.0, _ASCII_WEIGHT
    if char in _COMMON or char in _PUNCTUATION:
        return 1.0, 1.0
    if code < 32 or char == REPLACEMENT or 0xD800 <= code <= 0xF8FF:
        return -3.0, 1.0
    if 0x4E00 <= code <= 0x9FFF or 0xFF00 <= code < 0xFFEF:
        return 0.55, 1.0
    return -0.6, 1.0


def _accept(text: str, charset: str) -> Decoded:
    broken = sum(text.count(char) for char in (REPLACEMENT, "\x00"))
    if broken > _BROKEN_SHARE * max(len(text), 1) + 1:
        raise Unreadable(_("The text is damaged: most of its characters cannot be read."))
    return Decoded(text=text, charset=charset, is_repaired=bool(broken))


def _utf8(data: bytes) -> Decoded | None:
    """The text if `data` is UTF-8, also when cut short, broken in places or written as CESU-8."""
    if _control_share(data) > 0.02:  # UTF-16 text with Latin letters is also valid UTF-8, with NULs
        return None
    if b"~{" in data and b"~}" in data and data.isascii():
        as_hz = data.decode("hz", "replace")
        if REPLACEMENT not in as_hz and score(as_hz) >= _LEAST_SCORE:
            return Decoded(text=as_hz, charset="hz")
    try:
        return Decoded(text=data.decode("utf-8"), charset="utf-8")
    except UnicodeDecodeError:
        pass
    sample = _mend(data[:_SAMPLE])
    broken = sample.count(REPLACEMENT)
    whole = sum(1 for char in sample if char > "\x7f") - broken
    if whole <= 0 or broken > max(_BROKEN_SHARE * whole, 1 if whole > 4 else 0):
        return None
    text = _mend(data)
    return Decoded(text=text, charset="utf-8", is_repaired=REPLACEMENT in text)


def _control_share(data: bytes) -> float:
    controls = sum(data.count(byte) for byte in range(9)) + sum(data.count(byte) for byte in range(14, 32))
    return controls / max(len(data), 1)


def _surrogate_or_replacement(error: UnicodeError) -> tuple[str | bytes, int]:
    try:
        return codecs.lookup_error("surrogatepass")(error)
    except UnicodeError:
        return codecs.lookup_error("replace")(error)


codecs.register_error("surrogatepass_or_replace", _surrogate_or_replacement)


def _mend(data: bytes) -> str:
    """UTF-8 with pairs of encoded surrogates joined (CESU-8) and what is broken replaced."""
    text = data.decode("utf-8", "surrogatepass_or_replace")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _candidates(data: bytes, vote: str | None) -> Iterator[tuple[str, float]]:
    for charset, prior in _PRIORS:
        if charset.startswith("utf-16") and len(data) % 2:
            continue
        yield charset, score(data.decode(charset, "replace")) + prior + (_VOTE if charset == vote else 0)


def _known_name(declared: str | None) -> str | None:
    """The codec a declared charset stands for, None if it is no candidate; every gb name means gb18030."""
    if not declared:
        return None
    try:
        codec = codecs.lookup(declared.strip().lower())
    except (LookupError, ValueError):
        return None
    name = codec.name.replace("-", "_")
    if name in _GB_NAMES:
        return "gb18030"
    if name in ("big5", "cp950", "big5hkscs"):
        return "big5hkscs"
    return codec.name if name.startswith("utf_16") else None


def _declared_inside(data: bytes) -> str | None:
    for match in _DECLARED.finditer(data[:_DECLARED_WITHIN]):
        name = _known_name(match.group(1).decode("ascii"))
        if name:
            return name
    return None

"""Known names as values, and the one spelling that all names are compared in."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from operator import add
from typing import NamedTuple

import opencc

HINT_LENGTH = 2  # characters; enterprise names this short also occur as ordinary words


class NameKind(StrEnum):
    """What a known name belongs to."""

    ENTERPRISE = "enterprise"
    ZONE = "zone"
    REGION = "region"
    INDUSTRY = "industry"
    STOP = "stop"


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownName:
    """One form of a name: `text` as articles write it, `name` as it is officially."""

    text: str
    kind: NameKind
    name: str
    detail: str | None = None  # region path, industry code or the id of a record
    rule: str = ""  # why this form stands for the name
    common: bool = False  # an everyday word too: a hint, not a find

    @property
    def is_hint(self) -> bool:
        """Whether the form needs other evidence before it counts as a find."""
        return self.common or (self.kind is NameKind.ENTERPRISE and len(self.text) <= HINT_LENGTH)


class NameColumns:
    """Many known names in little room: they lie in columns, and are made when they are asked for."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._names: list[str] = []
        self._details: list[str | None] = []
        self._traits = array("H")  # which of the few traits that names have in common
        self._known: dict[tuple[NameKind, str, bool], int] = {}  # traits by their number
        self._in_order: list[tuple[NameKind, str, bool]] = []

    def add(self, name: KnownName) -> int:
        """Keeps the name; its number."""
        traits = (name.kind, name.rule, name.common)
        number = self._known.setdefault(traits, len(self._in_order))
        if number == len(self._in_order):
            self._in_order.append(traits)
        self._texts.append(name.text)
        self._names.append(name.name)
        self._details.append(name.detail)
        self._traits.append(number)
        return len(self._texts) - 1

    def __getitem__(self, number: int) -> KnownName:
        kind, rule, common = self._in_order[self._traits[number]]
        text, name, detail = self._texts[number], self._names[number], self._details[number]
        return KnownName(text=text, kind=kind, name=name, detail=detail, rule=rule, common=common)


class NameHit(NamedTuple):
    """A stretch of text, as written, and the names it may stand for."""

    text: str
    start: int
    end: int
    names: tuple[KnownName, ...]
    enterprises: tuple[KnownName, ...]  # those of the names that are of this kind
    zones: tuple[KnownName, ...]
    regions: tuple[KnownName, ...]
    industries: tuple[KnownName, ...]


_PLAIN = re.compile("[\u4e00-\u9fff]*")  # neither wide nor Latin
_WIDE_LETTERS = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff06\uff0d\uff0e]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@lru_cache(maxsize=2)  # each recogniser asks for the same article in turn
def normalised(text: str) -> str:
    """`text` in the spelling names are compared in, character for character.

    Brackets and full-width letters become half-width, Latin lower case, traditional simplified.
    """
    return spelled(text)


@lru_cache(maxsize=1)  # each layer of known names asks for the same article in turn
def pairs_of(text: str) -> list[str]:
    """The pairs of neighbouring characters of `text`, in order; kept, so that each is hashed only once."""
    return [*map(add, text, text[1:])]


def spelled(text: str) -> str:
    """The same for one of many names, none of which is asked for again; as it is if nothing changes."""
    if _PLAIN.fullmatch(text):
        return simplify(text)
    plain = text.replace("（", "(").replace("）", ")")
    if _WIDE_LETTERS.search(plain):
        plain = plain.translate(_NARROW)
    lower = plain.lower()
    if len(lower) != len(plain):  # İ grows when it is lowered
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in plain)
    return simplify(lower)


def simplify(text: str) -> str:
    """`text` with simplified characters, character for character."""
    table = _simplified()
    return text.translate(table.codes) if table.any.search(text) else text


@dataclass(frozen=True, kw_only=True)
class _Simplified:
    codes: dict[int, str]
    any: re.Pattern[str]  # one of the characters


@cache
def _simplified() -> _Simplified:
    """Single characters only: words that OpenCC would replace as a whole change lengths."""
    blocks = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
    assigned = [
        chr(code) for low, high in blocks for code in range(low, high) if unicodedata.name(chr(code), "")
    ]
    answers = opencc.OpenCC("t2s").convert("\n".join(assigned)).split("\n")
    codes = {
        ord(char): answer
        for char, answer in zip(assigned, answers, strict=True)
        if char != answer and len(answer) == 1
    }
    return _Simplified(codes=codes, any=re.compile(f"[{''.join(map(chr, codes))}]"))


BYTES = 2  # of a character in the automaton
_RARE = re.compile("[\U00010000-\U0010ffff]")  # they have no two-byte form; names are compared in full


@lru_cache(maxsize=2)  # each recogniser asks for the same article in turn
def as_bytes(plain: str) -> str:
    """`plain` for an automaton: two bytes for each character, each byte as a character of its own."""
    if _RARE.search(plain):
        plain = _RARE.sub("\ufffd", plain)
    return plain.encode("utf-16-be", "surrogatepass").decode("latin-1")

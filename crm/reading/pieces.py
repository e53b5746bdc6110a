"""A text cut into its words at least cost: everyday words, trades, places, and what is left unknown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from operator import add
from typing import NamedTuple

from crm.reading.firm_words import firm_words
from crm.reading.known import NameHit, NameKind

LONGEST = 6  # characters of the longest word looked up


class Kind(StrEnum):
    """What a piece of text is."""

    UNKNOWN = "unknown"  # one character that belongs to no word
    WORD = "word"
    VERB = "verb"
    BOUNDARY = "boundary"  # a word that no name crosses
    JOINT = "joint"
    TRADE = "trade"
    WEAK = "weak trade"
    INSIDE = "inside"
    FACILITY = "facility"
    BODY = "body"
    SECTOR = "sector"
    PLACE = "place"
    ZONE = "zone"
    FIRM = "firm"
    LEGAL = "legal"
    LATIN = "latin"
    NUMBER = "number"
    MARK = "mark"
    EDGE = "edge"


class Pieces(NamedTuple):
    """The words of a stretch, one after the other: where each begins, and what it is."""

    starts: list[int]
    kinds: list[Kind]


_WRITTEN = re.compile(r"[A-Za-z&][A-Za-z0-9&\-]*|\d[\d.,]*|[(（)）\[\]·\-&]")
_WORD_COST = 1.0
_UNKNOWN = (Kind.UNKNOWN, 1.25)
_SMALL_COST = 0.9
_HIT_COST = 0.75
_HIT_KINDS = {  # of several the first
    NameKind.REGION: Kind.PLACE,
    NameKind.ZONE: Kind.ZONE,
    NameKind.ENTERPRISE: Kind.FIRM,
    NameKind.INDUSTRY: Kind.SECTOR,
}


@dataclass(frozen=True, kw_only=True)
class _Words:
    kinds: dict[str, Kind]
    lengths: dict[str, tuple[int, ...]]  # by their first two characters, how long words are
    characters: dict[str, tuple[Kind, float]]  # words of one character, with what each costs


@cache
def _words() -> _Words:
    words = firm_words()
    sources = (
        (words.ordinary, Kind.WORD),
        (words.inside, Kind.INSIDE),
        (words.weak, Kind.WEAK),
        (words.sure, Kind.TRADE),
        (words.facility, Kind.FACILITY),
        (words.agency, Kind.BODY),
        (words.verbs, Kind.VERB),
        (words.boundary, Kind.BOUNDARY),
        (words.countries, Kind.PLACE),
        (("公司", "集团", "有限公司", "有限责任公司", "股份有限公司"), Kind.LEGAL),
        ("和与及同跟", Kind.JOINT),
    )
    kinds = {word: kind for source, kind in sources for word in source if len(word) <= LONGEST}
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in kinds:
        if len(word) > 1:
            lengths[word[:2]].add(len(word))
    return _Words(
        kinds=kinds,
        lengths={head: tuple(sizes) for head, sizes in lengths.items()},
        characters={word: (kind, _SMALL_COST) for word, kind in kinds.items() if len(word) == 1},
    )


def _fixed(hits: Sequence[NameHit], start: int, end: int) -> dict[int, tuple[int, Kind, float]]:
    """The known names in a stretch: where each begins, its end, kind and cost."""
    fixed: dict[int, tuple[int, Kind, float]] = {}
    for hit in hits:
        kind = _kind_of(hit)
        if kind and start <= hit.start and hit.end <= end:
            is_doubtful = kind is Kind.FIRM and all(name.is_hint for name in hit.names)
            price = _WORD_COST if is_doubtful else _HIT_COST
            fixed[hit.start - start] = (hit.end - start, kind, price)
    return fixed


def _kind_of(hit: NameHit) -> Kind | None:
    if len(hit.names) == 1:
        return _HIT_KINDS.get(hit.names[0].kind)
    kinds = {name.kind for name in hit.names}
    return next((to for of, to in _HIT_KINDS.items() if of in kinds), None)


def cut(text: str, start: int, end: int, hits: Sequence[NameHit]) -> Pieces:
    """The words of `text[start:end]`, of all ways to cut it the one of least cost.

    An empty piece of the kind EDGE stands at both its ends.
    """
    ends, kinds = _steps(text[start:end], _fixed(hits, start, end))
    cut_starts, cut_kinds = [start], [Kind.EDGE]
    at, size = 0, end - start
    while at < size:
        cut_starts.append(start + at)
        cut_kinds.append(kinds[at])
        at = ends[at]
    cut_starts.append(end)
    cut_kinds.append(Kind.EDGE)
    return Pieces(cut_starts, cut_kinds)


def _steps(stretch: str, fixed: dict[int, tuple[int, Kind, float]]) -> tuple[list[int], list[Kind]]:
    """For each offset the end and the kind of the word that begins there in the cheapest way to go on."""
    words, size = _words(), len(stretch)
    known, lengths = words.kinds.get, [*map(words.lengths.get, map(add, stretch, stretch[1:])), None]
    singles = [*map(words.characters.get, stretch)]
    ends, kinds = [*range(1, size + 1)], [Kind.UNKNOWN] * size
    for found in _WRITTEN.finditer(stretch):
        at = found.start()
        ends[at], singles[at] = found.end(), (_written_kind(stretch[at]), _WORD_COST)
    cost = [0.0] * (size + 1)
    for at in range(size - 1, -1, -1):
        to, (kind, price) = ends[at], singles[at] or _UNKNOWN
        best = cost[to] + price
        for length in lengths[at] or ():
            stop = at + length
            if stop <= size and (price := cost[stop] + _WORD_COST) < best:
                word = known(stretch[at:stop])
                if word:
                    to, kind, best = stop, word, price
        if at in fixed:
            stop, name, price = fixed[at]
            if cost[stop] + price <= best:
                kind = known(stretch[at:stop], name) if name is Kind.SECTOR else name
                to, best = stop, cost[stop] + price
        cost[at], ends[at], kinds[at] = best, to, kind
    return ends, kinds


def _written_kind(first: str) -> Kind:
    return Kind.NUMBER if first.isdigit() else Kind.LATIN if first.isalpha() else Kind.MARK

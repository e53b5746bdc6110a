"""Under which keys a name is kept, so that names that may mean the same record meet under one of them.

Keys are few and short, because every name of every record has them: the name itself without legal form,
width and brackets; the same without the region it begins with; two of its first three characters, which
two names share that differ by one of them; and what it sounds like, whole and in initials.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import combinations, islice

from crm.data.search_words import fold, ways_to_read
from crm.domain.checks import name_key
from crm.domain.project_names import without_filling
from crm.paths import resource

LEAST_LENGTH = 2  # characters; a single one means nothing
HEAD = 3  # characters, of which two are kept
SOUNDING = 8  # characters whose sound is kept; longer ones differ before that
SOUND_LENGTH = 24  # letters
MOST_READINGS = 8  # of one name, where several characters are read in several ways
PHONE_LENGTH = 11  # digits, so that +86 does not count

_BRACKETED = re.compile(r"\(([^()]{2,12})\)")


class KeyForm(StrEnum):
    """What a key tells of a name."""

    WHOLE = "w"
    CORE = "c"
    HEAD = "h"
    SOUND = "s"
    PHONE = "p"


Key = tuple[str, str]  # form, key


def keys_of(kind: str, names: Iterable[str], phone: str = "") -> set[Key]:
    """Every key of a record of that kind."""
    found: set[Key] = set()
    for name in names:
        whole, core = whole_key(kind, name), core_key(kind, name)
        if len(whole) >= LEAST_LENGTH:
            found.add((str(KeyForm.WHOLE), whole))
            found.add((str(KeyForm.CORE), core))
            found.update((str(KeyForm.HEAD), head) for head in heads(core))
            found.update((str(KeyForm.SOUND), sound) for sound in sounds(core))
    if digits := phone_key(phone):
        found.add((str(KeyForm.PHONE), digits))
    return found


def whole_key(kind: str, name: str) -> str:
    """The name but for width, brackets, spaces, case and what says nothing at its end."""
    return name_key(without_filling(name) if kind == "project" else name)


def core_key(kind: str, name: str) -> str:
    """The same without the region that a name begins with, or that stands in brackets inside it."""
    if kind not in ("enterprise", "zone"):
        return whole_key(kind, name)
    even = unicodedata.normalize("NFKC", name)
    kept = _BRACKETED.sub(lambda found: "" if found[1] in _regions() else found[0], even)
    return name_key(_without_region(name_key(kept)))


def heads(core: str) -> list[str]:
    """Every two of the first three characters, in their order."""
    return ["".join(pair) for pair in combinations(core[:HEAD], 2)]


def sounds(core: str) -> list[str]:
    """What a name is typed as in Latin letters: initials and whole pinyin, in the likely readings."""
    ways = _readings(core)
    short = ("".join(part[:1] for part in way) for way in ways)
    return list(dict.fromkeys([*short, *map(_joined, ways)]))


def typed_sounds(text: str) -> list[str]:
    """What a typed text sounds like: itself if it is in Latin letters, else its whole readings."""
    return (
        [fold(text)[:SOUND_LENGTH]] if text.isascii() else list(dict.fromkeys(map(_joined, _readings(text))))
    )


def _readings(text: str) -> list[tuple[str, ...]]:
    """Every character as it is read alone. How it is read in its word costs fifty times as much."""
    options = [list(_readings_of(letter)) for letter in text[:SOUNDING]]
    return list(islice(ways_to_read([parts[0] for parts in options], options), MOST_READINGS))


@cache
def _readings_of(letter: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # its dictionary costs a start 0.3 s

    found = pinyin(letter, style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(fold(part) for part in found[0])) if found else (letter,)


def _joined(way: tuple[str, ...]) -> str:
    return "".join(way)[:SOUND_LENGTH]


def phone_key(phone: str) -> str:
    """The digits of a number without its country; nothing for what is no number."""
    digits = "".join(letter for letter in unicodedata.normalize("NFKC", phone) if letter.isdigit())
    return digits[-PHONE_LENGTH:] if len(digits) >= 7 else ""


def _without_region(key: str) -> str:
    shorter = key
    while True:
        found = next((word for word in _beginnings(shorter) if word in _regions()), "")
        if not found:
            return shorter
        shorter = shorter[len(found) :]


def _beginnings(key: str) -> Iterator[str]:
    """Beginnings of a key that may be a region, the longest first; something has to be left."""
    for length in range(min(len(key) - LEAST_LENGTH, _longest()), 1, -1):
        yield key[:length]


@cache
def _regions() -> frozenset[str]:
    """Provinces and cities by either name, counties in full: short ones of these are words, too."""
    with resource("lexicons", "divisions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    short = {row["short"] for row in rows if row["level"] in ("province", "city")}
    return frozenset(name for name in short | {row["name"] for row in rows} if len(name) > 1)


@cache
def _longest() -> int:
    return max(map(len, _regions()))

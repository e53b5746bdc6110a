"""A list of names, pasted or from a file, and where a text holds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crm.reading.known import KnownName, NameKind, normalised
from crm.reading.lexicon import Lexicon

LEAST_LENGTH = 2  # characters; shorter names stand everywhere
AROUND = 24  # characters of a snippet on either side
_QUOTES = "\"'“”‘’"


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A name in a text: its number in the list, the first place, and how often it stands there."""

    number: int
    text: str  # as written
    start: int
    end: int
    count: int


def listed(pasted: str) -> list[str]:
    """The names of a pasted column: of every line the first cell with anything in it, each name once."""
    names: dict[str, str] = {}
    for line in pasted.splitlines():
        cell = next((cell for cell in line.split("\t") if cell.strip()), "")
        name = " ".join(cell.strip().strip(_QUOTES).split())
        if name:
            names.setdefault(normalised(name), name)
    return list(names.values())


class NameList:
    """Looks for many names in one pass over a text, however many they are."""

    def __init__(self, forms: Iterable[Sequence[str]]) -> None:
        """`forms` holds, for each number of the list, every form of the name that counts."""
        self._lexicon = Lexicon.of(
            KnownName(text=form, kind=NameKind.ENTERPRISE, name=str(number), detail=str(number))
            for number, those in enumerate(forms)
            for form in those
            if len(form.strip()) >= LEAST_LENGTH
        )

    def find(self, text: str) -> list[Found]:
        """What of the list stands in `text`, in the order of the list; a name inside another counts too."""
        places: dict[int, list[tuple[int, int]]] = {}
        for hit in self._lexicon.occurrences(text):
            for name in hit.names:
                places.setdefault(int(name.name), []).append((hit.start, hit.end))
        return [_found(number, text, places[number]) for number in sorted(places)]


def _found(number: int, text: str, places: list[tuple[int, int]]) -> Found:
    """Forms of one name that lie in each other, such as 长电 in 长电科技, are one place: the longest."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    start, end = apart[0]
    return Found(number=number, text=text[start:end], start=start, end=end, count=len(apart))


def snippet(text: str, start: int, end: int) -> str:
    """The words around a place, on one line."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    around = " ".join(text[first:last].split())
    return ("…" if first else "") + around + ("…" if last < len(text) else "")

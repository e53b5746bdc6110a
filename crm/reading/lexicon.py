"""All known names and where a text speaks of them: one pass whatever their number."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cache
from itertools import compress, count
from typing import NamedTuple

from crm.reading.gazetteers import shipped_names
from crm.reading.known import KnownName, NameColumns, NameHit, NameKind, normalised, pairs_of, spelled

HEAD = 2  # characters that names are looked for by
FEW = 2  # lengths of names that begin alike; where there are more, one more character is compared first
MOST_MET = 2000  # names whose meanings a layer keeps ready; texts of one office speak of the same again


class Lexicon:
    """Known names in layers: those shipped, and an office's own on top."""

    def __init__(self, *layers: _Layer) -> None:
        self._layers = layers

    @classmethod
    def of(cls, names: Iterable[KnownName]) -> Lexicon:
        """A lexicon of these names alone."""
        return cls(_Layer(names))

    @staticmethod
    def shipped() -> Lexicon:
        """The gazetteers that come with the program; made once."""
        return _shipped()

    def extended(self, names: Iterable[KnownName]) -> Lexicon:
        """This lexicon with `names` on top; what it already holds is not built again."""
        return Lexicon(*self._layers, _Layer(names))

    def changed(self, added: Iterable[KnownName], gone: Iterable[KnownName]) -> Lexicon:
        """This lexicon with `added` on top, and its topmost names without `gone`; nothing is built again."""
        *below, top = self._layers
        return Lexicon(*below, top.without(gone), _Layer(added))

    def names(self, text: str) -> tuple[KnownName, ...]:
        """What exactly `text` may stand for; stop words included."""
        key = normalised(text)
        return tuple(name for layer in self._layers for name in layer.get(key))

    def hits(self, text: str) -> list[NameHit]:
        """Known names in `text` in order, none overlapping: the longest first, then those that are no
        everyday words, then the leftmost.

        A stop word swallows what lies inside it, unless a later layer knows the same form as a name.
        """
        plain = normalised(text)
        found: dict[tuple[int, int], _Meaning] = {}
        for layer in self._layers:
            for start, end, meaning in layer.finds(plain):
                place = (start, end)
                found[place] = _on_top(meaning, found[place]) if place in found else meaning
        return [
            NameHit(text[start:end], start, end, meaning.names, *meaning.by_kind)
            for start, end in _apart(found, len(text))
            if not (meaning := found[start, end]).is_stop
        ]

    def occurrences(self, text: str) -> Iterator[NameHit]:
        """Every place of every known name, those inside others and stop words too."""
        plain = normalised(text)
        for layer in self._layers:
            for start, end, meaning in layer.finds(plain):
                yield NameHit(text[start:end], start, end, meaning.names, *meaning.by_kind)


_KINDS = (NameKind.ENTERPRISE, NameKind.ZONE, NameKind.REGION, NameKind.INDUSTRY)


class _Meaning(NamedTuple):
    """What one form of a name may stand for."""

    names: tuple[KnownName, ...]
    by_kind: tuple[tuple[KnownName, ...], ...]  # as NameHit tells them
    is_stop: bool
    is_common: bool  # an everyday word whatever it stands for
    is_wide: bool = True  # neither end is Latin, so that it cannot be a part of a Latin word


def _meaning(names: tuple[KnownName, ...]) -> _Meaning:
    if len(names) == 1:  # as nearly all of the many thousands
        kind = names[0].kind
        by_kind = (
            names if kind is NameKind.ENTERPRISE else (),
            names if kind is NameKind.ZONE else (),
            names if kind is NameKind.REGION else (),
            names if kind is NameKind.INDUSTRY else (),
        )
        return _Meaning(names, by_kind, kind is NameKind.STOP, names[0].common)
    return _Meaning(
        names=names,
        by_kind=tuple(tuple(name for name in names if name.kind is kind) for kind in _KINDS),
        is_stop=any(name.kind is NameKind.STOP for name in names),
        is_common=all(name.common for name in names),
    )


class _Layer:
    """Names by their spelling, and for each two characters the lengths of the names that begin so; where
    these are many, for each three.

    An automaton over as many names takes ten times the room. Nothing is changed after it is built.
    """

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._names = NameColumns()
        self._numbers: dict[str, int | tuple[int, ...]] = {}  # of nearly all spellings there is one name
        for name in names:
            key = spelled(name.text)
            if key.strip():
                self._keep(key, name)
        self._lengths = _lengths_by_head(self._numbers, HEAD)
        many = (key for key in self._numbers if len(self._lengths.get(key[:HEAD], ())) > FEW)
        self._longer = _lengths_by_head(many, HEAD + 1)
        single = [key for key in self._numbers if len(key) < HEAD]
        self._single = re.compile(f"[{re.escape(''.join(single))}]") if single else None
        self._met: dict[str, _Meaning] = {}
        self._hidden: frozenset[KnownName] = frozenset()

    def _keep(self, key: str, name: KnownName) -> None:
        before = self._numbers.get(key)
        if before is None:
            self._numbers[key] = self._names.add(name)
        elif name not in self._named(before):
            earlier = before if isinstance(before, tuple) else (before,)
            self._numbers[key] = (*earlier, self._names.add(name))

    def _named(self, numbers: int | tuple[int, ...]) -> tuple[KnownName, ...]:
        if isinstance(numbers, int):
            return (self._names[numbers],)
        return tuple(self._names[number] for number in numbers)

    def without(self, names: Iterable[KnownName]) -> _Layer:
        """The same names, of which these are passed over."""
        made = copy(self)
        made._hidden = self._hidden | frozenset(names)
        made._met = {}
        return made

    def get(self, key: str) -> tuple[KnownName, ...]:
        return self._meaning(key).names if key in self._numbers else ()

    def _meaning(self, key: str) -> _Meaning:
        names = self._named(self._numbers[key])
        meaning = _meaning(tuple(name for name in names if name not in self._hidden))
        if key[0].isascii() or key[-1].isascii():
            meaning = meaning._replace(is_wide=False)
        if len(self._met) >= MOST_MET:
            self._met = {}
        self._met[key] = meaning
        return meaning

    def finds(self, plain: str) -> Iterator[tuple[int, int, _Meaning]]:
        if self._single is not None:
            for place in self._single.finditer(plain):
                meaning = self._met.get(place.group()) or self._meaning(place.group())
                if meaning.names and (meaning.is_wide or _stands_alone(plain, *place.span())):
                    yield *place.span(), meaning
        lengths, numbers, met = self._lengths, self._numbers, self._met
        pairs, size = pairs_of(plain), len(plain)
        for start in compress(count(), map(lengths.__contains__, pairs)):
            sizes = lengths[pairs[start]]
            if len(sizes) > FEW:
                longer = self._longer.get(plain[start : start + HEAD + 1], ())
                sizes = (HEAD, *longer) if sizes[0] == HEAD else longer
            for length in sizes:
                if start + length > size:
                    break
                key = plain[start : start + length]
                if key not in numbers:
                    continue
                meaning = met.get(key) or self._meaning(key)
                if meaning.names and (meaning.is_wide or _stands_alone(plain, start, start + length)):
                    yield start, start + length, meaning


def _lengths_by_head(keys: Iterable[str], size: int) -> dict[str, tuple[int, ...]]:
    """The lengths of the keys that begin with the same `size` characters, in order."""
    masks: dict[str, int] = {}  # a bit for each length
    for key in keys:
        if len(key) >= size:
            masks[key[:size]] = masks.get(key[:size], 0) | 1 << len(key)
    lengths = {mask: tuple(_bits(mask)) for mask in set(masks.values())}  # far fewer than heads
    return {head: lengths[mask] for head, mask in masks.items()}


def _bits(mask: int) -> Iterator[int]:
    return (place for place in range(mask.bit_length()) if mask >> place & 1)


@cache
def _shipped() -> Lexicon:
    lexicon = Lexicon.of(shipped_names())
    gc.freeze()  # the names stay; collecting garbage need not look at them again
    return lexicon


def _on_top(meaning: _Meaning, earlier: _Meaning) -> _Meaning:
    if meaning.is_stop:
        return meaning
    return _meaning((*meaning.names, *(name for name in earlier.names if name.kind is not NameKind.STOP)))


def _apart(found: dict[tuple[int, int], _Meaning], length: int) -> list[tuple[int, int]]:
    """Spans that do not overlap, in order of the text: of equals, 龙海 and not the everyday 和龙."""
    taken = bytearray(length)
    kept = []
    ranked = sorted((start - end, meaning.is_common, start) for (start, end), meaning in found.items())
    for minus_length, _, start in ranked:
        end = start - minus_length
        # a kept span is never shorter, so it covers an end of every span it meets
        if not taken[start] and not taken[end - 1]:
            taken[start:end] = b"\x01" * (end - start)
            kept.append((start, end))
    return sorted(kept)


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Whether Latin ends of a name are ends of words: LED is not in sealed."""
    first, last = plain[start], plain[end - 1]
    if first.isascii() and first.isalnum() and start and _is_latin(plain[start - 1], first):
        return False
    return not (last.isascii() and last.isalnum() and end < len(plain) and _is_latin(plain[end], last))


def _is_latin(neighbour: str, edge: str) -> bool:
    return neighbour.isascii() and (neighbour.isalpha() if edge.isalpha() else neighbour.isdigit())

"""All known names and where a text speaks of them: one automaton pass whatever their number."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cache
from typing import NamedTuple

import ahocorasick

from crm.reading.gazetteers import shipped_names
from crm.reading.known import BYTES, KnownName, NameHit, NameKind, as_bytes, normalised


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
        plain_bytes = as_bytes(plain)
        found: dict[tuple[int, int], _Meaning] = {}
        for layer in self._layers:
            for start, end, meaning in layer.finds(plain, plain_bytes):
                earlier = found.get((start, end))
                found[start, end] = _on_top(meaning, earlier) if earlier else meaning
        return [
            NameHit(text[start:end], start, end, found[start, end].names, *found[start, end].by_kind)
            for start, end in _apart(found, len(text))
            if not found[start, end].is_stop
        ]

    def occurrences(self, text: str) -> Iterator[NameHit]:
        """Every place of every known name, those inside others and stop words too, by where they end."""
        plain = normalised(text)
        plain_bytes = as_bytes(plain)
        for layer in self._layers:
            for start, end, meaning in layer.finds(plain, plain_bytes):
                yield NameHit(text[start:end], start, end, meaning.names, *meaning.by_kind)


_KINDS = (NameKind.ENTERPRISE, NameKind.ZONE, NameKind.REGION, NameKind.INDUSTRY)


class _Meaning(NamedTuple):
    """What one form of a name may stand for."""

    names: tuple[KnownName, ...]
    by_kind: tuple[tuple[KnownName, ...], ...]  # as NameHit tells them
    is_stop: bool
    is_common: bool  # an everyday word whatever it stands for


def _meaning(names: tuple[KnownName, ...]) -> _Meaning:
    return _Meaning(
        names=names,
        by_kind=tuple(tuple(name for name in names if name.kind is kind) for kind in _KINDS),
        is_stop=any(name.kind is NameKind.STOP for name in names),
        is_common=all(name.common for name in names),
    )


class _Layer:
    """One automaton; nothing is changed after it is built.

    It runs over bytes: a node is searched one child after the other, and over characters the
    first node would have thousands of them.
    """

    def __init__(self, names: Iterable[KnownName]) -> None:
        entries: dict[str, tuple[KnownName, ...]] = {}
        for name in names:
            key = normalised(name.text)
            if key.strip():
                known = entries.get(key, ())
                if name not in known:
                    entries[key] = (*known, name)
        self._entries = entries
        self._automaton = ahocorasick.Automaton()
        for key, alternatives in self._entries.items():
            has_latin_end = key[0].isascii() or key[-1].isascii()
            self._automaton.add_word(as_bytes(key), (key, _meaning(alternatives), has_latin_end))
        self._automaton.make_automaton()
        self._hidden: frozenset[KnownName] = frozenset()

    def without(self, names: Iterable[KnownName]) -> _Layer:
        """The same automaton, in which these names are passed over."""
        made = copy(self)
        made._hidden = self._hidden | frozenset(names)
        return made

    def get(self, key: str) -> tuple[KnownName, ...]:
        return self._shown(self._entries.get(key, ()))

    def _shown(self, names: tuple[KnownName, ...]) -> tuple[KnownName, ...]:
        return tuple(name for name in names if name not in self._hidden) if self._hidden else names

    def finds(self, plain: str, plain_bytes: str) -> Iterator[tuple[int, int, _Meaning]]:
        if not self._entries:
            return
        hidden = self._hidden
        for last, (key, meaning, has_latin_end) in self._automaton.iter(plain_bytes):
            if not last % BYTES:
                continue  # between two characters
            end = last // BYTES + 1
            start = end - len(key)
            if not plain.startswith(key, start) or (has_latin_end and not _stands_alone(plain, start, end)):
                continue
            if hidden:
                meaning = _meaning(self._shown(meaning.names))
            if meaning.names:
                yield start, end, meaning


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

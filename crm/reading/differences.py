"""What one text has that another has not, character by character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import Indel

from crm.domain.reprints import Change, Part

MOST_CELLS = 200_000_000  # of the table that comparing two stretches fills, an eighth of a byte each
LEAST_SAME = 2  # characters; a single one that agrees between two changes is chance


def difference(one: str, other: str) -> tuple[Part, ...]:
    """What must be deleted from `one` and inserted to get `other`, in order.

    Texts of any length: those too long to compare whole are compared paragraph by paragraph first.
    """
    return tuple(
        part
        for step in _smoothed(_steps(one, other))
        for part in (
            [Part(change=Change.SAME, text=one[step.start : step.end], start=step.start, other_start=step.to)]
            if step.is_same
            else [
                Part(
                    change=Change.DELETED,
                    text=one[step.start : step.end],
                    start=step.start,
                    other_start=step.to,
                ),
                Part(
                    change=Change.INSERTED,
                    text=other[step.to : step.to_end],
                    start=step.end,
                    other_start=step.to,
                ),
            ]
        )
        if part.text
    )


def moved(place: int, parts: Sequence[Part]) -> int | None:
    """Where a place of the first text lies in the second; None if what stood there was deleted."""
    for part in parts:
        if part.change is Change.SAME and part.start <= place < part.start + len(part.text):
            return part.other_start + place - part.start
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Step:
    """A stretch of the first text, and what stands for it in the second."""

    is_same: bool
    start: int
    end: int
    to: int
    to_end: int


def _steps(one: str, other: str) -> Iterator[_Step]:
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    end, other_end = len(one) - tail, len(other) - tail
    yield _Step(is_same=True, start=0, end=head, to=0, to_end=head)
    for step in _compared(one[head:end], other[head:other_end]):
        yield _shifted(step, head, head)
    yield _Step(is_same=True, start=end, end=len(one), to=other_end, to_end=len(other))


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _compared(one: str, other: str) -> Iterator[_Step]:
    if len(one) * len(other) <= MOST_CELLS:
        yield from _aligned(one, other)
        return
    ours, theirs = one.splitlines(keepends=True), other.splitlines(keepends=True)
    if len(ours) * len(theirs) > MOST_CELLS:
        yield _Step(is_same=False, start=0, end=len(one), to=0, to_end=len(other))
        return
    places = [0, *accumulate(map(len, ours))]
    other_places = [0, *accumulate(map(len, theirs))]
    for lines in _smoothed(_aligned(ours, theirs), least_same=1):
        start, end = places[lines.start], places[lines.end]
        to, to_end = other_places[lines.to], other_places[lines.to_end]
        if not lines.is_same and (end - start) * (to_end - to) <= MOST_CELLS:
            for step in _aligned(one[start:end], other[to:to_end]):
                yield _shifted(step, start, to)
        else:
            yield _Step(is_same=lines.is_same, start=start, end=end, to=to, to_end=to_end)


def _aligned(one: Sequence[str], other: Sequence[str]) -> Iterator[_Step]:
    for code in Indel.opcodes(one, other):
        yield _Step(
            is_same=code.tag == "equal",
            start=code.src_start,
            end=code.src_end,
            to=code.dest_start,
            to_end=code.dest_end,
        )


def _shifted(step: _Step, by: int, to_by: int) -> _Step:
    return _Step(
        is_same=step.is_same,
        start=step.start + by,
        end=step.end + by,
        to=step.to + to_by,
        to_end=step.to_end + to_by,
    )


def _smoothed(steps: Iterator[_Step], least_same: int = LEAST_SAME) -> list[_Step]:
    """Neighbours of one sort as one, and changes with only a chance agreement between them."""
    kept: list[_Step] = []
    for step in steps:
        if step.start == step.end and step.to == step.to_end:
            continue
        if kept and kept[-1].is_same == step.is_same:
            kept[-1] = _through(kept[-1], step)
        elif not step.is_same and len(kept) > 1 and kept[-1].end - kept[-1].start < least_same:
            chance = kept.pop()
            kept[-1] = _through(_through(kept[-1], chance), step)
        else:
            kept.append(step)
    return kept


def _through(first: _Step, last: _Step) -> _Step:
    return _Step(is_same=first.is_same, start=first.start, end=last.end, to=first.to, to_end=last.to_end)

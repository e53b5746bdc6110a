"""The board of projects: its columns, and where a card stands that was put somewhere by hand."""

from __future__ import annotations

from dataclasses import dataclass

from crm.domain.rows import StageCount
from crm.domain.stages import Stage

SPACING = 1024  # between two cards; a place in the middle is found ten times before others have to move


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A place in a column: between two cards, above all or below all others."""

    above_id: int | None = None
    below_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class BoardColumn:
    """The projects of one stage in their order, and what they come to."""

    stage: Stage
    ids: tuple[int, ...]
    sums: StageCount


def own_place(project_id: int) -> int:
    """Where a card stands that nobody has moved: the newest above all others."""
    return -project_id * SPACING


def between(above: int | None, below: int | None) -> int | None:
    """A place between two others; None if they stand too close."""
    if above is None and below is None:
        return 0
    if above is None or below is None:
        return below - SPACING if below is not None else (above or 0) + SPACING
    middle = (above + below) // 2
    return middle if above < middle < below else None


def spread(places: list[int], at: int) -> dict[int, int]:
    """New places for the cards around a gap that is too narrow, by their position in `places`.

    As few as possible move, and the gap at position `at` is left open between them.
    """
    for reach in range(1, len(places) + 2):
        first, last = max(0, at - reach), min(len(places), at + reach)
        low = places[first - 1] if first else places[0] - (last - first + 2) * SPACING
        high = places[last] if last < len(places) else places[-1] + (last - first + 2) * SPACING
        step = (high - low) // (last - first + 2)
        if step >= 2:
            shown = [*range(first, at), -1, *range(at, last)]
            return {place: low + step * (count + 1) for count, place in enumerate(shown) if place >= 0}
    return {}

"""Where the cards of a column lie: one below the other, found by place and by height."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class CardPlaces:
    """A column in pixels from its top."""

    def __init__(self) -> None:
        self._tops = [0]

    def lay_out(self, rooms: Iterable[int]) -> None:
        """Puts cards below each other; a room is how much of the column one takes, the gap below it too."""
        self._tops = [0, *accumulate(rooms)]

    @property
    def height(self) -> int:
        """How high all of them are together."""
        return self._tops[-1]

    def top(self, place: int) -> int:
        """Where a card begins."""
        return self._tops[place]

    def room(self, place: int) -> int:
        """How much of the column it takes."""
        return self._tops[place + 1] - self._tops[place]

    def at(self, y: int) -> int | None:
        """Which card lies at this height, None above the first and below the last."""
        return bisect_right(self._tops, y) - 1 if 0 <= y < self.height else None

    def within(self, first: int, last: int) -> range:
        """The cards that lie between two heights, both included, in part at least."""
        start = max(0, bisect_right(self._tops, first) - 1)
        return range(start, min(bisect_right(self._tops, last), len(self._tops) - 1))

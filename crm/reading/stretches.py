"""Stretches of a text that belong to something, asked in constant time."""

from __future__ import annotations

from collections.abc import Iterable


class Stretches:
    """The union of stretches of a text of `length` characters."""

    def __init__(self, stretches: Iterable[tuple[int, int]], length: int) -> None:
        self._marks = marks = bytearray(length)
        for start, end in stretches:
            stop = min(end, length)
            marks[start:stop] = b"\x01" * (stop - start)

    def add(self, start: int, end: int) -> None:
        """Joins one more stretch."""
        self._marks[start:end] = b"\x01" * (end - start)

    def touches(self, start: int, end: int) -> bool:
        """Whether any character between `start` and `end` belongs to one."""
        return self._marks.find(1, start, end) >= 0

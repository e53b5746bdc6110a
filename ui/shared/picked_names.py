"""Which parts of a line are names taken from a list; they move with the text around them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from crm.domain.quick_line import Picked
from crm.domain.records import Ref


class PickedNames(QObject):
    """The names of one line; a name that is edited is plain text again."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line, self._text = line, line.text()
        self._names: list[Picked] = []
        line.textChanged.connect(self._follow)

    def all(self) -> tuple[Picked, ...]:
        """The names as they stand, from left to right."""
        self._follow(self._line.text())  # whoever asks may hear of a change before this does
        return tuple(sorted(self._names, key=lambda name: name.start))

    def within(self, text: str) -> tuple[Picked, ...]:
        """The names, counted from the start of `text`, which is the line without spaces at its ends."""
        shift = self._text.find(text)
        return tuple(
            Picked(start=name.start - shift, end=name.end - shift, ref=name.ref)
            for name in self.all()
            if name.end - shift <= len(text)
        )

    def add(self, start: int, end: int, ref: Ref) -> None:
        """A name, sign included, was put there."""
        self._names.append(Picked(start=start, end=end, ref=ref))

    def covers(self, place: int) -> bool:
        """Whether a name stands right before or around that place."""
        return any(name.start < place <= name.end for name in self.all())

    def plain(self) -> list[list[int | str]]:
        """The names as drafts keep them."""
        return [[name.start, name.end, name.ref.kind, name.ref.id] for name in self.all()]

    def restore(self, plain: Iterable[Iterable[int | str]]) -> None:
        """Takes back what `plain` gave, as far as it fits the text."""
        self._names = []
        for start, end, kind, key in plain:
            if 0 <= int(start) < int(end) <= len(self._text):
                self.add(int(start), int(end), Ref(kind=str(kind), id=int(key)))

    def _follow(self, text: str) -> None:
        old, self._text = self._text, text
        kept = _same(old, text)
        same = min(min(len(old), len(text)) - kept, _same(old[::-1], text[::-1]))
        behind, shift = len(old) - same, len(text) - len(old)
        before = [name for name in self._names if name.end <= kept]
        after = [
            Picked(start=name.start + shift, end=name.end + shift, ref=name.ref)
            for name in self._names
            if name.start >= behind and name.end > kept
        ]
        self._names = before + after


def _same(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))

"""Maps offsets of an article's text to positions in a Qt document, and back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

LINE_LIMIT = 2000  # characters; Qt lays out one line of 10 MB in half a minute
_ASTRAL = "\U00010000"


class ShownText:
    """A text as a Qt document holds it: astral characters count twice, over-long lines are broken."""

    def __init__(self, text: str, *, base: int = 0) -> None:
        """`base` is the document position where the text begins."""
        self._base = base
        clean = text.translate(_CLEAN)
        if not clean.isascii():
            clean = clean.encode("utf-8", "replace").decode("utf-8")
        self.length = len(clean)
        self._breaks: list[int] = []  # offsets before which a line was broken
        parts: list[str] = []
        start = 0
        for line in clean.split("\n"):
            pieces = [line[at : at + LINE_LIMIT] for at in range(0, len(line), LINE_LIMIT)] or [""]
            self._breaks.extend(start + number * LINE_LIMIT for number in range(1, len(pieces)))
            parts.append("\n".join(pieces))
            start += len(line) + 1
        self.shown = "\n".join(parts)
        self._astral = [at for at, sign in enumerate(clean) if sign >= _ASTRAL] if _has_astral(clean) else []

    @property
    def end(self) -> int:
        """The document position behind the text."""
        return self.position(self.length)

    def position(self, offset: int) -> int:
        """The document position of an offset; of the end of a broken line, the start of the next."""
        at = max(0, min(offset, self.length))
        return self._base + at + bisect_left(self._astral, at) + bisect_right(self._breaks, at)

    def end_position(self, offset: int) -> int:
        """The document position behind the character before an offset."""
        return self.position(offset - 1) + self._width(offset - 1) if offset > 0 else self.position(0)

    def offset(self, position: int) -> int:
        """The offset of a document position; positions outside give the nearest end."""
        low, high = 0, self.length
        while low < high:
            middle = (low + high) // 2
            if self.position(middle) < position:
                low = middle + 1
            else:
                high = middle
        return low

    def _width(self, offset: int) -> int:
        place = bisect_left(self._astral, offset)
        return 2 if place < len(self._astral) and self._astral[place] == offset else 1


def _has_astral(text: str) -> bool:
    return bool(text) and max(text) >= _ASTRAL


# Qt would turn these into line ends of its own, or \r\n into one character; each becomes one space.
_CLEAN = dict.fromkeys(map(ord, "\r\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\ufdd0\ufdd1\ufffc"), " ")

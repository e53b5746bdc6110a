"""Whether two texts are the same, or nearly: one spelling for both, and signatures to find them by.

Same: letters and digits agree, whatever the width, case, script, punctuation and spaces. Nearly the
same: most runs of five letters agree (Jaccard); a MinHash signature in bands finds the candidates.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata

import rensa

from crm.reading.known import simplify

GRAM = 5  # letters
ALIKE = 0.85  # share of runs that two texts have in common, from which on they are one news
_SEED = 20260518  # with the library's version it decides what stored signatures mean: never change it
_PERMUTATIONS = 128
_ROWS = 8  # of a band: at 0.85 one of the sixteen bands agrees in 99.4 of 100 cases, at 0.5 in 6


def comparable(text: str) -> str:
    """Letters and digits of `text` in the one spelling that texts are compared in."""
    even = simplify(unicodedata.normalize("NFKC", text).casefold())
    return "".join(filter(str.isalnum, even))


def text_hash(text: str) -> str:
    """The same for texts that are the same."""
    return hashlib.sha256(comparable(text).encode("utf-8", "surrogatepass")).hexdigest()


def bands(text: str) -> tuple[int, ...]:
    """Numbers of which two texts share at least one if they are nearly the same; signed, 64 bits."""
    runs = _runs(comparable(text))
    if not runs:
        return ()
    sketch = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update(list(runs))
    digest = sketch.digest()
    return tuple(_number(place, digest[place : place + _ROWS]) for place in range(0, _PERMUTATIONS, _ROWS))


def likeness(text: str, other: str) -> float:
    """The share of runs of five letters that both texts have, 0 to 1."""
    ours, theirs = _runs(comparable(text)), _runs(comparable(other))
    together = len(ours | theirs)
    return len(ours & theirs) / together if together else 0.0


def _runs(letters: str) -> set[str]:
    return {letters[place : place + GRAM] for place in range(len(letters) - GRAM + 1)}


def _number(place: int, rows: list[int]) -> int:
    packed = struct.pack(f"<I{len(rows)}I", place, *rows)
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "little", signed=True)

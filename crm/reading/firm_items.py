"""Items of lists of firms as names: 海远、新联合机具等企业, whatever words they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from crm.reading.firm_shapes import FirmForm, Ground
from crm.reading.pieces import Kind, Piece

LONGEST = 10  # characters of a name proposed here
LEAST = 2
STARTS = 3  # places in an item where the name may begin

_TRADES = frozenset((Kind.TRADE, Kind.WEAK, Kind.SECTOR, Kind.INSIDE, Kind.WORD))
_BEFORE = frozenset((Kind.BOUNDARY, Kind.JOINT))
_OF_NAMES = frozenset(
    (
        *_TRADES,
        Kind.UNKNOWN,
        Kind.LATIN,
        Kind.FIRM,
        Kind.PLACE,
        Kind.LEGAL,
        Kind.ZONE,
        Kind.VERB,
        Kind.FACILITY,
    )
)


def proposed(ground: Ground, run: Sequence[Piece]) -> Iterator[FirmForm]:
    """All of an item, and what stands behind the words that no name crosses."""
    pieces = [piece for piece in run if piece.kind is not Kind.EDGE]
    if not pieces:
        return
    stop = next(
        (piece.start for piece in pieces if ground.text.startswith("等", piece.start)), pieces[-1].end
    )
    starts = [pieces[0].start, *(right.start for left, right in pairwise(pieces) if left.kind in _BEFORE)]
    for start in starts[-STARTS:]:
        own = [piece for piece in pieces if start <= piece.start < stop]
        if LEAST <= stop - start <= LONGEST and all(piece.kind in _OF_NAMES for piece in own):
            core = ground.after_places(start)
            core = core if stop - core >= LEAST else start
            yield FirmForm(start=start, end=stop, core_start=core, core_end=_core_end(own, core), rule="名单")


def _core_end(pieces: Sequence[Piece], core: int) -> int:
    """The end of a name's own word: before the trade that ends the name."""
    own = [piece for piece in pieces if piece.start >= core]
    while len(own) > 1 and own[-1].kind in _TRADES and own[-1].start - core >= LEAST:
        own.pop()
    return own[-1].end

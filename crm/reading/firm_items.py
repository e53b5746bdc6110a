"""Items of lists of firms as names: 海远、新联合机具等企业, whatever words they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crm.reading.firm_shapes import FirmForm, Ground
from crm.reading.pieces import Kind

LONGEST = 10  # characters of a name proposed here
LEAST = 2
STARTS = 3  # places in an item where the name may begin

_TRADES = frozenset((Kind.TRADE, Kind.WEAK, Kind.SECTOR, Kind.INSIDE, Kind.WORD))
_BEFORE = frozenset((Kind.EDGE, Kind.BOUNDARY, Kind.JOINT))
_PLACES = frozenset((Kind.PLACE, Kind.ZONE))  # alone they are no firm: 江阴、张家港等县市
_LEADS = frozenset("为给替")  # stand before a list of firms: 为海远、新联合等企业配套
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


def proposed(ground: Ground, starts: Sequence[int], kinds: Sequence[Kind]) -> Iterator[FirmForm]:
    """All of an item of these words, and what stands behind the words that no name crosses."""
    last = len(starts) - 1  # the edge
    behind = next((at for at in range(1, last) if ground.text.startswith("等", starts[at])), last)
    begins = [at for at in range(1, behind) if kinds[at - 1] in _BEFORE]
    for at in begins[-STARTS:]:
        start, end = starts[at], starts[behind]
        own = kinds[at:behind]
        is_place = _PLACES.issuperset(own)
        if ground.text[start] in _LEADS:
            continue
        if LEAST <= end - start <= LONGEST and _OF_NAMES.issuperset(own) and not is_place:
            core = ground.after_places(start)
            core = core if end - core >= LEAST else start
            stop = behind  # of the name's own word: before the trade that ends the name
            while kinds[stop - 1] in _TRADES and starts[stop - 1] - core >= LEAST:
                stop -= 1
            yield FirmForm(start=start, end=end, core_start=core, core_end=starts[stop], rule="名单")

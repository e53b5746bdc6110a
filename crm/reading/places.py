"""Zones and regions of an article: the one place that knows how they depend on each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crm.domain.reading import RegionSpan, ZoneSpan
from crm.reading.known import NameHit
from crm.reading.lexicon import Lexicon
from crm.reading.regions import find_regions, region_evidence
from crm.reading.zones import find_zones, regions_of


@dataclass(frozen=True, kw_only=True)
class PageHints:
    """What is known of an article before its body is read."""

    publishing_zone: str | None = None
    source: str | None = None
    title: str | None = None


def find(
    text: str,
    hits: Sequence[NameHit],
    hints: PageHints | None = None,
    blocked: Iterable[tuple[int, int]] = (),
) -> tuple[list[ZoneSpan], list[RegionSpan]]:
    """Zones and regions in `text`, each in order and without overlaps.

    `blocked` are stretches of names of enterprises; no region is found inside them.
    """
    hints = hints or PageHints()
    told = _told(hints)
    paths = list(dict.fromkeys([*told, *region_evidence(hits)]))
    zones = find_zones(text, hits, paths, hints.publishing_zone)
    walls = [*blocked, *((zone.start, zone.end) for zone in zones)]
    regions = find_regions(text, hits, walls, [*told, *regions_of(zones)])
    return zones, regions


@lru_cache(maxsize=2)  # the body and the headline of an article ask in turn
def _told(hints: PageHints) -> tuple[str, ...]:
    """Paths of regions that the header of the page names."""
    lexicon = Lexicon.shipped()
    paths: list[str] = []
    for text in (hints.publishing_zone, hints.source, hints.title):
        if text:
            hits = lexicon.hits(text)
            paths += region_evidence(hits)
            paths += regions_of(find_zones(text, hits, paths, None))
    return tuple(paths)

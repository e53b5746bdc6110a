"""Zones that no list knows, found by how their names are built."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crm.reading import zone_words as words
from crm.reading.firm_words import is_ordinary, verbs_in
from crm.reading.gazetteers import TOWN_ENDINGS, countries, is_province, tells_level
from crm.reading.known import NameHit, NameKind

_OF_PROJECT = "项目"  # 砺桥减速器项目园区: the site of one project
SHORTEST_PREFIX = 2
BESIDE = ("区", "旗", *TOWN_ENDINGS)
REACH = 48  # characters before the type within which a hit says something about the name
SHORTEST_SURE = 4  # characters of a place that nobody takes for an everyday word (和布克赛尔)
LONGEST_PREFIX = 16  # characters before the type; longer stretches are sentences, not names


class Place(NamedTuple):
    """A known region, zone or sector in the text; a zone's name may begin with it."""

    start: int
    end: int
    text: str
    paths: tuple[str, ...] = ()  # of regions
    tells_level: bool = False
    is_province: bool = False
    is_sector: bool = False
    is_firm: bool = False
    is_zone: bool = False

    def is_part_of(self, other: Place) -> bool:
        """Whether this may be a part of `other` told by its short name."""
        return not self.tells_level and any(
            path.startswith(above) for path in self.paths for above in other.paths
        )

    @property
    def is_told_beside(self) -> bool:
        """Whether it is a province, a district or a town in full."""
        return self.tells_level and (self.is_province or self.text.endswith(BESIDE))

    def holds(self, plain: str, start: int, end: int) -> bool:
        """Whether the stretch lies in the place, or is a bracket around it: 某某(天津)产业园."""
        if plain[self.start - 1 : self.start] == "(" and plain[self.end : self.end + 1] == ")":
            return self.start - 1 <= start and end <= self.end + 1
        return self.start <= start and end <= self.end


class _Row:
    """Places in the order of the text, asked for by stretches."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._starts = [place.start for place in places]

    def between(self, start: int, end: int) -> list[Place]:
        """The places that begin at `start` or later and end by `end`."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [place for place in self._places[first:last] if place.end <= end]


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    """A type of zone in the text, with where its name may begin and what stands before."""

    plain: str
    start: int
    match: re.Match[str]
    near: Sequence[Place]
    ends: set[int]  # of places and zones
    leads: dict[int, int]  # where the zones begin that end there
    told: set[str]  # how names of zones end that the text has told in full

    @property
    def prefix(self) -> str:
        return self.plain[self.start : self.match.start()]

    def is_name(self) -> bool:
        """Whether what stands before the type names this very zone."""
        if words.IN_BODY.match(self.plain, self.match.end()) or self._is_built():
            return False
        if self.match.group() in words.ONLY_PART or _OF_PROJECT in self.prefix:
            return False
        if self.match.group() in words.ONLY_VISITED and not self._is_pointed_at():
            return False
        within = [place for place in self.near if self.start <= place.start]
        if self.match.group() in words.SETTLED_IN:
            return self._is_settled_in(within)
        if any(place.is_firm for place in within) and not self._is_destination():
            return False  # a park that bears a firm's name is the firm's own, unless others land there
        if any(place.is_zone and place.text == self.prefix for place in within):
            return True  # 泰达|合作区: a zone known without its type
        regions = [place for place in within if not place.is_sector and not place.is_firm]
        rest = self._without(regions)
        if regions:
            if rest in words.LEVELS:
                return self.match.group() in words.OF_GOVERNMENT and self._is_destination()
            return self._is_of_county(regions) if not rest else not words.NO_PLACE.search(rest)
        is_quarter = self.match.group() in words.QUARTERS and is_ordinary(rest)  # 电子产业区、服装产业区
        if is_quarter or words.NO_PLACE.search(rest) or words.ENDS_IN_TRADE.fullmatch(rest):
            return self._is_pointed_at() or bool(words.GEOGRAPHIC.search(self.prefix))
        if rest in words.CITIES and self.match.group() in words.OF_CITY:
            return True
        name = self.plain[self.start : self.match.end()]
        if self.match.group() in words.OF_KIND and (name in self.told or words.ABOVE_PROVINCES.match(rest)):
            return True
        if rest not in words.NAMES and (words.GENERIC.fullmatch(rest) or len(rest) < SHORTEST_PREFIX):
            return False
        if rest.endswith("级"):
            return False
        if name in self.told:
            return True
        if within and words.GENERIC.fullmatch(self._without(within)):
            return self._is_pointed_at()
        if self.match.group() in words.OF_GOVERNMENT:
            return True
        return self._is_pointed_at() or bool(words.GEOGRAPHIC.search(self.prefix))

    def _is_settled_in(self, within: Sequence[Place]) -> bool:
        """Whether a base or garden is one for firms: it is told of a place, and they go there."""
        name = self.plain[self.start : self.match.end()]
        if name in self.told:
            return True
        places = [place for place in within if not place.is_sector]
        is_of_place = bool(places) and places[0].start == self.start
        if not is_of_place or any(place.is_firm for place in within) or self._is_bare_base(places):
            return False
        end, origin = self.match.end(), self._origin()
        if words.NOT_OF_PLACE.match(self.plain, end):
            return False
        goes_there = words.DESTINATION.search(self.plain, max(0, origin - 4), origin)
        return bool(goes_there or words.INSIDE.match(self.plain, end))

    def _is_bare_base(self, places: Sequence[Place]) -> bool:
        """西安产业基地 is any; 宜兴环科园 tells by its last word what it is for."""
        return self.match.group() not in words.TOLD_BY_TYPE and not self._without(places)

    def _is_of_county(self, regions: Sequence[Place]) -> bool:
        """如东县工业园区 is a zone; 旌德园区 and 辽宁省工业园区 are zones of any kind there."""
        if any(path in countries() for path in regions[-1].paths):
            return False
        if words.GOVERNED.match(self.plain, self.match.end()):
            return True  # 泗洪示范区党工委
        return self.match.group() not in words.NEEDS_NAME and not regions[-1].text.endswith(("省", "自治区"))

    def _is_built(self) -> bool:
        """Whether it is a project itself, told by what is done to it or by what follows."""
        regions = [place for place in self.near if self.start <= place.start and place.paths]
        if self.match.group() not in words.MAY_BE_PROJECT or not self._without(regions):
            return False
        before = self.plain[max(0, self.start - 6) : self.start]
        end = self.match.end()
        if words.SIZED.search(before) or words.HOLDS_FIRMS.match(self.plain, end):
            return False
        origin = self._origin()
        if words.STANDS_IN.search(self.plain, max(0, origin - 6), origin):
            return False  # 在海州光伏产业园开工
        return bool(
            words.BUILT.search(before)
            or words.UNDER_WORK.match(self.plain, end)
            or words.PROJECTS.match(self.plain, end)
        )

    def _origin(self) -> int:
        """Where the places begin that stand right before the name: 在|海州高新区柳湖产业园."""
        origin = self.leads.get(self.start, self.start)
        while before := next((place for place in self.near if place.end == origin), None):
            origin = before.start
        return origin

    def _without(self, places: Iterable[Place]) -> str:
        inside = {index for place in places for index in range(place.start, place.end)}
        return "".join(char for index, char in enumerate(self.prefix, self.start) if index not in inside)

    def _is_destination(self) -> bool:
        before = self.plain[max(0, self.start - 4) : self.start]
        is_for_many = self.match.group().endswith("园区")
        return is_for_many or bool(
            words.DESTINATION.search(before) or words.INSIDE.match(self.plain, self.match.end())
        )

    def _is_pointed_at(self) -> bool:
        """Whether something goes to it or visits it, a place or a list of zones leads up to it."""
        start, before = self.start, self.plain[max(0, self.start - 4) : self.start]
        if start in self.ends or (before[-1:] in {"、", "和", "与"} and start - 1 in self.ends):
            return True
        pointers = (
            words.DESTINATION.search(before),
            words.VISITED.search(before),
            words.INSIDE.match(self.plain, self.match.end()),
            words.HOLDS_FIRMS.match(self.plain, self.match.end()),
            words.SIZED.search(self.plain, max(0, start - 6), start),
            words.OWN.search(before),
            before[-1:] in words.CLAUSE_START and words.SPOKEN_OF.match(self.plain, self.match.end()),
            words.ZONE_NEXT.match(self.plain, self.match.end()),
        )
        return any(pointers)


def unknown_zones(
    plain: str, types: Sequence[re.Match[str]], hits: Sequence[NameHit], known: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Where zones are named in `plain` that are not among the `known`, in order; parts of them with them.

    `types` are the matches of TYPE in it.
    """
    places = _places(_near(hits, types))
    row = _Row(places)
    ends = {end for _, end in known} | {place.end for place in places if not place.is_sector}
    walls = sorted(known)
    begins = {end: start for start, end in walls}
    told = {tail for start, end in walls for tail in _tails(plain, start, end)}
    divided = {place.end for place in places if place.tells_level}  # 商丘市梁|园区 is a district
    found: list[tuple[int, int]] = []
    limit = passed = 0
    for match in types:
        while passed < len(walls) and walls[passed][0] < match.end():
            limit = max(limit, walls[passed][1])
            passed += 1
        if match.start() < limit or match.end() in divided:
            continue
        lowest = max(limit, match.start() - LONGEST_PREFIX)
        near = row.between(lowest - LONGEST_PREFIX, match.start())
        start = _beginning(plain, near, lowest, match.start())
        leads = begins if not found or found[-1][1] != start else {start: found[-1][0]}
        candidate = _Candidate(
            plain=plain, start=start, match=match, near=near, ends=ends, leads=leads, told=told
        )
        follows = start in begins or (bool(found) and found[-1][1] == start)
        is_part = follows and _is_part(plain, start, match, near)
        if is_part or (start < match.start() and candidate.is_name()):
            told.update(_tails(plain, start, match.end()))
            if found and found[-1][1] == start:  # a part of an unknown zone is told with it
                start = found.pop()[0]
            elif is_part:  # 某某经济开发区东部园区 is a part of the known one
                start = begins.get(start, start)
            limit = with_second_name(plain, match.end())
            found.append((start, limit))
            ends.add(limit)
    return found


def _is_part(plain: str, start: int, match: re.Match[str], near: Sequence[Place]) -> bool:
    """Whether a park right behind a zone is told with it: 某某开发区|东部园区, 某某开发区|新型工业园."""
    name = plain[start : match.start()]
    if not name and match.group() in words.WHOLE_PARTS:  # 海砺新区|高新技术产业园区
        return True
    if match.group() in words.PARTS | words.ONLY_PART and start < match.start():
        return True
    is_trade = any(place.is_sector and (place.start, place.end) == (start, match.start()) for place in near)
    return (
        bool(name)
        and match.group() in words.MAY_BE_PROJECT
        and (is_trade or bool(words.GENERIC.fullmatch(name)))
    )


def _near(hits: Sequence[NameHit], types: Sequence[re.Match[str]]) -> list[NameHit]:
    """The hits that may belong to the name before one of the types."""
    starts = [hit.start for hit in hits]
    near: list[NameHit] = []
    passed = 0
    for match in types:
        first = max(passed, bisect_left(starts, match.start() - REACH))
        passed = max(passed, bisect_left(starts, match.start()))
        near += hits[first:passed]
    return near


def _tails(plain: str, start: int, end: int) -> list[str]:
    """How the name of a zone ends, told short: 生命健康产业园 for 海州生命健康产业园."""
    ends = (end, end - 1) if plain[end - 2 : end] == "园区" else (end,)
    return [
        plain[at:to] for to in ends for at in range(max(start, to - LONGEST_PREFIX), to - SHORTEST_PREFIX)
    ]


def _places(hits: Sequence[NameHit]) -> list[Place]:
    trades = {hit.start for hit in hits if hit.industries}
    places: list[Place] = []
    for hit in hits:
        place = Place(
            start=hit.start,
            end=hit.end,
            text=hit.text,
            paths=tuple(name.detail for name in hit.regions if name.detail),
            tells_level=any(tells_level(name) for name in hit.regions),
            is_province=any(is_province(name.detail) for name in hit.regions),
            is_sector=len(hit.industries) == len(hit.names),
            is_firm=len(hit.enterprises) == len(hit.names),
            is_zone=len(hit.zones) == len(hit.names),
        )
        is_region = hit.names[0].kind is NameKind.REGION
        is_word = is_region and len(hit.text) < SHORTEST_SURE and all(name.common for name in hit.names)
        follows = bool(places) and places[-1].end == place.start and place.is_part_of(places[-1])
        # 光明 is a district right behind 深圳市 and before a trade (光明食品产业园), a word elsewhere
        if not is_word or follows or hit.end in trades:
            places.append(place)
    return places


def _beginning(plain: str, near: Sequence[Place], lowest: int, type_start: int) -> int:
    """Where the name before the type at `type_start` begins; there, if nothing is left of it."""
    start = lowest
    for end in _edges(plain, near, lowest, type_start):
        start = max(start, end)
    start = next(
        (place.start for place in near if place.start < start < place.end and place.start >= lowest), start
    )
    chain = [place for place in near if place.start >= start]
    for place in chain:
        # 临水区|北塘工业区: a district is told beside; 海州县柳湖工业园: a county is part of the name
        is_beside = place.is_told_beside and not _leads_to(place, chain, type_start)
        if is_beside or _is_above_county(place, chain):
            start = place.end
    start = _from_place(plain, [place for place in chain if place.start >= start], start)
    if plain.endswith(words.OF_COUNTRY, 0, start) and ")" in plain[start:type_start]:
        return start - len(words.OF_COUNTRY)  # 中国(江苏)自由贸易试验区
    if plain[start - 1 : start] == "(" and ")" in plain[start:type_start]:
        return _before_bracket(plain, lowest, start - 1, type_start)
    is_of_country = plain.endswith(words.COUNTRY, 0, start) and "(" in plain[start:type_start]
    return start - len(words.COUNTRY) if is_of_country else start


def _before_bracket(plain: str, lowest: int, bracket: int, type_start: int) -> int:
    """Where the word before a bracket begins (火炬(海州)产业区); no name is left if there is none."""
    start = max((edge.end() for edge in words.EDGE.finditer(plain, lowest, bracket)), default=lowest)
    return start if SHORTEST_PREFIX <= bracket - start <= words.BEFORE_BRACKET else type_start


def _edges(plain: str, near: Sequence[Place], lowest: int, type_start: int) -> Iterator[int]:
    """Where words end that no name holds: function words, and verbs before something that may be a name."""
    brackets = [found.span() for found in words.BRACKETED.finditer(plain, lowest, type_start)]
    is_kind = plain.startswith(tuple(words.OF_KIND), type_start)
    ends = words.ENDS_IN_KIND if is_kind else words.ENDS_IN_TRADE
    kind = ends.search(plain, lowest, type_start)
    for edge in words.EDGE.finditer(plain, lowest, kind.start() if kind else type_start):
        if not any(place.holds(plain, edge.start(), edge.end()) for place in near) and not any(
            start <= edge.start() and edge.end() <= end and _in_name(near, start) for start, end in brackets
        ):
            yield edge.end()
    for at, end in verbs_in(plain, lowest, type_start - SHORTEST_PREFIX):
        if (
            plain[at:end] not in words.VERBS_IN_NAMES
            and not words.GENERIC.fullmatch(plain, at, end)
            and not any(place.start < end and at < place.end for place in near)
        ):
            yield end


def _in_name(near: Sequence[Place], bracket: int) -> bool:
    """Whether a bracket stands a few characters behind a region: 淮安船舶(重工)产业园."""
    return any(place.paths and 0 <= bracket - place.end <= words.BEFORE_BRACKET for place in near)


def _from_place(plain: str, chain: Sequence[Place], start: int) -> int:
    """The beginning without everyday words before the region a name begins with (标志着|睢县工业园区)."""
    regions = [place for place in chain if place.paths]
    if not regions:
        return start
    first = regions[0]
    before = plain[start : first.start]
    if (
        before
        and not words.ABROAD.match(before)
        and is_ordinary(before)
        and not words.GENERIC.fullmatch(before)
    ):
        start = first.start
    return start


def _is_above_county(place: Place, chain: Sequence[Place]) -> bool:
    """Whether a county or town in full stands right behind `place` and tells enough: 商丘市|睢县集聚区."""
    return any(
        other.start == place.end and other.text.endswith(("县", "市", *TOWN_ENDINGS)) for other in chain
    )


def _leads_to(place: Place, chain: Sequence[Place], type_start: int) -> bool:
    """Whether nothing but the steps below it stands between `place` and the type (芜湖市鸠江区经济开发区)."""
    if place.end == type_start:
        return True
    below = next((other for other in chain if other.start == place.end), None)
    return below is not None and not words.TOWN.search(below.text) and _leads_to(below, chain, type_start)


def with_second_name(plain: str, end: int) -> int:
    """The end of 如东经济开发区（高新区） or 海州综合保税区B区 seen from the first name."""
    bracket = words.SECOND_NAME.match(plain, end) or words.LETTERED.match(plain, end)
    return bracket.end() if bracket else end

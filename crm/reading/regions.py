"""Administrative regions in running text, ambiguous names settled by what else the text speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from crm.domain.reading import RegionSpan
from crm.i18n import N_
from crm.reading import region_words as words
from crm.reading.firm_words import firm_words, is_brand, own_part
from crm.reading.gazetteers import countries, divisions, organisation_suffixes, tells_level
from crm.reading.known import KnownName, NameHit, normalised
from crm.reading.stretches import Stretches

SHORTEST = 2  # characters of a name
OWN, CITY, PROVINCE = 8, 3, 1  # how much naming a division in full, its city or its province tells


def find_regions(
    text: str,
    hits: Sequence[NameHit],
    blocked: Iterable[tuple[int, int]] = (),
    evidence: Iterable[str] = (),
) -> list[RegionSpan]:
    """Regions in `text`, in order; 辽宁锦州市 is one, 阳新县富池镇 are two, 江阴市长 is 江阴.

    `blocked` are stretches that belong to other names; `evidence` are paths of regions known otherwise.
    """
    plain = normalised(text)
    walled = [*blocked]
    places = [hit for hit in hits if hit.regions or hit.zones]
    neighbours = _Neighbours(
        starts=frozenset([*(hit.start for hit in places), *(start for start, _ in walled)]),
        ends=frozenset(hit.end for hit in places),
    )
    candidates = [
        hit for hit in hits if hit.regions and not hit.zones and _may_be_region(plain, hit, neighbours)
    ]
    told = region_evidence(candidates)  # the body tells where it is, too
    walls = Stretches([*walled, *bodies(plain, candidates)], len(text))
    candidates = [hit for hit in candidates if not walls.touches(hit.start, hit.end)]
    weights = _weights(told, candidates, evidence)
    chosen: list[tuple[NameHit, _Choice | None]] = []
    before: tuple[int, str] = (-1, "")  # where the region chosen last ends, and its path
    for hit in candidates:
        choice = _choose(plain, hit, weights, before[1] if before[0] == hit.start else None)
        chosen.append((hit, choice))
        if choice:
            before = (hit.end, choice[1])
    spans = _joined(plain, text, _with_neighbours(plain, chosen))
    walls = Stretches([(span.start, span.end) for span in spans], len(text))
    others = [*_abbreviated(plain, text), *_abroad(plain, text, spans)]
    spans += [span for span in others if not walls.touches(span.start, span.end)]
    return sorted(spans, key=lambda span: span.start)


_Choice = tuple[KnownName, str]  # which of the alternatives, and its path


def _with_neighbours(
    plain: str, chosen: list[tuple[NameHit, _Choice | None]]
) -> list[tuple[NameHit, _Choice]]:
    """The chosen, and the doubtful ones that stand in a list with them: 定远、凤阳、明光."""
    choices = [choice for _, choice in chosen]
    for order in (range(1, len(chosen)), range(len(chosen) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for index in order:
            left = min(index, index + step)
            sure = choices[index + step]
            if (
                choices[index]
                or not sure
                or not words.LIST.fullmatch(plain, chosen[left][0].end, chosen[left + 1][0].start)
            ):
                continue
            parents = _parents(sure[1])
            names = chosen[index][0].regions
            choices[index] = next(
                (
                    (name, name.detail)
                    for name in names
                    if name.detail and parents and _parents(name.detail) == parents
                ),
                None,
            )
    return [(hit, choice) for (hit, _), choice in zip(chosen, choices, strict=True) if choice]


def _joined(plain: str, text: str, chosen: Iterable[tuple[NameHit, _Choice]]) -> list[RegionSpan]:
    """One span for every region; the steps down to a county are one (江苏南通如东县), a town stands alone."""
    spans: list[RegionSpan] = []
    for hit, (name, path) in chosen:
        end = (
            hit.end - 1 if words.IS_OFFICE.match(plain, hit.end - 1) and len(hit.text) > SHORTEST else hit.end
        )
        start, rule = hit.start, name.rule
        if spans and spans[-1].end == start and path in divisions() and spans[-1].path in _parents(path):
            start, rule = spans.pop().start, N_("full path")
        spans.append(RegionSpan(text=text[start:end], start=start, end=end, path=path, rule=rule))
    return spans


def _abbreviated(plain: str, text: str) -> list[RegionSpan]:
    """Provinces by their one letter, where a phrase like 在渝投资 leaves no doubt."""
    return [
        RegionSpan(
            text=text[match.start("one") : match.end()],
            start=match.start("one"),
            end=match.end(),
            path=words.ONE_LETTER[match.group("one")],
            rule=N_("abbreviation"),
        )
        for match in words.IN_ONE_LETTER.finditer(plain)
    ]


def _abroad(plain: str, text: str, spans: Iterable[RegionSpan]) -> list[RegionSpan]:
    """States and their cities right behind a country abroad, and where the state is told again."""
    found: list[RegionSpan] = []
    for span in spans:
        match = words.STATE_ABROAD.match(plain, span.end) if span.path in countries() else None
        if match and match.group("state") not in {plain[known.start : known.end] for known in found}:
            found.append(_state(text, *match.span(), span.path))
            found += [
                _state(text, again, again + len(match.group("state")), span.path)
                for again in _places_of(plain, match.group("state"))
                if not match.start() <= again < match.end()
            ]
    return found


def _places_of(plain: str, word: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(word), plain)]


def _state(text: str, start: int, end: int, country: str) -> RegionSpan:
    piece = text[start:end]
    return RegionSpan(text=piece, start=start, end=end, path=country + piece, rule=N_("country"))


def region_evidence(hits: Iterable[NameHit]) -> list[str]:
    """Paths of regions that a short text (a source, the name of a zone) speaks of without doubt."""
    return [name.detail for hit in hits if hit.regions and (name := _certain(hit)) and name.detail]


# ---------------------------------------------------------------- what may be a region at all
@dataclass(frozen=True, kw_only=True, slots=True)
class _Neighbours:
    """Where names of places begin and end."""

    starts: frozenset[int]
    ends: frozenset[int]


def _may_be_region(plain: str, hit: NameHit, neighbours: _Neighbours) -> bool:
    names = hit.regions
    if hit.text in countries():
        return not words.ABROAD_GOES_ON.match(plain, hit.end) and not _is_only_told(plain, hit)
    if _is_full(names):
        return True
    if words.TITLE.match(plain, hit.end):
        return True
    if words.GOES_ON.match(plain, hit.end) or words.DATELINE.match(plain, hit.end):
        return False
    if hit.end not in neighbours.starts and (
        words.LANDSCAPE.match(plain, hit.end) or _is_of_firm(plain, hit)
    ):
        return False
    if hit.start not in neighbours.ends and _is_county(names) and _lies_across(plain, hit):
        return False  # 投资兴建 is no 资兴
    return not words.SURNAME_BEFORE.search(plain[max(0, hit.start - 2) : hit.start])


def _is_only_told(plain: str, country: NameHit) -> bool:
    """Whether the country is a market, where machines were made, or where a firm has works already."""
    before = plain[max(0, country.start - words.COUNTRY_REACH) : country.start]
    return any(
        lead.search(before) is not None and follow.match(plain, country.end) is not None
        for lead, follow in words.ONLY_TOLD
    )


def _is_of_firm(plain: str, hit: NameHit) -> bool:
    """Whether the name of a firm goes on behind the short name of a province or city: 安徽|砺桥."""
    match = words.STRETCH.match(plain, hit.end)
    rest = match.group() if match else ""
    if _is_county(hit.regions) or rest[:1] in words.NO_BRAND:
        return False
    if any(rest[:length] in firm_words().ordinary for length in range(SHORTEST, words.BRAND + 1)):
        return False
    own = own_part(rest) if rest else 0
    return SHORTEST <= own <= words.BRAND and is_brand(rest[:own])


def _lies_across(plain: str, hit: NameHit) -> bool:
    """Whether an everyday word begins before the name and ends in it, or holds all of it (大丰收)."""
    ordinary = firm_words().ordinary
    lefts = range(max(0, hit.start - 2), hit.start)
    return any(
        plain[left:right] in ordinary for left in lefts for right in range(hit.start + 1, hit.end)
    ) or any(plain[hit.start : right] in ordinary for right in range(hit.end + 1, hit.end + 2))


def _is_county(names: Sequence[KnownName]) -> bool:
    return all(
        (division := divisions().get(name.detail or "")) is not None and division.level == "county"
        for name in names
    )


def _is_full(names: Sequence[KnownName]) -> bool:
    return tells_level(names[0]) if len(names) == 1 else any(map(tells_level, names))


def bodies(plain: str, hits: Iterable[NameHit]) -> list[tuple[int, int]]:
    """Names of governments, bureaus, universities, media and firms that begin with one of the regions."""
    spans = []
    end = chain = -1  # of the last body; where the regions that follow one another begin
    last = -1
    for hit in hits:
        chain = chain if hit.start == last else hit.start
        last = hit.end
        if hit.start < end:
            continue
        match = words.BODY.match(plain, hit.end)
        if match and not words.TITLE.match(plain, hit.end):
            spans.append((chain, match.end()))
            end = match.end()
            continue
        match = _organisations().match(plain, hit.end)
        if match and not words.LINK.search(match.group("name")):
            spans.append((hit.start, match.end()))
            end = match.end()
    return spans


@cache
def _organisations() -> re.Pattern[str]:
    """What follows a region in the name of a body: 南通|市发改委, 江苏|省产业技术研究院."""
    endings = sorted(organisation_suffixes() - words.GOVERNMENT - {*words.EVENTS}, key=len, reverse=True)
    endings += [
        "有限公司",
        "有限责任公司",
        "集团",
        "公司",
        "股份",
        "体育中心",
        "会展中心",
        "博览中心",
        "大酒店",
        "酒店",
        "宾馆",
        "饭店",
        "联社",
        "支行",
        "分行",
    ]
    long = "|".join(word for word in endings if len(word) > 1)
    return re.compile(
        rf"(?P<name>[\u3400-\u9fffA-Za-z0-9()]{{0,10}}?)"
        rf"(?:{long}|(?<=[\u3400-\u9fff]{{2}})(?:(?<![全布格结大时开破当])局(?![部面势限])|厅))"
    )


# ---------------------------------------------------------------- which one
def _certain(hit: NameHit) -> KnownName | None:
    names = hit.regions
    return names[0] if len(names) == 1 and not names[0].common else None


def _weights(told: Iterable[str], hits: Iterable[NameHit], evidence: Iterable[str]) -> Counter[str]:
    """How often each division is spoken of, itself or by what lies in it."""
    weights: Counter[str] = Counter()
    for path in (*evidence, *told):
        weights[path] += 1
        for parent in _parents(path):
            weights[parent] += 1
    for hit in hits:
        names = hit.regions
        if len(names) > 1 and _is_full(names):
            weights.update({f"full {name.detail}": 1 for name in names})
        elif names[0].common and _is_full(names):
            weights[f"full {names[0].detail}"] += 1
    return weights


@cache
def _parents(path: str) -> tuple[str, ...]:
    division = divisions().get(path)
    if division:
        return division.parents
    county = max((known for known in _county_prefixes(path)), key=len, default=None)
    return (*divisions()[county].parents, county) if county else ()


def _county_prefixes(path: str) -> list[str]:
    return [path[:length] for length in range(3, len(path)) if path[:length] in divisions()]


def _choose(plain: str, hit: NameHit, weights: Counter[str], before: str | None) -> _Choice | None:
    names = _highest(hit.regions) if len(hit.regions) > 1 else hit.regions
    ranked = [(_score(name, weights, before), name) for name in names]
    if len(ranked) > 1:
        ranked.sort(key=lambda pair: -pair[0])
    best, name = ranked[0]
    path = name.detail or name.name
    if _is_full(names):
        clear = len(ranked) == 1 or best > ranked[1][0]
        if name.common and not any(weights[parent] for parent in _parents(path)):
            return None
        if clear:
            return name, path
        return None if words.TOWN.search(hit.text) else (name, hit.text)
    if name.common:
        is_city = path in divisions() and divisions()[path].level == "city"
        told: object = (
            weights[path]
            or weights[f"full {path}"]
            or (is_city and any(weights[parent] for parent in _parents(path)))
        )
        told = told or (before and path.startswith(before)) or words.TITLE.match(plain, hit.end)
        told = told or (_is_listed(plain, hit) and any(weights[city] > 1 for city in _parents(path)[1:]))
        return (name, path) if told and best else None
    if len(ranked) > 1 and best == ranked[1][0]:
        return None
    division = divisions().get(path)
    is_county = division is not None and division.level == "county"
    if is_county and not _is_told(weights, path) and not _is_a_phrase(plain, hit):
        return None
    return name, path


def _highest(names: Sequence[KnownName]) -> list[KnownName]:
    """The alternatives without those that lie in another one: 湘潭 is the city, not the county in it."""
    paths = {name.detail for name in names}
    return [name for name in names if paths.isdisjoint(_parents(name.detail or ""))]


def _is_told(weights: Counter[str], path: str) -> bool:
    """Whether the text speaks of the division more than once, or of the city or province it lies in."""
    own = weights[path]
    return own > 1 or any(weights[parent] > own for parent in _parents(path))


def _is_a_phrase(plain: str, hit: NameHit) -> bool:
    before, after = plain[max(0, hit.start - 2) : hit.start], plain[hit.end : hit.end + 2]
    return (not before or bool(words.EDGE_BEFORE.search(before))) and (
        not after or bool(words.EDGE_AFTER.match(after))
    )


def _is_listed(plain: str, hit: NameHit) -> bool:
    """Whether the name stands where only names stand: 天长、来安; 天长的机械."""
    return (
        plain[hit.start - 1 : hit.start] in words.BEFORE_ITEM
        and plain[hit.end : hit.end + 1] in words.AFTER_ITEM
    )


def _score(name: KnownName, weights: Counter[str], before: str | None) -> int:
    path = name.detail or ""
    division = divisions().get(path)
    parents = _parents(path)
    score = OWN * bool(weights[path]) + OWN * bool(weights[f"full {path}"])
    score += PROVINCE * bool(parents and weights[parents[0]])
    score += CITY * sum(bool(weights[parent]) for parent in parents[1:])
    if before and path.startswith(before):
        score += 2 * OWN
    if division and division.level != "county":
        score += PROVINCE + (division.level == "province")
    return score

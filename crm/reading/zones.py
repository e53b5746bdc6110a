"""Development zones in running text: those of the lists, those built like one, and the article's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from crm.domain.reading import ZoneSpan
from crm.i18n import N_
from crm.reading.firm_words import is_ordinary
from crm.reading.gazetteers import divisions, zone_forms
from crm.reading.gazetteers import zones as official_zones
from crm.reading.known import KnownName, NameHit, normalised
from crm.reading.stretches import Stretches
from crm.reading.zone_forms import province_short
from crm.reading.zone_patterns import BESIDE, unknown_zones, with_second_name
from crm.reading.zone_words import DESTINATION, EDGE, GENERIC, OF_GOVERNMENT, TYPE

# Said alone, these mean the zone the article is about; of the others, only the short form of one told before.
_BARE = frozenset(
    {
        "开发区",
        "高新区",
        "经开区",
        "高开区",
        "综保区",
        "保税区",
        "综合保税区",
        "经济开发区",
        "经济技术开发区",
        "边合区",
        "农高区",
        "自贸区",
    }
)
_SETTLED = frozenset({"科技城", "科学城", "生态城", "知识城", "港区"})  # somebody goes to it, or it acts
_SHORT = (OF_GOVERNMENT - {"工业区"}) | {"示范区", "试验区", "合作区", "港区", "新城"}
_OWN_WORDS = 8  # own words of zones looked for in one article
_OWN_LENGTH = 3  # characters; shorter words are told of other things too
_NAME_GOES_ON = re.compile("[\u3400-\u9fff]")
_AFTER_ALIAS = re.compile(
    "[的和与等、及之将已正是在有落举签实开管党核高科企园上集](?!苑|岭)|招商|政府|地区|片区|本地|当地"
)
_NOT_OWN = re.compile("(?:[该各全本级个些类我省家座型内外同老大小跨多此]|[共合新]建)$")
_COUNTY = re.compile("[县市](?!场)")
_LEVELS = frozenset("市县")
_CLAUSE_START = frozenset(["", *"，。；：！？\n \u3000"])
_TELLS = re.compile(
    "将|以|与|在|把|对|从|已|正|紧|围绕|抢抓|聚焦|转变|强化|举[行办]|召开|签约|加[快大强]|全[力年]|着力|持续|立足|坚持|"
    "依托|按照|深入|切实|积极|充分|发[挥布]|引进|推[动进出]|创新|实现|完成|新增|累计|共有|现有|今年|去年|项目|企业"
)
_COMES_TO = re.compile("(?:[到来赴]|前往|走进|深入|调研|考察)$")
_BRANCH = re.compile("[支分](?:行|公司|局|院)")
_LISTED_AFTER = re.compile(
    "[、和及](?:[国省市]家?级)?(?:经开区|高新区|开发区|园区|保税区|综保区|新区|集中区|自贸)|等(?:各类|园区)"
)
_LISTED_BEFORE = re.compile("(?:开发区|经开区|高新区|园区|新区)[、和及]$")
_ACTS = re.compile("管委会|执委会|党工委|招商局|招商|负责人|主任|党委")


def find_zones(text: str, hits: Sequence[NameHit], regions: Sequence[str], own: str | None) -> list[ZoneSpan]:
    """Zones in `text`, in order, none overlapping.

    `regions` are paths the article speaks of; `own` is the zone that published it, if any.
    """
    plain = normalised(text)
    types = list(TYPE.finditer(plain))
    known = _known(
        text,
        plain,
        [hit for hit in hits if hit.text not in _BARE or not _is_end_of_type(hit, types)],
        regions,
    )
    unknown = [
        _span(text, start, end, _official(plain[start:end]), N_("built like a zone's name"))
        for start, end in unknown_zones(plain, types, hits, [(span.start, span.end) for span in known])
    ]
    whole = {span.start for span in unknown}
    named = sorted(
        [*(span for span in known if span.start not in whole), *unknown], key=lambda span: span.start
    )
    named += _by_own_word(text, plain, hits, named)
    return sorted([*named, *_bare(text, plain, types, named, own)], key=lambda span: span.start)


# ---------------------------------------------------------------- by name
def _known(text: str, plain: str, hits: Sequence[NameHit], regions: Sequence[str]) -> list[ZoneSpan]:
    spans: list[ZoneSpan] = []
    for index, hit in enumerate(hits):
        names = hit.zones
        if not names or not _ends_there(plain, hit):
            continue
        start = _with_region(hits, index)
        end = with_second_name(plain, hit.end)
        if index and hits[index - 1].end == hit.start and hits[index - 1].regions:
            names = _in_region(names, hits[index - 1])
        if not names:
            spans.append(_span(text, start, end, None, N_("built like a zone's name")))
            continue
        official = _likeliest([name.name for name in names], regions)
        rule = next(name.rule for name in names if name.name == official)
        spans.append(_span(text, start, end, official, rule))
    return spans


def _is_end_of_type(hit: NameHit, types: Sequence[re.Match[str]]) -> bool:
    """Whether an office's short form of its zone (开发区) is the end of another's name (云岫经济开发区)."""
    return any(kind.start() < hit.start and hit.end <= kind.end() for kind in types)


def _in_region(names: Sequence[KnownName], region: NameHit) -> tuple[KnownName, ...]:
    """The zones that may lie in the region before them: 绍兴滨海新区 is not the one of 天津."""
    paths = [name.detail or "" for name in region.regions]
    return tuple(
        name
        for name in names
        if (zone := official_zones().get(name.name)) is None
        or any(path.startswith(zone.province) for path in paths)
    )


def _ends_there(plain: str, hit: NameHit) -> bool:
    """Whether an alias without a type (光谷, 泰达) stands for the zone, not in a longer name."""
    if TYPE.match(plain, hit.end) or _BRANCH.match(plain, hit.end):
        return False  # 京津中关村科技城 is another one
    if TYPE.search(hit.text[-6:]) or normalised(hit.text) in official_zones():
        return True
    rest = plain[hit.end : hit.end + 2]
    return not _NAME_GOES_ON.match(rest) or bool(_AFTER_ALIAS.match(rest))


def _with_region(hits: Sequence[NameHit], index: int) -> int:
    """Where the zone begins with the region right before it (海州市江北新区, 湖南娄底经开区).

    A district and a town in full are told beside it, unless a list knows the name with it.
    """
    start = hits[index].start
    is_whole = _COUNTY.search(hits[index].text[1:6])  # 商丘市|睢县产业集聚区
    if index and not is_whole and hits[index - 1].end == start and _is_part_of_name(hits[index - 1]):
        return hits[index - 1].start
    return start


def _is_part_of_name(hit: NameHit) -> bool:
    known = (divisions().get(name.detail or "") for name in hit.regions)
    return not hit.text.endswith(BESIDE) and any(known)


def _likeliest(names: Sequence[str], regions: Sequence[str]) -> str:
    """Of zones that share a form, the one in a region of the article, then the national one."""

    def rank(name: str) -> tuple[bool, bool]:
        zone = official_zones().get(name)
        if zone is None:
            return True, True  # the office's own
        return any(path.startswith(zone.province) for path in regions), zone.level == "national"

    return max(names, key=rank)


def _span(text: str, start: int, end: int, name: str | None, rule: str) -> ZoneSpan:
    return ZoneSpan(text=text[start:end], start=start, end=end, name=name, rule=rule)


def _official(name: str) -> str | None:
    """The official name behind a form like 临沂市高新区."""
    name = re.sub(r"\(.*$", "", name)
    forms = zone_forms()
    for form in (name, *(name.replace(mark, "", 1) for mark in "市县区省" if mark in name[:-3])):
        if form in official_zones():
            return form
        if len(forms.get(form, ())) == 1:
            return forms[form][0]
    return None


def _by_own_word(text: str, plain: str, hits: Sequence[NameHit], named: Sequence[ZoneSpan]) -> list[ZoneSpan]:
    """Zones told by their own word alone after the full name: 柳湾东 for 杭州柳湾东产业集聚区."""
    places = {hit.start: hit.end for hit in hits if hit.regions}
    before = {end: start for start, end in places.items()}
    own: dict[str, ZoneSpan] = {}
    for span in named:
        if (word := _own_word(plain, span, places)) and len(own) < _OWN_WORDS:
            own.setdefault(word, span)
    taken = Stretches([(span.start, span.end) for span in named], len(text))
    answer: list[ZoneSpan] = []
    for word, span in own.items():
        at = plain.find(word)
        while at >= 0:
            end = at + len(word)
            if not taken.touches(at, end) and _stands_for_zone(plain, at, end):
                start = before.get(at, at)
                answer.append(_span(text, start, end, span.name, N_("the article's own zone")))
            at = plain.find(word, end)
    return answer


def _own_word(plain: str, span: ZoneSpan, places: dict[int, int]) -> str | None:
    """The word between the region and the type of a zone's name, where it is the zone's alone."""
    start = span.start
    while start in places and places[start] < span.end:
        start = places[start]
    kind = TYPE.search(plain, start, span.end)
    if start == span.start or kind is None or kind.end() != span.end or kind.group() not in OF_GOVERNMENT:
        return None
    word = plain[start : kind.start()]
    is_own = _OWN_LENGTH <= len(word) <= 2 * _OWN_LENGTH and not is_ordinary(word)
    return word if is_own and not GENERIC.fullmatch(word) else None


def _stands_for_zone(plain: str, start: int, end: int) -> bool:
    """Whether somebody goes to what a word names, or it ends there and begins no longer name."""
    if TYPE.match(plain, end) or _BRANCH.match(plain, end):
        return False
    rest = plain[end : end + 2]
    goes_there = DESTINATION.search(plain, max(0, start - 4), start)
    return bool(goes_there) or not _NAME_GOES_ON.match(rest) or bool(_AFTER_ALIAS.match(rest))


# ---------------------------------------------------------------- without a name
def _bare(
    text: str, plain: str, types: Sequence[re.Match[str]], named: Sequence[ZoneSpan], own: str | None
) -> list[ZoneSpan]:
    """开发区 and the like where the article means its own zone by them.

    One place that leaves no doubt (开发区管委会, 开发区举行) speaks for the others.
    """
    taken = Stretches([(span.start, span.end) for span in named], len(text))
    names = {span.name for span in named if span.name}
    told = {normalised(span.text) for span in named}
    found: dict[str, list[tuple[int, int]]] = {}
    meant: dict[str, str | None] = {}
    for match in types:
        word, start = match.group(), match.start()
        if word not in _SHORT or taken.touches(start, match.end()):
            continue
        is_told = _are_forms_of_one([zone for zone in told if zone.endswith(word)])
        if not (_stands_free(plain, start) or _is_of_level(plain, start)):
            continue
        if not is_told and _is_of_any(plain, start, match.end()):
            continue
        found.setdefault(word, []).append((start, match.end()))
        name = own if _means(word, own) else _single(names, word)
        is_meant = word in _BARE and own is None
        is_goal = word in _SETTLED and DESTINATION.search(plain, max(0, start - 4), start)
        if name or is_told or is_meant or is_goal or _ACTS.match(plain, match.end()):
            meant[word] = meant.get(word) or name
    return [
        _span(text, start, end, meant[word], N_("the article's own zone"))
        for word, places in found.items()
        if word in meant
        for start, end in places
    ]


def _are_forms_of_one(names: Sequence[str]) -> bool:
    """Whether names of zones are one name, told longer and shorter (河北雄安新区, 雄安新区)."""
    return bool(names) and all(name.endswith(min(names, key=len)) for name in names)


def _is_of_level(plain: str, start: int) -> bool:
    """Whether the zone is told as the one of the article's county: 县|经济开发区."""
    return plain[start - 1 : start] in _LEVELS and _stands_free(plain, start - 1)


def _is_of_any(plain: str, start: int, end: int) -> bool:
    """Whether kinds of zones are listed: 开发区、高新区等园区."""
    return bool(_LISTED_AFTER.match(plain, end) or _LISTED_BEFORE.search(plain[max(0, start - 6) : start]))


def _means(word: str, own: str | None) -> bool:
    """Whether 高新区, 综保区 or 开发区 may be said for the zone `own`."""
    if own is None or word not in _BARE:
        return False
    if word == "高新区":
        return "高新" in own
    return ("保税" in own or "综保" in own) if "保" in word else "开发区" in own or "经开区" in own


def _stands_free(plain: str, start: int) -> bool:
    if not start:
        return True
    before = plain[max(0, start - 4) : start]
    if _NOT_OWN.search(before):
        return False
    edges = [edge.end() for edge in EDGE.finditer(before)]
    return bool(edges) and edges[-1] == len(before)


def _single(names: Iterable[str], word: str) -> str | None:
    meant = [name for name in names if _means(word, name)]
    return meant[0] if len(meant) == 1 else None


def regions_of(spans: Iterable[ZoneSpan]) -> list[str]:
    """Paths of the provinces, cities and counties that the names of known zones tell."""
    return [path for span in spans if span.name for path in _regions_in(span.name)]


@cache
def _regions_in(name: str) -> tuple[str, ...]:
    zone = official_zones().get(name)
    if zone is None:
        return ()
    rest = name.removeprefix(province_short(zone.province))
    inside = [
        division.path
        for division in divisions().values()
        if division.short and division.parents[:1] == (zone.province,) and rest.startswith(division.short)
    ]
    return (zone.province, *inside)

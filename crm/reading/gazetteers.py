"""The shipped gazetteers: what is in resources/lexicons, read once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from crm.i18n import N_
from crm.paths import resource
from crm.reading.firm_words import famous_firms
from crm.reading.known import KnownName, NameKind
from crm.reading.zone_forms import short_forms

TOWN_ENDINGS = ("镇", "乡", "街道", "苏木")
SHORTEST_SHORT = 2  # characters of a short name
_OTHER_ENDINGS = (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"), ("区", "县市"), ("市", "县"))
SHORTEST_TOWN = 3  # characters; 古镇 and 乡镇 are words
SURE_SECTOR_LENGTH = 3  # characters; shorter sector words (汽车, 软件) occur in other senses


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """A province, city, county or town."""

    name: str
    short: str
    level: str  # province, city, county, town
    path: str
    parents: tuple[str, ...]  # paths, from the province down

    def lies_in(self, path: str) -> bool:
        """Whether `path` is this division or one above it."""
        return path == self.path or path in self.parents


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficialZone:
    """A zone of the national lists."""

    name: str
    level: str  # national, provincial
    type: str
    province: str


@cache
def divisions() -> dict[str, Division]:
    """Provinces, cities and counties by path."""
    return {division.path: division for division in _coded_divisions().values()}


@cache
def _coded_divisions() -> dict[str, Division]:
    answer = {}
    for index, row in enumerate(_rows("divisions.csv")):
        steps = [step for step in (row["province"], row["city"], row["county"]) if step]
        answer[row["code"] or f"uncoded {index}"] = Division(
            name=row["name"],
            short=row["short"],
            level=row["level"],
            path="".join(steps),
            parents=tuple("".join(steps[:count]) for count in range(1, len(steps))),
        )
    return answer


def tells_level(name: KnownName) -> bool:
    """Whether the form of a region's name says what it is: 如东县 and 木垒县, not 如东 and 锦州."""
    division = divisions().get(name.detail or "")
    return division is None or name.text == division.name or name.text != division.short


def is_province(path: str | None) -> bool:
    """Whether `path` is a province's, an autonomous region's or a municipality's."""
    division = divisions().get(path or "")
    return division is not None and division.level == "province"


def towns() -> Iterator[tuple[str, Division]]:
    """Names of towns and sub-districts in full, each with the county it lies in."""
    counties = _coded_divisions()
    for row in _rows("towns.csv"):
        for name in row["towns"].split():
            yield name, counties[row["county_code"]]


@cache
def town_names() -> frozenset[str]:
    """Names of towns and sub-districts in full."""
    return frozenset(name for name, _ in towns())


@cache
def short_names() -> frozenset[str]:
    """Divisions without what they are: 抚顺."""
    return frozenset(division.short for division in divisions().values() if division.short)


@cache
def countries() -> frozenset[str]:
    """Countries abroad by the names the press gives them."""
    return _words("countries.txt")


@cache
def zones() -> dict[str, OfficialZone]:
    """Zones of the national lists by official name."""
    return {row["name"]: OfficialZone(**row) for row in _rows("zones.csv")}


@cache
def zone_aliases() -> dict[str, str]:
    """Official names by the names zones go by."""
    return {row["alias"]: row["name"] for row in _rows("zone_aliases.csv")}


@cache
def zone_forms() -> dict[str, tuple[str, ...]]:
    """Official names by every form but the official one; several zones may share a form."""
    forms: dict[str, dict[str, None]] = {}
    for zone in zones().values():
        for form in short_forms(zone.name, zone.province):
            if form not in zones():
                forms.setdefault(form, {})[zone.name] = None
    answer = {form: tuple(names) for form, names in forms.items()}
    answer.update({alias: (name,) for alias, name in zone_aliases().items()})
    return answer


@cache
def industry_names() -> dict[str, str]:
    """Names of the national classifications by code, as gb4754:3973 or sei2018:1.2."""
    files = {"gb4754": "gb4754_2017.csv", "sei2018": "sei_2018.csv"}
    return {f"{scheme}:{row['code']}": row["name"] for scheme, file in files.items() for row in _rows(file)}


@cache
def division_words() -> frozenset[str]:
    """Names of divisions that are ordinary words too (和平, 合作, 东区)."""
    return _words("division_words.txt")


@cache
def enterprise_suffixes() -> frozenset[str]:
    """How names of enterprises end, legal forms and lines of business."""
    return _words("enterprise_suffixes.txt")


@cache
def organisation_suffixes() -> frozenset[str]:
    """How names of bodies end that are not enterprises: bureaus, universities, media, meetings."""
    return _words("organisations.txt")


def shipped_names() -> Iterator[KnownName]:
    """Every form of every shipped name."""
    yield from _region_names()
    yield from _zone_names()
    yield from _industry_names()
    yield from famous_firms()
    firms = {firm.text for firm in famous_firms()}
    for word in sorted({*_words("stop_words.txt")} - firms):
        yield KnownName(text=word, kind=NameKind.STOP, name=word, rule=N_("stop word"))


def _region_names() -> Iterator[KnownName]:
    full, short, other = N_("full name"), N_("short name"), N_("alias")
    names = {division.name for division in divisions().values()}
    for division in divisions().values():
        yield _region(division.name, division, full)
        for form in _other_forms(division):
            if form not in names:
                yield _region(form, division, other)
        if division.short and division.short != division.name:
            yield _region(division.short, division, short)
    for row in _rows("division_aliases.csv"):
        yield _region(row["alias"], divisions()[row["path"]], other)
    for country in sorted(countries()):
        yield KnownName(text=country, kind=NameKind.REGION, name=country, detail=country, rule=N_("country"))
    for town, county in towns():
        if town.endswith(TOWN_ENDINGS) and len(town) >= SHORTEST_TOWN:
            path = county.path + town
            yield KnownName(text=town, kind=NameKind.REGION, name=town, detail=path, rule=full)


def _other_forms(division: Division) -> Iterator[str]:
    """昌吉州 and 木垒县 for the autonomous ones, 如皋县 and 铜山县 for what has become a city or district."""
    if len(division.short) < SHORTEST_SHORT or division.short in division_words():
        return
    for ending, forms in _OTHER_ENDINGS:
        if division.name.endswith(ending) and not division.short.endswith(tuple("市县区州旗盟")):
            yield from (division.short + form for form in forms)
            return


def _region(text: str, division: Division, rule: str) -> KnownName:
    return KnownName(
        text=text,
        kind=NameKind.REGION,
        name=division.name,
        detail=division.path,
        rule=rule,
        common=text in division_words(),
    )


def _zone_names() -> Iterator[KnownName]:
    for name in zones():
        yield KnownName(text=name, kind=NameKind.ZONE, name=name, rule=N_("full name"))
    aliases = zone_aliases()
    for form, names in zone_forms().items():
        rule = N_("alias") if form in aliases else N_("short name")
        for name in names:
            yield KnownName(text=form, kind=NameKind.ZONE, name=name, rule=rule)


def _industry_names() -> Iterator[KnownName]:
    for row in _rows("industries.csv"):
        code = row["code"] or None
        words = row["words"].split()
        products = row["products"].split()
        for word in words + products:
            yield KnownName(
                text=word,
                kind=NameKind.INDUSTRY,
                name=(words or products)[0],
                detail=code,
                rule=N_("sector word"),
                common=word in products or len(word) < SURE_SECTOR_LENGTH,
            )


@cache
def warned_names() -> frozenset[str]:
    """Words that stand in articles whatever they speak of; as a short or other name they only hint."""
    return _words("warned_names.txt")


def _words(file: str) -> frozenset[str]:
    return frozenset(resource("lexicons", file).read_text(encoding="utf-8").split())


def _rows(file: str) -> Iterator[dict[str, str]]:
    with resource("lexicons", file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)

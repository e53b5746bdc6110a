"""The shipped gazetteers: what is in resources/lexicons, read once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from crm.i18n import N_
from crm.paths import resource
from crm.reading.lexicon import KnownName, NameKind


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


def towns() -> Iterator[tuple[str, Division]]:
    """Names of towns and sub-districts in full, each with the county it lies in."""
    counties = _coded_divisions()
    for row in _rows("towns.csv"):
        for name in row["towns"].split():
            yield name, counties[row["county_code"]]


@cache
def zones() -> dict[str, OfficialZone]:
    """Zones of the national lists by official name."""
    return {row["name"]: OfficialZone(**row) for row in _rows("zones.csv")}


def shipped_names() -> Iterator[KnownName]:
    """Every form of every shipped name."""
    yield from _region_names()


def _region_names() -> Iterator[KnownName]:
    kind = NameKind.REGION
    for division in divisions().values():
        yield KnownName(
            text=division.name, kind=kind, name=division.name, detail=division.path, rule=N_("full name")
        )
        if division.short and division.short != division.name:
            yield KnownName(
                text=division.short,
                kind=kind,
                name=division.name,
                detail=division.path,
                rule=N_("short name"),
            )
    for town, county in towns():
        yield KnownName(text=town, kind=kind, name=town, detail=county.path + town, rule=N_("full name"))


def _rows(file: str) -> Iterator[dict[str, str]]:
    with resource("lexicons", file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)

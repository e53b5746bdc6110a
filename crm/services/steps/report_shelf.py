"""What the facts of all projects are made of, each kind read when the first fact asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import starmap
from typing import Any, NamedTuple, TypeVar

from crm.data.queries import report_facts as queries
from crm.data.queries.follow_ups import Told, told_until
from crm.data.queries.trees import paths
from crm.data.reader import Reader
from crm.domain.articles import Article
from crm.domain.directory import Contact, Enterprise, Zone
from crm.domain.follow_ups import ContactWay
from crm.domain.money import Money
from crm.domain.office import Office, Officer
from crm.domain.projects import Claim, Obstacle, Project
from crm.domain.report_facts import FollowUpFacts, Period, StageStep, Wanted

T = TypeVar("T")

# Documents are Chinese whatever language the window has.
WAYS = {
    ContactWay.PHONE: "电话",
    ContactWay.WECHAT: "微信",
    ContactWay.VISIT: "拜访",
    ContactWay.RECEPTION: "来访",
    ContactWay.MEETING: "会议",
    ContactWay.SITE_VISIT: "考察",
    ContactWay.OTHER: "其他",
}


class Firm(NamedTuple):
    """What reports ask of an enterprise."""

    id: int
    name: str
    region: str
    labels: tuple[str, ...]
    business: str
    first_contact_office_id: int | None
    first_contact_officer_id: int | None


class Spoken(NamedTuple):
    """Who is spoken to."""

    enterprise_id: int
    name: str = ""
    title: str = ""
    phone: str = ""
    is_main: bool = False


class Figure(NamedTuple):
    """An adopted figure."""

    project_id: int
    field_name: str
    amount: Money | None
    number: Decimal | None
    text: str
    quote: str
    article_id: int | None


class Source(NamedTuple):
    """Where a figure was told."""

    id: int
    source: str
    published_on: date | None
    url: str
    original: str


Row = dict[str, Any]  # fields of a project


class Shelf:
    """Everything that the facts of all projects need, each kind read when the first fact asks for it."""

    def __init__(self, reader: Reader, wanted: Wanted, period: Period, fields: Iterable[str]) -> None:
        """A shelf for the projects that are wanted, with those `fields` of them."""
        self.wanted, self._reader, self._period = wanted, reader, period
        self._fields = tuple(dict.fromkeys(("id", "name", "stage", *fields)))

    @cached_property
    def _chosen(self) -> list[int] | None:
        """Ids of the projects; None for all."""
        return queries.projects(self._reader, self.wanted, self._period)

    @cached_property
    def projects(self) -> list[Row]:
        """The projects in the order they were made."""
        rows = self._reader.parts(Project, self._fields, self._of_these("id"))
        return [dict(zip(self._fields, row, strict=True)) for row in rows]

    @cached_property
    def firms(self) -> Mapping[int, Firm]:
        """The enterprises behind the projects."""
        parts = self._reader.parts(Enterprise, Firm._fields, ("id", self._ids("enterprise_id")))
        return {firm.id: firm for firm in starmap(Firm, parts)}

    @cached_property
    def contacts(self) -> Mapping[int, Spoken]:
        """Whom to speak to in each enterprise."""
        found: dict[int, Spoken] = {}
        firms = ("enterprise_id", self._ids("enterprise_id"))
        for contact in starmap(Spoken, self._reader.parts(Contact, Spoken._fields, firms)):
            known = found.get(contact.enterprise_id)
            if known is None or (contact.is_main and not known.is_main):
                found[contact.enterprise_id] = contact
        return found

    @cached_property
    def zones(self) -> Mapping[int, Zone]:
        """Every zone."""
        return {zone.key: zone for zone in self._reader.all(Zone)}

    @cached_property
    def officers(self) -> Mapping[int, Officer]:
        """Every officer."""
        return {officer.key: officer for officer in self._reader.all(Officer)}

    @cached_property
    def offices(self) -> Mapping[int, Office]:
        """Every unit."""
        return {office.key: office for office in self._reader.all(Office)}

    @cached_property
    def nodes(self) -> Mapping[int, str]:
        """Chain and node of each node that a project stands at."""
        return paths(self._reader, (project["industry_id"] for project in self.projects))

    @cached_property
    def steps(self) -> Mapping[int, tuple[StageStep, ...]]:
        """The stage log of each project, in the order the steps were taken."""
        return queries.steps(self._reader, self._chosen)

    @cached_property
    def obstacles(self) -> Mapping[int, list[str]]:
        """What stands in the way of each project."""
        parts = self._reader.parts(Obstacle, ("project_id", "text"), closed_on=None)
        return _grouped((project_id, text) for project_id, text in parts)

    @cached_property
    def follow_ups(self) -> Mapping[int, list[FollowUpFacts]]:
        """What was said about each project."""
        ids = [project["id"] for project in self.projects]
        told = told_until(self._reader, "project", ids, self._period.end, self.wanted.told_since)
        return _grouped((entry.target_id, _told(entry)) for entry in told)

    @cached_property
    def claims(self) -> Mapping[int, list[Figure]]:
        """The adopted figures of each project."""
        parts = self._reader.parts(Claim, Figure._fields, self._of_these("project_id"), is_adopted=True)
        return _grouped((claim.project_id, claim) for claim in starmap(Figure, parts))

    @cached_property
    def articles(self) -> Mapping[int, Source]:
        """Where the figures were told."""
        ids = {claim.article_id for claims in self.claims.values() for claim in claims}
        parts = self._reader.parts(Article, Source._fields, ("id", ids - {None}))
        return {article.id: article for article in starmap(Source, parts)}

    def office(self, office_id: int | None) -> str:
        """What a unit is called."""
        office = self.offices.get(office_id or 0)
        return office.name if office else ""

    def _of_these(self, name: str) -> tuple[str, list[int]] | None:
        """That a field is the id of one of the projects; None where it is so in any case."""
        return None if self._chosen is None else (name, self._chosen)

    def _ids(self, name: str) -> list[int]:
        return [project[name] for project in self.projects if project[name] is not None]


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    grouped: dict[int, list[T]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    return grouped


def _told(entry: Told) -> FollowUpFacts:
    text = "；".join(filter(None, [entry.text, entry.result]))
    return FollowUpFacts(on=entry.happened_on, text=text, kind=WAYS[entry.way], next_step=entry.next_step)

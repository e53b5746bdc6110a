"""The plain facts that reports are made from, read in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

from crm.data.queries import follow_ups as follow_up_queries
from crm.data.queries.directory import first_contact_text
from crm.data.queries.settings import rates, stage_rules
from crm.data.reader import Reader
from crm.domain.directory import Contact, Enterprise
from crm.domain.follow_ups import ContactWay
from crm.domain.money import Money
from crm.domain.office import Officer
from crm.domain.projects import Project
from crm.domain.records import Ref, kind_of
from crm.domain.report_facts import (
    DOCUMENT_STAGES,
    Period,
    ProjectFacts,
    ReportFacts,
    VisitFacts,
    Wanted,
)
from crm.domain.rows import FollowUpRow
from crm.domain.stages import Stage
from crm.domain.tables import EvidenceRow
from crm.services.steps.report_shelf import Firm, Row, Shelf
from crm.services.steps.visit_facts import visit_book

T = TypeVar("T")
EVERYTHING = Wanted()
_OWN = frozenset(field.name for field in fields(Project))  # facts that the project calls so, too
_VISITS = (ContactWay.VISIT, ContactWay.RECEPTION, ContactWay.SITE_VISIT)
# Project fields whose claims are the evidence of a fact of another name.
_FACT_OF_FIELD = {
    "contract_amount": "contract_investment",
    "filed_amount": "filed_investment",
}


def read_facts(reader: Reader, first: date, last: date, wanted: Wanted = EVERYTHING) -> ReportFacts:
    """What reports of [first, last] draw on: of each project the facts asked for, and the visits.

    Facts that are not asked for are left unknown.
    """
    period = Period(start=first, end=last)
    shelf = Shelf(reader, wanted, period, _fields_of(wanted))
    offices = sorted(shelf.offices.values(), key=lambda office: (office.position, office.key))
    told = ReportFacts(
        projects=tuple(_projects(shelf)) if wanted.has_projects else (),
        offices=tuple(office.name for office in offices),
        rates=rates(reader).rates,
        stage_names=_stage_names(reader),
    )
    if not (wanted.has_visits or wanted.has_journeys):
        return told
    book = visit_book(reader, first, last)
    met = book.met(_logged(reader, shelf, period)) if wanted.has_visits else ()
    return replace(
        told,
        visits=tuple(sorted(met, key=lambda visit: visit.on)),
        trips=tuple(book.trips()),
        receptions=tuple(book.receptions()),
    )


def _fields_of(wanted: Wanted) -> Iterator[str]:
    """The fields of projects that the facts are made of."""
    for fact in sorted(wanted.facts):
        yield from _MADE[fact].fields if fact in _MADE else [fact] if fact in _OWN else []


def _stage_names(reader: Reader) -> dict[Stage, str]:
    """As the office calls them, otherwise as documents do."""
    rules = stage_rules(reader)
    return {stage: rules.of(stage).name or usual for stage, usual in DOCUMENT_STAGES.items()}


@dataclass(frozen=True, kw_only=True)
class _Made:
    """A fact that is no field of the project: the fields it is made of, and how."""

    fields: tuple[str, ...]
    make: Callable[[Row, Shelf], Any]


def _of_firm(make: Callable[[Firm, Shelf], Any], nothing: Any = "") -> _Made:
    def value(project: Row, shelf: Shelf) -> Any:
        firm = shelf.firms.get(project["enterprise_id"] or 0)
        return make(firm, shelf) if firm is not None else nothing

    return _Made(fields=("enterprise_id",), make=value)


def _of_owner(make: Callable[[Officer, Shelf], str]) -> _Made:
    def value(project: Row, shelf: Shelf) -> str:
        owner = shelf.officers.get(project["owner_id"] or 0)
        return make(owner, shelf) if owner is not None else ""

    return _Made(fields=("owner_id",), make=value)


def _of_contact(name: str) -> _Made:
    def value(project: Row, shelf: Shelf) -> str:
        contact = shelf.contacts.get(project["enterprise_id"] or 0)
        return str(getattr(contact, name)) if contact is not None else ""

    return _Made(fields=("enterprise_id",), make=value)


def _zone(project: Row, shelf: Shelf) -> str:
    zone = shelf.zones.get(project["zone_id"] or 0)
    return (zone.short_name or zone.name) if zone else ""


def _site(project: Row, shelf: Shelf) -> str:
    zone = shelf.zones.get(project["zone_id"] or 0)
    return project["site"] or (zone.name if zone else "")


def _region(project: Row, shelf: Shelf) -> str:
    firm = shelf.firms.get(project["enterprise_id"] or 0)
    return project["source_region"] or (firm.region if firm else "")


def _problems(project: Row, shelf: Shelf) -> str:
    return "；".join(filter(None, [project["problem"], *shelf.obstacles.get(project["id"], ())]))


def _first_contact(firm: Firm, shelf: Shelf) -> str:
    office = shelf.offices.get(firm.first_contact_office_id or 0)
    return first_contact_text(office, shelf.officers.get(firm.first_contact_officer_id or 0), None)


def _evidence(project: Row, shelf: Shelf) -> tuple[EvidenceRow, ...]:
    """The quote behind each adopted figure."""
    told = (
        (claim, article)
        for claim in shelf.claims.get(project["id"], ())
        if (article := shelf.articles.get(claim.article_id or 0)) is not None
    )
    return tuple(
        EvidenceRow(
            record=project["name"],
            field=_FACT_OF_FIELD.get(claim.field_name, claim.field_name),
            value=claim.text or _written(claim.amount) or str(claim.number or ""),
            quote=claim.quote,
            source=article.source,
            published=article.published_on,
            url=article.url,
            sha256=article.original,
        )
        for claim, article in told
    )


_MADE: Mapping[str, _Made] = {
    "office": _Made(fields=("office_id",), make=lambda project, shelf: shelf.office(project["office_id"])),
    "investor": _of_firm(lambda firm, _shelf: firm.name),
    "enterprise_labels": _of_firm(lambda firm, _shelf: firm.labels, ()),
    "business_scope": _of_firm(lambda firm, _shelf: firm.business),
    "first_contact": _of_firm(_first_contact),
    "source_region": _Made(fields=("source_region", "enterprise_id"), make=_region),
    "industry": _Made(fields=("gb4754_code",), make=lambda project, _shelf: project["gb4754_code"]),
    "chain": _Made(
        fields=("industry_id",),
        make=lambda project, shelf: shelf.nodes.get(project["industry_id"] or 0, "").split(" › ")[0],
    ),
    "zone": _Made(fields=("zone_id",), make=_zone),
    "site": _Made(fields=("site", "zone_id"), make=_site),
    "contract_investment": _Made(
        fields=("contract_amount",), make=lambda project, _shelf: project["contract_amount"]
    ),
    "filed_investment": _Made(fields=("filed_amount",), make=lambda project, _shelf: project["filed_amount"]),
    "problem": _Made(fields=("problem",), make=_problems),
    "steps": _Made(fields=(), make=lambda project, shelf: shelf.steps.get(project["id"], ())),
    "follow_ups": _Made(
        fields=(), make=lambda project, shelf: tuple(shelf.follow_ups.get(project["id"], ()))
    ),
    "owner": _of_owner(lambda owner, _shelf: owner.name),
    "owner_office": _of_owner(lambda owner, shelf: shelf.office(owner.office_id)),
    "contact_name": _of_contact("name"),
    "contact_post": _of_contact("title"),
    "contact_phone": _of_contact("phone"),
    "evidence": _Made(fields=("name",), make=_evidence),
}


def _projects(shelf: Shelf) -> Iterator[ProjectFacts]:
    made = [(fact, _MADE[fact].make) for fact in shelf.wanted.facts if fact in _MADE]
    own = [fact for fact in {"name", "stage", *shelf.wanted.facts} if fact in _OWN and fact not in _MADE]
    for project in shelf.projects:
        told = {fact: project[fact] for fact in own}
        told.update((fact, make(project, shelf)) for fact, make in made)
        yield ProjectFacts(**told)


def _written(amount: Money | None) -> str:
    return f"{amount.value} {amount.currency}" if amount else ""


def _logged(reader: Reader, shelf: Shelf, period: Period) -> Iterable[tuple[int, VisitFacts]]:
    """Entries of that time that were visits, by their ids."""
    rows = follow_up_queries.items(
        reader, follow_up_queries.between(reader, period.start, period.end, ways=_VISITS)
    )
    firms = _firms_met(reader, [ref for row in rows for ref, _name in row.subjects])
    for row in reversed(rows):
        yield row.id, _visit(row, shelf, firms)


def _visit(row: FollowUpRow, shelf: Shelf, firms: Mapping[Ref, Enterprise]) -> VisitFacts:
    firm = next((firms[ref] for ref, _name in row.subjects if ref in firms), None)
    officer = shelf.officers.get(row.officer_id or 0)
    return VisitFacts(
        on=row.happened_on,
        enterprise=firm.name if firm else "、".join(name for _ref, name in row.subjects),
        kind="来访" if row.way is ContactWay.RECEPTION else "拜访",
        office=shelf.office(officer.office_id) if officer else "",
        region=firm.region if firm else "",
        met=row.with_whom,
        profile=firm.business if firm else "",
        talks=row.text,
        next_step=row.next_step,
        officers=row.officer,
    )


def _firms_met(reader: Reader, refs: Iterable[Ref]) -> dict[Ref, Enterprise]:
    """The enterprise that each record is or belongs to."""
    about = set(refs)
    firm_ids: dict[Ref, int | None] = {ref: ref.id for ref in about if ref.kind == "enterprise"}
    kinds: tuple[type[Project] | type[Contact], ...] = (Project, Contact)
    for kind in kinds:
        name = kind_of(kind)
        for key, record in reader.by_id(kind, [ref.id for ref in about if ref.kind == name]).items():
            firm_ids[Ref(kind=name, id=key)] = record.enterprise_id
    firms = reader.by_id(Enterprise, firm_ids.values())
    return {ref: firms[firm_id] for ref, firm_id in firm_ids.items() if firm_id in firms}

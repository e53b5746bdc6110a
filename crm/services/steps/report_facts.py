"""The plain facts that reports are made from, read in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from crm.data.queries import follow_ups as follow_up_queries
from crm.data.queries.directory import first_contact_text
from crm.data.queries.settings import rates, stage_rules
from crm.data.queries.trees import paths
from crm.data.reader import Reader
from crm.domain.articles import Article
from crm.domain.directory import Contact, Enterprise, Zone
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.money import Money
from crm.domain.office import Office, Officer
from crm.domain.projects import Claim, Obstacle, Project, StageEntry
from crm.domain.records import Ref, kind_of
from crm.domain.report_facts import (
    DOCUMENT_STAGES,
    FollowUpFacts,
    ProjectFacts,
    ReportFacts,
    StageStep,
    VisitFacts,
)
from crm.domain.rows import FollowUpRow
from crm.domain.stages import Stage
from crm.domain.tables import EvidenceRow
from crm.services.steps.visit_facts import visit_book

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
_VISITS = (ContactWay.VISIT, ContactWay.RECEPTION, ContactWay.SITE_VISIT)
# Project fields whose claims are the evidence of a fact of another name.
_FACT_OF_FIELD = {
    "contract_amount": "contract_investment",
    "filed_amount": "filed_investment",
}


def read_facts(reader: Reader, first: date, last: date) -> ReportFacts:
    """Facts about every project as reports of [first, last] need them, and about the visits in that time."""
    projects = reader.all(Project)
    shelf = _Shelf.of(reader, projects, first, last)
    offices = sorted(shelf.offices.values(), key=lambda office: (office.position, office.key))
    book = visit_book(reader, first, last)
    met = book.met(_logged(reader, shelf, first, last))
    return ReportFacts(
        projects=tuple(_project(project, shelf) for project in projects),
        visits=tuple(sorted(met, key=lambda visit: visit.on)),
        trips=tuple(book.trips()),
        receptions=tuple(book.receptions()),
        offices=tuple(office.name for office in offices),
        rates=rates(reader).rates,
        stage_names=_stage_names(reader),
    )


def _stage_names(reader: Reader) -> dict[Stage, str]:
    """As the office calls them, otherwise as documents do."""
    rules = stage_rules(reader)
    return {stage: rules.of(stage).name or usual for stage, usual in DOCUMENT_STAGES.items()}


@dataclass(frozen=True, kw_only=True)
class _Shelf:
    """Everything that the facts of all projects need, read once."""

    firms: Mapping[int, Enterprise]
    zones: Mapping[int, Zone]
    officers: Mapping[int, Officer]
    offices: Mapping[int, Office]
    nodes: Mapping[int, str]
    entries: Mapping[int, list[StageEntry]]
    obstacles: Mapping[int, list[Obstacle]]
    contacts: Mapping[int, list[Contact]]
    follow_ups: Mapping[int, list[FollowUp]]  # by project
    claims: Mapping[int, list[Claim]]  # the adopted ones
    articles: Mapping[int, Article]

    @classmethod
    def of(cls, reader: Reader, projects: list[Project], first: date, last: date) -> _Shelf:
        """The shelf for these projects, with what was said about them in [first, last] and just before."""
        firm_ids = [project.enterprise_id for project in projects if project.enterprise_id is not None]
        claims = reader.all(Claim, is_adopted=True)
        return cls(
            firms=reader.by_id(Enterprise, firm_ids),
            zones={zone.key: zone for zone in reader.all(Zone)},
            officers={officer.key: officer for officer in reader.all(Officer)},
            offices={office.key: office for office in reader.all(Office)},
            nodes=paths(reader, [project.industry_id for project in projects]),
            entries=_grouped((entry.project_id, entry) for entry in reader.all(StageEntry)),
            obstacles=_grouped((obstacle.project_id, obstacle) for obstacle in reader.all(Obstacle)),
            contacts=_grouped(
                (contact.enterprise_id or 0, contact)
                for contact in reader.among(Contact, "enterprise_id", firm_ids)
            ),
            follow_ups=_grouped(follow_up_queries.told_until(reader, "project", first, last)),
            claims=_grouped((claim.project_id, claim) for claim in claims),
            articles=reader.by_id(Article, [claim.article_id for claim in claims]),
        )


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    grouped: dict[int, list[T]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    return grouped


def _project(project: Project, shelf: _Shelf) -> ProjectFacts:
    firm = shelf.firms.get(project.enterprise_id or 0)
    zone = shelf.zones.get(project.zone_id or 0)
    owner = shelf.officers.get(project.owner_id or 0)
    contact = _main_contact(shelf.contacts.get(project.enterprise_id or 0, []))
    told = _of_one_name(project) | {
        "office": _office(shelf, project.office_id),
        "investor": firm.name if firm else "",
        "enterprise_labels": firm.labels if firm else (),
        "business_scope": firm.business if firm else "",
        "source_region": project.source_region or (firm.region if firm else ""),
        "industry": project.gb4754_code,
        "chain": shelf.nodes.get(project.industry_id or 0, "").split(" › ")[0],
        "zone": (zone.short_name or zone.name) if zone else "",
        "site": project.site or (zone.name if zone else ""),
        "contract_investment": project.contract_amount,
        "filed_investment": project.filed_amount,
        "problem": _problems(project, shelf),
        "steps": _steps(shelf.entries.get(project.key, [])),
        "follow_ups": tuple(_told(entry) for entry in shelf.follow_ups.get(project.key, [])),
        "first_contact": _first_contact(firm, shelf),
        "owner": owner.name if owner else "",
        "owner_office": _office(shelf, owner.office_id) if owner else "",
        "contact_name": contact.name if contact else "",
        "contact_post": contact.title if contact else "",
        "contact_phone": contact.phone if contact else "",
        "evidence": tuple(_evidence(project, shelf)),
    }
    return ProjectFacts(**told)


def _of_one_name(project: Project) -> dict[str, Any]:
    """The facts that project and report call alike, figures and texts of the ledger."""
    names = {field.name for field in fields(Project)}
    return {field.name: getattr(project, field.name) for field in fields(ProjectFacts) if field.name in names}


def _main_contact(contacts: list[Contact]) -> Contact | None:
    return min(contacts, key=lambda contact: not contact.is_main, default=None)


def _problems(project: Project, shelf: _Shelf) -> str:
    open_ones = (entry.text for entry in shelf.obstacles.get(project.key, []) if entry.closed_on is None)
    return "；".join(filter(None, [project.problem, *open_ones]))


def _office(shelf: _Shelf, office_id: int | None) -> str:
    office = shelf.offices.get(office_id or 0)
    return office.name if office else ""


def _steps(entries: list[StageEntry]) -> tuple[StageStep, ...]:
    standing = sorted(
        (entry for entry in entries if not entry.is_undone), key=lambda e: (e.entered_on, e.key)
    )
    return tuple(StageStep(stage=entry.stage, on=entry.entered_on) for entry in standing)


def _told(entry: FollowUp) -> FollowUpFacts:
    text = "；".join(filter(None, [entry.text, entry.result]))
    return FollowUpFacts(on=entry.happened_on, text=text, kind=WAYS[entry.way], next_step=entry.next_step)


def _first_contact(firm: Enterprise | None, shelf: _Shelf) -> str:
    if firm is None:
        return ""
    office = shelf.offices.get(firm.first_contact_office_id or 0)
    return first_contact_text(office, shelf.officers.get(firm.first_contact_officer_id or 0), None)


def _evidence(project: Project, shelf: _Shelf) -> Iterable[EvidenceRow]:
    """The quote behind each adopted figure."""
    for claim in shelf.claims.get(project.key, []):
        article = shelf.articles.get(claim.article_id or 0)
        if article is not None:
            yield EvidenceRow(
                record=project.name,
                field=_FACT_OF_FIELD.get(claim.field_name, claim.field_name),
                value=claim.text or _written(claim.amount) or str(claim.number or ""),
                quote=claim.quote,
                source=article.source,
                published=article.published_on,
                url=article.url,
                sha256=article.original,
            )


def _written(amount: Money | None) -> str:
    return f"{amount.value} {amount.currency}" if amount else ""


def _logged(reader: Reader, shelf: _Shelf, first: date, last: date) -> Iterable[tuple[int, VisitFacts]]:
    """Entries of that time that were visits, by their ids."""
    rows = follow_up_queries.items(reader, follow_up_queries.between(reader, first, last, ways=_VISITS))
    firms = _firms_met(reader, [ref for row in rows for ref, _name in row.subjects])
    for row in reversed(rows):
        yield row.id, _visit(row, shelf, firms)


def _visit(row: FollowUpRow, shelf: _Shelf, firms: Mapping[Ref, Enterprise]) -> VisitFacts:
    firm = next((firms[ref] for ref, _name in row.subjects if ref in firms), None)
    officer = shelf.officers.get(row.officer_id or 0)
    return VisitFacts(
        on=row.happened_on,
        enterprise=firm.name if firm else "、".join(name for _ref, name in row.subjects),
        kind="来访" if row.way is ContactWay.RECEPTION else "拜访",
        office=_office(shelf, officer.office_id) if officer else "",
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

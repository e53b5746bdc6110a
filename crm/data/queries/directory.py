"""Lists of enterprises, contacts, zones and industries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from crm.data.queries.articles import naming_counts
from crm.data.queries.trees import descendants, paths
from crm.data.reader import Reader
from crm.data.schema import table
from crm.data.search import matching
from crm.domain.articles import ZoneIndustry
from crm.domain.directory import Contact, Enterprise, EnterpriseIndustry, Industry, Tier, Zone, ZoneRelation
from crm.domain.office import Office, Officer
from crm.domain.projects import Project
from crm.domain.rows import ContactRow, EnterpriseFilter, EnterpriseRow, IndustryRow, Sort, ZoneRow

_firm, _zone, _industry, _contact = (table(kind).c for kind in (Enterprise, Zone, Industry, Contact))


def find_enterprises(reader: Reader, wanted: EnterpriseFilter, sort: Sort) -> list[int]:
    """Ids of the enterprises that fit, sorted."""
    statement = sa.select(_firm.id)
    if wanted.text.strip():
        statement = statement.where(_firm.id.in_(matching(reader.connection, wanted.text, "enterprise")))
    if wanted.owner_id is not None:
        statement = statement.where(_firm.owner_id == wanted.owner_id)
    if wanted.grade is not None:
        statement = statement.where(_firm.grade == str(wanted.grade))
    if wanted.label:
        # Labels lie as a JSON list: the quotes keep 专精特新 from finding 专精特新小巨人.
        statement = statement.where(
            sa.cast(_firm.labels, sa.Text).contains(f'"{wanted.label}"', autoescape=True)
        )
    if wanted.region:
        statement = statement.where(_firm.region.contains(wanted.region, autoescape=True))
    if wanted.tracked_only:
        statement = statement.where(_firm.is_tracked)
    if wanted.industry_id is not None:
        link = table(EnterpriseIndustry).c
        nodes = descendants(reader, wanted.industry_id)
        statement = statement.where(
            _firm.id.in_(sa.select(link.enterprise_id).where(link.industry_id.in_(nodes)))
        )
    return reader.ids(_sorted(statement, _firm, sort, _firm.name))


def planned_enterprises(reader: Reader, owner_id: int | None = None) -> list[int]:
    """Ids of enterprises with a day for their next follow-up, the nearest day first."""
    statement = sa.select(_firm.id).where(_firm.next_follow_up_on.is_not(None))
    if owner_id is not None:
        statement = statement.where(_firm.owner_id == owner_id)
    ordered = statement.order_by(_firm.next_follow_up_on, _firm.id)
    return reader.ids(ordered)


def enterprise_rows(reader: Reader, ids: Sequence[int]) -> list[EnterpriseRow]:
    """Rows of those ids, in their order."""
    found = reader.by_id(Enterprise, ids)
    officer_ids = [key for firm in found.values() for key in (firm.owner_id, firm.first_contact_officer_id)]
    officers = reader.by_id(Officer, officer_ids)
    offices = reader.by_id(Office, [firm.first_contact_office_id for firm in found.values()])
    nodes = _nodes_of(reader, found)
    projects = _counts(reader, table(Project).c.enterprise_id, found)
    articles = naming_counts(reader, "enterprise", found)
    return [
        EnterpriseRow(
            id=key,
            version=firm.version,
            name=firm.name,
            short_name=firm.short_name,
            region=firm.region,
            labels=firm.labels,
            grade=firm.grade,
            owner=_name(officers.get(firm.owner_id or 0)),
            nodes=nodes.get(key, ""),
            project_count=projects.get(key, 0),
            article_count=articles.get(key, 0),
            first_contact=first_contact_text(
                offices.get(firm.first_contact_office_id or 0),
                officers.get(firm.first_contact_officer_id or 0),
                firm.first_contact_on,
            ),
            last_contact_on=firm.last_contact_on,
            next_follow_up_on=firm.next_follow_up_on,
            is_tracked=firm.is_tracked,
        )
        for key, firm in ((key, found[key]) for key in ids if key in found)
    ]


def first_contact_text(office: Office | None, officer: Officer | None, on: date | None) -> str:
    """Who of us talked to a firm first: 驻上海招商组 顾明川 2026-03-05."""
    parts = [
        (office.short_name or office.name) if office else "",
        _name(officer),
        on.isoformat() if on else "",
    ]
    return " ".join(part for part in parts if part)


def find_zones(reader: Reader, text: str, relation: ZoneRelation | None, sort: Sort) -> list[int]:
    """Ids of zones, ours first unless sorted otherwise."""
    statement = sa.select(_zone.id)
    if text.strip():
        statement = statement.where(_zone.id.in_(matching(reader.connection, text, "zone")))
    if relation is not None:
        statement = statement.where(_zone.relation == str(relation))
    ours_first = sa.case({"ours": 0, "benchmark": 1, "competitor": 2}, value=_zone.relation, else_=3)
    return reader.ids(_sorted(statement, _zone, sort, ours_first))


def zone_rows(reader: Reader, ids: Sequence[int]) -> list[ZoneRow]:
    """Rows of those ids, in their order."""
    found = reader.by_id(Zone, ids)
    tiers = _tiers(reader, found)
    projects = _counts(reader, table(Project).c.zone_id, found)
    articles = naming_counts(reader, "zone", found)
    return [
        ZoneRow(
            id=key,
            version=zone.version,
            name=zone.name,
            short_name=zone.short_name,
            kind=zone.kind,
            level=zone.level,
            region=zone.region,
            relation=zone.relation,
            leading="、".join(tiers.get((key, Tier.LEADING), ())),
            special="、".join(tiers.get((key, Tier.SPECIAL), ())),
            emerging="、".join(tiers.get((key, Tier.EMERGING), ())),
            project_count=projects.get(key, 0),
            article_count=articles.get(key, 0),
            is_tracked=zone.is_tracked,
        )
        for key, zone in ((key, found[key]) for key in ids if key in found)
    ]


def industry_rows(reader: Reader, scheme: str = "chain") -> list[IndustryRow]:
    """The whole tree of a scheme, parents before children, brothers in their order."""
    nodes = sorted(reader.all(Industry, scheme=scheme), key=lambda node: (node.position, node.key))
    children: dict[int | None, list[Industry]] = {}
    known = {node.key for node in nodes}
    for node in nodes:
        children.setdefault(node.parent_id if node.parent_id in known else None, []).append(node)
    firms = _counts(reader, table(EnterpriseIndustry).c.industry_id, known)
    projects = _counts(reader, table(Project).c.industry_id, known)
    articles = naming_counts(reader, "industry", known)
    rows: list[IndustryRow] = []

    def walk(parent: int | None, depth: int) -> None:
        for node in children.get(parent, []):
            key = node.key
            rows.append(
                IndustryRow(
                    id=key,
                    version=node.version,
                    name=node.name,
                    scheme=node.scheme,
                    code=node.code,
                    parent_id=node.parent_id,
                    depth=depth,
                    segment=node.segment,
                    state=node.state,
                    chief=node.chief,
                    enterprise_count=firms.get(key, 0),
                    project_count=projects.get(key, 0),
                    article_count=articles.get(key, 0),
                )
            )
            walk(key, depth + 1)

    walk(None, 0)
    return rows


def find_contacts(reader: Reader, text: str = "", enterprise_id: int | None = None) -> list[int]:
    """Ids of contacts, the main and the recently met first, those who have left last."""
    statement = sa.select(_contact.id)
    if text.strip():
        statement = statement.where(_contact.id.in_(matching(reader.connection, text, "contact")))
    if enterprise_id is not None:
        statement = statement.where(_contact.enterprise_id == enterprise_id)
    order = (
        _contact.until.is_not(None),
        _contact.is_main.desc(),
        _contact.last_contact_on.desc().nulls_last(),
        _contact.id,
    )
    return reader.ids(statement.order_by(*order))


def contact_rows(reader: Reader, ids: Sequence[int], on: date) -> list[ContactRow]:
    """Rows of those ids, in their order."""
    found = reader.by_id(Contact, ids)
    firms = reader.by_id(Enterprise, [contact.enterprise_id for contact in found.values()])
    zones = reader.by_id(Zone, [contact.zone_id for contact in found.values()])
    rows = []
    for key in ids:
        if (contact := found.get(key)) is None:
            continue
        firm, zone = firms.get(contact.enterprise_id or 0), zones.get(contact.zone_id or 0)
        body = firm or zone
        rows.append(
            ContactRow(
                id=key,
                version=contact.version,
                name=contact.name,
                title=contact.title,
                body=(body.short_name or body.name) if body else "",
                phone=contact.phone,
                wechat=contact.wechat,
                last_contact_on=contact.last_contact_on,
                is_main=contact.is_main,
                is_current=contact.until is None or contact.until >= on,
                is_decision_maker=contact.is_decision_maker,
                until=contact.until,
            )
        )
    return rows


def _sorted(statement: sa.Select[Any], columns: Any, sort: Sort, default: Any) -> sa.Select[Any]:
    column = columns.get(sort.key)
    if column is None:
        return statement.order_by(default, columns.id)
    directed = column.desc() if sort.descending else column.asc()
    return statement.order_by(directed.nulls_last(), columns.id)


def _counts(reader: Reader, column: sa.Column[Any], ids: Iterable[int]) -> dict[int, int]:
    statement = sa.select(column, sa.func.count()).where(column.in_(list(ids))).group_by(column)
    return {row[0]: row[1] for row in reader.connection.execute(statement)}


def _nodes_of(reader: Reader, ids: Iterable[int]) -> dict[int, str]:
    links = reader.among(EnterpriseIndustry, "enterprise_id", ids)
    named = paths(reader, [link.industry_id for link in links])
    nodes: dict[int, list[str]] = {}
    for link in links:
        nodes.setdefault(link.enterprise_id, []).append(named.get(link.industry_id, ""))
    return {key: "、".join(names) for key, names in nodes.items()}


def _tiers(reader: Reader, ids: Iterable[int]) -> dict[tuple[int, Tier], list[str]]:
    tiers: dict[tuple[int, Tier], list[str]] = {}
    for entry in reader.among(ZoneIndustry, "zone_id", ids):
        names = tiers.setdefault((entry.zone_id, entry.tier), [])
        if entry.name not in names:
            names.append(entry.name)
    return tiers


def _name(officer: Officer | None) -> str:
    return officer.name if officer else ""

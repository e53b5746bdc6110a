"""The page of an enterprise: what it is, its group, its projects and what articles tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from crm.data import log
from crm.data.queries import directory as queries
from crm.data.queries import projects as project_queries
from crm.data.queries import settings as setting_queries
from crm.data.reader import Reader
from crm.domain.alike import NameQuestion, Twin
from crm.domain.changes import Act, Operation
from crm.domain.directory import Alias, Enterprise, EnterpriseIndustry, Grade, Industry, LabelGround
from crm.domain.firms import FirmSignal, GradeEntry, SignalKind, signal_of
from crm.domain.office import Officer
from crm.domain.records import Ref
from crm.domain.rows import ProjectFilter
from crm.domain.timeline import ArticleTold, EnterprisePage
from crm.services.steps.attachments import files_of
from crm.services.steps.groups import group_of
from crm.services.steps.timelines import mentions_of, timeline
from crm.services.steps.twins import near

GRADED = ("grade", "grade_reason")


def enterprise_page(reader: Reader, firm: Enterprise, on: date, *, with_group: bool) -> EnterprisePage:
    """Everything about one enterprise; `with_group` tells projects, talks and articles of the group too."""
    ref = Ref(kind="enterprise", id=firm.key)
    group = group_of(reader, firm.key)
    told_of = [firm, *group] if with_group else [firm]
    projects = [
        key for one in told_of for key in project_queries.find(reader, ProjectFilter(enterprise_id=one.key))
    ]
    contacts = queries.find_contacts(reader, enterprise_id=firm.key)
    articles = articles_about(reader, told_of)
    links = reader.all(EnterpriseIndustry, enterprise_id=firm.key)
    direct = reader.all(Enterprise, parent_id=firm.key)
    parent = reader.find(Enterprise, firm.parent_id) if firm.parent_id else None
    kin = {one.key for one in (*group, *direct, *([parent] if parent else []))}
    return EnterprisePage(
        enterprise=firm,
        row=queries.enterprise_rows(reader, [firm.key])[0],
        aliases=tuple(alias.text for alias in reader.all(Alias, target_kind=ref.kind, target_id=ref.id)),
        parent=parent,
        subsidiaries=tuple(direct),
        group_count=len(group),
        is_whole_group=with_group,
        nodes=tuple(reader.by_id(Industry, [link.industry_id for link in links]).values()),
        contacts=tuple(queries.contact_rows(reader, contacts, on)),
        projects=tuple(project_queries.items(reader, projects, on)),
        articles=articles,
        attachments=tuple(files_of(reader, ref)),
        timeline=tuple(timeline(reader, ref, _also(reader, told_of, projects, contacts))),
        grounds=tuple(reader.all(LabelGround, enterprise_id=firm.key)),
        grades=grades_of(reader, firm),
        protected_until=setting_queries.protection(reader).until(firm.first_contact_on),
        signals=signals_in(articles),
        twins=tuple(_twins(reader, firm, kin)),
    )


def articles_about(reader: Reader, firms: Sequence[Enterprise]) -> tuple[ArticleTold, ...]:
    """The articles that name an enterprise, newest first; an article that names several stands once."""
    found: dict[int, ArticleTold] = {}
    for firm in firms:
        for row, mention in mentions_of(reader, Ref(kind="enterprise", id=firm.key)):
            of = "" if firm is firms[0] else firm.short_name or firm.name
            told = ArticleTold(row=row, role=mention.role, quote=mention.quote, of=of)
            found.setdefault(row.id, told)
    return tuple(sorted(found.values(), key=lambda told: told.row.published_on or date.min, reverse=True))


def signals_in(articles: Iterable[ArticleTold]) -> tuple[FirmSignal, ...]:
    """What the articles signal, newest first; an article signals one thing."""
    found: list[FirmSignal] = []
    for told in articles:
        kind: SignalKind | None = signal_of(told.role, told.quote)
        if kind is not None:
            found.append(
                FirmSignal(
                    kind=kind,
                    article_id=told.row.id,
                    quote=told.quote,
                    outlet=told.row.source,
                    told_on=told.row.published_on,
                )
            )
    return tuple(found)


def grades_of(reader: Reader, firm: Enterprise) -> tuple[GradeEntry, ...]:
    """How an enterprise was judged, newest first, as the log tells; what was taken back is left out."""
    operations = log.of_record(reader.connection, "enterprise", [firm.key])
    undone = log.undone_steps(reader.connection, {operation.step for operation in operations})
    standing = [one for one in operations if one.step not in undone and one.undoes is None]
    officers = reader.by_id(Officer, [one.officer_id for one in standing])
    known: dict[str, Any] = {"grade": firm.grade, "grade_reason": firm.grade_reason}
    found: list[GradeEntry] = []
    for operation in standing:  # backwards from what holds now
        before = known | _graded(operation)
        if before == known:
            continue
        officer = officers.get(operation.officer_id or 0)
        found.append(
            GradeEntry(
                grade=Grade(known["grade"]) if known["grade"] else None,
                reason=known["grade_reason"],
                who=officer.name if officer else "",
                at=operation.at,
            )
        )
        known = before
    return tuple(found)


def _graded(operation: Operation) -> dict[str, Any]:
    """What stood there before an operation that judged; the log does not keep what a record began with."""
    before: dict[str, Any] = {}
    for change in operation.changes:
        if change.act is Act.CREATED:
            return {"grade": None, "grade_reason": ""}
        before |= {name: change.before[name] for name in GRADED if name in change.before}
    return before


def _also(
    reader: Reader, firms: Sequence[Enterprise], projects: Iterable[int], contacts: Iterable[int]
) -> list[Ref]:
    """What entries can be about so that they tell of the enterprise: its group, projects and people."""
    people = {
        *contacts,
        *(key for firm in firms[1:] for key in queries.find_contacts(reader, enterprise_id=firm.key)),
    }
    return [
        *(Ref(kind="enterprise", id=firm.key) for firm in firms[1:]),
        *(Ref(kind="project", id=key) for key in projects),
        *(Ref(kind="contact", id=key) for key in sorted(people)),
    ]


def _twins(reader: Reader, firm: Enterprise, kin: set[int]) -> list[Twin]:
    """Enterprises that may be this one; those of its group are known to be others."""
    asked = NameQuestion(text=firm.name, credit_code=firm.credit_code, own_id=firm.key)
    return [twin for twin in near(reader, asked) if twin.ref.id not in kin]

"""Lists of projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from crm.data.queries.conditions import holds
from crm.data.queries.evidence import held_by
from crm.data.queries.settings import rates, stage_rules, start_rule
from crm.data.queries.stage_rules import is_incomplete, is_silent, silence
from crm.data.queries.starts import is_late, outlet_counts, outlets_of_project
from crm.data.queries.trees import descendants, paths
from crm.data.reader import Reader
from crm.data.schema import table
from crm.data.search import matching
from crm.domain.articles import Article
from crm.domain.board import SPACING
from crm.domain.directory import Enterprise, Zone
from crm.domain.evidence import NOTHING_HELD
from crm.domain.follow_ups import VISITS, Attachment, FollowUp, FollowUpSubject
from crm.domain.money import YUAN, Rate, Rates
from crm.domain.office import Office, Officer
from crm.domain.projects import Claim, Project, StageEntry
from crm.domain.records import Record
from crm.domain.rows import BY_HAND, ProjectFilter, ProjectRow, ProjectTotals, Sort, StageCount
from crm.domain.stage_rules import Silence
from crm.domain.stages import ENDS, WAY, Stage, position
from crm.domain.verification import Verification, verification

_project, _firm, _zone = table(Project).c, table(Enterprise).c, table(Zone).c
_officer, _office = table(Officer).c, table(Office).c

DEFAULT_SORT = Sort(key="next_follow_up_on")
# As `board.own_place` has it where nobody has moved the card.
_BY_HAND = sa.func.coalesce(_project.board_place, _project.id * -SPACING)


def find(reader: Reader, wanted: ProjectFilter, sort: Sort = DEFAULT_SORT) -> list[int]:
    """Ids of the projects that fit, sorted."""
    statement = sa.select(_project.id).select_from(_joined()).where(*_conditions(reader, wanted))
    return reader.ids(statement.order_by(*_order(sort)))


def fitting(reader: Reader, wanted: ProjectFilter) -> sa.ColumnElement[bool]:
    """The condition that a row of the project table fits, for queries of others."""
    return sa.and_(sa.true(), *_conditions(reader, wanted))


def count(reader: Reader, wanted: ProjectFilter) -> int:
    """How many projects fit."""
    statement = sa.select(sa.func.count()).select_from(table(Project)).where(*_conditions(reader, wanted))
    return int(reader.connection.execute(statement).scalar_one())


def find_by_stage(reader: Reader, wanted: ProjectFilter, sort: Sort) -> dict[Stage, list[int]]:
    """Ids of the projects that fit by stage, sorted within it; every stage is there."""
    chosen = sa.select(_project.id, _project.stage).select_from(_joined())
    statement = chosen.where(*_conditions(reader, wanted)).order_by(*_order(sort))
    found: dict[str, list[int]] = {str(stage): [] for stage in Stage}
    for project_id, stage in reader.connection.execute(statement).all():
        found[stage].append(project_id)
    return {stage: found[str(stage)] for stage in Stage}


def furthest(reader: Reader, wanted: ProjectFilter) -> dict[int, int]:
    """By node the project that fits and has come furthest, of several the one to be followed up first."""
    stage = sa.case({str(stage): position(stage) for stage in Stage}, value=_project.stage)
    statement = sa.select(_project.industry_id, _project.id).where(*_conditions(reader, wanted))
    found: dict[int, int] = {}
    ordered = statement.where(_project.industry_id.is_not(None)).order_by(stage.desc(), *_order(DEFAULT_SORT))
    for node_id, project_id in reader.connection.execute(ordered).all():
        found.setdefault(node_id, project_id)
    return found


def places_in(reader: Reader, stage: Stage) -> dict[int, int]:
    """Where each card of a stage stands when they are ordered by hand, from top to bottom."""
    statement = sa.select(_project.id, _BY_HAND).where(_project.stage == str(stage))
    ordered = statement.order_by(_BY_HAND, _project.id)
    return {row[0]: row[1] for row in reader.connection.execute(ordered)}


def items(reader: Reader, ids: Sequence[int], on: date) -> list[ProjectRow]:
    """Rows of those ids, in their order, stalled as of `on`; ids that are gone are left out."""
    found = reader.by_id(Project, ids)
    names, rule = _Names(reader, found.values()), silence(reader, on)
    return [_row(found[project_id], names, rule) for project_id in ids if project_id in found]


def funnel(
    reader: Reader, wanted: ProjectFilter, on: date, stages: Sequence[Stage] = WAY
) -> list[StageCount]:
    """Count and total in yuan by stage of the projects that fit, ends left out unless they are asked for."""
    sums, silent = _Sums(rates(reader)), _count_of(is_silent(silence(reader, on)))
    chosen = (sa.func.count(), silent, sums.known, *sums.of("total_investment"))
    statement = sa.select(_project.stage, *chosen).group_by(_project.stage)
    rows = reader.connection.execute(statement.where(*_conditions(reader, wanted)))
    bars = {row[0]: row[1:] for row in rows}
    return [_bar(stage, bars.get(str(stage), (0, 0, 0)), sums) for stage in stages]


def _bar(stage: Stage, row: Sequence[Any], sums: _Sums) -> StageCount:
    count, stalled, known, *totals = row
    return StageCount(
        stage=stage, count=count, total=sums.in_yuan(totals), stalled=stalled, without_amount=count - known
    )


def totals(reader: Reader, wanted: ProjectFilter, on: date) -> ProjectTotals:
    """Sums over the projects that fit."""
    sums = _Sums(rates(reader))
    statement = sa.select(
        sa.func.count(),
        sums.known,
        _count_of(is_silent(silence(reader, on))),
        sa.func.sum(_project.land_mu),
        _count_of(_project.next_follow_up_on < on),
        *sums.of("total_investment"),
        *sums.of("phase1_investment"),
    )
    row = reader.connection.execute(statement.where(*_conditions(reader, wanted))).one()
    count, known, stalled, land, overdue, *figures = row
    half = len(figures) // 2
    return ProjectTotals(
        count=count,
        total=sums.in_yuan(figures[:half]),
        without_amount=count - known,
        phase1=sums.in_yuan(figures[half:]),
        land_mu=land or Decimal(0),
        overdue=overdue,
        stalled=stalled,
    )


class _Sums:
    """Sums in yuan: each currency that has a rate is added up for itself and converted then."""

    def __init__(self, known: Rates) -> None:
        self._rates = (Rate(currency=YUAN, yuan=Decimal(1)), *known.rates)

    @property
    def known(self) -> sa.ColumnElement[int]:
        """How many projects have a total that counts."""
        currencies = [rate.currency for rate in self._rates]
        told = _project.total_investment.is_not(None)
        return _count_of(sa.and_(told, _project.total_investment_currency.in_(currencies)))

    def of(self, field: str) -> list[sa.ColumnElement[Any]]:
        """One column a currency."""
        total, currency = sa.func.sum(_project[field]), _project[f"{field}_currency"]
        return [total.filter(currency == rate.currency) for rate in self._rates]

    def in_yuan(self, figures: Sequence[Decimal | None]) -> Decimal:
        """What those columns come to."""
        pairs = zip(figures, self._rates, strict=False)
        return sum(((figure or Decimal(0)) * rate.yuan for figure, rate in pairs), Decimal(0))


def _count_of(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count().filter(condition)


class _Names:
    """What the rows of some projects need from other tables, each looked up once."""

    def __init__(self, reader: Reader, projects: Iterable[Project]) -> None:
        some = list(projects)
        self.firms = reader.by_id(Enterprise, [project.enterprise_id for project in some])
        self.zones = reader.by_id(Zone, [project.zone_id for project in some])
        self.officers = reader.by_id(Officer, [project.owner_id for project in some])
        self.offices = reader.by_id(Office, [project.office_id for project in some])
        self.nodes = paths(reader, [project.industry_id for project in some])
        self.held = held_by(reader, [project.key for project in some])
        self.outlets = outlet_counts(reader, [project.key for project in some])
        self.claims = _claim_counts(reader, [project.key for project in some])
        self.attachments = _attachment_counts(reader, [project.key for project in some])


def _row(project: Project, names: _Names, rule: Silence) -> ProjectRow:
    firm, zone = names.firms.get(project.enterprise_id or 0), names.zones.get(project.zone_id or 0)
    owner, office = names.officers.get(project.owner_id or 0), names.offices.get(project.office_id or 0)
    following, held = rule.rules.next_stage(project.stage), names.held.get(project.key, NOTHING_HELD)
    return ProjectRow(
        id=project.key,
        version=project.version,
        code=project.code,
        name=project.name,
        enterprise_id=project.enterprise_id,
        enterprise=(firm.short_name or firm.name) if firm else "",
        stage=project.stage,
        stage_since=project.stage_since,
        is_on_hold=project.is_on_hold,
        total_investment=project.total_investment,
        phase1_investment=project.phase1_investment,
        land_mu=project.land_mu,
        zone_id=project.zone_id,
        zone=(zone.short_name or zone.name) if zone else "",
        node=names.nodes.get(project.industry_id or 0, ""),
        owner_id=project.owner_id,
        owner=owner.name if owner else "",
        office=(office.short_name or office.name) if office else "",
        last_contact_on=project.last_contact_on,
        next_follow_up_on=project.next_follow_up_on,
        next_step=project.next_step,
        latest_progress=project.latest_progress,
        stalled_days=rule.days(project),
        stall_level=rule.level(project),
        next_stage=following,
        missing=rule.rules.missing_for(project, following, held) if following else (),
        claim_count=names.claims.get(project.key, 0),
        contract_amount=project.contract_amount,
        fair_competition=project.fair_competition,
        attachment_count=names.attachments.get(project.key, 0),
        review_on=project.review_on,
        verification=verification(project.verified_how, names.outlets.get(project.key, 0)),
    )


def _claim_counts(reader: Reader, ids: list[int]) -> dict[int, int]:
    """Figures told for the total investment of each project; what copies of one article tell is told once."""
    claim, article = table(Claim).c, table(Article).c
    lead = sa.func.coalesce(article.reprint_of_id, article.id, -claim.id)
    figure = (claim.amount, claim.amount_currency, claim.number, claim.text, claim.basis, claim.qualifier)
    told = (
        sa.select(claim.project_id, lead, *figure)
        .distinct()
        .join_from(table(Claim), table(Article), claim.article_id == article.id, isouter=True)
        .where(claim.project_id.in_(ids), claim.field_name == "total_investment")
        .subquery()
    )
    statement = sa.select(told.c.project_id, sa.func.count().label("told")).group_by(told.c.project_id)
    return {row.project_id: row.told for row in reader.connection.execute(statement)}


def _attachment_counts(reader: Reader, ids: list[int]) -> dict[int, int]:
    """How many files are kept with each project."""
    file = table(Attachment).c
    statement = sa.select(file.target_id, sa.func.count().label("kept")).group_by(file.target_id)
    chosen = statement.where(file.target_kind == "project", file.target_id.in_(ids))
    return {row.target_id: row.kept for row in reader.connection.execute(chosen)}


def _joined() -> sa.FromClause:
    joined: sa.FromClause = table(Project)
    keys: dict[type[Record], Any] = {
        Enterprise: _project.enterprise_id,
        Zone: _project.zone_id,
        Officer: _project.owner_id,
        Office: _project.office_id,
    }
    for other, key in keys.items():
        joined = joined.outerjoin(table(other), table(other).c.id == key)
    return joined


def _conditions(reader: Reader, wanted: ProjectFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.text.strip():
        conditions.append(_project.id.in_(matching(reader.connection, wanted.text, "project")))
    for name in ("owner_id", "office_id", "zone_id", "enterprise_id"):
        if (value := getattr(wanted, name)) is not None:
            kind = name.removesuffix("_id")  # a view may name what was merged since
            conditions.append(_project[name] == reader.survivor(kind, value))
    if wanted.stages:
        conditions.append(_project.stage.in_([str(stage) for stage in wanted.stages]))
    if wanted.is_open is not None:
        ended = _project.stage.in_([str(stage) for stage in ENDS])
        conditions.append(sa.not_(ended) if wanted.is_open else ended)
    if wanted.industry_id is not None:
        conditions.append(_project.industry_id.in_(descendants(reader, wanted.industry_id)))
    if wanted.least_total is not None:
        conditions.append(_is_at_least(wanted.least_total, rates(reader)))
    if wanted.verification is not None:
        conditions.append(_is_verified_as(wanted.verification))
    if wanted.late_start_on is not None:
        conditions.append(is_late(wanted.late_start_on, start_rule(reader)))
    if wanted.tree.groups:
        conditions.append(holds(reader, wanted.tree))
    if wanted.is_incomplete:
        conditions.append(is_incomplete(stage_rules(reader)))
    return conditions + _day_conditions(reader, wanted)


def _is_verified_as(state: Verification) -> sa.ColumnElement[bool]:
    """The rule of `verification` for the database."""
    by_hand, outlets = _project.verified_how != "", outlets_of_project()
    told = {
        Verification.RUMOUR: outlets == 0,
        Verification.SINGLE: outlets == 1,
        Verification.MULTIPLE: outlets >= 2,
    }
    return by_hand if state is Verification.VERIFIED else sa.and_(sa.not_(by_hand), told[state])


def _is_at_least(least: Decimal, known: Rates) -> sa.ColumnElement[bool]:
    """A total of `least` yuan, or one that cannot be compared with it."""
    figure, currency = _project.total_investment, _project.total_investment_currency
    limits = {YUAN: least} | {rate.currency: least / rate.yuan for rate in known.rates}
    comparable = sa.and_(figure.is_not(None), currency.in_(limits))
    reached = [sa.and_(currency == code, figure >= limit) for code, limit in limits.items()]
    return sa.or_(sa.not_(comparable), *reached)


def _day_conditions(reader: Reader, wanted: ProjectFilter) -> list[sa.ColumnElement[bool]]:
    following = _project.next_follow_up_on
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.overdue_on:
        conditions.append(following < wanted.overdue_on)
    if wanted.due_until:
        conditions.append(following <= wanted.due_until)
        if wanted.due_on:
            conditions.append(following > wanted.due_on)
    elif wanted.due_on:
        conditions.append(following == wanted.due_on)
    if wanted.review_until:
        conditions += [_project.is_on_hold, _project.review_on <= wanted.review_until]
    if wanted.without_plan:
        conditions.append(following.is_(None))
    if wanted.silent_on:
        conditions.append(is_silent(silence(reader, wanted.silent_on)))
    if wanted.signed_from or wanted.signed_to:
        conditions.append(_project.id.in_(_entered(Stage.SIGNED, wanted.signed_from, wanted.signed_to)))
    if wanted.promised_from:
        conditions.append(_project.id.in_(_promised(wanted.promised_from)))
    return conditions


def _promised(first: date) -> sa.Select[Any]:
    """Projects whose newest entry is a visit since `first` that left something to do, not done yet."""
    said, subject = table(FollowUp).c, table(FollowUpSubject).c
    joined = sa.join(table(FollowUpSubject), table(FollowUp), said.id == subject.follow_up_id)
    later, of_later = table(FollowUp).alias(), table(FollowUpSubject).alias()
    follows = sa.or_(
        later.c.happened_on > said.happened_on,
        sa.and_(later.c.happened_on == said.happened_on, later.c.id > said.id),
    )
    newer = (
        sa.select(sa.literal(1))
        .select_from(sa.join(of_later, later, later.c.id == of_later.c.follow_up_id))
        .where(of_later.c.target_kind == "project", of_later.c.target_id == subject.target_id, follows)
    )
    return (
        sa.select(subject.target_id)
        .select_from(joined)
        .where(
            said.happened_on >= first,
            said.way.in_([str(way) for way in VISITS]),
            said.next_step != "",
            said.done_on.is_(None),
            subject.target_kind == "project",
            sa.not_(newer.exists()),
        )
    )


def signed_on(reader: Reader, ids: Iterable[int]) -> dict[int, date]:
    """When projects were signed, those that were."""
    entry = table(StageEntry).c
    stands = sa.and_(entry.stage == str(Stage.SIGNED), sa.not_(entry.is_undone))
    first = sa.select(entry.project_id, sa.func.min(entry.entered_on)).where(stands)
    rows = reader.connection.execute(first.where(entry.project_id.in_(list(ids))).group_by(entry.project_id))
    return {row[0]: row[1] for row in rows}


def _entered(stage: Stage, first: date | None, last: date | None) -> sa.Select[Any]:
    entry = table(StageEntry).c
    counts = sa.not_(sa.or_(entry.is_undone, entry.is_return))
    statement = sa.select(entry.project_id).where(entry.stage == str(stage), counts)
    if first:
        statement = statement.where(entry.entered_on >= first)
    return statement.where(entry.entered_on <= last) if last else statement


def _order(sort: Sort) -> list[Any]:
    columns: dict[str, Any] = {
        "enterprise": _shown(_firm),
        "zone": _shown(_zone),
        "owner": _officer.name,
        "office": _office.position,
        BY_HAND: _BY_HAND,
        "stage": sa.case({str(stage): position(stage) for stage in Stage}, value=_project.stage),
    }
    column = columns.get(sort.key)
    if column is None:  # sorting by what is no column falls back, so that an old saved view still opens
        column = _project.get(sort.key, _project.next_follow_up_on)
    directed = column.desc() if sort.descending else column.asc()
    return [directed.nulls_last(), _project.id.desc() if sort.descending else _project.id]


def _shown(columns: Any) -> sa.ColumnElement[str]:
    """What a row calls a firm or zone: its short name where it has one."""
    return sa.func.coalesce(sa.func.nullif(columns.short_name, ""), columns.name)


def codes_of_day(reader: Reader, day: str) -> list[str]:
    """Project codes that begin with `day` (YYYYMMDD)."""
    return list(
        reader.connection.execute(sa.select(_project.code).where(_project.code.startswith(day))).scalars()
    )

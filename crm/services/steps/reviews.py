"""Writing what the officer confirmed in the review tray: one transaction, exactly the ticked rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from crm.data.writer import Writer
from crm.domain.articles import Article, ArticleText, Mention, MentionState, ZoneIndustry
from crm.domain.checks import check_name
from crm.domain.directory import Alias, Contact, Enterprise, Tier, Zone
from crm.domain.errors import NotFound, ValidationError, require
from crm.domain.evidence import PROVEN_BY
from crm.domain.project_names import NameKind
from crm.domain.projects import Claim, Project
from crm.domain.reading import Action, AnnouncedProject
from crm.domain.records import Ref
from crm.domain.review import Figure, Group, Suggestion, SuggestionKind, Summary
from crm.domain.stages import Stage, position
from crm.domain.texts import sentence_around
from crm.i18n import _
from crm.services.steps.claims import figure_of
from crm.services.steps.contacts import enterprise_named, keyed
from crm.services.steps.ledger import BY_HAND
from crm.services.steps.lineage import add_name
from crm.services.steps.numbers import next_code
from crm.services.steps.project_rows import first_investor
from crm.services.steps.reprints import Differences, group_mentions
from crm.services.steps.stages import Move, enter_stage, first_entry
from crm.services.steps.suggestions import speaks_of

# What an announcement says, as a stage; a plan is a date only and leaves the project a lead.
STAGE_OF_ACTION = {
    Action.INTENTION: Stage.INTENTION,
    Action.SIGNED: Stage.SIGNED,
    Action.SETTLED: Stage.SIGNED,
    Action.STARTED: Stage.STARTED,
    Action.BUILDING: Stage.STARTED,
    Action.COMPLETED: Stage.COMPLETED,
    Action.PRODUCING: Stage.IN_PRODUCTION,
    Action.PLANNED: Stage.LEAD,
    Action.ENDED: Stage.TERMINATED,
}


@dataclass
class Review:
    """One confirmation on its way: the article, and what was made so far."""

    writer: Writer
    article: Article
    text: ArticleText
    today: date
    counts: Counter[str] = field(default_factory=Counter)
    created: Counter[str] = field(default_factory=Counter)
    made: dict[tuple[str, str], int] = field(default_factory=dict)  # (kind, name) -> id, made just now
    project_ids: list[int] = field(default_factory=list)
    differences: Differences = field(default_factory=dict)  # between this text and other copies

    @property
    def day(self) -> date:
        """The day the article speaks on."""
        return self.article.published_on or self.today

    def summary(self) -> Summary:
        """What has been written."""
        return Summary(
            created=tuple(sorted(self.created.items())),
            linked=self.counts["linked"],
            claims=self.counts["claims"],
            quotes=self.counts["quotes"],
            rejected=self.counts["rejected"],
            project_ids=tuple(self.project_ids),
        )


def write_review(review: Review, rows: Sequence[Suggestion]) -> Summary:
    """Writes every ticked row, remembers every rejected one; what was made of it.

    Raises ValidationError if a ticked row still has several candidates.
    """
    order = list(_WRITE)  # firms and zones first: projects and people refer to them
    for row in sorted(rows, key=lambda entry: order.index(entry.kind)):
        if row.is_rejected:
            if row.group is not Group.REJECTED:
                _reject(review, row)
        elif row.group is Group.REJECTED and not row.is_ticked:
            _forget(review, row)
        elif row.is_ticked:
            _WRITE[row.kind](review, row)
    return review.summary()


def _reject(review: Review, row: Suggestion) -> None:
    _remember(review, row, row.target, MentionState.REJECTED)
    review.counts["rejected"] += 1


def _forget(review: Review, row: Suggestion) -> None:
    """A rejection is taken back: the row waits again."""
    for mention in _mentions(review, row):
        if speaks_of(mention, row) and mention.state is MentionState.REJECTED:
            review.writer.delete(mention)


def _remember(review: Review, row: Suggestion, target: Ref | None, state: MentionState) -> None:
    """The mention of this row, new or the one that waited; its quote is kept with its place."""
    known = _waiting(review, row, target)
    quote = row.quote or sentence_around(review.text.body, row.start, row.end)
    mention = Mention(
        article_id=review.article.key,
        article_text_id=review.text.key,
        target_kind=row.target_kind,
        target_id=target.id if target else None,
        text=row.text,
        start=row.start,
        end=row.end,
        quote=quote,
        role=row.role,
        rule=row.rule,
        state=state,
        proves=_proof(row) if state is MentionState.CONFIRMED else "",
    )
    if known is not None:
        mention = replace(
            mention,
            uid=known.uid,
            id=known.id,
            version=known.version,
            created_at=known.created_at,
            created_by=known.created_by,
            proves=mention.proves or known.proves,
        )
    review.writer.save(mention)
    if state is MentionState.CONFIRMED:
        review.counts["linked"] += 1
        review.counts["quotes"] += bool(quote)


def _proof(row: Suggestion) -> str:
    """What the sentence behind a confirmed announcement proves."""
    if row.project is None or row.target_kind != "project":
        return ""
    return str(PROVEN_BY.get(_announced(row).action, ""))


def _waiting(review: Review, row: Suggestion, target: Ref | None) -> Mention | None:
    for mention in _mentions(review, row):
        if speaks_of(mention, row):
            return mention
        same_target = target is not None and mention.target_id == target.id
        same_place = (mention.start, mention.end) == (row.start, row.end) and row.start is not None
        waits = mention.state is not MentionState.CONFIRMED
        if mention.rule != BY_HAND and (same_target or (same_place and waits)):
            return mention
    return None


def _mentions(review: Review, row: Suggestion) -> list[Mention]:
    known = group_mentions(review.writer, review.article, review.text, review.differences)
    return [mention for mention in known if mention.target_kind == row.target_kind]


def _link(review: Review, row: Suggestion) -> None:
    if row.target is None:
        sentence = _("Choose which record “{text}” means, or leave it unticked.")
        raise ValidationError.of(row.key, sentence.format(text=row.text))
    review.made[row.target_kind, row.found] = row.target.id
    _remember(review, row, row.target, MentionState.CONFIRMED)


def _new_enterprise(review: Review, row: Suggestion) -> None:
    require(check_name(row.name, row.key))
    known = enterprise_named(review.writer, row.name)
    if known is None:
        officer_id = review.writer.actor.officer_id
        known = review.writer.save(keyed(Enterprise(name=row.name, owner_id=officer_id)))
        review.created["enterprise"] += 1
        if row.text != row.name:
            alias = Alias(target_kind="enterprise", target_id=known.key, text=row.text, origin="article")
            review.writer.save(alias)
    review.made["enterprise", row.found or row.name] = known.key
    _remember(review, row, Ref(kind="enterprise", id=known.key), MentionState.CONFIRMED)


def _new_zone(review: Review, row: Suggestion) -> None:
    require(check_name(row.name, row.key))
    zone = review.writer.first(Zone, name=row.name)
    if zone is None:
        zone = review.writer.save(Zone(name=row.name))
        review.created["zone"] += 1
        if row.text != row.name:
            review.writer.save(Alias(target_kind="zone", target_id=zone.key, text=row.text, origin="article"))
    review.made["zone", row.found or row.name] = zone.key
    _remember(review, row, Ref(kind="zone", id=zone.key), MentionState.CONFIRMED)


def _new_contact(review: Review, row: Suggestion) -> None:
    firm_id = _named(review, "enterprise", row.body_name)
    zone_id = None if firm_id else _named(review, "zone", row.body_name)
    if firm_id is None and zone_id is None:
        sentence = _("{person} belongs to {body}, which is not in the directory: tick it as well.")
        raise ValidationError.of(row.key, sentence.format(person=row.text, body=row.body_name))
    contact = Contact(
        name=row.text,
        title=row.title,
        enterprise_id=firm_id,
        zone_id=zone_id,
    )
    saved = review.writer.save(contact)
    review.created["contact"] += 1
    _remember(review, row, Ref(kind="contact", id=saved.key), MentionState.CONFIRMED)


def _zone_profile(review: Review, row: Suggestion) -> None:
    if row.target is None:
        raise NotFound(_("This zone is not in the directory any more."))
    told = review.writer.all(ZoneIndustry, zone_id=row.target.id, tier=str(Tier(row.role)))
    known = {entry.name: entry for entry in told}
    for name in row.items:
        if name not in known:
            entry = ZoneIndustry(
                zone_id=row.target.id,
                tier=Tier(row.role),
                name=name,
                article_id=review.article.key,
                quote=row.quote,
                told_on=review.day,
            )
            known[name] = review.writer.save(entry)
            review.created["zone_industry"] += 1
    first = known[row.items[0]]
    _remember(review, row, Ref(kind="zone_industry", id=first.key), MentionState.CONFIRMED)


# Projects


def _new_project(review: Review, row: Suggestion) -> None:
    announced = _announced(row)
    stage = STAGE_OF_ACTION[announced.action]
    when = min(_day_of(announced, review.day), review.today)
    project = Project(
        code=next_code(review.writer, review.today),
        name=row.name,
        enterprise_id=_named(review, "enterprise", first_investor(announced)),
        stage=stage,
        stage_since=when,
        zone_id=_named(review, "zone", announced.zone or ""),
        site=announced.zone or announced.region or "",
        build_content=announced.name or "",
        owner_id=review.writer.actor.officer_id,
        office_id=review.writer.actor.office_id,
        lead_source=review.article.source,
        first_reported_on=review.today,
    )
    saved = review.writer.save(project)
    review.created["project"] += 1
    first_entry(review.writer, saved, when, review.article.key)
    _tell(review, saved, row)


def _update_project(review: Review, row: Suggestion) -> None:
    if row.target is None:
        if not row.candidates:
            _new_project(review, row)
            return
        sentence = _("Choose which project “{text}” means, or that it is a new one.")
        raise ValidationError.of(row.key, sentence.format(text=row.name))
    announced = _announced(row)
    project = review.writer.get(Project, row.target.id)
    stage, when = STAGE_OF_ACTION[announced.action], min(_day_of(announced, review.day), review.today)
    if announced.action is not Action.PLANNED and position(stage) > position(project.stage):
        move = Move(
            stage=stage,
            on=max(when, project.stage_since or when),
            today=review.today,
            reason=row.quote[:200],
            evidence=review.article.title,
            article_id=review.article.key,
            may_skip_gates=True,
        )
        project = enter_stage(review.writer, project, move)
    add_name(review.writer, project, announced.name or "", NameKind.REPORTED, "article")
    _tell(review, project, row)


def _announced(row: Suggestion) -> AnnouncedProject:
    if row.project is None:
        raise ValidationError.of(row.key, _("This row announces no project."))
    if row.role and row.role != str(row.project.action):
        return replace(row.project, action=Action(row.role))
    return row.project


def _tell(review: Review, project: Project, row: Suggestion) -> None:
    """The article becomes evidence: its figures are claims, adopted where the project had none."""
    changed = project
    for figure in row.figures:
        is_empty = getattr(changed, figure.field_name) is None
        claim = _claim(review, project.key, figure, row, is_adopted=is_empty)
        if is_empty:
            changed = replace(changed, **figure_of(claim))
        review.writer.save(claim)
        review.counts["claims"] += 1
        review.counts["quotes"] += 1
    if changed != project:
        review.writer.save(changed)
    review.project_ids.append(project.key)
    _remember(review, row, Ref(kind="project", id=project.key), MentionState.CONFIRMED)


def _claim(review: Review, project_id: int, figure: Figure, row: Suggestion, *, is_adopted: bool) -> Claim:
    return Claim(
        project_id=project_id,
        field_name=figure.field_name,
        amount=figure.amount,
        number=Decimal(figure.number) if figure.number else None,
        text=figure.text,
        unit="亩" if figure.field_name == "land_mu" else "",
        basis=figure.basis,
        qualifier=figure.qualifier,
        told_on=review.day,
        article_id=review.article.key,
        article_text_id=review.text.key,
        start=figure.start,
        end=figure.end,
        quote=sentence_around(review.text.body, figure.start, figure.end) or row.quote,
        is_adopted=is_adopted,
    )


def _named(review: Review, kind: str, name: str) -> int | None:
    """The enterprise or zone of that name: what this review made or linked, else the one that is known."""
    if not name:
        return None
    if (made := review.made.get((kind, name))) is not None:
        return made
    if kind == "enterprise":
        firm = enterprise_named(review.writer, name)
        return firm.id if firm else None
    zone = review.writer.first(Zone, name=name) or review.writer.first(Zone, short_name=name)
    if zone is None:
        alias = review.writer.first(Alias, target_kind="zone", text=name)
        return alias.target_id if alias else None
    return zone.id


def _day_of(announced: AnnouncedProject, otherwise: date) -> date:
    """The day an announcement names; a month or year alone is not a day, the article's day stands then."""
    try:
        return date.fromisoformat(announced.date or "")
    except ValueError:
        return otherwise


_WRITE = {
    SuggestionKind.NEW_ENTERPRISE: _new_enterprise,
    SuggestionKind.NEW_ZONE: _new_zone,
    SuggestionKind.LINK: _link,
    SuggestionKind.ZONE_PROFILE: _zone_profile,
    SuggestionKind.NEW_CONTACT: _new_contact,
    SuggestionKind.NEW_PROJECT: _new_project,
    SuggestionKind.UPDATE_PROJECT: _update_project,
}

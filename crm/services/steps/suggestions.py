"""From a reading to the rows of the review tray."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from crm.domain.articles import Mention, MentionState
from crm.domain.money import Money
from crm.domain.project_names import are_of_one_phase, same_name
from crm.domain.reading import Action, AnnouncedProject, Basis, EnterpriseRole, Reading, Span, ZoneRole
from crm.domain.records import Ref
from crm.domain.review import Candidate, Certainty, Figure, Group, Suggestion, SuggestionKind
from crm.i18n import _, _n
from crm.services.steps.known_names import NameBook

S = TypeVar("S", bound=Span)
BY_HAND = "officer"  # rule of a mention that the officer marked

_ROLES = {
    "enterprise": tuple(str(role) for role in EnterpriseRole),
    "zone": tuple(str(role) for role in ZoneRole),
    "project": tuple(str(action) for action in Action),
}
_ACTIVE = frozenset(
    {"签约", "落户", "开工", "投产", "扩产", "在谈"}
)  # roles of a firm that is somebody's project
_FIELD_OF_BASIS = {
    Basis.OUTPUT: "expected_output",
    Basis.TAX: "expected_tax",
    Basis.FIXED_ASSETS: "fixed_investment",
    Basis.CONTRACT: "contract_amount",
    Basis.FOREIGN: "foreign_capital",
    Basis.IN_PLACE: "funds_in_place",
}


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the office knows already that a suggestion may meet."""

    book: NameBook
    projects_of: Mapping[int, tuple[Candidate, ...]]  # open projects by enterprise
    contacts: Mapping[tuple[str, Ref], Ref]  # (name, enterprise or zone) of contacts
    mentions: tuple[Mention, ...]  # of this article
    names: Mapping[Ref, str]  # of what is mentioned


def suggestions(reading: Reading, known: Known) -> list[Suggestion]:
    """What the officer may confirm, projects first; decided ones are in their groups."""
    rows = [
        *_projects(reading, known),
        *_enterprises(reading, known),
        *_zones(reading, known),
        *_industries(reading, known),
        *_people(reading, known),
        *_profiles(reading, known),
    ]
    decided = [_decided(row, known) for row in rows]
    return [*decided, *_marked_by_hand(decided, known)]


def with_short_forms(reading: Reading, book: NameBook) -> Reading:
    """The reading with unknown short forms under the one full name of the article that contains them.

    The reader knows a firm of the office by its full name; what else the article calls it is not listed.
    """
    names = {span.name for span in reading.enterprises}
    full: dict[str, str] = {}
    for name in names:
        longer = [other for other in names if name != other and name in other]
        if len(longer) == 1 and not book.meant("enterprise", name):
            full[name] = longer[0]
    if not full:
        return reading
    return replace(
        reading,
        enterprises=tuple(replace(span, name=full.get(span.name, span.name)) for span in reading.enterprises),
        projects=tuple(
            replace(entry, enterprise=full.get(entry.enterprise or "", entry.enterprise))
            for entry in reading.projects
        ),
    )


def enterprises_meant(reading: Reading, book: NameBook) -> set[int]:
    """Ids of all enterprises that the reading may speak of."""
    names = [(span.name, span.text) for span in reading.enterprises]
    names += [(first_investor(project), "") for project in reading.projects]
    names += [(span.body_name or "", "") for span in reading.people]
    return {entry.id for pair in names for entry in book.meant("enterprise", *pair)}


def zones_meant(reading: Reading, book: NameBook) -> set[int]:
    """Ids of all zones that the reading may speak of."""
    names = [(span.name or "", span.text) for span in reading.zones]
    names += [(span.body_name or "", "") for span in reading.people]
    return {entry.id for pair in names for entry in book.meant("zone", *pair)}


def first_investor(announced: AnnouncedProject) -> str:
    """The enterprise whose project it is; of several investors the one named first."""
    return (announced.enterprise or "").split("、")[0]


# Projects


def _projects(reading: Reading, known: Known) -> Iterator[Suggestion]:
    for announced in reading.projects:
        if announced.aggregate:
            continue  # a batch is a figure of a place, not a project of anybody
        firms = known.book.candidates("enterprise", first_investor(announced))
        existing = known.projects_of.get(firms[0].ref.id, ()) if len(firms) == 1 else ()
        name = announced.name or announced.enterprise or ""
        if not name:
            continue
        meant = _same_project(announced, existing)
        kind = SuggestionKind.UPDATE_PROJECT if existing else SuggestionKind.NEW_PROJECT
        yield Suggestion(
            key=f"project:{announced.start}:{name}",
            kind=kind,
            name=name,
            reason=_project_reason(announced, existing),
            certainty=Certainty.OPEN if existing and meant is None else _certainty(announced),
            target_kind="project",
            target=meant.ref if meant else None,
            found=name,
            candidates=existing,
            role=str(announced.action),
            roles=_ROLES["project"],
            text=announced.quote,
            start=announced.start,
            end=announced.end,
            quote=announced.quote,
            is_ticked=announced.enterprise is not None and (not existing or meant is not None),
            group=Group.OPEN if existing and meant is None else Group.SUGGESTED,
            project=announced,
            figures=tuple(_figures(announced, reading)),
        )


def _same_project(announced: AnnouncedProject, existing: tuple[Candidate, ...]) -> Candidate | None:
    """The project that is meant: by one of its names, or as the only one of its firm in this phase."""
    name = announced.name or ""
    named = [entry for entry in existing if any(same_name(name, own) for own in (entry.name, *entry.names))]
    if len(named) == 1:
        return named[0]
    of_phase = [entry for entry in existing if are_of_one_phase(name, entry.name)]
    return of_phase[0] if len(existing) == 1 and of_phase else None


def _project_reason(announced: AnnouncedProject, existing: tuple[Candidate, ...]) -> str:
    if existing:
        names = "、".join(entry.name for entry in existing[:3])
        return _("The enterprise has projects already: {names}").format(names=names)
    return announced.quote[:80]


def _certainty(announced: AnnouncedProject) -> Certainty:
    is_full = announced.enterprise is not None and announced.value is not None
    return Certainty.SURE if is_full else Certainty.LIKELY


def _figures(announced: AnnouncedProject, reading: Reading) -> Iterator[Figure]:
    currency = announced.currency or "CNY"
    spans = {
        (span.text, span.value): span
        for span in reading.amounts
        if announced.start <= span.start < announced.end
    }
    if announced.value is not None:
        span = spans.get((announced.amount or "", announced.value))
        yield Figure(
            field_name="total_investment",
            amount=Money(value=Decimal(announced.value), currency=currency),
            text=announced.amount or "",
            basis=str(span.basis) if span else "",
            qualifier=(span.qualifier or "") if span else "",
            start=span.start if span else announced.start,
            end=span.end if span else announced.end,
        )
    if announced.phase1_value is not None:
        amount = Money(value=Decimal(announced.phase1_value), currency=currency)
        yield Figure(
            field_name="phase1_investment",
            amount=amount,
            basis=str(Basis.PHASE1),
            start=announced.start,
            end=announced.end,
        )
    if announced.land_mu is not None:
        yield Figure(
            field_name="land_mu", number=str(announced.land_mu), start=announced.start, end=announced.end
        )
    if len(reading.projects) == 1:  # with several projects nobody can say whose output it is
        yield from _other_figures(reading)


def _other_figures(reading: Reading) -> Iterator[Figure]:
    told = set()
    for span in reading.amounts:
        field = _FIELD_OF_BASIS.get(span.basis)
        if field is None or field in told or span.value is None:
            continue
        told.add(field)
        yield Figure(
            field_name=field,
            amount=Money(value=Decimal(span.value), currency=span.currency),
            text=span.text,
            basis=str(span.basis),
            qualifier=span.qualifier or "",
            start=span.start,
            end=span.end,
        )


# Names


def _enterprises(reading: Reading, known: Known) -> Iterator[Suggestion]:
    for name, spans in _by_name((span.name, span) for span in reading.enterprises):
        first = spans[0]
        candidates = known.book.candidates("enterprise", name, *(span.text for span in spans))
        is_active = str(first.role) in _ACTIVE
        yield _name_row(
            "enterprise",
            name,
            first,
            candidates,
            role=str(first.role),
            rule=first.rule,
            is_new_ticked=is_active and len(name) >= 4,
        )


def _zones(reading: Reading, known: Known) -> Iterator[Suggestion]:
    for name, spans in _by_name((span.name or span.text, span) for span in reading.zones):
        first = spans[0]
        candidates = known.book.candidates("zone", name, *(span.text for span in spans))
        yield _name_row(
            "zone", name, first, candidates, role=str(first.role), rule=first.rule, is_new_ticked=False
        )


def _name_row(
    kind: str,
    name: str,
    span: Span,
    candidates: tuple[Candidate, ...],
    *,
    role: str,
    rule: str,
    is_new_ticked: bool,
) -> Suggestion:
    new = SuggestionKind.NEW_ENTERPRISE if kind == "enterprise" else SuggestionKind.NEW_ZONE
    is_open, is_known = len(candidates) > 1, len(candidates) == 1
    told = _("Found as {rule}: “{text}”").format(rule=_(rule), text=span.text) if rule else span.text
    return Suggestion(
        key=f"{kind}:{name}",
        kind=SuggestionKind.LINK if candidates else new,
        name=candidates[0].name if is_known else name,
        reason=_("{count} records have this name").format(count=len(candidates)) if is_open else told,
        certainty=Certainty.OPEN if is_open else Certainty.SURE if is_known else Certainty.LIKELY,
        target_kind=kind,
        target=candidates[0].ref if is_known else None,
        found=name,
        candidates=candidates,
        role=role,
        roles=_ROLES[kind],
        text=span.text,
        start=span.start,
        end=span.end,
        is_ticked=is_known or (not candidates and is_new_ticked),
        group=Group.OPEN if is_open else Group.SUGGESTED,
    )


def _industries(reading: Reading, known: Known) -> Iterator[Suggestion]:
    """Only nodes of our own chains: every article names some industry."""
    for name, spans in _by_name((span.text, span) for span in reading.industries):
        candidates = known.book.candidates("industry", name)
        if not candidates:
            continue
        first, is_open = spans[0], len(candidates) > 1
        yield Suggestion(
            key=f"industry:{name}",
            kind=SuggestionKind.LINK,
            name=name if is_open else candidates[0].name,
            found=name,
            reason=_n("Chain node, named {count} time", "Chain node, named {count} times", len(spans)),
            certainty=Certainty.OPEN if is_open else Certainty.LIKELY,
            target_kind="industry",
            target=None if is_open else candidates[0].ref,
            candidates=candidates,
            text=first.text,
            start=first.start,
            end=first.end,
            is_ticked=not is_open,
            group=Group.OPEN if is_open else Group.SUGGESTED,
        )


def _people(reading: Reading, known: Known) -> Iterator[Suggestion]:
    """People with a title in a firm named here or a body we know; other officials are nobody's contact."""
    firms = {span.text: span.name for span in reading.enterprises}
    for name, spans in _by_name((span.name, span) for span in reading.people):
        first = next((span for span in spans if span.title and span.body_name), None)
        if first is None or first.body_name is None:
            continue
        body = firms.get(first.body_name, first.body_name)
        candidates = known.book.candidates("enterprise", body) or known.book.candidates("zone", body)
        if not candidates and first.body_name not in firms:
            continue
        ref = known.contacts.get((name, candidates[0].ref)) if candidates else None
        yield Suggestion(
            key=f"contact:{name}:{body}",
            kind=SuggestionKind.LINK if ref else SuggestionKind.NEW_CONTACT,
            name=f"{name} · {first.title}",
            reason=_("{title} of {body}").format(title=first.title, body=body),
            certainty=Certainty.LIKELY,
            target_kind="contact",
            found=name,
            target=ref,
            text=name,
            start=first.start,
            end=first.end,
            is_ticked=ref is not None,
            title=first.title or "",
            body_name=body,
        )


def _profiles(reading: Reading, known: Known) -> Iterator[Suggestion]:
    tiers = {
        "leading": _("Leading industries"),
        "special": _("Special industries"),
        "emerging": _("Emerging industries"),
    }
    for profile in reading.zone_profiles:
        candidates = known.book.candidates("zone", profile.zone)
        if len(candidates) != 1:
            continue
        industries = "、".join(profile.industries)
        yield Suggestion(
            key=f"profile:{profile.zone}:{profile.tier}",
            kind=SuggestionKind.ZONE_PROFILE,
            name=f"{tiers[profile.tier]}：{industries}",
            reason=candidates[0].name,
            certainty=Certainty.SURE,
            target_kind="zone_industry",  # not the zone: its own link is decided apart
            found=profile.zone,
            target=candidates[0].ref,
            role=profile.tier,
            text=profile.quote,
            quote=profile.quote,
            is_ticked=True,
            items=profile.industries,
        )


def _by_name(pairs: Iterable[tuple[str, S]]) -> list[tuple[str, list[S]]]:
    grouped: dict[str, list[S]] = {}
    for name, span in pairs:
        grouped.setdefault(name, []).append(span)
    return list(grouped.items())


# What was decided before


def _decided(row: Suggestion, known: Known) -> Suggestion:
    for mention in known.mentions:
        if not speaks_of(mention, row):
            continue
        if mention.state is MentionState.REJECTED:
            return replace(row, group=Group.REJECTED, is_ticked=False, is_rejected=True)
        if mention.state is MentionState.CONFIRMED:
            return _confirmed(row, mention, known)
    return row


def _confirmed(row: Suggestion, mention: Mention, known: Known) -> Suggestion:
    confirmed = replace(row, group=Group.CONFIRMED, is_ticked=False, role=mention.role or row.role)
    target = _target(mention)
    if target is None or row.kind is SuggestionKind.ZONE_PROFILE:
        return confirmed
    name = known.names.get(target, row.name) if row.target_kind != "contact" else row.name
    return replace(confirmed, target=target, name=name, certainty=Certainty.SURE)


def speaks_of(mention: Mention, row: Suggestion) -> bool:
    """Whether a mention remembers a decision on this row."""
    if mention.target_kind != row.target_kind:
        return False
    if mention.rule == BY_HAND:  # one more link to a project is a quote, not a decision on its announcement
        is_same = row.target is not None and mention.target_id == row.target.id
        return is_same and row.target_kind != "project"
    if row.kind is SuggestionKind.ZONE_PROFILE:
        return (mention.text, mention.role) == (row.text, row.role)
    if row.target_kind == "project":  # one firm may be told of twice in one article
        return (mention.start, mention.end) == (row.start, row.end)
    if row.target is not None and mention.target_id is not None:
        return mention.target_id == row.target.id
    return mention.text == row.text


def _marked_by_hand(rows: Iterable[Suggestion], known: Known) -> Iterator[Suggestion]:
    """Links that no row of the reading accounts for: the officer made them."""
    accounted = {row.target for row in rows if row.group is Group.CONFIRMED}
    for mention in known.mentions:
        target = _target(mention)
        if mention.state is not MentionState.CONFIRMED or target is None:
            continue
        is_quote = mention.rule == BY_HAND and target.kind == "project"
        if (target in accounted and not is_quote) or target.kind == "zone_industry":
            continue
        yield Suggestion(
            key=f"mention:{mention.key}",
            kind=SuggestionKind.LINK,
            name=known.names.get(target, mention.text),
            reason=_("Marked by hand: “{text}”").format(text=mention.text[:60]),
            certainty=Certainty.SURE,
            target_kind=mention.target_kind,
            target=target,
            role=mention.role,
            text=mention.text,
            start=mention.start,
            end=mention.end,
            quote=mention.quote,
            group=Group.CONFIRMED,
        )


def _target(mention: Mention) -> Ref | None:
    return Ref(kind=mention.target_kind, id=mention.target_id) if mention.target_id is not None else None

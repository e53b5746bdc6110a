"""From a reading to the rows of the review tray."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from crm.domain.articles import Mention, MentionState
from crm.domain.reading import EnterpriseRole, Reading, Span, ZoneRole
from crm.domain.records import Ref
from crm.domain.review import Candidate, Certainty, Group, Suggestion, SuggestionKind
from crm.domain.suggestion_rules import Mode, rule_words
from crm.domain.texts import sentence_around
from crm.i18n import N_, _, _n
from crm.reading.known import NameHit
from crm.services.steps.known_names import NameBook
from crm.services.steps.ledger import BY_HAND, NO_LEDGER, Ledger
from crm.services.steps.posts import NO_POSTS, POST_CHANGE, Posts, conflict_row
from crm.services.steps.project_rows import ACTIONS, first_investor, project_rows

S = TypeVar("S")
POST, PROFILE = N_("person with a post"), N_("profile of a zone")  # rules
MOST_HINTS = 12  # rows of names that only hint

_ROLES = {
    "enterprise": tuple(str(role) for role in EnterpriseRole),
    "zone": tuple(str(role) for role in ZoneRole),
    "project": ACTIONS,
}
_ACTIVE = frozenset(
    {"签约", "落户", "开工", "投产", "扩产", "在谈"}
)  # roles of a firm that is somebody's project


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the office knows already that a suggestion may meet."""

    book: NameBook
    projects_of: Mapping[int, tuple[Candidate, ...]]  # open projects by enterprise
    contacts: Mapping[tuple[str, Ref], Ref]  # (name, enterprise or zone) of contacts
    mentions: tuple[Mention, ...]  # of this article
    names: Mapping[Ref, str]  # of what is mentioned
    officers: Mapping[int, str] = field(default_factory=dict)
    ledger: Ledger = NO_LEDGER
    posts: Posts = NO_POSTS
    hints: tuple[NameHit, ...] = ()  # where the text holds forms that only hint


def suggestions(reading: Reading, known: Known) -> list[Suggestion]:
    """What the officer may confirm, projects first; decided ones are in their groups."""
    rows = [
        *project_rows(reading, known.book, known.projects_of),
        *_enterprises(reading, known),
        *_zones(reading, known),
        *_industries(reading, known),
        *_people(reading, known),
        *_profiles(reading, known),
    ]
    rows += _hints(rows, reading, known)
    judged = [row for row in map(_judge(known), rows) if row is not None]
    decided = [_decided(row, known) for row in judged]
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
    names = [(span.name, span.text) for span in (*reading.enterprises, *reading.headline.enterprises)]
    names += [(first_investor(project), "") for project in reading.projects]
    names += [(span.body_name or "", "") for span in reading.people]
    return {entry.id for pair in names for entry in book.meant("enterprise", *pair)}


def zones_meant(reading: Reading, book: NameBook) -> set[int]:
    """Ids of all zones that the reading may speak of."""
    names = [(span.name or "", span.text) for span in (*reading.zones, *reading.headline.zones)]
    names += [(span.body_name or "", "") for span in reading.people]
    return {entry.id for pair in names for entry in book.meant("zone", *pair)}


# Names


def _enterprises(reading: Reading, known: Known) -> Iterator[Suggestion]:
    told = (*reading.enterprises, *reading.headline.enterprises)
    for name, spans in _by_name((span.name, span) for span in told):
        first = spans[0]
        candidates = _ranked(known.book.choice("enterprise", name, (span.text for span in spans)), reading)
        is_active = str(first.role) in _ACTIVE
        row = _name_row(
            "enterprise",
            name,
            spans,
            candidates,
            role=str(first.role),
            rule=first.rule,
            is_new_ticked=is_active and len(name) >= 4,
            is_literal=any(_is_name(known.book, candidates[0], span.text) for span in spans)
            if candidates
            else False,
        )
        yield _quoted(row, reading) if first in reading.headline.enterprises else row


def _zones(reading: Reading, known: Known) -> Iterator[Suggestion]:
    told = (*reading.zones, *reading.headline.zones)
    for name, spans in _by_name((span.name or span.text, span) for span in told):
        first = spans[0]
        candidates = _ranked(known.book.choice("zone", name, (span.text for span in spans)), reading)
        row = _name_row(
            "zone", name, spans, candidates, role=str(first.role), rule=first.rule, is_new_ticked=False
        )
        yield _quoted(row, reading) if first in reading.headline.zones else row


def _quoted(row: Suggestion, reading: Reading) -> Suggestion:
    """The row of a name that only the headline tells: it has no place in the body."""
    return replace(row, start=None, end=None, quote=reading.page.title or "")


def _is_name(book: NameBook, candidate: Candidate, text: str) -> bool:
    """Whether a record bears this very name, and not one of another legal form or place only."""
    form = book.form_of(candidate.ref.kind, candidate.ref.id, text)
    return form is not None and _even(form.text) == _even(text)


def _even(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _name_row(
    kind: str,
    name: str,
    spans: Sequence[Span],
    candidates: tuple[Candidate, ...],
    *,
    role: str,
    rule: str,
    is_new_ticked: bool,
    is_literal: bool = True,
) -> Suggestion:
    """A row for a name; one that stands in none of its forms among the record's is not sure."""
    span = spans[0]
    new = SuggestionKind.NEW_ENTERPRISE if kind == "enterprise" else SuggestionKind.NEW_ZONE
    is_open, is_known = len(candidates) > 1, len(candidates) == 1
    told = _("Found as {rule}: “{text}”").format(rule=rule_words(rule), text=span.text) if rule else span.text
    return Suggestion(
        key=f"{kind}:{name}",
        kind=SuggestionKind.LINK if candidates else new,
        name=candidates[0].name if is_known else name,
        reason=_("{count} records have this name").format(count=len(candidates)) if is_open else told,
        certainty=Certainty.OPEN
        if is_open
        else Certainty.SURE
        if is_known and is_literal
        else Certainty.LIKELY,
        target_kind=kind,
        target=candidates[0].ref if is_known else None,
        found=name,
        candidates=candidates,
        role=role,
        roles=_ROLES[kind],
        rule=rule,
        forms=tuple(dict.fromkeys(entry.text for entry in spans)),
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
            rule=known.book.rule_of("industry", candidates[0].ref.id, name),
            forms=(name,),
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
        holder = known.posts.conflict(candidates[0].ref, name, first.title or "") if candidates else None
        if holder is not None:
            quote = sentence_around(reading.page.body, first.start, first.end)
            yield conflict_row(first, body, holder, quote)
            if ref is None:
                continue  # accepting makes the contact
        yield Suggestion(
            key=f"contact:{name}:{body}",
            kind=SuggestionKind.LINK if ref else SuggestionKind.NEW_CONTACT,
            name=f"{name} · {first.title}",
            reason=_("{title} of {body}").format(title=first.title, body=body),
            certainty=Certainty.LIKELY,
            target_kind="contact",
            found=name,
            target=ref,
            rule=POST,
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
            rule=PROFILE,
            text=profile.quote,
            quote=profile.quote,
            is_ticked=True,
            items=profile.industries,
        )


def _ranked(candidates: tuple[Candidate, ...], reading: Reading) -> tuple[Candidate, ...]:
    """Those of the places that the article names first; which of them is meant is left to the officer."""
    paths = [span.path for span in reading.regions]

    def is_elsewhere(candidate: Candidate) -> bool:
        place = candidate.detail.strip()
        return not place or not any(place in path or path in place for path in paths)

    return tuple(sorted(candidates, key=is_elsewhere))


# What only hints


def _hints(rows: Sequence[Suggestion], reading: Reading, known: Known) -> Iterator[Suggestion]:
    """Records whose name only hints, where nothing else in the article speaks of them; never ticked."""
    spoken_of = {row.target for row in rows} | {entry.ref for row in rows for entry in row.candidates}
    taken = [(span.start, span.end) for span in (*reading.enterprises, *reading.zones, *reading.regions)]
    shown = 0
    for text, hits in _by_name((hit.text, hit) for hit in known.hints):
        free = [hit for hit in hits if not any(hit.start < end and start < hit.end for start, end in taken)]
        for kind in dict.fromkeys(str(name.kind) for name in hits[0].names):
            candidates = known.book.candidates(kind, text)
            if free and candidates and shown < MOST_HINTS and not spoken_of & {c.ref for c in candidates}:
                shown += 1
                yield _hint(kind, text, free[0], candidates, known.book)


def _hint(
    kind: str, text: str, hit: NameHit, candidates: tuple[Candidate, ...], book: NameBook
) -> Suggestion:
    is_open, roles = len(candidates) > 1, _ROLES.get(kind, ())
    rule = book.rule_of(kind, candidates[0].ref.id, text)
    return Suggestion(
        key=f"{kind}:{text}",
        kind=SuggestionKind.LINK,
        name=text if is_open else candidates[0].name,
        reason=_("Found as {rule}: “{text}”").format(rule=rule_words(rule), text=text),
        certainty=Certainty.OPEN,
        target_kind=kind,
        target=None if is_open else candidates[0].ref,
        found=text,
        candidates=candidates,
        role=roles[-1] if roles else "",
        roles=roles,
        rule=rule,
        forms=(text,),
        hint=book.hint_of(kind, candidates[0].ref.id, text),
        text=hit.text,
        start=hit.start,
        end=hit.end,
        group=Group.OPEN if is_open else Group.SUGGESTED,
    )


def _judge(known: Known) -> Callable[[Suggestion], Suggestion | None]:
    """From a row to how it is taken: as it is, without its tick, or not at all."""

    def judged(row: Suggestion) -> Suggestion | None:
        target = row.target.id if row.target is not None else None
        verdict = known.ledger.verdict(row.target_kind, target, row.forms, row.rule)
        if verdict.mode is Mode.BLOCK:
            return None
        why = verdict.why or row.hint or _only_hinted(row, known.book)
        if not why or (verdict.mode is Mode.ALLOW and not why):
            return row
        return replace(
            row, hint=why, is_ticked=False, reason=_("{why}; {reason}").format(why=why, reason=row.reason)
        )

    return judged


def _only_hinted(row: Suggestion, book: NameBook) -> str:
    """Why a row is not ticked by itself: every form of the name in the text only hints."""
    if row.target is None or not row.forms:
        return ""
    told = [book.hint_of(row.target.kind, row.target.id, text) for text in row.forms]
    return told[0] if all(told) else ""


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
            told = _who(mention, known)
            return replace(row, group=Group.REJECTED, is_ticked=False, is_rejected=True, decided=told)
        if mention.state is MentionState.CONFIRMED:
            return _confirmed(row, mention, known)
    return row


def _confirmed(row: Suggestion, mention: Mention, known: Known) -> Suggestion:
    confirmed = replace(
        row,
        group=Group.CONFIRMED,
        is_ticked=False,
        role=mention.role or row.role,
        decided=_who(mention, known),
    )
    target = _target(mention)
    if target is None or row.kind is SuggestionKind.ZONE_PROFILE:
        return confirmed
    name = known.names.get(target, row.name) if row.target_kind != "contact" else row.name
    return replace(confirmed, target=target, name=name, certainty=Certainty.SURE)


def speaks_of(mention: Mention, row: Suggestion) -> bool:
    """Whether a mention remembers a decision on this row."""
    if mention.target_kind != row.target_kind:
        return False
    if row.kind is SuggestionKind.CHANGE_POST or mention.rule == POST_CHANGE:
        told = (mention.rule, mention.text, mention.target_id)
        return told == (row.rule, row.text, row.target.id if row.target is not None else None)
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
        if mention.rule == POST_CHANGE:  # told by the link to who holds the post now
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
            decided=_who(mention, known),
        )


def _who(mention: Mention, known: Known) -> str:
    """Who decided, when, and what had found it."""
    officer = known.officers.get(mention.changed_by or mention.created_by or 0, "")
    day = mention.changed_at.astimezone().date().isoformat() if mention.changed_at else ""
    if mention.rule == BY_HAND:
        way = _("marked by hand: “{text}”").format(text=mention.text[:60])
    else:
        way = _("from the suggestion “{text}” ({rule})").format(
            text=mention.text[:60], rule=rule_words(mention.rule)
        )
    return " · ".join(part for part in (officer, day, way) if part)


def _target(mention: Mention) -> Ref | None:
    return Ref(kind=mention.target_kind, id=mention.target_id) if mention.target_id is not None else None

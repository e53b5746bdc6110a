"""Making several records one: what refers to those that go refers to the one that stays."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, cast

from crm.data.queries.follow_ups import names_of
from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.articles import Mention, MentionState, WatchListEntry, ZoneIndustry
from crm.domain.codec import to_plain
from crm.domain.directory import Alias, Contact, Enterprise, EnterpriseIndustry, Zone
from crm.domain.errors import ValidationError
from crm.domain.follow_ups import Attachment, FollowUp, FollowUpSubject
from crm.domain.merges import (
    MERGEABLE,
    MOST_AT_ONCE,
    MergeCount,
    Merged,
    MergePlan,
    MergeRequest,
    MergeRow,
    merged,
    other_names,
    picked_for,
    rows_of,
    same_count,
)
from crm.domain.project_names import ProjectLink
from crm.domain.projects import Claim, Obstacle, Project, StageEntry
from crm.domain.records import Record, Ref, kind_of, record_class, references_to
from crm.domain.stages import ENDS, STAGE_NAMES, Stage, position
from crm.domain.suggestion_rules import SuggestionRule
from crm.domain.tasks import TaskSubject
from crm.domain.transfers import Transfer
from crm.domain.visits import Visit, VisitPerson, VisitStop, VisitStopProject
from crm.i18n import _
from crm.services.steps.contacts import keyed
from crm.services.steps.links import referring
from crm.services.steps.timelines import shown

# What makes two records that refer to one and the same record say the same. None: each stands for itself.
# Every class that can refer to a mergeable record is named here; a test fails for one that is not.
SAME: dict[type[Record], Callable[[Any], Hashable] | None] = {
    Alias: lambda one: one.text,
    Mention: lambda one: (one.article_id, one.article_text_id, one.start, one.end, one.role),
    FollowUpSubject: lambda one: (one.follow_up_id, one.target_kind, one.target_id),
    TaskSubject: lambda one: (one.task_id, one.target_kind, one.target_id),
    Attachment: lambda one: (one.sha256, one.name),
    WatchListEntry: lambda one: one.watch_list_id,
    EnterpriseIndustry: lambda one: one.industry_id,
    ZoneIndustry: lambda one: (one.tier, one.name, one.article_id, one.quote),
    Claim: lambda one: (one.field_name, one.amount, one.number, one.text, one.article_text_id, one.start),
    Obstacle: lambda one: (one.text, one.kind, one.opened_on, one.closed_on),
    StageEntry: lambda one: (one.stage, one.entered_on, one.evidence, one.is_undone),
    SuggestionRule: lambda one: (one.text, one.rule),
    ProjectLink: lambda one: frozenset({one.project_id, one.other_id}),
    Transfer: lambda one: (one.from_office_id, one.to_office_id, one.proposed_on, one.state),
    VisitStopProject: lambda one: one.visit_stop_id,
    Visit: None,
    VisitStop: None,
    VisitPerson: None,
    Project: None,
    Contact: None,
    Enterprise: None,
    Merged: None,
}
_SURE = (MentionState.CONFIRMED, MentionState.SUGGESTED, MentionState.REJECTED)
_FOLLOW_UP = tuple(
    entry.name for entry in fields(FollowUp) if entry.name not in {own.name for own in fields(Record)}
)


@dataclass
class _Tally:
    """How many of a kind hung on each record, and how many of these were the same."""

    before: dict[int, int]
    same: int = 0


def merge(writer: Writer, request: MergeRequest) -> MergePlan:
    """Makes the records one and tells what that did; with a blocker it only tells the blockers."""
    records = _records(writer, request)
    rows = rows_of(records, request)
    plan = MergePlan(
        request=request,
        names=tuple(_name(record) for record in records),
        rows=tuple(_worded(writer, rows)),
        same_fields=same_count(records, request),
        blockers=tuple(_blockers(writer, records)),
    )
    if plan.blockers:
        return plan
    survivor = next(record for record in records if record.key == request.survivor_id)
    losers = [record for record in records if record is not survivor]
    _settle_project(writer, records, rows, survivor)
    tallies = _move_all(writer, request, survivor, losers)
    kept = merged(records, rows, writer.get(type(survivor), survivor.key))
    names = other_names(records, kept) if request.keeps_names else ()
    added = _name_also(writer, kept, names)
    writer.save(keyed(kept) if isinstance(kept, Enterprise) else kept)
    for loser in losers:
        writer.delete(writer.get(type(loser), loser.key))
        writer.save(
            Merged(target_kind=request.kind, target_id=survivor.key, old_id=loser.key, old_name=_name(loser))
        )
    return replace(plan, counts=tuple(_counts(request, tallies)), aliases=added)


def link_count(reader: Reader, ref: Ref) -> int:
    """How many records refer to this one."""
    total = 0
    for reference in references_to(ref.kind):
        where: dict[str, Any] = {reference.field: ref.id}
        if reference.kind_field:
            where[reference.kind_field] = ref.kind
        total += reader.count(reference.record, **where)
    return total


def _records(reader: Reader, request: MergeRequest) -> list[Record]:
    if request.kind not in MERGEABLE:
        raise ValueError(f"records of kind {request.kind} are not merged")
    if not 2 <= len(set(request.ids)) == len(request.ids) <= MOST_AT_ONCE:
        message = _("Choose two to {most} records to merge.").format(most=MOST_AT_ONCE)
        raise ValidationError.of("", message)
    if request.survivor_id not in request.ids:
        raise ValueError("the record that stays is none of those to be merged")
    kind = record_class(request.kind)
    records = [reader.get(kind, record_id) for record_id in request.ids]
    if [record.key for record in records] != list(request.ids):
        raise ValidationError.of("", _("One of these records was merged by somebody meanwhile."))
    return records


# What stands against it


def _blockers(reader: Reader, records: Sequence[Record]) -> list[str]:
    firms = [record for record in records if isinstance(record, Enterprise)]
    return _blocked_firms(reader, firms) if firms else _blocked_projects(reader, records)


def _blocked_projects(reader: Reader, records: Sequence[Record]) -> list[str]:
    """Projects of which somebody decided that they are two, or phases of one plan."""
    projects = {record.key: record for record in records if isinstance(record, Project)}
    sentence = _("{one} and {other} were decided to be two projects. Take that decision back first.")
    return [
        sentence.format(one=projects[link.project_id].name, other=projects[link.other_id].name)
        for link in reader.among(ProjectLink, "project_id", projects)
        if link.other_id in projects
    ]


def _blocked_firms(reader: Reader, firms: Sequence[Enterprise]) -> list[str]:
    found = []
    coded = {firm.credit_code: firm for firm in firms if firm.credit_code}
    if len(coded) > 1:
        one, other = list(coded.values())[:2]
        sentence = _("{one} and {other} have different credit codes: they are two legal entities.")
        found.append(sentence.format(one=one.name, other=other.name))
    ids = {firm.key for firm in firms}
    for firm in firms:
        above = next((parent for parent in _ancestors(reader, firm) if parent.key in ids), None)
        if above is not None:
            sentence = _("{one} belongs to the group of {other}: a subsidiary is not merged with its parent.")
            found.append(sentence.format(one=firm.name, other=above.name))
    return found


def _ancestors(reader: Reader, firm: Enterprise) -> list[Enterprise]:
    found: list[Enterprise] = []
    seen = {firm.key}
    parent_id = firm.parent_id
    while parent_id is not None and parent_id not in seen:
        seen.add(parent_id)
        parent = reader.get(Enterprise, parent_id)
        found.append(parent)
        parent_id = parent.parent_id
    return found


# Moving what refers to them


def _move_all(
    writer: Writer, request: MergeRequest, survivor: Record, losers: Sequence[Record]
) -> dict[str, _Tally]:
    tallies: dict[str, _Tally] = {}
    ids = request.ids
    for reference in references_to(request.kind):
        kind = kind_of(reference.record)
        counted = {key: len(referring(writer, reference, Ref(kind=request.kind, id=key))) for key in ids}
        tally = tallies.setdefault(kind, _Tally({}))
        tally.before = {key: tally.before.get(key, 0) + counted[key] for key in ids}
    doubled: list[FollowUp] = []
    for loser in losers:
        doubled += _join_follow_ups(writer, request.kind, survivor.key, loser.key)
        for kind, same in _move(writer, request.kind, loser.key, survivor.key).items():
            tallies[kind].same += same
    for follow_up in doubled:  # after what hung on them, so that undo brings them back before it
        writer.delete(follow_up)
    return tallies


def _move(writer: Writer, kind: str, from_id: int, to_id: int) -> dict[str, int]:
    """Lets everything refer to the second record; of those that then say the same, one goes. How many did."""
    same: dict[str, int] = {}
    for reference in references_to(kind):
        here = [
            one
            for other in references_to(kind)
            if other.record is reference.record
            for one in referring(writer, other, Ref(kind=kind, id=to_id))
        ]
        key_of = SAME.get(reference.record)
        known: dict[Hashable, Record] = {key_of(one): one for one in here} if key_of else {}
        for one in referring(writer, reference, Ref(kind=kind, id=from_id)):
            moved = _pointing(one, reference.field, to_id)
            key = key_of(moved) if key_of else moved.uid
            if key not in known:
                known[key] = writer.save(moved)
                continue
            writer.delete(one)
            known[key] = writer.save(_surer(known[key], one))
            name = kind_of(reference.record)
            same[name] = same.get(name, 0) + 1
    return same


def _pointing(record: Record, field: str, to_id: int) -> Record:
    changed: dict[str, Any] = {field: to_id}
    return replace(record, **changed)


def _surer(kept: Record, gone: Record) -> Record:
    """What is kept of two that say the same: what somebody confirmed, or reports print."""
    if isinstance(kept, Mention) and isinstance(gone, Mention):
        return replace(kept, state=min(kept.state, gone.state, key=_SURE.index))
    if isinstance(kept, Claim) and isinstance(gone, Claim):
        return replace(kept, is_adopted=kept.is_adopted or gone.is_adopted)
    return kept


def _join_follow_ups(writer: Writer, kind: str, survivor_id: int, loser_id: int) -> list[FollowUp]:
    """Lets what hangs on follow-ups that were written down with each record hang on one; those that go."""
    known = {_told(one): one for one in _follow_ups(writer, kind, survivor_id)}
    doubled = []
    for one in _follow_ups(writer, kind, loser_id):
        twin = known.get(_told(one))
        if twin is None or twin.key == one.key:
            continue
        _move(writer, "follow_up", one.key, twin.key)
        doubled.append(one)
    return doubled


def _follow_ups(reader: Reader, kind: str, record_id: int) -> list[FollowUp]:
    links = reader.all(FollowUpSubject, target_kind=kind, target_id=record_id)
    return list(reader.by_id(FollowUp, [link.follow_up_id for link in links]).values())


def _told(follow_up: FollowUp) -> tuple[Any, ...]:
    return tuple(getattr(follow_up, name) for name in _FOLLOW_UP)


def _counts(request: MergeRequest, tallies: dict[str, _Tally]) -> list[MergeCount]:
    return [
        MergeCount(
            kind=kind,
            before=tuple(tally.before[key] for key in request.ids),
            after=sum(tally.before.values()) - tally.same,
            same=tally.same,
        )
        for kind, tally in tallies.items()
        if any(tally.before.values())
    ]


# Names, figures and stages


def _name_also(writer: Writer, kept: Record, names: tuple[str, ...]) -> tuple[str, ...]:
    """Makes names other names of the record; those that it did not have yet."""
    if not isinstance(kept, Enterprise | Zone | Project):
        return ()
    ref = Ref(kind=kind_of(type(kept)), id=kept.key)
    known = {alias.text for alias in writer.all(Alias, target_kind=ref.kind, target_id=ref.id)}
    added = tuple(name for name in names if name not in known)
    for name in added:
        writer.save(Alias(target_kind=ref.kind, target_id=ref.id, text=name, origin="merge"))
    return added


def _settle_project(
    writer: Writer, records: Sequence[Record], rows: Sequence[MergeRow], survivor: Record
) -> None:
    """Adopted figures and the log of stages follow what was chosen for the project itself."""
    projects = [record for record in records if isinstance(record, Project)]
    if not projects:
        return
    _adopt(writer, projects, rows, survivor.key)
    giver_id = picked_for(rows, "stage", survivor.key)
    giver = next(project for project in projects if project.key == giver_id)
    standing = {entry.stage for entry in writer.all(StageEntry, project_id=giver_id) if not entry.is_undone}
    for project in projects:
        if project is giver:
            continue
        for entry in writer.all(StageEntry, project_id=project.key):
            if not entry.is_undone and (entry.stage in standing or _is_beyond(entry.stage, giver.stage)):
                writer.save(replace(entry, is_undone=True))


def _is_beyond(stage: Stage, reached: Stage) -> bool:
    return stage in ENDS or (reached not in ENDS and position(stage) > position(reached))


def _adopt(writer: Writer, projects: Sequence[Project], rows: Sequence[MergeRow], survivor_id: int) -> None:
    adopted: dict[str, list[Claim]] = {}
    for project in projects:
        for claim in writer.all(Claim, project_id=project.key, is_adopted=True):
            adopted.setdefault(claim.field_name, []).append(claim)
    for name, claims in adopted.items():
        differs = any(name in row.fields for row in rows)
        giver = picked_for(rows, name, survivor_id)
        kept = [claim for claim in claims if claim.project_id == giver]
        if not kept and not differs:
            kept = claims[:1]  # all say the same: the figure keeps its evidence, whose ever it was
        for claim in claims:
            if claim not in kept:
                writer.save(replace(claim, is_adopted=False))


# In words


def _worded(reader: Reader, rows: Sequence[MergeRow]) -> list[MergeRow]:
    return [replace(row, texts=tuple(_text(reader, row, values) for values in row.values)) for row in rows]


def _text(reader: Reader, row: MergeRow, values: tuple[Any, ...]) -> str:
    parts = [_value(reader, name, value) for name, value in zip(row.fields, values, strict=True)]
    return " ".join(part for part in parts if part)


def _value(reader: Reader, name: str, value: Any) -> str:
    if isinstance(value, bool) and not value:
        return ""
    if isinstance(value, Stage):
        return _(STAGE_NAMES[value])
    kind = _POINTS.get(name)
    if kind and value is not None:
        ref = Ref(kind=kind, id=cast(int, value))
        return names_of(reader, [ref]).get(ref, "")
    return shown(to_plain(value))


_POINTS = {
    entry.name: entry.metadata["refers"]
    for kind in MERGEABLE
    for entry in fields(record_class(kind))
    if "refers" in entry.metadata
}


def _name(record: Record) -> str:
    return str(getattr(record, "name", ""))

"""The timeline of a record: follow-ups, articles, stages and edits in one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from crm.data import log
from crm.data.queries import articles as article_queries
from crm.data.queries import follow_ups as follow_up_queries
from crm.data.queries import tasks as task_queries
from crm.data.queries import visits as visit_queries
from crm.data.reader import Reader
from crm.domain.articles import Mention, MentionState
from crm.domain.changes import Act, Operation
from crm.domain.money import Money, show
from crm.domain.office import Office, Officer
from crm.domain.projects import StageEntry, with_days
from crm.domain.records import Ref, record_class
from crm.domain.rows import ArticleRow
from crm.domain.tasks import Task, TaskFilter
from crm.domain.timeline import FieldChange, TimelineEntry
from crm.domain.transfers import TRANSFER_STATES, Transfer
from crm.domain.visits import Visit, VisitState, VisitStop
from crm.i18n import _, language
from crm.services.steps.attachments import files_of

_NEVER = datetime.min.replace(tzinfo=UTC)
FOLD = timedelta(minutes=2)  # edits of one officer within this time are one entry
_TOLD_ELSEWHERE = ("follow_up", "stage_entry", "transfer", "task")
_HIDDEN = frozenset(
    {
        "version",
        "changed_at",
        "changed_by",
        "created_at",
        "created_by",
        "name_key",
        "stage",
        "stage_since",
        "board_place",
    }
    | {"last_contact_on"}  # told by the follow-up that moved it
)


def timeline(reader: Reader, ref: Ref, also: Iterable[Ref] = ()) -> list[TimelineEntry]:
    """What happened to a record, newest first by the day it happened.

    Follow-ups about `also` are told too: who talked about a project talked to its enterprise.
    """
    entries = [
        *_follow_ups(reader, (ref, *also)),
        *_articles(reader, ref),
        *_visits(reader, ref),
        *_edits(reader, ref),
        *_attachments(reader, ref),
        *_tasks(reader, ref),
    ]
    if ref.kind == "project":
        entries += [*_stages(reader, ref.id), *_transfers(reader, ref.id)]
    return sorted(entries, key=_when, reverse=True)


def _when(entry: TimelineEntry) -> tuple[Any, ...]:
    return entry.day, entry.entered_at.timestamp() if entry.entered_at else 0.0


def _follow_ups(reader: Reader, refs: Iterable[Ref]) -> Iterable[TimelineEntry]:
    ids = dict.fromkeys(key for ref in refs for key in follow_up_queries.of_record(reader, ref))
    for row in follow_up_queries.items(reader, list(ids)):
        yield TimelineEntry(
            kind="follow_up",
            day=row.happened_on,
            entered_at=None,
            who=row.officer,
            title=row.with_whom,
            text=row.text,
            ref=Ref(kind="follow_up", id=row.id),
            follow_up=row,
        )


def _articles(reader: Reader, ref: Ref) -> Iterable[TimelineEntry]:
    for row, mention in mentions_of(reader, ref):
        yield TimelineEntry(
            kind="article",
            day=row.published_on or (mention.created_at or datetime.min).date(),
            entered_at=mention.created_at,
            who=row.source,
            title=row.title,
            text=mention.quote,
            ref=Ref(kind="article", id=row.id),
            reprint_count=row.reprint_count,
        )


def _visits(reader: Reader, ref: Ref) -> Iterable[TimelineEntry]:
    """Trips and receptions that led to a record; those that were cancelled led nowhere."""
    ids = visit_queries.leading_to(reader, ref)
    visits = reader.by_id(Visit, ids)
    officers = reader.by_id(Officer, [visit.officer_id for visit in visits.values()])
    here = reader.all(VisitStop, target_kind=ref.kind, target_id=ref.id)
    stops = {stop.visit_id: stop for stop in here}
    for key, visit in visits.items():
        if visit.state is VisitState.CANCELLED:
            continue
        stop, officer = stops.get(key), officers.get(visit.officer_id or 0)
        yield TimelineEntry(
            kind="visit",
            day=(stop.happens_on if stop is not None else None) or visit.begins_on,
            entered_at=visit.created_at,
            who=officer.name if officer else "",
            title=visit.title,
            text=(stop.note if stop is not None else "") or visit.purpose,
            ref=Ref(kind="visit", id=key),
        )


def _attachments(reader: Reader, ref: Ref) -> Iterable[TimelineEntry]:
    kept = files_of(reader, ref)
    officers = reader.by_id(Officer, [attachment.created_by for attachment in kept])
    for attachment in kept:
        officer = officers.get(attachment.created_by or 0)
        yield TimelineEntry(
            kind="attachment",
            day=(attachment.created_at or _NEVER).astimezone().date(),
            entered_at=attachment.created_at,
            who=officer.name if officer else "",
            title=attachment.name,
            ref=Ref(kind="attachment", id=attachment.key),
        )


def _tasks(reader: Reader, ref: Ref) -> Iterable[TimelineEntry]:
    """Tasks by the day they were done, open ones by the day they were given."""
    ids = task_queries.find(reader, TaskFilter(about=ref, is_open=None), date.max)
    tasks = reader.by_id(Task, ids)
    people = [who for task in tasks.values() for who in (task.created_by, task.done_by)]
    officers = reader.by_id(Officer, people)
    for row in task_queries.items(reader, ids):
        task = tasks[row.id]
        made_on = (task.created_at or _NEVER).astimezone().date()
        officer = officers.get((task.created_by if task.is_open else task.done_by) or 0)
        yield TimelineEntry(
            kind="task",
            day=task.done_on or made_on,
            entered_at=task.created_at,
            who=officer.name if officer else "",
            title=task.title,
            ref=Ref(kind="task", id=row.id),
            task=row,
        )


def mentions_of(reader: Reader, ref: Ref) -> list[tuple[ArticleRow, Mention]]:
    """Articles that name a record, newest first, each once, with the first confirmed mention.

    Copies of one article are one: its lead copy.
    """
    told = reader.all(Mention, target_kind=ref.kind, target_id=ref.id)
    confirmed = [mention for mention in told if mention.state == MentionState.CONFIRMED]
    leads = article_queries.leads_of(reader, [mention.article_id for mention in confirmed])
    first: dict[int, Mention] = {}
    for mention in confirmed:
        first.setdefault(leads[mention.article_id], mention)
    rows = article_queries.items(reader, list(first))
    rows.sort(key=lambda row: row.published_on or date.min, reverse=True)
    return [(row, first[row.id]) for row in rows]


def _stages(reader: Reader, project_id: int) -> Iterable[TimelineEntry]:
    entries = reader.all(StageEntry, project_id=project_id)
    officers = reader.by_id(Officer, [entry.created_by for entry in entries])
    for entry, days in with_days(entries):
        officer = officers.get(entry.created_by or 0)
        yield TimelineEntry(
            kind="stage",
            day=entry.entered_on,
            entered_at=entry.created_at,
            who=officer.name if officer else "",
            title=str(entry.from_stage or ""),
            text=" ".join(filter(None, [entry.evidence, entry.reason])),
            ref=Ref(kind="stage_entry", id=entry.key),
            stage=entry.stage,
            entry=entry,
            days=days,
        )


def _transfers(reader: Reader, project_id: int) -> Iterable[TimelineEntry]:
    made = reader.all(Transfer, project_id=project_id)
    officers = reader.by_id(Officer, [one.created_by for one in made])
    offices = reader.by_id(Office, [key for one in made for key in (one.from_office_id, one.to_office_id)])
    for one in made:
        officer = officers.get(one.created_by or 0)
        ends = (offices.get(one.from_office_id), offices.get(one.to_office_id))
        yield TimelineEntry(
            kind="transfer",
            day=one.decided_on or one.proposed_on,
            entered_at=one.changed_at,
            who=officer.name if officer else "",
            title=" → ".join(office.short_name or office.name for office in ends if office),
            text="  ".join(filter(None, [_(TRANSFER_STATES[one.state]), one.reason, one.answer])),
            ref=Ref(kind="transfer", id=one.key),
        )


def _edits(reader: Reader, ref: Ref) -> list[TimelineEntry]:
    """Field changes that stand: neither undone steps nor the undoing of them."""
    operations = log.of_record(reader.connection, ref.kind, [ref.id])
    undone = log.undone_steps(reader.connection, {operation.step for operation in operations})
    standing = [entry for entry in operations if entry.step not in undone and entry.undoes is None]
    told = log.that_made(reader.connection, _TOLD_ELSEWHERE, [operation.id for operation in standing])
    officers = reader.by_id(Officer, [operation.officer_id for operation in standing])
    entries: list[TimelineEntry] = []
    for operation in standing:
        made = _edit(operation, officers, is_told=operation.id in told)
        if made is None:
            continue
        if entries and _folds(entries[-1], made):
            entries[-1] = _folded(entries[-1], made)
        else:
            entries.append(made)
    changes = named(reader, ref.kind, [change for entry in entries for change in entry.changes])
    return [replace(entry, changes=tuple(changes[change] for change in entry.changes)) for entry in entries]


def named(reader: Reader, kind: str, changes: Iterable[FieldChange]) -> dict[FieldChange, FieldChange]:
    """Changes of a kind of record, with names in place of the ids they point at."""
    targets = {
        entry.name: entry.metadata["refers"]
        for entry in fields(record_class(kind))
        if "refers" in entry.metadata
    }
    some = list(changes)
    pointing = [change for change in some if change.field in targets]
    ids = {
        Ref(kind=targets[change.field], id=int(plain))
        for change in pointing
        for plain in (change.before, change.after)
        if plain
    }
    names = follow_up_queries.names_of(reader, ids)

    def name(field: str, plain: str) -> str:
        return names.get(Ref(kind=targets[field], id=int(plain)), plain) if plain else ""

    return {
        change: FieldChange(
            field=change.field,
            before=name(change.field, change.before),
            after=name(change.field, change.after),
        )
        if change.field in targets
        else change
        for change in some
    }


def _edit(operation: Operation, officers: dict[int, Officer], *, is_told: bool) -> TimelineEntry | None:
    """An edit, unless the follow-up or stage entry written with it tells it already."""
    changes = []
    for change in operation.changes:
        if change.act is Act.CHANGED and not is_told:
            names = [name for name in change.after if name not in _HIDDEN]
            changes += [
                FieldChange(
                    field=name, before=shown(change.before.get(name)), after=shown(change.after[name])
                )
                for name in names
            ]
    is_new = any(change.act is Act.CREATED for change in operation.changes)
    if not changes and not is_new:
        return None
    officer = officers.get(operation.officer_id or 0)
    return TimelineEntry(
        kind="created" if is_new else "fields",
        day=operation.at.astimezone().date(),
        entered_at=operation.at,
        who=officer.name if officer else "",
        title=str(operation.label),
        changes=tuple(changes),
        step=operation.step,
    )


def _folds(newer: TimelineEntry, older: TimelineEntry) -> bool:
    if newer.kind != "fields" or older.kind != "fields" or newer.who != older.who:
        return False
    return (newer.entered_at or _NEVER) - (older.entered_at or _NEVER) <= FOLD


def _folded(newer: TimelineEntry, older: TimelineEntry) -> TimelineEntry:
    fields = {change.field: change for change in older.changes}
    for change in newer.changes:
        before = fields[change.field].before if change.field in fields else change.before
        fields[change.field] = FieldChange(field=change.field, before=before, after=change.after)
    return TimelineEntry(
        kind="fields",
        day=newer.day,
        entered_at=newer.entered_at,
        who=newer.who,
        title=newer.title,
        changes=tuple(fields.values()),
        step=newer.step,
    )


def shown(plain: Any) -> str:
    """A logged value as text; money and lists are written out, ids stay numbers (see `named`)."""
    if plain is None or plain == "":
        return ""
    if isinstance(plain, bool):
        return _("yes") if plain else _("no")
    if isinstance(plain, dict) and set(plain) == {"value", "currency"}:
        return show(Money(value=Decimal(plain["value"]), currency=plain["currency"]), language())
    if isinstance(plain, list):
        return "、".join(map(str, plain))
    return str(plain)

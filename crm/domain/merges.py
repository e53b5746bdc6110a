"""Records that were one and the same: what is asked about them, and which value stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from crm.domain.projects import Project
from crm.domain.records import Record, Ref, indexed, points, record_kind
from crm.domain.stages import ENDS, position

MOST_AT_ONCE = 6  # records side by side; more cannot be compared by eye
MERGEABLE = ("enterprise", "project", "contact", "zone")

_OWN = {entry.name for entry in fields(Record)}
_DERIVED = {"name_key", "last_contact_on"}
# Fields that tell something only together are chosen together, by the first of them.
_TOGETHER = {
    "enterprise": (
        ("grade", "grade_reason"),
        ("first_contact_on", "first_contact_officer_id", "first_contact_office_id"),
        ("next_follow_up_on", "next_step"),
    ),
    "project": (
        ("stage", "stage_since", "is_on_hold", "review_on", "hold_reason", "loss_reason", "went_to"),
        ("planned_start", "planned_start_on", "planned_start_until"),
        ("verified_how", "verified_by", "verified_on"),
        ("next_follow_up_on", "next_step"),
        ("cadence_days", "keeps_cadence"),
        ("fair_competition", "fair_competition_note"),
    ),
    "contact": (("title", "since", "until"),),
}


@record_kind
@dataclass(frozen=True, kw_only=True)
class Merged(Record):
    """A record that went into another: where its old id leads."""

    target_kind: str = indexed("")
    target_id: int = points("target_kind")
    old_id: int = field(metadata={"indexed": True})
    old_name: str = ""


@dataclass(frozen=True, kw_only=True)
class MergeRequest:
    """Which records become one, and what was chosen for the fields in which they differ."""

    kind: str
    ids: tuple[int, ...]
    survivor_id: int
    picks: Mapping[str, int] = field(default_factory=dict)  # field -> the record whose value stays
    left_out: frozenset[tuple[str, int]] = frozenset()  # (field, record) whose values are not added
    keeps_names: bool = True  # the names that go become other names


@dataclass(frozen=True, kw_only=True)
class MergeRow:
    """One field, or several chosen together, in which the records differ."""

    fields: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]  # of each record, in the order asked for
    picked: tuple[int, ...]  # ids; several where values are added to each other
    is_added: bool = False  # every record may give its part
    is_filled: bool = False  # taken from another record because the survivor has nothing
    texts: tuple[str, ...] = ()  # the values in words

    @property
    def key(self) -> str:
        """The field that the choice goes by."""
        return self.fields[0]


@dataclass(frozen=True, kw_only=True)
class MergeCount:
    """How many records of a kind hang on each of the records, and on the one that is left."""

    kind: str
    before: tuple[int, ...]
    after: int
    same: int = 0  # stood on several of them and became one


@dataclass(frozen=True, kw_only=True)
class MergePlan:
    """What merging does, told by the code that does it."""

    request: MergeRequest
    names: tuple[str, ...]
    rows: tuple[MergeRow, ...]
    same_fields: int  # in which all records agree, empty ones not counted
    counts: tuple[MergeCount, ...] = ()
    aliases: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()  # sentences; with any of them nothing is done


@dataclass(frozen=True, kw_only=True)
class MergeNote:
    """A merge that a record came out of."""

    operation_id: int
    survivor: Ref
    old_names: tuple[str, ...]
    who: str
    at: datetime  # UTC


@dataclass(frozen=True, kw_only=True)
class SplitRow:
    """One thing that a merge moved, changed or took away, and whether it can go back."""

    place: int  # in the merge
    kind: str
    name: str
    goes_to: str  # the record it goes back to
    hindrance: str = ""  # why it stays where it is


@dataclass(frozen=True, kw_only=True)
class SplitPlan:
    """What splitting a merged record again gives back."""

    operation_id: int
    survivor: Ref
    old_names: tuple[str, ...]
    rows: tuple[SplitRow, ...]


def field_groups(kind: type[Record], kind_name: str) -> list[tuple[str, ...]]:
    """The fields of a mergeable record that are chosen, those that belong together in one group."""
    together = _TOGETHER.get(kind_name, ())
    grouped = {name: group for group in together for name in group}
    groups = [
        grouped.get(entry.name, (entry.name,)) for entry in fields(kind) if entry.name not in _OWN | _DERIVED
    ]
    return list(dict.fromkeys(groups))


def rows_of(records: Sequence[Record], request: MergeRequest) -> list[MergeRow]:
    """The fields in which the records differ, with what was chosen or, unasked, offers itself."""
    kind = type(records[0])
    rows = []
    for group in field_groups(kind, request.kind):
        values = tuple(tuple(getattr(record, name) for name in group) for record in records)
        if len(set(values)) == 1:
            continue
        rows.append(_row(records, request, group, values))
    return rows


def same_count(records: Sequence[Record], request: MergeRequest) -> int:
    """In how many fields all records have the same value."""
    first, *others = records
    return sum(
        all(getattr(first, name) == getattr(other, name) for name in group for other in others)
        and not _is_empty(first, group)
        for group in field_groups(type(first), request.kind)
    )


def merged(records: Sequence[Record], rows: Sequence[MergeRow], survivor: Record) -> Record:
    """The survivor with the chosen values; what nobody chooses is the later of the days."""
    by_id = {record.key: record for record in records}
    changed: dict[str, Any] = {}
    for row in rows:
        if row.is_added:
            parts = [part for key in row.picked for part in getattr(by_id[key], row.key)]
            changed[row.key] = tuple(dict.fromkeys(parts))
        else:
            giver = by_id[row.picked[0]]
            changed |= {name: getattr(giver, name) for name in row.fields}
    days = [day for record in records if (day := getattr(record, "last_contact_on", None)) is not None]
    if days:
        changed["last_contact_on"] = max(days)
    return replace(survivor, **changed)


def picked_for(rows: Sequence[MergeRow], name: str, survivor_id: int) -> int:
    """The record whose value of a field stays; the survivor where all agree."""
    return next((row.picked[0] for row in rows if name in row.fields and row.picked), survivor_id)


def other_names(records: Sequence[Record], kept: Record) -> tuple[str, ...]:
    """Names of the records under which the one that is left is still looked for."""
    known = {getattr(kept, "name", ""), getattr(kept, "short_name", ""), ""}
    names = [getattr(record, part, "") for part in ("name", "short_name") for record in records]
    return tuple(name for name in dict.fromkeys(names) if name not in known)


def _row(
    records: Sequence[Record], request: MergeRequest, group: tuple[str, ...], values: tuple[Any, ...]
) -> MergeRow:
    name = group[0]
    if isinstance(values[0][0], tuple):
        givers = [record.key for record in records if getattr(record, name)]
        kept = tuple(key for key in givers if (name, key) not in request.left_out)
        return MergeRow(fields=group, values=values, picked=kept, is_added=True)
    survivor = next(record for record in records if record.key == request.survivor_id)
    chosen = request.picks.get(name)
    if chosen is not None:
        return MergeRow(fields=group, values=values, picked=(chosen,))
    offered = _offered(records, group, survivor)
    filled = offered is not survivor and _is_empty(survivor, group)
    return MergeRow(fields=group, values=values, picked=(offered.key,), is_filled=filled)


def _offered(records: Sequence[Record], group: tuple[str, ...], survivor: Record) -> Record:
    told = [record for record in records if not _is_empty(record, group)]
    if group[0] == "first_contact_on" and told:  # the earliest contact stays the first one
        return min(told, key=lambda record: getattr(record, group[0]) or date.max)
    if group[0] == "stage":
        standing = [one for one in records if isinstance(one, Project) and one.stage not in ENDS]
        return max(standing, key=lambda one: position(one.stage)) if standing else survivor
    if survivor in told or not told:
        return survivor
    return told[0]


def _is_empty(record: Record, group: tuple[str, ...]) -> bool:
    """Whether the record says nothing there: blank, or as every new record is."""
    return all(_is_blank(record, name) for name in group)


def _is_blank(record: Record, name: str) -> bool:
    value = getattr(record, name)
    if value is None or value in ("", ()):
        return True
    known = next(entry for entry in fields(record) if entry.name == name)
    return known.default is not MISSING and bool(value == known.default)

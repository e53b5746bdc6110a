"""Looking for records that are there twice, and merging those that certainly are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from crm.data.queries import duplicates as queries
from crm.data.reader import Reader
from crm.domain.checks import name_key
from crm.domain.directory import Contact, Enterprise, Zone
from crm.domain.duplicates import Couple, Pair, TwinRule
from crm.domain.merges import MOST_AT_ONCE, MergeRequest, NotSame
from crm.domain.project_names import ProjectLink
from crm.domain.projects import Project
from crm.domain.records import Record, Ref
from crm.i18n import _
from crm.services.steps.merging import link_count
from crm.services.steps.twins import likeness

NEIGHBOURS = 6  # names behind a name in the order of names that it is compared with
SHOWN = 300  # pairs of one rule
_CLASSES: dict[str, type[Record]] = {
    "enterprise": Enterprise,
    "contact": Contact,
    "zone": Zone,
    "project": Project,
}


def pairs(reader: Reader, kind: str, rule: TwinRule, but: Collection[Couple] = ()) -> list[Pair]:
    """Pairs that the rule finds, without those decided about, those of one group, and `but`."""
    found = _alike(reader, kind) if rule is TwinRule.LIKE else queries.sharing(reader, kind, rule)
    known = {*but, *decided_pairs(reader, kind)}
    fresh = [couple for couple in dict.fromkeys(found) if couple not in known]
    records = reader.by_id(_CLASSES[kind], [key for couple in fresh for key in couple])
    kept = [couple for couple in fresh if _may_be_one(records, couple)][:SHOWN]
    places = _places(
        reader, [record for key in {key for one in kept for key in one} if (record := records[key])]
    )
    return [_pair(kind, rule, couple, records, places) for couple in kept]


def decided_pairs(reader: Reader, kind: str) -> set[Couple]:
    """Pairs of which somebody has decided that they are two."""
    if kind == "project":
        return {_couple(link.project_id, link.other_id) for link in reader.all(ProjectLink)}
    return {_couple(one.target_id, one.other_id) for one in reader.all(NotSame, target_kind=kind)}


def certain_groups(reader: Reader) -> Iterator[tuple[MergeRequest, str]]:
    """Enterprises of one credit code or one official name, and why a group is left to an officer."""
    seen: set[int] = set()
    for group in _groups(reader):
        if seen & group:
            continue
        seen |= group
        ids = sorted(group, key=lambda key: (-link_count(reader, Ref(kind="enterprise", id=key)), key))
        too_many = _("More than {most} at once: choose which.").format(most=MOST_AT_ONCE)
        yield (
            MergeRequest(kind="enterprise", ids=tuple(ids), survivor_id=ids[0]),
            too_many if len(ids) > MOST_AT_ONCE else "",
        )


def _groups(reader: Reader) -> Iterator[set[int]]:
    """Ids that belong together by code or by official name; a group may come several times."""
    together: dict[int, set[int]] = {}
    couples = queries.sharing(reader, "enterprise", TwinRule.CODE)
    same = queries.sharing(reader, "enterprise", TwinRule.NAME)
    firms = reader.by_id(Enterprise, [key for couple in same for key in couple])
    couples += [couple for couple in same if len({name_key(firms[key].name) for key in couple}) == 1]
    known = decided_pairs(reader, "enterprise")
    for one, other in (couple for couple in couples if couple not in known):
        joined = together.get(one, {one}) | together.get(other, {other})
        together |= dict.fromkeys(joined, joined)
    yield from together.values()


def _alike(reader: Reader, kind: str) -> list[Couple]:
    """Names that stand near each other in the order of names and differ by little."""
    names = queries.cores(reader, kind)
    found = []
    for place, (core, record_id) in enumerate(names):
        for other_core, other_id in names[place + 1 : place + 1 + NEIGHBOURS]:
            if core[:1] != other_core[:1]:
                break
            if record_id != other_id and core != other_core and likeness(core, other_core):
                found.append(_couple(record_id, other_id))
    return found


def _may_be_one(records: dict[int, Record], couple: Couple) -> bool:
    one, other = (records.get(key) for key in couple)
    if one is None or other is None:
        return False
    if isinstance(one, Enterprise) and isinstance(other, Enterprise):
        codes = {code for code in (one.credit_code, other.credit_code) if code}
        return len(codes) < 2 and one.parent_id != other.id and other.parent_id != one.id
    if isinstance(one, Contact) and isinstance(other, Contact) and one.enterprise_id != other.enterprise_id:
        return one.phone != "" and one.phone == other.phone
    if isinstance(one, Project) and isinstance(other, Project):
        return one.enterprise_id == other.enterprise_id
    return True


def _places(reader: Reader, records: Sequence[Record]) -> dict[int, str]:
    """What tells a record from its namesakes."""
    owners = [key for record in records if (key := getattr(record, "enterprise_id", None)) is not None]
    firms = reader.by_id(Enterprise, owners)
    told = {}
    for record in records:
        firm = firms.get(getattr(record, "enterprise_id", None) or 0)
        parts = [
            firm.name if firm else "",
            *(getattr(record, part, "") for part in ("region", "title", "phone")),
        ]
        told[record.key] = " ".join(part for part in parts if part)
    return told


def _pair(
    kind: str, rule: TwinRule, couple: Couple, records: dict[int, Record], places: dict[int, str]
) -> Pair:
    one, other = (records[key] for key in couple)
    return Pair(
        kind=kind,
        rule=rule,
        ids=couple,
        names=(getattr(one, "name", ""), getattr(other, "name", "")),
        details=(places[one.key], places[other.key]),
    )


def _couple(one: int, other: int) -> Couple:
    return (min(one, other), max(one, other))

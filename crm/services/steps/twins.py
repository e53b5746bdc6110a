"""Records that may be the one about to be made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from crm.data import name_index
from crm.data.name_index import Names
from crm.data.name_keys import core_key, phone_key, whole_key
from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.alike import MOST_SHOWN, FirstContact, NameQuestion, Twin, Unlike
from crm.domain.directory import Contact, Enterprise, Zone
from crm.domain.merges import NotSame
from crm.domain.office import Office, Officer
from crm.domain.projects import Project
from crm.domain.records import Record, Ref
from crm.i18n import _

NEAR = 86  # of 100: two of fifteen characters may differ; measured on invented pairs in the tests
SAME = 0.99
SLIP_LENGTH = 5  # characters
SURE_LENGTH = 3  # characters; a shorter known name begins many others by chance

_KINDS: dict[str, type[Record]] = {
    "enterprise": Enterprise,
    "project": Project,
    "zone": Zone,
    "contact": Contact,
}
Found = dict[int, tuple[float, str]]  # id -> how sure, why


def near(reader: Reader, asked: NameQuestion, limit: int = MOST_SHOWN) -> list[Twin]:
    """Records of the kind that may be the one asked about, the surest first.

    What somebody has decided not to be the same as the record itself is left out.
    """
    found: Found = {}
    if asked.kind == "enterprise" and asked.credit_code:
        for firm in reader.all(Enterprise, credit_code=asked.credit_code):
            found[firm.key] = (1.0, _("The same credit code"))
    if asked.kind == "contact":
        _add(found, _same_people(reader, asked))
    else:
        _add(found, _alike(reader, asked))
    for other in {asked.own_id, *decided(reader, asked.kind, asked.own_id)} - {None}:
        found.pop(other, None)  # type: ignore[arg-type]
    best = sorted(found.items(), key=lambda entry: (-entry[1][0], entry[0]))[:limit]
    twins = [_twin(reader, asked, record_id, *why) for record_id, why in best]
    return twins + _group(reader, twins, asked, limit - len(twins))


def decided(reader: Reader, kind: str, record_id: int | None) -> set[int]:
    """Ids of the records of which somebody has decided that they are not this one."""
    if record_id is None:
        return set()
    ahead = reader.all(NotSame, target_kind=kind, target_id=record_id)
    back = reader.all(NotSame, target_kind=kind, other_id=record_id)
    return {one.other_id for one in ahead} | {one.target_id for one in back}


def keep_apart(writer: Writer, ref: Ref, unlike: Unlike | None) -> None:
    """Remembers that a record is none of those, so that nobody asks again."""
    if unlike is None:
        return
    known = decided(writer, ref.kind, ref.id)
    for other in dict.fromkeys(unlike.ids):
        if other != ref.id and other not in known:
            writer.save(
                NotSame(target_kind=ref.kind, target_id=ref.id, other_id=other, reason=unlike.reason.strip())
            )


def first_contact(reader: Reader, firm: Enterprise) -> FirstContact | None:
    """Who of us talked to the firm first; None if nobody has."""
    office = reader.find(Office, firm.first_contact_office_id) if firm.first_contact_office_id else None
    officer = reader.find(Officer, firm.first_contact_officer_id) if firm.first_contact_officer_id else None
    if office is None and officer is None and firm.first_contact_on is None:
        return None
    return FirstContact(
        firm=firm.name,
        officer=officer.name if officer else "",
        office=(office.short_name or office.name) if office else "",
        on=firm.first_contact_on,
    )


def _add(found: Found, more: Iterable[tuple[int, float, str]]) -> None:
    for record_id, score, reason in more:
        if record_id not in found or found[record_id][0] < score:
            found[record_id] = (score, reason)


def _alike(reader: Reader, asked: NameQuestion) -> Iterable[tuple[int, float, str]]:
    """Records whose names are like the typed one, each by the name that is nearest."""
    whole, core = whole_key(asked.kind, asked.text), core_key(asked.kind, asked.text)
    for record_id, names in name_index.like(reader.connection, asked.kind, asked.text).items():
        score, reason = _weigh(names, whole, core)
        if not score and names.sounds:
            typed = _("Typed in pinyin"), _("Sounds the same")
            score, reason = (0.8, typed[0]) if core.isascii() else (0.9, typed[1])
        if score:
            yield record_id, score, reason


def _weigh(names: Names, whole: str, core: str) -> tuple[float, str]:
    """How sure it is that a known record is meant, and why; 0 for no likeness."""
    if whole in names.wholes:
        return SAME, _("The same name but for its legal form")
    if core in names.cores:
        return 0.95, _("The same name but for region and legal form")
    likeness = max((_likeness(known, core) for known in names.cores), default=0.0)
    if likeness:
        return likeness, _("A similar name")
    if any(known.startswith(core) for known in names.cores) or any(
        known.startswith(whole) for known in names.wholes
    ):
        return 0.85, _("Begins with this name")
    begun = [len(known) for known in names.cores if core.startswith(known)]
    if begun:
        return (0.87 if max(begun) >= SURE_LENGTH else 0.6), _("This name begins with it")
    return 0.0, ""


def _likeness(one: str, other: str) -> float:
    """How like two names are, 0 for not enough; one character in five or more can be a slip."""
    from rapidfuzz import fuzz  # loaded where it is needed: it costs a start 0.15 s
    from rapidfuzz.distance import Levenshtein

    ratio = fuzz.ratio(one, other, score_cutoff=NEAR)
    if ratio:
        return min(ratio, 94.0) / 100
    is_slip = (
        min(len(one), len(other)) >= SLIP_LENGTH and Levenshtein.distance(one, other, score_cutoff=1) <= 1
    )
    return 0.8 if is_slip else 0.0


def _same_people(reader: Reader, asked: NameQuestion) -> Iterable[tuple[int, float, str]]:
    """People of that number, and of that name in the same enterprise or in others."""
    digits = phone_key(asked.phone)
    for contact_id in name_index.of_phone(reader.connection, "contact", digits) if digits else ():
        yield contact_id, 0.97, _("The same phone number")
    if not asked.text.strip():
        return
    for contact in reader.all(Contact, name=asked.text.strip()):
        is_there = asked.body_id is not None and contact.enterprise_id == asked.body_id
        yield contact.key, 0.95 if is_there else 0.6, _("The same name")


def _group(reader: Reader, twins: list[Twin], asked: NameQuestion, room: int) -> list[Twin]:
    """The parent and the subsidiaries of the surest firm: who talked to them has talked to the group."""
    if asked.kind != "enterprise" or not twins or twins[0].score < 0.8 or room <= 0:
        return []
    firm = reader.get(Enterprise, twins[0].ref.id)
    parent = reader.find(Enterprise, firm.parent_id) if firm.parent_id is not None else None
    known = {twin.ref.id for twin in twins} | {asked.own_id}
    relatives = [(parent, _("Parent of {name}"))] if parent is not None else []
    relatives += [(child, _("Subsidiary of {name}")) for child in reader.all(Enterprise, parent_id=firm.key)]
    return [
        _twin(reader, asked, one.key, 0.5, why.format(name=firm.short_name or firm.name))
        for one, why in relatives
        if one.key not in known
    ][:room]


def _twin(reader: Reader, asked: NameQuestion, record_id: int, score: float, reason: str) -> Twin:
    record: Any = reader.get(_KINDS[asked.kind], record_id)
    ref = Ref(kind=asked.kind, id=record_id)
    made = Twin(ref=ref, name=record.name, reason=reason, score=score)
    return _DESCRIBE[asked.kind](reader, record, made, asked)


def _firm(reader: Reader, firm: Enterprise, twin: Twin, asked: NameQuestion) -> Twin:
    is_named = whole_key("enterprise", firm.name) == whole_key("enterprise", asked.text)
    return replace(
        twin,
        reason=_("Known under this name") if twin.score == SAME and not is_named else twin.reason,
        detail=firm.region,
        first_contact=first_contact(reader, firm),
        projects=tuple(project.name for project in reader.all(Project, enterprise_id=firm.key)),
    )


def _of_firm(reader: Reader, record: Project | Contact, twin: Twin, asked: NameQuestion) -> Twin:
    del asked
    firm = reader.find(Enterprise, record.enterprise_id) if record.enterprise_id else None
    told = [firm.short_name or firm.name if firm else "", getattr(record, "title", "")]
    return replace(twin, detail=" ".join(filter(None, told)))


def _zone(reader: Reader, zone: Zone, twin: Twin, asked: NameQuestion) -> Twin:
    del reader, asked
    return replace(twin, detail=zone.region)


_DESCRIBE: dict[str, Any] = {"enterprise": _firm, "project": _of_firm, "contact": _of_firm, "zone": _zone}

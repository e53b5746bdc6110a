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
from crm.domain.alike import MOST_SHOWN, Alike, FirstContact, NameQuestion, Twin, Unlike
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
    twins = _twins(reader, asked, dict(best))
    return twins + _group(reader, twins, asked, limit - len(twins))


def decided(reader: Reader, kind: str, record_id: int | None) -> set[int]:
    """Ids of the records of which somebody has decided that they are not this one."""
    if record_id is None:
        return set()
    ahead = reader.all(NotSame, target_kind=kind, target_id=record_id)
    back = reader.all(NotSame, target_kind=kind, other_id=record_id)
    return {one.other_id for one in ahead} | {one.target_id for one in back}


def refuse_alike(reader: Reader, asked: NameQuestion, unlike: Unlike | None) -> None:
    """Raises Alike if a known record may be the new one and nobody has said that it is not.

    None asks nothing: who saves is no officer who types a name.
    """
    if unlike is None:
        return
    twins = [twin for twin in near(reader, asked) if twin.needs_reason and twin.ref.id not in unlike.ids]
    if twins:
        raise Alike(twins)


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


def first_contacts(reader: Reader, firms: Iterable[Enterprise]) -> dict[int, FirstContact]:
    """Who of us talked to firms first, by the firm; those that nobody has talked to are left out."""
    known = list(firms)
    offices = reader.by_id(Office, [firm.first_contact_office_id for firm in known])
    officers = reader.by_id(Officer, [firm.first_contact_officer_id for firm in known])
    found = {}
    for firm in known:
        office = offices.get(firm.first_contact_office_id or 0)
        officer = officers.get(firm.first_contact_officer_id or 0)
        if office or officer or firm.first_contact_on:
            found[firm.key] = FirstContact(
                firm=firm.name,
                officer=officer.name if officer else "",
                office=(office.short_name or office.name) if office else "",
                on=firm.first_contact_on,
            )
    return found


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
    nearest = max((likeness(known, core) for known in names.cores), default=0.0)
    if nearest:
        return nearest, _("A similar name")
    if any(known.startswith(core) for known in names.cores) or any(
        known.startswith(whole) for known in names.wholes
    ):
        return 0.85, _("Begins with this name")
    begun = [len(known) for known in names.cores if core.startswith(known)]
    if begun:
        return (0.87 if max(begun) >= SURE_LENGTH else 0.6), _("This name begins with it")
    return 0.0, ""


def likeness(one: str, other: str) -> float:
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
    relatives: Found = {}
    for child in reader.all(Enterprise, parent_id=firm.key):
        relatives[child.key] = (0.5, _("Subsidiary of {name}").format(name=firm.short_name or firm.name))
    if firm.parent_id is not None:
        relatives[firm.parent_id] = (0.5, _("Parent of {name}").format(name=firm.short_name or firm.name))
    known = {twin.ref.id for twin in twins} | {asked.own_id}
    shown = [(key, why) for key, why in relatives.items() if key not in known]
    return _twins(reader, asked, dict(shown[:room]))


def _twins(reader: Reader, asked: NameQuestion, found: Found) -> list[Twin]:
    """What is shown of them, in their order."""
    records: dict[int, Any] = {**reader.by_id(_KINDS[asked.kind], found)}
    made = [
        Twin(ref=Ref(kind=asked.kind, id=key), name=records[key].name, reason=reason, score=score)
        for key, (score, reason) in found.items()
        if key in records
    ]
    if asked.kind == "enterprise":
        return _firms(reader, records, made, asked)
    if asked.kind == "zone":
        return [replace(twin, detail=records[twin.ref.id].region) for twin in made]
    firms = reader.by_id(Enterprise, [record.enterprise_id for record in records.values()])
    return [replace(twin, detail=_place(records[twin.ref.id], firms)) for twin in made]


def _firms(
    reader: Reader, firms: dict[int, Enterprise], twins: list[Twin], asked: NameQuestion
) -> list[Twin]:
    first = first_contacts(reader, firms.values())
    projects: dict[int, list[str]] = {}
    for project in reader.among(Project, "enterprise_id", firms):
        projects.setdefault(project.enterprise_id or 0, []).append(project.name)
    whole = whole_key("enterprise", asked.text)
    answer = []
    for twin in twins:
        firm = firms[twin.ref.id]
        is_named = twin.score != SAME or whole_key("enterprise", firm.name) == whole
        answer.append(
            replace(
                twin,
                reason=twin.reason if is_named else _("Known under this name"),
                detail=firm.region,
                first_contact=first.get(firm.key),
                projects=tuple(projects.get(firm.key, ())),
            )
        )
    return answer


def _place(record: Project | Contact, firms: dict[int, Enterprise]) -> str:
    """Where a project or a person belongs."""
    firm = firms.get(record.enterprise_id or 0)
    told = [firm.short_name or firm.name if firm else "", getattr(record, "title", "")]
    return " ".join(filter(None, told))

"""Writing visits: who takes part, where it leads, and what came of a stop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from crm.data.queries.visits import in_order
from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.checks import check_name, check_visit_stop
from crm.domain.directory import Contact, Enterprise, Zone
from crm.domain.errors import ValidationError, require
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.office import Office, Officer
from crm.domain.records import Ref, record_class
from crm.domain.visit_pages import Attendee, NewStop, StopReport
from crm.domain.visit_people import told_people
from crm.domain.visits import Side, Visit, VisitKind, VisitPerson, VisitStop, VisitStopProject
from crm.i18n import _
from crm.services.steps.contacts import enterprise_named, keyed
from crm.services.steps.links import unlink
from crm.services.steps.talks import check_entry, log_follow_up

_SAME_PERSON = ("side", "name", "title", "body", "officer_id", "contact_id", "is_leader")


def set_people(
    writer: Writer, visit: Visit, stop: VisitStop | None, people: Iterable[Attendee], on: date
) -> None:
    """Lets exactly these people take part, in the visit or at one of its stops.

    Officers and contacts are found by their names, and give the post they held on that day.
    """
    stop_id = stop.key if stop is not None else None
    before = writer.all(VisitPerson, visit_id=visit.key, visit_stop_id=stop_id)
    firm_id = visit.enterprise_id
    if stop is not None and stop.target_kind == "enterprise":
        firm_id = stop.target_id or firm_id
    zone_id = stop.target_id if stop is not None and stop.target_kind == "zone" else None
    wanted = []
    for person in people:
        require(check_name(person.name, str(person.side)))
        known = _officer(writer, person) if person.side is Side.OURS else person
        wanted.append(_contact(writer, known, firm_id, zone_id, on) if person.side is Side.THEIRS else known)
    for place, person in enumerate(wanted):
        values = {name: getattr(person, name) for name in _SAME_PERSON}
        if place < len(before):
            writer.save(replace(before[place], position=place, **values))
        else:
            writer.save(VisitPerson(visit_id=visit.key, visit_stop_id=stop_id, position=place, **values))
    for gone in before[len(wanted) :]:
        writer.delete(gone)


def put_stop(writer: Writer, visit: Visit, new: NewStop) -> VisitStop:
    """A stop as stored with its people and projects; a new one stands last."""
    stop = _named(writer, new)
    if stop.id is None:
        last = max((one.position for one in writer.all(VisitStop, visit_id=visit.key)), default=-1)
        stop = replace(stop, visit_id=visit.key, position=last + 1)
    require(check_visit_stop(stop, visit))
    saved = writer.save(stop)
    set_people(writer, visit, saved, new.people, saved.happens_on or visit.begins_on)
    linked = {link.project_id: link for link in writer.all(VisitStopProject, visit_stop_id=saved.key)}
    for project_id in sorted(set(new.project_ids) - set(linked)):
        writer.save(VisitStopProject(visit_stop_id=saved.key, project_id=project_id))
    for project_id in sorted(set(linked) - set(new.project_ids)):
        writer.delete(linked[project_id])
    return saved


def firm_name(reader: Reader, enterprise_id: int) -> str:
    """What a firm that comes calls itself."""
    return reader.get(Enterprise, enterprise_id).name


def stops_of(reader: Reader, visit_id: int) -> list[VisitStop]:
    """The stops of a visit, in their order."""
    return in_order(reader.all(VisitStop, visit_id=visit_id))


def move_stop(writer: Writer, stop: VisitStop, by: int) -> VisitStop:
    """The stop so many places further on, or back; at the ends it stays."""
    stops = stops_of(writer, stop.visit_id)
    place = next(index for index, one in enumerate(stops) if one.key == stop.key)
    moved = stops.pop(place)
    stops.insert(max(0, min(len(stops), place + by)), moved)
    for position, one in enumerate(stops):
        if one.position != position:
            writer.save(replace(one, position=position))
    return writer.get(VisitStop, stop.key)


def delete_stop(writer: Writer, stop: VisitStop) -> None:
    """Takes a stop out; the follow-up it led to stays."""
    for link in writer.all(VisitStopProject, visit_stop_id=stop.key):
        writer.delete(link)
    for person in writer.all(VisitPerson, visit_stop_id=stop.key):
        writer.delete(person)
    unlink(writer, Ref(kind="visit_stop", id=stop.key))
    writer.delete(stop)


def report_stop(writer: Writer, visit: Visit, stop: VisitStop, told: StopReport) -> FollowUp:
    """The follow-up that a stop becomes; the stop knows it from now on."""
    if stop.follow_up_id is not None:
        raise ValidationError.of("text", _("This stop was reported already; change its follow-up."))
    here = writer.all(VisitPerson, visit_id=visit.key, visit_stop_id=stop.key)
    whole = [person for person in writer.all(VisitPerson, visit_id=visit.key) if person.visit_stop_id is None]
    met = [person for person in (*here, *whole) if person.side is Side.THEIRS]
    about = _subjects(writer, visit, stop, met)
    if not about:
        raise ValidationError.of(
            "text",
            _("Link the stop to an enterprise, a zone or a project first: nothing can follow up a name."),
        )
    is_study = visit.kind is VisitKind.TRIP and stop.target_kind == "zone"
    way = ContactWay.SITE_VISIT if is_study else visit.way
    follow_up = FollowUp(
        happened_on=told.happened_on,
        way=way,
        officer_id=visit.officer_id,
        with_whom=told_people(met),
        text=told.text,
        result=told.result,
        next_step=told.next_step,
        next_on=told.next_on,
    )
    check_entry(follow_up, about)
    saved = log_follow_up(writer, follow_up, about, told.files)
    writer.save(replace(stop, follow_up_id=saved.key))
    return saved


def _subjects(reader: Reader, visit: Visit, stop: VisitStop, met: Sequence[VisitPerson]) -> tuple[Ref, ...]:
    refs = []
    if stop.target_id is not None:
        refs.append(Ref(kind=stop.target_kind, id=stop.target_id))
    links = reader.all(VisitStopProject, visit_stop_id=stop.key)
    refs += [Ref(kind="project", id=link.project_id) for link in links]
    if visit.enterprise_id is not None:
        refs.append(Ref(kind="enterprise", id=visit.enterprise_id))
    refs += [Ref(kind="contact", id=one.contact_id) for one in met if one.contact_id is not None]
    return tuple(dict.fromkeys(refs))


def _named(writer: Writer, new: NewStop) -> VisitStop:
    """The stop with the record it stands for, and that record's name."""
    stop = new.stop
    if stop.target_id is None and new.adds:
        key = _added(writer, new.adds, stop.place)
        return replace(stop, target_kind=new.adds, target_id=key)
    if stop.target_id is None:
        return replace(stop, target_kind="")
    record = writer.get(record_class(stop.target_kind), stop.target_id)
    name = getattr(record, "short_name", "") or getattr(record, "name", "")
    return replace(stop, target_id=record.key, place=stop.place.strip() or name)


def _added(writer: Writer, kind: str, name: str) -> int:
    require(check_name(name, "place"))
    if kind == "zone":
        zone = writer.first(Zone, name=name)
        return (zone or writer.save(Zone(name=name))).key
    firm = enterprise_named(writer, name)
    return (firm or writer.save(keyed(Enterprise(name=name, owner_id=writer.actor.officer_id)))).key


def _officer(reader: Reader, person: Attendee) -> Attendee:
    if person.officer_id is not None:
        found = [reader.get(Officer, person.officer_id)]
    else:
        found = reader.all(Officer, name=person.name)
    if len(found) != 1:
        return person
    office = reader.find(Office, found[0].office_id) if found[0].office_id else None
    body = person.body or ((office.short_name or office.name) if office else "")
    return replace(person, officer_id=found[0].id, name=found[0].name, body=body)


def _contact(
    reader: Reader, person: Attendee, firm_id: int | None, zone_id: int | None, on: date
) -> Attendee:
    """The person as a contact, if one of that name is known there; the post is that of the day."""
    if person.contact_id is not None:
        found = [reader.get(Contact, person.contact_id)]
    else:
        named = reader.all(Contact, name=person.name)
        here = (("enterprise_id", firm_id), ("zone_id", zone_id))
        found = [
            one for one in named for field, key in here if key is not None and getattr(one, field) == key
        ]
    at_that_time = [one for one in found if one.holds_post_on(on)] or found
    if not at_that_time:
        return person
    contact = at_that_time[0]
    return replace(person, contact_id=contact.id, name=contact.name, title=person.title or contact.title)

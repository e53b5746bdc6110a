"""Steps around talking to firms: first contact, last contact, twins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from crm.data.queries import follow_ups as queries
from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.checks import name_key
from crm.domain.directory import Alias, Contact, Enterprise
from crm.domain.follow_ups import FollowUp, FollowUpSubject
from crm.domain.office import Officer
from crm.domain.projects import Project, cadence_day
from crm.domain.records import Ref, record_class


def keyed(enterprise: Enterprise) -> Enterprise:
    """The enterprise with the key that its twins would share."""
    return replace(enterprise, name=" ".join(enterprise.name.split()), name_key=name_key(enterprise.name))


def enterprise_named(reader: Reader, name: str) -> Enterprise | None:
    """The enterprise of that legal, short or other name; None unless there is exactly one."""
    key = name_key(name)
    found = {firm.key: firm for firm in reader.all(Enterprise, name_key=key)}
    found |= {firm.key: firm for firm in reader.all(Enterprise, short_name=name)}
    for alias in reader.all(Alias, target_kind="enterprise", text=name):
        if firm := reader.find(Enterprise, alias.target_id):
            found[firm.key] = firm
    return next(iter(found.values())) if len(found) == 1 else None


def note_contact(writer: Writer, follow_up: FollowUp, subjects: Iterable[Ref], *, plans: bool = True) -> None:
    """Resets the clocks of everything a follow-up is about, and stamps a first contact.

    A project's enterprise was talked to as well; the earliest contact stays the first one. Without `plans`
    what was planned stays.
    """
    about = tuple(subjects)
    planned = set(about) if plans else set()
    for ref in _with_firms(writer, about):
        if ref.kind == "project":
            project = writer.get(Project, ref.id)
            plan = _plan(project, follow_up) if ref in planned else {}
            day = _later(project.last_contact_on, follow_up.happened_on)
            writer.save(replace(project, last_contact_on=day, **plan))
        elif ref.kind == "enterprise":
            firm = _first(writer, writer.get(Enterprise, ref.id), follow_up)
            plan = _plan(firm, follow_up) if ref in planned else {}
            day = _later(firm.last_contact_on, follow_up.happened_on)
            writer.save(replace(firm, last_contact_on=day, **plan))
        elif ref.kind == "contact":
            contact = writer.get(Contact, ref.id)
            day = _later(contact.last_contact_on, follow_up.happened_on)
            writer.save(replace(contact, last_contact_on=day))


def correct_contact(writer: Writer, told: FollowUp, about: Iterable[Ref]) -> None:
    """Turns back the clocks that an entry had set, now that it is gone or happened on another day.

    What other entries or an officer have set stays; `told` is the entry as it was.
    """
    for ref in _with_firms(writer, about):
        if ref.kind not in ("project", "enterprise", "contact"):
            continue
        record = writer.find(record_class(ref.kind), ref.id)
        if not isinstance(record, Project | Enterprise | Contact):
            continue
        first, last = queries.first_and_last(writer, _told_of(writer, ref))
        changed: Project | Enterprise | Contact = record
        if record.last_contact_on == told.happened_on:
            changed = replace(record, last_contact_on=last.happened_on if last else None)
        if isinstance(changed, Enterprise) and changed.first_contact_on == told.happened_on:
            changed = _first(writer, _untouched(changed), first) if first else _untouched(changed)
        if changed != record:
            writer.save(changed)


def _told_of(reader: Reader, ref: Ref) -> list[Ref]:
    """What entries can be about so that they count for a record: a firm is met in its people and projects."""
    if ref.kind != "enterprise":
        return [ref]
    projects = reader.all(Project, enterprise_id=ref.id)
    people = reader.all(Contact, enterprise_id=ref.id)
    return [
        ref,
        *(Ref(kind="project", id=project.key) for project in projects),
        *(Ref(kind="contact", id=person.key) for person in people),
    ]


def _untouched(firm: Enterprise) -> Enterprise:
    return replace(firm, first_contact_on=None, first_contact_officer_id=None, first_contact_office_id=None)


def subjects_of(reader: Reader, follow_up_id: int) -> tuple[Ref, ...]:
    """What a follow-up is about."""
    links = reader.all(FollowUpSubject, follow_up_id=follow_up_id)
    return tuple(Ref(kind=link.target_kind, id=link.target_id) for link in links)


def plan(writer: Writer, ref: Ref, on: date | None, next_step: str = "") -> None:
    """Sets when a project or enterprise is followed up next, and what is to do if that is said."""
    if ref.kind == "project":
        project = writer.get(Project, ref.id)
        writer.save(replace(project, next_follow_up_on=on, next_step=next_step or project.next_step))
    elif ref.kind == "enterprise":
        firm = writer.get(Enterprise, ref.id)
        writer.save(replace(firm, next_follow_up_on=on, next_step=next_step or firm.next_step))


def replan(writer: Writer, ref: Ref, before: FollowUp, after: FollowUp) -> None:
    """Changes the plan of a project or enterprise that still is what an entry said before."""
    if ref.kind not in ("project", "enterprise"):
        return
    record = writer.find(record_class(ref.kind), ref.id)
    if not isinstance(record, Project | Enterprise):
        return
    if (record.next_follow_up_on, record.next_step) == (before.next_on, before.next_step):
        writer.save(replace(record, next_follow_up_on=after.next_on, next_step=after.next_step))


def _with_firms(reader: Reader, subjects: Iterable[Ref]) -> list[Ref]:
    refs = list(dict.fromkeys(subjects))
    firms = [Ref(kind="enterprise", id=firm_id) for firm_id in firms_of(reader, refs)]
    return refs + [ref for ref in firms if ref not in refs]


def firms_of(reader: Reader, subjects: Iterable[Ref]) -> list[int]:
    """Ids of the enterprises that records belong to, each once."""
    ids: dict[int, None] = {}
    for ref in subjects:
        firm_id = None
        if ref.kind == "enterprise":
            firm_id = ref.id
        elif ref.kind == "project" and (project := reader.find(Project, ref.id)):
            firm_id = project.enterprise_id
        elif ref.kind == "contact" and (contact := reader.find(Contact, ref.id)):
            firm_id = contact.enterprise_id
        if firm_id is not None:
            ids[firm_id] = None
    return list(ids)


def _plan(record: Project | Enterprise, follow_up: FollowUp) -> dict[str, Any]:
    """What comes next replaces what was planned; a contact without a plan ends a plan that has come due.

    A contact entered late, behind a newer one, leaves a plan alone.
    """
    due, happened = record.next_follow_up_on, follow_up.happened_on
    if due is not None and record.last_contact_on is not None and record.last_contact_on > happened:
        return {}
    if follow_up.next_on:
        return {"next_follow_up_on": follow_up.next_on, "next_step": follow_up.next_step}
    on = cadence_day(record, happened) if isinstance(record, Project) else None
    if on is not None:
        return {"next_follow_up_on": on, "next_step": follow_up.next_step}
    is_over = due is not None and due <= happened
    if follow_up.next_step:
        return {"next_follow_up_on": None if is_over else due, "next_step": follow_up.next_step}
    return {"next_follow_up_on": None, "next_step": ""} if is_over else {}


def _first(writer: Writer, firm: Enterprise, follow_up: FollowUp) -> Enterprise:
    if firm.first_contact_on is not None and firm.first_contact_on <= follow_up.happened_on:
        return firm
    officer_id = follow_up.officer_id or writer.actor.officer_id
    officer = writer.find(Officer, officer_id) if officer_id else None
    return replace(
        firm,
        first_contact_on=follow_up.happened_on,
        first_contact_officer_id=officer.id if officer else None,
        first_contact_office_id=officer.office_id if officer else writer.actor.office_id,
    )


def _later(known: date | None, day: date) -> date:
    return day if known is None else max(known, day)

"""People of a visit as officers write them: one a line, name, post and unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from crm.domain.visit_pages import Attendee
from crm.domain.visits import Side, VisitPerson

_LINES = re.compile(r"[\n；;]+")
_PARTS = re.compile(r"\s*[，,、|]\s*")


def read_people(text: str, side: Side) -> tuple[Attendee, ...]:
    """Whom a text names, each on a line of its own: 沈砚秋 组长 长三角招商组. The first of ours leads.

    Where a line has commas they part it, so that Tom Baker, CEO keeps his name.
    """
    found = []
    for line in filter(None, (line.strip() for line in _LINES.split(text))):
        parts = [part for part in _PARTS.split(line, maxsplit=2) if part]
        if len(parts) == 1:
            parts = line.split(maxsplit=2)
        name, title, body = [*parts, "", ""][:3]
        found.append(Attendee(side=side, name=name, title=title, body=body))
    return led(found)


def led(people: Sequence[Attendee]) -> tuple[Attendee, ...]:
    """The people with the first of each side as its leader, unless somebody is already."""
    has = {person.side for person in people if person.is_leader}
    made = []
    for person in people:
        if person.side not in has:
            person = replace(person, is_leader=True)
            has.add(person.side)
        made.append(person)
    return tuple(made)


def write_people(people: Iterable[VisitPerson | Attendee]) -> str:
    """The people as `read_people` reads them, the leader first."""
    ordered = sorted(people, key=lambda one: not one.is_leader)
    return "\n".join("，".join(filter(None, (one.name, one.title, one.body))) for one in ordered)


def told_people(people: Iterable[VisitPerson | Attendee]) -> str:
    """The people in one line: 周岚（投资总监）、韩其."""
    return "、".join(f"{one.name}（{one.title}）" if one.title else one.name for one in people)

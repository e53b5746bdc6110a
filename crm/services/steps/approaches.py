"""Whether others of us have been at the door of a group lately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from crm.data.queries.approaches import Touch, touches
from crm.data.queries.settings import approach_rule
from crm.data.reader import Reader
from crm.domain.approaches import Approach, Approached, Kinship
from crm.domain.directory import Enterprise
from crm.domain.office import Office, Officer
from crm.domain.records import Ref
from crm.services.steps.contacts import firms_of

MOST_TOLD = 3
DEEPEST = 6  # generations of a group


def refuse_approach(reader: Reader, subjects: Iterable[Ref], officer_id: int | None, on: date) -> None:
    """Raises Approached if another officer talked to the firms, their parents or subsidiaries lately.

    Whoever has talked to the firm in that time already knows of it, and is not asked again.
    """
    days = timedelta(days=approach_rule(reader).days)
    if officer_id is None or not days:
        return
    found: dict[tuple[int, int], tuple[Touch, Kinship]] = {}
    for firm_id in firms_of(reader, subjects):
        group = _group(reader, firm_id)
        told = sorted(touches(reader, group, on - days, on + days), key=lambda touch: touch.on)
        if not any(touch.firm_id == firm_id and touch.officer_id == officer_id for touch in told):
            others = (touch for touch in told if touch.officer_id != officer_id)
            found |= {(touch.firm_id, touch.officer_id): (touch, group[touch.firm_id]) for touch in others}
    if found:
        newest = sorted(found.values(), key=lambda entry: entry[0].on, reverse=True)[:MOST_TOLD]
        raise Approached(_told(reader, newest), on)


def _group(reader: Reader, firm_id: int) -> dict[int, Kinship]:
    """The firm, all above it and all below it."""
    group = {firm_id: Kinship.SAME}
    above = reader.find(Enterprise, firm_id)
    while above is not None and above.parent_id is not None and above.parent_id not in group:
        group[above.parent_id] = Kinship.PARENT
        above = reader.find(Enterprise, above.parent_id)
    below = [firm_id]
    for _generation in range(DEEPEST):
        below = [
            child.key for child in reader.among(Enterprise, "parent_id", below) if child.key not in group
        ]
        group |= dict.fromkeys(below, Kinship.SUBSIDIARY)
    return group


def _told(reader: Reader, found: Iterable[tuple[Touch, Kinship]]) -> list[Approach]:
    known = list(found)
    firms = reader.by_id(Enterprise, [touch.firm_id for touch, _kinship in known])
    officers = reader.by_id(Officer, [touch.officer_id for touch, _kinship in known])
    offices = reader.by_id(Office, [officer.office_id for officer in officers.values()])
    told = []
    for touch, kinship in known:
        officer = officers.get(touch.officer_id)
        office = offices.get(officer.office_id or 0) if officer else None
        told.append(
            Approach(
                firm=firms[touch.firm_id].name,
                kinship=kinship,
                officer=officer.name if officer else "",
                office=(office.short_name or office.name) if office else "",
                on=touch.on,
            )
        )
    return told

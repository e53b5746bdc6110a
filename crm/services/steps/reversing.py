"""What stands against taking a step back, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm.data.queries.follow_ups import names_of
from crm.data.reader import Reader
from crm.domain.changes import Clash, Operation, Place, ReversePlan
from crm.domain.office import Officer
from crm.domain.records import Ref
from crm.domain.timeline import FieldChange
from crm.services.steps.timelines import named, shown


@dataclass(frozen=True, kw_only=True)
class Since:
    """What was done later: its label, by whom and when."""

    label: str = ""
    who: str = ""
    at: datetime | None = None  # UTC


@dataclass(frozen=True, kw_only=True)
class ClashTold:
    """A field that was changed since."""

    place: Place
    name: str  # of the record
    before: str
    given: str
    present: str
    since: Since


@dataclass(frozen=True, kw_only=True)
class DependantTold:
    """What has to be taken back first."""

    ref: Ref
    name: str
    since: Since


@dataclass(frozen=True, kw_only=True)
class ReverseOffer:
    """What stands against taking a step back."""

    step: str
    label: str
    clashes: tuple[ClashTold, ...]
    dependants: tuple[DependantTold, ...]
    free_count: int  # changes that nothing stands against


def reverse_offer(reader: Reader, plan: ReversePlan) -> ReverseOffer:
    """The plan with names for ids."""
    operations = [*(one.since for one in plan.clashes), *(one.since for one in plan.dependants)]
    officers = reader.by_id(Officer, [one.officer_id for one in operations if one is not None])
    refs = [Ref(kind=one.place.kind, id=one.place.id) for one in plan.clashes]
    hanging = [Ref(kind=one.kind, id=one.id) for one in plan.dependants]
    names = names_of(reader, [*refs, *hanging])
    return ReverseOffer(
        step=plan.step,
        label=str(plan.label),
        clashes=tuple(
            _told(reader, clash, names.get(ref, ""), _since(clash.since, officers))
            for clash, ref in zip(plan.clashes, refs, strict=True)
        ),
        dependants=tuple(
            DependantTold(ref=ref, name=names.get(ref, ""), since=_since(one.since, officers))
            for one, ref in zip(plan.dependants, hanging, strict=True)
        ),
        free_count=plan.free_count,
    )


def _told(reader: Reader, clash: Clash, name: str, since: Since) -> ClashTold:
    def text(plain: Any) -> str:
        change = FieldChange(field=clash.place.field, before="", after=shown(plain))
        return named(reader, clash.place.kind, [change])[change].after

    return ClashTold(
        place=clash.place,
        name=name,
        before=text(clash.before),
        given=text(clash.given),
        present=text(clash.present),
        since=since,
    )


def _since(operation: Operation | None, officers: dict[int, Officer]) -> Since:
    if operation is None:
        return Since()
    officer = officers.get(operation.officer_id or 0)
    return Since(label=str(operation.label), who=officer.name if officer else "", at=operation.at)

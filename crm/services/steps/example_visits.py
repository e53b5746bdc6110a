"""The visits of the example office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from crm.data.queries import follow_ups as follow_up_queries
from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.follow_ups import VISITS, FollowUp
from crm.domain.money import YI, Money
from crm.domain.office import Officer
from crm.domain.records import Ref
from crm.domain.visit_pages import NewStop
from crm.domain.visit_people import read_people
from crm.domain.visits import Side, Visit, VisitKind, VisitState, VisitStop
from crm.services.steps.visits import put_stop, set_people


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the file calls by name."""

    officers: Mapping[str, Officer]
    firms: Mapping[str, int]
    zones: Mapping[str, int]
    projects: Mapping[str, int]


def add_visits(writer: Writer, rows: Sequence[Mapping[str, Any]], known: Known, today: date) -> None:
    """Makes the visits as told; a stop knows what was logged about its project on its day."""
    for row in rows:
        officer = known.officers[row["officer"]]
        ends_on = today - timedelta(days=row["to"])
        guests = row.get("guests", "")
        visit = writer.save(
            Visit(
                kind=VisitKind(row["kind"]),
                state=VisitState(row["state"]),
                title=row["title"],
                purpose=row["purpose"],
                destination=row.get("destination", ""),
                begins_on=today - timedelta(days=row["from"]),
                ends_on=ends_on,
                officer_id=officer.id,
                office_id=officer.office_id,
                enterprise_id=known.firms.get(guests) if guests else None,
                guests=guests,
                guest_count=row.get("count"),
                intended_investment=_yi(row.get("intended")),
                report=row.get("report", ""),
                reported_on=today - timedelta(days=row["reported"]) if "reported" in row else None,
            )
        )
        people = [
            *read_people("\n".join(row["ours"]), Side.OURS),
            *read_people("\n".join(row["theirs"]), Side.THEIRS),
        ]
        set_people(writer, visit, None, people, visit.begins_on)
        for told in row["stops"]:
            _add_stop(writer, visit, told, known, today)


def _add_stop(writer: Writer, visit: Visit, told: Mapping[str, Any], known: Known, today: date) -> None:
    name, on = told["where"], today - timedelta(days=told["ago"])
    firm, zone, project = (
        known.firms.get(name),
        known.zones.get(name),
        known.projects.get(told.get("project", "")),
    )
    kind = "enterprise" if firm is not None else "zone" if zone is not None else ""
    stop = VisitStop(
        visit_id=visit.key,
        happens_on=on,
        time=told["time"],
        target_kind=kind,
        target_id=firm if firm is not None else zone,
        place=name,
        note=told.get("note", ""),
    )
    people = read_people("\n".join(told["people"]), Side.THEIRS)
    new = NewStop(stop=stop, people=people, project_ids=(project,) if project is not None else ())
    saved = put_stop(writer, visit, new)
    if project is not None and (logged := _logged(writer, project, on)) is not None:
        writer.save(replace(saved, follow_up_id=logged))


def _logged(reader: Reader, project_id: int, on: date) -> int | None:
    ids = follow_up_queries.of_record(reader, Ref(kind="project", id=project_id))
    entries = reader.by_id(FollowUp, ids).values()
    return next((one.key for one in entries if one.happened_on == on and one.way in VISITS), None)


def _yi(amount: float | None) -> Money | None:
    return Money(value=Decimal(str(amount)) * YI) if amount is not None else None

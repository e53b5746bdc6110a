"""Visits: trips and receptions, from the plan to the return report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from crm.data.queries import visits as queries
from crm.data.store import Store
from crm.data.writer import Writer
from crm.domain.checks import check_visit
from crm.domain.errors import ValidationError, require
from crm.domain.follow_ups import FollowUp
from crm.domain.permissions import authorize
from crm.domain.records import Ref
from crm.domain.rows import Sort
from crm.domain.visit_pages import Attendee, NewStop, StopReport, VisitOffer, VisitPage
from crm.domain.visit_people import led
from crm.domain.visit_rows import VisitFilter, VisitRow
from crm.domain.visits import Visit, VisitPerson, VisitState, VisitStop
from crm.i18n import N_, _
from crm.services.steps import visits as steps
from crm.services.steps.intake_desk import IntakeDesk
from crm.services.steps.links import unlink
from crm.services.steps.visit_offers import visit_offer
from crm.services.steps.visit_pages import drafted_report, visit_page


class Visits:
    """What an officer does with visits."""

    def __init__(self, store: Store, intakes: IntakeDesk) -> None:
        self._store, self._intakes = store, intakes

    def find(self, wanted: VisitFilter, sort: Sort = queries.NEWEST_FIRST) -> list[int]:
        """Ids of the visits that fit, the newest first unless sorted otherwise."""
        with self._store.read() as reader:
            return queries.find(reader, wanted, sort)

    def rows(self, ids: Sequence[int], on: date) -> list[VisitRow]:
        """Rows of those ids as of a day, in their order."""
        with self._store.read() as reader:
            return queries.rows(reader, ids, on)

    def unreported(self, on: date, officer_id: int | None = None) -> list[VisitRow]:
        """Trips that are over and not reported as of a day, the longest due first."""
        with self._store.read() as reader:
            wanted = VisitFilter(officer_id=officer_id, unreported_on=on)
            return queries.rows(reader, queries.find(reader, wanted, Sort(key="ends_on")), on)

    def get(self, visit_id: int) -> Visit:
        """One visit; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(Visit, visit_id)

    def page(self, visit_id: int, on: date) -> VisitPage:
        """Everything about one visit."""
        with self._store.read() as reader:
            return visit_page(reader, reader.get(Visit, visit_id), on)

    # The plan

    def plan(self, visit: Visit, people: Iterable[Attendee] = (), stops: Iterable[NewStop] = ()) -> Visit:
        """A new visit as stored, with the people of both sides and the stops in that order.

        Raises ValidationError if it has no title, ends before it begins, or a stop lies outside of it.
        """
        authorize(self._store.actor, "visits.change", visit)
        with self._store.write(N_("Plan the visit {name}"), name=visit.title) as writer:
            actor = self._store.actor
            mine = replace(
                visit,
                officer_id=visit.officer_id or actor.officer_id,
                office_id=visit.office_id or actor.office_id,
            )
            saved = _put(writer, mine, people)
            for stop in stops:
                steps.put_stop(writer, saved, stop)
            return saved

    def save(self, visit: Visit, people: Iterable[Attendee] | None = None) -> Visit:
        """A changed visit as stored, and exactly these people; None leaves them as they are.

        Raises Conflict if somebody saved it since it was read.
        """
        authorize(self._store.actor, "visits.change", visit)
        with self._store.write(N_("Change the visit {name}"), name=visit.title) as writer:
            return _put(writer, visit, people)

    def offer(self, article_id: int, today: date) -> VisitOffer:
        """What an article tells of a visit, for the officer to choose from; nothing is stored."""
        names = self._intakes.names()
        with self._store.read() as reader:
            return visit_offer(reader, names, article_id, today)

    def delete(self, visit_id: int) -> None:
        """Deletes a visit with its stops; follow-ups that came of them stay, and undo brings it back."""
        authorize(self._store.actor, "visits.delete")
        with self._store.write(N_("Delete a visit")) as writer:
            visit = writer.get(Visit, visit_id)
            for stop in writer.all(VisitStop, visit_id=visit_id):
                steps.delete_stop(writer, stop)
            for person in writer.all(VisitPerson, visit_id=visit_id):
                writer.delete(person)
            unlink(writer, Ref(kind="visit", id=visit_id))
            writer.delete(visit)

    # Stops

    def save_stop(self, new: NewStop) -> VisitStop:
        """A stop as stored with its people and projects; one without an id is added at the end."""
        authorize(self._store.actor, "visits.change", new.stop)
        label = N_("Change a stop") if new.stop.id is not None else N_("Add a stop")
        with self._store.write(label) as writer:
            return steps.put_stop(writer, writer.get(Visit, new.stop.visit_id), new)

    def move_stop(self, stop_id: int, by: int) -> VisitStop:
        """The stop so many places further on, or back."""
        authorize(self._store.actor, "visits.change")
        with self._store.write(N_("Move a stop")) as writer:
            return steps.move_stop(writer, writer.get(VisitStop, stop_id), by)

    def remove_stop(self, stop_id: int) -> None:
        """Takes a stop out of its visit; a follow-up that came of it stays."""
        authorize(self._store.actor, "visits.change")
        with self._store.write(N_("Remove a stop")) as writer:
            steps.delete_stop(writer, writer.get(VisitStop, stop_id))

    def report_stop(self, stop_id: int, told: StopReport) -> FollowUp:
        """The follow-up that a stop becomes, about whom it led to and the projects it was about.

        Raises ValidationError if it says nothing, was reported already, or leads to no record.
        """
        authorize(self._store.actor, "visits.change")
        with self._store.write(N_("Report a stop")) as writer:
            stop = writer.get(VisitStop, stop_id)
            return steps.report_stop(writer, writer.get(Visit, stop.visit_id), stop, told)

    # How it goes on

    def finish(self, visit_id: int) -> Visit:
        """The visit has taken place."""
        return self._to_state(visit_id, VisitState.DONE)

    def take_up(self, visit_id: int) -> Visit:
        """A cancelled or finished visit is planned again."""
        return self._to_state(visit_id, VisitState.PLANNED)

    def cancel(self, visit_id: int, reason: str) -> Visit:
        """The visit does not take place; ValidationError without a reason."""
        if not reason.strip():
            raise ValidationError.of("cancel_reason", _("Say why it is cancelled."))
        return self._to_state(visit_id, VisitState.CANCELLED, reason.strip())

    def draft_report(self, visit_id: int, on: date) -> str:
        """A return report made of the facts that are known: days, people, stops, talks, next steps."""
        with self._store.read() as reader:
            return drafted_report(visit_page(reader, reader.get(Visit, visit_id), on))

    def write_report(self, visit: Visit, text: str, on: date | None) -> Visit:
        """The report of a visit; with a day it is handed in and the visit is over, without one a draft.

        Raises Conflict if somebody saved the visit since it was read, ValidationError for an empty report.
        """
        authorize(self._store.actor, "visits.change", visit)
        if on is not None and not text.strip():
            raise ValidationError.of("report", _("Write the report first."))
        state = VisitState.DONE if on is not None else visit.state
        told = replace(visit, report=text, reported_on=on, state=state)
        require(check_visit(told))
        with self._store.write(N_("Report on the visit {name}"), name=visit.title) as writer:
            return writer.save(told)

    def _to_state(self, visit_id: int, state: VisitState, reason: str = "") -> Visit:
        authorize(self._store.actor, "visits.change")
        with self._store.write(N_("Change the state of a visit")) as writer:
            visit = writer.get(Visit, visit_id)
            return writer.save(replace(visit, state=state, cancel_reason=reason))


def _put(writer: Writer, visit: Visit, people: Iterable[Attendee] | None) -> Visit:
    if visit.enterprise_id is not None and not visit.guests.strip():
        visit = replace(visit, guests=steps.firm_name(writer, visit.enterprise_id))
    require(check_visit(visit))
    saved = writer.save(visit)
    if people is not None:
        steps.set_people(writer, saved, None, led(tuple(people)), saved.begins_on)
    return saved

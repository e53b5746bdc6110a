"""Rules of visits: planned, led from stop to stop, reported, cancelled, deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from crm.domain.errors import Conflict, ValidationError
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.records import Ref
from crm.domain.visit_pages import Attendee, NewStop, StopReport
from crm.domain.visits import Side, Visit, VisitKind, VisitState, VisitStop
from tests.machine.directory import hanging
from tests.machine.follow_ups import FollowUpRules
from tests.machine.model import ANYTHING, Expected, changed, gone, made
from tests.machine.officers import PAST, SIDES, WHICH

TITLES = st.sampled_from(["赴深圳拜访储能企业", "凌川来访"])
NOTES = st.sampled_from(["", "看厂房", "谈项目用地"])
GUEST = "周岚"


class VisitRules(FollowUpRules):
    """What officers do with visits."""

    @rule(
        side=SIDES,
        title=TITLES,
        kind=st.sampled_from(VisitKind),
        on=PAST,
        days=st.integers(-1, 2),
        firm=WHICH,
    )
    def plan_visit(self, side: int, title: str, kind: VisitKind, on: date, days: int, firm: int) -> None:
        me = self.keyboards[side].officer
        told: dict[str, Any] = {"title": title, "kind": kind}
        told |= {"begins_on": on, "ends_on": on + timedelta(days=days)}
        if kind is VisitKind.RECEPTION:
            told["enterprise_id"] = self.pick("enterprise", firm)
        visit, refused = Visit(**told), None
        if days < 0 or (kind is VisitKind.RECEPTION and told["enterprise_id"] is None):
            refused = ValidationError
        elif kind is VisitKind.RECEPTION:
            told["guests"] = self.model.get("enterprise", told["enterprise_id"])["name"]
        office = self.model.get("office", me.office_id or 0)
        person = {"name": me.name, "officer_id": me.id, "body": office["short_name"] or office["name"]}
        self.do(
            side,
            lambda crm: crm.visits.plan(visit, [Attendee(name=me.name)]),
            made("visit", **told, officer_id=me.id, office_id=me.office_id),
            made("visit_person", visit_id=ANYTHING, side=Side.OURS, is_leader=True, **person),
            refused=refused,
        )

    @rule(side=SIDES, which=WHICH, note=NOTES, keeps_people=st.booleans())
    def change_visit(self, side: int, which: int, note: str, keeps_people: bool) -> None:
        key = self.pick("visit", which)
        if key is None:
            return
        form: Visit = replace(self.open_form(side, "visit", key), note=note)
        refused = Conflict if self.close_form(side, "visit", key) else None
        people = [] if keeps_people else self.model.ids("visit_person", visit_id=key, visit_stop_id=None)
        self.do(
            side,
            lambda crm: crm.visits.save(form, None if keeps_people else ()),
            changed("visit", key, note=note),
            *(gone("visit_person", one) for one in people),
            refused=refused,
        )

    @rule(side=SIDES, which=WHICH)
    def delete_visit(self, side: int, which: int) -> None:
        key = self.pick("visit", which)
        if key is None:
            return
        people = self.model.ids("visit_person", visit_id=key, visit_stop_id=None)
        self.do(
            side,
            lambda crm: crm.visits.delete(key),
            *(one for stop in self.model.ids("visit_stop", visit_id=key) for one in self._leaving(stop)),
            *(gone("visit_person", one) for one in people),
            *hanging(self.model, Ref(kind="visit", id=key)),
            gone("visit", key),
        )

    # How it goes on

    @rule(side=SIDES, which=WHICH)
    def finish_visit(self, side: int, which: int) -> None:
        key = self.pick("visit", which)
        if key is not None:
            told = {"state": VisitState.DONE, "cancel_reason": ""}
            self.do(side, lambda crm: crm.visits.finish(key), changed("visit", key, **told))

    @rule(side=SIDES, which=WHICH)
    def take_up_visit(self, side: int, which: int) -> None:
        key = self.pick("visit", which)
        if key is not None:
            told = {"state": VisitState.PLANNED, "cancel_reason": ""}
            self.do(side, lambda crm: crm.visits.take_up(key), changed("visit", key, **told))

    @rule(side=SIDES, which=WHICH, reason=st.sampled_from(["", "对方改期"]))
    def cancel_visit(self, side: int, which: int, reason: str) -> None:
        key = self.pick("visit", which)
        if key is not None:
            told = {"state": VisitState.CANCELLED, "cancel_reason": reason}
            self.do(
                side,
                lambda crm: crm.visits.cancel(key, reason),
                changed("visit", key, **told),
                refused=None if reason else ValidationError,
            )

    @rule(side=SIDES, which=WHICH, text=st.sampled_from(["", "走访三家储能企业"]), on=st.none() | PAST)
    def write_report(self, side: int, which: int, text: str, on: date | None) -> None:
        key = self.pick("visit", which)
        if key is None:
            return
        form: Visit = self.open_form(side, "visit", key)
        is_old = self.close_form(side, "visit", key)
        may = on is None or (text and on >= form.begins_on)
        told = {"report": text, "reported_on": on} | ({"state": VisitState.DONE} if on else {})
        self.do(
            side,
            lambda crm: crm.visits.write_report(form, text, on),
            changed("visit", key, **told),
            refused=ValidationError if not may else Conflict if is_old else None,
        )

    # Stops

    @rule(side=SIDES, which=WHICH, to=WHICH, day=st.none() | st.integers(-1, 2), project=st.none() | WHICH)
    def add_stop(self, side: int, which: int, to: int, day: int | None, project: int | None) -> None:
        key, ref = self.pick("visit", which), self.any_of(("enterprise", "zone"), to)
        if key is None:
            return
        visit, projects = self.model.get("visit", key), self._projects(project)
        on = None if day is None else visit["begins_on"] + timedelta(days=day)
        told: dict[str, Any] = {"visit_id": key, "happens_on": on}
        told |= {"place": "会议中心"} if ref is None else {"target_kind": ref.kind, "target_id": ref.id}
        stop = VisitStop(**told)
        if ref is not None:
            record = self.model.get(ref.kind, ref.id)
            told["place"] = record["short_name"] or record["name"]
        places = [
            self.model.get("visit_stop", one)["position"]
            for one in self.model.ids("visit_stop", visit_id=key)
        ]
        outside = on is not None and not visit["begins_on"] <= on <= visit["ends_on"]
        guest = self._guest(visit["enterprise_id"], ref)
        self.do(
            side,
            lambda crm: crm.visits.save_stop(
                NewStop(
                    stop=stop,
                    people=(Attendee(side=Side.THEIRS, name=GUEST),),
                    project_ids=tuple(projects),
                )
            ),
            made("visit_stop", **told, position=max(places, default=-1) + 1),
            made("visit_person", visit_id=key, visit_stop_id=ANYTHING, side=Side.THEIRS, name=GUEST, **guest),
            *(made("visit_stop_project", visit_stop_id=ANYTHING, project_id=one) for one in projects),
            refused=ValidationError if outside else None,
        )

    @rule(side=SIDES, which=WHICH, note=NOTES, project=st.none() | WHICH)
    def change_stop(self, side: int, which: int, note: str, project: int | None) -> None:
        """Nobody was met there after all, and it was about another project."""
        key = self.pick("visit_stop", which)
        if key is None:
            return
        form: VisitStop = replace(self.open_form(side, "visit_stop", key), note=note)
        refused = Conflict if self.close_form(side, "visit_stop", key) else None
        projects = self._projects(project)
        known = {
            self.model.get("visit_stop_project", link)["project_id"]: link
            for link in self.model.ids("visit_stop_project", visit_stop_id=key)
        }
        kind = form.target_kind if form.target_id is not None else ""
        self.do(
            side,
            lambda crm: crm.visits.save_stop(NewStop(stop=form, project_ids=tuple(projects))),
            changed("visit_stop", key, note=note, target_kind=kind),
            *(gone("visit_person", one) for one in self.model.ids("visit_person", visit_stop_id=key)),
            *(gone("visit_stop_project", link) for one, link in known.items() if one not in projects),
            *(
                made("visit_stop_project", visit_stop_id=key, project_id=one)
                for one in projects
                if one not in known
            ),
            refused=refused,
        )

    @rule(side=SIDES, which=WHICH, by=st.sampled_from([-1, 1]))
    def move_stop(self, side: int, which: int, by: int) -> None:
        key = self.pick("visit_stop", which)
        if key is None:
            return
        stops = self.model.ids("visit_stop", visit_id=self.model.get("visit_stop", key)["visit_id"])
        stops.sort(key=lambda one: (self.model.get("visit_stop", one)["position"], one))
        place = stops.index(key)
        stops.remove(key)
        stops.insert(max(0, place + by), key)
        self.do(
            side,
            lambda crm: crm.visits.move_stop(key, by),
            *(changed("visit_stop", one, position=position) for position, one in enumerate(stops)),
        )

    @rule(side=SIDES, which=WHICH)
    def remove_stop(self, side: int, which: int) -> None:
        key = self.pick("visit_stop", which)
        if key is not None:
            self.do(side, lambda crm: crm.visits.remove_stop(key), *self._leaving(key))

    @rule(side=SIDES, which=WHICH, on=PAST, text=st.sampled_from(["对方要看地", "谈了储能"]))
    def report_stop(self, side: int, which: int, on: date, text: str) -> None:
        key = self.pick("visit_stop", which)
        if key is None:
            return
        stop = self.model.get("visit_stop", key)
        visit, refs = self.model.get("visit", stop["visit_id"]), self._about_stop(key)
        may = stop["follow_up_id"] is None and refs
        way = ContactWay.VISIT if visit["kind"] is VisitKind.TRIP else ContactWay.RECEPTION
        if visit["kind"] is VisitKind.TRIP and stop["target_kind"] == "zone":
            way = ContactWay.SITE_VISIT
        told = {"happened_on": on, "text": text, "way": way, "officer_id": visit["officer_id"]}
        follow_up = FollowUp(**told)
        self.do(
            side,
            lambda crm: crm.visits.report_stop(key, StopReport(text=text, happened_on=on)),
            made("follow_up", **told, with_whom=ANYTHING),
            *(
                made("follow_up_subject", follow_up_id=ANYTHING, target_kind=ref.kind, target_id=ref.id)
                for ref in refs
            ),
            *self._clocks(refs, follow_up, side),
            changed("visit_stop", key, follow_up_id=ANYTHING),
            refused=None if may else ValidationError,
        )

    # Out of the model

    def _leaving(self, stop: int) -> list[Expected]:
        links = self.model.ids("visit_stop_project", visit_stop_id=stop)
        people = self.model.ids("visit_person", visit_stop_id=stop)
        return [
            *(gone("visit_stop_project", link) for link in links),
            *(gone("visit_person", one) for one in people),
            *hanging(self.model, Ref(kind="visit_stop", id=stop)),
            gone("visit_stop", stop),
        ]

    def _about_stop(self, key: int) -> list[Ref]:
        stop = self.model.get("visit_stop", key)
        visit, refs = self.model.get("visit", stop["visit_id"]), []
        if stop["target_id"] is not None:
            refs.append(Ref(kind=stop["target_kind"], id=stop["target_id"]))
        for link in self.model.ids("visit_stop_project", visit_stop_id=key):
            project_id = self.model.get("visit_stop_project", link)["project_id"]
            refs.append(Ref(kind="project", id=project_id))
        if visit["enterprise_id"] is not None:
            refs.append(Ref(kind="enterprise", id=visit["enterprise_id"]))
        for one in self.model.ids("visit_person", visit_stop_id=key, side=Side.THEIRS):
            if contact_id := self.model.get("visit_person", one)["contact_id"]:
                refs.append(Ref(kind="contact", id=contact_id))
        return list(dict.fromkeys(refs))

    def _guest(self, firm_id: int | None, ref: Ref | None) -> dict[str, Any]:
        firm = ref.id if ref is not None and ref.kind == "enterprise" else firm_id
        zone = ref.id if ref is not None and ref.kind == "zone" else None
        for key in self.model.ids("contact", name=GUEST):
            contact = self.model.get("contact", key)
            if (firm and contact["enterprise_id"] == firm) or (zone and contact["zone_id"] == zone):
                return {"contact_id": key, "title": contact["title"]}
        return {}

    def _projects(self, which: int | None) -> list[int]:
        key = None if which is None else self.pick("project", which)
        return [] if key is None else [key]

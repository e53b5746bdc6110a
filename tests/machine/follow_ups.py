"""Rules of follow-ups: logged, changed, planned, done, deleted, and the clocks that they set."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from crm.domain.approaches import Approached
from crm.domain.errors import Conflict, ValidationError
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.records import Ref
from tests.machine.directory import hanging
from tests.machine.model import ANYTHING, Expected, Plain, changed, gone, made
from tests.machine.officers import DAYS, PAST, SIDES, TODAY, WHICH, Officers

TEXTS = st.sampled_from(["对方要看地", "电话谈了储能", "送了方案"])
ANYWAY = st.sampled_from(["", "双方约好"])
SUBJECTS = ("project", "enterprise", "contact", "zone")
NOW = datetime(2026, 5, 18, 9, tzinfo=UTC)


class FollowUpRules(Officers):
    """What officers do with follow-ups."""

    @rule(
        side=SIDES,
        about=st.lists(WHICH, min_size=1, max_size=2),
        on=PAST,
        text=TEXTS,
        next_in=st.none() | st.integers(-3, 30),
        step=st.sampled_from(["", "送图纸"]),
        anyway=ANYWAY,
    )
    def log(
        self,
        side: int,
        about: list[int],
        on: date,
        text: str,
        next_in: int | None,
        step: str,
        anyway: str,
    ) -> None:
        refs = self._refs(about)
        if not refs:
            return
        next_on = None if next_in is None else on + timedelta(days=next_in)
        told = {"happened_on": on, "text": text, "next_on": next_on, "next_step": step}
        follow_up = FollowUp(way=ContactWay.PHONE, **told)  # type: ignore[arg-type]
        self._log(side, follow_up, refs, told, anyway)

    @rule(side=SIDES, about=WHICH, text=st.sampled_from(["电话 问用地", "微信 发方案"]), anyway=ANYWAY)
    def log_line(self, side: int, about: int, text: str, anyway: str) -> None:
        ref = self.any_of(("project", "enterprise"), about)
        if ref is None:
            return
        way = ContactWay.PHONE if text.startswith("电话") else ContactWay.WECHAT
        officer = self.keyboards[side].officer
        told = {"happened_on": TODAY, "text": text.split()[1], "way": way, "officer_id": officer.id}
        follow_up = FollowUp(**told)  # type: ignore[arg-type]
        self.do(
            side,
            lambda crm: crm.follow_ups.log_line(text, TODAY, [ref], anyway=anyway),
            made("follow_up", **told),
            made("follow_up_subject", follow_up_id=ANYTHING, target_kind=ref.kind, target_id=ref.id),
            *self._clocks([ref], follow_up, side),
            refused=Approached if not anyway and self._others_were_there([ref], TODAY, side) else None,
        )

    @rule(side=SIDES, which=WHICH, on=PAST)
    def correct_the_day(self, side: int, which: int, on: date) -> None:
        key = self.pick("follow_up", which)
        if key is None:
            return
        told = self.model.get("follow_up", key)
        with self.keyboards[side].crm.store.read() as reader:
            form = replace(reader.get(FollowUp, key), happened_on=on)
        may = not (told["next_on"] and told["next_on"] < on) and not (
            told["done_on"] and told["done_on"] < on
        )
        about = self._about(key)
        records = dict(self.model.records)
        if on != told["happened_on"]:
            records["follow_up", key] = {**told, "happened_on": on}
            self._turn_back(records, about, told["happened_on"])
            self._note(records, about, form, side, plans=False)
        self.do(
            side,
            lambda crm: crm.follow_ups.save(form),
            changed("follow_up", key, happened_on=on),
            *self._changes(records),
            refused=None if may else ValidationError,
        )

    @rule(side=SIDES, which=WHICH, on=st.none() | DAYS)
    def plan_next(self, side: int, which: int, on: date | None) -> None:
        key = self.pick("follow_up", which)
        if key is None:
            return
        told = self.model.get("follow_up", key)
        planned = [
            changed(
                ref.kind,
                ref.id,
                next_follow_up_on=on,
                next_step=told["next_step"] or self.model.get(ref.kind, ref.id)["next_step"],
            )
            for ref in self._about(key)
            if ref.kind in ("project", "enterprise")
        ]
        may = on is None or on >= told["happened_on"]
        self.do(
            side,
            lambda crm: crm.follow_ups.plan_next(key, on),
            changed("follow_up", key, next_on=on),
            *planned,
            refused=None if may else ValidationError,
        )

    @rule(side=SIDES, which=WHICH, on=st.none() | DAYS, step=st.sampled_from(["", "送图纸"]))
    def change_next(self, side: int, which: int, on: date | None, step: str) -> None:
        """Plans that still say what the follow-up said are changed with it."""
        key = self.pick("follow_up", which)
        if key is None:
            return
        told = self.model.get("follow_up", key)
        version = self.open_form(side, "follow_up", key).version
        is_old = self.close_form(side, "follow_up", key)
        plan = {"next_follow_up_on": told["next_on"], "next_step": told["next_step"]}
        planned = [
            changed(ref.kind, ref.id, next_follow_up_on=on, next_step=step)
            for ref in self._about(key)
            if ref.kind in ("project", "enterprise") and plan.items() <= self.model.get(*_key(ref)).items()
        ]
        may = on is None or on >= told["happened_on"]
        self.do(
            side,
            lambda crm: crm.follow_ups.change_next(key, version, on, step),
            changed("follow_up", key, next_on=on, next_step=step),
            *planned,
            refused=ValidationError if not may else Conflict if is_old else None,
        )

    @rule(side=SIDES, which=WHICH, on=PAST)
    def finish_what_was_planned(self, side: int, which: int, on: date) -> None:
        """The tasks that say what the plan says are done with it."""
        key = self.pick("project", which)
        if key is None:
            return
        step = self.model.get("project", key)["next_step"]
        links = self.model.about("project", key, of="task_subject")
        tasks = {self.model.get("task_subject", link)["task_id"] for link in links}
        same = tasks & set(self.model.ids("task", title=step, done_on=None))
        done = {"done_on": on, "done_by": self.keyboards[side].officer.id}
        self.do(
            side,
            lambda crm: crm.follow_ups.finish(key, on),
            changed("project", key, next_follow_up_on=None),
            *(changed("task", task, **done) for task in same),
        )

    @rule(side=SIDES, which=WHICH, on=PAST)
    def complete(self, side: int, which: int, on: date) -> None:
        key = self.pick("follow_up", which)
        if key is not None:
            may = on >= self.model.get("follow_up", key)["happened_on"]
            self.do(
                side,
                lambda crm: crm.follow_ups.complete(key, on),
                changed("follow_up", key, done_on=on),
                refused=None if may else ValidationError,
            )

    @rule(side=SIDES, which=WHICH)
    def delete_follow_up(self, side: int, which: int) -> None:
        key = self.pick("follow_up", which)
        if key is None:
            return
        about, told = self._about(key), self.model.get("follow_up", key)
        links = self.model.ids("follow_up_subject", follow_up_id=key)
        records = {one: record for one, record in self.model.records.items() if one != ("follow_up", key)}
        for link in links:
            del records["follow_up_subject", link]
        self._turn_back(records, about, told["happened_on"])
        self.do(
            side,
            lambda crm: crm.follow_ups.delete(key),
            *(gone("follow_up_subject", link) for link in links),
            *hanging(self.model, Ref(kind="follow_up", id=key)),
            gone("follow_up", key),
            *self._changes(records),
        )

    @rule(side=SIDES, which=WHICH, is_silenced=st.booleans())
    def answer_a_reminder(self, side: int, which: int, is_silenced: bool) -> None:
        crm = self.keyboards[side].crm
        crm.reminders.ring(NOW, TODAY)
        assert crm.reminders.ring(NOW, TODAY) == []
        waiting = crm.reminders.waiting(NOW, TODAY)
        if not waiting:
            return
        one = waiting[which % len(waiting)]
        if is_silenced:
            self.do(side, lambda crm: crm.reminders.silence(one))
        else:
            self.do(side, lambda crm: crm.reminders.snooze(one, NOW + timedelta(hours=1)))
        left = [other.ref for other in waiting if other.ref != one.ref]
        assert [other.ref for other in crm.reminders.waiting(NOW, TODAY)] == left

    @rule(side=SIDES, which=WHICH)
    def be_reminded_again(self, side: int, which: int) -> None:
        crm = self.keyboards[side].crm
        silenced = crm.reminders.silenced(TODAY)
        if silenced:
            one = silenced[which % len(silenced)]
            self.do(side, lambda crm: crm.reminders.remind_again(one))
            assert one.ref not in {other.ref for other in crm.reminders.silenced(TODAY)}
            assert one.ref in {other.ref for other in crm.reminders.waiting(NOW, TODAY)}

    def _log(
        self, side: int, follow_up: FollowUp, refs: list[Ref], told: dict[str, Any], anyway: str
    ) -> None:
        may = follow_up.next_on is None or follow_up.next_on >= follow_up.happened_on
        officer = self.keyboards[side].officer
        is_double = not anyway and self._others_were_there(refs, follow_up.happened_on, side)
        self.do(
            side,
            lambda crm: crm.follow_ups.log(follow_up, refs, anyway=anyway),
            made("follow_up", **told, way=follow_up.way, officer_id=officer.id),
            *(
                made("follow_up_subject", follow_up_id=ANYTHING, target_kind=ref.kind, target_id=ref.id)
                for ref in refs
            ),
            *self._clocks(refs, follow_up, side),
            refused=ValidationError if not may else Approached if is_double else None,
        )

    # Two of us at the door of one group

    def _others_were_there(self, refs: list[Ref], on: date, side: int) -> bool:
        kept = self.pick("office_setting", 0, name="approach_rule")
        days = 90 if kept is None else json.loads(self.model.get("office_setting", kept)["value"])["days"]
        me = self.keyboards[side].officer.id
        for firm in [ref.id for ref in self._with_firms(refs) if ref.kind == "enterprise"]:
            near = {one: self._met(one, on, days) for one in self._group(firm)}
            if days and me not in near[firm] and set().union(*near.values()) - {me}:
                return True
        return False

    def _met(self, firm: int, on: date, days: int) -> set[int]:
        """Officers who talked to a firm within so many days before or after."""
        about = self._left_about(self.model.records, Ref(kind="enterprise", id=firm))
        talks = [(told["happened_on"], told["officer_id"]) for told in about]
        known = self.model.get("enterprise", firm)
        talks.append((known["first_contact_on"], known["first_contact_officer_id"]))
        return {who for day, who in talks if day and who and abs((day - on).days) <= days}

    def _group(self, firm: int) -> set[int]:
        group, above = {firm}, self.model.get("enterprise", firm)["parent_id"]
        while above is not None and above not in group:
            group.add(above)
            above = self.model.get("enterprise", above)["parent_id"]
        below = {firm}
        while below:
            children = {
                key for parent in below for key in self.model.ids("enterprise", parent_id=parent)
            } - group
            group |= children
            below = children
        return group

    # What a contact does to the clocks of those it was about, in plain words

    def _clocks(self, refs: Iterable[Ref], follow_up: FollowUp, side: int) -> list[Expected]:
        records = dict(self.model.records)
        self._note(records, list(refs), follow_up, side, plans=True)
        return self._changes(records)

    def _note(
        self, records: dict[Any, Plain], refs: list[Ref], told: FollowUp, side: int, *, plans: bool
    ) -> None:
        for ref in self._with_firms(refs):
            if ref.kind not in ("project", "enterprise", "contact"):
                continue
            record = dict(records[ref.kind, ref.id])
            if plans and ref in refs and ref.kind != "contact":
                record |= _planned(record, told)
            if ref.kind == "enterprise":
                self._stamp_first(record, told.happened_on, told.officer_id, side)
            record["last_contact_on"] = max(record["last_contact_on"] or date.min, told.happened_on)
            records[ref.kind, ref.id] = record

    def _stamp_first(self, record: Plain, on: date, officer_id: int | None, side: int) -> None:
        if record["first_contact_on"] is None or record["first_contact_on"] > on:
            officer = officer_id or self.keyboards[side].officer.key
            record["first_contact_on"] = on
            record["first_contact_officer_id"] = officer
            record["first_contact_office_id"] = self.model.get("officer", officer)["office_id"]

    def _turn_back(self, records: dict[Any, Plain], refs: list[Ref], day: date) -> None:
        for ref in self._with_firms(refs):
            if ref.kind not in ("project", "enterprise", "contact"):
                continue
            record = dict(records[ref.kind, ref.id])
            left = self._left_about(records, ref)
            if record["last_contact_on"] == day:
                record["last_contact_on"] = left[-1]["happened_on"] if left else None
            if ref.kind == "enterprise" and record["first_contact_on"] == day:
                for name in ("first_contact_on", "first_contact_officer_id", "first_contact_office_id"):
                    record[name] = None
                if left:
                    self._stamp_first(record, left[0]["happened_on"], left[0]["officer_id"], 0)
            records[ref.kind, ref.id] = record

    def _left_about(self, records: dict[Any, Plain], ref: Ref) -> list[Plain]:
        about = {(ref.kind, ref.id)}
        if ref.kind == "enterprise":
            about |= {("project", key) for key in self.model.ids("project", enterprise_id=ref.id)}
            about |= {("contact", key) for key in self.model.ids("contact", enterprise_id=ref.id)}
        told = {
            link["follow_up_id"]
            for (kind, _key), link in records.items()
            if kind == "follow_up_subject" and (link["target_kind"], link["target_id"]) in about
        }
        return [
            records["follow_up", key]
            for key in sorted(told, key=lambda one: (records["follow_up", one]["happened_on"], one))
        ]

    def _with_firms(self, refs: Iterable[Ref]) -> list[Ref]:
        wanted = list(dict.fromkeys(refs))
        firms = [
            Ref(kind="enterprise", id=firm)
            for ref in wanted
            if ref.kind in ("project", "contact")
            and (firm := self.model.get(ref.kind, ref.id)["enterprise_id"])
        ]
        return list(dict.fromkeys([*wanted, *firms]))

    def _changes(self, records: dict[Any, Plain]) -> list[Expected]:
        return [
            changed(*key, **record)
            for key, record in records.items()
            if key[0] in ("project", "enterprise", "contact") and record != self.model.records[key]
        ]

    def _refs(self, about: Iterable[int]) -> list[Ref]:
        refs = [ref for which in about if (ref := self.any_of(SUBJECTS, which)) is not None]
        return list(dict.fromkeys(refs))

    def _about(self, key: int) -> list[Ref]:
        links = [
            self.model.get("follow_up_subject", one)
            for one in self.model.ids("follow_up_subject", follow_up_id=key)
        ]
        return [Ref(kind=link["target_kind"], id=link["target_id"]) for link in links]


def _key(ref: Ref) -> tuple[str, int]:
    return ref.kind, ref.id


def _planned(record: Plain, told: FollowUp) -> Plain:
    due, happened = record["next_follow_up_on"], told.happened_on
    if due is not None and record["last_contact_on"] is not None and record["last_contact_on"] > happened:
        return {}
    if told.next_on is not None:
        return {"next_follow_up_on": told.next_on, "next_step": told.next_step}
    is_over = due is not None and due <= happened
    if told.next_step:
        return {"next_follow_up_on": None if is_over else due, "next_step": told.next_step}
    return {"next_follow_up_on": None, "next_step": ""} if is_over else {}

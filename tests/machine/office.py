"""Rules of the office: units, officers, settings, views, files, sources, rules for what comes in, lists."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from crm.app import Crm
from crm.domain.approaches import ApproachRule
from crm.domain.articles import ArticleState
from crm.domain.errors import Conflict, NotFound, Unreadable, ValidationError
from crm.domain.evidence import EvidenceKind
from crm.domain.firms import Protection
from crm.domain.follow_ups import ContactWay, SavedView
from crm.domain.money import Rate, Rates
from crm.domain.name_search import AskedName, AskedNames
from crm.domain.office import Office, Officer, Role
from crm.domain.office_rules import EndReasons
from crm.domain.records import Ref
from crm.domain.sources import CaptureRule, RuleAct, Source, SourceKind
from crm.domain.stage_plans import NextStep, NextSteps, StageTasks, StageText
from crm.domain.stage_rules import StageRules
from crm.domain.stages import Stage
from crm.domain.starts import StartRule
from tests.machine.model import ANYTHING, changed, gone, made
from tests.machine.officers import PAST, SIDES, WHICH, Officers

FILES = st.sampled_from(["会议纪要.txt", "红线图.txt"])
CONTENTS = st.sampled_from([b"", "用地红线".encode(), "会议纪要".encode()])
WORDS = st.sampled_from(["招聘", "广告|来访", "天气", "签约"])
LISTS = st.sampled_from(["链主企业", "上市公司"])
VIEWS = st.sampled_from(["在谈", "风电链"])


class OfficeRules(Officers):
    """What officers do around the records."""

    # Units and officers

    @rule(side=SIDES, name=st.sampled_from(["驻深圳招商组", "招商三局"]))
    def add_office(self, side: int, name: str) -> None:
        new = Office(name=name, position=9)
        self.do(side, lambda crm: crm.office.save_office(new), made("office", name=name, position=9))

    @rule(side=SIDES, which=WHICH)
    def remove_office(self, side: int, which: int) -> None:
        key = self.pick("office", which)
        if key is None:
            return
        needed = any(
            record.get(name) == key
            for (kind, _key), record in self.model.records.items()
            for name in ("office_id", "first_contact_office_id", "from_office_id", "to_office_id")
            if kind != "office"
        )
        self.do(
            side,
            lambda crm: crm.office.remove_office(key),
            gone("office", key),
            refused=Conflict if needed else None,
        )

    @rule(side=SIDES, places=st.permutations(range(6)))
    def reorder_offices(self, side: int, places: list[int]) -> None:
        ids = self.model.ids("office")
        order = [ids[place] for place in places if place < len(ids)]
        self.do(
            side,
            lambda crm: crm.office.reorder(order),
            *(changed("office", key, position=position) for position, key in enumerate(order)),
        )

    @rule(side=SIDES, office=WHICH, name=st.sampled_from(["韩亦舟", "邵静文"]))
    def add_officer(self, side: int, office: int, name: str) -> None:
        told = {"name": name, "office_id": self.pick("office", office), "role": Role.OFFICER}
        new = Officer(**told)  # type: ignore[arg-type]
        self.do(side, lambda crm: crm.office.save_officer(new), made("officer", **told))

    # Settings

    @rule(side=SIDES, days=st.integers(10, 60), is_old=st.booleans())
    def set_stage_rules(self, side: int, days: int, is_old: bool) -> None:
        usual = StageRules()
        stages = tuple(replace(one, stall_days=days) if one.stall_days else one for one in usual.stages)
        rules = replace(usual, stages=stages)
        self._set(
            side,
            "stage_rules",
            lambda crm: crm.settings.stage_rules().version,
            lambda crm, version: crm.settings.save_stage_rules(rules, version),
            is_old,
        )

    @rule(side=SIDES, reason=st.sampled_from(["资金不到位", "落户其他地区"]), is_old=st.booleans())
    def set_end_reasons(self, side: int, reason: str, is_old: bool) -> None:
        kept = EndReasons(reasons=(reason,))
        self._set(
            side,
            "end_reasons",
            lambda crm: crm.settings.end_reasons().version,
            lambda crm, version: crm.settings.save_end_reasons(kept, version),
            is_old,
        )

    @rule(side=SIDES, is_old=st.booleans())
    def set_start_rule(self, side: int, is_old: bool) -> None:
        self._set(
            side,
            "start_rule",
            lambda crm: crm.settings.start_rule().version,
            lambda crm, version: crm.settings.save_start_rule(StartRule(), version),
            is_old,
        )

    @rule(side=SIDES, task=st.sampled_from(["寄方案 +3", "报审协议文本 +7"]), is_old=st.booleans())
    def set_stage_tasks(self, side: int, task: str, is_old: bool) -> None:
        kept = StageTasks(texts=(StageText(stage=Stage.SIGNED, text=task),))
        self._set(
            side,
            "stage_tasks",
            lambda crm: crm.settings.stage_tasks().version,
            lambda crm, version: crm.settings.save_stage_tasks(kept, version),
            is_old,
        )

    @rule(side=SIDES, days=st.integers(1, 30), is_old=st.booleans())
    def set_next_steps(self, side: int, days: int, is_old: bool) -> None:
        kept = NextSteps(steps=(NextStep(way=ContactWay.PHONE, days=days),))
        self._set(
            side,
            "next_steps",
            lambda crm: crm.settings.next_steps().version,
            lambda crm, version: crm.settings.save_next_steps(kept, version),
            is_old,
        )

    @rule(side=SIDES, days=st.integers(0, 90), is_old=st.booleans())
    def set_protection(self, side: int, days: int, is_old: bool) -> None:
        kept = Protection(days=days)
        self._set(
            side,
            "first_contact_protection",
            lambda crm: crm.settings.protection().version,
            lambda crm, version: crm.settings.save_protection(kept, version),
            is_old,
        )

    @rule(side=SIDES, days=st.sampled_from([0, 30, 90]), is_old=st.booleans())
    def set_approach_rule(self, side: int, days: int, is_old: bool) -> None:
        kept = ApproachRule(days=days)
        self._set(
            side,
            "approach_rule",
            lambda crm: crm.settings.approach_rule().version,
            lambda crm, version: crm.settings.save_approach_rule(kept, version),
            is_old,
        )

    @rule(side=SIDES, yuan=st.sampled_from(["7.1", "7.2"]), is_old=st.booleans())
    def set_rates(self, side: int, yuan: str, is_old: bool) -> None:
        rates = Rates(rates=(Rate(currency="USD", yuan=Decimal(yuan)),))
        self._set(
            side,
            "exchange_rates",
            lambda crm: crm.settings.rates().version,
            lambda crm, version: crm.settings.save_rates(rates, version),
            is_old,
        )

    @rule(side=SIDES, day=st.integers(1, 3))
    def enter_rest_year(self, side: int, day: int) -> None:
        key = self.pick("office_setting", 0, name="rest_year.2031")
        told = (
            changed("office_setting", key, value=ANYTHING)
            if key is not None
            else made("office_setting", name="rest_year.2031", value=ANYTHING)
        )
        rest = [date(2031, 1, day)]
        self.do(side, lambda crm: crm.settings.save_rest_year(2031, rest, []), told)

    @rule(side=SIDES)
    def forget_rest_year(self, side: int) -> None:
        key = self.pick("office_setting", 0, name="rest_year.2031")
        self.do(
            side,
            lambda crm: crm.settings.remove_rest_year(2031),
            *([] if key is None else [gone("office_setting", key)]),
            refused=NotFound if key is None else None,
        )

    def _set(
        self,
        side: int,
        name: str,
        version_of: Callable[[Crm], int],
        save: Callable[[Crm, int], Any],
        is_old: bool,
    ) -> None:
        key = self.pick("office_setting", 0, name=name)
        version = version_of(self.keyboards[side].crm) - is_old
        told = (
            made("office_setting", name=name, value=ANYTHING)
            if key is None
            else changed("office_setting", key, value=ANYTHING)
        )
        refused = Conflict if is_old and key is not None else None
        self.do(side, lambda crm: save(crm, version), told, refused=refused)

    # Views

    @rule(side=SIDES, name=VIEWS, is_shared=st.booleans())
    def add_view(self, side: int, name: str, is_shared: bool) -> None:
        me, seen = self.keyboards[side].officer.id, self._seen(side)
        position = max((view["position"] for view in seen.values()), default=0) + 1
        told = {"screen": "projects", "name": name, "officer_id": me, "is_shared": is_shared}
        self.do(
            side,
            lambda crm: crm.views.add("projects", name, "{}", is_shared=is_shared),
            made("saved_view", **told, position=position),
            refused=ValidationError if any(view["name"] == name for view in seen.values()) else None,
        )

    @rule(side=SIDES, which=WHICH, limit=st.integers(1, 3))
    def change_view(self, side: int, which: int, limit: int) -> None:
        seen = self._seen(side)
        if not seen:
            return
        key = sorted(seen)[which % len(seen)]
        settings = json.dumps({"limit": limit})
        form: SavedView = replace(self.open_form(side, "saved_view", key), settings=settings)
        is_old = self.close_form(side, "saved_view", key)
        double = any(view["name"] == form.name for other, view in seen.items() if other != key)
        refused = ValidationError if double else Conflict if is_old else None
        self.do(
            side,
            lambda crm: crm.views.save(form),
            changed("saved_view", key, settings=settings),
            refused=refused,
        )

    @rule(side=SIDES, which=WHICH)
    def delete_view(self, side: int, which: int) -> None:
        seen = sorted(self._seen(side))
        if seen:
            key = seen[which % len(seen)]
            self.do(side, lambda crm: crm.views.delete(key), gone("saved_view", key))

    @rule(side=SIDES)
    def reverse_views(self, side: int) -> None:
        order = sorted(self._seen(side), reverse=True)
        own = self.keyboards[side].officer.id
        self.do(
            side,
            lambda crm: crm.views.reorder(order),
            *(
                changed("saved_view", key, position=position)
                for position, key in enumerate(order, start=1)
                if self.model.get("saved_view", key)["officer_id"] == own
            ),
        )

    def _seen(self, side: int) -> dict[int, dict[str, Any]]:
        me = self.keyboards[side].officer.id
        views = {key: self.model.get("saved_view", key) for key in self.model.ids("saved_view")}
        return {key: view for key, view in views.items() if view["is_shared"] or view["officer_id"] == me}

    # Files

    @rule(
        side=SIDES, which=WHICH, name=FILES, content=CONTENTS, kind=st.none() | st.sampled_from(EvidenceKind)
    )
    def attach(self, side: int, which: int, name: str, content: bytes, kind: EvidenceKind | None) -> None:
        ref = self.any_of(("project", "enterprise", "follow_up"), which)
        if ref is None:
            return
        told = {"target_kind": ref.kind, "target_id": ref.id, "name": name, "size": len(content)}
        told["sha256"] = sha256(content).hexdigest()
        known = self.pick("attachment", 0, **told)
        expected = (
            made("attachment", **told, media_type="text/plain", kind=str(kind or ""))
            if known is None
            else changed("attachment", known, kind=str(kind or self.model.get("attachment", known)["kind"]))
        )
        self.do(
            side,
            lambda crm: crm.attachments.add(ref, name, content, kind),
            expected,
            refused=None if content else Unreadable,
        )

    @rule(side=SIDES, which=WHICH, on=PAST)
    def attach_picture(self, side: int, which: int, on: date) -> None:
        ref = self.any_of(("project", "enterprise"), which)
        if ref is not None:
            told = {"target_kind": ref.kind, "target_id": ref.id, "size": 3, "media_type": "image/png"}
            self.do(
                side,
                lambda crm: crm.attachments.add_picture(ref, b"png", on),
                made("attachment", **told, name=ANYTHING, sha256=ANYTHING),
            )

    @rule(side=SIDES, which=WHICH, kind=st.none() | st.sampled_from(EvidenceKind))
    def classify_file(self, side: int, which: int, kind: EvidenceKind | None) -> None:
        key = self.pick("attachment", which)
        if key is not None:
            expected = changed("attachment", key, kind=str(kind or ""))
            self.do(side, lambda crm: crm.attachments.classify(key, kind), expected)

    @rule(side=SIDES, which=WHICH)
    def remove_file(self, side: int, which: int) -> None:
        key = self.pick("attachment", which)
        if key is not None:
            pins = self.model.about("attachment", key, of="pin")
            self.do(
                side,
                lambda crm: crm.attachments.remove(key),
                *(gone("pin", one) for one in pins),
                gone("attachment", key),
            )

    # What comes in by itself

    @rule(side=SIDES, name=st.sampled_from(["扫描件", "园区官网"]))
    def add_source(self, side: int, name: str) -> None:
        new = Source(kind=SourceKind.FOLDER, name=name, place="in", machine="本机")
        told = {"kind": SourceKind.FOLDER, "name": name, "place": "in", "machine": "本机"}
        self.do(side, lambda crm: crm.sources.save(new), made("source", **told))

    @rule(side=SIDES, which=WHICH, is_paused=st.booleans())
    def pause_source(self, side: int, which: int, is_paused: bool) -> None:
        key = self.pick("source", which)
        if key is not None:
            expected = changed("source", key, is_paused=is_paused)
            self.do(side, lambda crm: crm.sources.pause(key, is_paused), expected)

    @rule(side=SIDES, which=WHICH)
    def remove_source(self, side: int, which: int) -> None:
        key = self.pick("source", which)
        if key is not None:
            self.do(side, lambda crm: crm.sources.remove(key), gone("source", key))

    @rule(side=SIDES, pattern=WORDS, act=st.sampled_from([RuleAct.KEEP, RuleAct.BLOCK]))
    def add_rule(self, side: int, pattern: str, act: RuleAct) -> None:
        places = [self.model.get("capture_rule", key)["position"] for key in self.model.ids("capture_rule")]
        told = {"pattern": pattern, "act": act, "position": max(places, default=-1) + 1}
        new = CaptureRule(pattern=pattern, act=act)
        self.do(side, lambda crm: crm.rules.save(new), made("capture_rule", **told))

    @rule(side=SIDES, which=WHICH)
    def remove_rule(self, side: int, which: int) -> None:
        key = self.pick("capture_rule", which)
        if key is not None:
            self.do(side, lambda crm: crm.rules.remove(key), gone("capture_rule", key))

    @rule(side=SIDES)
    def reverse_rules(self, side: int) -> None:
        order = self.model.ids("capture_rule")[::-1]
        self.do(
            side,
            lambda crm: crm.rules.reorder(order),
            *(changed("capture_rule", key, position=position) for position, key in enumerate(order)),
        )

    @rule(side=SIDES)
    def apply_rules(self, side: int) -> None:
        """What is kept first stays; the first of those that drop is the reason, for all copies."""
        rules = sorted(
            (self.model.get("capture_rule", key) for key in self.model.ids("capture_rule")),
            key=lambda told: told["position"],
        )
        expected = []
        for key in self.model.ids("article", state=ArticleState.INBOX, reprint_of_id=None):
            title = self.model.get("article", key)["title"]
            fits = [told for told in rules if any(word in title for word in told["pattern"].split("|"))]
            if fits and fits[0]["act"] is RuleAct.BLOCK:
                told = {"state": ArticleState.IRRELEVANT, "reason": ANYTHING}
                copies = [key, *self.model.ids("article", reprint_of_id=key)]
                expected += [changed("article", copy, **told) for copy in copies]
        self.do(side, lambda crm: crm.rules.apply(), *expected)

    # Lists of names

    @rule(side=SIDES, name=LISTS, firm=WHICH)
    def save_list(self, side: int, name: str, firm: int) -> None:
        firm_id = self.pick("enterprise", firm)
        refs = () if firm_id is None else (Ref(kind="enterprise", id=firm_id),)
        asked = AskedNames(names=(AskedName(text="凌川", enterprises=refs),))
        known = self.pick("watch_list", 0, name=name)
        old = [] if known is None else self.model.ids("watch_list_entry", watch_list_id=known)
        told = {"watch_list_id": ANYTHING if known is None else known, "text": "凌川"}
        told |= {"target_kind": "enterprise", "target_id": firm_id} if refs else {}
        self.do(
            side,
            lambda crm: crm.name_search.save_list(name, asked),
            *([made("watch_list", name=name)] if known is None else []),
            *(gone("watch_list_entry", key) for key in old),
            made("watch_list_entry", **told),
        )

    @rule(side=SIDES, which=WHICH)
    def delete_list(self, side: int, which: int) -> None:
        key = self.pick("watch_list", which)
        if key is not None:
            entries = self.model.ids("watch_list_entry", watch_list_id=key)
            self.do(
                side,
                lambda crm: crm.name_search.delete_list(key),
                *(gone("watch_list_entry", entry) for entry in entries),
                gone("watch_list", key),
            )

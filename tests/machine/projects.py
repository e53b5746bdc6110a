"""Rules of projects: made, changed, planned, handed over, deleted; names, phases, obstacles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from crm.domain.board import Slot
from crm.domain.calendar import DayKind
from crm.domain.checks import name_key
from crm.domain.errors import Conflict, CrmError, ValidationError
from crm.domain.money import Money
from crm.domain.project_names import NameKind, Relation
from crm.domain.projects import Obstacle, Project
from crm.domain.records import Ref
from crm.domain.rows import ProjectFilter
from crm.domain.stages import ENDS, Stage
from crm.domain.transfers import Handover, TransferState
from crm.domain.verification import VerifiedBy
from crm.services.projects import NewProject, ProjectChange
from tests.machine.directory import FIRMS, hanging
from tests.machine.model import ANYTHING, Expected, Some, changed, gone, made, once
from tests.machine.officers import DAYS, PAST, SIDES, TODAY, WHICH, Officers

NAMES = st.sampled_from(["储能电芯项目", "氢能装备基地", "砺桥总部", "电驱桥项目二期"])
STEPS = st.sampled_from(["", "电话问用地", "送方案", "约看地"])
SUMS = st.none() | st.sampled_from([Money(value=Decimal(value) * 10**8) for value in (3, 5, 8)])


class ProjectRules(Officers):
    """What officers do with projects."""

    @rule(
        side=SIDES,
        name=NAMES,
        firm=st.sampled_from(["", "known"]) | FIRMS,
        which=WHICH,
        on=PAST,
        total=SUMS,
        is_another=st.booleans(),
    )
    def add_project(
        self, side: int, name: str, firm: str, which: int, on: date, total: Money | None, is_another: bool
    ) -> None:
        firm_id = self.pick("enterprise", which) if firm == "known" else None
        typed = "" if firm == "known" else firm
        new_firm: list[Expected] = []
        officer = self.keyboards[side].officer
        if typed:
            found = self._firms_called(typed)
            firm_id = next(iter(found)) if len(found) == 1 else None
            if firm_id is None:
                told = {"name": typed, "name_key": name_key(typed), "owner_id": officer.id}
                new_firm = [made("enterprise", **told)]
        open_ones = [
            key
            for key in (self.model.ids("project", enterprise_id=firm_id) if firm_id else [])
            if self.model.get("project", key)["stage"] not in ENDS
        ]
        project = Project(name=name, enterprise_id=None if typed else firm_id, total_investment=total)
        new = NewProject(project=project, enterprise_name=typed, on=on, may_have_twins=is_another)
        told = {"name": name, "total_investment": total, "stage_since": on, "first_reported_on": on}
        told |= {"owner_id": officer.id, "office_id": officer.office_id, "code": self._next_code(on)}
        told |= {"enterprise_id": ANYTHING if new_firm else firm_id}
        self.do(
            side,
            lambda crm: crm.projects.add(new),
            *new_firm,
            made("project", **told),
            made("stage_entry", project_id=ANYTHING, stage=Stage.LEAD, entered_on=on),
            Some(
                ("project_link",), lambda _key, pair: pair[1] is not None and pair[1]["other_id"] in open_ones
            ),
            refused=ValidationError if open_ones and not is_another else None,
        )

    @rule(side=SIDES, which=WHICH, name=NAMES, step=STEPS)
    def change_project(self, side: int, which: int, name: str, step: str) -> None:
        form, refused = self._form(side, which)
        if form is not None:
            told = {"name": name, "next_step": step}
            self.do(
                side,
                lambda crm: crm.projects.save(replace(form, **told), on=TODAY),  # type: ignore[arg-type]
                changed("project", form.key, **told),
                refused=refused,
            )

    @rule(side=SIDES, which=WHICH, total=SUMS)
    def change_in_place(self, side: int, which: int, total: Money | None) -> None:
        form, refused = self._form(side, which)
        if form is not None:
            self.do(
                side,
                lambda crm: crm.projects.change(form.key, form.version, total_investment=total),
                changed("project", form.key, total_investment=total),
                refused=refused,
            )

    @rule(side=SIDES, one=WHICH, two=WHICH, step=STEPS)
    def change_several(self, side: int, one: int, two: int, step: str) -> None:
        first, refused_first = self._form(side, one)
        if first is None:
            return
        second, refused_second = self._form(side, two)
        forms = {form.key: form for form in (first, second) if form is not None}
        changes = [
            ProjectChange(project_id=form.key, version=form.version, values={"remark": step})
            for form in forms.values()
        ]
        self.do(
            side,
            lambda crm: crm.projects.change_many(changes),
            *(changed("project", key, remark=step) for key in forms),
            refused=refused_first or refused_second,
        )

    @rule(
        side=SIDES, which=st.lists(WHICH, min_size=1, max_size=3), on=st.none() | DAYS, step=st.none() | STEPS
    )
    def plan(self, side: int, which: list[int], on: date | None, step: str | None) -> None:
        keys = self._several(which)
        told = {"next_follow_up_on": on} | ({} if step is None else {"next_step": step})
        self.do(
            side,
            lambda crm: crm.projects.plan(keys, on, step),
            *(changed("project", key, **told) for key in keys),
        )

    @rule(side=SIDES, which=st.lists(WHICH, min_size=1, max_size=3), to=SIDES)
    def assign(self, side: int, which: list[int], to: int) -> None:
        keys, owner = self._several(which), self.keyboards[to].officer.key
        self.do(
            side,
            lambda crm: crm.projects.assign(keys, owner),
            *(changed("project", key, owner_id=owner) for key in keys),
        )

    @rule(side=SIDES, which=WHICH, how=st.sampled_from(VerifiedBy), on=PAST)
    def verify(self, side: int, which: int, how: VerifiedBy, on: date) -> None:
        form, refused = self._form(side, which)
        if form is not None:
            by_hand = how is not VerifiedBy.NOBODY
            who = self.keyboards[side].officer.id if by_hand else None
            told = {"verified_how": how, "verified_by": who, "verified_on": on if by_hand else None}
            self.do(
                side,
                lambda crm: crm.projects.verify(form.key, form.version, how, on),
                changed("project", form.key, **told),
                refused=refused,
            )

    @rule(side=SIDES, which=WHICH, on=st.none() | DAYS, reason=STEPS)
    def hold(self, side: int, which: int, on: date | None, reason: str) -> None:
        form, refused = self._form(side, which)
        if form is not None:
            told = {"is_on_hold": on is not None, "review_on": on, "hold_reason": reason if on else ""}
            self.do(
                side,
                lambda crm: crm.projects.hold(form.key, form.version, on, reason),
                changed("project", form.key, **told),
                refused=refused,
            )

    @rule(side=SIDES, which=WHICH, beside=WHICH)
    def reorder(self, side: int, which: int, beside: int) -> None:
        key = self.pick("project", which)
        if key is None:
            return
        stage = self.model.get("project", key)["stage"]
        others = [other for other in self.model.ids("project", stage=stage) if other != key]
        below = others[beside % len(others)] if others else None
        slot = Slot(below_id=below)
        self.do(
            side,
            lambda crm: crm.projects.reorder(key, slot),
            Some(("project",), lambda _key, pair: _differing(pair) <= {"board_place"}),
        )
        column = next(
            one
            for one in self.keyboards[side].crm.projects.board(ProjectFilter(), TODAY)
            if one.stage == stage
        )
        if below is not None:
            assert column.ids[column.ids.index(key) + 1] == below

    @rule(side=SIDES, which=WHICH, to=DAYS)
    def drag_in_the_calendar(self, side: int, which: int, to: date) -> None:
        crm = self.keyboards[side].crm
        entries = crm.projects.days(ProjectFilter(), date(2026, 1, 1), date(2026, 12, 31))
        planned = [entry for entry in entries if entry.kind is DayKind.FOLLOW_UP]
        if planned:
            entry = planned[which % len(planned)]
            self.do(
                side,
                lambda crm: crm.projects.reschedule(entry, to),
                changed("project", entry.project_id, next_follow_up_on=to),
            )

    @rule(side=SIDES, which=WHICH)
    def delete_project(self, side: int, which: int) -> None:
        key = self.pick("project", which)
        if key is None:
            return
        project, going = self.model.get("project", key), list[Expected]()
        for link in self.model.about("project", key, of="follow_up_subject"):
            told = self.model.get("follow_up_subject", link)["follow_up_id"]
            if len(self.model.ids("follow_up_subject", follow_up_id=told)) > 1:
                continue
            if project["enterprise_id"] is not None:
                about = {"target_kind": "enterprise", "target_id": project["enterprise_id"]}
                going.append(made("follow_up_subject", follow_up_id=told, **about))
            else:
                going += [gone("follow_up", told), *hanging(self.model, Ref(kind="follow_up", id=told))]
        for kind in ("claim", "stage_entry", "obstacle", "transfer", "project_link", "visit_stop_project"):
            going += [gone(kind, one) for one in self.model.ids(kind, project_id=key)]
        going += [gone("project_link", one) for one in self.model.ids("project_link", other_id=key)]
        going += [*hanging(self.model, Ref(kind="project", id=key)), gone("project", key)]
        self.do(side, lambda crm: crm.projects.delete(key), *once(going))

    # Names and phases

    @rule(
        side=SIDES,
        which=WHICH,
        names=st.dictionaries(
            st.sampled_from(["凌川项目", "储能一期"]), st.sampled_from(NameKind), max_size=2
        ),
    )
    def name_project(self, side: int, which: int, names: dict[str, NameKind]) -> None:
        key = self.pick("project", which)
        if key is None:
            return
        known = {
            self.model.get("alias", one)["text"]: one for one in self.model.about("project", key, of="alias")
        }
        expected = [gone("alias", one) for text, one in known.items() if text not in names]
        expected += [
            changed("alias", known[text], kind=str(kind)) for text, kind in names.items() if text in known
        ]
        expected += [
            made("alias", target_kind="project", target_id=key, text=text, origin="officer", kind=str(kind))
            for text, kind in names.items()
            if text not in known
        ]
        asked = {kind: [text for text, one in names.items() if one is kind] for kind in NameKind}
        self.do(side, lambda crm: crm.projects.set_names(key, asked), *expected)

    @rule(side=SIDES, one=WHICH, two=WHICH, relation=st.sampled_from(Relation))
    def relate(self, side: int, one: int, two: int, relation: Relation) -> None:
        first, second = self.pick("project", one), self.pick("project", two)
        if first is None or second is None:
            return
        is_ring = relation is Relation.LATER_PHASE and first in self._phases_before(second)
        old = [
            *self.model.ids("project_link", project_id=first, other_id=second),
            *self.model.ids("project_link", project_id=second, other_id=first),
        ]
        self.do(
            side,
            lambda crm: crm.projects.relate(first, second, relation),
            *(gone("project_link", link) for link in old),
            made("project_link", project_id=first, other_id=second, relation=relation),
            refused=ValidationError if first == second or is_ring else None,
        )

    @rule(side=SIDES, which=WHICH)
    def unrelate(self, side: int, which: int) -> None:
        link = self.pick("project_link", which)
        if link is not None:
            self.do(side, lambda crm: crm.projects.unrelate(link), gone("project_link", link))

    # Another office

    @rule(side=SIDES, which=WHICH, to=SIDES, is_agreed=st.booleans())
    def transfer(self, side: int, which: int, to: int, is_agreed: bool) -> None:
        key = self.pick("project", which)
        if key is None:
            return
        project, office = self.model.get("project", key), self.keyboards[to].officer.office_id or 0
        earlier = [
            self.model.get("transfer", one)["state"] for one in self.model.ids("transfer", project_id=key)
        ]
        may = (
            all(state is TransferState.DECLINED for state in earlier)
            and project["office_id"] not in (None, office)
            and project["stage"] not in ENDS
        )
        asked = Handover(to_office_id=office, on=TODAY, reason="选址", is_agreed=is_agreed)
        told = {"project_id": key, "from_office_id": project["office_id"], "to_office_id": office}
        told |= {"from_owner_id": project["owner_id"], "proposed_on": TODAY, "reason": "选址"}
        answered = {"state": TransferState.ACCEPTED, "decided_on": TODAY, "to_owner_id": project["owner_id"]}
        expected = [made("transfer", **told | (answered if is_agreed else {}))]
        if is_agreed:
            expected.append(changed("project", key, office_id=office))
        self.do(
            side,
            lambda crm: crm.projects.transfer(key, asked),
            *expected,
            refused=None if may else ValidationError,
        )

    @rule(side=SIDES, which=WHICH, yes=st.booleans())
    def answer_transfer(self, side: int, which: int, yes: bool) -> None:
        key = self.pick("transfer", which)
        if key is None:
            return
        transfer = self.model.get("transfer", key)
        refused = None if transfer["state"] is TransferState.PROPOSED else ValidationError
        if yes:
            project_id, office = transfer["project_id"], transfer["to_office_id"]
            owner = self.model.get("project", project_id)["owner_id"]
            told: dict[str, Any] = {
                "state": TransferState.ACCEPTED,
                "decided_on": TODAY,
                "to_owner_id": owner,
            }
            self.do(
                side,
                lambda crm: crm.projects.accept_transfer(key, TODAY),
                changed("transfer", key, **told),
                changed("project", project_id, office_id=office),
                refused=refused,
            )
        else:
            told = {"state": TransferState.DECLINED, "decided_on": TODAY, "answer": "无地"}
            self.do(
                side,
                lambda crm: crm.projects.decline_transfer(key, TODAY, "无地"),
                changed("transfer", key, **told),
                refused=refused,
            )

    # Obstacles

    @rule(side=SIDES, which=WHICH, text=st.sampled_from(["用地指标", "蒸汽价格"]))
    def note_obstacle(self, side: int, which: int, text: str) -> None:
        key = self.pick("project", which)
        if key is not None:
            new = Obstacle(project_id=key, text=text)
            expected = made("obstacle", project_id=key, text=text)
            self.do(side, lambda crm: crm.projects.save_obstacle(new), expected)

    @rule(side=SIDES, which=WHICH, on=PAST)
    def close_obstacle(self, side: int, which: int, on: date) -> None:
        key = self.pick("obstacle", which)
        if key is not None:
            self.do(
                side, lambda crm: crm.projects.close_obstacle(key, on), changed("obstacle", key, closed_on=on)
            )

    # Out of the model

    def _form(self, side: int, which: int) -> tuple[Project | None, type[CrmError] | None]:
        """A project as this officer has it, perhaps for long, and how saving that must be refused."""
        keys = sorted(
            {*self.model.ids("project"), *(k for kind, k in self.keyboards[side].forms if kind == "project")}
        )
        if not keys:
            return None, None
        key = keys[which % len(keys)]
        form: Project = self.open_form(side, "project", key)
        is_old = self.close_form(side, "project", key)
        if ("project", key) not in self.model.records:
            return form, CrmError
        is_moved = form.stage != self.model.get("project", key)["stage"]
        return form, CrmError if is_moved else Conflict if is_old else None

    def _several(self, which: Iterable[int]) -> list[int]:
        keys = [key for one in which if (key := self.pick("project", one)) is not None]
        return list(dict.fromkeys(keys))

    def _firms_called(self, name: str) -> set[int]:
        named = {
            self.model.get("alias", one)["target_id"]
            for one in self.model.ids("alias", target_kind="enterprise", text=name)
        }
        same = self.model.ids("enterprise", name_key=name_key(name))
        return {*named, *same, *self.model.ids("enterprise", short_name=name)}

    def _next_code(self, on: date) -> str:
        taken = [self.model.get("project", key)["code"] for key in self.model.ids("project")]
        numbers = [int(code[8:]) for code in taken if code.startswith(f"{on:%Y%m%d}")]
        return f"{on:%Y%m%d}{max(numbers, default=0) + 1:03d}"

    def _phases_before(self, key: int) -> set[int]:
        seen, waiting = {key}, [key]
        while waiting:
            for link in self.model.ids(
                "project_link", project_id=waiting.pop(), relation=Relation.LATER_PHASE
            ):
                other = self.model.get("project_link", link)["other_id"]
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return seen


def _differing(pair: Any) -> set[str]:
    before, after = pair
    if before is None or after is None:
        return {"the whole record"}
    return {name for name in after if before[name] != after[name]}

"""Rules of the directory: enterprises, contacts, zones, industries, their names and nodes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from crm.domain.checks import name_key
from crm.domain.directory import Contact, Enterprise, Grade, Industry, Zone, ZoneRelation
from crm.domain.errors import Conflict, CrmError
from crm.domain.records import Ref, kind_of, references_to
from crm.domain.tasks import ABOUT
from tests.machine.model import Expected, Model, changed, gone, made, once
from tests.machine.officers import SIDES, WHICH, Officers

FIRMS = st.sampled_from(
    ["凌川氢能科技有限公司", "砺桥传动股份有限公司", "海宁储能有限公司", "上海恒岳重工集团"]
)
PEOPLE = st.sampled_from(["周岚", "陆远舟", "韩亦凡"])
ZONES = st.sampled_from(["如东经济开发区", "凌川高新区", "海安开发区"])
NODES = st.sampled_from(["新型储能", "电芯", "氢能", "隔膜"])
OTHER_NAMES = st.lists(st.sampled_from(["凌川", "老砺桥", "储能一号"]), max_size=2, unique=True)
NOTES = st.sampled_from(["", "已电话联系", "要求看地", "凌川的客户"])
PHONES = st.sampled_from(["", "13800000001", "13900000002"])
OF_FIRMS = ("enterprise_industry", "label_ground")  # they go with an enterprise
KINDS = ("enterprise", "contact", "zone", "industry")


class DirectoryRules(Officers):
    """What officers do in the directory."""

    @rule(side=SIDES, name=FIRMS, parent=st.none() | WHICH, note=NOTES)
    def add_enterprise(self, side: int, name: str, parent: int | None, note: str) -> None:
        parent_id = None if parent is None else self.pick("enterprise", parent)
        new = Enterprise(name=name, parent_id=parent_id, note=note)
        told = {"name": name, "name_key": name_key(name), "parent_id": parent_id, "note": note}
        self.do(side, lambda crm: crm.directory.save_enterprise(new), made("enterprise", **told))

    @rule(side=SIDES, which=WHICH, note=NOTES, grade=st.none() | st.sampled_from(Grade))
    def change_enterprise(self, side: int, which: int, note: str, grade: Grade | None) -> None:
        self._save_form(side, "enterprise", which, note=note, grade=grade)

    @rule(side=SIDES, which=WHICH, name=FIRMS)
    def rename_enterprise(self, side: int, which: int, name: str) -> None:
        self._save_form(side, "enterprise", which, name=name, name_key=name_key(name))

    @rule(side=SIDES, name=PEOPLE, firm=WHICH, phone=PHONES)
    def add_contact(self, side: int, name: str, firm: int, phone: str) -> None:
        firm_id = self.pick("enterprise", firm)
        if firm_id is not None:
            told = {"name": name, "enterprise_id": firm_id, "phone": phone}
            new = Contact(**told)  # type: ignore[arg-type]
            self.do(side, lambda crm: crm.directory.save_contact(new), made("contact", **told))

    @rule(side=SIDES, which=WHICH, phone=PHONES, note=NOTES)
    def change_contact(self, side: int, which: int, phone: str, note: str) -> None:
        self._save_form(side, "contact", which, phone=phone, note=note)

    @rule(side=SIDES, name=ZONES, relation=st.sampled_from(ZoneRelation))
    def add_zone(self, side: int, name: str, relation: ZoneRelation) -> None:
        new = Zone(name=name, relation=relation)
        self.do(side, lambda crm: crm.directory.save_zone(new), made("zone", name=name, relation=relation))

    @rule(side=SIDES, which=WHICH, note=NOTES)
    def change_zone(self, side: int, which: int, note: str) -> None:
        self._save_form(side, "zone", which, note=note)

    @rule(side=SIDES, name=NODES, parent=st.none() | WHICH)
    def add_industry(self, side: int, name: str, parent: int | None) -> None:
        parent_id = None if parent is None else self.pick("industry", parent)
        new = Industry(name=name, parent_id=parent_id)
        told = {"name": name, "parent_id": parent_id}
        self.do(side, lambda crm: crm.directory.save_industry(new), made("industry", **told))

    @rule(side=SIDES, which=WHICH, name=NODES)
    def rename_industry(self, side: int, which: int, name: str) -> None:
        self._save_form(side, "industry", which, name=name)

    @rule(
        side=SIDES, kind=st.sampled_from(("enterprise", "zone", "industry")), which=WHICH, texts=OTHER_NAMES
    )
    def set_aliases(self, side: int, kind: str, which: int, texts: list[str]) -> None:
        key = self.pick(kind, which)
        if key is None:
            return
        known = {self.model.get("alias", one)["text"]: one for one in self.model.about(kind, key, of="alias")}
        going = [gone("alias", one) for text, one in known.items() if text not in texts]
        coming = [
            made("alias", target_kind=kind, target_id=key, text=text, origin="officer")
            for text in texts
            if text not in known
        ]
        ref = Ref(kind=kind, id=key)
        self.do(side, lambda crm: crm.directory.set_aliases(ref, texts), *going, *coming)

    @rule(side=SIDES, firm=WHICH, nodes=st.lists(WHICH, max_size=2))
    def set_nodes(self, side: int, firm: int, nodes: list[int]) -> None:
        firm_id = self.pick("enterprise", firm)
        wanted = {key for node in nodes if (key := self.pick("industry", node)) is not None}
        if firm_id is None:
            return
        known = {
            self.model.get("enterprise_industry", link)["industry_id"]: link
            for link in self.model.ids("enterprise_industry", enterprise_id=firm_id)
        }
        going = [gone("enterprise_industry", link) for node, link in known.items() if node not in wanted]
        coming = [
            made("enterprise_industry", enterprise_id=firm_id, industry_id=node)
            for node in wanted
            if node not in known
        ]
        self.do(side, lambda crm: crm.directory.set_nodes(firm_id, wanted), *going, *coming)

    @rule(side=SIDES, kind=st.sampled_from(KINDS), which=WHICH)
    def delete_from_directory(self, side: int, kind: str, which: int) -> None:
        key = self.pick(kind, which)
        if key is None:
            return
        ref = Ref(kind=kind, id=key)
        with_it = hanging(self.model, ref)
        if kind == "enterprise":
            for one in OF_FIRMS:
                with_it += [gone(one, link) for link in self.model.ids(one, enterprise_id=key)]
        refused = Conflict if _is_needed(self.model, ref) else None
        self.do(side, lambda crm: crm.directory.delete(ref), *with_it, gone(kind, key), refused=refused)

    def _save_form(self, side: int, kind: str, which: int, **told: Any) -> None:
        """Saves a form that may have been open for long: never over what somebody else has saved since."""
        left_open = [key for one, key in self.keyboards[side].forms if one == kind]
        keys = sorted({*self.model.ids(kind), *left_open})
        if not keys:
            return
        key = keys[which % len(keys)]
        if (kind, key) not in self.model.records and key not in left_open:
            return
        form = replace(self.open_form(side, kind, key), **told)
        is_old = self.close_form(side, kind, key)
        refused = CrmError if (kind, key) not in self.model.records else Conflict if is_old else None
        self.do(
            side,
            lambda crm: getattr(crm.directory, f"save_{kind}")(form),
            changed(kind, key, **told),
            refused=refused,
        )


def hanging(model: Model, ref: Ref) -> list[Expected]:
    """What goes with a record because it only says something about it, or lets go of it."""
    expected = _lonely_tasks(model, ref) if ref.kind in ABOUT else []
    for one in references_to(ref.kind):
        kind = kind_of(one.record)
        pointing = {one.field: ref.id} | ({one.kind_field: ref.kind} if one.kind_field else {})
        for key in model.ids(kind, **pointing):
            if one.is_loose:
                expected.append(changed(kind, key, **{one.field: None}))
            elif one.kind_field:
                expected.append(gone(kind, key))
                if kind == "attachment":
                    expected += [gone("pin", one) for one in model.about(kind, key, of="pin")]
    return once(expected)


def _lonely_tasks(model: Model, ref: Ref) -> list[Expected]:
    """Tasks about a record alone, and what of them does not point at it."""
    expected: list[Expected] = []
    for link in model.about(ref.kind, ref.id, of="task_subject"):
        task = model.get("task_subject", link)["task_id"]
        links = model.ids("task_subject", task_id=task)
        if links == [link]:
            expected += [
                gone("task", task),
                *(gone("pin", one) for one in model.about("task", task, of="pin")),
            ]
    return expected


def _is_needed(model: Model, ref: Ref) -> bool:
    """Whether something stands on the record that does not go with it, or was talked about it alone."""
    talks = [
        model.get("follow_up_subject", link)["follow_up_id"]
        for link in model.about(ref.kind, ref.id, of="follow_up_subject")
    ]
    return any(len(model.ids("follow_up_subject", follow_up_id=talk)) == 1 for talk in talks) or any(
        model.ids(kind_of(one.record), **{one.field: ref.id})
        for one in references_to(ref.kind)
        if not one.kind_field
        and not one.is_loose
        and not (ref.kind == "enterprise" and kind_of(one.record) in OF_FIRMS)
    )

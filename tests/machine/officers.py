"""Two officers at their keyboards: what every rule is made with, and what they take back and bring back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from crm.app import Crm, open_crm
from crm.data.worker import Worker
from crm.domain.changes import Announcement
from crm.domain.directory import Contact, Enterprise, Industry, Zone
from crm.domain.errors import Conflict, CrmError
from crm.domain.office import Office, Officer, Role
from crm.domain.projects import Project
from crm.domain.records import Record, Ref, record_class, record_kinds
from crm.domain.settings import Settings
from crm.services.articles import Articles
from crm.services.projects import NewProject
from crm.services.rules import Rules
from crm.services.steps.intake_desk import IntakeDesk
from tests.machine.model import Expected, Key, Model, Plain, Some, Step, dangling, doubled, plain
from tests.machine.seen import Look, looks

TODAY = date(2026, 5, 18)
SIDES = st.integers(0, 1)
WHICH = st.integers(0, 40)
FORMS = ("project", "enterprise", "contact", "zone", "task", "visit", "visit_stop", "follow_up")
DAYS = st.integers(-60, 60).map(lambda days: TODAY + timedelta(days=days))
PAST = st.integers(0, 60).map(lambda days: TODAY - timedelta(days=days))


@dataclass
class Keyboard:
    """An officer with a program of their own."""

    crm: Crm
    officer: Officer
    undo: list[Step] = field(default_factory=list)
    redo: list[Step] = field(default_factory=list)
    forms: dict[Key, tuple[Record, int]] = field(default_factory=dict)  # and how many steps were done then
    heard: list[Announcement] = field(default_factory=list)


class Officers(RuleBasedStateMachine):
    """Whoever adds rules inherits from this; `do` carries an operation out and compares."""

    location = ""
    child: Worker  # that reads foreign files, shared by all runs: it takes long to start

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self._look = 0
        first = self._open()
        offices = [
            first.office.save_office(Office(name=name, position=place))
            for place, name in enumerate(("长三角招商组", "驻上海招商组"))
        ]
        officers = [
            first.office.save_officer(Officer(name=name, office_id=office.key, role=Role.ADMIN))
            for name, office in zip(("沈砚秋", "顾明川"), offices, strict=True)
        ]
        self.keyboards = [
            Keyboard(crm, officer)
            for crm, officer in zip((self._open(), self._open()), officers, strict=True)
        ]
        _begin(first, officers[0])
        first.close()
        for keyboard in self.keyboards:
            keyboard.crm.office.sign_in(keyboard.officer.key)
            keyboard.crm.history.subscribe(keyboard.heard.append)
        self.model.apply(self.model.differences(self.stored()))

    def _open(self) -> Crm:
        crm = open_crm(Settings(location=self.location, language="en"))
        desk = IntakeDesk(crm.store, self.child)
        return replace(crm, articles=Articles(crm.store, desk, may_fetch=False), rules=Rules(crm.store, desk))

    def teardown(self) -> None:
        for keyboard in self.keyboards:
            keyboard.crm.close()

    # What rules are made with

    def pick(self, kind: str, which: int, /, **equal: Any) -> int | None:
        """One of the records of a kind, or None."""
        ids = self.model.ids(kind, **equal)
        return ids[which % len(ids)] if ids else None

    def any_of(self, kinds: tuple[str, ...], which: int) -> Ref | None:
        """One of the records of these kinds, or None."""
        refs = [Ref(kind=kind, id=key) for kind in kinds for key in self.model.ids(kind)]
        return refs[which % len(refs)] if refs else None

    def do(
        self,
        side: int,
        operation: Callable[[Crm], Any],
        *expected: Expected | Some,
        refused: type[CrmError] | None = None,
        may_refuse: type[CrmError] | tuple[()] = (),
    ) -> Any:
        """Carries an operation out: it must do what is expected and nothing else, or be `refused`.

        Where the model cannot tell, the operation `may_refuse`, but then it must have changed nothing.
        """
        keyboard = self.keyboards[side]
        if refused is not None:
            with pytest.raises(refused):
                operation(keyboard.crm)
            assert not self.model.differences(self.stored()), "a refused operation has changed something"
            return None
        try:
            answer = operation(keyboard.crm)
        except may_refuse:
            assert not self.model.differences(self.stored()), "a refused operation has changed something"
            return None
        differences = self.model.differences(self.stored())
        _compare(self.model, dict(differences), expected)
        if differences:
            step = self.model.did(self.newest_step(), differences)
            keyboard.undo.append(step)
            keyboard.redo.clear()
        return answer

    def stored(self) -> dict[Key, Plain]:
        """Every record as it lies in the database."""
        crm = self.keyboards[0].crm if hasattr(self, "keyboards") else self._open()
        with crm.store.read() as reader:
            return {
                (name, record.key): plain(record)
                for name, kind in record_kinds().items()
                for record in reader.all(kind)
            }

    def newest_step(self) -> str:
        """The name of the step that was done last, by whomever."""
        return self.keyboards[0].crm.history.newest(1)[0].step

    # Forms that stay open while others work

    def open_form(self, side: int, kind: str, key: int) -> Any:
        """The record as this officer has it in a form: as it was when the form was opened."""
        forms = self.keyboards[side].forms
        if (kind, key) not in forms:
            with self.keyboards[side].crm.store.read() as reader:
                forms[kind, key] = reader.get(record_class(kind), key), len(self.model.steps)
        return forms[kind, key][0]

    def close_form(self, side: int, kind: str, key: int) -> bool:
        """Lets go of the form; whether somebody has changed the record since it was opened."""
        _record, at = self.keyboards[side].forms.pop((kind, key))
        return any((kind, key) in step.differences for step in self.model.steps[at:])

    @rule(side=SIDES, kind=st.sampled_from(FORMS), which=WHICH)
    def leave_a_form_open(self, side: int, kind: str, which: int) -> None:
        key = self.pick(kind, which)
        if key is not None:
            self.open_form(side, kind, key)

    # Taking back

    @rule(side=SIDES)
    def undo(self, side: int) -> None:
        keyboard = self.keyboards[side]
        self._reverse(keyboard.undo, keyboard.redo, keyboard.crm.history.undo)

    @rule(side=SIDES)
    def redo(self, side: int) -> None:
        keyboard = self.keyboards[side]
        self._reverse(keyboard.redo, keyboard.undo, keyboard.crm.history.redo)

    @precondition(lambda self: self.model.steps)
    @rule(side=SIDES, which=WHICH)
    def take_back(self, side: int, which: int) -> None:
        step = self.model.steps[-1 - which % len(self.model.steps)]
        undone = self.model.reversal(step) if step.is_standing else None
        keyboard = self.keyboards[side]
        if undone is None:
            with pytest.raises(Conflict):
                keyboard.crm.history.take_back(step.name)
            assert not self.model.differences(self.stored())
            return
        keyboard.crm.history.take_back(step.name)
        assert self.model.differences(self.stored()) == _real(undone)
        self.model.reversed(step, self.newest_step(), undone)
        keyboard.undo = [entry for entry in keyboard.undo if entry is not step]

    @rule(side=SIDES)
    def hear_of_others(self, side: int) -> None:
        self.keyboards[side].crm.history.poll()

    @rule(side=SIDES)
    def check_the_database(self, side: int) -> None:
        found = self.keyboards[side].crm.office.check()
        assert not found, found

    def _reverse(self, source: list[Step], target: list[Step], call: Callable[[], Any]) -> None:
        while source and not source[-1].is_standing:
            source.pop()
        step = source.pop() if source else None
        undone = self.model.reversal(step) if step is not None else None
        if step is not None and undone is None:
            with pytest.raises(Conflict):
                call()
            assert not self.model.differences(self.stored())
            return
        answer = call()
        assert (answer is None) == (step is None)
        if step is not None and undone is not None:
            assert self.model.differences(self.stored()) == _real(undone)
            target.append(self.model.reversed(step, self.newest_step(), undone))

    # What must hold

    @invariant()
    def nothing_refers_to_what_is_gone(self) -> None:
        assert list(dangling(self.model.records)) == []
        assert list(doubled(self.model.records)) == []

    @invariant()
    def screens_show_what_the_model_knows(self) -> None:
        """One look after every step, each in its turn, by each officer in turn."""
        self._look += 1
        look: Look = looks()[self._look % len(looks())]
        look(self.keyboards[self._look // len(looks()) % 2].crm, self.model, TODAY)


def _begin(crm: Crm, officer: Officer) -> None:
    """Something to work on, so that hardly a step finds nothing to do."""
    crm.office.sign_in(officer.key)
    firm = crm.directory.save_enterprise(Enterprise(name="凌川氢能科技有限公司"))
    crm.directory.save_contact(Contact(name="周岚", enterprise_id=firm.id))
    crm.directory.save_zone(Zone(name="如东经济开发区"))
    crm.directory.save_industry(Industry(name="氢能"))
    for name in ("氢能装备基地", "储能电芯项目"):
        project = Project(name=name, enterprise_id=firm.id)
        crm.projects.add(NewProject(project=project, on=TODAY - timedelta(days=30), may_have_twins=True))


def _real(undone: dict[Key, Any]) -> dict[Key, Any]:
    return {key: (before, after) for key, (before, after) in undone.items() if before != after}


def _compare(model: Model, found: dict[Key, Any], expected: tuple[Expected | Some, ...]) -> None:
    """Fails unless what was found is what was expected, one for one."""
    for one in expected:
        if isinstance(one, Expected):
            fitting = next((key for key, difference in found.items() if one.fits(key, difference)), None)
            assert fitting is not None or one.says_nothing_new(model.records), f"expected {one}: {found}"
            if fitting is not None:
                del found[fitting]
    for key, difference in found.items():
        assert any(
            key[0] in one.kinds and one.fits(key, difference) for one in expected if isinstance(one, Some)
        ), f"nobody expected {key}: {difference}"

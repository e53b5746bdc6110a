"""Two officers at random on one database, compared step by step with a plain model.

INVESTLEAD_LONG=1 takes ten thousand steps on each database.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from crm.data import log
from crm.data.opening import open_store
from crm.data.store import Store
from crm.domain.changes import Announcement
from crm.domain.directory import Enterprise
from crm.domain.errors import Conflict, CrmError, NotFound
from crm.domain.records import new_uid
from tests.stores import BOTH, empty_tables, matching_ids

LONG = bool(os.environ.get("INVESTLEAD_LONG"))
EXAMPLES, STEPS = (200, 50) if LONG else (12, 25)
NAMES = st.sampled_from(["海宁氢能", "凌川动力", "砺桥传动", "长江重工"])
NOTES = st.sampled_from(["", "已电话联系", "约下周来访", "要求看地"])
SIDES = st.integers(0, 1)

Content = dict[int, tuple[str, str, int | None]]  # id -> name, note, parent


@dataclass
class _Step:
    """What one step did: contents before and after, by id; None where there was no record."""

    name: str
    before: dict[int, tuple[str, str, int | None] | None]
    after: dict[int, tuple[str, str, int | None] | None]
    is_undo: bool = False
    is_standing: bool = True
    undoes: _Step | None = None


@dataclass
class _Officer:
    store: Store
    undo: list[_Step] = field(default_factory=list)
    redo: list[_Step] = field(default_factory=list)
    heard: list[Announcement] = field(default_factory=list)


class TwoOfficers(RuleBasedStateMachine):
    """Creates, changes, deletes, undoes, redoes and takes back; the model knows what must come out."""

    location = ""

    def __init__(self) -> None:
        super().__init__()
        self.officers = [_Officer(open_store(self.location)) for _side in range(2)]
        for officer in self.officers:
            officer.store.subscribe(officer.heard.append)
        self.content: Content = {}
        self.opened: dict[int, Enterprise] = {}
        self.steps: list[_Step] = []

    def teardown(self) -> None:
        for officer in self.officers:
            officer.store.close()

    # What officers do

    @rule(side=SIDES, name=NAMES, note=NOTES, parent=st.integers(0, 20))
    def create(self, side: int, name: str, note: str, parent: int) -> None:
        parent_id = self._pick(parent)
        with self._write(side) as writer:
            made = writer.save(Enterprise(name=name, note=note, parent_id=parent_id))
        self._done(side, {made.key: None}, {made.key: (name, note, parent_id)})

    @rule(side=SIDES, name=NAMES, note=NOTES)
    def create_two_in_one_step(self, side: int, name: str, note: str) -> None:
        step = new_uid()
        with self._write(side, step) as writer:
            first = writer.save(Enterprise(name=name))
        with self._write(side, step) as writer:
            second = writer.save(Enterprise(name=name, parent_id=first.id))
            writer.save(replace(first, note=note))
        after = {first.key: (name, note, None), second.key: (name, "", first.id)}
        self._done(side, dict.fromkeys(after), dict(after))

    @precondition(lambda self: self.content)
    @rule(side=SIDES, which=st.integers(0, 20), name=NAMES, note=NOTES)
    def change(self, side: int, which: int, name: str, note: str) -> None:
        record_id = self._pick(which)
        assert record_id is not None
        before = self.content[record_id]
        with self._write(side) as writer:
            record = writer.get(Enterprise, record_id)
            self.opened.setdefault(record_id, record)
            writer.save(replace(record, name=name, note=note))
        after = (name, note, before[2])
        if after != before:
            self._done(side, {record_id: before}, {record_id: after})

    @precondition(lambda self: self.opened)
    @rule(side=SIDES, which=st.integers(0, 20))
    def save_an_old_form(self, side: int, which: int) -> None:
        record = sorted(self.opened.values(), key=lambda entry: entry.key)[which % len(self.opened)]
        del self.opened[record.key]
        with self.officers[side].store.read() as reader:
            current = reader.find(Enterprise, record.key)
        if current == record:
            return
        stale = replace(record, note="旧表单")
        with pytest.raises(NotFound if current is None else Conflict), self._write(side) as writer:
            writer.save(stale)

    @precondition(lambda self: self.content)
    @rule(side=SIDES, which=st.integers(0, 20))
    def delete(self, side: int, which: int) -> None:
        record_id = self._pick(which)
        assert record_id is not None
        is_needed = any(parent == record_id for _name, _note, parent in self.content.values())
        try:
            with self._write(side) as writer:
                writer.delete(writer.get(Enterprise, record_id))
        except Conflict:
            assert is_needed
        else:
            assert not is_needed
            self._done(side, {record_id: self.content[record_id]}, {record_id: None})

    @rule(side=SIDES)
    def undo(self, side: int) -> None:
        officer = self.officers[side]
        self._reverse(officer.undo, officer.redo, officer.store.undo)

    @rule(side=SIDES)
    def redo(self, side: int) -> None:
        officer = self.officers[side]
        self._reverse(officer.redo, officer.undo, officer.store.redo)

    @precondition(lambda self: self.steps)
    @rule(side=SIDES, which=st.integers(0, 60))
    def take_back(self, side: int, which: int) -> None:
        step = self.steps[which % len(self.steps)]
        may = step.is_standing and self._may_reverse(step)
        try:
            self.officers[side].store.take_back(step.name)
        except Conflict:
            assert not may
        else:
            assert may
            self._reversed(step)
            self.officers[side].undo = [entry for entry in self.officers[side].undo if entry is not step]

    @rule(side=SIDES)
    def poll(self, side: int) -> None:
        self.officers[side].store.poll()

    # What must hold

    @invariant()
    def database_is_as_the_model(self) -> None:
        with self.officers[0].store.read() as reader:
            stored = {firm.key: (firm.name, firm.note, firm.parent_id) for firm in reader.all(Enterprise)}
            assert stored == self.content
            found = set(matching_ids(reader.connection, "氢能", "enterprise"))
        assert found == {record_id for record_id, entry in self.content.items() if "氢能" in entry[0]}

    @invariant()
    def next_undo_is_the_newest_standing_step(self) -> None:
        for officer in self.officers:
            told = officer.store.next_undo()
            assert (told is None) <= (not any(step.is_standing for step in officer.undo))

    # The model

    @contextmanager
    def _write(self, side: int, step: str | None = None) -> Iterator[Any]:
        with self.officers[side].store.write("Step", step=step) as writer:
            yield writer

    def _pick(self, which: int) -> int | None:
        ids = sorted(self.content)
        return ids[which % len(ids)] if ids else None

    def _done(self, side: int, before: dict[int, Any], after: dict[int, Any]) -> None:
        step = _Step(self._newest(), before, after)
        self._apply(after)
        self.steps.append(step)
        self.officers[side].undo.append(step)
        self.officers[side].redo.clear()

    def _newest(self) -> str:
        with self.officers[0].store.read() as reader:
            return log.newest(reader.connection, 1)[0].step

    def _apply(self, state: dict[int, Any]) -> None:
        for record_id, content in state.items():
            if content is None:
                self.content.pop(record_id, None)
            else:
                self.content[record_id] = content

    def _reverse(self, source: list[_Step], target: list[_Step], call: Any) -> None:
        while source and not source[-1].is_standing:
            source.pop()
        step = source.pop() if source else None
        may = step is not None and self._may_reverse(step)
        try:
            answer = call()
        except CrmError:
            assert step is not None
            assert not may
        else:
            assert (answer is None) == (step is None)
            if step is not None:
                assert may
                target.append(self._reversed(step))

    def _may_reverse(self, step: _Step) -> bool:
        """Whether nothing was built upon what the step did."""
        after: dict[int, Any] = {**self.content}
        for record_id, (old, new) in self._sides(step).items():
            current = self.content.get(record_id)
            if new is None:
                if current is not None:
                    return False
                after[record_id] = old
            elif current is None:
                return False
            elif old is None:
                if self._is_touched_since(step, record_id):
                    return False
                del after[record_id]
            else:
                merged = list(current)
                for place, (was, became) in enumerate(zip(old, new, strict=True)):
                    if was != became:
                        if current[place] != became:
                            return False
                        merged[place] = was
                after[record_id] = tuple(merged)
        return all(parent is None or parent in after for _name, _note, parent in after.values())

    @staticmethod
    def _sides(step: _Step) -> dict[int, Any]:
        return {record_id: (step.before[record_id], step.after[record_id]) for record_id in step.before}

    def _is_touched_since(self, step: _Step, record_id: int) -> bool:
        later = self.steps[self.steps.index(step) + 1 :]
        return any(record_id in other.before and other.is_standing and not other.is_undo for other in later)

    def _reversed(self, step: _Step) -> _Step:
        before, after = {}, {}
        for record_id, (old, new) in self._sides(step).items():
            current = self.content.get(record_id)
            before[record_id] = current
            if old is None or new is None or current is None:
                after[record_id] = old
            else:
                after[record_id] = tuple(
                    was if was != became else now for was, became, now in zip(old, new, current, strict=True)
                )
        self._apply(after)
        step.is_standing = False
        undo = _Step(self._newest(), before, after, is_undo=True, undoes=step)
        if step.undoes is not None:
            step.undoes.is_standing = True
        self.steps.append(undo)
        return undo


@pytest.mark.parametrize("kind", BOTH)
def test_two_officers_at_random(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    if kind == "sqlite":
        empty = request.getfixturevalue("empty_file")
    else:
        address = request.getfixturevalue("server_database")

    class OnThisDatabase(TwoOfficers):
        def __init__(self) -> None:
            if kind == "sqlite":
                self.location = str(shutil.copy(empty, tmp_path / f"{new_uid()}.db"))
            else:
                empty_tables(address)
                self.location = address
            super().__init__()

    limits = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(OnThisDatabase, settings=limits)
    finally:
        if kind != "sqlite":
            empty_tables(address)

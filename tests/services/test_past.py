"""Everything as it was known on a day: the log replayed backwards under every list and page."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm.app import Crm
from crm.data.past import PastStore
from crm.data.store import Store
from crm.domain.directory import Contact, Enterprise
from crm.domain.errors import CrmError, NotFound, Refused
from crm.domain.follow_ups import FollowUp
from crm.domain.merges import MergeRequest
from crm.domain.projects import Obstacle, Project
from crm.domain.records import Record, Ref, record_kinds
from crm.domain.rows import ProjectFilter, Sort
from crm.domain.stages import Stage
from crm.services.directory import Directory
from crm.services.history import History
from crm.services.projects import Projects
from crm.services.steps.stages import Move
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago, yi

Copy = dict[str, dict[int, Record]]


def copy_of(store: Store) -> Copy:
    """Every record of every kind, as the store answers it."""
    with store.read() as reader:
        return {kind: {one.key: one for one in reader.all(record)} for kind, record in record_kinds().items()}


@contextmanager
def past_of(crm: Crm, moment: datetime) -> Iterator[PastStore]:
    past = PastStore(crm.store, moment)
    try:
        yield past
    finally:
        past.close()


class Day:
    """What officers do at random, through the services."""

    def __init__(self, crm: Crm, office: SampleOffice, seed: int) -> None:
        self.crm, self.office, self.chance = crm, office, random.Random(seed)
        self.deeds: tuple[Callable[[], object], ...] = (
            self._add, self._add, self._change, self._change, self._move, self._talk, self._delete,
            self._firm, self._merge, self._names, self._person, self._obstacle, self._undo, self._redo,
            self._pin,
        )  # fmt: skip

    def act(self) -> None:
        with suppress(CrmError):  # what stands against a deed is not of interest here
            self.chance.choice(self.deeds)()

    def _one(self) -> Project:
        return self.crm.projects.get(self.chance.choice(self.crm.projects.find(ProjectFilter()) or [0]))

    def _add(self) -> None:
        add_project(self.crm, f"项目{self.chance.random()}", enterprise_id=self.chance.choice(self._firms()))

    def _firms(self) -> list[int]:
        with self.crm.store.read() as reader:
            return [firm.key for firm in reader.all(Enterprise)]

    def _change(self) -> None:
        one = self._one()
        values: dict[str, Any] = {
            "remark": str(self.chance.random()),
            "total_investment": self.chance.choice([None, yi("2"), yi("3", "USD")]),
        }
        self.crm.projects.change(one.key, one.version, **values)

    def _move(self) -> None:
        one, stage = self._one(), self.chance.choice((Stage.INTENTION, Stage.NEGOTIATION, Stage.LOST))
        move = _move_to(stage)
        self.crm.projects.move(one.key, one.version, move)

    def _talk(self) -> None:
        said = FollowUp(happened_on=days_ago(self.chance.randrange(9)), text=str(self.chance.random()))
        self.crm.follow_ups.log(said, [about(self._one())])

    def _delete(self) -> None:
        self.crm.projects.delete(self._one().key)

    def _firm(self) -> None:
        self.crm.directory.save_enterprise(Enterprise(name=f"企业{self.chance.random()}有限公司"))

    def _merge(self) -> None:
        firms = self._firms()
        ids = tuple(self.chance.sample(firms, min(2, len(firms))))
        self.crm.merges.run(MergeRequest(kind="enterprise", ids=ids, survivor_id=ids[0]))

    def _person(self) -> None:
        firm = self.chance.choice(self._firms())
        self.crm.directory.save_contact(Contact(name=f"{self.chance.random()}", enterprise_id=firm))

    def _obstacle(self) -> None:
        self.crm.projects.save_obstacle(Obstacle(project_id=self._one().key, text="用地", opened_on=TODAY))

    def _undo(self) -> None:
        self.crm.history.undo()

    def _redo(self) -> None:
        self.crm.history.redo()

    def _pin(self) -> None:
        self.crm.history.pin(about(self._one()), Ref(kind="follow_up", id=1))

    def _names(self) -> None:
        firm = Ref(kind="enterprise", id=self.chance.choice(self._firms()))
        self.crm.directory.set_aliases(firm, [f"别名{self.chance.random()}"])


def _move_to(stage: Stage) -> Move:
    return Move(stage=stage, on=TODAY, today=TODAY, reason="资金")


@pytest.mark.parametrize("seed", range(3))
def test_the_past_equals_a_copy_that_was_taken_then(crm: Crm, office: SampleOffice, seed: int) -> None:
    day = Day(crm, office, seed)
    kept: list[tuple[datetime, Copy]] = []
    for place in range(48):
        if place % 8 == 0:
            kept.append((datetime.now(UTC), copy_of(crm.store)))
        day.act()
    assert len({str(copy) for _moment, copy in kept}) == len(kept)
    for moment, copy in kept:
        with past_of(crm, moment) as past:
            assert copy_of(past) == copy


def test_what_is_written_while_looking_back_changes_nothing_there(crm: Crm, office: SampleOffice) -> None:
    day = Day(crm, office, 7)
    for _deed in range(12):
        day.act()
    moment, copy = datetime.now(UTC), copy_of(crm.store)
    with past_of(crm, moment) as past:
        for _deed in range(24):
            day.act()
            assert copy_of(past) == copy


def test_lists_pages_and_filters_answer_for_the_day(crm: Crm, office: SampleOffice) -> None:
    first = add_project(crm, "甲基地", enterprise_id=office.firm.id, total_investment=yi("5"))
    gone = add_project(crm, "乙基地", total_investment=yi("9"))
    moment = datetime.now(UTC)
    crm.projects.change(first.key, first.version, name="丙基地", total_investment=yi("1"))
    crm.projects.delete(gone.key)
    new = add_project(crm, "丁基地")
    with past_of(crm, moment) as past:
        projects = Projects(past)
        largest = Sort(key="total_investment", descending=True)
        assert projects.find(ProjectFilter(), largest) == [gone.key, first.key]
        assert [row.name for row in projects.items([first.key], TODAY)] == ["甲基地"]
        page = projects.page(first.key, TODAY)
        assert page.project.total_investment == yi("5")
        assert [entry.kind for entry in page.timeline if entry.kind == "fields"] == []
        board = projects.board(ProjectFilter(), TODAY)
        assert {key for column in board for key in column.ids} == {first.key, gone.key}
        with pytest.raises(NotFound):
            projects.get(new.key)


def test_nothing_is_written_in_the_past(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "甲基地", enterprise_id=office.firm.id)
    with past_of(crm, datetime.now(UTC)) as past:
        projects = Projects(past)
        with pytest.raises(Refused, match="today"):
            projects.change(project.key, project.version, remark="不")
        with pytest.raises(Refused):
            History(past).undo()
    assert crm.projects.get(project.key) == project
    crm.projects.change(project.key, project.version, remark="是")


def test_a_day_ends_at_midnight_where_the_officer_sits(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "甲基地", enterprise_id=office.firm.id)
    today = datetime.now().date()
    known, unknown = crm.as_of(today), crm.as_of(today - timedelta(days=1))
    assert known.projects.find(ProjectFilter()) == [project.key]
    assert unknown.projects.find(ProjectFilter()) == []
    for past in (known, unknown):
        past.close()
    assert crm.projects.get(project.key) == project


def test_the_log_of_the_past_ends_with_the_day(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "甲基地", enterprise_id=office.firm.id)
    newest = crm.history.newest(1)
    moment = datetime.now(UTC)
    crm.projects.change(project.key, project.version, remark="后来")
    with past_of(crm, moment) as past:
        assert History(past).newest(1) == newest


def test_words_find_what_was_written_then_and_not_what_came_later(crm: Crm, office: SampleOffice) -> None:
    first = add_project(crm, "甲基地", enterprise_id=office.firm.id)
    gone = add_project(crm, "乙基地")
    crm.directory.set_aliases(about(first), ["老码头"])
    moment = datetime.now(UTC)
    changed = crm.projects.change(first.key, crm.projects.get(first.key).version, name="丙基地")
    crm.directory.set_aliases(about(changed), ["新码头"])
    crm.projects.delete(gone.key)
    add_project(crm, "丁基地")
    with past_of(crm, moment) as past:
        projects, found = Projects(past), Directory(past)

        def ids(words: str) -> list[int]:
            return projects.find(ProjectFilter(text=words), Sort(key="name"))

        assert (ids("甲基地"), ids("乙基地"), ids("老码头")) == ([first.key], [gone.key], [first.key])
        assert (ids("丙基地"), ids("丁基地"), ids("新码头")) == ([], [], [])
        assert len(ids("基地")) == 2
        assert [hit.name for hit in found.search("乙基地", ["project"])] == ["乙基地"]
        assert found.search("丁基地") == []
        firm = crm.directory.enterprise(office.firm.key)
        crm.directory.save_enterprise(replace(firm, name="曜衡新能源有限公司"))
        assert [hit.name for hit in found.search("曜衡储能科技", ["enterprise"])] == [firm.name]
        crm.projects.change(first.key, crm.projects.get(first.key).version, name="戊基地")
        add_project(crm, "己基地")
        assert [hit.name for hit in found.search("甲基地", ["project"])] == ["甲基地"]
        assert (found.search("戊基地"), found.search("己基地"), ids("甲基地")) == ([], [], [first.key])
    assert [hit.name for hit in crm.directory.search("丁基地", ["project"])] == ["丁基地"]

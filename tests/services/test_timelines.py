"""What happened to a record, in one list."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from crm.app import Crm
from crm.domain.directory import Zone
from crm.domain.follow_ups import FollowUp, Pin
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.tasks import Task
from crm.domain.timeline import TimelineEntry
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(crm, "海缆基地", zone_id=office.zone.id)


def entries(crm: Crm, project: Project) -> tuple[TimelineEntry, ...]:
    return crm.projects.page(project.key, TODAY).timeline


def pins(crm: Crm) -> list[Pin]:
    with crm.store.read() as reader:
        return reader.all(Pin)


def talk(crm: Crm, project: Project, text: str, days: int) -> FollowUp:
    return crm.follow_ups.log(FollowUp(happened_on=days_ago(days), text=text), [about(project)])


def test_edits_shortly_after_one_another_are_one_entry_that_tells_first_and_last_value(
    crm: Crm, project: Project
) -> None:
    first = crm.projects.change(project.key, project.version, remark="看地")
    second = crm.projects.change(project.key, first.version, remark="看地两次")
    crm.projects.change(project.key, second.version, next_step="报价")
    edits = [entry for entry in entries(crm, project) if entry.kind == "fields"]
    assert len(edits) == 1
    told = {change.field: (change.before, change.after) for change in edits[0].changes}
    assert told == {"remark": ("", "看地两次"), "next_step": ("", "报价")}


def test_what_was_undone_leaves_no_trace_in_the_timeline(crm: Crm, project: Project) -> None:
    before = entries(crm, project)
    crm.projects.change(project.key, crm.projects.get(project.key).version, remark="错了")
    crm.history.undo()
    talk(crm, project, "打错电话", 1)
    crm.history.undo()
    assert entries(crm, project) == before


def test_a_follow_up_told_late_stands_at_its_day_and_knows_when_it_was_written(
    crm: Crm, project: Project
) -> None:
    talk(crm, project, "电话", 2)
    talk(crm, project, "上周看地", 9)
    talks = [entry for entry in entries(crm, project) if entry.kind == "follow_up"]
    assert [entry.text for entry in talks] == ["电话", "上周看地"]
    entered = talks[1].entered_at
    assert entered is not None
    assert abs(datetime.now(entered.tzinfo) - entered) < timedelta(minutes=5)


def test_a_pinned_entry_stands_on_top_until_it_is_let_go(crm: Crm, project: Project) -> None:
    old = talk(crm, project, "重要", 30)
    talk(crm, project, "寒暄", 1)
    pinned = Ref(kind="follow_up", id=old.key)
    crm.history.pin(about(project), pinned)
    crm.history.pin(about(project), pinned)
    assert [entry.ref for entry in entries(crm, project) if entry.is_pinned] == [pinned]
    assert entries(crm, project)[0].ref == pinned
    crm.history.unpin(about(project), pinned)
    assert entries(crm, project)[0].ref != pinned


def test_undo_lets_a_pinned_entry_go(crm: Crm, project: Project) -> None:
    old = talk(crm, project, "重要", 30)
    crm.history.pin(about(project), Ref(kind="follow_up", id=old.key))
    crm.history.undo()
    assert not any(entry.is_pinned for entry in entries(crm, project))


def test_a_pinned_entry_that_is_deleted_takes_its_pin_along(crm: Crm, project: Project) -> None:
    old = talk(crm, project, "重要", 30)
    crm.history.pin(about(project), Ref(kind="follow_up", id=old.key))
    crm.follow_ups.delete(old.key)
    assert not any(entry.is_pinned for entry in entries(crm, project))
    crm.history.undo()
    assert entries(crm, project)[0].ref == Ref(kind="follow_up", id=old.key)


def test_a_pinned_task_or_file_that_is_deleted_takes_its_pin_along(crm: Crm, project: Project) -> None:
    task = crm.tasks.save(Task(title="寄方案"), [about(project)], TODAY)
    file = crm.attachments.add(about(project), "红线图.txt", "用地红线".encode())
    crm.history.pin(about(project), Ref(kind="task", id=task.key))
    crm.history.pin(about(project), Ref(kind="attachment", id=file.key))
    crm.tasks.delete(task.key)
    crm.attachments.remove(file.key)
    assert pins(crm) == []
    crm.history.undo()
    crm.history.undo()
    assert len(pins(crm)) == 2


def test_a_pinned_file_goes_with_the_follow_up_it_belongs_to(crm: Crm, project: Project) -> None:
    told = talk(crm, project, "看地", 3)
    file = crm.attachments.add(Ref(kind="follow_up", id=told.key), "红线图.txt", "用地红线".encode())
    crm.history.pin(about(project), Ref(kind="attachment", id=file.key))
    crm.follow_ups.delete(told.key)
    assert pins(crm) == []


def test_a_zone_has_its_own_timeline(crm: Crm) -> None:
    zone = crm.directory.save_zone(Zone(name="通州湾"))
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="看了厂房"), [Ref(kind="zone", id=zone.key)])
    told = crm.directory.zone_page(zone.key, TODAY).timeline
    assert [entry.kind for entry in told] == ["created", "follow_up"]

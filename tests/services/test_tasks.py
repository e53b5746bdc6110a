"""Tasks through the front door, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crm.app import Crm
from crm.domain.calendar_file import CalendarEntry
from crm.domain.directory import Enterprise
from crm.domain.errors import Conflict, NotFound, ValidationError
from crm.domain.merges import MergeRequest
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.tasks import Priority, Task, TaskFilter, TaskRow
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago, yi

FRIDAY = TODAY + timedelta(days=4)
MORNING = datetime(2026, 5, 18, 9, tzinfo=UTC)


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(crm, "储能电池", enterprise_id=office.firm.id, owner_id=office.me.id)


def add(crm: Crm, title: str, *subjects: Ref, due: str | None = None, **values: object) -> Task:
    task = Task(title=title, **({"assignee_id": crm.office.actor.officer_id} | values))  # type: ignore[arg-type]
    return crm.tasks.save(task, subjects, TODAY, due)


def open_titles(crm: Crm, **wanted: object) -> list[str]:
    found = crm.tasks.find(TaskFilter(**wanted), TODAY)  # type: ignore[arg-type]
    return [row.title for row in crm.tasks.items(found)]


def fault(error: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return [one.field for one in error.value.faults]


def test_a_task_is_kept_with_what_it_is_about(crm: Crm, office: SampleOffice, project: Project) -> None:
    person = Ref(kind="contact", id=office.contact.key)
    made = add(crm, " 寄  方案 ", about(project), person, about(project), due="周五", quote="本周给方案")
    [row] = crm.tasks.about(about(project), TODAY)
    assert (row.title, row.due, row.due_on, row.assignee) == ("寄 方案", "", FRIDAY, "沈砚秋")
    assert row.subjects == ((about(project), "储能电池"), (person, "周岚"))
    assert crm.tasks.subjects(made.key) == (about(project), person)
    crm.tasks.save(made, [person], TODAY)
    assert crm.tasks.about(about(project), TODAY) == []


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("5-20", date(2026, 5, 20), date(2026, 5, 20)),
        ("6月上旬", date(2026, 6, 1), date(2026, 6, 10)),
        ("三季度", date(2026, 7, 1), date(2026, 9, 30)),
        ("", None, None),
    ],
)
def test_a_time_is_read_as_it_is_told(
    crm: Crm, office: SampleOffice, told: str, first: date | None, last: date | None
) -> None:
    made = add(crm, "寄方案", due=told)
    assert (made.due_from, made.due_on) == (first, last)
    assert made.due == (told if first != last else "")


def test_a_task_is_late_only_after_the_last_day_of_its_time(crm: Crm, office: SampleOffice) -> None:
    add(crm, "寄方案", due="5月中旬")
    [row] = crm.tasks.items(crm.tasks.find(TaskFilter(), TODAY))
    assert row.days_overdue(date(2026, 5, 20)) == 0
    assert row.days_overdue(date(2026, 5, 21)) == 1


@pytest.mark.parametrize(
    ("task", "due", "field"),
    [
        (Task(title="——"), None, "title"),
        (Task(title="寄方案"), "不知道", "due"),
        (Task(title="寄方案", steps=("盖章", "盖章")), None, "steps"),
        (Task(title="寄方案", done_steps=("盖章",)), None, "steps"),
    ],
)
def test_a_task_that_cannot_be_is_refused(
    crm: Crm, office: SampleOffice, task: Task, due: str | None, field: str
) -> None:
    with pytest.raises(ValidationError) as error:
        crm.tasks.save(task, (), TODAY, due)
    assert fault(error) == [field]


def test_what_somebody_else_changed_is_not_overwritten(crm: Crm, office: SampleOffice) -> None:
    made = add(crm, "寄方案")
    crm.tasks.save(replace(made, priority=Priority.HIGH), (), TODAY)
    with pytest.raises(Conflict):
        crm.tasks.save(replace(made, title="寄合同"), (), TODAY)


def test_late_tasks_stand_first_by_the_sum_of_their_project(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    large = add_project(crm, "大项目", total_investment=yi("20"))
    small = add_project(crm, "小项目", total_investment=yi("2"))
    add(crm, "不急", due="6-1")
    add(crm, "急", due="6-1", priority=Priority.HIGH)
    add(crm, "没有日子")
    add(crm, "小的", about(small), due="+1d")
    add(crm, "大的", about(large), due="+2d")
    found = crm.tasks.find(TaskFilter(), TODAY + timedelta(days=5))
    assert [row.title for row in crm.tasks.items(found)] == ["大的", "小的", "急", "不急", "没有日子"]


def test_a_task_is_done_taken_up_again_and_put_off(crm: Crm, office: SampleOffice) -> None:
    made = add(crm, "寄方案", due="三季度")
    done = crm.tasks.complete(made.key, TODAY)
    assert (done.done_on, done.done_by) == (TODAY, office.me.id)
    assert open_titles(crm) == []
    assert open_titles(crm, is_open=None) == ["寄方案"]
    crm.tasks.reopen(made.key)
    moved = crm.tasks.put_off(made.key, FRIDAY)
    assert (moved.due, moved.due_from, moved.due_on) == ("", FRIDAY, FRIDAY)
    crm.history.undo()
    assert crm.tasks.get(made.key).due == "三季度"


def test_a_checklist_is_ticked_step_by_step(crm: Crm, office: SampleOffice) -> None:
    made = add(crm, "办手续", steps=("盖章", "送达", "存档"))
    crm.tasks.tick(made.key, "送达", True)
    assert crm.tasks.tick(made.key, "盖章", True).done_steps == ("盖章", "送达")
    assert crm.tasks.tick(made.key, "送达", False).done_steps == ("盖章",)
    with pytest.raises(ValidationError):
        crm.tasks.tick(made.key, "没有", True)


def test_tasks_are_narrowed_to_an_officer_or_a_unit(crm: Crm, office: SampleOffice) -> None:
    add(crm, "我的")
    add(crm, "同事的", assignee_id=office.colleague.id)
    assert open_titles(crm, assignee_id=office.me.id) == ["我的"]
    assert open_titles(crm, office_id=office.colleague.office_id) == ["同事的"]


# Made by the quick line


def test_an_exclamation_mark_in_the_line_makes_a_task_in_one_step(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    line = "@周岚 #储能电池 电话 对方确认看地 >周五 !寄方案 ！！回复容量"
    logged = crm.follow_ups.log_line(line, TODAY)
    rows = crm.tasks.about(Ref(kind="follow_up", id=logged.key), TODAY)
    assert {(row.title, row.priority, row.due_on) for row in rows} == {
        ("寄方案", Priority.NORMAL, FRIDAY),
        ("回复容量", Priority.HIGH, FRIDAY),
    }
    assert rows[0].subjects == (
        (Ref(kind="contact", id=office.contact.key), "周岚"),
        (about(project), "储能电池"),
    )
    assert logged.next_step == "寄方案 回复容量"
    crm.history.undo()
    assert open_titles(crm) == []


def test_a_day_chosen_afterwards_dates_the_task_too(crm: Crm, office: SampleOffice, project: Project) -> None:
    logged = crm.follow_ups.log_line("#储能电池 电话 未接 !再打", TODAY)
    crm.follow_ups.plan_next(logged.key, FRIDAY)
    assert [row.due_on for row in crm.tasks.about(about(project), TODAY)] == [FRIDAY]


def test_a_task_is_added_as_a_line(crm: Crm, office: SampleOffice, project: Project) -> None:
    made = crm.tasks.add_line("给 @周岚 电话 #储能电池 >周五", TODAY)
    assert (made.title, made.due_on, made.assignee_id) == ("给 电话", FRIDAY, office.me.id)
    assert about(project) in crm.tasks.subjects(made.key)
    with pytest.raises(ValidationError):
        crm.tasks.add_line("@周岚 >周五", TODAY)


# Beside the plan that says the same


def today_tasks(crm: Crm, officer_id: int | None = None) -> list[str]:
    return [row.title for row in crm.follow_ups.today(TODAY, officer_id).tasks]


def test_what_the_plan_says_already_is_not_told_twice(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    crm.follow_ups.log_line("#储能电池 电话 谈容量 >今天 !回复容量", TODAY)
    add(crm, "另一件", due="今天")
    assert today_tasks(crm, office.me.id) == ["另一件"]
    assert [one.what for one in crm.reminders.waiting(MORNING, TODAY)] == ["回复容量", "另一件"]
    assert {entry.title for entry in crm.calendar.entries()} == {"曜衡储能 储能电池：回复容量", "另一件"}
    crm.follow_ups.log_line("#储能电池 电话 改谈土地 >周五 !看地块", TODAY)
    assert today_tasks(crm, office.me.id) == ["回复容量", "另一件"]


def test_the_plan_and_its_task_are_done_together(crm: Crm, office: SampleOffice, project: Project) -> None:
    crm.follow_ups.log_line("#储能电池 电话 谈容量 >今天 !回复容量", TODAY)
    crm.follow_ups.finish(project.key, TODAY)
    assert open_titles(crm) == []
    assert crm.projects.get(project.key).next_follow_up_on is None
    crm.history.undo()
    [row] = crm.tasks.about(about(project), TODAY)
    crm.tasks.complete(row.id, TODAY)
    assert crm.projects.get(project.key).next_follow_up_on is None


def test_a_task_of_a_colleague_is_told_though_my_plan_says_the_same(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    crm.projects.plan([project.key], TODAY, "回复容量")
    add(crm, "回复容量", about(project), assignee_id=office.colleague.id)
    assert today_tasks(crm, office.colleague.id) == ["回复容量"]


# Told elsewhere


def test_a_task_rings_on_its_last_day(crm: Crm, office: SampleOffice, project: Project) -> None:
    made = add(crm, "寄方案", about(project), due="5月16日至20日")
    assert made.due_from == date(2026, 5, 16)
    assert crm.reminders.waiting(MORNING, TODAY) == []
    [rung] = crm.reminders.ring(MORNING, date(2026, 5, 20))
    assert (rung.ref, rung.name, rung.what) == (Ref(kind="task", id=made.key), "储能电池", "寄方案")
    crm.tasks.complete(made.key, date(2026, 5, 20))
    assert crm.reminders.waiting(MORNING, date(2026, 5, 20)) == []


def test_the_calendar_file_has_tasks_on_their_last_day(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    add(crm, "寄方案", about(project), due="三季度", steps=("盖章",))
    add(crm, "没有日子")
    [entry] = crm.calendar.entries(office.me.id)
    assert isinstance(entry, CalendarEntry)
    assert (entry.on, entry.title, entry.text) == (date(2026, 9, 30), "储能电池：寄方案", "盖章")


def test_the_timeline_tells_tasks_given_and_done(crm: Crm, office: SampleOffice, project: Project) -> None:
    made = add(crm, "寄方案", about(project))
    page = crm.projects.page(project.key, TODAY)
    [entry] = [one for one in page.timeline if one.kind == "task"]
    assert (entry.title, entry.who, entry.ref) == ("寄方案", "沈砚秋", Ref(kind="task", id=made.key))
    crm.tasks.complete(made.key, days_ago(1))
    page = crm.projects.page(project.key, TODAY)
    [entry] = [one for one in page.timeline if one.kind == "task"]
    assert entry.day == days_ago(1)
    assert isinstance(entry.task, TaskRow)


def test_a_task_is_found_by_its_words(crm: Crm, office: SampleOffice) -> None:
    made = add(crm, "寄方案", steps=("加盖公章",))
    assert [(hit.kind, hit.id) for hit in crm.directory.search("公章")] == [("task", made.key)]


# What becomes of it with its records


def test_a_task_goes_with_its_only_record_and_comes_back_with_it(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    firm = Ref(kind="enterprise", id=office.firm.key)
    alone, shared = add(crm, "只此一个", about(project)), add(crm, "两个", about(project), firm)
    crm.projects.delete(project.key)
    with pytest.raises(NotFound):
        crm.tasks.get(alone.key)
    assert crm.tasks.subjects(shared.key) == (firm,)
    crm.history.undo()
    assert crm.tasks.subjects(alone.key) == (about(project),)


def test_a_task_stays_when_the_follow_up_it_is_from_is_deleted(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    logged = crm.follow_ups.log_line("#储能电池 电话 谈容量 !回复容量", TODAY)
    crm.follow_ups.delete(logged.key)
    assert [row.title for row in crm.tasks.about(about(project), TODAY)] == ["回复容量"]


def test_a_task_follows_its_enterprise_into_another(crm: Crm, office: SampleOffice) -> None:
    firm, other = office.firm, crm.directory.save_enterprise(Enterprise(name="曜衡储能有限公司"))
    made = add(crm, "寄方案", Ref(kind="enterprise", id=other.key))
    ids = (firm.key, other.key)
    crm.merges.run(MergeRequest(kind="enterprise", ids=ids, survivor_id=firm.key))
    assert crm.tasks.subjects(made.key) == (Ref(kind="enterprise", id=firm.key),)


def test_a_deleted_task_comes_back(crm: Crm, office: SampleOffice, project: Project) -> None:
    made = add(crm, "寄方案", about(project))
    crm.tasks.delete(made.key)
    assert open_titles(crm) == []
    crm.history.undo()
    assert crm.tasks.subjects(made.key) == (about(project),)

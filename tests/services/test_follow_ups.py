"""Follow-ups through the front door, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm.app import Crm
from crm.domain.directory import Contact, Enterprise
from crm.domain.errors import Conflict, NotFound, ValidationError
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.quick_line import Picked
from crm.domain.records import Ref
from crm.domain.rows import TodayGroup
from crm.domain.stages import Stage
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago

SOON = TODAY + timedelta(days=3)


def firm_ref(office: SampleOffice) -> Ref:
    return Ref(kind="enterprise", id=office.firm.key)


def log(crm: Crm, *refs: Ref, on: date = TODAY, text: str = "谈用地", **values: object) -> FollowUp:
    return crm.follow_ups.log(FollowUp(happened_on=on, text=text, **values), refs)  # type: ignore[arg-type]


def faults(error: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return {fault.field for fault in error.value.faults}


def test_a_contact_is_shown_on_every_subject_and_resets_their_clocks(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", days_ago(90), enterprise_id=office.firm.id)
    person = Ref(kind="contact", id=office.contact.key)
    saved = log(crm, about(project), person, about(project), way=ContactWay.VISIT)
    assert saved.officer_id == office.me.id
    assert crm.follow_ups.subjects(saved.key) == (about(project), person)
    assert crm.follow_ups.of_record(about(project)) == [saved.key]
    assert crm.follow_ups.of_record(person) == [saved.key]
    assert crm.projects.get(project.key).last_contact_on == TODAY
    assert crm.directory.contact(office.contact.key).last_contact_on == TODAY
    firm = crm.directory.enterprise(office.firm.key)
    assert (firm.last_contact_on, firm.first_contact_on) == (TODAY, TODAY)
    assert crm.projects.items([project.key], TODAY)[0].stall_level == 0


def test_an_earlier_contact_entered_late_is_the_first_but_not_the_last(
    crm: Crm, office: SampleOffice
) -> None:
    log(crm, firm_ref(office))
    log(crm, firm_ref(office), on=days_ago(30))
    firm = crm.directory.enterprise(office.firm.key)
    assert (firm.first_contact_on, firm.last_contact_on) == (days_ago(30), TODAY)


def test_what_comes_next_replaces_what_was_planned(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", next_follow_up_on=days_ago(2), next_step="催函")
    log(crm, about(project), next_on=SOON, next_step="回复容量")
    planned = crm.projects.get(project.key)
    assert (planned.next_follow_up_on, planned.next_step) == (SOON, "回复容量")


def test_a_contact_without_a_plan_ends_one_that_is_due_but_no_later_one(
    crm: Crm, office: SampleOffice
) -> None:
    due = add_project(crm, "到期", next_follow_up_on=TODAY, next_step="催函")
    later = add_project(crm, "未到", next_follow_up_on=SOON, next_step="看地")
    log(crm, about(due), about(later))
    assert crm.projects.get(due.key).next_follow_up_on is None
    assert crm.projects.get(later.key).next_follow_up_on == SOON
    log(crm, about(later), next_step="带上图纸")
    kept = crm.projects.get(later.key)
    assert (kept.next_follow_up_on, kept.next_step) == (SOON, "带上图纸")


def test_a_contact_entered_late_leaves_the_plan_alone(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期")
    log(crm, about(project), next_on=SOON, next_step="看地")
    log(crm, about(project), on=days_ago(20), next_on=days_ago(10), next_step="旧约定")
    kept = crm.projects.get(project.key)
    assert (kept.next_follow_up_on, kept.next_step) == (SOON, "看地")


def test_a_firm_talked_about_directly_is_planned_too(crm: Crm, office: SampleOffice) -> None:
    log(crm, firm_ref(office), next_on=SOON, next_step="寄资料")
    firm = crm.directory.enterprise(office.firm.key)
    assert (firm.next_follow_up_on, firm.next_step) == (SOON, "寄资料")
    project = add_project(crm, "一期", enterprise_id=office.firm.id)
    log(crm, about(project), next_on=SOON + timedelta(days=1), next_step="看地")
    assert crm.directory.enterprise(office.firm.key).next_step == "寄资料"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"next_on": days_ago(1)}, "next_on"),
        ({"on": date(1900, 1, 1)}, "happened_on"),
    ],
)
def test_a_contact_that_says_nothing_or_lies_wrong_is_refused(
    crm: Crm, office: SampleOffice, values: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as error:
        log(crm, firm_ref(office), **values)  # type: ignore[arg-type]
    assert field in faults(error)
    assert crm.follow_ups.of_record(firm_ref(office)) == []


def test_a_contact_about_nothing_is_refused(crm: Crm, office: SampleOffice) -> None:
    with pytest.raises(ValidationError) as error:
        log(crm)
    assert faults(error) == {"subjects"}


def test_undo_takes_the_contact_and_its_clocks_back(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", enterprise_id=office.firm.id)
    log(crm, about(project), next_on=SOON)
    crm.history.undo()
    now = crm.projects.get(project.key)
    assert (now.last_contact_on, now.next_follow_up_on) == (None, None)
    assert crm.follow_ups.of_record(about(project)) == []
    crm.history.redo()
    assert len(crm.follow_ups.of_record(about(project))) == 1


def test_changing_completing_and_deleting(crm: Crm, office: SampleOffice) -> None:
    saved = log(crm, firm_ref(office))
    changed = crm.follow_ups.save(replace(saved, result="同意看地"))
    with pytest.raises(Conflict):
        crm.follow_ups.save(replace(saved, result="别的"))
    assert crm.follow_ups.items([saved.key])[0].result == "同意看地"
    with pytest.raises(ValidationError):
        crm.follow_ups.complete(saved.key, days_ago(1))
    assert crm.follow_ups.complete(changed.key, TODAY).done_on == TODAY
    crm.follow_ups.delete(saved.key)
    with pytest.raises(NotFound):
        crm.follow_ups.get(saved.key)
    assert crm.follow_ups.between(TODAY, TODAY) == []


# The quick line


def test_a_line_becomes_a_contact_with_its_subjects(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "6GWh储能电池", enterprise_id=office.firm.id)
    saved = crm.follow_ups.log_line("@周岚 #6GWh储能电池 电话 确认6月上旬看地 >周四 !回复变电站容量", TODAY)
    assert saved.way is ContactWay.PHONE
    assert saved.text == "确认6月上旬看地"
    assert (saved.with_whom, saved.next_on, saved.next_step) == ("周岚", SOON, "回复变电站容量")
    assert set(crm.follow_ups.subjects(saved.key)) == {
        about(project),
        Ref(kind="contact", id=office.contact.key),
    }


def test_a_line_under_a_project_needs_no_name(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期")
    saved = crm.follow_ups.log_line("微信 已发材料", TODAY, [about(project)])
    assert crm.follow_ups.subjects(saved.key) == (about(project),)
    assert saved.next_on is None


def test_an_enterprise_or_its_only_open_project_can_be_named(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "储能", enterprise_id=office.firm.id)
    assert crm.follow_ups.subjects(crm.follow_ups.log_line("@曜衡储能 来访", TODAY).key) == (
        firm_ref(office),
    )
    assert crm.follow_ups.subjects(crm.follow_ups.log_line("#曜衡储能 谈用地", TODAY).key) == (
        about(project),
    )


def test_of_two_people_of_one_name_the_one_at_hand_is_meant(crm: Crm, office: SampleOffice) -> None:
    other = crm.directory.save_enterprise(Enterprise(name="安屿机电有限公司"))
    crm.directory.save_contact(Contact(name="周岚", enterprise_id=other.id))
    with pytest.raises(ValidationError) as error:
        crm.follow_ups.log_line("@周岚 谈用地", TODAY)
    assert faults(error) == {"people"}
    project = add_project(crm, "一期", enterprise_id=office.firm.id)
    saved = crm.follow_ups.log_line("@周岚 谈用地", TODAY, [about(project)])
    assert Ref(kind="contact", id=office.contact.key) in crm.follow_ups.subjects(saved.key)


@pytest.mark.parametrize(
    ("line", "field"), [("@某某 谈用地", "people"), ("#没有的 谈用地", "projects"), ("谈用地", "subjects")]
)
def test_a_name_nobody_knows_is_told(crm: Crm, office: SampleOffice, line: str, field: str) -> None:
    with pytest.raises(ValidationError) as error:
        crm.follow_ups.log_line(line, TODAY)
    assert faults(error) == {field}


# Today


def test_today_tells_what_is_due_and_what_is_silent(crm: Crm, office: SampleOffice) -> None:
    late = add_project(crm, "逾期", next_follow_up_on=days_ago(2), next_step="催函")
    add_project(crm, "今天", next_follow_up_on=TODAY)
    add_project(crm, "本周", next_follow_up_on=TODAY + timedelta(days=7))
    add_project(crm, "下月", next_follow_up_on=TODAY + timedelta(days=30))
    add_project(crm, "静默", days_ago(90))
    add_project(crm, "别人", next_follow_up_on=days_ago(2), owner_id=office.colleague.id)
    log(crm, about(late), on=days_ago(9), text="说下周回话")
    seen = crm.follow_ups.today(TODAY, officer_id=office.me.id)
    assert [(row.project.name, row.days_overdue) for row in seen.groups[TodayGroup.OVERDUE]] == [("逾期", 2)]
    assert seen.groups[TodayGroup.OVERDUE][0].what == "催函"
    assert seen.groups[TodayGroup.OVERDUE][0].last is not None
    assert seen.groups[TodayGroup.OVERDUE][0].last.text == "说下周回话"
    assert [row.project.name for row in seen.groups[TodayGroup.DUE]] == ["今天"]
    assert [row.project.name for row in seen.groups[TodayGroup.SOON]] == ["本周"]
    assert [row.project.name for row in seen.groups[TodayGroup.SILENT]] == ["静默"]
    assert seen.funnel[0].stage is Stage.LEAD
    assert seen.funnel[0].count == 5
    everybody = crm.follow_ups.today(TODAY)
    assert {row.project.name for row in everybody.groups[TodayGroup.OVERDUE]} == {"逾期", "别人"}


def test_a_picked_name_means_its_record_whatever_it_is_called_later(crm: Crm, office: SampleOffice) -> None:
    namesake = crm.directory.save_contact(Contact(name="周岚", enterprise_id=office.firm.id))
    crm.directory.save_contact(replace(namesake, name="周兰"))
    picked = [Picked(start=0, end=3, ref=Ref(kind="contact", id=namesake.key))]
    saved = crm.follow_ups.log_line("@周岚 电话 谈用地", TODAY, picked=picked)
    assert crm.follow_ups.subjects(saved.key) == (Ref(kind="contact", id=namesake.key),)
    assert (saved.with_whom, saved.text) == ("周兰", "谈用地")


def test_a_picked_record_that_is_gone_is_looked_for_by_its_name(crm: Crm, office: SampleOffice) -> None:
    picked = [Picked(start=0, end=3, ref=Ref(kind="contact", id=999))]
    saved = crm.follow_ups.log_line("@周岚 谈用地", TODAY, picked=picked)
    assert crm.follow_ups.subjects(saved.key) == (Ref(kind="contact", id=office.contact.key),)


def test_one_line_is_about_several_people_and_projects(crm: Crm, office: SampleOffice) -> None:
    first, second = add_project(crm, "储能电池"), add_project(crm, "动态海缆")
    saved = crm.follow_ups.log_line("@周岚 #储能电池 #动态海缆 会议 谈分期 >明天", TODAY)
    assert set(crm.follow_ups.subjects(saved.key)) == {
        Ref(kind="contact", id=office.contact.key), about(first), about(second),
    }  # fmt: skip
    assert {crm.projects.get(one.key).next_follow_up_on for one in (first, second)} == {
        TODAY + timedelta(days=1)
    }


def test_names_are_offered_with_what_tells_them_apart(crm: Crm, office: SampleOffice) -> None:
    log(crm, Ref(kind="contact", id=office.contact.key), on=days_ago(3))
    [person] = crm.follow_ups.offered_names("zl", ["contact", "enterprise"])
    assert (person.name, person.detail) == ("周岚", "曜衡储能 投资总监")
    assert person.last_contact_on == days_ago(3)
    [firm] = crm.follow_ups.offered_names("yaoheng", ["contact", "enterprise"])
    assert (firm.name, firm.detail) == ("曜衡储能", "上海市松江区")


def test_the_next_date_asked_afterwards_is_of_all_it_is_about(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "储能电池", enterprise_id=office.firm.id)
    saved = log(crm, about(project), firm_ref(office))
    assert crm.follow_ups.plan_next(saved.key, SOON).next_on == SOON
    assert crm.projects.get(project.key).next_follow_up_on == SOON
    assert crm.directory.enterprise(office.firm.key).next_follow_up_on == SOON
    with pytest.raises(ValidationError):
        crm.follow_ups.plan_next(saved.key, days_ago(1))


def test_deleting_an_entry_turns_the_clocks_back_to_what_remains(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "储能电池", days_ago(60), enterprise_id=office.firm.id)
    contact = Ref(kind="contact", id=office.contact.key)
    first = log(crm, about(project), on=days_ago(30))
    theirs = FollowUp(happened_on=days_ago(20), text="电话", officer_id=office.colleague.id)
    crm.follow_ups.log(theirs, [about(project), contact], anyway="一同走访")
    last = log(crm, contact, on=days_ago(10))
    crm.follow_ups.delete(last.key)
    firm = crm.directory.enterprise(office.firm.key)
    assert (firm.first_contact_on, firm.last_contact_on) == (days_ago(30), days_ago(20))
    assert crm.directory.contact(office.contact.key).last_contact_on == days_ago(20)
    crm.follow_ups.delete(first.key)
    firm = crm.directory.enterprise(office.firm.key)
    assert (firm.first_contact_on, firm.first_contact_officer_id) == (days_ago(20), office.colleague.id)
    crm.history.undo()
    assert crm.directory.enterprise(office.firm.key).first_contact_on == days_ago(30)
    assert crm.projects.get(project.key).last_contact_on == days_ago(20)


def test_deleting_the_only_entry_leaves_no_contact(crm: Crm, office: SampleOffice) -> None:
    only = log(crm, firm_ref(office))
    crm.follow_ups.delete(only.key)
    firm = crm.directory.enterprise(office.firm.key)
    assert (firm.first_contact_on, firm.last_contact_on, firm.first_contact_office_id) == (None, None, None)


def test_an_entry_moved_to_another_day_takes_the_clocks_along(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "储能电池", days_ago(60), enterprise_id=office.firm.id)
    log(crm, about(project), on=days_ago(20))
    wrong = log(crm, about(project), on=TODAY, next_on=SOON)
    crm.follow_ups.save(replace(wrong, happened_on=days_ago(40)))
    firm, moved = crm.directory.enterprise(office.firm.key), crm.projects.get(project.key)
    assert (firm.first_contact_on, firm.last_contact_on) == (days_ago(40), days_ago(20))
    assert (moved.last_contact_on, moved.next_follow_up_on) == (days_ago(20), SOON)


def test_dates_that_an_officer_entered_stay(crm: Crm, office: SampleOffice) -> None:
    crm.directory.save_enterprise(replace(office.firm, first_contact_on=days_ago(300)))
    entry = log(crm, firm_ref(office))
    crm.follow_ups.delete(entry.key)
    assert crm.directory.enterprise(office.firm.key).first_contact_on == days_ago(300)

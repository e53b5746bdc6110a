"""Visits: planned, gone on, reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from crm.app import Crm
from crm.domain.alike import NameQuestion
from crm.domain.articles import Article, ArticleText
from crm.domain.directory import Contact, Enterprise
from crm.domain.errors import Conflict, NotFound, ValidationError
from crm.domain.files import NewFile
from crm.domain.follow_ups import ContactWay
from crm.domain.merges import MergeRequest
from crm.domain.records import Ref
from crm.domain.timeline import TimelineEntry
from crm.domain.visit_pages import NewStop, StopReport, StopTold
from crm.domain.visit_people import read_people, write_people
from crm.domain.visit_rows import ReportState, VisitFilter
from crm.domain.visits import Side, Visit, VisitKind, VisitState, VisitStop
from tests.crm import TODAY, SampleOffice, add_project, days_ago

SOON = TODAY + timedelta(days=7)


def at_firm(office: SampleOffice, **values: object) -> NewStop:
    stop = VisitStop(visit_id=0, target_kind="enterprise", target_id=office.firm.key, **values)  # type: ignore[arg-type]
    return NewStop(stop=stop, people=read_people("周岚", Side.THEIRS))


def at_place(place: str) -> NewStop:
    return NewStop(stop=VisitStop(visit_id=0, place=place))


def trip(begins: date = TODAY, days: int = 3, **values: object) -> Visit:
    ends = begins + timedelta(days=days - 1)
    told = {"title": "赴苏南招商", "destination": "上海、江阴"} | values
    return Visit(begins_on=begins, ends_on=ends, **told)  # type: ignore[arg-type]


def report(**values: object) -> StopReport:
    told = {"text": "看了二期产线，缺50亩地", "happened_on": TODAY} | values
    return StopReport(**told)  # type: ignore[arg-type]


@pytest.fixture
def visit(crm: Crm, office: SampleOffice) -> Visit:
    """A trip of three days with three stops, the first at the firm of the office."""
    ours = read_people("沈砚秋，组长\n顾明川", Side.OURS)
    stops = [at_firm(office, happens_on=TODAY), at_place("江阴高新区展厅"), at_place("长江码头")]
    return crm.visits.plan(trip(), ours, stops)


def stops(crm: Crm, visit: Visit) -> tuple[StopTold, ...]:
    return crm.visits.page(visit.key, TODAY).stops


def places(crm: Crm, visit: Visit) -> list[str]:
    return [told.stop.place for told in stops(crm, visit)]


def test_a_plan_keeps_its_people_and_the_order_of_its_stops(crm, office, visit):
    page = crm.visits.page(visit.key, TODAY)
    assert places(crm, visit) == ["曜衡储能", "江阴高新区展厅", "长江码头"]
    assert [(one.name, one.officer_id, one.is_leader) for one in page.ours] == [
        ("沈砚秋", office.me.id, True),
        ("顾明川", office.colleague.id, False),
    ]
    assert page.ours[1].body == "驻上海"
    met = page.stops[0].people[0]
    assert (met.name, met.title, met.contact_id) == ("周岚", "投资总监", office.contact.id)
    assert (page.visit.officer_id, page.visit.office_id) == (office.me.id, office.unit.id)


def test_a_list_says_where_it_goes_who_leads_and_how_far_it_is(crm, visit):
    row = crm.visits.rows(crm.visits.find(VisitFilter()), TODAY)[0]
    assert (row.place, row.leader, row.days) == ("上海、江阴", "沈砚秋", 3)
    assert (row.stop_count, row.told_count) == (3, 0)
    assert row.stops == "曜衡储能、江阴高新区展厅、长江码头"


def test_filters_narrow_by_kind_officer_time_words_and_record(crm, office, visit):
    day = days_ago(40)
    came = Visit(kind=VisitKind.RECEPTION, title="接待来访", guests="华东海工", begins_on=day, ends_on=day)
    other = crm.visits.plan(replace(came, officer_id=office.colleague.id))
    find = crm.visits.find
    assert find(VisitFilter()) == [visit.id, other.id]
    assert find(VisitFilter(kind=VisitKind.RECEPTION)) == [other.id]
    assert find(VisitFilter(officer_id=office.me.id)) == [visit.id]
    assert find(VisitFilter(first=TODAY, last=TODAY)) == [visit.id]
    assert find(VisitFilter(text="展厅")) == [visit.id]
    assert find(VisitFilter(text="华东海工")) == [other.id]
    assert find(VisitFilter(target=Ref(kind="enterprise", id=office.firm.key))) == [visit.id]
    assert find(VisitFilter(states=(VisitState.DONE,))) == []


def test_words_at_a_stop_find_the_visit_as_soon_as_they_are_changed(crm, visit):
    stop = stops(crm, visit)[1].stop
    crm.visits.save_stop(NewStop(stop=replace(stop, place="海门港")))
    assert [hit.id for hit in crm.directory.search("海门港", ["visit"])] == [visit.id]
    assert crm.directory.search("展厅", ["visit"]) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"ends_on": days_ago(1)}, "ends_on"),
        ({"kind": VisitKind.RECEPTION}, "guests"),
        ({"guest_count": 0}, "guest_count"),
    ],
)
def test_a_visit_that_makes_no_sense_is_refused_at_its_field(crm, office, changes, field):
    with pytest.raises(ValidationError) as refused:
        crm.visits.plan(replace(trip(), **changes))
    assert [fault.field for fault in refused.value.faults] == [field]


def test_a_stop_outside_the_days_of_the_visit_is_refused_and_nothing_is_kept(crm, office):
    with pytest.raises(ValidationError) as refused:
        crm.visits.plan(trip(), (), [at_firm(office, happens_on=days_ago(3))])
    assert refused.value.faults[0].field == "happens_on"
    assert crm.visits.find(VisitFilter()) == []


def test_stops_are_moved_and_stay_at_the_ends(crm, visit):
    first = stops(crm, visit)[0].stop.key
    crm.visits.move_stop(first, 1)
    assert places(crm, visit) == ["江阴高新区展厅", "曜衡储能", "长江码头"]
    crm.visits.move_stop(first, 5)
    assert places(crm, visit)[-1] == "曜衡储能"
    crm.visits.move_stop(first, -9)
    assert places(crm, visit)[0] == "曜衡储能"
    crm.history.undo()
    assert places(crm, visit)[-1] == "曜衡储能"


def test_a_stop_can_add_the_firm_it_names(crm, office, visit):
    new = NewStop(stop=VisitStop(visit_id=visit.key, place="长电科技股份有限公司"), adds="enterprise")
    stop = crm.visits.save_stop(new)
    assert crm.directory.enterprise(stop.target_id).name == "长电科技股份有限公司"
    assert stop.place == "长电科技股份有限公司"


def test_without_a_tick_no_firm_is_made(crm, visit):
    stop = crm.visits.save_stop(NewStop(stop=VisitStop(visit_id=visit.key, place="长电科技")))
    assert stop.target_id is None
    assert crm.directory.near(NameQuestion(text="长电科技")) == []


def test_a_reported_stop_is_a_follow_up_with_clocks_plans_and_photos(crm, office, visit):
    project = add_project(crm, "储能二期", firm=office.firm.name)
    stop = stops(crm, visit)[0].stop
    people = read_people("周岚", Side.THEIRS)
    crm.visits.save_stop(NewStop(stop=stop, people=people, project_ids=(project.key,)))
    photo = NewFile(name="车间.jpg", content=b"jpg")
    crm.visits.report_stop(stop.key, report(next_step="寄送地块资料", next_on=SOON, files=(photo,)))

    told = stops(crm, visit)[0].follow_up
    assert (told.way, told.with_whom, told.officer) == (ContactWay.VISIT, "周岚（投资总监）", "沈砚秋")
    assert {ref.kind for ref, _name in told.subjects} == {"enterprise", "project", "contact"}
    kept = crm.projects.get(project.key)
    assert (kept.last_contact_on, kept.next_follow_up_on, kept.next_step) == (TODAY, SOON, "寄送地块资料")
    assert crm.directory.enterprise(office.firm.key).first_contact_on == TODAY
    about = Ref(kind="project", id=project.key)
    assert [file.name for file in crm.attachments.of_record(about)] == ["车间.jpg"]


def test_one_undo_takes_the_report_of_a_stop_back_with_its_clocks(crm, office, visit):
    crm.visits.report_stop(stops(crm, visit)[0].stop.key, report())
    crm.history.undo()
    assert stops(crm, visit)[0].follow_up is None
    assert crm.directory.enterprise(office.firm.key).last_contact_on is None


def test_a_stop_is_reported_once_and_only_where_it_leads_to_a_record(crm, visit):
    first, second, _third = stops(crm, visit)
    crm.visits.report_stop(first.stop.key, report())
    with pytest.raises(ValidationError, match="already"):
        crm.visits.report_stop(first.stop.key, report())
    with pytest.raises(ValidationError, match="Link the stop"):
        crm.visits.report_stop(second.stop.key, report())


def test_a_deleted_follow_up_lets_its_stop_be_reported_again(crm, visit):
    stop = stops(crm, visit)[0].stop
    made = crm.visits.report_stop(stop.key, report())
    crm.follow_ups.delete(made.key)
    assert stops(crm, visit)[0].follow_up is None
    crm.visits.report_stop(stop.key, report())


def test_a_reception_is_followed_up_with_who_came(crm, office):
    came = Visit(
        kind=VisitKind.RECEPTION,
        title="曜衡储能来访",
        enterprise_id=office.firm.key,
        guest_count=4,
        begins_on=TODAY,
        ends_on=TODAY,
    )
    zone = NewStop(stop=VisitStop(visit_id=0, target_kind="zone", target_id=office.zone.key))
    visit = crm.visits.plan(came, read_people("周岚", Side.THEIRS), [zone])
    assert visit.guests == office.firm.name
    crm.visits.report_stop(stops(crm, visit)[0].stop.key, report())
    told = stops(crm, visit)[0].follow_up
    assert (told.way, told.with_whom) == (ContactWay.RECEPTION, "周岚（投资总监）")
    assert {ref.kind for ref, _name in told.subjects} == {"zone", "enterprise", "contact"}
    assert visit.report_due_on is None


def test_the_return_report_is_due_fifteen_days_after_the_return(crm, office):
    visit = crm.visits.plan(trip(days_ago(20), 2))
    back = visit.ends_on
    assert visit.report_due_on == back + timedelta(days=15)
    states = [crm.visits.rows([visit.key], back + timedelta(days=days))[0].report for days in (0, 1, 15, 16)]
    assert states == [ReportState.NONE, ReportState.DUE, ReportState.DUE, ReportState.OVERDUE]
    assert [row.id for row in crm.visits.unreported(TODAY)] == [visit.id]


def test_a_report_that_is_due_stands_on_today_and_rings_from_its_last_day_on(crm, office):
    visit = crm.visits.plan(trip(days_ago(20), 2))
    due = visit.ends_on + timedelta(days=15)
    noon = datetime.combine(due, time(12), UTC)
    assert crm.reminders.waiting(noon, due - timedelta(days=1)) == []
    reminder = crm.reminders.waiting(noon, due)[0]
    assert (reminder.ref, reminder.due_on) == (Ref(kind="visit", id=visit.key), due)
    assert [row.title for row in crm.follow_ups.today(TODAY, office.me.id).unreported] == ["赴苏南招商"]
    assert crm.follow_ups.today(TODAY, office.colleague.id).unreported == ()
    crm.visits.write_report(visit, "已写", TODAY)
    assert crm.reminders.waiting(noon, due) == []


STORY = """三天时间里，县党政代表团先后考察了苏州、无锡的多个园区。
代表团5月12日走访了曜衡储能科技（上海）有限公司，
参观了澄岚高新技术产业开发区，并到凌川氢能装备股份有限公司考察。
如东经济开发区党工委书记、管委会主任周梁在考察中感受颇丰。曜衡储能科技（上海）有限公司董事长陈立介绍了情况。"""


def offered(crm: Crm) -> int:
    with crm.store.write("Take in") as writer:
        told = Article(title="县党政代表团赴苏南考察学习", published_on=date(2026, 5, 14))
        article = writer.save(told)
        writer.save(ArticleText(article_id=article.key, body=STORY))
    return article.key


def test_an_article_offers_its_places_and_people_and_stores_nothing(crm, office):
    offer = crm.visits.offer(offered(crm), TODAY)
    told = {stop.name: (stop.target, stop.is_visited) for stop in offer.stops}
    assert told["曜衡储能科技（上海）有限公司"] == (Ref(kind="enterprise", id=office.firm.key), True)
    assert told["凌川氢能装备股份有限公司"][0] is None
    people = {one.person.name: one.person for one in offer.people}
    assert people["周梁"].side is Side.OURS
    assert (people["陈立"].side, people["陈立"].title) == (Side.THEIRS, "董事长")
    assert offer.visit.begins_on == date(2026, 5, 12)
    assert crm.visits.find(VisitFilter()) == []
    assert crm.directory.near(NameQuestion(text="凌川氢能装备股份有限公司")) == []


def test_a_written_report_ends_the_visit_and_the_waiting(crm, office):
    visit = crm.visits.plan(trip(days_ago(20), 2))
    draft = crm.visits.write_report(visit, "未完", None)
    assert draft.state is VisitState.PLANNED
    with pytest.raises(ValidationError):
        crm.visits.write_report(draft, " ", TODAY)
    done = crm.visits.write_report(draft, "已写", TODAY)
    assert (done.state, done.reported_on) == (VisitState.DONE, TODAY)
    assert crm.visits.unreported(TODAY) == []
    with pytest.raises(Conflict):
        crm.visits.write_report(draft, "别人的", TODAY)


def test_a_draft_is_made_of_the_facts(crm, office, visit):
    stop = stops(crm, visit)[0].stop
    crm.visits.report_stop(stop.key, report(next_step="寄送地块资料", next_on=SOON))
    lines = crm.visits.draft_report(visit.key, TODAY).splitlines()
    assert lines[0] == "关于赴上海、江阴招商情况的报告"
    assert lines[3] == (
        "2026年5月18日至5月20日（共3天），组长沈砚秋、顾明川赴上海、江阴开展招商活动，走访企业1家。"
    )
    assert lines[6] == (
        "1. 曜衡储能科技（上海）有限公司（2026年5月18日）。接洽人：周岚（投资总监）。看了二期产线，缺50亩地。"
    )
    assert lines[-1] == "1. 曜衡储能：寄送地块资料（2026年5月25日前）。"


def test_cancelling_takes_a_reason_and_asks_for_no_report(crm, office):
    visit = crm.visits.plan(trip(days_ago(20), 2))
    with pytest.raises(ValidationError):
        crm.visits.cancel(visit.key, "")
    gone = crm.visits.cancel(visit.key, "对方改期")
    assert (gone.state, gone.report_due_on) == (VisitState.CANCELLED, None)
    assert crm.visits.take_up(visit.key).state is VisitState.PLANNED
    assert crm.visits.finish(visit.key).state is VisitState.DONE


def told(entries: Iterable[TimelineEntry]) -> list[tuple[str, str]]:
    """The visits of a timeline."""
    return [(entry.title, entry.text) for entry in entries if entry.kind == "visit"]


def test_a_visit_stands_on_the_timelines_of_what_it_leads_to(crm, office, visit):
    project = add_project(crm, "储能二期", firm=office.firm.name)
    stop = stops(crm, visit)[0].stop
    crm.visits.save_stop(NewStop(stop=replace(stop, note="约董事长"), project_ids=(project.key,)))
    firm = crm.directory.enterprise_page(office.firm.key, TODAY)
    assert told(firm.timeline) == [("赴苏南招商", "约董事长")]
    assert told(crm.projects.page(project.key, TODAY).timeline) == [("赴苏南招商", "")]
    crm.visits.cancel(visit.key, "改期")
    assert told(crm.projects.page(project.key, TODAY).timeline) == []


def test_people_are_written_as_they_are_read():
    people = read_people("Tom Baker, CEO, ABB\n周岚 投资总监 曜衡储能；韩其", Side.THEIRS)
    assert [(one.name, one.title, one.body) for one in people] == [
        ("Tom Baker", "CEO", "ABB"),
        ("周岚", "投资总监", "曜衡储能"),
        ("韩其", "", ""),
    ]
    assert [one.is_leader for one in people] == [True, False, False]
    assert read_people(write_people(people), Side.THEIRS) == people


def test_a_person_is_called_by_the_post_of_that_day(crm, office):
    """周岚 was deputy until April: whoever met her then met the deputy."""
    crm.directory.save_contact(replace(office.contact, since=date(2026, 5, 1)))
    deputy = Contact(name="周岚", title="副总监", enterprise_id=office.firm.key, until=date(2026, 4, 30))
    crm.directory.save_contact(deputy)
    days = (date(2026, 4, 20), TODAY)
    visits = [crm.visits.plan(trip(day), (), [at_firm(office)]) for day in days]
    assert [stops(crm, one)[0].people[0].title for one in visits] == ["副总监", "投资总监"]


def test_deleting_a_visit_leaves_its_follow_ups_and_undo_brings_it_back(crm, office, visit):
    stop = stops(crm, visit)[0].stop
    made = crm.visits.report_stop(stop.key, report())
    crm.attachments.add(Ref(kind="visit_stop", id=stop.key), "照片.jpg", b"jpg")
    crm.visits.delete(visit.key)
    with pytest.raises(NotFound):
        crm.visits.get(visit.key)
    assert crm.follow_ups.get(made.key)
    crm.history.undo()
    first, *others = stops(crm, visit)
    assert len(others) == 2
    assert first.follow_up is not None
    assert [file.name for file in first.files] == ["照片.jpg"]


def test_a_removed_stop_leaves_the_others_in_their_order(crm, visit):
    crm.visits.remove_stop(stops(crm, visit)[1].stop.key)
    assert places(crm, visit) == ["曜衡储能", "长江码头"]


def test_deleted_records_leave_their_names_in_the_visit(crm, office, visit):
    gone = crm.directory.save_contact(Contact(name="韩其", title="主任", zone_id=office.zone.key))
    at_zone = VisitStop(visit_id=visit.key, target_kind="zone", target_id=office.zone.key)
    crm.visits.save_stop(NewStop(stop=at_zone, people=read_people("韩其", Side.THEIRS)))
    crm.directory.delete(Ref(kind="contact", id=gone.key))
    crm.directory.delete(Ref(kind="zone", id=office.zone.key))
    last = stops(crm, visit)[-1]
    assert (last.name, last.stop.target_id) == ("开发区", None)
    assert (last.people[0].name, last.people[0].title, last.people[0].contact_id) == ("韩其", "主任", None)
    crm.history.undo()
    crm.history.undo()
    last = stops(crm, visit)[-1]
    assert (last.stop.target_id, last.people[0].contact_id) == (office.zone.id, gone.id)


def test_a_deleted_project_leaves_the_stop_that_was_about_it(crm, office, visit):
    project = add_project(crm, "储能二期", firm=office.firm.name)
    stop = stops(crm, visit)[0].stop
    crm.visits.save_stop(NewStop(stop=stop, project_ids=(project.key,)))
    crm.projects.delete(project.key)
    assert stops(crm, visit)[0].projects == ()


def test_merged_firms_keep_their_stops(crm, office, visit):
    twin = crm.directory.save_enterprise(Enterprise(name="曜衡储能"))
    crm.merges.run(MergeRequest(kind="enterprise", ids=(office.firm.key, twin.key), survivor_id=twin.key))
    assert stops(crm, visit)[0].stop.target_id == twin.id


def test_a_changed_visit_keeps_people_that_were_not_spoken_of(crm, office, visit):
    longer = crm.visits.save(replace(visit, purpose="对接储能"))
    assert len(crm.visits.page(visit.key, TODAY).ours) == 2
    crm.visits.save(longer, read_people("顾明川", Side.OURS))
    assert [one.name for one in crm.visits.page(visit.key, TODAY).ours] == ["顾明川"]
    with pytest.raises(Conflict):
        crm.visits.save(visit)


def test_only_receptions_of_the_example_office_say_which_enterprise_came(crm):
    crm.examples.make(TODAY)
    made = [crm.visits.get(key) for key in crm.visits.find(VisitFilter())]
    assert {bool(visit.guests) for visit in made if visit.enterprise_id is not None} == {True}

"""The page of a visit, and the draft of its report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crm.data.queries import follow_ups as follow_up_queries
from crm.data.queries import visits as queries
from crm.data.reader import Reader
from crm.domain.articles import Article
from crm.domain.directory import Enterprise, Zone
from crm.domain.follow_ups import Attachment
from crm.domain.records import Ref
from crm.domain.visit_pages import StopTold, VisitPage
from crm.domain.visit_people import told_people
from crm.domain.visits import Side, Visit, VisitKind, VisitPerson, VisitStop, VisitStopProject
from crm.services.steps.visits import stops_of

MOST_NAMED = 4  # of our people in the first sentence


def visit_page(reader: Reader, visit: Visit, on: date) -> VisitPage:
    """Everything about one visit."""
    article = reader.find(Article, visit.article_id) if visit.article_id is not None else None
    people = sorted(reader.all(VisitPerson, visit_id=visit.key), key=lambda one: one.position)
    whole = [person for person in people if person.visit_stop_id is None]
    return VisitPage(
        visit=visit,
        row=queries.rows(reader, [visit.key], on)[0],
        article=article.title if article is not None else "",
        ours=tuple(person for person in whole if person.side is Side.OURS),
        theirs=tuple(person for person in whole if person.side is Side.THEIRS),
        stops=tuple(_stops(reader, visit, people)),
        files=tuple(reader.all(Attachment, target_kind="visit", target_id=visit.key)),
    )


def _stops(reader: Reader, visit: Visit, people: Sequence[VisitPerson]) -> Iterator[StopTold]:
    stops = stops_of(reader, visit.key)
    keys = [stop.key for stop in stops]
    links = reader.among(VisitStopProject, "visit_stop_id", keys)
    names = follow_up_queries.names_of(reader, [Ref(kind="project", id=link.project_id) for link in links])
    told = [stop.follow_up_id for stop in stops if stop.follow_up_id is not None]
    rows = {row.id: row for row in follow_up_queries.items(reader, told)}
    files = [one for one in reader.among(Attachment, "target_id", keys) if one.target_kind == "visit_stop"]
    for stop in stops:
        refs = [Ref(kind="project", id=link.project_id) for link in links if link.visit_stop_id == stop.key]
        name, region = _name(reader, stop)
        yield StopTold(
            stop=stop,
            name=name,
            region=region,
            people=tuple(person for person in people if person.visit_stop_id == stop.key),
            projects=tuple((ref, names.get(ref, "")) for ref in refs),
            follow_up=rows.get(stop.follow_up_id or 0),
            files=tuple(one for one in files if one.target_id == stop.key),
        )


def _name(reader: Reader, stop: VisitStop) -> tuple[str, str]:
    """The full name of where a stop leads, and its region."""
    kinds: dict[str, type[Enterprise | Zone]] = {"enterprise": Enterprise, "zone": Zone}
    if stop.target_id is None or stop.target_kind not in kinds:
        return stop.place, ""
    record = reader.find(kinds[stop.target_kind], stop.target_id)
    return (record.name, record.region) if record is not None else (stop.place, "")


# The draft is a document: Chinese whatever language the window has.


def drafted_report(page: VisitPage) -> str:
    """A return report made of the facts; what nobody has told is left to be written."""
    parts = [_heading(page), "", "一、基本情况", _journey(page), "", "二、走访洽谈情况", *_talks(page)]
    parts += ["", "三、下一步工作", *_steps(page)]
    return "\n".join(parts)


def _heading(page: VisitPage) -> str:
    visit = page.visit
    if visit.kind is VisitKind.TRIP:
        return f"关于赴{visit.destination or '外地'}招商情况的报告"
    return f"关于接待{visit.guests}来访情况的报告"


def _journey(page: VisitPage) -> str:
    visit = page.visit
    days = _day(visit.begins_on)
    if visit.ends_on != visit.begins_on:
        days = f"{days}至{_day(visit.ends_on)}"
    ours = _named(page.ours)
    firms = sum(1 for told in page.stops if told.stop.target_kind == "enterprise")
    zones = sum(1 for told in page.stops if told.stop.target_kind == "zone")
    counted = "、".join(
        f"{word}{count}{unit}"
        for word, count, unit in (("企业", firms, "家"), ("园区", zones, "个"))
        if count
    )
    counted = counted or f"{len(page.stops)}处"
    if visit.kind is VisitKind.TRIP:
        went = f"{days}（共{visit.days}天），{ours}赴{visit.destination or '外地'}开展招商活动"
        purpose = f"，主要任务是{visit.purpose}" if visit.purpose else ""
        return f"{went}{purpose}，走访{counted}。"
    came = f"{days}，{visit.guests}"
    guests = f"{_named(page.theirs)}" if page.theirs else ""
    count = f"一行{visit.guest_count}人" if visit.guest_count else ""
    purpose = f"，来访事由：{visit.purpose}" if visit.purpose else ""
    hosts = f"，由{ours}接待" if page.ours else ""
    seen = f"，考察{counted}" if page.stops else ""
    return f"{came}{guests}{count}来访{hosts}{purpose}{seen}。"


def _named(people: Sequence[VisitPerson]) -> str:
    if not people:
        return ""
    first = sorted(people, key=lambda one: not one.is_leader)
    shown = "、".join(f"{one.title}{one.name}" for one in first[:MOST_NAMED])
    return shown if len(people) <= MOST_NAMED else f"{shown}等{len(people)}人"


def _talks(page: VisitPage) -> list[str]:
    lines = []
    for number, told in enumerate(page.stops, 1):
        when = _day(told.stop.happens_on) + told.stop.time if told.stop.happens_on else told.stop.time
        met = told_people(told.people)
        follow_up = told.follow_up
        said = [told.stop.note]
        if follow_up is not None:
            said += [follow_up.text, follow_up.result]
        sentences = [
            told.name + (f"（{when}）" if when else ""),
            f"接洽人：{met}" if met else "",
            *(text.strip() for text in said),
        ]
        lines.append(f"{number}. {'。'.join(text.rstrip('。') for text in sentences if text)}。")
    if page.visit.outcome:
        lines.append(page.visit.outcome)
    return lines or ["（待补充）"]


def _steps(page: VisitPage) -> list[str]:
    steps = [
        (told.stop.place, told.follow_up.next_step, told.follow_up.next_on)
        for told in page.stops
        if told.follow_up is not None and (told.follow_up.next_step or told.follow_up.next_on)
    ]
    return [
        f"{number}. {place}：{step or '继续跟进'}{f'（{_day(on)}前）' if on else ''}。"
        for number, (place, step, on) in enumerate(steps, 1)
    ] or ["（待补充）"]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

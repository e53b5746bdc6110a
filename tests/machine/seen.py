"""What screens show, worked out from the plain model, against what the services answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from crm.app import Crm
from crm.domain.articles import ArticleState, MentionState
from crm.domain.directory import Scheme
from crm.domain.records import Ref
from crm.domain.rows import ArticleFilter, EnterpriseFilter, ProjectFilter
from crm.domain.stages import ENDS
from tests.machine.model import Model, Plain

Look = Callable[[Crm, Model, date], None]
WORDS = ("凌川", "砺桥", "储能", "项目", "电话", "签约")


def looks() -> tuple[Look, ...]:
    """Every comparison of a screen with the model."""
    return (
        _projects, _totals, _funnel, _board, _project_page, _enterprises, _enterprise_page, _contacts,
        _zones, _industries, _searches, _articles, _follow_ups, _today, _views, _office, _history,
    )  # fmt: skip


def _projects(crm: Crm, model: Model, on: date) -> None:
    ids = crm.projects.find(ProjectFilter())
    assert sorted(ids) == model.ids("project")
    for row in crm.projects.items(ids, on):
        project = model.get("project", row.id)
        for name in ("name", "code", "stage", "next_follow_up_on", "next_step", "total_investment"):
            assert getattr(row, name) == project[name], name
        assert row.enterprise == _name(model, "enterprise", project["enterprise_id"])
        assert row.owner == _name(model, "officer", project["owner_id"])
        assert row.office == _name(model, "office", project["office_id"])
        assert row.zone == _name(model, "zone", project["zone_id"])
        assert row.attachment_count == len(model.about("project", row.id, of="attachment"))
    for owner in model.ids("officer"):
        assert sorted(crm.projects.find(ProjectFilter(owner_id=owner, is_open=True))) == [
            key
            for key in model.ids("project", owner_id=owner)
            if model.get("project", key)["stage"] not in ENDS
        ]


def _totals(crm: Crm, model: Model, on: date) -> None:
    shown = crm.projects.totals(ProjectFilter(), on)
    projects = [model.get("project", key) for key in model.ids("project")]
    assert shown.count == len(projects) == crm.projects.count(ProjectFilter())
    assert shown.total == _sum(projects)
    assert shown.without_amount == sum(project["total_investment"] is None for project in projects)
    late = [one for one in projects if one["next_follow_up_on"] and one["next_follow_up_on"] < on]
    assert shown.overdue == len(late)


def _funnel(crm: Crm, model: Model, on: date) -> None:
    for bar in crm.projects.funnel(ProjectFilter(), on):
        inside = [model.get("project", key) for key in model.ids("project", stage=bar.stage)]
        assert (bar.count, bar.total) == (len(inside), _sum(inside))


def _board(crm: Crm, model: Model, on: date) -> None:
    for column in crm.projects.board(ProjectFilter(), on):
        assert sorted(column.ids) == model.ids("project", stage=column.stage)


def _project_page(crm: Crm, model: Model, on: date) -> None:
    for key in model.ids("project")[-2:]:
        page, project = crm.projects.page(key, on), model.get("project", key)
        assert page.project.name == project["name"]
        assert {one.key for one in page.attachments} == set(_files(model, "project", key))
        assert [one.key for one in page.obstacles] == model.ids("obstacle", project_id=key)
        assert sorted(one.key for one in page.claims) == model.ids("claim", project_id=key)
        assert [one.transfer.key for one in page.transfers] == model.ids("transfer", project_id=key)
        assert {one.text for one in page.names} == _aliases(model, "project", key)
        standing = model.ids("stage_entry", project_id=key, is_undone=False)
        assert sorted(one.key for one in page.stages) == standing
        told = [entry.ref.id for entry in page.timeline if entry.kind == "follow_up" and entry.ref]
        assert sorted(told) == _follow_ups_about(model, [("project", key)])


def _enterprises(crm: Crm, model: Model, on: date) -> None:
    del on
    ids = crm.directory.find_enterprises(EnterpriseFilter())
    assert sorted(ids) == model.ids("enterprise")
    for row in crm.directory.enterprise_rows(ids):
        firm = model.get("enterprise", row.id)
        for name in ("name", "grade", "last_contact_on", "next_follow_up_on"):
            assert getattr(row, name) == firm[name], name
        assert row.owner == _name(model, "officer", firm["owner_id"])
        assert row.project_count == len(model.ids("project", enterprise_id=row.id))
        assert bool(row.first_contact) == (firm["first_contact_on"] is not None)


def _enterprise_page(crm: Crm, model: Model, on: date) -> None:
    for key in model.ids("enterprise")[-2:]:
        page = crm.directory.enterprise_page(key, on)
        projects, people = model.ids("project", enterprise_id=key), model.ids("contact", enterprise_id=key)
        assert sorted(row.id for row in page.projects) == projects
        assert sorted(row.id for row in page.contacts) == people
        assert sorted(one.key for one in page.subsidiaries) == model.ids("enterprise", parent_id=key)
        assert set(page.aliases) == _aliases(model, "enterprise", key)
        linked = model.ids("enterprise_industry", enterprise_id=key)
        nodes = {model.get("enterprise_industry", link)["industry_id"] for link in linked}
        assert {node.key for node in page.nodes} == nodes
        about = [
            ("enterprise", key),
            *(("project", one) for one in projects),
            *(("contact", one) for one in people),
        ]
        told = [entry.ref.id for entry in page.timeline if entry.kind == "follow_up" and entry.ref]
        assert sorted(told) == _follow_ups_about(model, about)


def _contacts(crm: Crm, model: Model, on: date) -> None:
    ids = crm.directory.find_contacts()
    assert sorted(ids) == model.ids("contact")
    for row in crm.directory.contact_rows(ids, on):
        contact = model.get("contact", row.id)
        assert (row.name, row.phone) == (contact["name"], contact["phone"])
        assert row.last_contact_on == contact["last_contact_on"]


def _zones(crm: Crm, model: Model, on: date) -> None:
    ids = crm.directory.find_zones()
    assert sorted(ids) == model.ids("zone")
    for row in crm.directory.zone_rows(ids):
        assert row.name == model.get("zone", row.id)["name"]
        assert row.project_count == len(model.ids("project", zone_id=row.id))
    for key in ids[:1]:
        page = crm.directory.zone_page(key, on)
        assert sorted(row.id for row in page.projects) == model.ids("project", zone_id=key)
        assert set(page.aliases) == _aliases(model, "zone", key)


def _industries(crm: Crm, model: Model, on: date) -> None:
    del on
    rows = crm.directory.industry_rows(Scheme.CHAIN)
    assert sorted(row.id for row in rows) == model.ids("industry")
    for row in rows:
        node = model.get("industry", row.id)
        assert (row.name, row.parent_id) == (node["name"], node["parent_id"])


def _searches(crm: Crm, model: Model, on: date) -> None:
    del on
    for word in WORDS:
        found = {(hit.kind, hit.id) for hit in crm.directory.search(word, limit=1000)}
        wanted = {
            (kind, key)
            for kind, texts in _TEXTS.items()
            for key in model.ids(kind)
            if any(word in text for text in texts(model, key))
        }
        assert found == wanted, word
    assert set(crm.projects.find(ProjectFilter(text="项目"))) == {
        key for key in model.ids("project") if any("项目" in text for text in _of_project(model, key))
    }


def _articles(crm: Crm, model: Model, on: date) -> None:
    for state in ArticleState:
        leads = model.ids("article", state=state, reprint_of_id=None)
        assert sorted(crm.articles.find(ArticleFilter(state=state))) == leads
    tally = crm.articles.tally(datetime(on.year, on.month, on.day, tzinfo=UTC))
    assert tally.inbox == len(model.ids("article", state=ArticleState.INBOX, reprint_of_id=None))
    for target in [("enterprise", key) for key in model.ids("enterprise")[:2]]:
        links = model.ids("mention", target_kind=target[0], target_id=target[1], state=MentionState.CONFIRMED)
        told = {model.get("mention", link)["article_id"] for link in links}
        leads_told = {model.get("article", key)["reprint_of_id"] or key for key in told}
        shown = crm.articles.find(ArticleFilter(target=Ref(kind=target[0], id=target[1])))
        assert {model.get("article", key)["reprint_of_id"] or key for key in shown} == leads_told
    for key in model.ids("article", reprint_of_id=None)[:1]:
        copies = [key, *model.ids("article", reprint_of_id=key)]
        assert sorted(copy.id for copy in crm.reprints.group(key).copies) == sorted(copies)


def _follow_ups(crm: Crm, model: Model, on: date) -> None:
    del on
    ids = crm.follow_ups.between(date.min, date.max)
    assert sorted(ids) == model.ids("follow_up")
    for row in crm.follow_ups.items(ids):
        told = model.get("follow_up", row.id)
        for name in ("text", "happened_on", "next_on", "done_on", "way"):
            assert getattr(row, name) == told[name], name
        about = model.ids("follow_up_subject", follow_up_id=row.id)
        links = [model.get("follow_up_subject", link) for link in about]
        assert {ref for ref, _name in row.subjects} == {
            Ref(kind=link["target_kind"], id=link["target_id"]) for link in links
        }


def _today(crm: Crm, model: Model, on: date) -> None:
    for officer in (None, *model.ids("officer")):
        shown = crm.follow_ups.today(on, officer)
        mine = [
            project
            for key in model.ids("project")
            if (project := model.get("project", key))["stage"] not in ENDS
            and officer in (None, project["owner_id"])
        ]
        due = Counter(_due(project["next_follow_up_on"], on) for project in mine)
        tallies = {str(group): tally.count for group, tally in shown.tallies.items()}
        assert (tallies["overdue"], tallies["due"]) == (due["overdue"], due["due"])
        assert shown.inbox_count == len(model.ids("article", state=ArticleState.INBOX, reprint_of_id=None))
        done = model.ids("follow_up", happened_on=on)
        if officer is not None:
            done = [key for key in done if model.get("follow_up", key)["officer_id"] == officer]
        assert sorted(row.id for row in shown.done) == done


def _views(crm: Crm, model: Model, on: date) -> None:
    del on
    me = crm.office.actor.officer_id
    seen = [
        key
        for key in model.ids("saved_view")
        if model.get("saved_view", key)["is_shared"] or model.get("saved_view", key)["officer_id"] == me
    ]
    seen.sort(key=lambda key: (model.get("saved_view", key)["position"], key))
    assert [view.key for view in crm.views.of_screen("projects")] == seen


def _office(crm: Crm, model: Model, on: date) -> None:
    del on
    places = {key: model.get("office", key)["position"] for key in model.ids("office")}
    assert [one.key for one in crm.office.offices()] == sorted(places, key=lambda key: (places[key], key))
    assert {one.key for one in crm.office.officers()} == set(model.ids("officer", is_active=True))
    lists = {row.name: row.name_count for row in crm.name_search.lists()}
    kept = model.ids("watch_list")
    assert set(lists) == {model.get("watch_list", key)["name"] for key in kept}
    assert [rule.key for rule in crm.rules.items()] == sorted(
        model.ids("capture_rule"), key=lambda key: (model.get("capture_rule", key)["position"], key)
    )
    assert {row.source.key for row in crm.sources.items()} == set(model.ids("source"))


def _history(crm: Crm, model: Model, on: date) -> None:
    del on
    newest = crm.history.newest(20)
    known = {step.name: step for step in model.steps}
    for entry in newest:
        if entry.step in known:
            assert entry.is_undone == (not known[entry.step].is_standing)
    assert [entry.step for entry in newest[: len(model.steps)]] == [
        step.name for step in reversed(model.steps[-20:])
    ]


# Out of the model


def _due(day: date | None, on: date) -> str:
    return "" if day is None or day > on else "due" if day == on else "overdue"


def _sum(projects: list[Plain]) -> Decimal:
    return sum((one["total_investment"].value for one in projects if one["total_investment"]), Decimal(0))


def _name(model: Model, kind: str, key: int | None) -> str:
    if key is None:
        return ""
    record = model.get(kind, key)
    return str(record.get("short_name") or record["name"])


def _aliases(model: Model, kind: str, key: int) -> set[str]:
    return {model.get("alias", alias)["text"] for alias in model.about(kind, key, of="alias")}


def _follow_ups_about(model: Model, about: list[tuple[str, int]]) -> list[int]:
    return sorted(
        {
            model.get("follow_up_subject", link)["follow_up_id"]
            for kind, key in about
            for link in model.about(kind, key, of="follow_up_subject")
        }
    )


def _files(model: Model, kind: str, key: int) -> list[int]:
    told = _follow_ups_about(model, [(kind, key)])
    refs = [(kind, key), *(("follow_up", one) for one in told)]
    return [file for ref in refs for file in model.about(*ref, of="attachment")]


def _of_project(model: Model, key: int) -> list[str]:
    project = model.get("project", key)
    firm = project["enterprise_id"]
    texts = [project[name] for name in ("name", "code", "build_content", "latest_progress", "remark")]
    return [*texts, model.get("enterprise", firm)["name"] if firm else "", *_aliases(model, "project", key)]


def _of_enterprise(model: Model, key: int) -> list[str]:
    firm = model.get("enterprise", key)
    texts = [firm[name] for name in ("name", "region", "short_name", "credit_code", "business", "note")]
    return [*texts, *firm["labels"], *_aliases(model, "enterprise", key)]


def _of_contact(model: Model, key: int) -> list[str]:
    contact = model.get("contact", key)
    firm = contact["enterprise_id"]
    texts = [contact[name] for name in ("name", "title", "phone", "mail", "wechat", "note")]
    return [*texts, model.get("enterprise", firm)["name"] if firm else ""]


def _of_zone(model: Model, key: int) -> list[str]:
    zone = model.get("zone", key)
    return [*(zone[name] for name in ("name", "region", "short_name", "note")), *_aliases(model, "zone", key)]


def _of_industry(model: Model, key: int) -> list[str]:
    node = model.get("industry", key)
    above = node["parent_id"]
    named = model.get("industry", above)["name"] if above else node["code"]
    return [node["name"], node["note"], named, *_aliases(model, "industry", key)]


def _of_follow_up(model: Model, key: int) -> list[str]:
    told = model.get("follow_up", key)
    return [told[name] for name in ("text", "result", "next_step", "with_whom")]


def _of_article(model: Model, key: int) -> list[str]:
    article = model.get("article", key)
    bodies = [model.get("article_text", text)["body"] for text in model.ids("article_text", article_id=key)]
    return [article["title"], article["source"], *bodies]


def _of_task(model: Model, key: int) -> list[str]:
    task = model.get("task", key)
    return [*(task[name] for name in ("title", "due", "note", "quote")), *task["steps"]]


def _of_visit(model: Model, key: int) -> list[str]:
    visit = model.get("visit", key)
    names = ("title", "purpose", "outcome", "report", "note")
    stops = [model.get("visit_stop", one) for one in model.ids("visit_stop", visit_id=key)]
    people = [model.get("visit_person", one) for one in model.ids("visit_person", visit_id=key)]
    return [
        *(visit[name] for name in names),
        visit["destination"] or visit["guests"],
        *(stop[name] for stop in stops for name in ("place", "note")),
        *(person[name] for person in people for name in ("name", "title", "body")),
    ]


_TEXTS: dict[str, Callable[[Any, int], list[str]]] = {
    "project": _of_project,
    "enterprise": _of_enterprise,
    "contact": _of_contact,
    "zone": _of_zone,
    "industry": _of_industry,
    "follow_up": _of_follow_up,
    "article": _of_article,
    "task": _of_task,
    "visit": _of_visit,
}

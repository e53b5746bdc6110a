"""The example office: offices, zones, chains, firms, projects, follow-ups and articles, all invented."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from crm.data.store import Store
from crm.data.writer import Writer
from crm.domain.articles import ZoneIndustry
from crm.domain.directory import (
    Alias,
    Contact,
    Enterprise,
    EnterpriseIndustry,
    Grade,
    Industry,
    LabelGround,
    NodeState,
    Ownership,
    Segment,
    Tier,
    Zone,
    ZoneRelation,
)
from crm.domain.errors import Unusable
from crm.domain.follow_ups import ContactWay, FollowUp, FollowUpSubject
from crm.domain.money import Money, parse_money
from crm.domain.office import Office, Officer, Role
from crm.domain.permissions import Actor, authorize
from crm.domain.projects import FairCompetitionState, Obstacle, Project, StageEntry
from crm.domain.records import Ref
from crm.domain.stages import ENDS, WAY, Stage, end_for, position
from crm.domain.tasks import Priority, Task
from crm.i18n import N_, _
from crm.paths import resource
from crm.services.steps.contacts import keyed, note_contact
from crm.services.steps.example_visits import Known, add_visits
from crm.services.steps.tasks import on_day, save_task

YI = Decimal(10**8)  # 亿, the unit of amounts in the file
STEP_DAYS = 17  # between the stages that a project has passed; the file tells only when the last one began
REGION = "江苏省南通市如东县"
Progress = Callable[[int, int], None]


@dataclass
class _Made:
    """Ids of what was made, by the names the file uses."""

    offices: dict[str, int] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)
    zones: dict[str, int] = field(default_factory=dict)
    nodes: dict[str, int] = field(default_factory=dict)
    firms: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)


class Examples:
    """Fills an empty database with the example office."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, today: date, progress: Progress = lambda _done, _all: None) -> None:
        """Makes the office as if it had worked until `today`, and puts its first officer at the keyboard.

        Raises Unusable if the database holds an office already.
        """
        authorize(self._store.actor, "office.change")
        with self._store.read() as reader:
            if reader.count(Office) or reader.count(Project):
                raise Unusable(_("The database holds an office already; the example needs an empty one."))
        told: dict[str, Any] = json.loads(resource("samples", "office.json").read_text("utf-8"))
        made = _Made()
        parts = (
            _office, _zones, _chains, _enterprises, _projects, _follow_ups, _obstacles, _tasks, _visits,
        )  # fmt: skip
        for done, part in enumerate(parts):
            progress(done, len(parts))
            with self._store.write(N_("Make the example office")) as writer:
                part(writer, told, made, today)
            if part is _office:
                self._seat(next(iter(made.officers.values())))
        progress(len(parts), len(parts))

    def articles(self, today: date) -> list[tuple[str, str]]:
        """File name and text of the example articles, dated as if today were `today`; to be taken in."""
        files = sorted(resource("samples", "articles").glob("*.txt"))
        return [(file.name, dated(file.read_text("utf-8"), today)) for file in files]

    def _seat(self, officer: Officer) -> None:
        self._store.actor = Actor(
            officer_id=officer.id, office_id=officer.office_id, role=officer.role, name=officer.name
        )


def dated(text: str, today: date) -> str:
    """`text` with {D-3} as the ISO date three days before `today` and {d-3} as its month and day."""

    def day(match: re.Match[str]) -> str:
        when = today - timedelta(days=int(match[2]))
        return when.isoformat() if match[1] == "D" else f"{when.month}月{when.day}日"

    return re.sub(r"\{([Dd])-(\d+)\}", day, text)


def _office(writer: Writer, told: Mapping[str, Any], made: _Made, _today: date) -> None:
    for place, (name, short) in enumerate(told["offices"]):
        made.offices[short] = writer.save(Office(name=name, short_name=short, position=place)).key
    for name, office, role in told["officers"]:
        officer = Officer(name=name, office_id=made.offices[office], role=Role(role))
        made.officers[name] = writer.save(officer)


def _zones(writer: Writer, told: Mapping[str, Any], made: _Made, today: date) -> None:
    for row in told["zones"]:
        zone = Zone(
            name=row["name"],
            short_name=row["short"],
            kind=row["kind"],
            level=row["level"],
            region=row.get("region", REGION),
            relation=ZoneRelation(row["relation"]),
            head=row["head"],
        )
        key = made.zones[row["short"]] = writer.save(zone).key
        for text in row["aliases"]:
            writer.save(Alias(target_kind="zone", target_id=key, text=text, origin="example"))
        for tier, names in row["tiers"].items():
            for name in names:
                entry = ZoneIndustry(
                    zone_id=key, tier=Tier(tier), name=name, told_on=today - timedelta(days=120)
                )
                writer.save(entry)


def _chains(writer: Writer, told: Mapping[str, Any], made: _Made, _today: date) -> None:
    for place, (name, chief, nodes) in enumerate(told["chains"]):
        chain = writer.save(Industry(name=name, chief=chief, position=place))
        made.nodes[name] = chain.key
        for order, (node, segment, state) in enumerate(nodes):
            below = Industry(
                name=node,
                parent_id=chain.id,
                segment=Segment(segment),
                state=NodeState(state),
                position=order,
            )
            made.nodes[node] = writer.save(below).key


def _enterprises(writer: Writer, told: Mapping[str, Any], made: _Made, today: date) -> None:
    for row in told["enterprises"]:
        facts = _firm_facts(row.get("facts", {}))
        firm = Enterprise(
            name=row["name"],
            short_name=row["short"],
            region=row["region"],
            labels=tuple(row["labels"]),
            business=row["business"],
            grade=Grade(row["grade"]) if row["grade"] else None,
            grade_reason=row.get("reason", ""),
            is_existing=row["region"].startswith(REGION),
            **facts,
        )
        key = made.firms[row["short"]] = writer.save(keyed(firm)).key
        if node := made.nodes.get(row["node"]):
            writer.save(EnterpriseIndustry(enterprise_id=key, industry_id=node))
        for text in row.get("aliases", ()):
            writer.save(Alias(target_kind="enterprise", target_id=key, text=text, origin="example"))
        _people(writer, row, made, key, today)
        _grounds(writer, row, key, today)
    for row in told["enterprises"]:
        if "parent" in row:
            firm = writer.get(Enterprise, made.firms[row["short"]])
            parent_id, ownership = made.firms[row["parent"]], Ownership(row["ownership"])
            writer.save(replace(firm, parent_id=parent_id, ownership=ownership))


def _people(writer: Writer, row: Mapping[str, Any], made: _Made, firm_id: int, today: date) -> None:
    main = {"name": row["contact"], "title": row["title"], "decides": row.get("decides", False)}
    for place, told in enumerate([main, *row.get("people", ())]):
        if not told["name"]:
            continue
        contact = Contact(
            name=told["name"],
            title=told["title"],
            enterprise_id=firm_id,
            is_main=place == 0,
            is_decision_maker=told.get("decides", False),
            until=today - timedelta(days=told["left"]) if "left" in told else None,
        )
        made.contacts[told["name"]] = writer.save(contact).key


def _grounds(writer: Writer, row: Mapping[str, Any], firm_id: int, today: date) -> None:
    for told in row.get("grounds", ()):
        until = today + timedelta(days=told["ends"])
        ground = LabelGround(
            enterprise_id=firm_id,
            name=told["name"],
            batch=told["batch"],
            valid_from=until - timedelta(days=365 * told["years"]),
            valid_until=until,
            source=told["source"],
        )
        writer.save(ground)


def _firm_facts(told: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of the file in the types of the record."""
    facts = dict(told)
    for name in ("registered_capital", "revenue"):
        if name in facts:
            facts[name] = parse_money(facts[name])
    if "founded_on" in facts:
        facts["founded_on"] = date.fromisoformat(facts["founded_on"])
    return facts


def _projects(writer: Writer, told: Mapping[str, Any], made: _Made, today: date) -> None:
    for number, row in enumerate(told["projects"], start=1):
        stage, since = Stage(row["stage"]), today - timedelta(days=row["since"])
        passed = _passed(stage)
        first = since - timedelta(days=STEP_DAYS * len(passed))
        project = writer.save(_project(row, made, today, first, f"{first:%Y%m%d}{number:03d}"))
        made.projects[row["name"]] = project.key
        earlier: Stage | None = None
        for place, entered in enumerate([*passed, stage]):
            day = first + timedelta(days=STEP_DAYS * place)
            entry = StageEntry(project_id=project.key, stage=entered, from_stage=earlier, entered_on=day)
            writer.save(replace(entry, reason=project.loss_reason if entered in ENDS else ""))
            earlier = entered


def _passed(stage: Stage) -> tuple[Stage, ...]:
    if stage in ENDS:
        return tuple(entry for entry in WAY[:3] if end_for(entry) is stage)
    return WAY[: position(stage)]


def _project(row: Mapping[str, Any], made: _Made, today: date, first: date, code: str) -> Project:
    stage = Stage(row["stage"])
    owner = made.officers[row["owner"]]
    is_ready = position(stage) >= position(Stage.PENDING_SIGNING) and stage not in ENDS
    return Project(
        code=code,
        name=row["name"],
        enterprise_id=made.firms[row["enterprise"]],
        stage=stage,
        stage_since=today - timedelta(days=row["since"]),
        zone_id=made.zones.get(row["zone"] or ""),
        industry_id=made.nodes.get(row["node"] or ""),
        sector="工业",
        capital_nature="内资",
        build_content=row["content"],
        total_investment=_yi(row["total"]),
        phase1_investment=_yi(row["phase1"]),
        land_mu=Decimal(row["land"]) if row["land"] else None,
        land_situation="新供地" if row["land"] and is_ready else "",
        owner_id=owner.id,
        office_id=owner.office_id,
        lead_source="驻点",
        first_reported_on=first,
        last_contact_on=None,
        next_follow_up_on=today + timedelta(days=row["next"]) if row["next"] is not None else None,
        next_step=row["step"],
        agreement_kind="投资协议" if is_ready and stage is not Stage.PENDING_SIGNING else "",
        planned_signing_on=today + timedelta(days=20) if stage is Stage.PENDING_SIGNING else None,
        fair_competition=FairCompetitionState.PASSED if is_ready else FairCompetitionState.NOT_REVIEWED,
        loss_reason="客户距离" if stage in ENDS else "",
        went_to="浙江嘉善" if stage in ENDS else "",
    )


def _yi(amount: float | None) -> Money | None:
    return Money(value=Decimal(str(amount)) * YI) if amount is not None else None


def _follow_ups(writer: Writer, told: Mapping[str, Any], made: _Made, today: date) -> None:
    """Oldest first, as they were logged; the plans that stand are those of the projects."""
    plans = {key: writer.get(Project, key) for key in made.projects.values()}
    for row in sorted([*_first_talks(told), *told["follow_ups"]], key=lambda entry: -entry["ago"]):
        day = today - timedelta(days=row["ago"])
        follow_up = writer.save(
            FollowUp(
                happened_on=day,
                way=ContactWay(row["way"]),
                officer_id=made.officers[row["officer"]].id,
                with_whom=row["contact"],
                text=row["text"],
                next_step=row["step"],
                next_on=day + timedelta(days=row["next_in"]) if row["next_in"] else None,
            )
        )
        subjects = [Ref(kind="project", id=made.projects[row["project"]])]
        if row["contact"] in made.contacts:
            subjects.append(Ref(kind="contact", id=made.contacts[row["contact"]]))
        for ref in subjects:
            link = FollowUpSubject(follow_up_id=follow_up.key, target_kind=ref.kind, target_id=ref.id)
            writer.save(link)
        note_contact(writer, follow_up, subjects)
    for key, plan in plans.items():
        project = writer.get(Project, key)
        writer.save(replace(project, next_follow_up_on=plan.next_follow_up_on, next_step=plan.next_step))


def _first_talks(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How the office met each firm: on the day when the project became an intention."""
    talks = []
    for row in told["projects"]:
        stage = Stage(row["stage"])
        if "met" not in row:
            continue
        way, text = row["met"]
        steps = len(_passed(stage)) - WAY.index(Stage.INTENTION)
        talks.append(
            {
                "ago": row["since"] + STEP_DAYS * steps,
                "officer": row["owner"],
                "way": way,
                "project": row["name"],
                "contact": "",
                "text": text,
                "next_in": None,
                "step": "",
            }
        )
    return talks


def _obstacles(writer: Writer, told: Mapping[str, Any], made: _Made, today: date) -> None:
    for name, text, responsible, days in told["obstacles"]:
        obstacle = Obstacle(
            project_id=made.projects[name],
            text=text,
            responsible=responsible,
            opened_on=today - timedelta(days=9),
            due_on=today + timedelta(days=days),
        )
        writer.save(obstacle)


def _tasks(writer: Writer, told: Mapping[str, Any], made: _Made, today: date) -> None:
    for row in told["tasks"]:
        task = Task(
            title=row["title"],
            priority=Priority(row["priority"]),
            assignee_id=made.officers[row["officer"]].id,
            steps=tuple(row["steps"]),
            done_steps=tuple(row["steps"][: row["done"]]),
            quote=row["quote"],
        )
        due = today + timedelta(days=row["in"]) if row["in"] is not None else None
        save_task(writer, on_day(task, due), [Ref(kind="project", id=made.projects[row["project"]])])


def _visits(writer: Writer, told: Mapping[str, Any], made: _Made, today: date) -> None:
    known = Known(officers=made.officers, firms=made.firms, zones=made.zones, projects=made.projects)
    add_visits(writer, told["visits"], known, today)

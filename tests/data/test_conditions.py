"""Conditions on projects: random trees give what a plain evaluation of the same records gives."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.data.queries.projects import find
from crm.data.store import Store
from crm.domain.articles import Article, Mention, MentionState
from crm.domain.codec import from_plain, to_plain
from crm.domain.conditions import (
    FACTS,
    OPERATORS_OF,
    TIMED,
    Condition,
    FactKind,
    Group,
    Match,
    Operator,
    Tree,
)
from crm.domain.directory import Enterprise, Grade, Industry, Zone
from crm.domain.follow_ups import Attachment, FollowUp, FollowUpSubject
from crm.domain.money import Money
from crm.domain.projects import Claim, FairCompetitionState, Obstacle, Project, StageEntry
from crm.domain.rows import ProjectFilter
from crm.domain.stages import Stage

ON = date(2026, 5, 18)
TEXTS = ("电芯", "隔膜", "50%", "a_b", "")
MONIES = tuple(name for name, kind in FACTS.items() if kind is FactKind.MONEY)
DAYS = tuple(name for name, kind in FACTS.items() if kind is FactKind.DAY)


@dataclass
class Sample:
    """A small office, and its records as they were stored."""

    store: Store
    projects: list[Project]
    firms: dict[int, Enterprise]
    zones: list[int]
    nodes: list[int]
    below: dict[int, set[int]]
    related: dict[str, list[Any]] = field(default_factory=dict)


def _some_project(chance: random.Random, sample: Sample) -> Project:
    figures = {
        name: Money(value=Decimal(chance.randint(0, 4) * 10**8), currency=chance.choice(("CNY", "USD")))
        for name in MONIES
        if chance.random() < 0.6
    }
    days = {name: ON + timedelta(days=chance.randint(-20, 20)) for name in DAYS if chance.random() < 0.7}
    texts = {
        name: chance.choice(TEXTS)
        for name in ("build_content", "source_region", "next_step", "problem", "agreement_kind")
    }
    return Project(
        name=chance.choice(TEXTS[:4]),
        stage=chance.choice(list(Stage)),
        fair_competition=chance.choice(list(FairCompetitionState)),
        is_on_hold=chance.random() < 0.3,
        land_mu=Decimal(chance.randint(0, 4)) if chance.random() < 0.6 else None,
        enterprise_id=chance.choice([None, *sample.firms]),
        zone_id=chance.choice([None, *sample.zones]),
        industry_id=chance.choice([None, *sample.nodes]),
        **figures,
        **days,
        **texts,
    )


def _relations(chance: random.Random, sample: Sample, writer: Any) -> None:
    def day() -> date:
        return ON + timedelta(days=chance.randint(-20, 20))

    kept: dict[str, list[Any]] = {
        name: [] for name in ("mentions", "logged", "stages", "open", "files", "told")
    }
    articles = [
        writer.save(Article(title=f"文章{n}", published_on=day() if n % 4 else None)) for n in range(8)
    ]
    for project in sample.projects:
        for article in chance.sample(articles, chance.randint(0, 3)):
            of_firm = project.enterprise_id is not None and chance.random() < 0.5
            target = ("enterprise", project.enterprise_id) if of_firm else ("project", project.key)
            state = chance.choice(list(MentionState))
            made = Mention(article_id=article.key, target_kind=target[0], target_id=target[1], state=state)
            writer.save(made)
            kept["mentions"].append((made, article))
        for _turn in range(chance.randint(0, 2)):
            logged = writer.save(FollowUp(happened_on=day(), text="来访"))
            writer.save(
                FollowUpSubject(follow_up_id=logged.key, target_kind="project", target_id=project.key)
            )
            kept["logged"].append((project.key, logged))
            entry = StageEntry(
                project_id=project.key, stage=chance.choice(list(Stage)), entered_on=day(),
                is_undone=chance.random() < 0.3,
            )  # fmt: skip
            kept["stages"].append(writer.save(entry))
            closed = day() if chance.random() < 0.5 else None
            kept["open"].append(writer.save(Obstacle(project_id=project.key, text="用地", closed_on=closed)))
            kept["files"].append(
                writer.save(
                    Attachment(target_kind="project", target_id=project.key, name="a", sha256="0", size=1)
                )
            )
            amount = Money(value=Decimal(chance.randint(1, 3) * 10**8))
            kept["told"].append(
                writer.save(Claim(project_id=project.key, field_name="total_investment", amount=amount))
            )
    sample.related = kept


@pytest.fixture
def sample(store: Store) -> Sample:
    chance = random.Random(20260518)
    with store.write("Fill") as writer:
        firms = [
            writer.save(
                Enterprise(
                    name=f"企业{n}", grade=chance.choice([None, *Grade]), region=chance.choice(TEXTS),
                    labels=("专精特新", "上市公司")[: n % 3],
                )
            )
            for n in range(5)
        ]  # fmt: skip
        chain = writer.save(Industry(name="储能"))
        nodes = [writer.save(Industry(name=f"环节{n}", parent_id=chain.key)) for n in range(3)]
        made = Sample(
            store=store,
            projects=[],
            firms={firm.key: firm for firm in firms},
            zones=[writer.save(Zone(name=f"园区{n}")).key for n in range(2)],
            nodes=[chain.key, *(node.key for node in nodes)],
            below={chain.key: {chain.key, *(node.key for node in nodes)}}
            | {node.key: {node.key} for node in nodes},
        )
        made.projects = [writer.save(_some_project(chance, made)) for _n in range(40)]
        _relations(chance, made, writer)
    return made


# The plain evaluation


def plainly(sample: Sample, tree: Tree) -> set[int]:
    return {project.key for project in sample.projects if _tree_holds(sample, project, tree)}


def _tree_holds(sample: Sample, project: Project, tree: Tree) -> bool:
    found = []
    for group in tree.groups:
        each = [_holds(sample, project, one) != one.negated for one in group.conditions]
        found.append((all(each) if group.match is Match.ALL else any(each)) != group.negated)
    return all(found) if tree.match is Match.ALL else any(found)


def _holds(sample: Sample, project: Project, one: Condition) -> bool:
    kind = FACTS[one.fact]
    if kind is FactKind.COUNT:
        return len(_counted(sample, project, one)) >= max(1, int(one.number or 1))
    if one.fact.startswith("enterprise."):
        firm = sample.firms.get(project.enterprise_id or 0)
        if firm is None:
            return False
        value = getattr(firm, one.fact.removeprefix("enterprise."))
    else:
        value = getattr(project, one.fact)
    if one.fact == "enterprise.labels":
        value = "".join(value)
    if one.operator is Operator.FILLED:
        return value not in (None, "")
    if value is None:
        return False
    return _compared(sample, one, kind, value)


def _compared(sample: Sample, one: Condition, kind: FactKind, value: Any) -> bool:
    if kind is FactKind.MONEY and value.currency != "CNY":
        return False
    if kind in (FactKind.MONEY, FactKind.NUMBER):
        figure, limit = getattr(value, "value", value), one.number or 0
        return bool(figure >= limit if one.operator is Operator.AT_LEAST else figure <= limit)
    if kind is FactKind.DAY:
        return _in_time(one, value)
    if kind is FactKind.TEXT:
        return "".join(one.values) in value
    if kind is FactKind.FLAG:
        return bool(value)
    if one.fact == "industry_id":
        return any(value in sample.below.get(int(node), ()) for node in one.values)
    return str(value) in one.values


def _in_time(one: Condition, day: date | None) -> bool:
    if day is None:
        return False
    if one.operator is Operator.NEXT_DAYS:
        return ON <= day <= ON + timedelta(days=one.days or 0)
    if one.operator is Operator.LAST_DAYS or one.days is not None:
        return ON - timedelta(days=one.days or 0) <= day <= ON
    return (one.first or date.min) <= day <= (one.last or date.max)


def _counted(sample: Sample, project: Project, one: Condition) -> set[Any]:
    has_time = one.days is not None or one.first is not None or one.last is not None

    def fits(day: date | None) -> bool:
        return not has_time or _in_time(one, day)

    kept, key = sample.related, project.key
    if one.fact in ("articles", "enterprise.articles"):
        target = ("project", key) if one.fact == "articles" else ("enterprise", project.enterprise_id)
        return {
            article.key
            for mention, article in kept["mentions"]
            if (mention.target_kind, mention.target_id) == target
            and mention.state is MentionState.CONFIRMED
            and fits(article.published_on)
        }
    if one.fact == "follow_ups":
        return {logged.key for of, logged in kept["logged"] if of == key and fits(logged.happened_on)}
    if one.fact == "stage_entries":
        return {
            entry.key
            for entry in kept["stages"]
            if entry.project_id == key
            and not entry.is_undone
            and fits(entry.entered_on)
            and (not one.values or entry.stage in one.values)
        }
    if one.fact == "obstacles":
        return {one.key for one in kept["open"] if one.project_id == key and one.closed_on is None}
    if one.fact == "attachments":
        return {file.key for file in kept["files"] if file.target_id == key}
    return {claim.amount.value for claim in kept["told"] if claim.project_id == key}


# Random trees

some_days = st.dates(ON - timedelta(days=25), ON + timedelta(days=25))


@st.composite
def some_conditions(draw: st.DrawFn) -> Condition:
    fact = draw(st.sampled_from(list(FACTS)))
    kind = FACTS[fact]
    made: dict[str, Any] = {"fact": fact, "operator": draw(st.sampled_from(OPERATORS_OF[kind]))}
    if kind is FactKind.MONEY:
        made["number"] = Decimal(draw(st.integers(0, 4)) * 10**8)
    elif kind in (FactKind.NUMBER, FactKind.COUNT):
        made["number"] = Decimal(draw(st.integers(0, 4)))
    if kind is FactKind.DAY or (fact in TIMED and draw(st.booleans())):
        if made["operator"] is Operator.BETWEEN or (kind is FactKind.COUNT and draw(st.booleans())):
            made["first"], made["last"] = (draw(st.none() | some_days) for _side in range(2))
        else:
            made["days"] = draw(st.integers(0, 20))
    if kind is FactKind.TEXT:
        words = ("专精", "上市") if fact == "enterprise.labels" else ("电", "%", "_", "隔膜", "0")
        made["values"] = (draw(st.sampled_from(words)),)
    elif kind is FactKind.CHOICE or fact == "stage_entries":
        choices = {"enterprise.grade": Grade, "fair_competition": FairCompetitionState}.get(fact, Stage)
        made["values"] = tuple(map(str, draw(st.lists(st.sampled_from(list(choices)), max_size=3))))
    elif kind is FactKind.RECORD:
        made["values"] = tuple(map(str, draw(st.lists(st.integers(1, 4), max_size=2))))
    return Condition(negated=draw(st.booleans()), **made)


some_groups = st.builds(
    Group,
    conditions=st.lists(some_conditions(), min_size=1, max_size=3).map(tuple),
    match=st.sampled_from(list(Match)),
    negated=st.booleans(),
)
some_trees = st.builds(
    Tree,
    groups=st.lists(some_groups, min_size=1, max_size=3).map(tuple),
    match=st.sampled_from(list(Match)),
    on=st.just(ON),
)


def test_a_tree_finds_what_a_plain_evaluation_finds(sample: Sample) -> None:
    @settings(max_examples=200, deadline=None)
    @given(tree=some_trees)
    def agree(tree: Tree) -> None:
        with sample.store.read() as reader:
            found = find(reader, ProjectFilter(tree=tree))
        assert set(found) == plainly(sample, tree)

    agree()


@given(tree=some_trees)
def test_a_tree_comes_back_from_its_text(tree: Tree) -> None:
    assert from_plain(Tree, to_plain(tree)) == tree


def test_what_this_program_does_not_know_is_passed_over(sample: Sample) -> None:
    strange = Condition(fact="shoe_size", operator=Operator.AT_LEAST, number=Decimal(44))
    with sample.store.read() as reader:
        assert len(find(reader, ProjectFilter(tree=Tree(groups=(Group(conditions=(strange,)),))))) == 40

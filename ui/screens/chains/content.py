"""What the map of a chain shows, read at once, and where each node stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.app import Crm
from crm.domain.directory import Industry, NodeState, Segment
from crm.domain.records import Ref
from crm.domain.rows import (
    ArticleFilter,
    ArticleRow,
    EnterpriseFilter,
    EnterpriseRow,
    IndustryRow,
    ProjectFilter,
    ProjectRow,
)
from ui.shared.link_rows import FIRST

GAPS = (NodeState.WEAK, NodeState.MISSING)


@dataclass(frozen=True, kw_only=True)
class ChainNode:
    """One node on the map; `lead` is the project in hand that has come furthest."""

    row: IndustryRow
    segment: Segment | None
    lead: ProjectRow | None


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A chain with all that stands below it."""

    record: Industry
    nodes: tuple[ChainNode, ...]
    enterprise_count: int
    project_count: int
    total: Decimal  # of the projects in hand, CNY

    def count(self, state: NodeState) -> int:
        """How many nodes are in this state."""
        return sum(1 for node in self.nodes if node.row.state is state)


@dataclass(frozen=True, kw_only=True)
class NodeContent:
    """What the inspector shows of a node or a whole chain: the first of each kind, and all counted."""

    record: Industry
    projects: tuple[ProjectRow, ...]
    project_count: int
    enterprises: tuple[EnterpriseRow, ...]
    enterprise_count: int
    articles: tuple[ArticleRow, ...]
    article_count: int


@dataclass(frozen=True, kw_only=True)
class Most:
    """How many of each kind the inspector shows."""

    projects: int = FIRST
    enterprises: int = FIRST
    articles: int = FIRST


@dataclass(frozen=True, kw_only=True)
class Chains:
    """All chains by name, and the one that is shown."""

    names: tuple[tuple[int, str], ...]
    shown: Chain | None


def read_chains(crm: Crm, wanted: int | None, today: date) -> Chains:
    """The names of all chains, and the wanted one, or the first where that has gone."""
    rows = crm.directory.industry_rows()
    names = tuple((row.id, row.name) for row in rows if row.depth == 0)
    ids = [key for key, _name in names]
    key = wanted if wanted in ids else (ids[0] if ids else None)
    return Chains(names=names, shown=_chain(crm, rows, key, today) if key is not None else None)


def read_node(crm: Crm, industry_id: int, today: date, most: Most) -> NodeContent:
    """A node with its projects, enterprises and articles."""
    projects = crm.projects.find(ProjectFilter(industry_id=industry_id, is_open=True))
    enterprises = crm.directory.find_enterprises(EnterpriseFilter(industry_id=industry_id))
    articles = crm.articles.find(ArticleFilter(target=Ref(kind="industry", id=industry_id)))
    return NodeContent(
        record=crm.directory.industry(industry_id),
        projects=tuple(crm.projects.items(projects[: most.projects], today)),
        project_count=len(projects),
        enterprises=tuple(crm.directory.enterprise_rows(enterprises[: most.enterprises])),
        enterprise_count=len(enterprises),
        articles=tuple(crm.articles.items(articles[: most.articles])),
        article_count=len(articles),
    )


def chain_of(rows: Sequence[IndustryRow], industry_id: int) -> int | None:
    """The chain that a node belongs to; a chain belongs to itself."""
    parents = {row.id: row.parent_id for row in rows}
    if industry_id not in parents:
        return None
    here = industry_id
    while (above := parents[here]) in parents and above is not None:
        here = above
    return here


def _chain(crm: Crm, rows: Sequence[IndustryRow], key: int, today: date) -> Chain:
    in_hand = ProjectFilter(industry_id=key, is_open=True)
    totals = crm.projects.totals(in_hand, today)
    return Chain(
        record=crm.directory.industry(key),
        nodes=_nodes(rows, key, crm.projects.leads(in_hand, today)),
        enterprise_count=len(crm.directory.find_enterprises(EnterpriseFilter(industry_id=key))),
        project_count=totals.count,
        total=totals.total,
    )


def _nodes(rows: Sequence[IndustryRow], chain_id: int, leads: dict[int, ProjectRow]) -> tuple[ChainNode, ...]:
    """All nodes below a chain; one without a segment stands where the node above it does."""
    segments: dict[int, Segment | None] = {chain_id: None}
    nodes = []
    for row in rows:
        if row.parent_id not in segments or row.parent_id is None:
            continue
        segments[row.id] = row.segment or segments[row.parent_id]
        nodes.append(ChainNode(row=row, segment=segments[row.id], lead=leads.get(row.id)))
    return tuple(nodes)

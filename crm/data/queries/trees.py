"""Walking the industry tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.directory import Industry

_industry = table(Industry).c


def descendants(reader: Reader, root_id: int) -> list[int]:
    """A node and everything below it."""
    below: dict[int | None, list[int]] = {}
    for row in _nodes(reader):
        below.setdefault(row.parent_id, []).append(row.id)
    found, waiting = [], [root_id]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(child for child in below.get(node, []) if child not in found)
    return found


def paths(reader: Reader, ids: Iterable[int | None]) -> dict[int, str]:
    """`chain › node` of each id."""
    wanted = {node for node in ids if node is not None}
    if not wanted:
        return {}
    nodes: dict[int | None, Any] = {row.id: row for row in _nodes(reader)}
    return {node: " › ".join(_names(nodes, node)) for node in wanted if node in nodes}


def _nodes(reader: Reader) -> Sequence[Any]:
    statement = sa.select(_industry.id, _industry.name, _industry.parent_id)
    return reader.once("industries", lambda: reader.connection.execute(statement).all())


def _names(nodes: Mapping[int | None, Any], node: int) -> list[str]:
    names: list[str] = []
    current: int | None = node
    while current in nodes and len(names) < 4:  # deeper trees show their end alone
        names.insert(0, nodes[current].name)
        current = nodes[current].parent_id
    return names

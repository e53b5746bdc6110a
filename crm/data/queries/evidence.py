"""What projects can show: their papers, and the sentences of articles that prove something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.articles import Mention, MentionState
from crm.domain.evidence import Held
from crm.domain.follow_ups import Attachment

_file, _mention = table(Attachment).c, table(Mention).c
_OF_PROJECTS = (_file.target_kind == "project", _file.kind != "")
_PROVING = (
    _mention.target_kind == "project",
    _mention.state == str(MentionState.CONFIRMED),
    _mention.proves != "",
)


def held_by(reader: Reader, project_ids: Iterable[int]) -> dict[int, Held]:
    """What each of these projects can show; those that can show nothing are left out."""
    ids = list(dict.fromkeys(project_ids))
    files = _kinds(reader, ids, _file.kind, _file.target_id, _OF_PROJECTS)
    quotes = _kinds(reader, ids, _mention.proves, _mention.target_id, _PROVING)
    return {
        project_id: Held(files=files.get(project_id, frozenset()), quotes=quotes.get(project_id, frozenset()))
        for project_id in files.keys() | quotes.keys()
    }


def has_file(project_id: sa.ColumnElement[int], kind: str) -> sa.ColumnElement[bool]:
    """Whether a project has a paper of that kind, for filters of lists."""
    found = sa.select(_file.id).where(*_OF_PROJECTS, _file.target_id == project_id, _file.kind == kind)
    return found.exists()


def has_quote(project_id: sa.ColumnElement[int], kind: str) -> sa.ColumnElement[bool]:
    """Whether the sentence of an article proves the same."""
    found = sa.select(_mention.id).where(*_PROVING, _mention.target_id == project_id, _mention.proves == kind)
    return found.exists()


def _kinds(
    reader: Reader,
    ids: list[int],
    kind: sa.Column[Any],
    project_id: sa.Column[Any],
    conditions: tuple[sa.ColumnElement[bool], ...],
) -> dict[int, frozenset[str]]:
    if not ids:
        return {}
    wanted = sa.select(project_id, kind).where(*conditions, project_id.in_(ids)).distinct()
    found: dict[int, set[str]] = {}
    for key, name in reader.connection.execute(wanted):
        found.setdefault(key, set()).add(name)
    return {key: frozenset(names) for key, names in found.items()}

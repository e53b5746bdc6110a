"""Keeping the search index in step with the records, inside the transaction that changes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import search_entries, table
from crm.data.search_words import EDGE, fold, initial_pairs, kind_pair, kind_token, pairs_of, spellings
from crm.domain.articles import Article, ArticleText
from crm.domain.directory import Alias, Contact, Enterprise, Industry, Zone
from crm.domain.follow_ups import FollowUp
from crm.domain.projects import Project
from crm.domain.records import Record
from crm.domain.tasks import Task
from crm.domain.visits import Visit, VisitPerson, VisitStop

_entry = search_entries.c
_ADD_ENTRY = sa.insert(search_entries).returning(_entry.id)
_ADD_WORDS = sa.text(
    "INSERT INTO search_words(rowid, kind, name, typed, rest) VALUES (:id, :kind, :name, :typed, :rest)"
)
_DROP_WORDS = sa.text("DELETE FROM search_words WHERE rowid = :id")

Touched = Mapping[tuple[str, int], tuple[Record | None, Record | None]]  # (kind, id) -> before, after


@dataclass(frozen=True, kw_only=True)
class _Entry:
    name: str
    detail: str = ""
    raw: str = ""
    body: str = ""  # indexed, but kept elsewhere
    day: date | None = None
    typed: tuple[str, ...] = ()  # names that are also found by their pinyin


def refresh(reader: Reader, touched: Touched) -> None:
    """Brings the index up to date with the records that a transaction touched."""
    for kind, record_id in _indexed_keys(reader, touched):
        describe, record_class = _DESCRIBE[kind]
        before, record = touched.get((kind, record_id), (None, None))
        is_new = before is None and record is not None
        if not is_new:
            _forget(reader.connection, kind, record_id)
        if (kind, record_id) not in touched:
            record = reader.find(record_class, record_id)
        if record is not None:
            _remember(reader.connection, kind, record_id, describe(reader, record))


def remember_all(reader: Reader, keys: Iterable[tuple[str, int]]) -> None:
    """Adds entries for those of the records that are there."""
    by_kind: dict[str, list[int]] = {}
    for kind, record_id in keys:
        by_kind.setdefault(kind, []).append(record_id)
    for kind in by_kind.keys() & _DESCRIBE.keys():
        describe, record_class = _DESCRIBE[kind]
        for record_id, record in reader.by_id(record_class, by_kind[kind]).items():
            _remember(reader.connection, kind, record_id, describe(reader, record))


def is_indexed(kind: str) -> bool:
    """Whether records of that kind have entries of their own."""
    return kind in _DESCRIBE


def _indexed_keys(reader: Reader, touched: Touched) -> Iterable[tuple[str, int]]:
    keys: dict[tuple[str, int], None] = {}
    for (kind, record_id), states in touched.items():
        if kind in _DESCRIBE:
            keys[kind, record_id] = None
        for record in states:
            keys.update(dict.fromkeys(_described_by(record)))
        if states[0] is not None and _name(states[0]) != _name(states[1]):  # a new one is shown nowhere yet
            keys.update(dict.fromkeys(shown_in(reader, kind, record_id)))
    return keys


def _described_by(record: Record | None) -> Iterator[tuple[str, int]]:
    """Records whose entry holds the text of this one."""
    if isinstance(record, Alias) and record.target_kind in _DESCRIBE:
        yield record.target_kind, record.target_id
    elif isinstance(record, ArticleText):
        yield "article", record.article_id
    elif isinstance(record, VisitStop | VisitPerson):
        yield "visit", record.visit_id


def shown_in(reader: Reader, kind: str, record_id: int) -> Iterator[tuple[str, int]]:
    """Records whose entry shows the name of this one."""
    for shown_kind, record_class, field_name in _NAMED_IN.get(kind, ()):
        column = table(record_class).c
        wanted = sa.select(column.id).where(column[field_name] == record_id)
        for other in reader.connection.execute(wanted).scalars():
            yield shown_kind, other


def _name(record: Record | None) -> str:
    return getattr(record, "name", "")


def _forget(connection: sa.Connection, kind: str, record_id: int) -> None:
    where = sa.and_(_entry.kind == kind, _entry.record_id == record_id)
    gone = connection.execute(sa.delete(search_entries).where(where).returning(_entry.id)).scalar()
    if gone is not None and connection.dialect.name == "sqlite":
        connection.execute(_DROP_WORDS, {"id": gone})


def _remember(connection: sa.Connection, kind: str, record_id: int, entry: _Entry) -> None:
    initials = " ".join(map(spellings, entry.typed))
    row: dict[str, Any] = {
        "kind": kind,
        "record_id": record_id,
        "name": entry.name,
        "detail": entry.detail,
        "raw": entry.raw,
        "initials": initials,
        "day": entry.day,
    }
    name, rest = fold(entry.name), [fold(part) for part in (entry.detail, entry.raw, entry.body)]
    if connection.dialect.name == "sqlite":
        added = connection.execute(_ADD_ENTRY, row).scalar_one()
        words = {
            "id": added,
            "kind": kind_token(kind),
            "name": _spaced(["", name, ""]),
            "typed": _spaced(initials.split()),
            "rest": _spaced(rest),
        }
        connection.execute(_ADD_WORDS, words)
    else:
        letters = "\n".join([name, *rest])
        pairs = pairs_of(letters) + initial_pairs(initials) + kind_pair(kind)
        connection.execute(_ADD_ENTRY, row | {"letters": letters, "pairs": pairs})


def _spaced(parts: Iterable[str]) -> str:
    return f" {EDGE} ".join(map(" ".join, parts))


def _project(reader: Reader, project: Project) -> _Entry:
    enterprise = reader.find(Enterprise, project.enterprise_id) if project.enterprise_id else None
    firm = enterprise.name if enterprise else ""
    names = _aliases(reader, "project", project)
    raw = [project.code, *names, project.build_content, project.latest_progress, project.remark]
    typed = (project.name, *names)
    return _Entry(name=project.name, detail=firm, raw=_lines(raw), day=project.stage_since, typed=typed)


def _enterprise(reader: Reader, firm: Enterprise) -> _Entry:
    names = [firm.short_name, *_aliases(reader, "enterprise", firm)]
    raw = _lines([*names, firm.credit_code, firm.business, *firm.labels, firm.note])
    typed = (firm.name, *filter(None, names))
    return _Entry(name=firm.name, detail=firm.region, raw=raw, day=firm.last_contact_on, typed=typed)


def _contact(reader: Reader, contact: Contact) -> _Entry:
    enterprise = reader.find(Enterprise, contact.enterprise_id) if contact.enterprise_id else None
    body = enterprise.name if enterprise else ""
    raw = _lines([contact.phone, contact.mail, contact.wechat, contact.note])
    return _Entry(name=contact.name, detail=f"{body} {contact.title}".strip(), raw=raw, typed=(contact.name,))


def _zone(reader: Reader, zone: Zone) -> _Entry:
    names = [name for name in (zone.short_name, *_aliases(reader, "zone", zone)) if name]
    return _Entry(
        name=zone.name, detail=zone.region, raw=_lines([*names, zone.note]), typed=(zone.name, *names)
    )


def _industry(reader: Reader, industry: Industry) -> _Entry:
    parent = reader.find(Industry, industry.parent_id) if industry.parent_id else None
    raw = _lines([*_aliases(reader, "industry", industry), industry.note])
    detail = parent.name if parent else industry.code
    return _Entry(name=industry.name, detail=detail, raw=raw, typed=(industry.name,))


def _follow_up(reader: Reader, follow_up: FollowUp) -> _Entry:
    del reader
    raw = _lines([follow_up.text, follow_up.result, follow_up.next_step])
    first = follow_up.text.strip().split("\n")[0][:60]
    return _Entry(name=first, detail=follow_up.with_whom, raw=raw, day=follow_up.happened_on)


def _task(reader: Reader, task: Task) -> _Entry:
    del reader
    raw = _lines([*task.steps, task.note, task.quote])
    return _Entry(name=task.title, detail=task.due, raw=raw, day=task.due_on)


def _article(reader: Reader, article: Article) -> _Entry:
    texts = reader.all(ArticleText, article_id=article.key)
    body = max(texts, key=lambda text: text.revision).body if texts else ""
    return _Entry(name=article.title, detail=article.source, body=body, day=article.published_on)


def _visit(reader: Reader, visit: Visit) -> _Entry:
    places = [f"{stop.place} {stop.note}" for stop in reader.all(VisitStop, visit_id=visit.key)]
    people = [" ".join((one.name, one.title, one.body)) for one in _people(reader, visit)]
    raw = _lines([visit.purpose, *places, *people, visit.outcome, visit.report, visit.note])
    detail = visit.destination or visit.guests
    return _Entry(name=visit.title, detail=detail, raw=raw, day=visit.begins_on, typed=(visit.title,))


def _people(reader: Reader, visit: Visit) -> list[VisitPerson]:
    return reader.all(VisitPerson, visit_id=visit.key)


def _aliases(reader: Reader, kind: str, record: Record) -> list[str]:
    return [alias.text for alias in reader.all(Alias, target_kind=kind, target_id=record.key)]


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


_DESCRIBE: dict[str, tuple[Any, type[Record]]] = {
    "project": (_project, Project),
    "enterprise": (_enterprise, Enterprise),
    "contact": (_contact, Contact),
    "zone": (_zone, Zone),
    "industry": (_industry, Industry),
    "follow_up": (_follow_up, FollowUp),
    "task": (_task, Task),
    "article": (_article, Article),
    "visit": (_visit, Visit),
}

# Whose name is part of which other entries, and by which field these point at it.
_NAMED_IN: dict[str, tuple[tuple[str, type[Record], str], ...]] = {
    "enterprise": (("project", Project, "enterprise_id"), ("contact", Contact, "enterprise_id")),
    "industry": (("industry", Industry, "parent_id"),),
}

"""The search index: every text by single characters, so that words of any length are found.

SQLite: a contentless FTS5 table over space-separated characters, asked for phrases. (Its trigram
tokenizer finds no two-character word and silently drops one inside AND.) PostgreSQL: characters and
pairs in an array under a GIN index, checked again by LIKE. Both find the same: substrings of letters
and digits, whatever punctuation stands between them; punctuation in the question is then compared as
written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pypinyin import Style, pinyin

from crm.data.schema import search_entries, table
from crm.domain.articles import Article, ArticleText
from crm.domain.directory import Alias, Contact, Enterprise, Industry, Zone
from crm.domain.errors import ValidationError
from crm.domain.follow_ups import FollowUp
from crm.domain.projects import Project
from crm.domain.records import Record
from crm.domain.searching import MOST_CHARACTERS, Hit
from crm.i18n import _

if TYPE_CHECKING:
    from crm.data.writer import Writer

_entry = search_entries.c
_MOST_INITIALS = 20  # characters; nobody types more initials than that
_MOST_SPELLINGS = 16  # of one name, where several characters are read in several ways
KIND_ORDER = ("project", "enterprise", "contact", "zone", "industry", "follow_up", "article")


@dataclass(frozen=True, kw_only=True)
class _Entry:
    name: str
    detail: str = ""
    raw: str = ""
    body: str = ""  # indexed, but kept elsewhere
    day: date | None = None
    typed: tuple[str, ...] = ()  # names that are also found by their pinyin


def fold(text: str) -> str:
    """Letters and digits of `text`: width and case evened out, everything else dropped."""
    evened = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in evened if letter.isalnum())


def spellings(name: str) -> str:
    """What a name is typed as in Latin letters: initials and whole pinyin, in every reading.

    长电 -> "cd zd changdian zhangdian": 长 is read both ways, and nobody should have to know which.
    """
    readings = pinyin(name[:_MOST_INITIALS], style=Style.NORMAL, heteronym=True)
    options = [[part for part in map(fold, dict.fromkeys(parts)) if part] or [""] for parts in readings]
    whole = list(islice(product(*options), _MOST_SPELLINGS))
    short = dict.fromkeys("".join(part[:1] for part in parts) for parts in whole)
    return " ".join([*short, *("".join(parts) for parts in whole)])


# Writing the index


def refresh(writer: Writer, touched: Mapping[tuple[str, int], Record | None]) -> None:
    """Brings the index up to date with the records that a transaction touched."""
    for kind, record_id in _indexed_keys(touched):
        describe, record_class = _DESCRIBE[kind]
        record = writer.find(record_class, record_id)
        _forget(writer.connection, kind, record_id)
        if record is not None:
            _remember(writer.connection, kind, record_id, describe(writer, record))


def _indexed_keys(touched: Mapping[tuple[str, int], Record | None]) -> Iterable[tuple[str, int]]:
    keys: dict[tuple[str, int], None] = {}
    for (kind, record_id), record in touched.items():
        if kind in _DESCRIBE:
            keys[kind, record_id] = None
        elif isinstance(record, Alias) and record.target_kind in _DESCRIBE:
            keys[record.target_kind, record.target_id] = None
        elif isinstance(record, ArticleText):
            keys["article", record.article_id] = None
    return keys


def _forget(connection: sa.Connection, kind: str, record_id: int) -> None:
    where = sa.and_(_entry.kind == kind, _entry.record_id == record_id)
    gone = connection.execute(sa.delete(search_entries).where(where).returning(_entry.id)).scalar()
    if gone is not None and connection.dialect.name == "sqlite":
        connection.execute(sa.text("DELETE FROM search_words WHERE rowid = :id"), {"id": gone})


def _remember(connection: sa.Connection, kind: str, record_id: int, entry: _Entry) -> None:
    row: dict[str, Any] = {
        "kind": kind,
        "record_id": record_id,
        "name": entry.name,
        "detail": entry.detail,
        "raw": entry.raw,
        "initials": " ".join(map(spellings, entry.typed)),
        "day": entry.day,
    }
    name, rest = fold(entry.name), "\n".join(fold(part) for part in (entry.detail, entry.raw, entry.body))
    if connection.dialect.name == "sqlite":
        added = connection.execute(sa.insert(search_entries).values(row).returning(_entry.id)).scalar_one()
        statement = sa.text("INSERT INTO search_words(rowid, name, rest) VALUES (:id, :name, :rest)")
        words = {"id": added, "name": " ".join(name), "rest": " § ".join(map(" ".join, rest.split("\n")))}
        connection.execute(statement, words)
    else:
        letters = f"{name}\n{rest}"
        connection.execute(
            sa.insert(search_entries).values(row | {"letters": letters, "pairs": _pairs(letters)})
        )


def _pairs(letters: str) -> list[str]:
    """Every character and every pair of neighbours, each once."""
    grams = {letters[at : at + length] for length in (1, 2) for at in range(len(letters) - length + 1)}
    return sorted(gram for gram in grams if "\n" not in gram)


def _project(writer: Writer, project: Project) -> _Entry:
    enterprise = writer.find(Enterprise, project.enterprise_id) if project.enterprise_id else None
    firm = enterprise.name if enterprise else ""
    raw = [project.code, *project.aliases, project.build_content, project.latest_progress, project.remark]
    typed = (project.name, *project.aliases)
    return _Entry(name=project.name, detail=firm, raw=_lines(raw), day=project.stage_since, typed=typed)


def _enterprise(writer: Writer, firm: Enterprise) -> _Entry:
    names = [firm.short_name, *_aliases(writer, "enterprise", firm)]
    raw = _lines([*names, firm.credit_code, firm.business, *firm.labels, firm.note])
    typed = (firm.name, *filter(None, names))
    return _Entry(name=firm.name, detail=firm.region, raw=raw, day=firm.last_contact_on, typed=typed)


def _contact(writer: Writer, contact: Contact) -> _Entry:
    enterprise = writer.find(Enterprise, contact.enterprise_id) if contact.enterprise_id else None
    body = enterprise.name if enterprise else ""
    raw = _lines([contact.phone, contact.mail, contact.wechat, contact.note])
    return _Entry(name=contact.name, detail=f"{body} {contact.title}".strip(), raw=raw, typed=(contact.name,))


def _zone(writer: Writer, zone: Zone) -> _Entry:
    names = [name for name in (zone.short_name, *_aliases(writer, "zone", zone)) if name]
    return _Entry(
        name=zone.name, detail=zone.region, raw=_lines([*names, zone.note]), typed=(zone.name, *names)
    )


def _industry(writer: Writer, industry: Industry) -> _Entry:
    parent = writer.find(Industry, industry.parent_id) if industry.parent_id else None
    raw = _lines([*_aliases(writer, "industry", industry), industry.note])
    detail = parent.name if parent else industry.code
    return _Entry(name=industry.name, detail=detail, raw=raw, typed=(industry.name,))


def _follow_up(writer: Writer, follow_up: FollowUp) -> _Entry:
    del writer
    raw = _lines([follow_up.text, follow_up.result, follow_up.next_step])
    first = follow_up.text.strip().split("\n")[0][:60]
    return _Entry(name=first, detail=follow_up.with_whom, raw=raw, day=follow_up.happened_on)


def _article(writer: Writer, article: Article) -> _Entry:
    texts = writer.all(ArticleText, article_id=article.key)
    body = max(texts, key=lambda text: text.revision).body if texts else ""
    return _Entry(name=article.title, detail=article.source, body=body, day=article.published_on)


def _aliases(writer: Writer, kind: str, record: Record) -> list[str]:
    return [alias.text for alias in writer.all(Alias, target_kind=kind, target_id=record.key)]


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


_DESCRIBE: dict[str, tuple[Any, type[Record]]] = {
    "project": (_project, Project),
    "enterprise": (_enterprise, Enterprise),
    "contact": (_contact, Contact),
    "zone": (_zone, Zone),
    "industry": (_industry, Industry),
    "follow_up": (_follow_up, FollowUp),
    "article": (_article, Article),
}


# Asking


def find(connection: sa.Connection, question: str, kinds: Iterable[str] = (), limit: int = 50) -> list[Hit]:
    """Records that hold every word of `question`, names first, then the newest.

    Words are parted by spaces. Raises ValidationError if the question is too long.
    """
    if len(question) > MOST_CHARACTERS:
        sentence = _("Search for at most {most} characters.").format(most=MOST_CHARACTERS)
        raise ValidationError.of("question", sentence)
    words = [word for word in re.split(r"\s+", question.replace("\0", " ").strip()) if word]
    if not words:
        return []
    wanted = tuple(kinds)
    ask = _ask_sqlite if connection.dialect.name == "sqlite" else _ask_server
    rows: dict[int, Any] = {}
    for names_only in (True, False):
        for row in connection.execute(ask(words, wanted, names_only).limit(4 * limit)):
            rows.setdefault(row.id, row)
    ranked = sorted(rows.values(), key=lambda row: _rank(row, words))[:limit]
    bodies = _bodies(connection, [row.record_id for row in ranked if row.kind == "article"])
    return [
        _hit(row, words, bodies.get(row.record_id, "") if row.kind == "article" else row.raw)
        for row in ranked
    ]


def matching_ids(connection: sa.Connection, question: str, kind: str) -> list[int]:
    """Ids of all records of `kind` that hold every word of `question`, for filters of lists."""
    words = [word for word in re.split(r"\s+", question[:MOST_CHARACTERS].replace("\0", " ").strip()) if word]
    if not words:
        return []
    ask = _ask_sqlite if connection.dialect.name == "sqlite" else _ask_server
    found: dict[int, None] = {}
    for names_only in (True, False):
        for row in connection.execute(ask(words, (kind,), names_only)):
            found[row.record_id] = None
    return list(found)


def _ask_sqlite(words: list[str], kinds: tuple[str, ...], names_only: bool) -> sa.Select[Any]:
    phrases = [f'"{" ".join(fold(word))}"' for word in words if fold(word)]
    statement = sa.select(search_entries)
    if phrases:
        matched = sa.text("SELECT rowid FROM search_words WHERE search_words MATCH :match").columns(
            sa.column("rowid")
        )
        scope = "{name} : " if names_only else ""
        fits = _entry.id.in_(matched.bindparams(match=scope + "(" + " AND ".join(phrases) + ")"))
        statement = statement.where(sa.or_(fits, _by_initials(words)) if names_only else fits)
    return _narrowed(statement, words, kinds)


def _ask_server(words: list[str], kinds: tuple[str, ...], names_only: bool) -> sa.Select[Any]:
    statement = sa.select(search_entries)
    place = sa.func.split_part(_entry.letters, "\n", 1) if names_only else _entry.letters
    folded = [fold(word) for word in words if fold(word)]
    fits = [_entry.pairs.contains(_pairs_of_word(word)) for word in folded]
    fits += [place.like(f"%{_escaped(word)}%", escape="\\") for word in folded]
    if fits:
        whole = sa.and_(*fits)
        statement = statement.where(sa.or_(whole, _by_initials(words)) if names_only else whole)
    return _narrowed(statement, words, kinds)


def _pairs_of_word(word: str) -> Any:
    return sa.cast(_pairs(word), search_entries.c.pairs.type)


def _by_initials(words: list[str]) -> sa.ColumnElement[bool]:
    folded = fold("".join(words))
    if len(folded) < 2 or not (folded.isascii() and folded.isalnum()):
        return sa.false()
    return _entry.initials.like(f"%{folded}%")


def _narrowed(statement: sa.Select[Any], words: list[str], kinds: tuple[str, ...]) -> sa.Select[Any]:
    """Only those kinds; words with punctuation are compared as written too."""
    if kinds:
        statement = statement.where(_entry.kind.in_(kinds))
    text = table(ArticleText).c
    for word in words:
        if fold(word) != unicodedata.normalize("NFKC", word).casefold():
            pattern = f"%{_escaped(word)}%"
            in_body = sa.exists().where(
                _entry.kind == "article",
                text.article_id == _entry.record_id,
                text.body.ilike(pattern, escape="\\"),
            )
            written = [
                column.ilike(pattern, escape="\\") for column in (_entry.name, _entry.detail, _entry.raw)
            ]
            statement = statement.where(sa.or_(*written, in_body))
    return statement.order_by(_entry.id.desc())


def _escaped(word: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", word)


def _rank(row: Any, words: list[str]) -> tuple[Any, ...]:
    name, asked = fold(row.name), fold("".join(words))
    nearness = 0 if name == asked else 1 if asked and asked in name else 2 if row.initials else 3
    newest = -(row.day.toordinal()) if row.day else 0
    return nearness, KIND_ORDER.index(row.kind), newest, -row.id


def _bodies(connection: sa.Connection, article_ids: list[int]) -> dict[int, str]:
    if not article_ids:
        return {}
    text = table(ArticleText).c
    statement = (
        sa.select(text.article_id, text.body).where(text.article_id.in_(article_ids)).order_by(text.revision)
    )
    return {row.article_id: row.body for row in connection.execute(statement)}


def _hit(row: Any, words: list[str], text: str) -> Hit:
    return Hit(
        kind=row.kind,
        id=row.record_id,
        name=row.name,
        detail=row.detail,
        day=row.day,
        snippet=_snippet(text, words),
    )


def _snippet(text: str, words: list[str], around: int = 24) -> str:
    for word in words:
        at = text.casefold().find(word.casefold())
        if at >= 0:
            start, end = max(0, at - around), at + len(word) + around
            return (
                ("…" if start else "") + text[start:end].replace("\n", " ") + ("…" if end < len(text) else "")
            )
    return ""

"""The search index: every text by single characters, so that words of any length are found.

SQLite: a contentless FTS5 table over space-separated characters, asked for phrases. (Its trigram
tokenizer finds no two-character word and silently drops one inside AND.) PostgreSQL: characters and
pairs in an array under a GIN index, checked again by LIKE. Both find the same: substrings of letters
and digits, whatever punctuation stands between them; a word asked for with punctuation must besides
stand there as it was typed, but for width and case. A question of punctuation alone looks at names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import combinations, islice, pairwise, product
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from crm.data.schema import search_entries, table
from crm.domain.articles import Article, ArticleText
from crm.domain.directory import Alias, Contact, Enterprise, Industry, Zone
from crm.domain.errors import ValidationError
from crm.domain.follow_ups import FollowUp
from crm.domain.projects import Project
from crm.domain.records import Record
from crm.domain.searching import MOST_CHARACTERS, Hit
from crm.domain.texts import storable
from crm.i18n import _

if TYPE_CHECKING:
    from crm.data.writer import Writer

_entry = search_entries.c
_MOST_INITIALS = 20  # characters; nobody types more initials than that
_MOST_SPELLINGS = 16  # of one name, where several characters are read in several ways
KIND_ORDER = ("project", "enterprise", "contact", "zone", "industry", "follow_up", "article")
_EDGE = "§"  # a token between fields that no question holds, so that no phrase reaches across
_ADD_ENTRY = sa.insert(search_entries).returning(_entry.id)
_ADD_WORDS = sa.text(
    "INSERT INTO search_words(rowid, kind, name, typed, rest) VALUES (:id, :kind, :name, :typed, :rest)"
)
_DROP_WORDS = sa.text("DELETE FROM search_words WHERE rowid = :id")
_MATCHING = sa.text("SELECT rowid FROM search_words WHERE search_words MATCH :match").columns(
    sa.column("rowid")
)

Touched = Mapping[tuple[str, int], tuple[Record | None, Record | None]]  # (kind, id) -> before, after


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
    return "".join(letter for letter in _even(text) if letter.isalnum())


def _even(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def spellings(name: str) -> str:
    """What a name is typed as in Latin letters: initials and whole pinyin, in every reading.

    长电 -> "cd zd changdian zhangdian": 长 is read both ways, and nobody should have to know which.
    """
    start = name[:_MOST_INITIALS]
    from pypinyin import Style, lazy_pinyin, pinyin  # its dictionary costs a start 0.3 s

    usual = [fold(part) for part in lazy_pinyin(start)]
    readings = pinyin(start, style=Style.NORMAL, heteronym=True)
    options = [[part for part in map(fold, dict.fromkeys(parts)) if part] for parts in readings]
    if len(options) != len(usual):  # signs that are no characters may be grouped in two ways
        usual = [parts[0] if parts else "" for parts in options]
    whole = list(dict.fromkeys(islice(_ways_to_read(usual, options), _MOST_SPELLINGS)))
    latin = fold(start)  # TCL科技 is typed tclkj
    short = dict.fromkeys("".join(part if part in latin else part[:1] for part in parts) for parts in whole)
    return " ".join([*short, *("".join(parts) for parts in whole)])


def _ways_to_read(usual: list[str], options: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """Every reading of a name, those with the fewest unusual ones first."""
    rare = {
        place: [part for part in parts if part != usual[place]]
        for place, parts in enumerate(options)
        if set(parts) - {usual[place]}
    }
    for count in range(len(rare) + 1):
        for places in combinations(rare, count):
            for parts in product(*(rare[place] for place in places)):
                read = list(usual)
                for place, part in zip(places, parts, strict=True):
                    read[place] = part
                yield tuple(read)


# Writing the index


def refresh(writer: Writer, touched: Touched) -> None:
    """Brings the index up to date with the records that a transaction touched."""
    for kind, record_id in _indexed_keys(writer, touched):
        describe, record_class = _DESCRIBE[kind]
        before, record = touched.get((kind, record_id), (None, None))
        is_new = before is None and record is not None
        if not is_new:
            _forget(writer.connection, kind, record_id)
        if (kind, record_id) not in touched:
            record = writer.find(record_class, record_id)
        if record is not None:
            _remember(writer.connection, kind, record_id, describe(writer, record))


def _indexed_keys(writer: Writer, touched: Touched) -> Iterable[tuple[str, int]]:
    keys: dict[tuple[str, int], None] = {}
    for (kind, record_id), states in touched.items():
        if kind in _DESCRIBE:
            keys[kind, record_id] = None
        for record in states:
            keys.update(dict.fromkeys(_described_by(record)))
        if states[0] is not None and _name(states[0]) != _name(states[1]):  # a new one is shown nowhere yet
            keys.update(dict.fromkeys(_shown_in(writer, kind, record_id)))
    return keys


def _described_by(record: Record | None) -> Iterator[tuple[str, int]]:
    """Records whose entry holds the text of this one."""
    if isinstance(record, Alias) and record.target_kind in _DESCRIBE:
        yield record.target_kind, record.target_id
    elif isinstance(record, ArticleText):
        yield "article", record.article_id


def _shown_in(writer: Writer, kind: str, record_id: int) -> Iterator[tuple[str, int]]:
    """Records whose entry shows the name of this one."""
    for shown_kind, record_class, field_name in _NAMED_IN.get(kind, ()):
        column = table(record_class).c
        wanted = sa.select(column.id).where(column[field_name] == record_id)
        for other in writer.connection.execute(wanted).scalars():
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
            "kind": _kind_token(kind),
            "name": _spaced(["", name, ""]),
            "typed": _spaced(initials.split()),
            "rest": _spaced(rest),
        }
        connection.execute(_ADD_WORDS, words)
    else:
        letters = "\n".join([name, *rest])
        pairs = _pairs(letters) + _initial_pairs(initials) + _kind_pair(kind)
        connection.execute(_ADD_ENTRY, row | {"letters": letters, "pairs": pairs})


def _spaced(parts: Iterable[str]) -> str:
    return f" {_EDGE} ".join(map(" ".join, parts))


def _kind_token(kind: str) -> str:
    return kind.replace("_", "")


def _pairs(letters: str) -> list[str]:
    """Every character and every pair of neighbours, each once."""
    return sorted(
        {*letters, *map("".join, pairwise(letters))}
        - {"\n"}
        - {pair for letter in set(letters) for pair in (f"{letter}\n", f"\n{letter}")}
    )


def _initial_pairs(initials: str) -> list[str]:
    """Pairs of what is typed in Latin letters, marked so that they are no pairs of the text."""
    return [f"~{pair}" for pair in _pairs(initials.replace(" ", "\n")) if len(pair) == 2]


def _kind_pair(*kinds: str) -> list[str]:
    """What the index holds of the kind, so that it finds those of one kind alone; nothing for several."""
    return [f"={kind}" for kind in kinds] if len(kinds) == 1 else []


def _project(writer: Writer, project: Project) -> _Entry:
    enterprise = writer.find(Enterprise, project.enterprise_id) if project.enterprise_id else None
    firm = enterprise.name if enterprise else ""
    names = _aliases(writer, "project", project)
    raw = [project.code, *names, project.build_content, project.latest_progress, project.remark]
    typed = (project.name, *names)
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

# Whose name is part of which other entries, and by which field these point at it.
_NAMED_IN: dict[str, tuple[tuple[str, type[Record], str], ...]] = {
    "enterprise": (("project", Project, "enterprise_id"), ("contact", Contact, "enterprise_id")),
    "industry": (("industry", Industry, "parent_id"),),
}


# Asking


def find(connection: sa.Connection, question: str, kinds: Iterable[str] = (), limit: int = 50) -> list[Hit]:
    """Records that hold every word of `question`, names first, then the newest.

    Words are parted by spaces. Raises ValidationError if the question is too long.
    """
    if len(question) > MOST_CHARACTERS:
        sentence = _("Search for at most {most} characters.").format(most=MOST_CHARACTERS)
        raise ValidationError.of("question", sentence)
    asked = _Question(question)
    if not asked.words:
        return []
    rows: dict[int, Any] = {}
    for statement in _statements(connection, asked, tuple(kinds)):
        for row in _fitting(connection, statement, asked, 4 * limit):
            rows.setdefault(row.id, row)
        if len(rows) >= limit:
            break  # what the later ones find ranks behind
    ranked = sorted(rows.values(), key=lambda row: _rank(row, asked))[:limit]
    bodies = _bodies(connection, ranked)
    return [_hit(row, asked.words, bodies.get(row.id, row.raw)) for row in ranked]


def matching(connection: sa.Connection, question: str, kind: str) -> sa.CompoundSelect[tuple[int]]:
    """Finds the ids of the records of `kind` that hold every word of `question`, for filters of lists."""
    asked = _Question(question[:MOST_CHARACTERS])
    found: list[sa.Select[Any]] = [sa.select(_entry.record_id).where(sa.false())]
    statements = list(_statements(connection, asked, (kind,))) if asked.words else []
    # The last one finds what the others find, but for names that are asked for by their initials.
    for statement in statements[-2 if asked.initials else -1 :]:
        if asked.exact:
            compared = [row.id for row in _compared(connection, statement, asked.exact)]
            statement = statement.where(_entry.id.in_(_written_out(compared)))
        found.append(statement.with_only_columns(_entry.record_id).order_by(None))
    return sa.union(*found)


def _written_out(ids: list[int]) -> sa.BindParameter[list[int]]:
    """Ids as part of a statement's text: databases limit how many may be passed beside it."""
    return sa.bindparam(None, ids, expanding=True, literal_execute=True)


class _Where(Enum):
    WHOLE_NAME = 1
    NAME = 2  # or what a name is typed as
    ANY = 3


class _Question:
    """What was typed, as words, and in the forms in which they are compared."""

    def __init__(self, text: str) -> None:
        self.words = text.replace("\0", " ").split()
        self.folded = [fold(word) for word in self.words if fold(word)]
        self.exact = [_even(word) for word in self.words if fold(word) != _even(word)]
        self.joined = "".join(self.folded)
        self.initials = self.joined if len(self.joined) >= 2 and self.joined.isascii() else ""


def _statements(
    connection: sa.Connection, asked: _Question, kinds: tuple[str, ...]
) -> Iterator[sa.Select[Any]]:
    """What to ask, the surest first: the very name, names, titles of articles (there are many), texts."""
    wanted = kinds or KIND_ORDER
    if not asked.folded:
        written = [_entry.name.contains(storable(word), autoescape=True) for word in asked.words]
        yield _entries(wanted, sa.and_(*written))
        return
    ask = _ask_sqlite if connection.dialect.name == "sqlite" else _ask_server
    yield ask(asked, wanted, _Where.WHOLE_NAME)
    fewer = tuple(kind for kind in wanted if kind != "article")
    if fewer:
        yield ask(asked, fewer, _Where.NAME)
    if "article" in wanted:
        yield ask(asked, ("article",), _Where.NAME)
    yield ask(asked, wanted, _Where.ANY)


def _entries(kinds: tuple[str, ...], fits: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(search_entries).where(_entry.kind.in_(kinds), fits).order_by(_entry.id.desc())


def _fitting(
    connection: sa.Connection, statement: sa.Select[Any], asked: _Question, most: int | None = None
) -> Iterable[Any]:
    """The first `most` rows in which words with punctuation stand as they were typed."""
    if asked.exact:
        return islice(_compared(connection, statement, asked.exact), most)
    return connection.execute(statement.limit(most))


def _compared(connection: sa.Connection, statement: sa.Select[Any], exact: list[str]) -> Iterator[Any]:
    with connection.execute(statement, execution_options={"yield_per": 200}) as result:
        for rows in result.partitions():
            bodies = _bodies(connection, rows)
            for row in rows:
                text = _even("\n".join((row.name, row.detail, bodies.get(row.id, row.raw))))
                if all(word in text for word in exact):
                    yield row


def _ask_sqlite(asked: _Question, kinds: tuple[str, ...], where: _Where) -> sa.Select[Any]:
    if where is _Where.WHOLE_NAME:
        match = "{name} : " + _phrase(f"{_EDGE}{asked.joined}{_EDGE}")
    else:
        match = f"({' AND '.join(map(_phrase, asked.folded))})"
    if where is _Where.NAME:
        match = "{name} : " + match
        if asked.initials:
            match = f"({match} OR {{typed}} : {_phrase(asked.initials)})"
    match = f"{{kind}} : ({' OR '.join(map(_kind_token, kinds))}) AND {match}"
    return _entries(kinds, _entry.id.in_(_MATCHING.bindparams(sa.bindparam("match", match, unique=True))))


def _phrase(letters: str) -> str:
    return f'"{" ".join(letters)}"'


def _ask_server(asked: _Question, kinds: tuple[str, ...], where: _Where) -> sa.Select[Any]:
    if where is _Where.WHOLE_NAME:
        is_name = _entry.letters.startswith(f"{asked.joined}\n", autoescape=True)
        return _entries(kinds, sa.and_(_has_all(_pairs(asked.joined) + _kind_pair(*kinds)), is_name))
    place = _entry.letters if where is _Where.ANY else sa.func.split_part(_entry.letters, "\n", 1)
    # A word of one or two characters is in the index itself: if it may stand anywhere, that is enough.
    unsure = [word for word in asked.folded if where is not _Where.ANY or len(word) > 2]
    found = [place.contains(word, autoescape=True) for word in unsure]
    fits = sa.and_(_has_all(_pairs("\n".join(asked.folded)) + _kind_pair(*kinds)), *found)
    if where is _Where.NAME and asked.initials:
        typed = _has_all(_initial_pairs(asked.initials) + _kind_pair(*kinds))
        fits = sa.or_(fits, sa.and_(typed, _entry.initials.contains(asked.initials)))
    return _entries(kinds, fits)


def _has_all(pairs: list[str]) -> sa.ColumnElement[bool]:
    return sa.cast(_entry.pairs, ARRAY(sa.Text)).contains(sa.cast(pairs, ARRAY(sa.Text)))


def _rank(row: Any, asked: _Question) -> tuple[Any, ...]:
    name = fold(row.name)
    if name == asked.joined:
        nearness = 0
    elif all(word in name for word in asked.folded):
        nearness = 1
    else:
        nearness = 2 if asked.initials and asked.initials in row.initials else 3
    newest = -(row.day.toordinal()) if row.day else 0
    return nearness, KIND_ORDER.index(row.kind), newest, -row.id


def _bodies(connection: sa.Connection, rows: Iterable[Any]) -> dict[int, str]:
    """The newest text of those rows that are articles, by the id of the row."""
    articles = {row.record_id: row.id for row in rows if row.kind == "article"}
    if not articles:
        return {}
    text = table(ArticleText).c
    wanted = sa.select(text.article_id, text.body).where(text.article_id.in_(articles))
    found = connection.execute(wanted.order_by(text.revision))
    return {articles[row.article_id]: row.body for row in found}


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

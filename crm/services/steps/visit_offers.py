"""What an article tells of a visit: days, places and people, for an officer to choose from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from crm.data.reader import Reader
from crm.domain.articles import Article
from crm.domain.checks import NAME_LENGTH
from crm.domain.directory import Zone, ZoneRelation
from crm.domain.reading import EnterpriseRole, EnterpriseSpan, Reading, ZoneRole, ZoneSpan
from crm.domain.texts import sentence_around
from crm.domain.visit_pages import Attendee, OfferedPerson, OfferedStop, VisitOffer
from crm.domain.visits import Side, Visit, VisitKind
from crm.services.steps.kept_pages import reading_of
from crm.services.steps.known_names import NameBook, Names
from crm.services.steps.reprints import newest_text

_COME = re.compile("来访|莅临|到访|接待|来我[县市区]|来[东县园]考察")
_SHORTLY = timedelta(days=10)  # before it was written about
_MOST_PLACES = 3
_VISITED = (EnterpriseRole.VISITED, ZoneRole.VISITED)


def visit_offer(reader: Reader, names: Names, article_id: int, today: date) -> VisitOffer:
    """The visit that an article tells of; nothing is stored."""
    article = reader.get(Article, article_id)
    text = newest_text(reader, article_id)
    reading = reading_of(article, text, names)
    ours = reader.all(Zone, relation=str(ZoneRelation.OURS))
    stops = tuple(_stops(reading, names.book, text.body, {zone.key for zone in ours}))
    begins_on, ends_on = _days(reading, article.published_on or today)
    is_reception = bool(_COME.search(article.title))
    visit = Visit(
        kind=VisitKind.RECEPTION if is_reception else VisitKind.TRIP,
        title=article.title[:NAME_LENGTH],
        destination="" if is_reception else _destination(reading, [zone.region for zone in ours]),
        begins_on=begins_on,
        ends_on=ends_on,
        article_id=article.key,
    )
    return VisitOffer(visit=visit, stops=stops, people=tuple(_people(reading, stops, text.body)))


def _stops(reading: Reading, book: NameBook, body: str, ours: Collection[int]) -> Iterator[OfferedStop]:
    """Firms and zones as the article names them; in our own zones nobody is on a visit."""
    spans: list[EnterpriseSpan | ZoneSpan] = [*reading.enterprises, *reading.zones]
    named: dict[tuple[str, str], list[EnterpriseSpan | ZoneSpan]] = {}
    for span in sorted(spans, key=lambda one: one.start):
        kind = "enterprise" if isinstance(span, EnterpriseSpan) else "zone"
        named.setdefault((kind, span.name or span.text), []).append(span)
    for (kind, name), found in named.items():
        roles = [span.role for span in found]
        if ZoneRole.PUBLISHER in roles:
            continue  # it tells of the visit, and is not told of
        meant = book.choice(kind, name, (span.text for span in found))
        is_one = len(meant) == 1
        is_ours = is_one and kind == "zone" and meant[0].ref.id in ours
        yield OfferedStop(
            name=meant[0].name if is_one else name,
            kind=kind,
            target=meant[0].ref if is_one else None,
            role=str(next((role for role in roles if role in _VISITED), roles[0])),
            quote=sentence_around(body, found[0].start, found[0].end),
            is_visited=not is_ours and any(role in _VISITED for role in roles),
        )


def _people(reading: Reading, stops: Sequence[OfferedStop], body: str) -> Iterator[OfferedPerson]:
    """Everybody once, with the post that the article gives; people of a place that was visited are theirs."""
    theirs = {stop.name for stop in stops if stop.is_visited}
    theirs |= {span.text for span in reading.enterprises if span.name in theirs}
    seen: set[str] = set()
    for span in sorted(reading.people, key=lambda one: (one.title is None, one.start)):
        if span.name in seen:
            continue
        seen.add(span.name)
        side = Side.THEIRS if span.body_name in theirs else Side.OURS
        person = Attendee(side=side, name=span.name, title=span.title or "", body=span.body_name or "")
        yield OfferedPerson(person=person, quote=sentence_around(body, span.start, span.end))


def _days(reading: Reading, told_on: date) -> tuple[date, date]:
    """The days that the article names shortly before it was published; that day where it names none."""
    days = [
        (span.first, span.last)
        for span in reading.dates
        if span.first is not None
        and span.last is not None
        and told_on - _SHORTLY <= span.first <= span.last <= told_on
        and span.last - span.first < _SHORTLY
    ]
    if not days:
        return told_on, told_on
    return min(first for first, _last in days), max(last for _first, last in days)


def _destination(reading: Reading, regions: Sequence[str]) -> str:
    """Cities and counties that are not ours, in the order in which they are named."""
    ours = [region for region in regions if region]
    found: dict[str, str] = {}
    for span in reading.regions:
        is_ours = any(region.startswith(span.path) or span.path.startswith(region) for region in ours)
        if not is_ours and not span.path.endswith(("省", "自治区", "特别行政区")):
            found.setdefault(span.path, span.text)
    return "、".join(list(found.values())[:_MOST_PLACES])

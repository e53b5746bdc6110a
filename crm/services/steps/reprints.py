"""Reprint groups inside one transaction: finding, joining, splitting, and what a whole group shares.

The lead copy stands for its group: the others point at it with `reprint_of_id`. All have one state, and
their mentions are one set, whichever copy's text each is bound to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from crm.data import signatures
from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.articles import (
    Article,
    ArticleSource,
    ArticleState,
    ArticleText,
    Mention,
    MentionState,
    ReprintRefusal,
)
from crm.domain.reprints import Part
from crm.reading.differences import difference, moved
from crm.reading.reprints import ALIKE, likeness, text_hash

MOST_WEIGHED = 12  # candidates whose texts are compared, those that share most of the signature first
Differences = dict[int | None, tuple[Part, ...]]  # by the id of the text that mentions are bound to
_WAITS = (ArticleState.INBOX, ArticleState.LATER)


def newest_text(reader: Reader, article_id: int) -> ArticleText:
    """The newest revision of an article's text."""
    return max(reader.all(ArticleText, article_id=article_id), key=lambda text: text.revision)


def members(reader: Reader, article: Article) -> list[Article]:
    """The copies of an article's group with it among them, the lead copy first."""
    lead = reader.get(Article, article.reprint_of_id) if article.reprint_of_id else article
    return [lead, *reader.all(Article, reprint_of_id=lead.key)]


def nearest(reader: Reader, article: Article, text: ArticleText, bands: Sequence[int]) -> Article | None:
    """The lead of the group whose texts are most like this one, if any is alike enough.

    Groups with a copy that an officer told apart from this article are passed over.
    """
    candidates = _articles_of(reader, signatures.near(reader.connection, bands, text.key)[:MOST_WEIGHED])
    refused: frozenset[str] | None = None
    best: tuple[float, Article] | None = None
    for candidate, body in candidates:
        weight = likeness(text.body, body)
        if candidate.id == article.id or weight < ALIKE or (best is not None and weight <= best[0]):
            continue
        if refused is None:
            refused = refused_hashes(reader, members(reader, article))
        group = members(reader, candidate)
        if not refused or not any(hash_in(reader, copy) in refused for copy in group):
            best = weight, group[0]
    return best[1] if best is not None else None


def join(writer: Writer, lead: Article, articles: Iterable[Article]) -> Article:
    """Makes copies of what are articles of their own, with all copies of theirs; the lead copy then."""
    group = members(writer, lead)
    inside = {copy.key for copy in group}
    for article in articles:
        new = [copy for copy in members(writer, article) if copy.key not in inside]
        group += new
        inside |= {copy.key for copy in new}
    states = [copy.state for copy in group if copy.state not in _WAITS]
    state = states[0] if states else group[0].state
    return _led_by(writer, best_lead(writer, group), group, state)


def split(writer: Writer, article: Article) -> Article:
    """Takes a copy out of its group and into the inbox, and remembers that it is none."""
    group = members(writer, article)
    others = [copy for copy in group if copy.key != article.key]
    refuse(writer, article, others)
    waiting = _suggested_anew(writer, article, others)
    state = article.state if _is_decided(writer, article) else ArticleState.INBOX
    # The one that leaves must not be pointed at when the others get their new lead.
    _led_by(writer, best_lead(writer, others), others, others[0].state)
    alone = writer.save(
        replace(writer.get(Article, article.key), reprint_of_id=None, is_lead_by_hand=False, state=state)
    )
    writer.save_all(waiting)
    return alone


def lead_by_hand(writer: Writer, article: Article) -> Article:
    """Makes a copy the lead of its group, whatever came first."""
    group = [
        writer.save(replace(copy, is_lead_by_hand=copy.key == article.key))
        for copy in members(writer, article)
    ]
    chosen = next(copy for copy in group if copy.key == article.key)
    return _led_by(writer, chosen, group, group[0].state)


def refuse(writer: Writer, article: Article, others: Iterable[Article]) -> None:
    """Remembers that these are not the same."""
    ours = hash_in(writer, article)
    for other in dict.fromkeys(hash_in(writer, copy) for copy in others):
        first, second = sorted((ours, other))
        if writer.first(ReprintRefusal, text_hash=first, other_hash=second) is None:
            writer.save(ReprintRefusal(text_hash=first, other_hash=second))


def allow(writer: Writer, articles: Sequence[Article]) -> None:
    """Forgets that any of these were told apart."""
    hashes = {hash_in(writer, article) for article in articles}
    for refusal in writer.among(ReprintRefusal, "text_hash", hashes):
        if refusal.other_hash in hashes:
            writer.delete(refusal)


def refused_hashes(reader: Reader, articles: Iterable[Article]) -> frozenset[str]:
    """Hashes of the texts that were told apart from one of these articles."""
    ours = {hash_in(reader, article) for article in articles}
    later = {entry.other_hash for entry in reader.among(ReprintRefusal, "text_hash", ours)}
    earlier = {entry.text_hash for entry in reader.among(ReprintRefusal, "other_hash", ours)}
    return frozenset(later | earlier)


def hash_in(reader: Reader, article: Article) -> str:
    """The hash of a stored article's text."""
    return article.text_hash or text_hash(newest_text(reader, article.key).body)


def best_lead(reader: Reader, group: Sequence[Article]) -> Article:
    """The copy that should stand for the group.

    The one chosen by hand; else the one that was decided on, because what was confirmed lies in its text;
    else the earliest, then the most complete.
    """
    bodies = {copy.key: len(newest_text(reader, copy.key).body) for copy in group}

    def rank(copy: Article) -> tuple[object, ...]:
        decided = _is_decided(reader, copy)
        return (
            not copy.is_lead_by_hand,
            not decided,
            copy.published_on or date.max,
            -bodies[copy.key],
            copy.key,
        )

    return min(group, key=rank)


def leave(writer: Writer, article: Article) -> None:
    """The copies of an article that is about to be deleted go on without it."""
    others = [copy for copy in members(writer, article) if copy.key != article.key]
    if others and article.reprint_of_id is None:
        _led_by(writer, best_lead(writer, others), others, article.state)


def group_mentions(
    reader: Reader, article: Article, text: ArticleText, differences: Differences
) -> tuple[Mention, ...]:
    """The mentions of all copies; the places of those in other copies are told as they lie in `text`.

    `differences` keeps what comparing the texts gave, for the next call.
    """
    copies = members(reader, article)
    found = reader.all(Mention, article_id=article.key)
    others = reader.among(Mention, "article_id", [copy.key for copy in copies if copy.key != article.key])
    unread = {mention.article_text_id for mention in others} - differences.keys()
    for text_id, known in reader.by_id(ArticleText, unread).items():
        differences[text_id] = difference(known.body, text.body)
    return (*found, *(_placed(mention, differences.get(mention.article_text_id, ())) for mention in others))


def _placed(mention: Mention, parts: Sequence[Part]) -> Mention:
    if mention.start is None or mention.end is None or mention.end <= mention.start:
        return mention
    start, last = moved(mention.start, parts), moved(mention.end - 1, parts)
    if start is None or last is None:
        return replace(mention, start=None, end=None)
    return replace(mention, start=start, end=last + 1)


def _articles_of(reader: Reader, text_ids: Sequence[int]) -> list[tuple[Article, str]]:
    texts = reader.by_id(ArticleText, text_ids)
    found = reader.by_id(Article, [text.article_id for text in texts.values()])
    return [
        (found[texts[text_id].article_id], texts[text_id].body)
        for text_id in text_ids
        if text_id in texts and texts[text_id].article_id in found
    ]


def _led_by(writer: Writer, lead: Article, group: Iterable[Article], state: ArticleState) -> Article:
    led = writer.save(replace(writer.get(Article, lead.key), reprint_of_id=None, state=state))
    for copy in group:
        if copy.key != led.key:
            stored = writer.get(Article, copy.key)
            writer.save(replace(stored, reprint_of_id=led.key, is_lead_by_hand=False, state=state))
    return led


def _is_decided(reader: Reader, article: Article) -> bool:
    """Whether something was confirmed or rejected in this very text."""
    decided = (MentionState.CONFIRMED, MentionState.REJECTED)
    return any(mention.state in decided for mention in reader.all(Mention, article_id=article.key))


def _suggested_anew(reader: Reader, article: Article, others: Sequence[Article]) -> list[Mention]:
    """What the group's text named, as suggestions to an article that stands for itself again."""
    text = newest_text(reader, article.key)
    known = {(entry.target_kind, entry.target_id) for entry in reader.all(Mention, article_id=article.key)}
    made: dict[tuple[str, int | None], Mention] = {}
    for mention in reader.among(Mention, "article_id", [copy.key for copy in others]):
        target = (mention.target_kind, mention.target_id)
        start = text.body.find(mention.text) if mention.text else -1
        if mention.target_kind not in ("enterprise", "zone") or mention.target_id is None or start < 0:
            continue
        if target not in known and target not in made:
            made[target] = Mention(
                article_id=article.key,
                article_text_id=text.key,
                target_kind=mention.target_kind,
                target_id=mention.target_id,
                text=mention.text,
                start=start,
                end=start + len(mention.text),
                role=mention.role,
                rule=mention.rule,
                state=MentionState.SUGGESTED,
            )
    return list(made.values())


def sources_of(reader: Reader, articles: Iterable[Article]) -> list[ArticleSource]:
    """Further places where the very texts of these articles were published."""
    return reader.among(ArticleSource, "article_id", [article.key for article in articles])

"""Capture rules: what is kept, dropped or labelled of what sources bring; and the bin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from crm.data.queries import sources as queries
from crm.data.reader import Reader
from crm.data.store import Store
from crm.data.writer import Writer
from crm.domain.articles import Article, ArticleState, ArticleText
from crm.domain.errors import NotFound, Unreadable, require
from crm.domain.permissions import authorize
from crm.domain.review import Intake
from crm.domain.sources import BIN_DAYS, CaptureRule, DroppedItem, ItemState, Source
from crm.i18n import N_, _
from crm.services.steps import reprints
from crm.services.steps.intake import Arrival
from crm.services.steps.intake_desk import IntakeDesk
from crm.services.steps.judging import in_order, verdicts
from crm.services.steps.materials import Material
from crm.services.steps.rules import MOST_BODY, ArticleFacts, Verdict, check_rule

PREVIEWED = 100  # newest articles


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What rules did to the articles that waited in the inbox."""

    looked_at: int
    dropped: int = 0
    labelled: int = 0


@dataclass(frozen=True, kw_only=True)
class RulePreview:
    """What rules would have done to the newest articles."""

    looked_at: int
    dropped: int
    labelled: int
    examples: tuple[str, ...]  # titles that would be dropped
    hits: Mapping[int, int] = field(default_factory=dict)  # by key of a stored rule: articles it fits

    @property
    def kept(self) -> int:
        """How many would come into the inbox."""
        return self.looked_at - self.dropped


class Rules:
    """What an officer does with rules and with what they dropped."""

    def __init__(
        self, store: Store, intakes: IntakeDesk, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store, self._intakes, self._now = store, intakes, now

    def items(self) -> list[CaptureRule]:
        """All rules in the order they are asked in."""
        with self._store.read() as reader:
            return in_order(reader)

    def save(self, rule: CaptureRule) -> CaptureRule:
        """The rule as stored; a new one is asked last."""
        authorize(self._store.actor, "sources.change", rule)
        clean = replace(rule, pattern=rule.pattern.strip(), label=rule.label.strip())
        require(check_rule(clean))
        with self._store.write(N_("Change the rule “{pattern}”"), pattern=clean.pattern[:40]) as writer:
            if clean.id is None:
                last = max((known.position for known in writer.all(CaptureRule)), default=-1)
                clean = replace(clean, position=last + 1)
            return writer.save(clean)

    def remove(self, rule_id: int) -> None:
        """Deletes a rule."""
        authorize(self._store.actor, "sources.change")
        with self._store.write(N_("Delete a rule")) as writer:
            writer.delete(writer.get(CaptureRule, rule_id))

    def reorder(self, rule_ids: Sequence[int]) -> None:
        """Asks the rules in this order from now on."""
        authorize(self._store.actor, "sources.change")
        with self._store.write(N_("Change the order of rules")) as writer:
            for position, rule_id in enumerate(rule_ids):
                rule = writer.get(CaptureRule, rule_id)
                if rule.position != position:
                    writer.save(replace(rule, position=position))

    def preview(self, changed: CaptureRule | None = None) -> RulePreview:
        """What the rules, with `changed` as it is being written, would do to the newest articles.

        Raises ValidationError if it cannot be read, Unreadable if it takes for ever.
        """
        if changed is not None:
            require(check_rule(changed))
        with self._store.read() as reader:
            rules = _with(in_order(reader), changed)
            facts = _facts(reader, queries.newest_articles(reader, PREVIEWED))
        said = verdicts(self._intakes.child, rules, facts)
        dropped = [one.title for one, verdict in zip(facts, said, strict=True) if verdict.dropped_by]
        return RulePreview(
            looked_at=len(facts),
            dropped=len(dropped),
            labelled=sum(bool(verdict.labels) for verdict in said),
            examples=tuple(dropped[:20]),
            hits=Counter(rules[place].id or 0 for verdict in said for place in verdict.fitting),
        )

    def apply(self) -> Applied:
        """Asks the rules about every article that waits in the inbox, as one step.

        What one drops is put away as irrelevant with all its copies, and says why; labels are added.
        What somebody decides meanwhile stays as it is.
        """
        authorize(self._store.actor, "articles.review")
        with self._store.read() as reader:
            rules, waiting = in_order(reader), queries.waiting(reader)
        said: dict[int, Verdict] = {}
        for start in range(0, len(waiting), PREVIEWED):
            some = waiting[start : start + PREVIEWED]
            with self._store.read() as reader:
                facts = _facts(reader, some)
            told = verdicts(self._intakes.child, rules, facts)
            said |= {
                article.key: verdict
                for article, verdict in zip(some, told, strict=True)
                if verdict.dropped_by or not {*verdict.labels} <= {*article.labels}
            }
        with self._store.write(N_("Apply the rules to the inbox")) as writer:
            done = [_apply(writer, article_id, verdict) for article_id, verdict in said.items()]
        return Applied(
            looked_at=len(waiting),
            dropped=sum(verdict is not None and bool(verdict.dropped_by) for verdict in done),
            labelled=sum(verdict is not None and not verdict.dropped_by for verdict in done),
        )

    # The bin

    def dropped(self) -> list[DroppedItem]:
        """What rules have dropped in the last thirty days, the newest first."""
        with self._store.read() as reader:
            names = {source.key: source.name for source in reader.all(Source)}
            found = queries.dropped(reader.connection, names)
        oldest = self._now() - timedelta(days=BIN_DAYS)
        return [item for item in found if item.seen_at >= oldest]

    def take_back(self, item_ids: Collection[int], today: date) -> list[Intake]:
        """Takes things out of the bin into the inbox, as one undo step."""
        authorize(self._store.actor, "articles.add")
        step, outcomes = self._store.new_step(), list[Intake]()
        with self._store.read() as reader:
            names = {source.key: source.name for source in reader.all(Source)}
            rows = queries.dropped_rows(reader.connection, item_ids)
        for row in rows:
            via = names.get(row.source_id, "")
            try:
                with self._store.read() as reader:
                    content = reader.content(row.original)
                material = Material(name=row.name, content=content, url=row.url)
                captured = self._intakes.capture(material, today)
                told = replace(captured, title=captured.title or row.title, source=captured.source or via)
                outcome = self._intakes.store(material, told, Arrival(step=step, via=via))
            except (Unreadable, NotFound) as error:
                outcomes.append(Intake(name=row.title, outcome="failed", reason=str(error)))
                continue
            outcomes.append(outcome)
            with self._store.keeping() as connection:
                queries.set_state(connection, row.id, ItemState(outcome.outcome))
        return outcomes

    def empty_bin(self) -> None:
        """Lets go of what has lain in the bin for thirty days."""
        authorize(self._store.actor, "sources.change")
        with self._store.keeping() as connection:
            queries.empty_bin(connection, self._now() - timedelta(days=BIN_DAYS))


def _with(rules: Sequence[CaptureRule], changed: CaptureRule | None) -> list[CaptureRule]:
    if changed is None:
        return list(rules)
    if changed.id is None:
        return [*rules, changed]
    return [changed if rule.id == changed.id else rule for rule in rules]


def _apply(writer: Writer, article_id: int, verdict: Verdict) -> Verdict | None:
    """Does what the rules say to one article; None if it waits no more."""
    article = writer.find(Article, article_id)
    if article is None or article.state is not ArticleState.INBOX:
        return None
    if not verdict.dropped_by:
        writer.save(replace(article, labels=tuple(dict.fromkeys((*article.labels, *verdict.labels)))))
        return verdict
    reason = _("The rule “{rule}” dropped it.").format(rule=verdict.dropped_by)
    for copy in reprints.members(writer, article):
        writer.save(replace(copy, state=ArticleState.IRRELEVANT, reason=reason))
    return verdict


def _facts(reader: Reader, articles: Sequence[Article]) -> list[ArticleFacts]:
    texts = {
        text.article_id: text for text in reader.among(ArticleText, "article_id", [a.key for a in articles])
    }
    return [
        ArticleFacts(
            title=article.title,
            body=texts[article.key].body[:MOST_BODY] if article.key in texts else "",
            source=article.source,
            published_on=article.published_on,
        )
        for article in articles
    ]

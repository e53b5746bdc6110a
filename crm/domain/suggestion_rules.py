"""When a suggestion is not to be trusted: what officers decided, what counts say, and how both are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from crm.domain.records import Record, Ref, indexed, points, record_kind
from crm.i18n import N_, _

SHORT_LENGTH = 2  # characters; names this short also stand inside ordinary words
FREQUENT_SHARE = 0.03  # of all articles; a name that stands in more of them tells nothing
LEAST_FREQUENT = 10  # articles; of fewer, a share says nothing
LEAST_DECISIONS = 10  # before a rule is judged
LEAST_PRECISION = 0.70  # below this a rule only hints

# The rules of the reader, by the names that stand in the records; those of known names are N_() texts.
RULE_NAMES = {
    "全称": N_("a full legal name"),
    "简称": N_("short name"),
    "文中简称": N_("a short name given in the text"),
    "知名企业": N_("a well-known firm"),
    "已知名称": N_("a known name"),
    "项目名": N_("the name of a project"),
    "该公司": N_("“the company”"),
    "签约落户句式": N_("a sentence on signing"),
    "计划投资句式": N_("a sentence on a planned investment"),
    "企业名单": N_("a list of firms"),
    "字号加行业": N_("a name with its trade"),
    "批量项目": N_("a list of projects"),
    "标题": N_("the title"),
}


def rule_words(rule: str) -> str:
    """What a rule of the reader is called."""
    return _(RULE_NAMES.get(rule, rule)) if rule else ""


class Mode(StrEnum):
    """What is done with the suggestions that a rule speaks of."""

    BLOCK = "block"  # never suggested
    HINT = "hint"  # shown, never ticked by itself
    ALLOW = "allow"  # as any other, whatever counts say


class RuleOrigin(StrEnum):
    """Who made a rule."""

    OFFICER = "officer"
    COUNT = "count"  # the name stands in too many articles


@record_kind
@dataclass(frozen=True, kw_only=True)
class SuggestionRule(Record):
    """How suggestions of one form of a name, or of one rule of the reader, are taken.

    `text` is a form of a name; where it is empty, `rule` names a rule of the reader. Without
    `target_id` a form is meant whatever record it would stand for.
    """

    text: str = indexed("")
    rule: str = ""
    target_kind: str = ""
    target_id: int | None = points("target_kind", default=None)
    mode: Mode = Mode.BLOCK
    origin: RuleOrigin = RuleOrigin.OFFICER


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How often suggestions of one origin were shown, accepted and rejected."""

    shown: int = 0
    accepted: int = 0
    rejected: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            shown=self.shown + other.shown,
            accepted=self.accepted + other.accepted,
            rejected=self.rejected + other.rejected,
        )

    def __sub__(self, other: Tally) -> Tally:
        return Tally(
            shown=self.shown - other.shown,
            accepted=self.accepted - other.accepted,
            rejected=self.rejected - other.rejected,
        )

    @property
    def decided(self) -> int:
        """How often somebody said yes or no."""
        return self.accepted + self.rejected

    @property
    def precision(self) -> float | None:
        """The share that was accepted; None while nothing was decided."""
        return self.accepted / self.decided if self.decided else None

    @property
    def is_weak(self) -> bool:
        """Whether it was wrong too often to be ticked by itself."""
        precision = self.precision
        return self.decided >= LEAST_DECISIONS and precision is not None and precision < LEAST_PRECISION


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """One rule of the reader, or one form of a name, and how it did; `mode` as it is taken now."""

    target_kind: str
    rule: str = ""
    text: str = ""
    target: Ref | None = None
    name: str = ""  # of the target
    tally: Tally
    mode: Mode = Mode.ALLOW
    is_decided: bool = False  # an officer chose the mode


@dataclass(frozen=True, kw_only=True)
class FrequentName:
    """A form of a name that only hints, or would: too short, an ordinary word, or in too many articles."""

    target: Ref
    text: str
    name: str
    article_count: int
    share: float  # of all articles
    reason: str
    mode: Mode
    is_decided: bool = False


@dataclass(frozen=True, kw_only=True)
class RejectedRow:
    """A rejection or a rule that keeps suggestions away, with what it says; either can be taken back."""

    text: str
    target_kind: str
    target: Ref | None
    name: str
    mention_id: int | None = None  # of a rejection in one article
    rule_id: int | None = None
    mode: Mode = Mode.BLOCK
    article_id: int | None = None
    article: str = ""
    officer: str = ""


@dataclass(frozen=True, kw_only=True)
class RepeatedRejection:
    """A form of a name that was rejected for the same record in several articles."""

    text: str
    target_kind: str
    target: Ref | None
    name: str
    article_count: int


@dataclass(frozen=True, kw_only=True)
class Find:
    """A form of a name in an article that is not linked to its record yet."""

    article_id: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """What a name would add to the articles that are here."""

    target: Ref
    name: str
    texts: tuple[str, ...]
    finds: tuple[Find, ...] = ()

    @property
    def article_ids(self) -> Sequence[int]:
        """The articles concerned, each once."""
        return tuple(dict.fromkeys(find.article_id for find in self.finds))

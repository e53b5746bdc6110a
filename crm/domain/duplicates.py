"""Records that are there twice: pairs that may be one, certain ones, and what was decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm.domain.merges import MergePlan, MergeRequest
from crm.i18n import N_


class TwinRule(StrEnum):
    """Why two records may be one, the surest first."""

    CODE = "code"
    NAME = "name"
    PHONE = "phone"
    CORE = "core"
    SOUND = "sound"
    LIKE = "like"


@dataclass(frozen=True, kw_only=True)
class RuleWords:
    """What a rule is called, and how far it can be trusted, in N_() texts."""

    name: str
    certainty: str


RULE_WORDS = {
    TwinRule.CODE: RuleWords(name=N_("The same credit code"), certainty=N_("certain")),
    TwinRule.NAME: RuleWords(name=N_("The same name but for its legal form"), certainty=N_("certain")),
    TwinRule.PHONE: RuleWords(name=N_("The same phone number"), certainty=N_("likely")),
    TwinRule.CORE: RuleWords(name=N_("The same name but for region and legal form"), certainty=N_("likely")),
    TwinRule.SOUND: RuleWords(name=N_("Sounds the same"), certainty=N_("to be looked at")),
    TwinRule.LIKE: RuleWords(name=N_("A similar name"), certainty=N_("to be looked at")),
}
RULES_OF = {
    "enterprise": (TwinRule.CODE, TwinRule.NAME, TwinRule.CORE, TwinRule.SOUND, TwinRule.LIKE),
    "contact": (TwinRule.PHONE, TwinRule.NAME),
    "zone": (TwinRule.NAME, TwinRule.CORE, TwinRule.SOUND, TwinRule.LIKE),
    "project": (TwinRule.NAME, TwinRule.LIKE),
}
Couple = tuple[int, int]  # ids, the smaller one first


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two records that may be one."""

    kind: str
    rule: TwinRule
    ids: Couple
    names: tuple[str, str]
    details: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Two records of which somebody said that they are not the same."""

    id: int
    kind: str
    names: tuple[str, ...]
    reason: str
    who: str
    at: datetime | None  # UTC


@dataclass(frozen=True, kw_only=True)
class CertainMerge:
    """Records that are certainly one: what merging them would do, or why it is left to an officer."""

    request: MergeRequest
    names: tuple[str, ...]  # the one that stays first
    plan: MergePlan | None = None
    skipped: str = ""

"""Why a project ends: the usual reasons of the office, what they are called, and how they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm.i18n import N_, _
from ui.shared.fields import FieldKind, FormField

OTHER = "其他"
# What the usual reasons are called in other languages; the ledger prints them in Chinese.
REASON_NAMES = {
    "用地落实不了": N_("No land"),
    "政策条件谈不拢": N_("Terms not agreed"),
    "资金不到位": N_("No funds"),
    "企业计划调整": N_("The enterprise changed its plans"),
    "落户其他地区": N_("Went elsewhere"),
    "环评能评通不过": N_("Environment or energy review failed"),
    OTHER: N_("Other"),
}


def end_fields(reasons: Sequence[str]) -> list[FormField]:
    """What is asked where a project ends."""
    kinds = tuple((one, _(REASON_NAMES[one]) if one in REASON_NAMES else one) for one in (*reasons, OTHER))
    return [
        FormField(key="reason_kind", label=_("Why"), kind=FieldKind.CHOICE, choices=kinds),
        FormField(key="reason", label=_("In words")),
        FormField(key="went_to", label=_("Went to"), hint=_("city or zone, if known")),
    ]


def reason_in_words(values: Mapping[str, Any]) -> str | None:
    """The reason as kept; None if “other” was chosen without saying what."""
    words: str = values.get("reason", "")
    kind: str = values.get("reason_kind", "")
    if kind == OTHER:
        return words or None
    return "：".join(filter(None, [kind, words]))

"""What is worked out about an enterprise: protection of the first contact, labels that run out, signals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from crm.domain.directory import Grade, LabelGround
from crm.domain.errors import Fault
from crm.domain.reading import EnterpriseRole
from crm.i18n import _

USUAL_PROTECTION = 90  # days; practice lies between one and six months
LONGEST_PROTECTION = 730
NEARLY_OVER = 90  # days before its end in which a label is marked


@dataclass(frozen=True, kw_only=True)
class Protection:
    """How many days nobody else may court an enterprise after the first contact (首谈保护期)."""

    days: int = USUAL_PROTECTION

    def until(self, first_contact: date | None) -> date | None:
        """The last protected day; None without a first contact or a rule."""
        return first_contact + timedelta(days=self.days) if first_contact and self.days else None


def check_protection(protection: Protection) -> Iterator[Fault]:
    """The days are none, or a time that means something."""
    if not 0 <= protection.days <= LONGEST_PROTECTION:
        sentence = _("Give 0 to {most} days.").format(most=LONGEST_PROTECTION)
        yield Fault(field="days", message=sentence)


class Validity(StrEnum):
    """How a label stands on a day."""

    VALID = "valid"
    ENDING = "ending"
    OVER = "over"


def validity(ground: LabelGround, on: date) -> Validity:
    """Whether a label holds, runs out soon, or has run out."""
    if ground.valid_until is None:
        return Validity.VALID
    if ground.valid_until < on:
        return Validity.OVER
    return Validity.ENDING if (ground.valid_until - on).days <= NEARLY_OVER else Validity.VALID


@dataclass(frozen=True, kw_only=True)
class GradeEntry:
    """How somebody judged an enterprise, and why."""

    grade: Grade | None
    reason: str
    who: str
    at: datetime  # UTC


class SignalKind(StrEnum):
    """What an article tells of an enterprise that may bring a project."""

    EXPANSION = "扩产"
    SITE = "选址"
    FINANCING = "融资"
    LISTING = "上市"
    SUPPLY = "供货"
    PRODUCT = "新品"


@dataclass(frozen=True, kw_only=True)
class FirmSignal:
    """A signal with the sentence it stands in."""

    kind: SignalKind
    article_id: int
    quote: str
    outlet: str
    told_on: date | None


_OF_ROLE = {EnterpriseRole.EXPANDING: SignalKind.EXPANSION, EnterpriseRole.SUPPLIER: SignalKind.SUPPLY}
# The surest word first: who raises money for a new line expands.
_WORDS = (
    (SignalKind.FINANCING, re.compile(r"融资|募资|募集资金|定增|向特定对象发行|领投|跟投|[A-F]\+?轮")),
    (
        SignalKind.LISTING,
        re.compile(r"(?:拟|将|申请|冲刺|筹备)[^。；，]{0,8}上市|IPO|上市辅导|递交招股"),
    ),
    (SignalKind.SITE, re.compile(r"选址|遴选[^。；，]{0,12}地址|搬迁|迁建|异地新建")),
    (SignalKind.EXPANSION, re.compile(r"扩产|扩建|增资|扩能|新增产能|新基地|再建|二期")),
    (SignalKind.SUPPLY, re.compile(r"供货|长期协议|长单|中标|大额订单|订单")),
    (SignalKind.PRODUCT, re.compile(r"新品|新产品|首台|首套|下线|首发")),
)


def signal_of(role: str, quote: str) -> SignalKind | None:
    """What a confirmed mention signals; without its sentence nothing."""
    if not quote:
        return None
    by_word = next((kind for kind, words in _WORDS if words.search(quote)), None)
    return by_word or next((kind for known, kind in _OF_ROLE.items() if known == role), None)

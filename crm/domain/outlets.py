"""How far an outlet can be trusted, and how far one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from crm.domain.projects import Claim
from crm.domain.records import Record, indexed, record_kind

LEAST_CLAIMS = 10  # signings; of fewer nothing can be said
DUE = timedelta(days=365)  # from a signing to ground broken; younger ones are not counted
MOST_CREDIBLE, LEAST_CREDIBLE = 1, 6
_BANDS = ((0.9, "A"), (0.75, "B"), (0.5, "C"), (0.25, "D"))
_OFFICIAL = ("开发区", "高新区", "管委会", "人民政府", "政府网", "发展和改革", "招商局", "商务局")
_PRESS = ("日报", "晚报", "新华社", "新华网", "人民网", "电视台", "广播", "融媒", "经济参考报", "时报")
_PRIVATE = ("自媒体", "公众号", "头条号", "百家号", "网易号", "搜狐号", "论坛", "博客")


class Grade(StrEnum):
    """Reliability of an outlet, from A (completely) to E (not), F where nobody can say."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


@record_kind
@dataclass(frozen=True, kw_only=True)
class OutletGrade(Record):
    """An officer's judgement of an outlet, by its name."""

    once: ClassVar = ("outlet",)

    outlet: str = indexed("")
    grade: Grade = Grade.F


@dataclass(frozen=True, kw_only=True)
class OutletRow:
    """An outlet, what is thought of it, and how its signings came out."""

    outlet: str
    article_count: int
    signings: int  # old enough for ground to be broken
    confirmed: int
    grade: Grade  # as shown: an officer's, else the usual one for its kind
    is_decided: bool = False

    @property
    def share(self) -> float | None:
        """The share of its signings that were confirmed; None where there are too few."""
        return self.confirmed / self.signings if self.signings >= LEAST_CLAIMS else None

    @property
    def proposed(self) -> Grade | None:
        """The grade that its record speaks for; None where there are too few signings."""
        return None if self.share is None else grade_of(self.share)


def grade_of(share: float) -> Grade:
    """The grade of an outlet of whose signings this share was confirmed by ground broken."""
    return next((Grade(letter) for least, letter in _BANDS if share >= least), Grade.E)


def usual_grade(outlet: str) -> Grade:
    """What is thought of an outlet that nobody has judged: official sites B, the press B, private ones D."""
    if any(word in outlet for word in _PRIVATE):
        return Grade.D
    if any(word in outlet for word in (*_OFFICIAL, *_PRESS)):
        return Grade.B
    return Grade.F


def is_due(signed_on: date | None, today: date) -> bool:
    """Whether a signing is old enough that ground should have been broken."""
    return signed_on is not None and signed_on <= today - DUE


def credibility(claim: Claim, others: Sequence[Claim], outlets: dict[int, str]) -> int:
    """1 (confirmed by another outlet) to 6 (nobody can say) for one figure; an officer's word stands first.

    `others` are the figures told about the same field; `outlets` names the outlet of each article.
    """
    if claim.credibility is not None:
        return claim.credibility
    if claim.article_id is None:
        return LEAST_CREDIBLE
    own = outlets.get(claim.article_id, "")
    told = {outlets.get(other.article_id or 0, ""): _figure(other) for other in others if other.article_id}
    agreeing = [outlet for outlet, figure in told.items() if outlet != own and figure == _figure(claim)]
    against = [outlet for outlet, figure in told.items() if outlet != own and figure != _figure(claim)]
    if agreeing:
        return MOST_CREDIBLE if not against else 2
    return 4 if len(against) > 1 else 3


def _figure(claim: Claim) -> tuple[object, object]:
    return claim.amount, claim.number

"""Records that may be one and the same: how they are asked for, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crm.domain.errors import Unexplained
from crm.domain.records import Ref
from crm.i18n import N_, _

ASK_FROM = 0.86  # of 1: from here on a new record beside the known one needs a reason
LEAST_TYPED = 2  # characters, before anything is looked for
MOST_SHOWN = 5  # as many as there are keys to open them: Alt+1 … Alt+5

# Why a record is made though one like it is there.
UNLIKE_REASONS = (
    N_("Another legal entity"),
    N_("A subsidiary of it"),
    N_("Its parent or headquarters"),
    N_("Only the names are alike"),
)


@dataclass(frozen=True, kw_only=True)
class NameQuestion:
    """What is known so far of a record about to be made."""

    kind: str = "enterprise"
    text: str = ""
    credit_code: str = ""
    phone: str = ""
    body_id: int | None = None  # of a contact: the enterprise
    own_id: int | None = None  # of the record itself, if it is there already


@dataclass(frozen=True, kw_only=True)
class FirstContact:
    """Who of us talked to a firm first, and when."""

    firm: str
    officer: str = ""
    office: str = ""
    on: date | None = None

    def sentence(self, today: date) -> str:
        """曜衡储能 已由 顾明川(驻上海) 于 3月2日 首谈."""
        if self.on is None:
            return _("{firm} was first talked to by {who}").format(firm=self.firm, who=self.who)
        sentence = _("{firm} was first talked to by {who} on {day}")
        return sentence.format(firm=self.firm, who=self.who, day=day_told(self.on, today))

    @property
    def who(self) -> str:
        """The officer with the office in brackets, or the one that is known."""
        if self.officer and self.office:
            return _("{officer} ({office})").format(officer=self.officer, office=self.office)
        return self.officer or self.office or _("somebody")


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A record that may be the one about to be made, and why."""

    ref: Ref
    name: str
    reason: str
    score: float  # 0..1
    detail: str = ""  # tells it from others of its name
    first_contact: FirstContact | None = None
    projects: tuple[str, ...] = ()

    @property
    def needs_reason(self) -> bool:
        """Whether making a new record beside this one has to be explained."""
        return self.score >= ASK_FROM


@dataclass(frozen=True, kw_only=True)
class Unlike:
    """Which known records the officer says a new one is not, and why; at first nothing was said."""

    ids: tuple[int, ...] = ()
    reason: str = ""


class Alike(Unexplained):
    """A record is there already that may be the new one."""

    def __init__(self, twins: Iterable[Twin]) -> None:
        self.twins = tuple(twins)
        told = [
            _("{name} is there already: {reason}").format(name=one.name, reason=one.reason)
            for one in self.twins
        ]
        super().__init__(told, [_(reason) for reason in UNLIKE_REASONS])

    def explained(self, reason: str) -> Unlike:
        """That the new record is none of these, and why."""
        return Unlike(ids=tuple(twin.ref.id for twin in self.twins), reason=reason)


def day_told(on: date, today: date) -> str:
    """A day in a sentence; the year only if it is another one."""
    pattern = _("{month}/{day}") if on.year == today.year else _("{year}/{month}/{day}")
    return pattern.format(year=on.year, month=on.month, day=on.day)

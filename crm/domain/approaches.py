"""Two of us at the door of one group: what is said before a contact is logged (FEATURES idea 23)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.domain.alike import FirstContact, day_told
from crm.domain.errors import Fault, Unexplained
from crm.i18n import N_, _

MOST_DAYS = 730

# Why somebody goes where others of us have been.
APPROACH_REASONS = (
    N_("Agreed with them"),
    N_("We look after it together"),
    N_("Another project"),
    N_("They handed it over"),
)


@dataclass(frozen=True, kw_only=True)
class ApproachRule:
    """For how many days a contact of one officer keeps others from going there unasked; 0 for never."""

    days: int = 90


def check_approach_rule(rule: ApproachRule) -> Iterator[Fault]:
    """A number of days that can be meant."""
    if not 0 <= rule.days <= MOST_DAYS:
        yield Fault(field="days", message=_("Give days from 0 to 730."))


class Kinship(StrEnum):
    """How the firm that others have been to stands to the one that is talked about."""

    SAME = "same"
    PARENT = "parent"
    SUBSIDIARY = "subsidiary"


_SENTENCES = {
    Kinship.SAME: N_("{who} talked to {firm} on {day}."),
    Kinship.PARENT: N_("{who} talked to {firm}, the parent, on {day}."),
    Kinship.SUBSIDIARY: N_("{who} talked to {firm}, a subsidiary, on {day}."),
}


@dataclass(frozen=True, kw_only=True)
class Approach:
    """The last contact of another officer with a firm of the group."""

    firm: str
    kinship: Kinship
    officer: str
    office: str
    on: date

    def sentence(self, today: date) -> str:
        """顾明川(驻上海) 于 3月2日 接触过 曜衡储能."""
        who = FirstContact(firm=self.firm, officer=self.officer, office=self.office).who
        return _(_SENTENCES[self.kinship]).format(who=who, firm=self.firm, day=day_told(self.on, today))


class Approached(Unexplained):
    """Others of us have talked to the same group not long ago."""

    def __init__(self, approaches: Iterable[Approach], today: date) -> None:
        self.approaches = tuple(approaches)
        told = [approach.sentence(today) for approach in self.approaches]
        super().__init__(told, [_(reason) for reason in APPROACH_REASONS])

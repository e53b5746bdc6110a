"""What makes a record valid; every check answers with the faults it found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from crm.domain.directory import Contact, Enterprise, Industry, Zone
from crm.domain.errors import Fault
from crm.domain.follow_ups import FollowUp
from crm.domain.money import Money
from crm.domain.projects import Project
from crm.domain.visits import Visit, VisitKind, VisitStop
from crm.i18n import _

NAME_LENGTH = 200  # characters; the ledger's columns hold no more
MOST_CADENCE = 365  # days
MOST_MONEY = 10**16  # in any currency; also what both databases hold exactly
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2100, 12, 31)

_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_credit_code(code: str) -> bool:
    """Whether the check digit of a 统一社会信用代码 is right (GB 32100-2015)."""
    if not re.fullmatch(rf"[{_CODE_CHARACTERS}]{{18}}", code):
        return False
    total = sum(
        _CODE_CHARACTERS.index(letter) * weight
        for letter, weight in zip(code[:17], _CODE_WEIGHTS, strict=True)
    )
    return code[17] == _CODE_CHARACTERS[(31 - total % 31) % 31]


def check_name(name: str, field: str = "name") -> Iterator[Fault]:
    """A name has letters and is not too long."""
    if not any(letter.isalnum() for letter in name):
        yield Fault(field=field, message=_("Give a name."))
    elif len(name) > NAME_LENGTH:
        sentence = _("The name has {count} characters; {most} is the most.")
        yield Fault(field=field, message=sentence.format(count=len(name), most=NAME_LENGTH))


def check_day(day: date | None, field: str) -> Iterator[Fault]:
    """A day, if given, lies in the years this trade knows."""
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        yield Fault(field=field, message=_("The date lies outside 1949 to 2100."))


def check_money(amount: Money | None, field: str) -> Iterator[Fault]:
    """A figure, if given, is one that a project can have; Money itself is never negative."""
    if amount is not None and amount.value >= MOST_MONEY:
        yield Fault(field=field, message=_("The amount is larger than any project on earth."))


def check_enterprise(enterprise: Enterprise) -> Iterator[Fault]:
    """Name, code and dates of an enterprise."""
    yield from check_name(enterprise.name)
    if enterprise.credit_code and not is_credit_code(enterprise.credit_code):
        message = _("The credit code has 18 characters and a check digit; this one is mistyped.")
        yield Fault(field="credit_code", message=message)
    if enterprise.parent_id is not None and enterprise.parent_id == enterprise.id:
        yield Fault(field="parent_id", message=_("An enterprise cannot be its own parent."))
    yield from check_day(enterprise.first_contact_on, "first_contact_on")
    yield from check_day(enterprise.next_follow_up_on, "next_follow_up_on")
    yield from check_money(enterprise.registered_capital, "registered_capital")


def check_contact(contact: Contact) -> Iterator[Fault]:
    """Name of a contact, and a post that does not end before it begins."""
    yield from check_name(contact.name)
    if contact.enterprise_id is None and contact.zone_id is None:
        yield Fault(field="enterprise_id", message=_("Say which enterprise or zone the contact belongs to."))
    if contact.since and contact.until and contact.until < contact.since:
        yield Fault(field="until", message=_("The post ends before it begins."))


def check_zone(zone: Zone) -> Iterator[Fault]:
    """A zone needs a name."""
    yield from check_name(zone.name)


def check_industry(industry: Industry) -> Iterator[Fault]:
    """An industry needs a name and is not its own parent."""
    yield from check_name(industry.name)
    if industry.parent_id is not None and industry.parent_id == industry.id:
        yield Fault(field="parent_id", message=_("An industry cannot be its own parent."))


MONEY_FIELDS = (
    "total_investment",
    "phase1_investment",
    "contract_amount",
    "filed_amount",
    "fixed_investment",
    "foreign_capital",
    "expected_output",
    "expected_tax",
    "funds_in_place",
    "registered_capital",
)  # fmt: skip
DAY_FIELDS = (
    "stage_since",
    "review_on",
    "first_reported_on",
    "next_follow_up_on",
    "planned_signing_on",
    "verified_on",
)


def check_project(project: Project) -> Iterator[Fault]:
    """Name, figures and dates of a project; what a stage asks for is checked by the gates."""
    yield from check_name(project.name)
    for field in MONEY_FIELDS:
        yield from check_money(getattr(project, field), field)
    for field in DAY_FIELDS:
        yield from check_day(getattr(project, field), field)
    if project.land_mu is not None and project.land_mu < 0:
        yield Fault(field="land_mu", message=_("Land cannot be negative."))
    if project.cadence_days is not None and not 1 <= project.cadence_days <= MOST_CADENCE:
        yield Fault(field="cadence_days", message=_("Give days from 1 to 365."))
    total, phase1 = project.total_investment, project.phase1_investment
    if total and phase1 and total.currency == phase1.currency and phase1.value > total.value:
        yield Fault(field="phase1_investment", message=_("Phase one is larger than the total investment."))


def check_follow_up(follow_up: FollowUp) -> Iterator[Fault]:
    """A follow-up says something, and what comes next comes later."""
    if not follow_up.text.strip():
        yield Fault(field="text", message=_("Say what was talked about."))
    yield from check_day(follow_up.happened_on, "happened_on")
    yield from check_day(follow_up.next_on, "next_on")
    if follow_up.next_on and follow_up.next_on < follow_up.happened_on:
        yield Fault(field="next_on", message=_("The next date lies before this contact."))
    if follow_up.done_on and follow_up.done_on < follow_up.happened_on:
        yield Fault(field="done_on", message=_("It cannot be done before it was made."))


def check_visit(visit: Visit) -> Iterator[Fault]:
    """A visit has a title and days; somebody comes to a reception."""
    yield from check_name(visit.title, "title")
    yield from check_day(visit.begins_on, "begins_on")
    yield from check_day(visit.ends_on, "ends_on")
    if visit.ends_on < visit.begins_on:
        yield Fault(field="ends_on", message=_("The visit ends before it begins."))
    if visit.kind is VisitKind.RECEPTION and not visit.guests.strip():
        yield Fault(field="guests", message=_("Say who comes."))
    if visit.guest_count is not None and visit.guest_count < 1:
        yield Fault(field="guest_count", message=_("At least one guest comes, or leave it empty."))
    if visit.reported_on is not None and visit.reported_on < visit.begins_on:
        yield Fault(field="reported_on", message=_("It cannot be reported before it begins."))
    yield from check_money(visit.intended_investment, "intended_investment")


def check_visit_stop(stop: VisitStop, visit: Visit) -> Iterator[Fault]:
    """A stop is somewhere, on a day of the visit."""
    yield from check_name(stop.place, "place")
    if stop.happens_on is not None and not visit.begins_on <= stop.happens_on <= visit.ends_on:
        yield Fault(field="happens_on", message=_("The day lies outside the visit."))


_LEGAL_FORMS = re.compile(
    r"(股份有限责任公司|有限责任公司|股份有限公司|集团有限公司|有限公司|股份公司|集团公司|公司|集团|股份|"
    r"co\.?,?ltd\.?|ltd\.?|inc\.?|corp\.?|limited|corporation)$"
)


def name_key(name: str) -> str:
    """What twins of a firm's name share: no width, brackets, spaces, case or legal form.

    无锡砺桥传动科技有限公司 and 无锡（砺桥）传动科技股份有限公司 have the same key.
    """
    key = unicodedata.normalize("NFKC", name).casefold()
    key = re.sub(r"[\s()\[\]{}<>《》“”\"'·.,，。、&＆-]", "", key)
    key = unicodedata.normalize("NFKC", key)  # what was parted may combine now
    while True:
        shorter = _LEGAL_FORMS.sub("", key)
        if shorter == key or len(shorter) < 2:
            return key
        key = shorter

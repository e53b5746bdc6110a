"""What stages, ways of contact, fields and figures are called on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from crm.domain.evidence import EVIDENCE_NAMES
from crm.domain.follow_ups import ContactWay
from crm.domain.money import YI, Money, show
from crm.domain.projects import FairCompetitionState
from crm.domain.stage_rules import StageRules, evidence_of
from crm.domain.stages import ENDS, Stage, position
from crm.domain.timeline import FieldChange, ProjectPage
from crm.domain.verification import VERIFICATION_NAMES, VERIFIED_NAMES, Verification
from crm.i18n import N_, _, _n, language
from ui.shared.cells import Badge, BadgeTone
from ui.shared.entries import show_date

DASH = "—"  # a figure that nobody has told

WAY_NAMES = {
    ContactWay.PHONE: N_("Phone"),
    ContactWay.WECHAT: N_("WeChat"),
    ContactWay.VISIT: N_("Visit"),
    ContactWay.RECEPTION: N_("Reception"),
    ContactWay.MEETING: N_("Meeting"),
    ContactWay.SITE_VISIT: N_("Site visit"),
    ContactWay.OTHER: N_("Other"),
}
WAY_ICONS = {
    ContactWay.PHONE: "phone",
    ContactWay.WECHAT: "message",
    ContactWay.VISIT: "visit",
    ContactWay.RECEPTION: "reception",
    ContactWay.MEETING: "meeting",
    ContactWay.SITE_VISIT: "trip",
    ContactWay.OTHER: "follow_up",
}
FAIR_NAMES = {
    FairCompetitionState.NOT_REVIEWED: N_("Not reviewed"),
    FairCompetitionState.IN_REVIEW: N_("In review"),
    FairCompetitionState.PASSED: N_("Passed"),
    FairCompetitionState.TO_CHANGE: N_("To change"),
    FairCompetitionState.NOT_APPLICABLE: N_("Not applicable"),
}
FAIR_TONES = {
    FairCompetitionState.IN_REVIEW: BadgeTone.AMBER,
    FairCompetitionState.PASSED: BadgeTone.GREEN,
    FairCompetitionState.TO_CHANGE: BadgeTone.RED,
}

PROJECT_FIELDS = {
    "name": N_("Project name"),
    "code": N_("Number"),
    "enterprise_id": N_("Enterprise"),
    "stage": N_("Stage"),
    "is_on_hold": N_("On hold"),
    "review_on": N_("Looked at again on"),
    "hold_reason": N_("Why it rests"),
    "zone_id": N_("Zone"),
    "site": N_("Site"),
    "industry_id": N_("Chain node"),
    "gb4754_code": N_("GB/T 4754 code"),
    "sei2018_code": N_("SEI 2018 code"),
    "sector": N_("Sector"),
    "capital_nature": N_("Domestic or foreign"),
    "source_region": N_("Comes from"),
    "build_content": N_("What is built"),
    "local_partner": N_("Local partner"),
    "total_investment": N_("Total investment"),
    "phase1_investment": N_("Phase one"),
    "contract_amount": N_("Contract amount"),
    "filed_amount": N_("Filed amount"),
    "fixed_investment": N_("Fixed assets"),
    "foreign_capital": N_("Foreign capital"),
    "land_mu": N_("Land"),
    "land_situation": N_("Land situation"),
    "expected_output": N_("Output a year"),
    "expected_tax": N_("Tax a year"),
    "funds_in_place": N_("Funds in place"),
    "agreement_kind": N_("Agreement"),
    "registered_name": N_("Registered company"),
    "registered_capital": N_("Registered capital"),
    "legal_representative": N_("Legal representative"),
    "owner_id": N_("Owner"),
    "office_id": N_("Responsible unit"),
    "lead_official": N_("Leader in charge"),
    "introducer": N_("Introduced by"),
    "lead_source": N_("Source of the lead"),
    "first_reported_on": N_("First reported"),
    "last_contact_on": N_("Last contact"),
    "next_follow_up_on": N_("Next follow-up"),
    "next_step": N_("Next step"),
    "cadence_days": N_("Cadence"),
    "keeps_cadence": N_("Keeps its days"),
    "latest_progress": N_("Latest progress"),
    "problem": N_("Problem"),
    "fair_competition": N_("Fair competition review"),
    "fair_competition_note": N_("Note on the review"),
    "planned_signing_on": N_("Signing planned for"),
    "planned_start": N_("Start planned for"),
    "planned_start_on": N_("Planned start, first day"),
    "planned_start_until": N_("Planned start, last day"),
    "verified_how": N_("Verified"),
    "verified_by": N_("Verified by"),
    "verified_on": N_("Verified on"),
    "review_opinion": N_("Opinion of the review"),
    "loss_reason": N_("Why it ended"),
    "went_to": N_("Went to"),
    "remark": N_("Remark"),
}


# Fields whose values are words of the program.
WORDED: dict[str, Mapping[Any, str]] = {"fair_competition": FAIR_NAMES, "verified_how": VERIFIED_NAMES}


def field_name(key: str) -> str:
    """What a field of a project, or a paper that a stage asks for, is called."""
    if (kind := evidence_of(key)) is not None:
        return _(EVIDENCE_NAMES[kind])
    return _(PROJECT_FIELDS[key]) if key in PROJECT_FIELDS else key


def told_change(change: FieldChange) -> FieldChange:
    """An edit of a project in words: the name of the field, and of what it was and is."""
    words = {str(key): _(name) for key, name in WORDED.get(change.field, {}).items()}
    before, after = (words.get(text, text) for text in (change.before, change.after))
    if change.field == "land_mu":
        before, after = (plain_number(Decimal(text)) if text else "" for text in (before, after))
    return FieldChange(field=field_name(change.field), before=before, after=after)


class _StageNames:
    """The rules of the office whose window this is; one for the process, as theme and language are."""

    rules = StageRules()


def use_stage_rules(rules: StageRules) -> None:
    """Shows stages as this office has them from now on; views read their rows again by themselves."""
    _StageNames.rules = rules


def stage_rules() -> StageRules:
    """The rules of stages that this window shows."""
    return _StageNames.rules


def stages_shown() -> tuple[Stage, ...]:
    """The stages that the office uses, in order, and both ends."""
    return (*_StageNames.rules.shown, *ENDS)


def stage_name(stage: Stage) -> str:
    """What the office calls a stage."""
    return _StageNames.rules.name(stage)


def stage_place(stage: Stage) -> int:
    """The place of a stage on the colour ramp; -1 for both ends."""
    return -1 if stage in ENDS else position(stage)


def way_name(way: ContactWay) -> str:
    """What a way of contact is called."""
    return _(WAY_NAMES[way])


def day(value: date | None, today: date, otherwise: str = "") -> str:
    """A day as lists show it: 5-18 in this year, 2025-05-18 in another."""
    return show_date(value, today) if value else otherwise


def in_yi(value: Money | None) -> str:
    """A sum in a column headed 亿元; foreign money says what it is."""
    if value is None:
        return DASH
    return str(value.in_units(YI)) if value.currency == "CNY" else show(value, language())


def sum_of(value: Money | None) -> str:
    """A sum that stands alone, with its unit: 12.50 亿元, 3000万美元, CNY 1.25bn."""
    if value is None:
        return ""
    if value.currency == "CNY" and value.value >= YI and language() == "zh_CN":
        return f"{value.in_units(YI):,} 亿元"
    return show(value, language())


def joined(words: Iterable[str]) -> str:
    """Words one after the other, as the language in use sets them apart."""
    return ("、" if language() == "zh_CN" else ", ").join(words)


def plain_number(value: Decimal | None) -> str:
    """A number without zeros at its end: 168, 22.5."""
    if value is None:
        return ""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole = rounded == rounded.to_integral_value()
    return f"{rounded.quantize(Decimal(1)) if whole else rounded.normalize():,f}"


def stalled_badge(days: int, level: int) -> Badge | None:
    """The badge of a silent project; None if it is not silent."""
    if not level:
        return None
    tone = BadgeTone.RED if level > 1 else BadgeTone.AMBER
    return Badge(text=_("{days} d").format(days=days), tone=tone, icon="stalled")


def verification_badge(page: ProjectPage, today: date) -> Badge:
    """How sure the project is, and who says so."""
    state, project = page.row.verification, page.project
    if state is not Verification.VERIFIED:
        return Badge(text=_(VERIFICATION_NAMES[state]), tone=BadgeTone.NEUTRAL, icon="claims")
    how = _(VERIFIED_NAMES[project.verified_how])
    told = " ".join(
        filter(None, [_(VERIFICATION_NAMES[state]), how, page.verifier, day(project.verified_on, today)])
    )
    return Badge(text=told, tone=BadgeTone.GREEN, icon="review")


def fair_badge(state: FairCompetitionState) -> Badge:
    """The state of the fair competition review."""
    return Badge(text=_(FAIR_NAMES[state]), tone=FAIR_TONES.get(state, BadgeTone.NEUTRAL), icon="review")


def also_in(count: int) -> str:
    """In how many other places an article was published; nothing if it stands in one alone."""
    return _n("also in {count} outlet", "also in {count} outlets", count) if count else ""

"""How an office works its stages: their names, what each asks for, and when a project stalls.

The usual rules come from what offices use (DOMAIN 2.2 and 2.3); an office changes them in its settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property
from typing import Any

from crm.domain.errors import Fault
from crm.domain.evidence import NOTHING_HELD, EvidenceKind, Held
from crm.domain.money import Money
from crm.domain.projects import Project
from crm.domain.stages import ENDS, STAGE_NAMES, WAY, Stage, position
from crm.domain.workdays import WorkCalendar
from crm.i18n import _

MOST_STALL_DAYS = 365
NAME_LENGTH = 12  # characters of a stage; the board's columns hold no more
ALWAYS_SHOWN = (Stage.LEAD, Stage.SIGNED, *ENDS)  # projects begin, count and end there
UNFILLED = ("", "not_reviewed")  # values that say no more than nothing at all
USUAL_PAPERS = {Stage.SIGNED: EvidenceKind.AGREEMENT}  # offered with a stage though no gate asks for them
EVIDENCE = "evidence."  # how the key of a missing paper begins; other keys are fields


class Clock(StrEnum):
    """From when on a project counts as silent."""

    LATER = "later"  # of contact and stage change
    STAGE = "stage"
    CONTACT = "contact"


# The days each clock looks at; a later group counts where nothing of the earlier ones is known.
CLOCK_FIELDS: dict[Clock, tuple[tuple[str, ...], ...]] = {
    Clock.LATER: (("last_contact_on", "stage_since", "first_reported_on"),),
    Clock.STAGE: (("stage_since",), ("first_reported_on",)),
    Clock.CONTACT: (("last_contact_on",), ("first_reported_on",), ("stage_since",)),
}


class Compare(StrEnum):
    """How a condition looks at a field."""

    FILLED = "filled"
    ABOVE = "above"  # a figure: 亩, or 元 of CNY
    IS = "is"  # a word


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Something that must be so before a gate asks, as “land above 0”."""

    field_name: str
    test: Compare = Compare.FILLED
    value: str = ""

    @property
    def figure(self) -> Decimal:
        """The figure of ABOVE; nothing readable counts as 0."""
        try:
            return Decimal(self.value or 0)
        except InvalidOperation:
            return Decimal(0)

    def holds(self, project: Project) -> bool:
        """Whether it is so of `project`."""
        value = getattr(project, self.field_name)
        if self.test is Compare.FILLED:
            return is_filled(value)
        if self.test is Compare.IS:
            return str(value or "") == self.value
        if isinstance(value, Money):
            return value.currency == "CNY" and value.value > self.figure
        return value is not None and value > self.figure


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A field that must be filled, or a paper that must be there, from `stage` on."""

    stage: Stage
    field_name: str = ""
    evidence: EvidenceKind | None = None
    takes_quotes: bool = False  # the confirmed sentence of an article counts as the paper
    only_if: Condition | None = None

    @property
    def key(self) -> str:
        """What is missing where the gate is not met: the field, or the paper behind EVIDENCE."""
        return f"{EVIDENCE}{self.evidence}" if self.evidence is not None else self.field_name

    def asks(self, project: Project) -> bool:
        """Whether it concerns this project at all."""
        return self.only_if is None or self.only_if.holds(project)

    def is_met(self, project: Project, held: Held) -> bool:
        """Whether the field is filled or the paper there."""
        if self.evidence is None:
            return is_filled(getattr(project, self.field_name))
        return self.evidence in held.files or (self.takes_quotes and self.evidence in held.quotes)


@dataclass(frozen=True, kw_only=True)
class StageRule:
    """One stage as the office has it."""

    stage: Stage
    name: str = ""  # empty: the usual one
    is_hidden: bool = False
    stall_days: int = 0  # 0: never


def _stages() -> tuple[StageRule, ...]:
    days = {
        Stage.LEAD: 45,
        Stage.INTENTION: 45,
        Stage.NEGOTIATION: 30,
        Stage.PENDING_SIGNING: 30,
        Stage.SIGNED: 20,
    }
    return tuple(StageRule(stage=stage, stall_days=days.get(stage, 0)) for stage in Stage)


def _gates() -> tuple[Gate, ...]:
    fields = {
        Stage.INTENTION: ("enterprise_id", "owner_id"),
        Stage.NEGOTIATION: ("build_content", "total_investment", "zone_id", "office_id"),
        Stage.PENDING_SIGNING: ("planned_signing_on", "fair_competition"),
        Stage.SIGNED: ("agreement_kind", "industry_id"),
        Stage.REGISTERED: ("registered_name",),
        Stage.LAND_SECURED: ("land_situation",),
        Stage.IN_PRODUCTION: ("funds_in_place",),
    }
    kinds = EvidenceKind
    papers = (
        Gate(stage=Stage.PENDING_SIGNING, evidence=kinds.LETTER_OF_INTENT, takes_quotes=True),
        Gate(stage=Stage.REGISTERED, evidence=kinds.BUSINESS_LICENCE),
        Gate(
            stage=Stage.LAND_SECURED,
            evidence=kinds.LAND_CONTRACT,
            only_if=Condition(field_name="land_mu", test=Compare.ABOVE, value="0"),
        ),
        Gate(stage=Stage.STARTED, evidence=kinds.FILING),
        Gate(stage=Stage.STARTED, evidence=kinds.ENVIRONMENT),
        Gate(stage=Stage.STARTED, evidence=kinds.CONSTRUCTION_PERMIT),
        Gate(stage=Stage.STARTED, evidence=kinds.START_PHOTO, takes_quotes=True),
        Gate(stage=Stage.IN_PRODUCTION, evidence=kinds.FUNDS_PROOF),
        Gate(stage=Stage.IN_PRODUCTION, evidence=kinds.PRODUCTION_PROOF, takes_quotes=True),
    )
    asked = [Gate(stage=stage, field_name=name) for stage, names in fields.items() for name in names]
    return in_order((*asked, *papers))


def in_order(gates: tuple[Gate, ...]) -> tuple[Gate, ...]:
    """Gates by stage, fields before papers, as they are listed everywhere."""
    return tuple(sorted(gates, key=lambda gate: (position(gate.stage), gate.evidence is not None)))


# What may be asked for besides papers, and what a condition may look at.
GATE_FIELDS = (
    "enterprise_id", "owner_id", "office_id", "zone_id", "industry_id", "site", "sector", "capital_nature",
    "source_region", "build_content", "total_investment", "phase1_investment", "contract_amount",
    "filed_amount", "fixed_investment", "foreign_capital", "land_mu", "land_situation", "expected_output",
    "expected_tax", "funds_in_place", "planned_signing_on", "fair_competition", "review_opinion",
    "agreement_kind", "registered_name", "registered_capital", "legal_representative", "lead_official",
    "introducer",
)  # fmt: skip
CONDITION_FIELDS = (
    "land_mu", "land_situation", "capital_nature", "sector", "agreement_kind", "total_investment",
    "fixed_investment", "foreign_capital",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class StageRules:
    """The rules of one office, shared by all its officers."""

    stages: tuple[StageRule, ...] = _stages()
    gates: tuple[Gate, ...] = _gates()
    clock: Clock = Clock.LATER
    uses_workdays: bool = False
    reminds: bool = True  # of projects that have fallen silent

    def of(self, stage: Stage) -> StageRule:
        """The rule of one stage."""
        return self._by_stage.get(stage) or StageRule(stage=stage)

    def name(self, stage: Stage) -> str:
        """What the office calls a stage."""
        return self.of(stage).name or _(STAGE_NAMES[stage])

    @cached_property
    def shown(self) -> tuple[Stage, ...]:
        """The stages of the way that the office uses, in order."""
        return tuple(stage for stage in WAY if not self.of(stage).is_hidden)

    def next_stage(self, stage: Stage) -> Stage | None:
        """The stage after this one that the office uses; None at the end of the way and beyond it."""
        return next((later for later in self.shown if position(later) > position(stage)), None)

    def skipped(self, current: Stage, target: Stage) -> tuple[Stage, ...]:
        """The stages in use that a move forward leaves out."""
        if target in ENDS or current in ENDS:
            return ()
        return tuple(stage for stage in self.shown if position(current) < position(stage) < position(target))

    def asked_for(self, project: Project, stage: Stage) -> tuple[Gate, ...]:
        """The gates that `project` must have met in `stage`."""
        if stage in ENDS:
            return ()
        return tuple(
            gate for gate in self.gates if position(gate.stage) <= position(stage) and gate.asks(project)
        )

    def missing_for(self, project: Project, stage: Stage, held: Held = NOTHING_HELD) -> tuple[str, ...]:
        """Keys of what `project` lacks for `stage`, in the order of the gates."""
        return tuple(gate.key for gate in self.asked_for(project, stage) if not gate.is_met(project, held))

    @cached_property
    def _by_stage(self) -> dict[Stage, StageRule]:
        return {rule.stage: rule for rule in self.stages}


def is_filled(value: Any) -> bool:
    """Whether a field says anything."""
    return value is not None and value not in UNFILLED


def evidence_of(key: str) -> EvidenceKind | None:
    """The paper that a missing key speaks of; None for a field."""
    return EvidenceKind(key.removeprefix(EVIDENCE)) if key.startswith(EVIDENCE) else None


@dataclass(frozen=True, kw_only=True)
class Silence:
    """Which projects are silent as of a day."""

    rules: StageRules = StageRules()
    calendar: WorkCalendar = WorkCalendar()
    on: date

    @cached_property
    def cutoffs(self) -> dict[Stage, date]:
        """By stage the last day since which silence is a stall; stages that never stall are left out."""
        limits = {rule.stage: rule.stall_days for rule in self.rules.stages if rule.stage in WAY}
        return {stage: self._back(limit) for stage, limit in limits.items() if limit}

    def days(self, project: Project) -> int:
        """Days of silence; 0 below the limit of the stage, on hold, or where nothing is known yet."""
        cutoff, since = self.cutoffs.get(project.stage), silent_since(project, self.rules.clock)
        if cutoff is None or since is None or since > cutoff or is_resting(project, self.on):
            return 0
        if self.rules.uses_workdays:
            return self.calendar.count(since, self.on)
        return (self.on - since).days

    def level(self, project: Project) -> int:
        """0 not stalled, 1 from the stage's limit on, 2 from twice the limit on."""
        days = self.days(project)
        return 0 if not days else 1 if days < 2 * self.rules.of(project.stage).stall_days else 2

    def _back(self, limit: int) -> date:
        if self.rules.uses_workdays:
            return self.calendar.back(self.on, limit)
        return self.on - timedelta(days=limit)


def silent_since(project: Project, clock: Clock) -> date | None:
    """The day from which silence is counted; None while nothing is known."""
    for names in CLOCK_FIELDS[clock]:
        known: list[date] = [day for name in names if (day := getattr(project, name)) is not None]
        if known:
            return max(known)
    return None


def is_resting(project: Project, on: date) -> bool:
    """On hold, and its day of review has not passed."""
    return project.is_on_hold and (project.review_on is None or project.review_on >= on)


def check_stage_rules(rules: StageRules) -> Iterator[Fault]:
    """Limits, names and gates that can work; a fault's field is the stage or "gates"."""
    names: set[str] = set()
    for rule in rules.stages:
        field, name = str(rule.stage), rules.name(rule.stage)
        if not 0 <= rule.stall_days <= MOST_STALL_DAYS:
            yield Fault(field=field, message=_("Give days from 1 to 365, or 0 for never."))
        if len(rule.name) > NAME_LENGTH:
            yield Fault(field=field, message=_("A stage's name has at most 12 characters."))
        if name in names:
            yield Fault(field=field, message=_("Two stages would be called {name}.").format(name=name))
        if rule.is_hidden and rule.stage in ALWAYS_SHOWN:
            yield Fault(field=field, message=_("{name} cannot be hidden.").format(name=name))
        names.add(name)
    yield from _check_gates(rules.gates)


def _check_gates(gates: tuple[Gate, ...]) -> Iterator[Fault]:
    keys = [(gate.key, gate.only_if) for gate in gates]
    if len(set(keys)) < len(keys):
        yield Fault(field="gates", message=_("The same thing is asked for twice."))
    for gate in gates:
        fits = gate.evidence is not None or gate.field_name in GATE_FIELDS
        if not fits or gate.stage in ENDS:
            yield Fault(field="gates", message=_("This cannot be asked for."))
        if gate.only_if is not None and gate.only_if.field_name not in CONDITION_FIELDS:
            yield Fault(field="gates", message=_("This cannot be a condition."))

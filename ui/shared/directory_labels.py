"""What is said of enterprises, zones and chain nodes on the screen."""

from __future__ import annotations

from datetime import date

from crm.domain.directory import Grade, LabelGround, NodeState, Ownership, Segment, Tier, ZoneRelation
from crm.domain.firms import SignalKind, Validity, validity
from crm.i18n import N_, _
from ui.shared.cells import Badge, BadgeTone

STATE_NAMES = {
    NodeState.STRONG: N_("Strong"),
    NodeState.PRESENT: N_("Present"),
    NodeState.WEAK: N_("Weak"),
    NodeState.MISSING: N_("Missing"),
}
# One character in a square of 20 px: the colour alone must not tell the state.
STATE_MARKS = {
    NodeState.STRONG: "强",
    NodeState.PRESENT: "有",
    NodeState.WEAK: "弱",
    NodeState.MISSING: "缺",
}
SEGMENT_NAMES = {
    Segment.UPSTREAM: N_("Upstream"),
    Segment.MIDSTREAM: N_("Midstream"),
    Segment.DOWNSTREAM: N_("Downstream"),
}
RELATION_NAMES = {
    ZoneRelation.OURS: N_("Ours"),
    ZoneRelation.BENCHMARK: N_("Benchmark"),
    ZoneRelation.COMPETITOR: N_("Competitor"),
    ZoneRelation.OTHER: N_("Other zone"),
}
OWNERSHIP_NAMES = {
    Ownership.WHOLLY: N_("Wholly owned"),
    Ownership.CONTROLLED: N_("Controlled"),
    Ownership.BRANCH: N_("Branch"),
    Ownership.ASSOCIATE: N_("Shareholding"),
    Ownership.AFFILIATE: N_("Affiliated"),
}
SIGNAL_NAMES = {
    SignalKind.EXPANSION: N_("Expansion"),
    SignalKind.SITE: N_("Looking for a site"),
    SignalKind.FINANCING: N_("Financing"),
    SignalKind.LISTING: N_("Going public"),
    SignalKind.SUPPLY: N_("Orders"),
    SignalKind.PRODUCT: N_("New product"),
}
SIGNAL_ICONS = {
    SignalKind.EXPANSION: "expansion",
    SignalKind.SITE: "site",
    SignalKind.FINANCING: "financing",
    SignalKind.LISTING: "listing",
    SignalKind.SUPPLY: "supply",
    SignalKind.PRODUCT: "product",
}
GRADE_NAMES = {
    Grade.A: N_("A: decided to come, terms are talked about"),
    Grade.B: N_("B: compares places, has been here"),
    Grade.C: N_("C: interested, no date"),
    Grade.D: N_("D: not now"),
}
TIER_NAMES = {
    Tier.LEADING: N_("Leading industries"),
    Tier.SPECIAL: N_("Special industries"),
    Tier.EMERGING: N_("Emerging industries"),
}
_RELATION_TONES = {ZoneRelation.OURS: BadgeTone.ACCENT, ZoneRelation.COMPETITOR: BadgeTone.AMBER}


def grade_badge(grade: Grade | None) -> tuple[Badge, ...]:
    """How serious an enterprise is; nothing while nobody has judged."""
    if grade is None:
        return ()
    return (Badge(text=str(grade), tone=BadgeTone.ACCENT if grade is Grade.A else BadgeTone.OUTLINE),)


def validity_badge(ground: LabelGround, on: date) -> Badge | None:
    """That a label runs out soon, or has run out."""
    state = validity(ground, on)
    if state is Validity.VALID:
        return None
    if state is Validity.OVER:
        return Badge(text=_("run out"), tone=BadgeTone.NEUTRAL, icon="overdue")
    return Badge(text=_("runs out soon"), tone=BadgeTone.AMBER, icon="warning")


def ownership_name(ownership: Ownership | None) -> str:
    """What an enterprise is to its parent; nothing while nobody has said."""
    return _(OWNERSHIP_NAMES[ownership]) if ownership is not None else ""


def relation_badge(relation: ZoneRelation) -> Badge:
    """What a zone is to the office."""
    return Badge(text=_(RELATION_NAMES[relation]), tone=_RELATION_TONES.get(relation, BadgeTone.NEUTRAL))


def role_badge(role: str) -> tuple[Badge, ...]:
    """The role a record has in an article, as the reader found it."""
    return (Badge(text=role),) if role else ()

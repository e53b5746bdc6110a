"""What is said of enterprises, zones and chain nodes on the screen."""

from __future__ import annotations

from crm.domain.directory import Grade, NodeState, Segment, Tier, ZoneRelation
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


def relation_badge(relation: ZoneRelation) -> Badge:
    """What a zone is to the office."""
    return Badge(text=_(RELATION_NAMES[relation]), tone=_RELATION_TONES.get(relation, BadgeTone.NEUTRAL))


def role_badge(role: str) -> tuple[Badge, ...]:
    """The role a record has in an article, as the reader found it."""
    return (Badge(text=role),) if role else ()

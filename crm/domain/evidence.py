"""What proves that a project got as far as it is said to: papers and photographs by kind (佐证材料)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm.domain.reading import Action
from crm.i18n import N_


class EvidenceKind(StrEnum):
    """A kind of paper or photograph that an assessment asks for (DOMAIN 2.2, 2.5; FEATURES C6)."""

    LETTER_OF_INTENT = "letter_of_intent"
    AGREEMENT = "agreement"
    BUSINESS_LICENCE = "business_licence"
    FILING = "filing"
    ENVIRONMENT = "environment"
    LAND_CONTRACT = "land_contract"
    CONSTRUCTION_PERMIT = "construction_permit"
    START_PHOTO = "start_photo"
    FUNDS_PROOF = "funds_proof"
    PRODUCTION_PROOF = "production_proof"


EVIDENCE_NAMES = {
    EvidenceKind.LETTER_OF_INTENT: N_("Investment letter of intent"),
    EvidenceKind.AGREEMENT: N_("Investment agreement"),
    EvidenceKind.BUSINESS_LICENCE: N_("Business licence"),
    EvidenceKind.FILING: N_("Project filing"),
    EvidenceKind.ENVIRONMENT: N_("Environmental assessment"),
    EvidenceKind.LAND_CONTRACT: N_("Land contract"),
    EvidenceKind.CONSTRUCTION_PERMIT: N_("Construction permit"),
    EvidenceKind.START_PHOTO: N_("Photograph of the start"),
    EvidenceKind.FUNDS_PROOF: N_("Proof of funds"),
    EvidenceKind.PRODUCTION_PROOF: N_("Proof of production"),
}

# What the sentence of an article proves, once an officer has confirmed it.
PROVEN_BY = {
    Action.INTENTION: EvidenceKind.LETTER_OF_INTENT,
    Action.SIGNED: EvidenceKind.AGREEMENT,
    Action.STARTED: EvidenceKind.START_PHOTO,
    Action.BUILDING: EvidenceKind.START_PHOTO,
    Action.PRODUCING: EvidenceKind.PRODUCTION_PROOF,
}


@dataclass(frozen=True, kw_only=True)
class Held:
    """What a project can show: kinds of its files, and of the quotes that articles give."""

    files: frozenset[str] = frozenset()
    quotes: frozenset[str] = frozenset()


NOTHING_HELD = Held()

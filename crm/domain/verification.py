"""How sure a project is: a rumour, told by one outlet or several, or verified by one of us (FEATURES C8)."""

from __future__ import annotations

from enum import StrEnum

from crm.i18n import N_


class Verification(StrEnum):
    """How sure, the least first."""

    RUMOUR = "rumour"  # 传闻: no outlet tells of it, nobody has looked into it
    SINGLE = "single"  # 单源
    MULTIPLE = "multiple"  # 多源
    VERIFIED = "verified"  # 已核实


class VerifiedBy(StrEnum):
    """How somebody looked into it."""

    PHONE = "phone"
    SITE = "site"
    FILE = "file"
    NOBODY = ""


VERIFICATION_NAMES = {
    Verification.RUMOUR: N_("Rumour"),
    Verification.SINGLE: N_("One outlet"),
    Verification.MULTIPLE: N_("Several outlets"),
    Verification.VERIFIED: N_("Verified"),
}
VERIFIED_NAMES = {
    VerifiedBy.PHONE: N_("by telephone"),
    VerifiedBy.SITE: N_("on the site"),
    VerifiedBy.FILE: N_("by a document"),
}


def verification(verified_how: VerifiedBy, outlets: int) -> Verification:
    """The state of a project that so many outlets tell of; who has looked into it knows better."""
    if verified_how is not VerifiedBy.NOBODY:
        return Verification.VERIFIED
    return (Verification.RUMOUR, Verification.SINGLE, Verification.MULTIPLE)[min(outlets, 2)]

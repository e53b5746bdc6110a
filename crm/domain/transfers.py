"""Handing a project from one office to another, once (流转)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.domain.records import Record, record_kind, refers
from crm.i18n import N_


class TransferState(StrEnum):
    """How far it is."""

    PROPOSED = "proposed"  # the other office has not answered
    ACCEPTED = "accepted"
    DECLINED = "declined"


TRANSFER_STATES = {
    TransferState.PROPOSED: N_("proposed"),
    TransferState.ACCEPTED: N_("taken over"),
    TransferState.DECLINED: N_("declined"),
}


@record_kind
@dataclass(frozen=True, kw_only=True)
class Transfer(Record):
    """A project goes from the office that had it to one that takes it over; first contact stays where it was.

    Once only for a project (DOMAIN 2.2 rule 7); one that was declined does not count.
    """

    project_id: int = refers("project", required=True)
    from_office_id: int = refers("office", required=True)
    to_office_id: int = refers("office", required=True)
    from_owner_id: int | None = refers("officer")
    to_owner_id: int | None = refers("officer")
    proposed_on: date
    reason: str
    state: TransferState = TransferState.PROPOSED
    decided_on: date | None = None
    answer: str = ""  # why it was declined


@dataclass(frozen=True, kw_only=True)
class Handover:
    """What an officer asks for when a project is to go to another office."""

    to_office_id: int
    on: date
    reason: str
    to_owner_id: int | None = None
    is_agreed: bool = False  # the other office has said yes already

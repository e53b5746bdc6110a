"""Handing a project over to another office: nothing but office and owner change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.checks import check_day
from crm.domain.errors import Fault, ValidationError, require
from crm.domain.office import Office, Officer
from crm.domain.projects import Project
from crm.domain.stages import ENDS
from crm.domain.transfers import Handover, Transfer, TransferState
from crm.i18n import _


def propose(writer: Writer, project: Project, asked: Handover) -> Transfer:
    """The transfer as kept; accepted at once if the other office has agreed already.

    Raises ValidationError: field "to_office_id", "on" or "reason".
    """
    require(_faults(writer, project, asked))
    transfer = writer.save(
        Transfer(
            project_id=project.key,
            from_office_id=project.office_id or 0,
            to_office_id=writer.get(Office, asked.to_office_id).key,
            from_owner_id=project.owner_id,
            to_owner_id=asked.to_owner_id,
            proposed_on=asked.on,
            reason=asked.reason.strip(),
        )
    )
    return accept(writer, transfer, asked.on, asked.to_owner_id) if asked.is_agreed else transfer


def accept(writer: Writer, transfer: Transfer, on: date, owner_id: int | None) -> Transfer:
    """The office takes the project over; the first contact and all else stay as they are."""
    require(_answer_faults(transfer, on))
    project = writer.get(Project, transfer.project_id)
    if owner_id is not None:
        writer.get(Officer, owner_id)
    writer.save(replace(project, office_id=transfer.to_office_id, owner_id=owner_id or project.owner_id))
    return writer.save(
        replace(
            transfer, state=TransferState.ACCEPTED, decided_on=on, to_owner_id=owner_id or project.owner_id
        )
    )


def decline(writer: Writer, transfer: Transfer, on: date, answer: str) -> Transfer:
    """The office does not take the project; it stays where it is and may be offered elsewhere."""
    require(_answer_faults(transfer, on))
    if not answer.strip():
        raise ValidationError.of("answer", _("Say why."))
    return writer.save(replace(transfer, state=TransferState.DECLINED, decided_on=on, answer=answer.strip()))


def transfers_of(reader: Reader, project_id: int) -> list[Transfer]:
    """Every transfer of a project, declined ones included, oldest first."""
    return reader.all(Transfer, project_id=project_id)


def _faults(reader: Reader, project: Project, asked: Handover) -> Iterator[Fault]:
    earlier = [one for one in transfers_of(reader, project.key) if one.state is not TransferState.DECLINED]
    if earlier:
        yield Fault(field="to_office_id", message=_("A project is handed to another office once only."))
    if project.office_id is None:
        yield Fault(field="to_office_id", message=_("The project has no responsible unit yet."))
    elif project.office_id == asked.to_office_id:
        yield Fault(field="to_office_id", message=_("The project is with this unit already."))
    if project.stage in ENDS:
        yield Fault(field="to_office_id", message=_("The project has ended."))
    if not asked.reason.strip():
        yield Fault(field="reason", message=_("Say why."))
    yield from check_day(asked.on, "on")


def _answer_faults(transfer: Transfer, on: date) -> Iterator[Fault]:
    if transfer.state is not TransferState.PROPOSED:
        yield Fault(field="state", message=_("This has been answered already."))
    if on < transfer.proposed_on:
        yield Fault(field="on", message=_("The answer lies before the proposal."))

"""What hangs on a record by kind and id rather than by a foreign key."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.errors import Conflict
from crm.domain.follow_ups import Attachment, FollowUp, FollowUpSubject
from crm.domain.projects import Project
from crm.domain.records import Record, Ref, Reference, references_to
from crm.i18n import _n
from crm.services.steps.contacts import correct_contact, subjects_of


def keep_follow_ups(writer: Writer, project: Project) -> None:
    """Follow-ups about a project alone are its enterprise's from now on, or go with it."""
    for link in writer.all(FollowUpSubject, target_kind="project", target_id=project.key):
        if writer.count(FollowUpSubject, follow_up_id=link.follow_up_id) > 1:
            continue
        if project.enterprise_id is not None:
            writer.save(
                FollowUpSubject(
                    follow_up_id=link.follow_up_id, target_kind="enterprise", target_id=project.enterprise_id
                )
            )
        else:
            delete_follow_up(writer, link.follow_up_id)


def refuse_lonely_follow_ups(reader: Reader, ref: Ref) -> None:
    """Conflict if follow-ups are about that record alone: what was talked would be about nothing."""
    links = reader.all(FollowUpSubject, target_kind=ref.kind, target_id=ref.id)
    lonely = sum(reader.count(FollowUpSubject, follow_up_id=link.follow_up_id) == 1 for link in links)
    if lonely:
        sentence = _n(
            "{count} follow-up is about this record alone. Merge it into another, or delete that first.",
            "{count} follow-ups are about this record alone. Merge it into another, or delete them first.",
            lonely,
        )
        raise Conflict(sentence.format(count=lonely))


def delete_follow_up(writer: Writer, follow_up_id: int) -> None:
    """Deletes a follow-up, what it is about and its files; clocks that it had set go back."""
    follow_up, about = writer.get(FollowUp, follow_up_id), subjects_of(writer, follow_up_id)
    for link in writer.all(FollowUpSubject, follow_up_id=follow_up_id):
        writer.delete(link)
    unlink(writer, Ref(kind="follow_up", id=follow_up_id))
    writer.delete(follow_up)
    correct_contact(writer, follow_up, about)


def unlink(writer: Writer, ref: Ref) -> None:
    """Deletes or empties every link to a record that is about to be deleted, in the same transaction."""
    for reference in references_to(ref.kind):
        if reference.is_loose:
            for link in referring(writer, reference, ref):
                changes: dict[str, Any] = {reference.field: None}
                writer.save(replace(link, **changes))
        elif reference.kind_field:
            for link in referring(writer, reference, ref):
                if isinstance(link, Attachment):
                    unlink(writer, Ref(kind="attachment", id=link.key))  # it may be pinned elsewhere
                writer.delete(link)


def referring(reader: Reader, reference: Reference, ref: Ref) -> list[Record]:
    """The records that refer to `ref` by that field, in the order they were made."""
    wanted: dict[str, Any] = {reference.field: ref.id}
    if reference.kind_field:
        wanted[reference.kind_field] = ref.kind
    return reader.all(reference.record, **wanted)

"""The files that belong to a record, and what pasted pictures are called."""

from __future__ import annotations

from datetime import date
from itertools import count

from crm.data.queries import follow_ups as follow_up_queries
from crm.data.reader import Reader
from crm.domain.files import clean_file_name
from crm.domain.follow_ups import Attachment
from crm.domain.records import Ref
from crm.services.steps.contacts import firms_of


def picture_name(reader: Reader, about: tuple[Ref, ...], on: date, suffix: str = ".png") -> str:
    """What a pasted picture is called: day, enterprise and the next free number."""
    firms = [Ref(kind="enterprise", id=key) for key in firms_of(reader, about)[:1]]
    names = follow_up_queries.names_of(reader, [*firms, *about])
    called = next((names[ref] for ref in (*firms, *about) if names.get(ref)), "")
    start = clean_file_name("_".join(filter(None, [on.isoformat(), called.replace("_", " ")])))
    taken = follow_up_queries.attachment_names(reader, start)
    return next(name for number in count(1) if (name := f"{start}_{number}{suffix}") not in taken)


def files_of(reader: Reader, ref: Ref) -> list[Attachment]:
    """The files of a record and of the follow-ups about it, in the order they were added."""
    own = reader.all(Attachment, target_kind=ref.kind, target_id=ref.id)
    told = follow_up_queries.attachments_about(reader, ref)
    return sorted((*own, *told), key=lambda attachment: attachment.key)

"""What hangs on a record by kind and id rather than by a foreign key."""

from __future__ import annotations

from crm.data.writer import Writer
from crm.domain.articles import Mention
from crm.domain.directory import Alias
from crm.domain.follow_ups import Attachment, FollowUpSubject
from crm.domain.records import Record, Ref

LINKED: tuple[type[Record], ...] = (Alias, Mention, FollowUpSubject, Attachment)


def unlink(writer: Writer, ref: Ref) -> None:
    """Deletes every link to a record that is about to be deleted, in the same transaction."""
    for kind in LINKED:
        for link in writer.all(kind, target_kind=ref.kind, target_id=ref.id):
            writer.delete(link)

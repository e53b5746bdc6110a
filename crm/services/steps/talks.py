"""Writing down that somebody was talked to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crm.data.writer import Writer
from crm.domain.checks import check_follow_up
from crm.domain.errors import ValidationError, require
from crm.domain.files import NewFile
from crm.domain.follow_ups import FollowUp, FollowUpSubject
from crm.domain.records import Ref
from crm.i18n import _
from crm.services.steps.attachments import picture_name
from crm.services.steps.contacts import note_contact
from crm.services.steps.files import Paper, keep_file


def check_entry(follow_up: FollowUp, about: tuple[Ref, ...]) -> None:
    """Raises ValidationError if the entry says nothing, or is about nothing."""
    require(check_follow_up(follow_up))
    if not about:
        raise ValidationError.of("subjects", _("Say whom or which project it is about: @contact #project."))


def log_follow_up(
    writer: Writer, follow_up: FollowUp, about: tuple[Ref, ...], files: Iterable[NewFile] = ()
) -> FollowUp:
    """The entry as stored, on everything it is about, with clocks reset, plans set and files kept."""
    officer_id = follow_up.officer_id or writer.actor.officer_id
    saved = writer.save(replace(follow_up, officer_id=officer_id))
    for ref in about:
        writer.save(FollowUpSubject(follow_up_id=saved.key, target_kind=ref.kind, target_id=ref.id))
    note_contact(writer, saved, about)
    for file in files:
        name = file.name or picture_name(writer, about, saved.happened_on)
        keep_file(writer, Ref(kind="follow_up", id=saved.key), Paper(name=name, content=file.content))
    return saved

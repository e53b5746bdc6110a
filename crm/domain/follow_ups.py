"""Follow-ups and what hangs on records: files, pins and saved views."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from crm.domain.records import Record, indexed, points, record_kind, refers


class ContactWay(StrEnum):
    """How a contact was made."""

    PHONE = "phone"
    WECHAT = "wechat"
    VISIT = "visit"
    RECEPTION = "reception"
    MEETING = "meeting"
    SITE_VISIT = "site_visit"
    OTHER = "other"


# Ways in which people sat together: what is promised there is kept track of.
VISITS = (ContactWay.VISIT, ContactWay.RECEPTION, ContactWay.MEETING, ContactWay.SITE_VISIT)


@record_kind
@dataclass(frozen=True, kw_only=True)
class FollowUp(Record):
    """One contact with one or more records, and what comes next."""

    happened_on: date = field(metadata={"indexed": True})
    happened_at: datetime | None = None
    way: ContactWay = ContactWay.OTHER
    officer_id: int | None = refers("officer")
    with_whom: str = ""
    text: str
    result: str = ""
    next_step: str = ""
    next_on: date | None = indexed(None)
    done_on: date | None = None


@record_kind
@dataclass(frozen=True, kw_only=True)
class FollowUpSubject(Record):
    """A follow-up is about a project, enterprise, contact or zone."""

    once: ClassVar = ("follow_up_id", "target_kind", "target_id")

    follow_up_id: int = refers("follow_up", required=True)
    target_kind: str = indexed("")
    target_id: int = points("target_kind")


@record_kind
@dataclass(frozen=True, kw_only=True)
class Attachment(Record):
    """A file kept with a record; the bytes lie under their sha256."""

    target_kind: str = indexed("")
    target_id: int = points("target_kind")
    name: str
    sha256: str
    size: int
    media_type: str = ""
    note: str = ""
    kind: str = ""  # what it proves: an EvidenceKind, or nothing


@record_kind
@dataclass(frozen=True, kw_only=True)
class Pin(Record):
    """An entry that stays on top of a record's timeline."""

    about_kind: str = indexed("")
    about_id: int = points("about_kind")
    target_kind: str = indexed("")
    target_id: int = points("target_kind")


@record_kind
@dataclass(frozen=True, kw_only=True)
class SavedView(Record):
    """A filter, columns and sort of a list under a name; `settings` is JSON."""

    screen: str = indexed("")
    name: str = ""
    officer_id: int | None = refers("officer")
    is_shared: bool = False
    position: int = 0
    settings: str = "{}"

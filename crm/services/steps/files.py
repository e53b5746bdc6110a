"""Keeping files with records, behind every path: dropped, chosen, or brought along by a change of stage."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, replace
from pathlib import Path

from crm.data.blobs import MOST_BYTES
from crm.data.writer import Writer
from crm.domain.errors import Unreadable
from crm.domain.evidence import EvidenceKind
from crm.domain.files import clean_file_name
from crm.domain.follow_ups import Attachment
from crm.domain.records import Ref, record_class
from crm.i18n import _


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A file on its way in: what it proves, its name and content."""

    name: str
    content: bytes
    kind: EvidenceKind | None = None


def keep_file(writer: Writer, ref: Ref, paper: Paper) -> Attachment:
    """The file as kept with a record; the same file under the same name is kept once.

    Raises NotFound if the record is gone, Unreadable if the file is empty or too large.
    """
    if not paper.content:
        raise Unreadable(_("The file is empty."))
    name, kind = clean_file_name(paper.name), str(paper.kind or "")
    writer.get(record_class(ref.kind), ref.id)
    sha256 = writer.keep(paper.content)
    for known in writer.all(Attachment, target_kind=ref.kind, target_id=ref.id, sha256=sha256, name=name):
        return writer.save(replace(known, kind=kind or known.kind))
    return writer.save(
        Attachment(
            target_kind=ref.kind,
            target_id=ref.id,
            name=name,
            sha256=sha256,
            size=len(paper.content),
            media_type=mimetypes.guess_type(name)[0] or "",
            kind=kind,
        )
    )


def read_paper(file: Path, kind: EvidenceKind | None = None) -> Paper:
    """A file of this machine. Raises Unreadable if it cannot be read or is too large."""
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            sentence = _("The file has {size} MB; {most} MB is the most that is kept.")
            raise Unreadable(sentence.format(size=size // 2**20, most=MOST_BYTES // 2**20))
        return Paper(name=file.name, content=file.read_bytes(), kind=kind)
    except OSError as error:
        raise Unreadable(_("{name} cannot be read.").format(name=file.name)) from error

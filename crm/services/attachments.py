"""Attachments: files kept with a record, and copies of them to look at."""

from __future__ import annotations

import stat
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from crm.data.queries import files
from crm.data.store import Store
from crm.data.worker import Worker
from crm.domain.errors import Refused, Unreadable
from crm.domain.evidence import EvidenceKind
from crm.domain.files import FileScan, NewFile, clean_file_name, may_be_opened
from crm.domain.follow_ups import Attachment
from crm.domain.permissions import authorize
from crm.domain.previews import Preview, preview_from_plain
from crm.domain.records import Ref
from crm.i18n import N_, _
from crm.services.steps.attachments import files_of, picture_name
from crm.services.steps.files import Paper, keep_file, read_paper
from crm.services.steps.links import unlink


class Attachments:
    """What an officer does with files."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._child = Worker()

    def close(self) -> None:
        """Ends the child that looks into files."""
        self._child.close()

    def of_record(self, ref: Ref) -> list[Attachment]:
        """The files kept with a record and with follow-ups about it, in the order they were added."""
        with self._store.read() as reader:
            return files_of(reader, ref)

    def add(self, ref: Ref, name: str, content: bytes, proves: EvidenceKind | None = None) -> Attachment:
        """The file as kept; the same file under the same name is kept once.

        Raises NotFound if the record is gone, Unreadable if the file is empty or too large.
        """
        return self._keep(ref, Paper(name=name, content=content, kind=proves))

    def add_picture(self, ref: Ref, content: bytes, on: date) -> Attachment:
        """A picture that was pasted on that day, kept under the day, the enterprise and a number."""
        authorize(self._store.actor, _changing(ref.kind))
        with self._store.write(N_("Attach a picture")) as writer:
            paper = Paper(name=picture_name(writer, (ref,), on), content=content)
            return keep_file(writer, ref, paper)

    def add_file(self, ref: Ref, file: Path, proves: EvidenceKind | None = None) -> Attachment:
        """A file of this machine as kept. Raises Unreadable if it cannot be read or is too large."""
        authorize(self._store.actor, _changing(ref.kind))
        return self._keep(ref, read_paper(file, proves))

    def read_file(self, file: Path) -> NewFile:
        """A file of this machine, to be kept. Raises Unreadable if it cannot be read or is too large."""
        paper = read_paper(file)
        return NewFile(name=paper.name, content=paper.content)

    def classify(self, attachment_id: int, proves: EvidenceKind | None) -> Attachment:
        """Says what a file proves; None takes it back."""
        with self._store.write(N_("Say what a file proves")) as writer:
            attachment = writer.get(Attachment, attachment_id)
            authorize(self._store.actor, _changing(attachment.target_kind))
            return writer.save(replace(attachment, kind=str(proves or "")))

    def remove(self, attachment_id: int) -> None:
        """Takes a file from its record; undo brings it back."""
        with self._store.write(N_("Remove an attachment")) as writer:
            attachment = writer.get(Attachment, attachment_id)
            authorize(self._store.actor, _changing(attachment.target_kind))
            unlink(writer, Ref(kind="attachment", id=attachment_id))
            writer.delete(attachment)

    def preview(self, attachment_id: int, page: int = 0) -> Preview:
        """What a file looks like; of a PDF one page. Unreadable with the reason if it cannot be shown.

        Foreign files are read in a child process that is ended when they hang or swell.
        """
        attachment, content = self._content(attachment_id)
        made = self._child.call("crm.data.previews:preview_plain", attachment.name, content, page)
        return preview_from_plain(made)

    def scan(self) -> FileScan:
        """Files that are missing from the database, kept files that nothing names, and how large all are."""
        with self._store.read() as reader:
            return files.scan(reader)

    def copy_to_open(self, attachment_id: int) -> Path:
        """A read-only copy in a fresh folder, to be opened with the program of the desktop.

        What is changed there does not come back. Raises Refused for files that a desktop might run.
        """
        attachment, content = self._content(attachment_id)
        name = clean_file_name(attachment.name)
        if not may_be_opened(name):
            raise Refused(
                _("{name} is no document or picture. Save it to a folder instead.").format(name=name)
            )
        copy = Path(tempfile.mkdtemp(prefix="investlead-")) / name
        copy.write_bytes(content)
        copy.chmod(stat.S_IRUSR)
        return copy

    def save_to(self, attachment_id: int, file: Path) -> Path:
        """The file written where the officer chose. Raises Unreadable if it cannot be written there."""
        _attachment, content = self._content(attachment_id)
        try:
            file.write_bytes(content)
        except OSError as error:
            raise Unreadable(_("{name} cannot be written.").format(name=file.name)) from error
        return file

    def _keep(self, ref: Ref, paper: Paper) -> Attachment:
        authorize(self._store.actor, _changing(ref.kind))
        with self._store.write(N_("Attach {name}"), name=clean_file_name(paper.name)) as writer:
            return keep_file(writer, ref, paper)

    def _content(self, attachment_id: int) -> tuple[Attachment, bytes]:
        with self._store.read() as reader:
            attachment = reader.get(Attachment, attachment_id)
            return attachment, reader.content(attachment.sha256)


def _changing(kind: str) -> str:
    """What changing the files of a record of that kind is called."""
    areas = {"project": "projects", "follow_up": "follow_ups", "visit": "visits", "visit_stop": "visits"}
    return f"{areas.get(kind, 'directory')}.change"

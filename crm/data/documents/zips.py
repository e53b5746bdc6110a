"""The gate before anything inside an office file is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from crm.domain.errors import Unreadable
from crm.i18n import _

MOST_UNPACKED = 100 * 1024 * 1024  # bytes, counted and not believed
_MOST_ENTRIES = 5_000
_MOST_RATIO = 200
_RATIO_FROM = 1024 * 1024  # bytes; small parts of repeated text may shrink more than that
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, OSError, EOFError,
    RuntimeError, zlib.error,
)  # fmt: skip


class OfficeZip:
    """An office file whose parts are read within limits."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise _damaged() from error
        entries = self._archive.infolist()
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise _bomb()
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable(
                _("This document is protected by a password. Save a copy without password and try again.")
            )
        self._names = {entry.filename.lower(): entry for entry in reversed(entries)}
        self._left = MOST_UNPACKED

    def has(self, name: str) -> bool:
        """Whether there is a part of that name, capitals aside."""
        return name.lower() in self._names

    def read(self, name: str) -> bytes:
        """The bytes of a part; Unreadable if it is a bomb or damaged."""
        entry = self._names[name.lower()]
        try:
            with self._archive.open(entry) as part:
                data = part.read(self._left + 1)
        except _BROKEN as error:
            raise _damaged() from error
        self._left -= len(data)
        packed = max(entry.compress_size, 1)
        if self._left < 0 or (len(data) > _RATIO_FROM and len(data) > _MOST_RATIO * packed):
            raise _bomb()
        return data

    def check_part(self, name: str) -> bytes:
        """The bytes of an XML part; Unreadable if it declares entities."""
        data = self.read(name)
        if b"<!DOCTYPE" in data.replace(b"\x00", b"").upper():
            raise Unreadable(_("The document declares entities, as harmful files do; it was not read."))
        return data


def _bomb() -> Unreadable:
    return Unreadable(_("The document unpacks to far more than an article can hold; it was not read."))


def _damaged() -> Unreadable:
    return Unreadable(_("The file is damaged: its contents cannot be unpacked."))


def broken_xml() -> Unreadable:
    """The error for a part that is no XML."""
    return Unreadable(_("The document is damaged: its text cannot be read."))


XML_ERRORS = (etree.XMLSyntaxError, etree.LxmlError, ValueError)

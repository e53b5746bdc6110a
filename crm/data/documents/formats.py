"""What a file really is, told by its first bytes, and the sentence for what cannot be read."""

from __future__ import annotations

import re
import zipfile
from enum import Enum, auto
from io import BytesIO

from crm.domain.errors import Unreadable
from crm.i18n import N_, _


class Format(Enum):
    """Kinds of files an officer may drop on the window."""

    TEXT = auto()
    PDF = auto()
    WORD = auto()
    RTF = auto()
    MAIL = auto()
    PICTURE = auto()
    PASSWORD = auto()
    OLD_WORD = auto()
    OLD_MAIL = auto()
    WORKBOOK = auto()
    SLIDES = auto()
    OFD = auto()
    OPEN_DOCUMENT = auto()
    ARCHIVE = auto()
    WEB_ARCHIVE = auto()
    PROGRAM = auto()
    MEDIA = auto()
    DAMAGED = auto()


_REFUSALS = {
    Format.PICTURE: N_(
        "This is a picture. Text in screenshots and photos cannot be read: paste the text instead."
    ),
    Format.PASSWORD: N_(
        "This document is protected by a password. Save a copy without password and try again."
    ),
    Format.OLD_WORD: N_("This is a document of an old Word or WPS format. Save it as .docx and try again."),
    Format.OLD_MAIL: N_("This is an Outlook message (.msg). Save it as .eml or as text and try again."),
    Format.WORKBOOK: N_("This is a workbook, not an article. Tables are read under Import."),
    Format.SLIDES: N_("This is a presentation. Save it as PDF and try again."),
    Format.OFD: N_("This is an OFD document. Save it as PDF or .docx and try again."),
    Format.OPEN_DOCUMENT: N_("This is an OpenDocument text. Save it as .docx and try again."),
    Format.ARCHIVE: N_("This is a compressed archive. Unpack it and add the files inside."),
    Format.WEB_ARCHIVE: N_("This is a Safari web archive. Save the page as HTML and try again."),
    Format.PROGRAM: N_("This is a program, not an article."),
    Format.MEDIA: N_("This is a sound or video file, not an article."),
    Format.DAMAGED: N_("The file is damaged: its contents cannot be unpacked."),
}
_MAGIC = {
    Format.PICTURE: (
        b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00", b"8BPS",
    ),
    Format.RTF: (b"{\\rtf",),
    Format.ARCHIVE: (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ"),
    Format.WEB_ARCHIVE: (b"bplist00",),
    Format.PROGRAM: (b"\x7fELF",),
    Format.MEDIA: (b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"FLV\x01"),
}  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PARTS = {
    "EncryptedPackage": Format.PASSWORD,
    "__substg1.0_": Format.OLD_MAIL,
    "__properties_version": Format.OLD_MAIL,
    "Workbook": Format.WORKBOOK,
    "PowerPoint Document": Format.SLIDES,
}
_ZIP_PARTS = {
    "word/document.xml": Format.WORD,
    "xl/workbook.xml": Format.WORKBOOK,
    "xl/workbook.bin": Format.WORKBOOK,
    "ppt/presentation.xml": Format.SLIDES,
    "ofd.xml": Format.OFD,
}
_MAIL_HEADER = re.compile(
    rb"^(?:From|To|Cc|Date|Subject|Received|Return-Path|Delivered-To|Message-ID|MIME-Version"
    rb"|Content-Type|Reply-To|Sender|X-[A-Za-z-]+|DKIM-Signature|Snapshot-Content-Location"
    rb"|Content-Transfer-Encoding)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_PDF_WITHIN = 1_024  # bytes that may stand before the mark, as readers allow


def format_of(data: bytes) -> Format:
    """What `data` is; TEXT where nothing else fits."""
    for found, magics in _MAGIC.items():
        if data.startswith(magics):
            return found
    if data.startswith(_OLE):
        return _ole_format(data)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Format.PDF
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip_format(data)
    if data[:4] == b"RIFF":
        return Format.PICTURE if data[8:12] == b"WEBP" else Format.MEDIA
    if data[4:8] == b"ftyp":
        return Format.PICTURE if data[8:12] in (b"heic", b"heix", b"mif1", b"avif") else Format.MEDIA
    if (data[:2] == b"MZ" and b"\x00\x00" in data[:64]) or (data[:2] == b"BM" and data[6:10] == b"\x00" * 4):
        return Format.PROGRAM if data[:2] == b"MZ" else Format.PICTURE
    return Format.MAIL if _is_mail(data) else Format.TEXT


def refusal(found: Format) -> Unreadable:
    """The error that tells what a file is and what to do about it."""
    return Unreadable(_(_REFUSALS[found]))


def _ole_format(data: bytes) -> Format:
    for part, found in _OLE_PARTS.items():
        if part.encode("utf-16-le") in data:
            return found
    return Format.OLD_WORD


def _zip_format(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.lower() for name in archive.namelist()}
            kind = archive.read("mimetype")[:60] if "mimetype" in names else b""
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        ValueError,
        NotImplementedError,
        OSError,
        KeyError,
        RuntimeError,
    ):
        return Format.DAMAGED
    if b"opendocument" in kind:
        return Format.OPEN_DOCUMENT
    return next((found for part, found in _ZIP_PARTS.items() if part in names), Format.ARCHIVE)


def _is_mail(data: bytes) -> bool:
    head = data[:8_192].lstrip(b"\xef\xbb\xbf\r\n ")
    head = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    return bool(_MAIL_HEADER.match(head)) and len(_MAIL_HEADER.findall(head)) >= 3

"""Text layers of PDF files, lines joined to paragraphs."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from crm.data.documents.plain import text_notes
from crm.domain.documents import Document, DocumentKind
from crm.domain.errors import Unreadable
from crm.domain.text import clean_text
from crm.i18n import _

MOST_PAGES = 500
_LEAST_TEXT = 20  # characters in the whole file
_PAGE_NUMBER = re.compile(r"\s*[-—–·]?\s*(?:第\s*)?\d{1,4}\s*(?:页)?\s*[-—–·]?\s*(?:/\s*\d{1,4})?\s*")
_ENDED = ("。", "！", "？", "；", "：", "!", "?", ":", ";", "”", "…")
_FULL = 0.75  # of the usual width: a shorter line ends its paragraph
_BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError,
    ArithmeticError, AssertionError, NotImplementedError, LookupError, DependencyError,
)  # fmt: skip


def read_pdf(data: bytes) -> Document:
    """The document in a PDF: the first 500 pages that hold text."""
    try:
        reader = PdfReader(BytesIO(data[data.index(b"%PDF-") :]), strict=False)
        _open(reader)
        count = len(reader.pages)
        pages = [_page_text(reader, number) for number in range(min(count, MOST_PAGES))]
        title, author, created = _info(reader)
    except _BROKEN as error:
        raise Unreadable(_("The PDF is damaged: its pages cannot be read.")) from error
    text = "\n".join(page for page in pages if page)
    if len(text.strip()) < _LEAST_TEXT:
        raise Unreadable(
            _("This PDF holds pictures of pages and no text. Recognise it first, or paste the text.")
        )
    notes = text_notes(text)
    if count > MOST_PAGES:
        notes = (*notes, "cut_pages")
    if not all(pages):
        notes = (*notes, "pages_without_text")
    return Document(
        kind=DocumentKind.TEXT,
        text=text,
        format="pdf",
        title=title,
        author=author,
        published=created,
        notes=notes,
    )


def _open(reader: PdfReader) -> None:
    """Opens a file that only its owner's password protects; Unreadable if it asks for one."""
    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except (DependencyError, FileNotDecryptedError, NotImplementedError):
        opened = False
    if not opened:
        raise Unreadable(
            _("This document is protected by a password. Save a copy without password and try again.")
        )


def _page_text(reader: PdfReader, number: int) -> str:
    """The text of one page, nothing if the page is broken."""
    try:
        return paragraphs(clean_text(reader.pages[number].extract_text()))
    except _BROKEN:
        return ""


def paragraphs(text: str) -> str:
    """Printed lines joined where a paragraph goes on; page numbers left out."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip() and not _PAGE_NUMBER.fullmatch(line)]
    lengths = sorted(len(line) for line in lines)
    width = lengths[int(len(lengths) * 0.8)] if len(lengths) > 3 else 0
    joined: list[str] = []
    goes_on = False
    for line in lines:
        indented = line.startswith(("  ", "\u3000"))
        if goes_on and not indented:
            joined[-1] += _glue(joined[-1], line) + line.strip()
        else:
            joined.append(line)
        goes_on = width >= 15 and len(line) >= _FULL * width and not line.endswith(_ENDED)
    return "\n".join(joined)


def _glue(before: str, after: str) -> str:
    return (
        " "
        if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()
        else ""
    )


def _info(reader: PdfReader) -> tuple[str | None, str | None, date | None]:
    try:
        info = reader.metadata
        created = info.creation_date if info else None
        title, author = (info.title, info.author) if info else (None, None)
    except _BROKEN:
        return None, None, None
    title = clean_text(str(title or "")).strip()
    if re.match(
        r"(?:Microsoft|untitled|无标题|文档\d*$|\S+\.(?:docx?|wps|indd|pdf|cdr)$)", title, re.IGNORECASE
    ):
        title = ""
    day = created.date() if isinstance(created, datetime) else None
    return title or None, clean_text(str(author or "")).strip() or None, day

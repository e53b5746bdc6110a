"""Mails and saved web pages in one file (MHTML): the text that tells, and the headers as hints."""

from __future__ import annotations

import binascii
import re
from datetime import date
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from crm.data.charsets import decode
from crm.data.documents.plain import text_notes
from crm.domain.documents import Document, DocumentKind
from crm.domain.errors import Unreadable
from crm.domain.text import clean_text
from crm.i18n import _

_MOST_PARTS = 500
_MOST_BOUNDARIES = 4 * _MOST_PARTS  # lines that begin as the boundaries between parts do
_MOST_HEADER = 4_000  # characters; encoded words in longer ones cost more than they tell
_LEAST_PLAIN = 40  # characters of a text alternative that is more than "see the HTML part"


def read_mail(data: bytes) -> Document:
    """The document in a mail or a saved page; attachments are not read."""
    if data.count(b"\n--") > _MOST_BOUNDARIES:  # parsing them takes longer than refusing them
        raise _crowded()
    try:
        message = message_from_bytes(data)
        parts = _parts(message)
    except (RecursionError, MessageError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise Unreadable(_("The mail is damaged: its parts cannot be told apart.")) from error
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    plain = next((part for part in parts if part.get_content_type() == "text/plain"), None)
    is_saved_page = _is_saved_page(message)
    text = _text(plain) if plain is not None and not (is_saved_page and page is not None) else ""
    kind = DocumentKind.TEXT
    if page is not None and len(text.strip()) < _LEAST_PLAIN:
        text, kind = _text(page), DocumentKind.MARKUP
    return Document(
        kind=kind,
        text=text,
        format="mht" if is_saved_page else "eml",
        title=_header(message, "Subject"),
        published=_sent(message),
        author=None if is_saved_page else _sender(message),
        url=_url(message, page) if is_saved_page else None,
        notes=text_notes(text),
    )


def _crowded() -> Unreadable:
    return Unreadable(_("The mail has too many parts; it was not read."))


def _parts(message: Message) -> list[Message]:
    parts: list[Message] = []
    for part in message.walk():
        parts.append(part)
        if len(parts) > _MOST_PARTS:
            raise _crowded()
    return [
        part for part in parts if not part.is_multipart() and part.get_content_disposition() != "attachment"
    ]


def _is_saved_page(message: Message) -> bool:
    if message.get("Snapshot-Content-Location"):
        return True
    return (
        message.get_content_type() == "multipart/related"
        and not message.get("To")
        and not message.get("Received")
    )


def _text(part: Message) -> str:
    try:
        payload = part.get_payload(decode=True)
    except (binascii.Error, ValueError, AssertionError):
        payload = None
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    return clean_text(decode(payload, part.get_content_charset()).text)


def _header(message: Message, name: str) -> str | None:
    """A header with its encoded words read; the first where there are two."""
    try:
        raw = str(message.get(name, ""))[:_MOST_HEADER]
        pieces = decode_header(re.sub(r"\r?\n[ \t]+", " ", raw))
        told = "".join(
            decode(piece, charset).text if isinstance(piece, bytes) else piece for piece, charset in pieces
        )
    except (MessageError, ValueError, LookupError, Unreadable):
        return None
    return " ".join(clean_text(told).split()) or None


def _sender(message: Message) -> str | None:
    return parseaddr(_header(message, "From") or "")[0] or None


def _sent(message: Message) -> date | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))[:200]).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _url(message: Message, page: Message | None) -> str | None:
    places = [
        message.get("Snapshot-Content-Location"),
        page.get("Content-Location") if page is not None else None,
    ]
    return next(
        (str(place)[:2_000] for place in places if str(place or "").startswith(("http:", "https:"))), None
    )

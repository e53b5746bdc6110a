"""Files from outside to text: every format an article comes in, told by content and not by name."""

from __future__ import annotations

from crm.data.documents.formats import Format, format_of, refusal
from crm.data.documents.mail import read_mail
from crm.data.documents.plain import CLIPPING_START, read_plain
from crm.data.documents.rtf import read_rtf
from crm.data.documents.word import read_word
from crm.domain.documents import Document, document_as_plain
from crm.domain.errors import Unreadable
from crm.i18n import _

__all__ = ["CLIPPING_START", "MOST_BYTES", "read_document", "read_document_plain"]

MOST_BYTES = 20 * 1024 * 1024


def read_document(name: str, data: bytes, charset: str | None = None) -> Document:
    """The text in a file, whatever its name says; `charset` is what a server or mail declared.

    Foreign files may be hostile: call this through a Worker. Raises Unreadable with the reason.
    """
    if len(data) > MOST_BYTES:
        size = len(data) / 1024 / 1024
        raise Unreadable(
            _("The file has {size:.0f} MB; an article may have {most} MB.").format(
                size=size, most=MOST_BYTES >> 20
            )
        )
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Unreadable(_("The file is empty."))
    match format_of(data):
        case Format.PDF:
            from crm.data.documents.pdf import read_pdf  # late: large, and the window never needs it

            document = read_pdf(data)
        case Format.WORD:
            document = read_word(data)
        case Format.RTF:
            document = read_rtf(data)
        case Format.MAIL:
            document = read_mail(data)
        case Format.TEXT:
            document = read_plain(name, data, charset)
        case other:
            raise refusal(other)
    if not document.text.strip():
        raise Unreadable(_("There is no text in this file."))
    return document


def read_document_plain(name: str, data: bytes, charset: str | None = None) -> dict[str, object]:
    """`read_document` in JSON-plain values, to be called through a Worker."""
    return document_as_plain(read_document(name, data, charset))

"""What a file from outside holds once its format is out of the way: text or markup, and hints."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any


class DocumentKind(StrEnum):
    """How the text of a document is to be read."""

    MARKUP = "markup"  # HTML
    CLIPPING = "clipping"  # HTML of what somebody selected on a page and copied
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Document:
    """The text of one file. Hints come from the file's own fields and may be wrong or missing."""

    kind: DocumentKind
    text: str
    format: str  # html, clip, mht, txt, md, docx, pdf, eml, rtf
    title: str | None = None
    published: date | None = None
    author: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()  # cut_pages, pages_without_text, repaired, damaged, hidden_text


def document_as_plain(document: Document) -> dict[str, object]:
    """The document in JSON-plain values, to pass between processes."""
    plain: dict[str, object] = {field.name: getattr(document, field.name) for field in fields(document)}
    plain["kind"] = str(document.kind)
    plain["published"] = document.published.isoformat() if document.published else None
    plain["notes"] = list(document.notes)
    return plain


def document_from_plain(plain: dict[str, Any]) -> Document:
    """The document that `document_as_plain` wrote down."""
    published = plain["published"]
    return Document(
        **{
            **plain,
            "kind": DocumentKind(plain["kind"]),
            "published": date.fromisoformat(published) if published else None,
            "notes": tuple(plain["notes"]),
        }
    )

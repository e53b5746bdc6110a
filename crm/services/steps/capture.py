"""From the bytes of a file to what is stored of it; runs in the child process that may be killed.

`use_names` and `capture` are called by name through `crm.data.worker`, with plain values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crm.data.documents import read_document
from crm.domain.codec import to_plain
from crm.domain.documents import Document, DocumentKind
from crm.domain.reading import Page, Reading
from crm.domain.review import Captured, CapturedHit
from crm.reading.known import KnownName, NameKind
from crm.reading.lexicon import Lexicon
from crm.reading.page import page_from_clipping, page_from_html, page_from_text
from crm.reading.reader import read
from crm.reading.reprints import bands, text_hash
from crm.services.steps.known_names import NEEDS_NAMES


@dataclass
class _Held:
    """What this process knows: the office's names under the key they were told with."""

    key: str = ""
    lexicon: Lexicon | None = None
    base_key: str = ""  # of the names that the others are a change of
    base: Lexicon | None = None


_held = _Held()


def use_names(key: str, names: list[list[Any]]) -> int:
    """Knows these names under `key`: [text, kind, name, rule, is_common] each; how many they are."""
    _held.base_key = _held.key = key
    _held.base = _held.lexicon = Lexicon.shipped().extended(map(_known, names))
    return len(names)


def change_names(key: str, base_key: str, added: list[list[Any]], gone: list[list[Any]]) -> dict[str, bool]:
    """Knows the names told under `base_key`, with some more and without others, under `key` too.

    The answer is false if other names were told, or none.
    """
    if _held.base is None or _held.base_key != base_key:
        return {"answer": False}
    _held.key, _held.lexicon = key, _held.base.changed(map(_known, added), map(_known, gone))
    return {"answer": True}


def _known(plain: list[Any]) -> KnownName:
    text, kind, name, rule, is_common = plain
    return KnownName(text=text, kind=NameKind(kind), name=name, rule=rule, common=is_common)


def capture(key: str, name: str, content: bytes, url: str | None, today: str) -> dict[str, Any]:
    """What a file of that name holds, read with the names told under `key`; NEEDS_NAMES if they were not.

    A child process that was killed knows nothing any more, so every call says what it needs.
    Raises Unreadable with a sentence.
    """
    if _held.key != key or _held.lexicon is None:
        return {"answer": NEEDS_NAMES}
    document = read_document(name, content)
    page = page_of(document, url or document.url, date.fromisoformat(today))
    return {"answer": to_plain(_captured(document, read(page, _held.lexicon)))}


def read_file(key: str, name: str, content: bytes, url: str | None, today: str) -> dict[str, Any]:
    """The whole reading of a file; otherwise as `capture`."""
    if _held.key != key or _held.lexicon is None:
        return {"answer": NEEDS_NAMES}
    document = read_document(name, content)
    page = page_of(document, url or document.url, date.fromisoformat(today))
    return {"answer": to_plain(read(page, _held.lexicon))}


def page_of(document: Document, url: str | None, today: date) -> Page:
    """The article in a document; what its text does not tell is taken from the document's own fields."""
    if document.kind is DocumentKind.MARKUP:
        page = page_from_html(document.text, url, today=today)
    elif document.kind is DocumentKind.CLIPPING:
        page = page_from_clipping(document.text, today=today)
    else:
        page = page_from_text(document.text, today=today)
    return replace(
        page,
        title=page.title or document.title,
        published=page.published or _stated(document),
        author=page.author or document.author,
        flags=_flags(page, document),
    )


def _stated(document: Document) -> date | None:
    """The day of a mail; what office documents and PDFs call their date is when the file was made."""
    return document.published if document.format == "eml" else None


def _flags(page: Page, document: Document) -> tuple[str, ...]:
    """Doubts about the capture; a date from the file's own fields settles the missing one."""
    settled = {"no_date"} if _stated(document) else set()
    return (*(flag for flag in page.flags if flag not in settled), *document.notes)


def _captured(document: Document, reading: Reading) -> Captured:
    page = reading.page
    return Captured(
        title=page.title,
        published=page.published,
        source=page.source,
        author=page.author,
        publishing_zone=page.publishing_zone,
        body=page.body,
        furniture=page.furniture,
        flags=page.flags,
        media_type=document.format,
        kind=str(reading.kind),
        enterprise_count=len({span.name for span in reading.enterprises}),
        zone_count=len({span.name or span.text for span in reading.zones}),
        industry_count=len({span.text for span in reading.industries}),
        project_count=len(reading.projects),
        hits=_hits(reading),
        text_hash=text_hash(page.body),
        bands=bands(page.body),
    )


def _hits(reading: Reading) -> tuple[CapturedHit, ...]:
    """The first mention of each enterprise and zone; whether they are known is for the caller to say."""
    hits: dict[tuple[str, str], CapturedHit] = {}
    for kind, spans in (("enterprise", reading.enterprises), ("zone", reading.zones)):
        for span in spans:
            name = span.name or span.text
            hits.setdefault(
                (kind, name),
                CapturedHit(
                    kind=kind,
                    name=name,
                    text=span.text,
                    start=span.start,
                    end=span.end,
                    role=str(span.role),
                    rule=span.rule,
                ),
            )
    return tuple(hits.values())

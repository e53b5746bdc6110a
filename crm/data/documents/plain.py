"""Plain text, Markdown and HTML files."""

from __future__ import annotations

import re

from crm.data.charsets import decode
from crm.domain.documents import Document, DocumentKind
from crm.domain.errors import Unreadable
from crm.domain.text import clean_text, is_damaged
from crm.i18n import _

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.I | re.S,
)
_HTML_TAG = re.compile(
    r"</?(?:html|body|head|div|p|br|table|tr|td|span|a|meta|title|h[1-6]|article|section)\b[^<>]*>", re.I
)
_TAGS_WITHIN = 200_000  # characters looked at
_LEAST_TAGS = 8
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,500}?)\s*-->", re.I)
_OFFICE_XML = re.compile(
    r"\s*<\?xml.{0,400}(?:wordDocument|mso-application|pkg:package|Workbook)", re.I | re.S
)
CLIPPING_START = "<!--StartFragment-->"  # what every program puts before copied HTML
_MARKDOWN_NAMES = (".md", ".markdown")


def read_plain(name: str, data: bytes, charset: str | None) -> Document:
    """The document in text of any charset: markup where tags say so."""
    decoded = decode(data, charset)
    text = clean_text(decoded.text)
    if _OFFICE_XML.match(text):
        raise Unreadable(_("This is an Office document saved as XML. Save it as .docx and try again."))
    notes = text_notes(text, decoded.is_repaired)
    if text.startswith(CLIPPING_START):
        return Document(kind=DocumentKind.CLIPPING, text=text, format="clip", notes=notes)
    if is_markup(text):
        saved = _SAVED_FROM.search(text[:5_000])
        url = saved.group(1) if saved else None
        return Document(kind=DocumentKind.MARKUP, text=text, format="html", url=url, notes=notes)
    if name.lower().endswith(_MARKDOWN_NAMES):
        return Document(kind=DocumentKind.TEXT, text=strip_markdown(text), format="md", notes=notes)
    return Document(kind=DocumentKind.TEXT, text=text, format="txt", notes=notes)


def is_markup(text: str) -> bool:
    """Whether text is a web page or a piece of one, rather than text that mentions a tag."""
    return bool(_HTML_START.match(text)) or len(_HTML_TAG.findall(text[:_TAGS_WITHIN])) >= _LEAST_TAGS


def text_notes(text: str, is_repaired: bool = False) -> tuple[str, ...]:
    """What to tell about text that lost characters."""
    notes = ("repaired",) if is_repaired else ()
    return (*notes, "damaged") if is_damaged(text) else notes


def strip_markdown(text: str) -> str:
    """Markdown without its marks: headings, emphasis, links, quotes, table bars."""
    text = re.sub(r"^---\n.{0,4000}?\n---\n", "", text, count=1, flags=re.S)
    text = re.sub(r"!\[[^\[\]\n]{0,200}\]\([^()\n]{0,2000}\)", "", text)
    text = re.sub(r"\[([^\[\]\n]{1,400})\]\([^()\n]{0,2000}\)", r"\1", text)
    lines = []
    for line in text.split("\n"):
        if re.fullmatch(r"[\s|:=*_-]{3,}", line):
            continue  # rules and table separators
        line = re.sub(r"^\s{0,3}(?:#{1,6}\s+|>\s?|[*+-]\s+)", "", line)
        line = re.sub(r"(\*\*|__|`)(?=\S)(.{1,400}?)(?<=\S)\1", r"\2", line)
        lines.append(
            re.sub(r"\s*\|\s*", "\t", line.strip().removeprefix("|").removesuffix("|").strip(" "))
            if line.lstrip().startswith("|")
            else line.rstrip()
        )
    return "\n".join(lines)

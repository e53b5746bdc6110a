"""Makes pictures, text and tables of foreign files, to be called through a Worker."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from crm.data.documents import read_document
from crm.data.documents.formats import Format, format_of
from crm.domain.documents import Document, DocumentKind
from crm.domain.errors import Unreadable
from crm.domain.previews import PreviewKind
from crm.domain.text import clean_text
from crm.i18n import _

PAGE_WIDTH = 1100  # pixels; sharp at 200 % in a window of usual width
MOST_PIXELS = 12_000_000  # of one page
MOST_CHARACTERS = 200_000
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, MOST_CELL = 12, 300, 40, 500

_UNSEEN = ("script", "style", "noscript", "template", "head")
_BLOCKS = (
    "p",
    "div",
    "br",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "blockquote",
)


def preview_plain(name: str, data: bytes, page: int = 0) -> dict[str, Any]:
    """What a file looks like, in JSON-plain values; Unreadable with the reason if it cannot be shown."""
    match format_of(data):
        case Format.PDF:
            return _pdf_page(data, page)
        case Format.PICTURE:
            return {"kind": str(PreviewKind.PICTURE), "content": data}
        case Format.WORKBOOK:
            return {"kind": str(PreviewKind.TABLES), "tables": list(_sheets(data))}
        case _:
            return _text(read_document(name, data))


def _text(document: Document) -> dict[str, Any]:
    text = document.text if document.kind is DocumentKind.TEXT else _words(document.text)
    kept = clean_text(text)
    is_cut = len(kept) > MOST_CHARACTERS
    return {"kind": str(PreviewKind.TEXT), "text": kept[:MOST_CHARACTERS], "is_cut": is_cut}


def _words(markup: str) -> str:
    """The words of a web page, line by line."""
    from lxml import html

    tree: Any = html.document_fromstring(markup)
    for element in list(tree.iter(*_UNSEEN)):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in str(tree.text_content()).split("\n"))
    return "\n".join(filter(None, lines))


def _pdf_page(data: bytes, page: int) -> dict[str, Any]:
    import pypdfium2  # loads a large library; only this child pays for it

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
        number = min(max(0, page), count - 1)
        sheet = document[number]
        width, height = sheet.get_size()
        scale = min(PAGE_WIDTH / max(width, 1), (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = sheet.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, may_draw_forms=False)
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise Unreadable(_("This PDF cannot be shown; it may be damaged or want a password.")) from error
    line = bitmap.width * 3
    rows = bytes(bitmap.buffer)
    content = b"".join(rows[y * bitmap.stride : y * bitmap.stride + line] for y in range(bitmap.height))
    return {
        "kind": str(PreviewKind.PAGE),
        "page": number,
        "page_count": count,
        "width": bitmap.width,
        "height": bitmap.height,
        "content": content,
    }


def _sheets(data: bytes) -> Iterator[dict[str, Any]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        for sheet in islice(book.worksheets, MOST_SHEETS):
            rows = list(islice(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), MOST_ROWS + 1))
            shown = [[_cell(value) for value in row] for row in rows[:MOST_ROWS]]
            width = max((place for row in shown for place, cell in enumerate(row, 1) if cell), default=0)
            height = max((place for place, row in enumerate(shown, 1) if any(row)), default=0)
            yield {
                "name": clean_text(sheet.title),
                "rows": [row[:width] for row in shown[:height]],
                "is_cut": len(rows) > MOST_ROWS,
            }
    except (KeyError, ValueError, OSError, TypeError, AttributeError) as error:
        raise Unreadable(_("This workbook cannot be shown; it may be damaged or of an old kind.")) from error


def _cell(value: object) -> str:
    return "" if value is None else clean_text(str(value))[:MOST_CELL]

"""Text of Word documents: paragraphs, tables row by row, text boxes and footnotes, each once."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from lxml import etree

from crm.data.documents.plain import text_notes
from crm.data.documents.zips import XML_ERRORS, OfficeZip, broken_xml
from crm.domain.documents import Document, DocumentKind
from crm.domain.text import clean_text

_LEFT_OUT = frozenset(
    ("del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "rPrChange", "pPrChange")
)
_LONG_CELL = 200  # characters; rows with longer cells lay out paragraphs, not data
_EMPTY_TITLES = ("microsoft word", "document", "文档", "untitled", "无标题", "powerpoint")


def read_word(data: bytes) -> Document:
    """The document in a .docx or .docm; deleted text is left out, hidden text is left out and noted."""
    archive = OfficeZip(data)
    texts = _WordText()
    texts.read(archive.check_part("word/document.xml"))
    if archive.has("word/footnotes.xml"):
        texts.read(archive.check_part("word/footnotes.xml"))
    text = clean_text("\n".join(texts.lines))
    title, author, created = _core(archive)
    notes = (*text_notes(text), "hidden_text") if texts.has_hidden else text_notes(text)
    return Document(
        kind=DocumentKind.TEXT,
        text=text,
        format="docx",
        title=title,
        author=author,
        published=created,
        notes=notes,
    )


class _WordText:
    """Reads one part after another, in one pass and without building its tree."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.has_hidden = False
        self._paragraphs: list[list[str]] = []
        self._outputs: list[list[str]] = [self.lines]
        self._rows: list[list[list[str]]] = []
        self._hidden_run = False

    def read(self, data: bytes) -> None:
        """Adds the text of a part."""
        try:
            self._walk(data)
        except XML_ERRORS as error:
            raise broken_xml() from error

    def _walk(self, data: bytes) -> None:
        skipped: etree._Element | None = None
        events = etree.iterparse(
            BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for event, element in events:
            name = etree.QName(element).localname
            if skipped is None and event == "start":
                if name in _LEFT_OUT:
                    skipped = element
                else:
                    self._start(name)
            elif skipped is None:
                self._end(name, element)
            elif event == "end" and element is skipped:
                skipped = None
            if event == "end" and name not in ("t", "vanish", "rPr"):
                element.clear()

    def _start(self, name: str) -> None:
        match name:
            case "p":
                self._paragraphs.append([])
            case "r":
                self._hidden_run = False
            case "tr":
                self._rows.append([])
            case "tc" if self._rows:
                cell: list[str] = []
                self._rows[-1].append(cell)
                self._outputs.append(cell)

    def _end(self, name: str, element: etree._Element) -> None:
        match name:
            case "t" if self._paragraphs and not self._hidden_run:
                self._paragraphs[-1].append(element.text or "")
            case "tab" | "br" | "cr" if self._paragraphs:
                self._paragraphs[-1].append("\n" if name != "tab" else " ")
            case "vanish":
                self._hidden_run = self.has_hidden = True
            case "p" if self._paragraphs:
                self._outputs[-1].append("".join(self._paragraphs.pop()))
            case "tc" if len(self._outputs) > 1:
                self._outputs.pop()
            case "tr" if self._rows:
                self._end_row(self._rows.pop())

    def _end_row(self, cells: list[list[str]]) -> None:
        texts = ["\n".join(cell).strip() for cell in cells]
        if len(texts) > 1 and all(len(text) <= _LONG_CELL for text in texts):
            self._outputs[-1].append("\t".join(" ".join(text.split()) for text in texts))
        else:
            self._outputs[-1].extend(text for text in texts if text)


def _core(archive: OfficeZip) -> tuple[str | None, str | None, date | None]:
    """Title, author and day of creation from the document's own fields."""
    if not archive.has("docProps/core.xml"):
        return None, None, None
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(archive.check_part("docProps/core.xml"), parser)
    except XML_ERRORS:
        return None, None, None
    found = {
        etree.QName(child).localname: (child.text or "").strip()
        for child in root
        if isinstance(child.tag, str)
    }
    title = clean_text(found.get("title", "")) or None
    if title and title.lower().startswith(_EMPTY_TITLES):
        title = None
    try:
        created = date.fromisoformat(found.get("created", "")[:10])
    except ValueError:
        created = None
    return title, clean_text(found.get("creator", "")) or None, created

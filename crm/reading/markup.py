"""HTML to lines of text, bounded: what a browser would show, in order, with where each line stood."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree, html

from crm.domain.text import clean_text

_UNSEEN = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "select",
    "textarea",
)
_UNSEEN_OPEN = re.compile(rf"<({'|'.join(_UNSEEN)})\b", re.IGNORECASE)
_UNSEEN_CLOSE = {name: re.compile(rf"</{name}\b[^<>]*>?", re.IGNORECASE) for name in _UNSEEN}
_DOCUMENT_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)  # stray ones end the tree too soon
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>?")
_EMPTY_TAGS = frozenset((
    "area", "base", "br", "col", "hr", "img", "input", "link", "meta", "param", "source", "wbr",
    "p", "li", "td", "tr", "th", "dd", "dt", "option",
))  # fmt: skip
_MAX_TAGS = 60_000
_MAX_ATTRIBUTES = 300  # of one tag; libxml2 compares each with each
_MAX_DEPTH = 400
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "marquee",
))  # fmt: skip
_SOURCE_MARK = re.compile(r"(?:^|[\s_-])(?:source|laiyuan|media_?name|author-name)(?=$|\s)", re.IGNORECASE)
_SOURCE_LENGTH = 30  # characters
_MOST_SOURCES = 20
_DIGITS = re.compile(r"\d{2}")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CELL_LENGTH = 200  # characters; longer cells hold paragraphs of a page laid out as a table
_CELL_END = "\x1f"  # no page holds one: the cleaned text has no control characters
_SPACES = re.compile(r"[ \xa0\u3000\u2000-\u200a\u202f\u205f]+")
_ICON = re.compile("(?<![\ue000-\uf8ff])[\ue000-\uf8ff](?![\ue000-\uf8ff])")  # single ones are icon fonts
_BREAKS = re.compile(r"[\t\n\r]+")
_EDGES = " \t\n\xa0\u3000"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line as shown; `block` numbers the element it stands in, `linked` counts characters in links."""

    text: str
    parts: (
        str  # the same with a space between inline elements and a bar between cells, which styles set apart
    )
    block: int
    linked: int = 0


@dataclass(frozen=True, kw_only=True)
class Block:
    """An element that breaks lines; `parent` is -1 at the root, `mark` its tag, id and class."""

    parent: int
    tag: str
    mark: str
    is_hidden: bool = False


@dataclass(kw_only=True)
class Markup:
    """A page taken apart: its lines, their blocks in document order, and what its head declares."""

    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    scripted_date: str | None = None
    marked_date: str | None = None
    marked_sources: tuple[str, ...] = ()
    seen: str = ""  # the markup without comments and unseen elements
    tree: html.HtmlElement | None = None


def squeeze(text: str) -> str:
    """`text` cleaned, with one space for many and none at the ends of lines, and without empty lines.

    Tabs stay: they part the cells of a table.
    """
    lines = (_SPACES.sub(" ", line).strip(_EDGES) for line in clean_text(text).split("\n"))
    return "\n".join(line for line in lines if line)


def parse(source: str) -> Markup:
    """The page in `source`; markup too tangled for a tree is stripped of its tags instead."""
    scripted = re.search(r'"(?:datePublished|pubDate|publish_?time)"\s*:\s*"([^"<]{8,40})"', source)
    seen = without_unseen(clean_text(source))
    markup = Markup(seen=seen, scripted_date=scripted.group(1) if scripted else None)
    tree = None if is_tangled(seen) else _tree(seen)
    if tree is None:
        plain = squeeze(entities.unescape(re.sub(r"<[^<>]*>?", "\n", seen.replace("\t", " "))))
        markup.blocks.append(Block(parent=-1, tag="body", mark=""))
        markup.lines.extend(Line(text=line, parts=line, block=0) for line in plain.split("\n") if line)
        return markup
    markup.tree = tree
    _read_head(tree, markup)
    _Lines(markup).walk(tree)
    return markup


def without_unseen(source: str) -> str:
    """`source` without comments, scripts, styles and other elements whose text is not shown."""
    return _DOCUMENT_END.sub(" ", _cut_elements(_cut_comments(source)))


def _cut_comments(source: str) -> str:
    kept, at = [], 0
    while (start := source.find("<!--", at)) >= 0:
        kept.append(source[at:start])
        end = source.find("-->", start + 4)
        if end < 0:  # no comment ends any more: read the rest as it is, as browsers do
            kept.append(source[start:].replace("<!--", " "))
            return "".join(kept)
        at = end + 3
    kept.append(source[at:])
    return "".join(kept)


def _cut_elements(source: str) -> str:
    kept: list[str] = []
    at, unclosed = 0, set()
    for opening in _UNSEEN_OPEN.finditer(source):
        name = opening.group(1).lower()
        if opening.start() < at or name in unclosed:
            continue
        closing = _UNSEEN_CLOSE[name].search(source, opening.end())
        if closing is None:
            unclosed.add(name)
            continue
        kept.append(source[at : opening.start()])
        at = closing.end()
    kept.append(source[at:])
    return " ".join(kept)


def is_tangled(source: str) -> bool:
    """Whether a tree of `source` could cost unbounded time: too many tags, too deep, too many attributes."""
    depth = 0
    for count, tag in enumerate(_TAG.finditer(source)):
        if count > _MAX_TAGS or depth > _MAX_DEPTH or tag.group(3).count("=") > _MAX_ATTRIBUTES:
            return True
        if len(tag.group(3)) > 2 * _MAX_ATTRIBUTES and len(tag.group(3).split()) > _MAX_ATTRIBUTES:
            return True
        if tag.group(2).lower() not in _EMPTY_TAGS and not tag.group(3).endswith("/"):
            depth += -1 if tag.group(1) else 1
    return False


def _tree(source: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        return html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, AssertionError, ValueError):
        return None


def _read_head(tree: html.HtmlElement, markup: Markup) -> None:
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop")
        value = _one_line(element.get("content") or "")
        if name and value:
            markup.meta.setdefault(name.strip().lower(), value)
    sources: list[str] = []
    for element in tree.iter("time", "span", "div", "p", "a", "em", "i", "b"):
        if element.get("datetime") or element.get("itemprop") == "datePublished":
            markup.marked_date = markup.marked_date or element.get("datetime") or element.get("content")
        elif _SOURCE_MARK.search(f"{element.get('id')} {element.get('class')}"):
            told = _one_line(" ".join(islice(element.itertext(), _SOURCE_LENGTH)))
            if 1 < len(told) <= _SOURCE_LENGTH and not _DIGITS.search(told):
                sources.append(told)
    markup.marked_sources = tuple(sources[:_MOST_SOURCES])
    title = next(tree.iter("title"), None)
    if title is not None:
        markup.title = _one_line("".join(title.itertext())) or None


class _Lines:
    """Walks a tree once and leaves its blocks and lines in a Markup."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._open: list[int] = [-1]

    def walk(self, tree: html.HtmlElement) -> None:
        skipped: etree._Element | None = None
        in_row: etree._Element | None = None
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            if skipped is not None:
                if event == "end" and element is skipped:
                    skipped = None
                    self._add(element.tail)
                continue
            if event == "start" and (element.tag in ("head", "title") or not isinstance(element.tag, str)):
                skipped = element
                continue
            if event == "start":
                in_row = in_row if in_row is not None else self._row(element)
                self._start(element, in_row is not None and in_row is not element)
            else:
                self._end(element, in_row is not None and in_row is not element)
                in_row = None if in_row is element else in_row
                self._add(element.tail)
        self._break()

    def _row(self, element: etree._Element) -> etree._Element | None:
        """The element if it is a row of data, whose cells read as one line."""
        if element.tag != "tr" or len(element) < 2:
            return None
        for cell in element:
            if (
                len("".join(map(str, cell.itertext())).strip()) > _CELL_LENGTH
                or next(cell.iter("table"), None) is not None
            ):
                return None
        return element

    def _start(self, element: etree._Element, inside_row: bool) -> None:
        tag = str(element.tag)
        if tag == "a":
            self._links += 1
        elif tag in ("br", "hr") and not inside_row:
            self._break()
        elif inside_row:
            self._pieces.append(" ")
        elif tag in _BLOCKS or element.get("id") or element.get("class"):
            if tag in _BLOCKS:
                self._break()
            self._open_block(element, tag)
        self._add(element.text)

    def _end(self, element: etree._Element, inside_row: bool) -> None:
        tag = str(element.tag)
        if tag == "a":
            self._links -= 1
        elif inside_row:
            self._pieces.append(_CELL_END if tag in ("td", "th") else "")
        elif tag in _BLOCKS or (tag != "br" and (element.get("id") or element.get("class"))):
            if tag in _BLOCKS:
                self._break()
            if tag not in ("br", "hr"):
                self._open.pop()

    def _open_block(self, element: etree._Element, tag: str) -> None:
        mark = " ".join((tag, element.get("id") or "", element.get("class") or "")).lower()
        parent = self._open[-1]
        hidden = bool(_HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None
        hidden = hidden or (parent >= 0 and self._markup.blocks[parent].is_hidden)
        self._markup.blocks.append(Block(parent=parent, tag=tag, mark=mark, is_hidden=hidden))
        self._open.append(len(self._markup.blocks) - 1)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        self._pieces.append(text)
        if self._links > 0:
            self._linked += len(text.strip(_EDGES))

    def _break(self) -> None:
        if not self._pieces:
            return
        cells = "".join(self._pieces).split(_CELL_END)
        text = "\t".join(map(_one_line, cells)).strip(_EDGES)
        parts = _one_line(" ".join(self._pieces).replace(_CELL_END, "|")).strip(" |")
        if text:
            block, linked = max(self._open[-1], 0), min(self._linked, len(text))
            self._markup.lines.append(Line(text=text, parts=parts, block=block, linked=linked))
        self._pieces.clear()
        self._linked = 0


def _one_line(text: str) -> str:
    return squeeze(_BREAKS.sub(" ", _ICON.sub("", text)))

"""A captured page taken apart: title, date, source, zone and body, with what was cut from around it.

Line ends, spaces and stray characters are put right here, once; every offset a reader reports counts
characters in the body as it leaves this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from crm.domain.reading import Furniture, FurnitureKind, Page
from crm.reading.article import find_article
from crm.reading.byline import read_dateline, read_ending
from crm.reading.credits import read_around, read_aside
from crm.reading.doubts import SHORT, page_doubts, text_doubts
from crm.reading.furniture import cut_inside, cut_tail, cut_trailer, is_prose, kind_of, sorted_out
from crm.reading.header import (
    Header,
    awaits_value,
    is_control,
    is_header,
    is_statement,
    read_lines,
    with_values,
)
from crm.reading.headline import find_headline, same_text
from crm.reading.markup import Line, Markup, parse, squeeze
from crm.reading.metadata import read_metadata
from crm.reading.scripted import scripted_article

_MOST_HEADER = 40  # lines down to which a header may reach
_STATEMENTS = 5  # lines at most that state date and source below a text
_BELOW = 20  # lines below a text in which its ending may stand
_HEAD_LINES = 14  # of a pasted text, within which its headline and header stand
_MORE = 2  # times as long as what a page shows is the article its script holds
_NOT_TOLD = (FurnitureKind.NAV, FurnitureKind.OTHER)  # at the head of an article
_TITLE_LENGTH = 80


def page_from_html(html: str, url: str | None = None, today: date | None = None) -> Page:
    """The article of a web page; whatever the page does not state stays None."""
    page = _page_from_markup(parse(html), url, today)
    if len(page.body) >= SHORT:
        return page
    scripted = scripted_article(html)
    if scripted is None:
        return page
    inner = parse(f"<div>{scripted}</div>" if "<" in scripted else _paragraphs(scripted))
    body, cut = _cut_rest([line.text for line in inner.lines])
    if sum(map(len, body)) < _MORE * len(page.body) + SHORT:
        return page
    header = Header(
        published=page.published,
        source=page.source,
        author=page.author,
        publishing_zone=page.publishing_zone,
    )
    shown = sorted_out(page.body.split("\n")) if page.body else []
    furniture = (*page.furniture, *shown, *cut)
    return _page(page.title, _ending_header(header, body, cut), body, furniture, (), today)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.split("\n"))


def _page_from_markup(markup: Markup, url: str | None, today: date | None) -> Page:
    place = find_article(markup)
    texts = [line.text for line in markup.lines]
    inside = [markup.lines[at] for at in range(place.start, place.end) if at not in place.cut]
    title = find_headline(markup, place)
    start = _opening(inside, title)
    opening, inner = [line.text for line in inside[:start]], [line.text for line in inside[start:]]
    body, cut = _cut_rest(inner)
    header = _ending_header(read_around(markup, place, title, start), body, cut)
    header = header.filled(read_aside(markup, place, title, start)).filled(read_metadata(markup, url))
    furniture = (
        *sorted_out(_without(texts[: place.start], title)),
        *sorted_out(_without(opening, title)),
        *cut,
        *sorted_out(texts[at] for at in sorted(place.cut)),
        *sorted_out(texts[place.end :]),
    )
    return _page(title, header, body, furniture, page_doubts(markup, place, header, body), today)


def page_from_clipping(html: str, today: date | None = None) -> Page:
    """The article in copied HTML: somebody selected it, so all of it is text, without its links."""
    return page_from_text("\n".join(line.text for line in parse(html).lines), today)


def page_from_text(text: str, today: date | None = None) -> Page:
    """The article in pasted text, with or without the furniture of the page it was copied from."""
    lines = squeeze(text).split("\n") if text.strip() else []
    lines = [*with_values(lines[:_HEAD_LINES]), *lines[_HEAD_LINES:]]
    title, above, header_lines, rest = _split_head(lines)
    body, cut = _cut_rest(rest)
    header = _ending_header(read_lines(header_lines), body, cut)
    furniture = (*sorted_out(above), *sorted_out(header_lines), *cut)
    return _page(title, header, body, furniture, (), today)


def _page(
    title: str | None,
    header: Header,
    body: Sequence[str],
    furniture: Iterable[Furniture],
    flags: tuple[str, ...],
    today: date | None,
) -> Page:
    text = "\n".join(body)
    return Page(
        title=title,
        published=header.published,
        source=header.source,
        publishing_zone=header.publishing_zone,
        author=None if header.author == header.source else header.author,
        body=text,
        furniture=tuple(piece for piece in furniture if piece.text),
        flags=tuple(dict.fromkeys((*flags, *text_doubts(title, header, text, today)))),
    )


def _split_head(lines: list[str]) -> tuple[str | None, list[str], list[str], list[str]]:
    """Headline, lines above it, header lines, and the rest of a pasted text."""
    heads = lines[:_HEAD_LINES]
    top = next((at for at, line in enumerate(heads) if _is_told(line)), len(heads))
    anchor = next((at for at in range(top) if is_header(lines[at])), None)
    if anchor is None:
        return _split_headless(lines, top)
    above = [at for at in range(anchor) if _may_be_title(lines[at])]
    first = anchor
    if above:
        at = _headline_before(lines, above)
    else:
        after = next((at for at in range(anchor, top) if not is_header(lines[at])), top)
        at = after if after < top and _may_be_title(lines[after]) else -1
        first = max(anchor, at)
    title = lines[at] if at >= 0 else None
    end = first + 1
    while end < min(len(lines), _MOST_HEADER) and (is_header(lines[end]) or is_control(lines[end])):
        end += 1
    nav = [lines[other] for other in range(min(anchor, end)) if other != at]
    header = [lines[other] for other in range(anchor, end) if other != at]
    return title, nav, header, _without(lines[end:], title, only_first=True)


def _headline_before(lines: Sequence[str], above: Sequence[int]) -> int:
    """The headline among short lines above the header: the nearest that is no subtitle."""
    for at in reversed(above):
        if not re.match(r"[—\-（(【]", lines[at]):
            return at
    return above[-1]


def _split_headless(lines: list[str], top: int) -> tuple[str | None, list[str], list[str], list[str]]:
    start = 0
    while start < top and kind_of(lines[start]) in _NOT_TOLD:
        start += 1
    above, rest = lines[:start], lines[start:]
    if len(rest) > 1 and _may_be_title(rest[0]) and _reads_as_title(rest[0], rest[1]):
        return rest[0], above, [], rest[1:]
    return None, above, [], rest


def _may_be_title(line: str) -> bool:
    ends = ("。", "；", "，", "：", ":", "、")
    fits = 4 <= len(line) <= _TITLE_LENGTH and not line.endswith(ends)
    return fits and kind_of(line) is None and not is_header(line)


def _is_told(line: str) -> bool:
    """Whether a line belongs to the text for certain, not to what stands over it."""
    return (is_prose(line) or "。" in line) and not is_header(line)


def _reads_as_title(line: str, following: str) -> bool:
    """Whether a first line stands over the text: no sentence, no caption, no item of a list."""
    if (
        "。" in line
        or re.fullmatch(r"[（(【\[].*[）)】\]]", line)
        or re.match(r"[•·●■▪\-]|[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*\D", line)
    ):
        return False
    if re.match(r".{0,12}(?:\d{1,2}月\d{1,2}日|日前|近日|昨日|今日)[，,]", line):
        return False
    return len(following) > len(line) or not line.endswith(("！", "？", "!", "?"))


def _opening(lines: Sequence[Line], title: str | None) -> int:
    """How many lines at the head of an article's block are not told."""
    start = 0
    for at, line in enumerate(lines[:_HEAD_LINES]):
        states = is_header(line.text) or is_header(line.parts)
        if is_prose(line.text) and not states:
            break
        if states or same_text(line.text, title) or kind_of(line.text) in _NOT_TOLD:
            start = at + 1
    while 0 < start < len(lines) and awaits_value(lines[start - 1].parts, lines[start].parts):
        start += 1
    return start


def _cut_rest(lines: list[str]) -> tuple[list[str], tuple[Furniture, ...]]:
    told, tail = cut_tail(lines)
    end = len(told)
    while end and len(told) - end < _STATEMENTS and is_statement(told[end - 1]):
        end -= 1
    told, tail = told[:end], [*sorted_out(told[end:]), *tail]
    told, inside = cut_inside(told)
    trailer = ""
    if told:
        told[-1], trailer = cut_trailer(told[-1])
    noted = [Furniture(kind=FurnitureKind.OTHER, text=trailer)] if trailer else []
    return [line for line in told if line], (*inside, *noted, *tail)


def _ending_header(header: Header, body: Sequence[str], cut: Iterable[Furniture]) -> Header:
    """The header with what the last and the first paragraph say: （来源：…）, （记者 …）, 新华社…电."""
    texts = (piece.text for piece in cut if piece.kind is FurnitureKind.OTHER)
    below = [line for text in islice(texts, _BELOW) for line in text.split("\n", _BELOW)[:_BELOW]]
    for line in (*body[-1:], *below):
        header = header.filled(read_ending(line))
    header = header.filled(read_lines(line for line in below if is_statement(line)))
    return header.filled(read_dateline(body[0])) if body else header


def _without(lines: Sequence[str], title: str | None, only_first: bool = False) -> list[str]:
    """The lines without those that repeat the headline."""
    checked = 3 if only_first else len(lines)
    return [line for at, line in enumerate(lines) if at >= checked or not same_text(line, title)]

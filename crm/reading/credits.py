"""Date and source as a page states them around its article: beside, above and below its headline."""

from __future__ import annotations

import itertools
import re

from crm.reading.article import Place
from crm.reading.header import (
    Header,
    is_control,
    is_header,
    is_statement,
    read_lines,
    read_medium,
    read_source,
)
from crm.reading.headline import same_text
from crm.reading.markup import Markup

_ABOVE = 25  # lines above the article in which a page states its date and source
_ASIDE = 14  # lines of the article's block within which buttons may state them
_BELOW = 12  # lines below the article
_PLATFORM = re.compile(
    r"(?:企鹅|头条|百家|搜狐|网易|大鱼|一点|凤凰|澎湃|大风|微信公众|公众|视频)号$|微信号\s|功能介绍\s"
)


def read_around(markup: Markup, place: Place, title: str | None, opening: int) -> Header:
    """What the lines at the head of the article state; its first `opening` lines belong to it."""
    header = read_lines(_head_lines(markup, place, title, opening))
    return header.filled(_bare_source(markup, place, title))


def read_aside(markup: Markup, place: Place, title: str | None, opening: int) -> Header:
    """What channels, lines below the article and marked elements say, where nothing surer does."""
    header = _channel(markup, place, title).filled(_stated_below(markup, place))
    return header.filled(Header(source=_marked_source(markup, place, title, opening)))


def _head_lines(markup: Markup, place: Place, title: str | None, opening: int) -> list[str]:
    """The lines that may state date and source: below the headline, then above it, then buttons aside."""
    lines = markup.lines
    above = range(max(0, place.start - _ABOVE), place.start)
    named = max((at for at in above if same_text(lines[at].text, title)), default=-1)
    below = [at for at in above if named >= 0 and at > named]
    kept = [at for at in range(place.start, place.end) if at not in place.cut][:opening]
    aside = [at for at in sorted(place.cut) if at < place.start + _ASIDE]
    rest = [at for at in reversed(above) if at not in below]
    return [lines[at].parts for at in (*below, *kept, *aside, *rest)]


def _bare_source(markup: Markup, place: Place, title: str | None) -> Header:
    """A medium without label between headline and article, or beside a date if the window title names it."""
    named = _site_names(markup, title)
    for line in markup.lines[_headline_at(markup, place, title) + 1 : place.start]:
        beside = re.split(r"[\s\[\]【】（）()]+", line.parts) if is_header(line.parts) else []
        named_here = next((piece for piece in beside if len(piece) > 1 and piece in named), None)
        source = named_here or next(filter(None, map(read_medium, line.parts.split(" "))), None)
        if source:
            return Header(source=source)
    return Header()


def _channel(markup: Markup, place: Place, title: str | None) -> Header:
    """The channel named above its platform or twice, as messengers do: 海州之声 / 企鹅号."""
    lines = markup.lines[_headline_at(markup, place, title) + 1 : place.start]
    for name, following in itertools.pairwise(line.text for line in lines):
        if (name == following or _PLATFORM.match(following)) and not (is_header(name) or is_control(name)):
            return Header(source=read_source(name))
    return Header()


def _stated_below(markup: Markup, place: Place) -> Header:
    """What labelled lines closely below an article state."""
    below = [*(at for at in sorted(place.cut) if at > place.start), *range(place.end, place.end + _BELOW)]
    lines = [markup.lines[at].parts for at in below if at < len(markup.lines)]
    return read_lines(line for line in lines if is_statement(line))


def _marked_source(markup: Markup, place: Place, title: str | None, opening: int) -> str | None:
    """What an element called source holds, if it stands below the headline or in a header line."""
    named = _headline_at(markup, place, title)
    head = range(max(0, place.start - _ABOVE), min(place.start + opening, len(markup.lines)))
    texts = [parts for at in head if is_header(parts := markup.lines[at].parts) or at > named]
    stands = (told for told in markup.marked_sources if any(told in text for text in texts))
    return next(filter(None, map(read_source, stands)), None)


def _headline_at(markup: Markup, place: Place, title: str | None) -> int:
    """The last line at the head of the article that is the headline; the article's end if none is."""
    head = range(max(0, place.start - _ABOVE), place.start)
    return max((at for at in head if same_text(markup.lines[at].text, title)), default=place.end)


def _site_names(markup: Markup, title: str | None) -> str:
    window = (markup.title or "").replace(title or "", " ")
    return f"{window} {markup.meta.get('sitename', '')} {markup.meta.get('og:site_name', '')}"

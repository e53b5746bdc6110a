"""The headline of a page: what its head, its headings and its window title agree on."""

from __future__ import annotations

import re

from crm.reading.article import Place, is_heading
from crm.reading.furniture import kind_of
from crm.reading.header import is_header
from crm.reading.markup import Markup

_STATED = ("articletitle", "og:title", "twitter:title", "title")
_SITE = re.compile(
    r"(?:网|网站|政府|委员会|管委会|局|厅|中心|公司|集团|开发区|高新区|新区|园区|客户端|平台)$|官网"
    r"|学会|协会|主页|门户|频道|首页|新闻|资讯|日报|晚报|在线|传媒|财经|要闻|动态|公告|栏目|商务|招商|投资|政务|信息"
    r"|\.(?:com|cn|net|org)|^[A-Za-z .]+$"
)
_STRONG_CUT = re.compile(r"\s*(?:[_|｜┃丨]|--+|——\s*(?=[^—]*$)|\s[-–—]\s|_-|-_|<|«|»|\s-|-\s)\s*")
_WEAK_CUT = re.compile(r"[-–—]")
_LEAST = 4  # characters of a headline
_MOST = 120
_NEAR = 12  # lines above the article in which an unnamed heading may stand


def same_text(line: str, title: str | None) -> bool:
    """Whether a line repeats the headline, spaces aside."""
    return title is not None and _key(line) == _key(title)


def find_headline(markup: Markup, place: Place) -> str | None:
    """The headline as the page shows it, None if nothing says which line it is."""
    stated = [value for name in _STATED if (value := markup.meta.get(name))]
    if markup.meta.get("articletitle") and len(stated[0]) >= _LEAST:
        return stated[0]
    references = [text for text in (markup.title, *stated) if text]
    shown = _shown(markup, place, references)
    if shown:
        return shown
    heading = _nearest_heading(markup, place)
    for reference in references[: 1 if heading else None]:
        bare = without_site(reference, markup.meta.get("sitename") or markup.meta.get("og:site_name"))
        if len(bare) >= 2 * _LEAST or heading is None:
            return bare if len(bare) >= _LEAST and not _is_site_only(bare, heading) else heading
    return heading


def without_site(title: str, site: str | None = None) -> str:
    """A window title without the names of column and site behind it."""
    pieces = [piece for piece in _STRONG_CUT.split(title) if piece.strip()]
    bare = pieces[0].strip() if pieces else title.strip()
    if len(bare) < 2 * _LEAST and len(pieces) > 1 and len(pieces[1]) > len(bare) and _SITE.search(bare):
        bare = pieces[1].strip()
    while True:
        cuts = list(_WEAK_CUT.finditer(bare))
        if not cuts:
            return bare
        tail = bare[cuts[-1].end() :].strip()
        if not (tail == site or (len(tail) <= 20 and _SITE.search(tail))) or cuts[-1].start() < 2 * _LEAST:
            return bare
        bare = bare[: cuts[-1].start()].strip(" -–—")


def _key(text: str) -> str:
    return "".join(text.split()).replace("“", '"').replace("”", '"').lower()


def _shown(markup: Markup, place: Place, references: list[str]) -> str | None:
    """The longest line from the top of the page into the article that a reference begins with."""
    best: str | None = None
    keys = [_key(reference) for reference in references]
    for at, line in enumerate(markup.lines[: place.start + _NEAR]):
        text = _joined(markup, at, keys)
        key = _key(text)
        if not 2 * _LEAST <= len(key) <= _MOST or line.linked > len(line.text) / 2 or is_header(line.text):
            continue
        near = at >= place.start - 4 * _NEAR
        full = any(reference.startswith(key) for reference in keys)
        longer = is_heading(markup.blocks[line.block]) and any(_is_cut_short(ref, key) for ref in keys)
        if near and (full or longer) and len(key) > len(_key(best or "")):
            best = text
    return best


def _joined(markup: Markup, at: int, references: list[str]) -> str:
    """The line with those below it that continue a reference: headlines are broken by hand."""
    text = markup.lines[at].text
    for line in markup.lines[at + 1 : at + 4]:
        if not any(reference.startswith(_key(text + line.text)) for reference in references):
            break
        text += line.text
    return text


def _is_cut_short(reference: str, key: str) -> bool:
    """Whether a reference is the beginning of a headline, ended by dots or by its length."""
    stem = re.split(r"\.{2,}|…", reference)[0]
    return len(stem) >= 2 * _LEAST and key.startswith(stem)


def _nearest_heading(markup: Markup, place: Place) -> str | None:
    top = max(0, place.start - 3 * _NEAR)
    found: str | None = None
    for line in markup.lines[top : place.start + _NEAR // 2]:
        told = line.text
        is_marked = (
            is_heading(markup.blocks[line.block]) and 2 * _LEAST <= len(told) <= _MOST and not line.linked
        )
        if is_marked and kind_of(told) is None and not is_header(told) and not told.endswith(("。", "；")):
            found = found if found and len(found) > 2 * len(told) else told
    return found


def _is_site_only(bare: str, heading: str | None) -> bool:
    """Whether a window title names the site, while a heading names the article."""
    return heading is not None and bool(_SITE.search(bare)) and len(heading) > len(bare)

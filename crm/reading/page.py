"""A captured page taken apart: title, date, source, zone and body, with what was cut from around it.

Line ends, spaces and stray characters are put right here, once; every offset a reader reports counts
characters in the body as it leaves this module.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from datetime import date

from crm.domain.reading import Furniture, FurnitureKind, Page
from crm.domain.text import is_damaged
from crm.reading.article import Place, find_article
from crm.reading.byline import read_dateline, read_ending
from crm.reading.furniture import cut_inside, cut_tail, cut_trailer, is_prose, kind_of, sorted_out
from crm.reading.header import (
    Header,
    awaits_value,
    is_control,
    is_header,
    is_statement,
    read_lines,
    read_medium,
    read_source,
    with_values,
)
from crm.reading.headline import find_headline, same_text
from crm.reading.markup import Line, Markup, parse, squeeze
from crm.reading.metadata import read_metadata
from crm.reading.scripted import scripted_article

_HEAD_LINES = 14  # of a pasted text, within which its headline and header stand
_ABOVE = 25  # lines above the article in which a page states its date and source
_MORE = 2  # times as long as what a page shows is the article its script holds
_BELOW = 12  # lines below the article in which its pager stands
_PLATFORM = re.compile(
    r"(?:企鹅|头条|百家|搜狐|网易|大鱼|一点|凤凰|澎湃|大风|微信公众|公众|视频)号$|微信号\s|功能介绍\s"
)
_PAGER = re.compile(r"余下全文|阅读全文|展开全文|(?<![\d\-])[2-9]\b.{0,40}下一页|1\s*/\s*\d{1,2}.{0,20}下一页")
_NUMBERED = re.compile(r"上一页|下一页|首页|尾页|末页|余下全文|阅读全文|展开全文|共?\d+页?|第\d+页|[\s<>《》«»\[\]【】/|.…]+")
_NOT_TOLD = (FurnitureKind.NAV, FurnitureKind.OTHER)  # at the head of an article
_SHORT = 120  # characters
_UNENDED = 80  # characters of a last line that ought to end a sentence
_TITLE_LENGTH = 80
_ENDED = re.compile(r"(?:[摄图]|/文)$|[。！？!?；;…”\"』」）)】》.]$|（完）$")
_CUT_OFF = re.compile(
    r"(?:阅读|查看|展开|点击).{0,4}(?:全文|更多)|未完待续|(?:\.\.\.|……|…)$|剩余\d+%|订阅后.{0,6}阅读|登录后.{0,8}(?:查看|阅读)"
)
_LOGIN = re.compile(
    r"(?:请|您需要|需要)先?\s*登\s*录|登录后(?:才能|可|查看|继续)|验证码|安全验证|用户名.{0,12}密码|滑动.{0,6}验证"
)
_MISSING = re.compile(
    r"404|(?:页面|网页|文章|内容|信息).{0,10}(?:不存在|未找到|找不到|已被?删除|已下线|无法访问|丢失)|not\s+found|正在跳转|页面自动跳转",
    re.I,
)
_FAULT_LENGTH = 300  # characters; longer pages are articles that mention such words


def page_from_html(html: str, url: str | None = None, today: date | None = None) -> Page:
    """The article of a web page; whatever the page does not state stays None."""
    page = _page_from_markup(parse(html), url, today)
    if len(page.body) >= _SHORT:
        return page
    scripted = scripted_article(html)
    if scripted is None:
        return page
    inner = parse(f"<div>{scripted}</div>" if "<" in scripted else _paragraphs(scripted))
    body, cut = _cut_rest([line.text for line in inner.lines])
    if sum(map(len, body)) < _MORE * len(page.body) + _SHORT:
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
    header = read_lines(_head_lines(markup, place, title, len(opening)))
    header = _ending_header(header.filled(_bare_source(markup, place, title)), body, cut)
    header = header.filled(_channel(markup, place, title))
    header = header.filled(_stated_below(markup, place))
    header = header.filled(read_metadata(markup, url))
    header = header.filled(Header(source=_marked_source(markup, place, title)))
    furniture = (
        *sorted_out(_without(texts[: place.start], title)),
        *sorted_out(_without(opening, title)),
        *cut,
        *sorted_out(texts[at] for at in sorted(place.cut)),
        *sorted_out(texts[place.end :]),
    )
    flags = ("list_page",) if _is_list_page(markup, header, body) else ()
    flags += ("cut_off",) if _goes_on(markup, place) else ()
    return _page(title, header, body, furniture, flags, today)


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
        flags=tuple(dict.fromkeys((*flags, *_flags(title, header, text, today)))),
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
    while end < len(lines) and (is_header(lines[end]) or is_control(lines[end])):
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


def _head_lines(markup: Markup, place: Place, title: str | None, opening: int) -> list[str]:
    """The lines that may state date and source: below the headline, then above it, then buttons aside."""
    lines = markup.lines
    above = range(max(0, place.start - _ABOVE), place.start)
    named = max((at for at in above if same_text(lines[at].text, title)), default=-1)
    below = [at for at in above if named >= 0 and at > named]
    kept = [at for at in range(place.start, place.end) if at not in place.cut][:opening]
    aside = [at for at in sorted(place.cut) if at < place.start + _HEAD_LINES]
    rest = [at for at in reversed(above) if at not in below]
    return [lines[at].parts for at in (*below, *kept, *aside, *rest)]


def _cut_rest(lines: list[str]) -> tuple[list[str], tuple[Furniture, ...]]:
    told, tail = cut_tail(lines)
    end = len(told)
    while end and is_statement(told[end - 1]):
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
    below = [line for piece in cut if piece.kind is FurnitureKind.OTHER for line in piece.text.split("\n")]
    for line in (*body[-1:], *below):
        header = header.filled(read_ending(line))
    header = header.filled(read_lines(line for line in below if is_statement(line)))
    return header.filled(read_dateline(body[0])) if body else header


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


def _marked_source(markup: Markup, place: Place, title: str | None) -> str | None:
    """What an element called source holds, if it stands below the headline or in a header line."""
    named = _headline_at(markup, place, title)
    head = range(max(0, place.start - _ABOVE), min(place.start + _HEAD_LINES, len(markup.lines)))
    texts = [parts for at in head if is_header(parts := markup.lines[at].parts) or at > named]
    stands = (told for told in markup.marked_sources if any(told in text for text in texts))
    return next(filter(None, map(read_source, stands)), None)


def _headline_at(markup: Markup, place: Place, title: str | None) -> int:
    """The last line at the head of the article that is the headline; the article's end if none is."""
    head = range(max(0, place.start - _ABOVE), place.start)
    return max((at for at in head if same_text(markup.lines[at].text, title)), default=place.end)


def _goes_on(markup: Markup, place: Place) -> bool:
    """Whether a pager below the article leads to more of it."""
    inside = [markup.lines[at] for at in sorted(place.cut) if at >= place.start + 1]
    for line in (*inside, *markup.lines[place.end : place.end + _BELOW]):
        if line.linked and _PAGER.search(line.parts) and not _NUMBERED.sub("", line.parts).strip():
            return True
    return False


def _site_names(markup: Markup, title: str | None) -> str:
    window = (markup.title or "").replace(title or "", " ")
    return f"{window} {markup.meta.get('sitename', '')} {markup.meta.get('og:site_name', '')}"


def _without(lines: Sequence[str], title: str | None, only_first: bool = False) -> list[str]:
    """The lines without those that repeat the headline."""
    checked = 3 if only_first else len(lines)
    return [line for at, line in enumerate(lines) if at >= checked or not same_text(line, title)]


def _flags(title: str | None, header: Header, body: str, today: date | None) -> tuple[str, ...]:
    last = body.rsplit("\n", 1)[-1]
    doubts = {
        "no_title": title is None,
        "no_date": header.published is None,
        "no_source": header.source is None,
        "short": len(body) < _SHORT,
        "cut_off": bool(_CUT_OFF.search(last[-40:])) or (len(last) > _UNENDED and not _ENDED.search(last)),
        "future": today is not None and header.published is not None and header.published > today,
        "damaged": is_damaged(body) or is_damaged(title or ""),
        "login": len(body) < _FAULT_LENGTH and bool(_LOGIN.search(body)),
        "missing": len(body) < _FAULT_LENGTH and bool(_MISSING.search((title or "") + "\n" + body)),
    }
    return tuple(flag for flag, doubtful in doubts.items() if doubtful)


def _is_list_page(markup: Markup, header: Header, body: Sequence[str]) -> bool:
    """Whether headlines that link elsewhere are all there is, or outweigh an undated text."""
    headlines = sum(1 for line in markup.lines if line.linked >= 10 and line.linked >= 0.6 * len(line.text))
    told = sum(len(line) for line in body if is_prose(line))
    return headlines >= 12 and (told == 0 or (header.published is None and told < 5 * headlines))

"""People in running text, with their titles and the body each title belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator

import ahocorasick

from crm.domain.reading import PersonSpan
from crm.reading import names, titles
from crm.reading.titles import Post

_NO_POST = Post(title=None, body_name=None)
_GAP = re.compile(r"(?:[（(][^（）()\n]{1,8}[）)])?[ \u3000\xa0]{0,2}(?P<colon>[:：][ \u3000]?)?")
_NEXT = re.compile(r"\s?(?:、|和|及|与|以及|[ \u3000]{1,2})\s?")
_LONG_RIVER = re.compile(
    "长(?:江(?![\u3400-\u9fff]{1,2}[、，。（(])|三角|安[汽区街路大新]|沙|春|白[山县朝城])"
)  # 地区长江经济带 has no 区长
_BRACKET = re.compile(r"[（(]([^（）()\n]{2,40})[)）]")
_APPOINTED = re.compile(
    r"(?:现任|曾任|兼任|担任|出任|新任|将任|升任|历任|任)(?![务何意职性期命])[^，。；;\n]{0,30}"
)
_ADDRESSES = frozenset({"主任", "书记", "局长", "院士", "会长", "院长", "部长", "处长"})
_SPACES = re.compile(r"[ \u3000]+")
_ITEM = re.compile("[\u4e00-\u9fff]{2,3}(?=、)")
_BODY_END = frozenset("区会局院司团部委办厅所行厂校心处金技业份由和与")  # 管理局吴金生局长
_LEADS_UP = frozenset("照在向请实随陪受经跟据")  # 按照李建平书记, 落实…总书记
_OFFICES = frozenset({"书记", "市长", "县长", "区长", "旗长", "州长", "盟长", "省长", "主席", "镇长", "乡长"})
_DEPUTIES = ("常务副", "副")
_NO_NAME_END = frozenset("、，。；：！？（）()“”,:;委会局区市县司部院组团处所厂 \n")
_NAME_LENGTHS = (3, 2, 4)


def find(text: str) -> list[PersonSpan]:
    """The people named in `text`, one entry per mention, in order.

    A mention without a title carries the title the person is given elsewhere in the text; a person who
    is nowhere given one is kept if he speaks (张明强调), with title None.
    """
    heads = titles.ends(text)
    mentions: dict[tuple[int, int], tuple[Post, str]] = {}
    for start, end, post in _titled(text, heads):
        mentions[start, end] = (post, "title before name")
    for start, end, post in _named_first(text, heads):
        mentions.setdefault((start, end), (post, "name before title"))
    for start, end in _speaking(text):
        mentions.setdefault((start, end), (_NO_POST, "speaks"))
    _add_repeats(text, mentions)
    return _spans(text, mentions)


def _titled(text: str, heads: dict[int, int]) -> Iterator[tuple[int, int, Post]]:
    floor = 0
    for head_end in heads:
        gap = _GAP.match(text, head_end)
        start = gap.end() if gap else head_end
        is_cut = text.startswith("长", head_end) and head_end + 1 in heads  # 秘书长孙立 is no 长孙立
        if start < floor or is_cut or _LONG_RIVER.match(text, head_end - 1):
            continue
        is_doubtful = bool(gap and gap["colon"]) or titles.is_loose(text[heads[head_end] : head_end])
        end = names.name_at(text, start, names.SURE if is_doubtful else names.PLAUSIBLE)
        if end is None and text[heads[head_end] : head_end] in _OFFICES:
            end = names.foreign_name_at(text, start)
        if end is None:
            continue
        post = titles.post_at(text, head_end, heads, floor)
        for first, last in ((start, end), *_listed(text, end, heads)):
            yield first, last, post
            floor = last


def _listed(text: str, end: int, heads: dict[int, int]) -> Iterator[tuple[int, int]]:
    """The names that share a title: 副市长王强、赵敏和李静."""
    while joint := _NEXT.match(text, end):
        start = joint.end()
        stop = names.name_at(text, start, names.SURE)
        if stop is None:
            stop = _between_names(text, start)
        if stop is None or any(at in heads for at in range(start + 1, stop + 1)):
            return
        yield start, stop
        end = stop


def _between_names(text: str, start: int) -> int | None:
    """The end of a list item with a surname unknown to us, if a sure name follows it in the list."""
    item = _ITEM.match(text, start)
    if item and names.name_at(text, item.end() + 1, names.SURE) and not names.is_common_word(item.group()):
        return item.end()
    return None


def _named_first(text: str, heads: dict[int, int]) -> Iterator[tuple[int, int, Post]]:
    for found in _BRACKET.finditer(text):
        if found.end(1) in heads and (start := _name_before(text, found.start())) is not None:
            yield start, found.start(), titles.post_at(text, found.end(1), heads, found.start(1))
    for head_end, head_start in heads.items():
        deputy = next((word for word in _DEPUTIES if text.endswith(word, 0, head_start)), "")
        name_end = head_start - len(deputy)
        if text[name_end - 1 : name_end] in _NO_NAME_END:
            continue
        start = _name_before(text, name_end)
        if start is None:
            is_office = text[head_start:head_end] in _OFFICES | _ADDRESSES
            behind = _BODY_END | _LEADS_UP if is_office else _BODY_END
            start = _name_before(text, name_end, behind)
        if start is not None and _is_form_of_address(name_end - start, text[head_start:head_end]):
            yield start, name_end, titles.post_at(text, head_end, heads, name_end)
    for found in _APPOINTED.finditer(text):
        last = max((end for end in range(found.start() + 2, found.end() + 1) if end in heads), default=None)
        if last is not None and (start := _name_before(text, found.start())) is not None:
            yield start, found.start(), titles.post_at(text, last, heads, text.index("任", found.start()) + 1)


def _is_form_of_address(name_length: int, head: str) -> bool:
    """周建强主任 is a person; in 吉利总裁 and 海门市长 a firm or a place stands before the title."""
    return not titles.is_loose(head) and (name_length > 2 or head in _ADDRESSES)


def _name_before(text: str, end: int, behind: frozenset[str] = frozenset()) -> int | None:
    """Where the name that ends at `end` starts, if a whole one stands there at the start of a clause."""
    for length in _NAME_LENGTHS:
        start = end - length
        if start < 0 or (start > 0 and not _may_precede(text[start - 1], behind)):
            continue
        if names.is_name(text, start, end):
            return start
    return None


def _may_precede(character: str, behind: frozenset[str]) -> bool:
    is_han = "\u4e00" <= character <= "\u9fff"
    return not is_han or character in behind


def _speaking(text: str) -> Iterator[tuple[int, int]]:
    for found in names.spoken(text):
        if names.is_name(text, found.start(1), found.end(1)):
            yield found.start(1), found.end(1)


def _add_repeats(text: str, mentions: dict[tuple[int, int], tuple[Post, str]]) -> None:
    """Adds every further mention of the names already found."""
    known = {_name(text[start:end]) for start, end in mentions}
    if not known:
        return
    automaton = ahocorasick.Automaton()
    for name in known:
        automaton.add_word(name, name)
    automaton.make_automaton()
    taken = {at for start, end in mentions for at in range(start, end)}
    for last, name in automaton.iter_long(text):
        start = last + 1 - len(name)
        if start not in taken and last not in taken:
            mentions[start, last + 1] = (_NO_POST, "named again")


def _name(written: str) -> str:
    """吴　迪 is 吴迪; Tom Baker stays two words."""
    return written if written.isascii() else _SPACES.sub("", written)


def _spans(text: str, mentions: dict[tuple[int, int], tuple[Post, str]]) -> list[PersonSpan]:
    known: dict[str, Post] = {}
    ordered = sorted(mentions.items())
    for (start, end), (post, _) in ordered:
        if post.title:
            known.setdefault(_name(text[start:end]), post)
    answer: list[PersonSpan] = []
    for (start, end), (post, rule) in ordered:
        if answer and start < answer[-1].end:
            continue
        name = _name(text[start:end])
        shown = post if post.title else known.get(name, _NO_POST)
        answer.append(
            PersonSpan(
                text=text[start:end],
                start=start,
                end=end,
                name=name,
                title=shown.title,
                body_name=shown.body_name,
                rule=rule,
            )
        )
    return answer

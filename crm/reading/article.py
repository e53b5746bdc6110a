"""Where on a page its article stands: the block that holds the running text, and the headline above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from crm.reading.furniture import is_prose, kind_of
from crm.reading.markup import Block, Line, Markup

_HOLDS = 0.72  # of the page's running text: a block with less is only a part of the article
_DOUBTED = 0.25  # weight of a paragraph that trafilatura left out
_HEADING_LENGTH = 8  # characters of what stands over a list of links
_PUNCTUATION = re.compile(r"[，。；：！？、,;!?“”]")
_FURNITURE_MARK = re.compile(
    r"(?:^|[\s_\-])(?:nav|navbar|menu|crumbs?|breadcrumbs?|foot|footer|footnav|copyright|share|bdshare\w*|jiathis\w*|social|comments?|pinglun|reply|related?|relates"
    r"|recommend\w*|tuijian|hot\w*|rank\w*|sidebar|side|aside|login|search|toolbar|tools|print|qrcode|erweima|ewm|ads?|advert\w*|guanggao|pager|pagination|page-?nav|prevnext|prenext|xgxw|xgyd"
    r"|links|friendlink|statement|disclaimer|editor-?info|edit|popup|dialog|modal|tips|tags?|keywords)(?=$|[\s_\-])|fenxiang|declare|shengming"
)
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "form"))
_MOST = 0.4  # of the running text: a block with more is no furniture, whatever it is called
_HEADING_MARK = re.compile(
    r"^h[1-6]\b|tit(?:le)?|headline|biaoti|\bbt\b|head-?line|subject|newst\b", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """The article's lines, `start` to `end` of the page's, and which of them a block marks as furniture."""

    start: int
    end: int
    cut: frozenset[int]


def find_article(markup: Markup) -> Place:
    """The lines of the smallest block that holds nearly all running text."""
    lines, blocks = markup.lines, markup.blocks
    if markup.tree is None or not lines:
        return Place(start=0, end=len(lines), cut=frozenset())
    told = "".join(_told_by_trafilatura(markup.tree).split())
    plain = [_weight(line) for line in lines]
    unwanted = _furniture_blocks(blocks, _sums(lines, blocks, plain))
    weights = [
        0.0 if line.block in unwanted else weight * (1.0 if not told or _key(line.text) in told else _DOUBTED)
        for line, weight in zip(lines, plain, strict=True)
    ]
    sums = _sums(lines, blocks, weights)
    chosen = _smallest_holding(blocks, sums)
    inside = _inside(blocks, chosen)
    at = [index for index, line in enumerate(lines) if line.block in inside]
    if not at or not sums[0]:
        return Place(start=0, end=len(lines), cut=frozenset())
    cut = frozenset(
        index for index in at if lines[index].block in unwanted or _is_list_of_links(lines[index])
    )
    cut |= _headings_of(cut, lines, at)
    outside = frozenset(range(at[0], at[-1] + 1)) - frozenset(at)
    return Place(start=at[0], end=at[-1] + 1, cut=cut | outside)


def is_heading(block: Block) -> bool:
    """Whether a block is called or marked as a heading."""
    return bool(_HEADING_MARK.search(block.mark))


def _told_by_trafilatura(tree: etree._Element) -> str:
    import trafilatura  # late: large, and the window reads no pages

    found = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=False
    )
    told = found.get("text") if isinstance(found, dict) else getattr(found, "text", None)
    return str(told or "")


def _key(text: str) -> str:
    return "".join(text.split())[:30]


def _weight(line: Line) -> float:
    """How much running text a line holds; links, labels and furniture hold none."""
    plain = len(line.text) - 2 * line.linked
    if plain <= 0 or kind_of(line.text[:300]) is not None:
        return 0.0
    marks = len(_PUNCTUATION.findall(line.text))
    if not marks:
        return plain * 0.1
    return plain + 5.0 * marks if is_prose(line.text) else plain * 0.5


def _sums(lines: Sequence[Line], blocks: Sequence[Block], weights: Sequence[float]) -> list[float]:
    """The weight of every block with all that stands in it."""
    sums = [0.0] * len(blocks)
    for line, weight in zip(lines, weights, strict=True):
        sums[line.block] += weight
    for index in range(len(blocks) - 1, 0, -1):
        if blocks[index].parent >= 0:
            sums[blocks[index].parent] += sums[index]
    return sums


def _furniture_blocks(blocks: Sequence[Block], sums: Sequence[float]) -> frozenset[int]:
    unwanted: set[int] = set()
    for index, block in enumerate(blocks):
        called = block.tag in _FURNITURE_TAGS or block.is_hidden or bool(_FURNITURE_MARK.search(block.mark))
        if block.parent in unwanted or (called and sums[index] < _MOST * sums[0] + 1):
            unwanted.add(index)
    return frozenset(unwanted)


def _smallest_holding(blocks: Sequence[Block], sums: Sequence[float]) -> int:
    chosen = 0
    for index in range(1, len(blocks)):  # parents stand before children, so the last that holds is smallest
        if blocks[index].parent == chosen and sums[index] >= _HOLDS * sums[0] and sums[index] > 0:
            chosen = index
    return _widened(blocks, chosen)


def _widened(blocks: Sequence[Block], chosen: int) -> int:
    """The block that holds a lone paragraph's siblings too: articles may be one long and some short ones."""
    while chosen > 0 and (blocks[chosen].tag in ("p", "span", "section", "font", "strong", "tr", "tbody")):
        chosen = blocks[chosen].parent
    return max(chosen, 0)


def _inside(blocks: Sequence[Block], chosen: int) -> frozenset[int]:
    inside = {chosen}
    for index in range(chosen + 1, len(blocks)):
        if blocks[index].parent in inside:
            inside.add(index)
    return frozenset(inside)


def _is_list_of_links(line: Line) -> bool:
    return line.linked >= 0.8 * len(line.text) and len(line.text) > 1 and not is_prose(line.text)


def _headings_of(cut: frozenset[int], lines: Sequence[Line], at: Sequence[int]) -> frozenset[int]:
    """The short lines among `at` that only stand over links, or over another such line."""
    headings: set[int] = set()
    for index in reversed(at[:-1]):
        follows = index + 1
        heads = follows in headings or (follows in cut and _is_list_of_links(lines[follows]))
        text = lines[index].text
        if heads and index not in cut and len(text) <= _HEADING_LENGTH and not _PUNCTUATION.search(text):
            headings.add(index)
    return frozenset(headings)

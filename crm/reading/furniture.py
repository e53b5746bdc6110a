"""What stands around an article on a page and is no part of it, told by its wording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from crm.domain.reading import Furniture, FurnitureKind
from crm.paths import resource
from crm.reading.header import is_control, read_date


def _wordings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each kind of the lexicon with one expression for all its lines, in the lexicon's order."""
    found: dict[str, list[str]] = {}
    for line in resource("lexicons", "page_furniture.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, wording = line.split("\t")
            found.setdefault(kind, []).append(wording)
    return tuple((kind, re.compile("|".join(wordings), re.IGNORECASE)) for kind, wordings in found.items())


_WORDINGS = _wordings()
# Wording is tried in simplified characters; this many suffice for the words of the lexicon.
_SIMPLIFIED = str.maketrans(
    "編審責輯權聲關閱讀載發佈來時間點擊鏈報導圖記網頁轉評論聯繫係絡電話郵箱傳業務導誌標籤題掃碼廣備號",
    "编审责辑权声关阅读载发布来时间点击链报导图记网页转评论联系系络电话邮箱传业务导志标签题扫码广备号",
)
_NOTICE = "notice"  # a disclaimer, which may be a whole paragraph
_AT_THE_END = frozenset((FurnitureKind.AD, FurnitureKind.NEIGHBOUR))  # also where a paragraph ends so
_TRAILER = re.compile(
    r"\s*[（(【\[]\s*(?:责任编辑|责编|编辑|编审|审核|校对|监制)\s*[:：/丨]?[^（）()【】\[\]。]{1,40}[）)】\]]\s*$|\s*(?:责任编辑|责编)\s*[:：]\s*\S{1,12}\s*$"
    r"|\s*返回.{0,10}首页\s*[>»]*\s*$|\s*返回\S{2,6}[，,]\s*查看更多\s*$|\s+[\u4e00-\u9fff]{2,8}\s*(?:https?://)?www\.[\w.]+\s*\|?\s*$"
)
_SENTENCE = re.compile(r"[。！？!?；;：:…”\"』」）)】]$")
_PROSE_LENGTH = 40  # characters of a line that ends a sentence and is surely told, not a button


@lru_cache(maxsize=4_096)
def kind_of(line: str) -> FurnitureKind | None:
    """Which furniture a line is by its wording, None if it may be told."""
    if len(line) > _LONGEST:
        return None
    line = line.translate(_SIMPLIFIED)
    for name, wording in _WORDINGS:
        kind = FurnitureKind.COPYRIGHT if name == _NOTICE else FurnitureKind(name)
        found = wording.search(line)
        if found and (not is_prose(line) or name == _NOTICE or _opens_or_ends(line, found, kind)):
            return kind
    return FurnitureKind.OTHER if is_control(line) else None


def _opens_or_ends(line: str, found: re.Match[str], kind: FurnitureKind) -> bool:
    """Whether a paragraph is furniture though it is long: it begins as such, or calls to read on."""
    if len(line) > _PARAGRAPH:
        return False
    return found.start() == 0 or (kind in _AT_THE_END and found.end() == len(line))


_LONGEST = 600  # characters; what is longer is told, and not worth searching for buttons
_PARAGRAPH = 200
_HEADING = 10
_DATE_LENGTH = 14


def is_prose(line: str) -> bool:
    """Whether a line is a paragraph of running text."""
    return (
        len(line) >= _PROSE_LENGTH
        and ("。" in line or "，" in line or "," in line)
        and bool(_SENTENCE.search(line) or "。" in line)
    )


def cut_tail(lines: list[str]) -> tuple[list[str], list[Furniture]]:
    """The lines up to where the article ends, and what stands below."""
    other = _other_articles(lines)
    lines, others = lines[:other], sorted_out(lines[other:])
    end, at = len(lines), len(lines)
    while at > 0:
        at -= 1
        if kind_of(lines[at]) is not None:
            end = at
        elif is_prose(lines[at]) or end - at > _WEAK_RUN:
            break
    if _is_signed(lines[end:]):
        return lines, others
    return lines[:end], [*sorted_out(lines[end:]), *others]


def _other_articles(lines: list[str]) -> int:
    """Where under a heading of its own (新闻推荐, 相关阅读) the opening of other articles begins."""
    told = [len(line) if is_prose(line) else 0 for line in lines]
    before, behind = 0, sum(told)
    for at, line in enumerate(lines):
        if len(line) <= _HEADING and before > behind and kind_of(line) is FurnitureKind.NEIGHBOUR:
            return at
        before, behind = before + told[at], behind - told[at]
    return len(lines)


def _is_signed(tail: list[str]) -> bool:
    """Whether contact lines are those of a notice, which ends with its date, and not of the site."""
    kinds = {kind_of(line) for line in tail} - {None}
    return (
        kinds == {FurnitureKind.CONTACT} and read_date(tail[-1]) is not None and len(tail[-1]) <= _DATE_LENGTH
    )


_WEAK_RUN = (
    14  # lines that may stand between two pieces of furniture and belong to the first (lists of links)
)


def cut_inside(lines: list[str]) -> tuple[list[str], list[Furniture]]:
    """The lines without single buttons, pointers and notices that stand between paragraphs."""
    kept, cut = [], []
    for line in lines:
        kind = kind_of(line)
        if kind in (None, FurnitureKind.CONTACT) or (kind is FurnitureKind.COPYRIGHT and is_prose(line)):
            kept.append(line)
        else:
            cut.append(line)
    return kept, sorted_out(cut)


def cut_trailer(line: str) -> tuple[str, str]:
    """A last line without the editor's name in brackets behind it, and that note."""
    found = _TRAILER.search(line)
    return (line[: found.start()], found.group().strip()) if found and found.start() else (line, "")


def sorted_out(lines: Iterable[str]) -> list[Furniture]:
    """Furniture of consecutive lines; a line without wording of its own goes with the one above."""
    pieces: list[tuple[FurnitureKind, list[str]]] = []
    for line in lines:
        kind = kind_of(line) or (pieces[-1][0] if pieces else FurnitureKind.OTHER)
        if pieces and pieces[-1][0] is kind:
            pieces[-1][1].append(line)
        else:
            pieces.append((kind, [line]))
    return [Furniture(kind=kind, text="\n".join(told)) for kind, told in pieces]

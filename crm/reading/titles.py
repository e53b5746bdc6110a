"""Titles in running text: where one ends, the chain it belongs to, and whose office it is."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import ahocorasick

from crm.reading.known import BYTES, as_bytes
from crm.reading.words import any_of, rows

REACH = 70  # characters; the longest chains of titles in official reports

_MARK = re.compile('[，,。；;！!？?\n\r“”‘’"：:|]')
_OPEN = re.compile("[（(][^）)]*\\Z")
_GAP = re.compile("[、\\s\u3000]+")
# What stands before a body in the clause: verbs, prepositions, times.
_LEAD = re.compile(
    "的|了|由|在(?!线)|是|与|及|等|来自|会见|邀请|陪同|感谢|受|担任|出任|现任|时任|随后|日前|近日|当天|当日|今天|昨天|[0-9]日|上午|下午|晚上"
    "|其中|同时|对(?!外)|向(?!阳)|请|(?<!华)为|率领|拜访|接待|随|我(?=[省市县区])"
    "|和(?!改革|信息|社会|旅游|平|谐|计划|田|县|龙|顺|静|林|硕|政|布)"
)
_CHIEFS = ("董事", "总经理", "总裁", "CEO", "首席", "创始人")
_PLACE_LEVEL = re.compile("[省市县区州旗镇乡]")
_NAMED_PLACE = re.compile(
    "(?![省市县区镇乡级直相关两各部门、州旗]+\\Z)[\u4e00-\u9fff]{2,12}[省市县区州旗镇乡]"
)


class Post(NamedTuple):
    """What somebody is: the title without its body, and the body; title None for 县领导 and the like."""

    title: str | None
    body_name: str | None


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(word for word, its_kind in rows("titles") if its_kind == kind)


@cache
def _heads() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in _words("head"):
        automaton.add_word(as_bytes(word), len(word))
    automaton.make_automaton()
    return automaton


@cache
def _left(is_chief: bool) -> re.Pattern[str]:
    """What belongs to a title in front of its head; 恒远投资董事长 heads the firm, not its investments."""
    modifiers = _words("modifier") if is_chief else _words("modifier") | _words("field")
    return re.compile(f"(?:{any_of(_words('organ'))}){{0,3}}(?:{any_of(modifiers)})*\\Z")


def ends(body: str) -> dict[int, int]:
    """Where the titles in `body` end, each with its start, in order."""
    found: dict[int, int] = {}
    for last, length in _heads().iter(as_bytes(body)):
        if not last % BYTES:
            continue  # between two characters
        end = last // BYTES + 1
        found[end] = min(found.get(end, end), end - length)
    return found


def is_loose(head: str) -> bool:
    """Whether `head` is followed by other things as often as by a name (代表, 专家)."""
    return head in _words("loose")


def post_at(body: str, end: int, heads: dict[int, int], floor: int) -> Post:
    """The chain of titles that ends at `end`; nothing before `floor` belongs to it."""
    start = _segment_start(body, max(floor, end - REACH), end)
    pieces = _pieces(body, start, end, heads)
    parts = [_part(body, first, last, heads) for first, last in pieces]
    bodies = [part.owner for part in parts if part.owner]
    if parts[-1].title.endswith("领导") and not (bodies and _NAMED_PLACE.fullmatch(bodies[-1])):
        return Post(title=None, body_name=None)
    owner = bodies[-1] if bodies else None
    shown = [part.title if part.owner in (owner, "") else part.told for part in parts]
    return Post(title="、".join(shown), body_name=owner)


def _segment_start(body: str, floor: int, end: int) -> int:
    window = body[floor:end]
    start = 0
    for mark in _MARK.finditer(window):
        start = mark.end()
    unclosed = _OPEN.search(window, start)
    return floor + (unclosed.start() + 1 if unclosed else start)


def _pieces(body: str, start: int, end: int, heads: dict[int, int]) -> list[tuple[int, int]]:
    """The titles of one chain, each from behind the 、 before it; the last one ends at `end`."""
    edges = [start, *(start + gap.end() for gap in _GAP.finditer(body[start:end]))]
    stops = [*(start + gap.start() for gap in _GAP.finditer(body[start:end])), end]
    pieces: list[tuple[int, int]] = []
    for first, last in zip(reversed(edges), reversed(stops), strict=True):
        if last not in heads or heads[last] < first:
            break
        pieces.insert(0, (first, last))
    return pieces or [(heads[end], end)]


def _part(body: str, first: int, last: int, heads: dict[int, int]) -> _Part:
    joint = body.find("兼", first + 2, last)
    head = max(first, heads[joint] if joint in heads else heads[last])
    return _split(body[first:last], head - first)


class _Part(NamedTuple):
    owner: str
    title: str
    told: str  # both as written


def _split(piece: str, head: int) -> _Part:
    """The body and the title in one piece of a chain; 江阴市委书记 is 市委书记 of 江阴市."""
    left = _left(piece.startswith(_CHIEFS, head)).search(piece[:head])
    cut = left.start() if left else head
    lead = max((found.end() for found in _LEAD.finditer(piece[:cut])), default=0)
    owner, title = piece[lead:cut].strip(), piece[cut:]
    told = owner + title
    level = _PLACE_LEVEL.match(title)
    if owner and level and not _PLACE_LEVEL.search(owner[-1]):
        owner += level.group()
    return _Part(owner=owner, title=title, told=told)

"""The words firms are named with, and the everyday words that name no firm."""

# ruff: noqa: E501 (a pattern is read on one line)

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add
from typing import Any

import ahocorasick

from crm.paths import resource
from crm.reading.known import KnownName, NameKind, as_bytes

WORD_LENGTH = 4  # characters of the longest everyday word that is kept
RECENT = 4096  # short strings of which it is kept what they are; names come again within and across articles

# Characters of chemistry and counting: a run holding one of them is a product or a quantity, not a brand.
_TECHNICAL = frozenset(
    "酸碱盐酯醇醚酮烯烷苯胺氨氟氯溴碘硅钠钾镁钙铅锰硫磷氮氧年月日亿万吨台套亩元个家项种条只"
    "的了是在有和与及由对向把被将等该其这那也还又并而或但"
)
_SMALL = frozenset("的了是在有和与及由对向把被将等该其这那也还又并而或但年月日亿个家项种条只")
_NEVER_FIRST = frozenset(
    "最更很不都要占争做走看讲抓补仍再只均未才较使令的了是在及由对向把被将等该其这那也还又而或但个家项种条只与年月日亿万"
)
# Single characters that go on ending a product (气缸套) or joining two of them.
_TAILS = frozenset(
    "型类级式化厂站线用机件器品料套片板膜管车船灯泵阀炉箱柜瓶杯纸布纱油酒茶药和及与的等新高大小一二三四五六七八九十"
)

# In these words a boundary word is part of something else.
_NOT_BEFORE = {
    "在": "线", "对": "外", "向": "上阳日", "就": "业", "将": "军", "以": "色岭", "前": "沿海瞻", "时": "代尚空装光",
    "期": "货", "等": "离", "于": "都", "若": "羌", "那": "曲", "会": "展议计", "后": "勤", "受": "体", "因": "美特诺",
    "是": "德", "且": "末", "间": "", "被": "", "使": "馆", "企业": "管服咨", "项目": "管咨投", "园区": "开建运管", "领域": "",
    "重点": "", "已": "", "还": "原", "又": "", "单位": "", "业主": "", "中标": "", "布局": "", "开发区": "建投控开",
    "高新区": "投控建", "经开区": "投控建", "新区": "投控建城", "我": "爱", "称": "", "说": "", "系": "",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class FirmWords:
    """The sections of firm_words.txt and what is made of them."""

    strong: frozenset[str]
    strong_sizes: Mapping[str, tuple[int, ...]]  # by their first two characters, how long, the longest first
    weak: frozenset[str]
    inside: frozenset[str]
    generic: frozenset[str]
    naming: frozenset[str]
    own: frozenset[str]
    sure: frozenset[str]  # strong and not weak
    facility: tuple[str, ...]
    agency: tuple[str, ...]
    ordinary: frozenset[str]
    verbs: frozenset[str]
    verb_sizes: Mapping[str, tuple[int, ...]]  # the same of verbs, the shortest first
    vague: frozenset[str]
    boundary: frozenset[str]
    countries: tuple[str, ...]
    marks: Any  # automaton of the boundary and trade words


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What one word of the automaton stands for."""

    size: int
    is_trade: bool
    is_boundary: bool
    not_before: str = ""  # characters that make the boundary word part of something else
    weak: str = ""  # how a single character has to stand to end the text before a name


@cache
def firm_words() -> FirmWords:
    """The word lists, read once."""
    sections = _sections("firm_words.txt")
    nouns, verbs = _everyday()
    famous = {known.text for known in famous_firms() if not known.common}
    trades = {*sections["strong"], *sections["weak"], *sections["inside"]}
    ordinary = (nouns | verbs | {*sections["modern"]} | trades) - famous
    return FirmWords(
        strong=frozenset(sections["strong"]),
        strong_sizes={head: sizes[::-1] for head, sizes in _sizes(sections["strong"]).items()},
        weak=frozenset(sections["weak"]),
        inside=frozenset(trades),
        generic=frozenset(sections["generic"]),
        naming=frozenset(sections["naming"]) | (frozenset(sections["strong"]) - frozenset(sections["weak"])),
        own=frozenset(sections["own"]),
        sure=frozenset(sections["strong"]) - frozenset(sections["weak"]),
        facility=tuple(sorted(sections["facility"], key=len, reverse=True)),
        agency=tuple(sections["agency"]),
        ordinary=frozenset(ordinary),
        verbs=frozenset(verbs - trades),
        verb_sizes=_sizes(verbs - trades),
        vague=frozenset(sections["vague"]),
        boundary=frozenset(sections["boundary"]),
        countries=tuple(sections["countries"]),
        marks=_marks(sections["boundary"], {*sections["strong"], *sections["weak"]}),
    )


@cache
def famous_firms() -> tuple[KnownName, ...]:
    """Firms the press names without introduction, for the lexicon."""
    found = []
    for line in _lines("famous_firms.txt"):
        forms = [form.strip() for form in line.split("|")]
        for form in forms:
            found.append(
                KnownName(
                    text=form.rstrip("?"),
                    kind=NameKind.ENTERPRISE,
                    name=forms[0].rstrip("?"),
                    rule="知名企业",
                    common=form.endswith("?"),
                )
            )
    return tuple(found)


def is_ordinary(text: str) -> bool:
    """Whether `text` is made of everyday and trade words alone."""
    return own_part(text) == 0


@lru_cache(maxsize=RECENT)
def own_part(text: str) -> int:
    """How many characters at the start of `text` are no everyday word; what follows them are such words.

    0 if everyday words cover all of it, and its length if none ends it.
    """
    words, size = firm_words().ordinary, len(text)
    covered = [size]  # offsets from which everyday words go on to the end, the nearest last
    for at in range(size - 1, -1, -1):
        for end in reversed(covered):
            if end - at > WORD_LENGTH:
                break
            if (end > at + 1 and text[at:end] in words) or (end == at + 1 and at > 0 and _is_tail(text[at])):
                covered.append(at)
                break
    if not covered[-1]:
        return 0
    least = 2 if size > 1 else 1
    return next(at for at in reversed(covered) if at >= least)


def _is_tail(character: str) -> bool:
    return character in _TAILS or not "一" <= character <= "鿿"


@lru_cache(maxsize=RECENT)
def last_own_run(text: str) -> int:
    """Where the run of uncommon characters that ends `text` begins; its length if a common word ends it."""
    words, at, run = firm_words().ordinary, 0, 0
    size = len(text)
    while at < size:
        for end in range(min(at + WORD_LENGTH, size), at + 1, -1):
            if text[at:end] in words:
                at = run = end
                break
        else:
            at += 1
    return run


@lru_cache(maxsize=RECENT)
def is_brand(text: str, *, is_told: bool = False) -> bool:
    """Whether an uncommon run of characters can be a firm's own word; `is_told` if the sentence says so."""
    if not 2 <= len(text) <= (16 if text.isascii() else 6) or text in firm_words().ordinary:
        return False
    if text[0] in "一二三四五六七八九十两" and text[1] in "大家个条项次期":
        return False
    if text[0] in "前上下首第本" and text[1] in "一二三四五六七八九十两几次届批":
        return False
    return (
        (_SMALL if is_told else _TECHNICAL).isdisjoint(text[1:])
        and text[0] not in _NEVER_FIRST
        and not text.isdigit()
    )


@lru_cache(maxsize=RECENT)
def strip_trades(name: str) -> str:
    """`name` without the trade words at its end; at least two characters stay."""
    inside = firm_words().inside
    while True:
        for size in range(min(8, len(name) - 2), 1, -1):
            if name[-size:] in inside:
                name = name[:-size]
                break
        else:
            return name


def straddles(text: str, start: int, end: int) -> bool:
    """Whether an everyday word lies across an edge of the stretch, which then is no word (光电|产业)."""
    return _is_inside_word(text, start, start, end) or _is_inside_word(text, end, start, end)


def _is_inside_word(text: str, edge: int, start: int, end: int) -> bool:
    """Whether an everyday word lies across `edge` that does not lie in the stretch."""
    words = firm_words().ordinary
    for left in range(max(0, edge - 3), edge):
        for right in range(edge + 1, min(len(text), left + WORD_LENGTH) + 1):
            if text[left:right] in words and not (left >= start and right <= end):
                return True
    return False


def verbs_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The verbs of two to four characters in `text[start:end]`, those that overlap too, in order."""
    words = firm_words()
    verbs, sizes = words.verbs, words.verb_sizes
    stretch = text[start:end]
    for at, found in enumerate(map(sizes.get, map(add, stretch, stretch[1:])), start):
        for size in found or ():
            if at + size <= end and text[at : at + size] in verbs:
                yield at, at + size


@lru_cache(maxsize=RECENT)
def is_agency(text: str) -> bool:
    """Whether `text` ends like the name of a public body, a place or a thing instead of a firm."""
    return text.endswith(firm_words().agency)


def boundary_ends(text: str, found: Iterable[tuple[int, Mark]]) -> list[int]:
    """Offsets behind the words that end what stands before a name, in order."""
    ends = [match.end() for match in _COUNTED.finditer(text)]
    for end, mark in found:
        if not mark.is_boundary:
            continue
        if mark.weak and not _stands(text, end - mark.size, mark.weak):
            continue
        if mark.not_before and text[end : end + 1] in mark.not_before and end < len(text):
            continue
        ends.append(end)
    return sorted({*ends})


def _stands(text: str, at: int, how: str) -> bool:
    """Whether a weak boundary character does end the text before a name here."""
    before = text[at - 1] if at else ""
    is_first = not before or not ("\u4e00" <= before <= "\u9fff" or before.isalnum())
    if how == "first":
        return is_first
    return (before in how[1:]) if how[0] == "+" else (before not in how[1:])


_COUNTED = re.compile(
    r"[\d一二三四五六七八九十百两多几首数](?:(?<!\d)|(?<!\d\d)\d{0,11}(?:\.\d{1,6})?)(?:余|多)?(?:家|个|户|名|位|批|座|亿元|万元|亿|年|月|日|大)"
)
_WEAK = {
    "有": ("+只设拥还现具含既又另", ""), "为": ("-华有大作善诚", ""), "到": ("-", ""), "如": ("first", "东皋意"), "据": ("first", ""), "继": ("-后相承夜", "续承峰电而任"),
    "率": ("-效概比功频税汇利几占胜草轻坦表", "先领"), "其": ("first", ""), "自": ("first", ""), "同": ("first", "仁方济创花力兴"),
}  # fmt: skip


def _marks(boundary: Iterable[str], trades: set[str]) -> Any:
    words: dict[str, Mark] = {
        trade: Mark(size=len(trade), is_trade=True, is_boundary=False) for trade in trades
    }
    for word in boundary:
        words[word] = Mark(
            size=len(word), is_trade=word in trades, is_boundary=True, not_before=_NOT_BEFORE.get(word, "")
        )
    for word, (how, not_before) in _WEAK.items():
        words[word] = Mark(size=1, is_trade=False, is_boundary=True, not_before=not_before, weak=how)
    automaton = ahocorasick.Automaton()
    for word, mark in words.items():
        automaton.add_word(as_bytes(word), mark)
    automaton.make_automaton()
    return automaton


def _everyday() -> tuple[set[str], set[str]]:
    nouns: set[str] = set()
    verbs: set[str] = set()
    for line in _lines("ordinary_words.txt"):
        word, _, mark = line.partition(" ")
        (verbs if mark else nouns).add(word)
    return nouns, verbs


def _sizes(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = {}
    for word in words:
        if 2 <= len(word) <= WORD_LENGTH:
            sizes.setdefault(word[:2], set()).add(len(word))
    return {head: tuple(sorted(known)) for head, known in sizes.items()}


def _sections(file: str) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    for line in _lines(file):
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), [])
        else:
            words += line.split()
    return sections


def _lines(file: str) -> Iterable[str]:
    with resource("lexicons", file).open(encoding="utf-8") as source:
        yield from (line.strip() for line in source if line.strip() and not line.startswith("#"))

"""What speaks for and against a candidate being a firm's name: signs that firm_scores gives weights to."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from crm.reading.firm_candidates import CORNERS, Candidate, Run, Runs
from crm.reading.firm_shapes import FirmForm, Ground
from crm.reading.firm_words import famous_firms, firm_words, is_agency, straddles
from crm.reading.pieces import Kind

UNSEEN = 1e-4  # chance that a firm's own word holds a character that none we know holds

Stretch = tuple[int, int]

_CROSSED = (Kind.BOUNDARY, Kind.VERB, Kind.JOINT)
_NO_EVERYDAY = frozenset((Kind.PLACE, Kind.FIRM, Kind.LATIN))

_MARKS_BEFORE, _MARKS_AFTER = "、，。：“（(《", "、，。：”）(（》"
_SMALL_FIRST = frozenset("最更很不都要占争做走看讲抓补仍再只均未才较使令前上下首第本有为到如据率其自同")
_TECHNICAL = frozenset(
    "酸碱盐酯醇醚酮烯烷苯胺氨氟氯溴碘硅钠钾镁钙铅锰硫磷氮氧铝铜铁锌锡镍钴钛钨钼锂钒铬炭碳硼矿膜管板阀泵机器"
)


@cache
def _likeness() -> Mapping[str, float]:
    """How much oftener a character stands in firms' own words than in everyday ones, as a logarithm."""
    own: Counter[str] = Counter()
    for known in famous_firms():
        if len(known.text) <= 5:
            own.update(known.text[:3])
    common = Counter("".join(firm_words().ordinary))
    many, few = sum(common.values()), sum(own.values())
    return {
        character: math.log(own[character] / few + UNSEEN) - math.log((common[character] + 3) / many)
        for character in {*own, *common}
    }


def signs(
    ground: Ground, runs: Runs, candidates: Iterable[Candidate]
) -> dict[Stretch, tuple[Candidate, set[str]]]:
    """The candidates by their stretch, each with its signs."""
    found: dict[Stretch, tuple[Candidate, set[str]]] = {}
    for candidate in candidates:
        stretch = (candidate.form.start, candidate.form.end)
        if stretch not in found:
            found[stretch] = (candidate, {"any", *_local(ground, runs, candidate.form)})
        found[stretch][1].add("proposed as " + candidate.source)
    _add_article(ground.text, found)
    return found


def _local(ground: Ground, runs: Runs, form: FirmForm) -> list[str]:
    """The signs of one occurrence: what it is made of and what stands around it."""
    text, run = ground.text, runs.at(form.start)
    if run is None:
        return []
    first, behind = bisect_right(run.starts, form.start) - 1, bisect_left(run.starts, form.end)
    kinds, starts = run.kinds[first:behind], run.starts[first:behind]
    group = _sort(starts, kinds, form)
    before, word_before = _neighbour(text, run, max(0, first - 1), is_before=True)
    after, word_after = _neighbour(text, run, min(behind, len(run.starts) - 1), is_before=False)
    told = [group, "after word " + word_before, "before word " + word_after]
    told += _made_of(ground, kinds, starts[-1], form, group)
    if form.is_full:
        told.append(f"{group} after {before} begins with {kinds[0]}")
    if run.listed:
        told.append(_listed(run, group, before in CORNERS, after in CORNERS))
    return told


def _sort(starts: Sequence[int], kinds: Sequence[Kind], form: FirmForm) -> str:
    """The coarse sort of a candidate, by which its other signs are weighed."""
    if form.is_full:
        return "registered"
    own = kinds[bisect_left(starts, form.core_start) : bisect_left(starts, form.core_end)]
    if own == [Kind.FIRM]:
        return "known"
    unknown = own.count(Kind.UNKNOWN)
    told = (
        "own" if unknown > 1 or Kind.LATIN in own else "half own" if unknown or Kind.FIRM in own else "word"
    )
    return told + (" with trade" if form.end > form.core_end else "")


def _made_of(ground: Ground, kinds: Sequence[Kind], last: int, form: FirmForm, group: str) -> list[str]:
    """What the words tell that a name is made of; `last` is where the last of them begins."""
    text, words = ground.text, firm_words()
    start, end = form.start, form.end
    own = text[form.core_start : form.core_end]
    told = [f"{group} begins with {kinds[0]}", *_characters(own, group)]
    if form.core_start > start:
        told.append(f"{group} with place")
    if own in words.generic or text[start : end - 2] in words.generic:
        told.append(f"{group} generic")
    if Kind.UNKNOWN not in kinds:
        told.append(f"{group} without unknown")
        if _NO_EVERYDAY.isdisjoint(kinds):
            told.append(f"{group} of everyday words")
    if form.is_full:
        told += [f"{group} holds {kind}" for kind in _CROSSED if kind in kinds]
        return told
    if end > form.core_end:
        told.append("trade " + text[last:end])
    if straddles(text, start, end):
        told.append(f"{group} with a word across an edge")
    if ground.is_sector(form.core_start, end):
        told.append(f"{group} sector")
    if is_agency(text[start:end]):
        told.append(f"{group} ends like a body")
    if own in words.ordinary:
        told.append(f"{group} everyday word")
    return told


@lru_cache(maxsize=4096)
def _characters(own: str, group: str) -> tuple[str, ...]:
    known = _likeness()
    like = [known.get(character, 1.0) for character in own]
    middle = max(-2, min(3, round(sum(like) / max(1, len(like)))))
    told = [
        f"likeness {middle}",
        f"{group} likeness {middle}",
        f"least likeness {max(-3, min(2, round(min(like, default=0))))}",
    ]
    if not _TECHNICAL.isdisjoint(own):
        told.append("technical character")
    if own[:1] in _SMALL_FIRST:
        told.append("small first character")
    return tuple(told)


def _neighbour(text: str, run: Run, number: int, *, is_before: bool) -> tuple[Kind, str]:
    kind, start = run.kinds[number], run.starts[number]
    if kind is not Kind.EDGE:
        return kind, text[start : run.starts[number + 1]]
    at = start - 1 if is_before else start
    mark = text[at : at + 1] if at >= 0 else ""
    if mark in ("", "\n"):
        return Kind.EDGE, "line end"
    return Kind.EDGE, mark if mark in (_MARKS_BEFORE if is_before else _MARKS_AFTER) else "other"


def _listed(run: Run, group: str, starts: bool, ends: bool) -> str:
    where = "is" if starts and ends else "begins" if starts else "ends" if ends else "inside"
    return f"{group} {where} item of {run.listed}"


def _add_article(text: str, found: Mapping[Stretch, tuple[Candidate, set[str]]]) -> None:
    """Adds the signs that the whole article gives: how various the neighbours of a name are."""
    by_text: dict[str, list[Stretch]] = defaultdict(list)
    for stretch in found:
        by_text[text[slice(*stretch)]].append(stretch)
    for stretches in by_text.values():
        if len(stretches) == 1:
            found[stretches[0]][1].add("neighbours: 1 before, 1 behind")
            continue
        before = _various(text, (start - 1 for start, _ in stretches))
        behind = _various(text, (end for _, end in stretches))
        for stretch in stretches:
            found[stretch][1].add(f"neighbours: {before} before, {behind} behind")


def _various(text: str, offsets: Iterable[int]) -> int:
    return min(3, len({text[at : at + 1] for at in offsets}))

"""What speaks for and against a candidate being a firm's name: signs that firm_scores gives weights to."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from crm.reading.firm_candidates import CORNERS, Candidate, Run, Runs
from crm.reading.firm_shapes import FirmForm, Ground
from crm.reading.firm_words import famous_firms, firm_words, is_agency, straddles
from crm.reading.pieces import Kind, Piece

UNSEEN = 1e-4  # chance that a firm's own word holds a character that none we know holds

Stretch = tuple[int, int]

_CROSSED = (Kind.BOUNDARY, Kind.VERB, Kind.JOINT)

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


def _local(ground: Ground, runs: Runs, form: FirmForm) -> Iterator[str]:
    """The signs of one occurrence: what it is made of and what stands around it."""
    text, run = ground.text, runs.at(form.start)
    if run is None:
        return
    first, behind = bisect_right(run.starts, form.start) - 1, bisect_left(run.starts, form.end)
    group = _sort(run.pieces[first:behind], form)
    before, word_before = _neighbour(text, run.pieces[max(0, first - 1)], is_before=True)
    after, word_after = _neighbour(text, run.pieces[min(behind, len(run.starts) - 1)], is_before=False)
    yield group
    yield from _made_of(ground, run.pieces[first:behind], form, group)
    yield "after word " + word_before
    yield "before word " + word_after
    if form.is_full:
        yield f"{group} after {before} begins with {run.pieces[first].kind}"
    if run.listed:
        yield from _listed(run, group, before in CORNERS, after in CORNERS)


def _sort(pieces: Sequence[Piece], form: FirmForm) -> str:
    """The coarse sort of a candidate, by which its other signs are weighed."""
    if form.is_full:
        return "registered"
    own = [piece.kind for piece in pieces if form.core_start <= piece.start < form.core_end]
    if own == [Kind.FIRM]:
        return "known"
    unknown = own.count(Kind.UNKNOWN)
    told = (
        "own" if unknown > 1 or Kind.LATIN in own else "half own" if unknown or Kind.FIRM in own else "word"
    )
    return told + (" with trade" if form.end > form.core_end else "")


def _made_of(ground: Ground, pieces: Sequence[Piece], form: FirmForm, group: str) -> Iterator[str]:
    text = ground.text
    own = text[form.core_start : form.core_end]
    kinds = [piece.kind for piece in pieces]
    yield from _characters(own, group)
    yield f"{group} begins with {kinds[0]}"
    if form.core_start > form.start:
        yield f"{group} with place"
    if own in firm_words().generic or text[form.start : form.end - 2] in firm_words().generic:
        yield f"{group} generic"
    if Kind.UNKNOWN not in kinds:
        yield f"{group} without unknown"
        if not {Kind.PLACE, Kind.FIRM, Kind.LATIN} & {*kinds}:
            yield f"{group} of everyday words"
    if form.is_full:
        yield from (
            f"{group} holds {kind}" for kind in (Kind.BOUNDARY, Kind.VERB, Kind.JOINT) if kind in kinds
        )
        return
    if form.end > form.core_end:
        yield "trade " + text[pieces[-1].start : form.end]
    if straddles(text, form.start, form.end):
        yield f"{group} with a word across an edge"
    if ground.is_sector(form.core_start, form.end):
        yield f"{group} sector"
    if is_agency(text[form.start : form.end]):
        yield f"{group} ends like a body"
    if own in firm_words().ordinary:
        yield f"{group} everyday word"


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


def _neighbour(text: str, piece: Piece, *, is_before: bool) -> tuple[Kind, str]:
    if piece.kind is not Kind.EDGE:
        return piece.kind, text[piece.start : piece.end]
    at = piece.start - 1 if is_before else piece.start
    mark = text[at : at + 1] if at >= 0 else ""
    if mark in ("", "\n"):
        return Kind.EDGE, "line end"
    return Kind.EDGE, mark if mark in (_MARKS_BEFORE if is_before else _MARKS_AFTER) else "other"


def _listed(run: Run, group: str, starts: bool, ends: bool) -> Iterator[str]:
    where = "is" if starts and ends else "begins" if starts else "ends" if ends else "inside"
    yield f"{group} {where} item of {run.listed}"


def _add_article(text: str, found: Mapping[Stretch, tuple[Candidate, set[str]]]) -> None:
    """Adds the signs that the whole article gives: how various the neighbours of a name are."""
    by_text: dict[str, list[Stretch]] = defaultdict(list)
    for stretch in found:
        by_text[text[slice(*stretch)]].append(stretch)
    for stretches in by_text.values():
        before = _various(text, (start - 1 for start, _ in stretches))
        behind = _various(text, (end for _, end in stretches))
        for stretch in stretches:
            found[stretch][1].add(f"neighbours: {before} before, {behind} behind")


def _various(text: str, offsets: Iterable[int]) -> int:
    return min(3, len({text[at : at + 1] for at in offsets}))

"""Which candidates are firms: the weights of their signs, and the chance of each against its rivals."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from crm.paths import resource
from crm.reading.firm_candidates import Candidate
from crm.reading.firm_shapes import FirmForm
from crm.reading.firm_signs import Stretch

# Chance from which a candidate is suggested. At .3 a quarter of the names found in fresh articles were wrong.
THRESHOLD = 0.4

Scores = Mapping[Stretch, float]


@cache
def weights() -> dict[str, float]:
    """The weight of each sign, learned by tests/samples/learn.py."""
    with resource("lexicons", "firm_weights.tsv").open(encoding="utf-8") as lines:
        pairs = (line.rstrip("\n").split("\t") for line in lines if line[0] != "#")
        return {sign: float(weight) for sign, weight in pairs}


def choose(
    found: Mapping[Stretch, tuple[Candidate, set[str]]],
    known: Mapping[str, float],
    threshold: float = THRESHOLD,
) -> list[FirmForm]:
    """The forms of firms' names by these weights, none overlapping, in order of the text."""
    scores = {stretch: _score(own, known) for stretch, (_, own) in found.items()}
    chosen: list[Stretch] = []
    for rivals in groups(scores):
        if len(rivals) == 1:
            if _chance(scores[rivals[0]]) > threshold:
                chosen.append(rivals[0])
            continue
        likely = chances(rivals, scores)
        taken = -1
        for stretch in sorted(stretch for stretch in rivals if likely[stretch] > threshold):
            if stretch[0] >= taken:
                chosen.append(stretch)
            elif likely[stretch] > likely[chosen[-1]]:
                chosen[-1] = stretch
            taken = chosen[-1][1]
    return [found[stretch][0].form for stretch in chosen]


def _score(signs: Iterable[str], known: Mapping[str, float]) -> float:
    return sum([known[sign] for sign in signs if sign in known])


def groups(stretches: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    """Stretches that overlap, directly or through others; one group after the other."""
    group: list[Stretch] = []
    end = 0
    for stretch in sorted(stretches):
        if group and stretch[0] >= end:
            yield group
            group = []
        group.append(stretch)
        end = max(end, stretch[1])
    if group:
        yield group


def chances(rivals: Sequence[Stretch], scores: Scores) -> dict[Stretch, float]:
    """The chance of each of overlapping stretches, over all ways to choose some that do not overlap."""
    if len(rivals) == 1:
        return {rivals[0]: _chance(scores[rivals[0]])}
    offsets = sorted({offset for stretch in rivals for offset in stretch})
    ahead = _sums(offsets, {stretch: scores[stretch] for stretch in rivals})
    mirrored = {(-end, -start): scores[start, end] for start, end in rivals}
    behind = _sums([-offset for offset in reversed(offsets)], mirrored)
    total = ahead[offsets[-1]]
    return {
        (start, end): math.exp(min(0.0, ahead[start] + scores[start, end] + behind[-end] - total))
        for start, end in rivals
    }


def _chance(score: float) -> float:
    """The chance of a stretch without rivals."""
    return 1 / (1 + math.exp(-score))


def _sums(offsets: Sequence[int], scores: Scores) -> dict[int, float]:
    """For each offset the logarithm of the summed weight of all choices up to it."""
    ending: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (start, end), score in scores.items():
        ending[end].append((start, score))
    sums = {offsets[0]: 0.0}
    for before, offset in pairwise(offsets):
        total = sums[before]
        for start, score in ending[offset]:
            total = _added(total, sums[start] + score)
        sums[offset] = total
    return sums


def _added(left: float, right: float) -> float:
    high, low = (left, right) if left > right else (right, left)
    return high + math.log1p(math.exp(low - high))

"""Learns the weights of the signs of firms from labelled articles: python -m tests.samples.learn FOLDER…

Each folder holds labels.jsonl and the articles it names (see README.md of a folder of samples). Prints
precision and recall of articles left out in turn, for several thresholds, and writes
resources/lexicons/firm_weights.tsv. The same folders give the same weights.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crm.paths import resource
from crm.reading import enterprises, firm_scores, people, places, project_names
from crm.reading.firm_candidates import Candidate
from crm.reading.firm_shapes import Ground
from crm.reading.firm_signs import Stretch
from crm.reading.lexicon import Lexicon
from crm.reading.page import page_from_text
from crm.reading.reader import plain_text

FOLDS = 4
ROUNDS = 16  # over all articles
STEP = 0.1  # of AdaGrad
SHRINK = 3e-3  # pull of every weight towards nothing
LEAST_ARTICLES = 3  # in which a sign must stand
LEAST_WEIGHT = 0.1
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A labelled article: its candidates, which of them are firms, and the labels."""

    ground: Ground
    taken: Sequence[places.Span]
    found: Mapping[Stretch, tuple[Candidate, set[str]]]
    right: frozenset[Stretch]
    names: frozenset[str]


def samples(folder: Path) -> Iterator[Sample]:
    """The labelled articles of a folder."""
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        page = page_from_text((folder / label["file"]).read_text("utf-8"))
        names = [item["text"] if isinstance(item, dict) else item for item in label["enterprises"]]
        hints = places.PageHints(publishing_zone=page.publishing_zone, source=page.source, title=page.title)
        yield _sample(plain_text(page.body), names, hints)


def _sample(text: str, names: Sequence[str], hints: places.PageHints) -> Sample:
    hits = Lexicon.shipped().hits(text)
    ground = Ground(text, hits)
    taken = [*places.find(text, hits, hints)[0], *people.find(text)]
    found = enterprises.candidates(ground, project_names.mentions(ground), taken)
    wanted = frozenset(_comparable(name) for name in names)
    right: list[Stretch] = []
    for stretch in sorted(found, key=lambda stretch: (stretch[0] - stretch[1], stretch[0])):
        is_apart = all(stretch[1] <= other[0] or other[1] <= stretch[0] for other in right)
        if is_apart and _comparable(text[slice(*stretch)]) in wanted:
            right.append(stretch)
    return Sample(ground=ground, taken=taken, found=found, right=frozenset(right), names=wanted)


def _comparable(name: str) -> str:
    return plain_text(name).replace("（", "(").replace("）", ")").replace(" ", "")


def learn(learned_from: Sequence[Sample]) -> dict[str, float]:
    """Weights under which the labelled choice of candidates is the likeliest; small ones are left out."""
    told = Counter(
        sign for sample in learned_from for sign in {s for _, own in sample.found.values() for s in own}
    )
    kept = {sign for sign, count in told.items() if count >= LEAST_ARTICLES}
    examples = [
        ({stretch: sorted(sample.found[stretch][1] & kept) for stretch in rivals}, sample.right)
        for sample in learned_from
        for rivals in firm_scores.groups(sample.found)
    ]
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1e-4)
    chance = random.Random(3)
    mean: dict[str, float] = defaultdict(float)
    for number in range(ROUNDS):
        chance.shuffle(examples)
        for rivals, right in examples:
            _step(rivals, right, weights, squares)
        if number >= ROUNDS // 2:
            for sign, weight in weights.items():
                mean[sign] += weight / (ROUNDS - ROUNDS // 2)
    return {sign: round(weight, 2) for sign, weight in sorted(weights.items()) if abs(weight) >= LEAST_WEIGHT}


def _step(
    rivals: Mapping[Stretch, Sequence[str]],
    right: frozenset[Stretch],
    weights: dict[str, float],
    squares: dict[str, float],
) -> None:
    scores = {stretch: sum(weights[sign] for sign in own) for stretch, own in rivals.items()}
    likely = firm_scores.chances([*rivals], scores)
    slopes: dict[str, float] = defaultdict(float)
    for stretch, own in rivals.items():
        slope = likely[stretch] - (stretch in right)
        if abs(slope) > 2e-3:
            for sign in own:
                slopes[sign] += slope
    for sign, slope in slopes.items():
        pulled = slope + SHRINK * weights[sign]
        squares[sign] += pulled * pulled
        weights[sign] -= STEP * pulled / math.sqrt(squares[sign])


def read_names(sample: Sample, weights: Mapping[str, float], threshold: float) -> set[str]:
    """The names read in a sample with these weights."""
    spans = enterprises.decided(sample.ground, sample.found, sample.taken, weights, threshold)
    return {_comparable(span.text) for span in spans}


def left_out(measured: Sequence[Sample]) -> Iterator[str]:
    """Precision and recall of articles that the weights were not learned from, a line a threshold."""
    order = [*range(len(measured))]
    random.Random(1).shuffle(order)
    folds = [set(order[number::FOLDS]) for number in range(FOLDS)]
    learned = [learn([sample for at, sample in enumerate(measured) if at not in fold]) for fold in folds]
    for threshold in THRESHOLDS:
        found = right = wanted = 0
        for fold, weights in zip(folds, learned, strict=True):
            for sample in (measured[at] for at in sorted(fold)):
                names = read_names(sample, weights, threshold)
                found, right = found + len(names), right + len(names & sample.names)
                wanted += len(sample.names)
        precision, recall = right / max(1, found), right / max(1, wanted)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        yield f"threshold {threshold}  precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"


def main(arguments: list[str]) -> int:
    """Prints the figures and writes the weights; 2 without a folder."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    measured = [sample for folder in arguments for sample in samples(Path(folder))]
    for line in left_out(measured):
        print(line)
    weights = learn(measured)
    with resource("lexicons", "firm_weights.tsv").open("w", encoding="utf-8") as out:
        out.write("# Signs of firms and their weights, learned by python -m tests.samples.learn\n")
        out.writelines(f"{sign}\t{weight}\n" for sign, weight in weights.items())
    print(f"{len(weights)} weights, learned from {len(measured)} articles")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Full reading of the text of an article against the bare automaton over the same text, and jieba.posseg.

python -m tests.benchmarks.bench_reading [READINGS]: so many more readings are made to watch memory.
installer/test.py --benchmarks adds jieba; without it the line says so.
"""

from __future__ import annotations

import importlib
import logging
import random
import statistics
import time
import warnings
from collections.abc import Callable
from datetime import date

import psutil

from crm.domain.reading import Page
from crm.paths import resource
from crm.reading.known import KnownName, NameKind
from crm.reading.lexicon import Lexicon
from crm.reading.reader import read
from crm.services.examples import dated
from tests.benchmarks.figures import sizes, tell

LENGTH = 2000  # characters of an article
ARTICLES = 60
READINGS, QUICK_READINGS = 2000, 50
NAMES = 30_000  # known names besides the shipped ones
ROUNDS = 3


def texts() -> list[str]:
    """Articles of LENGTH characters: paragraphs of the example articles in ever new order."""
    chance = random.Random(7)
    paragraphs = [
        line
        for file in sorted(resource("samples", "articles").glob("*.txt"))
        for line in dated(file.read_text("utf-8"), date(2026, 5, 18)).splitlines()[2:]
        if len(line) > 40
    ]
    made = []
    for _number in range(ARTICLES):
        body = ""
        while len(body) < LENGTH:
            body += chance.choice(paragraphs) + "\n"
        made.append(body[:LENGTH])
    return made


def names() -> list[KnownName]:
    """Invented firms, as many as a province's office may track."""
    chance = random.Random(11)
    letters = "澜砺曜芮翎霁沐昀屹锐素瀚泊潮矩恒凌沁平芜云栖若川"
    made = []
    for number in range(NAMES):
        stem = "".join(chance.sample(letters, 3))
        name = f"{stem}{number % 97}号装备制造有限公司"
        made.append(KnownName(text=name, kind=NameKind.ENTERPRISE, name=name, rule="full name"))
    return made


def rate(work: Callable[[str], object], bodies: list[str]) -> float:
    """Articles a second of processor time, median of ROUNDS."""
    figures = []
    for _round in range(ROUNDS):
        start = time.process_time()
        for body in bodies:
            work(body)
        figures.append(len(bodies) / (time.process_time() - start))
    return statistics.median(figures)


def tagger() -> Callable[[str], object] | None:
    """jieba's tagging of a text, if it is there; its dictionary is loaded before the clock starts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for its files in a way of old
        try:
            jieba, posseg = (importlib.import_module(name) for name in ("jieba", "jieba.posseg"))
        except ImportError:
            return None
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return lambda body: list(posseg.cut(body))


def main(readings: int) -> None:
    """Prints the figures."""
    bodies, lexicon = texts(), Lexicon.shipped().extended(names())

    def whole(body: str) -> object:
        page = Page(title=None, published=date(2026, 5, 18), source=None, publishing_zone=None, body=body)
        return read(page, lexicon)

    ours, bare = rate(whole, bodies), rate(lexicon.hits, bodies)
    print(f"articles of {LENGTH} characters, {NAMES} known names")
    tell("full reading", f"{ours:.0f} articles/s", f"bare automaton, {bare:.0f}/s", ours / bare)
    peer_cut = tagger()
    if peer_cut is None:
        print("jieba.posseg            is not installed (installer/test.py --benchmarks adds it)")
    else:
        peer = rate(peer_cut, bodies)
        tell("full reading", f"{ours:.0f} articles/s", f"jieba.posseg, {peer:.1f}/s", ours / peer)
    process = psutil.Process()
    before = process.memory_info().rss
    for number in range(readings):
        whole(bodies[number % len(bodies)])
    grown = (process.memory_info().rss - before) / 2**20
    held = before / 2**20
    tell(f"memory after {readings} readings", f"{grown:+.1f} MB", f"before, {held:.0f} MB")


if __name__ == "__main__":
    main(*sizes((READINGS,), (QUICK_READINGS,)))

"""The index of near-duplicates in the database, against the bare library with its index in memory.

Both make the signatures of the same texts, look each up and add it; ours goes to disk and weighs what it
finds. The figures are told part by part along the way, so that growth would show.

python -m tests.benchmarks.bench_reprints [ARTICLES] [OTHERS]
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import rensa
import sqlalchemy as sa

from crm.data import schema, signatures
from crm.data.opening import open_store
from crm.data.store import Store
from crm.domain.articles import Article, ArticleText
from crm.reading.reprints import bands, comparable
from crm.services.steps import reprints
from tests.benchmarks.figures import sizes, tell

COPIES = 0.1  # of all texts
BATCH = 200
USUAL, QUICK = (5000, 95_000), (200, 1000)  # texts, and others beside them
FAR_AWAY = 10_000_000  # ids of texts that are not there
LETTERS, LENGTH = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过",
    900,
)


def texts(count: int, seed: int = 7) -> Iterator[tuple[str, bool]]:
    """Texts, and whether each is a copy of an earlier one with a few characters changed."""
    chance = random.Random(seed)
    kept: list[str] = []
    for _number in range(count):
        if kept and chance.random() < COPIES:
            letters = list(chance.choice(kept))
            for place in chance.sample(range(LENGTH), 4):
                letters[place] = "某"
            yield "".join(letters), True
            continue
        text = "".join(chance.choices(LETTERS, k=LENGTH))
        if len(kept) < 2000:
            kept.append(text)
        yield text, False


def fill(store: Store, others: int) -> None:
    """Signatures of so many texts that are like no other."""
    chance = random.Random(8)
    for start in range(0, others, 1000):
        with store.write("Index") as writer:
            some = range(FAR_AWAY + start, FAR_AWAY + min(start + 1000, others))
            rows = [
                {"value": chance.getrandbits(63), "article_text_id": number}
                for number in some
                for _band in range(16)
            ]
            writer.connection.execute(sa.insert(schema.bands), rows)
            writer.has_derived = True


def stored(store: Store, count: int) -> tuple[list[tuple[ArticleText, tuple[int, ...]]], float]:
    """The texts as articles in the database, with their signatures, and the seconds for making these."""
    made, seconds = [], 0.0
    pending = list(texts(count))
    for start in range(0, count, BATCH):
        with store.write("Add") as writer:
            for number, (body, _is_copy) in enumerate(pending[start : start + BATCH], start=start):
                article = writer.save(Article(title=f"{number}", text_hash=f"{number}"))
                text = writer.save(ArticleText(article_id=article.key, body=body))
                begun = time.perf_counter()
                found = bands(body)
                seconds += time.perf_counter() - begun
                made.append((text, found))
    return made, seconds


def ours(store: Store, made: list[tuple[ArticleText, tuple[int, ...]]]) -> tuple[float, float, int]:
    """Seconds for looking up and for adding, and how many copies were found."""
    looking = adding = 0.0
    found = 0
    for start in range(0, len(made), BATCH):
        with store.write("Index") as writer:
            for text, own in made[start : start + BATCH]:
                article = writer.get(Article, text.article_id)
                begun = time.perf_counter()
                found += reprints.nearest(writer, article, text, own) is not None
                looked = time.perf_counter()
                signatures.remember(writer.connection, text.key, own)
                adding += time.perf_counter() - looked
                looking += looked - begun
            writer.has_derived = True
    return looking, adding, found


def bare(count: int) -> tuple[float, float, float]:
    """Seconds of the library alone: signatures, looking up, adding."""
    index = rensa.RMinHashLSH(threshold=0.85, num_perm=128, num_bands=16)
    making = looking = adding = 0.0
    for number, (body, _is_copy) in enumerate(texts(count)):
        begun = time.perf_counter()
        letters = comparable(body)
        sketch = rensa.RMinHash(num_perm=128, seed=1)
        sketch.update(list({letters[place : place + 5] for place in range(len(letters) - 4)}))
        made = time.perf_counter()
        index.query(sketch)
        looked = time.perf_counter()
        index.insert(number, sketch)
        adding += time.perf_counter() - looked
        looking += looked - made
        making += made - begun
    return making, looking, adding


def main(count: int, others: int) -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory(prefix="investlead-") as folder:
        store = open_store(str(Path(folder) / "office.db"))
        fill(store, others)
        made, signing = stored(store, count)
        looking, adding, found = ours(store, made)
        store.close()
    floors = bare(count)
    copies = sum(is_copy for _text, is_copy in texts(count))
    print(f"{count} texts of {LENGTH} characters beside {others} others, {copies} of them copies")
    for name, seconds, floor in zip(
        ("signature", "look-up", "adding"), (signing, looking, adding), floors, strict=True
    ):
        each = 1e6 / count
        tell(
            f"{name} of a text", f"{seconds * each:.1f} µs", f"rensa, {floor * each:.1f} µs", seconds / floor
        )
    print(f"copies found: {found} of {copies}")


if __name__ == "__main__":
    main(*sizes(USUAL, QUICK))

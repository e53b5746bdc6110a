"""The one search box over many articles, against bare FTS5 phrase queries on the same texts.

python -m tests.benchmarks.bench_search [ARTICLES] [DATABASE]
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from crm.data import search
from crm.data.opening import open_store
from crm.data.search_words import fold
from crm.data.store import Store
from crm.domain.directory import Enterprise
from tests.benchmarks.articles import generate, text_of
from tests.benchmarks.figures import is_quick, tell, words

QUESTIONS = ["氢能", "海宁", "氢能 海宁", "能", "总投资50亿元", "凌川氢能", "没有这个词", "lcqn", "50%", "。"]
RUNS, BATCH, FIRMS = 5, 200, 2000
ARTICLES, QUICK_ARTICLES = 20_000, 300


def main(count: int, location: str | None) -> None:
    """Prints the median of every question and its ratio to the floor."""
    with tempfile.TemporaryDirectory(prefix="investlead-bench-") as folder:
        store = open_store(location or str(Path(folder) / "office.db"))
        start = time.perf_counter()
        _fill(store, count)
        print(f"{count} articles stored in {time.perf_counter() - start:.1f} s")
        floor = _bare(Path(folder) / "bare.db", count)
        print("question              search     bare FTS5   ratio   hits")
        ratios = [_compare(store, floor, question) for question in QUESTIONS]
        known = [ratio for ratio in ratios if ratio is not None]
        peer = "bare FTS5 phrase query"
        tell("search, median question", f"{len(known)} questions", peer, statistics.median(known))
        tell("search, worst question", f"{len(known)} questions", peer, max(known))
        store.close()
        floor.close()


def _compare(store: Store, floor: sqlite.Connection, question: str) -> float | None:
    """Prints a question and gives its ratio, None where the peer cannot answer it."""
    with store.read() as reader:
        ours = _median(lambda: search.find(reader.connection, question))
        hits = len(search.find(reader.connection, question))
    words = [fold(word) for word in question.split()]
    match = " AND ".join(f'"{" ".join(word)}"' for word in words if word)
    bare = _median(lambda: _ask(floor, match)) if match else 0.0
    ratio = ours / bare if bare else None
    told = f"{ratio:7.1f}" if ratio is not None else "      –"
    print(f"{question:　<12}{ours * 1000:9.2f} ms {bare * 1000:9.2f} ms {told} {hits:6}")
    return ratio


def _median(work: Callable[[], object]) -> float:
    seconds = []
    for _run in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _fill(store: Store, count: int) -> None:
    made = list(generate(count))
    with store.write("Add") as writer:
        writer.save_all([Enterprise(name=article.title.split("项目")[0]) for article, _body in made[:FIRMS]])
    for start in range(0, count, BATCH):
        with store.write("Add") as writer:
            for article, body in made[start : start + BATCH]:
                writer.save(text_of(writer.save(article), body))


def _bare(path: Path, count: int) -> sqlite.Connection:
    connection = sqlite.connect(str(path))
    connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='ascii')")
    for number, (article, body) in enumerate(generate(count)):
        connection.execute("INSERT INTO article VALUES (?, ?, ?)", (number, article.title, body))
        words = " ".join(fold(article.title + body))
        connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, words))
    connection.commit()
    return connection


def _ask(connection: sqlite.Connection, match: str) -> list[tuple[str, str]]:
    statement = (
        "SELECT title, body FROM article WHERE id IN "
        "(SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 50)"
    )
    found: list[tuple[str, str]] = connection.execute(statement, (match,)).fetchall()
    return found


if __name__ == "__main__":
    count, *location = words() or [str(QUICK_ARTICLES if is_quick() else ARTICLES)]
    main(int(count), location[0] if location else None)

"""Saving and undoing through the gate, against bare inserts with the same durability.

python -m tests.benchmarks.bench_store [SAVES] [ARTICLES]
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from crm.data.opening import open_store
from crm.data.store import Store
from crm.domain.follow_ups import FollowUp
from tests.benchmarks.articles import generate, text_of
from tests.benchmarks.figures import sizes, tell
from tests.stores import TODAY

RUNS, BATCH = 3, 50
USUAL, QUICK = (100, 200), (10, 50)  # saves, articles


def main(saves: int, articles: int) -> None:
    """Prints medians of several runs and their ratio to the floor."""
    with tempfile.TemporaryDirectory(prefix="investlead-bench-") as folder:
        store = open_store(str(Path(folder) / "office.db"))
        floor = _bare(Path(folder) / "bare.db")
        one = _median(lambda: _insert_each(floor, saves), saves)
        saving = _median(lambda: _save_each(store, saves), saves)
        undoing = _median(lambda: _undo_each(store, saves), saves, before=lambda: _save_each(store, saves))
        peer = f"bare insert and commit, {one * 1000:.2f} ms"
        tell("save a follow-up", f"{saving * 1000:.2f} ms", peer, saving / one)
        tell("undo it", f"{undoing * 1000:.2f} ms", peer, undoing / one)
        together = _median(lambda: _insert_together(floor, articles), articles)
        single = _median(lambda: _add_articles(store, articles, 1), articles)
        batch = _median(lambda: _add_articles(store, articles, BATCH), articles)
        peer = f"bare inserts, one commit, {together * 1000:.2f} ms"
        tell("add articles one by one", f"{single * 1000:.2f} ms", peer, single / together)
        tell(f"add articles in steps of {BATCH}", f"{batch * 1000:.2f} ms", peer, batch / together)
        store.close()
        floor.close()


def _median(work: Callable[[], None], count: int, before: Callable[[], None] = lambda: None) -> float:
    seconds = []
    for _run in range(RUNS):
        before()
        start = time.perf_counter()
        work()
        seconds.append((time.perf_counter() - start) / count)
    return statistics.median(seconds)


def _bare(path: Path) -> sqlite.Connection:
    connection = sqlite.connect(str(path))
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE follow_up (id INTEGER PRIMARY KEY, happened_on TEXT, text TEXT)")
    return connection


def _insert_each(connection: sqlite.Connection, count: int) -> None:
    for number in range(count):
        connection.execute("BEGIN IMMEDIATE")
        values = (TODAY.isoformat(), f"第{number}次来电，要求看地")
        connection.execute("INSERT INTO follow_up (happened_on, text) VALUES (?, ?)", values)
        connection.execute("COMMIT")


def _insert_together(connection: sqlite.Connection, count: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for article, body in generate(count):
        values = (str(article.published_on), article.title + body)
        connection.execute("INSERT INTO follow_up (happened_on, text) VALUES (?, ?)", values)
    connection.execute("COMMIT")


def _save_each(store: Store, count: int) -> None:
    for number in range(count):
        with store.write("Log") as writer:
            writer.save(FollowUp(happened_on=TODAY, text=f"第{number}次来电，要求看地"))


def _undo_each(store: Store, count: int) -> None:
    for _number in range(count):
        assert store.undo() is not None


def _add_articles(store: Store, count: int, batch: int) -> None:
    made = list(generate(count))
    for start in range(0, len(made), batch):
        with store.write("Add") as writer:
            for article, body in made[start : start + batch]:
                writer.save(text_of(writer.save(article), body))


if __name__ == "__main__":
    main(*sizes(USUAL, QUICK))

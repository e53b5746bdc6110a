"""Saving and undoing through the gate, against bare inserts with the same durability.

python -m tests.benchmarks.bench_store
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
from tests.stores import TODAY

RUNS, SAVES, ARTICLES, BATCH = 3, 100, 200, 50


def main() -> None:
    """Prints medians of several runs and their ratio to the floor."""
    with tempfile.TemporaryDirectory(prefix="investlead-bench-") as folder:
        store = open_store(str(Path(folder) / "office.db"))
        floor = _bare(Path(folder) / "bare.db")
        one = _median(lambda: _insert_each(floor, SAVES), SAVES)
        saving = _median(lambda: _save_each(store, SAVES), SAVES)
        undoing = _median(lambda: _undo_each(store, SAVES), SAVES, before=lambda: _save_each(store, SAVES))
        print(f"bare insert and commit            {one * 1000:8.2f} ms")
        print(f"save a follow-up                  {saving * 1000:8.2f} ms   {saving / one:5.1f} × bare")
        print(f"undo it                           {undoing * 1000:8.2f} ms   {undoing / one:5.1f} × bare")
        together = _median(lambda: _insert_together(floor, ARTICLES), ARTICLES)
        single = _median(lambda: _add_articles(store, 1), ARTICLES)
        batch = _median(lambda: _add_articles(store, BATCH), ARTICLES)
        print(f"bare inserts of texts, one commit {together * 1000:8.2f} ms an article")
        print(f"articles one by one               {single * 1000:8.2f} ms   {1 / single:7.0f} a second")
        print(f"articles in steps of {BATCH}           {batch * 1000:8.2f} ms   {1 / batch:7.0f} a second")
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


def _add_articles(store: Store, batch: int) -> None:
    made = list(generate(ARTICLES))
    for start in range(0, len(made), batch):
        with store.write("Add") as writer:
            for article, body in made[start : start + batch]:
                writer.save(text_of(writer.save(article), body))


if __name__ == "__main__":
    main()

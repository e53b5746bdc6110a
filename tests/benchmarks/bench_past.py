"""The lists, board and page of a large office as of a day a month ago, against the same of today.

python -m tests.benchmarks.bench_past [DATABASE]

A database that holds an office already is measured as it is.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from crm.app import Crm, open_crm
from crm.domain.office import Officer
from crm.domain.rows import EnterpriseFilter, ProjectFilter, Sort
from crm.domain.settings import Settings
from tests.benchmarks.bench_lists import QUICK_OFFICE
from tests.benchmarks.big_office import TODAY, Size, fill
from tests.benchmarks.figures import is_quick, tell, words

RUNS = 5
MONTH = timedelta(days=30)
EVERYTHING = ProjectFilter(is_open=True)


def main(location: str | None, size: Size) -> None:
    """Prints how long looking back takes, and each list's ratio to today's."""
    with tempfile.TemporaryDirectory(prefix="investlead-bench-") as folder:
        crm = open_crm(Settings(location=location or str(Path(folder) / "office.db"), language="zh_CN"))
        with crm.store.read() as reader:
            is_empty = not reader.count(Officer)
        if is_empty:
            fill(crm.store, size)
        day = TODAY - MONTH
        started = time.perf_counter()
        past = crm.as_of(day)
        took = time.perf_counter() - started
        log = _seconds(lambda: crm.history.newest(100))
        tell("looking back a month", f"{took:.2f} s", "the history's first page", took / log)
        for name in _asked(crm):
            ours, today = _seconds(_asked(past)[name]), _seconds(_asked(crm)[name])
            tell(
                f"{name}, a month ago", f"{ours * 1000:.1f} ms", f"today, {today * 1000:.1f} ms", ours / today
            )
        past.close()
        crm.close()


def _asked(crm: Crm) -> dict[str, Callable[[], object]]:
    """What the screens ask for."""
    ids = crm.projects.find(EVERYTHING)
    firms = crm.directory.find_enterprises(EnterpriseFilter())[:200]
    return {
        "projects by name": lambda: crm.projects.find(EVERYTHING, Sort(key="name")),
        "projects by words": lambda: crm.projects.find(ProjectFilter(text="储能")),
        "200 rows of projects": lambda: crm.projects.items(ids[:200], TODAY),
        "the board": lambda: crm.projects.board(EVERYTHING, TODAY),
        "the page of a project": lambda: crm.projects.page(ids[len(ids) // 2], TODAY),
        "200 rows of enterprises": lambda: crm.directory.enterprise_rows(firms),
        "a search": lambda: crm.directory.search("氢能"),
    }


def _seconds(work: Callable[[], object]) -> float:
    times = []
    for _run in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    given = words()
    main(given[0] if given else None, QUICK_OFFICE if is_quick() else Size())

"""What the program itself takes of the nine seconds an officer has for an article: open, rehearse, write.

python -m tests.benchmarks.bench_review [ARTICLES]

100 articles in 15 minutes leave 9 seconds each; what is measured here the officer waits for. The peer is
the bare reading of the same texts with the same names.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from crm.app import Crm, open_crm
from crm.domain.articles import ArticleState
from crm.domain.reading import Page
from crm.domain.rows import ArticleFilter
from crm.domain.settings import Settings
from tests.benchmarks.big_office import TODAY, Size, fill
from tests.benchmarks.figures import is_quick, sizes, tell

ARTICLES, QUICK_ARTICLES = 100, 5
OFFICE = Size(open_projects=500, ended_projects=100, follow_ups=1000, articles=2000)
QUICK_OFFICE = Size(enterprises=200, open_projects=50, ended_projects=10, follow_ups=100, articles=100)
BUDGET_S = 15 * 60 / 100  # an article


def main(count: int, office: Size) -> None:
    """Prints the median of each step an article, and all of them as a share of the budget."""
    with tempfile.TemporaryDirectory(prefix="investlead-bench-") as folder:
        crm = open_crm(Settings(location=str(Path(folder) / "office.db"), language="zh_CN"))
        fill(crm.store, office)
        crm.office.sign_in(1)
        ids = crm.articles.find(ArticleFilter(state=ArticleState.INBOX))[:count]
        crm.articles.names()  # learnt once a start
        bodies = {key: crm.articles.open(key).text.body for key in ids}
        bare = _median(lambda key: _read(crm, bodies[key]), ids)
        whole = _median(lambda key: _decide(crm, key), ids)
        print(f"{len(ids)} articles, median of each")
        taken = f"{whole * 1000:.1f} ms"
        tell("open, rehearse, write", taken, f"bare reading, {bare * 1000:.1f} ms", whole / bare)
        tell("open, rehearse, write", taken, f"what an officer has, {BUDGET_S:.0f} s", whole / BUDGET_S)
        crm.close()


def _read(crm: Crm, body: str) -> None:
    page = Page(title=None, published=TODAY, source=None, publishing_zone=None, body=body)
    crm.articles.read(page)


def _decide(crm: Crm, key: int) -> None:
    sheet = crm.articles.open(key)
    rows = [row for row in sheet.suggestions if row.target is not None or not row.candidates]
    crm.articles.rehearse(key, rows, TODAY)
    crm.articles.confirm(key, rows, TODAY)


def _median(work: Callable[[int], None], ids: Sequence[int]) -> float:
    taken = []
    for key in ids:
        start = time.perf_counter()
        work(key)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


if __name__ == "__main__":
    (wanted,) = sizes((ARTICLES,), (QUICK_ARTICLES,))
    main(wanted, QUICK_OFFICE if is_quick() else OFFICE)

"""What the program itself takes of the nine seconds an officer has for an article: open, rehearse, write.

python -m tests.benchmarks.bench_review [ARTICLES]

100 articles in 15 minutes leave 9 seconds each; what is measured here the officer waits for. The peer is
the bare reading of the same texts with the same names.
"""

from __future__ import annotations

import statistics
import sys
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

ARTICLES = 100
BUDGET_S = 15 * 60 / 100  # an article


def main(count: int) -> None:
    """Prints the median of each step an article, and all of them as a share of the budget."""
    with tempfile.TemporaryDirectory(prefix="investlead-bench-") as folder:
        crm = open_crm(Settings(location=str(Path(folder) / "office.db"), language="zh_CN"))
        fill(crm.store, Size(open_projects=500, ended_projects=100, follow_ups=1000, articles=2000))
        crm.office.sign_in(1)
        ids = crm.articles.find(ArticleFilter(state=ArticleState.INBOX))[:count]
        crm.articles.names()  # learnt once a start
        bodies = {key: crm.articles.open(key).text.body for key in ids}
        bare = _median(lambda key: _read(crm, bodies[key]), ids)
        whole = _median(lambda key: _decide(crm, key), ids)
        print(f"{len(ids)} articles, median of each")
        print(f"bare reading            {bare * 1000:8.1f} ms")
        print(f"open, rehearse, write   {whole * 1000:8.1f} ms   {whole / bare:.1f} × bare reading")
        print(f"share of {BUDGET_S:.0f} s an article {whole / BUDGET_S:8.2%}")
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
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)

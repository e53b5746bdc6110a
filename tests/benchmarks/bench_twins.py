"""Names typed into a form against many enterprises, beside weighing every name of them in memory.

python -m tests.benchmarks.bench_twins [ENTERPRISES] [DATABASE]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

from crm.app import Crm, open_crm
from crm.domain.alike import NameQuestion
from crm.domain.checks import name_key
from crm.domain.rows import EnterpriseFilter
from crm.domain.settings import Settings
from tests.benchmarks.big_office import fill_names
from tests.benchmarks.figures import is_quick, tell, words

LIMIT_MS = 50  # a key stroke
RUNS = 5
USUAL, QUICK = 100_000, 500
FLOOR_NAMES = 20  # weighed in memory; that is slow


def main(count: int, location: str | None) -> None:
    """Prints the median and the slowest answer, with the floor; fails beyond the limit."""
    with tempfile.TemporaryDirectory(prefix="investlead-bench-") as folder:
        crm = open_crm(Settings(language="en", location=location or str(Path(folder) / "office.db")))
        fill_names(crm.store, count)
        known = _names(crm)
        typed = list(_typed(known))
        ours = [_best_ms(lambda text=text: crm.directory.near(NameQuestion(text=text))) for text in typed]
        keys = [name_key(name) for name in known]
        floor = [_once_ms(lambda text=text: _weigh_all(text, keys)) for text in typed[:FLOOR_NAMES]]
        crm.close()
    peer = f"every name weighed in memory, {statistics.median(floor):.0f} ms"
    middle, slowest = statistics.median(ours), max(ours)
    tell("alike, median name", f"{middle:.1f} ms", peer, middle / statistics.median(floor))
    tell("alike, slowest name", f"{slowest:.1f} ms", peer, slowest / statistics.median(floor))
    if slowest > LIMIT_MS and not is_quick():
        print(f"{typed[ours.index(slowest)]}: more than {LIMIT_MS} ms")
        sys.exit(1)


def _names(crm: Crm) -> list[str]:
    ids = crm.directory.find_enterprises(EnterpriseFilter())
    return [
        row.name
        for start in range(0, len(ids), 500)
        for row in crm.directory.enterprise_rows(ids[start : start + 500])
    ]


def _typed(known: list[str]) -> list[str]:
    """Names as they are typed: whole, begun, without the city, with a slip, in pinyin, unknown."""
    some = known[:: max(1, len(known) // 30)][:30]
    return [
        *some,
        *(name[2:4] for name in some),
        *(name[2:] for name in some),
        *(f"{name[:4]}某{name[5:]}" for name in some),
        *("qhjx", "lcdn", "lingchuan", "ruifeng", "钢铁", "上海", "科技", "没有这个名字的公司"),
    ]


def _weigh_all(text: str, keys: list[str]) -> object:
    return process.extract(name_key(text), keys, scorer=fuzz.ratio, score_cutoff=86, limit=5)


def _once_ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _best_ms(work: Callable[[], object]) -> float:
    return min(_once_ms(work) for _run in range(RUNS))


if __name__ == "__main__":
    count, *location = words() or [str(QUICK if is_quick() else USUAL)]
    main(int(count), location[0] if location else None)

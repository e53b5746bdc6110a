"""A list of names looked for in many articles, against a bare automaton over the same texts in memory.

python -m tests.benchmarks.bench_names [ARTICLES] [NAMES]
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import ahocorasick

from crm.app import Crm, open_crm
from crm.domain.directory import Enterprise
from crm.domain.settings import Settings
from tests.benchmarks.articles import generate, text_of
from tests.benchmarks.figures import sizes, tell

BATCH = 200
USUAL, QUICK = (20_000, 1000), (200, 50)  # articles, names


def fill(crm: Crm, count: int) -> None:
    """Articles in the database."""
    made = list(generate(count))
    for start in range(0, count, BATCH):
        with crm.store.write("Add") as writer:
            for article, body in made[start : start + BATCH]:
                writer.save(text_of(writer.save(article), body))


def names_in(crm: Crm, wanted: int) -> list[str]:
    """Names: firms the articles speak of, some of them in the directory, and others they do not."""
    firms = list(dict.fromkeys(article.title.split("项目")[0] for article, _body in generate(4 * wanted)))
    names = [*firms[: wanted // 2], *(f"云岫第{number}机械" for number in range(wanted))][:wanted]
    with crm.store.write("Add") as writer:
        writer.save_all(Enterprise(name=f"{name}有限公司", short_name=name) for name in names[: wanted // 4])
    return names


def bare(count: int, names: list[str]) -> tuple[float, int]:
    """Seconds of the automaton alone, and in how many articles it found something."""
    automaton = ahocorasick.Automaton()
    for number, name in enumerate(names):
        automaton.add_word(name, number)
    automaton.make_automaton()
    bodies = [f"{article.title}\n{body}" for article, body in generate(count)]
    found = 0
    start = time.perf_counter()
    for body in bodies:
        found += len({number for _end, number in automaton.iter(body)})
    return time.perf_counter() - start, found


def main(count: int, wanted: int) -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory(prefix="investlead-") as folder:
        crm = open_crm(Settings(language="en", location=str(Path(folder) / "office.db")))
        fill(crm, count)
        names = names_in(crm, wanted)
        start = time.perf_counter()
        asked = crm.name_search.ask("\n".join(names))
        asking = time.perf_counter() - start
        start = time.perf_counter()
        found = crm.name_search.search(asked)
        ours = time.perf_counter() - start
        crm.close()
    floor, hits = bare(count, names)
    told = sum(row.article_count for row in found.rows)
    print(f"{len(names)} names in {count} articles: {told} finds (bare: {hits}); asking {asking:.2f} s")
    tell("search a list of names", f"{ours:.2f} s", f"bare automaton in memory, {floor:.2f} s", ours / floor)


if __name__ == "__main__":
    main(*sizes(USUAL, QUICK))

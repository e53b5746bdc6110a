"""Every list, page and keystroke of the screens over a large office, against the same rows by primary key.

A screen opens within 300 ms, a keystroke is answered within 50 ms; what takes longer is marked.

python -m tests.benchmarks.bench_lists [DATABASE] [--many]

A database that holds an office already is measured as it is.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from crm.app import Crm, open_crm
from crm.data.log import batched
from crm.data.schema import metadata
from crm.domain.alike import NameQuestion
from crm.domain.articles import ArticleState
from crm.domain.board import Slot
from crm.domain.directory import Grade, Scheme
from crm.domain.office import Officer
from crm.domain.records import Ref
from crm.domain.report_facts import ReportRequest
from crm.domain.rows import ArticleFilter, EnterpriseFilter, ProjectFilter, Sort
from crm.domain.settings import Settings
from crm.domain.stages import Stage
from crm.services.reports import year_until
from tests.benchmarks.big_office import CHAINS, MANY, TODAY, Size, fill
from tests.benchmarks.figures import is_quick, tell, words

SCREEN_MS, KEYSTROKE_MS, DROP_MS = 300, 50, 100
BLOCK = 24  # cards that the board reads at once
RUNS = 5
QUICK_OFFICE = Size(enterprises=300, open_projects=100, ended_projects=20, follow_ups=300, articles=100)
SHOWN = 200  # rows that a table asks for at once
PROJECT_SORTS = ("name", "enterprise", "stage", "total_investment", "zone", "owner", "office", "stage_since")
ENTERPRISE_SORTS = ("region", "grade", "last_contact_on", "next_follow_up_on")
ARTICLE_SORTS = ("title", "source", "state")
QUESTIONS = ("氢能", "项目", "曜衡", "ch", "yhcn", "上海 储能", "氢能 签约 宁波", "总投资50亿元", "无此公司")
NAMES = ("曜衡", "苏州曜衡储能", "上海凌川砺氢能有限公司", "储能")


@dataclass(frozen=True, kw_only=True)
class Case:
    """Something a screen asks for, how long it may take, and the rows it speaks of."""

    name: str
    ask: Callable[[], object]
    limit_ms: int = SCREEN_MS
    table: str = "project"
    ids: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class Measured:
    """How a case went."""

    is_late: bool
    ratio: float | None  # to the floor, None without one


def main(location: str | None, size: Size) -> None:
    """Prints the median of each case and its ratio to the floor; how many take too long."""
    with tempfile.TemporaryDirectory(prefix="investlead-bench-") as folder:
        crm = open_crm(Settings(location=location or str(Path(folder) / "office.db"), language="zh_CN"))
        with crm.store.read() as reader:
            is_empty = not reader.count(Officer)
        if is_empty:
            fill(crm.store, size)
        crm.office.sign_in(1)
        measured = [_measure(crm, case) for case in _cases(crm)]
        late = sum(one.is_late for one in measured)
        tell("lists, pages and keystrokes", f"{late} late", f"{len(measured)} in all, limits 300 and 50 ms")
        ratios = [one.ratio for one in measured if one.ratio is not None]
        tell("lists, median", f"{len(ratios)} questions", "the same rows by key", statistics.median(ratios))
        crm.close()


def _measure(crm: Crm, case: Case) -> Measured:
    ours, floor = _median(case.ask), _median(lambda: _bare(crm, case))
    is_late = ours * 1000 > case.limit_ms
    ratio = ours / floor if case.ids else None
    told = f"{ratio:8.1f} ×" if ratio is not None else "         –"
    mark = f"  over {case.limit_ms} ms" if is_late else ""
    print(f"{case.name:<44}{ours * 1000:9.1f} ms {floor * 1000:9.1f} ms {told}{mark}", flush=True)
    return Measured(is_late=is_late, ratio=ratio)


def _median(work: Callable[[], object]) -> float:
    seconds = []
    for _run in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
        if seconds[-1] > 3:
            break  # nobody waits for the median of that
    return statistics.median(seconds)


def _bare(crm: Crm, case: Case) -> None:
    """The rows of the case as they lie in their table."""
    table = metadata.tables[case.table]
    with crm.store.read() as reader:
        for ids in batched(case.ids, 500):
            reader.connection.execute(sa.select(table).where(table.c.id.in_(ids))).all()


def _cases(crm: Crm) -> Iterator[Case]:
    yield from _today(crm)
    yield from _projects(crm)
    yield from _enterprises(crm)
    yield from _other_directory(crm)
    yield from _articles(crm)
    yield from _searches(crm)
    yield Case(name="history.newest", ask=crm.history.newest, table="operation", ids=_last(crm, "operation"))
    request = ReportRequest(period=year_until(TODAY))
    yield Case(
        name="reports.book ledger",
        ask=lambda: crm.reports.book("ledger", request),
        limit_ms=3000,  # a preview is asked for, with its progress shown
        ids=crm.projects.find(ProjectFilter()),
    )


def _last(crm: Crm, table: str) -> list[int]:
    column = metadata.tables[table].c.id
    with crm.store.read() as reader:
        newest = sa.select(column).order_by(column.desc()).limit(100)
        return list(reader.connection.execute(newest).scalars())


def _today(crm: Crm) -> Iterator[Case]:
    for name, owner in (("mine", 1), ("all", None)):
        ids = crm.projects.find(ProjectFilter(owner_id=owner, is_open=True))
        yield Case(name=f"follow_ups.today {name}", ask=_later(crm.follow_ups.today, TODAY, owner), ids=ids)
    for word in ("曜", "储能", "yhcn", "zhou"):
        kinds = ("contact", "enterprise")
        ask = _later(crm.follow_ups.offered_names, word, kinds)
        yield Case(name=f"follow_ups.offered_names {word}", ask=ask, limit_ms=KEYSTROKE_MS)
    midnight = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    yield Case(name="articles.tally", ask=lambda: crm.articles.tally(midnight))


def _projects(crm: Crm) -> Iterator[Case]:
    week = timedelta(days=7)
    filters = {
        "open": ProjectFilter(is_open=True),
        "text": ProjectFilter(text="储能"),
        "stages": ProjectFilter(stages=(Stage.NEGOTIATION, Stage.SIGNED)),
        "owner": ProjectFilter(owner_id=1),
        "office": ProjectFilter(office_id=1),
        "zone": ProjectFilter(zone_id=1),
        "chain": ProjectFilter(industry_id=1),
        "least total": ProjectFilter(least_total=Decimal(10**9)),
        "overdue": ProjectFilter(overdue_on=TODAY, is_open=True),
        "silent": ProjectFilter(silent_on=TODAY, is_open=True),
        "no plan": ProjectFilter(without_plan=True, is_open=True),
        "incomplete": ProjectFilter(is_incomplete=True),
        "signed": ProjectFilter(signed_from=TODAY - week, signed_to=TODAY),
    }
    for name, wanted in filters.items():
        limit = KEYSTROKE_MS if name == "text" else SCREEN_MS
        ids = crm.projects.find(wanted)
        yield Case(
            name=f"projects.find {name}", ask=_later(crm.projects.find, wanted), limit_ms=limit, ids=ids
        )
        yield Case(name=f"projects.totals {name}", ask=_later(crm.projects.totals, wanted, TODAY), ids=ids)
    everything = ProjectFilter(is_open=True)
    ids = crm.projects.find(everything)
    for key in PROJECT_SORTS:
        yield Case(
            name=f"projects.find by {key}", ask=_later(crm.projects.find, everything, Sort(key=key)), ids=ids
        )
    yield Case(
        name=f"projects.items {SHOWN}", ask=_later(crm.projects.items, ids[:SHOWN], TODAY), ids=ids[:SHOWN]
    )
    yield from _board(crm, ids)
    yield Case(name="projects.funnel", ask=_later(crm.projects.funnel, everything, TODAY), ids=ids)
    busiest = _busiest(crm)
    yield Case(
        name="projects.page, the busiest", ask=_later(crm.projects.page, busiest, TODAY), ids=[busiest]
    )
    yield Case(name="projects.page", ask=_later(crm.projects.page, ids[len(ids) // 2], TODAY), ids=ids[:1])
    for name in NAMES:
        yield Case(
            name=f"projects.of_enterprise {name}",
            ask=_later(crm.projects.of_enterprise, name),
            limit_ms=KEYSTROKE_MS,
        )


def _board(crm: Crm, ids: Sequence[int]) -> Iterator[Case]:
    """Opening the board: its columns, and the cards in sight; then a card dropped, and a month of days."""
    everything = ProjectFilter(is_open=True)
    columns = crm.projects.board(everything, TODAY)
    seen = [key for column in columns[:5] for key in column.ids[:BLOCK]]
    yield Case(name="projects.board", ask=_later(crm.projects.board, everything, TODAY), ids=ids)
    yield Case(name="projects.items in sight (board)", ask=_later(crm.projects.items, seen, TODAY), ids=seen)
    longest = max(columns, key=lambda column: len(column.ids)).ids
    middle = Slot(above_id=longest[len(longest) // 2], below_id=longest[len(longest) // 2 + 1])
    yield Case(
        name="projects.reorder, a card dropped",
        ask=_later(crm.projects.reorder, longest[0], middle),
        limit_ms=DROP_MS,
        ids=longest[:1],
    )
    first = TODAY.replace(day=1)
    yield Case(
        name="projects.days of a month", ask=_later(crm.projects.days, everything, first, TODAY), ids=ids
    )


def _busiest(crm: Crm) -> int:
    """The project with the most follow-ups."""
    subject = metadata.tables["follow_up_subject"].c
    counted = sa.select(subject.target_id).where(subject.target_kind == "project").group_by(subject.target_id)
    with crm.store.read() as reader:
        most = counted.order_by(sa.func.count().desc()).limit(1)
        return int(reader.connection.execute(most).scalar_one())


def _enterprises(crm: Crm) -> Iterator[Case]:
    filters = {
        "all": EnterpriseFilter(),
        "text": EnterpriseFilter(text="储能"),
        "owner": EnterpriseFilter(owner_id=1),
        "chain": EnterpriseFilter(industry_id=1),
        "grade": EnterpriseFilter(grade=Grade.A),
        "label": EnterpriseFilter(label="专精特新"),
        "region": EnterpriseFilter(region="上海"),
        "tracked": EnterpriseFilter(tracked_only=True),
    }
    directory = crm.directory
    for name, wanted in filters.items():
        limit = KEYSTROKE_MS if name == "text" else SCREEN_MS
        ids = directory.find_enterprises(wanted)
        ask = _later(directory.find_enterprises, wanted)
        yield Case(name=f"find_enterprises {name}", ask=ask, limit_ms=limit, table="enterprise", ids=ids)
    everyone = directory.find_enterprises(EnterpriseFilter())
    for key in ENTERPRISE_SORTS:
        ask = _later(directory.find_enterprises, EnterpriseFilter(), Sort(key=key))
        yield Case(name=f"find_enterprises by {key}", ask=ask, table="enterprise", ids=everyone)
    shown = everyone[:SHOWN]
    rows = _later(directory.enterprise_rows, shown)
    yield Case(name=f"enterprise_rows {SHOWN}", ask=rows, table="enterprise", ids=shown)
    for firm_id in (everyone[0], everyone[-1]):
        page = _later(directory.enterprise_page, firm_id, TODAY)
        yield Case(name=f"enterprise_page {firm_id}", ask=page, table="enterprise", ids=[firm_id])
    for name in NAMES:
        ask = _later(directory.near, NameQuestion(text=name))
        yield Case(name=f"near {name}", ask=ask, limit_ms=KEYSTROKE_MS)


def _other_directory(crm: Crm) -> Iterator[Case]:
    directory = crm.directory
    contacts = directory.find_contacts()
    yield Case(name="find_contacts", ask=directory.find_contacts, table="contact", ids=contacts)
    rows = _later(directory.contact_rows, contacts[:SHOWN], TODAY)
    yield Case(name=f"contact_rows {SHOWN}", ask=rows, table="contact", ids=contacts[:SHOWN])
    zones = directory.find_zones()
    yield Case(name="find_zones", ask=directory.find_zones, table="zone", ids=zones)
    yield Case(name="zone_rows", ask=_later(directory.zone_rows, zones), table="zone", ids=zones)
    yield Case(
        name="zone_page, ours", ask=_later(directory.zone_page, zones[0], TODAY), table="zone", ids=zones[:1]
    )
    nodes = [row.id for row in directory.industry_rows()]
    yield Case(
        name="industry_rows", ask=_later(directory.industry_rows, Scheme.CHAIN), table="industry", ids=nodes
    )
    node = CHAINS + 1
    for name, key in (("a node", node), ("a chain", 1)):
        ask = _later(directory.find_enterprises, EnterpriseFilter(industry_id=key))
        yield Case(name=f"find_enterprises {name}", ask=ask, table="enterprise", ids=ask())


def _articles(crm: Crm) -> Iterator[Case]:
    articles = crm.articles
    start = time.perf_counter()
    articles.names()
    print(f"names of the office, once after a change: {(time.perf_counter() - start) * 1000:.0f} ms")
    filters = {
        "all": ArticleFilter(),
        "inbox": ArticleFilter(state=ArticleState.INBOX),
        "text": ArticleFilter(text="储能"),
        "reprints": ArticleFilter(has_reprints=True),
        "about open projects": ArticleFilter(state=ArticleState.INBOX, about_open_projects=True),
        "target": ArticleFilter(target=Ref(kind="enterprise", id=1)),
        "source": ArticleFilter(source="上海发布"),
        "published": ArticleFilter(published_from=TODAY - timedelta(days=30), published_to=TODAY),
    }
    for name, wanted in filters.items():
        limit = KEYSTROKE_MS if name == "text" else SCREEN_MS
        ids = articles.find(wanted)
        ask = _later(articles.find, wanted)
        yield Case(name=f"articles.find {name}", ask=ask, limit_ms=limit, table="article", ids=ids)
    everything = articles.find(ArticleFilter())
    for key in ARTICLE_SORTS:
        ask = _later(articles.find, ArticleFilter(), Sort(key=key))
        yield Case(name=f"articles.find by {key}", ask=ask, table="article", ids=everything)
    shown = everything[:SHOWN]
    yield Case(name=f"articles.items {SHOWN}", ask=_later(articles.items, shown), table="article", ids=shown)
    yield Case(name="articles.open", ask=_later(articles.open, shown[0]), table="article", ids=shown[:1])


def _searches(crm: Crm) -> Iterator[Case]:
    for question in QUESTIONS:
        hits = crm.directory.search(question)
        ids = [hit.id for hit in hits if hit.kind == "article"]
        ask = _later(crm.directory.search, question)
        yield Case(name=f"search {question}", ask=ask, limit_ms=KEYSTROKE_MS, table="article", ids=ids)
        few = _later(crm.directory.search, question, ("project", "contact"), 8)
        yield Case(name=f"search {question}, completing # and @", ask=few, limit_ms=KEYSTROKE_MS)


def _later(ask: Callable[..., object], *arguments: object) -> Callable[[], object]:
    return lambda: ask(*arguments)


if __name__ == "__main__":
    given = words()
    wanted = MANY if "--many" in sys.argv else QUICK_OFFICE if is_quick() else Size()
    main(given[0] if given else None, wanted)

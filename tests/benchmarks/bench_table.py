"""The table of projects with many rows, against a bare QTableView over a plain model of the same rows.

python -m tests.benchmarks.bench_table [ROWS]

Ours knows ids and fetches pages on the read lanes, from memory: what the database takes is bench_lists'. The
bare model holds every row and shows plain text.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QEventLoop, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from crm.domain.money import Money
from crm.domain.projects import FairCompetitionState
from crm.domain.rows import ProjectRow, Sort
from crm.domain.stages import WAY
from crm.domain.verification import Verification
from tests.benchmarks.big_office import TODAY
from tests.benchmarks.figures import sizes, tell
from ui.app import make_app
from ui.look import Look
from ui.screens.projects.columns import columns
from ui.shared.record_model import Index, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.tasks import Tasks
from ui.shared.theme import ThemeChoice
from ui.shared.tokens import ROW_HEIGHT

ROWS, QUICK_ROWS = 100_000, 5_000
RUNS = 3
FRAMES = 60
WIDTH, HEIGHT = 1440, 860
SORTED_BY = "name"
PLAIN = (
    "id", "enterprise", "stage", "total_investment", "phase1_investment", "land_mu", "zone", "node",
    "last_contact_on", "next_follow_up_on", "next_step", "stalled_days", "owner", "missing",
)  # fmt: skip


class RaisingNotifier:
    """Takes notices and raises them: none is expected here."""

    def tell(self, error: Exception) -> None:
        """Raises what should not happen here."""
        raise error

    def crash(self, error: BaseException) -> None:
        """Raises what should not happen here."""
        raise error


class Rows:
    """Projects in memory, as a source of the model."""

    def __init__(self, count: int) -> None:
        self.all = {number: _row(number) for number in range(1, count + 1)}

    def ids(self, order: Sort | None) -> list[int]:
        """All ids in this order."""
        if order is None:
            return list(self.all)
        rows = sorted(self.all.values(), key=lambda row: getattr(row, order.key), reverse=order.descending)
        return [row.id for row in rows]

    def rows(self, ids: Sequence[int]) -> list[ProjectRow]:
        """Their rows."""
        return [self.all[number] for number in ids]


class PlainModel(QAbstractTableModel):
    """The same rows, all of them held, every cell plain text."""

    def __init__(self, rows: Sequence[ProjectRow]) -> None:
        super().__init__()
        self._rows = list(rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(PLAIN)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(getattr(self._rows[index.row()], PLAIN[index.column()]))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        is_descending = order == Qt.SortOrder.DescendingOrder
        self._rows.sort(key=lambda row: getattr(row, SORTED_BY), reverse=is_descending)
        self.layoutChanged.emit()


class Ours:
    """The program's table: what is done with it."""

    def __init__(self, rows: Rows) -> None:
        self._tasks = Tasks(RaisingNotifier())
        self.model = RecordModel(self._tasks, columns(lambda: TODAY), rows)
        self.view = RecordTable(self.model, self._tasks)

    def open(self) -> None:
        """Until the first rows are painted."""
        _show(self.view)
        self.model.refresh()
        self._settle()

    def sort(self) -> None:
        """Until the rows of the other order are painted."""
        loop = QEventLoop()
        self.model.loaded.connect(loop.quit)
        self.model.sort_by(Sort(key=SORTED_BY, descending=True))
        loop.exec()
        self._settle()

    def select_all(self) -> None:
        """Until the selection is painted and its ids are known."""
        self.view.selectAll()
        self.view.selected_ids()
        self.view.viewport().repaint()

    def close(self) -> None:
        """Ends it."""
        self.view.close()
        QApplication.processEvents()  # what was painted last asks for its page
        _until(lambda: self._tasks.is_idle)
        self._tasks.close()
        self.view.deleteLater()

    def _settle(self) -> None:
        """Runs the event loop until the row at the top has come, and paints it."""
        _until(lambda: self.model.record_at(max(0, self.view.rowAt(0))) is not None)
        self.view.viewport().repaint()


class Bare:
    """Qt's own table over the plain model: the same things done."""

    def __init__(self, rows: Rows) -> None:
        self.view = QTableView()
        self.model = PlainModel(list(rows.all.values()))
        self.view.setModel(self.model)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)

    def open(self) -> None:
        """Until the first rows are painted."""
        _show(self.view)

    def sort(self) -> None:
        """Until the rows of the other order are painted."""
        self.model.sort(0, Qt.SortOrder.DescendingOrder)
        self.view.viewport().repaint()

    def select_all(self) -> None:
        """Until the selection is painted."""
        self.view.selectAll()
        self.view.viewport().repaint()

    def close(self) -> None:
        """Ends it."""
        self.view.close()
        self.view.deleteLater()


def _row(number: int) -> ProjectRow:
    return ProjectRow(
        id=number,
        version=1,
        code=f"P{number:06}",
        name=f"第{number * 7919 % 100_003}号装备制造基地",
        enterprise_id=number % 2000,
        enterprise=f"澜砺{number % 2000}号科技",
        stage=WAY[number % len(WAY)],
        stage_since=TODAY - timedelta(days=number % 300),
        is_on_hold=number % 40 == 0,
        total_investment=Money(value=Decimal(10**8) * (number % 90 + 1)),
        phase1_investment=None,
        contract_amount=None,
        land_mu=Decimal(number % 200),
        zone_id=number % 5,
        zone=f"第{number % 5}片区",
        node="新能源 › 储能",
        owner_id=number % 40,
        owner="沈砚秋",
        office="招商一局",
        last_contact_on=TODAY - timedelta(days=number % 60),
        next_follow_up_on=date(2026, 6, 1) + timedelta(days=number % 30),
        next_step="补充用地指标说明",
        latest_progress="企业来访考察两处地块",
        stalled_days=number % 60,
        stall_level=number % 3,
        next_stage=None,
        missing=("land_mu",) if number % 3 == 0 else (),
        claim_count=number % 4,
        verification=Verification.SINGLE,
        fair_competition=FairCompetitionState.NOT_REVIEWED,
        attachment_count=number % 3,
    )


def _show(view: QTableView) -> None:
    view.resize(WIDTH, HEIGHT)
    view.show()
    QApplication.processEvents()
    view.viewport().repaint()


def _until(condition: Callable[[], bool]) -> None:
    loop, ticker = QEventLoop(), QTimer(interval=1)
    ticker.timeout.connect(lambda: loop.quit() if condition() else None)
    ticker.start()
    if not condition():
        loop.exec()


def frames(view: QTableView) -> list[float]:
    """Seconds the GUI thread takes for each frame of a way from the top to the end."""
    bar = view.verticalScrollBar()
    taken = []
    for frame in range(1, FRAMES + 1):
        start = time.perf_counter()
        bar.setValue(bar.maximum() * frame // FRAMES)
        view.viewport().repaint()
        QApplication.processEvents()
        taken.append(time.perf_counter() - start)
    return taken


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(table: Ours | Bare) -> dict[str, float]:
    """Seconds of everything that is done with a table."""
    taken = {"open": seconds(table.open)}
    scrolled = frames(table.view)
    taken["scroll, a frame"] = statistics.median(scrolled)
    taken["scroll, worst frame"] = max(scrolled)
    taken["select all"] = seconds(table.select_all)
    table.view.clearSelection()
    taken["sort"] = seconds(table.sort)
    table.close()
    return taken


def main(count: int) -> None:
    """Prints medians of milliseconds, and of the ratios within each round."""
    app = make_app(look=Look(language="zh_CN", theme=ThemeChoice.LIGHT))
    app.setQuitOnLastWindowClosed(False)
    rows = Rows(count)
    rounds = [(measure(Ours(rows)), measure(Bare(rows))) for _round in range(RUNS)]
    print(f"{count} rows, {RUNS} rounds")
    for name in rounds[0][0]:
        ours, bare = (statistics.median(times[name] for times in side) for side in zip(*rounds, strict=True))
        ratio = statistics.median(own[name] / floor[name] for own, floor in rounds)
        tell(name, f"{ours * 1000:.1f} ms", f"bare QTableView, {bare * 1000:.1f} ms", ratio)


if __name__ == "__main__":
    main(*sizes((ROWS,), (QUICK_ROWS,)))

"""The real window over a large office: every screen and page opened, every search typed into, a card dragged.

python -m tests.benchmarks.bench_window [DATABASE] [--few]

Milliseconds until the rows are there and painted, medians of several windows, beside those of the example
office in the same run. A screen opens within 300 ms, a keystroke is answered within 50, a pointer that drags
a card within 100; the event loop is never held up for more than 50, and the process stays below 400 MB. What
is over its limit is marked, and where the event loop was held up is told. A database that holds an office
already is measured as it is.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import (
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QScrollBar, QWidget

from crm.app import Crm, open_crm
from crm.domain.office import Officer
from crm.domain.rows import ArticleFilter, EnterpriseFilter, ProjectFilter
from crm.domain.settings import Settings
from crm.domain.stages import Stage
from crm.domain.views import Layout
from crm.paths import HOME_VARIABLE
from tests.benchmarks.big_office import MANY, TODAY, Size, fill
from tests.benchmarks.figures import is_quick, tell, words
from tests.benchmarks.stalls import Heartbeat
from ui.app import make_app
from ui.screens.projects.board.board import Board
from ui.session import Session, look_of
from ui.shared.preferences import Preferences
from ui.shared.prompts import DesktopPrompts
from ui.shared.widgets.search_field import SearchField

SCREEN_MS, KEYSTROKE_MS, DRAG_MS, STALL_MS, MEMORY_MB = 300.0, 50.0, 100.0, 50.0, 400
ROUNDS = 3
TYPED = "储能"
QUICK_OFFICE = Size(enterprises=300, open_projects=100, ended_projects=20, follow_ups=300, articles=100)
LOOK_MS, STILL = 2, 4  # the window is at rest when so many looks in a row find nothing under way
Taken = dict[str, list[tuple[float, float]]]  # by what was done: milliseconds passed, and of the processor


class Watched:
    """A window that is worked with, and how long everything took."""

    def __init__(self, crm: Crm, taken: Taken) -> None:
        settings = Settings(language="zh_CN", location=str(crm.office.place))
        self.crm, self._taken = crm, taken
        preferences = Preferences(settings)
        make_app(look=look_of(preferences)).setQuitOnLastWindowClosed(False)
        self.session = Session(crm, preferences, DesktopPrompts(), today=lambda: TODAY)
        self.window = self.session.window
        self.window.resize(1440, 900)
        self.window.show()
        self.rest()

    def rest(self) -> float:
        """Returns when nothing is under way any more; the moment since when."""
        loop, ticker = QEventLoop(), QTimer(interval=LOOK_MS)
        quiet: list[float] = []

        def look() -> None:
            if not self.window.tasks.is_idle:
                quiet.clear()
                return
            quiet.append(time.perf_counter())
            if len(quiet) >= STILL:
                loop.quit()

        ticker.timeout.connect(look)
        ticker.start()
        loop.exec()
        ticker.stop()
        return quiet[0]

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """How long something takes until its rows are painted."""
        start, used = time.perf_counter(), time.process_time()
        yield
        end = self.rest()
        self._taken.setdefault(name, []).append(((end - start) * 1000, (time.process_time() - used) * 1000))

    def open_screens(self) -> None:
        """Every screen with every view."""
        for key in self.window.screen_keys():
            with self.timed(f"open {key}"):
                self.window.show_screen(key)
            screen = self.window.current_screen
            assert screen is not None
            first = screen.current_view()
            for view in screen.views():
                if view.key != first:
                    with self.timed(f"open {key}, {view.key}"):
                        screen.show_view(view.key)
            if first:
                with self.timed(f"open {key}, {first} again"):
                    screen.show_view(first)

    def open_pages(self) -> None:
        """The page of a record of each kind."""
        for kind, record_id in self._records():
            with self.timed(f"page of {kind}"):
                self.window.open_record(kind, record_id)

    def _records(self) -> list[tuple[str, int]]:
        found = {
            "project": self.crm.projects.find(ProjectFilter(is_open=True)),
            "enterprise": self.crm.directory.find_enterprises(EnterpriseFilter()),
            "zone": self.crm.directory.find_zones(),
            "article": self.crm.articles.find(ArticleFilter()),
        }
        return [(kind, ids[0]) for kind, ids in found.items() if ids]

    def search_everywhere(self) -> None:
        """A word typed into every search there is; each stroke, and each answer when it is asked for."""
        for key in self.window.screen_keys():
            self.window.show_screen(key)
            self.rest()
            screen = self.window.current_screen
            assert screen is not None
            for field in screen.findChildren(SearchField):
                if field.isVisible():
                    self._search(f"search {key}", field.line, field.clear)
        self.window.show_screen("today")
        self.window.open_palette()
        self.rest()
        self._search("search palette", self.window.palette_box.line, self.window.palette_box.dismiss)

    def _search(self, name: str, line: QLineEdit, clear: Callable[[], None]) -> None:
        line.setFocus()
        for character in TYPED:
            with self.timed(f"{name}, a key"):
                press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
                QApplication.sendEvent(line, press)
        with self.timed(f"{name}, its answer"):
            self._let_ask(line)
        clear()
        self.rest()

    def _let_ask(self, line: QLineEdit) -> None:
        """The pause after the last key is over, at once."""
        for timer in (line.parent() or line).findChildren(QTimer):
            if timer.isActive() and timer.isSingleShot():
                timer.stop()
                timer.timeout.emit()

    def drag_a_card(self) -> None:
        """From the top of one column of the board to the middle of another, and back."""
        self.window.show_screen("projects")
        screen = self.window.current_screen
        assert screen is not None
        screen.show_view(Layout.BOARD)
        self.rest()
        board = next(one for one in screen.findChildren(Board) if one.isVisible())
        lead, intention = board.columns[Stage.LEAD], board.columns[Stage.INTENTION]
        cards, over = lead.cards.viewport(), intention.cards.viewport()
        if not lead.model.ids:
            return
        start = lead.cards.card_box(lead.model.ids[0]).center()
        end = cards.mapFromGlobal(over.mapToGlobal(QPoint(over.width() // 2, over.height() // 2)))
        QTest.mousePress(cards, Qt.MouseButton.LeftButton, pos=start)
        for part in range(1, 21):
            with self.timed("drag, the pointer moved"):
                QTest.mouseMove(cards, start + (end - start) * part / 20)
        back = start + QPoint(0, cards.height() // 2)
        for part in range(1, 21):
            with self.timed("drag, the pointer moved"):
                QTest.mouseMove(cards, end + (back - end) * part / 20)
        with self.timed("drag, the card let go"):
            QTest.mouseRelease(cards, Qt.MouseButton.LeftButton, pos=back)

    def scroll_tables(self) -> None:
        """Wherever rows are shown, to the end in ten steps."""
        for key in self.window.screen_keys():
            self.window.show_screen(key)
            self.rest()
            for bar in _bars(self.window.current_screen):
                for step in range(1, 11):
                    with self.timed(f"scroll {key}, a step"):
                        bar.setValue(bar.maximum() * step // 10)

    def close(self) -> None:
        """Ends the window; the next one does not find it still waiting for its end."""
        self.rest()
        self.session.close()
        self.session.deleteLater()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()


def _bars(screen: QWidget | None) -> list[QScrollBar]:
    views = screen.findChildren(QAbstractItemView) if screen is not None else []
    return [
        view.verticalScrollBar() for view in views if view.isVisible() and view.verticalScrollBar().maximum()
    ]


def _hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's messages, without what the off-screen platform says of every window."""
    if kind is not QtMsgType.QtDebugMsg and not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)


def measure(crm: Crm, rounds: int) -> tuple[Taken, Heartbeat]:
    """Everything, in so many windows one after the other."""
    taken: Taken = {}
    beat: Heartbeat | None = None
    for _round in range(rounds):
        watched = Watched(crm, taken)
        if beat is None:
            beat = Heartbeat()
            beat.start()
        watched.open_screens()
        watched.search_everywhere()
        watched.scroll_tables()
        watched.drag_a_card()
        watched.open_pages()
        watched.close()
    assert beat is not None
    beat.stop()
    return taken, beat


def main(location: str | None, size: Size, rounds: int) -> None:
    """Prints what everything took, and what is over its limit."""
    qInstallMessageHandler(_hear)
    with tempfile.TemporaryDirectory(prefix="investlead-bench-") as folder:
        os.environ[HOME_VARIABLE] = folder
        small = open_crm(Settings(location=str(Path(folder, "small.db")), language="zh_CN"))
        small.examples.make(TODAY)
        floor, _beat = measure(small, 1)
        small.close()
        crm = open_crm(Settings(location=location or str(Path(folder, "office.db")), language="zh_CN"))
        with crm.store.read() as reader:
            is_empty = not reader.count(Officer)
        if is_empty:
            fill(crm.store, size)
        crm.office.sign_in(1)
        start = time.perf_counter()
        crm.articles.get_ready()  # once a start, in the background while the first screen is there already
        tell("getting ready to read", f"{(time.perf_counter() - start) * 1000:.0f} ms", "once a start")
        taken, beat = measure(crm, rounds)
        memory = psutil.Process().memory_info().rss / 2**20
        crm.close()
    _print(taken, floor)
    tell("event loop held up at most", f"{beat.worst_ms:.0f} ms", f"limit {STALL_MS:.0f} ms")
    tell("event loop held up", f"{beat.late_count} times", f"longer than {STALL_MS:.0f} ms")
    for place, count in beat.places.most_common(12):
        print(f"  {count:5} looks  {place}")
    tell("memory", f"{memory:.0f} MB", f"limit {MEMORY_MB} MB", memory / MEMORY_MB)


def _print(taken: Taken, floor: Taken) -> None:
    late = 0
    print(f"{'':<44}{'passed':>9}{'worst':>9}{'processor':>11}{'example office':>16}")
    for name, figures in taken.items():
        passed = statistics.median(one for one, _used in figures)
        worst = max(one for one, _used in figures)
        used = statistics.median(used for _one, used in figures)
        bare = statistics.median(one for one, _used in floor[name]) if name in floor else None
        limit = _limit(name)
        is_late = passed > limit
        late += is_late
        beside = f"{bare:12.1f} ms" if bare is not None else f"{'–':>15}"
        mark = f"  over {limit:.0f} ms" if is_late else ""
        print(f"{name:<44}{passed:6.1f} ms{worst:6.1f} ms{used:8.1f} ms{beside}{mark}", flush=True)
    tell("everything in the window", f"{late} over", f"{len(taken)} in all")


def _limit(name: str) -> float:
    if name.startswith("search"):
        return KEYSTROKE_MS
    return DRAG_MS if name.startswith(("drag", "scroll")) else SCREEN_MS


if __name__ == "__main__":
    given = words()
    wanted = QUICK_OFFICE if is_quick() else Size() if "--few" in sys.argv else MANY
    main(given[0] if given else None, wanted, 1 if is_quick() else ROUNDS)

"""Articles taken in from files, against writing the same rows bare; and the window's stalls meanwhile."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QApplication

from crm.app import Crm, open_crm
from crm.domain.articles import Article, ArticleText
from crm.domain.settings import Settings
from crm.services.articles import Progress
from tests.benchmarks.bench_reading import texts
from ui.shared.tasks import Tasks

COUNT = 300
TICK_MS = 5


class _Silent:
    """Takes notices and shows none."""

    def tell(self, error: Exception) -> None:
        """Raises what should not happen here."""
        raise error

    def crash(self, error: BaseException) -> None:
        """Raises what should not happen here."""
        raise error


def files(folder: Path) -> list[Path]:
    """Articles as files, no two alike."""
    bodies = texts()
    made = []
    for number in range(COUNT):
        path = folder / f"{number:05d}.txt"
        path.write_text(
            f"第{number}号项目签约落户\n\n{bodies[number % len(bodies)]}\n编号{number}。", "utf-8"
        )
        made.append(path)
    return made


def bare(crm: Crm, paths: list[Path]) -> float:
    """Seconds for the same rows through the gate, nothing read and no child process."""
    start = time.perf_counter()
    for path in paths:
        content = path.read_bytes()
        with crm.store.write("bare") as writer:
            article = writer.save(
                Article(title=path.name, original=writer.keep(content), text_hash=path.name)
            )
            writer.save(ArticleText(article_id=article.key, body=content.decode()))
    return time.perf_counter() - start


def taken_in(crm: Crm, paths: list[Path]) -> tuple[float, float]:
    """Seconds for taking the files in on the job lane, and the worst stall of the event loop in ms."""
    app = QApplication.instance() or QApplication([])
    tasks, since, worst = Tasks(_Silent()), QElapsedTimer(), [0.0]
    ticker = QTimer(interval=TICK_MS)

    def tick() -> None:
        if since.isValid():
            worst[0] = max(worst[0], since.nsecsElapsed() / 1e6 - TICK_MS)
        since.start()

    ticker.timeout.connect(tick)
    ticker.start()
    start = time.perf_counter()

    def take(progress: Progress) -> object:
        return crm.articles.add_files(paths, date.today(), progress)

    tasks.job(ticker, "import", take, lambda _answer: app.quit())
    app.exec()
    tasks.close()
    return time.perf_counter() - start, worst[0]


def main() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory(prefix="investlead-") as folder:
        paths = files(Path(folder))
        crm = open_crm(Settings(language="en", location=str(Path(folder, "one.db"))))
        other = open_crm(Settings(language="en", location=str(Path(folder, "two.db"))))
        crm.articles.add_text("本报讯 今天无事。" * 20, date.today())  # the child process is there already
        ours, stall = taken_in(crm, paths)
        floor = bare(other, paths)
        crm.close()
        other.close()
    print(f"taken in                {COUNT / ours:8.0f} articles/s")
    print(f"rows through the gate   {COUNT / floor:8.0f} articles/s   ours / bare   {floor / ours:.2f}")
    print(f"worst stall of the loop {stall:8.1f} ms")


if __name__ == "__main__":
    sys.exit(main())

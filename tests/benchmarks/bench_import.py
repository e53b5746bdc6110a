"""Articles taken in beside the open window, on two of its screens: how fast, and how long the window stalls.

python -m tests.benchmarks.bench_import [ARTICLES]

The speed has the same rows written bare as its peer, the stalls the same window while nothing comes in. The
three places printed are where the thread of the window was most often when it was more than 50 ms late.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer

from crm.app import Crm, open_crm
from crm.domain.articles import Article, ArticleText
from crm.domain.settings import Settings
from crm.services.articles import Progress
from tests.benchmarks.articles import generate
from tests.benchmarks.big_office import TODAY, Size, fill
from tests.benchmarks.figures import sizes, tell
from tests.benchmarks.stalls import LATE_MS, Heartbeat
from ui.app import make_app
from ui.session import Session, look_of
from ui.shared.preferences import Preferences
from ui.shared.prompts import DesktopPrompts

COUNT, QUICK_COUNT = 1000, 40
SCREENS = ("articles", "today")
IDLE_MS = 3000
OFFICE = Size(enterprises=2000, open_projects=500, ended_projects=100, follow_ups=5000, articles=2000)
QUICK_OFFICE = Size(enterprises=100, open_projects=50, ended_projects=10, follow_ups=100, articles=100)
PLACES = 3


def files(folder: Path, count: int) -> list[Path]:
    """Articles as files, no two alike, none like one of the office."""
    folder.mkdir()
    made = []
    for number, (article, body) in enumerate(generate(count, seed=2)):
        path = folder / f"{number:05d}.txt"
        path.write_text(f"{article.title}\n\n{body}\n第{number}号来稿。", "utf-8")
        made.append(path)
    return made


def bare(folder: Path, paths: list[Path]) -> float:
    """Seconds for the same rows through the gate, nothing read and no child process."""
    crm = open_crm(Settings(language="en", location=str(folder / "bare.db")))
    start = time.perf_counter()
    for path in paths:
        content = path.read_bytes()
        with crm.store.write("bare") as writer:
            article = writer.save(
                Article(title=path.name, original=writer.keep(content), text_hash=path.name)
            )
            writer.save(ArticleText(article_id=article.key, body=content.decode()))
    taken = time.perf_counter() - start
    crm.close()
    return taken


@contextmanager
def window_on(crm: Crm, settings: Settings, key: str) -> Iterator[Session]:
    """The window with the screen, everything on it loaded."""
    session = Session(crm, Preferences(settings), DesktopPrompts(), today=lambda: TODAY)
    session.start()
    session.window.show_screen(key)
    wait_until_idle(session)
    try:
        yield session
    finally:
        session.close()


def wait_until_idle(session: Session, least_ms: int = 500) -> None:
    """Runs the event loop until no task has run for a moment."""
    loop, quiet_since = QEventLoop(), [time.monotonic()]
    ticker = QTimer(interval=20)

    def look() -> None:
        if not session.window.tasks.is_idle:
            quiet_since[0] = time.monotonic()
        elif (time.monotonic() - quiet_since[0]) * 1000 >= least_ms:
            loop.quit()

    ticker.timeout.connect(look)
    ticker.start()
    loop.exec()


def idle(session: Session) -> Heartbeat:
    """The beats of the window while nothing comes in."""
    beat = Heartbeat()
    beat.start()
    wait_until_idle(session, IDLE_MS)
    beat.stop()
    return beat


def taken_in(session: Session, paths: list[Path]) -> tuple[float, Heartbeat]:
    """Seconds for taking the files in on the job lane, and the beats until the window has shown them."""
    window, crm = session.window, session.crm
    beat, ended = Heartbeat(), list[float]()

    def take(progress: Progress) -> object:
        return crm.articles.add_files(paths, TODAY, progress)

    beat.start()
    start = time.perf_counter()
    window.tasks.job(window, "import", take, lambda _answer: ended.append(time.perf_counter()))
    wait_until_idle(session)
    beat.stop()
    return ended[0] - start, beat


def measure(folder: Path, key: str, paths: list[Path], office: Size, floor: float) -> None:
    """Prints the figures of one screen."""
    settings = Settings(language="zh_CN", location=str(folder / f"{key}.db"))
    crm = open_crm(settings)
    fill(crm.store, office)
    crm.office.sign_in(1)
    crm.articles.add_text("本报讯 今天无事。" * 20, TODAY)  # the child process is there already
    with window_on(crm, settings, key) as session:
        quiet = idle(session)
        seconds, beat = taken_in(session, paths)
    crm.close()
    count = len(paths)
    tell(
        f"taken in on {key}", f"{count / seconds:.1f}/s", f"bare rows, {count / floor:.0f}/s", floor / seconds
    )
    for name, ours, peer in (
        ("worst stall", beat.worst_ms, quiet.worst_ms),
        ("99 % of stalls below", beat.percentile_ms(0.99), quiet.percentile_ms(0.99)),
    ):
        ratio = ours / peer if peer else None
        tell(f"{name} on {key}", f"{ours:.1f} ms", f"idle window, {peer:.1f} ms", ratio)
    tell(f"stalls over {LATE_MS} ms on {key}", str(beat.late_count), f"idle window, {quiet.late_count}")
    for place, samples in beat.places.most_common(PLACES):
        print(f"  {samples:5} samples late in {place}")


def main(count: int, office: Size) -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory(prefix="investlead-") as name:
        folder = Path(name)
        os.environ["INVESTLEAD_HOME"] = str(folder / "home")
        settings = Settings(language="zh_CN")
        app = make_app(look=look_of(Preferences(settings)))
        app.setQuitOnLastWindowClosed(False)
        paths = files(folder / "articles", count)
        floor = bare(folder, paths)
        for key in SCREENS:
            measure(folder, key, paths, office, floor)


if __name__ == "__main__":
    (wanted,) = sizes((COUNT,), (QUICK_COUNT,))
    main(wanted, QUICK_OFFICE if wanted <= QUICK_COUNT else OFFICE)

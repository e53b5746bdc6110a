"""Start to a usable window, against a bare PySide6 window with SQLAlchemy imported; whole processes.

python -m tests.benchmarks.bench_start [RUNS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import sizes, tell

RUNS, QUICK_RUNS = 5, 1
BARE = """
import sqlalchemy
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
# The same way as `investlead`, until the first screen has its rows and nothing is under way.
OURS = """
import sys
from datetime import date
from crm.app import open_crm
from crm.domain.settings import Settings
from ui.app import make_app
from ui.session import Session, look_of
from ui.shared.preferences import Preferences
from ui.shared.prompts import DesktopPrompts
from PySide6.QtCore import QTimer
settings = Settings(language="zh_CN", location=sys.argv[1])
preferences = Preferences(settings)
app = make_app(look=look_of(preferences))
crm = open_crm(settings)
session = Session(crm, preferences, DesktopPrompts(), today=date.today)
session.window.show()
def look():
    if session.window.tasks.is_idle:
        app.quit()
timer = QTimer(interval=5)
timer.timeout.connect(look)
timer.start()
app.exec()
session.close()
crm.close()
"""


def seconds(runs: int, code: str, *arguments: str) -> float:
    """Wall seconds of a whole process, median after one to warm up."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    figures = []
    for _run in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", code, *arguments], check=True, env=environment, capture_output=True
        )
        figures.append(time.perf_counter() - start)
    return statistics.median(figures[1:])


def main(runs: int) -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory(prefix="investlead-") as folder:
        os.environ["INVESTLEAD_HOME"] = folder
        file = str(Path(folder, "office.db"))
        subprocess.run(
            [sys.executable, "-m", "crm.cli", "--db", file, "demo"], check=True, capture_output=True
        )
        ours, bare = seconds(runs, OURS, file), seconds(runs, BARE)
    tell("start to usable window", f"{ours:.2f} s", f"bare window with SQLAlchemy, {bare:.2f} s", ours / bare)


if __name__ == "__main__":
    main(*sizes((RUNS,), (QUICK_RUNS,)))

"""The tour without a display, as `python -m ui.tour` does it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import ui

ROOT = Path(ui.__file__).parent.parent
PATIENCE_S = 600  # against hanging; it takes seconds


def tour(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "ui.tour", str(folder)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE_S
    )


def test_the_tour_leaves_pictures_and_workbooks_in_a_new_folder(tmp_path):
    done = tour(tmp_path)
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.splitlines()[-1])
    assert folder.is_absolute()
    assert folder.parent == tmp_path.resolve()
    pictures = {path.stem for path in folder.glob("*.png")}
    assert {"projects", "project", "reports", "history", "settings"} <= pictures
    assert any(name.endswith("-dark") for name in pictures)
    assert any(name.endswith("-en") for name in pictures)
    assert len(list(folder.glob("*.xlsx"))) == 3


def test_a_tour_that_fails_says_why(tmp_path):
    (tmp_path / "file").touch()
    done = tour(tmp_path / "file")
    assert done.returncode == 1
    assert done.stderr
    assert "Traceback" not in done.stderr

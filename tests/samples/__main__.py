"""Scores the reading on a folder of labelled samples: python -m tests.samples FOLDER

The folder holds articles/*.txt and pages/*.html, labels beside them, and its own score.py and
score_pages.py, which print the figures. Files are read as the program reads them: bytes in a child
process, shipped names only.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from crm.domain.reading import reading_as_json
from crm.services.readings import Readings


def predictions(files: Iterable[Path], out: Path) -> Path:
    """Writes what is read in each file to `out`, one JSON object a line."""
    with Readings() as readings, out.open("w", encoding="utf-8") as lines:
        for file in files:
            reading = readings.read(file.name, file.read_bytes(), date.today())
            lines.write(json.dumps(reading_as_json(reading, str(file)), ensure_ascii=False) + "\n")
    return out


def score(script: Path, *arguments: Path) -> None:
    """Runs a score script of the samples; it prints its figures."""
    subprocess.run([sys.executable, str(script), *map(str, arguments)], check=True)


def main(arguments: list[str]) -> int:
    """Scores articles, then pages; 2 without a folder."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    with tempfile.TemporaryDirectory(prefix="investlead-") as scratch:
        articles = predictions(sorted((folder / "articles").glob("*.txt")), Path(scratch, "articles.jsonl"))
        score(folder / "score.py", articles)
        pages = predictions(sorted((folder / "pages").glob("*.html")), Path(scratch, "pages.jsonl"))
        score(folder / "score_pages.py", pages, folder / "pages" / "gt.jsonl")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

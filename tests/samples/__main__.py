"""Scores the reading on a folder of labelled samples: python -m tests.samples FOLDER

The folder holds articles/*.txt, labels beside them, and its own score.py, which prints the figures;
where there are pages/*.html, also score_pages.py. The client's own example, if it is there, is checked
against what the client says of it. Files are read as the program reads them: bytes in a child process,
shipped names only.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from crm.domain.reading import Reading, reading_as_json
from crm.services.readings import Readings

EXAMPLE = "rudong-2023-04-25.txt"
ELSEWHERE = ("泰达", "永乐店")  # zones named around the article only


def predictions(files: Iterable[Path], out: Path) -> Path:
    """Writes what is read in each file to `out`, one JSON object a line."""
    with Readings() as readings, out.open("w", encoding="utf-8") as lines:
        for file in files:
            reading = readings.read(file.name, file.read_bytes(), date.today())
            lines.write(json.dumps(reading_as_json(reading, str(file)), ensure_ascii=False) + "\n")
    return out


def faults_of_example(reading: Reading) -> list[str]:
    """In what the reading of the client's own example is not as the client says; empty if it is right."""
    firms = {span.name: span.role for span in reading.enterprises}
    titles = {person.name: person.title for person in reading.people}
    tiers = {profile.tier: len(profile.industries) for profile in reading.zone_profiles}
    found = [*reading.zones, *reading.regions, *reading.enterprises]
    right = {
        "no project": not reading.projects,
        "four firms, each visited": len(firms) == 4 and {*firms.values()} == {"考察对象"},
        "two clusters, each led by one of them": len(reading.clusters) == 2
        and all(cluster.leader in firms for cluster in reading.clusters),
        "one zone with 3, 2 and 2 industries": tiers == {"leading": 3, "special": 2, "emerging": 2}
        and len({profile.zone for profile in reading.zone_profiles}) == 1,
        "four people, three with titles": len(titles) == 4 and sum(map(bool, titles.values())) == 3,
        "nothing from the furniture": not any(name in span.text for span in found for name in ELSEWHERE),
    }
    return [what for what, is_right in right.items() if not is_right]


def score(script: Path, *arguments: Path) -> None:
    """Runs a score script of the samples; it prints its figures."""
    subprocess.run([sys.executable, str(script), *map(str, arguments)], check=True)


def main(arguments: list[str]) -> int:
    """Scores articles, then pages, then the example; 2 without a folder, 1 if the example is read wrong."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    with tempfile.TemporaryDirectory(prefix="investlead-") as scratch:
        articles = predictions(sorted((folder / "articles").glob("*.txt")), Path(scratch, "articles.jsonl"))
        score(folder / "score.py", articles)
        if (folder / "pages").is_dir():
            pages = predictions(sorted((folder / "pages").glob("*.html")), Path(scratch, "pages.jsonl"))
            score(folder / "score_pages.py", pages, folder / "pages" / "gt.jsonl")
    example = folder / EXAMPLE
    if not example.exists():
        return 0
    with Readings() as readings:
        faults = faults_of_example(readings.read(EXAMPLE, example.read_bytes(), date.today()))
    print(f"{EXAMPLE}: {'wrong: ' + '; '.join(faults) if faults else 'right'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Runs every benchmark, each in a process of its own: python -m tests.benchmarks [--quick] [NAME …]

Each prints its figures as ratios against a named peer or bare floor in the same run; nothing is asserted.
A benchmark is a module bench_NAME here; it takes --quick, and tells what belongs in the table at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.figures import FIGURES_VARIABLE, QUICK, Figure, collected, ratio_text

HERE = Path(__file__).parent
TITLES = ("benchmark", "figure", "", "ratio", "peer", "seconds")


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """One benchmark and what to run, in words for this Python."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a benchmark went."""

    name: str
    exit_code: int
    seconds: float
    figures: tuple[Figure, ...]


def known() -> list[str]:
    """The names of all benchmarks, as their files say."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def wanted(arguments: Sequence[str]) -> list[Benchmark]:
    """The benchmarks the arguments ask for, all unless some are named; ValueError says what is wrong."""
    options = [word for word in arguments if word.startswith("-")]
    names = [word for word in arguments if not word.startswith("-")]
    if set(options) - {QUICK}:
        raise ValueError(f"There is only the option {QUICK}.")
    unknown = [name for name in names if name not in known()]
    if unknown:
        raise ValueError(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(known())}.")
    return [
        Benchmark(name=name, command=("-m", f"tests.benchmarks.bench_{name}", *options))
        for name in names or known()
    ]


def run(benchmark: Benchmark) -> Outcome:
    """Runs one benchmark in a process of its own; what it prints is seen at once."""
    print(f"\n== {benchmark.name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="investlead-bench-") as folder:
        figures = Path(folder, "figures")
        started = time.monotonic()
        code = subprocess.run(
            [sys.executable, *benchmark.command],
            check=False,
            env=os.environ | {FIGURES_VARIABLE: str(figures)},
        ).returncode
        return Outcome(
            name=benchmark.name,
            exit_code=code,
            seconds=time.monotonic() - started,
            figures=tuple(collected(figures)),
        )


def table(outcomes: Iterable[Outcome]) -> str:
    """All figures under each other; a benchmark's name and seconds stand in its first line."""
    rows = [TITLES]
    for outcome in outcomes:
        lines = [(one.name, one.figure, ratio_text(one.ratio), one.peer) for one in outcome.figures]
        if outcome.exit_code:
            lines.insert(0, (f"FAILED with {outcome.exit_code}", "", "", ""))
        for place, (name, figure, ratio, peer) in enumerate(lines or [("no figure", "", "", "")]):
            is_first = place == 0
            seconds = f"{outcome.seconds:.1f}" if is_first else ""
            rows.append((outcome.name if is_first else "", name, figure, ratio, peer, seconds))
    widths = [max(len(row[column]) for row in rows) for column in range(len(TITLES))]
    is_right = (False, False, True, True, False, True)
    return "\n".join(
        "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, is_right, strict=True)
        ).rstrip()
        for row in rows
    )


def run_all(benchmarks: Iterable[Benchmark]) -> int:
    """Runs them one after the other, even after a failed one, and ends with the table; the exit code."""
    outcomes = [run(benchmark) for benchmark in benchmarks]
    print(f"\n== summary\n{table(outcomes)}", flush=True)
    failed = [outcome.name for outcome in outcomes if outcome.exit_code]
    if failed:
        print("Failed: " + ", ".join(failed))
    return 1 if failed else 0


def main(arguments: Sequence[str]) -> int:
    """Runs what the arguments ask for and returns the exit code."""
    try:
        benchmarks = wanted(arguments)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return run_all(benchmarks)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Runs every benchmark, each in a process of its own: python -m tests.benchmarks [NAME …]

Each prints its figures as ratios against a named peer or bare floor in the same run; nothing is asserted.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    """Runs the named benchmarks, or all of them; how many could not be run."""
    known = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    failed = 0
    for name in names or known:
        print(f"== {name}", flush=True)
        run = subprocess.run([sys.executable, "-m", f"tests.benchmarks.bench_{name}"], check=False)
        failed += run.returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

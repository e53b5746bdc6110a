"""What every benchmark shares: how large it is, and its figures for the table at the end."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

FIGURES_VARIABLE = "INVESTLEAD_BENCHMARK_FIGURES"  # the file a run of all collects figures in
QUICK = "--quick"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured figure beside its peer of the same run."""

    name: str
    figure: str  # with its unit
    peer: str  # its name, and its own figure where that says something
    ratio: float | None = None  # ours / peer


def is_quick() -> bool:
    """Whether small sizes are asked for: to see that it runs, not how fast."""
    return QUICK in sys.argv[1:]


def words() -> list[str]:
    """The arguments that are no options."""
    return [word for word in sys.argv[1:] if not word.startswith("--")]


def sizes(usual: tuple[int, ...], quick: tuple[int, ...]) -> tuple[int, ...]:
    """The sizes given as arguments, and for the rest the usual or the quick ones."""
    given = tuple(int(word) for word in words())
    return (*given, *(quick if is_quick() else usual)[len(given) :])


def tell(name: str, figure: str, peer: str, ratio: float | None = None) -> None:
    """Prints a figure, and keeps it for the table of all benchmarks."""
    told = Figure(name=name, figure=figure, peer=peer, ratio=ratio)
    print(f"{name:<34} {figure:>16}   {ratio_text(ratio):>9} {peer}", flush=True)
    collected = os.environ.get(FIGURES_VARIABLE)
    if collected:
        with Path(collected).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")


def collected(path: Path) -> list[Figure]:
    """The figures kept in a file."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [Figure(**json.loads(line)) for line in lines]


def ratio_text(ratio: float | None) -> str:
    """A ratio as it is shown."""
    if ratio is None:
        return ""
    return f"{ratio:.2f} ×" if ratio >= 0.1 else f"{ratio:.4f} ×"

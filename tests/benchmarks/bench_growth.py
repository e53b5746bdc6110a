"""Full reading of hostile texts at four sizes: how the time grows when the text doubles.

python -m tests.benchmarks.bench_growth [CHARACTERS]: the largest size, 80,000 unless told. The peer of each
figure is the same text at half the length: 2.0 is linear, 4.0 quadratic.
"""

from __future__ import annotations

import sys
import time
from datetime import date

from crm.domain.reading import Page
from crm.reading.lexicon import Lexicon
from crm.reading.reader import read
from tests.benchmarks.figures import sizes, tell

LARGEST, QUICK_LARGEST = 80_000, 4_000  # characters
STEPS = 4
FLOOR = 0.05  # seconds; shorter readings measure the clock
MARK = 3.0  # growth per doubling that is pointed out
PIECES = (
    "1", "亿元", "10亿元", "1,", "公司", "有限公司", "集团", "（", "）(", "、", "甲、", "由", "项目", "签约",
    "砺桥科技、", "砺桥项目、", "总投资1亿元", "3个项目签约", "等企业", "等项目", "其中", "和", "与砺桥公司",
    "“", "a", "A公司", "\n", "1.砺桥项目。\n", "无锡", "投资10亿元的", "将于", "的", "砺桥科技签约。",
    "该项目总投资1亿元。", "5月8日",
)  # fmt: skip
NAMED = "总投资{0}亿元的澜{0}砺传动项目签约，由澜{0}砺科技有限公司投资。\n"  # every line another project


def hostile(size: int) -> dict[str, str]:
    """Texts of `size` characters by what they are made of."""
    texts = {piece: (piece * (size // len(piece) + 1))[:size] for piece in PIECES}
    texts[NAMED] = "".join(NAMED.format(number) for number in range(1, size // 30))[:size]
    return texts


def seconds(text: str, lexicon: Lexicon) -> float:
    """How long one full reading takes."""
    page = Page(title="项目签约", published=date(2024, 5, 10), source=None, publishing_zone=None, body=text)
    start = time.process_time()
    read(page, lexicon)
    return time.process_time() - start


def main(largest: int) -> int:
    """Prints seconds at every size and the last growth; how many grow faster than MARK."""
    sizes = [largest >> step for step in reversed(range(STEPS))]
    lexicon = Lexicon.shipped()
    seconds("砺桥科技签约。", lexicon)
    growths = []
    print(f"{'text':<24}" + "".join(f"{size:>10}" for size in sizes) + f"{'growth':>10}")
    for piece in hostile(STEPS):
        taken = [seconds(hostile(size)[piece], lexicon) for size in sizes]
        growth = taken[-1] / max(taken[-2], FLOOR)
        growths.append(growth)
        label = piece.strip()[:10] or repr(piece)
        mark = "  steep" if growth > MARK else ""
        print(f"{label:<24}" + "".join(f"{one:9.2f}s" for one in taken) + f"{growth:9.1f}×{mark}", flush=True)
    tell(
        "steepest growth of a reading",
        f"{len(growths)} texts",
        "the same text at half the length",
        max(growths),
    )
    return sum(growth > MARK for growth in growths)


if __name__ == "__main__":
    sys.exit(main(*sizes((LARGEST,), (QUICK_LARGEST,))))

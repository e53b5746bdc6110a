"""Reading takes time in step with the length, whatever the text is made of.

Calls are counted, not seconds. INVESTLEAD_FUZZ=1 adds texts of ten million characters, each read in
a child process that is stopped if it does not end.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from crm.domain.reading import Page
from crm.reading.lexicon import Lexicon
from crm.reading.reader import read
from tests.bounds import calls

SHORT, FACTOR = 4_000, 4  # characters, and how many times longer the other text is
HUGE, GUARD_S = 10_000_000, 900
PIECES = [
    "0", "1,", "9亿", "A", "甲", "县", "、", "，", "(", "“", "以", "长江", "开发区", "产业园", "新能源",
    "新能源、", "三大主导产业", "市长", "王", "有限公司", "签约", "2023年", "总投资10亿元，",
    "江苏省南通市如东县", "海州生命健康产业园，", "海州砺桥科技有限公司与", "苏州市委、",
    "以甲为龙头的乙产业，", "砺桥项目、", "5家企业签约，", "一期投产，二期开工，", "正在进行施工",
    "公司", "和砺桥科技", "砺桥科技、", "由", "（", "《", "项目", "总投资8亿元的", "分别",
    "重大产业", "等", "将", "\t", "项目名称\t投资方\n", "项目\t投资方\n砺桥项目\t砺桥\n",
]  # fmt: skip


def page(body: str) -> Page:
    return Page(title=None, published=None, source=None, publishing_zone=None, body=body)


@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_with_the_length_only(piece: str) -> None:
    lexicon = Lexicon.shipped()
    short = piece * (SHORT // len(piece))
    read(page(short), lexicon)  # what is loaded once is loaded now
    once = calls(lambda: read(page(short), lexicon))
    assert calls(lambda: read(page(short * FACTOR), lexicon)) < 1.3 * FACTOR * once + 1000


@pytest.mark.skipif("INVESTLEAD_FUZZ" not in os.environ, reason="INVESTLEAD_FUZZ=1 runs it")
@pytest.mark.parametrize("piece", PIECES)
def test_ten_million_characters_end(piece: str) -> None:
    program = (
        "import sys; from crm.reading.reader import read_text_plain;"
        f"read_text_plain(sys.argv[1] * ({HUGE} // len(sys.argv[1])))"
    )
    subprocess.run([sys.executable, "-c", program, piece], check=True, timeout=GUARD_S)

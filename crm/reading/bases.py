"""What an amount of money measures (口径), told from the words around it."""

from __future__ import annotations

import re
from functools import cache

from crm.domain.reading import Basis
from crm.reading.words import any_of, rows

REACH = 40  # characters; a word further away governs something else

_FIRST_PHASE = re.compile("[一首]期|启动区|起步区")
_LATER_PHASE = re.compile("[二三四五]期|后期|远期")
_CLAUSE_MARK = re.compile("[，,；;。！？!?\n\r]")
_SENTENCE_MARK = re.compile("[。！？!?；;\n\r]")
_AFTER_FILL = "(?:以上|以下|左右)?的?(?:年|新增|预计|到位|总|首期|一期)?"
_SIBLING = re.compile(r"[、和及与至到\-~\s（(]{0,3}\Z")
_THRESHOLD = re.compile("[及含]?以[上下]的?[^，。；、,;\n]{0,8}(?:项目|企业|工程|公司|客商|投资者)")
_THRESHOLD_OPEN = re.compile(
    "的(?:重大|重点|产业化?|工业|先进|制造业|外资|优质|好|新|龙头|招商|引资|内资|服务业|农业)*"
    "(?:项目|企业|公司)(?![一二三]期)"
)
_NEXT_PROJECT = re.compile("的[^，。；\n]{1,30}项目")  # 总投资10亿元的A项目和5亿元的B项目
_FLOORS = frozenset({"不低于", "不少于", "超过", "超出", "超", "逾", "至少", "过", "达到"})


@cache
def _words() -> dict[str, Basis]:
    return {word: Basis(basis) for word, basis in rows("money_words")}


@cache
def _head() -> re.Pattern[str]:
    return re.compile(any_of(_words()))


@cache
def _head_after() -> re.Pattern[str]:
    return re.compile(f"{_AFTER_FILL}({any_of(_words())})")


def basis_of(body: str, start: int, end: int, floor: int, qualifier: str | None, last: Basis | None) -> Basis:
    """What the amount at `start`..`end` measures.

    `floor` is where the amount before it ended and `last` what that one measured: in “总投资3亿元、5亿元”
    the second shares the word of the first.
    """
    if _THRESHOLD.match(body, end) or (qualifier in _FLOORS and _THRESHOLD_OPEN.match(body, end)):
        return Basis.THRESHOLD
    reach = body[max(floor, start - REACH) : start]
    clause = _CLAUSE_MARK.split(reach)[-1]
    if last is not None and start - floor <= 3 and _SIBLING.fullmatch(reach) and "(" not in reach:
        return last
    governed = _governed(clause)
    if governed is not None:
        return governed
    after = _head_after().match(body, end)
    if after is not None:
        return _words()[after[1]]
    if last is Basis.TOTAL and _NEXT_PROJECT.match(body, end) and not _SENTENCE_MARK.search(reach):
        return last
    return _governed(_SENTENCE_MARK.split(reach)[-1]) or Basis.OTHER


def _governed(before: str) -> Basis | None:
    heads = [(found.end(), _words()[found.group()]) for found in _head().finditer(before)]
    basis = heads[-1][1] if heads else None
    if basis not in (None, Basis.TOTAL):
        return basis
    phases = [found.start() for found in _LATER_PHASE.finditer(before)]
    firsts = [found.start() for found in _FIRST_PHASE.finditer(before)]
    if phases and (not firsts or phases[-1] > firsts[-1]):
        return Basis.OTHER
    if firsts:
        return Basis.PHASE1
    if any(earlier is Basis.FOREIGN for _, earlier in heads):
        return Basis.FOREIGN
    return basis

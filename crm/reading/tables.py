"""Tables in articles: a line whose cells are heads of columns, and under it a project in every row.

Cells of one line stand between tabs; whatever brings an article in (pages, Word, pasted sheets) keeps them.
A row may miss cells at its left where one cell of the page spans several rows; it then takes what the row
above holds there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from crm.domain.reading import AmountSpan, EnterpriseSpan
from crm.reading import amounts
from crm.reading.stretches import Stretches
from crm.reading.text import number

MARK = "\t"  # between the cells of a line
MOST_CELLS = 30  # of a line; wider ones are no table of projects
LONGEST_NAME = 60  # characters of a cell that can name a firm or a project


class Column(Enum):
    """What the cells of a column tell."""

    NUMBER = "序号"
    NAME = "项目名称"
    FIRM = "投资方"
    SUM = "总投资"
    OTHER_SUM = "其他金额"
    PLACE = "落户园区"
    INDUSTRY = "产业"
    LAND = "用地"
    STAGE = "进展"
    OTHER = ""


# The first that fits wins.
_HEADS = (
    (Column.NUMBER, re.compile("序号|编号|#|No\\.?")),
    (Column.LAND, re.compile("(?:用地|占地)(?:面积|规模|需求)?[（(]?亩[）)]?")),
    (
        Column.SUM,
        re.compile("(?:项目|计划|预计|协议|合同|签约)*(?:总?投资|投资总|引资)(?:总?额|规模|金额|估算|概算)?"),
    ),
    (Column.OTHER_SUM, re.compile(".*(?:投资|产值|税收|资金|外资|资本|金额|营收|销售额?)(?:总?额)?")),
    (
        Column.FIRM,
        re.compile(
            "(?:项目)?(?:投资|建设|签约|申报|实施|承建|入驻|落户|引进|合作)?(?:方|业主|主体|企业|单位|公司|客商|法人)"
            "(?:名称|全称)?|乙方(?:单位|名称)?"
        ),
    ),
    (
        Column.PLACE,
        re.compile(
            "(?:项目)?(?:落户|落地|承接|所在|所属|建设|选址|拟?落)+(?:地|地点|地址|园区|区域|平台|区县|县区|载体|板块)"
            "|园区|开发区|属地|县[（(]?市?、?区[）)]?|区县|县区"
        ),
    ),
    (Column.INDUSTRY, re.compile("(?:所属|项目|主导)?(?:产业|行业|领域)(?:类别|类型|方向|链)?")),
    (Column.STAGE, re.compile("(?:项目|当前|目前|建设)?(?:进展|阶段|状态|进度)(?:情况)?")),
    (Column.NAME, re.compile("(?:签约|开工|投资|建设|招商)?项目(?:名称|全称)?|名称")),
)
_UNIT = re.compile(r"[（(\[]?(?:单位[：:])?(?P<unit>[百千]?[亿万]?(?:人民币|美|欧|日|港)?[元亿万])[)）\]]?$")
_CAPTION_UNIT = re.compile(r"单位\s?[：:]\s?(?P<unit>[百千]?[亿万]?(?:人民币|美|欧|日|港)?[元亿万])")
_FIGURE = re.compile(r"(?:约|近|超)?[\d,，.．]{1,16}\+?")
_NOTHING = re.compile(r"[-—–/\\、…*×无]*|待定|暂?未定|/|保密|不详")
_TOTAL = re.compile(r"合\s?计|总\s?计|小\s?计")
_FIRMS_APART = re.compile("[、；;/]")
_EDGES = " \u3000\u00a0"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell by its offsets, without the space around it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row that names a project or a firm; the row of the heads holds nothing."""

    start: int
    end: int
    cells: dict[Column, Cell]
    sums: tuple[AmountSpan, ...] = ()
    total: AmountSpan | None = None  # what is invested in all, where the cell gives a figure: with its unit

    def firms(self) -> Iterator[Cell]:
        """The names in the cell of the investors."""
        cell = self.cells.get(Column.FIRM)
        at = cell.start if cell else 0
        for name in _FIRMS_APART.split(cell.text) if cell else ():
            if 2 <= len(name.strip(_EDGES)) <= LONGEST_NAME:
                yield _cell(name, at)
            at += len(name) + 1


@dataclass(frozen=True, slots=True)
class _Heads:
    columns: tuple[Column, ...]
    texts: tuple[str, ...]
    units: tuple[str, ...]  # of the figures of a column, as told in its head or above the table


def find(text: str) -> list[Row]:
    """The rows of the tables in `text` in order, the rows of their heads among them."""
    if MARK not in text:
        return []
    answer: list[Row] = []
    heads: _Heads | None = None
    above: list[Cell] = []
    caption, at = "", 0
    for line in text.split("\n"):
        cells, start = _cells(line, at), at
        at += len(line) + 1
        if not 1 < len(cells) <= MOST_CELLS:
            caption = line
            continue
        found = _heads(cells, caption)
        if found is not None:
            heads, above = found, []
            answer.append(Row(start, start + len(line), {}))
        elif heads is not None:
            cells = _placed(cells, heads, above)
            above = cells
            answer.append(_row(start, start + len(line), cells, heads))
    return answer


def row_at(rows: Sequence[Row], place: int) -> Row | None:
    """The row of a table in which `place` lies."""
    number_of_row = bisect_right(rows, place, key=lambda row: row.start) - 1
    return rows[number_of_row] if number_of_row >= 0 and place < rows[number_of_row].end else None


def firms_of(rows: Sequence[Row], known: Sequence[EnterpriseSpan]) -> list[EnterpriseSpan]:
    """The investors of the rows that no rule for prose has found."""
    told = Stretches([(firm.start, firm.end) for firm in known], rows[-1].end if rows else 0)
    return [
        EnterpriseSpan(text=cell.text, start=cell.start, end=cell.end, name=cell.text, rule="表格")
        for row in rows
        for cell in row.firms()
        if cell.start >= row.start and not told.touches(cell.start, cell.end)
    ]


def _cells(line: str, at: int) -> list[Cell]:
    cells = []
    for piece in line.split(MARK):
        cells.append(_cell(piece, at))
        at += len(piece) + 1
    return cells


def _cell(piece: str, at: int) -> Cell:
    text = piece.strip(_EDGES)
    start = at + len(piece) - len(piece.lstrip(_EDGES))
    return Cell(text, start, start + len(text))


def _heads(cells: Sequence[Cell], caption: str) -> _Heads | None:
    """The heads in a line: a project or a firm, and one column more that is known."""
    texts = ["".join(cell.text.split()) for cell in cells]
    found = [_UNIT.search(text) for text in texts]
    labels = [text[: unit.start()] if unit else text for text, unit in zip(texts, found, strict=True)]
    columns = [
        next(
            (column for column, pattern in _HEADS if pattern.fullmatch(label) or pattern.fullmatch(text)),
            Column.OTHER,
        )
        for label, text in zip(labels, texts, strict=True)
    ]
    known = {column for column in columns if column is not Column.OTHER}
    if not known & {Column.NAME, Column.FIRM} or len(known) < 2 or len(known - {Column.NUMBER}) < 2:
        return None
    told = _CAPTION_UNIT.search(caption)
    common = told["unit"] if told else ""
    return _Heads(
        columns=tuple(columns),
        texts=tuple(labels),
        units=tuple(unit["unit"] if unit else common for unit in found),
    )


def _placed(cells: list[Cell], heads: _Heads, above: Sequence[Cell]) -> list[Cell]:
    """The cells under their heads; those that a row misses stand in the row above, or it ends early."""
    missing = len(heads.columns) - len(cells)
    if missing <= 0:
        return cells
    empty = Cell("", cells[-1].end, cells[-1].end)
    at_end = [*cells, *[empty] * missing]
    at_left = [*above[:missing], *cells] if above else [*[empty] * missing, *cells]
    return max(at_end, at_left, key=lambda placed: _fits(placed, heads))


def _fits(cells: Sequence[Cell], heads: _Heads) -> int:
    """How many cells hold a figure where one belongs, and words where words do."""
    of_figures = (Column.NUMBER, Column.SUM, Column.OTHER_SUM, Column.LAND)
    return sum(
        (column in of_figures) == bool(_FIGURE.fullmatch(cell.text))
        for cell, column in zip(cells, heads.columns, strict=False)
        if cell.text and column is not Column.OTHER
    )


def _row(start: int, end: int, cells: Sequence[Cell], heads: _Heads) -> Row:
    if any(_TOTAL.match(cell.text) for cell in cells[:3]):
        return Row(start, end, {})
    named: dict[Column, Cell] = {}
    sums: list[AmountSpan] = []
    total = None
    for place, cell in enumerate(cells[: len(heads.columns)]):
        column = heads.columns[place]
        if _NOTHING.fullmatch(cell.text) or column in (Column.OTHER, Column.NUMBER) or column in named:
            continue
        named[column] = cell
        is_own = cell.start >= start  # one sum over several rows is not what each of them costs
        if is_own and column in (Column.SUM, Column.OTHER_SUM) and (found := _sum(cell, heads, place)):
            sums.append(found)
            if column is Column.SUM:
                total = replace(found, text=f"{cell.text}{heads.units[place]}")
    if Column.NAME in named and not 2 <= len(named[Column.NAME].text) <= LONGEST_NAME:
        del named[Column.NAME]
    return Row(start, end, named, tuple(sums), total)


def _sum(cell: Cell, heads: _Heads, place: int) -> AmountSpan | None:
    """The money of a cell that gives a figure alone, in the unit of its column and by its head's basis."""
    unit = heads.units[place]
    figure = cell.text.replace("．", ".")
    if not unit or not _FIGURE.fullmatch(figure) or number(figure.strip("约近超+")) is None:
        return None
    unit = unit if unit.endswith("元") else f"{unit}元"
    found = amounts.find(f"{heads.texts[place]}{figure.rstrip('+')}{unit}")
    return replace(found[-1], text=cell.text, start=cell.start, end=cell.end) if found else None

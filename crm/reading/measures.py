"""Land, floor space, capacity and jobs in running text."""

from __future__ import annotations

import re
from decimal import Decimal

from crm.domain.reading import MeasureSpan
from crm.reading.qualifiers import qualifier_of
from crm.reading.text import number, plain

_MU_PER = {"亩": Decimal(1), "公顷": Decimal(15), "平方公里": Decimal(1500), "平方千米": Decimal(1500)}
_MU_PER_M2 = Decimal("0.0015")

_SP = r"[ \u3000\xa0]{0,2}+"
_NUM = (
    r"(?<![\d.一二三四五六七八九十百千两])(?P<num>\d{1,3}(?:,\d{3}){1,4}+(?:\.\d{1,6}+)?(?!\d)|\d{1,12}+(?:\.\d{1,6}+)?(?!\d)"
    r"|[一二三四五六七八九十百千两]{1,8}+)"
    rf"{_SP}(?P<inner>[余多])?{_SP}(?P<scale>[十百千]?[万亿])?(?P<outer>[余多])?{_SP}"
)
_AREA = re.compile(
    _NUM + r"(?P<unit>亩|公顷|平方公里|平方千米|平方米|平米|㎡|m²|m2|方(?=厂房|标准))(?!/|[，,]?每)"
)
_POWER = re.compile(_NUM + r"(?P<unit>[GMK]Wh|kWh|TWh|[GM]W|GVA|兆瓦时|兆瓦|吉瓦时|吉瓦|千瓦时|千瓦)(?![a-zA-Z])")
_GOODS = re.compile(
    _NUM + "(?P<unit>吨|公斤|千克|台套|台|套|辆|件|片|支|只|枚|颗|粒|米|平方米|立方米|升|块|张|箱|瓶|条|根|艘|架|卷|双|盒|标准立方米"
    "|克拉|头|羽|株|颗粒|机组|模组|芯|瓦|方)(?!/(?!年|日|天))"
)
_JOBS = re.compile(_NUM + "(?P<unit>个|人|名|余人)(?P<after>[^，。；,;\n]{0,4}?(?:就业|岗位|用工|职位))?")
_JOBS_BEFORE = re.compile("(?:就业|岗位|用工|安置|吸纳)[^，。；,;\n]{0,6}\\Z")
_LAND_BEFORE = re.compile("(?:占地|用地|供地|地块|土地|净地)[^，。；,;\n]{0,6}\\Z")
_OUTPUT_BEFORE = re.compile(
    "(?:年产(?!值)|日产|月产|年产能|产能|年处理|日处理|年加工|年生产|年可产|年可生产|生产能力)[^，。；,;\n]{0,24}\\Z"
)
_OUTPUT_AFTER = re.compile("/(?:年|日|天|d|a)|[^，。；,;\n]{0,14}(?:的?产能|的?(?:年)?生产能力|生产线)")
_PRODUCT = re.compile(r"(?:/[年日天da])?[\u4e00-\u9fffA-Za-z0-9-]{0,14}")
_PRODUCT_END = re.compile("的|项目|生产|产能|以上|左右|[和及与]|能力|基地|$")
_NEAR = 30  # characters before a number in which 年产 and the like govern it
_ANCHOR = re.compile(r"\d|[一二三四五六七八九十百千万亿](?:亩|公顷|平|人|个|吨|台|套|辆|件)")


def find(text: str) -> list[MeasureSpan]:
    """Land in mu, floor space in square metres, capacity in its unit and jobs told in `text`, in order."""
    if not _ANCHOR.search(text):
        return []
    body = plain(text)
    found = [
        *(_area(text, body, match) for match in _AREA.finditer(body)),
        *(_capacity(text, body, match) for match in _POWER.finditer(body)),
        *(_goods(text, body, match) for match in _GOODS.finditer(body)),
        *(_jobs(text, body, match) for match in _JOBS.finditer(body)),
    ]
    answer: list[MeasureSpan] = []
    for span in sorted((span for span in found if span), key=lambda span: (span.start, -span.end)):
        if not answer or span.start >= answer[-1].end:
            answer.append(span)
    return answer


def _area(text: str, body: str, match: re.Match[str]) -> MeasureSpan | None:
    value = _value(match)
    if value is None:
        return None
    unit = match["unit"]
    if unit in _MU_PER:
        return _span(text, body, match, "land_mu", value * _MU_PER[unit], "亩")
    if _OUTPUT_BEFORE.search(body, max(0, match.start() - _NEAR), match.start()):
        return None
    if _LAND_BEFORE.search(body, max(0, match.start() - _NEAR), match.start()):
        return _span(text, body, match, "land_mu", value * _MU_PER_M2, "亩")
    return _span(text, body, match, "floor_m2", value, "平方米")


def _capacity(text: str, body: str, match: re.Match[str]) -> MeasureSpan | None:
    value = _value(match)
    return None if value is None else _span(text, body, match, "capacity", value, match["unit"], _product(body, match))


def _goods(text: str, body: str, match: re.Match[str]) -> MeasureSpan | None:
    is_output = _OUTPUT_BEFORE.search(body, max(0, match.start() - _NEAR), match.start())
    if not is_output and not _OUTPUT_AFTER.match(body, match.end()):
        return None
    return _capacity(text, body, match)


def _jobs(text: str, body: str, match: re.Match[str]) -> MeasureSpan | None:
    before = _JOBS_BEFORE.search(body, max(0, match.start() - _NEAR), match.start())
    value = _value(match)
    if value is None or not (before or match["after"]):
        return None
    return _span(text, body, match, "jobs", value, "人", match.end("unit"))


def _value(match: re.Match[str]) -> Decimal | None:
    return number(match["num"] + (match["scale"] or ""))


def _product(body: str, match: re.Match[str]) -> int:
    """Where the name of what is made ends, behind the unit."""
    tail = _PRODUCT.match(body, match.end())
    if tail is None:
        return match.end()
    stop = _PRODUCT_END.search(tail.group())
    return match.end() + (stop.start() if stop else len(tail.group()))


def _span(
    text: str, body: str, match: re.Match[str], kind: str, value: Decimal, unit: str, end: int | None = None
) -> MeasureSpan:
    last = match.end() if end is None else end
    return MeasureSpan(
        text=text[match.start() : last],
        start=match.start(),
        end=last,
        kind=kind,
        value=float(value),
        unit=unit,
        qualifier=qualifier_of(body, match.start(), match.end(), match["inner"] or match["outer"]),
    )

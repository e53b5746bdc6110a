"""Land, floor space, capacity and jobs in running text."""

from __future__ import annotations

import re
from decimal import Decimal

from crm.domain.reading import MeasureSpan
from crm.reading.qualifiers import qualifier_of
from crm.reading.text import anchored, number, plain

_MU_PER = {"亩": Decimal(1), "公顷": Decimal(15), "平方公里": Decimal(1500), "平方千米": Decimal(1500)}
_MU_PER_M2 = Decimal("0.0015")

_SP = r"[ \u3000\xa0]{0,2}+"
_NUM = (
    r"(?<![\d.一二三四五六七八九十百千两])(?P<num>\d{1,3}(?:,\d{3}){1,4}+(?:\.\d{1,6}+)?(?!\d)|\d{1,12}+(?:\.\d{1,6}+)?(?!\d)"
    r"|[一二三四五六七八九十百千两]{1,8}+)"
    rf"{_SP}(?P<inner>[余多])?{_SP}(?P<scale>[十百千]?[万亿])?(?P<outer>[余多])?{_SP}"
)
_NUMBER = re.compile(
    r"[\d一二三四五六七八九十百千两](?<![\d.一二三四五六七八九十百千两].)"
)  # its first character
_AREAS = "亩|公顷|平方公里|平方千米|平方米|平米|㎡|m²|m2"
_POWERS = "[GMK]Wh|kWh|TWh|[GM]W|GVA|兆瓦时|兆瓦|吉瓦时|吉瓦|千瓦时|千瓦"
_GOODS = (
    "吨|公斤|千克|台套|台|套|辆|件|片|支|只|枚|颗粒|颗|粒|立方米|米|升|块|张|箱|瓶|条"
    "|根|艘|架|卷|双|盒|标准立方米|克拉|头|羽|株|机组|模组|芯|瓦"
)
_MEASURE = re.compile(
    rf"{_NUM}(?:(?P<area>{_AREAS})|(?P<power>{_POWERS})(?![a-zA-Z])|(?P<goods>{_GOODS})|(?P<jobs>[个人名]))"
)
_JOBS_AFTER = re.compile("[^，。；,;\n]{0,4}?(?:就业|岗位|用工|职位)")
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
    found = (_measure(text, body, match) for match in anchored(_MEASURE, _NUMBER, body))
    return [span for span in found if span]


def _measure(text: str, body: str, match: re.Match[str]) -> MeasureSpan | None:
    value = number(match["num"] + (match["scale"] or ""))
    if value is None:
        return None
    if match["area"]:
        return _area(text, body, match, value)
    if match["jobs"]:
        return _jobs(text, body, match, value)
    if match["power"] or _is_output(body, match):
        unit = match["power"] or match["goods"]
        return _span(text, body, match, "capacity", value, unit, _product(body, match))
    return None


def _area(text: str, body: str, match: re.Match[str], value: Decimal) -> MeasureSpan | None:
    unit, near = match["area"], max(0, match.start() - _NEAR)
    if unit in _MU_PER:
        return _span(text, body, match, "land_mu", value * _MU_PER[unit], "亩")
    if _OUTPUT_BEFORE.search(body, near, match.start()):
        return _span(text, body, match, "capacity", value, "平方米", _product(body, match))
    if _LAND_BEFORE.search(body, near, match.start()):
        return _span(text, body, match, "land_mu", value * _MU_PER_M2, "亩")
    return _span(text, body, match, "floor_m2", value, "平方米")


def _jobs(text: str, body: str, match: re.Match[str], value: Decimal) -> MeasureSpan | None:
    before = _JOBS_BEFORE.search(body, max(0, match.start() - _NEAR), match.start())
    if not before and not _JOBS_AFTER.match(body, match.end()):
        return None
    return _span(text, body, match, "jobs", value, "人")


def _is_output(body: str, match: re.Match[str]) -> bool:
    before = _OUTPUT_BEFORE.search(body, max(0, match.start() - _NEAR), match.start())
    return bool(before or _OUTPUT_AFTER.match(body, match.end()))


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

"""Money in running text: value, range, currency, qualifier and what the figure measures (口径)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from crm.domain.reading import AmountSpan
from crm.reading.bases import basis_of
from crm.reading.qualifiers import qualifier_of
from crm.reading.text import anchored, number, plain
from crm.reading.words import any_of, rows

_CURRENCIES = dict(rows("currencies"))
_SIGNS = (
    "US$",
    "HK$",
    "$",
    "¥",
    "€",
    "£",
    "RMB",
    "CNY",
    "USD",
    "EUR",
    "HKD",
    "人民币",
    "新台币",
    "美元",
    "美金",
    "港币",
)
_HAN = "零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖十百千拾佰仟"
_SP = r"[ \t\xa0\u3000]{0,2}+"
_NUM = (
    r"(?:\d{1,3}(?:,\d{3}){1,5}+(?:\.\d{1,6}+)?(?!\d)"
    r"|\d{1,15}+(?:\.\d{1,6}+)?(?!\d)"
    rf"|[{_HAN}]{{1,10}}+(?:点[{_HAN}]{{1,4}}+)?(?![\d{_HAN}]))"
)
_SCALE = "[十百千]?(?:万亿|亿|万)"

_QUANTITY = re.compile(
    rf"(?=[\d{_HAN}上数几])(?<![\d.{_HAN}])(?:(?P<low>{_NUM}){_SP}[-~至到]{_SP})?"
    rf"(?:(?P<num>{_NUM})|(?P<vague>(?<!以)上(?=[十百千万亿])[十百千]{{0,2}}|[数几][十百千]{{0,2}}))"
    rf"{_SP}(?:个(?=[多余几]{_SP}[百千]?[万亿]))?{_SP}(?P<inner>[多余几来])?{_SP}(?:个{_SP}(?=[百千]?[万亿](?!元?(?:[及]?以上|级|项目))))?"
    rf"(?P<scale>{_SCALE}(?:(?<=亿)零?{_NUM}{_SP}[百千]?万)?)?"
    rf"(?P<outer>[多余])?{_SP}"
    # 三元材料, 元旦 and 元件 hold no money.
    rf"(?P<currency>(?:{any_of(word for word in _CURRENCIES if word != '$')})(?![旦宵器素件年月]))?"
)
_FIRST = re.compile(rf"[\d{_HAN}上数几](?<![\d.{_HAN}].)")
_ANCHOR = re.compile("[万萬亿億元圓镑币幣铢布比郎特$＄€£¥￥]")
_SIGN_BEFORE = re.compile(rf"(?:{any_of(_SIGNS)}){_SP}\Z")
_THOUSANDS = re.compile(r"，(?<=\d.)(?=\d{3}(?:，\d{3})?[万亿元])")  # 12，000万元
_JOINT = re.compile(rf"{_SP}[-~至到]{_SP}")
_BARE = re.compile("[百千佰仟]+")  # 百亿元: an order of magnitude, no figure
_GUESS = re.compile("[一二三四五六七八九]{2}(?![一二三四五六七八九〇零])")  # 三五亿元, 七八百万元
_SPELT_PRICE = re.compile(f"[{_HAN}]?[十拾][{_HAN}]*|[一二三四五六七八九两壹贰叁肆伍陆柒捌玖][{_HAN}]+")

# Without 元 a number is money only where the words speak of money and nothing else is counted.
_MONEY = (
    "投资|引资|资产(?:规模)?|总投|产值|税收|纳税|利税|资本金?|资金|营收|收入|销售|利润|融资|募资|斥资|出资|注资|增资|贷款|授信|估值|市值|成交|金额|总额"
    "|外资|补贴|补助|奖励|基金|GDP|造价|耗资|财政|合同额|预算"
)
_MONEY_BEFORE = re.compile(_MONEY)
_MONEY_ADJACENT = re.compile(
    rf"(?:{_MONEY})[额规模总量]*(?:约|近|超过?|逾|达到?|突破|共|为|是|了|可|在|高达|预计|计划|合计|累计|不低于|不少于|至少|最高|接近|人民币|[：:\s])*\Z"
)
_MONEY_AFTER = re.compile(rf"(?:以上|左右)?的?(?:{_MONEY})")
_COUNTED_AFTER = re.compile(
    r"\s?(?:[台套件片吨人户家个次辆条米平立千瓦亩公斤升支只枚颗粒块张部组批册份株头羽字股倍伏方间名位棵箱"
    r"标桶瓶包根双卡盒度级年月日号点载筒幅座毫分盘盏艘架门道项对副码英安美日欧A-Za-z%％‰㎡㎥°℃]|平方|余?多?[台套件片吨人户家个次辆条亩])"
)
_PAUSE_AFTER = re.compile(r"[，,。；;、！!？?）)\]】”’\"\s]|\Z|以上|以下|左右|上下|的|/")
_OUTPUT_BEFORE = re.compile(
    r"(?:年产(?!值)|产量|产能|用户|人口|人次|面积|销量|播放|阅读|游客|日产|年处理)[^，。；]{0,6}\Z"
)
_CLAUSE_MARK = re.compile("[，,；;。！？!?\n\r]")
_NEAR = 24  # characters before a number in which 投资 and the like make it money


class _Sum(NamedTuple):
    start: int
    end: int
    low: Decimal | None
    high: Decimal | None  # None unless a range
    currency: str | None
    inner: str | None  # 多 or 余 inside: 500多亿元
    is_bare: bool


def find(text: str) -> list[AmountSpan]:
    """The amounts of money in `text`, in order; value None where only a size is told (数亿元, 超百亿元).

    Size classes (亿元以上项目) and ambitions (千亿级) are no amounts. A figure without its currency word
    counts as yuan where the words around it speak of money and no other unit follows.
    """
    if not _ANCHOR.search(text):
        return []
    body = _THOUSANDS.sub(",", plain(text))
    answer: list[AmountSpan] = []
    for found in _joined(body, _sums(body)):
        span = _span(text, body, found, answer[-1] if answer else None)
        if span is not None:
            answer.append(span)
    return answer


def _sums(body: str) -> Iterator[_Sum]:
    floor = 0
    for found in anchored(_QUANTITY, _FIRST, body):
        num, scale, currency = found["num"], found["scale"] or "", found["currency"]
        if not scale and not (currency and num and _is_price(num)):
            continue
        value = _value(num, scale) if num and found["inner"] != "几" else None
        low = _value(found["low"], scale) if found["low"] else None
        is_range = low is not None and value is not None and low < value
        start = found.start() if is_range or not found["low"] else found.start("num" if num else "vague")
        sign = _SIGN_BEFORE.search(body, max(floor, start - 6), start)
        floor = found.end()
        word = currency or (sign.group().rstrip() if sign else None)
        yield _Sum(
            start=sign.start() if sign else start,
            end=found.end() - (0 if currency else _trailing_space(found.group())),
            low=low if is_range else value,
            high=value if is_range else None,
            currency=_CURRENCIES[word] if word else None,
            inner=found["inner"] if found["inner"] in ("多", "余") else found["outer"],
            is_bare=bool(num and _BARE.fullmatch(num)),
        )


def _is_price(num: str) -> bool:
    """Whether 元 alone after `num` can be money: 1200元, 五百元, but not 三元 or 千元."""
    return num[0].isdigit() or bool(_SPELT_PRICE.fullmatch(num))


def _trailing_space(written: str) -> int:
    return len(written) - len(written.rstrip())


def _value(num: str, scale: str) -> Decimal | None:
    if _BARE.fullmatch(num) or _GUESS.match(num):
        return None
    return number(num + scale)


def _joined(body: str, sums: Iterator[_Sum]) -> Iterator[_Sum]:
    """Two sums with a dash or 至 between them made one range."""
    waiting: _Sum | None = None
    for found in sums:
        if waiting is None:
            waiting = found
        elif _is_range(body, waiting, found):
            yield waiting._replace(end=found.end, high=found.low, currency=found.currency or waiting.currency)
            waiting = None
        else:
            yield waiting
            waiting = found
    if waiting is not None:
        yield waiting


def _is_range(body: str, first: _Sum, second: _Sum) -> bool:
    if first.low is None or second.low is None or first.high is not None or second.high is not None:
        return False
    same_money = first.currency in (None, second.currency)
    is_change = body[max(0, first.start - 1) : first.start] in ("从", "由")
    between = _JOINT.fullmatch(body, first.end, second.start)
    return bool(between) and same_money and not is_change and first.low < second.low


def _span(text: str, body: str, found: _Sum, previous: AmountSpan | None) -> AmountSpan | None:
    qualifier = qualifier_of(body, found.start, found.end, found.inner)
    if body.startswith("级", found.end) or (found.is_bare and qualifier in (None, "以上", "以下", "以内")):
        return None
    if found.currency is None and not _is_money(body, found):
        return None
    floor = previous.end if previous else 0
    return AmountSpan(
        text=text[found.start : found.end],
        start=found.start,
        end=found.end,
        value=_whole(found.low),
        value_max=_whole(found.high),
        currency=found.currency or "CNY",
        qualifier=qualifier,
        basis=basis_of(body, found.start, found.end, floor, qualifier, previous.basis if previous else None),
    )


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value.to_integral_value(ROUND_HALF_UP))


def _is_money(body: str, found: _Sum) -> bool:
    """Whether a figure without a currency word is money, judged by its clause."""
    if _COUNTED_AFTER.match(body, found.end) or found.low is None:
        return False
    near = max(0, found.start - _NEAR)
    if _OUTPUT_BEFORE.search(body, near, found.start):
        return False
    if _MONEY_ADJACENT.search(body, near, found.start) or _MONEY_AFTER.match(body, found.end):
        return True
    clause = _CLAUSE_MARK.split(body[near : found.start])[-1]
    return bool(_PAUSE_AFTER.match(body, found.end) and _MONEY_BEFORE.search(clause))

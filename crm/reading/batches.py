"""Several projects told as one number: 20个项目集中开工，总投资120亿元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from crm.domain.reading import Action, AmountSpan, Basis
from crm.reading import amounts
from crm.reading.acts import Act, strongest
from crm.reading.scenes import Scene, is_investment
from crm.reading.text import number

SCENE_BATCHES = 12  # told in one sentence; more are an attack on the reader

_NUMBER = r"(?P<count>\d{1,5}|[一二两三四五六七八九十百]{1,5})(?:余|多)?\s?"
_STEP = "(?:(?:新|现场|集中|意向)?(?:签约|开工|竣工|投产|在建|落户|落地|在谈|洽谈))?"
_PROJECTS = re.compile(
    rf"(?:{_NUMBER}(?:个|项|宗)(?P<kind>[^，。；、：\d]{{0,16}}?|总投资[^，。；、]{{2,14}}元的[^，。；、]{{0,8}})项目"
    rf"|{_STEP}项目(?:共|有|共有|共计|达|达到|总数)?{_NUMBER.replace('count', 'after')}(?:个|项|宗))"
)
_TOLD = re.compile(  # stands in each of them
    r"项目(?:共|有|共有|共计|达|达到|总数)?[\d一二两三四五六七八九十百]|[\d一二两三四五六七八九十百][余多]?\s?[个项宗][^，。；、：]{0,16}项目"
    r"|[\d一二两三四五六七八九十百][余多]?\s?[个项宗]总投资"
)
_FIRMS = re.compile(rf"{_NUMBER}家(?P<kind>[^，。；、：\d]{{0,12}}?)(?:企业|公司|客商)")
_COUNTED_FIRMS = re.compile(r"[\d一二两三四五六七八九十百][余多]?\s?家")
_FIRMS_DO = re.compile(
    r"(?:代表)?(?:进行|举行)?(?:了)?(?:正式|成功|现场|集中|顺利)*(?:进行|举行)?(?:了)?(?:现场|集中)?(?:签约|签订|签署|开工|奠基|动工)"
)
_SINCE_EVER = re.compile("累计|历年|先后|历届|建[区园市]以来|成立以来|开放以来|多年来|近年来|近[几三五]年")
_WHOLE_SUM = re.compile(
    r"(?:(?:本次|此次|集中|现场|所有|全部|上述|这些|本批|这批)[^，。；\d]{0,10}|(?<![\d个项])(?:签约|开工))项目[^，。；\d]{0,4}[，,]?(?:计划|预计|合同|协议)*(?:总?投资|引资|总金额|金额|总额)[^，。；\d]{0,6}$"
)
_PART_SUM = re.compile(
    r"[，,（(]?(?:计划|预计|合同|协议)*(?:总?投资|投资总?|总)?(?:额|金额|总额)?(?:达|约|超|近|为)*$"
)
_PART = re.compile(
    r"(?:其中|包括|包含|含|内有|分别|以上|占)[^，。；]{0,16}$|(?:其中|包括|包含)[^。；]{0,40}[，、][^，。；]{0,12}$"
)
_OF_THEM = re.compile("包括|包含|分别为|分别是")
_EVENT_KINDS = ("开工", "新开工", "竣工", "投产", "在建", "签约")
_SOME = re.compile(r"其中[^。；]{0,24}(?:项目\d+[个项]|\d+[个项])")
_ALL = re.compile(r"(?:项目|合计|共计|累计|全部)(?:预计|计划)?(?:总|累计)?投资(?:总?额)?(?:达|约|超|近|为)*$")
_MARK = re.compile("[，,。；;]")
_RANKED_AFTER = re.compile(r"参加|列入|入选|入围|纳入")
_GATHERED = re.compile(r"集中|签约|签订|签署|引进|仪式|落户|批次")
_RANKED = re.compile(
    r"(?<!开工)(?<!签约)(?<!竣工)(?<!投产)(?:全省|全市|省级|市级|国家级)[^，。；]{0,8}$|(?:列入|入选|参加|第)[^，。；]{0,8}$"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """A number of projects with what is said of them together."""

    count: int
    name: str
    act: Act | None
    amount: AmountSpan | None


def find(scene: Scene) -> list[Batch]:
    """The batches a scene tells of; parts of a batch (其中…) only with a sum of their own."""
    return [*islice(_found(scene), SCENE_BATCHES)] if scene.own_acts else []


def _found(scene: Scene) -> Iterator[Batch]:
    text = scene.text
    end_of_last = scene.start
    told = _TOLD.search(text, scene.start, scene.end)
    for found in _PROJECTS.finditer(text, scene.start, scene.end) if told else ():
        before = text[max(scene.start, found.start() - 48) : found.start()]
        after = text[found.end() : found.end() + 6]
        if _RANKED.search(before) or _RANKED_AFTER.match(after):
            continue
        value = number((found["count"] or found["after"] or "").strip())
        act = _act(scene, found)
        if value is None or value < 2 or act is None:
            continue
        amount = _amount(scene, found, end_of_last)
        if _PART.search(before) and not _is_own(scene, found, amount):
            continue
        if _SINCE_EVER.search(text, scene.start, found.start()):
            continue
        is_told = act.end <= found.start() <= act.end + 1 or found["kind"] in _EVENT_KINDS
        if amount is None and not is_told and not _GATHERED.search(text, scene.start, scene.end):
            continue
        end_of_last = amount.end if amount else found.end()
        yield Batch(count=int(value), name=found.group(), act=act, amount=amount)
    yield from _of_firms(scene)


def sum_of_all(scene: Scene) -> AmountSpan | None:
    """The sum of an event's projects told without their number (此次签约项目总投资超百亿元)."""
    for amount in scene.amounts:
        if _WHOLE_SUM.search(scene.text, max(scene.start, amount.start - 40), amount.start):
            return amount
    return None


def count_in_title(title: str) -> tuple[int, str] | None:
    """How many projects a headline says something of, and what it calls them (5个光伏项目集中开工)."""
    found = _PROJECTS.search(title)
    value = number((found["count"] or found["after"]).strip()) if found else None
    return (int(value), found.group()) if found and value and value >= 2 else None


def sum_in_title(title: str, count: int) -> AmountSpan | None:
    """The sum a headline tells with a number of projects (21个项目集中开工 总投资31亿元)."""
    counts = [number((found["count"] or found["after"]).strip()) for found in _PROJECTS.finditer(title)]
    sums = [amount for amount in amounts.find(title) if amount.basis is not Basis.THRESHOLD]
    return sums[0] if counts == [count] and len(sums) == 1 else None


def _is_own(scene: Scene, found: re.Match[str], amount: AmountSpan | None) -> bool:
    """Whether a part of a batch has a sum told right behind its number."""
    return amount is not None and bool(_PART_SUM.fullmatch(scene.text, found.end(), amount.start))


def _of_firms(scene: Scene) -> Iterator[Batch]:
    """Firms told as a number that sign or start together (13家企业进行现场签约)."""
    if not _COUNTED_FIRMS.search(scene.text, scene.start, scene.end):
        return
    for found in _FIRMS.finditer(scene.text, scene.start, scene.end):
        does = _FIRMS_DO.match(scene.text, found.end(), scene.end)
        if does is None:
            continue
        value = number(found["count"].strip())
        acts = [act for act in scene.acts if found.end() <= act.start < does.end() and act.is_done]
        if acts and value and value >= 2 and scene.own_acts:
            yield Batch(
                count=int(value), name=found.group(), act=acts[0], amount=_amount(scene, found, found.end())
            )


def _act(scene: Scene, found: re.Match[str]) -> Act | None:
    """What is told of a number of projects: behind it in its clause, else before it, else near it."""
    text = scene.text
    mark = _MARK.search(text, found.end(), scene.end)
    clause_end = mark.start() if mark else scene.end
    after = [act for act in scene.acts if found.end() <= act.start < clause_end]
    own = [act for act in scene.acts if found.start() - 6 <= act.start < found.end()]
    near = [act for act in scene.acts if abs(act.start - found.start()) <= 40]
    act = strongest(after or own or near)
    if act and act.action is Action.SETTLED:
        signed = [other for other in scene.acts if other.is_done and other.action is Action.SIGNED]
        return signed[0] if signed else act
    return act


def _is_of_a_part(text: str, start: int, amount: AmountSpan) -> bool:
    """Whether a sum is told of some of the projects only (60个项目签约，其中外资项目27个，总投资…)."""
    part = _SOME.search(text, start, amount.start)
    return bool(part) and not _ALL.search(text, start, amount.start)


def _amount(scene: Scene, found: re.Match[str], floor: int) -> AmountSpan | None:
    """The total told with the number: inside it, behind it in the sentence, else just before it."""
    following = (
        later.start()
        for later in _PROJECTS.finditer(scene.text, found.end(), scene.end)
        if not _PART.search(scene.text[max(scene.start, later.start() - 48) : later.start()])
    )
    limit = next(following, scene.end)
    part = _OF_THEM.search(scene.text, found.end(), limit)
    limit = part.start() if part else limit
    for amount in scene.amounts:
        if amount.end == found.start() - 1 and scene.text[amount.end] == "的" and amount.basis is Basis.TOTAL:
            return amount
    for amount in scene.amounts:
        if (
            amount.basis is Basis.THRESHOLD
            or amount.start < max(floor, found.start())
            or amount.start >= limit
            or _is_of_a_part(scene.text, found.end(), amount)
            or (amount.start >= found.end() and scene.text.startswith("的", amount.end))
        ):
            continue
        if is_investment(scene.text, amount) and amount.basis is not Basis.PHASE1:
            return amount
    return None

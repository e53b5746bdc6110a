"""Stretches of a text that may be firms' names: proposed freely here, decided on by firm_scores."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from crm.reading import firm_items
from crm.reading.firm_contexts import contextual
from crm.reading.firm_shapes import FirmForm, Ground, brands, placed, registered_names
from crm.reading.firm_words import firm_words, is_brand, straddles, strip_trades
from crm.reading.gazetteers import divisions
from crm.reading.known import NameHit
from crm.reading.pieces import Kind, cut

SURPLUS = 8  # characters of a sentence that may stand before a registered name by mistake
LIST_LENGTH = 30  # items in which the end of a list is looked for
_NO_BEGINNING = frozenset((Kind.MARK, Kind.LEGAL, Kind.EDGE))
CORNERS = frozenset((Kind.EDGE, Kind.BOUNDARY, Kind.JOINT))

_BRANCH = re.compile(r"[一-鿿]{2,6}?(?:分公司|支行|分行|分院)")
_IN_CHINA = re.compile(  # 西门子中国 is a firm, in 西门子中国工厂 the country is only told with it
    "中国(?!市场|工厂|[区最的第人内大地总业生投制消企经国产新首南北西东华]|公司|研发|分公司)"
)
_COUNTED_FIRMS = re.compile(r"(?:[两二三四五六七八九十几多\d]{1,3}[家户])[^，。；、]{0,8}?(?:企业|公司|厂商)")
_REGISTERED = ("有限公司", "有限责任公司", "股份公司")
_JOINED = re.compile("[与和及、的]")
_COUNTRY = re.compile("中国|国家|国际|上海|北京|南方|东方")
_LEGAL_TAIL = re.compile(r"(?:集团|股份|公司|控股|有限公司|有限责任公司)+$")
_BODIES = (*"省市县区州旗盟", "委、", "局、", "办、")  # before an office, not before a firm


class Candidate(NamedTuple):
    """A stretch that may be a name, and the rule that proposed it."""

    form: FirmForm
    source: str


class Run(NamedTuple):
    """The words of a stretch without a mark, and what the list is of whose item it is."""

    starts: list[int]  # of its words; the first and the last are its edges
    kinds: list[Kind]
    listed: str


class Runs:
    """A text cut at its marks, and into words where somebody asks."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._starts = [start for start, _ in ground.runs]
        self._hit_starts = [hit.start for hit in ground.hits]
        self._found: dict[int, Run] = {}
        self._lasts = _lasts_of_lists(ground.text, ground.runs)
        text, runs = ground.text, ground.runs
        self._list_kinds = {last: _list_kind(text, *runs[last]) for last in {*self._lasts.values()}}

    def at(self, offset: int) -> Run | None:
        """The run that `offset` lies in."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0 or self._ground.runs[number][1] <= offset:
            return None
        if number not in self._found:
            self._found[number] = self._run(number)
        return self._found[number]

    def listed(self, kind: str) -> Iterator[Run]:
        """The runs that are items of lists of that kind."""
        for number, last in self._lasts.items():
            if self._list_kinds[last] == kind and (run := self.at(self._starts[number])):
                yield run

    def _run(self, number: int) -> Run:
        start, end = self._ground.runs[number]
        low, high = bisect_left(self._hit_starts, start), bisect_left(self._hit_starts, end)
        starts, kinds = cut(self._ground.text, start, end, self._ground.hits[low:high])
        return Run(starts, kinds, self._listed(number))

    def _listed(self, number: int) -> str:
        """What the list is of that a run is an item of; nothing if it is none."""
        last = self._lasts.get(number)
        return "" if last is None else self._list_kinds[last]


def _lasts_of_lists(text: str, runs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The numbers of the runs that are items of lists, each with that of the last item looked at for it."""
    lasts: dict[int, int] = {}
    first = 0
    for number, ((_, end), (start, _)) in enumerate(pairwise(runs)):
        if text[end:start] not in _LISTING:
            if first < number:
                lasts |= {item: min(item + LIST_LENGTH, number) for item in range(first, number + 1)}
            first = number + 1
    last = len(runs) - 1
    if first < last:
        lasts |= {item: min(item + LIST_LENGTH, last) for item in range(first, last + 1)}
    return lasts


def without_parts(text: str, proposed: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates without the short names that are parts of a registered one (奇瑞汽车|有限公司)."""
    kept = [*proposed]
    legal: dict[int, int] = {}  # where registered names end, and where the longest of them begins
    for form in (candidate.form for candidate in kept):
        if form.is_full and text.endswith(_REGISTERED, form.start, form.end):
            legal[form.end] = min(form.start, legal.get(form.end, form.start))
    ends = sorted(legal)
    for candidate in kept:
        form = candidate.form
        at = bisect_left(ends, form.end)
        is_part = (
            at < len(ends)
            and form.end not in legal
            and legal[ends[at]] <= form.start
            and not _JOINED.search(text, form.end, ends[at])
        )
        if not is_part:
            yield candidate


def propose(ground: Ground, runs: Runs, mentioned: Iterable[FirmForm]) -> Iterator[Candidate]:
    """Every candidate, some stretches more than once and then the form that knows its own word best first.

    `mentioned` are the firms of projects.
    """
    for form in registered_names(ground):
        yield Candidate(form=form, source=form.rule)
        yield from _shorter(ground, runs, form)
    yield from (Candidate(form=form, source="known") for form in _known(ground))
    for rule in (placed, brands, contextual):
        yield from (Candidate(form=form, source=form.rule) for form in rule(ground))
    yield from (Candidate(form=form, source="project") for form in mentioned)
    for run in runs.listed("firms"):
        items = firm_items.proposed(ground, run.starts, run.kinds)
        yield from (Candidate(form=form, source="item") for form in items)


_LISTING = frozenset(("、", "”、“", "》、《"))
_LIST_END = re.compile("等|在内的")
_BEFORE_END = (  # what the list is of by what stands behind its last item
    (
        "firms",
        re.compile(
            r"(?:等|在内的)(?!.{0,8}(?:产业|领域|行业|方面))[^，。；、]{0,16}?(?:企业|公司|厂商|[车央国民外药房]企|巨头|客商|集团|龙头|强|单位|品牌)"
        ),
    ),
    ("projects", re.compile(r"(?:等|在内的)[^，。；、]{0,16}?(?:项目|工程)")),
    ("sectors", re.compile(r"等?[^，。；、]{0,10}?(?:产业|领域|行业|产品|方面|集群)")),
)  # fmt: skip
_SECTORS = re.compile("产业|领域|行业|产品|方面|集群")


def _list_kind(text: str, start: int, end: int) -> str:
    """What the list is of whose last item begins at `start`."""
    if _COUNTED_FIRMS.search(text, start, end):
        return "firms"
    if ends := _LIST_END.search(text, start, end):
        return next((kind for kind, pattern in _BEFORE_END if pattern.match(text, ends.start())), "things")
    if text.find("项目", start, end) >= 0:
        return "projects"
    return "sectors" if _SECTORS.search(text, start, end) else "things"


def _known(ground: Ground) -> Iterator[FirmForm]:
    text = ground.text
    for hit in ground.hits:
        known = hit.enterprises
        if not known or any(name.common for name in known):
            continue
        if hit.text.endswith("局") and text[max(0, hit.start - 2) : hit.start].endswith(_BODIES):
            continue  # 市招商局 is an office, 招商局 a firm
        if known[0].is_hint and (hit.text in firm_words().ordinary or straddles(text, hit.start, hit.end)):
            continue
        if text[hit.start - 1 : hit.start + 1] in _cities():
            continue  # 北京东方花园 is no 京东方
        yield FirmForm(
            start=hit.start,
            end=hit.end,
            core_start=hit.start,
            core_end=_own_end(ground, hit),
            rule=known[0].rule or "已知名称",
            is_full=hit.end - hit.start > 2,
        )
        if _IN_CHINA.match(text, hit.end):
            end = hit.end + len("中国")
            yield FirmForm(
                start=hit.start, end=end, core_start=hit.start, core_end=end, rule="知名企业", is_full=True
            )


@cache
def _cities() -> frozenset[str]:
    """Provinces and cities by their short names of two characters."""
    return frozenset(
        division.short
        for division in divisions().values()
        if division.level != "county" and len(division.short) == 2
    )


def _own_end(ground: Ground, hit: NameHit) -> int:
    """The end of a known firm's own word (海尔 in 海尔集团), or of the whole name where that is a place."""
    own = strip_trades(_LEGAL_TAIL.sub("", hit.text))
    if is_brand(own) and ground.after_places(hit.start) == hit.start and not _COUNTRY.match(own):
        return hit.start + len(own)
    return hit.end


def _shorter(ground: Ground, runs: Runs, form: FirmForm) -> Iterator[Candidate]:
    """A registered name without its first words: they may be the sentence's (标志着砺桥橡胶有限公司)."""
    run = runs.at(form.start)
    if run is None:
        return
    first = bisect_right(run.starts, form.start)
    begins_well = run.kinds[first - 1] is Kind.PLACE and run.kinds[first - 2] in CORNERS
    last = first if begins_well else first + SURPLUS
    for start, kind in zip(run.starts[first:last], run.kinds[first:last], strict=True):
        if start > form.start + SURPLUS or kind in _NO_BEGINNING:
            continue
        core_start = max(form.core_start, ground.after_places(start))
        if form.core_end - core_start >= 2:
            shorter = form._replace(start=start, core_start=core_start)
            yield Candidate(form=shorter, source="全称 shortened")
    if branch := _BRANCH.match(ground.text, form.end):
        yield Candidate(form=form._replace(end=branch.end()), source="branch")

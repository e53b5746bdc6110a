"""The sentences of an article with all that was found in each, for reading what it announces."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from operator import attrgetter

from crm.domain.reading import (
    Action,
    AmountSpan,
    Basis,
    DateSpan,
    EnterpriseSpan,
    IndustrySpan,
    MeasureSpan,
    PersonSpan,
    RegionSpan,
    ZoneSpan,
)
from crm.reading.acts import Act, acts
from crm.reading.gazetteers import countries
from crm.reading.project_names import ProjectMention
from crm.reading.tables import Row
from crm.reading.text import sentences

_UNIT = re.compile(r"[^；;]+[；;]?")
_INVESTED = re.compile(
    r"(?:投资|斥资|出资|投入|豪掷|自有资金|自筹资金|金额|规模|总额|投入资金|增资|总投|砸|投)(?:总额|额|金额|规模|资金|计划|概算|估算)?"
    r"(?:将|约|超|近|达|达到|为|共|预计|逾|共计|合计|不低于|不少于|超过|人民币|是|：|:|高达|总计|大概|[（(]|)*$"
)
_FORMER = re.compile("继[^，。；\n]{2,60}?之?后")  # 继甲、乙之后又一个: who came before
_SPENT = re.compile(
    r"(?:完成|(?<!项目)累计|已|年度计划|年度|当年|实际|到位|本年|今年|固定资产)(?:完成|总)?投资(?:额)?(?:达|约|超|为|了)*$|完成[^，。；]{0,6}投资[约超达]*$"
)


MONTH = 31  # days


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What the other recognisers found in a body."""

    enterprises: Sequence[EnterpriseSpan] = ()
    zones: Sequence[ZoneSpan] = ()
    regions: Sequence[RegionSpan] = ()
    industries: Sequence[IndustrySpan] = ()
    people: Sequence[PersonSpan] = ()
    amounts: Sequence[AmountSpan] = ()
    dates: Sequence[DateSpan] = ()
    measures: Sequence[MeasureSpan] = ()
    mentions: Sequence[ProjectMention] = ()
    rows: Sequence[Row] = ()  # of tables
    title: str | None = None
    published: date | None = None


@dataclass(kw_only=True, slots=True)
class Scene:
    """A sentence, or its part up to a semicolon."""

    text: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    acts: list[Act] = field(default_factory=list)
    mentions: list[ProjectMention] = field(default_factory=list)
    enterprises: list[EnterpriseSpan] = field(default_factory=list)
    amounts: list[AmountSpan] = field(default_factory=list)
    dates: list[DateSpan] = field(default_factory=list)
    measures: list[MeasureSpan] = field(default_factory=list)
    zones: list[ZoneSpan] = field(default_factory=list)
    regions: list[RegionSpan] = field(default_factory=list)
    industries: list[IndustrySpan] = field(default_factory=list)
    own_acts: bool = True

    @property
    def quote(self) -> str:
        """The whole sentence."""
        return self.text[self.sentence_start : self.sentence_end]

    def between(self, left: int, right: int) -> str:
        """The text between two offsets."""
        return self.text[left:right]


def scenes(text: str, findings: Findings) -> list[Scene]:
    """The scenes of an article in order; one without an event of its own takes its sentence's."""
    coming, come = _days_to_come(findings), _days_come(findings)
    answer = [
        Scene(text=text, start=start, end=end, sentence_start=sentence.start, sentence_end=sentence.end)
        for sentence in sentences(text)
        for start, end in _units(text, sentence.start, sentence.end)
    ]
    _share_out(answer, _that_announce(text, findings))
    sentence, inherited = -1, list[Act]()
    for scene in answer:
        if scene.sentence_start != sentence:
            sentence, inherited = scene.sentence_start, []
        own = _not_to_come(text, acts(text, scene.start, scene.end), coming)
        own = _come(text, own, come)
        scene.acts, scene.own_acts = own or inherited, bool(own)
        inherited = _lead_acts(scene) or own or inherited
    return answer


def _that_announce(text: str, findings: Findings) -> Findings:
    """The finds without countries abroad, and without the firms that came before the one told of."""
    former = [found.span() for found in _FORMER.finditer(text)]
    return replace(
        findings,
        regions=[span for span in findings.regions if span.path not in countries()],
        enterprises=[
            firm
            for firm in findings.enterprises
            if not any(start < firm.start and firm.end < end for start, end in former)
        ],
    )


def _share_out(told: Sequence[Scene], findings: Findings) -> None:
    """Puts every find into the scene that it begins in."""
    starts = [scene.start for scene in told]
    for name in _KINDS:
        spans = sorted(getattr(findings, name), key=_start)
        for span in spans:
            number = bisect_right(starts, span.start) - 1
            if number >= 0 and span.start < told[number].end:
                getattr(told[number], name).append(span)


def _units(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a sentence up to each semicolon."""
    if text.find("；", start, end) < 0 and text.find(";", start, end) < 0:
        yield start, end
        return
    for unit in _UNIT.finditer(text, start, end):
        yield unit.span()


def _lead_acts(scene: Scene) -> list[Act]:
    """The acts told before the first project of a scene, which all parts of its sentence share."""
    if not scene.mentions or not scene.own_acts:
        return []
    return [act for act in scene.acts if act.end <= scene.mentions[0].start]


def _not_to_come(text: str, found: list[Act], coming: Sequence[DateSpan]) -> list[Act]:
    """The acts with those that a day after the publishing date is told of turned into plans."""
    if not coming or not found:
        return found
    return [
        act._replace(is_done=False)
        if act.is_done and not act.is_ceremony and any(_is_day_of(text, span, act) for span in coming)
        else act
        for act in found
    ]


def _days_to_come(findings: Findings) -> list[DateSpan]:
    """The dates that lie behind the publishing date."""
    if findings.published is None:
        return []
    today = findings.published.isoformat()
    return [span for span in findings.dates if span.iso and span.iso > today[: len(span.iso)]]


def _come(text: str, found: list[Act], come: Sequence[DateSpan]) -> list[Act]:
    """The acts with those planned for a day that has come by the publishing date turned into done ones."""
    if not come or all(act.is_done for act in found):
        return found
    return [
        act._replace(is_done=True)
        if not act.is_done
        and act.action is not Action.PLANNED
        and any(_is_day_of(text, span, act) for span in come)
        else act
        for act in found
    ]


def _days_come(findings: Findings) -> list[DateSpan]:
    """The days of the month before the publishing date, and that one."""
    if findings.published is None:
        return []
    today = findings.published.isoformat()
    since = (findings.published - timedelta(days=MONTH)).isoformat()
    return [
        span
        for span in findings.dates
        if span.iso and len(span.iso) == len(today) and since <= span.iso <= today
    ]


def _is_day_of(text: str, span: DateSpan, act: Act) -> bool:
    return 0 <= act.start - span.end <= 8 and not set(text[span.end : act.start]) & set("，。；,;")


def is_investment(text: str, amount: AmountSpan) -> bool:
    """Whether an amount says what a project costs in all."""
    before = text[max(0, amount.start - 18) : amount.start]
    if _RAISED.search(before) or text.startswith("建成", amount.end):
        return True  # 已投资3亿元建成…
    if (
        _EACH.search(before)
        or _SPENT.search(before)
        or _RAISES.match(text, amount.end)
        or _CLASS.match(text, amount.end, amount.end + 16)
    ):
        return False
    if amount.basis in (Basis.TOTAL, Basis.CONTRACT):
        return True
    return amount.basis in (Basis.OTHER, Basis.FIXED_ASSETS, Basis.FOREIGN) and bool(_INVESTED.search(before))


_RAISED = re.compile(r"(?:增加|提高|追加|增资|扩大|上升)(?:到|至|为)$|增至$")
_RAISES = re.compile(r"(?:增加|提高|追加|增资|扩大|上升)(?:到|至|为)|增至")
_EACH = re.compile("均(?:超|过|在|达|为|超过|达到)?$")
_CLASS = re.compile(r"(?:及|（含）|\(含\))?(?:以上|以下)?的?[^，。；]{0,6}项目(?:有|达|占|共|个|\d)")
_KINDS = ("enterprises", "mentions", "amounts", "dates", "measures", "zones", "regions", "industries")


_start = attrgetter("start")

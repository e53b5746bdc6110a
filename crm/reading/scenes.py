"""The sentences of an article with all that was found in each, for reading what it announces."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from crm.domain.reading import (
    AmountSpan,
    Basis,
    DateSpan,
    EnterpriseSpan,
    IndustrySpan,
    MeasureSpan,
    PersonSpan,
    RegionSpan,
    Span,
    ZoneSpan,
)
from crm.reading.acts import Act, acts
from crm.reading.gazetteers import countries
from crm.reading.project_names import ProjectMention
from crm.reading.text import sentences

AnySpan = TypeVar("AnySpan", bound=Span | ProjectMention)

_UNIT = re.compile(r"[^；;]+[；;]?")
_INVESTED = re.compile(
    r"(?:投资|斥资|出资|投入|豪掷|金额|规模|总额|投入资金|增资|总投|砸|投)(?:总额|额|金额|规模|资金|计划|概算|估算)?"
    r"(?:将|约|超|近|达|达到|为|共|预计|逾|共计|合计|不低于|不少于|超过|人民币|是|：|:|高达|总计|大概|[（(]|)*$"
)
_SPENT = re.compile(
    r"(?:完成|(?<!项目)累计|已|年度计划|年度|当年|实际|到位|本年|今年|固定资产)(?:完成|总)?投资(?:额)?(?:达|约|超|为|了)*$|完成[^，。；]{0,6}投资[约超达]*$"
)


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
    acts: list[Act]
    mentions: list[ProjectMention]
    firms: list[EnterpriseSpan]
    amounts: list[AmountSpan]
    dates: list[DateSpan]
    measures: list[MeasureSpan]
    zones: list[ZoneSpan]
    regions: list[RegionSpan]
    industries: list[IndustrySpan]
    own_acts: bool = field(default=True)

    @property
    def quote(self) -> str:
        """The whole sentence."""
        return self.text[self.sentence_start : self.sentence_end]

    def between(self, left: int, right: int) -> str:
        """The text between two offsets."""
        return self.text[left:right]


def scenes(text: str, findings: Findings) -> list[Scene]:
    """The scenes of an article in order; one without an event of its own takes its sentence's."""
    answer: list[Scene] = []
    indexes = {name: _Index(getattr(findings, name)) for name in _KINDS}
    indexes["regions"] = _Index([span for span in findings.regions if span.path not in countries()])
    for sentence in sentences(text):
        inherited: list[Act] = []
        for unit in _UNIT.finditer(text, sentence.start, sentence.end):
            start, end = unit.span()
            own = _not_to_come(text, acts(text, start, end), findings)
            scene = Scene(
                text=text,
                start=start,
                end=end,
                sentence_start=sentence.start,
                sentence_end=sentence.end,
                acts=own or inherited,
                own_acts=bool(own),
                firms=indexes["enterprises"].within(start, end),
                **{name: indexes[name].within(start, end) for name in _KINDS if name != "enterprises"},
            )
            inherited = _lead_acts(scene) or own or inherited
            answer.append(scene)
    return answer


def _lead_acts(scene: Scene) -> list[Act]:
    """The acts told before the first project of a scene, which all parts of its sentence share."""
    if not scene.mentions or not scene.own_acts:
        return []
    return [act for act in scene.acts if act.end <= scene.mentions[0].start]


def _not_to_come(text: str, found: list[Act], findings: Findings) -> list[Act]:
    """The acts with those that a day after the publishing date is told of turned into plans."""
    if findings.published is None or not found:
        return found
    today = findings.published.isoformat()
    coming = [span for span in findings.dates if span.iso and span.iso > today[: len(span.iso)]]
    return [
        replace(act, is_done=False)
        if act.is_done and not act.is_ceremony and any(_is_day_of(text, span, act) for span in coming)
        else act
        for act in found
    ]


def _is_day_of(text: str, span: DateSpan, act: Act) -> bool:
    return 0 <= act.start - span.end <= 8 and not set(text[span.end : act.start]) & set("，。；,;")


def is_investment(text: str, amount: AmountSpan) -> bool:
    """Whether an amount says what a project costs in all."""
    before = text[max(0, amount.start - 18) : amount.start]
    if _RAISED.search(before):
        return True
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


class _Index:
    """Spans by their start, for asking what lies in a stretch."""

    def __init__(self, spans: Sequence[AnySpan]) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]

    def within(self, start: int, end: int) -> list:  # type: ignore[type-arg]
        return self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

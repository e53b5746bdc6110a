"""Phases of one project told at stages of their own: 一期已投产，投资8亿元的二期即将开工."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crm.domain.reading import Action, AmountSpan
from crm.reading.acts import Act
from crm.reading.scenes import Scene, is_investment
from crm.reading.stages import furthest

_PHASE = re.compile(
    r"(?P<phase>[一二三四首](?<![第\d上下].)(?:[、和至][二三四])?期)(?!间|货|望|待|限|内|后|的?建成)(?:工程|项目)?"
)
_SUM_BEFORE = re.compile(r"[^，。；]{0,8}的$")
_TO_COME = re.compile(r"(?:即将|将|拟|计划|预计|准备)[^，。；]{0,12}(?:开始|启动|实施|建设|推进)")
MOST = 6  # phases of one sentence; more are an attack on the reader


@dataclass(frozen=True, kw_only=True, slots=True)
class Phase:
    """One phase of a project: its act, if one is told, and its sum."""

    name: str
    done: Act | None
    planned: Act | None
    amount: AmountSpan | None


def find(scene: Scene) -> list[Phase]:
    """The phases a scene tells of, each with what stands up to the next."""
    marks = [*_PHASE.finditer(scene.text, scene.start, scene.end)][:MOST]
    return [
        _phase(scene, mark, marks[place + 1].start() if place + 1 < len(marks) else scene.end)
        for place, mark in enumerate(marks)
    ]


def _phase(scene: Scene, mark: re.Match[str], end: int) -> Phase:
    text = scene.text
    own = [act for act in scene.acts if mark.end() <= act.start < end] if scene.own_acts else []
    clause = max(text.rfind(sign, scene.start, mark.start()) for sign in "，；。") + 1
    beside = [act for act in scene.acts if max(clause, scene.start) <= act.start < mark.start()]
    done, planned = furthest(own or beside)
    if done is None and planned is None and (to_come := _TO_COME.search(text, max(clause, scene.start), end)):
        planned = Act(action=Action.PLANNED, start=to_come.start(), end=to_come.end(), is_done=False)
    return Phase(
        name=mark["phase"].replace("首", "一"), done=done, planned=planned, amount=_sum(scene, mark, end)
    )


def _sum(scene: Scene, mark: re.Match[str], end: int) -> AmountSpan | None:
    for amount in scene.amounts:
        is_before = amount.end <= mark.start() and _SUM_BEFORE.fullmatch(scene.text, amount.end, mark.start())
        is_next_s = end < scene.end and _SUM_BEFORE.fullmatch(scene.text, amount.end, end)
        is_behind = mark.end() <= amount.start < end and "投资" in scene.text[mark.end() : amount.start]
        if is_before or (is_behind and not is_next_s):
            return amount if is_before or _is_whole(scene, amount) else None
    return None


def _is_whole(scene: Scene, amount: AmountSpan) -> bool:
    return is_investment(scene.text, amount) or scene.text[amount.start - 3 : amount.start] == "总投资"


def at_stages_of_their_own(told: Sequence[Phase]) -> list[Phase]:
    """The phases, one each, if at least two of them have reached different stages; else none."""
    merged: dict[str, Phase] = {}
    for phase in told:
        known = merged.get(phase.name)
        if known is None:
            merged[phase.name] = phase
            continue
        done, planned = furthest(
            [act for act in (known.done, phase.done, known.planned, phase.planned) if act]
        )
        merged[phase.name] = Phase(
            name=phase.name, done=done, planned=planned, amount=known.amount or phase.amount
        )
    staged = [phase for phase in merged.values() if phase.done or phase.planned]
    actions = {phase.done.action if phase.done else None for phase in staged}
    return staged if len(staged) > 1 and len(actions) > 1 else []

"""Which stage a project has reached: its own verb weighed against the event that governs it.

| the project's own verbs | event in force | stage |
|---|---|---|
| done: 签约, 开工, 在建, 竣工, 投产, 终止 | any | the furthest of them |
| 落户, 引进 | 签约 shared by several | 签约 |
| 落户, 引进 | none | 落户 |
| 框架协议, 意向书, 战略合作 | any | 意向 |
| in talks: 洽谈, 磋商, 正在推进 | a done one | the event's |
| in talks | none | 意向 |
| planned only: 将于…投产, 拟建, 前期工作 | shared by several | the event's |
| planned only | none | 计划 |
| none | any | the event's |
"""

from __future__ import annotations

from collections.abc import Sequence

from crm.domain.reading import Action
from crm.reading.acts import STRENGTH, Act

_BEFORE_WORK = {Action.INTENTION, Action.SIGNED, Action.SETTLED}


def furthest(found: Sequence[Act]) -> tuple[Act | None, Act | None]:
    """The furthest act that is done, and the first one that is planned.

    A letter of intent is not turned into a signing by the word 签署 beside it.
    """
    done: Act | None = None
    planned: Act | None = None
    for act in found:
        if not act.is_done:
            planned = planned or act
        elif done is None or _outdoes(act, done):
            done = act
    return done, planned


def _outdoes(act: Act, done: Act) -> bool:
    if Action.INTENTION not in (act.action, done.action):
        return STRENGTH[act.action] > STRENGTH[done.action]
    if act.action is Action.INTENTION and not act.is_talk and done.action in _BEFORE_WORK:
        return True
    if done.is_talk or act.action not in _BEFORE_WORK:
        return STRENGTH[act.action] > STRENGTH[done.action]
    return False


def under_event(done: Act | None, planned: Act | None, event: Act, *, is_shared: bool) -> Act | None:
    """The act done that a project under an event has reached; None where it is only planned."""
    if done is None:
        return event if is_shared or planned is None else None
    if done.is_talk and STRENGTH[event.action] >= STRENGTH[Action.SETTLED]:
        return event
    if done.action is Action.SETTLED and event.action is Action.SIGNED and is_shared:
        return event
    return done

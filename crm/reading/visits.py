"""What guests look at on a visit, and what a visit brings."""

from __future__ import annotations

import re

from crm.domain.reading import Action
from crm.reading.drafts import Draft
from crm.reading.project_names import ProjectMention
from crm.reading.scenes import Scene

_AGREED = re.compile("达成[^，。；]{0,8}(?:意向|协议)|签(?:署|订|约|定)了?")
_LOOK_AT = re.compile(r"(?:了解|察看|查看|视察|考察|参观|调研|观摩)了?(?=[^。；]*$)")
_HOW_IT_GOES = re.compile(r"[^。；]{0,120}?(?:建设|进展|规划|生产|经营|运营)[^。；，、]{0,6}情况")


def is_looked_at(scene: Scene, mention: ProjectMention) -> bool:
    """Whether guests only look at a project (详细了解砺桥减速器项目、远桥风机项目等规划建设情况)."""
    looked = _LOOK_AT.search(scene.text, scene.start, mention.start)
    return looked is not None and bool(_HOW_IT_GOES.match(scene.text, mention.end, scene.end))


def is_signed_on_a_visit(draft: Draft) -> bool:
    """Whether a visit brought an announcement: a firm's sum or signing, or a list of projects agreed on."""
    if draft.done is None:
        return False
    is_ceremony = draft.done.is_ceremony and draft.done.action is Action.SIGNED and not draft.name
    return _is_agreed(draft) or bool(draft.firms and (draft.amount or is_ceremony))


def _is_agreed(draft: Draft) -> bool:
    """Whether the parties have agreed on a project of a list, at least in words."""
    text = draft.scene.text[draft.scene.start : draft.scene.end]
    is_word = draft.done is not None and draft.done.action in (Action.INTENTION, Action.SIGNED)
    is_listed = draft.is_headed or (draft.is_item and bool(_AGREED.search(text)))
    return is_word and bool(draft.name) and is_listed

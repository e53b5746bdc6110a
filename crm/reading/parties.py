"""The firms a sentence speaks of, for what the next one says of them (该公司, 双方, 根据协议)."""

from __future__ import annotations

import re

from crm.domain.reading import Action
from crm.reading.scenes import Scene

_SIGNS = (Action.SIGNED, Action.INTENTION)
_FOUNDED_WITH = re.compile(r"[与和同][^，。；]{2,30}(?:成立|组建|设立|合资)[^，。；]{0,16}(?:公司|企业|工厂)")


def subject(scene: Scene) -> str | None:
    """The firm a sentence begins with."""
    return next((firm.name for firm in scene.enterprises if firm.start - scene.start <= 8), None)


def signer(scene: Scene) -> str | None:
    """The one firm of a sentence in which an agreement is signed."""
    names = {firm.name for firm in scene.enterprises}
    return names.pop() if len(names) == 1 and any(act.action in _SIGNS for act in scene.acts) else None


def partners(scene: Scene) -> list[str]:
    """The two firms that found a third one (甲公司计划与乙公司成立一家合资公司)."""
    names = list(dict.fromkeys(firm.name for firm in scene.enterprises))
    is_told = len(names) == 2 and _FOUNDED_WITH.search(scene.text, scene.start, scene.end)
    return names if is_told else []

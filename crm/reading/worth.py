"""Whether enough is told of a project that a sentence names to take note of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.domain.reading import Action
from crm.reading.acts import Act
from crm.reading.drafts import Draft, bare
from crm.reading.project_names import ProjectMention
from crm.reading.scene_facts import is_in_order

WORKS_NAME = 4  # characters of works that are told of without a firm
_PUBLIC_WORKS = re.compile(
    r"(?:大道|[^生产线链]路|道路|公路|铁路|大桥|[^鹊]桥|隧道|学院|学校|党校|中学|小学|幼儿园|大学|医院|广场|公园|绿化|河道|水库|管网|基础设施|市政|路网"
    r"|安置房|保障房|棚户区|棚改|旧改|老旧小区|环境整治|改造工程|水利|防洪|批发市场工程)"
)


def is_enough(
    draft: Draft,
    mention: ProjectMention,
    group: Sequence[ProjectMention],
    found: Sequence[Act],
    article: tuple[str, str],
) -> bool:
    """Whether a firm, a sum, a line of its own or the article's text and title speak for a project."""
    name = draft.name or ""
    is_civic = bool(_PUBLIC_WORKS.search(name))
    if draft.firms or draft.amount:
        return True
    if mention.is_item and is_civic:
        return False
    is_works = mention.is_built and found and len(name) >= WORKS_NAME and not is_civic
    is_paired = len(group) > 1 and is_in_order(draft.scene, group)
    is_listed = mention.is_item and len(name) >= 3 and any(other.firm for other in group)
    is_told = found and not mention.is_item and len(name) >= 5 and 0 <= found[0].start - mention.end <= 6
    return bool(
        is_works
        or is_paired
        or is_listed
        or mention.is_headed
        or (is_told and _is_told_elsewhere(name, found[0], *article))
    )


def _is_told_elsewhere(name: str, act: Act, text: str, title: str) -> bool:
    """Whether the headline speaks of a project, or one that is signed or settled is told of again."""
    own = bare(name)
    if any(own[at : at + 4] in title for at in range(max(len(own) - 3, 1))):
        return True
    is_news = act.action in (Action.SIGNED, Action.SETTLED) and name.endswith("项目")
    return is_news and not _PUBLIC_WORKS.search(name) and text.count(own) > 1

"""Posts that one person holds at a time, as titles name them."""

from __future__ import annotations

import re

_PARTS = re.compile(r"[、，,；;/兼]+|\s+")
_BODY = re.compile(r"^(?:党工委|工委|党委|党组|管委会|管理委员会|集团|公司)")
_DEPUTY = re.compile(r"副|助理|代表|原|前|名誉|执行|办公室|常务|代理")
_HEADS = (
    "书记", "主任", "董事长", "总经理", "总裁", "局长", "区长", "县长", "市长", "镇长", "院长", "行长",
    "会长", "厂长", "校长", "主席", "部长", "处长", "科长", "站长", "首席执行官", "CEO",
)  # fmt: skip


def single_posts(title: str) -> frozenset[str]:
    """The posts of a title that only one person of a body can hold: 党工委副书记、管委会主任 has 主任."""
    found = set()
    for part in _PARTS.split(title.strip()):
        post = _BODY.sub("", part)
        if post in _HEADS and not _DEPUTY.search(part):
            found.add(post)
    return frozenset(found)

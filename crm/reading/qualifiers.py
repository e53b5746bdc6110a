"""The words around a figure that say how exact it is: 约 近 超 不低于 以上 余."""

from __future__ import annotations

import re

_REACH = 10  # characters before the figure
_BEFORE = re.compile(
    "(不低于|不少于|不超过|不高于|不足|低于|少于|至少|最少|最高|最多|高达|超过|超出|突破|大约|将近|接近|达到|约|近|超|逾|达|过)"
    r"(?:为|是|了)?(?:人民币)?\s?\Z"
)
_AFTER = re.compile(r"\s?[及含]?(以上|以下|以内|左右|上下|余|多)")


def qualifier_of(body: str, start: int, end: int, inner: str | None = None) -> str | None:
    """How exact the figure at `start`..`end` is; `inner` is 多 or 余 inside it. None if told plainly."""
    before = _BEFORE.search(body, max(0, start - _REACH), start)
    if before:
        return before[1]
    after = _AFTER.match(body, end)
    return inner or (after[1] if after else None)

"""Sector words in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crm.domain.reading import IndustrySpan
from crm.reading.lexicon import KnownName, NameHit, NameKind, normalised

# What makes a word a sector rather than a thing: 汽车产业, 汽车、家电等行业.
_SECTOR_AFTER = re.compile(
    "(?:及其|及|等)?(?:[0-9一二两三四五六七八九十+]+[大个])?(?:前沿|重点|优势|特色|主导|支柱|新兴|核心|热门|传统|战略性)?(?:新兴)?"
    "(?:产业|行业|领域|板块|赛道|集群|经济|制造|装备|产业链|产业集群|业(?!务|绩|主|内|态))"
)
# Qualities that belong to the sector they stand before (智能汽车零部件).
_QUALITY = re.compile("(?:绿色|智能|高端|先进|新型|现代|精密|海洋|数字|智慧|特种|高性能|新一代|节能)$")
_LIST = re.compile("[、和与及/]|以及|及其|，|,|和以|等")
# A sector word that goes on like this is part of the name of a body or event (环保局, 汽车展).
_BODY_AFTER = re.compile(
    "局|厅|部(?![分件署落])|委(?![托员])|大学|学院|协会|商会|学会|博览会|展览|展会|大会|论坛|峰会|大赛|研究院|研究所|"
    "股份|集团|公司|有限"
)


def find(text: str, hits: Sequence[NameHit], blocked: Iterable[tuple[int, int]] = ()) -> list[IndustrySpan]:
    """Sector words in `text`, in order; words of everyday use only where the text means a sector.

    `blocked` are stretches of other names (enterprises, zones); nothing is found inside them.
    """
    plain = normalised(text)
    walls = sorted(blocked)
    candidates = [
        hit
        for hit in hits
        if hit.of(NameKind.INDUSTRY)
        and not any(start < hit.end and hit.start < end for start, end in walls)
        and not _BODY_AFTER.match(plain, hit.end)
    ]
    sure = _sure(plain, candidates)
    return [_span(text, hit) for hit, is_sure in zip(candidates, sure, strict=True) if is_sure]


def _sure(plain: str, hits: Sequence[NameHit]) -> list[bool]:
    """Which hits mean sectors: by themselves, by what follows, or by their neighbours in a list."""
    sure = [_is_sector(plain, hit) for hit in hits]
    for order in (range(1, len(hits)), range(len(hits) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for index in order:
            left, right = sorted((index, index + step))
            if sure[index + step] and _LIST.fullmatch(plain[hits[left].end : hits[right].start]):
                sure[index] = True
    return sure


def _is_sector(plain: str, hit: NameHit) -> bool:
    names = hit.of(NameKind.INDUSTRY)
    return any(not name.common for name in names) or bool(_SECTOR_AFTER.match(plain, hit.end))


def _span(text: str, hit: NameHit) -> IndustrySpan:
    name: KnownName = hit.of(NameKind.INDUSTRY)[0]
    quality = _QUALITY.search(normalised(text[max(0, hit.start - 3) : hit.start]))
    start = hit.start - len(quality.group()) if quality else hit.start
    return IndustrySpan(
        text=text[start : hit.end], start=start, end=hit.end, code=name.detail, rule=name.rule
    )

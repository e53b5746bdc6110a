"""Statements about places and their industries: 以X为龙头的Y产业, 三大主导产业."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crm.domain.reading import Cluster, EnterpriseSpan, ZoneProfile, ZoneSpan
from crm.reading.text import sentences

_LED = re.compile(
    r"(?:^|[，。；：、\s“]|形成了?|打造|拥有|集聚了?|培育了?)(?P<place>[^，。；：、\s“”]{0,14}?)(?:的|已|已经|逐步|逐渐|形成了?|培育了?|打造了?|集聚了?|构建了?)*"
    r"以(?P<leader>[^，。；\n]{2,50}?)为(?:龙头|链主|代表|核心|引领|骨干|主体|依托)(?:企业)?的(?P<industry>[^，。；、\n]{2,16}?)(?:产业集群|产业链|产业|集群|制造业)"
)
_LED_BY = re.compile(r"以[^，。；\n]{2,50}?为(?:龙头|链主|代表|核心|引领|骨干|主体|依托)")  # in all of them
_TIERS = {
    "leading": "主导 支柱 优势 地标 首位 核心 重点",
    "special": "特色",
    "emerging": "新兴 未来 先导 战略性新兴",
}
_TIER_OF = {word: tier for tier, words in _TIERS.items() for word in words.split()}
_TIER_WORD = "|".join(sorted(_TIER_OF, key=len, reverse=True))
_TOLD = re.compile(rf"(?:{_TIER_WORD})产业")
_COUNTED = re.compile(
    rf"(?P<list>[^，,。；;：:！？!?\n“”]{{2,60}}?)(?:等|这)?(?P<count>[一二两三四五六七八九十\d]{{1,2}})(?:大|个)(?P<tier>{_TIER_WORD})产业(?!集群的)"
)
_NAMED = re.compile(
    rf"(?P<count>[一二两三四五六七八九十\d]{{1,2}})?(?:大|个)?(?P<tier>{_TIER_WORD})产业(?:为|是|包括|有|分别为|分别是|主要有|：|:)(?P<list>[^，,。；;！？\n]{{2,60}})"
)
_HOLDS = re.compile(
    r".*(?:拥有|形成了?|聚焦|发展|围绕|培育了?|构建了?|确立了?|以|是|有|打造|壮大|明确了?|确定了?|布局)"
)
_SPLIT = re.compile(r"[、和与及]|以及")
_PLACE_LEAD = re.compile(r"^(?:目前|如今|近年来|其中|此外|同时|例如|比如|在|如)")
_OWN = re.compile(r"我区|全区|园区|开发区|高新区|经开区|该区")


def find(text: str, firms: Sequence[EnterpriseSpan]) -> tuple[Cluster, ...]:
    """The clusters a text tells of, each with its place and leading firm; 本地 if no place is told."""
    if "为" not in text or "以" not in text:
        return ()
    return tuple(_clusters(text, firms))


def profiles(text: str, zones: Sequence[ZoneSpan], publishing_zone: str | None) -> tuple[ZoneProfile, ...]:
    """What zones call their leading, special and emerging industries, one entry per tier told."""
    if "产业" not in text:
        return ()
    return tuple(_profiles(text, zones, publishing_zone))


def _clusters(text: str, firms: Sequence[EnterpriseSpan]) -> Iterator[Cluster]:
    for sentence in sentences(text):
        if not _LED_BY.search(text, sentence.start, sentence.end):
            continue
        for found in _LED.finditer(text[sentence.start : sentence.end]):
            start, end = (sentence.start + at for at in found.span("leader"))
            inside = [firm for firm in firms if start <= firm.start < end]
            place = _PLACE_LEAD.sub("", found["place"])
            yield Cluster(
                place=place,
                leader=inside[0].name if inside else found["leader"],
                industry=found["industry"],
                quote=found.group().lstrip("，。；：、\n “"),
            )


def _profiles(text: str, zones: Sequence[ZoneSpan], publishing_zone: str | None) -> Iterator[ZoneProfile]:
    for sentence in sentences(text):
        body = text[sentence.start : sentence.end]
        if not _TOLD.search(body):
            continue
        zone = _zone(text, sentence.start, sentence.end, zones) or publishing_zone
        if zone is None:
            continue
        for pattern in (_COUNTED, _NAMED):
            for found in pattern.finditer(body):
                industries = _industries(found["list"], is_before=pattern is _COUNTED)
                if industries:
                    yield ZoneProfile(
                        zone=zone, tier=_TIER_OF[found["tier"]], industries=industries, quote=body
                    )


def _zone(text: str, start: int, end: int, zones: Sequence[ZoneSpan]) -> str | None:
    """The zone a sentence is about: the one in it, else the last before it if the text says 我区."""
    inside = [zone for zone in zones if start <= zone.start < end]
    if inside:
        return inside[0].text
    earlier = [zone for zone in zones if zone.start < start]
    return earlier[-1].text if earlier and _OWN.search(text, start, end) else None


def _industries(listed: str, *, is_before: bool) -> tuple[str, ...]:
    inner = _HOLDS.sub("", listed) if is_before else listed
    words = [word.strip().removesuffix("等") for word in _SPLIT.split(inner)]
    return tuple(word.removesuffix("产业") for word in words if 2 <= len(word) <= 14)

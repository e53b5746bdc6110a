"""Sector words in running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crm.domain.reading import IndustrySpan
from crm.i18n import N_
from crm.reading.known import KnownName, NameHit, normalised
from crm.reading.sector_phrases import ADVERTISED, ADVERTISING, Phrase, phrases
from crm.reading.stretches import Stretches

SHORT = 2  # characters; 储能 and 氢能 are words of policy, 汽车 and 软件 are things
REACH = 30  # characters in which a list of a firm's own trades is told
OFTEN = 6  # an everyday word that comes up so often is what the article is about

# What makes a word a sector rather than a thing: 汽车产业, 汽车、家电等行业.
_COUNT = "(?:[0-9一二两三四五六七八九十+]+[大个类条]|多[个类]?|各类|众多|一批|诸多)?"
_SECTOR_AFTER = re.compile(
    "为(?:主|代表|龙头|重点|核心|特色|支柱)|(?:类)?项目[0-9一二两三四五六七八九十]+[个项]|[0-9]个区域|"
    f"(?:及其|及|等)?{_COUNT}(?:前沿|重点|优势|特色|主导|支柱|新兴|核心|热门|传统|战略性|细分|关键|未来)?(?:新兴)?"
    "(?:产业(?!园|化|基地园|城|转移|投资|引导|基金|集聚区|工人)|行业(?!协会|[^，。；\n]{0,24}(?:评选|推介|报告|排行|榜))|领域(?!的?[用客]户)|板块|赛道|集群|经济|制造|装备|产业链|产业集群|产业带|业(?!务|绩|主|内|态)|"
    "工业(?!园|区|集|化|厂|总|用|企|项|物|城|强|和|互|设|大|级|机))"
)
# What is done with a thing makes it a trade: 玻璃制品加工, 石英砂开采, 储能装备制造.
_TRADE = re.compile(
    "(?:资源)?(?:制品|产品)?(?:装备|设备|材料)?(?:(?:精深|深|开采)?加工|(?<!智能)制造|冶炼(?:[及和]压延(?:加工)?)?|开采)(?![商厂]|中心|方面)"
)
_SIDE_LINE = re.compile("(?:兼营|经营范围)[^。；;\n]*$")
_SKILL = re.compile(
    "[^，。；、\n]{0,4}方面(?:具有|有着|拥有|积累|的?(?:优势|经验|技术))"
)  # what somebody is good at
_POWER_BEFORE = re.compile("(?:千瓦|兆瓦|MW|GW|mw|gw)$")
# What makes it the business of a project: 生物医药研发制造基地, 集成电路重点项目.
_PROJECT_AFTER = re.compile(
    "(?:研发|生产|制造|加工|封装|封测|测试|数据中心|工业|设备|及|和|、|重点|重大|等|相关|类)*(?:项目|基地|生产线|企业|公司|产业|园|厂|中心(?=项目|主体|工程|建))"
)
_WORKS_AFTER = re.compile("(?:生产|加工)线")
_WORKS_IN_TITLE = re.compile(
    "(?:组合料|生产|制造|加工|研发|产业化|示范|采选|设备|零?部件|封装|面板)*(?:项目|工程|基地|生产线|工厂|厂|产能|产业|企业|供应商|制造商|巨头|公司)"
)
# The word names a laboratory, a platform or the like, not a business.
_IN_NAME = re.compile(
    "[\u3400-\u9fff]{0,8}?(?:实验室|研究院|研究所|研究中心|创新中心|平台|学院|(?<![\u3400-\u9fff])中心|(?:服务|检测|展示|交易|培训)中心|综合利用项目|博览会|大会|大赛|协会)"
)
# Qualities that belong to the sector they stand before (智能汽车零部件).
_QUALITY = re.compile("(?:绿色|智能|高端|先进|精密|海洋|数字|智慧|特种|高性能|节能|稀有)$")
_SECTOR_BEFORE = re.compile("(?:发展|壮大|做大做强|布局|培育|主攻|专注于?|深耕)$")
_INDUSTRY_AFTER = re.compile("工业(?![园区集化厂总用企项物城强和互设大级机等]|基地|生产|产值)")
# What is dug up, burnt or stands there is no sector: 铁矿石, 太阳能资源, 热电厂.
_THING_AFTER = re.compile("厂(?!商)|石|床|资源(?!化|开发|利用|回收|循环)|储量|供应(?!链|商)")
# 全球领先的化工公司, 意大利最大的钢铁企业: what kind of firm it is.
_FIRM_IS = re.compile("(?:最大|领先|知名|著名|龙头|一流|顶尖)的?(?:专业)?$")
_FIRM_OF = re.compile("(?:设备|产品)?(?:制造|加工|生产|供应)?(?:企业|公司|制造商|生产商|供应商|厂商|巨头)")
_IZED = re.compile("[体代模业动息字能场际准]$")  # 一体化|工业 holds no 化工
_TRADE_AFTER = re.compile("业(?![务绩主内态者余])")  # 钢铁业
_LIST = re.compile("(?:产?业)?(?:[、和与及/]|以及|及其|，|,|和以|等)")
# A sector word that goes on like this is part of the name of a body or event (环保局, 汽车展).
_BODY_AFTER = re.compile(
    "局|厅|部(?![分件署落])|委(?![托员])|大学|学院|协会|商会|学会|博览会|展览|展会|大会|论坛|峰会|大赛|研究院|研究所|"
    "股份|集团|公司|有限|(?<=产业)(?:园|城|化|基地|集聚区|示范区|开发区)|(?:产业)?(?:开发区|区(?![域块位间别]))"
)


def find(
    text: str, hits: Sequence[NameHit], blocked: Iterable[tuple[int, int]] = (), title: str | None = None
) -> list[IndustrySpan]:
    """Sector words in `text`, in order; words of everyday use only where the text means a sector.

    `blocked` are stretches of other names (enterprises, zones); nothing is found inside them. A thing that
    the headline names is what the news is about.
    """
    plain = normalised(text)
    walls = Stretches(blocked, len(text))
    advertises = bool(ADVERTISING.search(plain))
    candidates = [
        hit
        for hit in hits
        if hit.industries
        and not (hit.text[0] == "化" and _IZED.search(plain, hit.start - 1, hit.start))
        and not walls.touches(hit.start, hit.end)
        and (not _BODY_AFTER.match(plain, hit.end) or _tells_of_firm(plain, hit))
        and not (advertises and ADVERTISED.match(plain, hit.end))
    ]
    told = [
        phrase
        for phrase in phrases(plain, hits, advertises=advertises)
        if not walls.touches(phrase.start, phrase.end)
    ]
    inside = Stretches([(phrase.start, phrase.end) for phrase in told], len(text))
    pieces: list[_Piece] = []
    for hit in candidates:
        if inside.touches(hit.start, hit.end):
            continue
        if pieces and pieces[-1].end == hit.start and pieces[-1].end - pieces[-1].start == SHORT:
            pieces[-1] = pieces[-1]._replace(end=_piece(plain, hit).end)  # 电力电器
            continue
        piece = _piece(plain, hit)
        if not pieces or piece.start >= pieces[-1].end:  # 装备制造 is told with LED装备制造
            pieces.append(piece)
    sure = _sure(plain, pieces, title or "")
    spans = [_told(text, phrase) for phrase in told]
    spans += [piece.span(text) for piece, is_sure in zip(pieces, sure, strict=True) if is_sure]
    return sorted(spans, key=lambda span: span.start)


def _told(text: str, phrase: Phrase) -> IndustrySpan:
    known = phrase.hit.industries[0] if phrase.hit else None
    return IndustrySpan(
        text=text[phrase.start : phrase.end],
        start=phrase.start,
        end=phrase.end,
        code=known.detail if known else None,
        rule=known.rule if known else N_("called a sector"),
    )


class _Piece(NamedTuple):
    """A sector word with the qualities before it and what is done with it: 高性能玻璃制品加工."""

    hit: NameHit
    start: int
    end: int
    is_trade: bool

    def span(self, text: str) -> IndustrySpan:
        name: KnownName = self.hit.industries[0]
        start, end = self.start, self.end
        return IndustrySpan(text=text[start:end], start=start, end=end, code=name.detail, rule=name.rule)


def _piece(plain: str, hit: NameHit) -> _Piece:
    quality = _QUALITY.search(plain[max(0, hit.start - 3) : hit.start])
    trade = None if plain[hit.end - 1] == "业" else _TRADE.match(plain, hit.end)
    industry = None if trade else _INDUSTRY_AFTER.match(plain, hit.end)
    told = trade or industry
    end = told.end() if told else hit.end
    return _Piece(
        hit=hit,
        start=hit.start - len(quality.group()) if quality else hit.start,
        end=end + bool(_TRADE_AFTER.match(plain, end) and plain[end - 1] != "业"),
        is_trade=told is not None,
    )


def _sure(plain: str, pieces: Sequence[_Piece], title: str) -> list[bool]:
    """Which pieces mean sectors: by themselves, by what follows, or by their neighbours in a list."""
    counts = Counter(plain[piece.hit.start : piece.hit.end] for piece in pieces)
    sure = [
        _is_sector(plain, piece, counts[word := plain[piece.hit.start : piece.hit.end]])
        or (_is_built(title, word) and not _IN_NAME.match(plain, piece.hit.end))
        for piece in pieces
    ]
    for order in (range(1, len(pieces)), range(len(pieces) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for index in order:
            left = min(index, index + step)
            if sure[index + step] and _LIST.fullmatch(plain, pieces[left].end, pieces[left + 1].start):
                sure[index] = True
    return sure


def _is_built(title: str, word: str) -> bool:
    """Whether the headline tells of works for a thing (塑料光纤项目落户)."""
    at = title.find(word)
    return at >= 0 and bool(_WORKS_IN_TITLE.match(title, at + len(word)))


def _is_sector(plain: str, piece: _Piece, count: int) -> bool:
    hit, end = piece.hit, piece.end
    if _SIDE_LINE.search(plain, max(0, hit.start - REACH), hit.start) or _SKILL.match(plain, hit.end):
        return False
    if _THING_AFTER.match(plain, hit.end):
        return False
    name = hit.industries[0]
    if plain[hit.end - 1] == "业" and not name.common and not _IN_NAME.match(plain, hit.end):
        return True  # 纺织业
    if piece.is_trade or _SECTOR_AFTER.match(plain, hit.end):
        return True
    if end > hit.end and _SECTOR_AFTER.match(plain, end):
        return True
    if _POWER_BEFORE.search(plain[max(0, hit.start - 3) : hit.start]):
        return True
    if _tells_of_firm(plain, hit):
        return True
    if name.common:
        often = count >= OFTEN and not is_umbrella(name)
        is_policy = len(hit.text) == SHORT and is_umbrella(name) and _PROJECT_AFTER.match(plain, hit.end)
        return often or bool(is_policy or _WORKS_AFTER.match(plain, hit.end))
    if _IN_NAME.match(plain, hit.end):
        return False
    if _SECTOR_BEFORE.search(plain[max(0, hit.start - 4) : hit.start]):
        return True
    return is_umbrella(name) or count > 1 or bool(_PROJECT_AFTER.match(plain, hit.end))


def _tells_of_firm(plain: str, hit: NameHit) -> bool:
    """Whether the word says what kind of firm somebody is."""
    is_firm = _FIRM_OF.match(plain, hit.end)
    return bool(is_firm and _FIRM_IS.search(plain[max(0, hit.start - 5) : hit.start]))


def is_umbrella(name: KnownName) -> bool:
    """Whether the word names a field of policy (新能源, 电子信息), not a branch of the economy."""
    return name.detail is None or name.detail.startswith("sei2018:")

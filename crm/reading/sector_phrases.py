"""Phrases that a text itself calls a sector: what stands before 产业, and lists before 等领域."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crm.reading.firm_words import firm_words, is_ordinary, verbs_in
from crm.reading.known import NameHit
from crm.reading.text import stretch_before

LONGEST, LONGEST_NAMED, LONGEST_THING, SHORTEST = 10, 4, 6, 2  # characters of a phrase
REACH = 80  # characters before the head in which its list stands

_COUNT = "(?:[0-9一二两三四五六七八九十]+[大个类条]|多[个类]?|各类|众多|一批|诸多|几大)?"
_QUALITY = "重点|优势|特色|主导|支柱|新兴|核心|热门|传统|战略性|细分|关键|主要|前沿|百亿级?|千亿级?|全"
_HEAD = re.compile(
    "产业(?![园化城]|基地|聚集|集聚|集中|投资|引导|基金|联盟|技术|工人|开发区|新城)|领域(?!的?[用客]户)|行业(?!协会|规范|集成|头部|的?[用客]户)|板块|赛道|集群|支柱(?!产业)"
)
_LISTED = re.compile(  # 涉及甲、乙、丙等13个项目
    "(?:涉及|涵盖)[^，。；：\n]{2,60}?(?P<head>(?:等|[二三四五六七八九十]大类)[0-9]*个?(?:重点|重大|产业)?项目)"
)
_TRADE_END = re.compile("(?:精?深)?加工$|[养种][殖植]$")
_TRADE_HEAD = re.compile("(?:精深加工|深加工|加工|养殖|种植)(?=项目|基地)")
_MATERIALS = re.compile(
    "[鸭鹅鸡猪牛羊鱼虾蟹茶果菜菌药竹木石铜铝铁锡锌钨钛硅锂盐酒油粮棉麻糖蜂蚕兔驴参枣梨桃橘橙柚莓豆米麦薯椒奶肉蛋]+"
)
_BEFORE_HEAD = re.compile(f"等?的?{_COUNT}(?:{_QUALITY})*(?:产业|研发|投资)?$")
_STRETCH = re.compile("[^，。；：:,;！？!?\n《》【】]*")
_JOINT = re.compile("[、/]|以及|[和与]|(?<!涉)及")
# What stands behind 及 as a part of the same sector: 汽车|及零部件, 有色金属冶炼|及压延.
_DEPENDENT = re.compile(
    "(?:其)?(?:关键|核心|相关)?(?:配套|零部件|零配件|配件|部件|压延|制造|加工|设备|装备|制品|应用|服务|制剂|组件)(?:产品)?$"
)
_BOUNDARY = re.compile(
    "[的在了等是将把对向从为由让被使以于至到这那该各其并而但或也“”\"'‘’（）()]|"
    "[0-9一二三四五六七八九十百千万亿]+[余多]?[万亿]?[个条只家头羽台套元吨亩户年月日]|[0-9.]+(?![0-9A-Za-z])|[还现已既具拥建]有|"
    "涉及|涵盖|包括|围绕|聚焦|覆盖|形成|发展|布局|培育|壮大|打造|构建|推动|推进|促进|带动|引领|巩固|提升|扶持|承接|补强|延伸|"
    "主攻|专注|深耕|着力|大力|重点(?!产)|完整|一批|全国|国内外?|全球|中国|省内|地区|海外|[我全][国省市县区]|项目|企业|集中|主要|"
    "整治|整顿|当地|本地|未来|公司|我们|国家(?!级)|政府|金额|被公认为|今年|明年|去年|构筑|整个|广泛涉及?|落实|多种|各种|"
    "建设|定位|优势|做[大强优精]|系列|上游|下游|精品|台资|外资|外商|兼营|[一-十]季度"
)
# What a known sector goes on with as one phrase: 航空航天|器材, 地产|开发.
_GOES_ON = re.compile(
    "(?:综合|资源|高端|智能|关键|及|与|和|技术|产品)*(?:科技|开发|器材|服务|精?深?加工|制造|零?配件|零部件|部件|设备|装备|材料|用品|机械|冶炼|压延|回收|利用|物流|"
    "商贸|贸易|地产|服饰|家居|电池|芯片|软件|旅游|文化|装饰|制品|制剂|配套|开采|种植|养殖|育种|医药|健康|电子|食品|业)+"
)
_TOLD_WHOLE = frozenset({"产业", "行业"})
_OF_QUALITY = frozenset("性型级化式")  # 前瞻性产业
_OF_TIME = frozenset({"新兴", "新型"})
_LEAD = re.compile("(?:绿色|智能|高端|先进|传统|精密|海洋|数字|智慧|特种|高性能|节能|稀有|特色|生态|大)+")
# A phrase that no list knows is a sector only where nothing but a sector is spoken of so.
_OF_POLICY = re.compile(
    "(?:链?)(?:布局|结构|转移|体系|政策|匹配|定位|分工|合作|规模|基础|优势|升级|转型|资本|生态|协会|联盟|兴|强|立|发展集团|发展有限|发展公司|集团|培育|示范)"
)
_SIDE_LINE = re.compile("(?:兼营|经营范围)[^。；;\n]*$")
ADVERTISING = re.compile("评价推介|评选|排行榜|优秀供应商|投资前景|研究报告|分析报告")
ADVERTISED = re.compile(f"[^。\n]{{0,24}}(?:{ADVERTISING.pattern})")
_NO_SECTOR = re.compile(
    "金额|国家|政府|设备|产品|装备|地标|前沿|研发|设计|组装|制造|生产|销售|加工|采购|(?:公司|企业|城建|运营|高原|改造|特色|主导|优势|重点|相关|有关|传统|新兴|现代化?|先进|高端|高精尖|未来|支柱|配套|上下游|上游|下游|全|本|新|大|老|小|多|"
    "第?[一二三]+[二三]?|城市|区域|地方|当地|县域|镇域|社会|民生|基础设施|社会事业|工业|产业|行业|领域|城乡|基建|[全我本该][省市县区州国]|建设|改造|投资|合作|"
    "发展|科技|创新|高科技|政策|人才|资本|技术|经济|数量|规模|质量|数字化?|智能化?|绿色|低碳|全链条|链条|重大|关键|核心|标志性|"
    "其他|其它|多种|完整|国际|国内|内容|广泛|不同|更多|各自|自身|双方|两地|外资|内资|民营|国有|市政|公共|环境|安全|生态|保护|更新|城市更新|生态环境|资源|区位|交通|等|类|型|级|化)*"
)


class Phrase(NamedTuple):
    """A stretch that the text calls a sector, and the sector word in it that a list knows."""

    start: int
    end: int
    hit: NameHit | None


def phrases(plain: str, hits: Sequence[NameHit], *, advertises: bool) -> list[Phrase]:
    """What `plain` calls sectors, in order, none overlapping; `advertises` if ADVERTISING is in it."""
    row = _Row(hits)
    found: list[Phrase] = []
    last = 0
    for head in _heads(plain):
        if head.start() < last or (advertises and ADVERTISED.match(plain, head.end())):
            continue
        items = _trade(plain, row, last, head) if head.re is _TRADE_HEAD else _called(plain, row, last, head)
        found += items
        last = head.end() if items else last
    return found


def _heads(plain: str) -> list[re.Match[str]]:
    """Where sectors are told by what follows them, in order."""
    heads = [head for pattern in (_HEAD, _TRADE_HEAD, _LISTED) for head in pattern.finditer(plain)]
    return sorted(heads, key=_list_end)


def _list_end(head: re.Match[str]) -> int:
    return head.start("head") if head.re is _LISTED else head.start()


def _called(plain: str, row: _Row, last: int, head: re.Match[str]) -> list[Phrase]:
    """What is called a sector: 茶油产业, 甲、乙等领域."""
    at = _list_end(head)
    before = _BEFORE_HEAD.search(plain, max(0, at - 24), at)
    end = before.start() if before else at
    items = _items(plain, row, max(last, end - REACH), end)
    known = any(item.hit for item in items)
    if len(items) > 1:
        if not known and not any(_is_branch(plain[item.start : item.end]) for item in items):
            return []
        return [item for item in items if item.hit or plain[item.end - 1] not in _OF_QUALITY]
    if items and not known and not _is_named(plain, items[0], head):
        return []
    return items


def _trade(plain: str, row: _Row, last: int, head: re.Match[str]) -> list[Phrase]:
    """What is done with a thing: 茶叶加工项目, 肉牛养殖."""
    lowest = max(last, head.start() - LONGEST)
    left = stretch_before(_STRETCH, plain, head.start(), head.start() - lowest)
    for joint in _JOINT.finditer(plain, left, head.start()):
        left = joint.end()
    start = _beginning(plain, row, left, head.start())
    thing = plain[start : head.start()]
    hits = [hit for hit in row.within(start, head.end()) if hit.industries]
    is_thing = head.group().endswith("深加工") or _is_thing(thing)
    if not SHORTEST <= len(thing) <= LONGEST_THING or not (is_thing or hits) or _NO_SECTOR.fullmatch(thing):
        return []
    if hits and not is_thing:
        start = hits[0].start
    return [Phrase(start=start, end=head.end(), hit=hits[-1] if hits else None)]


def _is_thing(text: str) -> bool:
    """Whether `text` is made of everyday words, or names what is grown, kept or dug."""
    trade = _TRADE_END.search(text)
    thing = text[: trade.start()] if trade else text
    return bool(_MATERIALS.fullmatch(thing)) or is_ordinary(thing)


def _is_branch(text: str) -> bool:
    """Whether `text` can be nothing but a branch: 核桃加工, 羊肉."""
    return _is_thing(text) and bool(_TRADE_END.search(text) or _MATERIALS.fullmatch(text))


def _is_named(plain: str, phrase: Phrase, head: re.Match[str]) -> bool:
    """Whether a single phrase that no list knows is a sector: 茶油产业, and not 优化产业结构."""
    text = plain[phrase.start : phrase.end]
    return (
        head.group() == "产业"
        and head.start() == phrase.end
        and len(text) <= LONGEST_NAMED
        and (text in firm_words().ordinary or bool(_MATERIALS.fullmatch(text)))
        and text not in firm_words().verbs
        and text[-1] not in _OF_QUALITY
        and not _OF_POLICY.match(plain, head.end())
    )


class _Row:
    """Known names in the order of the text, asked for by stretches."""

    def __init__(self, hits: Sequence[NameHit]) -> None:
        self._hits = hits
        self._ends = [hit.end for hit in hits]

    def within(self, start: int, end: int) -> list[NameHit]:
        """The names that reach into the stretch."""
        found = []
        for hit in self._hits[bisect_left(self._ends, start + 1) :]:
            if hit.start >= end:
                break
            found.append(hit)
        return found


def _items(plain: str, row: _Row, lowest: int, end: int) -> list[Phrase]:
    """The list that ends at `end`, from the left; it begins where a word stands that no sector holds."""
    lowest = stretch_before(_STRETCH, plain, end, end - lowest)
    if _SIDE_LINE.search(plain, max(0, lowest - REACH), end):
        return []
    joints = [(joint.start(), joint.end()) for joint in _JOINT.finditer(plain, lowest, end)]
    items: list[Phrase] = []
    right = end
    while True:
        left, mark = _left(plain, joints, lowest, right)
        start = _beginning(plain, row, left, right)
        item = _phrase(plain, row, start, right)
        if item is None and (start > left or mark is None or _ends_with_name(row, right)):
            while items and not items[-1].hit and _ends_with_name(row, right):
                items.pop()  # 甲镇、乙镇、丙镇电子制造产业带: they are places, all of them
            break
        if item:
            items.append(item)
        if start > left or mark is None:
            break
        right = mark
    return items[::-1]


def _left(plain: str, joints: list[tuple[int, int]], lowest: int, right: int) -> tuple[int, int | None]:
    """Where the item that ends at `right` begins, and where the joint before it does."""
    while joints:
        start, end = joints.pop()
        if end > right:
            continue
        if plain[start] in "和与及" and _DEPENDENT.match(plain[end:right]):
            continue
        return end, start
    return lowest, None


def _beginning(plain: str, row: _Row, left: int, right: int) -> int:
    """Where a sector that ends at `right` may begin: behind boundaries, verbs, and places."""
    hits = row.within(left, right)
    sectors = [hit for hit in hits if hit.industries]
    start = left
    for hit in hits:
        if not hit.industries and hit.end < right and not all(name.common for name in hit.names):
            start = max(start, hit.end)
    for end in _edges(plain, left, right):
        if not any(hit.start < end <= hit.end for hit in sectors):
            start = max(start, end)
    return start


def _edges(plain: str, left: int, right: int) -> Iterator[int]:
    for boundary in _BOUNDARY.finditer(plain, left, right):
        if boundary.end() < right:
            yield boundary.end()
    for at, end in verbs_in(plain, max(left, right - 2 * LONGEST), right - 1):
        if not _GOES_ON.fullmatch(plain, at, end):
            yield end


def _phrase(plain: str, row: _Row, start: int, end: int) -> Phrase | None:
    text = plain[start:end]
    if text.endswith(("产业", "行业")):
        end, text = end - 2, text[:-2]
    hits = row.within(start, end)
    sectors = [hit for hit in hits if hit.industries]
    if _ends_with_name(row, end):
        return None
    if sectors:
        if plain[end : sectors[-1].end] in _TOLD_WHOLE:
            end = sectors[-1].end  # 健康产业 is a name
        start, end = _around(plain, sectors, start, end)
        text = plain[start:end]
    if not SHORTEST <= len(text) <= LONGEST or _NO_SECTOR.fullmatch(text):
        return None
    return Phrase(start=start, end=end, hit=sectors[-1] if sectors else None)


def _ends_with_name(row: _Row, end: int) -> bool:
    """Whether a place or firm ends there."""
    return any(not hit.industries for hit in row.within(end - 1, end))


def _around(plain: str, sectors: Sequence[NameHit], start: int, end: int) -> tuple[int, int]:
    """The known sectors with the words before and behind them that belong to them."""
    first, last = sectors[0], sectors[-1]
    lead = plain[start : first.start]
    if lead in _OF_TIME or (first.start > start and not _LEAD.fullmatch(lead) and not is_ordinary(lead)):
        start = first.start
    if end > last.end and not _GOES_ON.fullmatch(plain, last.end, end):
        end = last.end
    return start, end

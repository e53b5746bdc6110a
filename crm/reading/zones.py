"""Development zones in running text: known ones, and unknown ones by how their names are built."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from crm.domain.reading import ZoneSpan
from crm.i18n import N_
from crm.reading.gazetteers import OfficialZone, divisions, zone_forms
from crm.reading.gazetteers import zones as official_zones
from crm.reading.lexicon import NameHit, NameKind, normalised
from crm.reading.zone_forms import province_short

LONGEST_PREFIX = 16  # characters before the type; longer stretches are sentences, not names

# Endings that make a zone by themselves, and those that parks of a single firm bear too.
_ADMINISTRATIVE = (
    "经济技术开发区|高新技术产业开发区|高新技术开发区|高技术产业开发区|高新技术产业园区|旅游度假区|经济开发区|"
    "开发区|经开区|高新区|综合保税区|综保区|保税港区|保税物流园区|保税区|出口加工区|自由贸易试验区|自贸试验区|"
    "自贸区|工业集中区|产业集中区|集中区|工业集聚区|产业集聚区|工业聚集区|产业聚集区|集聚区|工业园区|"
    "工业区|港务区|临空经济区|空港经济区|航空港区|商务区|新片区|自贸片区|化工园区|科学城|科技城|生态城|科创城|科创圈|科创走廊|新区|工业新城|科技新城|产业新城|管理区"
)
_PARK = (
    "高新技术产业园|工业园|产业园区|产业园|科技园区|物流园区|科技园|软件园|物流园|创业园|创新园|科创园|孵化园|化工园|医药园|环保园|"
    "创意园|文创园|电商园|双创园|留创园|示范园|食品园|装备园|材料园|信息园|能源园|光电园|电子园|健康园|汽车园|智能园|"
    "数字园|商务园|医药城|生物城|健康城|药谷|智谷|数谷|芯谷|云谷|产业城|智造园|智造城|汽车城|智慧岛|小镇|园区|新城|示范区|合作区|试验区|港区"
)
_TYPE = re.compile(rf"(?P<admin>{_ADMINISTRATIVE})|(?P<park>{_PARK})")
_BARE = frozenset({"开发区", "高新区", "经开区", "综保区", "保税区", "经济开发区", "经济技术开发区"})
_NEEDS_NAME = frozenset({"园区", "新城", "示范区", "合作区", "试验区", "港区", "小镇", "管理区", "集聚区"})

# Where a name cannot begin before: function words and verbs that lead up to a place.
_EDGE = re.compile(
    r"[^\u3400-\u9fffA-Za-z0-9·—\-]|"
    r"落户|落地|入驻|进驻|位于|地处|坐落|选址|布局|设立|成立|建设|打造|创建|建成|建立|规划|推进|推动|加快|促进|依托|"
    r"围绕|考察|参观|走进|走访|调研|来到|前往|赴|抵达|签约|签署|签订|引进|引入|投资|支持|服务|负责|所属|下辖|辖区|代表|"
    r"拥有|包括|涵盖|形成|发展|成为|升级|获批|批准|认定|列入|纳入|授予|入选|荣获|经过|通过|开展|举行|举办|召开|"
    r"推介|察看|看望|视察|出席|参加|承接|转移|搬迁|迁入|租用|购买|收购|摘得|竞得|出让|管理|运营|托管|协同|合并|整合|"
    r"撤销|扩区|更名|归属|隶属|覆盖|毗邻|紧邻|靠近|附近|周边|面向|立足|抢抓|强化|优化|完善|加大|加强|深化|深入|全力|"
    r"大力|积极|努力|持续|不断|着力|力争|争取|确保|申报|申请|组织|率领|带队|陪同|邀请|欢迎|重点|分别|先后|陆续|纷纷|"
    r"介绍|表示|关于|作为|利用|发挥|提升|助力|实现|聚焦|瞄准|联合|携手|对接|合作共建|共建|共同|挂牌|揭牌|启动|"
    r"目前|近日|日前|昨日|今年|去年|明年|上午|下午|(?<=[0-9])[年月日时]|我们|我|"
    r"[0-9一二两三四五六七八九十百几多数首第]+[个家座大批处期次条级所强]|多个|众多|全国|全省|全市|全县|国内|海内外|"
    r"其中|预计|[的在与和及等于了是把将被让为从向对由以到至据该本各其此这那某另又也已正今曾并但而则且]"
)
# Words that describe a kind of zone; a prefix made of nothing else names none.
_GENERIC = re.compile(
    r"(?:国家级?|省级?|市级?|县级?|区级?|州|乡镇?|镇|村|级|部级|双|类|型|内|外|中|小|大|老|主|副|原|现|有|好|优|"
    r"特色|专业|现代化?|高新技术|高新|高科技|科技|工业|产业|农业|生态|循环|绿色|智慧|数字|重点|重大|大型|新型|"
    r"一流|世界|示范|核心|国际|综合|保税|物流|中小企业|企业|民营|城市|城镇|总部|商务|中央|创新|创业|海外|留学人员|"
    r"科创|文化|旅游|低碳|零碳|循环经济|经济|社会|实体|先进|精品|美丽|标准化|标准|专门|相关|有关|主要|其他|别的|"
    r"所有|不同|传统|新兴|外向型|园|区|化工|改革|开放|合作|先行|先导|实验|试点|一体化|发展|高质量|"
    r"千亿级?|百亿级?|万亿级?|亿元|全域|小微|双创|创客|孵化|加速|飞地|共建|跨境|边境|特别|经开|高水平)*"
)
_LEVELS = frozenset(["级", "省级", "市级", "国家级", "国家", "省", "市", "现有", "主要", "部分", "其他"])
_DESTINATION = re.compile(r"(?:落户|落地|入驻|进驻|位于|选址|布局|坐落|地处|在|于|至)(?:了|在|于|到|至)?$")
_VISITED = re.compile("(?:参观|考察|走访|调研|察看|走进|来到|前往)了?$")
_INSIDE = re.compile("[内里]|管委会|管理委员会|党工委")
_UNDER_WORK = re.compile(r"[（(]?(?:[一二三四五1-5]期|项目|工程|建设|开工|奠基|竣工|封顶)")
_GEOGRAPHIC = re.compile("[湖江山港湾河海洲岛滨岭川州城镇村口桥门坪溪泉峰谷浦塘圩泾沟店庄屯寨堡关]$")
_NAME_GOES_ON = re.compile("[\u3400-\u9fff]")
_AFTER_ALIAS = re.compile(
    "[的和与等、及之将已正是在有落举签实开管党核高科企园上集](?!苑|岭)|招商|政府|地区|片区|本地|当地"
)
_SECOND_NAME = re.compile(rf"\([\u3400-\u9fff]{{0,10}}?(?:{_ADMINISTRATIVE})\)")
_NOT_OWN = re.compile("[该各全本级个些类我省家座型内外同老大小跨多此]$")
_ACTS = re.compile("管委会|党工委|招商局|招商|负责人|主任|党委")
_FULL_DIVISION = re.compile("[省市县区]$")


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A known region or zone in the text, where a zone's name may begin."""

    start: int
    end: int
    text: str

    def holds(self, plain: str, start: int, end: int) -> bool:
        """Whether the stretch lies in the place, or is a bracket around it: 某某(天津)产业园."""
        if plain[self.start - 1 : self.start] == "(" and plain[self.end : self.end + 1] == ")":
            return self.start - 1 <= start and end <= self.end + 1
        return self.start <= start and end <= self.end


@dataclass(frozen=True, kw_only=True)
class _Around:
    """What stands around a possible name: places in the text, and where places and zones end."""

    places: Sequence[_Place]
    ends: Sequence[int]

    def leads_to(self, plain: str, start: int) -> bool:
        """Whether a place or a list of zones runs up to `start`."""
        return start in self.ends or (
            plain[start - 1 : start] in {"、", "和", "与"} and start - 1 in self.ends
        )


def find_zones(text: str, hits: Sequence[NameHit], regions: Sequence[str], own: str | None) -> list[ZoneSpan]:
    """Zones in `text`, in order, none overlapping.

    `regions` are paths the article speaks of; `own` is the zone that published it, if any.
    """
    plain = normalised(text)
    known = _known(text, plain, hits, regions)
    found = [*known, *_unknown(text, plain, hits, known)]
    found.sort(key=lambda span: span.start)
    return sorted([*found, *_bare(text, plain, found, own)], key=lambda span: span.start)


# ---------------------------------------------------------------- by name
def _known(text: str, plain: str, hits: Sequence[NameHit], regions: Sequence[str]) -> list[ZoneSpan]:
    spans: list[ZoneSpan] = []
    for index, hit in enumerate(hits):
        names = hit.of(NameKind.ZONE)
        if not names or not _ends_there(plain, hit):
            continue
        start = _with_short_region(hits, index)
        official = _likeliest([name.name for name in names], regions)
        rule = next(name.rule for name in names if name.name == official)
        spans.append(_span(text, start, _with_second_name(plain, hit.end), official, rule))
    return spans


def _ends_there(plain: str, hit: NameHit) -> bool:
    """Whether an alias without a type (光谷, 泰达) stands for the zone, not in a longer name."""
    if _TYPE.search(hit.text[-6:]) or normalised(hit.text) in official_zones():
        return True
    rest = plain[hit.end : hit.end + 2]
    return not _NAME_GOES_ON.match(rest) or bool(_AFTER_ALIAS.match(rest))


def _with_short_region(hits: Sequence[NameHit], index: int) -> int:
    """Where the zone begins with the short name of the region right before it."""
    start = hits[index].start
    if index and hits[index - 1].end == start:
        before = hits[index - 1]
        if before.of(NameKind.REGION) and not _FULL_DIVISION.search(before.text) and len(before.text) < 4:
            return before.start
    return start


def _with_second_name(plain: str, end: int) -> int:
    """The end of 如东经济开发区（高新区） seen from the first name."""
    bracket = _SECOND_NAME.match(plain, end)
    return bracket.end() if bracket else end


def _likeliest(names: Sequence[str], regions: Sequence[str]) -> str:
    """Of zones that share a form, the one in a region of the article, then the national one."""

    def rank(name: str) -> tuple[bool, bool]:
        zone: OfficialZone | None = official_zones().get(name)
        if zone is None:
            return True, True  # the office's own
        return any(path.startswith(zone.province) for path in regions), zone.level == "national"

    return max(names, key=rank)


def _span(text: str, start: int, end: int, name: str | None, rule: str) -> ZoneSpan:
    return ZoneSpan(text=text[start:end], start=start, end=end, name=name, rule=rule)


# ---------------------------------------------------------------- by pattern
def _unknown(text: str, plain: str, hits: Sequence[NameHit], known: Iterable[ZoneSpan]) -> list[ZoneSpan]:
    places = [
        _Place(start=hit.start, end=hit.end, text=hit.text)
        for hit in hits
        if hit.of(NameKind.ZONE) or any(not name.common for name in hit.of(NameKind.REGION))
    ]
    taken = [(span.start, span.end) for span in known]
    spans: list[ZoneSpan] = []
    limit = 0
    for match in _TYPE.finditer(plain):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        limit = max(limit, match.start() - LONGEST_PREFIX, *(e for _, e in taken if e <= match.start()), 0)
        start = _beginning(plain, places, limit, match.start())
        ends = [*(span.end for span in (*known, *spans)), *(place.end for place in places)]
        if start is not None and _is_name(plain, start, match, hits, _Around(places=places, ends=ends)):
            if spans and spans[-1].end == start:  # a part of an unknown zone is told with it
                start = spans.pop().start
            end = _with_second_name(plain, match.end())
            spans.append(_span(text, start, end, _official(plain[start:end]), N_("built like a zone's name")))
            limit = end
    return spans


def _beginning(plain: str, places: Sequence[_Place], limit: int, type_start: int) -> int | None:
    """Where the name before the type at `type_start` begins; None if nothing is left of it."""
    start = limit
    for edge in _EDGE.finditer(plain, limit, type_start):
        if not any(place.holds(plain, edge.start(), edge.end()) for place in places):
            start = edge.end()
    inside = next((place for place in places if place.start < start < place.end), None)
    if inside:
        start = inside.start
    chain = [place for place in places if place.start >= start and place.end <= type_start]
    for place in chain:
        # 阳新县新港园区: the county is told, it is not part of the name; 临沂市高新区: it is
        named = all(other.start != place.end or other.end != type_start for other in chain)
        if named and _FULL_DIVISION.search(place.text) and place.end < type_start:
            start = place.end
    return start if start < type_start else None


def _is_name(plain: str, start: int, match: re.Match[str], hits: Sequence[NameHit], around: _Around) -> bool:
    prefix, kind = plain[start : match.start()], match.group()
    within = [place for place in around.places if start <= place.start and place.end <= match.start()]
    rest = _without(prefix, start, within)
    if within:
        return rest not in _LEVELS and (bool(rest) or kind not in _NEEDS_NAME)
    if _GENERIC.fullmatch(rest) or len(prefix) < 2:
        return False
    pointed_at = around.leads_to(plain, start) or _is_pointed_at(plain, start, match.end())
    if _is_sector(start, match.start(), hits, plain):
        return pointed_at
    if match.lastgroup == "admin":
        return True
    return (pointed_at or bool(_GEOGRAPHIC.search(prefix))) and not _UNDER_WORK.match(plain, match.end())


def _is_pointed_at(plain: str, start: int, end: int) -> bool:
    """Whether something goes to the place, visits it or lies in it."""
    before = plain[max(0, start - 4) : start]
    return bool(_DESTINATION.search(before) or _VISITED.search(before) or _INSIDE.match(plain, end))


def _without(prefix: str, start: int, places: Sequence[_Place]) -> str:
    return "".join(
        char
        for index, char in enumerate(prefix, start)
        if not any(place.start <= index < place.end for place in places)
    )


def _is_sector(start: int, end: int, hits: Sequence[NameHit], plain: str) -> bool:
    """Whether the prefix is made of sector words and generic words alone (光伏产业园)."""
    rest, position = "", start
    for hit in hits:
        if hit.of(NameKind.INDUSTRY) and start <= hit.start and hit.end <= end:
            rest += plain[position : hit.start]
            position = hit.end
    return position > start and bool(_GENERIC.fullmatch(rest + plain[position:end]))


def _official(name: str) -> str | None:
    """The official name behind a form like 临沂市高新区."""
    name = re.sub(r"\(.*$", "", name)
    forms = zone_forms()
    for form in (name, *(name.replace(mark, "", 1) for mark in "市县区省" if mark in name[:-3])):
        if form in official_zones():
            return form
        if len(forms.get(form, ())) == 1:
            return forms[form][0]
    return None


# ---------------------------------------------------------------- without a name
def _bare(text: str, plain: str, named: Sequence[ZoneSpan], own: str | None) -> list[ZoneSpan]:
    """开发区 and the like where the article means its own zone by them."""
    types = [name for name in _BARE if own and own.endswith(name)] if own else []
    spans = []
    for match in _TYPE.finditer(plain):
        word = match.group()
        if word not in _BARE or any(span.start < match.end() and match.start() < span.end for span in named):
            continue
        if match.start() and not _stands_free(plain, match.start()):
            continue
        if types or _ACTS.match(plain, match.end()) or _DESTINATION.search(plain[: match.start()][-4:]):
            name = _single(named, word) or own
            spans.append(_span(text, match.start(), match.end(), name, N_("the article's own zone")))
    return spans


def _stands_free(plain: str, start: int) -> bool:
    before = plain[max(0, start - 4) : start]
    if _NOT_OWN.search(before):
        return False
    edges = [edge.end() for edge in _EDGE.finditer(before)]
    return bool(edges) and edges[-1] == len(before)


def _single(named: Sequence[ZoneSpan], word: str) -> str | None:
    names = {span.name for span in named if span.name and span.text.endswith(word[-3:])}
    return names.pop() if len(names) == 1 else None


def regions_of(spans: Iterable[ZoneSpan]) -> list[str]:
    """Paths of the provinces, cities and counties that the names of known zones tell."""
    return [path for span in spans if span.name for path in _regions_in(span.name)]


@cache
def _regions_in(name: str) -> tuple[str, ...]:
    zone = official_zones().get(name)
    if zone is None:
        return ()
    rest = name.removeprefix(province_short(zone.province))
    inside = [
        division.path
        for division in divisions().values()
        if division.short and division.parents[:1] == (zone.province,) and rest.startswith(division.short)
    ]
    return (zone.province, *inside)

"""Zones that no list knows, found by how their names are built."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crm.reading.gazetteers import tells_level
from crm.reading.known import NameHit, NameKind

SHORTEST_PREFIX = 2
REACH = 48  # characters before the type within which a hit says something about the name
LONGEST_PREFIX = 16  # characters before the type; longer stretches are sentences, not names

# Endings that make a zone by themselves, and those that parks of a single firm bear too.
_ADMINISTRATIVE = (
    "经济技术开发区|高新技术产业开发区|高新技术开发区|高技术产业开发区|高新技术产业园区|旅游度假区|经济开发区|"
    "开发区|经开区|高新区|高开区|综合保税区|综保区|保税港区|保税物流园区|保税区|出口加工区|自由贸易试验区|自贸试验区|"
    "自贸区|工业集中区|产业集中区|集中区|工业集聚区|产业集聚区|工业聚集区|产业聚集区|集聚区|工业园区|"
    "工业区|港务区|临空经济区|空港经济区|航空港区|商务区|新片区|自贸片区|化工园区|科学城|科技城|生态城|科创城|科创圈|科创走廊|新区|工业新城|科技新城|产业新城|管理区"
)
_PARK = (
    "高新技术产业园|工业园|产业园区|产业园|科技园区|物流园区|科技园|软件园|物流园|创业园|创新园|科创园|孵化园|化工园|医药园|环保园|"
    "创意园|加工园|文创园|电商园|双创园|留创园|示范园|食品园|装备园|材料园|信息园|能源园|光电园|电子园|健康园|汽车园|智能园|"
    "数字园|商务园|医药城|生物城|健康城|医学城|药谷|智谷|数谷|芯谷|云谷|产业城|智造园|智造城|汽车城|智慧岛|小镇|园区|新城|示范区|合作区|试验区|起步区|港区"
)
_PARKS = tuple(
    form for word in _PARK.split("|") for form in ((word + "区", word) if word[-1] == "园" else (word,))
)
TYPE = re.compile(f"{_ADMINISTRATIVE}|{'|'.join(_PARKS)}")
_OF_GOVERNMENT = frozenset(_ADMINISTRATIVE.split("|"))
_MAY_BE_PROJECT = frozenset(
    {*_PARKS, "科学城", "科技城", "生态城", "科创城", "科技新城", "产业新城", "工业新城", "商务区"}
)
_NEEDS_NAME = frozenset({"园区", "新城", "示范区", "合作区", "试验区", "起步区", "小镇", "管理区", "集聚区"})

# Where a name cannot begin before: function words and verbs that lead up to a place.
EDGE = re.compile(
    r"[^\u3400-\u9fffA-Za-z0-9·—\-]|——|区域|来自|下设|增设|开设|[设建现只还共仅没都均]有|第?[一二三四五六七八九十]+师|"
    r"落户|落地|入驻|进驻|位于|地处|坐落|选址|布局|设立|成立|建设|打造|创建|建成|建立|规划|推进|推动|加快|促进|依托|"
    r"围绕|考察|参观|走进|走访|调研|来到|前往|赴|抵达|签约|签署|签订|引进|引入|投资|支持|服务|负责|所属|下辖|辖区|代表|"
    r"拥有|包括|涵盖|形成|发展|成为|升级|获批|批准|认定|列入|纳入|授予|入选|荣获|经过|通过|开展|举行|举办|召开|"
    r"丰富|繁荣|助推|带动|引领|支撑|保障|选择|看好|融入|全面|进一步|更好|了解|熟悉|宣传|展示|推荐|决定|计划|同意|委托|授权|"
    r"协助|配合|指导|督促|检查|慰问|感谢|离开|返回|进入|进军|开建|新建|扩建|改建|筹建|兴建|续建|在建|承建|做好|"
    r"争创|创成|建好|办好|做强|做大|做优|推介|察看|看望|视察|出席|参加|承接|转移|搬迁|迁入|租用|购买|收购|摘得|竞得|出让|管理|运营|托管|协同|合并|整合|"
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
    r"千亿级?|百亿级?|万亿级?|亿元|全域|小微|创客|孵化|加速|飞地|共建|跨境|边境|特别|经开|高水平)*"
)
_LEVELS = frozenset(["级", "省级", "市级", "国家级", "省", "市", "现有", "主要", "部分", "其他"])
_NAMES = frozenset({"中原"})  # would be generic by its characters
_CITIES = frozenset("哈沈郑蓉渝杭甬锡榕汉济烟昆筑邕穗莞厦")  # cities by one letter, as in 哈经开区
_OF_CITY = frozenset({"经开区", "高新区", "综保区", "自贸区"})
DESTINATION = re.compile(r"(?:落户|落地|入驻|进驻|位于|选址|布局|坐落|地处|在|于|至)(?:了|在|于|到|至)?$")
_VISITED = re.compile("(?:参观|考察|走访|调研|察看|走进|来到|前往|依托|毗邻|紧邻)了?$")
_BUILT = re.compile('(?:建立|建设|打造|兴建|新建|投建|筹建|扩建|改建|开建|规划)了?[“"《]?$')
_IN_BODY = re.compile(
    "联合会|协会|商会|公司|集团|有限|股份|大学|学院|学校|中学|小学|医院|银行|支行|分行|法院|检察院|公安|派出所|税务|"
    "海关(?!特殊)|报社|日报"
)
_CLAUSE_START = frozenset("，。；：！？、\n ")
_SPOKEN_OF = re.compile(
    "已|位于|坐落|规划|占地|现有|作为|正在|当前|目前|总(?:占地|面积|规划)|由|等(?:各类|工业|产业)?(?:园区|载体|平台)"
)
_INSIDE = re.compile("[内里]|管委会|管理委员会|党工委")
_ZONE_NEXT = re.compile("、[\u3400-\u9fff]{2,12}?(?:开发区|经开区|高新区|新区|园区|工业园|产业园)")
_UNDER_WORK = re.compile(r"[（(]?(?:[一二三四五1-5]期|项目|工程|建设|开工|奠基|竣工|封顶)")
_GEOGRAPHIC = re.compile("[湖江山港湾河海洲岛滨岭川州城镇村口桥门坪溪泉峰谷浦塘圩泾沟店庄屯寨堡关]$")
_SECOND_NAME = re.compile(rf"\([\u3400-\u9fff]{{0,2}}?(?:{_ADMINISTRATIVE})\)")
_TOWN = re.compile("(?:[镇乡]|街道)$")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A known region, zone or sector in the text; a zone's name may begin with it."""

    start: int
    end: int
    text: str
    paths: tuple[str, ...] = ()  # of regions
    tells_level: bool = False
    is_sector: bool = False
    is_firm: bool = False

    def is_part_of(self, other: Place) -> bool:
        """Whether this may be a part of `other` told by its short name."""
        return not self.tells_level and any(
            path.startswith(above) for path in self.paths for above in other.paths
        )

    def holds(self, plain: str, start: int, end: int) -> bool:
        """Whether the stretch lies in the place, or is a bracket around it: 某某(天津)产业园."""
        if plain[self.start - 1 : self.start] == "(" and plain[self.end : self.end + 1] == ")":
            return self.start - 1 <= start and end <= self.end + 1
        return self.start <= start and end <= self.end


class _Row:
    """Places in the order of the text, asked for by stretches."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._starts = [place.start for place in places]

    def between(self, start: int, end: int) -> list[Place]:
        """The places that begin at `start` or later and end by `end`."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [place for place in self._places[first:last] if place.end <= end]


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    """A type of zone in the text, with where its name may begin and what stands before."""

    plain: str
    start: int
    match: re.Match[str]
    near: Sequence[Place]
    ends: set[int]  # of places and zones
    told: set[str]  # how names of zones end that the text has told in full

    @property
    def prefix(self) -> str:
        return self.plain[self.start : self.match.start()]

    def is_name(self) -> bool:
        """Whether what stands before the type names this very zone."""
        if _IN_BODY.match(self.plain, self.match.end()) or self._is_built():
            return False
        within = [place for place in self.near if self.start <= place.start]
        if any(place.is_firm for place in within) and not self._is_destination():
            return False  # a park that bears a firm's name is the firm's own, unless others land there
        regions = [place for place in within if not place.is_sector and not place.is_firm]
        rest = self._without(regions)
        if regions:
            return rest not in _LEVELS and (bool(rest) or self._is_of_county(regions))
        if rest in _CITIES and self.match.group() in _OF_CITY:
            return True
        if rest not in _NAMES and (_GENERIC.fullmatch(rest) or len(rest) < SHORTEST_PREFIX):
            return False
        if rest.endswith("级"):
            return False
        name = self.plain[self.start : self.match.end()]
        if name in self.told:
            return True
        if within and _GENERIC.fullmatch(self._without(within)):
            return self._is_pointed_at()
        if self.match.group() in _OF_GOVERNMENT:
            return True
        return self._is_pointed_at() or bool(_GEOGRAPHIC.search(self.prefix))

    def _is_of_county(self, regions: Sequence[Place]) -> bool:
        """如东县工业园区 is a zone; 旌德园区 and 辽宁省工业园区 are zones of any kind there."""
        return self.match.group() not in _NEEDS_NAME and not regions[-1].text.endswith(("省", "自治区"))

    def _is_built(self) -> bool:
        """Whether it is a project itself, told by what is done to it or by what follows."""
        if self.match.group() not in _MAY_BE_PROJECT:
            return False
        before = self.plain[max(0, self.start - 4) : self.start]
        return bool(_BUILT.search(before) or _UNDER_WORK.match(self.plain, self.match.end()))

    def _without(self, places: Iterable[Place]) -> str:
        inside = {index for place in places for index in range(place.start, place.end)}
        return "".join(char for index, char in enumerate(self.prefix, self.start) if index not in inside)

    def _is_destination(self) -> bool:
        before = self.plain[max(0, self.start - 4) : self.start]
        is_for_many = self.match.group().endswith("园区")
        return is_for_many or bool(DESTINATION.search(before) or _INSIDE.match(self.plain, self.match.end()))

    def _is_pointed_at(self) -> bool:
        """Whether something goes to it or visits it, a place or a list of zones leads up to it."""
        start, before = self.start, self.plain[max(0, self.start - 4) : self.start]
        if start in self.ends or (before[-1:] in {"、", "和", "与"} and start - 1 in self.ends):
            return True
        pointers = (
            DESTINATION.search(before),
            _VISITED.search(before),
            _INSIDE.match(self.plain, self.match.end()),
            before[-1:] in _CLAUSE_START and _SPOKEN_OF.match(self.plain, self.match.end()),
            _ZONE_NEXT.match(self.plain, self.match.end()),
        )
        return any(pointers)


def unknown_zones(
    plain: str, types: Sequence[re.Match[str]], hits: Sequence[NameHit], known: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Where zones are named in `plain` that are not among the `known`, in order; parts of them with them.

    `types` are the matches of TYPE in it.
    """
    places = _places(_near(hits, types))
    row = _Row(places)
    ends = {end for _, end in known} | {place.end for place in places if not place.is_sector}
    walls = sorted(known)
    begins = {end: start for start, end in walls}
    told = {tail for start, end in walls for tail in _tails(plain, start, end)}
    found: list[tuple[int, int]] = []
    limit = passed = 0
    for match in types:
        while passed < len(walls) and walls[passed][0] < match.end():
            limit = max(limit, walls[passed][1])
            passed += 1
        if match.start() < limit:
            continue
        lowest = max(limit, match.start() - LONGEST_PREFIX)
        near = row.between(lowest - LONGEST_PREFIX, match.start())
        start = _beginning(plain, near, lowest, match.start())
        candidate = _Candidate(plain=plain, start=start, match=match, near=near, ends=ends, told=told)
        follows = start in begins or (bool(found) and found[-1][1] == start)
        is_part = follows and match.group().endswith("园区") and start < match.start()
        if is_part or (start < match.start() and candidate.is_name()):
            told.update(_tails(plain, start, match.end()))
            if found and found[-1][1] == start:  # a part of an unknown zone is told with it
                start = found.pop()[0]
            elif is_part:  # 某某经济开发区东部园区 is a part of the known one
                start = begins.get(start, start)
            limit = with_second_name(plain, match.end())
            found.append((start, limit))
            ends.add(limit)
    return found


def _near(hits: Sequence[NameHit], types: Sequence[re.Match[str]]) -> list[NameHit]:
    """The hits that may belong to the name before one of the types."""
    starts = [hit.start for hit in hits]
    near: list[NameHit] = []
    passed = 0
    for match in types:
        first = max(passed, bisect_left(starts, match.start() - REACH))
        passed = max(passed, bisect_left(starts, match.start()))
        near += hits[first:passed]
    return near


def _tails(plain: str, start: int, end: int) -> list[str]:
    """How the name of a zone ends, told short: 生命健康产业园 for 海州生命健康产业园."""
    return [plain[at:end] for at in range(max(start, end - LONGEST_PREFIX), end - SHORTEST_PREFIX)]


def _places(hits: Iterable[NameHit]) -> list[Place]:
    places: list[Place] = []
    for hit in hits:
        place = Place(
            start=hit.start,
            end=hit.end,
            text=hit.text,
            paths=tuple(name.detail for name in hit.of(NameKind.REGION) if name.detail),
            tells_level=any(tells_level(name) for name in hit.of(NameKind.REGION)),
            is_sector=all(name.kind is NameKind.INDUSTRY for name in hit.names),
            is_firm=all(name.kind is NameKind.ENTERPRISE for name in hit.names),
        )
        is_word = hit.names[0].kind is NameKind.REGION and all(name.common for name in hit.names)
        follows = bool(places) and places[-1].end == place.start and place.is_part_of(places[-1])
        if not is_word or follows:  # 光明 is a district right behind 深圳市, a word elsewhere
            places.append(place)
    return places


def _beginning(plain: str, near: Sequence[Place], lowest: int, type_start: int) -> int:
    """Where the name before the type at `type_start` begins; there, if nothing is left of it."""
    start = lowest
    for edge in EDGE.finditer(plain, lowest, type_start):
        if not any(place.holds(plain, edge.start(), edge.end()) for place in near):
            start = edge.end()
    start = next(
        (place.start for place in near if place.start < start < place.end and place.start >= lowest), start
    )
    chain = [place for place in near if place.start >= start]
    for place in chain:
        # 阳新县新港园区: the county is told, it is not part of the name; 深圳市坪山新区: it is
        if place.tells_level and not _leads_to(place, chain, type_start):
            start = place.end
    return start


def _leads_to(place: Place, chain: Sequence[Place], type_start: int) -> bool:
    """Whether nothing but the steps below it stands between `place` and the type (芜湖市鸠江区经济开发区)."""
    if place.end == type_start:
        return True
    below = next((other for other in chain if other.start == place.end), None)
    return below is not None and not _TOWN.search(below.text) and _leads_to(below, chain, type_start)


def with_second_name(plain: str, end: int) -> int:
    """The end of 如东经济开发区（高新区） seen from the first name."""
    bracket = _SECOND_NAME.match(plain, end)
    return bracket.end() if bracket else end

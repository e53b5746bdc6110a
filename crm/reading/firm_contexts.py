"""Firms told by the company they keep: lists, investors, posts, visits and quotations."""

# ruff: noqa: E501 (a pattern is read on one line)

from __future__ import annotations

import re
from collections.abc import Iterator

from crm.reading.firm_shapes import FirmForm, Ground, is_told_beside
from crm.reading.firm_words import firm_words, is_agency, is_brand, is_ordinary, own_part
from crm.reading.text import stretch_before

_X = r"(?P<x>[一-鿿A-Za-z0-9·&]{2,14}?)"

_POSTS = (
    r"董事长|总经理|总裁|董事局主席|监事会主席|副总经理|副总裁|首席执行官|CEO|执行官|创始人|厂长|大中华区"
)
_LANDS = (
    r"(?:签约|落户|入驻|进驻|落子|布局)(?!项目|仪式|活动|企业|的|以来|率|额|数|合同|金额|地|后|前|了\d|\d)"
)

# The words after a firm, and how the clause before them ends if it is one. Found from the words, not from
# the firm, so that a text is gone through once.
_BEFORE = tuple(
    (rule, re.compile(words), re.compile(clause.replace("{x}", _X)))
    for rule, words, clause in (
        ("投资方句式", r"(?:总投资|投资|斥资|出资|豪掷)[约超近逾]?\d", r"{x}(?:计划|拟|将|决定|预计|再|此次|本次)?"),
        ("投资方句式", r"(?:加大|追加|扩大)(?:了|对|在)?[^，。；]{0,12}?(?:投资|投入)", r"{x}(?:将|拟|计划)?"),
        ("职务前", _POSTS, r"(?:.*[和与及])?{x}(?:公司|集团)?(?:执行|副|常务副|名誉|首席|联合)?"),
        ("职务前", rf"(?:党委书记|创始人|联合创始人)、(?:{_POSTS})", r"(?:.*[和与及])?{x}(?:公司|集团)?"),
        ("签约句式", _LANDS, r"{x}(?:正式|成功|也|已|已经|将|顺利|选择)?"),
        ("公告", r"公告(?:称|显示|披露)?[，：]", r"{x}(?:[(（][A-Z]{0,3}[\d.]{4,9}(?:\.[A-Z]{2})?[)）])?(?:晚间?)?(?:发布|披露)?(?:晚间)?"),
        ("总部", r"总部(?=项目|基地|落户|大楼|、|$|，|。|及)", r"(?:.*[的和与])?{x}(?:全球|中国|亚太|华东|华南|华北|华中|西南|区域|集团|国际|第二|研发)?"),
    )
)  # fmt: skip
_OF_CLAUSE = re.compile(r"[^。；，、：\s“”]*")
SHORTEST, CLAUSE, LIST = 2, 30, 160  # characters of a name, of the clause before a word, of a list

# Each pattern names the firm x and says why; the words are what must be in the text for it to be tried.
_AROUND = tuple(
    (rule, words.split(), re.compile(pattern.replace("{x}", _X)))
    for rule, words, pattern in (
        ("投资方句式", "由", r"由{x}(?:[(（][^()（）]{1,12}[)）])?(?:公司|集团)?(?:联合|独家|全额|独立|共同|牵头|负责)?(?:计划|拟)?(?:投资|出资|承建|投建|斥资|筹建)"),
        ("投资方句式", "引进 引入 招引", r"(?:引进|引入|招引)(?:了|的)?{x}(?:计划|拟)?(?:总)?(?:投资|出资)"),
        ("证券代码", "代码 .SZ .SH (60 (00 (30 （60 （00 （30 (68 （68", r"(?:^|[^一-鿿]|上市公司|企业|与|和|由){x}[(（](?:股票代码|证券代码|[A-Z]{2,4})?[：:]?\d{5,6}(?:\.[A-Z]{2})?[)）]"),
        ("签约句式", "签 合作 达成 共建", r"(?:与|同|携手|牵手|联手){x}(?:公司|集团)?(?:正式|成功|举行|共同|在|就|分别|达成|双方)?(?:签约|签署|签订|合作|战略合作|达成|共建|联合|开展|举行)"),
        ("龙头句式", "为龙头 为链主 为代表 为核心 为引领 为依托 为骨干 为主体", r"以{x}(?:公司|集团)?(?:等)?为(?:龙头|链主|代表|核心|引领|依托|骨干|主体)"),
        ("同位语", "企业 公司", r"(?:龙头|链主|领军|骨干|头部|知名|世界|全球|500强|五百强|百强|独角兽|小巨人|上市|瞪羚|标杆|重点|外资|核心|隐形冠军|优质)(?:企业|公司)(?:——|—|-)?[“\"]?{x}(?=[，、。”\"（(]|投资|落户|签约|入驻|在|的|与|和|为|总部|将|已|宣布)"),
        ("考察句式", "拜访 走访 到访 走进 考察 调研 会见 会晤 参观 对接 洽谈 来到 前往 深入", r"(?:拜访|走访|到访|走进|考察了?|调研了?|会见了?|会晤|参观了?|对接|洽谈|来到|前往|深入){x}(?:公司|集团|总部|等(?:企业|公司|多家|一批|\d+家))"),
        ("供应链", "客户 供应商 伙伴 对手", r"(?:客户|供应商|合作伙伴|竞争对手)(?:是|为|有|包括|涵盖|主要是|主要有|主要为|分别为){x}(?=[，。、等和及])"),
        ("简称", "简称 统称 （下称 (下称", r"[(（](?:以下|下)?(?:统一)?(?:简称|统称|称)[：:为]?[“\"「『]?{x}[”\"」』]?[)）]"),
    )
)  # fmt: skip
_OF_PROJECT = re.compile(r"的(?=[^，。；、的]{2,24}?项目)")
_OWN_PROJECT = re.compile(
    r"(?:[、，：；。和与有及]|^)(?P<x>[^\s，。；、：“”()（）有的]{4,12})的", re.MULTILINE
)
OWNER = 12  # characters of an owner at most
_LIST_END = re.compile(
    r"(?:等|在内的|……)(?!.{0,8}(?:产业|领域|行业|方面))[^，。；、]{0,16}?(?:企业|公司|厂商|[车央国民外药房]企|巨头|客商|集团|龙头|[一二三四五六七八九十\d]百?强|单位|品牌)"
)
_OF_LIST = re.compile(r"[^，。；：！？\s“”\"《》…]*")
_ITEM = re.compile("[^、]+")
_PART = re.compile(".{2,}?(?:[和与及](?=..)|$)")
_SUPPLIERS = re.compile(
    r"(?:客户|供应商|合作伙伴|竞争对手|投资方|投资机构|投资人|股东|出资方)(?:是|为|有|包括|涵盖|主要是|主要有)(?P<items>[^，。；]{2,60})"
)
_VISITED = re.compile(
    r"(?:拜访|走访|走进|考察|调研|会见|参观|探访|对接|来到|深入)(?:了)?(?P<items>[^，。；：！？\n]{2,80})"
)
_TOLD = ("投资方句式", "签约句式", "证券代码")  # sentences whose subject can only be a firm
_OF_MONEY = frozenset({"投资", "基金", "产业基金", "创投", "融资租赁"})
_SURNAMES = "于时向同应那"  # small words, but also how a name may begin
_TRIMMED = (
    "公司", "集团", "企业", "项目", "等", "的", "了", "及其", "以及", "双方", "方面", "代表", "一行", "有关", "相关",
    "主要", "负责人", "共同", "联合", "分别", "正式", "成功", "计划", "决定", "拟", "将", "已", "也", "共", "累计", "集中",
    "现场", "新", "全部", "今年", "去年", "去年底",
)  # fmt: skip
_TRIM_RIGHT = re.compile(f"(?:{'|'.join(_TRIMMED)})+$")


def contextual(ground: Ground) -> Iterator[FirmForm]:
    """Firms whose sentence says that they are firms."""
    yield from _before(ground)
    yield from _around(ground)
    yield from _of_projects(ground)
    yield from _lists(ground)


def _before(ground: Ground) -> Iterator[FirmForm]:
    text = ground.text
    for rule, words, clause in _BEFORE:
        for word in words.finditer(text):
            begin = stretch_before(_OF_CLAUSE, text, word.start(), CLAUSE)
            if word.start() - begin < SHORTEST or not (found := clause.fullmatch(text, begin, word.start())):
                continue
            form = _accepted(ground, *found.span("x"), rule)
            if form:
                yield form


def _around(ground: Ground) -> Iterator[FirmForm]:
    text = ground.text
    for rule, words, pattern in _AROUND:
        if any(map(text.__contains__, words)):
            for found in pattern.finditer(text):
                form = _accepted(ground, *found.span("x"), rule)
                if form:
                    yield form


def _of_projects(ground: Ground) -> Iterator[FirmForm]:
    """Firms with their place before what they build (无锡砺桥的减速器项目)."""
    text = ground.text
    for particle in _OF_PROJECT.finditer(text):
        reach = max(0, particle.start() - OWNER - 1)
        floor = max(reach, text.rfind("的", reach, particle.start()) + 1)
        found = _OWN_PROJECT.search(text, floor, particle.end())
        if found is None:
            continue
        start, end = found.span("x")
        form = _accepted(ground, start, end, "项目所属") if ground.after_places(start) > start else None
        if form and form.start < form.core_start:
            yield form


def _lists(ground: Ground) -> Iterator[FirmForm]:
    text = ground.text
    for found in _LIST_END.finditer(text):
        start = stretch_before(_OF_LIST, text, found.start(), LIST)
        if "、" in text[start : found.start()]:
            yield from _items(ground, start, found.start(), "名单", is_list_of_firms=True)
    for found in _SUPPLIERS.finditer(text):
        yield from _items(ground, *found.span("items"), "供应链", is_list_of_firms=True)
    for found in _VISITED.finditer(text):
        yield from _items(ground, *found.span("items"), "考察句式", is_list_of_firms=False)


def _items(ground: Ground, start: int, end: int, rule: str, *, is_list_of_firms: bool) -> Iterator[FirmForm]:
    for piece in _ITEM.finditer(ground.text[start:end]):
        at = start + piece.start()
        for part in _PART.finditer(piece.group()):
            begin, finish = at + part.start(), at + part.start() + len(part.group().rstrip("和与及"))
            form = _accepted(ground, begin, finish, rule, may_be_common=True)
            if form and (is_list_of_firms or form.core_end < form.end or form.core_end - form.core_start > 3):
                yield form


def _accepted(
    ground: Ground, start: int, end: int, rule: str, *, may_be_common: bool = False
) -> FirmForm | None:
    """The firm inside a stretch that a pattern pointed at, None if it reads like anything else."""
    text = ground.text
    floor = start
    start = ground.name_start(start, end)
    if start == floor + 1 and text[floor] in _SURNAMES:
        start = floor  # 于万科技
    if text.endswith(_TRIMMED, start, end):
        end = start + len(_TRIM_RIGHT.sub("", text[start:end]))
    begin = ground.after_places(start)
    if is_told_beside(text, start, begin):
        start = begin
    size = end - begin
    if not 2 <= size <= 10 or ground.is_place(start, end) or ground.is_sector(begin, end):
        return None
    name = text[begin:end]
    if is_agency(name) or is_agency(text[begin : end + 1]) or name in firm_words().generic:
        return None
    own = own_part(name)
    if own == 0 and may_be_common and begin - start == 2 and name in firm_words().naming:
        return FirmForm(start=start, end=end, core_start=start, core_end=end, rule=rule)  # 东山精密
    if own == 0:
        return _common(begin, end, name, rule) if may_be_common else None
    if own == 3 and {name[:2], name[1:3]} & firm_words().ordinary:
        return None
    is_named = is_brand(name[:own], is_told=rule in _TOLD)
    if not is_named or (own < size and not _is_trade(name[own:])):
        return None
    return FirmForm(start=start, end=end, core_start=begin, core_end=begin + own, rule=rule)


def _common(begin: int, end: int, name: str, rule: str) -> FirmForm | None:
    """A firm named with everyday words (蜜蜂科技), believed in a list of firms if a strong trade ends it."""
    words = firm_words()
    for size in (4, 3, 2):
        trade = name[-size:]
        if trade in words.strong and trade not in words.weak and len(name) - size >= 2:
            head = name[:-size]
            if head not in words.generic and head not in words.inside:
                return FirmForm(start=begin, end=end, core_start=begin, core_end=end, rule=rule)
    return None


def _is_trade(tail: str) -> bool:
    return (
        tail in _OF_MONEY
        or tail in firm_words().strong
        or (is_ordinary(tail) and tail[-2:] in firm_words().strong)
    )

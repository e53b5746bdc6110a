"""Projects as the text names them: X项目, and the items of A、B等项目, each with the firm in front of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crm.reading.firm_shapes import FirmForm, Ground
from crm.reading.firm_words import firm_words, is_agency, is_brand, own_part

ITEM_LENGTH = 60  # characters; longer stretches are prose

_SEGMENT = re.compile(r"[^，,。；;：:！？!?\n]+")
_TAIL = re.compile(r"(?:等|…+)(?P<tail>[^、]{0,24}?)(?:项目|工程)")
_INTRO = re.compile(
    r"项目[^。；;\n]{0,8}?(?:包括|包含|有|为|分别是|分别为|主要是|：|:)(?:了)?(?:[，,：:]\s*)?$"
)
_INTRO_INSIDE = re.compile(r"项目[^。；;\n、]{0,6}?(?:包括|包含|分别是|分别为|主要有|主要是)(?:了)?")
_NOUN = re.compile(
    r"项目|工程(?!师|队|量|技术|机械|公司|有限|建设|质量)|生产基地|制造基地|研发基地|产业基地|产业园|科技园|生产线|超级工厂|智能工厂|总部基地|总部大楼"
)
_BREAK = re.compile(r"[，,。；;：:！？!?\n\s、]")
_PROJECT_FOLLOWS = re.compile(r"[^，,。；;：:！？\n、]{0,24}项目")
_PRICED = re.compile(r"(?:投资|[亿万]元)[^，。；]{0,14}的")
_COUNT_BEFORE = re.compile(r"(?:\d|[一二三四五六七八九十百两几多数])(?:余|多)?(?:个|项|批|大|类)(?:[^，。；、]{0,10})?$")
_COUNT_AFTER = re.compile(r"(?:共|有|共有|共计|达|达到|总数)?(?:\d+|[一二三四五六七八九十百两]+)(?:余|多)?(?:个|项)")
_CUT = re.compile(
    r"(?:\d[\d.,]*|[一二三四五六七八九十百]+)(?:余|多)?(?:万|亿)*(?:元|美元|欧元|港元|日元)?(?:人民币)?(?:的|建设|投建)"
    r"|的(?=.{3})|引进|引入|招引|落户|签约(?!项目)|推动|推进|力促|促进|启动|实施|位于|投资建设|开工建设|投资(?:新建|兴建)|打造|参与|参观|走进|来到|考察|携手|联合"
    r"|包括|分别为|建(?=\d)|建设(?=年产|总|一|年)|新建(?=年产)|(?:计划|拟|将)?(?:投资|斥资)(?:约|超)?\d[\d.]*[亿万]元|就(?=.*[项工])|在(?=[^线建])|由|暨|称|说|关于|随着|标志着|见证|以及"
)
_LEADS = re.compile(
    r"(?:是|为|有|和|与|及|其中|另有|还有|当天|同时|目前|现场|集中|举行|今年|去年|明年|本月|近日|日前|截至|预计|计划|拟|将|已|建设|新建|投资|总|成功|正式|该|其|本次|此次|推动|确保|重点|外资|内资|一个|一批|首个)+"
)
_INSTITUTE = re.compile(r"研究所|研究院|大学|学院|医院|实验室|创新中心")
_COUNTED = re.compile(r"\d+(?:余|多)?(?:个|项)[^，。；]{0,10}项目$|^除了|(?:举行|参加|召开|举办)[^，。；]*项目$|(?:重大|重点|优质|产业|工业|招商引资|新开工|集中开工|签约|合作|一批|亿元|工业|服务业)项目$")
_BRACKET = re.compile(r"^[(（][^()（）]*[)）]")
_JOINED = re.compile(r"(?<=[目园地心厂程线期])(?:和|及|以及|与)")
_GENERIC = re.compile(
    r"(?:全力|支持|部|实现了|共|该|此|本|这|那|各|全|所有|多|一|首|两|三|几|数|\d+|个|批|类|项|大|产业化?|工业|重大|重特大?|重点|优质|新|签约|招商|引资|投资|建设|开工|投产|在建|续建|复工|储备|外资|内资|央企|龙头|[百千]?亿元|落户|入库|科技|服务业|制造业|基础设施|民生|拟建|在谈|谈|合作|意向|正式|总部|省|市|区|县|级|列|以上|以下|整个|相关|集成电路|前期|计划|优势|链|强|好|小|高|企业|配套|标杆|示范|专项|试点|亮点|特色|实体|推进|加快|服务|招引|引进|谋划|策划|跟踪|洽谈|竣工|达产|参与|参加|这些|那些|上|下|年度|阶段|主要|新兴|传统|平台|社会|其他|等|力促|促进|促|抓|争取|向上|和|及|的|有|为|国家|公司|本次|此次|全部|部分|具体|单个|同类|大型|中小|中央|政府|债券|专项债|补链|延链|强链|建链|产业链|新质|生产力|技术|合同|总|落地|今年|去年|北部|南部|西部|东部|集中|批次|预计|数量|数|关键|标志性|支撑|引领|领军|性|型|亿|万元|年|月|一季度|二季度|三季度|四季度|季度|上半年|下半年|内|外|里|中|加速器|产业园|生产线|产业基地|生产基地)+"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectMention:
    """A project named in the text; `firm` is the form of the firm its name begins with."""

    start: int
    end: int
    name: str
    firm: FirmForm | None
    is_item: bool = False


def mentions(ground: Ground) -> list[ProjectMention]:
    """Projects named in the text, in its order, none inside another."""
    found = [*_listed(ground)]
    taken = {at for mention in found for at in range(mention.start, mention.end)}
    for mention in _single(ground):
        if taken.isdisjoint(range(mention.start, mention.end)):
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def firm_in_name(ground: Ground, start: int, end: int, *, is_item: bool = False) -> FirmForm | None:
    """The firm a project's name begins with, if it begins with one (砺桥传动减速器项目)."""
    begin = ground.after_places(start)
    known = ground.known_at(start) or ground.known_at(begin)
    if known and known.end <= end:
        return FirmForm(start=known.start, end=known.end, core_start=known.start, core_end=known.end, rule="知名企业")
    name = re.split(r"[“\"（(]", ground.text[begin:end])[0]
    own = own_part(name)
    form = _common_firm(ground, start, begin, name, is_item=is_item)
    if own == 0 or form:
        return form
    return _branded(ground, start, begin, name[:own], name)


def _branded(ground: Ground, start: int, begin: int, brand: str, name: str) -> FirmForm | None:
    own = len(brand)
    if not is_brand(brand) or (own == len(name) and own > 4) or own > 5:
        return None
    if is_agency(brand) or ground.is_place(begin, begin + own) or ground.is_sector(begin, begin + own):
        return None
    if brand.isascii() and len(name) > own and not is_trade_at(name, own):
        return None  # LED封装, TSV封装: a technique, not a firm
    stop = begin + _with_trade(name, own)
    if stop == begin + own and _INSTITUTE.search(name[own : own + 12]):
        return None
    if is_agency(ground.text[begin:stop]):
        return None
    return FirmForm(start=start, end=stop, core_start=begin, core_end=begin + own, rule="项目名")


def is_trade_at(name: str, at: int) -> bool:
    """Whether an unmistakable trade word of firms stands in `name` at `at`."""
    words = firm_words()
    return any(name[at : at + size] in words.strong - words.weak for size in (4, 3, 2))


def _with_trade(name: str, own: int) -> int:
    """The end of the firm's name: a trade belongs to it before a facility or the end, or if it names no product."""
    words = firm_words()
    for size in (4, 3, 2):
        trade = name[own : own + size]
        if len(trade) == size and trade in words.strong:
            rest = name[own + size :]
            is_end = not rest or rest.startswith(words.facility) or rest[0].isdigit()
            if is_end or trade in words.naming:
                return own + size
    return own


def _common_firm(
    ground: Ground, start: int, begin: int, name: str, *, is_item: bool
) -> FirmForm | None:
    """A firm of everyday words before a place, or with an unmistakable trade (航天锂电天门…, 蜜蜂科技…)."""
    words = firm_words()
    for own in (2, 3):
        for size in (4, 3, 2):
            trade = name[own : own + size]
            if len(trade) != size or trade not in words.strong or name[:own] in words.generic:
                continue
            end = begin + own + size
            before_place = ground.after_places(end) > end
            certain = trade not in words.weak and name[:own] not in words.inside and trade != "产业"
            if before_place or (certain and (is_item or name[own + size :]) and name[:own] in words.ordinary):
                return FirmForm(start=start, end=end, core_start=begin, core_end=end, rule="项目名")
    return None


def _listed(ground: Ground) -> Iterator[ProjectMention]:
    text = ground.text
    for segment in _SEGMENT.finditer(text):
        start, end = segment.span()
        tail = _TAIL.search(text, start, end)
        intro = _INTRO_INSIDE.search(text, start, end)
        if intro:
            start = intro.end()
        elif tail is None and not _INTRO.search(text, max(0, start - 14), start):
            continue
        end = tail.start() if tail and tail.start() > start else end
        has_items = "、" in text[start:end]
        if tail and not intro and not has_items and not _is_one_item(ground, start, end):
            continue
        for piece in re.finditer(r"[^、]+", text[start:end].removesuffix("等")):
            yield from _split_item(
                ground, start + piece.start(), start + piece.end(), is_first=piece.start() == 0
            )


def _is_one_item(ground: Ground, start: int, end: int) -> bool:
    return end - start <= 24 and bool(firm_in_name(ground, start, end))


def _split_item(ground: Ground, start: int, end: int, *, is_first: bool) -> Iterator[ProjectMention]:
    at = start
    for joint in [*_JOINED.finditer(ground.text, start, end), None]:
        stop = joint.start() if joint else end
        mention = _mention(ground, at, stop, is_item=True, has_lead=is_first or "元的" in ground.text[at:stop])
        if mention:
            yield mention
        at = joint.end() if joint else end


def _single(ground: Ground) -> Iterator[ProjectMention]:
    text, floor = ground.text, 0
    for noun in _NOUN.finditer(text):
        start = max(floor, noun.start() - ITEM_LENGTH)
        for mark in _BREAK.finditer(text, start, noun.start()):
            start = mark.end()
        is_project = noun.group() == "项目"
        if (not is_project and _PROJECT_FOLLOWS.match(text, noun.end())) or _COUNT_AFTER.match(text, noun.end()):
            continue
        mention = _mention(ground, start, noun.end(), is_item=False, has_lead=True)
        if mention and (is_project or mention.firm or _PRICED.search(text, start, mention.start)):
            floor = noun.end()
            if not _COUNT_BEFORE.search(text, max(0, mention.start - 16), mention.start):
                yield mention


def _mention(ground: Ground, start: int, end: int, *, is_item: bool, has_lead: bool) -> ProjectMention | None:
    text = ground.text
    if has_lead:
        head = re.split(r"[“\"]", text[start:end])[0]
        start += max((cut.end() for cut in _CUT.finditer(head) if cut.end() < len(head) - 1), default=0)
        lead = _LEADS.match(text, ground.after_places(start), end)
        if lead and end - lead.end() >= 3:
            start = lead.end()
    name = text[start:end].strip("“”\"·")
    bare = re.sub(r"(?:项目|工程)$", "", text[ground.after_places(start) : end])
    if not 2 <= len(name) <= ITEM_LENGTH or not bare or _COUNTED.search(name) or _GENERIC.fullmatch(bare) or name[0] in ")）":
        return None
    firm = firm_in_name(ground, start, end, is_item=is_item)
    rest = _BRACKET.sub("", text[firm.end : end]) if firm else name
    return ProjectMention(start=start, end=end, name=rest.lstrip("的、") or name, firm=firm, is_item=is_item)

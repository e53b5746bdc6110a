"""Projects as the text names them: X项目, and the items of A、B等项目, each with the firm in front of it."""

# ruff: noqa: E501 (a pattern is read on one line)

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crm.reading.firm_shapes import FirmForm, Ground
from crm.reading.firm_words import RECENT, firm_words, is_ordinary
from crm.reading.project_firms import firm_in_name
from crm.reading.text import anchored

ITEM_LENGTH = 60  # characters; longer stretches are prose
VAGUE_LENGTH = 5  # characters of the longest word that says nothing

_SEGMENT = re.compile(r"[^，,。；;：:！？!?\n]+")
_TAIL = re.compile(
    r"(?:等|在内的|…+)(?P<tail>[^、]{0,24}?|(?:一批|多个|\d+[个项])?(?:[^，。；、]{0,12}、){1,3}[^，。；、]{0,14}的[^，。；、]{0,8}?)(?:项目|工程(?![类机车师塑]))"
)
_COUNTED_TAIL = re.compile(
    r"[\d两二三四五六七八九十](?<=[^第\d一二三四五六七八九十].)(?:(?<=\d)\d{1,2})?(?:个|项)(?:世界500强|[^、\d]){0,10}?项目"
)
_HEAD = re.compile(
    r"^[ \t\u3000]{0,8}+(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.．、)）]|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]"
    r"|[①-⑳●◆■▲★•]|项目[一二三四五六七八九十][：:])?[ \t\u3000]{0,4}+(?P<name>[^，,。；;：:！？!?\n]{3,40})(?:[。：:]\s{0,4}|\n\s{0,4})"
    r"(?:该项目|项目|拟|计划)*(?:总?投资[约额]?\d|总投资|由[^，,。；;\n]{2,40}?(?:投资|建设|承建)|占地|(?:投资|建设)(?:方|主体|单位))",
    re.MULTILINE,
)
_TITLED = re.compile(
    r"^[ \t\u3000]{0,8}(?P<name>[^，,。；;：:！？!?\n]{3,30})\n[ \t\u3000]{0,8}(?:该|本)项目"
    r"(?:由[^，,。；;\n]{2,40}?(?:投资|建设|承建)|(?:计划|规划)?总投资|位于|占地)",
    re.MULTILINE,
)
_NAMED_LINE = re.compile(  # 砺桥光伏发电项目 / 本工程位于…
    r"^[ \t\u3000]{0,8}(?P<name>[^，,。；;：:！？!?、\n]{5,40}(?:项目|工程|基地))[ \t\u3000]{0,4}\n[ \t\u3000]{0,8}(?:(?:该|本|此)(?:项目|工程)|(?:项目|工程)(?:位于|由|选址|总投资|占地|规划|计划|建成|主要))",
    re.MULTILINE,
)
_ENUMERATED = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,2}是|[(（][一二三四五六七八九十\d]{1,2}[)）])(?:配套|投资|新建|建设|实施|签约|引进|在[^，。；]{2,12}?(?=投资|建设)){0,3}"
    r"(?P<name>[^，,。；;：:！？!?\n]{3,40}?项目)(?=[。，,；;：:（(\n])"
)
_COUNTER = re.compile("[第一二三四五六七八九十(（]")
_IS_PROJECT = re.compile(r"(?:项目|工程|基地|产业园|科技园|生产线|中心|总部|工厂|[一二三四]期)$")
_INTRO = re.compile(
    r"项目(?:[^。；;\n]{0,8}?|[^。；;\n]{0,24}?[，,])(?:包括|包含|有|为|分别是|分别为|主要是|：|:)(?:了)?(?:[，,：:]\s*)?$"
)
_INTRO_AFTER = re.compile(r"(?:分别|主要)(?:为|是|有)")  # 8个项目，分别为甲项目、乙项目
_INTRO_INSIDE = re.compile(r"项目[^。；;\n、]{0,6}?(?:包括|包含|分别是|分别为|主要有|主要是)(?:了)?")
_PLANTS = "高速公路|高铁|铁路|电站|风电场|煤矿|码头|电厂|水泥厂|钢厂|化肥厂|炼油厂|酒厂|糖厂|纸厂"
_BUILT = "总部(?!基地|大楼|经济|[设位在]|所)|工厂|煤矿|矿井|管道(?!燃|天)|公路|加速器|创新港|科创港|产业港|创新园|工业园(?!区)|产业城|科技城|科创园|中试基地|营运中心|物流中心|配送中心|制造中心|智造中心|商贸城|物流港|大厦|结算中心|研究院|实验室|生态园"
_NOUN = re.compile(
    r"项目|工程(?!师|队|量|技术|机械|公司|有限|建设|质量|咨询|监理|勘察|设计|局|管理|总承包)|生产基地|制造基地|研发基地|产业基地|产业园|科技园|生产线|加工园|基地|物流园|孵化园|数据中心|研发中心|运营中心|创新中心|综合体|加工基地|种植基地|养殖基地|超级工厂|智能工厂|总部基地|总部大楼|"
    + f"{_PLANTS}|{_BUILT}"
)
# What is told right behind a building or works that are no 项目: it is started, settled, in use.
_HAPPENS_NEXT = re.compile(
    r"(?:[、和与及][^，。；、\n和与及]{2,16})?(?:[一二三]期)?(?:主体(?:结构|工程)?)?(?:将|拟|已|也|在?今[日天年]|[近昨]日|正式|成功|顺利|全面|全部|举行|\d{1,2}[日月]|今年|年内|[在于](?!建)[^，。；、\n在于]{2,16}?)*"
    r"(?:落户|开工|奠基|动工|破土|封顶|竣工|投产|启用|投用|开业|试生产|试运行|通气|建成投)(?!后|以来|前|率|面积|典礼后|企业|的|项目)"
)
_WORKS_NEXT = re.compile(  # what may be told of any works is news of a project where its price is told too
    r"[^，。；、\n]{0,8}(?:开工|奠基|动工|竣工|投产|通车|投运|建成)(?!后|以来)[^。；\n]{0,40}?投资[^，。；\d\n]{0,6}\d"
)
_OF_A_PLACE = frozenset(
    {"高速公路", "高铁", "铁路", "公路", "煤矿", "矿井", "管道", "电站", "风电场", "码头"}
)
_HAPPENS_THERE = re.compile("(?:[在于到至往进]|落户|入驻|位于|来自)[^，。；、\n的]{0,8}$")
_ANY_WORKS = frozenset(["工程", *re.sub(r"\(.*?\)", "", f"{_PLANTS}|{_BUILT}").split("|")])
_WORKS_FOLLOW = re.compile("[^，。；、\\n]{0,12}工程")
_BREAK = re.compile(
    r"[，,。；;：:！？!?\n\r、— \t\u3000](?:(?<=[^— \t\u3000])|(?<=—)—|(?<=[^—])(?<![\d\s].)[ \t\u3000]*+(?![\d\s]))"
)
_PROJECT_FOLLOWS = re.compile(r"[^，,。；;：:！？\n、]{0,24}项目")
_PRICED = re.compile(r"(?:投资|[亿万]元)[^，。；]{0,14}的")
_COUNT_BEFORE = re.compile(
    r"(?:\d|[一二三四五六七八九十百两几多数])(?:余|多)?\s?(?:个|项|批|大|类)(?:[^，。；、—]{0,10})?$"
)
_COUNT_AFTER = re.compile(
    r"(?:共|有|共有|共计|达|达到|总数)?(?:\d+|[一二三四五六七八九十百两]+)(?:余|多)?(?:个|项)"
)
_QUOTE = re.compile('[“"]')
_QUOTED = re.compile('[的为是：][“"]([^“”"]{4,40})[”"](?:项目|工程)?$')  # 合作投资的“砺桥储能电站”项目
_CUT = re.compile(
    r"(?=[\d一二三四五六七八九十百的宣签投新上引招落推力促启实位跟举打参走来考携联包分开建计拟将斥就在由暨称说关随标见以重龙示设])(?:(?:\d[\d.,]*|[一二三四五六七八九十百]+)(?:余|多)?(?:万|亿)*(?:元|美元|欧元|港元|日元)?(?:人民币)?(?:的|建设|投建|设立|新建|打造|兴建|筹建|成立|组建|用于|实施)"
    r"|(?:重点|重大|龙头|示范|标志性)(?:产业|工业)?项目[——－\"“]*(?![暨集开签建现和及与、，])(?=.{4,}项目$)|(?<!美)的(?=.{3})|宣布|设立|(?:签署|签订|签约)了(?=.{3})|(?:签署|签订)(?=.{2})|投入约?\d[\d.]*[亿万]元(?:新上|上马|建设|实施|用于)?|新上|上马|引进了?|引入了?|招引了?|落户|签约(?!项目)了?|(?:推动|推进|力促|促进|启动|实施)了?|位于|跟进|举行|举办|(?:签订|签署)的(?:\d[\d.]*[亿万]元)?|投资建设|投建|开工建设|投资(?:新建|兴建)|打造|参与|参观|走进|来到|考察|携手|联合(?!科技|实业|电子|重工|化工|动力|生物|能源|智能|汽车|光电|材料|制药)|筹划|谋划"
    r"|包括|分别为|建(?=\d)|建设(?=年产|总|一|年)|新建(?=年产)|(?:计划|拟|将)?(?:投资|斥资)(?:约|超)?\d[\d.]*[亿万]元(?:人民币)?(?:的|建设|设立|新建|打造|兴建|用于|实施|成立|组建)?|就(?=.*[项工])|在(?=[^线建])|由|(?<=[式会动礼典])暨|称|说|关于|随着|标志着|见证|以及)"
)
_LEAD_OF = re.compile(
    r"[^、]*(?:元|[里内中])的|(?:我[省市区县]|[^、的]{2,4}[省市区县])的|[^、的]{2}的"
)  # 湖州的砺桥减速器项目
_LEADS = re.compile(
    r"(?:是|为|有|和|与|及|如|例如|比如|其中|另有|还有|当天|同时|目前|现场|集中|举行|今年|去年|明年|本月|近日|日前|截至|预计|计划|拟|将|已|建设|新建|投资|总|成功|正式|该|其|本次|此次|推动|确保|重点|外资|内资|一个|一批|首个)+"
)
_NO_NAME = re.compile(
    r"^\d{4}年|^(?:并|同时|开展)|(?:(?:该|此|本|这个|上述|有关|相关|其他|其它)|[好强大高优广]的)项目$"
)
_IS_NO_NAME = re.compile(
    r"^[一二三四首](?:[、和至][二三四])?期(?:工程|项目)?$|^(?:实现|围绕|共同|高质量|确保|特别是|作为|进行|紧盯|聚焦|瞄准|成功|积极|持续|推进|另外|另一|其他|有效|及相关|及其|等\d|[)）])|\d+[余多]?条(?:[^，。；]{0,8})?生产线$"
    r"|首个|又一|另外一个|^(?:在|对|把|将|以|向|从|之后|主要|现有|目前|园区内|其中|记者)|(?:^|[内里])目前已?有|(?:^|[一-鿿])(?:进行|开展|洽谈|对接|推介)项目$|之后又"
)
_WORKS = re.compile(
    r"(?:征地|用地|配套|前期|土建|安装|装修|绿化|亮化|建设|主体|改扩建|附属|基础|分项|单项)工程$"
)
_PRICE_BEFORE = re.compile("[亿万](?:美|港|欧|日)?元(?:人民币)?的$")
_PRICE_NEXT = re.compile(r"[，,（(]?(?:计划|预计)?总?投资(?:约|超)?\d")
_NO_PROJECT_AFTER = re.compile(
    "用地|资金|审批|手续|建设者|实施主体|业主|参建|负责人|部(?!分)|库|化|经理|总监|附近|旁边|对面|周边|评审|清单|专班|信息"
)
_PRICE_BEHIND = re.compile(r"[(（]?(?:总?投资)?(?:约|近|超)?\d[\d.]{0,8}[亿万]元[)）]?$")
_COUNTED = re.compile(
    r"\d+(?:余|多)?\s?(?:个|项)[^，。；]{0,10}项目$|^除了|(?:举行|参加|召开|举办)[^，。；]*项目$|(?:重大|重点|重点工程|重大工程|优质|产业|工业|招商引资|新开工|集中开工|签约|合作|一批|亿元|工业|服务业|了)项目$"
)
_BRACKET = re.compile(r"^[(（][^()（）]*[)）]")
_INVESTED_BY = re.compile(
    r"(?:公司|集团|商会|股份|科技|实业|控股)[^，。；]{0,30}(?:投资|出资|建设)[^，。；]{0,16}(?:的|建设|新建)$"
    r"|(?:公司|集团|股份)[^。；]{0,40}(?:签[署订约]了?|就)$"
)
_PREDICATE = re.compile(r"(?:是|作为|成为|列为)[^，。；]{0,30}的[^，。；的]{0,12}$")
# A firm or project is told of, and then what it is: 砺桥项目，是远桥集团自主研发的大型传动装置项目.
_IS_OF_KIND = re.compile(
    r"[，,](?:也|更|又|正|就)?是(?:一[个项家座])?(?![^。；]{0,60}(?:[亿万]|投资|建设|由))[^。；的]{4,60}的[^，。；的、]{0,12}\Z"
)
_PARTS = re.compile("[(（](?:包含|包括|含|建设)")  # 养护楼（包含后勤楼、门卫等工程）
_OF_MANY = re.compile(  # 甲、乙等企业投资建设的重点项目
    "等[^，。；、]{0,8}(?:企业|[央国民外]企|公司|集团|客商)(?:联合|共同)?(?:总?投资|建设|实施)+的(?:重点|重大|优质)*项目"
)
OF_KIND = 13  # characters from the 的 before a kind of thing to the end of that
REACH = 60  # characters before a name in which its sentence goes on
_SECTORS = re.compile(r"涉及|涵盖|覆盖|囊括|领域|开展|谋划|策划|储备|瞄准|招引(?!了)")
_IS_CALLED = ("项目", "工程")
_ROW = re.compile(r"、[^，,。；;：:！？\n、]{2,50}项目(?!有|共|达)")
_LEGAL_IN = re.compile(r"有限(?:责任)?公司|股份公司|集团公司")
_ITEM = re.compile("[^、]+")
_JOINED = re.compile(r"(?<=[目园地心厂程线期])(?:和|及|以及|与)")


class ProjectMention(NamedTuple):
    """A project named in the text; `firm` is the form of the firm its name begins with."""

    start: int
    end: int
    name: str
    firm: FirmForm | None
    is_item: bool = False
    is_headed: bool = False
    is_built: bool = False  # works or a building that the text does not call a project


def mentions(ground: Ground) -> list[ProjectMention]:
    """Projects named in the text, in its order, none inside another."""
    found = [*_headed(ground)]
    taken = {at for mention in found for at in range(mention.start, mention.end)}
    for further in (_enumerated, _listed, _single):
        for mention in further(ground):
            if taken.isdisjoint(range(mention.start, mention.end)):
                found.append(mention)
                taken.update(range(mention.start, mention.end))
    return sorted(found, key=lambda mention: mention.start)


def _headed(ground: Ground) -> Iterator[ProjectMention]:
    """Projects named by a line or its beginning, with what follows telling of them (1.砺桥项目。总投资…)."""
    lines = [*_HEAD.finditer(ground.text)]
    told = {line.start("name") for line in lines}
    lines += [line for line in _TITLED.finditer(ground.text) if line.start("name") not in told]
    told.update(line.start("name") for line in lines)
    lines += [line for line in _NAMED_LINE.finditer(ground.text) if line.start("name") not in told]
    for line in lines:
        start, end = line.span("name")
        name = ground.text[start:end]
        mention = _mention(ground, start, end, is_item=True, has_lead=False)
        if mention and (mention.firm or line.re is _TITLED or _IS_PROJECT.search(name)):
            yield mention._replace(is_headed=True)


def _enumerated(ground: Ground) -> Iterator[ProjectMention]:
    """Projects counted in running text, with what follows telling of them (一是砺桥项目。二是远桥项目。)."""
    found = [*anchored(_ENUMERATED, _COUNTER, ground.text)]
    for item in found if len(found) > 1 else ():
        start, end = item.span("name")
        mention = _mention(ground, start, end, is_item=True, has_lead=True)
        if mention:
            yield mention._replace(is_headed=True)


def _listed(ground: Ground) -> Iterator[ProjectMention]:
    text = ground.text
    for segment in _SEGMENT.finditer(text):
        start, end = segment.span()
        if text.find("项目", max(0, start - 14), end) < 0 and text.find("工程", start, end) < 0:
            continue
        tail = _TAIL.search(text, start, end) or _counted(text, start, end)
        intro = _INTRO_INSIDE.search(text, start, end)
        after = _INTRO_AFTER.match(text, start, end)
        if intro:
            start = intro.end()
        elif after and "项目" in text[max(0, start - 30) : start]:
            start, intro = after.end(), after
        elif tail is None and not _INTRO.search(text, max(0, start - 14), start):
            continue
        if _SECTORS.search(text[start : tail.start() if tail else end]) or _PARTS.search(text, start, end):
            continue
        if tail and _OF_MANY.fullmatch(tail.group()):
            continue
        end = tail.start() if tail and tail.start() > start else end
        has_items = "、" in text[start:end]
        if tail and not intro and not has_items and not _is_one_item(ground, start, end):
            continue
        for piece in _ITEM.finditer(text[start:end].removesuffix("等")):
            yield from _split_item(
                ground, start + piece.start(), start + piece.end(), is_first=piece.start() == 0
            )


def _counted(text: str, start: int, end: int) -> re.Match[str] | None:
    """The end of a list that says how many it names (A、B、C三个项目)."""
    tail = _COUNTED_TAIL.search(text, start, end)
    return tail if tail and "、" in text[start : tail.start()] else None


def _is_one_item(ground: Ground, start: int, end: int) -> bool:
    return end - start <= 24 and bool(firm_in_name(ground, start, end))


def _split_item(ground: Ground, start: int, end: int, *, is_first: bool) -> Iterator[ProjectMention]:
    at = start
    joints = [*_JOINED.finditer(ground.text, start, end), *_between_firms(ground.text, start, end)]
    owned = _LEGAL_IN.search(ground.text, start, end)
    if owned and not _LEGAL_IN.search(ground.text, owned.end(), end):
        joints = [
            joint for joint in joints if joint.end() <= owned.start()
        ]  # what one firm builds is one project
    for joint in [*sorted(joints, key=lambda joint: joint.start()), None]:
        stop = joint.start() if joint else end
        mention = _mention(
            ground, at, stop, is_item=True, has_lead=is_first or bool(_LEAD_OF.match(ground.text, at, stop))
        )
        if mention:
            yield mention
        at = joint.end() if joint else end


def _between_firms(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The 和 between two firms of a list (海远生物和远桥能源)."""
    strong = firm_words().strong
    if text[end - 2 : end] not in strong:
        return
    for joint in _AND.finditer(text, start, end):
        if text[joint.start() - 2 : joint.start()] in strong and end - joint.end() >= 4:
            yield joint


_AND = re.compile("[和与及]")


def _single(ground: Ground) -> Iterator[ProjectMention]:
    text, floor = ground.text, 0
    breaks = [0, *[mark.end() for mark in _BREAK.finditer(text)]]
    for noun in _NOUN.finditer(text):
        last = breaks[bisect_right(breaks, noun.start()) - 1]
        start = max(floor, noun.start() - ITEM_LENGTH, last)
        is_project = noun.group() == "项目"
        if _is_quoted_title(text, noun.start()) or _is_no_news(text, start, noun.start()):
            continue
        if (not is_project and _PROJECT_FOLLOWS.match(text, noun.end())) or _COUNT_AFTER.match(
            text, noun.end()
        ):
            continue
        is_item = is_project and _is_in_row(text, start, noun.end(), floor)
        mention = _mention(ground, start, noun.end(), is_item=is_item, has_lead=True)
        is_park = noun.group().endswith("园") and mention and mention.firm and _is_bare(mention.firm)
        is_owned = mention and mention.firm and not is_park
        if noun.group() == "基地" and not _PRICE_NEXT.match(text, noun.end()):
            is_owned = None
        if mention and (mention.firm is None or mention.firm.rule == "项目名"):
            mention = _whole(ground, floor, start, noun.end()) or mention
        is_works = noun.group() in _ANY_WORKS
        if mention and mention.firm and mention.firm.rule == "项目名" and noun.group() in _OF_A_PLACE:
            mention = mention._replace(firm=None, name=text[mention.start : mention.end])
        if is_works and noun.group() != "工程":
            is_owned = None
        is_news = is_works and _is_news(text, noun)
        is_priced = mention and _PRICED.search(text, start, mention.start)
        is_built = not is_project and mention and _is_built(ground, mention)
        if mention and is_built:
            mention = mention._replace(is_built=True)
        if mention and (is_project or is_owned or is_priced or is_news or is_built):
            floor = noun.end()
            if not _COUNT_BEFORE.search(text, max(0, mention.start - 16), mention.start):
                yield mention


def _is_news(text: str, noun: re.Match[str]) -> bool:
    """Whether works that are not called a project are told of with their price (柳湖电站开工，总投资8亿元)."""
    is_part = noun.group() != "工程" and _WORKS_FOLLOW.match(text, noun.end())
    return not is_part and _WORKS_NEXT.match(text, noun.end()) is not None


def _is_built(ground: Ground, mention: ProjectMention) -> bool:
    """Whether something happens to works that bear a name of their own, and not at or in them."""
    text, start = ground.text, mention.start
    if not _HAPPENS_NEXT.match(text, mention.end) or _HAPPENS_THERE.search(text, max(0, start - 12), start):
        return False
    return ground.after_places(start) > start or not is_ordinary(text[start : mention.end])


def _is_no_news(text: str, start: int, end: int) -> bool:
    """Whether what stands before 项目 says what a firm or another project is, or what guests look at."""
    if text.find("的", max(0, end - OF_KIND), end) < 0:
        return False  # it stands in both
    if _PREDICATE.search(text[start:end]):
        return True
    return bool(_IS_OF_KIND.search(text, max(0, start - REACH), end))


def _is_in_row(text: str, start: int, end: int, floor: int) -> bool:
    """Whether a project stands between others of its kind (甲项目、乙项目、丙项目)."""
    return (text[start - 1 : start] == "、" and start - 1 == floor) or bool(_ROW.match(text, end))


def _whole(ground: Ground, floor: int, start: int, end: int) -> ProjectMention | None:
    """The project of a registered firm whose name goes on over a joint (甲有限公司管材修复、防腐生产线项目)."""
    text = ground.text
    if text[start - 1 : start] != "、":
        return None
    low = max(floor, start - ITEM_LENGTH)
    for mark in _BREAK.finditer(text, low, start - 1):
        low = mark.end()
    piece = text[low : start - 1]
    legal = _LEGAL_IN.search(piece)
    if legal is None or legal.end() == len(piece) or _NOUN.search(piece, legal.end()):
        return None
    return _mention(ground, low, end, is_item=False, has_lead=True)


def _mention(ground: Ground, start: int, end: int, *, is_item: bool, has_lead: bool) -> ProjectMention | None:
    text, floor = ground.text, start
    if is_item and "项目" in text[start:end]:
        end = text.index("项目", start, end) + 2
    if has_lead:
        start += _lead_size(text[start:end])
        lead = _LEADS.match(text, ground.after_places(start), end)
        if lead and end - lead.end() >= 3:
            start = lead.end()
    if is_item and (sum_ := _PRICE_BEHIND.search(text, start, end)):
        end = sum_.start()
    start = end - len(text[start:end].lstrip("—－-·"))
    if quoted := _QUOTED.search(text, start, end):
        start = quoted.start(1)
    name = text[start:end].strip('“”"·')
    begin = ground.after_places(start)
    bare = text[begin : end - 2 if text.endswith(_IS_CALLED, begin, end) else end]
    if (
        not bare
        or _names_nothing(name, bare)
        or (name.endswith("项目") and _NO_PROJECT_AFTER.match(text, end))
    ):
        return None
    is_told = is_item or bool(_PRICE_BEFORE.search(text[max(0, start - 12) : start]))
    firm = firm_in_name(ground, start, end, is_item=is_told)
    if (
        firm
        and firm.rule == "项目名"
        and firm.core_end == firm.end
        and _INVESTED_BY.search(text[max(0, floor - 40) : start])
    ):
        firm = None  # 砺桥公司投资2亿元的重卡项目: 重卡 is what is built
    rest = _BRACKET.sub("", text[firm.end : end]) if firm else name
    is_works = not is_told and (firm is None or firm.rule == "项目名") and bool(_WORKS.search(name))
    if rest[:1] == "等" or is_works:
        return None
    called = "" if firm and not rest else rest.lstrip("的、") or name
    if quoted:
        called = called.replace("”", "").replace('"', "")
    return ProjectMention(start=start, end=end, name=called, firm=firm, is_item=is_item)


def _names_nothing(name: str, bare: str) -> bool:
    """Whether a stretch only counts projects or says what kind they are; `bare` is it without its place."""
    return bool(
        not 2 <= len(name) <= ITEM_LENGTH
        or _COUNTED.search(name)
        or _is_generic(bare)
        or _NO_NAME.search(name)
        or _IS_NO_NAME.search(name)
        or name[0] in ")）等"
    )


def _lead_size(stretch: str) -> int:
    """How many characters of the words lie in front that lead up to a project."""
    head = _QUOTE.split(stretch, maxsplit=1)[0]
    return max((cut.end() for cut in _CUT.finditer(head) if cut.end() < len(stretch) - 1), default=0)


def _is_bare(firm: FirmForm) -> bool:
    """Whether nothing but its place before a park speaks for a firm (绿沃产业园)."""
    return firm.rule == "项目名" and firm.core_end == firm.end


def _is_quoted_title(text: str, at: int) -> bool:
    """Whether a place lies inside 《…》: the name of a document, not of a project."""
    opening = text.rfind("《", max(0, at - 120), at)
    return opening >= 0 and text.find("》", opening, at) < 0


@lru_cache(maxsize=RECENT)
def _is_generic(name: str) -> bool:
    """Whether a name says no more than that there are projects (一批重大产业)."""
    words, size = firm_words().vague, len(name)
    covered = [size]  # offsets from which such words go on to the end, the nearest last
    for at in range(size - 1, -1, -1):
        for end in reversed(covered):
            if end - at > VAGUE_LENGTH:
                return False
            if name[at:end] in words or (end == at + 1 and name[at].isdigit()):
                covered.append(at)
                break
    return not covered[-1]

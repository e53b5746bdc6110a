"""What one sentence tells of the projects in it: events, investors, sums, days and places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crm.domain.reading import Action, AmountSpan, Basis, EnterpriseSpan, Span
from crm.reading.acts import Act, acts
from crm.reading.drafts import Draft, take_acts
from crm.reading.firm_shapes import FirmForm
from crm.reading.investors import investors_before
from crm.reading.project_names import ProjectMention
from crm.reading.scenes import Scene, is_investment

LEAD = 2  # sentences that tell what the headline announces
LIST = 3  # projects in a sentence that make it a list of them
FIRST = 4  # characters before the firm that is the subject of its sentence
SEGMENT = 80  # characters between two projects in which the second one's investor stands
DAY_LENGTH = 10  # characters of an ISO date that tells the day
SCENE_MENTIONS = 60  # projects named in one sentence; more are an attack on the reader

_CERTAIN = ("全称", "已知名称", "知名企业")  # rules of firms that need no other word for them
_OTHERS = re.compile(r"\d+个[^，。；、]{0,12}项目|项目(?:共|共有|共计)?\d+个")  # what follows is told of them
_GUESTS = re.compile("参加|出席|见证|参会|客户|供应商|承建|施工|考察|参观")
_AMONG = re.compile("其中|包括|包含")  # what is told before is told of all of them
_ADJOINS = re.compile(r"(?:人民币|以上|左右|建设|兴建|新建|投建)*的?[^，。；、]{0,6}")
_PRICE_OF = re.compile("(?:人民币|以上|左右)?的")
_BEHIND = re.compile(r"[(（：:\s]{0,2}(?:协议|计划|总)*(?:投资额?)?(?:约|近|超)?")
_BESIDE = ("", "了", "的")  # between the word of the event and the first project of a list
_BRINGS = re.compile(
    r"(?:公司|集团)?(?:[(（][^()（）]{1,24}[)）])?[^、，,；。：]{0,20}(?:投资|出资|建设|实施|打造|的|签约|签订)[^、，,；。：]{0,20}"
)
_LEAD = re.compile("^(?:[也还已将]|正在?|积极|努力|筹划|谋划)+")
_JOINS = ("、", "和", "与", "及", "以及", "，")
_BRACKET = re.compile(r"^[(（][^()（）]*[)）]")
_INTENDS = re.compile(
    r"(?:公司|集团)?(?:[(（][^()（）]{1,40}[)）])?[^，。；]{0,12}?(?:计划|拟|将|欲|宣布[，,]?)(?:为[^，。；]{2,30}[，,])?(?:该公司|公司|其|计划|拟|将|欲)*(?:在[^，。；]{2,24}?)?"
    r"(?:总?投资|斥资|出资|新建|兴建|扩建|投建|建立|设立|组建|建造|增建|建设(?!用地))"
)
_THE_FIRM = re.compile(  # 砺桥电子专业从事封装，为了扩大规模，公司在科技城投资9000万元
    r"[，,](?:该|本)?(?:公司|企业|集团)(?:此次|本次|计划|将|拟|已|决定|还|在[^，。；]{2,20})*(?:[一二三]期)?(?:总?投资|出资|斥资)"
)
_PLANT = re.compile(
    r"(?:公司|集团)?[^，。；]{0,12}(?:计划|拟|将|欲|宣布|准备|打算|有意|考虑|(?:表示|透露|称)，(?=[将拟]|计划))[，,]?(?:[其将拟]|计划|继续|进一步)*"
    r"(?:在[^，。；]{2,16}?(?:建厂|设厂|办厂)|(?:在[^，。；]{2,16}?)?(?:开设|新建|兴建|建设|新设|设立|扩建|投建|建造|筹建|布局|新上)(?!了)[^，。；的]{0,16}?"
    r"(?:工厂|新厂|分厂|生产基地|制造基地|产业园|生产线|研发中心|(?:[东南西北中][部区]|[华全]\S|区域|第二)总部|电站|电厂|风电场)"
    r"|对[^，。；]{2,16}进行(?:搬迁|扩建|改扩建|技术改造))"
)
_OF_IT = re.compile(
    r"项目|工程|[一二三四]期|公司|企业|厂房|主体|基地|园区?一期|生产线|设备|首批|产品|土建|协议|双方|目前|现"
)
_OF_OTHERS = re.compile(
    r"(?:签约|开工|动工|投产|竣工|在建|洽谈|重点|重大|产业|优质|好)项目(?!建设现场)|一批|各(?:类|个|项|地)|每一?个|更多|全[省市县区]|企业\d+家|\d+家|园区(?!一期)|精品"
)
_BUILT_BY = re.compile(
    r"(?:由|投资方为|投资方是|投资主体为|业主为|建设单位为|(?:投资方|投资主体|投资单位|建设单位|业主单位)[：:])$"
)
_BUILDS = re.compile(
    r"(?:公司|集团)?(?:[(（][^()（）]{1,24}[)）])?(?:联合|独家|全额|共同|独资|负责|计划|拟)*(?:总?投资|出资|斥资|建设|兴建|实施|[，。；：]|$)"
)
_SIGNS = (Action.SIGNED, Action.INTENTION)
_FOUNDED_WITH = re.compile(r"[与和同][^，。；]{2,30}(?:成立|组建|设立|合资)[^，。；]{0,16}(?:公司|企业|工厂)")
_ITS_PARTS = re.compile(r"(?:该|本次?|此次?|上述)项目[^，。；]{0,6}(?:包含|包括|涵盖|分为|含)")
_DENIED = re.compile(  # a rumour, or a firm that says there is nothing to it
    r"传闻|不属实|不存在[^，。；]{0,16}(?:计划|情况|事项|投资|协议)"
    r"|(?:从未|未曾|尚未|未|没有)(?:与|就|同)[^，。；]{0,60}(?:洽谈|协商|签订|签署|协议)"
)
_BY_PAPER = re.compile(
    "\\s*(?:根据|按照|依据|按)(?:双方)?(?:签订|签署|签约)?的?[^，。；]{0,8}(?:协议|合同|约定|备忘录)"
)


def add_builder(draft: Draft, scene: Scene) -> None:
    """The investor a sentence names for the project before it (由砺桥科技有限公司投资建设)."""
    for firm in scene.enterprises:
        if _BUILT_BY.search(scene.text, max(scene.start, firm.start - 8), firm.start) and _BUILDS.match(
            scene.text, firm.end, scene.end
        ):
            is_short = len(draft.firms) == 1 and draft.firms[0][:2] in firm.name
            if is_short or not draft.firms:
                draft.firms = [firm.name]
            return


def tells_of_it(scene: Scene, act: Act) -> bool:
    """Whether an act in a sentence without a project of its own is told of the project before it."""
    floor = max(scene.start, act.start - SEGMENT)
    at = max(scene.text.rfind(mark, floor, act.start) for mark in "，,；;。：:")
    lead = scene.between(max(at + 1, floor), act.start)
    if _OF_OTHERS.search(scene.text, max(scene.start, act.start - 40), act.end + 8):
        return False
    return len(lead) <= 8 or bool(_OF_IT.search(lead))


def share_of(
    scene: Scene, groups: Sequence[Sequence[EnterpriseSpan]], group: Sequence[EnterpriseSpan]
) -> AmountSpan | None:
    """The sum of one of several firms where the sums are told in their order (总投资分别为…)."""
    if len(groups) < 2 or "分别" not in scene.text[groups[-1][-1].end : scene.end]:
        return None
    sums = [
        amount
        for amount in scene.amounts
        if amount.start > groups[-1][-1].end and amount.basis in (Basis.TOTAL, Basis.OTHER, Basis.CONTRACT)
    ]
    return sums[groups.index(group)] if len(sums) == len(groups) else None


def intending(scene: Scene, event: Act | None) -> Iterator[Draft]:
    """A firm that plans to invest a sum (甲公司计划投资5亿元): at a ceremony that is what it signs."""
    for firm in scene.enterprises:
        intent = _INTENDS.match(scene.text, firm.end, scene.end)
        plant = _PLANT.match(scene.text, firm.end, scene.end)
        amount, phase1 = amounts_after(scene, firm.end, scene.end)
        is_subject = firm.start - scene.start <= FIRST
        intent = intent or (_THE_FIRM.search(scene.text, firm.end, scene.end) if is_subject else None)
        intent = plant or (intent if amount else None)
        if intent:
            plan = Act(action=Action.PLANNED, start=intent.start(), end=intent.end(), is_done=False)
            draft = Draft(scene=scene, firms=[firm.name], amount=amount, phase1=phase1, rule="计划投资句式")
            take_acts(draft, [event or plan])
            yield draft
            return


def groups_of(scene: Scene) -> list[list[ProjectMention]]:
    """Mentions that stand side by side and share what is said of them."""
    groups: list[list[ProjectMention]] = []
    for mention in scene.mentions[:SCENE_MENTIONS]:
        gap = scene.between(groups[-1][-1].end, mention.start) if groups else ""
        if (groups and len(gap) <= 3 and not set(gap) & set("，。；,;")) or (
            groups
            and mention.is_item
            and groups[-1][-1].is_item
            and not any(groups[-1][-1].end <= act.start < mention.start for act in scene.acts)
        ):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def acts_of(scene: Scene, group: Sequence[ProjectMention], mentions: Sequence[ProjectMention]) -> list[Act]:
    """The events told of a group: behind it, else before it, else of the whole scene."""
    following = [mention.start for mention in mentions if mention.start >= group[-1].end]
    preceding = [mention.end for mention in mentions if mention.end <= group[0].start]
    limit = following[0] if following else scene.end
    floor = preceding[-1] if preceding else scene.start
    inside = [act for act in scene.acts if group[0].start <= act.start < group[-1].end]
    after = [
        act
        for act in scene.acts
        if group[-1].end <= act.start < limit
        and not (following and scene.between(act.end, limit) in _BESIDE)  # tells of the next group
    ]
    before = [act for act in scene.acts if floor <= act.start < group[0].start]
    beside = [act for act in before if scene.between(act.end, group[0].start) in _BESIDE]
    told = [*beside, *inside, *after]
    if told and all(act.action is Action.SETTLED for act in told):  # 签约现场，砺桥项目成功落地
        told += [act for act in before if act.action is Action.SIGNED and act.is_ceremony]
    return told or before or list(scene.acts)


def owner_of(scene: Scene, mention: ProjectMention) -> tuple[list[str], str]:
    """Who invests in a named project, and how that is known."""
    inside = [firm for firm in scene.enterprises if mention.start <= firm.start < mention.end]
    if mention.firm:
        inside = [firm for firm in inside if firm.start < mention.firm.end] or inside
    is_named = bool(inside) and (mention.firm is not None or inside[0].start - mention.start <= 4)
    if is_named and (mention.is_item or inside[0].rule != "项目名"):
        return [inside[0].name], "项目名"
    before = [] if mention.is_item else investors_before(scene, mention.start, mention.end)
    if is_named and not (before and all(firm.rule in _CERTAIN for firm in before)):
        return [inside[0].name], "项目名"
    if before:
        return [firm.name for firm in before], "投资方句式"
    if not inside and not mention.is_item and (beside := _only_firm_before(scene, mention)):
        return [beside], "同句企业"
    if mention.is_item and not inside:
        inside = [firm for firm in scene.enterprises if _brings(scene, firm, mention)][-1:]
    if not inside and mention.firm and _is_listed_firm(scene, mention, mention.firm):
        return [scene.text[mention.firm.start : mention.firm.end]], "项目名"
    return ([inside[0].name], "项目名") if inside else ([], "项目名单" if mention.is_item else "总投资句式")


def _is_listed_firm(scene: Scene, mention: ProjectMention, form: FirmForm) -> bool:
    """Whether its place in a list speaks for a firm that its word alone would not.

    The word has a trade, or at least half of the firms that the other projects begin with are sure.
    """
    if not mention.is_item and len(scene.mentions) < LIST:
        return False
    others = [other.firm for other in scene.mentions if other.firm and other is not mention]
    sure = [
        other
        for other in others
        if any(other.start <= firm.start and firm.end <= other.end for firm in scene.enterprises)
    ]
    return form.core_end < form.end or 2 * len(sure) >= len(others) > 0


def _only_firm_before(scene: Scene, mention: ProjectMention) -> str | None:
    """The one firm between the project before and this one, where a sentence tells of several."""
    if len(scene.mentions) < 2:
        return None
    floor = max((other.end for other in scene.mentions if other.end <= mention.start), default=scene.start)
    for start, end in ((floor, mention.start), (mention.end, _limit(scene, mention))):
        names = {firm.name for firm in scene.enterprises if start <= firm.start and firm.end <= end}
        if len(names) == 1 and end - start <= SEGMENT and not _GUESTS.search(scene.text, start, end):
            return names.pop()
        if names:
            return None
    return None


def _brings(scene: Scene, firm: EnterpriseSpan, mention: ProjectMention) -> bool:
    """Whether a firm stands before an item of a list as its investor (砺桥公司投资2亿元的减速器、…)."""
    gap = scene.between(firm.end, mention.start)
    return 0 < len(gap) <= 40 and bool(_BRINGS.fullmatch(gap))


def name_of(scene: Scene, mention: ProjectMention) -> str:
    """What the project is called, without its firm."""
    for firm in scene.enterprises:
        if mention.start <= firm.start <= mention.start + 4:
            return _LEAD.sub("", _BRACKET.sub("", scene.text[firm.end : mention.end])).lstrip("的、")
    return mention.name


def amounts_of(
    scene: Scene, mention: ProjectMention, group: Sequence[ProjectMention]
) -> tuple[AmountSpan | None, int | None]:
    """The total of a mention and its first phase: the figure just before it, else behind it."""
    for amount in scene.amounts:
        if amount.end <= mention.start and amount.basis is not Basis.THRESHOLD:
            gap = scene.between(amount.end, mention.start)
            if _ADJOINS.fullmatch(gap) and len(gap) <= 14 and is_investment(scene.text, amount):
                return amount, amounts_after(scene, mention.end, _limit(scene, mention))[1]
    for amount in scene.amounts:
        is_behind = mention.end <= amount.start and _BEHIND.fullmatch(
            scene.between(mention.end, amount.start)
        )
        if is_behind and amount.basis in (Basis.TOTAL, Basis.OTHER, Basis.CONTRACT):
            return amount, amounts_after(scene, mention.end, _limit(scene, mention))[1]
    if len(group) > 1:
        after = _limit(scene, mention)
        inside = [
            amount
            for amount in scene.amounts
            if mention.start <= amount.start < after and not _is_of_the_next(scene, amount, after)
        ]
        if inside and mention is not group[-1]:
            return inside[0], None
        return (None, None)
    total, phase1 = amounts_after(scene, mention.start, _limit(scene, mention))
    if total is None:
        floor = max(
            (other.end for other in scene.mentions if other.end <= mention.start), default=scene.start
        )
        among = [found.end() for found in _AMONG.finditer(scene.text, floor, mention.start)]
        total, _ = amounts_after(scene, among[-1] if among else floor, mention.start)
    return total, phase1


def _is_of_the_next(scene: Scene, amount: AmountSpan, following: int) -> bool:
    """Whether a sum is told of the item behind it (研发中心、投资3亿元的生产基地)."""
    return amount.end < following <= scene.end and bool(
        _PRICE_OF.fullmatch(scene.text, amount.end, following)
    )


def pair(draft: Draft, scene: Scene, group: Sequence[ProjectMention], place: int) -> None:
    """Sums and firms told in the order of the projects (总投资分别为11亿元、6亿元的甲项目和乙项目)."""
    before = scene.between(scene.start, group[0].start)
    if len(group) < 2:
        return
    shares = _shares_behind(scene, group)
    if len(shares) == len(group):
        draft.amount = shares[place]
    if "分别" not in before:
        firms = [firm for firm in scene.enterprises if firm.end <= group[0].start]
        is_list = all(scene.between(one.end, two.start) in _JOINS for one, two in pairwise(firms))
        if is_list and len(firms) == len(group) and not any(mention.firm for mention in group):
            draft.firms = [firms[place].name]
        return
    told = scene.start + before.rindex("分别")
    sums = [
        amount
        for amount in scene.amounts
        if told <= amount.start and amount.end <= group[0].start and is_investment(scene.text, amount)
    ]
    if len(sums) == len(group):
        draft.amount = sums[place]
    firms = [firm for firm in scene.enterprises if firm.end <= group[0].start]
    if len(firms) == len(group) and not any(mention.firm for mention in group):
        draft.firms = [firms[place].name]


def is_in_order(scene: Scene, group: Sequence[ProjectMention]) -> bool:
    """Whether what is told of the projects is told in their order."""
    return "分别" in scene.between(scene.start, group[0].start) or bool(_shares_behind(scene, group))


def _shares_behind(scene: Scene, group: Sequence[ProjectMention]) -> list[AmountSpan]:
    """The sums told in their order behind the projects (甲项目和乙项目开工，总投资分别为11亿元和6亿元)."""
    told = scene.text.find("投资分别", group[-1].end, scene.end)
    return [amount for amount in scene.amounts if amount.start > told] if told >= 0 else []


def _limit(scene: Scene, mention: ProjectMention) -> int:
    end = min((other.start for other in scene.mentions if other.start >= mention.end), default=scene.end)
    others = _OTHERS.search(scene.text, mention.end, end)
    return others.start() if others else end


def amounts_after(scene: Scene, start: int, end: int) -> tuple[AmountSpan | None, int | None]:
    """The first total and the first phase among the amounts of a stretch."""
    inside = [amount for amount in scene.amounts if start <= amount.start < end]
    if not inside:
        return None, None
    total = next((a for a in inside if a.basis is not Basis.PHASE1 and is_investment(scene.text, a)), None)
    phase1 = next((a.value for a in inside if a.basis is Basis.PHASE1), None)
    return total, phase1


def first_phase(scene: Scene) -> AmountSpan | None:
    """What the first phase costs where a sentence tells no other sum (公司计划一期投资6600万元)."""
    return next((amount for amount in scene.amounts if amount.basis is Basis.PHASE1), None)


def date_of(scene: Scene, act: Act) -> str | None:
    """When the event happened: the nearest date before its word, else the first of the scene."""
    if not scene.dates:
        return None
    before = [span for span in scene.dates if span.end <= act.start and span.iso]
    after = [span for span in scene.dates if span.start >= act.end and span.iso]
    if before:
        days = [span.iso for span in before if span.iso and len(span.iso) == DAY_LENGTH]
        return days[-1] if days else before[-1].iso
    return after[0].iso if after and not before and after[0].start - act.end <= 12 else None


def place_of(spans: Sequence[Span], act: Act | None) -> str | None:
    """Where it happens: the first place behind the event's word, else the first of the scene."""
    after = [span for span in spans if act and act.end <= span.start <= act.end + 8]
    return (after or [*spans])[0].text if spans else None


def land_of(scene: Scene) -> float | None:
    """The land a sentence tells, in mu."""
    return next((measure.value for measure in scene.measures if measure.kind == "land_mu"), None)


def title_acts(title: str, told: Sequence[Scene]) -> list[Act]:
    """What a headline tells; what the first sentences say is to come has not happened."""
    lead = [act for scene in told[:LEAD] for act in scene.acts if scene.own_acts]
    done = {act.action for act in lead if act.is_done}
    to_come = {act.action for act in lead if not act.is_done} - done
    return [
        act._replace(is_done=act.is_done and act.action not in to_come) for act in acts(title, 0, len(title))
    ]


def subject_of(scene: Scene) -> str | None:
    """The firm a sentence begins with."""
    return next((firm.name for firm in scene.enterprises if firm.start - scene.start <= 8), None)


def partners_of(scene: Scene) -> list[str]:
    """The two firms that found a third one (甲公司计划与乙公司成立一家合资公司)."""
    names = list(dict.fromkeys(firm.name for firm in scene.enterprises))
    is_told = len(names) == 2 and _FOUNDED_WITH.search(scene.text, scene.start, scene.end)
    return names if is_told else []


def signer_of(scene: Scene) -> str | None:
    """The one firm of a sentence in which an agreement is signed."""
    names = {firm.name for firm in scene.enterprises}
    return names.pop() if len(names) == 1 and any(act.action in _SIGNS for act in scene.acts) else None


def lists_parts(scene: Scene, mentions: Sequence[ProjectMention]) -> bool:
    """Whether a sentence tells what one project is made of (本次项目包含…)."""
    return bool(mentions and _ITS_PARTS.search(scene.text, scene.start, mentions[-1].start))


def is_in_title(firm: str, title: str, spans: Sequence[EnterpriseSpan]) -> bool:
    """Whether the headline names a firm in one of its forms."""
    return any(span.name == firm and span.text in title for span in spans)


def is_denied(scene: Scene) -> bool:
    """Whether a sentence tells of a rumour, or of what a firm says there is nothing to."""
    return bool(_DENIED.search(scene.text, scene.start, scene.end))


def follows_paper(scene: Scene) -> bool:
    """Whether a sentence begins with the agreement that provides what it tells (根据协议, …)."""
    return bool(_BY_PAPER.match(scene.text, scene.start))

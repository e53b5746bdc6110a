"""Who invests: firms as the sentence places them around a project or an event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from crm.domain.reading import Action, EnterpriseSpan
from crm.reading.acts import Act
from crm.reading.scenes import Scene

_BUILDS = re.compile(
    r"(?:公司|集团)?(?:[(（][^()（）]{1,24}[)）])?(?:等(?:\d+家|多家)?(?:企业|公司)?)?(?:共同|联合|独家|全额|已|将|拟|计划|决定|正式|本次|此次|分别|合计|全资|双方)*"
    r"(?:总?投资|出资|斥资|承建|建设|新建|投建|兴建|打造|实施|建|豪掷|在[^，。；]{2,24}?(?:投资|建设|新建|设立|布局)|的[^，。；、]{0,4}$|"
    r"就[^，。；]{2,40}项目|(?:在[^，。；]{2,12}?)?(?:正式)?(?:签署|签订|签约|达成)[^，。；]{0,16}[，,](?:双方|将|拟)*(?:共同|联合|合作)(?:投资|出资|建设)|(?:兼并)?(?:重组|整合|开发|运营)的|[:：]?$)"
)
SEGMENT = 60  # characters of a sentence in which it says that guests are listed
_TOGETHER = re.compile("共同|联合|合资|携手")
_INTRODUCED = re.compile(
    r"(?:由|引进|引入|引育|招引|投资方为|投资方是|投资方|投资主体为|投资主体|系|业主为|业主|建设单位为)(?:的|了|[：:])?$"
)
_JOINED = re.compile(r"(?:[(（][^()（）]{1,24}[)）])?(?:、|和|与|及|以及|携手|联合|，)")
_BESIDE = re.compile(r"(?:[(（][^()（）]{1,24}[)）])?(?:、|和|与|及|携手|联合)")
_PARTNER_BEFORE = re.compile(
    r"(?:与|和|同|跟|客户|供应商|下游|上游|配套|供应|收购|旗下|原|给|向|为|含|像|如|比如|例如|对标|超过|竞争对手)$"
)
_COUNTERPART = re.compile(
    r"(?:公司)?(?:正式|成功|在[^，。；]{2,20}|就[^，。；]{2,40}|分别|共同|举行|双方|顺利)*$"
)
_CLAUSES = re.compile("[，,](?!(?:计划|预计)?总投资[^，,]{1,14}[，,])")  # the sum is told in passing
_POST_AFTER = re.compile(
    r"(?:党委书记|执行|副|常务副|名誉|首席|联合)*(?:、)?(?:董事长|总经理|总裁|副总|董事|CEO|首席|创始人|会长|理事长|总工程师|嘉宾|负责人|代表|相关负责人|监事|副总|领导|高管|一行|党委|技术|研发总监|厂长|区域|有关)"
)
_ATTENDS = re.compile("参会|参加|出席|到会|到场|应邀|见证|参与|列席|致辞|发言")
_IN_PERSON = re.compile(
    r"^(?:党委书记|执行|副|常务副|名誉|首席|联合)*、?(?:董事长|总经理|总裁|副总|董事|CEO|创始人|负责人|代表)[^，。；]{0,24}?(?:代表|(?:共同|现场|正式|分别)?$|与|和)"
)
_GUESTS = re.compile(
    r"(?:莅临|出席|参加|列席|参会|到会)[^。；：:\n]{0,30}?(?:领导|嘉宾|人员|代表|单位|企业)[^。；：:\n]{0,8}?(?:[：:]|(?:还)?有|包括)"
)
_ITS_PLANT = re.compile("的[^，。；、]{0,14}?(?:工厂|新厂|分厂|基地|生产线|厂房|酒厂|电厂)[^，。；、]{0,12}$")
_BY = re.compile(
    r"[，,（(]?(?:该项目|项目)?(?:(?:计划)?总?投资[^，。；、]{1,14}[，,])?(?:由|投资方[为是：:]|投资主体[为是：:])"
)
_PRICED = re.compile(r"(?:总?投资)?(?:约|近|超|逾)?\d[\d.]{0,8}[亿万][^，。；、]{0,4}元[^，。；、]{0,6}")
_WITH = ("与", "和", "同", "跟")
_SIGNS_FOR = re.compile(
    r"(?:公司|集团)?(?:[(（][^()（）]{1,24}[)）])?(?:正式|成功|现场|共同|分别|双方|顺利|已|在[^，。；]{2,20})*"
    r"(?:签[约署订定]了?|签下|签了|就|举行|达成|合作)[^，。；、]{0,16}"
)
_SIGNS = (Action.SIGNED, Action.INTENTION)
_NO_INVESTOR = re.compile(
    "(?:银行|支行|分行|商会|协会|学会|联盟|促进会|证券|保险|人寿|信托|担保|律师事务所|事务所|研究院|研究所|大学|学院|医院|招商局|贸促会|合作社联合社)$"
)
_HAS_ALREADY = re.compile(
    "(?:(?:已|现|目前|共|园区|区内|境内|全区)有|现有|目前有|拥有|汇聚|聚集|集聚|入驻企业|已经有)[^，。；]{0,30}$"
)
_MANY = re.compile("等|纷纷|相继|陆续|先后|均已|都已")
_MANY_BEHIND = re.compile("[^，。；、]{0,12}等[^，。；]{0,16}(?:企业|公司)")
_OF_MANY = re.compile(  # 甲、乙等企业投资建设的重点项目: projects of several, and none of them is told
    "等[^，。；、]{0,8}(?:企业|[央国民外]企|公司|集团|客商)(?:联合|共同)?(?:总?投资|建设|实施)+的[^，。；、]{0,6}项目"
)
_BESIDES = ("外，", "之外，", "以外，")
_MANY_OTHERS = re.compile(r"(?:、[^，。；、]{2,12}){0,6}等(?:近|约|超)?\d{2,}[余多]?家")
_MANY_COUNTED = re.compile(r"等(?:\d+|[一二两三四五六七八九十]+)[余多]?[家个户]")
_COUNTED_FIRMS = re.compile(
    r"(?:等)?(?:\d+|[一二两三四五六七八九十]+)(?:余|多)?家[^，。；]{0,8}(?:企业|公司|单位)"
)
_ARE_LISTED = re.compile(r"(?:项目|企业|客商)[^，。；]{0,8}(?:有|为|包括|是|分别为|分别是)$")
_SUBJECT = re.compile(
    r"(?:公司|集团)?(?:[(（][^()（）]{1,24}[)）])?(?:等)?[^，。；]{0,6}?(?:企业|公司|项目)?"
    r"(?:[，,](?:分别|共同|正式)?(?:与|同|和)|与|同|和|正式|成功|已|也|将|在|于|选择|宣布|昨日|今日|日前|近日|分别|集中|现场|\d|月|日|上午|下午|[，,](?=[^，,]{0,12}$))?.{0,46}$",
    re.S,
)


def investors_before(scene: Scene, start: int, end: int) -> list[EnterpriseSpan]:
    """The firms a sentence names as investors of the project at `start`..`end`."""
    text = scene.text
    for firm in scene.enterprises:
        if firm.start >= end and _BY.fullmatch(scene.between(end, firm.start)):
            return _with_companions(scene, firm)
    for firm in reversed([firm for firm in scene.enterprises if firm.end <= start]):
        gap = text[firm.end : start]
        is_partner = _PARTNER_BEFORE.search(text, max(scene.start, firm.start - 6), firm.start)
        if is_partner and is_partner.group() in _WITH and _SIGNS_FOR.fullmatch(gap):
            return _with_companions(scene, firm)
        if (
            is_partner
            and _TOGETHER.search(gap)
            and any(other.end == is_partner.start() for other in scene.enterprises)
        ):
            is_partner = None  # 甲公司和乙公司签署协议，共同投资
        if _POST_AFTER.match(gap) or is_partner:
            continue
        if _is_another_s(scene, firm, start):
            return []
        introduced = _INTRODUCED.search(text, max(scene.start, firm.start - 8), firm.start)
        if (_BUILDS.match(gap) and len(gap) <= 60) or introduced or _PRICED.fullmatch(gap):
            return _with_companions(scene, firm)
    for firm in scene.enterprises:
        if firm.start >= end and _INTRODUCED.search(text, end, firm.start):
            return _with_companions(scene, firm)
    return _sole_subject(scene, start)


def _is_another_s(scene: Scene, firm: EnterpriseSpan, start: int) -> bool:
    """Whether a firm stands before another priced project that a comma parts from this one."""
    between = [mention for mention in scene.mentions if firm.end <= mention.start and mention.end <= start]
    if not between:
        return False
    gap = scene.between(between[-1].end, start)
    return any(mark in gap for mark in "，；") and any(
        between[-1].end <= amount.start < start for amount in scene.amounts
    )


def lists_guests(scene: Scene) -> bool:
    """Whether the sentence of a scene lists who has come (出席仪式的嘉宾有：…)."""
    told = _GUESTS.search(scene.text, scene.sentence_start, min(scene.end, scene.sentence_start + SEGMENT))
    return told is not None


def landing_firms(scene: Scene, act: Act) -> list[list[EnterpriseSpan]]:
    """The firms that sign, land, start or produce in a scene that names no project.

    Firms in a list stand for one announcement each; firms joined by 与 or 携手 sign together.
    """
    text = scene.text
    for firm in scene.enterprises:
        if firm.end > act.start:
            break
        if _NO_INVESTOR.search(firm.text) or text.startswith(_BESIDES, firm.end):
            continue  # signs to help, not to build; is there already (除了砺桥公司外，还引进…)
        if act.action is Action.SETTLED and _HAS_ALREADY.search(text, scene.start, firm.start):
            break  # who is there already
        chain = _chain(scene, [span for span in scene.enterprises if firm.start <= span.start < act.start])
        is_to_come = act.action is Action.SETTLED and not act.is_done
        if is_to_come and _MANY_COUNTED.match(text, chain[-1].end, act.start):
            break  # 甲、乙等30多家企业将入驻: who is to come
        if act.action is Action.SETTLED and _are_a_zone_s_pride(scene, chain, act):
            break
        if _is_subject(scene, chain, act):
            return _listed(scene, chain)
    if act.action in (Action.SETTLED, *_SIGNS):
        after = [
            firm
            for firm in scene.enterprises
            if firm.start >= act.end
            and firm.start - act.end <= 14
            and not _POST_AFTER.match(text, firm.end)
            and not re.search(r"[，。；]|的", text[act.end : firm.start])
        ]
        chain = _chain(scene, after) if after else []
        if act.action is Action.SETTLED and not _are_a_zone_s_pride(scene, chain, act):
            return [[firm] for firm in chain]
    return []


def _are_a_zone_s_pride(scene: Scene, chain: Sequence[EnterpriseSpan], act: Act) -> bool:
    """Whether firms are named to say who has come to a zone, not what is new (甲、乙等知名企业纷纷落户)."""
    if chain and _MANY_OTHERS.match(scene.text, chain[-1].end, scene.end):
        return True
    if scene.amounts or scene.dates or any(other.action is Action.SIGNED for other in scene.acts):
        return False
    if len(chain) < 2:
        return False
    if chain[0].start >= act.end:
        return bool(_MANY_BEHIND.match(scene.text, chain[-1].end, scene.end))
    return bool(_MANY.search(scene.between(chain[-1].end, act.start)))


def roster(scene: Scene) -> list[EnterpriseSpan]:
    """Firms a sentence counts or introduces as a list (新能源类项目有甲、乙、丙3家企业)."""
    if len(scene.enterprises) < 2:
        return []
    chain = _chain(scene, scene.enterprises)
    ends = _COUNTED_FIRMS.match(scene.text, chain[-1].end, scene.end)
    begins = _ARE_LISTED.search(scene.text, max(scene.start, chain[0].start - 24), chain[0].start)
    gaps = [scene.between(left.end, right.start) for left, right in pairwise(chain)]
    is_bare = all(_BESIDE.fullmatch(gap) for gap in gaps)
    return _distinct(chain) if len(chain) > 1 and ends and begins and is_bare else []


def _signs_in_person(scene: Scene, firm: EnterpriseSpan, act: Act) -> bool:
    """Whether somebody of a firm signs for it (砺桥科技董事长王立新与县长…签订协议)."""
    gap = scene.text[firm.end : act.start]
    return (
        act.action in _SIGNS and len(gap) <= 48 and bool(_IN_PERSON.search(gap)) and not _ATTENDS.search(gap)
    )


def _is_subject(scene: Scene, chain: Sequence[EnterpriseSpan], act: Act) -> bool:
    text, firm = scene.text, chain[0]
    gap = text[chain[-1].end : act.start]
    if _signs_in_person(scene, chain[-1], act):
        return True
    if _POST_AFTER.match(gap) or _POST_AFTER.match(text, firm.end) or len(gap) > 80:
        return False
    if _ITS_PLANT.fullmatch(gap):
        return True
    if gap.startswith(("的", "所")) or "，这是" in gap or _ATTENDS.search(gap) or _OF_MANY.match(gap):
        return False
    before = text[max(scene.start, firm.start - 6) : firm.start]
    if _PARTNER_BEFORE.search(before):
        return act.action in _SIGNS and before.endswith(("与", "和", "同", "携手")) and len(gap) <= 16
    return len(_CLAUSES.findall(gap)) <= 1


def _listed(scene: Scene, firms: Sequence[EnterpriseSpan]) -> list[list[EnterpriseSpan]]:
    chain = _chain(scene, firms)
    gaps = [scene.between(left.end, right.start) for left, right in pairwise(chain)]
    if gaps and all(re.search(r"与|携手|联合|和", gap) and "、" not in gap for gap in gaps):
        return [_distinct(chain)]
    return [[firm] for firm in _distinct(chain)]


def _chain(scene: Scene, firms: Sequence[EnterpriseSpan]) -> list[EnterpriseSpan]:
    """The first firm and those joined to it, one after the other."""
    chain = [firms[0]]
    for firm in firms[1:]:
        gap = scene.between(chain[-1].end, firm.start)
        if len(gap) <= 24 and _JOINED.match(gap):
            chain.append(firm)
    return chain


def _with_companions(scene: Scene, firm: EnterpriseSpan) -> list[EnterpriseSpan]:
    """A firm and those named beside it as investors (由A和B共同投资)."""
    answer = [firm]
    for other in reversed([span for span in scene.enterprises if span.end <= firm.start]):
        if _BESIDE.fullmatch(scene.between(other.end, answer[0].start)):
            answer.insert(0, other)
    for other in [span for span in scene.enterprises if span.start >= firm.end]:
        if _BESIDE.fullmatch(scene.between(answer[-1].end, other.start)):
            answer.append(other)
    return _distinct(answer)


def _sole_subject(scene: Scene, start: int) -> list[EnterpriseSpan]:
    """The only firm of a scene, if it stands before the project and signs or builds."""
    names = {firm.name for firm in scene.enterprises}
    if len(names) != 1 or scene.enterprises[0].start > start or len(scene.mentions) > 1:
        return []
    firm = scene.enterprises[0]
    if _POST_AFTER.match(scene.text, firm.end) or start - firm.end > 60:
        return []
    return [firm]


def _distinct(firms: Sequence[EnterpriseSpan]) -> list[EnterpriseSpan]:
    return list({firm.name: firm for firm in reversed(firms)}.values())[::-1]

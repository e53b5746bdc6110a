"""What a sentence says happened to a project: signed, started, in production, planned, called off."""

# ruff: noqa: E501 (a pattern is read on one line)

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import Any, NamedTuple

import ahocorasick

from crm.domain.reading import Action
from crm.reading.known import BYTES, as_bytes

# Weakest first. A signing says more than a landing: 落户 counts only where no signing is told.
STRENGTH = {
    Action.PLANNED: 0,
    Action.INTENTION: 1,
    Action.SETTLED: 2,
    Action.SIGNED: 3,
    Action.STARTED: 4,
    Action.BUILDING: 5,
    Action.COMPLETED: 6,
    Action.PRODUCING: 7,
    Action.ENDED: 8,
}

_WORDS = {
    Action.ENDED: "终止 解除协议 解除合同 解除投资 撤资 搁浅 停建 宣告流产 项目流产 告吹 放弃投资 放弃建设 不再实施 不再推进 不再投资 取消投资 取消建设 被取消 取消该 叫停 "
    "宣告失败 中止 撤销 退出该项目 作罢",
    Action.INTENTION: "意向性协议 意向性框架 意向书 意向协议 意向合同 框架协议 框架性协议 框架合作协议 框架合同 备忘录 合作意向 投资意向 "
    "达成意向 达成初步意向 意向签约 在谈 跟踪在谈 协议起草 洽谈 战略合作协议 合作框架 意向项目 "
    "磋商 深入推进 正在推进 正在对接 深入对接 对接洽谈 跟踪洽谈 积极跟进 达成一致 初步达成 进行接洽",
    Action.PLANNED: "谋划 筹划 储备 拟建 待建 申报 前期工作 前期手续 筹建 筹备 相关手续 环评手续 获得备案 完成备案 获得核准 获核准 获得批复 环评批复 通过评审",
    Action.SIGNED: "签约 签署 签订 签下 签定 签字 签了约 签合同 达成合作协议 达成投资协议 达成协议",
    Action.SETTLED: "落户 落地 入驻 进驻 落子 引进 引入 招引 注册成立 安家 扎根 花落 落位 摘牌 拿地 新设 投资设厂 投资建厂",
    Action.STARTED: "开工 开竣工 奠基 动工 破土 开建 启动建设 开始建设 打下第一桩",
    Action.BUILDING: "在建 正在建设 正在施工 正在加紧建设 正在加快建设 加紧建设 加快建设 紧张建设 紧张施工 抓紧施工 建设中 封顶 设备安装 安装设备 安装调试 "
    "调试设备 主体施工 桩基施工 施工中 正有序建设 建设之中 续建 总工程量 工程量已 形象进度 进入收尾 已完成投资 全面建设 "
    "土建施工 后期施工 拔地而起 如火如荼 开工以来 动工以来 建设以来 进展顺利 进展迅速 完成主体 推进了 大干快上 抢抓工期 "
    "塔吊林立 机器轰鸣 机声隆隆 热火朝天 建设正酣 施工正酣 同时作业 昼夜施工 设备调试 内部装修 内部装饰 桩基完成 完成桩基 基础施工 "
    "铺设管线 钢结构吊装 紧锣密鼓 施工正 抓紧收尾 加紧收尾",
    Action.COMPLETED: "竣工 完工 建成 落成 交付使用 通过验收",
    Action.PRODUCING: "投产 投用 投入使用 投入生产 投入运营 投入运行 开业 试生产 试运行 试运营 投运 并网发电 并网运行 通气点火 点火成功 点火烘炉 点火投 投料试车 投料试 试车 正式点火 下线 量产 开园 正式启用 正式运营 正式生产 达产 开机",
}
_ACTION = {word: action for action, words in _WORDS.items() for word in words.split()}

_NO_EVENT_AFTER = re.compile(
    r"(?:达产|达效|投运|投入|运营|运行|投产|使用|投用|落地|建设|落户)*(?:后|之后|以后|之日起|率|额|总?面积|区|投资额|投资总额|数量|总数|总额|金额|资金|企业|条件|手续|许可|进度|情况|任务|目标|要求|大会战|的企业|"
    r"的客商|地(?=的|为|在|$)|户数|难题|环节|全过程|效率|速度|前(?!期)|年产|形成|方式|流程|审批|所需|保障|标准|达效$|环境|(?:建设)?(?:必将|将(?:会|带动|增加|填补|极大|大大|进一步|有力|有效|推动|促进|标志|使|让|为))|发布会|推进会|调度会)"
)
_NOMINAL_BEFORE = re.compile(
    r"的$|(?:推动|推进|力促|促进|加快|促|确保|早日|尽快|尽早|争取|力争|保障|服务|加速|支持|助推|助力|鼓励|欢迎|有利于|便于|抓好|狠抓|督促|为了|关于|围绕|跟踪|"
    r"等待|(?<!新)希望|期待|加大|强化|注重|着力|聚力|用于|需要|能够|可以|如果|一旦|凡|从|未|尚未|没有|并未|不得|无法|仍未|暂未|还未|吸引|实现了?从|以往|注册)"
    r"(?:[^，。；、]{0,10}项目|更多|其|它|企业|早日|尽快|尽早|新|一批|[^，。；、]{0,6}(?:企业|公司))?(?:早日|尽快|尽早|能够)?(?:(?:落地|开工|建设|签约|投产|竣工|建成|达产|达效|见效)、?)*$|早$"
)
_PLANNED_BEFORE = re.compile(
    r"(?:将|拟(?!投资)|(?<![千万]人)计划(?!总?投资)|预计(?!总?投资)|有望|即将|力争|明年|后年|年内可|下月|下半年(?=将)|可望|可于|可在|可实现)[^，。；]{0,24}$"
    r"|(?:将|拟|计划)[与同和][^，。；]{2,60}$"
    r"|分(?:[一二三四五两]|\d)期[^，。；]{0,12}$"
    r"|(?:(?<![去前上\d年])年底|(?<![去前上\d])月底(?!前)|今年年?底|月底前|年底前|年内)[^，。；]{0,10}$"
)
_INTENT = re.compile(  # 公告，子公司在如东投资建设…: what a firm makes public is a plan
    r"(?:公告|披露|宣布|公布|透露)(?:称|，|：)[^。；]{0,48}?(?:投资(?:建设|新建|兴建)|投建|斥资)|"
    r"(?:拟|计划|将|欲|有意)(?:(?:在|以|使用|用|定增|募资|募集|斥资|出资)[^，。；]{2,24}?)?(?:投资(?!总?额|金额|总)|投建|新建|兴建|建设(?!用地|期|周期|规模|内容))"
)
_WISH = re.compile(r"(?<!新)希望|期待|祝愿|预祝|必须|要求")
_HAS_COME = re.compile("了|落地|落户|到|来|入驻")
_HAS_COME_BEFORE = re.compile("成功|已|新|共|累计|先后")
_IS_TOLD = re.compile("[。；;]|已|了|目前|当天|当日|昨|今天|今日|成功|正式|顺利|项目")
_TALKS = frozenset(
    {
        "在谈",
        "跟踪在谈",
        "洽谈",
        "磋商",
        "深入推进",
        "正在推进",
        "正在对接",
        "深入对接",
        "对接洽谈",
        "跟踪洽谈",
        "积极跟进",
        "意向项目",
        "进行接洽",
    }
)
_UNDER_WAY = re.compile(
    r"(?:正在|正|加紧|抓紧|加速|有序|已开始)(?:进行|推进|开展|组织|加快|加紧|抓紧)?[^，。；、正将拟未]{0,8}(?:施工|装修|建设(?!手续|用地|条件|审批)|安装)(?!公司|企业|有限|队|单位|图|许可)"
)
_AIMS_AT = re.compile(
    r"(?:将|拟|计划|预计|力争|旨在|致力于|努力|争取|意在|全力)[^。；已]{0,60}[，,、][^，。；已]{0,8}$|(?:旨在|把|力争|努力|最终|致力于)[^，。；]{0,24}$"
)
# 重点推进甲、乙等一批项目竣工投产: they are being built; …等项目开工: they are to be started.
_URGED = re.compile(
    r"(?:\A|[，,：:；。\s])(?:今年|下一步|我[省市县区]|全[省市县区]|将|要|重点|加快|全力|大力|积极|着力|切实|扎实|有序)*(?:推进|推动|确保|力促|促进|抓好|加快)(?!了)"
    r"[^。；已]{4,160}(?:项目|工程)[^，。；、已了]{0,4}\Z"
)
LONGEST_PARTY = 64  # characters before a signing in which it says with whom
LONGEST_LIST = 180  # characters of a list of projects that are urged on
_WORKS = (Action.STARTED, Action.COMPLETED, Action.PRODUCING)
_BUILT_THING = re.compile(r"(?!投|并|使用|后|运|开|达|启|试|以|的|时|了|通|验|交)[一-鿿\d]{2}")
_RESOLVED = re.compile("(?:拟|决定|同意|计划)$")  # what a board ends has ended
_IS_BUILT = re.compile(r"(?:已|现|已经|全面|共|新|先后|陆续|顺利|全部|如期|[年月日]|相继|[亿万]元)$")
_ON_DAY = re.compile(
    r"(?:将|拟|计划|定)?[于在][^，。；]{0,6}(?:\d{1,2}[日号]|明天|后天|明日)(?:[上下]午)?(?:正式|举行|在[^，。；]{2,12})*$"
)
_BUILDING_ON = re.compile(r"[^。；]{2,160}?建设")
_CEREMONY = re.compile(r"(?:仪式|活动|大会|现场|典礼|会)")
_CLAUSE_MARK = re.compile("[，,；;：:]")
_FRAME = re.compile(r"意向|框架|备忘录|战略合作")
_FRAMED = re.compile("(?:意向|框架|备忘录|战略合作)(?:性?(?:合作)?协议|合同|项目)?$")  # 意向协议|签约仪式
_AGREEMENT = re.compile(r"[^，。；]{0,40}?(?:协议|合同|备忘录|意向书)")
_PAPER = re.compile(r"[^，。；]{0,24}?(?:协议|合同|订单|[任诺]书)")
_DEAL = re.compile(
    "采购|购销|买卖|供货|劳动|用工|就业|贷款|授信|借款|保险|赞助|代言|订货|订单|经销|委托|聘用|责任书|承诺书"
)
_OF_PROJECT = re.compile("项目|投资|建设|基地|中心|入园|入区|产业")


class Act(NamedTuple):
    """One event word: what it tells and whether it has happened."""

    action: Action
    start: int
    end: int
    is_done: bool
    is_ceremony: bool = False
    is_talk: bool = False  # parties are talking, nothing is on paper


def acts(text: str, start: int, end: int) -> list[Act]:
    """The events told in a stretch of the text, in order; wishes, rates and conditions left out."""
    found: list[Act] = []
    words = _words(text)
    for at, stop in words[bisect_left(words, (start,)) : bisect_left(words, (end,))]:
        act = _act(text, start, end, at, stop, found[-1] if found else None)
        if act is not None:
            found.append(act)
    return _with_work_under_way(text, start, end, found)


def _act(text: str, start: int, end: int, at: int, stop: int, last: Act | None) -> Act | None:
    """The event an event word tells of; None where it only qualifies, wishes or aims."""
    word, action = text[at:stop], _ACTION[text[at:stop]]
    if _NO_EVENT_AFTER.match(text, stop, min(end, stop + 12)) or _is_no_event(text, start, end, at, stop):
        return None
    before = text[max(start, at - LONGEST_PARTY) : at]
    clause = _CLAUSE_MARK.split(before)[-1]
    is_ceremony = bool(_CEREMONY.match(text, stop, min(end, stop + 4)))
    is_named = is_ceremony and clause.endswith("的")  # 开展合作的签约仪式
    if (_NOMINAL_BEFORE.search(clause) and not is_named) or _WISH.search(text, max(start, at - 60), at):
        return None
    is_near = action in (Action.SIGNED, Action.STARTED) and bool(_ON_DAY.search(clause))
    is_done = action is not Action.PLANNED and (
        is_ceremony
        or is_near
        or not (_PLANNED_BEFORE.search(clause) or (last is not None and _goes_on(text, last, at)))
    )
    if action in (Action.COMPLETED, Action.PRODUCING) and not is_ceremony:
        is_done = is_done and not _AIMS_AT.search(text, max(start, at - 80), at)
    if action in _WORKS and not is_ceremony and _URGED.search(text[max(start, at - LONGEST_LIST) : at]):
        action, is_done = (Action.STARTED, False) if action is Action.STARTED else (Action.BUILDING, True)
    if action is Action.ENDED and _RESOLVED.search(clause):
        is_done = True
    if action is Action.SIGNED and (_is_frame(text, stop, end) or _FRAMED.search(clause)):
        action = Action.INTENTION
    return Act(
        action=action,
        start=at,
        end=stop,
        is_done=is_done,
        is_ceremony=is_ceremony or is_near,
        is_talk=word in _TALKS,
    )


def _is_no_event(text: str, start: int, end: int, at: int, stop: int) -> bool:
    """Whether a word of several senses tells of no event here."""
    word = text[at:stop]
    if _ACTION[word] is Action.SIGNED and _is_deal(text, stop, end):
        return True
    if word == "招引":  # what is to be attracted
        return not _HAS_COME.match(text, stop) and not _HAS_COME_BEFORE.search(text, max(start, at - 4), at)
    if word in ("引进", "引入"):  # a step of what is made: 种鸭繁育、引进，孵化; 吸引|入驻
        return text[at - 1 : at] == "吸" or (
            text[stop : stop + 1] in ("、", "，", "。") and text[at - 1 : at] in ("、", "和", "及")
        )
    if word.startswith("并网"):  # the name of a project: 光伏并网发电工程
        return text[stop : stop + 2] in ("工程", "项目", "系统", "容量", "装机", "电站")
    if word == "洽谈":
        return text[stop : stop + 1] in ("会", "活")
    if word == "推进了":
        return not _BUILDING_ON.match(text, stop, end)
    if word == "在建":  # 旨在建成, 在建厂方面
        return text[stop : stop + 1] in ("成", "立", "起", "造", "厂")
    if word == "建成":  # what is to be made of something
        return bool(_BUILT_THING.match(text, stop, end)) and not _IS_BUILT.search(
            text, max(start, at - 4), at
        )
    return False


def _with_work_under_way(text: str, start: int, end: int, found: list[Act]) -> list[Act]:
    """The acts with the works that are going on (正在进行厂房装修)."""
    told = [*_UNDER_WAY.finditer(text, start, end)]
    if not told:
        return found
    taken = {at for act in found for at in range(act.start, act.end)}
    works = [
        Act(action=Action.BUILDING, start=work.start(), end=work.end(), is_done=True)
        for work in told
        if taken.isdisjoint(range(work.start(), work.end()))
    ]
    return sorted([*found, *works], key=lambda act: act.start)


def _goes_on(text: str, last: Act, at: int) -> bool:
    """Whether a plan told just before goes on to here (将于下半年开工，2025年投产)."""
    gap = text[last.end : at]
    return not last.is_done and len(gap) <= 40 and not _IS_TOLD.search(gap)


def intents(text: str, start: int, end: int) -> list[Act]:
    """Plans to build or invest (拟在海门投资建设), told where nothing else has happened."""
    return [
        Act(action=Action.PLANNED, start=found.start(), end=found.end(), is_done=False)
        for found in _INTENT.finditer(text, start, end)
    ]


def strongest(found: list[Act]) -> Act | None:
    """The act that tells most: what is done before what is planned, then the later stage."""
    if not found:
        return None
    return max(found, key=lambda act: (act.is_done, STRENGTH[act.action], -act.start))


@lru_cache(maxsize=2)  # each sentence of an article asks in turn
def _words(text: str) -> tuple[tuple[int, int], ...]:
    """The event words of a text, the longest where they overlap; none of them crosses a mark."""
    answer: list[tuple[int, int]] = []
    for last, size in _automaton().iter(as_bytes(text)):
        if not last % BYTES:
            continue  # between two characters
        end = last // BYTES + 1
        start = end - size
        while answer and answer[-1][0] >= start:
            answer.pop()
        if not answer or answer[-1][1] <= start:
            answer.append((start, end))
    return tuple(answer)


@cache
def _automaton() -> Any:
    automaton = ahocorasick.Automaton()
    for word in _ACTION:
        automaton.add_word(as_bytes(word), len(word))
    automaton.make_automaton()
    return automaton


def _is_deal(text: str, start: int, end: int) -> bool:
    """Whether what is signed is business between firms, not an investment (签订设备采购合同)."""
    agreement = _PAPER.match(text, start, end)
    return bool(agreement and _DEAL.search(agreement.group()) and not _OF_PROJECT.search(agreement.group()))


def _is_frame(text: str, start: int, end: int) -> bool:
    """Whether what is signed is a framework or letter of intent (签署战略合作框架协议)."""
    agreement = _AGREEMENT.match(text, start, end)
    return bool(agreement and _FRAME.search(agreement.group()))

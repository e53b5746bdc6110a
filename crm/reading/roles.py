"""What an article is about, and what each firm and zone does in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crm.domain.reading import (
    Action,
    AnnouncedProject,
    ArticleKind,
    EnterpriseRole,
    EnterpriseSpan,
    ZoneRole,
    ZoneSpan,
)
from crm.reading.scenes import Findings

_TOUR = re.compile(r"考察|参观|学习借鉴|观摩|对标|党政代表团|走访|取经|调研|参观点|学习考察")
_TOUR_TITLE = re.compile(r"考察|参观|观摩|对标|调研|走访|拜访|座谈|率队|率团|取经|招商小分队")
_SIGNING = re.compile(r"签约|签署|签订|开工|奠基|投产|竣工|动工")
_POLICY_TITLE = re.compile(r"政策|办法|意见|通知|措施|条例|规划|方案|细则|指南|若干|十条|条例|公示")
_COOPERATION = re.compile(r"战略合作|框架协议|合作协议|合作备忘录|共建|对口合作|结对")
_OF_ACTION = {
    Action.SIGNED: EnterpriseRole.SIGNING,
    Action.SETTLED: EnterpriseRole.SETTLING,
    Action.STARTED: EnterpriseRole.STARTING,
    Action.BUILDING: EnterpriseRole.STARTING,
    Action.PLANNED: EnterpriseRole.NEGOTIATING,
    Action.COMPLETED: EnterpriseRole.PRODUCING,
    Action.PRODUCING: EnterpriseRole.PRODUCING,
    Action.INTENTION: EnterpriseRole.NEGOTIATING,
    Action.ENDED: EnterpriseRole.BACKGROUND,
}
_EXPANDING = re.compile(r"扩产|扩建|增资|技改|扩能|扩大产能|追加投资|二期")
_VISITED = re.compile(r"(?:拜访|走访|考察|参观|调研|走进|来到|到访|会见|会晤|探访|实地)[^。；！？]{0,60}$")
_SUPPLIES = re.compile(
    r"(?:客户|供应商|配套|供货|上游|下游|供应|采购|为)[^。；，、]{0,10}(?:[^。；，]{0,30}、)?$"
)
_SUPPLIES_AFTER = re.compile(r"^[^。；，]{0,8}(?:提供配套|供货|配套|的供应商|等(?:企业|公司)?(?:提供)?配套)")
_RIVAL = re.compile(r"(?:竞争对手|对手|超越|赶超|竞品|媲美|对标)[^。；，]{0,16}$")
_PARTNER = re.compile(r"(?:与|和|同|携手|联合|牵手|联手|合作伙伴|合作方)[^。；，]{0,12}$")
_PARTNER_AFTER = re.compile(r"^[^。；，]{0,12}(?:合作|共建|联合|战略合作|签署)")
_TALKS = re.compile(r"(?:洽谈|对接|在谈|商谈|推进|跟踪|接洽)[^。；]{0,24}$")
_TALKS_AFTER = re.compile(r"^[^。；，]{0,24}(?:在谈|洽谈|有意|意向|拟投资|推进签约)")
_RIVAL_ZONE = re.compile(r"(?:竞争|争夺|相比|超过|排名|位居|领先于|不敌)[^。；]{0,16}$")
_LANDED_AFTER = re.compile(r"^[^。；，]{0,10}(?:举行|签约|签署|落户|开工|投产|引进|新引进)")
_LANDED_BEFORE = re.compile(r"(?:落户|签约|入驻|落地|位于|坐落|进驻|在|选址|布局|花落)[^。；，]{0,10}$")
_PARTY_BEFORE = re.compile(r"[与和同][^。；，]{0,10}$")  # to a contract only if one follows
_PARTY_AFTER = re.compile(r"^[^。；，]{0,16}(?:签|达成|举行)")


def is_visit(text: str, title: str | None) -> bool:
    """Whether an article reports a tour: who went where to see what, and nothing is signed."""
    tours = len(_TOUR.findall(text))
    signings = len(_SIGNING.findall(text))
    titled = bool(title and _TOUR_TITLE.search(title)) and not (title and _SIGNING.search(title))
    return (tours >= 3 and tours > 2 * signings) or (titled and tours >= 1 and signings <= 2)


def kind(
    text: str, title: str | None, projects: Sequence[AnnouncedProject], *, is_visit: bool
) -> ArticleKind:
    """What the article is about as a whole."""
    named = [project for project in projects if project.aggregate is None]
    batches = [project for project in projects if project.aggregate is not None]
    if named and all(project.action is Action.ENDED for project in named):
        return ArticleKind.TERMINATION
    if batches and (len(named) != 1 or batches[0].start < named[0].start):
        return ArticleKind.BATCH
    if named and not (is_visit and len(named) < 2):
        return ArticleKind.ANNOUNCEMENT
    if is_visit:
        return ArticleKind.VISIT
    if title and _POLICY_TITLE.search(title):
        return ArticleKind.POLICY
    return ArticleKind.COOPERATION if _COOPERATION.search(title or text[:300]) else ArticleKind.OTHER


def of_enterprises(
    text: str, findings: Findings, projects: Sequence[AnnouncedProject], article: ArticleKind
) -> tuple[EnterpriseSpan, ...]:
    """The firms of an article with their roles; a firm keeps one role throughout."""
    roles: dict[str, EnterpriseRole] = {}
    for project in projects:
        for firm in (project.enterprise or "").split("、"):
            if firm:
                roles.setdefault(firm, _project_role(project))
    by_name: dict[str, list[EnterpriseSpan]] = {}
    for span in findings.enterprises:
        by_name.setdefault(span.name, []).append(span)
    for name, spans in by_name.items():
        if name not in roles:
            roles[name] = _told_role(text, spans, article)
    return tuple(
        span if span.role is roles[span.name] else replace(span, role=roles[span.name])
        for span in findings.enterprises
    )


def of_zones(
    text: str,
    findings: Findings,
    projects: Sequence[AnnouncedProject],
    article: ArticleKind,
    publishing_zone: str | None,
) -> tuple[ZoneSpan, ...]:
    """The zones of an article with their roles."""
    hosts = {project.zone for project in projects if project.zone}
    roles = [_zone_role(text, zone, hosts, article, publishing_zone) for zone in findings.zones]
    return tuple(
        zone if zone.role is role else replace(zone, role=role)
        for zone, role in zip(findings.zones, roles, strict=True)
    )


def _project_role(project: AnnouncedProject) -> EnterpriseRole:
    role = _OF_ACTION[project.action]
    if role is not EnterpriseRole.NEGOTIATING and _EXPANDING.search(project.name or ""):
        return EnterpriseRole.EXPANDING
    if project.action is Action.PLANNED and project.quote and "开工" in project.quote:
        return EnterpriseRole.STARTING
    return role


def _told_role(text: str, spans: Sequence[EnterpriseSpan], article: ArticleKind) -> EnterpriseRole:
    if article is ArticleKind.VISIT:
        return EnterpriseRole.VISITED
    for span in spans:
        before, after = text[max(0, span.start - 64) : span.start], text[span.end : span.end + 40]
        for role, left, right in _TOLD:
            if (left and left.search(before)) or (right and right.search(after)):
                return role
    return EnterpriseRole.BACKGROUND


_TOLD = (
    (EnterpriseRole.RIVAL, _RIVAL, None),
    (EnterpriseRole.SUPPLIER, _SUPPLIES, _SUPPLIES_AFTER),
    (EnterpriseRole.NEGOTIATING, _TALKS, _TALKS_AFTER),
    (EnterpriseRole.VISITED, _VISITED, None),
    (EnterpriseRole.PARTNER, _PARTNER, _PARTNER_AFTER),
)


def _zone_role(
    text: str, zone: ZoneSpan, hosts: set[str], article: ArticleKind, publishing_zone: str | None
) -> ZoneRole:
    is_own = publishing_zone is not None and (zone.text in publishing_zone or zone.name == publishing_zone)
    before, after = text[max(0, zone.start - 24) : zone.start], text[zone.end : zone.end + 24]
    if article is ArticleKind.VISIT:
        if _VISITED.search(before) and not is_own:
            return ZoneRole.VISITED
        return ZoneRole.PUBLISHER if is_own else ZoneRole.BACKGROUND
    is_party = bool(_PARTY_BEFORE.search(before) and _PARTY_AFTER.match(after))
    if zone.text in hosts or is_party or _LANDED_BEFORE.search(before) or _LANDED_AFTER.match(after):
        return ZoneRole.HOST
    if _RIVAL_ZONE.search(before):
        return ZoneRole.RIVAL
    return ZoneRole.PUBLISHER if is_own else ZoneRole.BACKGROUND

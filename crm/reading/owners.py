"""Owners that the article as a whole tells, for projects whose own sentences name no firm."""

# ruff: noqa: E501 (a pattern is read on one line)

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.reading.drafts import Draft
from crm.reading.scenes import Findings

_INTRODUCES = re.compile(
    r"(?:[(（][^()（）]{1,24}[)）])?[，,]?(?:创立于|创建于|成立于|始建于|始创于|组建于|总部位于|总部设在|主要从事|主营|专注于?|专业从事|隶属于?"
    r"|是(?:一家|由|集|国内|全球|全国|中国|我国|世界|国际|专业|[^，。；]{0,20}(?:企业|公司|集团|厂商|制造商|供应商|服务商|生产商)))"
)
_IS_NO_OWNER = re.compile(
    "客户|供应商|承建|施工|监理|设计单位|合作伙伴|旗下|收购|竞争|超过|原|如|联合体|参观|考察|走访"
)


def complete(drafts: Sequence[Draft], text: str, findings: Findings) -> None:
    """Give projects without a firm the one firm that the article, their list or their paragraph tells."""
    owners = _Owners(drafts, text, findings)
    owners.name_sole_firm()
    owners.name_party_of_list()
    owners.name_firms_beside()


class _Owners:
    def __init__(self, drafts: Sequence[Draft], text: str, findings: Findings) -> None:
        self._drafts = drafts
        self._text = text
        self._findings = findings

    def name_sole_firm(self) -> None:
        """A single project without an investor belongs to the firm that the article is about."""
        named = [draft for draft in self._drafts if draft.aggregate is None]
        open_ = [draft for draft in named if not draft.firms and not draft.is_item]
        if len(open_) != 1:
            return
        taken = {firm for draft in named for firm in draft.firms}
        firm, rule = self._main_firm(taken) if len(named) == 1 else (self._described(taken), "企业介绍")
        if firm is not None:
            open_[0].firms = [firm]
            open_[0].rule = rule

    def name_party_of_list(self) -> None:
        """A list of projects none of which names a firm belongs to the one firm told before it."""
        items = [draft for draft in self._drafts if draft.is_headed]
        if len(items) < 2 or 3 * sum(bool(draft.firms) for draft in items) > len(items):
            return
        scene = items[0].scene
        first = max(self._text.find(items[0].name or "", scene.start), scene.start)
        start = self._text.rfind("\n", 0, first) + 1
        own = {firm for item in items for firm in item.firms}
        before = [
            firm
            for firm in self._findings.enterprises
            if start <= firm.start < first and firm.name not in own
        ]
        if before and len({firm.name for firm in before[-2:]}) == 1:
            for draft in (item for item in items if not item.firms):
                draft.firms, draft.rule = [before[-1].name], "同段企业"

    def name_firms_beside(self) -> None:
        """Priced projects without an investor belong, in order, to the firms of their paragraph without one."""
        taken = {firm for draft in self._drafts for firm in draft.firms}
        open_: dict[int, list[Draft]] = {}
        for draft in self._drafts:
            if not draft.firms and draft.aggregate is None and draft.amount is not None:
                open_.setdefault(self._text.rfind("\n", 0, draft.scene.start) + 1, []).append(draft)
        for start, drafts in open_.items():
            stop = self._text.find("\n", start)
            free = {
                firm.name: firm
                for firm in reversed(self._findings.enterprises)
                if start <= firm.start < (stop if stop >= 0 else len(self._text))
                and firm.name not in taken
                and not _IS_NO_OWNER.search(self._text, max(start, firm.start - 8), firm.start)
            }
            if len(free) != len(drafts):
                continue
            for draft, firm in zip(drafts, sorted(free.values(), key=lambda firm: firm.start), strict=True):
                draft.firms = [firm.name]
                draft.rule = "同段企业"
            taken |= {*free}

    def _main_firm(self, taken: set[str]) -> tuple[str | None, str]:
        """The firm an article is about: its only one, the one in the headline, the one it introduces."""
        spans = self._findings.enterprises
        firms = {firm.name for firm in spans if firm.rule in ("全称", "知名企业", "已知名称")}
        if len(firms) == 1:
            return firms.pop(), "唯一企业"
        title = self._findings.title or ""
        titled = {firm.name for firm in spans if firm.text in title}
        if len(titled) == 1:
            return titled.pop(), "标题"
        return self._described(taken), "企业介绍"

    def _described(self, taken: set[str]) -> str | None:
        """The one firm of which the text says what it is (砺桥科技是一家…), if no project has it yet."""
        found = {
            firm.name for firm in self._findings.enterprises if _INTRODUCES.match(self._text, firm.end)
        } - taken
        return found.pop() if len(found) == 1 else None

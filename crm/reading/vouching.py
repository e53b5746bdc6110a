"""Whether enough speaks for an announcement to propose it: a wrong suggestion costs trust."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.domain.reading import Action
from crm.reading.drafts import Draft, bare
from crm.reading.project_firms import ends_in_trade
from crm.reading.scenes import Findings

_UNCERTAIN_RULES = ("项目名", "项目名单", "总投资句式")

_COURT = re.compile("法院|原告|被告|判决|诉讼|起诉|仲裁|被执行人|涉案")
COURT_WORDS = 3  # different ones that make an article one about a lawsuit
_INVESTS = re.compile("项目|投资|建设|新建|基地|落户|落地|产业园|园区|开发区|工厂|生产|总部|研发|入驻")


class Vouching:
    """What the article holds for and against its drafts."""

    def __init__(self, drafts: Sequence[Draft], text: str, findings: Findings) -> None:
        self._drafts = [draft for draft in drafts if draft.aggregate is None]
        self._text = text
        self._findings = findings
        years = [int(span.iso[:4]) for span in findings.dates if span.iso]
        self._is_lawsuit = len({*_COURT.findall(text)}) >= COURT_WORDS
        self._year = findings.published.year if findings.published else max(years, default=0)

    def speaks_for(self, draft: Draft) -> bool:
        """Whether more than one uncertain word speaks for an announcement.

        A project that stands alone, without a sum, with no firm or one known by its place in the name
        only, is not made unless the article names it again.
        """
        if draft.aggregate or draft.amount or draft.is_headed:
            return True
        if draft.rule == "签约落户句式" and (
            self._is_history(draft) or self._is_lawsuit or self._is_mere_frame(draft)
        ):
            return False
        if draft.rule not in _UNCERTAIN_RULES:
            return True
        if any(
            other.scene.sentence_start == draft.scene.sentence_start and other is not draft
            for other in self._drafts
        ):
            return True
        if draft.done is None or draft.done.action not in (Action.SIGNED, Action.SETTLED):
            return True
        spans = [span for span in self._findings.enterprises if span.name in draft.firms]
        if any(span.rule != "项目名" or ends_in_trade(span.text) for span in spans):
            return True
        word = (draft.firms or [bare(draft.name or "")])[0]
        return self._text.count(word) > 1 or word in (self._findings.title or "")

    def _is_mere_frame(self, draft: Draft) -> bool:
        """Whether firms agree to work together and nobody says that anything is to be built."""
        is_frame = draft.done is not None and draft.done.action is Action.INTENTION and not draft.name
        return is_frame and not _INVESTS.search(
            self._text, draft.scene.sentence_start, draft.scene.sentence_end
        )

    def _is_history(self, draft: Draft) -> bool:
        """Whether a firm's step lies years back: how it came, not what is new."""
        return bool(draft.date and int(draft.date[:4]) < self._year - 1)

"""Rules of articles: taken in, sorted, linked, reviewed, grouped as reprints, deleted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from crm.domain.articles import Article, ArticleState, MentionState
from crm.domain.errors import Conflict, CrmError, ValidationError
from crm.domain.evidence import EvidenceKind
from crm.domain.outlets import Grade
from crm.domain.records import Ref
from crm.domain.suggestion_rules import Mode
from tests.machine.directory import hanging
from tests.machine.model import ANYTHING, Difference, Expected, Key, Some, changed, gone, made
from tests.machine.officers import SIDES, TODAY, WHICH, Officers

TEXTS = st.sampled_from(
    [
        "凌川氢能装备基地签约\n来源：海晟日报 2026-05-01\n"
        "凌川氢能科技有限公司氢能装备基地项目在如东经济开发区签约，总投资5亿元，占地60亩。",
        "砺桥总部开工\n来源：江畔晚报 2026-05-03\n"
        "5月3日，砺桥传动股份有限公司总部项目在海安开发区开工建设，总投资8亿元。企业负责人周岚出席。",
        "海宁储能来访\n来源：海晟日报 2026-05-06\n"
        "海宁储能有限公司董事长陆远舟一行来访，双方就电芯项目进行洽谈。",
        # Nearly the first one: a reprint of it.
        "凌川氢能装备基地签约\n来源：沿海新报 2026-05-02\n"
        "凌川氢能科技有限公司氢能装备基地项目在如东经济开发区签约，总投资5亿元，占地60亩。特此报道。",
        "五月天气\n来源：江畔晚报 2026-05-07\n本周多云，气温回升，适宜出行。各地景区迎来客流高峰。",
    ]
)
TAKEN_IN = ("article", "article_text", "article_source", "mention")
REVIEWED = (
    "article", "mention", "project", "stage_entry", "claim", "enterprise", "zone", "contact", "alias",
    "zone_industry", "attachment", "project_link",
)  # fmt: skip
GROUPED = ("article", "mention", "reprint_refusal")


class ArticleRules(Officers):
    """What officers do with articles."""

    @rule(side=SIDES, text=TEXTS)
    def take_in(self, side: int, text: str) -> None:
        before = len(self.model.ids("article"))
        intake = self.do(
            side, lambda crm: crm.articles.add_text(text, TODAY), Some(TAKEN_IN, self._is_arrival)
        )
        assert intake.outcome in ("added", "reprint", "duplicate", "source"), intake
        is_new = intake.outcome in ("added", "reprint")
        assert len(self.model.ids("article")) == before + is_new
        assert text.startswith(self.model.get("article", intake.article_id)["title"])

    @rule(side=SIDES, which=st.lists(WHICH, min_size=1, max_size=2), state=st.sampled_from(ArticleState))
    def sort(self, side: int, which: list[int], state: ArticleState) -> None:
        keys = [key for one in which if (key := self.pick("article", one)) is not None]
        copies = {copy for key in keys for copy in self._copies(key)}
        self.do(
            side,
            lambda crm: crm.articles.set_state(keys, state, "无关"),
            *(changed("article", key, state=state, reason="无关") for key in copies),
        )

    @rule(side=SIDES, which=WHICH, record=WHICH)
    def link(self, side: int, which: int, record: int) -> None:
        key, ref = self.pick("article", which), self.any_of(("enterprise", "project", "zone"), record)
        if key is None or ref is None:
            return
        text = max(self.model.ids("article_text", article_id=key))
        words = self.model.get("article_text", text)["body"][:4]
        told = {"article_id": key, "article_text_id": text, "target_kind": ref.kind, "target_id": ref.id}
        told |= {"text": words, "quote": words, "start": 0, "end": 4, "rule": ANYTHING}
        self.do(side, lambda crm: crm.articles.link(key, ref, (0, 4)), made("mention", **told))

    @rule(side=SIDES, which=WHICH)
    def unlink(self, side: int, which: int) -> None:
        key = self.pick("mention", which, state=MentionState.CONFIRMED)
        if key is not None:
            self.do(side, lambda crm: crm.articles.unlink(key), gone("mention", key))

    @rule(side=SIDES, which=WHICH, name=st.sampled_from(["凌川氢能科技有限公司", "新来的公司"]))
    def create_from_text(self, side: int, which: int, name: str) -> None:
        key = self.pick("article", which)
        if key is not None:
            self.do(
                side,
                lambda crm: crm.articles.create_from_text(key, "enterprise", name, (0, 2)),
                made(
                    "mention", **dict.fromkeys(_MENTION, ANYTHING) | {"article_id": key, "start": 0, "end": 2}
                ),
                Some(("enterprise",), lambda _key, pair: pair[0] is None),
            )

    @rule(side=SIDES, which=WHICH, text=st.sampled_from(["凌川", "老凌川"]), article=WHICH)
    def add_alias(self, side: int, which: int, text: str, article: int) -> None:
        key, article_id = self.pick("enterprise", which), self.pick("article", article)
        if key is None:
            return
        known = self.model.ids("alias", target_kind="enterprise", target_id=key, text=text)
        told = {"target_kind": "enterprise", "target_id": key, "text": text, "origin": "article"}
        new = [] if known else [made("alias", **told, article_id=article_id)]
        ref = Ref(kind="enterprise", id=key)
        self.do(side, lambda crm: crm.articles.add_alias(ref, text, article_id), *new)

    @rule(side=SIDES, which=WHICH, source=st.sampled_from(["海晟日报", "江畔晚报"]))
    def correct(self, side: int, which: int, source: str) -> None:
        key = self.pick("article", which)
        if key is None:
            return
        form: Article = replace(self.open_form(side, "article", key), source=source)
        refused = Conflict if self.close_form(side, "article", key) else None
        self.do(
            side, lambda crm: crm.articles.save(form), changed("article", key, source=source), refused=refused
        )

    @rule(side=SIDES, which=WHICH, skipped=st.integers(0, 3))
    def review(self, side: int, which: int, skipped: int) -> None:
        """Confirms what was read, some of it rejected; what a rehearsal told is what is done."""
        key = self.pick("article", which)
        if key is None:
            return
        crm = self.keyboards[side].crm
        rows = [
            replace(row, is_ticked=False, is_rejected=True) if place < skipped else row
            for place, row in enumerate(crm.articles.open(key).suggestions)
        ]
        try:
            told = crm.articles.rehearse(key, rows, TODAY)
        except CrmError as error:
            self.do(side, lambda crm: crm.articles.confirm(key, rows, TODAY), refused=type(error))
            return
        assert not self.model.differences(self.stored()), "a rehearsal has changed something"
        summary = self.do(side, lambda crm: crm.articles.confirm(key, rows, TODAY), Some(REVIEWED))
        assert (summary.created, summary.linked, summary.rejected) == (
            told.created,
            told.linked,
            told.rejected,
        )
        assert all(
            self.model.get("article", copy)["state"] is ArticleState.REVIEWED for copy in self._copies(key)
        )

    @rule(side=SIDES, which=WHICH)
    def delete_article(self, side: int, which: int) -> None:
        key = self.pick("article", which)
        if key is None:
            return
        expected: list[Expected] = []
        for kind in ("mention", "article_text", "article_source"):
            expected += [gone(kind, one) for one in self.model.ids(kind, article_id=key)]
        for kind in ("claim", "stage_entry", "zone_industry", "alias"):
            let_go: dict[str, Any] = {"article_id": None}
            let_go |= {"article_text_id": None} if kind == "claim" else {}
            let_go |= {"evidence": ANYTHING} if kind == "stage_entry" else {}
            expected += [changed(kind, one, **let_go) for one in self.model.ids(kind, article_id=key)]
        expected += hanging(self.model, Ref(kind="article", id=key))
        left = Some(("article",), lambda _key, pair: None not in pair)  # copies that go on without it
        self.do(side, lambda crm: crm.articles.delete([key]), *expected, gone("article", key), left)

    # Copies of one article

    @rule(side=SIDES, which=WHICH)
    def split_reprint(self, side: int, which: int) -> None:
        key = self.pick("article", which)
        if key is None:
            return
        has_copies = len(self._copies(key)) > 1
        self.do(
            side,
            lambda crm: crm.reprints.split(key),
            Some(GROUPED),
            refused=None if has_copies else ValidationError,
        )
        assert self._copies(key) == [key]

    @rule(side=SIDES, one=WHICH, two=WHICH)
    def join_reprints(self, side: int, one: int, two: int) -> None:
        first, second = self.pick("article", one), self.pick("article", two)
        if first is None or second is None:
            return
        before = sorted({*self._copies(first), *self._copies(second)})
        are_one = set(self._copies(first)) == set(self._copies(second))
        self.do(
            side,
            lambda crm: crm.reprints.join([first, second]),
            Some(GROUPED),
            refused=ValidationError if are_one else None,
        )
        assert sorted(self._copies(first)) == before

    @rule(side=SIDES, which=WHICH)
    def lead_reprint(self, side: int, which: int) -> None:
        key = self.pick("article", which)
        if key is not None:
            before = sorted(self._copies(key))
            self.do(side, lambda crm: crm.reprints.lead(key), Some(("article",)))
            assert self._copies(key)[0] == key
            assert sorted(self._copies(key)) == before

    @rule(side=SIDES, which=WHICH)
    def remove_source_of_article(self, side: int, which: int) -> None:
        key = self.pick("article_source", which)
        if key is not None:
            self.do(side, lambda crm: crm.reprints.remove_source(key), gone("article_source", key))

    # Trust

    @rule(side=SIDES, which=WHICH)
    def adopt(self, side: int, which: int) -> None:
        key = self.pick("claim", which)
        if key is not None:
            told = self.model.get("claim", key)
            others = self.model.ids("claim", project_id=told["project_id"], field_name=told["field_name"])
            self.do(
                side,
                lambda crm: crm.projects.adopt(key, is_sure=True),
                *(changed("claim", one, is_adopted=one == key) for one in others),
                Some(("project",), lambda _key, pair: None not in pair),
                may_refuse=ValidationError,
            )

    @rule(side=SIDES, which=WHICH, credibility=st.none() | st.integers(0, 7))
    def judge_figure(self, side: int, which: int, credibility: int | None) -> None:
        key = self.pick("claim", which)
        if key is not None:
            self.do(
                side,
                lambda crm: crm.projects.set_credibility(key, credibility),
                changed("claim", key, credibility=credibility),
                refused=ValidationError if credibility in (0, 7) else None,
            )

    @rule(side=SIDES, which=WHICH, kind=st.none() | st.sampled_from(EvidenceKind))
    def prove(self, side: int, which: int, kind: EvidenceKind | None) -> None:
        key = self.pick("mention", which)
        if key is not None:
            told = self.model.get("mention", key)
            may = (
                told["target_kind"] == "project" and told["state"] is MentionState.CONFIRMED and told["quote"]
            )
            self.do(
                side,
                lambda crm: crm.projects.prove(key, kind),
                changed("mention", key, proves=str(kind or "")),
                refused=None if may else ValidationError,
            )

    @rule(
        side=SIDES, outlet=st.sampled_from(["海晟日报", "江畔晚报"]), grade=st.none() | st.sampled_from(Grade)
    )
    def grade_outlet(self, side: int, outlet: str, grade: Grade | None) -> None:
        known = self.pick("outlet_grade", 0, outlet=outlet)
        expected: list[Expected] = []
        if known is not None:
            expected = [
                gone("outlet_grade", known) if grade is None else changed("outlet_grade", known, grade=grade)
            ]
        elif grade is not None:
            expected = [made("outlet_grade", outlet=outlet, grade=grade)]
        self.do(side, lambda crm: crm.outlets.set_grade(outlet, grade), *expected)

    @rule(side=SIDES, which=WHICH, mode=st.sampled_from(Mode))
    def set_mode(self, side: int, which: int, mode: Mode) -> None:
        key = self.pick("enterprise", which)
        if key is not None:
            self.do(
                side,
                lambda crm: crm.suggestions.set_mode("enterprise", key, "凌川", mode),
                Some(
                    ("suggestion_rule",), lambda _key, pair: pair[1] is not None and pair[1]["mode"] is mode
                ),
            )

    @rule(side=SIDES, mode=st.sampled_from(Mode))
    def set_rule_mode(self, side: int, mode: Mode) -> None:
        self.do(
            side,
            lambda crm: crm.suggestions.set_rule_mode("enterprise", "short name", mode),
            Some(("suggestion_rule",), lambda _key, pair: pair[1] is not None and pair[1]["mode"] is mode),
        )

    @rule(side=SIDES, which=WHICH)
    def take_a_rejection_back(self, side: int, which: int) -> None:
        rows = self.keyboards[side].crm.suggestions.rejected()
        if rows:
            row = rows[which % len(rows)]
            self.do(
                side,
                lambda crm: crm.suggestions.take_back(row),
                Some(("suggestion_rule", "mention"), lambda _key, pair: pair[1] is None),
            )

    def _copies(self, key: int) -> list[int]:
        """The copies of an article with it among them, the lead first."""
        lead = self.model.get("article", key)["reprint_of_id"] or key
        return [lead, *self.model.ids("article", reprint_of_id=lead)]

    def _is_arrival(self, key: Key, pair: Difference) -> bool:
        """Something new, whose names stand in the text; of older articles only the group may change."""
        before, after = pair
        if after is None:
            return False
        if before is not None:
            differing = {name for name in after if before[name] != after[name]}
            return key[0] == "article" and differing <= {"reprint_of_id", "state", "is_lead_by_hand"}
        if key[0] != "mention":
            return True
        return (
            after["state"] is MentionState.SUGGESTED
            and (after["target_kind"], after["target_id"]) in self.model.records
        )


_MENTION = ("article_text_id", "target_kind", "target_id", "text", "quote", "rule")

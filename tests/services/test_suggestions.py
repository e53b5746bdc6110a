"""How suggestions are taken: names that only hint, rejections that become rules, the ledger, new names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crm.app import Crm
from crm.domain.articles import ArticleState
from crm.domain.directory import Enterprise
from crm.domain.errors import Cancelled
from crm.domain.records import Ref
from crm.domain.review import Group, Suggestion, Summary
from crm.domain.rows import ArticleFilter
from crm.domain.suggestion_rules import LEAST_FREQUENT, Mode
from tests.crm import TODAY

FULL, SHORT = "无锡砺桥传动科技有限公司", "砺桥传动"
DAYS = "一二三四五六七八九十"


def take_in(crm: Crm, text: str) -> int:
    intake = crm.articles.add_text(text, TODAY)
    assert intake.article_id is not None, intake.reason
    return intake.article_id


def story(number: int, name: str = SHORT) -> str:
    """An article of its own that names the firm once, with enough said around it."""
    place = DAYS[number % 10] + DAYS[number // 10 % 10]
    return (
        f"海晟县第{place}次企业座谈会召开\n来源：海晟日报  2026-05-{1 + number % 17:02d}\n"
        f"本报讯 第{place}次座谈会上，{name}介绍了齿轮箱的试制情况，与会人员就要素保障交换了意见，"
        f"会议要求各部门在第{place}周内给出答复，持续优化营商环境。\n"
    )


@pytest.fixture
def firm(crm: Crm) -> Enterprise:
    return crm.directory.save_enterprise(Enterprise(name=FULL, short_name=SHORT))


def row_of(crm: Crm, article_id: int, firm: Enterprise) -> Suggestion | None:
    rows = crm.articles.open(article_id).suggestions
    return next((row for row in rows if row.target == Ref(kind="enterprise", id=firm.key)), None)


def decide(crm: Crm, article_id: int, firm: Enterprise, *, accept: bool) -> Summary:
    row = row_of(crm, article_id, firm)
    assert row is not None
    return crm.articles.confirm(article_id, [replace(row, is_ticked=accept, is_rejected=not accept)], TODAY)


def test_a_firm_that_only_the_headline_names_is_suggested_with_the_headline(
    crm: Crm, firm: Enterprise
) -> None:
    text = story(1, "当地的几家企业").replace("海晟县第", f"{FULL}做客海晟县第", 1)
    article_id = take_in(crm, text)
    row = row_of(crm, article_id, firm)
    assert row is not None
    assert (row.start, FULL in row.quote) == (None, True)
    decide(crm, article_id, firm, accept=True)
    confirmed = row_of(crm, article_id, firm)
    assert confirmed is not None
    assert confirmed.group is Group.CONFIRMED


# Names that only hint


def test_a_short_name_that_is_an_ordinary_word_is_shown_but_not_ticked(crm: Crm) -> None:
    firm = crm.directory.save_enterprise(Enterprise(name="未来智造（海晟）有限公司", short_name="未来"))
    row = row_of(crm, take_in(crm, story(1, "面向未来的企业")), firm)
    assert row is not None
    assert not row.is_ticked
    assert row.hint.startswith("hint only")
    crm.suggestions.set_mode("enterprise", firm.key, "未来", Mode.BLOCK)
    assert row_of(crm, take_in(crm, story(2, "面向未来的企业")), firm) is None


def test_an_officer_can_allow_a_name_that_only_hinted(crm: Crm) -> None:
    firm = crm.directory.save_enterprise(Enterprise(name="海晟机器人制造有限公司", short_name="机器人"))
    article_id = take_in(crm, story(1, "机器人"))
    row = row_of(crm, article_id, firm)
    assert row is not None
    assert not row.is_ticked
    crm.suggestions.set_mode("enterprise", firm.key, "机器人", Mode.ALLOW)
    allowed = row_of(crm, article_id, firm)
    assert allowed is not None
    assert allowed.is_ticked
    crm.history.undo()
    again = row_of(crm, article_id, firm)
    assert again is not None
    assert not again.is_ticked


def test_a_name_in_too_many_articles_is_counted_and_only_hints(crm: Crm, firm: Enterprise) -> None:
    ids = [take_in(crm, story(number)) for number in range(LEAST_FREQUENT)]
    take_in(crm, story(30, "当地的几家企业"))
    (name,) = [row for row in crm.suggestions.frequent() if row.text == SHORT]
    assert name.article_count == LEAST_FREQUENT
    assert name.share == LEAST_FREQUENT / (LEAST_FREQUENT + 1)
    assert name.mode is Mode.ALLOW
    assert crm.suggestions.demote_frequent([name]) == 1
    row = row_of(crm, ids[0], firm)
    assert row is not None
    assert not row.is_ticked
    (demoted,) = [row for row in crm.suggestions.frequent() if row.text == SHORT]
    assert (demoted.mode, demoted.is_decided) == (Mode.HINT, True)
    assert crm.suggestions.demote_frequent([demoted]) == 0
    crm.history.undo()
    restored = row_of(crm, ids[0], firm)
    assert restored is not None
    assert restored.is_ticked


def test_a_full_name_is_never_too_frequent(crm: Crm, firm: Enterprise) -> None:
    for number in range(LEAST_FREQUENT):
        take_in(crm, story(number, FULL))
    assert FULL not in {row.text for row in crm.suggestions.frequent()}


def test_counting_can_be_stopped(crm: Crm, firm: Enterprise) -> None:
    take_in(crm, story(1))

    def stop(_done: int, _all: int) -> None:
        raise Cancelled("")

    with pytest.raises(Cancelled):
        crm.suggestions.frequent(stop)


# Rejections


def test_the_second_rejection_offers_a_rule_and_the_rule_can_be_taken_back(
    crm: Crm, firm: Enterprise
) -> None:
    first, second, third = (take_in(crm, story(number)) for number in (1, 2, 3))
    assert decide(crm, first, firm, accept=False).repeated == ()
    (repeated,) = decide(crm, second, firm, accept=False).repeated
    assert (repeated.text, repeated.article_count, repeated.name) == (SHORT, 2, FULL)
    crm.suggestions.set_mode("enterprise", firm.key, SHORT, Mode.BLOCK)
    assert row_of(crm, third, firm) is None
    rule, *single = crm.suggestions.rejected()
    assert (rule.text, rule.target, rule.mode) == (SHORT, Ref(kind="enterprise", id=firm.key), Mode.BLOCK)
    assert {entry.article_id for entry in single} == {first, second}
    crm.suggestions.take_back(rule)
    assert row_of(crm, third, firm) is not None


def test_a_rejection_in_one_article_is_taken_back_from_the_list(crm: Crm, firm: Enterprise) -> None:
    article_id = take_in(crm, story(1))
    decide(crm, article_id, firm, accept=False)
    rejected = row_of(crm, article_id, firm)
    assert rejected is not None
    assert rejected.group is Group.REJECTED
    (row,) = crm.suggestions.rejected()
    assert row.article
    crm.suggestions.take_back(row)
    again = row_of(crm, article_id, firm)
    assert again is not None
    assert again.group is Group.SUGGESTED


# The ledger


def stream(crm: Crm, firm: Enterprise, verdicts: list[bool]) -> list[Summary]:
    return [
        decide(crm, take_in(crm, story(number)), firm, accept=accept)
        for number, accept in enumerate(verdicts)
    ]


def test_a_name_that_was_wrong_too_often_only_hints_and_is_told_once(crm: Crm, firm: Enterprise) -> None:
    told = stream(crm, firm, [True] * 6 + [False] * 6)
    said = [[row.text for row in summary.demoted if row.text] for summary in told]
    assert said == [[]] * 9 + [[SHORT]] + [[]] * 2  # 6 of 10 are less than 70 %, and ten are enough
    row = row_of(crm, take_in(crm, story(40)), firm)
    assert row is not None
    assert not row.is_ticked
    assert row.reason.startswith("hint only: this name was right in 6 of 12 cases")
    by_form = {entry.text: entry for entry in crm.suggestions.ledger() if entry.text}
    tally = by_form[SHORT].tally
    assert (tally.accepted, tally.rejected, tally.precision) == (6, 6, 0.5)
    assert by_form[SHORT].mode is Mode.HINT


def test_nine_decisions_are_too_few_to_judge_a_name(crm: Crm, firm: Enterprise) -> None:
    told = stream(crm, firm, [False] * 9)
    assert not any(summary.demoted for summary in told)


def test_undoing_a_rejection_trusts_the_rule_again(crm: Crm, firm: Enterprise) -> None:
    stream(crm, firm, [True] * 6 + [False] * 4)
    article_id = take_in(crm, story(40))
    row = row_of(crm, article_id, firm)
    assert row is not None
    assert not row.is_ticked
    crm.history.undo()  # the new article
    crm.history.undo()  # the last rejection
    again = row_of(crm, take_in(crm, story(41)), firm)
    assert again is not None
    assert again.is_ticked


def test_an_officer_can_trust_a_rule_whatever_its_record(crm: Crm, firm: Enterprise) -> None:
    stream(crm, firm, [False] * 10)
    crm.suggestions.set_rule_mode("enterprise", "short name", Mode.ALLOW)
    crm.suggestions.set_mode("enterprise", firm.key, SHORT, Mode.ALLOW)
    row = row_of(crm, take_in(crm, story(40)), firm)
    assert row is not None
    assert row.is_ticked
    rule = next(entry for entry in crm.suggestions.ledger() if entry.rule == "short name")
    assert (rule.tally.rejected, rule.mode, rule.is_decided) == (0, Mode.ALLOW, True)
    name = next(entry for entry in crm.suggestions.ledger() if entry.text == SHORT)
    assert (name.tally.rejected, name.mode) == (10, Mode.ALLOW)  # it counts by itself alone


# What a new name adds


def test_a_new_name_tells_what_it_would_add_and_writes_nothing_by_itself(crm: Crm) -> None:
    firm = crm.directory.save_enterprise(Enterprise(name=FULL))
    ids = [take_in(crm, story(number, "砺桥齿轮")) for number in range(3)]
    take_in(crm, story(9, "别的企业"))
    ref = Ref(kind="enterprise", id=firm.key)
    crm.articles.add_alias(ref, "砺桥齿轮")
    crm.articles.set_state(ids, ArticleState.REVIEWED)
    steps: list[tuple[int, int]] = []
    watch: Callable[[int, int], None] = lambda done, total: steps.append((done, total))  # noqa: E731
    prospect = crm.suggestions.prospect(ref, ["砺桥齿轮"], watch)
    assert set(prospect.article_ids) == set(ids)
    assert steps[-1] == (4, 4)
    assert len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX))) == 1
    crm.suggestions.suggest(prospect)
    assert set(ids) <= set(crm.articles.find(ArticleFilter(state=ArticleState.INBOX)))
    row = row_of(crm, ids[0], firm)
    assert row is not None
    assert row.group is Group.SUGGESTED
    assert crm.suggestions.prospect(ref, ["砺桥齿轮"]).finds == ()
    crm.history.undo()
    assert len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX))) == 1


def test_a_new_name_inside_a_longer_name_of_another_record_adds_nothing(crm: Crm) -> None:
    firm = crm.directory.save_enterprise(Enterprise(name=FULL))
    crm.directory.save_enterprise(Enterprise(name="砺桥齿轮装备有限公司"))
    take_in(crm, story(1, "砺桥齿轮装备有限公司"))
    assert crm.suggestions.prospect(Ref(kind="enterprise", id=firm.key), ["砺桥齿轮"]).finds == ()


def test_candidates_of_the_article_s_own_place_stand_first_and_none_is_chosen(crm: Crm) -> None:
    for region in ("浙江省温州市", "江苏省无锡市"):
        crm.directory.save_enterprise(
            Enterprise(name=f"{region[3:5]}恒汐轴承有限公司", short_name="恒汐轴承", region=region)
        )
    text = story(1, "江苏省无锡市的恒汐轴承")
    rows = crm.articles.open(take_in(crm, text)).suggestions
    (row,) = [row for row in rows if row.target_kind == "enterprise"]
    assert row.group is Group.OPEN
    assert row.target is None
    assert not row.is_ticked
    assert row.candidates[0].detail == "江苏省无锡市"

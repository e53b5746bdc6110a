"""The one search box answers alike on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from crm.data import search
from crm.data.search_words import spellings
from crm.data.store import Store
from crm.domain.articles import Article, ArticleText
from crm.domain.directory import Alias, Contact, Enterprise, Industry, Zone
from crm.domain.errors import ValidationError
from crm.domain.follow_ups import FollowUp
from crm.domain.projects import Project
from crm.domain.records import R
from crm.domain.searching import Hit
from crm.domain.tasks import Task
from crm.domain.visits import Visit
from tests.stores import TODAY, matching_ids

Ask = Callable[..., list[str]]


@pytest.fixture
def ask(store: Store) -> Ask:
    """Names of what a question finds, in order."""

    def names(question: str, *kinds: str) -> list[str]:
        return [hit.name for hit in hits(store, question, *kinds)]

    return names


def hits(store: Store, question: str, *kinds: str) -> list[Hit]:
    with store.read() as reader:
        return search.find(reader.connection, question, kinds)


def saved(store: Store, record: R) -> R:
    with store.write("Save") as writer:
        return writer.save(record)


def add_article(store: Store, title: str, body: str, published_on: date | None = None) -> Article:
    with store.write("Add") as writer:
        article = writer.save(Article(title=title, published_on=published_on))
        writer.save(ArticleText(article_id=article.key, body=body))
        return article


def add_firms(store: Store, *names: str) -> None:
    with store.write("Add") as writer:
        writer.save_all([Enterprise(name=name) for name in names])


@pytest.mark.parametrize("word", ["氢能", "海宁", "能", "氢能重卡", "在海宁投产", "H2", "h2", "2026"])
def test_word_of_any_length_is_found_in_a_text(store: Store, ask: Ask, word: str) -> None:
    add_article(store, "某地动态", "凌川动力的氢能重卡H2项目，2026年将在海宁投产。")
    add_article(store, "别的消息", "氢气与能源；海岛与宁静。")

    assert ask(word) == (["别的消息", "某地动态"] if word == "能" else ["某地动态"])


def test_every_word_must_be_found(store: Store, ask: Ask) -> None:
    add_article(store, "甲", "氢能项目落户海宁")
    add_article(store, "乙", "氢能项目落户如东")

    assert ask("氢能 海宁") == ["甲"]
    assert ask("氢能\u3000如东") == ["乙"]
    assert ask("氢能 苏州") == []


def test_phrase_does_not_reach_across_fields(store: Store, ask: Ask) -> None:
    saved(store, Enterprise(name="凌川动力", region="江苏省海", business="宁静住宅"))

    assert ask("海宁") == []
    assert ask("力江") == []


def test_phrase_reaches_across_punctuation_and_lines(store: Store, ask: Ask) -> None:
    add_article(store, "甲", "凌川“氢能”\n重卡")

    assert ask("凌川氢能重卡") == ["甲"]


@pytest.mark.parametrize("typed", ["cjdl", "changjiangdongli", "CJDL", "jdl", "cj dl"])
def test_name_is_found_by_pinyin(store: Store, ask: Ask, typed: str) -> None:
    add_firms(store, "长江动力", "海宁氢能")

    assert ask(typed) == ["长江动力"]


def test_name_with_many_readings_is_found_by_each_single_one(store: Store, ask: Ask) -> None:
    add_firms(store, "长行重乐朝曾单仇")

    assert ask("zxzlcz") == ["长行重乐朝曾单仇"]
    assert ask("chz") == ask("chang") == ["长行重乐朝曾单仇"]


def test_alias_is_found_until_it_is_deleted(store: Store, ask: Ask) -> None:
    firm = saved(store, Enterprise(name="南通砺桥传动有限公司"))
    alias = saved(store, Alias(target_kind="enterprise", target_id=firm.key, text="海安老砺"))
    assert ask("海安老砺") == ask("hall") == ["南通砺桥传动有限公司"]

    with store.write("Delete") as writer:
        writer.delete(alias)

    assert ask("海安老砺") == ask("hall") == []


def test_alias_moves_with_its_target(store: Store, ask: Ask) -> None:
    with store.write("Add") as writer:
        first, second = writer.save_all([Enterprise(name="甲公司"), Enterprise(name="乙公司")])
        alias = writer.save(Alias(target_kind="enterprise", target_id=first.key, text="海安老砺"))
        zone = writer.save(Zone(name="海安高新区"))
        writer.save(Alias(target_kind="zone", target_id=zone.key, text="海安老砺"))

    saved(store, replace(alias, target_id=second.key))

    assert sorted(ask("海安老砺")) == ["乙公司", "海安高新区"]


def test_new_revision_of_a_text_takes_the_place_of_the_old(store: Store, ask: Ask) -> None:
    article = add_article(store, "甲", "旧版说海宁")
    saved(store, ArticleText(article_id=article.key, revision=2, body="新版说如东"))

    assert ask("海宁") == []
    assert ask("如东") == ["甲"]


def test_renamed_and_deleted_records_are_followed(store: Store, ask: Ask) -> None:
    firm = saved(store, Enterprise(name="海宁氢能"))
    saved(store, Project(name="重卡基地", enterprise_id=firm.id))
    person = saved(store, Contact(name="陆工", title="总经理", enterprise_id=firm.id))
    renamed = saved(store, replace(firm, name="凌川动力"))

    assert ask("海宁氢能") == []
    assert ask("凌川动力") == ["凌川动力", "重卡基地", "陆工"]
    with store.write("Delete") as writer:
        writer.delete(person)
    assert ask("陆工") == []
    store.undo()
    assert ask("陆工") == ["陆工"]
    assert saved(store, replace(renamed, note="备注")).version == 3


def test_industry_shows_its_parent(store: Store, ask: Ask) -> None:
    parent = saved(store, Industry(name="新能源"))
    saved(store, Industry(name="氢能", parent_id=parent.id))
    saved(store, replace(parent, name="绿色能源"))

    assert ask("绿色能源", "industry") == ["绿色能源", "氢能"]
    assert [hit.detail for hit in hits(store, "氢能")] == ["绿色能源"]


def test_every_kind_is_found(store: Store) -> None:
    with store.write("Add") as writer:
        firm = writer.save(Enterprise(name="砺桥传动", short_name="砺桥"))
        writer.save(Project(name="砺桥一期", enterprise_id=firm.id, code="20260301001"))
        writer.save(Contact(name="砺桥 陆工", phone="138-0513-0001"))
        writer.save(Zone(name="砺桥园", short_name="桥园"))
        writer.save(Industry(name="砺桥件"))
        writer.save(Visit(title="赴砺桥", begins_on=TODAY, ends_on=TODAY))
        writer.save(FollowUp(happened_on=TODAY, text="砺桥来电\n要求看地", result="约定下周"))
        writer.save(Task(title="给砺桥寄方案"))
    add_article(store, "砺桥开工", "正文")

    found = hits(store, "砺桥")

    assert [hit.kind for hit in found] == list(search.KIND_ORDER)
    assert [hit.kind for hit in hits(store, "砺桥", "zone", "article")] == ["zone", "article"]
    assert [hit.name for hit in hits(store, "1380513")] == ["砺桥 陆工"]
    assert [hit.name for hit in hits(store, "20260301001")] == ["砺桥一期"]


def test_the_very_name_stands_first_however_many_others_hold_it(store: Store, ask: Ask) -> None:
    saved(store, Industry(name="氢能"))
    add_firms(store, *(f"氢能{number}公司" for number in range(260)))
    for number in range(3):
        add_article(store, f"氢能新闻{number}", "正文")

    assert ask("氢能")[0] == "氢能"
    assert len(ask("氢能")) == 50


def test_names_stand_before_titles_and_these_before_texts(store: Store, ask: Ask) -> None:
    saved(store, Enterprise(name="海宁凌川"))
    add_article(store, "正文里有", "海宁", date(2026, 3, 3))
    add_article(store, "海宁旧闻", "", date(2026, 1, 1))
    add_article(store, "海宁新闻", "", date(2026, 3, 1))

    assert ask("海宁") == ["海宁凌川", "海宁新闻", "海宁旧闻", "正文里有"]


def test_snippet_shows_the_surroundings(store: Store) -> None:
    add_article(store, "甲", "一" * 40 + "氢能\n重卡" + "二" * 40)

    [hit] = hits(store, "氢能")

    assert hit.snippet == "…" + "一" * 24 + "氢能 重卡" + "二" * 21 + "…"


@pytest.mark.parametrize(
    ("question", "name", "other"),
    [
        ("100%", "100%控股", "100亿控股"),
        ("a_b", "a_b 公司", "axb 公司"),
        ("C++", "C++培训", "C培训"),
        ("a\\b", "a\\b", "a/b"),
        ("（苏州）", "凌川(苏州)公司", "凌川苏州公司"),
        ("(苏州)", "凌川（苏州）公司", "凌川苏州公司"),
        ("ＡＢＣ", "ABC公司", "AB公司"),
        ("abc", "ＡＢＣ公司", "AB公司"),
        ("café", "cafe\u0301", "cafe"),
        ("cafe\u0301", "café", "cafe"),
        ("𠮷㐂", "𠮷㐂公司", "吉喜公司"),
        ("𬭎𱍐", "𬭎𱍐公司", "宏公司"),
        ("工业", "⼯业园", "农业园"),
        ("Robert'); DROP TABLE enterprise;--", "Robert'); DROP TABLE enterprise;--", "Robert"),
    ],
)
def test_question_finds_the_one_name_and_not_the_other(
    store: Store, ask: Ask, question: str, name: str, other: str
) -> None:
    add_firms(store, name, other)

    assert ask(question) == [name]


HOSTILE = [
    '"', '""', "AND", "a AND", "NOT a", "NEAR(", "NEAR(a b, 2)", "title:", "nocol:x", "^a", "*", "a*", "(",
    "-a", "a:b", "'; DROP TABLE f;--", "{name} : a", "a OR", "§", "\\", "%", "_", "%a%a%a%b" * 25, "\ud800",
    "a\ud800b", "\u202ea", "a\0b", "~", "~ab", "[", "NULL", "'", ";", "\n", "\u200b", "ﷺ", "ß", "İ",
]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE)
def test_hostile_question_is_taken_literally(store: Store, ask: Ask, question: str) -> None:
    add_firms(store, "吉谷")
    with store.write("Add") as writer:
        kept = writer.save(Enterprise(name=f"x{question}x"))
    stored = kept.name[1:-1]

    found = ask(question)

    assert "吉谷" not in found
    words = stored.split()
    assert found == ([kept.name] if words and stored == question else found)
    assert ask("吉谷") == ["吉谷"]


@pytest.mark.parametrize("question", ["", "   ", "\u3000\n", "\0"])
def test_empty_question_finds_nothing(store: Store, ask: Ask, question: str) -> None:
    add_firms(store, "氢能公司")

    assert ask(question) == []
    with store.read() as reader:
        assert matching_ids(reader.connection, question, "enterprise") == []


@pytest.mark.parametrize("length", [201, 5000, 1_000_000])
def test_question_too_long_is_refused(ask: Ask, length: int) -> None:
    with pytest.raises(ValidationError, match="at most 200"):
        ask("氢 " * (length // 2) + "能")


def test_filter_of_a_list_finds_all_of_its_kind(store: Store) -> None:
    with store.write("Add") as writer:
        firms = writer.save_all([Enterprise(name=f"氢能{number}") for number in range(230)])
        writer.save(Zone(name="氢能园"))
        named = writer.save(Enterprise(name="长江动力", note="100%控股氢能公司"))

    with store.read() as reader:
        found = matching_ids(reader.connection, "氢能", "enterprise")
        assert set(found) == {firm.key for firm in [*firms, named]}
        assert matching_ids(reader.connection, "cjdl", "enterprise") == [named.key]
        assert matching_ids(reader.connection, "100% 氢能", "enterprise") == [named.key]


def test_words_with_punctuation_are_looked_for_in_texts_too(store: Store, ask: Ask) -> None:
    add_article(store, "甲", "增长100%，用C++编写")
    add_article(store, "乙", "增长100亿，C级")

    assert ask("100%") == ask("c++ 增长") == ["甲"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("长电", {"cd", "zd", "changdian", "zhangdian"}),
        ("ABC重庆", {"abccq", "abcchongqing"}),
        ("重庆", {"cq", "chongqing"}),
        ("", set()),
        ("（）", set()),
    ],
)
def test_spellings_of_a_name(name: str, expected: set[str]) -> None:
    assert expected <= set(spellings(name).split())

"""Who holds a post, by date: an article that names another raises one conflict and overwrites nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.app import Crm
from crm.domain.articles import Article, ArticleText
from crm.domain.directory import Contact
from crm.domain.posts import single_posts
from crm.domain.records import Ref
from crm.domain.review import Group, Suggestion, SuggestionKind
from tests.crm import TODAY, SampleOffice

SENTENCE = "如东经济开发区党工委副书记、管委会主任王砚舟表示，园区将加快建设。"


def take_in(crm: Crm, day: date = date(2026, 5, 14), more: str = "") -> int:
    with crm.store.write("Take in") as writer:
        article = writer.save(Article(title="开发区推进项目建设", source="如东日报", published_on=day))
        writer.save(ArticleText(article_id=article.key, body=f"{SENTENCE}{more}"))
    return article.key


@pytest.fixture
def head(crm: Crm, office: SampleOffice) -> Contact:
    """Who is known to lead the zone."""
    contact = Contact(name="李若川", title="党工委副书记、管委会主任", zone_id=office.zone.key, is_main=True)
    return crm.directory.save_contact(contact)


def conflicts(crm: Crm, article_id: int) -> list[Suggestion]:
    rows = crm.articles.open(article_id).suggestions
    return [row for row in rows if row.kind is SuggestionKind.CHANGE_POST]


def people(crm: Crm) -> dict[str, Contact]:
    found = [crm.directory.contact(key) for key in crm.directory.find_contacts()]
    return {contact.name: contact for contact in found}


def decide(crm: Crm, article_id: int, **decision: bool) -> None:
    rows = [
        replace(row, **decision) if row.kind is SuggestionKind.CHANGE_POST else replace(row, is_ticked=False)
        for row in crm.articles.open(article_id).suggestions
    ]
    crm.articles.confirm(article_id, rows, TODAY)


def test_another_name_in_a_post_is_one_conflict_with_its_sentence(crm, head):
    article_id = take_in(crm, more="王砚舟还走访了企业。")
    (row,) = conflicts(crm, article_id)
    assert row.target == Ref(kind="contact", id=head.key)
    assert (row.group, row.is_ticked) == (Group.OPEN, False)
    assert "王砚舟" in row.reason
    assert "李若川" in row.reason
    assert row.quote == SENTENCE
    assert crm.directory.contact(head.key) == head


def test_accepting_closes_the_old_interval_and_opens_the_new(crm, office, head):
    article_id = take_in(crm)
    decide(crm, article_id, is_ticked=True)
    found = people(crm)
    assert (found["李若川"].until, found["李若川"].is_main) == (date(2026, 5, 13), False)
    new = found["王砚舟"]
    assert (new.since, new.title, new.zone_id, new.is_main) == (
        date(2026, 5, 14), head.title, office.zone.id, True,
    )  # fmt: skip
    assert conflicts(crm, article_id) == []
    groups = {row.name: row.group for row in crm.articles.open(article_id).suggestions}
    assert groups["王砚舟 · 党工委副书记、管委会主任"] is Group.CONFIRMED
    crm.history.undo()
    assert crm.directory.contact(head.key).until is None
    assert "王砚舟" not in people(crm)


def test_a_dismissed_conflict_is_remembered_here_and_elsewhere(crm, head):
    first = take_in(crm)
    decide(crm, first, is_rejected=True)
    (row,) = conflicts(crm, first)
    assert row.group is Group.REJECTED
    assert conflicts(crm, take_in(crm, date(2026, 5, 16), "又有一批企业开工投产。")) == []
    assert crm.directory.contact(head.key).until is None


def test_who_moves_within_a_body_keeps_phone_and_leaves_the_post_held_so_far(crm, office, head):
    deputy = Contact(name="王砚舟", title="管委会副主任", zone_id=office.zone.key, phone="139")
    crm.directory.save_contact(deputy)
    decide(crm, take_in(crm), is_ticked=True)
    held = [one for one in map(crm.directory.contact, crm.directory.find_contacts()) if one.name == "王砚舟"]
    assert sorted((one.title, one.until, one.phone) for one in held if one.until) == [
        ("管委会副主任", date(2026, 5, 13), "139")
    ]
    assert [(one.title, one.phone) for one in held if one.until is None] == [(head.title, "139")]


def test_the_same_person_a_deputy_and_a_post_that_had_ended_are_no_conflict(crm, office, head):
    crm.directory.save_contact(replace(head, name="王砚舟"))
    assert conflicts(crm, take_in(crm)) == []
    crm.directory.save_contact(
        replace(crm.directory.contact(head.key), name="李若川", until=date(2026, 1, 31))
    )
    assert conflicts(crm, take_in(crm, more="园区还有新的安排。")) == []


@pytest.mark.parametrize(
    ("title", "posts"),
    [
        ("党工委副书记、管委会主任", {"主任"}),
        ("党工委书记", {"书记"}),
        ("副总经理", set()),
        ("董事长兼总经理", {"董事长", "总经理"}),
        ("办公室主任", set()),
        ("投资总监", set()),
    ],
)
def test_posts_that_only_one_person_holds(title, posts):
    assert single_posts(title) == posts

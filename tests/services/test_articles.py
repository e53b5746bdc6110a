"""Names that articles are read with, and taking articles in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crm.app import Crm
from crm.data.store import Store
from crm.data.worker import Worker
from crm.domain.articles import Article, ArticleText, Mention
from crm.domain.directory import Enterprise
from crm.domain.follow_ups import FollowUp
from crm.domain.records import Ref
from crm.domain.rows import ArticleFilter
from crm.domain.suggestion_rules import Mode
from crm.services import articles as articles_module
from crm.services.steps import known_names
from crm.services.steps.intake import first_words
from crm.services.steps.intake_desk import IntakeDesk
from crm.services.steps.materials import Material
from crm.services.steps.reading_child import ReadingChild
from tests.bounds import calls
from tests.crm import TODAY, SampleOffice, add_project


def meant(crm: Crm, name: str) -> list[int]:
    """Ids of the enterprises that a name means, once the lexicon has found it in a text."""
    names = crm.articles.names()
    found = names.book.meant("enterprise", name)
    in_texts = {hit.text for hit in names.lexicon.hits(f"据悉{name}签约。")}
    assert (name in in_texts) == bool(found)
    return [form.id for form in found]


def test_a_follow_up_costs_no_learning_of_names(crm: Crm, office: SampleOffice) -> None:
    before = crm.articles.names()
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="来电"), [Ref(kind="enterprise", id=office.firm.key)])
    assert crm.directory.enterprise(office.firm.key).last_contact_on == TODAY
    assert crm.articles.names() is before


def test_a_new_name_is_learnt_besides_the_others(crm: Crm, office: SampleOffice) -> None:
    before = crm.articles.names()
    made = crm.directory.save_enterprise(Enterprise(name="澄屿海缆装备有限公司", short_name="澄屿海缆"))
    assert meant(crm, "澄屿海缆") == [made.key]
    assert meant(crm, "曜衡储能") == [office.firm.key]
    assert crm.articles.names().base is before
    crm.directory.set_aliases(Ref(kind="enterprise", id=made.key), ["澄屿装备"])
    assert meant(crm, "澄屿装备") == [made.key]
    assert crm.articles.names().base is before


def test_a_name_that_is_gone_is_forgotten(crm: Crm, office: SampleOffice) -> None:
    made = crm.directory.save_enterprise(Enterprise(name="澄屿海缆装备有限公司", short_name="澄屿海缆"))
    assert meant(crm, "澄屿海缆") == [made.key]
    crm.directory.save_enterprise(replace(made, short_name="澄屿电缆"))
    assert meant(crm, "澄屿海缆") == []
    assert meant(crm, "澄屿电缆") == [made.key]
    crm.directory.save_enterprise(replace(office.firm, short_name=""))
    assert meant(crm, "曜衡储能") == []


def test_a_renamed_record_is_learnt_without_learning_all_again(crm: Crm, office: SampleOffice) -> None:
    before = crm.articles.names()
    crm.directory.save_enterprise(replace(office.firm, short_name="曜衡装备"))
    assert meant(crm, "曜衡储能") == []
    assert meant(crm, "曜衡装备") == [office.firm.key]
    assert crm.articles.names().base is before


def test_a_name_of_two_records_stays_while_one_of_them_has_it(crm: Crm, office: SampleOffice) -> None:
    name = "澄屿海缆装备有限公司"
    first = crm.directory.save_enterprise(Enterprise(name=name, region="浙江"))
    second = crm.directory.save_enterprise(Enterprise(name=name, region="江苏"))
    assert meant(crm, name) == [first.key, second.key]
    crm.articles.names()
    crm.directory.save_enterprise(replace(first, name="澄屿电缆装备有限公司"))
    assert meant(crm, name) == [second.key]


def test_once_ready_names_and_decisions_are_there_already(crm: Crm, office: SampleOffice) -> None:
    crm.articles.get_ready()
    with crm.store.read() as reader:
        assert calls(lambda: (crm.articles.names(), crm.intakes.ledger(reader))) < 50


def test_a_blocked_name_is_forgotten_and_comes_back_with_its_rule_alone(
    crm: Crm, office: SampleOffice
) -> None:
    before = crm.articles.names()
    rule = crm.suggestions.set_mode("enterprise", None, "曜衡储能", Mode.BLOCK)
    assert meant(crm, "曜衡储能") == []
    assert crm.articles.names().base is before
    crm.suggestions.set_mode("enterprise", None, rule.text, Mode.HINT)
    assert "曜衡储能" in {hit.text for hit in crm.articles.names().hints.hits("曜衡储能来访")}
    crm.suggestions.set_mode("enterprise", None, rule.text, Mode.ALLOW)
    assert meant(crm, "曜衡储能") == [office.firm.key]


def test_other_names_are_learnt_and_forgotten_with_the_record_they_stand_for(
    crm: Crm, office: SampleOffice
) -> None:
    ref = Ref(kind="enterprise", id=office.firm.key)
    before = crm.articles.names()
    crm.directory.set_aliases(ref, ["曜衡装备", "曜衡系统"])
    assert meant(crm, "曜衡装备") == meant(crm, "曜衡系统") == [office.firm.key]
    crm.directory.set_aliases(ref, ["曜衡系统"])
    assert meant(crm, "曜衡装备") == []
    crm.directory.save_enterprise(replace(office.firm, name="曜衡储能科技（江苏）有限公司"))
    assert crm.articles.names().book.meant("enterprise", "曜衡系统")[0].name == "曜衡储能科技（江苏）有限公司"
    crm.history.undo()
    crm.history.undo()
    assert meant(crm, "曜衡装备") == [office.firm.key]
    assert crm.articles.names().base is before


class HeardWorker(Worker):
    """A worker that remembers how many names it was told in each call."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, int]] = []

    def call(self, function: str, *arguments: Any, **options: Any) -> Any:
        name = function.rpartition(":")[2]
        if name.endswith("_names"):
            self.told.append((name, sum(len(part) for part in arguments if isinstance(part, list))))
        return super().call(function, *arguments, **options)


def test_the_reading_child_hears_what_changed_and_not_all_names_again(crm: Crm, office: SampleOffice) -> None:
    worker = HeardWorker()
    desk = IntakeDesk(crm.store, worker)
    text = Material(name="a.txt", content="海晟新闻\n\n曜衡装备昨日在海晟投资建厂。".encode())
    assert "曜衡装备" not in {hit.text for hit in desk.capture(text, TODAY).hits if hit.rule == "short name"}
    crm.directory.save_enterprise(replace(office.firm, short_name="曜衡装备"))
    assert "曜衡装备" in {hit.text for hit in desk.capture(text, TODAY).hits if hit.rule == "short name"}
    (first, count), (then, changed) = worker.told
    assert (first, then) == ("use_names", "change_names")
    assert changed == 2 < count  # the old short name and the new one
    desk.close()
    fresh = HeardWorker()
    desk.child = ReadingChild(fresh)
    assert "曜衡装备" in {hit.text for hit in desk.capture(text, TODAY).hits}
    assert [name for name, _count in fresh.told] == ["change_names", "use_names", "change_names"]
    desk.close()


def test_many_new_names_are_learnt_all_together(
    crm: Crm, office: SampleOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_names, "MOST_CHANGED", 1)
    crm.articles.names()
    made = crm.directory.save_enterprise(Enterprise(name="澄屿海缆装备有限公司", short_name="澄屿海缆"))
    assert meant(crm, "澄屿海缆") == [made.key]
    assert crm.articles.names().base is None


def test_nothing_is_fetched_where_the_settings_forbid_it(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(articles_module, "fetch", asked.append)
    crm.articles.may_fetch = False
    intake = crm.articles.add_url("https://news.example/1.html", TODAY)
    assert (intake.outcome, asked) == ("failed", [])
    assert "settings" in intake.reason


@pytest.mark.parametrize(("kind", "name"), [("enterprise", "曜衡储能"), ("zone", "如东经济开发区")])
def test_a_marked_name_that_is_known_makes_no_second_record(
    crm: Crm, office: SampleOffice, kind: str, name: str
) -> None:
    article = _stored(crm.store, f"{name}签约。")
    known = {"enterprise": office.firm.key, "zone": office.zone.key}
    assert crm.articles.create_from_text(article.key, kind, name, (0, len(name))).id == known[kind]
    assert [mention.text for mention in crm.articles.open(article.key).mentions] == [name]


def _stored(store: Store, body: str) -> Article:
    with store.write("Add") as writer:
        article = writer.save(Article(title=body))
        writer.save(ArticleText(article_id=article.key, body=body))
        return article


def test_two_filters_by_what_articles_name_narrow_together(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "储能电芯项目", enterprise_id=office.firm.key)
    with crm.store.write("Add") as writer:
        lead, other = (writer.save(Article(title=title)) for title in ("曜衡储能签约", "天气"))
        copy = writer.save(Article(title="曜衡储能签约了", reprint_of_id=lead.id))
        told = {"target_kind": "enterprise", "target_id": office.firm.id}
        writer.save_all(Mention(article_id=one.key, **told) for one in (lead, copy))
    about_firm = ArticleFilter(target=Ref(kind="enterprise", id=office.firm.key), about_open_projects=True)
    assert crm.articles.find(about_firm) == [lead.key]
    assert crm.directory.enterprise_rows([office.firm.key])[0].article_count == 1
    assert other.key in crm.articles.find(ArticleFilter())


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("\n 海晟签约一批项目 \n正文", "海晟签约一批项目"),
        (
            "海晟县与苏州澜汀新能源科技有限公司签约，总投资12亿元的储能逆变器项目将落户经济开发区。",
            "海晟县与苏州澜汀新能源科技有限公司签约",
        ),
        ("海" * 60, "海" * 40),
        ("", ""),
    ],
)
def test_a_text_without_a_title_is_called_by_its_first_words(body: str, title: str) -> None:
    assert first_words(body) == title

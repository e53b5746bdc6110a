"""One text from several places, copies that differ a little, and what an officer decides about them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from crm.app import Crm, open_crm
from crm.data.schema import bands, signatures
from crm.domain.articles import Article, ArticleState, ArticleText, Mention, MentionState
from crm.domain.errors import ValidationError
from crm.domain.records import Ref
from crm.domain.reprints import Change
from crm.domain.review import Group, Intake
from crm.domain.rows import ArticleFilter, ProjectFilter
from crm.domain.settings import Settings
from tests.crm import TODAY, SampleOffice

BODY = (
    "本报讯 5月14日，无锡砺桥传动科技有限公司与如东经济开发区签订投资协议，"
    "总投资10亿元的风电齿轮箱项目正式落户。"
    "项目用地120亩，建设厂房八万平方米，配置热处理、磨齿、装配和试验生产线，全部建成后预计年产值18亿元。\n"
    "砺桥传动总经理韩予安说，公司看中的是海上风电全链条，图纸已经送审，基础施工单位下周进场。\n"
    "开发区将安排专人全程代办手续，协调道路、供电和蒸汽接入，力争年内完成主体结构，明年一季度安装设备。\n"
    "据介绍，项目投产后可带动本地铸造、机加工和物流企业配套，新增就业岗位五百余个。\n"
)


def text(body: str = BODY, source: str = "海晟日报", day: str = "2026-05-15") -> str:
    return f"砺桥传动签约落户如东\n来源：{source}  {day}\n{body}"


def nearly(word: str = "与会人员还实地察看了用地现场。") -> str:
    return BODY.replace("新增就业岗位五百余个。", f"新增就业岗位五百余个。{word}")


def add(crm: Crm, *args: str, **values: str) -> Intake:
    intake = crm.articles.add_text(text(*args, **values), TODAY)
    assert intake.outcome != "failed", intake.reason
    return intake


def key_of(intake: Intake) -> int:
    assert intake.article_id is not None
    return intake.article_id


@pytest.fixture
def pair(crm: Crm) -> tuple[int, int]:
    """An article and its copy from another outlet, a day later and a sentence longer."""
    return key_of(add(crm)), key_of(add(crm, nearly(), source="江海晚报", day="2026-05-16"))


def test_the_same_text_from_the_same_place_is_a_duplicate(crm: Crm) -> None:
    first = add(crm)
    again = add(crm)
    assert (again.outcome, again.article_id) == ("duplicate", first.article_id)


@pytest.mark.parametrize("body", [BODY, BODY.replace("风电", "風電").replace("，", " , ")])
def test_the_same_text_from_elsewhere_is_a_source_of_the_one_article(crm: Crm, body: str) -> None:
    first = key_of(add(crm))
    given = text(body, source="江海晚报", day="2026-05-13")
    intake = crm.articles.add_text(given, TODAY)
    assert (intake.outcome, intake.article_id) == ("source", first)
    assert "江海晚报" in intake.reason
    assert crm.articles.find(ArticleFilter()) == [first]
    sheet = crm.articles.open(first)
    (source,) = sheet.sources
    assert (source.source, source.published_on) == ("江海晚报", date(2026, 5, 13))
    with crm.store.read() as reader:
        assert reader.content(source.original) == given.encode()
    (row,) = crm.articles.items([first])
    assert (row.reprint_count, row.first_published_on) == (1, date(2026, 5, 13))
    assert crm.articles.find(ArticleFilter(has_reprints=True)) == [first]


def test_a_further_source_is_known_the_third_time_and_undone_alone(crm: Crm) -> None:
    first = key_of(add(crm))
    add(crm, source="江海晚报")
    assert add(crm, source="江海晚报").outcome == "duplicate"
    crm.history.undo()
    assert crm.articles.open(first).sources == ()
    assert crm.articles.get(first).title == "砺桥传动签约落户如东"
    crm.history.redo()
    assert len(crm.articles.open(first).sources) == 1


def test_a_copy_that_differs_a_little_joins_the_group_of_the_earlier_one(
    crm: Crm, pair: tuple[int, int]
) -> None:
    first, copy = pair
    group = crm.reprints.group(copy)
    assert (group.lead_id, group.outlet_count) == (first, 2)
    assert group.first_published_on == date(2026, 5, 15)
    assert [entry.id for entry in group.copies] == [first, copy]
    assert 0.85 <= group.copies[1].likeness < 1
    assert crm.articles.find(ArticleFilter(state=ArticleState.INBOX)) == [first]
    assert [entry.key for entry in crm.articles.open(first).reprints] == [copy]


def test_the_intake_says_of_what_it_is_a_reprint(crm: Crm) -> None:
    add(crm)
    intake = add(crm, nearly(), source="江海晚报")
    assert intake.outcome == "reprint"
    assert "砺桥传动签约落户如东" in intake.reason


def test_other_news_of_the_same_firm_is_no_reprint(crm: Crm) -> None:
    add(crm)
    other = (
        BODY.split("\n")[0]
        + "\n仪式上，双方还就人才公寓、通勤班车和子女入学作了约定，随后前往港区考察码头泊位。"
    )
    assert add(crm, other, source="江海晚报").outcome == "added"
    assert crm.articles.find(ArticleFilter(has_reprints=True)) == []


def test_an_earlier_copy_leads_while_nothing_is_decided(crm: Crm) -> None:
    later = key_of(add(crm, day="2026-05-16"))
    earlier = key_of(add(crm, nearly(), source="江海晚报", day="2026-05-12"))
    assert crm.reprints.group(later).lead_id == earlier


def test_of_the_same_day_the_more_complete_copy_leads(crm: Crm) -> None:
    short = key_of(add(crm))
    longer = key_of(add(crm, nearly(), source="江海晚报"))
    assert crm.reprints.group(short).lead_id == longer


def test_a_copy_that_comes_after_the_review_counts_as_reviewed(crm: Crm) -> None:
    first = key_of(add(crm))
    crm.articles.confirm(first, crm.articles.open(first).suggestions, TODAY)
    copy = key_of(add(crm, nearly(), source="江海晚报", day="2026-05-12"))
    assert crm.reprints.group(copy).lead_id == first
    assert crm.articles.get(copy).state is ArticleState.REVIEWED
    assert crm.articles.find(ArticleFilter(state=ArticleState.INBOX)) == []


def test_what_was_confirmed_in_one_copy_is_confirmed_in_all(crm: Crm, pair: tuple[int, int]) -> None:
    first, copy = pair
    every = [replace(row, is_ticked=True) for row in crm.articles.open(first).suggestions]
    crm.articles.confirm(first, every, TODAY)
    assert {crm.articles.get(key).state for key in pair} == {ArticleState.REVIEWED}
    rows = crm.articles.open(copy).suggestions
    assert {row.group for row in rows} == {Group.CONFIRMED}
    assert crm.articles.confirm(copy, rows, TODAY).linked == 0
    assert len(crm.projects.find(ProjectFilter())) == 1


def test_a_project_shows_the_lead_copy_once_with_its_outlets(crm: Crm, pair: tuple[int, int]) -> None:
    first, copy = pair
    crm.articles.confirm(copy, crm.articles.open(copy).suggestions, TODAY)
    (project_id,) = crm.projects.find(ProjectFilter())
    page = crm.projects.page(project_id, TODAY)
    (told,) = [entry for entry in page.timeline if entry.kind == "article"]
    assert told.ref == Ref(kind="article", id=first)
    assert told.reprint_count == 1


def test_articles_joined_after_both_were_reviewed_tell_each_figure_once(crm: Crm) -> None:
    first = key_of(add(crm))
    other = key_of(add(crm, BODY.split("\n")[0], source="江海晚报", day="2026-05-17"))
    crm.articles.confirm(first, crm.articles.open(first).suggestions, TODAY)
    crm.articles.confirm(other, crm.articles.open(other).suggestions, TODAY)
    (project_id,) = crm.projects.find(ProjectFilter())
    assert crm.projects.page(project_id, TODAY).row.claim_count == 2
    crm.reprints.join([first, other])
    page = crm.projects.page(project_id, TODAY)
    assert page.row.claim_count == 1
    assert len([claim for claim in page.claims if claim.field_name == "total_investment"]) == 1
    assert len([entry for entry in page.timeline if entry.kind == "article"]) == 1


def test_putting_away_takes_all_copies_along(crm: Crm, pair: tuple[int, int]) -> None:
    crm.articles.set_state([pair[0]], ArticleState.IRRELEVANT, "old news")
    assert {crm.articles.get(key).state for key in pair} == {ArticleState.IRRELEVANT}


def test_a_copy_taken_out_waits_in_the_inbox_and_is_never_joined_again(
    crm: Crm, office: SampleOffice, pair: tuple[int, int]
) -> None:
    first, copy = pair
    crm.articles.set_state([first], ArticleState.REVIEWED)
    crm.reprints.split(copy)
    assert crm.articles.find(ArticleFilter(state=ArticleState.INBOX)) == [copy]
    assert crm.reprints.group(first).outlet_count == 1
    crm.articles.delete([copy])
    again = add(crm, nearly(), source="江海晚报", day="2026-05-16")
    assert again.outcome == "added"


def test_a_third_copy_does_not_bring_two_together_that_were_told_apart(
    crm: Crm, pair: tuple[int, int]
) -> None:
    first, copy = pair
    crm.reprints.split(copy)
    third = key_of(add(crm, nearly("众人还察看了现场。"), source="云岫时报", day="2026-05-17"))
    groups = {crm.reprints.group(key).lead_id for key in (first, copy)}
    assert groups == {first, copy}
    assert crm.reprints.group(third).outlet_count == 2


def test_the_lead_copy_too_can_be_taken_out(crm: Crm, pair: tuple[int, int]) -> None:
    first, copy = pair
    third = key_of(add(crm, nearly("众人还察看了现场。"), source="云岫时报", day="2026-05-17"))
    crm.reprints.split(first)
    assert crm.reprints.group(first).outlet_count == 1
    assert {entry.id for entry in crm.reprints.group(third).copies} == {copy, third}


def test_a_split_is_one_undo_step(crm: Crm, pair: tuple[int, int]) -> None:
    first, copy = pair
    crm.reprints.split(copy)
    crm.history.undo()
    assert crm.reprints.group(copy).lead_id == first
    crm.history.redo()
    assert crm.reprints.group(copy).lead_id == copy


def test_an_article_without_copies_cannot_be_split(crm: Crm) -> None:
    alone = key_of(add(crm))
    with pytest.raises(ValidationError, match="no reprints"):
        crm.reprints.split(alone)


def test_what_the_group_named_waits_as_suggestion_in_a_copy_taken_out(
    crm: Crm, office: SampleOffice, pair: tuple[int, int]
) -> None:
    _first, copy = pair
    with crm.store.read() as reader:
        assert reader.all(Mention, article_id=copy) == []
    crm.reprints.split(copy)
    with crm.store.read() as reader:
        (waiting,) = reader.all(Mention, article_id=copy)
    assert (waiting.target_id, waiting.state) == (office.zone.id, MentionState.SUGGESTED)
    assert crm.articles.open(copy).text.body[waiting.start : waiting.end] == waiting.text


def test_articles_are_joined_by_hand_and_the_split_is_forgotten(crm: Crm, pair: tuple[int, int]) -> None:
    first, copy = pair
    crm.reprints.split(copy)
    assert crm.reprints.join([copy, first]) == first
    crm.articles.delete([copy])
    assert add(crm, nearly(), source="江海晚报", day="2026-05-16").outcome == "reprint"


def test_an_article_cannot_be_joined_with_its_own_group(crm: Crm, pair: tuple[int, int]) -> None:
    with pytest.raises(ValidationError, match="another article"):
        crm.reprints.join(list(pair))


def test_a_lead_chosen_by_hand_stays_when_an_earlier_copy_comes(crm: Crm, pair: tuple[int, int]) -> None:
    first, copy = pair
    crm.reprints.lead(copy)
    assert crm.reprints.group(first).lead_id == copy
    add(crm, nearly("众人还察看了现场。"), source="云岫时报", day="2026-05-01")
    assert crm.reprints.group(first).lead_id == copy


def test_a_deleted_lead_leaves_the_group_to_the_next_copy(crm: Crm, pair: tuple[int, int]) -> None:
    first, copy = pair
    third = key_of(add(crm, nearly("众人还察看了现场。"), source="云岫时报", day="2026-05-17"))
    add(crm, source="泽川新闻网")
    crm.articles.delete([first])
    assert {entry.id for entry in crm.reprints.group(third).copies} == {copy, third}
    crm.history.undo()
    assert crm.reprints.group(third).lead_id == first
    assert len(crm.articles.open(first).sources) == 1


def test_two_copies_are_compared_character_by_character(crm: Crm, pair: tuple[int, int]) -> None:
    parts = crm.reprints.compare(*pair).parts
    assert [(part.change, part.text) for part in parts if part.change is not Change.SAME] == [
        (Change.INSERTED, "与会人员还实地察看了用地现场。")
    ]


def test_a_source_is_taken_away_and_brought_back(crm: Crm) -> None:
    first = key_of(add(crm))
    add(crm, source="江海晚报")
    (source,) = crm.articles.open(first).sources
    crm.reprints.remove_source(source.key)
    assert crm.reprints.group(first).outlet_count == 1
    crm.history.undo()
    assert crm.reprints.group(first).outlet_count == 2


# The index


def test_copies_are_found_after_a_restart(location: str) -> None:
    settings = Settings(location=location, language="en")
    for source, body, outcome in (("海晟日报", BODY, "added"), ("江海晚报", nearly(), "reprint")):
        crm = open_crm(settings)
        assert add(crm, body, source=source).outcome == outcome
        crm.close()


def test_an_import_that_was_undone_and_redone_is_found_again(crm: Crm) -> None:
    first = add(crm)
    crm.history.undo()
    assert add(crm, nearly(), source="江海晚报").outcome == "added"
    crm.history.undo()
    crm.articles.add_text(text(), TODAY)
    assert crm.articles.find(ArticleFilter()) != [first.article_id]
    assert add(crm, nearly(), source="江海晚报").outcome == "reprint"


def _forget_signatures(crm: Crm) -> None:
    """As in a database from before reprints were looked for."""
    with crm.store.database.writing() as connection:
        connection.execute(sa.delete(bands))
        connection.execute(sa.delete(signatures))
        connection.execute(sa.update(sa.table("article", sa.column("text_hash"))).values(text_hash=""))
        connection.commit()


def test_older_articles_are_catalogued_once_and_their_copies_found(crm: Crm) -> None:
    first = key_of(add(crm))
    _forget_signatures(crm)
    copy = key_of(add(crm, nearly(), source="江海晚报", day="2026-05-16"))
    assert crm.reprints.group(copy).outlet_count == 1
    assert crm.reprints.uncatalogued_count() == 1
    seen: list[tuple[int, int]] = []
    told = crm.reprints.catalogue(lambda done, total: seen.append((done, total)))
    assert (told.texts, told.joined) == (1, 1)
    assert seen == [(0, 1), (1, 1)]
    assert crm.reprints.group(copy).lead_id == first
    assert crm.reprints.catalogue().texts == 0


def test_cataloguing_leaves_nothing_to_undo_where_nothing_was_joined(crm: Crm) -> None:
    add(crm)
    _forget_signatures(crm)
    before = crm.history.next_undo()
    assert crm.reprints.catalogue().texts == 1
    assert crm.history.next_undo() == before
    assert crm.reprints.uncatalogued_count() == 0


def _at_once(location: str, works: list[Callable[[Crm], object]]) -> None:
    """Runs each on a session of its own, all at the same moment."""
    ready = threading.Barrier(len(works))
    failed: list[BaseException] = []

    def run(work: Callable[[Crm], object]) -> None:
        crm = open_crm(Settings(location=location, language="en"))
        try:
            crm.articles.names()
            ready.wait()
            work(crm)
        except BaseException as error:
            failed.append(error)
        finally:
            crm.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_importers_at_the_same_time_make_one_article_and_one_group(location: str) -> None:
    sources = ["海晟日报", "江海晚报", "云岫时报"]
    same = [lambda crm, name=name: add(crm, source=name) for name in sources]
    near = [lambda crm, name=name: add(crm, nearly(), source=name) for name in sources]
    _at_once(location, [*same, *near])
    with closing(open_crm(Settings(location=location, language="en"))) as crm:
        (lead,) = crm.articles.find(ArticleFilter())
        group = crm.reprints.group(lead)
        assert (len(group.copies), group.outlet_count) == (2, 6)
        with crm.store.read() as reader:
            assert (reader.count(Article), reader.count(ArticleText)) == (2, 2)

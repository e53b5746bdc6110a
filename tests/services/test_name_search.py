"""A list of names looked for in all articles at once, kept as a watch list, written as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from crm.app import Crm
from crm.domain.articles import Article, ArticleText, WatchListEntry
from crm.domain.directory import Enterprise
from crm.domain.errors import Cancelled, ValidationError
from crm.domain.name_search import NameRow
from crm.domain.records import Ref
from crm.services import name_search
from tests.crm import SampleOffice
from tests.reports.reading_back import cells, open_workbook


def store(crm: Crm, title: str, body: str, day: date | None = None, copy_of: int | None = None) -> int:
    with crm.store.write("Add") as writer:
        told = Article(title=title, source="海晟日报", published_on=day, reprint_of_id=copy_of)
        article = writer.save(told)
        writer.save(ArticleText(article_id=article.key, body=body))
        return article.key


def searched(crm: Crm, *names: str) -> Sequence[NameRow]:
    return crm.name_search.search(crm.name_search.ask("\n".join(names))).rows


@pytest.fixture
def archive(crm: Crm, office: SampleOffice) -> list[int]:
    crm.directory.set_aliases(Ref(kind="enterprise", id=office.firm.key), ["曜衡"])
    return [
        store(crm, "储能大会", "曜衡储能与岭川电气签约。岭川电气投产。", date(2026, 3, 1)),
        store(crm, "岭川电气扩产", "公司昨日宣布扩产。", date(2026, 5, 1)),
        store(crm, "沿海产业带", "曜衡在海晟设点。", date(2025, 12, 1)),
        store(crm, "无关", "今天天气很好。"),
    ]


def test_a_known_enterprise_is_found_by_all_its_names_and_another_as_written(
    crm: Crm, archive: list[int]
) -> None:
    known, loose, missing = searched(crm, "曜衡储能科技（上海）有限公司", "岭川电气", "云岫智能")
    assert [hit.article_id for hit in known.hits] == [archive[0], archive[2]]
    assert [hit.form for hit in known.hits] == ["曜衡储能", "曜衡"]
    assert (known.article_count, known.first_on, known.last_on) == (2, date(2025, 12, 1), date(2026, 3, 1))
    assert [hit.article_id for hit in loose.hits] == [archive[1], archive[0]]
    assert loose.asked.enterprises == ()
    assert (missing.article_count, missing.first_on, missing.hits) == (0, None, ())


def test_a_find_tells_its_place_the_words_around_it_and_how_often(crm: Crm, archive: list[int]) -> None:
    (row,) = searched(crm, "岭川电气")
    in_title, in_text = row.hits
    assert (in_title.start, in_title.count) == (None, 1)
    body = crm.articles.open(archive[0]).text.body
    assert in_text.start is not None
    assert body[in_text.start : in_text.end] == "岭川电气"
    assert in_text.count == 2
    assert "曜衡储能与岭川电气签约" in in_text.snippet


def test_copies_of_one_article_are_one(crm: Crm, archive: list[int]) -> None:
    store(crm, "储能大会召开", "岭川电气签约。", date(2026, 2, 1), copy_of=archive[0])
    (row,) = searched(crm, "岭川电气")
    assert (row.article_count, row.first_on) == (2, date(2026, 2, 1))


def test_namesakes_are_looked_for_together(crm: Crm, office: SampleOffice) -> None:
    for region in ("浙江", "安徽"):
        crm.directory.save_enterprise(
            Enterprise(name="恒汐轴承有限公司", short_name=f"{region}恒汐", region=region)
        )
    article = store(crm, "轴承", "浙江恒汐投产，安徽恒汐开工。")
    (row,) = searched(crm, "恒汐轴承有限公司")
    assert len(row.asked.enterprises) == 2
    assert [hit.article_id for hit in row.hits] == [article]


def test_what_is_too_short_is_passed_over_and_told(crm: Crm, office: SampleOffice) -> None:
    asked = crm.name_search.ask("电\n岭川电气")
    assert [one.text for one in asked.names] == ["岭川电气"]
    assert asked.passed_over == ("电",)


@pytest.mark.parametrize("pasted", ["", " \n\t\n", "\n".join(f"企业{number}" for number in range(2001))])
def test_an_empty_and_an_endless_list_are_refused(crm: Crm, pasted: str) -> None:
    with pytest.raises(ValidationError):
        crm.name_search.ask(pasted)


def test_progress_is_told_and_cancelling_ends_it(
    crm: Crm, archive: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_search, "PAGE", 2)
    seen: list[tuple[int, int]] = []
    asked = crm.name_search.ask("岭川电气")
    crm.name_search.search(asked, lambda done, total: seen.append((done, total)))
    assert seen == [(0, 4), (2, 4), (4, 4)]

    def stop(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        crm.name_search.search(asked, stop)


def test_very_many_finds_are_counted_and_the_newest_told(
    crm: Crm, archive: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_search, "MOST_HITS", 1)
    (row,) = searched(crm, "岭川电气")
    assert (row.article_count, row.first_on) == (2, date(2026, 3, 1))
    assert [hit.article_id for hit in row.hits] == [archive[1]]


def test_a_list_is_kept_with_its_enterprises_and_loose_names(
    crm: Crm, office: SampleOffice, archive: list[int]
) -> None:
    asked = crm.name_search.ask("岭川电气\n曜衡储能")
    kept = crm.name_search.save_list("重点企业", asked)
    (row,) = crm.name_search.lists()
    assert (row.name, row.name_count, row.enterprise_count) == ("重点企业", 2, 1)
    assert crm.name_search.names_of(kept.key) == ["岭川电气", "曜衡储能"]
    crm.name_search.save_list("重点企业", crm.name_search.ask("云岫智能"))
    assert crm.name_search.names_of(kept.key) == ["云岫智能"]
    crm.history.undo()
    assert crm.name_search.names_of(kept.key) == ["岭川电气", "曜衡储能"]
    crm.name_search.delete_list(kept.key)
    assert crm.name_search.lists() == []


def test_an_enterprise_of_a_list_can_be_deleted(crm: Crm, office: SampleOffice) -> None:
    made = crm.directory.save_enterprise(Enterprise(name="恒汐轴承有限公司"))
    crm.name_search.save_list("重点企业", crm.name_search.ask("恒汐轴承有限公司"))
    crm.directory.delete(Ref(kind="enterprise", id=made.key))
    with crm.store.read() as reader:
        assert reader.count(WatchListEntry, target_id=made.key) == 0


def test_the_workbook_has_real_dates_and_text_that_stays_text(
    crm: Crm, archive: list[int], tmp_path: Path
) -> None:
    store(crm, "=1+1", "岭川电气建厂。", date(2026, 5, 2))
    found = crm.name_search.search(crm.name_search.ask("岭川电气\n电\n云岫智能"))
    path = tmp_path / "names.xlsx"
    crm.name_search.export(found, path)
    book = open_workbook(path)
    names, finds = cells(book["名单"]), cells(book["命中"])
    assert [1, "岭川电气", None, 3, datetime(2026, 3, 1), datetime(2026, 5, 2)] in names
    assert [2, "云岫智能", None, 0, None, None] in names
    assert any("未检索：电" in str(line[0]) for line in names)
    assert next(line[2:5] for line in finds if line[1] == "岭川电气") == [
        datetime(2026, 5, 2),
        "海晟日报",
        "=1+1",
    ]
    assert {cell.data_type for row in book["命中"].iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
        "inlineStr",
    }

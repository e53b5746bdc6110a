"""From an article to records: what is suggested, what is written, what is remembered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crm.app import Crm
from crm.domain.articles import ArticleState, Doubt, doubts
from crm.domain.directory import Contact, Enterprise, Zone
from crm.domain.errors import Cancelled, Doubtful, ValidationError
from crm.domain.records import Ref
from crm.domain.review import Certainty, Clip, Group, Suggestion, SuggestionKind
from crm.domain.rows import ArticleFilter, ProjectFilter
from crm.domain.stages import Stage
from tests.crm import TODAY, add_project

BODY = (
    "本报讯 5月14日，无锡砺桥传动科技有限公司与江苏如东经济开发区签订投资协议，总投资10亿元的"
    "风电齿轮箱项目正式落户。项目用地120亩，预计年产值18亿元。\n"
    "砺桥传动总经理韩予安说，公司看中的是海上风电全链条。\n"
)
TEXT = f"砺桥传动签约落户如东\n来源：海晟日报  2026-05-15\n{BODY}"


def take_in(crm: Crm, text: str = TEXT) -> int:
    intake = crm.articles.add_text(text, TODAY)
    assert intake.article_id is not None, intake.reason
    return intake.article_id


def rows(crm: Crm, article_id: int) -> dict[SuggestionKind, Suggestion]:
    return {row.kind: row for row in crm.articles.open(article_id).suggestions}


def ticked(entries: Iterable[Suggestion]) -> list[Suggestion]:
    return [replace(row, is_ticked=True) for row in entries]


def test_a_signing_becomes_a_project_with_its_enterprise_and_figures(crm: Crm) -> None:
    article_id = take_in(crm)
    summary = crm.articles.confirm(article_id, ticked(crm.articles.open(article_id).suggestions), TODAY)
    (project_id,) = crm.projects.find(ProjectFilter())
    project = crm.projects.get(project_id)
    assert summary.project_ids == (project_id,)
    assert dict(summary.created)["project"] == 1
    assert project.enterprise_id is not None
    assert project.zone_id is not None
    assert crm.directory.enterprise(project.enterprise_id).name == "无锡砺桥传动科技有限公司"
    assert project.total_investment is not None
    assert project.total_investment.value == 1_000_000_000
    assert project.land_mu == 120
    assert crm.articles.get(article_id).state is ArticleState.REVIEWED


def test_the_rehearsal_tells_what_is_written_and_writes_nothing(crm: Crm) -> None:
    article_id = take_in(crm)
    wanted = ticked(crm.articles.open(article_id).suggestions)
    told = crm.articles.rehearse(article_id, wanted, TODAY)
    assert crm.projects.find(ProjectFilter()) == []
    assert crm.articles.get(article_id).state is ArticleState.INBOX
    written = crm.articles.confirm(article_id, wanted, TODAY)
    assert (told.created, told.linked, told.claims, told.quotes) == (
        written.created,
        written.linked,
        written.claims,
        written.quotes,
    )


def test_one_undo_takes_a_whole_review_back(crm: Crm) -> None:
    article_id = take_in(crm)
    crm.articles.confirm(article_id, ticked(crm.articles.open(article_id).suggestions), TODAY)
    crm.history.undo()
    assert crm.projects.find(ProjectFilter()) == []
    assert crm.articles.get(article_id).state is ArticleState.INBOX


def test_confirmed_rows_stand_apart_when_the_article_is_opened_again(crm: Crm) -> None:
    article_id = take_in(crm)
    crm.articles.confirm(article_id, ticked(crm.articles.open(article_id).suggestions), TODAY)
    again = crm.articles.open(article_id).suggestions
    assert {row.group for row in again} == {Group.CONFIRMED}
    assert crm.articles.confirm(article_id, again, TODAY).linked == 0


def test_a_rejection_is_remembered_counted_once_and_can_be_taken_back(crm: Crm) -> None:
    article_id = take_in(crm)
    firm = rows(crm, article_id)[SuggestionKind.NEW_ENTERPRISE]
    assert crm.articles.confirm(article_id, [replace(firm, is_rejected=True)], TODAY).rejected == 1
    known = rows(crm, article_id)[SuggestionKind.NEW_ENTERPRISE]
    assert known.group is Group.REJECTED
    assert crm.articles.confirm(article_id, [known], TODAY).rejected == 0
    crm.articles.confirm(article_id, [replace(known, is_rejected=False)], TODAY)
    assert rows(crm, article_id)[SuggestionKind.NEW_ENTERPRISE].group is Group.SUGGESTED


def test_a_project_takes_the_enterprise_chosen_among_namesakes(crm: Crm) -> None:
    for region in ("浙江", "安徽"):
        firm = Enterprise(name="无锡砺桥传动科技有限公司", region=region)
        crm.directory.save_enterprise(replace(firm, short_name=f"砺桥{region}"))
    article_id = take_in(crm)
    sheet = crm.articles.open(article_id)
    (firm_row,) = [row for row in sheet.suggestions if row.target_kind == "enterprise"]
    assert firm_row.group is Group.OPEN
    assert len(firm_row.candidates) == 2
    (project_row,) = [row for row in sheet.suggestions if row.target_kind == "project"]
    with pytest.raises(ValidationError) as refused:
        crm.articles.confirm(article_id, ticked([firm_row]), TODAY)
    assert refused.value.faults[0].field == firm_row.key
    chosen = replace(firm_row, target=firm_row.candidates[1].ref)
    crm.articles.confirm(article_id, ticked([chosen, project_row]), TODAY)
    (project_id,) = crm.projects.find(ProjectFilter())
    assert crm.projects.get(project_id).enterprise_id == firm_row.candidates[1].ref.id


def test_a_renamed_enterprise_still_gets_its_project(crm: Crm) -> None:
    article_id = take_in(crm)
    found = rows(crm, article_id)
    firm = replace(found[SuggestionKind.NEW_ENTERPRISE], name="砺桥传动科技（无锡）有限公司")
    crm.articles.confirm(article_id, ticked([found[SuggestionKind.NEW_PROJECT], firm]), TODAY)
    (project_id,) = crm.projects.find(ProjectFilter())
    enterprise_id = crm.projects.get(project_id).enterprise_id
    assert enterprise_id is not None
    assert crm.directory.enterprise(enterprise_id).name == "砺桥传动科技（无锡）有限公司"


def test_a_project_that_exists_gets_the_figures_as_claims(crm: Crm) -> None:
    project = add_project(crm, "风电齿轮箱项目", firm="无锡砺桥传动科技有限公司")
    article_id = take_in(crm)
    row = rows(crm, article_id)[SuggestionKind.UPDATE_PROJECT]
    assert row.target == Ref(kind="project", id=project.key)
    assert crm.articles.confirm(article_id, ticked([row]), TODAY).claims >= 2
    assert crm.projects.get(project.key).land_mu == 120


def test_a_confirmed_start_is_evidence_and_stays_so_when_confirmed_again(crm: Crm) -> None:
    project = add_project(crm, "风电齿轮箱项目", firm="无锡砺桥传动科技有限公司")
    article_id = take_in(crm)
    row = replace(rows(crm, article_id)[SuggestionKind.UPDATE_PROJECT], role="开工")
    crm.articles.confirm(article_id, ticked([row]), TODAY)
    page = crm.projects.page(project.key, TODAY)
    assert page.held.quotes == {"start_photo"}
    assert page.project.stage is Stage.STARTED
    assert "evidence.filing" in page.stages[-1].lacking
    assert "evidence.start_photo" not in page.row.missing
    again = replace(rows(crm, article_id)[SuggestionKind.UPDATE_PROJECT], role="竣工")
    crm.articles.confirm(article_id, ticked([again]), TODAY)
    assert crm.projects.page(project.key, TODAY).held.quotes == {"start_photo"}


def test_a_figure_of_a_table_keeps_its_unit_and_its_place(crm: Crm) -> None:
    rows_of = "项目名称\t投资方\t总投资（万元）\n齿轮箱项目\t霁沐传动有限公司\t8000"
    article_id = take_in(crm, f"集中签约\n来源：海晟日报  2026-05-15\n5月15日举行集中签约仪式：\n{rows_of}")
    row = rows(crm, article_id)[SuggestionKind.NEW_PROJECT]
    body = crm.articles.open(article_id).text.body
    (figure,) = row.figures
    assert figure.text == "8000万元"
    assert figure.amount is not None
    assert (figure.amount.value, figure.basis) == (80_000_000, "总投资")
    assert body[figure.start : figure.end] == "8000"


def test_a_project_about_another_thing_is_left_to_the_officer(crm: Crm) -> None:
    add_project(crm, "海水淡化膜项目", firm="无锡砺桥传动科技有限公司")
    row = rows(crm, take_in(crm))[SuggestionKind.UPDATE_PROJECT]
    assert (row.target, row.certainty, row.is_ticked) == (None, Certainty.OPEN, False)
    assert [entry.name for entry in row.candidates] == ["海水淡化膜项目"]


@pytest.mark.parametrize(
    ("known", "certainty"),
    [("无锡砺桥传动科技有限公司", Certainty.SURE), ("无锡砺桥传动科技股份有限公司", Certainty.LIKELY)],
)
def test_a_firm_of_another_legal_form_is_only_likely(crm: Crm, known: str, certainty: Certainty) -> None:
    add_project(crm, "风电齿轮箱项目", firm=known)
    row = rows(crm, take_in(crm))[SuggestionKind.LINK]
    assert (row.name, row.certainty) == (known, certainty)


def test_another_project_of_the_same_enterprise_can_be_made(crm: Crm) -> None:
    add_project(crm, "总部项目", firm="无锡砺桥传动科技有限公司")
    article_id = take_in(crm)
    row = rows(crm, article_id)[SuggestionKind.UPDATE_PROJECT]
    new = replace(row, kind=SuggestionKind.NEW_PROJECT, target=None)
    crm.articles.confirm(article_id, ticked([new]), TODAY)
    assert len(crm.projects.find(ProjectFilter())) == 2


def test_a_known_contact_of_an_enterprise_is_linked(crm: Crm) -> None:
    firm = crm.directory.save_enterprise(Enterprise(name="无锡砺桥传动科技有限公司", short_name="砺桥传动"))
    known = crm.directory.save_contact(Contact(name="韩予安", title="总经理", enterprise_id=firm.id))
    sheet = crm.articles.open(take_in(crm))
    (person,) = [row for row in sheet.suggestions if row.target_kind == "contact"]
    assert person.target == Ref(kind="contact", id=known.key)


def test_profile_and_link_of_one_zone_are_decided_apart(crm: Crm) -> None:
    crm.directory.save_zone(Zone(name="江苏如东经济开发区"))
    article_id = take_in(
        crm,
        "园区概况\n来源：海晟日报  2026-05-15\n"
        "江苏如东经济开发区重点发展海上风电、新材料两大主导产业，形成了较为完整的配套体系。\n",
    )
    sheet = crm.articles.open(article_id)
    profile = next((row for row in sheet.suggestions if row.kind is SuggestionKind.ZONE_PROFILE), None)
    if profile is None:
        pytest.skip("the reader finds no profile in this sentence")
    link = next(row for row in sheet.suggestions if row.target_kind == "zone")
    crm.articles.confirm(article_id, [replace(profile, is_rejected=True), *ticked([link])], TODAY)
    groups = {row.kind: row.group for row in crm.articles.open(article_id).suggestions}
    assert groups[SuggestionKind.ZONE_PROFILE] is Group.REJECTED
    assert groups[SuggestionKind.LINK] is Group.CONFIRMED


def test_text_marked_by_hand_is_linked_named_and_taken_back(crm: Crm) -> None:
    article_id = take_in(crm)
    body = crm.articles.open(article_id).text.body
    start = body.index("海上风电")
    made = crm.articles.create_from_text(article_id, "enterprise", "海上风电联合体", (start, start + 4))
    crm.articles.add_alias(made, "风电联合体")
    (row,) = [row for row in crm.articles.open(article_id).suggestions if row.target == made]
    assert row.group is Group.CONFIRMED
    assert row.name == "海上风电联合体"
    (mention,) = [entry for entry in crm.articles.open(article_id).mentions if entry.target_id == made.id]
    crm.articles.unlink(mention.key)
    assert not [row for row in crm.articles.open(article_id).suggestions if row.target == made]


def test_the_tally_counts_what_waits_and_what_was_looked_at(crm: Crm) -> None:
    first, midnight = take_in(crm), datetime.now(UTC) - timedelta(hours=1)
    take_in(crm, TEXT.replace("砺桥", "恒汐"))
    crm.articles.set_state([first], ArticleState.IRRELEVANT, "old news")
    tally = crm.articles.tally(midnight)
    assert (tally.inbox, tally.all, tally.done_today, tally.reprinted) == (1, 2, 1, 0)


def test_articles_about_projects_in_hand_are_found(crm: Crm) -> None:
    add_project(crm, "总部项目", firm="无锡砺桥传动科技有限公司")
    article_id = take_in(crm)
    take_in(crm, TEXT.replace("砺桥", "恒汐"))
    assert crm.articles.find(ArticleFilter(about_open_projects=True)) == [article_id]


def test_files_that_cannot_be_read_cost_nothing_but_themselves(crm: Crm, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    outcomes = {intake.name: intake for intake in crm.articles.add_files([folder], TODAY)}
    assert outcomes["one.txt"].outcome == "added"
    assert outcomes["empty.txt"].outcome == "failed"
    assert outcomes["empty.txt"].reason
    assert ".hidden" not in outcomes


def test_stopping_keeps_what_is_in_and_tells_it(crm: Crm, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(TEXT.replace("砺桥", f"砺桥{number}"), encoding="utf-8")

    def stop_after_one(done: int, _total: int) -> None:
        if done == 1:
            raise Cancelled("stopped")

    outcomes = crm.articles.add_files(sorted(tmp_path.glob("*.txt")), TODAY, stop_after_one)
    assert [intake.outcome for intake in outcomes] == ["added", "waiting", "waiting"]
    assert len(crm.articles.find(ArticleFilter())) == 1


def test_the_original_is_kept_and_saved_as_it_was(crm: Crm, tmp_path: Path) -> None:
    article_id = take_in(crm)
    crm.articles.save_original(article_id, tmp_path / "kept.txt")
    assert (tmp_path / "kept.txt").read_bytes() == TEXT.encode()


def test_doubtful_captures_are_found_by_what_is_doubtful(crm: Crm) -> None:
    undated = take_in(crm)
    late = crm.articles.add_text(
        "砺桥传动二期开工\n来源：海晟日报  2026-12-01\n砺桥传动在海晟开工建设二期项目，总投资3亿元。", TODAY
    ).article_id
    article = crm.articles.get(undated)
    crm.articles.save(replace(article, published_on=None))
    assert crm.articles.find(ArticleFilter(doubt=Doubt.NO_DATE)) == [undated]
    assert crm.articles.find(ArticleFilter(doubt=Doubt.FUTURE, today=TODAY)) == [late]
    assert crm.articles.find(ArticleFilter(doubt=Doubt.FUTURE)) == []
    assert late in crm.articles.find(ArticleFilter(doubt=Doubt.SHORT))
    assert crm.articles.find(ArticleFilter(doubt=Doubt.LIST_PAGE)) == []
    assert set(crm.articles.find(ArticleFilter(is_doubtful=True, today=TODAY))) == {undated, late}


def test_a_date_that_was_filled_in_is_no_doubt_any_more(crm: Crm) -> None:
    key = crm.articles.add_text(
        "砺桥传动二期开工\n砺桥传动在海晟开工建设二期项目，总投资3亿元。", TODAY
    ).article_id
    assert key is not None
    article = crm.articles.get(key)
    told = doubts(article.flags, article.source, article.published_on, TODAY)
    assert {Doubt.NO_DATE, Doubt.NO_SOURCE, Doubt.SHORT} <= set(told)
    crm.articles.save(replace(article, published_on=TODAY, source="海晟日报"))
    article = crm.articles.get(key)
    told = doubts(article.flags, article.source, article.published_on, TODAY)
    assert {Doubt.NO_DATE, Doubt.NO_SOURCE}.isdisjoint(told)
    assert Doubt.SHORT in told
    assert crm.articles.find(ArticleFilter(doubt=Doubt.NO_DATE)) == []


HTML = (
    '<meta charset="utf-8"><h1>砺桥传动签约落户海晟</h1>'
    "<div><span>发布时间：2026-05-15</span> <span>来源：海晟日报</span></div>"
    '<p>无锡<a href="https://example.cn/x">砺桥传动</a>科技有限公司与海晟开发区签订投资协议。</p>'
    "<table><tr><td>风电齿轮箱项目</td><td>总投资10亿元</td></tr></table>"
)


def test_copied_html_keeps_rows_and_loses_links(crm: Crm) -> None:
    clip = Clip(text="砺桥传动签约落户海晟", html=HTML, url="https://example.cn/a.html")
    intake = crm.articles.add_clip(clip, TODAY)
    assert intake.article_id is not None, intake.reason
    sheet = crm.articles.open(intake.article_id)
    assert (sheet.article.title, sheet.article.source) == ("砺桥传动签约落户海晟", "海晟日报")
    assert sheet.article.url == "https://example.cn/a.html"
    assert sheet.article.media_type == "clip"
    assert sheet.text.body == (
        "无锡砺桥传动科技有限公司与海晟开发区签订投资协议。\n风电齿轮箱项目\t总投资10亿元"
    )


def test_copied_html_without_text_leaves_the_plain_text(crm: Crm) -> None:
    intake = crm.articles.add_clip(Clip(text=TEXT, html="<img src='file:///etc/passwd'>"), TODAY)
    assert intake.article_id is not None, intake.reason
    assert crm.articles.get(intake.article_id).source == "海晟日报"


def test_a_project_made_by_review_asks_for_figures_that_can_hardly_be_meant(crm: Crm) -> None:
    article_id = take_in(crm, TEXT.replace("总投资10亿元", "总投资300亿元"))
    wanted = ticked(crm.articles.open(article_id).suggestions)
    with pytest.raises(Doubtful):
        crm.articles.confirm(article_id, wanted, TODAY)
    assert crm.projects.find(ProjectFilter()) == []
    assert crm.articles.confirm(article_id, wanted, TODAY, is_sure=True).project_ids

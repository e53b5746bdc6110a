"""Names of projects with their origin, phases, and decisions that are remembered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm.app import Crm
from crm.domain.errors import ValidationError
from crm.domain.project_names import NameKind, ProjectLink, Relation
from crm.domain.projects import Project
from crm.domain.review import Group, SuggestionKind
from crm.domain.rows import ProjectFilter
from crm.services.projects import NewProject
from tests.crm import TODAY, SampleOffice, add_project, days_ago, yi

ARTICLE = (
    "砺桥传动{name}开工\n来源：海晟日报  2026-05-15\n"
    "本报讯 5月14日，无锡砺桥传动科技有限公司总投资10亿元的{name}项目在江苏如东经济开发区开工。\n"
)


def names(crm: Crm, project: Project) -> dict[str, tuple[str, str]]:
    page = crm.projects.page(project.key, TODAY)
    return {alias.text: (alias.kind, alias.origin) for alias in page.names}


def twins(crm: Crm, project: Project) -> list[str]:
    return [other.name for other in crm.projects.page(project.key, TODAY).twins]


def add_like(crm: Crm, office: SampleOffice, name: str, **values: object) -> Project:
    known = {"enterprise_id": office.firm.id, "zone_id": office.zone.id, "total_investment": yi("5")}
    return add_project(crm, name, **(known | values))  # type: ignore[arg-type]


def test_a_project_is_found_by_each_of_its_names(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "储能电芯")
    crm.projects.set_names(
        project.key,
        {NameKind.FILED: ["年产6GWh电池"], NameKind.SIGNED: ["储能基地", " "], NameKind.OTHER: []},
    )
    assert names(crm, project) == {"年产6GWh电池": ("filed", "officer"), "储能基地": ("signed", "officer")}
    assert crm.projects.find(ProjectFilter(text="储能基地")) == [project.key]
    assert [hit.id for hit in crm.directory.search("cnjd", ["project"])] == [project.key]
    crm.projects.set_names(project.key, {NameKind.FILED: ["储能基地"]})
    assert names(crm, project) == {"储能基地": ("filed", "officer")}
    assert crm.projects.find(ProjectFilter(text="6GWh")) == []
    crm.history.undo()
    assert crm.projects.find(ProjectFilter(text="6GWh")) == [project.key]


def test_the_review_meets_a_project_by_another_name(crm: Crm, office: SampleOffice) -> None:
    firm = "无锡砺桥传动科技有限公司"
    first = add_project(crm, "齿轮箱一厂", firm=firm)
    add_project(crm, "轴承", firm=firm)
    crm.projects.set_names(first.key, {NameKind.FILED: ["风电齿轮箱"]})
    intake = crm.articles.add_text(ARTICLE.format(name="风电齿轮箱"), TODAY)
    rows = crm.articles.open(intake.article_id or 0).suggestions
    row = next(row for row in rows if row.kind is SuggestionKind.UPDATE_PROJECT)
    assert row.target is not None
    assert row.target.id == first.key


def test_the_name_of_the_press_is_kept_with_its_origin(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "齿轮箱一厂", firm="无锡砺桥传动科技有限公司")
    intake = crm.articles.add_text(ARTICLE.format(name="风电齿轮箱"), TODAY)
    rows = crm.articles.open(intake.article_id or 0).suggestions
    row = next(row for row in rows if row.kind is SuggestionKind.UPDATE_PROJECT)
    crm.articles.confirm(intake.article_id or 0, [replace(row, is_ticked=True)], TODAY)
    [(text, told)] = names(crm, project).items()
    assert "风电齿轮箱" in text
    assert told == ("reported", "article")


def test_another_phase_is_not_taken_for_the_only_project_of_its_firm(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "风电齿轮箱", firm="无锡砺桥传动科技有限公司")
    intake = crm.articles.add_text(ARTICLE.format(name="风电齿轮箱二期"), TODAY)
    rows = crm.articles.open(intake.article_id or 0).suggestions
    row = next(row for row in rows if row.kind is SuggestionKind.UPDATE_PROJECT)
    assert (row.target, row.group, row.is_ticked) == (None, Group.OPEN, False)


def test_twins_are_named_until_somebody_decides(crm: Crm, office: SampleOffice) -> None:
    one = add_like(crm, office, "储能电芯")
    with crm.store.write("test") as writer:  # as an import makes them: nobody was asked
        other = writer.save(replace(one, id=None, uid="other", name="储能电芯项目", code="1", version=0))
    assert twins(crm, one) == ["储能电芯项目"]
    assert twins(crm, other) == ["储能电芯"]
    crm.projects.relate(one.key, other.key, Relation.DISTINCT)
    assert twins(crm, one) == twins(crm, other) == []
    [relative] = crm.projects.page(other.key, TODAY).relatives
    assert (relative.project.id, relative.link.relation) == (one.id, Relation.DISTINCT)
    crm.projects.unrelate(relative.link.key)
    assert twins(crm, one) == ["储能电芯项目"]


def test_who_says_that_it_is_another_project_is_not_asked_again(crm: Crm, office: SampleOffice) -> None:
    one = add_like(crm, office, "储能电芯")
    other = add_like(crm, office, "储能系统")  # add_project says that it may have twins
    assert twins(crm, one) == twins(crm, other) == []
    [relative] = crm.projects.page(one.key, TODAY).relatives
    assert relative.link.relation is Relation.DISTINCT


@pytest.mark.parametrize(
    "values",
    [
        {"total_investment": yi("9")},
        {"total_investment": yi("5", "USD")},
        {"zone_id": None},
        {"first_reported_on": days_ago(200)},
        {"name": "储能电芯二期"},
        {"enterprise_id": None},
    ],
)
def test_unlike_projects_are_no_twins(crm: Crm, office: SampleOffice, values: dict[str, object]) -> None:
    one = add_like(crm, office, "储能电芯")
    with crm.store.write("test") as writer:
        other = replace(one, id=None, uid="other", code="1", version=0, name="别的名称")
        writer.save(replace(other, **values))
    assert twins(crm, one) == []


def test_a_second_phase_belongs_to_the_first(crm: Crm, office: SampleOffice) -> None:
    first = add_like(crm, office, "储能电芯")
    new = Project(name="储能电芯二期", enterprise_id=office.firm.id)
    second = crm.projects.add(NewProject(project=new, on=TODAY, phase_of_id=first.key))
    [up] = crm.projects.page(second.key, TODAY).relatives
    [down] = crm.projects.page(first.key, TODAY).relatives
    assert (up.project.id, up.is_later) == (first.id, True)
    assert (down.project.id, down.is_later) == (second.id, False)
    with pytest.raises(ValidationError):
        crm.projects.relate(first.key, second.key, Relation.LATER_PHASE)
    with pytest.raises(ValidationError):
        crm.projects.relate(first.key, first.key, Relation.DISTINCT)
    crm.projects.relate(first.key, second.key, Relation.DISTINCT)  # a new decision replaces the old one
    with crm.store.read() as reader:
        assert reader.count(ProjectLink) == 1


def test_a_deleted_project_leaves_no_link_behind_and_brings_it_back(crm: Crm, office: SampleOffice) -> None:
    first = add_like(crm, office, "储能电芯")
    add_like(crm, office, "储能系统")
    crm.projects.set_names(first.key, {NameKind.FILED: ["备案名"]})
    crm.projects.delete(first.key)
    with crm.store.read() as reader:
        assert reader.count(ProjectLink) == 0
    crm.history.undo()
    assert names(crm, first) == {"备案名": ("filed", "officer")}
    with crm.store.read() as reader:
        assert reader.count(ProjectLink) == 1

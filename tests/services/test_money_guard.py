"""Figures are guarded on every path, and converted at entered rates alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from crm.app import Crm
from crm.domain.errors import Conflict, Doubtful, ValidationError
from crm.domain.money import Money, Rate, Rates
from crm.domain.projects import Claim, Project
from crm.domain.rows import ProjectFilter
from crm.domain.stages import Stage
from crm.services.projects import NewProject
from crm.services.steps.stages import Move
from tests.crm import TODAY, SampleOffice, add_project, become_admin, days_ago, yi

DOLLARS = Rates(rates=(Rate(currency="USD", yuan=Decimal("7.1"), source="2026年5月15日中间价"),))


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(crm, "储能", days_ago(9), enterprise_id=office.firm.id, total_investment=yi("12.5"))


def changed(crm: Crm, project: Project, is_sure: bool) -> object:
    return crm.projects.change(project.key, project.version, is_sure=is_sure, total_investment=yi("0.00125"))


def saved(crm: Crm, project: Project, is_sure: bool) -> object:
    return crm.projects.save(replace(project, filed_amount=yi("300")), is_sure=is_sure)


def moved(crm: Crm, project: Project, is_sure: bool) -> object:
    move = Move(
        stage=Stage.INTENTION, on=TODAY, today=TODAY, values={"contract_amount": yi("300")}, is_sure=is_sure
    )
    return crm.projects.move(project.key, project.version, move)


def added(crm: Crm, project: Project, is_sure: bool) -> object:
    new = Project(name="二期", total_investment=yi("300"))
    return crm.projects.add(NewProject(project=new, on=TODAY, is_sure=is_sure))


def adopted(crm: Crm, project: Project, is_sure: bool) -> object:
    with crm.store.write("test") as writer:
        claim = writer.save(
            Claim(project_id=project.key, field_name="total_investment", amount=yi("0.00125"))
        )
    return crm.projects.adopt(claim.key, is_sure=is_sure)


@pytest.mark.parametrize("way", [changed, saved, moved, added, adopted])
def test_a_slip_of_units_is_asked_about_on_every_path(
    crm: Crm, project: Project, way: Callable[[Crm, Project, bool], object]
) -> None:
    with pytest.raises(Doubtful):
        way(crm, project, False)
    assert crm.projects.get(project.key) == project
    assert len(crm.projects.find(ProjectFilter())) == 1
    way(crm, project, True)
    assert crm.projects.get(project.key) != project or len(crm.projects.find(ProjectFilter())) == 2


def test_foreign_money_counts_once_a_rate_is_entered(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "甲", total_investment=yi("2"), phase1_investment=yi("1"))
    dollars = add_project(crm, "乙", total_investment=yi("1", "USD"), phase1_investment=yi("0.5", "USD"))
    add_project(crm, "丙", total_investment=yi("9", "EUR"))
    before = crm.projects.totals(ProjectFilter(), TODAY)
    assert (before.total, before.without_amount) == (yi("2").value, 2)
    become_admin(crm)
    crm.settings.save_rates(DOLLARS, 0)
    after = crm.projects.totals(ProjectFilter(), TODAY)
    assert (after.total, after.phase1, after.without_amount) == (yi("9.1").value, yi("4.55").value, 1)
    lead = crm.projects.funnel(ProjectFilter(), TODAY)[0]
    assert (lead.count, lead.total, lead.without_amount) == (3, yi("9.1").value, 1)
    ids = crm.projects.find(ProjectFilter(least_total=yi("7").value))
    assert {row.name for row in crm.projects.items(ids, TODAY)} == {"乙", "丙"}  # 丙 cannot be compared
    assert crm.projects.get(dollars.key).total_investment == yi("1", "USD")  # kept as it was told
    assert crm.projects.page(dollars.key, TODAY).rates == DOLLARS


def test_reports_convert_at_the_same_rate(crm: Crm, office: SampleOffice) -> None:
    become_admin(crm)
    crm.settings.save_rates(DOLLARS, 0)
    from crm.services.steps.report_facts import read_facts

    with crm.store.read() as reader:
        assert read_facts(reader, TODAY, TODAY).rates == DOLLARS.rates


def test_rates_are_checked_and_not_overwritten(crm: Crm, office: SampleOffice) -> None:
    become_admin(crm)
    with pytest.raises(ValidationError):
        crm.settings.save_rates(Rates(rates=(Rate(currency="USD", yuan=Decimal(0)),)), 0)
    kept = crm.settings.save_rates(DOLLARS, 0)
    assert crm.settings.rates() == kept
    with pytest.raises(Conflict):
        crm.settings.save_rates(Rates(), 0)


def test_five_figures_are_kept_apart(crm: Crm, project: Project) -> None:
    figures = {
        "total_investment": yi("12.5"),
        "phase1_investment": yi("4.8"),
        "contract_amount": yi("11"),
        "filed_amount": yi("12"),
        "fixed_investment": yi("9.6"),
        "foreign_capital": Money(value=Decimal(30_000_000), currency="USD"),
    }
    now = crm.projects.change(project.key, project.version, **figures)
    assert {name: getattr(now, name) for name in figures} == figures

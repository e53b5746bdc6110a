"""在谈项目一览表: what is under negotiation on the last day asked for (DOMAIN 3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from crm.domain.report_facts import ProjectFacts, ReportRequest, Wanted
from crm.domain.stages import Stage
from crm.domain.tables import ReportTable
from crm.reports.definitions.asked import Asked
from crm.reports.definitions.fields import STAGE, field, with_added
from crm.reports.definitions.project_list import ProjectList, summed, table, wanted
from crm.reports.definitions.report import Report
from crm.reports.wording import two_decimals

TITLE = "在谈项目一览表"
STAGES = (Stage.NEGOTIATION, Stage.PENDING_SIGNING)

USUAL = (
    field("seq"),
    field("project_name", width=15),
    field("investor", "投资方", width=14),
    field("build_content", width=24),
    field("total_investment", "拟投资额\n（亿元）", width=9),
    field("land_mu", "用地\n（亩）", width=8),
    field("chain", width=9),
    field("site", "拟建地点", width=10),
    field("negotiation_state", width=8),
    field("latest_progress", width=22),
    field("problem", "存在问题及需协调事项", width=15),
    field("next_step", width=15),
    field("owner_unit", width=9),
    field("owner", width=7),
    field("first_reported_on", "首次填报\n时间", width=11),
)


def wants(request: ReportRequest) -> Wanted:
    """The columns, what the summary counts, and only projects that ever were under negotiation."""
    counted = ("total_investment", "capital_nature", "problem")
    return replace(wanted(with_added(request, USUAL), *STAGE, *counted), ever=STAGES)


def tables(asked: Asked) -> tuple[ReportTable, ...]:
    """The list; where contacts are switched on they stand beside the officer who follows."""
    projects = [p for p in asked.facts.projects if p.stage_as_of(asked.as_of) in STAGES]
    listing = ProjectList(
        sheet="在谈项目",
        title=f"{asked.request.unit}{TITLE}",
        fields=with_added(asked.request, USUAL),
        projects=projects,
        units="单位：亿元、亩、个",
        summary=_summary(projects, asked),
    )
    return (table(listing, asked),)


def is_new(project: ProjectFacts, asked: Asked) -> bool:
    """Whether negotiations began in the period; the first report counts where no step is dated."""
    began = min(
        (on for stage in STAGES if (on := project.entered(stage, asked.as_of))),
        default=project.first_reported_on,
    )
    return began in asked.period


def _summary(projects: Sequence[ProjectFacts], asked: Asked) -> str:
    amounts = [asked.yi(project.total_investment) for project in projects]

    def at_least(yi: int) -> int:
        return sum(1 for amount in amounts if amount is not None and amount >= Decimal(yi))

    total = summed(projects, lambda project: asked.yi(project.total_investment))
    new = sum(1 for project in projects if is_new(project, asked))
    foreign = sum(1 for project in projects if project.capital_nature == "外资")
    problems = sum(1 for project in projects if project.problem)
    return (
        f"共上报在谈项目{len(projects)}个（新增{new}个），拟投资总额{two_decimals(total)}亿元，"
        f"其中10亿元以上项目{at_least(10)}个，5亿元以上项目{at_least(5)}个，1亿元以上项目{at_least(1)}个，"
        f"外资项目{foreign}个；需协调解决问题的项目{problems}个。"
    )


REPORT = Report(name="negotiating", title=TITLE, wants=wants, tables=tables)

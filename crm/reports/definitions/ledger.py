"""台账: one row per project, all other lists are views of it (DOMAIN 3.1)."""

from __future__ import annotations

from collections.abc import Sequence

from crm.domain.report_facts import ProjectFacts, ReportRequest, Wanted
from crm.domain.tables import Paper, ReportTable
from crm.reports.definitions.asked import Asked
from crm.reports.definitions.fields import FIELDS, STAGE, ProjectField, added_keys
from crm.reports.definitions.project_list import ProjectList, summed, table, wanted
from crm.reports.definitions.report import Report
from crm.reports.wording import chinese_day, two_decimals

TITLE = "招商引资项目台账"

USUAL = (
    "seq",
    "reporting_unit",
    "project_name",
    "build_content",
    "investor",
    "source_region",
    "chain",
    "total_investment",
    "site",
    "land_mu",
    "stage",
    "signed_on",
    "started_on",
    "latest_progress",
    "problem",
    "owner",
)


def wants(request: ReportRequest) -> Wanted:
    """The columns and what the summary adds up."""
    return wanted(_fields(request), *STAGE, "total_investment")


def tables(asked: Asked) -> tuple[ReportTable, ...]:
    """The ledger as of the last day asked for, columns in ledger order whichever are chosen."""
    projects = [project for project in asked.facts.projects if project.was_known(asked.as_of)]
    listing = ProjectList(
        sheet="台账",
        title=f"{asked.request.unit}{TITLE}",
        fields=_fields(asked.request),
        projects=projects,
        units="单位：亿元、亩、个",
        summary=_summary(projects, asked),
        paper=Paper.A3,
    )
    return (table(listing, asked),)


def _fields(request: ReportRequest) -> tuple[ProjectField, ...]:
    chosen = {*USUAL, *added_keys(request, USUAL)}
    return tuple(field for key, field in FIELDS.items() if key in chosen)


def _summary(projects: Sequence[ProjectFacts], asked: Asked) -> str:
    total = summed(projects, lambda project: asked.yi(project.total_investment))
    stages = [project.stage_as_of(asked.as_of) for project in projects]
    counts = "，".join(
        f"{name}{stages.count(stage)}个" for stage, name in asked.facts.stage_names.items() if stage in stages
    )
    return (
        f"截至{chinese_day(asked.as_of)}，在册项目{len(projects)}个，总投资{two_decimals(total)}亿元"
        f"{'。其中：' + counts if counts else ''}。"
    )


REPORT = Report(name="ledger", title=TITLE, wants=wants, tables=tables)

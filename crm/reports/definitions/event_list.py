"""Lists of the projects that reached a stage within the period, by unit with subtotals (DOMAIN 3.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crm.domain.report_facts import ProjectFacts, ReportRequest, Wanted
from crm.domain.stages import Stage
from crm.domain.tables import Paper, ReportTable
from crm.reports.definitions.asked import Asked
from crm.reports.definitions.fields import ProjectField, with_added
from crm.reports.definitions.project_list import ProjectList, summed, table, wanted
from crm.reports.definitions.report import Report
from crm.reports.wording import chinese_period, two_decimals


@dataclass(frozen=True, kw_only=True)
class EventList:
    """One such list: its stage, its columns and the figure its summary adds up."""

    name: str
    title: str
    stage: Stage
    word: str  # 新开工
    units: str
    fields: tuple[ProjectField, ...]
    figure: str  # a money field of ProjectFacts
    figure_word: str

    def report(self) -> Report:
        """The list as a report."""
        return Report(name=self.name, title=self.title, wants=self._wants, tables=self._tables)

    def _wants(self, request: ReportRequest) -> Wanted:
        drawn = wanted(with_added(request, self.fields), "steps", self.figure)
        return replace(drawn, entered=self.stage)

    def _tables(self, asked: Asked) -> tuple[ReportTable, ...]:
        projects = entered_in_period(self.stage, asked)
        figure = two_decimals(summed(projects, lambda project: asked.yi(getattr(project, self.figure))))
        listing = ProjectList(
            sheet=f"{self.word}项目",
            title=f"{asked.request.unit}{self.title}",
            fields=with_added(asked.request, self.fields),
            projects=projects,
            units=self.units,
            summary=(
                f"{chinese_period(asked.period)}，{self.word}项目{len(projects)}个，"
                f"{self.figure_word}{figure}亿元。"
            ),
            paper=Paper.A3,
            has_subtotals=True,
        )
        return (table(listing, asked),)


def entered_in_period(stage: Stage, asked: Asked) -> list[ProjectFacts]:
    """Projects that first reached `stage` in the period, the earliest first."""
    reached = [(project.entered(stage, asked.as_of), project) for project in asked.facts.projects]
    found = [(on, project) for on, project in reached if on is not None and on in asked.period]
    return [project for _on, project in sorted(found, key=lambda pair: pair[0])]

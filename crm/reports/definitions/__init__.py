"""The built-in reports by name.

To add a report, write one module with a `REPORT` and put it into `_REPORTS`.
"""

from __future__ import annotations

from dataclasses import replace

from crm.domain.errors import Fault, NotFound, ValidationError
from crm.domain.report_facts import (
    ProjectFacts,
    ReceptionFacts,
    ReportFacts,
    ReportRequest,
    TripFacts,
    VisitFacts,
    Wanted,
)
from crm.domain.tables import ReportBook
from crm.i18n import _
from crm.reports.definitions import (
    in_production,
    ledger,
    negotiating,
    receptions,
    registered,
    signed,
    started,
    trips,
    weekly,
)
from crm.reports.definitions.asked import Asked
from crm.reports.definitions.fields import FIELDS
from crm.reports.definitions.report import Report
from crm.reports.file_names import safe_file_name
from crm.reports.wording import chinese_day, chinese_period, rate_text

_REPORTS: dict[str, Report] = {
    report.name: report
    for report in (
        ledger.REPORT,
        negotiating.REPORT,
        signed.REPORT,
        registered.REPORT,
        started.REPORT,
        in_production.REPORT,
        weekly.REPORT,
        trips.REPORT,
        receptions.REPORT,
    )
}


def names() -> tuple[str, ...]:
    """The reports that can be asked for."""
    return tuple(_REPORTS)


def title(name: str) -> str:
    """What documents call the report, such as 招商引资项目台账."""
    return _find(name).title


def column_choices() -> tuple[tuple[str, str], ...]:
    """Key and header of every project column that a request may add."""
    return tuple((key, field.column.header.replace("\n", "")) for key, field in FIELDS.items())


def wanted(name: str, request: ReportRequest) -> Wanted:
    """The facts that `build` draws on.

    Raises NotFound for an unknown report, ValidationError for an unknown column.
    """
    drawn = _find(name).wants(request)
    filtered = {fact for fact, value in (("zone", request.zone), ("chain", request.chain)) if value}
    return replace(drawn, facts=drawn.facts | filtered)


def build(name: str, facts: ReportFacts, request: ReportRequest) -> ReportBook:
    """The report `name` about those facts that the request's filters let through.

    Raises NotFound for an unknown report, ValidationError for an unknown column or a period that
    ends before it begins.
    """
    report = _find(name)
    if request.period.end < request.period.start:
        raise ValidationError([Fault(field="period", message=_("The period ends before it begins."))])
    asked = Asked(facts=_chosen(facts, request), request=request)
    ending = chinese_day(request.period.end)
    return ReportBook(
        name=safe_file_name(f"{request.unit}{report.title}（{ending}）"),
        tables=report.tables(asked),
        made_by=request.made_by,
        made_at=request.made_at,
        asked=_asked_lines(report, asked),
    )


def _find(name: str) -> Report:
    report = _REPORTS.get(name)
    if report is None:
        known = ", ".join(_REPORTS)
        raise NotFound(_("There is no report “{name}”. There are: {known}.").format(name=name, known=known))
    return report


def _chosen(facts: ReportFacts, request: ReportRequest) -> ReportFacts:
    def takes(project: ProjectFacts) -> bool:
        return (
            (not request.offices or project.office in request.offices)
            and (not request.zone or project.zone == request.zone)
            and (not request.chain or project.chain == request.chain)
        )

    def takes_visit(visit: VisitFacts | TripFacts | ReceptionFacts) -> bool:
        return not request.offices or visit.office in request.offices

    return replace(
        facts,
        projects=tuple(filter(takes, facts.projects)),
        visits=tuple(filter(takes_visit, facts.visits)),
        trips=tuple(filter(takes_visit, facts.trips)),
        receptions=tuple(filter(takes_visit, facts.receptions)),
    )


def _asked_lines(report: Report, asked: Asked) -> tuple[tuple[str, str], ...]:
    request, headers = asked.request, dict(column_choices())
    lines = (
        ("报表", report.title),
        ("起止日期", chinese_period(request.period)),
        ("填报单位", request.unit),
        ("单位范围", "、".join(request.offices) or "全部"),
        ("园区", request.zone or "全部"),
        ("产业链", request.chain or "全部"),
        ("增加的列", "、".join(headers[key] for key in request.columns)),
        ("联系人信息", "包含" if request.has_contacts else "不包含"),
        ("折算汇率", "；".join(rate_text(rate) for rate in asked.facts.rates) or "未录入"),
    )
    return tuple((name, value) for name, value in lines if value)

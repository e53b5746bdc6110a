"""The projects of a week: new, moved, given up, or silent for too long (DOMAIN 2.3, 3.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from crm.domain.report_facts import Period, ProjectFacts, ReportRequest, TotalPlace
from crm.domain.stages import ENDS, Stage
from crm.domain.tables import CellValue, Column, ColumnKind, ReportTable
from crm.reports.definitions.asked import Asked
from crm.reports.definitions.fields import STAGE, ProjectField, field, latest_follow_up, with_added
from crm.reports.definitions.project_list import ProjectList, table
from crm.reports.wording import short_day, week_name

AT_REST = (*ENDS, Stage.IN_PRODUCTION, Stage.AT_CAPACITY)  # nobody is expected to report progress on these


def progress_fields(request: ReportRequest) -> tuple[ProjectField, ...]:
    """The columns of the second sheet."""
    return with_added(request, _PROJECT_FIELDS)


def progress_table(asked: Asked) -> ReportTable:
    """The second sheet of the weekly."""
    listed = [project for project in asked.facts.projects if _status(project, asked)]
    listing = ProjectList(
        sheet="项目进展",
        title=f"{asked.request.unit}项目进展周报表",
        fields=progress_fields(asked.request),
        projects=listed,
        units="单位：亿元、亩、个",
        summary=f"{week_name(asked.period)}，列入项目{len(listed)}个：{_status_counts(listed, asked)}。",
        notes=(f"只列本期新增、有变化和超过{asked.request.stale_days}天无进展的项目。",),
        has_total=asked.request.totals is not TotalPlace.NONE,
    )
    return table(listing, asked)


def _status_counts(listed: Sequence[ProjectFacts], asked: Asked) -> str:
    words = [(_status(project, asked) or "").rstrip("0123456789天") for project in listed]
    return "，".join(f"{word}{words.count(word)}个" for word in dict.fromkeys(sorted(words))) or "无"


def _status(project: ProjectFacts, asked: Asked) -> str | None:
    """新增, 推进, 无进展__天, 流失 or 终止; None where the weekly does not list the project."""
    if not project.was_known(asked.as_of):
        return None
    for stage in ENDS:
        if (ended := project.entered(stage, asked.as_of)) is not None and _has_ended(project, asked):
            return asked.stage_name(stage) if ended in asked.period else None
    if project.known_from() in asked.period:
        return "新增"
    if contacts(project, asked.period) or _stage_changes(project, asked.period):
        return "推进"
    if not is_stale(project, asked):
        return None
    days = _idle_days(project, asked)
    return "无进展记录" if days is None else f"无进展{days}天"


def _has_ended(project: ProjectFacts, asked: Asked) -> bool:
    return project.stage_as_of(asked.as_of) in ENDS


def _idle_days(project: ProjectFacts, asked: Asked) -> int | None:
    last = project.last_progress(asked.as_of) or project.first_reported_on
    return None if last is None else (asked.as_of - last).days


def is_stale(project: ProjectFacts, asked: Asked) -> bool:
    """Whether the silence must be explained; not for what is on hold, finished or given up."""
    if project.is_on_hold or not project.was_known(asked.as_of):
        return False
    if project.stage_as_of(asked.as_of) in AT_REST:
        return False
    days = _idle_days(project, asked)
    return days is None or days >= asked.request.stale_days


def contacts(project: ProjectFacts, period: Period) -> list[str]:
    """What was done on the project within the period, a dated text for each contact."""
    entries = sorted(
        (entry for entry in project.follow_ups if entry.on in period), key=lambda entry: entry.on
    )
    return [f"{short_day(entry.on, period.end)}，{entry.text}" for entry in entries]


def _stage_changes(project: ProjectFacts, period: Period) -> list[tuple[date, Stage]]:
    return [(step.on, step.stage) for step in project.steps if step.on is not None and step.on in period]


def _progress(project: ProjectFacts, period: Period, asked: Asked) -> str | None:
    lines = [
        f"{short_day(on, period.end)}，进入{asked.stage_name(stage)}阶段。"
        for on, stage in _stage_changes(project, period)
    ]
    return "\n".join([*lines, *contacts(project, period)]) or None


def _this_period(project: ProjectFacts, asked: Asked) -> CellValue:
    return _progress(project, asked.period, asked)


def period_before(period: Period) -> Period:
    """As many days just before."""
    end = period.start - timedelta(days=1)
    return Period(start=end - (period.end - period.start), end=end)


def _period_before(project: ProjectFacts, asked: Asked) -> CellValue:
    return _progress(project, period_before(asked.period), asked)


def _plan(project: ProjectFacts, asked: Asked) -> CellValue:
    latest = latest_follow_up(project, asked.as_of)
    return (latest.next_step if latest else "") or project.next_step or None


def _weekly_field(
    key: str, header: str, width: float, value: Callable[[ProjectFacts, Asked], CellValue], *reads: str
) -> ProjectField:
    kind = ColumnKind.CHOICE if key == "status" else ColumnKind.LONG_TEXT
    return ProjectField(
        column=Column(key=key, header=header, kind=kind, width=width), value=value, source=key, reads=reads
    )


_STATUS = (*STAGE, "follow_ups", "is_on_hold")
_PROJECT_FIELDS = (
    field("seq"),
    field("project_name", width=17),
    field("investor", "投资方", width=15),
    field("total_investment", "总投资\n（亿元）", width=9),
    field("land_mu", "用地\n（亩）", width=8),
    field("stage", width=8),
    _weekly_field("last_week", "上周进展", 20, _period_before, "steps", "follow_ups"),
    _weekly_field("this_week", "本周进展", 25, _this_period, "steps", "follow_ups"),
    field("problem", width=15),
    _weekly_field("plan", "下周计划", 16, _plan, "follow_ups", "next_step"),
    field("owner_unit", "责任单位", width=10),
    field("owner", "责任人", width=8),
    _weekly_field("status", "状态", 8, lambda project, asked: _status(project, asked), *_STATUS),
)

"""项目周报: a paragraph with counts, the projects that moved or stand still, the visits (DOMAIN 3.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm.domain.report_facts import Period, ProjectFacts, ReportRequest, Wanted
from crm.domain.stages import ENDS, Stage
from crm.domain.tables import CellValue, Column, ColumnKind, ReportTable, Row
from crm.reports.definitions.asked import Asked
from crm.reports.definitions.fields import STAGE
from crm.reports.definitions.negotiating import STAGES as NEGOTIATING_STAGES
from crm.reports.definitions.project_list import added_up, wanted
from crm.reports.definitions.report import Report
from crm.reports.definitions.weekly_progress import (
    contacts,
    is_stale,
    period_before,
    progress_fields,
    progress_table,
)
from crm.reports.definitions.weekly_visits import visit_table
from crm.reports.wording import SIGNATURE, chinese_day, fill_in_line, two_decimals, week_name

TITLE = "招商引资项目周报"


def wants(request: ReportRequest) -> Wanted:
    """What the list of projects draws on, the visits, and all contacts of this week and the last."""
    drawn = wanted(progress_fields(request), *STAGE, "total_investment", "is_on_hold", "follow_ups")
    return replace(drawn, told_since=period_before(request.period).start, has_visits=True)


def tables(asked: Asked) -> tuple[ReportTable, ...]:
    """Three sheets; the third is left out in a week without visits."""
    sheets = [_overview(asked), progress_table(asked)]
    if any(visit.on in asked.period for visit in asked.facts.visits):
        sheets.append(visit_table(asked))
    return tuple(sheets)


@dataclass(frozen=True, kw_only=True)
class _Event:
    word: str
    day: Callable[[ProjectFacts, date], date | None]


def _on_entry(*stages: Stage) -> Callable[[ProjectFacts, date], date | None]:
    def day(project: ProjectFacts, until: date) -> date | None:
        return min((on for stage in stages if (on := project.entered(stage, until))), default=None)

    return day


def _first_known(project: ProjectFacts, _until: date) -> date | None:
    return project.known_from()


_EVENTS = (
    _Event(word="新增项目", day=_first_known),
    _Event(word="转入在谈", day=_on_entry(*NEGOTIATING_STAGES)),
    _Event(word="签约", day=_on_entry(Stage.SIGNED)),
    _Event(word="注册", day=_on_entry(Stage.REGISTERED)),
    _Event(word="开工", day=_on_entry(Stage.STARTED)),
    _Event(word="竣工", day=_on_entry(Stage.COMPLETED)),
    _Event(word="投产", day=_on_entry(Stage.IN_PRODUCTION)),
    _Event(word="流失或终止", day=_on_entry(*ENDS)),
)


def _within(event: _Event, period: Period, asked: Asked) -> list[ProjectFacts]:
    return [p for p in asked.facts.projects if event.day(p, asked.as_of) in period]


def _money(projects: Sequence[ProjectFacts], asked: Asked) -> Decimal | None:
    return added_up(asked.yi(project.total_investment) for project in projects)


_COUNT_COLUMNS = (
    Column(key="seq", header="序号", kind=ColumnKind.INTEGER, width=10),
    Column(key="item", header="事项", width=42),
    Column(key="count", header="个数", kind=ColumnKind.INTEGER, width=22, group="本期"),
    Column(key="amount", header="总投资\n（亿元）", kind=ColumnKind.DECIMAL, width=24, group="本期"),
    Column(key="year_count", header="个数", kind=ColumnKind.INTEGER, width=22, group="本年累计"),
    Column(key="year_amount", header="总投资\n（亿元）", kind=ColumnKind.DECIMAL, width=24, group="本年累计"),
)


def _overview(asked: Asked) -> ReportTable:
    year = Period(start=date(asked.as_of.year, 1, 1), end=asked.as_of)
    rows: list[tuple[CellValue, ...]] = []
    for event in _EVENTS:
        now, so_far = _within(event, asked.period, asked), _within(event, year, asked)
        rows.append((event.word, len(now), _money(now, asked), len(so_far), _money(so_far, asked)))
    negotiating = _negotiating(asked)
    rows.append(("期末在谈", len(negotiating), _money(negotiating, asked), None, None))
    stale = [p for p in asked.facts.projects if is_stale(p, asked)]
    rows.append((f"期末超过{asked.request.stale_days}天无进展", len(stale), _money(stale, asked), None, None))
    return ReportTable(
        sheet="本周概况",
        title=f"{asked.request.unit}{TITLE}",
        columns=_COUNT_COLUMNS,
        rows=tuple(Row(values=(place, *values)) for place, values in enumerate(rows, 1)),
        fill_in=fill_in_line(asked.request),
        units="单位：个、亿元",
        summary=f"　　{_paragraph(asked, len(stale))}",
        signature=SIGNATURE,
    )


def _negotiating(asked: Asked) -> list[ProjectFacts]:
    return [p for p in asked.facts.projects if p.stage_as_of(asked.as_of) in NEGOTIATING_STAGES]


def _paragraph(asked: Asked, stale: int) -> str:
    happened = [(event.word, found) for event in _EVENTS if (found := _within(event, asked.period, asked))]
    parts = [f"{word}{len(found)}个{_amount_words(found, asked)}" for word, found in happened]
    moved = sum(1 for p in asked.facts.projects if contacts(p, asked.period))
    visits = [visit.kind for visit in asked.facts.visits if visit.on in asked.period]
    received = visits.count("来访")
    sentences = [f"{week_name(asked.period)}，{'，'.join(parts) if parts else '没有新增和转段项目'}。"]
    sentences.append(
        f"跟进推进项目{moved}个，外出拜访企业{len(visits) - received}家次，接待客商来访{received}批次。"
    )
    negotiating = _negotiating(asked)
    sentences.append(
        f"截至{chinese_day(asked.as_of)}，在谈项目{len(negotiating)}个{_amount_words(negotiating, asked)}，"
        f"超过{asked.request.stale_days}天无进展项目{stale}个。"
    )
    for word, found in happened:
        if word in ("签约", "开工", "投产"):
            sentences.append(f"本期{word}：{'、'.join(project.name for project in found)}。")
    return "".join(sentences)


def _amount_words(projects: Sequence[ProjectFacts], asked: Asked) -> str:
    amount = _money(projects, asked)
    return "" if amount is None else f"（总投资{two_decimals(amount)}亿元）"


REPORT = Report(name="weekly", title=TITLE, wants=wants, tables=tables)

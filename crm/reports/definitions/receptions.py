"""客商来访登记表: investors received in the period (DOMAIN 3.6)."""

from __future__ import annotations

from crm.domain.report_facts import ReceptionFacts, ReportRequest, Wanted
from crm.domain.tables import Column, ColumnKind, Paper, ReportTable, Row
from crm.reports.definitions.asked import Asked
from crm.reports.definitions.project_list import added_up
from crm.reports.definitions.report import Report
from crm.reports.wording import SIGNATURE, chinese_period, fill_in_line, two_decimals

TITLE = "客商来访登记表"

_COLUMNS = (
    Column(key="seq", header="序号", kind=ColumnKind.INTEGER, width=5),
    Column(key="on", header="来访时间", kind=ColumnKind.DATE, width=11),
    Column(key="guests", header="来访单位", width=20),
    Column(key="leader", header="带队人及职务", width=16),
    Column(key="count", header="来访人数", kind=ColumnKind.INTEGER, width=9),
    Column(key="purpose", header="来访事由/意向项目", kind=ColumnKind.LONG_TEXT, width=24),
    Column(key="intended", header="投资意向\n（亿元）", kind=ColumnKind.DECIMAL, width=10),
    Column(key="host", header="接待领导", width=14),
    Column(key="accompanied", header="陪同单位", width=14),
    Column(key="sites", header="考察点位", width=18),
    Column(key="talks", header="洽谈内容", kind=ColumnKind.LONG_TEXT, width=36),
    Column(key="next_steps", header="后续跟进事项", kind=ColumnKind.LONG_TEXT, width=24),
    Column(key="officer", header="责任人", kind=ColumnKind.CHOICE, width=9),
    Column(key="due", header="完成时限", kind=ColumnKind.DATE, width=11),
)


def wants(_request: ReportRequest) -> Wanted:
    """Trips and receptions alone."""
    return Wanted(has_projects=False, has_visits=False)


def tables(asked: Asked) -> tuple[ReportTable, ...]:
    """The one sheet, by day."""
    came = sorted((one for one in asked.facts.receptions if one.on in asked.period), key=lambda one: one.on)
    people = sum(one.count or 0 for one in came)
    intended = added_up(asked.yi(one.intended) for one in came)
    sum_words = f"，投资意向{two_decimals(intended)}亿元" if intended is not None else ""
    return (
        ReportTable(
            sheet="客商来访",
            title=f"{asked.request.unit}{TITLE}",
            columns=_COLUMNS,
            rows=tuple(_row(place, one, asked) for place, one in enumerate(came, 1)),
            fill_in=fill_in_line(asked.request),
            units="单位：人、亿元",
            summary=f"{chinese_period(asked.period)}，接待客商来访{len(came)}批{people}人次{sum_words}。",
            signature=SIGNATURE,
            paper=Paper.A3,
        ),
    )


def _row(place: int, one: ReceptionFacts, asked: Asked) -> Row:
    return Row(
        values=(
            *(place, one.on, one.guests or None, one.leader or None, one.count, one.purpose or None),
            *(asked.yi(one.intended), one.host or None, one.accompanied or None, one.sites or None),
            *(one.talks or None, one.next_steps or None, one.officer or None, one.due),
        )
    )


REPORT = Report(name="receptions", title=TITLE, wants=wants, tables=tables)

"""Firms visited and received in a week (DOMAIN 3.6)."""

from __future__ import annotations

from crm.domain.tables import Column, ColumnKind, ReportTable, Row
from crm.reports.definitions.asked import Asked
from crm.reports.wording import SIGNATURE, fill_in_line, week_name

_COLUMNS = (
    Column(key="seq", header="序号", kind=ColumnKind.INTEGER, width=5),
    Column(key="kind", header="形式", kind=ColumnKind.CHOICE, width=7),
    Column(key="on", header="拜访时间", kind=ColumnKind.DATE, width=11),
    Column(key="enterprise", header="拜访企业", width=17),
    Column(key="region", header="所在地", kind=ColumnKind.CHOICE, width=9),
    Column(key="met", header="拜访对象\n及职务", width=13),
    Column(key="profile", header="企业简介", kind=ColumnKind.LONG_TEXT, width=22),
    Column(key="talks", header="洽谈内容", kind=ColumnKind.LONG_TEXT, width=32),
    Column(key="next_step", header="意向/下一步", kind=ColumnKind.LONG_TEXT, width=18),
    Column(key="officers", header="拜访（接待）人员", width=13),
)


def visit_table(asked: Asked) -> ReportTable:
    """The third sheet of the weekly."""
    met = sorted((v for v in asked.facts.visits if v.on in asked.period), key=lambda visit: visit.on)
    rows = tuple(
        Row(
            values=(
                place,
                visit.kind or None,
                visit.on,
                visit.enterprise or None,
                visit.region or None,
                visit.met or None,
                visit.profile or None,
                visit.talks or None,
                visit.next_step or None,
                visit.officers or None,
            )
        )
        for place, visit in enumerate(met, 1)
    )
    received = sum(1 for visit in met if visit.kind == "来访")
    return ReportTable(
        sheet="拜访客商",
        title=f"{asked.request.unit}拜访和接待客商周报表",
        columns=_COLUMNS,
        rows=rows,
        fill_in=fill_in_line(asked.request),
        units="单位：家次",
        summary=(
            f"{week_name(asked.period)}，外出拜访企业{len(met) - received}家次，接待客商来访{received}批次。"
        ),
        signature=SIGNATURE,
    )

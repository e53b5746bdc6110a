"""外出招商情况上报表: trips of the period by unit, a row for each firm called on (DOMAIN 3.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from crm.domain.report_facts import CallFacts, ReportRequest, TotalPlace, TripFacts, Wanted
from crm.domain.tables import CellValue, Column, ColumnKind, ReportTable, Row, RowKind
from crm.reports.definitions.asked import Asked
from crm.reports.definitions.report import Report
from crm.reports.wording import SIGNATURE, chinese_period, fill_in_line

TITLE = "外出招商情况上报表"

_COLUMNS = (
    Column(key="unit", header="单位", width=14, is_shared=True),
    Column(key="seq", header="序号", kind=ColumnKind.INTEGER, width=6, is_shared=True),
    Column(key="leader", header="姓名", kind=ColumnKind.CHOICE, width=10, is_shared=True),
    Column(key="post", header="职务", width=15, is_shared=True),
    Column(key="starts", header="开始时间", kind=ColumnKind.DATE, width=12, is_shared=True),
    Column(key="ends", header="结束时间", kind=ColumnKind.DATE, width=12, is_shared=True),
    Column(key="days", header="天数", kind=ColumnKind.INTEGER, width=6, is_shared=True),
    Column(key="destination", header="目的地", width=15, is_shared=True),
    Column(key="enterprise", header="拜访企业名称", width=26),
    Column(key="met", header="接洽人姓名", width=13),
    Column(key="met_post", header="接洽人职务", width=18),
)
_NOBODY = CallFacts(enterprise="")


def wants(_request: ReportRequest) -> Wanted:
    """Trips and receptions alone."""
    return Wanted(has_projects=False, has_visits=False)


def tables(asked: Asked) -> tuple[ReportTable, ...]:
    """The one sheet; trips count by the day they began."""
    trips = sorted(
        (trip for trip in asked.facts.trips if trip.starts in asked.period),
        key=lambda trip: (asked.office_place(trip.office), trip.office, trip.starts),
    )
    return (
        ReportTable(
            sheet="外出招商",
            title=f"{asked.request.unit}{TITLE}",
            columns=_COLUMNS,
            rows=tuple(_rows(trips, asked)),
            fill_in=fill_in_line(asked.request),
            units="单位：天、批次、家次",
            summary=f"{chinese_period(asked.period)}，外出招商{_counts(trips)}。",
            signature=SIGNATURE,
        ),
    )


def _rows(trips: Sequence[TripFacts], asked: Asked) -> list[Row]:
    rows: list[Row] = []
    number = 0
    for office, group in groupby(trips, key=lambda trip: trip.office):
        members = list(group)
        for trip in members:
            number += 1
            rows += _of_trip(number, trip)
        rows.append(_sum("小计", office, members, RowKind.SUBTOTAL))
    if not trips or asked.request.totals is TotalPlace.NONE:
        return rows
    total = _sum("合计", "", trips, RowKind.TOTAL)
    return [total, *rows] if asked.request.totals is TotalPlace.FIRST else [*rows, total]


def _of_trip(number: int, trip: TripFacts) -> Iterator[Row]:
    for place, call in enumerate(trip.calls or (_NOBODY,)):
        shared: tuple[CellValue, ...] = (None,) * 8
        if not place:
            words = (trip.leader or None, trip.post or None)
            days = (trip.starts, trip.ends, trip.days)
            shared = (trip.office or None, number, *words, *days, trip.destination or None)
        met = (call.enterprise or None, call.names or None, call.posts or None)
        yield Row(values=(*shared, *met), continues=bool(place))


def _sum(word: str, office: str, trips: Sequence[TripFacts], kind: RowKind) -> Row:
    values: tuple[CellValue, ...] = (
        *(office or None, word, f"{len(trips)}批次", f"{sum(trip.people for trip in trips)}人次"),
        *(None, None, sum(trip.days for trip in trips), None),
        *(f"{_calls(trips)}家次", None, None),
    )
    return Row(values=values, kind=kind)


def _counts(trips: Sequence[TripFacts]) -> str:
    people, days = sum(trip.people for trip in trips), sum(trip.days for trip in trips)
    return f"{len(trips)}批{people}人次，共{days}天，拜访企业{_calls(trips)}家次"


def _calls(trips: Sequence[TripFacts]) -> int:
    return sum(len(trip.calls) for trip in trips)


REPORT = Report(name="trips", title=TITLE, wants=wants, tables=tables)

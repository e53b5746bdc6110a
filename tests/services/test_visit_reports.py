"""Trips and receptions as leadership asks for them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from crm.app import Crm
from crm.domain.directory import Enterprise
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.money import YI, Money
from crm.domain.records import Ref
from crm.domain.report_facts import Period, ReportRequest, TotalPlace
from crm.domain.tables import ReportTable
from crm.domain.visit_pages import NewStop, StopReport
from crm.domain.visit_people import read_people
from crm.domain.visits import Side, Visit, VisitKind, VisitStop
from tests.crm import TODAY, SampleOffice, days_ago

MONTH = Period(start=date(2026, 5, 1), end=date(2026, 5, 31))
NEXT = TODAY + timedelta(days=7)


def firm(crm: Crm, name: str) -> int:
    return crm.directory.save_enterprise(Enterprise(name=name, region="江苏省无锡市")).key


def at(kind: str, key: int, people: str = "", **values: object) -> NewStop:
    stop = VisitStop(visit_id=0, target_kind=kind, target_id=key, **values)  # type: ignore[arg-type]
    return NewStop(stop=stop, people=read_people(people, Side.THEIRS))


@pytest.fixture
def trip(crm: Crm, office: SampleOffice) -> Visit:
    """A finished trip of two days to two firms and a zone."""
    plan = Visit(title="赴苏南", destination="无锡", begins_on=days_ago(8), ends_on=days_ago(7))
    stops = [
        at("enterprise", office.firm.key, "周岚\n韩其，总经理"),
        at("zone", office.zone.key),
        at("enterprise", firm(crm, "江阴砺桥传动有限公司"), note="看了样机"),
    ]
    made = crm.visits.plan(plan, read_people("沈砚秋，组长\n顾明川", Side.OURS), stops)
    return crm.visits.finish(made.key)


def table(crm: Crm, name: str, **asked: object) -> ReportTable:
    request = ReportRequest(period=MONTH, unit="投促中心", **asked)  # type: ignore[arg-type]
    return crm.reports.book(name, request).tables[-1]


def test_trips_have_their_eleven_columns(crm, trip):
    headers = [column.header for column in table(crm, "trips").columns]
    assert headers == [
        "单位", "序号", "姓名", "职务", "开始时间", "结束时间", "天数", "目的地",
        "拜访企业名称", "接洽人姓名", "接洽人职务",
    ]  # fmt: skip


def test_a_trip_stands_once_over_the_firms_it_called_on(crm, office, trip):
    rows = table(crm, "trips", totals=TotalPlace.LAST).rows
    assert rows[0].values == (
        "长三角招商组", 1, "沈砚秋", "组长", days_ago(8), days_ago(7), 2, "无锡",
        office.firm.name, "周岚、韩其", "投资总监、总经理",
    )  # fmt: skip
    assert rows[1].values == (None,) * 8 + ("江阴砺桥传动有限公司", None, None)
    assert [row.continues for row in rows] == [False, True, False, False]
    subtotal = ("长三角招商组", "小计", "1批次", "2人次", None, None, 2, None, "2家次", None, None)
    assert rows[2].values == subtotal
    assert rows[3].values[1] == "合计"


def test_the_workbook_merges_the_cells_of_a_trip(crm, trip, tmp_path: Path):
    request = ReportRequest(period=MONTH, unit="投促中心", totals=TotalPlace.NONE)
    file = crm.reports.run("trips", request, tmp_path / "trips.xlsx")
    sheet = openpyxl.load_workbook(file)["外出招商"]
    body = next(cell.row for cell in sheet["B"] if cell.value == 1)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {f"{letter}{body}:{letter}{body + 1}" for letter in "ABCDEFGH"} <= merged
    assert f"I{body}:I{body + 1}" not in merged


def test_the_summary_counts_trips_people_days_and_calls(crm, trip):
    assert table(crm, "trips").summary == "2026年5月1日至5月31日，外出招商1批2人次，共2天，拜访企业2家次。"


def test_plans_that_did_not_take_place_are_no_trips(crm, office, trip):
    later, gone = (
        crm.visits.plan(
            Visit(title=title, begins_on=days_ago(3), ends_on=days_ago(3)),
            (),
            [at("enterprise", office.firm.key)],
        )
        for title in ("计划", "取消")
    )
    crm.visits.cancel(gone.key, "改期")
    assert len([row for row in table(crm, "trips").rows if isinstance(row.values[1], int)]) == 1
    key = crm.visits.page(later.key, TODAY).stops[0].stop.key
    crm.visits.report_stop(key, StopReport(text="去了", happened_on=days_ago(3)))
    assert len([row for row in table(crm, "trips").rows if isinstance(row.values[1], int)]) == 2


def test_units_are_chosen(crm, trip):
    assert table(crm, "trips", offices=("驻上海招商组",)).rows == ()


@pytest.fixture
def reception(crm: Crm, office: SampleOffice) -> Visit:
    """Guests of the firm, shown two places, talked to at one."""
    plan = Visit(
        kind=VisitKind.RECEPTION,
        title="曜衡储能来访",
        purpose="考察二期选址",
        enterprise_id=office.firm.key,
        guest_count=5,
        intended_investment=Money(value=12 * YI),
        begins_on=TODAY,
        ends_on=TODAY,
    )
    ours = read_people("陈立，县委常委，县政府\n沈砚秋\n顾明川", Side.OURS)
    people = [*ours, *read_people("周岚", Side.THEIRS)]
    stops = [at("zone", office.zone.key), NewStop(stop=VisitStop(visit_id=0, place="洋口港码头"))]
    made = crm.visits.plan(plan, people, stops)
    told = StopReport(text="看中东地块", next_step="寄送红线图", next_on=NEXT, happened_on=TODAY)
    crm.visits.report_stop(crm.visits.page(made.key, TODAY).stops[0].stop.key, told)
    return made


def test_receptions_have_their_fourteen_columns_filled(crm, office, reception):
    made = table(crm, "receptions")
    assert [column.header.replace("\n", "") for column in made.columns] == [
        "序号", "来访时间", "来访单位", "带队人及职务", "来访人数", "来访事由/意向项目", "投资意向（亿元）",
        "接待领导", "陪同单位", "考察点位", "洽谈内容", "后续跟进事项", "责任人", "完成时限",
    ]  # fmt: skip
    assert made.rows[0].values == (
        1, TODAY, office.firm.name, "周岚 投资总监", 5, "考察二期选址", 12,
        "陈立 县委常委", "长三角组、驻上海", "开发区、洋口港码头", "看中东地块", "寄送红线图", "沈砚秋", NEXT,
    )  # fmt: skip
    assert made.summary.endswith("接待客商来访1批5人次，投资意向12.00亿元。")


def test_the_weekly_tells_a_visit_with_its_people_and_a_reception_once(crm, office, trip, reception):
    logged = FollowUp(happened_on=TODAY, way=ContactWay.VISIT, text="顺路拜访")
    crm.follow_ups.log(logged, [Ref(kind="enterprise", id=office.firm.key)])
    rows = [row.values for row in table(crm, "weekly").rows]
    told = [(row[1], row[3], row[7], row[9]) for row in rows]
    assert told == [
        ("拜访", office.firm.name, None, "沈砚秋、顾明川"),
        ("拜访", "江阴砺桥传动有限公司", "看了样机", "沈砚秋、顾明川"),
        ("拜访", office.firm.name, "顺路拜访", "沈砚秋"),
        ("来访", office.firm.name, "看中东地块", "陈立、沈砚秋、顾明川"),
    ]

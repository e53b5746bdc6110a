"""Reports: which rows, which columns, which totals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm import reports
from crm.domain.errors import NotFound, ValidationError
from crm.domain.money import Money, Rate
from crm.domain.report_facts import (
    FollowUpFacts,
    Period,
    ProjectFacts,
    ReportFacts,
    ReportRequest,
    StageStep,
    TotalPlace,
    VisitFacts,
    Wanted,
)
from crm.domain.stages import Stage
from crm.domain.tables import CellValue, EvidenceRow, ReportTable, Row, RowKind
from tests.reports.sample_office import OFFICES, TODAY, WEEK, sample_facts, sample_request

YI = Decimal(100_000_000)


def project(name: str = "海星项目", **fields: object) -> ProjectFacts:
    values: dict[str, object] = {"stage": Stage.NEGOTIATION, "office": OFFICES[0]}
    return ProjectFacts(name=name, **(values | fields))  # type: ignore[arg-type]


def steps(*pairs: tuple[str, date | None]) -> tuple[StageStep, ...]:
    return tuple(StageStep(stage=Stage(stage), on=on) for stage, on in pairs)


def built(name: str, *projects: ProjectFacts, **request: object) -> ReportTable:
    values: dict[str, object] = {"period": WEEK}
    asked = ReportRequest(**(values | request))  # type: ignore[arg-type]
    facts = ReportFacts(
        projects=projects, offices=OFFICES, rates=(Rate(currency="USD", yuan=Decimal("7.1")),)
    )
    return reports.build(name, facts, asked).tables[1 if name == "weekly" else 0]


def value(table: ReportTable, row: Row, key: str) -> CellValue:
    return row.values[[column.key for column in table.columns].index(key)]


def column(table: ReportTable, key: str, kind: RowKind = RowKind.BODY) -> list[CellValue]:
    return [value(table, row, key) for row in table.rows if row.kind is kind]


def headers(table: ReportTable) -> list[str]:
    return [item.header.replace("\n", "") for item in table.columns]


@pytest.mark.parametrize("name", reports.names())
def test_every_report_can_be_built_of_a_real_office(name: str) -> None:
    book = reports.build(name, sample_facts(), sample_request())
    assert book.name == f"滨江县招商局{reports.title(name)}（2026年11月22日）"
    assert all(len(row.values) == len(table.columns) for table in book.tables for row in table.rows)


@pytest.mark.parametrize("name", reports.names())
def test_every_report_can_be_built_of_nothing(name: str) -> None:
    book = reports.build(name, ReportFacts(), ReportRequest(period=WEEK))
    assert all(table.columns for table in book.tables)


def test_unknown_reports_are_refused_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="ledger"):
        reports.build("nothing", ReportFacts(), ReportRequest(period=WEEK))


def test_unknown_columns_are_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        built("ledger", columns=("colour",))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends before"):
        built("ledger", period=Period(start=WEEK.end, end=WEEK.start))


def test_the_ledger_has_sixteen_columns() -> None:
    assert len(built("ledger", project()).columns) == 16


def test_columns_asked_for_stand_in_ledger_order() -> None:
    keys = [c.key for c in built("ledger", project(), columns=("remark", "phase1_investment")).columns]
    assert len(keys) == 18
    assert keys.index("phase1_investment") == keys.index("total_investment") + 1
    assert keys[-1] == "remark"


def test_the_workbook_tells_what_was_asked_in_words() -> None:
    asked = ReportRequest(period=WEEK, columns=("remark", "phase1_investment"), zone="甲区")
    told = dict(reports.build("ledger", ReportFacts(), asked).asked)
    assert told["增加的列"] == "备注、一期投资额（亿元）"
    assert told["园区"] == "甲区"
    assert told["起止日期"] == "2026年11月16日至11月22日"


def test_every_column_offered_can_be_printed() -> None:
    keys = tuple(key for key, _header in reports.column_choices())
    table = built("ledger", *sample_facts().projects, columns=keys, has_contacts=True)
    assert [c.key for c in table.columns] == list(keys)


def test_the_negotiating_list_has_its_fifteen_columns() -> None:
    assert headers(built("negotiating", project())) == [
        "序号",
        "项目名称",
        "投资方",
        "建设内容",
        "拟投资额（亿元）",
        "用地（亩）",
        "所属产业链",
        "拟建地点",
        "洽谈进度",
        "最新进展",
        "存在问题及需协调事项",
        "下一步打算",
        "跟踪单位",
        "跟踪人",
        "首次填报时间",
    ]


def test_the_signed_list_has_its_sixteen_columns() -> None:
    assert headers(built("signed"))[:3] == ["序号", "责任单位", "项目名称"]
    assert len(built("signed").columns) == 16


def test_contacts_come_by_their_switch_only() -> None:
    with_phone = project(contact_phone="138 0000 0000")
    assert "电话" not in headers(built("negotiating", with_phone, columns=("contact_phone",)))
    table = built("negotiating", with_phone, has_contacts=True)
    assert column(table, "contact_phone") == ["138 0000 0000"]


def test_unknown_figures_stay_blank_even_in_the_total() -> None:
    table = built("ledger", project(), project("辰光项目"))
    assert column(table, "total_investment") == [None, None]
    assert column(table, "total_investment", RowKind.TOTAL) == [None]


def test_the_total_stands_where_it_is_wanted() -> None:
    first = built("ledger", project())
    last = built("ledger", project(), totals=TotalPlace.LAST)
    none = built("ledger", project(), totals=TotalPlace.NONE)
    assert (first.rows[0].kind, last.rows[-1].kind) == (RowKind.TOTAL, RowKind.TOTAL)
    assert [row.kind for row in none.rows] == [RowKind.BODY]


def test_units_stand_in_protocol_order_and_strangers_last() -> None:
    offices = (OFFICES[2], "外地驻点", OFFICES[0], "")
    table = built("ledger", *(project(f"项目{office}", office=office) for office in offices))
    assert column(table, "reporting_unit")[:3] == [OFFICES[0], OFFICES[2], None]
    assert column(table, "seq") == [1, 2, 3, 4]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 10**13)), min_size=1, max_size=30))
def test_subtotals_and_total_are_exact_sums(amounts: list[tuple[int, int]]) -> None:
    projects = [
        project(
            f"项目{place}",
            office=OFFICES[unit],
            total_investment=Money(value=Decimal(cents) / 100),
            steps=steps(("signed", WEEK.start)),
        )
        for place, (unit, cents) in enumerate(amounts)
    ]
    table = built("signed", *projects)
    exact = sum((Decimal(cents) for _unit, cents in amounts), Decimal(0)) / 100 / YI
    assert column(table, "total_investment", RowKind.TOTAL) == [exact]
    subtotals = column(table, "total_investment", RowKind.SUBTOTAL)
    assert sum((v for v in subtotals if isinstance(v, Decimal)), Decimal(0)) == exact


def test_a_thousand_tenths_are_a_hundred() -> None:
    projects = (project(f"项目{n}", total_investment=Money(value=YI / 10)) for n in range(1_000))
    assert column(built("ledger", *projects), "total_investment", RowKind.TOTAL) == [Decimal(100)]


def test_foreign_money_is_converted_at_the_printed_rate() -> None:
    table = built("ledger", project(total_investment=Money(value=Decimal(10_000_000), currency="USD")))
    assert column(table, "total_investment") == [Decimal("0.71")]
    assert table.notes == ("备注：外币按下列汇率折算：1 USD = 7.1 元。",)


def test_foreign_money_without_a_rate_is_blank_and_told() -> None:
    table = built(
        "ledger",
        project(total_investment=Money(value=Decimal(5_000_000), currency="EUR")),
        project("辰光项目", total_investment=Money(value=YI)),
    )
    assert column(table, "total_investment") == [None, Decimal(1)]
    assert "海星项目（5000000 EUR）" in table.notes[0]
    assert column(table, "total_investment", RowKind.TOTAL) == [Decimal(1)]


def test_foreign_capital_is_printed_in_dollars() -> None:
    capital = ("3000", "USD"), ("71000000", "CNY"), ("1", "EUR")
    projects = [
        project(f"项目{n}", foreign_capital=Money(value=Decimal(v), currency=c))
        for n, (v, c) in enumerate(capital)
    ]
    table = built("ledger", *projects, columns=("foreign_capital",))
    assert column(table, "foreign_capital") == [Decimal("0.3"), Decimal(1000), None]
    assert len(table.notes) == 2


def test_lists_show_the_state_of_the_day_asked_for() -> None:
    moved_on = project(
        stage=Stage.SIGNED, steps=steps(("negotiation", date(2026, 5, 1)), ("signed", date(2026, 12, 1)))
    )
    assert column(built("negotiating", moved_on), "project_name") == ["海星项目"]
    later = Period(start=date(2026, 12, 1), end=date(2026, 12, 31))
    assert column(built("negotiating", moved_on, period=later), "project_name") == []
    assert column(built("ledger", moved_on), "signed_on") == [None]


def test_projects_heard_of_later_are_not_in_the_ledger() -> None:
    assert column(built("ledger", project(first_reported_on=TODAY + timedelta(days=1))), "seq") == []


@pytest.mark.parametrize(
    ("log", "stage"),
    [
        ((), "negotiation"),
        ((("lead", date(2026, 1, 1)), ("intention", None)), "intention"),
        ((("lead", None), ("intention", date(2026, 12, 1))), "lead"),
        ((("signed", date(2026, 2, 1)), ("registered", None), ("started", date(2026, 12, 1))), "registered"),
        ((("negotiation", date(2026, 12, 1)),), None),
        ((("lost", date(2026, 3, 1)), ("intention", date(2026, 4, 1))), "intention"),
    ],
)
def test_stage_as_of_a_day(log: tuple[tuple[str, date | None], ...], stage: str | None) -> None:
    known = project(steps=steps(*log), first_reported_on=date(2026, 1, 1))
    assert known.stage_as_of(TODAY) == stage


@pytest.mark.parametrize("day", [WEEK.start, WEEK.end])
def test_period_lists_include_both_ends(day: date) -> None:
    assert len(column(built("signed", project(steps=steps(("signed", day)))), "seq")) == 1


@pytest.mark.parametrize("day", [WEEK.start - timedelta(days=1), WEEK.end + timedelta(days=1), None])
def test_period_lists_take_nothing_else(day: date | None) -> None:
    assert column(built("signed", project(steps=steps(("signed", day)))), "seq") == []


def test_a_signing_counts_once_on_its_first_day() -> None:
    twice = project(steps=steps(("signed", date(2026, 3, 1)), ("signed", WEEK.start)))
    assert column(built("signed", twice), "seq") == []


@pytest.mark.parametrize(
    ("name", "stage"),
    [("registered", "registered"), ("started", "started"), ("in_production", "in_production")],
)
def test_each_event_list_takes_its_own_stage(name: str, stage: str) -> None:
    table = built(name, project(steps=steps((stage, WEEK.start)), registered_name="海星（滨江）有限公司"))
    assert column(table, "local_name") == ["海星（滨江）有限公司"]
    assert column(table, "local_name", RowKind.SUBTOTAL) == ["1个项目"]


def test_a_firm_without_registered_name_is_not_given_one() -> None:
    table = built("started", project(steps=steps(("started", WEEK.start))))
    assert column(table, "local_name") == ["海星项目（项目名称）"]


def test_the_signed_list_tells_how_far_each_came() -> None:
    log = steps(("signed", WEEK.start), ("registered", WEEK.end), ("started", WEEK.end + timedelta(days=3)))
    assert column(built("signed", project(steps=log)), "how_far") == ["已注册（2026-11-22）"]


def test_the_negotiating_summary_counts() -> None:
    table = built(
        "negotiating",
        project("一", total_investment=Money(value=12 * YI), steps=steps(("negotiation", WEEK.start))),
        project("二", total_investment=Money(value=5 * YI), problem="用地", capital_nature="外资"),
        project("三"),
        project("四", stage=Stage.SIGNED),
    )
    assert table.summary == (
        "共上报在谈项目3个（新增1个），拟投资总额17.00亿元，其中10亿元以上项目1个，5亿元以上项目2个，"
        "1亿元以上项目2个，外资项目1个；需协调解决问题的项目1个。"
    )


def test_a_project_on_hold_is_said_to_be() -> None:
    assert column(built("negotiating", project(is_on_hold=True)), "negotiation_state") == ["在谈（搁置）"]


def test_renamed_stages_are_printed_under_their_new_name() -> None:
    facts = ReportFacts(projects=(project(),), stage_names={Stage.NEGOTIATION: "洽谈"})
    table = reports.build("ledger", facts, ReportRequest(period=WEEK)).tables[0]
    assert column(table, "stage") == ["洽谈"]


def test_filters() -> None:
    facts = replace(
        sample_facts(),
        projects=(
            project("一", zone="甲区", chain="新能源"),
            project("二", zone="乙区", chain="新能源", office=OFFICES[1]),
        ),
    )

    def listed(**filters: object) -> list[CellValue]:
        asked = ReportRequest(period=WEEK, **filters)  # type: ignore[arg-type]
        return column(reports.build("ledger", facts, asked).tables[0], "project_name")

    assert listed(zone="甲区") == ["一"]
    assert listed(chain="新能源") == ["一", "二"]
    assert listed(offices=(OFFICES[1],)) == ["二"]


def test_evidence_goes_with_the_cells_that_are_printed() -> None:
    rows = tuple(
        EvidenceRow(
            record="海星项目", field=name, value="", quote="", source="", published=None, url="", sha256=""
        )
        for name in ("total_investment", "name", "expected_tax")
    )
    table = built("ledger", project(evidence=rows))
    assert table.rows[1].evidence == (("total_investment", rows[0]), ("project_name", rows[1]))


def test_the_latest_progress_is_the_last_before_the_day() -> None:
    contacts = (
        FollowUpFacts(on=date(2025, 11, 3), text="旧"),
        FollowUpFacts(on=TODAY, text="先"),
        FollowUpFacts(on=TODAY, text="后", next_step="回访"),
        FollowUpFacts(on=TODAY + timedelta(days=1), text="明天"),
    )
    table = built("negotiating", project(follow_ups=contacts))
    assert column(table, "latest_progress") == ["11月22日，后"]
    assert column(table, "next_step") == ["回访"]
    old = built("negotiating", project(follow_ups=contacts[:1]))
    assert column(old, "latest_progress") == ["2025年11月3日，旧"]


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (project(first_reported_on=days_ago(2)), ["新增"]),
        (project(first_reported_on=days_ago(60), follow_ups=(FollowUpFacts(on=TODAY, text="谈"),)), ["推进"]),
        (project(steps=steps(("lead", days_ago(90)), ("intention", days_ago(1)))), ["推进"]),
        (project(first_reported_on=days_ago(29)), []),
        (project(first_reported_on=days_ago(30)), ["无进展30天"]),
        (project(follow_ups=(FollowUpFacts(on=days_ago(41), text="谈"),)), ["无进展41天"]),
        (project(), ["无进展记录"]),
        (project(first_reported_on=days_ago(90), is_on_hold=True), []),
        (project(stage=Stage.LOST, steps=steps(("lead", days_ago(90)), ("lost", days_ago(1)))), ["流失"]),
        (project(stage=Stage.LOST, steps=steps(("lead", days_ago(90)), ("lost", days_ago(50)))), []),
        (
            project(stage=Stage.TERMINATED, steps=steps(("signed", days_ago(90)), ("terminated", TODAY))),
            ["终止"],
        ),
        (project(stage=Stage.IN_PRODUCTION, steps=steps(("in_production", days_ago(90)))), []),
        (project(first_reported_on=TODAY + timedelta(days=1)), []),
        (
            project(steps=steps(("lead", days_ago(400)), ("lost", days_ago(300)), ("lead", days_ago(2)))),
            ["推进"],
        ),
    ],
)
def test_what_the_weekly_lists(facts: ProjectFacts, status: list[str]) -> None:
    assert column(built("weekly", facts), "status") == status


def test_the_weekly_tells_both_weeks_apart() -> None:
    contacts = (
        FollowUpFacts(on=WEEK.start - timedelta(days=8), text="更早"),
        FollowUpFacts(on=WEEK.start - timedelta(days=1), text="上周"),
        FollowUpFacts(on=WEEK.start, text="这周", next_step="送方案"),
    )
    log = steps(("lead", days_ago(90)), ("intention", TODAY))
    table = built("weekly", project(follow_ups=contacts, steps=log))
    assert column(table, "last_week") == ["11月15日，上周"]
    assert column(table, "this_week") == ["11月22日，进入意向阶段。\n11月16日，这周"]
    assert column(table, "plan") == ["送方案"]


def test_the_weekly_overview_counts_the_week_and_the_year() -> None:
    facts = ReportFacts(
        projects=(
            project(
                "一", stage=Stage.SIGNED, total_investment=Money(value=2 * YI), steps=steps(("signed", TODAY))
            ),
            project("二", stage=Stage.SIGNED, steps=steps(("signed", date(2026, 2, 1)))),
            project("三", stage=Stage.SIGNED, steps=steps(("signed", date(2025, 12, 31)))),
        )
    )
    overview = reports.build("weekly", facts, ReportRequest(period=WEEK)).tables[0]
    signed = next(row for row in overview.rows if row.values[1] == "签约")
    assert signed.values[2:] == (1, Decimal(2), 2, Decimal(2))
    assert overview.summary.lstrip().startswith(
        "2026年第47周（11月16日—11月22日），新增项目1个（总投资2.00亿元），签约1个"
    )
    assert "本期签约：一。" in overview.summary


def test_a_week_across_new_year_counts_each_day_once() -> None:
    week = Period(start=date(2026, 12, 28), end=date(2027, 1, 3))
    facts = ReportFacts(
        projects=tuple(
            project(str(on), stage=Stage.SIGNED, steps=steps(("signed", on)))
            for on in (date(2026, 12, 31), date(2027, 1, 1))
        )
    )
    overview = reports.build("weekly", facts, ReportRequest(period=week)).tables[0]
    signed = next(row for row in overview.rows if row.values[1] == "签约")
    assert (signed.values[2], signed.values[4]) == (2, 1)
    assert overview.summary.lstrip().startswith("2026年第53周")


def test_a_month_is_not_called_a_week() -> None:
    month = Period(start=date(2026, 11, 1), end=date(2026, 11, 30))
    overview = reports.build("weekly", ReportFacts(), ReportRequest(period=month)).tables[0]
    assert overview.summary.lstrip().startswith("2026年11月1日—11月30日，没有新增和转段项目。")


def test_the_weekly_has_a_sheet_of_the_week_s_visits() -> None:
    visits = (
        VisitFacts(on=TODAY, enterprise="辰光科技", kind="来访"),
        VisitFacts(on=WEEK.start, enterprise="海星重工"),
        VisitFacts(on=WEEK.start - timedelta(days=1), enterprise="上周的"),
    )
    book = reports.build("weekly", ReportFacts(visits=visits), ReportRequest(period=WEEK))
    assert [table.sheet for table in book.tables] == ["本周概况", "项目进展", "拜访客商"]
    assert column(book.tables[2], "enterprise") == ["海星重工", "辰光科技"]
    assert "外出拜访企业1家次，接待客商来访1批次" in book.tables[2].summary


def test_a_week_without_visits_has_no_sheet_for_them() -> None:
    book = reports.build("weekly", ReportFacts(), ReportRequest(period=WEEK))
    assert [table.sheet for table in book.tables] == ["本周概况", "项目进展"]


def narrowed(facts: ReportFacts, wanted: Wanted, period: Period) -> ReportFacts:
    """What is left of the facts where nothing is read that is not wanted."""

    def is_chosen(project: ProjectFacts) -> bool:
        entered = (step.on for step in project.steps if step.stage is wanted.entered)
        was = (not wanted.ever or not project.steps) or any(s.stage in wanted.ever for s in project.steps)
        return was and (wanted.entered is None or any(on in period for on in entered))

    def blank(project: ProjectFacts) -> ProjectFacts:
        kept = {fact: getattr(project, fact) for fact in {"name", "stage", *wanted.facts}}
        told = sorted(kept.pop("follow_ups", ()), key=lambda entry: entry.on)
        told = [entry for entry in told if entry.on <= period.end]
        since = wanted.told_since or date.max
        told = [entry for entry in told if entry is told[-1] or entry.on >= since]
        return ProjectFacts(**kept, follow_ups=tuple(told))

    return replace(
        facts,
        projects=tuple(map(blank, filter(is_chosen, facts.projects))) if wanted.has_projects else (),
        visits=facts.visits if wanted.has_visits else (),
        trips=facts.trips if wanted.has_journeys else (),
        receptions=facts.receptions if wanted.has_journeys else (),
    )


@pytest.mark.parametrize("name", reports.names())
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"columns": tuple(key for key, _header in reports.column_choices()), "has_contacts": True},
        {"zone": "滨江临港产业园", "chain": sample_facts().projects[1].chain},
        {"offices": OFFICES[:2], "totals": TotalPlace.LAST},
        {"period": Period(start=date(2025, 1, 1), end=TODAY)},
    ],
)
def test_a_report_draws_on_what_it_wants_alone(name: str, more: dict[str, Any]) -> None:
    request = replace(sample_request(), **more)
    wanted = reports.wanted(name, request)
    facts = narrowed(sample_facts(), wanted, request.period)
    assert reports.build(name, facts, request) == reports.build(name, sample_facts(), request)

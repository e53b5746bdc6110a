"""Tables in articles are read row by row: a project in each, under the event told above."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.reading import Action, Basis, Page, Reading
from crm.reading import tables
from crm.reading.lexicon import Lexicon
from crm.reading.page import page_from_clipping, page_from_html, page_from_text
from crm.reading.reader import read

YI, WAN = 10**8, 10**4
EVENT = "5月8日，澄州市举行重点项目集中签约仪式，项目情况如下："
HEADS = "序号\t项目名称\t投资方\t总投资（亿元）\t落户园区\t所属产业"
ROWS = (
    "1\t减速器生产项目\t砺桥传动股份有限公司\t12.5\t澄州经济开发区\t高端装备",
    "2\t冷链物流园项目\t栖川集团\t3,000万元\t澄州高新区\t现代物流",
)
TABLE = "\n".join((HEADS, *ROWS))


def of_body(body: str, title: str | None = None) -> Reading:
    page = Page(title=title, published=date(2026, 5, 9), source=None, publishing_zone=None, body=body)
    return read(page, Lexicon.shipped())


def in_rows(reading: Reading) -> list[tuple[str | None, str | None, Action, int | None]]:
    return [
        (project.enterprise, project.name, project.action, project.value)
        for project in reading.projects
        if project.rule == "表格"
    ]


def test_every_row_is_a_project_with_what_its_cells_tell() -> None:
    first, second = (project for project in of_body(f"{EVENT}\n{TABLE}").projects if project.rule == "表格")
    assert (first.enterprise, first.name) == ("砺桥传动股份有限公司", "减速器生产项目")
    assert (first.action, first.date) == (Action.SIGNED, "2026-05-08")
    assert (first.amount, first.value, first.currency) == ("12.5亿元", 1_250_000_000, "CNY")
    assert (first.zone, first.industry) == ("澄州经济开发区", "高端装备")
    assert (second.enterprise, second.value) == ("栖川集团", 3000 * WAN)
    assert first.quote == ROWS[0]


def test_a_figure_alone_is_money_in_the_unit_of_its_column() -> None:
    reading = of_body(
        f"{EVENT}\n项目名称\t总投资（万元）\t年产值（亿元）\n减速器项目\t8000\t2\n轴承项目\t约500\t—"
    )
    assert [(span.text, span.value, span.basis) for span in reading.amounts] == [
        ("8000", 8000 * WAN, Basis.TOTAL),
        ("2", 2 * YI, Basis.OUTPUT),
        ("约500", 500 * WAN, Basis.TOTAL),
    ]
    assert all(reading.page.body[span.start : span.end] == span.text for span in reading.amounts)


@pytest.mark.parametrize(
    ("unit", "value", "currency"),
    [("亿元", 3 * YI, "CNY"), ("万美元", 3 * WAN, "USD"), ("万元", 3 * WAN, "CNY"), ("亿", 3 * YI, "CNY")],
)
def test_the_unit_may_stand_above_the_table(unit: str, value: int, currency: str) -> None:
    body = f"{EVENT}\n单位：{unit}\n项目名称\t总投资\n减速器项目\t3"
    (project,) = (project for project in of_body(body).projects if project.rule == "表格")
    assert (project.value, project.currency) == (value, currency)


def test_a_figure_without_a_unit_is_no_money() -> None:
    reading = of_body(f"{EVENT}\n项目名称\t总投资\n减速器项目\t3")
    assert reading.amounts == ()
    assert in_rows(reading) == [(None, "减速器项目", Action.SIGNED, None)]


def test_a_firm_is_whatever_stands_in_the_column_of_investors() -> None:
    reading = of_body(f"{EVENT}\n项目名称\t投资主体\n减速器项目\t霁沐\n传动轴项目\t芮翎、云栖若川")
    assert [(span.text, span.rule) for span in reading.enterprises if span.rule == "表格"] == [
        ("霁沐", "表格"),
        ("芮翎", "表格"),
        ("云栖若川", "表格"),
    ]
    assert [row[0] for row in in_rows(reading)] == ["霁沐", "芮翎、云栖若川"]


def test_a_column_of_stages_goes_before_the_event() -> None:
    rows = "减速器项目\t砺桥传动\t已开工\n轴承项目\t霁沐轴承\t竣工投产"
    body = f"澄州市重点项目建设进展如下：\n项目名称\t建设单位\t目前进展\n{rows}"
    assert [row[2] for row in in_rows(of_body(body))] == [Action.STARTED, Action.PRODUCING]


def test_the_headline_tells_what_happened_where_the_body_does_not() -> None:
    reading = of_body(TABLE, title="澄州市12个重点项目集中开工")
    assert [row[2] for row in in_rows(reading)] == [Action.STARTED, Action.STARTED]


def test_a_table_under_no_event_announces_nothing() -> None:
    reading = of_body(f"澄州市现有重点企业如下：\n{TABLE}")
    assert in_rows(reading) == []
    assert "栖川集团" in [span.name for span in reading.enterprises]


def test_a_list_of_firms_that_were_there_announces_nothing() -> None:
    reading = of_body(f"{EVENT}\n企业名称\t所属行业\n霁沐股份有限公司\t高端装备\n芮翎\t新能源")
    assert in_rows(reading) == []
    signed = of_body(f"{EVENT}\n签约企业\t落户园区\n霁沐股份有限公司\t澄州高新区")
    assert [row[0] for row in in_rows(signed)] == ["霁沐股份有限公司"]


@pytest.mark.parametrize("total", ["合计\t\t\t15.5\t\t", "\t合 计\t\t15.5\t\t", "小计\t2个\t\t15.5\t\t"])
def test_a_row_of_totals_is_no_project(total: str) -> None:
    assert len(in_rows(of_body(f"{EVENT}\n{TABLE}\n{total}"))) == 2


def test_what_a_cell_over_several_rows_tells_holds_for_all_of_them() -> None:
    body = (
        f"{EVENT}\n落户园区\t项目名称\t投资方\t总投资（亿元）\n澄州经济开发区\t减速器项目\t砺桥传动\t12\n"
        "轴承项目\t霁沐轴承\t5\n澄州高新区\t阀门项目\t芮翎阀门\t3"
    )
    projects = [project for project in of_body(body).projects if project.rule == "表格"]
    assert [(project.zone, project.name, project.value) for project in projects] == [
        ("澄州经济开发区", "减速器项目", 12 * YI),
        ("澄州经济开发区", "轴承项目", 5 * YI),
        ("澄州高新区", "阀门项目", 3 * YI),
    ]


def test_a_row_that_ends_early_keeps_its_cells_in_place() -> None:
    rows = "减速器项目\t砺桥传动\t12\t外资\n轴承项目\t霁沐轴承\t5"
    body = f"{EVENT}\n项目名称\t投资方\t总投资（亿元）\t备注\n{rows}"
    assert [row[3] for row in in_rows(of_body(body))] == [12 * YI, 5 * YI]


def test_a_line_between_rows_tells_the_stage_of_those_below_it() -> None:
    body = (
        "澄州市一季度重点项目情况：\n项目名称\t投资方\t总投资（亿元）\n集中签约项目\n减速器项目\t砺桥传动\t12\n"
        "集中开工项目\n轴承项目\t霁沐轴承\t5"
    )
    assert [(row[1], row[2]) for row in in_rows(of_body(body))] == [
        ("减速器项目", Action.SIGNED),
        ("轴承项目", Action.STARTED),
    ]


def test_a_project_that_the_prose_tells_already_is_told_once() -> None:
    body = f"{EVENT}\n{TABLE}\n其中，砺桥传动股份有限公司减速器生产项目总投资12.5亿元。"
    firms = [project.enterprise for project in of_body(body).projects]
    assert firms.count("砺桥传动股份有限公司") == 1


class TestWhereTablesComeFrom:
    def test_pages(self) -> None:
        rows = "".join(
            "<tr>" + "".join(f"<td>\n\t<p>{cell}</p>\n</td>\n\t" for cell in line.split("\t")) + "</tr>\n"
            for line in TABLE.split("\n")
        )
        html = (
            f"<title>澄州集中签约</title><h1>澄州集中签约</h1><div><p>{EVENT}</p><table>{rows}</table></div>"
        )
        page = page_from_html(html)
        assert page.body == f"{EVENT}\n{TABLE}"
        assert len(in_rows(read(page, Lexicon.shipped()))) == 2
        assert page_from_clipping(html).body.endswith(TABLE)

    def test_an_empty_cell_keeps_its_place(self) -> None:
        heads = "<tr><td>项目名称</td><td>投资方</td><td>总投资（亿元）</td></tr>"
        row = "<tr><td>减速器项目</td><td></td><td>5</td></tr>"
        html = f"<div><p>{EVENT}</p><table>{heads}{row}</table></div>"
        (told,) = in_rows(read(page_from_html(html), Lexicon.shipped()))
        assert told == (None, "减速器项目", Action.SIGNED, 5 * YI)

    def test_pasted_sheets(self) -> None:
        page = page_from_text(f"澄州集中签约\n{EVENT}\n{TABLE}")
        assert page.body.endswith(TABLE)
        assert len(in_rows(read(page, Lexicon.shipped()))) == 2


@given(
    st.lists(
        st.sampled_from(
            [
                "\t",
                "\n",
                "项目名称",
                "投资方",
                "总投资（亿元）",
                "12",
                "、",
                "合计",
                "砺桥",
                " ",
                "单位：万元",
                "9" * 20,
            ]
        )
    )
)
def test_any_text_of_cells_is_read_and_every_find_lies_where_it_says(pieces: list[str]) -> None:
    text = "".join(pieces)
    rows = tables.find(text)
    assert [row.start for row in rows] == sorted({row.start for row in rows})
    for row in rows:
        for found in (*row.cells.values(), *row.sums, *row.firms()):
            assert found.start <= found.end <= row.end  # or in a cell that spans this row too
            assert text[found.start : found.end] == found.text
    of_body(text)

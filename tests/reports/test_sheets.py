"""Workbooks: real values, safe text, official layout, nothing lost."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.domain.errors import Unusable
from crm.domain.tables import (
    Column,
    ColumnKind,
    EvidenceRow,
    Paper,
    ReportTable,
    Row,
    RowKind,
    SheetFonts,
)
from crm.reports import sheets, table_sheet
from crm.reports.table_sheet import SheetLimits
from crm.reports.text_fit import MAX_CELL_UNITS, clean, utf16_units
from tests.reports.reading_back import MAIN, book_of, cells, open_workbook, raw_sheet, table_of_texts

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "＝1",
    "#N/A",
    "#REF!",
    "0012",
    "1E5",
    "2026-01-02",
    "TRUE",
    "{=SUM(A1)}",
    "file:///etc/hosts",
    "internal:'文字'!A1",
    "mailto:a@example.org",
    "https://example.org/a",
    "<b>公司</b>",
    "<r>&</r>",
    "<r><t>假</t></r>",
    "AT&T 公司",
    "Robert'); DROP TABLE enterprise;--",
    "{{7*7}}",
    "𠮷野家👩‍💼",
    "  两头有空格  ",
    "第一行\n第二行",
)
EVIDENCE = EvidenceRow(
    record="海星项目",
    field="total_investment",
    value="5亿元",
    quote="总投资约5亿元",
    source="滨江日报",
    published=date(2026, 10, 9),
    url="https://example.org/1",
    sha256="ab" * 32,
)
COLUMNS = (
    Column(key="seq", header="序号", kind=ColumnKind.INTEGER, width=6),
    Column(key="name", header="项目名称", width=20, group="基本信息"),
    Column(key="what", header="建设内容", kind=ColumnKind.LONG_TEXT, width=30, group="基本信息"),
    Column(key="money", header="总投资\n（亿元）", kind=ColumnKind.DECIMAL, width=9, group="进度/投资"),
    Column(key="rate", header="完成率", kind=ColumnKind.PERCENT, width=9, group="进度/投资"),
    Column(key="on", header="签约时间", kind=ColumnKind.DATE, width=11, group="进度/时间"),
)


def small_table(**changes: object) -> ReportTable:
    values: dict[str, object] = {
        "sheet": "签约",
        "title": "签约项目一览表",
        "columns": COLUMNS,
        "rows": (
            Row(values=("合计", "1个项目", None, Decimal("12345.67"), None, None), kind=RowKind.TOTAL),
            Row(
                values=(1, "海星", "建设塔筒", Decimal("12345.67"), Decimal("0.25"), date(2026, 11, 3)),
                evidence=(("money", EVIDENCE), ("name", EVIDENCE)),
            ),
        ),
        "fill_in": "填报单位（盖章）：县招商局",
        "units": "单位：亿元",
        "summary": "共签约项目1个。",
        "notes": ("备注：1. 试表。",),
        "signature": "单位负责人（签字）：",
    }
    return ReportTable(**(values | changes))  # type: ignore[arg-type]


def test_numbers_and_dates_are_real(tmp_path: Path) -> None:
    sheets.write(book_of(small_table()), tmp_path / "a.xlsx")
    sheet = open_workbook(tmp_path / "a.xlsx")["签约"]
    row = next(row for row in sheet.iter_rows() if row[1].value == "海星")
    assert [cell.value for cell in row[3:]] == [12345.67, 0.25, datetime(2026, 11, 3)]
    assert [cell.number_format for cell in row[3:]] == ["#,##0.00_ ", "0.00%", "yyyy-mm-dd"]


def test_no_formula_anywhere(tmp_path: Path) -> None:
    sheets.write(book_of(small_table(), table_of_texts(*HOSTILE)), tmp_path / "a.xlsx")
    assert all(not list(raw_sheet(tmp_path / "a.xlsx", number).iter(f"{MAIN}f")) for number in (1, 2, 3))


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    sheets.write(book_of(table_of_texts(*HOSTILE)), tmp_path / "a.xlsx")
    sheet = open_workbook(tmp_path / "a.xlsx")["文字"]
    body = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in body] == list(HOSTILE)
    assert {cell.data_type for cell in body} == {"s"}
    assert all(cell.hyperlink is None for cell in body)


def test_excel_shows_an_escape_as_it_was_typed(tmp_path: Path) -> None:
    sheets.write(book_of(table_of_texts("_x0041_")), tmp_path / "a.xlsx")
    texts = [node.text for node in raw_sheet(tmp_path / "a.xlsx").iter(f"{MAIN}t")]
    assert texts == ["文字", "_x005F_x0041_"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(min_size=1, max_size=80).filter(lambda text: "_x" not in text), min_size=1))
def test_any_text_reads_back_as_it_was_written(tmp_path: Path, texts: list[str]) -> None:
    sheets.write(book_of(table_of_texts(*texts)), tmp_path / "a.xlsx")
    found = cells(open_workbook(tmp_path / "a.xlsx")["文字"])[1 : len(texts) + 1]
    assert [row[0] if row else None for row in found] == [clean(text) or None for text in texts]


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("a\x0bb\x00c", "abc"),
        ("坏\ud800字", "坏\ufffd字"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("x\ufffey", "xy"),
    ],
)
def test_what_no_workbook_can_hold_is_cleaned(written: str, held: str) -> None:
    assert clean(written) == held


def test_a_text_too_long_for_a_cell_is_kept_in_full_elsewhere(tmp_path: Path) -> None:
    text = "企业计划建设年产十万套的智能装备产线。" * 2_500 + "😀"
    sheets.write(book_of(table_of_texts("短", text)), tmp_path / "a.xlsx")
    workbook = open_workbook(tmp_path / "a.xlsx")
    shown = str(workbook["文字"]["A3"].value)
    assert utf16_units(shown) <= MAX_CELL_UNITS
    assert shown.endswith("（全文见“全文”第1条）")
    kept = [str(row[2]) for row in cells(workbook["全文"])[2:]]
    assert "".join(kept) == text
    assert any(row[0] == "超长文字" for row in cells(workbook["说明"]))


def test_a_text_that_looks_like_markup_and_fills_its_cell_does_not_break_the_file(tmp_path: Path) -> None:
    text = f"<r>{'&' * (MAX_CELL_UNITS - 7)}</r>"
    sheets.write(book_of(table_of_texts(text)), tmp_path / "a.xlsx")
    assert str(open_workbook(tmp_path / "a.xlsx")["文字"]["A2"].value) == text[:-1] + "＞"


def test_a_text_too_tall_for_a_row_stays_in_its_cell_and_is_printed_elsewhere(tmp_path: Path) -> None:
    text = "逐条列出的事项\n" * 60
    sheets.write(book_of(table_of_texts(text)), tmp_path / "a.xlsx")
    workbook = open_workbook(tmp_path / "a.xlsx")
    assert workbook["文字"]["A2"].value == text
    assert "文字，第2行，文字" in {row[1] for row in cells(workbook["全文"])}
    heights = [workbook["全文"].row_dimensions[row].height or 0 for row in range(1, 8)]
    assert max(heights) <= table_sheet.MAX_ROW_PT


def test_a_tall_text_that_fits_in_small_type_is_shown_whole(tmp_path: Path) -> None:
    text = "一行\n" * 30
    sheets.write(book_of(table_of_texts(text)), tmp_path / "a.xlsx")
    workbook = open_workbook(tmp_path / "a.xlsx")
    assert workbook["文字"]["A2"].font.size == 8
    assert "全文" not in workbook.sheetnames


def test_rows_are_high_enough_for_wrapped_text(tmp_path: Path) -> None:
    text = "建设内容" * 30  # 240 half-widths in a column of 30
    sheets.write(book_of(table_of_texts("短", text)), tmp_path / "a.xlsx")
    rows = open_workbook(tmp_path / "a.xlsx")["文字"].row_dimensions
    assert rows[2].height == table_sheet.MIN_ROW_PT
    assert (rows[3].height or 0) >= 8 * table_sheet.LINE_PT


def test_layout_of_an_official_table(tmp_path: Path) -> None:
    sheets.write(book_of(small_table()), tmp_path / "a.xlsx")
    sheet = open_workbook(tmp_path / "a.xlsx")["签约"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:F1", "A3:F3", "A4:A6", "B4:C5", "D4:F4", "D5:E5", "A9:F9", "A10:F10"} <= merged
    assert sheet.freeze_panes == "A7"
    assert sheet.auto_filter.ref == "A6:F8"
    assert sheet.print_title_rows == "$1:$6"
    assert sheet.print_area == "'签约'!$A$1:$F$10"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.center.text == "第 &P 页 / 共 &N 页"
    assert sheet.print_options.horizontalCentered


def test_a_group_of_one_level_beside_one_of_two_is_drawn_once(tmp_path: Path) -> None:
    sheets.write(book_of(small_table()), tmp_path / "a.xlsx")
    sheet = open_workbook(tmp_path / "a.xlsx")["签约"]
    assert [cell.value for cell in sheet[4]] == ["序号", "基本信息", None, "进度", None, None]
    assert [cell.value for cell in sheet[5]] == [None, None, None, "投资", None, "时间"]
    assert [cell.value for cell in sheet[6]] == [
        None,
        "项目名称",
        "建设内容",
        "总投资\n（亿元）",
        "完成率",
        "签约时间",
    ]


@pytest.mark.parametrize(("paper", "code"), [(Paper.A4, 9), (Paper.A3, 8)])
def test_paper(tmp_path: Path, paper: Paper, code: int) -> None:
    sheets.write(book_of(small_table(paper=paper)), tmp_path / "a.xlsx")
    assert open_workbook(tmp_path / "a.xlsx")["签约"].page_setup.paperSize == code


def test_fonts_are_those_asked_for(tmp_path: Path) -> None:
    fonts = SheetFonts(title="华文中宋", header="微软雅黑", body="仿宋")
    sheets.write(book_of(small_table()), tmp_path / "a.xlsx", fonts)
    sheet = open_workbook(tmp_path / "a.xlsx")["签约"]
    assert [sheet[cell].font.name for cell in ("A1", "A4", "B8")] == ["华文中宋", "微软雅黑", "仿宋"]
    assert (sheet["A1"].font.size, sheet["A1"].alignment.horizontal) == (22, "center")


def test_a_wide_figure_widens_its_column(tmp_path: Path) -> None:
    sheets.write(book_of(small_table()), tmp_path / "a.xlsx")
    width = open_workbook(tmp_path / "a.xlsx")["签约"].column_dimensions["D"].width
    assert width > len("12,345.67")


def test_printed_values_lead_to_their_evidence(tmp_path: Path) -> None:
    sheets.write(book_of(small_table()), tmp_path / "a.xlsx")
    workbook = open_workbook(tmp_path / "a.xlsx")
    cell = workbook["签约"]["D8"]
    assert cell.value == 12345.67
    target = str(cell.hyperlink.location)
    sheet_name, address = target.replace("'", "").split("!")
    row = workbook[sheet_name][address].row
    assert [c.value for c in workbook["依据"][row]][1:5] == [
        "海星项目",
        "总投资（亿元）",
        "5亿元",
        "总投资约5亿元",
    ]
    assert workbook["签约"]["B8"].value == "海星"


def test_links_beyond_what_a_sheet_can_have_are_told(tmp_path: Path) -> None:
    sheets.write(book_of(small_table()), tmp_path / "a.xlsx", limits=SheetLimits(links=1))
    workbook = open_workbook(tmp_path / "a.xlsx")
    assert workbook["签约"]["B8"].hyperlink is not None
    assert workbook["签约"]["D8"].hyperlink is None
    assert any("另有1个单元格" in str(row[1]) for row in cells(workbook["说明"]))


def test_a_table_longer_than_a_sheet_goes_on_on_the_next(tmp_path: Path) -> None:
    rows = tuple(Row(values=(f"第{number}行",)) for number in range(25))
    table = ReportTable(
        sheet="台账",
        title="台账",
        columns=(Column(key="a", header="名称"),),
        rows=rows,
        notes=("备注：试。",),
        signature="签字：",
    )
    sheets.write(book_of(table), tmp_path / "a.xlsx", limits=SheetLimits(rows=14))
    workbook = open_workbook(tmp_path / "a.xlsx")
    assert workbook.sheetnames == ["台账", "台账(2)", "台账(3)", "说明"]
    assert all(sheet.max_row <= 14 for sheet in workbook.worksheets[:3])
    listed = [str(row[0]) for name in workbook.sheetnames[:3] for row in cells(workbook[name])]
    assert [text for text in listed if text.endswith("行")] == [row.values[0] for row in rows]
    assert listed.count("签字：") == 1


def test_group_rows_span_the_table(tmp_path: Path) -> None:
    rows = (Row(values=("一、经济开发区",) + (None,) * 5, kind=RowKind.GROUP), *small_table().rows)
    sheets.write(book_of(small_table(rows=rows)), tmp_path / "a.xlsx")
    sheet = open_workbook(tmp_path / "a.xlsx")["签约"]
    assert sheet["A7"].value == "一、经济开发区"
    assert "A7:F7" in {str(area) for area in sheet.merged_cells.ranges}


def test_days_before_spreadsheets_count_soundly_are_written_as_text(tmp_path: Path) -> None:
    rows = (Row(values=(1, "旧", None, None, None, date(1899, 12, 31))),)
    sheets.write(book_of(small_table(rows=rows)), tmp_path / "a.xlsx")
    assert open_workbook(tmp_path / "a.xlsx")["签约"]["F7"].value == "1899-12-31"


def test_how_it_was_made_stands_on_the_last_sheet(tmp_path: Path) -> None:
    sheets.write(book_of(small_table()), tmp_path / "a.xlsx")
    workbook = open_workbook(tmp_path / "a.xlsx")
    told = {row[0]: row[1] for row in cells(workbook.worksheets[-1])[2:]}
    assert told["制表人"] == "周明远"
    assert told["制表时间"] == "2026-11-22 09:00"
    assert told["“签约”行数"] == "2"


def test_an_empty_table_is_still_a_form(tmp_path: Path) -> None:
    sheets.write(book_of(small_table(rows=(), notes=(), units="")), tmp_path / "a.xlsx")
    sheet = open_workbook(tmp_path / "a.xlsx")["签约"]
    assert sheet.auto_filter.ref is None
    assert sheet["A2"].value == "填报单位（盖章）：县招商局"


def test_in_a_narrow_table_the_units_follow_the_fill_in_line(tmp_path: Path) -> None:
    table = replace(table_of_texts("短"), fill_in="填报单位：县招商局", units="单位：亿元")
    sheets.write(book_of(table), tmp_path / "a.xlsx")
    assert open_workbook(tmp_path / "a.xlsx")["文字"]["A1"].value == "填报单位：县招商局　　单位：亿元"


def test_without_a_folder_for_temporary_files_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(Unusable, match="temporary files"):
        sheets.write(book_of(small_table()), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="does not exist"):
        sheets.write(book_of(small_table()), tmp_path / "gone" / "a.xlsx")

"""The looks of official tables (DOMAIN 3.11), each made once per workbook."""

from __future__ import annotations

from typing import Any

from crm.domain.tables import ColumnKind, RowKind, SheetFonts

TITLE_PT = 22.0  # 二号
SUMMARY_PT = 12.0  # 小四
BODY_PT = 10.5  # 五号
SMALL_PT = 8.0  # for a text that would not fit into the tallest row otherwise

_LEFT = (ColumnKind.TEXT, ColumnKind.LONG_TEXT)
_NUMBER_FORMATS = {
    ColumnKind.DECIMAL: "#,##0.00_ ",  # with a space before the border
    ColumnKind.INTEGER: "#,##0",
    ColumnKind.PERCENT: "0.00%",
    ColumnKind.DATE: "yyyy-mm-dd",
}


class SheetStyles:
    """Cell formats of one workbook in the office's fonts."""

    def __init__(self, workbook: Any, fonts: SheetFonts) -> None:
        self._workbook = workbook
        self._fonts = fonts
        self._cells: dict[tuple[ColumnKind, RowKind, bool], Any] = {}
        self.title = self._make(fonts.title, TITLE_PT, align="center")
        self.summary = self._make(fonts.body, SUMMARY_PT, align="left")
        self.line_left = self._make(fonts.body, BODY_PT, align="left")
        self.line_right = self._make(fonts.body, BODY_PT, align="right")
        self.header = self._make(fonts.header, BODY_PT, align="center", border=1)
        self.group = self._make(fonts.header, BODY_PT, align="left", border=1)

    def cell(self, kind: ColumnKind, row: RowKind = RowKind.BODY, *, is_small: bool = False) -> Any:
        """The look of a cell under a column of that kind in a row of that kind."""
        key = (kind, row, is_small)
        if key not in self._cells:
            self._cells[key] = self._make_cell(*key)
        return self._cells[key]

    def _make_cell(self, kind: ColumnKind, row: RowKind, is_small: bool) -> Any:
        font = self._fonts.body if row is RowKind.BODY else self._fonts.header
        align = "right" if kind in (ColumnKind.DECIMAL, ColumnKind.PERCENT) else "center"
        if kind in _LEFT:
            align = "left"
        looks: dict[str, Any] = {"align": align, "border": 1}
        if kind in _NUMBER_FORMATS:
            looks["num_format"] = _NUMBER_FORMATS[kind]
        return self._make(font, SMALL_PT if is_small else BODY_PT, **looks)

    def _make(self, font: str, size: float, **looks: Any) -> Any:
        return self._workbook.add_format(
            {"font_name": font, "font_size": size, "valign": "vcenter", "text_wrap": True, **looks}
        )

"""What a search for a list of names found, as a workbook: one line a name, one line a find."""

from __future__ import annotations

from datetime import datetime

from crm.domain.name_search import NameRow, NamesFound
from crm.domain.tables import Column, ColumnKind, Paper, ReportBook, ReportTable, Row

TITLE = "名单检索结果"
_NAMES = (
    Column(key="number", header="序号", kind=ColumnKind.INTEGER, width=6),
    Column(key="name", header="名称", width=30),
    Column(key="enterprise", header="库内企业", width=34),
    Column(key="count", header="文章数", kind=ColumnKind.INTEGER, width=9),
    Column(key="first", header="最早", kind=ColumnKind.DATE, width=12),
    Column(key="last", header="最近", kind=ColumnKind.DATE, width=12),
)
_FINDS = (
    Column(key="number", header="序号", kind=ColumnKind.INTEGER, width=6),
    Column(key="name", header="名称", width=24),
    Column(key="published", header="发布日期", kind=ColumnKind.DATE, width=12),
    Column(key="source", header="来源", width=16),
    Column(key="title", header="标题", kind=ColumnKind.LONG_TEXT, width=36),
    Column(key="form", header="命中写法", width=20),
    Column(key="times", header="次数", kind=ColumnKind.INTEGER, width=7),
    Column(key="snippet", header="原文", kind=ColumnKind.LONG_TEXT, width=48),
)


def book_of(found: NamesFound, made_by: str, made_at: datetime) -> ReportBook:
    """The two sheets: the names with their counts and dates, and every find with the words around it."""
    return ReportBook(
        name=f"{TITLE}_{made_at:%Y%m%d}",
        tables=(_names(found), _finds(found)),
        made_by=made_by,
        made_at=made_at,
        asked=(("名称数", str(len(found.rows))), ("检索文章数", str(found.searched))),
    )


def _names(found: NamesFound) -> ReportTable:
    rows = tuple(
        Row(
            values=(place, row.asked.text, row.asked.enterprise, row.article_count, row.first_on, row.last_on)
        )
        for place, row in enumerate(found.rows, start=1)
    )
    notes = ["转载的文章按一篇计。"]
    if found.passed_over:
        notes.append(f"少于2个字，未检索：{'、'.join(found.passed_over)}。")
    return ReportTable(sheet="名单", title=TITLE, columns=_NAMES, rows=rows, notes=tuple(notes))


def _finds(found: NamesFound) -> ReportTable:
    rows = tuple(
        Row(
            values=(
                place,
                row.asked.text,
                hit.published_on,
                hit.source,
                hit.title,
                hit.form,
                hit.count,
                hit.snippet,
            )
        )
        for place, row in enumerate(found.rows, start=1)
        for hit in row.hits
    )
    cut = [row for row in found.rows if len(row.hits) < row.article_count]
    return ReportTable(
        sheet="命中",
        title="名单命中明细",
        columns=_FINDS,
        rows=rows,
        notes=tuple(map(_cut, cut)),
        paper=Paper.A3,
    )


def _cut(row: NameRow) -> str:
    return f"“{row.asked.text}”共{row.article_count}篇，只列最近{len(row.hits)}篇。"

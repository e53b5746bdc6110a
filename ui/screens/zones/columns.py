"""The columns of the zone table."""

from __future__ import annotations

from crm.domain.rows import ZoneRow
from crm.i18n import _
from ui.shared.cells import Cell
from ui.shared.directory_labels import relation_badge
from ui.shared.labels import DASH
from ui.shared.record_model import CellKind, TableColumn


def columns() -> list[TableColumn]:
    """All columns, in their order; those with `hides` go first where there is no room."""
    return [
        TableColumn(key="name", header=_("Zone"), value=lambda row: row, show=_name, stretches=True),
        TableColumn(
            key="relation_order",
            header=_("Is to us"),
            value=lambda row: row.relation,
            show=lambda relation: Cell(badges=(relation_badge(relation),)),
            width=106,
            sortable=False,
        ),
        TableColumn(
            key="kind",
            header=_("Level and kind"),
            value=lambda row: level_and_kind(row.level, row.kind),
            show=_quiet,
            width=200,
            hides=3,
        ),
        TableColumn(
            key="region", header=_("Region"), value=lambda row: row.region, show=_quiet, width=148, hides=4
        ),
        _industries("leading", _("Leading"), 212, 0),
        _industries("special", _("Special"), 140, 1),
        _industries("emerging", _("Emerging"), 140, 2),
        _count("project_count", _("Projects"), 0),
        _count("article_count", _("Articles"), 5),
    ]


def _industries(key: str, header: str, width: int, hides: int) -> TableColumn:
    return TableColumn(
        key=key,
        header=header,
        value=lambda row: getattr(row, key),
        show=lambda words: Cell(text=words or DASH, tone="t1" if words else "t3"),
        width=width,
        sortable=False,
        hides=hides,
    )


def _count(key: str, header: str, hides: int) -> TableColumn:
    return TableColumn(
        key=key,
        header=header,
        value=lambda row: getattr(row, key),
        show=lambda count: Cell(text=str(count), tone="t1" if count else "t3"),
        kind=CellKind.NUMBER,
        width=76,
        sortable=False,
        hides=hides,
    )


def _name(row: ZoneRow) -> Cell:
    if row.short_name and row.short_name != row.name:
        return Cell(lead=row.short_name, text=row.name, tone="t2")
    return Cell(lead=row.name)


def level_and_kind(level: str, kind: str) -> str:
    """国家级·高新技术产业开发区; a level that the kind says already is not said twice."""
    return kind if level and kind.startswith(level) else "·".join(filter(None, [level, kind]))


def _quiet(value: str) -> Cell:
    return Cell(text=value or DASH, tone="t2" if value else "t3")

"""The columns of the project table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from crm.domain.errors import ValidationError
from crm.domain.money import YI, Money, parse_money, show
from crm.domain.rows import ProjectRow, ProjectTotals
from crm.domain.stages import Stage
from crm.i18n import _, _n, language
from ui.shared.cells import Badge, Cell
from ui.shared.entries import read_date, read_decimal, show_date
from ui.shared.labels import DASH, day, in_yi, plain_number, stage_name, stage_place, stalled_badge
from ui.shared.record_model import CellEditor, CellKind, EditorKind, TableColumn, check_column

MOST_CLAIMS_ALONE = 1  # one figure told is the figure shown; beyond that there is a choice


def columns(today: Callable[[], date]) -> list[TableColumn]:
    """All columns, in their order; those with `hides` go first where there is no room."""
    return [
        check_column(),
        TableColumn(
            key="enterprise",
            header=_("Project"),
            value=lambda row: row,
            show=lambda row: Cell(lead=row.enterprise, text=row.name),
            editor=CellEditor(write=lambda row: row.name, read=_read_name),
            stretches=True,
        ),
        TableColumn(key="stage", header=_("Stage"), value=lambda row: row, show=_stage, width=_wide(92, 128)),
        *_figures(),
        *_places(),
        *_days(today),
        *_state(),
    ]


def _places() -> list[TableColumn]:
    return [
        TableColumn(
            key="zone", header=_("Zone"), value=lambda row: row.zone, show=_quiet, width=104, hides=4
        ),
        TableColumn(
            key="node",
            header=_("Chain node"),
            value=lambda row: row.node,
            show=_quiet,
            width=142,
            hides=1,
            sortable=False,
        ),
    ]


def _days(today: Callable[[], date]) -> list[TableColumn]:
    return [
        TableColumn(
            key="last_contact_on",
            header=_("Last contact"),
            value=lambda row: row.last_contact_on,
            show=lambda value: Cell(text=day(value, today(), DASH), tone="t2" if value else "t3"),
            width=_wide(84, 98),
            hides=5,
        ),
        TableColumn(
            key="next_follow_up_on",
            header=_("Next"),
            value=lambda row: row.next_follow_up_on,
            show=lambda value: next_cell(value, today()),
            editor=CellEditor(
                kind=EditorKind.DATE,
                write=lambda value: show_date(value, today()),
                read=lambda text: read_date(text, today()),
            ),
            width=112,
        ),
        TableColumn(
            key="next_step",
            header=_("Next step"),
            value=lambda row: row.next_step,
            editor=CellEditor(read=lambda text: text.strip()),
            width=150,
            hides=7,
        ),
    ]


def _state() -> list[TableColumn]:
    return [
        TableColumn(
            key="stalled",
            header=_("Silent"),
            value=lambda row: row,
            show=_stalled,
            width=_wide(88, 84),
            sortable=False,
        ),
        TableColumn(
            key="owner", header=_("Owner"), value=lambda row: row.owner, show=_quiet, width=76, hides=6
        ),
        TableColumn(
            key="missing",
            header=_("Missing"),
            value=lambda row: row,
            show=missing_cell,
            width=_wide(64, 92),
            sortable=False,
            hides=2,
        ),
    ]


def _figures() -> list[TableColumn]:
    money = CellEditor(write=_write_money, read=_read_money)
    return [
        TableColumn(
            key="total_investment",
            header=_("Total 100m"),
            value=lambda row: row,
            show=_total,
            export=lambda row: row.total_investment,
            editor=CellEditor(write=lambda row: _write_money(row.total_investment), read=_read_money),
            kind=CellKind.NUMBER,
            width=112,
        ),
        TableColumn(
            key="phase1_investment",
            header=_("Phase one 100m"),
            value=lambda row: row.phase1_investment,
            show=lambda value: Cell(text=in_yi(value), tone="t1" if value else "t3"),
            editor=money,
            kind=CellKind.NUMBER,
            width=_wide(84, 124),
            hides=2,
        ),
        TableColumn(
            key="land_mu",
            header=_("Land mu"),
            value=lambda row: row.land_mu,
            show=lambda value: Cell(text=plain_number(value) or DASH, tone="t1" if value else "t3"),
            editor=CellEditor(write=plain_number, read=_read_land),
            kind=CellKind.NUMBER,
            width=72,
            hides=3,
        ),
    ]


def _wide(han: int, latin: int) -> int:
    """The width of a column whose words are much longer in English."""
    return han if language() == "zh_CN" else latin


def edge(row: ProjectRow) -> str:
    """The colour of the edge of a row: silent once or twice over its limit."""
    return ("", "amb_bar", "red")[row.stall_level]


def next_cell(value: date | None, today: date) -> Cell:
    """When a project is followed up: red when past, grey without a plan."""
    if value is None:
        return Cell(text=_("no plan"), tone="t3")
    if value < today:
        sentence = _("{day} overdue").format(day=show_date(value, today))
        return Cell(text=sentence, tone="red", icon="overdue")
    return Cell(text=show_date(value, today), bold=value == today)


def missing_cell(row: ProjectRow) -> Cell:
    """How many facts the next stage waits for."""
    if row.next_stage is None:
        return Cell()
    if not row.missing:
        return Cell(text=_("complete"), tone="grn", icon="tick")
    return Cell(text=_n("{count} item", "{count} items", len(row.missing)))


def total_cells(totals: ProjectTotals) -> dict[str, Cell]:
    """The line under the table, by column."""
    without = _n("{count} without amount", "{count} without amount", totals.without_amount)
    cells = {
        "enterprise": Cell(text=_n("{count} project", "{count} projects", totals.count), bold=True),
        "total_investment": Cell(text=_yi(totals.total), bold=True),
        "phase1_investment": Cell(text=_yi(totals.phase1), bold=True),
        "land_mu": Cell(text=plain_number(totals.land_mu), bold=True),
    }
    if totals.without_amount:
        cells["node"] = Cell(text=without, tone="t3")
    if totals.overdue:
        overdue = _n("{count} overdue", "{count} overdue", totals.overdue)
        cells["next_follow_up_on"] = Cell(text=overdue, tone="red", bold=True)
    if totals.stalled:
        stalled = _n("{count} silent", "{count} silent", totals.stalled)
        cells["stalled"] = Cell(text=stalled, tone="amb", bold=True)
    return cells


def _yi(value: Decimal) -> str:
    return f"{Money(value=value).in_units(YI):,}"


def _quiet(value: str) -> Cell:
    return Cell(text=value or DASH, tone="t2" if value else "t3")


def _stage(row: ProjectRow) -> Cell:
    stage: Stage = row.stage
    badges = (Badge(text=_("on hold"), icon="on_hold"),) if row.is_on_hold else ()
    return Cell(text=stage_name(stage), stage=stage_place(stage), badges=badges)


def _total(row: ProjectRow) -> Cell:
    told = str(row.claim_count) if row.claim_count > MOST_CLAIMS_ALONE else ""
    value = row.total_investment
    return Cell(text=in_yi(value), tone="t1" if value else "t3", note=told)


def _stalled(row: ProjectRow) -> Cell:
    badge = stalled_badge(row.stalled_days, row.stall_level)
    return Cell(badges=(badge,) if badge else ())


def _write_money(value: Any) -> str:
    if value is None:
        return ""
    return str(value.in_units(YI)) if value.currency == "CNY" else show(value, "zh_CN")


def _read_money(text: str) -> Money | None:
    """12.5 is 亿元; 3000万, 1.2亿美元 say their own unit."""
    return parse_money(text, unit=YI) if text.strip() else None


def _read_land(text: str) -> Decimal | None:
    return read_decimal(text.strip().removesuffix("亩"))


def _read_name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise ValidationError.of("name", _("Give a name."))
    return name

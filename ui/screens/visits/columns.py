"""The columns of the table of visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crm.domain.visit_rows import VisitRow
from crm.domain.visits import VisitState
from crm.i18n import _
from ui.shared.cells import Cell
from ui.shared.labels import DASH
from ui.shared.record_model import CellKind, TableColumn
from ui.shared.visit_labels import KIND_ICONS, KIND_NAMES, days_of, report_badge, state_badge


def columns(today: Callable[[], date]) -> list[TableColumn]:
    """All columns, in their order; those with `hides` go first where there is no room."""
    return [
        TableColumn(key="title", header=_("Title"), value=lambda row: row, show=_title, stretches=True),
        _kind(),
        TableColumn(
            key="begins_on",
            header=_("Dates"),
            value=lambda row: row,
            show=lambda row: Cell(text=days_of(row.begins_on, row.ends_on, today())),
            width=116,
        ),
        _text("leader", _("Leads"), 84, 3),
        _text("stops", _("Stops"), 220, 4),
        TableColumn(
            key="told_count",
            header=_("Logged"),
            value=lambda row: row,
            show=_told,
            kind=CellKind.NUMBER,
            width=84,
            sortable=False,
            hides=5,
        ),
        _text("officer", _("Owner"), 100, 6),
        TableColumn(
            key="state",
            header=_("State"),
            value=lambda row: row.state,
            show=lambda state: Cell(badges=(state_badge(state),)),
            width=104,
        ),
        TableColumn(
            key="ends_on",
            header=_("Return report"),
            value=lambda row: row,
            show=lambda row: _report(row, today()),
            width=180,
        ),
    ]


def _kind() -> TableColumn:
    return TableColumn(
        key="kind",
        header=_("Kind"),
        value=lambda row: row.kind,
        show=lambda kind: Cell(text=_(KIND_NAMES[kind]), icon=KIND_ICONS[kind], tone="t2"),
        width=104,
        hides=2,
    )


def _title(row: VisitRow) -> Cell:
    tone = "t3" if row.state is VisitState.CANCELLED else "t2"
    return Cell(lead=row.title, text=row.place, tone=tone)


def _told(row: VisitRow) -> Cell:
    done = bool(row.stop_count) and row.told_count == row.stop_count
    return Cell(text=f"{row.told_count} / {row.stop_count}", tone="grn" if done else "t2")


def _report(row: VisitRow, today: date) -> Cell:
    badge = report_badge(row, today)
    return Cell(badges=(badge,)) if badge is not None else Cell(text=DASH, tone="t3")


def _text(key: str, header: str, width: int, hides: int) -> TableColumn:
    return TableColumn(
        key=key,
        header=header,
        value=lambda row: getattr(row, key),
        show=lambda text: Cell(text=text or DASH, tone="t2" if text else "t3"),
        width=width,
        sortable=False,
        hides=hides,
    )

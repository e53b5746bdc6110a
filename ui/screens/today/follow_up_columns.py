"""The columns of the list of follow-ups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crm.domain.follow_up_lists import FollowUpListRow
from crm.i18n import _
from ui.shared.cells import Cell
from ui.shared.entries import read_date, show_date
from ui.shared.labels import DASH, WAY_ICONS, day, joined, stage_name, stage_place, way_name
from ui.shared.record_model import CellEditor, EditorKind, TableColumn


def columns(today: Callable[[], date]) -> list[TableColumn]:
    """All columns, in their order; those with `hides` go first where there is no room."""
    return [
        TableColumn(
            key="happened_on",
            header=_("Day"),
            value=lambda row: row.entry.happened_on,
            show=lambda value: Cell(text=day(value, today())),
            width=92,
        ),
        TableColumn(
            key="way",
            header=_("Way"),
            value=lambda row: row.entry.way,
            show=lambda way: Cell(text=way_name(way), icon=WAY_ICONS[way], tone="t2"),
            width=104,
        ),
        *_said(),
        *_next(today),
        *_who(),
    ]


def _said() -> list[TableColumn]:
    return [
        TableColumn(
            key="subject",
            header=_("About"),
            value=lambda row: row,
            show=_subject,
            width=212,
            sortable=False,
        ),
        TableColumn(
            key="stage", header=_("Stage"), value=lambda row: row.stage, show=_stage, width=128,
            sortable=False, hides=3,
        ),
        TableColumn(
            key="with_whom", header=_("With"), value=lambda row: row.entry.with_whom, show=_quiet, width=104,
            hides=2,
        ),
        TableColumn(
            key="text",
            header=_("What was said"),
            value=lambda row: row.entry.text,
            show=lambda text: Cell(text=" ".join(text.split())),
            sortable=False,
            stretches=True,
            export=lambda row: row.entry.text,
        ),
        TableColumn(
            key="result", header=_("Result"), value=lambda row: row.entry.result, show=_quiet, width=120,
            sortable=False, hides=5,
        ),
    ]  # fmt: skip


def _who() -> list[TableColumn]:
    return [
        TableColumn(
            key="officer", header=_("Officer"), value=lambda row: row.entry.officer, show=_quiet, width=84,
            hides=1,
        ),
        TableColumn(
            key="office", header=_("Unit"), value=lambda row: row.office, show=_quiet, width=112,
            sortable=False, hides=4,
        ),
    ]  # fmt: skip


def _next(today: Callable[[], date]) -> list[TableColumn]:
    return [
        TableColumn(
            key="next_on",
            header=_("Next date"),
            value=lambda row: row.entry.next_on,
            show=lambda value: Cell(text=day(value, today(), DASH), tone="t1" if value else "t3"),
            editor=CellEditor(
                kind=EditorKind.DATE,
                write=lambda value: show_date(value, today()),
                read=lambda text: read_date(text, today()),
            ),
            width=98,
        ),
        TableColumn(
            key="next_step",
            header=_("Next step"),
            value=lambda row: row.entry.next_step,
            editor=CellEditor(read=lambda text: text.strip()),
            width=176,
            sortable=False,
        ),
    ]


def _subject(row: FollowUpListRow) -> Cell:
    if row.project:
        return Cell(lead=row.enterprise, text=row.project)
    others = joined(name for _ref, name in row.entry.subjects)
    return Cell(lead=row.enterprise or others)


def _stage(stage: object) -> Cell:
    if stage is None:
        return Cell(text=DASH, tone="t3")
    return Cell(text=stage_name(stage), stage=stage_place(stage))  # type: ignore[arg-type]


def _quiet(value: str) -> Cell:
    return Cell(text=value or DASH, tone="t2" if value else "t3")

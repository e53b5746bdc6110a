"""Announcements told in the rows of a table (tables), each under the event told above it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import TypeVar

from crm.domain.reading import Span
from crm.reading.acts import Act, acts
from crm.reading.drafts import Draft, take_acts
from crm.reading.scenes import Findings, Scene
from crm.reading.tables import Cell, Column, Row
from crm.reading.text import number

_OF_PROJECTS = {Column.SUM, Column.PLACE, Column.STAGE}  # what is told of projects, and not of mere firms
AnySpan = TypeVar("AnySpan", bound=Span)
_start = attrgetter("start")


def draft_of_row(
    row: Row, text: str, findings: Findings, event: Act | None, date: str | None
) -> Draft | None:
    """The project of a row; its own stage, if a column tells one, goes before the event's.

    None where the row names no project, nor a firm with a sum, a place or a stage (a list of firms that
    were there announces nothing), or where nothing says what has happened to it.
    """
    name, place, industry = (row.cells.get(column) for column in (Column.NAME, Column.PLACE, Column.INDUSTRY))
    firms = [firm.name for cell in row.firms() for firm in _within(findings.enterprises, cell)]
    if not (name or (firms and row.cells.keys() & _OF_PROJECTS)):
        return None
    draft = Draft(
        scene=Scene(text=text, start=row.start, end=row.end, sentence_start=row.start, sentence_end=row.end),
        firms=list(dict.fromkeys(firms)),
        name=name.text if name else None,
        amount=row.total or next(iter(_within(findings.amounts, row.cells.get(Column.SUM))), None),
        land_mu=_land(row),
        is_item=True,
        rule="表格",
    )
    draft.zone = next((zone.text for zone in _within(findings.zones, place)), None)
    draft.region = next((region.text for region in _within(findings.regions, place)), None)
    draft.industry = industry.text if industry else None
    stage = row.cells.get(Column.STAGE)
    if stage is not None:
        take_acts(draft, acts(text, stage.start, stage.end))
    if event is not None and draft.action is None:
        draft.done, draft.date = event, date
    return draft if draft.action else None


def _within(spans: Sequence[AnySpan], cell: Cell | None) -> Sequence[AnySpan]:
    """The spans, which stand in order, that begin in a cell."""
    if cell is None:
        return ()
    return spans[bisect_left(spans, cell.start, key=_start) : bisect_left(spans, cell.end, key=_start)]


def _land(row: Row) -> float | None:
    cell = row.cells.get(Column.LAND)
    area = number(cell.text.strip("约亩 ")) if cell else None
    return float(area) if area else None

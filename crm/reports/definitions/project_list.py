"""Lists of projects: numbered rows by unit, subtotals, the total, evidence and what notes must tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from crm.domain.money import Money
from crm.domain.report_facts import ProjectFacts, TotalPlace, Wanted
from crm.domain.tables import CellValue, Column, EvidenceRow, Paper, ReportTable, Row, RowKind
from crm.reports.definitions.asked import YUAN, Asked
from crm.reports.definitions.fields import SEQUENCE, ProjectField
from crm.reports.wording import SIGNATURE, fill_in_line, numbered, rate_text

NAMES = ("project_name", "local_name")
UNIT = "reporting_unit"


@dataclass(frozen=True, kw_only=True)
class ProjectList:
    """What is particular about one list; `table` makes the sheet."""

    sheet: str
    title: str
    fields: tuple[ProjectField, ...]
    projects: Sequence[ProjectFacts]
    units: str
    summary: str = ""
    notes: tuple[str, ...] = ()
    paper: Paper = Paper.A4
    has_subtotals: bool = False
    has_total: bool = True


def wanted(fields: Iterable[ProjectField], *more: str) -> Wanted:
    """What a list of these columns draws on: their facts, the units they stand by, evidence, and `more`."""
    always = ("name", "stage", "office", "owner_office", "evidence")
    facts = frozenset((*always, *more, *(fact for field in fields for fact in field.reads)))
    return Wanted(facts=facts, has_visits=False, has_journeys=False)


def table(listing: ProjectList, asked: Asked) -> ReportTable:
    """The list as a sheet."""
    projects = sorted(listing.projects, key=asked.unit_place)
    notes = (*listing.notes, *_money_notes(listing.fields, projects, asked))
    return ReportTable(
        sheet=listing.sheet,
        title=listing.title,
        columns=tuple(field.column for field in listing.fields),
        rows=tuple(_rows(listing, projects, asked)),
        fill_in=fill_in_line(asked.request),
        units=listing.units,
        summary=listing.summary,
        notes=numbered(notes),
        signature=SIGNATURE,
        paper=listing.paper,
    )


def in_units(projects: Iterable[ProjectFacts], asked: Asked) -> list[tuple[str, list[ProjectFacts]]]:
    """The projects by unit, units in protocol order."""
    ordered = sorted(projects, key=lambda project: (asked.unit_place(project), asked.unit(project)))
    return [(unit, list(members)) for unit, members in groupby(ordered, key=asked.unit)]


def added_up(values: Iterable[CellValue]) -> Decimal | None:
    """The exact sum of the figures; None if there are none, because unknown is not zero."""
    figures = [value for value in values if isinstance(value, Decimal)]
    return sum(figures, Decimal(0)) if figures else None


def _rows(listing: ProjectList, projects: Sequence[ProjectFacts], asked: Asked) -> list[Row]:
    columns = [field.column for field in listing.fields]
    body: list[Row] = []
    rows: list[Row] = []
    for unit, members in in_units(projects, asked):
        of_unit = [
            _row(project, place, listing, asked) for place, project in enumerate(members, len(body) + 1)
        ]
        body += of_unit
        rows += of_unit
        if listing.has_subtotals and unit:
            rows.append(_sum_row("小计", unit, columns, of_unit, RowKind.SUBTOTAL))
    if not body or not listing.has_total or asked.request.totals is TotalPlace.NONE:
        return rows
    total = _sum_row("合计", "", columns, body, RowKind.TOTAL)
    return [total, *rows] if asked.request.totals is TotalPlace.FIRST else [*rows, total]


def _row(project: ProjectFacts, place: int, listing: ProjectList, asked: Asked) -> Row:
    values = tuple(
        place if field.column.key == SEQUENCE else field.value(project, asked) for field in listing.fields
    )
    return Row(values=values, evidence=_evidence(project, listing.fields))


def _evidence(project: ProjectFacts, fields: tuple[ProjectField, ...]) -> tuple[tuple[str, EvidenceRow], ...]:
    if not project.evidence:
        return ()
    keys = {field.source: field.column.key for field in fields}
    return tuple((keys[found.field], found) for found in project.evidence if found.field in keys)


def _sum_row(word: str, unit: str, columns: Sequence[Column], rows: Sequence[Row], kind: RowKind) -> Row:
    def value(place: int, column: Column) -> CellValue:
        if column.key == SEQUENCE:
            return word
        if column.key == UNIT:
            return unit or None
        if column.key in NAMES:
            return f"{len(rows)}个项目"
        return added_up(row.values[place] for row in rows) if column.totalled else None

    return Row(values=tuple(value(place, column) for place, column in enumerate(columns)), kind=kind)


def _money_notes(
    fields: tuple[ProjectField, ...], projects: Sequence[ProjectFacts], asked: Asked
) -> list[str]:
    notes: list[str] = []
    used: set[str] = set()
    for field in fields:
        missing: list[str] = []
        for project in projects if field.money else ():
            money: Money | None = getattr(project, field.money)
            if money is None or _is_printed_as_it_is(field, money):
                continue
            if field.value(project, asked) is None:
                missing.append(f"{project.name}（{money.value.normalize():f} {money.currency}）")
            else:
                used |= {money.currency, "USD"} if field.money == "foreign_capital" else {money.currency}
        if missing:
            header = field.column.header.split("\n")[0]
            notes.append(f"下列项目的{header}以外币计，未录入汇率，留空且未计入合计：{'、'.join(missing)}。")
    rates = [rate for rate in asked.facts.rates if rate.currency in used]
    if rates:
        notes.append(f"外币按下列汇率折算：{'；'.join(rate_text(rate) for rate in rates)}。")
    return notes


def _is_printed_as_it_is(field: ProjectField, money: Money) -> bool:
    return money.currency == ("USD" if field.money == "foreign_capital" else YUAN)


def summed(projects: Iterable[ProjectFacts], value: Callable[[ProjectFacts], CellValue]) -> Decimal:
    """The sum of one figure over projects, for running text."""
    return added_up(value(project) for project in projects) or Decimal(0)

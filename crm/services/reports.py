"""Reports: asked for, made, written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from crm.data.store import Store
from crm.domain.errors import ValidationError
from crm.domain.permissions import authorize
from crm.domain.report_facts import Period, ReportRequest
from crm.domain.tables import ReportBook, ReportTable, SheetFonts
from crm.i18n import N_, _
from crm.reports import definitions, sheets
from crm.services.steps.report_facts import read_facts

# What the window and the command line call the reports; the documents themselves are Chinese.
REPORT_NAMES = {
    "ledger": N_("Ledger"),
    "negotiating": N_("Under negotiation"),
    "signed": N_("Signed projects"),
    "registered": N_("Registered projects"),
    "started": N_("Started projects"),
    "in_production": N_("Projects in production"),
    "weekly": N_("Weekly report"),
    "trips": N_("Trips"),
    "receptions": N_("Receptions"),
}


@dataclass(frozen=True, kw_only=True)
class ReportInfo:
    """A report that can be asked for."""

    name: str
    title: str  # in the language of the window
    document_title: str  # as the document is headed


class Reports:
    """What an officer does with reports."""

    def __init__(self, store: Store, fonts: SheetFonts) -> None:
        self._store = store
        self._fonts = fonts

    def list(self) -> list[ReportInfo]:
        """The reports that can be asked for."""
        return [
            ReportInfo(name=name, title=_(REPORT_NAMES[name]), document_title=definitions.title(name))
            for name in definitions.names()
        ]

    def columns(self) -> tuple[tuple[str, str], ...]:
        """Key and header of every project column that may be added."""
        return definitions.column_choices()

    def book(self, name: str, request: ReportRequest, *, has_evidence: bool = True) -> ReportBook:
        """The report as tables; to be looked at alone, it needs no evidence.

        Raises NotFound for an unknown report, ValidationError for a period that ends before it begins.
        """
        authorize(self._store.actor, "reports.make")
        period = request.period
        if period.end < period.start:
            raise ValidationError.of("end", _("The period ends before it begins."))
        wanted = definitions.wanted(name, request)
        if not has_evidence:
            wanted = replace(wanted, facts=wanted.facts - {"evidence"})
        with self._store.read() as reader:
            facts = read_facts(reader, period.start, period.end, wanted)
        stamped = replace(
            request,
            made_by=request.made_by or self._store.actor.name,
            filled_by=request.filled_by or self._store.actor.name,
            made_at=request.made_at or datetime.now(UTC),
        )
        return definitions.build(name, facts, stamped)

    def run(self, name: str, request: ReportRequest, out: Path) -> Path:
        """Writes the report to `out`; where `out` is a folder, under the usual name in it.

        Raises Unusable with the reason if the file cannot be written; an older one is then left as it was.
        """
        book = self.book(name, request)
        path = out / f"{book.name}.xlsx" if out.is_dir() else out
        sheets.write(book, path, self._fonts)
        return path

    def export(self, table: ReportTable, path: Path, asked: Sequence[tuple[str, str]] = ()) -> None:
        """Writes a list as it stands on the screen; Unusable with the reason if the file cannot be written.

        `asked` says what it was narrowed to, name and value.
        """
        authorize(self._store.actor, "reports.make")
        book = ReportBook(
            name=path.stem,
            tables=(table,),
            made_by=self._store.actor.name,
            made_at=datetime.now(),
            asked=tuple(asked),
        )
        sheets.write(book, path, self._fonts)


def week_of(day: date) -> Period:
    """Monday to Sunday of the week of `day`: what a weekly is asked for."""
    monday = day - timedelta(days=day.weekday())
    return Period(start=monday, end=monday + timedelta(days=6))


def year_until(day: date) -> Period:
    """From New Year to `day`: what ledgers and lists are asked for."""
    return Period(start=date(day.year, 1, 1), end=day)

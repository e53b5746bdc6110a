"""What one kind of report consists of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm.domain.report_facts import ReportRequest, Wanted
from crm.domain.tables import ReportTable
from crm.reports.definitions.asked import Asked


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report by the name it is asked for, the title documents give it, and how its sheets are made.

    `wants` names the facts that `tables` draws on: no others are read.
    """

    name: str
    title: str
    wants: Callable[[ReportRequest], Wanted]
    tables: Callable[[Asked], tuple[ReportTable, ...]]

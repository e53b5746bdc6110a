"""What one kind of report consists of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm.domain.tables import ReportTable
from crm.reports.definitions.asked import Asked


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report by the name it is asked for, the title documents give it, and how its sheets are made."""

    name: str
    title: str
    tables: Callable[[Asked], tuple[ReportTable, ...]]

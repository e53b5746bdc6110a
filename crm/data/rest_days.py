"""The rest days of past years and this one, as shipped with the program."""

from __future__ import annotations

import csv
from functools import cache

from crm.domain.workdays import RestYear, read_days
from crm.paths import resource


@cache
def shipped_years() -> tuple[RestYear, ...]:
    """The years of resources/lexicons/rest_days.csv."""
    with resource("lexicons", "rest_days.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(_year(row) for row in csv.DictReader(lines))


def _year(row: dict[str, str]) -> RestYear:
    year = int(row["year"])
    return RestYear(year=year, rest=read_days(row["rest"], year), work=read_days(row["work"], year))

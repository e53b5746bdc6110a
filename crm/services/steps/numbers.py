"""Numbers that are given once."""

from __future__ import annotations

from datetime import date

from crm.data.queries.projects import codes_of_day
from crm.data.reader import Reader


def next_code(reader: Reader, on: date) -> str:
    """The next free project number of a day: YYYYMMDD and three digits (DOMAIN 2.2 rule 5)."""
    taken = [code[8:] for code in codes_of_day(reader, f"{on:%Y%m%d}")]
    highest = max((int(number) for number in taken if number.isdigit()), default=0)
    return f"{on:%Y%m%d}{highest + 1:03d}"

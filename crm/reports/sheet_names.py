"""Names of sheets as every spreadsheet program takes them."""

from __future__ import annotations

import re

from crm.reports.text_fit import clean, pieces

MAX_UNITS = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\n\t]")
_RESERVED = ("history",)
NAMELESS = "表"


class SheetNames:
    """Gives each sheet of one workbook a valid name that no other sheet of it has."""

    def __init__(self) -> None:
        self._taken = set(_RESERVED)

    def take(self, wish: str) -> str:
        """The name nearest to `wish` that is free."""
        wanted = _FORBIDDEN.sub("_", clean(wish)).strip("' ") or NAMELESS
        name, number = pieces(wanted, MAX_UNITS)[0], 1
        while name.casefold() in self._taken:
            number += 1
            ending = f"({number})"
            name = pieces(wanted, MAX_UNITS - len(ending))[0] + ending
        self._taken.add(name.casefold())
        return name

"""Text that every database, workbook and printer can take."""

from __future__ import annotations

import re

# PostgreSQL stores no NUL, workbooks no other control character, and nothing stores half a surrogate pair.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` without control characters other than tabs and line ends; lone surrogates become U+FFFD."""
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))

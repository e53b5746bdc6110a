"""Brings the catalogue up to date with the texts in the sources, and compiles it.

    python -m installer.translate            keeps zh_CN.po in step with crm and ui; lists what is missing
    python -m installer.translate FILE.txt   takes translations from lines "English<TAB>中文" first

The compiled zh_CN.mo is committed too, so that the program starts from a bare checkout; a test compares them.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "resources" / "translations" / "zh_CN.po"
MO = ROOT / "resources" / "translations" / "zh_CN" / "LC_MESSAGES" / "investlead.mo"
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # a date that moved would make every change touch the file
_KEYWORDS = {"_": None, "N_": None, "_n": (1, 2)}


def texts() -> dict[str | tuple[str, ...], list[str]]:
    """Every text of the sources that people see, with the files it stands in."""
    found: dict[str | tuple[str, ...], list[str]] = {}
    for folder in ("crm", "ui"):
        for file, _line, text, _comments, _context in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=_KEYWORDS
        ):
            found.setdefault(text if isinstance(text, str) else tuple(text), []).append(f"{folder}/{file}")
    return found


def catalogue() -> Catalog:
    """The catalogue as it is kept."""
    if not PO.exists():
        return _empty()
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def compiled(source: Catalog) -> bytes:
    """The bytes of the .mo file of a catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, source)
    return buffer.getvalue()


def up_to_date(known: Catalog, told: dict[str, str]) -> Catalog:
    """A catalogue of exactly the texts of the sources, translated from `told`, else as known."""
    fresh = _empty()
    for text, files in sorted(texts().items(), key=lambda entry: str(entry[0])):
        key = text if isinstance(text, str) else text[0]
        kept = known.get(key)
        old = kept.string if kept else ""
        places: Any = [(file, None) for file in sorted(set(files))]  # no lines: they move with every change
        if isinstance(text, str):
            fresh.add(text, told.get(text) or (old if isinstance(old, str) else ""), locations=places)
        else:
            plural = told.get(text[1]) or told.get(text[0]) or (old[0] if isinstance(old, tuple) else "")
            fresh.add(text, (plural,), locations=places)
    return fresh


def missing(source: Catalog) -> list[str]:
    """English texts without a translation."""
    return [str(message.id) for message in source if message.id and not any(message.string or "")]


def _empty() -> Catalog:
    return Catalog(
        locale="zh_CN",
        project="InvestLead",
        header_comment="# Chinese texts of InvestLead.",
        fuzzy=False,
        creation_date=_NEVER,
        revision_date=_NEVER,
    )


def main(arguments: list[str]) -> int:
    """Updates and compiles the catalogue; 1 if texts are missing."""
    told: dict[str, str] = {}
    for name in arguments:
        for line in Path(name).read_text("utf-8").splitlines():
            english, tab, chinese = line.partition("\t")
            if tab and chinese.strip():
                told[english.replace("\\n", "\n")] = chinese.strip().replace("\\n", "\n")
    fresh = up_to_date(catalogue(), told)
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, fresh, width=110, sort_output=False, omit_header=False)
    MO.parent.mkdir(parents=True, exist_ok=True)
    MO.write_bytes(compiled(catalogue()))
    lacking = missing(fresh)
    for text in lacking:
        print(text.replace("\n", "\\n"))
    print(f"{len(list(fresh)) - 1} texts, {len(lacking)} without Chinese", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

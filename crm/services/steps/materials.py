"""What is taken in as an article: bytes under a name, from files, folders and the clipboard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from crm.data.documents import CLIPPING_START, MOST_BYTES
from crm.domain.errors import Unreadable
from crm.domain.review import Clip
from crm.i18n import _


@dataclass(frozen=True, kw_only=True)
class Material:
    """Something to take in: bytes under a name, from an address if it was fetched."""

    name: str
    content: bytes
    url: str = ""


def of_clip(clip: Clip) -> list[Material]:
    """What was copied, the best first: HTML keeps lines and table rows that plain text loses."""
    forms = [clip.text]
    if clip.html.strip() and len(clip.html) < MOST_BYTES // 4:
        forms.insert(0, CLIPPING_START + clip.html)
    name = _("pasted text")
    return [Material(name=name, content=form.encode("utf-8", "replace"), url=clip.url) for form in forms]


def load(path: Path) -> Material:
    """The bytes of a file; Unreadable with the reason if there are none or too many."""
    try:
        if not path.is_file():
            raise Unreadable(_("It is no file."))
        if path.stat().st_size > MOST_BYTES:
            sentence = _("The file has {size} MB; articles have at most {most} MB.")
            raise Unreadable(sentence.format(size=path.stat().st_size // 2**20, most=MOST_BYTES // 2**20))
        return Material(name=path.name, content=path.read_bytes())
    except OSError as error:
        raise Unreadable(_("It cannot be read: {reason}").format(reason=error.strerror)) from error


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files, and those in the folders among them; hidden ones are left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(entry for entry in path.rglob("*") if entry.is_file())
            found += [entry for entry in inside if not entry.name.startswith((".", "~$"))]
        else:
            found.append(path)
    return found

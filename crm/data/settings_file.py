"""Settings as JSON, checked when read and replaced whole when written."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crm.domain.codec import from_plain, to_plain
from crm.domain.refusals import refusals_told
from crm.domain.settings import Settings
from crm.i18n import LANGUAGES, _
from crm.paths import write_beside

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The settings, and what the user should be told about them."""

    settings: Settings
    warning: str = ""


def load(path: Path) -> Loaded:
    """Settings from `path`; the usual ones, and a copy of the file, if it cannot be understood."""
    if not path.exists():
        return Loaded(settings=Settings())
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("too large")
        settings = from_plain(Settings, json.loads(path.read_text("utf-8")))
        _check(settings)
        return Loaded(settings=settings)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        kept = path.with_name(f"{path.name}.bad-{datetime.now():%Y%m%d-%H%M%S}")
        try:
            os.replace(path, kept)
        except OSError:
            kept = path
        sentence = _("The settings could not be read and were set back. The old file is {path}.")
        return Loaded(settings=Settings(), warning=sentence.format(path=kept))


def save(path: Path, settings: Settings) -> None:
    """Writes the settings beside the old file and puts them in its place.

    Raises Unusable with the reason if the folder cannot be written.
    """
    with refusals_told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_beside(path) as draft:
            draft.write_text(json.dumps(to_plain(settings), ensure_ascii=False, indent=1), "utf-8")


def _check(settings: Settings) -> None:
    texts = (
        settings.location,
        settings.officer,
        settings.report_folder,
        settings.row_height,
        settings.window,
        settings.clip_token_hash,
    )
    if settings.language not in LANGUAGES or not all(isinstance(text, str) for text in texts):
        raise ValueError("not settings")
    if type(settings.clip_port) is not int or not 0 <= settings.clip_port <= 65535:
        raise ValueError("not a port")
    if not all(type(hour) is int and 0 <= hour < 24 for hour in (settings.quiet_from, settings.quiet_until)):
        raise ValueError("not an hour")

"""Half-filled forms as files of this user, so that they outlive a crash."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crm.paths import data_folder, write_beside

_MOST_BYTES = 1_000_000


class FileDrafts:
    """One JSON file a form; a draft that cannot be kept or read stops nobody."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or data_folder() / "drafts"

    def load(self, key: str) -> Mapping[str, Any] | None:
        """What was kept under the key."""
        path = self._path(key)
        try:
            if path.stat().st_size > _MOST_BYTES:
                return None
            found = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    def keep(self, key: str, values: Mapping[str, Any]) -> None:
        """Keeps the entries of a form."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with write_beside(self._path(key)) as draft:
                draft.write_text(json.dumps(dict(values), ensure_ascii=False), "utf-8")

    def drop(self, key: str) -> None:
        """Forgets them."""
        with contextlib.suppress(OSError):
            self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"

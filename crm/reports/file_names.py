"""File names that every system takes."""

from __future__ import annotations

import re
import unicodedata

MAX_BYTES = 180  # of UTF-8; file systems stop at 255 and an ending follows
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
NAMELESS = "报表"


def safe_file_name(text: str) -> str:
    """`text` as a file name without ending: no separators, controls, device names, dots at the ends."""
    shown = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co"))
    name = _FORBIDDEN.sub("_", shown)
    name = name.encode()[:MAX_BYTES].decode(errors="ignore").strip(" .　~")
    if _RESERVED.match(name):
        name = f"_{name}"
    return name or NAMELESS

"""What other programs put on the clipboard, as a Clip: text, HTML, and the address it was copied from."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData

from crm.domain.review import Clip
from ui.shared.plain_text import whole_characters

# Where browsers say which page was copied from, and how they write it.
_ADDRESSES = {
    "chromium/x-source-url": "utf-8",
    "org.chromium.source-url": "utf-8",
    "text/x-moz-url-priv": "utf-16-le",
    'application/x-qt-windows-mime;value="HTML Format"': "utf-8",
}
_ADDRESS = re.compile(r"(?:^|\bSourceURL:)(https?://[^\s<>\"\0]{1,2000})")
_WITHIN = 5_000  # characters in which the address stands


def clip_from(data: QMimeData) -> Clip:
    """What lies on the clipboard or was dropped; an empty text if it is neither text nor HTML."""
    text = whole_characters(data.text()) if data.hasText() else ""
    html = whole_characters(data.html()) if data.hasHtml() and text.strip() else ""
    return Clip(text=text, html=html, url=_address(data))


def _address(data: QMimeData) -> str:
    for kind, charset in _ADDRESSES.items():
        if data.hasFormat(kind):
            told = bytes(data.data(kind).data()[:_WITHIN]).decode(charset, "replace")
            if found := _ADDRESS.search(told):
                return found.group(1)
    return ""

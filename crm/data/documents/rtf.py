"""Text of RTF documents, without their fonts, pictures and fields."""

from __future__ import annotations

import re

from crm.data.documents.plain import text_notes
from crm.domain.documents import Document, DocumentKind
from crm.domain.text import clean_text

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.S
)
_UNTOLD = frozenset((
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"header", b"footer", b"headerl",
    b"headerr", b"headerf", b"footerl", b"footerr", b"footerf", b"object", b"themedata",
    b"listtable", b"listoverridetable", b"rsidtbl", b"generator", b"datastore", b"latentstyles",
    b"xmlnstbl", b"fldinst", b"bkmkstart", b"bkmkend", b"nonshppict",
))  # fmt: skip
_BREAKS = {
    b"par": "\n",
    b"line": "\n",
    b"row": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"tab": " ",
    b"cell": "\t",
}
_SIGNS = {
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emdash": "—",
    b"endash": "–",
}
_CODE_PAGES = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 932: "cp932", 949: "cp949"}


def read_rtf(data: bytes) -> Document:
    """The document in an RTF file."""
    text = clean_text(_RtfText(data).text())
    return Document(kind=DocumentKind.TEXT, text=text, format="rtf", notes=text_notes(text))


class _RtfText:
    """Reads the tokens of a file once; groups that are not told are counted through."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        page = re.search(rb"\\ansicpg(\d{3,5})", data[:2_000])
        number = int(page.group(1)) if page else 936
        self._charset = _CODE_PAGES.get(number, "cp1252" if number == 1252 else "gb18030")
        self._told: list[str] = []
        self._bytes = bytearray()
        self._high: int | None = None

    def text(self) -> str:
        """All that is told."""
        depth, untold_from, to_skip = 0, 0, 0
        for token in _TOKEN.finditer(self._data):
            word, number, code, sign, brace, plain = token.groups()
            if brace:
                depth += 1 if brace == b"{" else -1
                untold_from = untold_from if depth >= untold_from else 0
                self._flush()
            elif untold_from:
                continue
            elif (word in _UNTOLD) or sign == b"*":
                untold_from = depth
            elif to_skip and (code or plain or sign):
                to_skip, plain = 0, (plain[1:] if plain else None)
                if plain:
                    self._bytes += plain
            elif word == b"u":
                to_skip = 1
                self._add_code(int(number or b"0"))
            elif code:
                self._bytes.append(int(code, 16))
            elif plain:
                self._bytes += plain
            else:
                self._add(_BREAKS.get(word or b"", _SIGNS.get(word or b"", "")) or _escaped(sign))
        self._flush()
        return "".join(self._told)

    def _add(self, text: str) -> None:
        self._flush()
        self._told.append(text)

    def _add_code(self, number: int) -> None:
        """A UTF-16 unit, signed as RTF writes it."""
        unit = number % 0x10000
        if self._high is not None and 0xDC00 <= unit < 0xE000:
            self._add(chr(0x10000 + ((self._high - 0xD800) << 10) + (unit - 0xDC00)))
            self._high = None
        elif 0xD800 <= unit < 0xDC00:
            self._high = unit
        else:
            self._add(chr(unit))
            self._high = None

    def _flush(self) -> None:
        if self._bytes:
            self._told.append(self._bytes.decode(self._charset, "replace"))
            self._bytes.clear()


def _escaped(sign: bytes | None) -> str:
    if sign in (b"\\", b"{", b"}"):
        return sign.decode("ascii")
    return {b"~": " ", b"_": "-", b"\n": "\n", b"\r": "\n"}.get(sign or b"", "")

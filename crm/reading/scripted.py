"""The article of a page that a script fills in: the longest text among the values its scripts hold."""

from __future__ import annotations

import html as entities
import json
import re

_HOLDERS = re.compile(
    r"""["']?(?:articleBody|article_?[cC]ontent|content(?:Html|Text|_html|_noencode)?|html_?[cC]ontent|body(?:Html|Text)?"""
    r"""|detail(?:Content)?|news_?[cC]ontent|main_?[tT]ext|txt|text)["']?\s*[:=]\s*(?P<quote>["'])"""
)
_MOST_HOLDERS = 400
_LEAST = 120  # Chinese characters of an article that outweighs what the page shows
_CHINESE = re.compile("[\u4e00-\u9fff]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "", "t": " ", "b": "", "f": ""}


def scripted_article(source: str) -> str | None:
    """Markup or text of the longest article among the strings of a page's scripts, None if there is none."""
    best, most = None, _LEAST - 1
    at = 0
    for _count in range(_MOST_HOLDERS):
        found = _HOLDERS.search(source, at)
        if found is None:
            break
        end = _end_of_string(source, found.end(), found["quote"])
        if end is None:
            at = found.end()
            continue
        at = end
        told = len(_CHINESE.findall(source, found.end(), end)) or _escaped_count(source, found.end(), end)
        if told > most:
            best, most = source[found.end() : end], told
    return entities.unescape(_unescaped(best)) if best else None


def _end_of_string(source: str, start: int, quote: str) -> int | None:
    """Where the string that begins at `start` ends."""
    closing = re.compile(rf"\\.|{quote}|\n", re.DOTALL)
    for mark in closing.finditer(source, start):
        if mark.group() == quote:
            return mark.start()
        if mark.group() == "\n":
            return None
    return None


def _escaped_count(source: str, start: int, end: int) -> int:
    return source.count("\\u", start, end)


def _unescaped(value: str) -> str:
    try:
        told = json.loads(f'"{value}"', strict=False)
        return told if isinstance(told, str) else value
    except ValueError:
        return _ESCAPE.sub(_escape, value)


def _escape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _PLAIN_ESCAPES.get(found[3], found[3])

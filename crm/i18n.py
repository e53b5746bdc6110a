"""Texts for people: one gettext catalogue for the core and the window.

English sentences are the keys; `resources/translations/zh_CN.po` holds the Chinese.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass

from crm.paths import resource

LANGUAGES = ("zh_CN", "en")
_DOMAIN = "investlead"


@dataclass
class _Current:
    language: str
    texts: gettext.NullTranslations


_current = _Current("en", gettext.NullTranslations())


def use_language(language: str) -> None:
    """Answer in `language` ("zh_CN" or "en") from now on, in this process."""
    if language not in LANGUAGES:
        language = "en"
    if language == "en":
        texts = gettext.NullTranslations()
    else:
        texts = gettext.translation(_DOMAIN, resource("translations"), [language], fallback=True)
    _current.language, _current.texts = language, texts


def language() -> str:
    """The language in use."""
    return _current.language


def _(text: str) -> str:
    """`text` in the language in use."""
    return _current.texts.gettext(text)


def _n(one: str, many: str, count: int) -> str:
    """The form for `count`, with {count} filled in."""
    return _current.texts.ngettext(one, many, count).format(count=count)


def N_(text: str) -> str:
    """Marks `text` for the catalogue; it is translated where it is shown."""
    return text

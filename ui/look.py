"""Language and theme of the window, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from crm.i18n import language, use_language
from ui.shared.theme import ThemeChoice, theme


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the settings say about the window."""

    language: str = "zh_CN"
    theme: ThemeChoice = ThemeChoice.SYSTEM


def apply_look(look: Look) -> None:
    """Language and theme from now on; open windows are made anew by whoever holds them."""
    use_language(look.language)
    _translate_qt()
    theme().use(look.theme)


_translators: list[QTranslator] = []


def _translate_qt() -> None:
    """Qt's own buttons and menus speak the language too."""
    for translator in _translators:
        QApplication.removeTranslator(translator)
    _translators.clear()
    QLocale.setDefault(QLocale(language()))
    if language() == "en":
        return
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language()}", folder):
        QApplication.installTranslator(translator)
        _translators.append(translator)

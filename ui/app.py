"""Makes the Qt application: input method, look, Qt's own texts, crash reports."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from crm.i18n import language, use_language
from ui.shared.composing import watch_composing
from ui.shared.crash import start_log
from ui.shared.theme import ThemeChoice, theme


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the settings say about the window."""

    language: str = "zh_CN"
    theme: ThemeChoice = ThemeChoice.SYSTEM


def cure_input_method(environment: MutableMapping[str, str], plugins: Path, platform: str) -> bool:
    """Lets fcitx users type Chinese; True if something had to be changed.

    The wheel has no fcitx plugin. fcitx 5 also speaks ibus through the portal; without this change
    Qt falls back silently to no input method at all. Must run before QApplication is made.
    """
    wanted = environment.get("QT_IM_MODULE", "")
    if not platform.startswith("linux") or not wanted.startswith("fcitx"):
        return False
    if any(plugins.glob("platforminputcontexts/*fcitx*")):
        return False
    environment["QT_IM_MODULE"] = "ibus"
    environment["IBUS_USE_PORTAL"] = "1"
    environment.pop("QT_IM_MODULES", None)
    return True


def make_app(arguments: Sequence[str] = (), look: Look | None = None) -> QApplication:
    """The one QApplication of this process, dressed; the one that exists already is dressed anew."""
    existing = QApplication.instance()
    if not isinstance(existing, QApplication):
        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
        cure_input_method(os.environ, plugins, sys.platform)
        existing = QApplication([sys.argv[0], *arguments])
    existing.setApplicationName("InvestLead")
    existing.setDesktopFileName("investlead")
    existing.setStyle("Fusion")
    start_log()
    watch_composing()
    apply_look(look or Look())
    return existing


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

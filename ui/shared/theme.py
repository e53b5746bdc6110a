"""The look of the window: colours, fonts and palette of the light and the dark theme."""

from __future__ import annotations

import sys
from enum import StrEnum
from functools import cache, lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from crm.i18n import language
from ui.shared.style_sheet import style_sheet
from ui.shared.tokens import DARK, LIGHT, Tokens


class ThemeChoice(StrEnum):
    """What the officer can choose in the settings."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


HAN_FAMILIES = {
    "win32": ("Microsoft YaHei UI", "Microsoft YaHei"),
    "darwin": ("PingFang SC",),
    "linux": ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei"),
}
LATIN_FAMILIES = {
    "win32": ("Segoe UI",),
    "darwin": (".AppleSystemUIFont", "SF Pro Text"),
    "linux": ("Inter", "Noto Sans"),
}
MOST_FITTED = 10_000  # texts whose width is kept: those of some screens, painted again with every hover
TITLE_FAMILIES = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "Noto Serif CJK SC")
SHEET_FAMILIES = ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "Noto Serif CJK SC")


class Theme(QObject):
    """The theme in use; reach it through `theme()`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tokens = LIGHT
        self._choice = ThemeChoice.LIGHT
        self._colours: dict[str, QColor] = {}

    @property
    def tokens(self) -> Tokens:
        """Every colour in use."""
        return self._tokens

    @property
    def choice(self) -> ThemeChoice:
        """What was chosen; SYSTEM follows the desktop where it tells."""
        return self._choice

    @property
    def is_dark(self) -> bool:
        """True while the dark theme is shown."""
        return self._tokens is DARK

    def use(self, choice: ThemeChoice | str) -> None:
        """Shows the theme from now on, in every open window."""
        self._choice = ThemeChoice(choice)
        self._show(DARK if self._wants_dark() else LIGHT)

    def follow_system(self) -> None:
        """Takes over what the desktop says, if that was chosen."""
        if self._choice is ThemeChoice.SYSTEM:
            self.use(ThemeChoice.SYSTEM)

    def colour(self, name: str) -> QColor:
        """The colour of a token, by its name in Tokens, or itself if it is `#RRGGBB`."""
        found = self._colours.get(name)
        if found is None:
            found = QColor(name if name.startswith("#") else getattr(self._tokens, name))
            self._colours[name] = found
        return found

    def stage_colour(self, stage: int) -> QColor:
        """The colour of the stage at this place of the ramp, counted from 0."""
        ramp = self._tokens.stages
        return self.colour(ramp[max(0, min(stage, len(ramp) - 1))])

    def _wants_dark(self) -> bool:
        if self._choice is ThemeChoice.SYSTEM:
            return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice is ThemeChoice.DARK

    def _show(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._colours.clear()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(palette(tokens))
            app.setFont(font())
            app.setStyleSheet(style_sheet(tokens))
        self.changed.emit()


@cache
def theme() -> Theme:
    """The one theme of this process."""
    made = Theme()
    hints = QApplication.styleHints()
    if hints is not None:
        hints.colorSchemeChanged.connect(made.follow_system)
    return made


def families() -> list[str]:
    """Font families for the interface, first found wins."""
    system = sys.platform if sys.platform in HAN_FAMILIES else "linux"
    han, latin = HAN_FAMILIES[system], LATIN_FAMILIES[system]
    return [*han, *latin] if language() == "zh_CN" else [*latin, *han]


def font(pixels: int = 13, *, bold: bool = False) -> QFont:
    """The interface font with tabular digits; use 12, 13, 14, 16, 20 or 26 pixels."""
    return QFont(_font(pixels, bold, language()))


def pen_font(pixels: int = 13, *, bold: bool = False) -> QFont:
    """`font(pixels)` for painting, where it is asked for with every word; nobody may change it."""
    return _font(pixels, bold, language())


def fitted(text: str, width: int, pixels: int = 13, *, bold: bool = False) -> tuple[str, int]:
    """The text with … where it does not fit into `width`, and how wide that is."""
    return _fitted(text, width, pixels, bold, language())


@lru_cache(maxsize=MOST_FITTED)
def _fitted(text: str, width: int, pixels: int, bold: bool, _language: str) -> tuple[str, int]:
    measure = metrics(pixels, bold=bold)
    shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))
    return shown, measure.horizontalAdvance(shown)


@cache
def _font(pixels: int, bold: bool, _language: str) -> QFont:
    made = QFont()
    made.setFamilies(families())
    made.setPixelSize(pixels)
    made.setBold(bold)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def metrics(pixels: int = 13, *, bold: bool = False) -> QFontMetrics:
    """Measures of `font(pixels)`."""
    return _metrics(pixels, bold, language())


@cache
def _metrics(pixels: int, bold: bool, _language: str) -> QFontMetrics:
    return QFontMetrics(font(pixels, bold=bold))


def palette(tokens: Tokens) -> QPalette:
    """The palette Fusion paints with."""
    roles = {
        QPalette.ColorRole.Window: tokens.canvas,
        QPalette.ColorRole.Base: tokens.panel,
        QPalette.ColorRole.AlternateBase: tokens.sunken,
        QPalette.ColorRole.WindowText: tokens.t1,
        QPalette.ColorRole.Text: tokens.t1,
        QPalette.ColorRole.ButtonText: tokens.t1,
        QPalette.ColorRole.BrightText: tokens.red,
        QPalette.ColorRole.Button: tokens.panel,
        QPalette.ColorRole.PlaceholderText: tokens.t3,
        QPalette.ColorRole.Highlight: tokens.acc,
        QPalette.ColorRole.HighlightedText: tokens.on_acc,
        QPalette.ColorRole.Accent: tokens.acc,
        QPalette.ColorRole.Link: tokens.acc_t,
        QPalette.ColorRole.LinkVisited: tokens.acc_t,
        QPalette.ColorRole.Light: tokens.panel,
        QPalette.ColorRole.Midlight: tokens.hover,
        QPalette.ColorRole.Mid: tokens.line,
        QPalette.ColorRole.Dark: tokens.line_2,
        QPalette.ColorRole.Shadow: tokens.line_2,
        QPalette.ColorRole.ToolTipBase: tokens.panel,
        QPalette.ColorRole.ToolTipText: tokens.t1,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.t_off))
    return made

"""Icons by meaning, drawn from the Phosphor font in the colours of the theme."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import qtawesome
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from qtawesome.iconic_font import IconicFont

from ui.shared.theme import theme

BESIDE_TEXT = QSize(20, 16)  # of an icon in a button with a text: the icon, and room between the two

# Meaning -> name in Phosphor 1.3. This is the only place that knows them.
ICONS = {
    # rail
    "today": "sun", "articles": "newspaper", "projects": "columns", "enterprises": "buildings",
    "zones": "map-pin", "chains": "flow-arrow", "visits": "path", "reports": "file-text",
    "analysis": "chart-bar", "settings": "gear",
    # ways of contact
    "phone": "phone", "message": "chat-circle", "visit": "car", "reception": "users",
    "negotiation": "handshake", "meeting": "presentation", "trip": "airplane",
    # facts
    "project": "briefcase", "enterprise": "buildings", "zone": "map-pin", "industry": "flow-arrow",
    "contact": "user", "person": "user", "target": "target", "claims": "quotes", "stalled": "hourglass",
    "task": "check-square",
    "overdue": "clock", "next": "calendar", "date": "calendar-blank", "attachment": "paperclip",
    "review": "shield-check", "stage": "flag-banner", "merge": "git-merge", "on_hold": "pause-circle",
    "leader": "star", "article": "newspaper", "amount": "currency-cny", "complete": "check",
    "expansion": "trend-up", "financing": "money", "listing": "chart-line-up", "supply": "truck",
    "site": "map-trifold", "product": "package", "tracked": "star-fill",
    "obstacle": "warning-octagon", "follow_up": "note-pencil", "history": "clock-counter-clockwise",
    # actions
    "add": "plus", "remove": "minus", "edit": "pencil-simple", "delete": "trash", "close": "x",
    "clear": "x", "search": "magnifying-glass", "more": "dots-three", "export": "download-simple",
    "import": "upload-simple", "open": "arrow-square-out", "copy": "copy", "undo": "arrow-counter-clockwise",
    "redo": "arrow-clockwise", "refresh": "arrows-clockwise", "filter": "funnel", "columns": "sliders",
    "group": "stack", "sort": "arrows-down-up", "snooze": "alarm", "link": "link", "alias": "tag",
    "quote": "quotes", "pin": "push-pin", "reject": "prohibit", "save": "floppy-disk", "print": "printer",
    "folder": "folder-open", "file": "file", "paste": "clipboard-text", "bell": "bell",
    "keyboard": "keyboard", "language": "translate", "fit": "corners-out",
    "light": "sun", "dark": "moon", "enter": "arrow-elbow-down-left", "backup": "database",
    # views
    "table": "table", "board": "columns", "calendar": "calendar-blank", "list": "list", "inbox": "tray",
    # marks
    "up": "caret-up", "down": "caret-down", "left": "caret-left", "right": "caret-right",
    "arrow_up": "arrow-up", "arrow_down": "arrow-down", "arrow_right": "arrow-right",
    "done": "check-circle", "tick": "check", "error": "warning-circle", "warning": "warning",
    "info": "info", "busy": "circle-dashed", "locked": "lock-simple", "hidden": "eye-slash", "view": "eye",
    "empty": "tray", "server": "hard-drives", "officer": "identification-badge",
}  # fmt: skip

_FAMILY = "ph"


@cache
def _glyphs() -> Any:
    # Loading Phosphor alone instead of QtAwesome's eleven families saves a third of a second at start.
    folder = Path(qtawesome.__file__).parent / "fonts"
    face = next(folder.glob("phosphor-[0-9]*.ttf")).name
    names = next(folder.glob("phosphor-charmap-*.json")).name
    return IconicFont((_FAMILY, face, names, str(folder)))


def glyph(name: str) -> str:
    """The character that draws the icon of this meaning."""
    return str(_glyphs().charmap[_FAMILY][ICONS[name]])


def paint_icon(painter: QPainter, rect: QRect, name: str, tone: str) -> None:
    """Draws the icon of this meaning into the middle of `rect`, as high as it."""
    painter.save()
    painter.setFont(_glyphs().font(_FAMILY, rect.height()))
    painter.setPen(theme().colour(tone))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), glyph(name))
    painter.restore()


class _ThemedEngine(QIconEngine):
    """Paints in the colours of the moment, so that a change of theme needs no new icons."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name, self._tone = name, tone

    def _tone_for(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return "t_off"
        if state == QIcon.State.On and self._tone == "t2":
            return "acc_t"
        return self._tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        square = QRect(rect.topLeft(), QSize(rect.height(), rect.height()))  # the rest is BESIDE_TEXT's room
        place = square if rect.width() > rect.height() else rect
        paint_icon(painter, place, self._name, self._tone_for(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _ThemedEngine(self._name, self._tone)


class IconLabel(QWidget):
    """An icon that stands by itself; painted, so that it follows the theme and the scale of the screen."""

    def __init__(self, name: str, pixels: int, tone: str = "t2") -> None:
        super().__init__()
        self._name, self._tone = name, tone
        self.setFixedSize(pixels, pixels)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self.rect(), self._name, self._tone)
        painter.end()


@cache
def icon(name: str, tone: str = "t2") -> QIcon:
    """The icon of this meaning; it follows the theme, and turns to the accent where it is checked."""
    glyph(name)
    return QIcon(_ThemedEngine(name, tone))

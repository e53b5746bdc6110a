"""Theme and icons: one table of tokens, live, complete."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from ui.shared.icons import ICONS, glyph, icon
from ui.shared.style_sheet import style_sheet
from ui.shared.theme import font, theme
from ui.shared.tokens import DARK, LIGHT


def contrast(one: str, other: str) -> float:
    def light(name: str) -> float:
        parts = [part / 255 for part in QColor(name).getRgb()[:3]]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    first, second = sorted((light(one), light(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_has_a_glyph(qapp, name):
    assert len(glyph(name)) == 1


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_text_is_readable_on_every_ground(tokens):
    grounds = (tokens.canvas, tokens.panel, tokens.rail, tokens.sunken, tokens.hover, tokens.sel)
    inks = (tokens.t1, tokens.t2, tokens.t3, tokens.acc_t, tokens.red, tokens.amb, tokens.grn)
    assert min(contrast(ink, ground) for ink in inks for ground in grounds) >= 4.4
    fills = [look.fill for look in (tokens.enterprise, tokens.zone, tokens.industry, tokens.person)]
    assert min(contrast(tokens.t1, fill) for fill in fills) >= 7.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_the_style_sheet_leaves_no_token_open(tokens):
    assert re.findall(r"@\w+", style_sheet(tokens)) == []


def test_a_change_of_theme_shows_at_once_and_icons_follow(qtbot):
    button = QPushButton("x")
    button.setProperty("primary", "true")
    qtbot.addWidget(button)
    button.show()
    before = icon("follow_up").pixmap(QSize(16, 16)).toImage()
    with qtbot.waitSignal(theme().changed):
        theme().use("dark")
    assert QApplication.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.canvas
    assert button.grab().toImage().pixelColor(8, 14).name().upper() in (DARK.acc, DARK.acc_h)
    assert icon("follow_up").pixmap(QSize(16, 16)).toImage() != before


def test_icons_differ_by_state(qapp):
    made = icon("stage")
    size = QSize(20, 20)
    states = [
        made.pixmap(size, QIcon.Mode.Normal, QIcon.State.Off),
        made.pixmap(size, QIcon.Mode.Normal, QIcon.State.On),
        made.pixmap(size, QIcon.Mode.Disabled, QIcon.State.Off),
    ]
    images = [state.toImage() for state in states]
    assert images[0] != images[1] != images[2]


def test_system_choice_follows_the_desktop_or_stays_light(qapp):
    theme().use("system")
    theme().follow_system()
    assert theme().choice == "system"


def test_the_shared_font_cannot_be_changed_by_a_widget(qapp):
    face = font(12)
    face.setStrikeOut(True)
    assert not font(12).strikeOut()
    assert font(12).pixelSize() == 12

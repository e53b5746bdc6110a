"""The head of the page of a zone: the way back, its name, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from crm.domain.directory import Zone
from crm.i18n import _
from ui.screens.zones.columns import level_and_kind
from ui.shared.directory_labels import relation_badge
from ui.shared.icons import icon
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip
from ui.shared.widgets.badges import BadgeRow


class ZoneHead(QWidget):
    """What a zone is called and what it is to us."""

    back_asked = Signal()
    step_asked = Signal(int)
    log_asked = Signal()
    edit_asked = Signal()
    menu_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 16, 12)
        column.setSpacing(4)
        column.addLayout(self._make_way())
        column.addLayout(self._make_title())

    def show_way(self, place: int | None, count: int) -> None:
        """Shows the place of the zone in the list."""
        self.place.setText(f"{place + 1} / {count}" if place is not None else "")
        self.up.setEnabled(place is not None and place > 0)
        self.down.setEnabled(place is not None and place + 1 < count)

    def show_zone(self, zone: Zone) -> None:
        """Shows a zone."""
        self.title.setText(zone.name)
        self.badges.show_badges([relation_badge(zone.relation)])
        self.meta.setText("　".join(filter(None, [level_and_kind(zone.level, zone.kind), zone.region])))

    def _make_way(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.back = _flat("left", _("Back to the list (Esc)"))
        self.back.setText(_("Zones"))
        self.back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.back.clicked.connect(lambda: self.back_asked.emit())
        self.place = PlainLabel(pixels=12, tone="t2")
        self.up = _flat("up", _("Previous zone (Ctrl+↑)"))
        self.up.clicked.connect(lambda: self.step_asked.emit(-1))
        self.down = _flat("down", _("Next zone (Ctrl+↓)"))
        self.down.clicked.connect(lambda: self.step_asked.emit(1))
        for widget in (self.back, self.place, self.up, self.down):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _make_title(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(12)
        self.title = ElidedLabel(pixels=20, bold=True)
        self.badges = BadgeRow()
        first.addWidget(self.title)
        first.addWidget(self.badges, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        words.addLayout(first)
        self.meta = ElidedLabel(tone="t2")
        words.addWidget(self.meta)
        row.addLayout(words, 1)
        self.edit = _framed(_("Edit"), "edit")
        self.edit.clicked.connect(lambda: self.edit_asked.emit())
        self.log = _framed(_("Log a follow-up"), "follow_up", tone="on_acc")
        self.log.setProperty("primary", "true")
        self.log.clicked.connect(lambda: self.log_asked.emit())
        self.more = _flat("more", _("More"))
        self.more.setProperty("framed", "true")
        self.more.clicked.connect(lambda: self.menu_asked.emit())
        for button in (self.edit, self.log, self.more):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row


def _flat(symbol: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(symbol))
    button.setToolTip(plain_tip(tip))
    button.setAccessibleName(tip)
    return button


def _framed(text: str, symbol: str, tone: str = "t2") -> QPushButton:
    button = QPushButton(text)
    button.setProperty("large", "true")
    button.setIcon(icon(symbol, tone))
    button.setIconSize(QSize(16, 16))
    return button

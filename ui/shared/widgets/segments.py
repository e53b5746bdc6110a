"""The segmented control: views of one screen, or ways of contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ui.shared.icons import BESIDE_TEXT, icon
from ui.shared.theme import font, metrics
from ui.shared.tokens import BUTTON_HEIGHT


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One part: key, text and perhaps an icon."""

    key: str
    text: str
    icon: str = ""


class Segments(QFrame):
    """Exactly one part is chosen."""

    chosen = Signal(str)

    def __init__(
        self, segments: Sequence[Segment], current: str = "", parent: QWidget | None = None, *, name: str = ""
    ) -> None:
        super().__init__(parent)
        self.setProperty("segments", "true")
        self.setFixedHeight(BUTTON_HEIGHT)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._keys = [segment.key for segment in segments]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for place, segment in enumerate(segments):
            button = self._make(segment)
            if place == 0:
                button.setProperty("place", "first")
            if place == len(segments) - 1:
                button.setProperty("place", "last")
            self._group.addButton(button, place)
            row.addWidget(button)
        self.set_current(current or (self._keys[0] if self._keys else ""))
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._keys[place]))

    @property
    def keys(self) -> list[str]:
        """The keys of the parts, in their order."""
        return list(self._keys)

    @property
    def current(self) -> str:
        """The key of the chosen part."""
        place = self._group.checkedId()
        return self._keys[place] if place >= 0 else ""

    def set_current(self, key: str) -> None:
        """Chooses a part without telling anybody."""
        if key in self._keys:
            self.button(key).setChecked(True)

    def set_text(self, key: str, text: str) -> None:
        """Shows another text, such as a new count."""
        self._dress(self.button(key), text)

    def button(self, key: str) -> QToolButton:
        """The button of a part."""
        found = self._group.button(self._keys.index(key))
        assert isinstance(found, QToolButton)
        return found

    def _make(self, segment: Segment) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setFont(font())
        if segment.icon:
            button.setIcon(icon(segment.icon))
            button.setIconSize(BESIDE_TEXT)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._dress(button, segment.text)
        return button

    def _dress(self, button: QToolButton, text: str) -> None:
        button.setText(text)
        # As wide as in bold, so that nothing moves when another part is chosen.
        width = metrics(13, bold=True).horizontalAdvance(text) + 26
        button.setMinimumWidth(width + (26 if not button.icon().isNull() else 0))

"""The frame of a small question: title, a note, content, and two buttons."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm.i18n import _
from ui.shared.plain_text import PlainLabel

WIDTH = 460


class QuestionDialog(QDialog):
    """Needs no desk, so that it can be asked before there is a window; add content to `body`."""

    def __init__(
        self,
        title: str,
        agree: str,
        parent: QWidget | None = None,
        *,
        note: str = "",
        decline: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(PlainLabel(title, pixels=16, bold=True, wrap=True))
        if note:
            column.addWidget(PlainLabel(note, tone="t2", wrap=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column.addLayout(self.body, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        self.decline = _button(decline or _("Cancel"))
        self.decline.clicked.connect(self.reject)
        self.agree = _button(agree)
        self.agree.setProperty("primary", "true")
        self.agree.setDefault(True)
        self.agree.clicked.connect(self.submit)
        foot.addWidget(self.decline)
        foot.addWidget(self.agree)
        column.addLayout(foot)

    def submit(self) -> None:
        """What the filled button does."""
        self.accept()

    # Qt's names from here

    def showEvent(self, event: QShowEvent) -> None:
        """Qt guesses the height by a width of its own; what wraps may need more in the width there is."""
        super().showEvent(event)
        self._column.activate()
        if self._column.hasHeightForWidth():
            needed = self._column.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("large", "true")
    button.setAutoDefault(False)
    return button

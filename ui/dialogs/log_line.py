"""The quick line over whatever is on the screen: log, and go on where you were."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from crm.app import Crm
from crm.i18n import _
from ui.dialogs.new_name import offer_new_names
from ui.shared.follow_up_line import FollowUpLine
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk

WIDTH = 720
DRAFT = "line"


class LogLineDialog(QDialog):
    """Enter logs; the dialog closes once the next date is settled, Esc keeps what was typed."""

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(_("Log in one line"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("ground", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self.line = FollowUpLine(
            desk, crm, hint=_("@contact #project phone what was said >next date !what to do")
        )
        offer_new_names(self.line, desk, crm)
        self.line.settled.connect(self.accept)
        column.addWidget(self.line)
        hint = _("Enter logs it, Esc closes and keeps what you typed")
        column.addWidget(PlainLabel(hint, pixels=12, tone="t3"))
        self.line.show_about((), DRAFT)

    # Qt's names from here

    def showEvent(self, event: Any) -> None:
        host = self.parentWidget()
        most = host.window().width() - 48 if host is not None else WIDTH
        self.setFixedWidth(min(WIDTH, most))
        super().showEvent(event)
        self.line.setFocus()

"""The bookmark that sends a page from the browser: shown once, because the token is kept nowhere."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.plain_text import PlainEdit, PlainLabel
from ui.shared.screen import Desk


class BookmarkDialog(TaskDialog):
    """The address of the bookmark, and how it is installed."""

    def __init__(self, desk: Desk, address: str, token: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Bookmark for the browser"), _("Copy"), parent, width=560)
        self._address = address
        steps = (
            _("1. Copy the address below."),
            _("2. In the browser, add a bookmark to the bookmarks bar and paste this as its address."),
            _("3. On a page with an article, click the bookmark. Select text first to send only that."),
        )
        for step in steps:
            self.body.addWidget(PlainLabel(step, tone="t1", wrap=True))
        self.text = PlainEdit()
        self.text.setPlainText(address)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Address of the bookmark"))
        self.text.setFixedHeight(132)
        self.body.addWidget(self.text)
        told = _("It holds a secret token and is shown only now. A new one makes this one useless.")
        self.body.addWidget(PlainLabel(told, tone="t3", pixels=12, wrap=True))
        scripts = _("Token for scripts: {token}").format(token=token)
        self.token = PlainLabel(scripts, tone="t3", pixels=12, wrap=True)
        self.body.addWidget(self.token)
        self.foot_note.setText("")
        self.cancel.setText(_("Close"))

    def act(self) -> None:
        """Copies the address."""
        self.desk.prompts.copy(self._address)
        self.desk.show_toast(_("The address is on the clipboard."))
        self.accept()

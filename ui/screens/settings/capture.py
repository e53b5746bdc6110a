"""Taking pages in from the browser and from the clipboard."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPushButton, QWidget

from crm.app import Crm
from crm.domain.clips import bookmarklet, token_hash
from crm.domain.errors import CrmError
from crm.i18n import _
from ui.dialogs.bookmark import BookmarkDialog
from ui.shared.plain_text import PlainLabel
from ui.shared.preferences import Preferences
from ui.shared.screen import Desk
from ui.shared.widgets.sections import Panel


class CapturePanel(Panel):
    """Two switches and the bookmark; both are off until the officer wants them."""

    def __init__(self, desk: Desk, crm: Crm, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(_("From the browser"), _("off unless switched on here"), parent)
        self._desk, self._crm, self._preferences = desk, crm, preferences
        settings = preferences.settings
        self.clips = QCheckBox(_("Take in pages that the bookmark sends"))
        self.clips.setChecked(settings.takes_clips)
        self.clips.toggled.connect(self._switch_clips)
        self.place = PlainLabel(tone="t3", pixels=12, wrap=True)
        self.bookmark = QPushButton(_("New bookmark…"))
        self.bookmark.clicked.connect(lambda: self.make_bookmark())
        self.clipboard = QCheckBox(_("Ask about articles that I copy"))
        self.clipboard.setChecked(settings.watches_clipboard)
        self.clipboard.toggled.connect(lambda on: self._change(watches_clipboard=on))
        row = QHBoxLayout()
        row.addWidget(self.bookmark)
        row.addWidget(self.place, 1)
        self.body.addWidget(self.clips)
        self.body.addLayout(row)
        self.body.addWidget(self.clipboard)
        told = _("Nothing that is copied is kept before the question is answered with yes.")
        self.body.addWidget(PlainLabel(told, tone="t3", pixels=12, wrap=True))
        preferences.changed.connect(self._show)
        self._show()

    def make_bookmark(self) -> QDialog:
        """A new token in a new bookmark; earlier ones stop working."""
        token = self._crm.clips.new_token()
        self._change(clip_token_hash=token_hash(token), takes_clips=True)
        self.clips.setChecked(True)
        done, failed = _("Taken in: InvestLead"), _("InvestLead did not take this page in.")
        address = bookmarklet(self._crm.clips.port, token, done, failed)
        dialog = BookmarkDialog(self._desk, address, token, self)
        dialog.open()
        return dialog

    def _switch_clips(self, on: bool) -> None:
        self._change(takes_clips=on)

    def _show(self, _names: object = None) -> None:
        settings, port = self._preferences.settings, self._crm.clips.port
        if not settings.takes_clips:
            told = ""
        elif not settings.clip_token_hash:
            told = _("Make a bookmark to begin.")
        elif port:
            told = _("Listening on this computer alone, 127.0.0.1:{port}.").format(port=port)
        else:
            told = _("The port could not be opened.")
        self.place.setText(told)

    def _change(self, **values: object) -> None:
        try:
            self._preferences.change(**values)
        except CrmError as error:
            self._desk.tasks.tell(error)

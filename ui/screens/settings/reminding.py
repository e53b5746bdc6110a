"""When this officer is reminded, and of what not."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QPushButton, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.i18n import _
from ui.dialogs.silenced_reminders import SilencedRemindersDialog
from ui.shared.plain_text import PlainLabel
from ui.shared.preferences import Preferences
from ui.shared.screen import Desk
from ui.shared.widgets.sections import Panel


class RemindingPanel(Panel):
    """A switch, the quiet hours, and the way to what is not told any more."""

    def __init__(self, desk: Desk, crm: Crm, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(_("Reminders"), _("by notices of the desktop and under the bell"), parent)
        self._desk, self._crm, self._preferences = desk, crm, preferences
        settings = preferences.settings
        self.reminds = QCheckBox(_("Remind of what is due"))
        self.reminds.setChecked(settings.reminds)
        self.reminds.toggled.connect(lambda on: self._change(reminds=on))
        self.body.addWidget(self.reminds)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(PlainLabel(_("Quiet from"), tone="t2"))
        self.begins = self._hours(_("Quiet from"), settings.quiet_from, "quiet_from")
        row.addWidget(self.begins)
        row.addWidget(PlainLabel(_("to"), tone="t2"))
        self.ends = self._hours(_("Quiet until"), settings.quiet_until, "quiet_until")
        row.addWidget(self.ends)
        row.addStretch(1)
        self.silenced = QPushButton(_("Not reminded of…"))
        self.silenced.clicked.connect(lambda: self.show_silenced())
        row.addWidget(self.silenced)
        self.body.addLayout(row)
        told = _("What comes up in quiet hours is told afterwards. The same hour twice: never quiet.")
        self.body.addWidget(PlainLabel(told, pixels=12, tone="t3", wrap=True))

    def show_silenced(self) -> QDialog:
        """Opens the list of what is not told any more."""
        dialog = SilencedRemindersDialog(self._desk, self._crm, self)
        dialog.open()
        return dialog

    def _hours(self, name: str, hour: int, key: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        for one in range(24):
            box.addItem(f"{one:02d}:00", one)
        box.setCurrentIndex(hour)
        box.activated.connect(lambda _place: self._change(**{key: box.currentData()}))
        return box

    def _change(self, **values: object) -> None:
        try:
            self._preferences.change(**values)
        except CrmError as error:
            self._desk.tasks.tell(error)

"""What an officer does not want to be reminded of any more, to be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.reminders import Reminder
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.labels import day
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.edited_list import EditedList

WIDTH = 560


class SilencedRemindersDialog(TaskDialog):
    """The list of them; the button takes the chosen one back into the reminders."""

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Not reminded of"), _("Close"), parent, width=WIDTH)
        self._crm = crm
        self._silenced: dict[int, Reminder] = {}
        self.cancel.hide()
        self.foot_note.setText(_("A new plan reminds anew by itself."))
        self.list = EditedList(_("Not reminded of"))
        self.again = self.list.add("bell", _("Remind of it again"))
        self.again.clicked.connect(self.take_back)
        self.list.row.addStretch(1)
        self.list.list.activated.connect(lambda _index: self.take_back())
        self.body.addWidget(self.list)
        self.nothing = PlainLabel(_("You are reminded of everything."), pixels=12, tone="t3")
        self.body.addWidget(self.nothing)
        self.body.addStretch(1)
        self._read()

    def act(self) -> None:
        """Closes the dialog: what was taken back is written already."""
        self.accept()

    def take_back(self) -> None:
        """Reminds of the chosen one again."""
        reminder = self._silenced.get(self.list.key() or 0)
        if reminder is not None:
            again = self._crm.reminders.remind_again
            self.desk.tasks.write(self, lambda: again(reminder), lambda _done: self._read())

    def _read(self) -> None:
        on, silenced = self.desk.today(), self._crm.reminders.silenced
        self.desk.tasks.read(self, lambda: silenced(on), self._show, key="silenced")

    def _show(self, found: Sequence[Reminder]) -> None:
        self._silenced = dict(enumerate(found, start=1))
        today = self.desk.today()
        self.list.show_choices(
            [
                Choice(key=key, name=f"{one.name}：{one.what}", detail=day(one.due_on, today))
                for key, one in self._silenced.items()
            ]
        )
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)

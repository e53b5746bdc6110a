"""Who is at the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm.domain.office import Office, Officer
from crm.i18n import _
from ui.dialogs.question import QuestionDialog
from ui.shared.choice_list import Choice, ChoiceList
from ui.shared.widgets.search_field import SearchField


class ChooseOfficerDialog(QuestionDialog):
    """All officers by unit; what is typed narrows the list."""

    def __init__(
        self,
        offices: Sequence[Office],
        officers: Sequence[Officer],
        parent: QWidget | None = None,
        *,
        current: int | None = None,
        must: bool = False,
    ) -> None:
        note = _("Follow-ups and changes are written under this name.")
        decline = _("Later") if must else ""
        super().__init__(_("Who is working here?"), _("It is me"), parent, note=note, decline=decline)
        self._offices = {office.key: office.name for office in offices}
        self._officers = officers
        self.search = SearchField(_("Name of the person"))
        self.search.searched.connect(self.show_matching)
        self.search.line.installEventFilter(self)
        self.body.addWidget(self.search)
        self.list = ChoiceList(self)
        self.list.setMinimumHeight(320)
        self.list.setAccessibleName(_("Officers"))
        self.list.doubleClicked.connect(lambda _index: self.submit())
        self.body.addWidget(self.list, 1)
        self.show_matching("")
        self._choose(current)
        self.search.setFocus()

    def show_matching(self, text: str) -> None:
        """Shows the officers whose name or unit contains the text."""
        choices = [self._choice(officer) for officer in self._officers]
        self.list.show_choices([row for row in choices if text in row.name or text in row.section])
        self.agree.setEnabled(self.list.current() is not None)

    def officer_id(self) -> int | None:
        """Who was chosen."""
        choice = self.list.current()
        return choice.key if choice is not None else None

    def submit(self) -> None:
        """Takes the one chosen."""
        if self.officer_id() is not None:
            self.accept()

    def _choice(self, officer: Officer) -> Choice:
        unit = self._offices.get(officer.office_id or 0, _("Without a unit"))
        return Choice(key=officer.key, name=officer.name, kind="officer", detail=officer.login, section=unit)

    def _choose(self, officer_id: int | None) -> None:
        model = self.list.choices
        for place in range(model.rowCount()):
            choice = model.choice(place)
            if choice is not None and choice.key == officer_id:
                self.list.setCurrentIndex(model.index(place))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            if event.key() in steps:
                self.list.step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.search.set_text(self.search.line.text())
                self.submit()
                return True
        return super().eventFilter(watched, event)

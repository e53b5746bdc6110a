"""A new project in a column: 企业 ▸ 项目名 ▸ 金额, with those that may be the same one below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.alike import Alike, NameQuestion, Unlike
from crm.domain.errors import CrmError, Unexplained, ValidationError
from crm.domain.money import YI, Money, parse_money
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.rows import ProjectFilter
from crm.domain.stages import Stage
from crm.i18n import _
from crm.services.projects import NewProject
from ui.dialogs.give_reason import ask_why
from ui.shared.choice_list import Choice
from ui.shared.composing import is_composing, watch_composing
from ui.shared.finding import find_enterprises
from ui.shared.picker import PAUSE_MS, Picker
from ui.shared.plain_text import PlainLabel, mark, plain_tip
from ui.shared.screen import Desk
from ui.shared.theme import font
from ui.shared.widgets.sections import take_all

LEAST = 2  # characters before others like it are looked for
MOST_TWINS = 5


@dataclass(frozen=True, kw_only=True)
class _Twin:
    """A project or an enterprise that is there already."""

    ref: Ref
    text: str
    told: str = ""  # who talked to the enterprise first


class QuickLine(QFrame):
    """Enter saves and leaves the line empty for the next; Ctrl+Enter also opens the project."""

    saved = Signal(object)  # Project
    open_asked = Signal(object)  # Ref
    closed = Signal()

    def __init__(self, desk: Desk, crm: Crm, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm, self._stage = desk, crm, stage
        self._twins: list[_Twin] = []
        self._has_seen_twins = False
        self._unlike = Unlike()
        self.setProperty("frame", "edited")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self.enterprise = Picker(desk.tasks, find_enterprises(crm), hint=_("Enterprise"), can_create=True)
        self.enterprise.takes_new = True
        self.enterprise.setAccessibleName(_("Enterprise"))
        self.enterprise.create_asked.connect(self._take_name)
        column.addWidget(self.enterprise)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(PlainLabel("▸", pixels=12, tone="t3"))
        self.name = _entry(_("Project name"))
        row.addWidget(self.name, 1)
        row.addWidget(PlainLabel("▸", pixels=12, tone="t3"))
        self.amount = _entry("亿元")
        self.amount.setAccessibleName(_("Total investment"))
        self.amount.setFixedWidth(64)
        row.addWidget(self.amount)
        column.addLayout(row)
        self.fault = PlainLabel(pixels=12, tone="red", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self._strip = QVBoxLayout()
        self._strip.setSpacing(2)
        column.addLayout(self._strip)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._look)
        for field in (self.enterprise, self.name, self.amount):
            field.installEventFilter(self)
            field.textEdited.connect(lambda _text: self._touched())
        self.enterprise.changed.connect(lambda: self._timer.start())

    @property
    def twin_count(self) -> int:
        """How many projects and enterprises are offered that may be the same one."""
        return len(self._twins)

    def take_keyboard(self) -> None:
        """Puts the cursor into the line."""
        self.enterprise.setFocus()

    def save(self, *, then_open: bool = False) -> None:
        """Adds the project; what is wrong stays and is marked."""
        firm = self.enterprise.value()
        if firm is None and self.enterprise.text().strip():
            firm = Choice(key=None, name=" ".join(self.enterprise.text().split()), kind="enterprise")
        amount, name = self._read_amount(), " ".join(self.name.text().split())
        if amount is False:
            return
        if not name:
            self._show_fault(self.name, _("Give a name."))
            return
        project = Project(
            name=name,
            stage=self._stage,
            total_investment=amount if isinstance(amount, Money) else None,
            enterprise_id=firm.key if firm is not None else None,
        )
        new = NewProject(
            project=project,
            enterprise_name=firm.name if firm is not None and firm.key is None else "",
            on=self.desk.today(),
            may_have_twins=self._has_seen_twins,
            unlike=self._unlike,
        )

        def done(made: Project) -> None:
            self.saved.emit(made)
            if then_open:
                self.closed.emit()
                self.open_asked.emit(Ref(kind="project", id=made.key))

        typed = (self.enterprise.value(), self.enterprise.text(), self.name.text(), self.amount.text())
        self._empty()
        self.desk.tasks.write(
            self, lambda: self._crm.projects.add(new), done, failed=lambda error: self._back(typed, error)
        )

    def _empty(self) -> None:
        self.enterprise.set_value(None)
        self.name.clear()
        self.amount.clear()
        self._unlike = Unlike()
        self._show_twins([])
        self._clear_fault()
        self.enterprise.setFocus()

    def _back(self, typed: tuple[Choice | None, str, str, str], error: CrmError) -> None:
        """What could not be saved stands there again, with the reason."""
        firm, text, name, amount = typed
        self.enterprise.set_value(firm)
        if firm is None:
            self.enterprise.setText(text)
        self.name.setText(name)
        self.amount.setText(amount)
        is_twin = isinstance(error, ValidationError) and any(
            fault.field == "enterprise_id" for fault in error.faults
        )
        if isinstance(error, Unexplained):
            self._look()
            ask_why(self.window(), error, lambda reason: self._explain(error, reason))
        elif is_twin:
            self._has_seen_twins = True
            self._look()
            self._show_fault(
                self.name, _("The enterprise has projects already. Enter again says that this is another.")
            )
        else:
            self._show_fault(self.name, str(error))

    def _explain(self, error: Unexplained, reason: str) -> None:
        if isinstance(error, Alike):
            self._unlike = error.explained(reason)
        self.save()

    def _read_amount(self) -> Money | bool | None:
        """The sum, None for nothing, False if it cannot be read."""
        text = self.amount.text().strip()
        if not text:
            return None
        try:
            return parse_money(text, unit=YI)
        except ValidationError as error:
            self._show_fault(self.amount, str(error))
            return False

    def _touched(self) -> None:
        self._clear_fault()
        self._timer.start()

    def _show_fault(self, field: QLineEdit, text: str) -> None:
        mark(field, "fault", "true")
        self.fault.setText(text)
        self.fault.show()
        field.setFocus()

    def _clear_fault(self) -> None:
        self.fault.hide()
        for field in (self.name, self.amount):
            mark(field, "fault", "false")

    def _take_name(self, name: str) -> None:
        self.enterprise.set_value(Choice(key=None, name=" ".join(name.split()), kind="enterprise"))
        self.name.setFocus()

    # Those that may be the same

    def _look(self) -> None:
        text = self.enterprise.text().strip()
        if is_composing(self.enterprise):
            return
        if len(text) < LEAST:
            self._has_seen_twins = False
            self._show_twins([])
            return
        today = self.desk.today()

        def known() -> list[_Twin]:
            found: list[_Twin] = []
            for twin in self._crm.directory.near(NameQuestion(text=text)):
                first = twin.first_contact.sentence(today) if twin.first_contact else ""
                ids = self._crm.projects.find(ProjectFilter(enterprise_id=twin.ref.id, is_open=True))
                rows = self._crm.projects.items(ids[:MOST_TWINS], today)
                found += [
                    _Twin(ref=Ref(kind="project", id=row.id), text=f"{row.enterprise} {row.name}", told=first)
                    for row in rows
                ] or [_Twin(ref=twin.ref, text=twin.name, told=first)]
            return found[:MOST_TWINS]

        self.desk.tasks.read(self, known, self._show_twins, key="twins")

    def _show_twins(self, twins: Sequence[_Twin]) -> None:
        self._twins = list(twins)
        take_all(self._strip)
        for sentence in dict.fromkeys(twin.told for twin in twins if twin.told):
            self._strip.addWidget(PlainLabel(sentence, pixels=12, tone="amb", wrap=True))
        for number, twin in enumerate(twins, start=1):
            button = QToolButton()
            button.setProperty("flat", "twin")
            button.setFont(font(12))
            button.setText(_("Alike: {name}  Alt {number}").format(name=twin.text, number=number))
            button.setToolTip(plain_tip(twin.text))
            button.clicked.connect(lambda _on=False, ref=twin.ref: self._open_twin(ref))
            self._strip.addWidget(button)

    def _open_twin(self, ref: Ref) -> None:
        self.closed.emit()
        self.open_asked.emit(ref)

    # Qt's names from here

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.modifiers() & Qt.KeyboardModifier.AltModifier and self._twin_at(event) is not None:
                event.accept()
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if is_composing(watched if isinstance(watched, QWidget) else None):
            return False
        return self._press(watched, event)

    def _press(self, watched: object, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        twin = self._twin_at(event) if modifiers & Qt.KeyboardModifier.AltModifier else None
        if twin is not None:
            self._open_twin(twin)
            return True
        if key == Qt.Key.Key_Escape and not self.enterprise.offered():
            self.closed.emit()
            return True
        if key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if watched is self.enterprise and self.enterprise.offered():
            return False
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.save(then_open=True)
        elif watched is self.enterprise and not self.name.text().strip():
            self.name.setFocus()
        else:
            self.save()
        return True

    def _twin_at(self, event: QKeyEvent) -> Ref | None:
        place = event.key() - Qt.Key.Key_1
        return self._twins[place].ref if 0 <= place < len(self._twins) else None


def _entry(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    watch_composing(field)
    return field

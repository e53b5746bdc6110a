"""Known records that may be the one whose name is being typed, below its field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from crm.app import Crm
from crm.domain.alike import LEAST_TYPED, MOST_SHOWN, NameQuestion, Twin
from crm.i18n import _
from ui.shared.actions import key_name
from ui.shared.composing import is_composing
from ui.shared.labels import joined
from ui.shared.link_rows import LinkRow, LinkRows
from ui.shared.picker import PAUSE_MS
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk


class NearStrip(QFrame):
    """Alt+1 … Alt+5 or a click opens one of them, in the place of what is being typed."""

    opened = Signal(object)  # Ref
    changed = Signal()  # it shows something else

    def __init__(self, desk: Desk, crm: Crm, question: Callable[[], NameQuestion]) -> None:
        super().__init__()
        self._desk, self._crm, self._question = desk, crm, question
        self.twins: tuple[Twin, ...] = ()
        self.setProperty("frame", "warn")
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 8, 2, 4)
        column.setSpacing(2)
        self.head = PlainLabel(_("There already? {key} opens it").format(key=_keys()), bold=True, tone="amb")
        self.head.setContentsMargins(12, 0, 12, 0)
        column.addWidget(self.head)
        self.rows = LinkRows()
        self.rows.opened.connect(self.opened)
        column.addWidget(self.rows)
        self.hide()
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.ask)
        for place in range(MOST_SHOWN):
            shortcut = QShortcut(QKeySequence(_key(place)), self)
            shortcut.activated.connect(lambda place=place: self._press(place))

    def watch(self, *fields: QLineEdit) -> None:
        """Asks again whenever something is typed into one of them."""
        for field in fields:
            field.textEdited.connect(lambda _text: self._timer.start())

    def ask(self) -> None:
        """Looks for what is like what stands in the fields."""
        asked = self._question()
        if is_composing():
            return
        if max(map(len, (asked.text.strip(), asked.credit_code, asked.phone))) < LEAST_TYPED:
            self._show([])
            return
        self._desk.tasks.read(self, lambda: self._crm.directory.near(asked), self._show, key="near")

    def _show(self, twins: Sequence[Twin]) -> None:
        self.twins = tuple(twins)
        today = self._desk.today()
        self.rows.show_rows(
            [
                LinkRow(
                    key=twin.ref,
                    lead=twin.name,
                    detail="  ".join(told(twin, today)),
                    icon=twin.ref.kind,
                    right=key_name(_key(place)),
                )
                for place, twin in enumerate(self.twins)
            ]
        )
        self.setVisible(bool(twins))
        self.changed.emit()

    def _press(self, place: int) -> None:
        if place < len(self.twins) and not is_composing():
            self.opened.emit(self.twins[place].ref)


def told(twin: Twin, today: date) -> list[str]:
    """What is said of a known record: who talked to it first, why it is shown, its projects."""
    parts = [twin.first_contact.sentence(today)] if twin.first_contact else []
    parts += [twin.reason, *([twin.detail] if twin.detail else [])]
    return [*parts, joined(twin.projects[:2])] if twin.projects else parts


def _key(place: int) -> str:
    return f"Alt+{place + 1}"


def _keys() -> str:
    return f"{key_name(_key(0))}…{MOST_SHOWN}"

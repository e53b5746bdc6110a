"""A checklist: steps with boxes, each can be taken away, and a line to add more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm.i18n import _
from ui.shared.composing import is_composing
from ui.shared.page_parts import tool_button
from ui.shared.widgets.sections import take_all


class Checklist(QWidget):
    """Steps in their order; Enter in the line adds one, the cross takes one away."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        self.line = _AddLine()
        self.line.entered.connect(self._add)
        column.addWidget(self.line)

    def show_steps(self, steps: Sequence[str], done: Sequence[str]) -> None:
        """Shows these steps instead of those before."""
        self._boxes.clear()
        take_all(self._rows)
        for step in steps:
            self._place(step, is_done=step in done)

    def steps(self) -> tuple[str, ...]:
        """The steps, what still stands in the line among them."""
        waiting = _plain(self.line.text())
        return tuple(dict.fromkeys([*self._boxes, *filter(None, [waiting])]))

    def done(self) -> tuple[str, ...]:
        """Those that are ticked."""
        return tuple(step for step, box in self._boxes.items() if box.isChecked())

    def box(self, step: str) -> QCheckBox:
        """The box of a step."""
        return self._boxes[step]

    def _add(self) -> None:
        step = _plain(self.line.text())
        if step and step not in self._boxes:
            self._place(step, is_done=False)
            self.changed.emit()
        self.line.clear()

    def _place(self, step: str, *, is_done: bool) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        box = QCheckBox(step.replace("&", "&&"))
        box.setAccessibleName(step)
        box.setChecked(is_done)
        box.toggled.connect(lambda _on: self.changed.emit())
        line.addWidget(box, 1)
        tip = _("Take “{step}” away").format(step=step)
        line.addWidget(tool_button("close", tip, lambda: self._remove(step, row)))
        self._boxes[step] = box
        self._rows.addWidget(row)

    def _remove(self, step: str, row: QWidget) -> None:
        self._boxes.pop(step, None)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.line.setFocus()
        self.changed.emit()


class _AddLine(QLineEdit):
    """Enter hands the line on; an empty one leaves Enter to the dialog."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Add a step, Enter"))
        self.setAccessibleName(_("Add a step"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enters and not event.modifiers() and self.text().strip() and not is_composing(self):
            self.entered.emit()
            return
        super().keyPressEvent(event)


def _plain(text: str) -> str:
    return " ".join(text.split())

"""Records as chips, with a field behind them to add more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crm.domain.records import Ref
from crm.i18n import _
from ui.shared.choice_list import Choice
from ui.shared.picker import Find, Picker
from ui.shared.tasks import Tasks
from ui.shared.widgets.chips import FilterChip, FlowLayout
from ui.shared.widgets.sections import take_all


class SubjectChips(QWidget):
    """What a follow-up is about; each chip can be taken away."""

    changed = Signal()

    def __init__(self, tasks: Tasks, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subjects: dict[Ref, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._chips = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self._flow = FlowLayout(self._chips, gap=6)
        column.addWidget(self._chips)
        self.picker = Picker(tasks, find, hint=_("Add a contact, enterprise or project"))
        self.picker.setAccessibleName(_("Add what it is about"))
        self.picker.changed.connect(self._take)
        column.addWidget(self.picker)

    def refs(self) -> tuple[Ref, ...]:
        """The records, in the order they were added."""
        return tuple(self._subjects)

    def show_subjects(self, refs: Sequence[Ref], names: Mapping[Ref, str]) -> None:
        """Shows these records instead of those before."""
        self._subjects = {ref: names.get(ref, "") for ref in refs}
        self._rebuild()

    def chips(self) -> list[FilterChip]:
        """The chips as they stand."""
        found = (self._flow.itemAt(place) for place in range(self._flow.count()))
        return [chip for item in found if item and isinstance(chip := item.widget(), FilterChip)]

    def _take(self) -> None:
        choice: Choice | None = self.picker.value()
        if choice is None:
            return
        self.picker.set_value(None)
        if choice.key not in self._subjects:
            self._subjects[choice.key] = choice.name
            self._rebuild()
            self.changed.emit()

    def _drop(self, ref: Ref) -> None:
        self._subjects.pop(ref, None)
        self._rebuild()
        self.changed.emit()

    def _rebuild(self) -> None:
        take_all(self._flow)
        for ref, name in self._subjects.items():
            chip = FilterChip(name)
            chip.setAccessibleName(_("{name}, Delete takes it away").format(name=name))
            chip.removed.connect(lambda ref=ref: self._drop(ref))
            self._flow.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(self._subjects))
        self._chips.updateGeometry()

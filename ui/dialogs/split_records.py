"""Parting a merged record again: what goes back to whom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.domain.merges import MergeNote, SplitPlan
from crm.domain.records import Ref
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.labels import joined
from ui.shared.plain_text import ElidedLabel, PlainLabel
from ui.shared.record_labels import linked_name
from ui.shared.screen import Desk
from ui.shared.widgets.sections import take_all

WIDTH = 640


def open_split(desk: Desk, crm: Crm, ref: Ref, parent: QWidget) -> None:
    """Opens the dialog over `parent`, or says that the record never was merged."""

    def show(notes: list[MergeNote]) -> None:
        if notes:
            SplitRecordsDialog(desk, crm, notes, parent).open()
        else:
            desk.show_toast(_("Nothing was merged into this record."))

    desk.tasks.read(parent, lambda: crm.merges.of_record(ref), show, key="split")


class SplitRecordsDialog(TaskDialog):
    """Asks which merge, and what of it goes back; emits `saved` with the SplitPlan."""

    def __init__(
        self, desk: Desk, crm: Crm, notes: Sequence[MergeNote], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, _("Split records"), _("Split"), parent, width=WIDTH)
        self._crm = crm
        self.merges = QComboBox()
        self.merges.setAccessibleName(_("Merge"))
        for note in notes:
            words = (f"{note.at.astimezone():%Y-%m-%d %H:%M}", note.who, joined(note.old_names))
            self.merges.addItem("  ".join(filter(None, words)), note.operation_id)
        self.merges.currentIndexChanged.connect(lambda _place: self._ask())
        self.body.addWidget(self.merges)
        self.body.addWidget(
            PlainLabel(
                _("What was changed or added since stays where it is."), pixels=12, tone="t2", wrap=True
            )
        )
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        self._grid.setHorizontalSpacing(12)
        self.body.addLayout(self._grid)
        self.boxes: dict[int, QCheckBox] = {}
        self.primary.setEnabled(False)
        self._ask()

    def act(self) -> None:
        """Splits."""
        operation = self.merges.currentData()
        staying = [place for place, box in self.boxes.items() if box.isEnabled() and not box.isChecked()]
        self.save(lambda: self._crm.merges.split(operation, staying), self._tell)

    def _ask(self) -> None:
        operation = self.merges.currentData()
        self.primary.setEnabled(False)
        take_all(self._grid)
        self.boxes.clear()
        self.desk.tasks.read(
            self,
            lambda: self._crm.merges.plan_split(operation),
            self._show,
            key="plan",
            failed=self._missed,
        )

    def _missed(self, error: CrmError) -> None:
        self._grid.addWidget(PlainLabel(str(error), tone="red", wrap=True), 0, 0, 1, 3)
        self.settle()

    def _show(self, plan: SplitPlan) -> None:
        for place, row in enumerate(plan.rows):
            box = QCheckBox(linked_name(row.kind))
            box.setChecked(not row.hindrance)
            box.setEnabled(not row.hindrance)
            box.setAccessibleName(f"{linked_name(row.kind)} {row.name}")
            self.boxes[row.place] = box
            self._grid.addWidget(box, place, 0)
            self._grid.addWidget(ElidedLabel(row.name), place, 1)
            where = row.hindrance or _("back to {name}").format(name=row.goes_to)
            self._grid.addWidget(ElidedLabel(where, tone="amb" if row.hindrance else "t2"), place, 2)
        if not plan.rows:
            nothing = PlainLabel(_("Nothing but the record itself comes back."), tone="t3")
            self._grid.addWidget(nothing, 0, 0, 1, 3)
        self.primary.setEnabled(True)
        self.settle()

    def _tell(self, plan: SplitPlan) -> None:
        told = _("Split again: {names}").format(names=joined(plan.old_names))
        self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])

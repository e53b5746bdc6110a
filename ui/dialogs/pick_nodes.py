"""Which chain nodes an enterprise stands in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from crm.app import Crm
from crm.domain.rows import IndustryRow
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.screen import Desk

ID = int(Qt.ItemDataRole.UserRole)


class PickNodesDialog(TaskDialog):
    """Ticks nodes in the tree of chains; Space ticks, arrows open and close."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        enterprise_id: int,
        chosen: Collection[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, _("Chain nodes"), _("Save"), parent)
        self._crm, self._enterprise_id, self._chosen = crm, enterprise_id, set(chosen)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setMinimumHeight(320)
        self.tree.setAccessibleName(_("Chain nodes"))
        self.body.addWidget(self.tree)
        self.tree.ensurePolished()  # rows measured before they are styled would be lower
        desk.tasks.read(self, crm.directory.industry_rows, self._show, key="nodes")
        self.tree.setFocus()

    def act(self) -> None:
        """Saves what is ticked."""
        nodes, known = self.ticked(), set(self._chosen)
        self.save(lambda: self._crm.directory.set_nodes(self._enterprise_id, nodes, known))

    def ticked(self) -> list[int]:
        """The nodes that are ticked."""
        return [key for key, item in self.items.items() if item.checkState(0) == Qt.CheckState.Checked]

    def _show(self, rows: Sequence[IndustryRow]) -> None:
        self.items: dict[int, QTreeWidgetItem] = {}
        for row in rows:
            above = self.items.get(row.parent_id or 0)
            item = QTreeWidgetItem(above) if above is not None else QTreeWidgetItem(self.tree)
            item.setText(0, row.name)
            item.setData(0, ID, row.id)
            ticked = row.id in self._chosen
            item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.items[row.id] = item
        self.tree.expandAll()
        if self.items:
            self.tree.setCurrentItem(next(iter(self.items.values())))

"""Cells from another program go into the table: shown first, then written as one step."""

from __future__ import annotations

from PySide6.QtCore import QObject

from crm.app import Crm
from crm.domain.rows import ProjectRow
from crm.i18n import _, _n
from ui.dialogs.preview_changes import PreviewChangesDialog, ShownChange
from ui.screens.projects.block import Block, compared, lines_of
from ui.shared.record_table import RecordTable
from ui.shared.screen import Desk


class Pasting(QObject):
    """Takes blocks that are pasted into the table."""

    def __init__(self, desk: Desk, crm: Crm, table: RecordTable) -> None:
        super().__init__(table)
        self._desk, self._crm, self._table = desk, crm, table
        table.takes_blocks = True
        table.block_pasted.connect(self.paste)

    def paste(self, text: str) -> None:
        """Shows what a block would change, from the current cell on to the right and down."""
        lines, first = lines_of(text), self._table.currentIndex().row()
        ids = self._table.records.record_ids[first : first + len(lines)]
        columns = [self._table.records.columns[place] for place in self._table.block_columns()]
        today = self._desk.today()

        def show(rows: list[ProjectRow]) -> None:
            self._show(compared(lines, rows, columns))

        self._desk.tasks.read(self, lambda: self._crm.projects.items(ids, today), show, key="paste")

    def _show(self, block: Block) -> None:
        if not block.changes and not block.beyond:
            self._desk.show_toast(_("Everything stands there already."))
            return
        shown = [
            ShownChange(
                name=change.row.name,
                field=change.column,
                before=change.before,
                after=change.after,
                fault=change.fault,
            )
            for change in block.changes
        ]
        changes = block.accepted()
        dialog = PreviewChangesDialog(
            self._desk,
            shown,
            lambda is_sure: self._crm.projects.change_many(changes, is_sure=is_sure),
            self._table,
            unchanged=block.unchanged,
            beyond=block.beyond,
        )
        dialog.saved.connect(self.tell)
        dialog.open()

    def tell(self, count: int) -> None:
        """Says how many projects were changed, and offers to take it back."""
        words = _n("{count} project changed", "{count} projects changed", count)
        self._desk.show_toast(words, [(_("Undo"), self._desk.undo)])

"""What would be changed in several projects, shown before it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from crm.i18n import _, _n
from ui.dialogs.frame import TaskDialog
from ui.shared.cells import Badge, BadgeTone
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.screen import Desk
from ui.shared.theme import font, theme
from ui.shared.tokens import ROW_HEIGHT
from ui.shared.widgets.badges import BadgeRow

WIDTH = 760
MOST_SHOWN = 500


@dataclass(frozen=True, kw_only=True)
class ShownChange:
    """One line of the preview; with a `fault` nothing is changed there."""

    name: str
    field: str
    before: str
    after: str
    fault: str = ""


class PreviewChangesDialog(TaskDialog):
    """Lists the changes; emits `saved` with how many projects were changed.

    `apply` is told whether the officer answers for figures that can hardly be meant.
    """

    def __init__(
        self,
        desk: Desk,
        changes: Sequence[ShownChange],
        apply: Callable[[bool], int],
        parent: QWidget | None = None,
        *,
        unchanged: int = 0,
        beyond: int = 0,
    ) -> None:
        super().__init__(desk, _("Change several projects"), _("Apply"), parent, width=WIDTH)
        self._apply = apply
        refused = sum(1 for change in changes if change.fault)
        self.counts = BadgeRow()
        self.counts.show_badges(_badges(len(changes) - refused, refused, unchanged))
        self.body.addWidget(self.counts)
        if beyond:
            words = _n("{count} line lies below the last row", "{count} lines lie below the last row", beyond)
            self.body.addWidget(PlainLabel(words, pixels=12, tone="t2"))
        self.list = _table(changes[:MOST_SHOWN])
        self.body.addWidget(self.list)
        self.primary.setEnabled(len(changes) > refused)
        self.list.setFocus()

    def act(self) -> None:
        """Changes the projects, as one step."""
        is_sure = self.is_sure
        self.save(lambda: self._apply(is_sure))


def _badges(changed: int, refused: int, unchanged: int) -> list[Badge]:
    found = [Badge(text=_n("{count} change", "{count} changes", changed), tone=BadgeTone.AMBER, icon="edit")]
    if refused:
        text = _n("{count} refused", "{count} refused", refused)
        found.append(Badge(text=text, tone=BadgeTone.RED, icon="error"))
    if unchanged:
        found.append(Badge(text=_n("{count} as it is", "{count} as they are", unchanged)))
    return found


def _table(changes: Sequence[ShownChange]) -> QTableWidget:
    table = QTableWidget(len(changes), 4)
    table.setAccessibleName(_("Changes"))
    table.setHorizontalHeaderLabels([_("Project"), _("Field"), _("Before"), _("After")])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setFont(font())
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    head = table.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for place, change in enumerate(changes):
        ground = QBrush(theme().colour("red_soft" if change.fault else "amb_soft"))
        after = f"{change.after}  {change.fault}" if change.fault else change.after
        for column, text in enumerate((change.name, change.field, change.before, after)):
            item = QTableWidgetItem(text)
            if column == 3:
                item.setBackground(ground)
                item.setToolTip(plain_tip(text))
            table.setItem(place, column, item)
    table.setMinimumHeight(min(10, max(3, len(changes))) * ROW_HEIGHT + 40)
    return table

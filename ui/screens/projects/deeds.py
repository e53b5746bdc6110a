"""What is done with the projects chosen in the list, whichever layout shows them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.records import Ref
from crm.i18n import N_, _
from ui.dialogs.edit_projects import EditProjectsDialog
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.merge_records import open_merge, why_no_merge
from ui.dialogs.move_projects import open_moves
from ui.dialogs.plan_projects import AssignDialog, PlanDialog
from ui.screens.projects.bulk_bar import BulkBar
from ui.screens.projects.layouts import Layouts
from ui.screens.projects.pasting import Pasting
from ui.screens.projects.stage_menu import stage_menu, stage_menu_for_many
from ui.shared.actions import ActionSpec
from ui.shared.record_table import RecordTable
from ui.shared.row_delegate import RowAction
from ui.shared.screen import Desk

MENU = [f"projects.{deed}" if deed else "" for deed in ("log", "plan", "assign", "", "move", "edit", "merge")]


class ProjectDeeds(BulkBar):
    """The bar under the list, and the same deeds for keys and buttons of rows."""

    opened = Signal(int)

    def __init__(self, desk: Desk, crm: Crm, table: RecordTable, layouts: Layouts) -> None:
        super().__init__()
        self._desk, self._crm, self._table, self._layouts = desk, crm, table, layouts
        self.pasting = Pasting(desk, crm, table)
        table.row_action.connect(self._act_on_row)
        table.offer(lambda menu: desk.actions.fill(menu, MENU))
        self.asked.connect(self._act_on_selection)
        self.closed.connect(lambda: layouts.current.choose([], None))

    def register(self, section: str, scope: QWidget) -> None:
        """Registers the keys within the list."""
        row = self.why_no_row
        for action_id, text, symbol, key, run, reason in (
            ("move", N_("Change the stage"), "stage", "M", self._ask_stage, row),
            ("move_many", N_("Move the selected to another stage"), "stage", "Ctrl+M", self._ask_stage, row),
            ("log", N_("Log a follow-up"), "follow_up", "Ctrl+L", self._log, row),
            ("plan", N_("Next follow-up"), "next", "Ctrl+D", self._plan, row),
            ("assign", N_("Hand over"), "officer", "", self._assign, row),
            ("edit", N_("Change a field of the selected projects"), "edit", "Ctrl+E", self._edit_many, row),
            ("merge", N_("Merge the selected"), "merge", "Ctrl+Shift+M", self._merge, self._why_no_merge),
        ):
            spec = ActionSpec(
                id=f"projects.{action_id}", text=text, section=section, icon=symbol, shortcut=key
            )
            self._desk.actions.add(spec, run, scope=scope, reason=reason)

    def why_no_row(self) -> str:
        """Why nothing can be done now; empty if a project is chosen."""
        return "" if self._chosen() else _("Choose a project first.")

    def show_chosen(self) -> None:
        """Tells about the projects that are selected."""
        model = self._table.records
        ids = self._layouts.current.selected_ids()
        places = (model.row_of(key) for key in ids)
        rows = [row for place in places if place is not None and (row := model.record_at(place))]
        self.show_selection(ids, rows)
        self._desk.actions.refresh()

    def _chosen(self) -> list[int]:
        """The selected projects, or the current one."""
        current = self._layouts.current.current_id()
        return self._layouts.current.selected_ids() or ([current] if current is not None else [])

    def _act_on_selection(self, what: str) -> None:
        if what == "copy":
            self._table.copy_selection()
            self._desk.show_toast(_("Copied; paste it into a sheet."))
        else:
            deeds = {
                "assign": self._assign,
                "plan": self._plan,
                "move": self._ask_stage,
                "edit": self._edit_many,
                "merge": self._merge,
            }
            deeds[what]()

    def _act_on_row(self, project_id: int, what: str) -> None:
        if what == "open":
            self.opened.emit(project_id)
        elif what == "log":
            self._log([project_id])
        else:
            self._plan([project_id])

    def _log(self, ids: Sequence[int] | None = None) -> None:
        about = [Ref(kind="project", id=key) for key in ids or self._chosen()]
        LogFollowUpDialog(self._desk, self._crm, about, self._table).open()

    def _plan(self, ids: Sequence[int] | None = None) -> None:
        chosen = list(ids or self._chosen())
        if len(chosen) > 1:
            PlanDialog(self._desk, self._crm, chosen, self._table).open()
            return
        self._desk.tasks.read(
            self._table,
            lambda: self._crm.projects.get(chosen[0]),
            lambda project: PlanDialog(self._desk, self._crm, chosen, self._table, project=project).open(),
            key="plan",
        )

    def _assign(self) -> None:
        AssignDialog(self._desk, self._crm, self._chosen(), self._table).open()

    def _edit_many(self) -> None:
        dialog = EditProjectsDialog(self._desk, self._crm, self._chosen(), self._table)
        dialog.saved.connect(self.pasting.tell)
        dialog.open()

    def _merge(self) -> None:
        open_merge(self._desk, self._crm, self._table, "project", self._table.selected_ids())

    def _why_no_merge(self) -> str:
        return why_no_merge(self._table.selected_ids())

    def _ask_stage(self) -> None:
        """A menu of the stages at the current row, or above the bar; letters find them."""
        ids, row = self._chosen(), self._layouts.current.current_row()
        if len(ids) > 1:
            menu = stage_menu_for_many(self._table)
        elif row is not None:
            ids, menu = [row.id], stage_menu(row.stage, self._table)
        else:
            return
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.triggered.connect(
            lambda action: open_moves(self._desk, self._crm, self._table, ids, action.data())
        )
        menu.popup(self._layouts.current.card_place())


def row_actions() -> tuple[RowAction, ...]:
    """The buttons that a row shows under the pointer."""
    return (
        RowAction(key="log", icon="follow_up", tip=_("Log a follow-up")),
        RowAction(key="plan", icon="snooze", tip=_("Next follow-up")),
        RowAction(key="open", icon="open", tip=_("Open")),
    )

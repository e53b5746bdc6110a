"""The page of one visit: its stops, its return report, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QStackedLayout,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from crm.app import Crm
from crm.domain.errors import CrmError, NotFound
from crm.domain.follow_ups import Attachment
from crm.domain.records import Ref
from crm.domain.visit_pages import StopTold, VisitPage
from crm.domain.visits import VisitState
from crm.i18n import N_, _
from ui.dialogs.cancel_visit import CancelVisitDialog
from ui.dialogs.edit_stop import EditStopDialog
from ui.dialogs.plan_visit import PlanVisitDialog
from ui.dialogs.quick_look import QuickLookDialog
from ui.dialogs.report_stop import ReportStopDialog
from ui.screens.visits.head import VisitHead
from ui.screens.visits.listing import KINDS, SECTION
from ui.screens.visits.report_pane import ReportPane
from ui.screens.visits.side import VisitSide
from ui.screens.visits.stops import StopsPane
from ui.shared.actions import ActionSpec
from ui.shared.screen import Desk
from ui.shared.widgets.sections import rule

STOPS, REPORT = 0, 1
MENU = ("visit.edit", "visit.finish", "visit.take_up", "", "visit.files", "", "visit.cancel", "visit.delete")


Row = tuple[str, str, str, str, Callable[[], object], Callable[[], str] | None]


class VisitView(QWidget):
    """Shows one visit and changes it."""

    back_asked = Signal()
    step_asked = Signal(int)

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self.visit_id: int | None = None
        self.page: VisitPage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._build()
        self._connect()
        self._register()
        self.stops.add_tools(desk.actions)
        kinds = (*KINDS, "visit_stop_project", "follow_up", "attachment", "enterprise", "zone", "project")
        desk.live.watch(self, kinds, lambda _changes: self.refresh())

    def show_visit(self, visit_id: int, place: int | None = None, count: int = 0) -> None:
        """Shows a visit that was opened from a list of `count`."""
        if visit_id != self.visit_id:
            self.stops.rows.current = None
            self.tabs.setCurrentIndex(STOPS)
        self.visit_id = visit_id
        self.head.show_way(place, count)
        self.refresh()

    def refresh(self) -> None:
        """Reads the visit again; what is being typed stays."""
        visit_id, today = self.visit_id, self.desk.today()
        if visit_id is not None:
            self.desk.tasks.read(
                self,
                lambda: self._crm.visits.page(visit_id, today),
                self._show,
                key="page",
                failed=self._missed,
            )

    def take_keyboard(self) -> None:
        """Gives the keyboard to the stops, or to the report."""
        if self.tabs.currentIndex() == REPORT:
            self.report.text.setFocus()
        else:
            self.stops.take_keyboard()

    def add_stop(self) -> None:
        """Asks for one more stop."""
        self._with_page(lambda page: EditStopDialog(self.desk, self._crm, page.visit, None, self).open())

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = VisitHead()
        column.addWidget(self.head)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._make_middle(), 1)
        row.addWidget(rule(upright=True))
        self.side = VisitSide()
        row.addWidget(self.side)
        column.addLayout(row, 1)

    def _make_middle(self) -> QWidget:
        middle = QWidget()
        middle.setProperty("ground", "panel")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Parts of the visit"))
        for name in (_("Stops"), _("Return report")):
            self.tabs.addTab(name)
        column.addWidget(self.tabs)
        column.addWidget(rule())
        self.stops = StopsPane()
        self.report = ReportPane(self.desk)
        holder = QWidget()
        stack = QStackedLayout(holder)
        stack.addWidget(self.stops)
        stack.addWidget(self.report)
        self.tabs.currentChanged.connect(stack.setCurrentIndex)
        column.addWidget(holder, 1)
        return middle

    def _connect(self) -> None:
        self.head.back_asked.connect(self.back_asked)
        self.head.step_asked.connect(self.step_asked)
        self.head.edit_asked.connect(self._edit)
        self.head.finish_asked.connect(self._finish)
        self.head.menu_asked.connect(self._ask_menu)
        self.stops.opened.connect(self._edit_stop)
        self.stops.entered.connect(lambda _key: self.desk.actions.refresh())
        self.stops.add_asked.connect(self.add_stop)
        self.side.record_opened.connect(self.desk.open_record)
        self.side.edit_asked.connect(self._edit)
        self.side.files_asked.connect(self._choose_files)
        self.side.files_dropped.connect(self._add_files)
        self.side.file_shown.connect(self._look_at)
        self.report.draft_asked.connect(self._draft)
        self.report.keep_asked.connect(self._keep)
        self.report.hand_in_asked.connect(self._hand_in)

    def _register(self) -> None:
        for action_id, text, symbol, key, run, reason in (*self._on_stops(), *self._on_the_visit()):
            spec = ActionSpec(id=f"visit.{action_id}", text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self, reason=reason)

    def _on_stops(self) -> tuple[Row, ...]:
        chosen, unreported = self._why_no_stop, self._why_no_report
        return (
            ("add_stop", N_("Add a stop"), "add", "", self.add_stop, None),
            ("report_stop", N_("Report the stop"), "follow_up", "Ctrl+L", self._report_stop, unreported),
            ("edit_stop", N_("Change the stop"), "edit", "", self._edit_stop, chosen),
            ("stop_up", N_("Move the stop up"), "arrow_up", "Alt+Up", lambda: self._move(-1), chosen),
            ("stop_down", N_("Move the stop down"), "arrow_down", "Alt+Down", lambda: self._move(1), chosen),
            ("remove_stop", N_("Remove the stop"), "delete", "Ctrl+Delete", self._remove_stop, chosen),
            ("open_target", N_("Open where the stop leads"), "open", "Ctrl+O", self._open_target, chosen),
            ("stops", N_("Show the stops"), "list", "Ctrl+T", lambda: self._show_tab(STOPS), None),
        )

    def _on_the_visit(self) -> tuple[Row, ...]:
        planned, over, no_file = self._why_not_planned, self._why_not_over, self._why_no_file

        def keep() -> None:
            self._keep(self.report.typed())

        return (
            ("back", N_("Back to the list"), "left", "Alt+Left", self.back_asked.emit, None),
            ("previous", N_("Previous visit"), "up", "Ctrl+Up", lambda: self.step_asked.emit(-1), None),
            ("next", N_("Next visit"), "down", "Ctrl+Down", lambda: self.step_asked.emit(1), None),
            ("report", N_("Write the return report"), "file", "Ctrl+R", lambda: self._show_tab(REPORT), None),
            ("keep_report", N_("Keep the draft of the report"), "save", "Ctrl+S", keep, None),
            ("draft", N_("Draft the report from the facts"), "edit", "Ctrl+D", self._draft, None),
            ("hand_in", N_("Hand the report in"), "done", "Ctrl+Shift+Return", self.report.hand_in, None),
            ("edit", N_("Change the visit"), "edit", "Ctrl+E", self._edit, None),
            ("finish", N_("The visit took place"), "done", "", self._finish, planned),
            ("take_up", N_("Plan it again"), "undo", "", self._take_up, over),
            ("cancel", N_("Cancel the visit"), "reject", "", self._cancel, planned),
            ("files", N_("Add files"), "attachment", "Ctrl+Shift+O", self._choose_files, None),
            ("remove_file", N_("Remove the chosen file"), "delete", "", self._remove_file, no_file),
            ("delete", N_("Delete the visit"), "delete", "", self._delete, None),
        )

    # Why not

    def _why_no_stop(self) -> str:
        return "" if self._current() is not None else _("Choose a stop first.")

    def _why_no_report(self) -> str:
        told = self._current()
        if told is None:
            return _("Choose a stop first.")
        return _("This stop is reported.") if told.follow_up is not None else ""

    def _why_not_planned(self) -> str:
        is_planned = self.page is not None and self.page.visit.state is VisitState.PLANNED
        return "" if is_planned else _("The visit is not planned any more.")

    def _why_not_over(self) -> str:
        is_planned = self.page is None or self.page.visit.state is VisitState.PLANNED
        return _("The visit is planned.") if is_planned else ""

    def _why_no_file(self) -> str:
        return "" if self.side.chosen_file() is not None else _("Choose a file first.")

    def _current(self) -> StopTold | None:
        wanted = self.stops.rows.current
        stops = self.page.stops if self.page is not None else ()
        return next((told for told in stops if told.stop.key == wanted), None)

    # Showing

    def _show(self, page: VisitPage) -> None:
        is_first = self.page is None or self.page.visit.key != page.visit.key
        self.page, self.visit_id = page, page.visit.key
        today = self.desk.today()
        self.head.show_page(page, today)
        self.stops.show_stops(page.stops, today)
        self.report.show_page(page)
        self.side.show_page(page, today)
        stops = _("Stops")
        self.tabs.setTabText(STOPS, f"{stops}  {len(page.stops)}")
        if is_first and self.isVisible():
            self.take_keyboard()
        self.desk.actions.refresh()

    def _missed(self, error: CrmError) -> None:
        if isinstance(error, NotFound):
            self.visit_id = self.page = None
            self.back_asked.emit()
        else:
            self.desk.tasks.tell(error)

    def _show_tab(self, place: int) -> None:
        self.tabs.setCurrentIndex(place)
        self.take_keyboard()

    # Changing

    def _with_page(self, run: Callable[[VisitPage], object]) -> None:
        if self.page is not None:
            run(self.page)

    def _write(self, work: Callable[[], Any], told: str = "") -> None:
        def done(_value: Any) -> None:
            if told:
                self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, work, done)

    def _edit(self) -> None:
        def ask(page: VisitPage) -> None:
            PlanVisitDialog(self.desk, self._crm, page.visit.kind, self, page=page).open()

        self._with_page(ask)

    def _edit_stop(self, stop_id: int | None = None) -> None:
        told = self._current()
        if self.page is not None and told is not None:
            EditStopDialog(self.desk, self._crm, self.page.visit, told, self).open()

    def _report_stop(self) -> None:
        told = self._current()
        if self.page is not None and told is not None:
            ReportStopDialog(self.desk, self._crm, self.page.visit, told, self).open()

    def _move(self, by: int) -> None:
        told = self._current()
        if told is not None:
            self._write(lambda: self._crm.visits.move_stop(told.stop.key, by))

    def _remove_stop(self) -> None:
        told = self._current()
        if told is not None:
            removed = _("{name} removed from the visit").format(name=told.stop.place)
            self._write(lambda: self._crm.visits.remove_stop(told.stop.key), removed)

    def _open_target(self) -> None:
        told = self._current()
        if told is not None and told.stop.target_id is not None:
            self.desk.open_record(told.stop.target_kind, told.stop.target_id)

    def _draft(self) -> None:
        if self.visit_id is None:
            return
        visit_id, today = self.visit_id, self.desk.today()
        question = _("Replace what is written by a draft from the facts?")
        if self.report.typed() and not self.desk.prompts.confirm(self, question, _("Replace")):
            return
        self._show_tab(REPORT)
        self.desk.tasks.read(
            self, lambda: self._crm.visits.draft_report(visit_id, today), self.report.show_draft, key="draft"
        )

    def _keep(self, text: str) -> None:
        def keep(page: VisitPage) -> None:
            visit = page.visit
            self._write(
                lambda: self._crm.visits.write_report(visit, text, visit.reported_on), _("Report kept")
            )

        self._with_page(keep)

    def _hand_in(self, text: str, on: Any) -> None:
        def hand_in(page: VisitPage) -> None:
            self._write(lambda: self._crm.visits.write_report(page.visit, text, on), _("Report handed in"))

        self._with_page(hand_in)

    def _finish(self) -> None:
        visits = self._crm.visits
        self._with_page(lambda page: self._write(lambda: visits.finish(page.visit.key), _("It took place")))

    def _take_up(self) -> None:
        visits = self._crm.visits
        self._with_page(lambda page: self._write(lambda: visits.take_up(page.visit.key), _("Planned again")))

    def _cancel(self) -> None:
        self._with_page(lambda page: CancelVisitDialog(self.desk, self._crm, page.visit, self).open())

    def _delete(self) -> None:
        def ask(page: VisitPage) -> None:
            question = _("Delete {name}? Undo brings it back.").format(name=page.visit.title)
            if self.desk.prompts.confirm(self, question, _("Delete"), danger=True):
                self._write(lambda: self._crm.visits.delete(page.visit.key), _("Visit deleted"))

        self._with_page(ask)

    # Files

    def _choose_files(self) -> None:
        self._add_files([str(file) for file in self.desk.prompts.open_files(self, _("Add files"), ["(*)"])])

    def _add_files(self, files: list[str]) -> None:
        if self.visit_id is None:
            return
        ref = Ref(kind="visit", id=self.visit_id)
        for path in map(Path, files):
            add = partial(self._crm.attachments.add_file, ref, path)
            self._write(add, _("{name} attached").format(name=path.name))

    def _look_at(self, file: Attachment) -> None:
        QuickLookDialog(self.desk, self._crm, file, self).open()

    def _remove_file(self) -> None:
        file = self.side.chosen_file()
        if file is not None:
            removed = _("{name} removed").format(name=file.name)
            self._write(lambda: self._crm.attachments.remove(file.key), removed)

    def _ask_menu(self) -> None:
        menu = self.desk.actions.menu(self, MENU)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu: QMenu = menu
        menu.popup(self.head.more.mapToGlobal(self.head.more.rect().bottomLeft()))

    # Qt's names from here

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            # Out of a field first, out of the page second.
            typing = isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit) and not self.hasFocus()
            self.setFocus() if typing else self.back_asked.emit()
            return
        super().keyPressEvent(event)

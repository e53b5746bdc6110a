"""The page of one visit: its stops, its return report, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import Conflict
from crm.domain.visit_pages import StopTold, VisitPage
from crm.domain.visits import Visit, VisitState
from crm.i18n import N_, _
from ui.dialogs.cancel_visit import CancelVisitDialog
from ui.dialogs.edit_stop import EditStopDialog
from ui.dialogs.plan_visit import PlanVisitDialog
from ui.dialogs.report_stop import ReportStopDialog
from ui.screens.records.files import RecordFiles
from ui.screens.visits.head import VisitHead
from ui.screens.visits.listing import KINDS, SECTION
from ui.screens.visits.report_pane import ReportPane
from ui.screens.visits.side import WIDTH as SIDE_WIDTH
from ui.screens.visits.side import VisitSide, files_of
from ui.screens.visits.stops import StopsPane
from ui.shared.page_parts import Deed, PageTabs, RecordView, SideFold
from ui.shared.screen import Desk
from ui.shared.widgets.sections import rule

STOPS, REPORT = "stops", "report"
MENU = ("edit", "finish", "take_up", "", "files", "picture", "", "cancel", "delete")
SHOWN = (*KINDS, "visit_stop_project", "follow_up", "attachment", "enterprise", "zone", "project")


class VisitView(RecordView):
    """Shows one visit and changes it."""

    kind = "visit"

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._crm = crm
        self.page: VisitPage | None = None
        self._sought: int | None = None  # a stop to go to once it is there
        self.files = RecordFiles(self, crm)
        self._build()
        self._connect()
        self._register()
        self.stops.add_tools(desk.actions)
        self.watch(SHOWN)

    def show_record(self, record_id: int, title: str = "", place: int | None = None, count: int = 0) -> None:
        """Shows a visit that was opened from a list of `count`, from its stops on."""
        if record_id != self.record_id:
            self.page = None
            self.stops.rows.current = None
            self.tabs.choose(STOPS)
        super().show_record(record_id, title, place, count)

    def reading(self, record_id: int) -> Callable[[], VisitPage]:
        """Reads everything about a visit as of today."""
        today = self.desk.today()
        return lambda: self._crm.visits.page(record_id, today)

    def show_found(self, page: VisitPage) -> None:
        """Shows a visit; what is being typed stays."""
        is_first, today = self.page is None, self.desk.today()
        self.page, self.files.kept = page, files_of(page)
        self.head.show_page(page, today)
        self.stops.show_stops(page.stops, today)
        self.report.show_page(page)
        self.side.show_page(page, today)
        self.tabs.show_count(STOPS, len(page.stops))
        if self._sought in [told.stop.key for told in page.stops] and self.tabs.key == STOPS:
            self.stops.rows.show_key(self._sought)
            self._sought = None
        elif is_first and self.isVisible():
            self.take_keyboard()
        self.desk.actions.refresh()

    def take_keyboard(self) -> None:
        """Gives the keyboard to the stops, or to the report."""
        if self.tabs.key == REPORT:
            self.report.text.setFocus()
        elif self.tabs.key == STOPS:
            self.stops.take_keyboard()
        else:
            self.setFocus()

    def add_stop(self) -> None:
        """Asks for one more stop."""

        def ask(page: VisitPage) -> None:
            dialog = EditStopDialog(self.desk, self._crm, page.visit, None, self)
            dialog.saved.connect(lambda stop: self._go_to(stop.key))
            dialog.open()

        self._with_page(ask)

    def _go_to(self, stop_id: int) -> None:
        """The next thing is done with that stop, as soon as it is shown."""
        self._sought = stop_id
        self.refresh()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head: VisitHead = VisitHead()
        column.addWidget(self.head)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._make_middle(), 1)
        self.side = VisitSide()
        self._fold = SideFold(row, self.side, SIDE_WIDTH, self.tabs, _("People and files"))
        column.addLayout(row, 1)

    def _make_middle(self) -> QWidget:
        self.stops = StopsPane()
        self.report = ReportPane(self.desk)
        self.tabs = PageTabs(_("Parts of the visit"))
        self.tabs.add(STOPS, _("Stops"), self.stops)
        self.tabs.add(REPORT, _("Return report"), self.report)
        middle = QWidget()
        middle.setProperty("ground", "panel")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(rule())
        column.addWidget(self.tabs.pages, 1)
        return middle

    def _connect(self) -> None:
        self.connect_head()
        self.head.edit_asked.connect(self._edit)
        self.head.finish_asked.connect(self._finish)
        self.head.menu_asked.connect(lambda: self.show_menu(MENU))
        self.stops.opened.connect(lambda _key: self._edit_stop())
        self.stops.entered.connect(lambda _key: self.desk.actions.refresh())
        self.stops.add_asked.connect(self.add_stop)
        self.side.record_opened.connect(self.desk.open_record)
        self.side.edit_asked.connect(self._edit)
        self.side.files_dropped.connect(self.files.add)
        self.files.connect(self.side.files)
        self.report.draft_asked.connect(self._draft)
        self.report.keep_asked.connect(
            lambda visit, text: self._write_report(visit, text, None, _("Report kept"))
        )
        self.report.hand_in_asked.connect(
            lambda visit, text, on: self._write_report(visit, text, on, _("Report handed in"))
        )

    def _register(self) -> None:
        chosen, planned = self._why_no_stop, self._why_not_planned
        reasons = {
            "report_stop": self._why_no_report,
            "finish": planned,
            "cancel": planned,
            "take_up": self._why_not_over,
        }
        for name in ("edit_stop", "stop_up", "stop_down", "remove_stop", "open_target"):
            reasons[name] = chosen
        self.register(SECTION, (*self._on_stops(), *self._on_the_report(), *self._on_the_visit()), reasons)

    def _on_stops(self) -> tuple[Deed, ...]:
        return (
            ("add_stop", N_("Add a stop"), "add", "", self.add_stop),
            ("report_stop", N_("Report the stop"), "follow_up", "Ctrl+L", self._report_stop),
            ("edit_stop", N_("Change the stop"), "edit", "", self._edit_stop),
            ("stop_up", N_("Move the stop up"), "arrow_up", "Alt+Up", lambda: self._move(-1)),
            ("stop_down", N_("Move the stop down"), "arrow_down", "Alt+Down", lambda: self._move(1)),
            ("remove_stop", N_("Remove the stop"), "delete", "Ctrl+Delete", self._remove_stop),
            ("open_target", N_("Open where the stop leads"), "open", "Ctrl+O", self._open_target),
            ("stops", N_("Show the stops"), "list", "Ctrl+T", lambda: self._show_tab(STOPS)),
        )

    def _on_the_report(self) -> tuple[Deed, ...]:
        return (
            ("report", N_("Write the return report"), "file", "Ctrl+R", lambda: self._show_tab(REPORT)),
            ("keep_report", N_("Keep the draft of the report"), "save", "Ctrl+S", self.report.keep),
            ("draft", N_("Draft the report from the facts"), "edit", "Ctrl+D", self._draft),
            ("hand_in", N_("Hand the report in"), "done", "Ctrl+Shift+Return", self.report.hand_in),
        )

    def _on_the_visit(self) -> tuple[Deed, ...]:
        files = self.files
        return (
            ("edit", N_("Change the visit"), "edit", "Ctrl+E", self._edit),
            ("finish", N_("The visit took place"), "done", "", self._finish),
            ("take_up", N_("Plan it again"), "undo", "", self._take_up),
            ("cancel", N_("Cancel the visit"), "reject", "", self._cancel),
            ("files", N_("Add files"), "attachment", "Ctrl+Shift+O", files.choose),
            ("picture", N_("Add the copied picture"), "paste", "Ctrl+Shift+V", files.paste_picture),
            ("delete", N_("Delete the visit"), "delete", "", self._delete),
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

    def _current(self) -> StopTold | None:
        wanted = self.stops.rows.current
        stops = self.page.stops if self.page is not None else ()
        return next((told for told in stops if told.stop.key == wanted), None)

    def _show_tab(self, key: str) -> None:
        self.tabs.choose(key)
        self.take_keyboard()

    # Changing

    def _with_page(self, run: Callable[[VisitPage], object]) -> None:
        if self.page is not None:
            run(self.page)

    def _edit(self) -> None:
        def ask(page: VisitPage) -> None:
            PlanVisitDialog(self.desk, self._crm, page.visit.kind, self, page=page).open()

        self._with_page(ask)

    def _edit_stop(self) -> None:
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
            self.write(lambda: self._crm.visits.move_stop(told.stop.key, by))

    def _remove_stop(self) -> None:
        told = self._current()
        if told is not None:
            removed = _("{name} removed from the visit").format(name=told.stop.place)
            self.write(lambda: self._crm.visits.remove_stop(told.stop.key), removed)

    def _open_target(self) -> None:
        told = self._current()
        if told is not None and told.stop.target_id is not None:
            self.desk.open_record(told.stop.target_kind, told.stop.target_id)

    def _draft(self) -> None:
        if self.record_id is None:
            return
        visit_id, today = self.record_id, self.desk.today()
        question = _("Replace what is written by a draft from the facts?")
        if self.report.typed() and not self.desk.prompts.confirm(self, question, _("Replace")):
            return
        self._show_tab(REPORT)
        self.desk.tasks.read(
            self, lambda: self._crm.visits.draft_report(visit_id, today), self.report.show_draft, key="draft"
        )

    def _write_report(self, visit: Visit, text: str, on: date | None, told: str) -> None:
        """Keeps the report; with a day it is handed in, and what was handed in stays so."""

        def over(error: Conflict) -> None:
            if isinstance(error.theirs, Visit):
                self._write_report(error.theirs, text, on, told)

        self.save(
            lambda: self._crm.visits.write_report(visit, text, on or visit.reported_on),
            over,
            let_go=self.report.let_go,
            told=told,
        )

    def _finish(self) -> None:
        visits = self._crm.visits
        self._with_page(lambda page: self.write(lambda: visits.finish(page.visit.key), _("It took place")))

    def _take_up(self) -> None:
        visits = self._crm.visits
        self._with_page(lambda page: self.write(lambda: visits.take_up(page.visit.key), _("Planned again")))

    def _cancel(self) -> None:
        self._with_page(lambda page: CancelVisitDialog(self.desk, self._crm, page.visit, self).open())

    def _delete(self) -> None:
        if self.page is not None:
            visit = self.page.visit
            self.delete(visit.title, lambda: self._crm.visits.delete(visit.key), _("Visit deleted"))

    # Qt's names from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold.fit(self.window().width())

"""The calendar as one of the layouts of the projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.calendar import DayEntry, Span, days_of, stepped
from crm.domain.errors import Conflict, CrmError
from crm.domain.projects import Project
from crm.domain.rows import ProjectFilter, ProjectRow, Sort
from crm.domain.workdays import WorkCalendar
from crm.i18n import _
from ui.screens.projects.calendar.day_table import DayTable
from ui.shared.page_parts import tool_button
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.tokens import BAR_HEIGHT, PADDING
from ui.shared.widgets.segments import Segment, Segments


class ProjectCalendar(QWidget):
    """What is planned and what happened, by day; plans are moved by mouse or key."""

    opened = Signal(int)
    chosen = Signal()

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self._wanted = ProjectFilter()
        self._row: ProjectRow | None = None  # of the chosen entry
        self._workdays = WorkCalendar()  # weekends alone rest until the office's days are read
        self._seek: tuple[int, date | None] | None = None  # a project to choose once it is read
        self.span, self.day = Span.MONTH, desk.today()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        self.table = DayTable(desk.today, self._rests)
        self.table.setAccessibleName(_("Calendar"))
        column.addWidget(self.table, 1)
        self.table.opened.connect(self.opened)
        self.table.chosen.connect(self._choose)
        self.table.rescheduled.connect(self.reschedule)
        self.table.turned.connect(self.turn)
        self.table.day_asked.connect(self.show_day)
        self._show_days()

    # As one of the layouts

    def show_projects(self, wanted: ProjectFilter, _order: Sort | None) -> None:
        """Shows the days of the projects that fit."""
        self._wanted = wanted
        self.refresh()

    def refresh(self) -> None:
        """Reads the days again."""
        wanted, days = self._wanted, self.table.days.days

        def read() -> tuple[list[DayEntry], WorkCalendar]:
            return self._crm.projects.days(wanted, days[0], days[-1]), self._crm.settings.calendar()

        self.desk.tasks.read(self, read, lambda found: self._take(days, *found), key="days")

    def selected_ids(self) -> list[int]:
        """The project of the chosen entry."""
        current = self.current_id()
        return [current] if current is not None else []

    def current_id(self) -> int | None:
        """The same."""
        return self.table.entry.project_id if self.table.entry is not None else None

    def current_row(self) -> ProjectRow | None:
        """Its row, None until it is read."""
        row = self._row
        return row if row is not None and row.id == self.current_id() else None

    def choose(self, ids: Sequence[int], current: int | None) -> None:
        """Chooses the first thing shown of the current project."""
        wanted = current if current is not None else next(iter(ids), None)
        if wanted is None:
            self.table.choose(None)
        elif not self._find(wanted, None):
            self._seek = (wanted, None)

    def card_place(self) -> QPoint:
        """Below the chosen entry."""
        entry, view = self.table.entry, self.table.viewport()
        box = self.table.box_of(entry) if entry is not None else view.rect()
        return view.mapToGlobal(box.bottomLeft())

    def take_keyboard(self) -> None:
        """To the days."""
        self.table.setFocus()

    # Going about

    def show_day(self, day: date) -> None:
        """Shows the month or week of a day and goes to it."""
        self.day = day
        if not self.table.days.index_of(day).isValid() or self._is_other_month(day):
            self._show_days()
            self.refresh()
        self.table.setCurrentIndex(self.table.days.index_of(day))

    def show_span(self, span: Span) -> None:
        """Shows a month or a week."""
        self.span = span
        self.spans.set_current(span)
        self.day = self.table.day or self.day
        self._show_days()
        self.refresh()

    def turn(self, direction: int) -> None:
        """Shows the month or week after or before."""
        self.show_day(stepped(self.span, self.table.day or self.day, direction))

    def shift(self, days: int) -> None:
        """Plans the chosen entry some days later or earlier."""
        entry = self.table.entry
        if entry is not None and entry.can_move:
            self.reschedule(entry, entry.day + timedelta(days=days))

    def reschedule(self, entry: DayEntry, day: date) -> None:
        """Plans an entry for another day, one undo step."""

        def done(_project: Project) -> None:
            self._seek = (entry.project_id, day)
            words = _("{name}: now on {day}").format(name=entry.name, day=f"{day.month}-{day.day:02d}")
            self.desk.show_toast(words, [(_("Undo"), self.desk.undo)])
            self.show_day(day)
            self.refresh()

        self.desk.tasks.write(
            self, lambda: self._crm.projects.reschedule(entry, day), done, failed=self._failed
        )

    def _failed(self, error: CrmError) -> None:
        text = str(error)
        if isinstance(error, Conflict):
            text = _("Somebody has changed the project meanwhile. Look at its day and try again.")
        self.desk.show_toast(text, is_error=True)
        self.refresh()

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("ground", "panel")
        bar.setFixedHeight(BAR_HEIGHT)
        row = QHBoxLayout(bar)
        row.setContentsMargins(PADDING, 0, PADDING, 0)
        row.setSpacing(8)
        today = QPushButton(_("Today"))
        today.clicked.connect(lambda: self.show_day(self.desk.today()))
        row.addWidget(tool_button("left", _("Earlier in the calendar"), lambda: self.turn(-1)))
        row.addWidget(tool_button("right", _("Later in the calendar"), lambda: self.turn(1)))
        row.addWidget(today)
        self.title = PlainLabel(pixels=14, bold=True)
        row.addWidget(self.title)
        row.addStretch(1)
        parts = [Segment(key=Span.MONTH, text=_("Month")), Segment(key=Span.WEEK, text=_("Week"))]
        self.spans = Segments(parts, Span.MONTH, name=_("How much is shown"))
        self.spans.chosen.connect(lambda key: self.show_span(Span(key)))
        row.addWidget(self.spans)
        return bar

    def _show_days(self) -> None:
        days = days_of(self.span, self.day)
        self.table.days.show_days(days)
        self.table.delegate.month = self.day.month if self.span is Span.MONTH else None
        if self.span is Span.MONTH:
            self.title.setText(_("{month}/{year}").format(month=self.day.month, year=self.day.year))
        else:
            first, last = days[0], days[-1]
            self.title.setText(f"{first.isoformat()} – {last.month}-{last.day:02d}")
        self.table.setCurrentIndex(self.table.days.index_of(self.day))

    def _is_other_month(self, day: date) -> bool:
        return self.span is Span.MONTH and day.month != self.table.delegate.month

    def _rests(self, day: date) -> bool:
        return not self._workdays.is_workday(day)

    def _take(self, days: list[date], entries: list[DayEntry], workdays: WorkCalendar) -> None:
        if days is not self.table.days.days:
            return
        self._workdays = workdays
        kept = self.table.entry
        self._row = None
        self.table.days.show_entries(entries)
        seek, self._seek = self._seek, None
        if seek is None and kept is not None:
            seek = (kept.project_id, kept.day)
        if seek is None or not self._find(*seek):
            on_day = self.table.days.entries_on(self.table.day) if self.table.day else []
            self.table.choose(on_day[0] if on_day else None)

    def _find(self, project_id: int, day: date | None) -> bool:
        days = self.table.days
        for shown in days.days if day is None else [day]:
            for entry in days.entries_on(shown):
                if entry.project_id == project_id:
                    self.table.choose(entry)
                    return True
        return False

    def _choose(self) -> None:
        current, today = self.current_id(), self.desk.today()
        if current is not None and self.current_row() is None:
            self.desk.tasks.read(
                self, lambda: self._crm.projects.items([current], today), self._take_row, key="row"
            )
        self.chosen.emit()

    def _take_row(self, rows: list[ProjectRow]) -> None:
        self._row = rows[0] if rows else None

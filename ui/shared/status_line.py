"""The status line: saved when, who and where, jobs with progress and cancel, which database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from crm.i18n import _, _n
from ui.shared.icons import IconLabel, icon
from ui.shared.plain_text import ElidedLabel, PlainLabel
from ui.shared.tasks import Job, Tasks
from ui.shared.theme import font, theme
from ui.shared.tokens import STATUS_HEIGHT


@dataclass(frozen=True, kw_only=True)
class Place:
    """Who works where, as the status line tells it."""

    office: str = ""
    officer: str = ""
    database: str = ""
    backup: str = ""


class JobLine(QWidget):
    """One job: title, bar, counts, cancel."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(ElidedLabel(job.title, pixels=12, tone="t2"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName(job.title)
        row.addWidget(self.bar)
        self._count = PlainLabel(pixels=12, tone="t2")
        row.addWidget(self._count)
        self.cancel = QToolButton()
        self.cancel.setIcon(icon("close"))
        self.cancel.setFixedHeight(22)
        self.cancel.setToolTip(_("Stop"))
        self.cancel.setAccessibleName(_("Stop"))
        self.cancel.clicked.connect(job.cancel)
        row.addWidget(self.cancel)
        job.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.bar.setRange(0, self.job.total)
        self.bar.setValue(self.job.done)
        known = f"{self.job.done:,} / {self.job.total:,}" if self.job.total else ""
        self._count.setText(_("stopping…") if self.job.is_cancelled else known)
        self.cancel.setEnabled(not self.job.is_cancelled)


class StatusLine(QWidget):
    """The lowest line of the window."""

    officer_asked = Signal()  # the name was clicked
    today_asked = Signal()  # to leave the past

    def __init__(self, tasks: Tasks, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._jobs: dict[Job, JobLine] = {}
        self.setFixedHeight(STATUS_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(16)
        self._saved_mark = IconLabel("tick", 14)
        self._saved_mark.hide()
        self.saved = PlainLabel(pixels=12, tone="t2")
        left = QHBoxLayout()
        left.setSpacing(4)
        left.addWidget(self._saved_mark)
        left.addWidget(self.saved)
        row.addLayout(left)
        self.place = QToolButton()
        self.place.setFont(font(12))
        self.place.setProperty("low", "true")
        self.place.setToolTip(_("Another officer works here"))
        self.place.clicked.connect(lambda: self.officer_asked.emit())
        row.addWidget(self.place)
        self._make_past(row)
        row.addStretch(1)
        self._job_row = QHBoxLayout()
        self._job_row.setSpacing(16)
        self._more = PlainLabel(pixels=12, tone="t3")
        row.addLayout(self._job_row)
        row.addWidget(self._more)
        self.backup = PlainLabel(pixels=12, tone="t2")
        self.database = PlainLabel(pixels=12, tone="t2")
        row.addWidget(self.backup)
        row.addWidget(self.database)
        self.show_place(place)
        tasks.jobs_changed.connect(self._show_jobs)
        tasks.written.connect(lambda: self.show_saved(datetime.now()))
        self._show_jobs()

    def _make_past(self, row: QHBoxLayout) -> None:
        self.past = PlainLabel(pixels=12, bold=True, tone="amb")
        self.today = QToolButton()
        self.today.setFont(font(12))
        self.today.setProperty("low", "true")
        self.today.setText(_("Back to today"))
        self.today.setIcon(icon("undo"))
        self.today.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.today.clicked.connect(lambda: self.today_asked.emit())
        row.addWidget(self.past)
        row.addWidget(self.today)
        self.show_past(None)

    def show_place(self, place: Place) -> None:
        """Shows who works where."""
        self.place.setText("·".join(part for part in (place.office, place.officer) if part))
        self.database.setText(place.database)
        self.backup.setText(place.backup)

    def show_past(self, day: date | None) -> None:
        """Shows that everything is as known on a day; with None it is as it is."""
        self.past.setText(_("As known on {day}").format(day=f"{day:%Y-%m-%d}") if day else "")
        self.past.setVisible(day is not None)
        self.today.setVisible(day is not None)

    def show_saved(self, at: datetime) -> None:
        """Shows when something was saved last."""
        self._saved_mark.show()
        self.saved.setText(_("Saved {time}").format(time=f"{at:%H:%M}"))

    @property
    def job_lines(self) -> tuple[JobLine, ...]:
        """The jobs shown."""
        return tuple(self._jobs.values())

    def _show_jobs(self) -> None:
        jobs = self._tasks.jobs
        for job, line in tuple(self._jobs.items()):
            if job not in jobs:
                self._job_row.removeWidget(line)
                line.hide()
                line.deleteLater()
                del self._jobs[job]
        for job in jobs[:1]:
            if job not in self._jobs:
                self._jobs[job] = JobLine(job)
                self._job_row.addWidget(self._jobs[job])
        rest = len(jobs) - 1
        self._more.setText(_n("{count} more waits", "{count} more wait", rest) if rest > 0 else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("rail"))
        painter.setPen(QPen(theme().colour("line"), 0))
        painter.drawLine(0, 0, self.width(), 0)
        painter.end()

"""The first start: look at the example office, or begin with one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm.app import Crm
from crm.domain.errors import Cancelled, CrmError, ValidationError
from crm.i18n import _
from crm.services.steps.materials import Material
from ui.shared.fields import FormField
from ui.shared.form import Form
from ui.shared.icons import icon
from ui.shared.plain_text import PlainLabel, mark
from ui.shared.tasks import Job, Progress, Tasks

EXAMPLE, EMPTY = "example", "empty"


class _Card(QFrame):
    """One way to begin: icon, name, a sentence; a click, Space or an arrow key chooses it."""

    chosen = Signal()
    other_asked = Signal()

    def __init__(self, symbol: str, name: str, text: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(14)
        picture = QLabel()
        picture.setPixmap(icon(symbol, "acc_t").pixmap(24, 24))
        row.addWidget(picture)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(PlainLabel(name, pixels=14, bold=True))
        column.addWidget(PlainLabel(text, tone="t2", wrap=True))
        row.addLayout(column, 1)
        self.show_chosen(False)

    def show_chosen(self, on: bool) -> None:
        """Shows whether this is the way that was chosen."""
        mark(self, "frame", "soft" if on else "panel")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.chosen.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.other_asked.emit()
        else:
            super().keyPressEvent(event)


class FirstStartDialog(QDialog):
    """Fills an empty database, as the officer chooses."""

    def __init__(
        self,
        crm: Crm,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self._crm, self._tasks, self._today = crm, tasks, today
        self._job: Job | None = None
        self._way = EXAMPLE
        self.setWindowTitle(_("Welcome"))
        self.setMinimumWidth(600)
        self._build(QVBoxLayout(self))
        self.choose(EXAMPLE)

    def _build(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(40, 32, 40, 24)
        column.setSpacing(10)
        column.addWidget(PlainLabel(_("InvestLead"), pixels=26, bold=True))
        column.addWidget(PlainLabel(_("From a piece of news to a line of the ledger"), tone="t2"))
        column.addSpacing(14)
        column.addWidget(PlainLabel(_("Where do you want to begin?"), pixels=16, bold=True))
        self.example = _Card(
            "view", _("Example office"), _("Offices, zones, projects and articles to try everything on.")
        )
        self.empty = _Card("add", _("Empty office"), _("Begin with your own unit and your own articles."))
        self.example.chosen.connect(lambda: self.choose(EXAMPLE))
        self.empty.chosen.connect(lambda: self.choose(EMPTY))
        self.example.other_asked.connect(lambda: self._go_to(self.empty, EMPTY))
        self.empty.other_asked.connect(lambda: self._go_to(self.example, EXAMPLE))
        column.addWidget(self.example)
        column.addWidget(self.empty)
        fields = [
            FormField(key="office", label=_("Name of your unit"), is_required=True),
            FormField(key="officer", label=_("Your name"), is_required=True),
        ]
        self.form = Form(fields, self._tasks)
        self.form.submitted.connect(self.start)
        column.addWidget(self.form)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        column.addWidget(self.bar)
        column.addSpacing(8)
        column.addLayout(self._make_foot())
        column.addWidget(
            PlainLabel(
                _("Everything stays on this computer or your unit's server."), pixels=12, tone="t3", wrap=True
            )
        )

    @property
    def way(self) -> str:
        """How the officer wants to begin."""
        return self._way

    def choose(self, way: str) -> None:
        """Chooses a way to begin."""
        self._way = way
        self.example.show_chosen(way == EXAMPLE)
        self.empty.show_chosen(way == EMPTY)
        self.form.setVisible(way == EMPTY)
        if way == EMPTY:
            self.form.entry("office").setFocus()

    def _go_to(self, card: _Card, way: str) -> None:
        self.choose(way)
        card.setFocus()

    def start(self) -> None:
        """Begins as chosen."""
        if self._way == EXAMPLE:
            self._hold(True)
            self._job = self._tasks.job(
                self,
                _("Making the example office"),
                self._make,
                lambda _done: self.accept(),
                failed=self._failed,
            )
            self._job.changed.connect(self._show_progress)
            return
        values = self.form.read()
        if values is not None:
            self._hold(True)
            self._tasks.write(
                self,
                lambda: self._crm.office.found(values["office"], values["officer"]),
                lambda _officer: self.accept(),
                failed=self._failed,
            )

    def _make(self, progress: Progress) -> None:
        today = self._today()
        self._crm.examples.make(today, progress)
        texts = self._crm.examples.articles(today)
        for done, (name, text) in enumerate(texts):
            progress(done, len(texts))
            self._crm.articles.add(Material(name=name, content=text.encode("utf-8")), today)

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.later = QPushButton(_("Later"))
        self.start_button = QPushButton(_("Start"))
        self.start_button.setProperty("primary", "true")
        self.start_button.setDefault(True)
        self.later.clicked.connect(self.reject)
        self.start_button.clicked.connect(self.start)
        for button in (self.later, self.start_button):
            button.setProperty("large", "true")
            row.addWidget(button)
        return row

    def _hold(self, on: bool) -> None:
        self.bar.setVisible(on)
        self.bar.setRange(0, 0)
        for widget in (self.start_button, self.example, self.empty, self.form):
            widget.setEnabled(not on)

    def _show_progress(self) -> None:
        if self._job is not None:
            self.bar.setRange(0, self._job.total)
            self.bar.setValue(self._job.done)

    def _failed(self, error: CrmError) -> None:
        self._hold(False)
        if isinstance(error, ValidationError):
            self.form.take_error(error)
        elif isinstance(error, Cancelled):
            super().reject()
        else:
            self._tasks.tell(error)

    def reject(self) -> None:
        """Leaves the database empty; work under way is asked to stop first."""
        if self._job is not None and not self.start_button.isEnabled():
            self._job.cancel()
            return
        super().reject()

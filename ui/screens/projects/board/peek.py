"""What a card has no room for: the whole name, the next step and the last three things that happened."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.rows import ProjectRow
from crm.domain.timeline import ProjectPage, TimelineEntry
from crm.i18n import _
from ui.shared.labels import day, field_name, joined, stage_name, way_name
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.sections import rule, take_all

WIDTH = 320
MOST = 3
LONGEST = 90  # characters of an entry


class Peek(QFrame):
    """A small window beside a card; it takes neither mouse nor keyboard."""

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self._desk, self._crm = desk, crm
        self._project_id = 0
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setProperty("frame", "popup")
        self.setFixedWidth(WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(4)

    def show_for(self, row: ProjectRow, corner: QPoint) -> None:
        """Shows a project beside the global position of the right top corner of its card."""
        if self.isVisible() and self._project_id == row.id:
            self.hide()
            return
        self._project_id = row.id
        today = self._desk.today()

        def show(page: ProjectPage) -> None:
            if self._project_id == row.id:
                self._fill(page)
                self._place(corner)

        self._desk.tasks.read(self, lambda: self._crm.projects.page(row.id, today), show, key="peek")

    def _fill(self, page: ProjectPage) -> None:
        take_all(self._column)
        project, row = page.project, page.row
        if row.enterprise:
            self._column.addWidget(PlainLabel(row.enterprise, bold=True, wrap=True))
        self._column.addWidget(PlainLabel(project.name, wrap=True))
        facts = [stage_name(project.stage), row.zone, row.node, row.owner]
        self._column.addWidget(PlainLabel("  ".join(filter(None, facts)), pixels=12, tone="t2", wrap=True))
        if project.next_step:
            step = _("Next step: {step}").format(step=project.next_step)
            self._column.addWidget(PlainLabel(step, pixels=12, tone="t2", wrap=True))
        if row.missing:
            names = joined(field_name(key) for key in row.missing)
            missing = _("Missing: {fields}").format(fields=names)
            self._column.addWidget(PlainLabel(missing, pixels=12, tone="t2", wrap=True))
        self._column.addSpacing(4)
        self._column.addWidget(rule())
        entries = page.timeline[:MOST]
        for entry in entries:
            self._column.addWidget(PlainLabel(self._line(entry), pixels=12, wrap=True))
        if not entries:
            self._column.addWidget(PlainLabel(_("Nothing has happened yet."), pixels=12, tone="t3"))

    def _line(self, entry: TimelineEntry) -> str:
        words = [day(entry.day, self._desk.today()), entry.who]
        if entry.follow_up is not None:
            words += [way_name(entry.follow_up.way), entry.text]
        elif entry.stage is not None:
            words += [stage_name(entry.stage), entry.text]
        else:
            words += [entry.title]
        text = "  ".join(filter(None, words)).replace("\n", " ")
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

    def _place(self, corner: QPoint) -> None:
        self.adjustSize()
        screen = self.screen().availableGeometry()
        left = corner.x() + 8
        if left + self.width() > screen.right():
            left = max(screen.left(), corner.x() - 8 - self.width() - 220)
        self.move(left, min(corner.y(), screen.bottom() - self.height()))
        self.show()
        self.raise_()

"""The right column of Today: the funnel, silent projects and articles about projects in hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm.domain.money import Money
from crm.domain.rows import ArticleRow, ProjectRow, StageCount, Today, TodayGroup
from crm.domain.stages import ENDS
from crm.domain.visit_rows import VisitRow
from crm.i18n import _, _n
from ui.shared.labels import DASH, day, stage_name, stage_place, sum_of
from ui.shared.link_rows import TWO_LINES, LinkRow, LinkRows
from ui.shared.tokens import BAR_HEIGHT
from ui.shared.visit_labels import days_of, report_badge
from ui.shared.widgets.bars import Funnel, FunnelLine
from ui.shared.widgets.sections import Panel

WIDTH = 412
MOST_SILENT = 4
MOST_ARTICLES = 4
MOST_REPORTS = 2
GAP = 12
PANEL_CHROME = BAR_HEIGHT + 10  # head and edges of a panel


class TodaySide(QWidget):
    """What is worth a look beside the list."""

    project_asked = Signal(object)  # id
    visit_asked = Signal(object)  # id
    visits_asked = Signal()
    article_asked = Signal(object)  # id
    silent_asked = Signal()
    inbox_asked = Signal()
    stage_asked = Signal(str)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._found: Today | None = None
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.funnel_panel = Panel(_("Funnel"), _("open projects; amber: silent"))
        self.funnel = Funnel(name_width=124)
        self.funnel.chosen.connect(self.stage_asked)
        self.funnel_panel.body.addWidget(self.funnel)
        column.addWidget(self.funnel_panel)
        self.silent = LinkRows()
        self.silent.opened.connect(lambda key: self.project_asked.emit(key))
        self.silent_panel = self._panel(_("Silent projects"), self.silent, self.silent_asked.emit)
        column.addWidget(self.silent_panel)
        self.reports = LinkRows()
        self.reports.opened.connect(lambda key: self.visit_asked.emit(key))
        self.report_panel = self._panel(_("Return reports to write"), self.reports, self.visits_asked.emit)
        self.report_panel.hide()
        column.addWidget(self.report_panel)
        self.articles = LinkRows()
        self.articles.opened.connect(lambda key: self.article_asked.emit(key))
        title = _("New articles about projects in hand")
        self.article_panel = self._panel(title, self.articles, self.inbox_asked.emit)
        column.addWidget(self.article_panel, 1)

    def show_today(self, found: Today) -> None:
        """Shows what was found, as many rows as there is room for."""
        self._found = found
        self.funnel.show_lines(_funnel(found.funnel))
        if (layout := self.funnel_panel.layout()) is not None:
            layout.activate()  # else the panel still tells its height of before
        self._show_rows()

    def _show_rows(self) -> None:
        found = self._found
        if found is None:
            return
        waiting = found.unreported
        self.report_panel.setVisible(bool(waiting))
        self.report_panel.head.note.setText(str(len(waiting)) if waiting else "")
        self.reports.show_rows([self._report_row(row) for row in waiting[:MOST_REPORTS]])
        count, silent = found.tallies[TodayGroup.SILENT].count, found.groups[TodayGroup.SILENT]
        silent_most, article_most = self._room(count, len(found.articles), min(len(waiting), MOST_REPORTS))
        self.silent_panel.head.note.setText(str(count) if count else "")
        rows = [self._silent_row(row.project) for row in silent[:silent_most]]
        self.silent.show_rows(rows, _("No project is silent."))
        articles = [self._article_row(row) for row in found.articles[:article_most]]
        self.article_panel.head.note.setText(str(found.inbox_about_mine) if found.inbox_about_mine else "")
        self.articles.show_rows(articles, _("Nothing new about your projects."))

    def _room(self, silent: int, articles: int, reports: int) -> tuple[int, int]:
        """How many rows of each panel fit whole, never fewer than one."""
        taken = self.funnel_panel.sizeHint().height() + 2 * GAP + 2 * PANEL_CHROME
        if reports:
            taken += GAP + PANEL_CHROME + reports * TWO_LINES
        rows = max(2, (self.height() - taken) // TWO_LINES)
        kept = max(1, min(articles, rows // 2))  # the sentence that there is none takes room too
        first = min(silent, MOST_SILENT, rows - kept)
        return max(1, first), max(1, min(MOST_ARTICLES, rows - max(1, first)))

    def _panel(self, title: str, rows: LinkRows, run: Callable[[], object]) -> Panel:
        panel = Panel(title)
        panel.body.setContentsMargins(4, 0, 4, 6)
        panel.body.addWidget(rows)
        panel.body.addStretch(1)
        everything = QPushButton(_("All"))
        everything.setProperty("link", "true")
        all_of_them = _("All")
        everything.setAccessibleName(f"{title} {all_of_them}")
        everything.clicked.connect(lambda: run())
        panel.head.add(everything)
        return panel

    def _silent_row(self, row: ProjectRow) -> LinkRow:
        days = _n("{count} day", "{count} days", row.stalled_days)
        return LinkRow(
            key=row.id,
            lead=row.enterprise,
            text=row.name,
            detail="  ".join(filter(None, [stage_name(row.stage), row.owner, row.next_step])),
            right=days,
            right_tone="red" if row.stall_level > 1 else "amb",
            right_icon="stalled",
            stage=stage_place(row.stage),
        )

    def _report_row(self, row: VisitRow) -> LinkRow:
        today = self._today()
        badge = report_badge(row, today)
        told = [days_of(row.begins_on, row.ends_on, today), row.place, row.leader]
        return LinkRow(
            key=row.id,
            lead=row.title,
            detail="  ".join(filter(None, told)),
            icon="visits",
            badges=(badge,) if badge is not None else (),
        )

    def _article_row(self, row: ArticleRow) -> LinkRow:
        told = "·".join(filter(None, [row.source, day(row.published_on, self._today())]))
        return LinkRow(key=row.id, text=row.title, detail=told, icon="article")

    # Qt's names from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().height() != event.size().height():
            self._show_rows()


def _funnel(counts: Sequence[StageCount]) -> list[FunnelLine]:
    lines = []
    for entry in counts:
        if entry.stage in ENDS or not entry.count:
            continue
        note = sum_of(Money(value=entry.total)) if entry.total else DASH
        lines.append(
            FunnelLine(
                key=str(entry.stage),
                name=stage_name(entry.stage),
                stage=stage_place(entry.stage),
                count=entry.count,
                note=note,
                stalled=entry.stalled,
            )
        )
    return lines

"""The head of the page: the way back, the title, the stage and what can be done."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from crm.domain.stages import ENDS, WAY
from crm.domain.timeline import ProjectPage
from crm.i18n import _, _n
from ui.shared.cells import Badge, BadgeTone
from ui.shared.icons import icon
from ui.shared.labels import day, stage_name, stage_place, stalled_badge, verification_badge
from ui.shared.page_parts import PageHead, large_button
from ui.shared.plain_text import PlainLabel
from ui.shared.widgets.badges import BadgeRow, StageName
from ui.shared.widgets.sections import take_all
from ui.shared.widgets.stage_bar import StageBar, StageStep

NARROW = 1100  # below it the days of the stages are left out


class ProjectHead(PageHead):
    """What a project is and where it stands."""

    enterprise_asked = Signal(int)
    zone_asked = Signal(int)
    log_asked = Signal()
    next_asked = Signal()
    stage_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Projects"), parent)
        self._page: ProjectPage | None = None
        self._today = date.min
        self.log = large_button(_("Log a follow-up"), "follow_up", "Ctrl+L")
        self.log.clicked.connect(self.log_asked)
        self.add_button(self.log)
        self.next = large_button("", "arrow_right", primary=True)
        self.next.clicked.connect(self.next_asked)
        self.add_button(self.next)
        self.bar = StageBar()
        self.bar.chosen.connect(self.stage_asked)
        self.add_below(self.bar)

    def show_page(self, page: ProjectPage, today: date) -> None:
        """Shows a project."""
        self._page, self._today = page, today
        project = page.project
        self.title.setText(project.name)
        take_all(self.beside)
        name = StageName(stage_name(project.stage), stage_place(project.stage))
        self.beside.addWidget(name)
        if project.stage_since is not None:
            days = (today - project.stage_since).days
            self.beside.addWidget(PlainLabel(_n("{count} day", "{count} days", days), pixels=12, tone="t2"))
        self.beside.addWidget(BadgeRow(self._badges(page)))
        self._show_links(page)
        following = page.row.next_stage
        ended = project.stage in ENDS
        self.next.setVisible(following is not None or ended)
        if ended:
            self.next.setText(_("Take up again"))
        if following is not None:
            self.next.setText(_("Enter {stage}").format(stage=stage_name(following)))
        self._show_stages()

    def _badges(self, page: ProjectPage) -> list[Badge]:
        badges = [verification_badge(page, self._today)]
        if page.project.is_on_hold:
            until = day(page.project.review_on, self._today)
            text = _("on hold until {day}").format(day=until)
            told = "  ".join(filter(None, [text, page.project.hold_reason]))
            badges.append(Badge(text=told, icon="on_hold"))
        stalled = stalled_badge(page.row.stalled_days, page.row.stall_level)
        if stalled is not None:
            text = _("silent {days}").format(days=stalled.text)
            badges.append(Badge(text=text, tone=stalled.tone, icon=stalled.icon))
        due = page.project.next_follow_up_on
        if due is not None and due < self._today:
            overdue = _n("{count} day overdue", "{count} days overdue", (self._today - due).days)
            badges.append(Badge(text=overdue, tone=BadgeTone.RED, icon="overdue"))
        return badges

    def _show_links(self, page: ProjectPage) -> None:
        take_all(self.below)
        if page.enterprise is not None:
            firm = page.enterprise
            link = self._link(firm.name, "enterprise")
            link.clicked.connect(lambda: self.enterprise_asked.emit(firm.key))
        wide = self.window().width() >= NARROW
        if wide:
            self.below.addWidget(PlainLabel(page.project.code, tone="t2"))
        if page.zone is not None:
            zone = page.zone
            link = self._link(zone.name, "zone")
            link.clicked.connect(lambda: self.zone_asked.emit(zone.key))
        if page.row.node and wide:
            self.below.addWidget(PlainLabel(page.row.node, tone="t2"))
        self.below.addStretch(1)

    def _link(self, text: str, symbol: str) -> QPushButton:
        link = QPushButton(text)
        link.setProperty("link", "true")
        link.setIcon(icon(symbol, "acc_t"))
        self.below.addWidget(link)
        return link

    def _show_stages(self) -> None:
        page = self._page
        if page is None:
            return
        wide = self.window().width() >= NARROW
        entered = {entry.stage: entry.entered_on for entry in reversed(page.stages)}  # the first day counts
        following = page.row.next_stage
        steps = []
        for stage in WAY:
            if page.rules.of(stage).is_hidden and stage not in entered and stage is not page.project.stage:
                continue
            on = day(entered.get(stage), self._today) if wide else ""
            if stage is following and page.row.missing:
                on = _n("{count} missing", "{count} missing", len(page.row.missing))
            steps.append(StageStep(key=str(stage), name=stage_name(stage), on=on))
        current = page.project.stage
        if current in ENDS:
            reached = [entry.stage for entry in page.stages if entry.stage not in ENDS]
            current = max(reached, key=WAY.index, default=WAY[0])
        self.bar.show_stages(steps, str(current))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_stages()
        if self._page is not None and (event.size().width() < NARROW) != (event.oldSize().width() < NARROW):
            self._show_links(self._page)

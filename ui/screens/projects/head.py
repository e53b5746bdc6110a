"""The head of the page: the way back, the title, the stage and what can be done."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from crm.domain.stages import ENDS, WAY
from crm.domain.timeline import ProjectPage
from crm.i18n import _, _n
from ui.shared.cells import Badge, BadgeTone
from ui.shared.icons import icon
from ui.shared.labels import day, stage_name, stage_place, stalled_badge, verification_badge
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip
from ui.shared.widgets.badges import BadgeRow, StageName
from ui.shared.widgets.sections import take_all
from ui.shared.widgets.stage_bar import StageBar, StageStep

NARROW = 1100  # below it the days of the stages are left out


class ProjectHead(QWidget):
    """What a project is and where it stands."""

    back_asked = Signal()
    step_asked = Signal(int)
    enterprise_asked = Signal(int)
    zone_asked = Signal(int)
    log_asked = Signal()
    next_asked = Signal()
    menu_asked = Signal()
    stage_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._page: ProjectPage | None = None
        self._today = date.min
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 16, 4)
        column.setSpacing(4)
        column.addLayout(self._make_way())
        column.addLayout(self._make_title())
        self.bar = StageBar()
        self.bar.chosen.connect(self.stage_asked)
        column.addWidget(self.bar)

    def show_way(self, title: str, place: int | None, count: int) -> None:
        """Shows where Back leads, and the place of the project in the list."""
        self.back.setText(title or _("Projects"))
        self.place.setText(f"{place + 1} / {count}" if place is not None else "")
        self.up.setEnabled(place is not None and place > 0)
        self.down.setEnabled(place is not None and place + 1 < count)

    def show_page(self, page: ProjectPage, today: date) -> None:
        """Shows a project."""
        self._page, self._today = page, today
        project = page.project
        self.title.setText(project.name)
        take_all(self._state)
        name = StageName(stage_name(project.stage), stage_place(project.stage))
        self._state.addWidget(name)
        if project.stage_since is not None:
            days = (today - project.stage_since).days
            self._state.addWidget(PlainLabel(_n("{count} day", "{count} days", days), pixels=12, tone="t2"))
        self._state.addWidget(BadgeRow(self._badges(page)))
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

    def _make_way(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.back = QToolButton()
        self.back.setIcon(icon("left"))
        self.back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.back.setToolTip(_("Back to the list (Esc)"))
        self.back.clicked.connect(self.back_asked)
        row.addWidget(self.back)
        self.place = PlainLabel(pixels=12, tone="t2")
        row.addWidget(self.place)
        self.up = self._step_button("up", _("Previous project (Ctrl+↑)"), -1)
        self.down = self._step_button("down", _("Next project (Ctrl+↓)"), 1)
        row.addWidget(self.up)
        row.addWidget(self.down)
        row.addStretch(1)
        return row

    def _step_button(self, symbol: str, tip: str, direction: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(symbol))
        button.setToolTip(plain_tip(tip))
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: self.step_asked.emit(direction))
        return button

    def _make_title(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(12)
        self.title = ElidedLabel(pixels=20, bold=True)
        first.addWidget(self.title)
        self._state = QHBoxLayout()
        self._state.setSpacing(8)
        first.addLayout(self._state)
        first.addStretch(1)
        words.addLayout(first)
        self._links = QHBoxLayout()
        self._links.setSpacing(12)
        words.addLayout(self._links)
        row.addLayout(words, 1)
        self.log = _button(_("Log a follow-up"), "follow_up", "t2")
        self.log.clicked.connect(self.log_asked)
        self.next = _button("", "arrow_right", "on_acc")
        self.next.setProperty("primary", "true")
        self.next.clicked.connect(self.next_asked)
        self.more = QToolButton()
        self.more.setProperty("framed", "true")
        self.more.setIcon(icon("more"))
        self.more.setToolTip(_("More"))
        self.more.setAccessibleName(_("More"))
        self.more.clicked.connect(self.menu_asked)
        for button in (self.log, self.next, self.more):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _show_links(self, page: ProjectPage) -> None:
        take_all(self._links)
        if page.enterprise is not None:
            firm = page.enterprise
            link = self._link(firm.name, "enterprise")
            link.clicked.connect(lambda: self.enterprise_asked.emit(firm.key))
        wide = self.window().width() >= NARROW
        if wide:
            self._links.addWidget(PlainLabel(page.project.code, tone="t2"))
        if page.zone is not None:
            zone = page.zone
            link = self._link(zone.name, "zone")
            link.clicked.connect(lambda: self.zone_asked.emit(zone.key))
        if page.row.node and wide:
            self._links.addWidget(PlainLabel(page.row.node, tone="t2"))
        self._links.addStretch(1)

    def _link(self, text: str, symbol: str) -> QPushButton:
        link = QPushButton(text)
        link.setProperty("link", "true")
        link.setIcon(icon(symbol, "acc_t"))
        self._links.addWidget(link)
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


def _button(text: str, symbol: str, tone: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("large", "true")
    button.setIcon(icon(symbol, tone))
    button.setIconSize(QSize(16, 16))
    return button

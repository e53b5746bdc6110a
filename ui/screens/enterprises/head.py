"""The head of the page: the way back, the name, grade and labels, and what is done most."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm.domain.directory import Grade
from crm.domain.firms import Validity, validity
from crm.domain.timeline import EnterprisePage
from crm.i18n import _, _n
from ui.shared.cells import Badge, BadgeTone
from ui.shared.icons import IconLabel, icon
from ui.shared.labels import day
from ui.shared.page_parts import PageHead, large_button, tool_button
from ui.shared.plain_text import ElidedLabel
from ui.shared.widgets.badges import BadgeRow
from ui.shared.widgets.sections import take_all

NEARLY_OVER = 30  # days before the protection ends in which it is amber


class EnterpriseHead(PageHead):
    """What an enterprise is called and how it stands with us."""

    log_asked = Signal()
    project_asked = Signal()
    track_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Enterprises"), parent)
        self.track = tool_button("leader", _("Followed in articles"), lambda: None)
        self.track.setCheckable(True)
        self.track.toggled.connect(self._track)
        self.badges = BadgeRow()
        for widget in (self.track, self.badges):
            self.beside.addWidget(widget)
        self.log = large_button(_("Log a follow-up"), "follow_up", "Ctrl+L")
        self.log.clicked.connect(self.log_asked)
        self.project = large_button(_("New project"), "add", "Ctrl+Shift+N", primary=True)
        self.project.clicked.connect(self.project_asked)
        for button in (self.log, self.project):
            self.add_button(button)

    def show_page(self, page: EnterprisePage, today: date) -> None:
        """Shows an enterprise."""
        firm = page.enterprise
        self.title.setText(firm.name)
        self.badges.show_badges(_badges(page, today))
        take_all(self.below)
        short = _("short {name}").format(name=firm.short_name) if firm.short_name else ""
        words = "　".join(filter(None, [short, firm.region, page.row.nodes]))
        self.below.addWidget(ElidedLabel(words, tone="t2"))
        if page.row.first_contact:
            tone = _protection_tone(page, today)
            self.below.addWidget(IconLabel("next", 14, tone))
            self.below.addWidget(ElidedLabel(told_protection(page, today), tone=tone))
        self.below.addStretch(1)
        self.track.blockSignals(True)
        self.track.setChecked(firm.is_tracked)
        self.track.setIcon(icon("tracked" if firm.is_tracked else "leader"))
        self.track.blockSignals(False)

    def _track(self, on: bool) -> None:
        self.track.setIcon(icon("tracked" if on else "leader"))
        self.track_asked.emit(on)


def told_protection(page: EnterprisePage, today: date) -> str:
    """首谈 驻上海招商组，保护期余 16 天."""
    first = _("first contact {who}").format(who=page.row.first_contact)
    until = page.protected_until
    if until is None:
        return first
    if until < today:
        return "，".join((first, _("protection ended {day}").format(day=day(until, today))))
    left = _n("{count} day of protection left", "{count} days of protection left", (until - today).days)
    return "，".join((first, left))


def _protection_tone(page: EnterprisePage, today: date) -> str:
    until = page.protected_until
    if until is None or until < today:
        return "t3"
    return "amb" if (until - today).days <= NEARLY_OVER else "t2"


def _badges(page: EnterprisePage, today: date) -> list[Badge]:
    firm = page.enterprise
    over = {ground.name for ground in page.grounds if validity(ground, today) is Validity.OVER}
    badges = [Badge(text=name) for name in firm.labels if name not in over]
    if firm.grade is not None:
        tone = BadgeTone.ACCENT if firm.grade is Grade.A else BadgeTone.OUTLINE
        badges.insert(0, Badge(text=_("Grade {grade}").format(grade=firm.grade), tone=tone))
    if firm.is_existing:
        badges.append(Badge(text=_("already here"), tone=BadgeTone.OUTLINE))
    return badges

"""The head of the page of a visit: the way back, its title and state, and what can be done."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm.domain.visit_pages import VisitPage
from crm.domain.visits import VisitState
from crm.i18n import _, _n
from ui.shared.page_parts import PageHead, large_button
from ui.shared.plain_text import ElidedLabel
from ui.shared.visit_labels import KIND_NAMES, days_of, report_badge, state_badge
from ui.shared.widgets.badges import BadgeRow


class VisitHead(PageHead):
    """What a visit is called, when it is, and how far it has come."""

    edit_asked = Signal()
    finish_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Visits"), parent)
        self.badges = BadgeRow()
        self.beside.addWidget(self.badges)
        self.meta = ElidedLabel(tone="t2")
        self.below.addWidget(self.meta)
        self.edit = large_button(_("Edit"), "edit", "Ctrl+E")
        self.edit.clicked.connect(self.edit_asked)
        self.finish = large_button(_("It took place"), "done")
        self.finish.clicked.connect(self.finish_asked)
        for button in (self.edit, self.finish):
            self.add_button(button)

    def show_page(self, page: VisitPage, today: date) -> None:
        """Shows a visit."""
        visit, row = page.visit, page.row
        self.title.setText(visit.title)
        report = report_badge(row, today)
        self.badges.show_badges([state_badge(visit.state), *([report] if report is not None else [])])
        told = [
            _(KIND_NAMES[visit.kind]),
            days_of(visit.begins_on, visit.ends_on, today),
            _n("{count} day", "{count} days", visit.days),
            row.place,
            row.office,
            row.officer,
        ]
        self.meta.setText("　".join(filter(None, told)))
        self.finish.setVisible(visit.state is VisitState.PLANNED)

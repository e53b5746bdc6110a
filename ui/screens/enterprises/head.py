"""The head of the page: the way back, the name, labels, and what is done most."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm.domain.timeline import EnterprisePage
from crm.i18n import _
from ui.shared.cells import Badge
from ui.shared.directory_labels import grade_badge
from ui.shared.page_parts import PageHead, large_button, tool_button
from ui.shared.plain_text import ElidedLabel
from ui.shared.widgets.badges import BadgeRow


class EnterpriseHead(PageHead):
    """Name, labels and buttons."""

    log_asked = Signal()
    project_asked = Signal()
    track_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Enterprises"), parent)
        self.track = tool_button("leader", _("Followed in articles"), lambda: None)
        self.track.setCheckable(True)
        self.track.toggled.connect(self.track_asked)
        self.badges = BadgeRow()
        for widget in (self.track, self.badges):
            self.beside.addWidget(widget)
        self.meta = ElidedLabel(tone="t2")
        self.below.addWidget(self.meta)
        self.log = large_button(_("Log a follow-up"), "follow_up", "Ctrl+L")
        self.log.clicked.connect(self.log_asked)
        self.project = large_button(_("New project"), "add", "Ctrl+Shift+N", primary=True)
        self.project.clicked.connect(self.project_asked)
        for button in (self.log, self.project):
            self.add_button(button)

    def show_page(self, page: EnterprisePage) -> None:
        """Shows an enterprise."""
        firm = page.enterprise
        self.title.setText(firm.name)
        labels = tuple(Badge(text=label) for label in firm.labels)
        existing = (Badge(text=_("already here")),) if firm.is_existing else ()
        self.badges.show_badges([*grade_badge(firm.grade), *labels, *existing])
        first = _("first talked to by {who}").format(who=page.row.first_contact)
        parts = [firm.short_name, firm.region, page.row.nodes, first if page.row.first_contact else ""]
        self.meta.setText("　".join(filter(None, parts)))
        self.track.blockSignals(True)
        self.track.setChecked(firm.is_tracked)
        self.track.blockSignals(False)

"""The head of the page: the way back, the name, labels, and what is done most."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm.domain.timeline import EnterprisePage
from crm.i18n import _
from ui.shared.cells import Badge
from ui.shared.directory_labels import grade_badge
from ui.shared.icons import icon
from ui.shared.page_parts import tool_button
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip
from ui.shared.widgets.badges import BadgeRow


class EnterpriseHead(QFrame):
    """Name, labels and buttons."""

    back_asked = Signal()
    step_asked = Signal(int)
    log_asked = Signal()
    project_asked = Signal()
    edit_asked = Signal()
    track_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 16, 8)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(self._make_upper())
        self.meta = ElidedLabel(pixels=12, tone="t2")
        words.addWidget(self.meta)
        row.addLayout(words, 1)
        self.log = self._button(_("Log a follow-up"), "follow_up", "Ctrl+L")
        self.log.clicked.connect(self.log_asked)
        self.edit = self._button(_("Edit"), "edit", "Ctrl+E")
        self.edit.clicked.connect(self.edit_asked)
        self.project = self._button(_("New project"), "add", "Ctrl+Shift+N", primary=True)
        self.project.clicked.connect(self.project_asked)
        for button in (self.log, self.edit, self.project):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_way(self, place: int | None, count: int) -> None:
        """Shows where in the list the enterprise stands."""
        self.place.setText(f"{place + 1} / {count}" if place is not None else "")
        self.previous.setEnabled(place is not None and place > 0)
        self.following.setEnabled(place is not None and place + 1 < count)

    def show_page(self, page: EnterprisePage) -> None:
        """Shows an enterprise."""
        firm = page.enterprise
        self.name.setText(firm.name)
        labels = tuple(Badge(text=label) for label in firm.labels)
        existing = (Badge(text=_("already here")),) if firm.is_existing else ()
        self.badges.show_badges([*grade_badge(firm.grade), *labels, *existing])
        first = _("first talked to by {who}").format(who=page.row.first_contact)
        parts = [firm.short_name, firm.region, page.row.nodes, first if page.row.first_contact else ""]
        self.meta.setText("　".join(filter(None, parts)))
        self.track.blockSignals(True)
        self.track.setChecked(firm.is_tracked)
        self.track.blockSignals(False)

    def _make_upper(self) -> QHBoxLayout:
        upper = QHBoxLayout()
        upper.setSpacing(6)
        upper.addWidget(tool_button("left", _("Back to the list (Esc)"), self.back_asked.emit))
        self.name = ElidedLabel(pixels=20, bold=True)
        upper.addWidget(self.name)
        self.track = tool_button("leader", _("Followed in articles"), lambda: None)
        self.track.setCheckable(True)
        self.track.toggled.connect(self.track_asked)
        upper.addWidget(self.track)
        self.badges = BadgeRow()
        upper.addWidget(self.badges)
        upper.addStretch(1)
        self.place = PlainLabel(pixels=12, tone="t3")
        upper.addWidget(self.place)
        self.previous = tool_button("up", _("Previous (Ctrl+Up)"), lambda: self.step_asked.emit(-1))
        self.following = tool_button("down", _("Following (Ctrl+Down)"), lambda: self.step_asked.emit(1))
        upper.addWidget(self.previous)
        upper.addWidget(self.following)
        return upper

    def _button(self, text: str, symbol: str, key: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(text)
        button.setIcon(icon(symbol, "on_acc" if primary else "t2"))
        button.setToolTip(plain_tip(f"{text} ({key})"))
        if primary:
            button.setProperty("primary", "true")
        return button

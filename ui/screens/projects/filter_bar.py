"""The filters in force as chips, and the field for words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from crm.domain.rows import ProjectFilter
from crm.i18n import _
from ui.screens.projects.views import excludes, parts
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.widgets.chips import Chip, FilterChip, FlowLayout
from ui.shared.widgets.search_field import SearchField
from ui.shared.widgets.sections import take_all


class FilterBar(QWidget):
    """Shows a filter; every part of it can be changed or taken away."""

    asked = Signal(str)  # the part to change, nothing for a new one
    removed = Signal(str)
    searched = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        chips = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        self._flow = FlowLayout(chips)
        self._holder = chips
        row.addWidget(chips, 1, Qt.AlignmentFlag.AlignVCenter)
        self.summary = PlainLabel(pixels=12, tone="t2")
        row.addWidget(self.summary, 0, Qt.AlignmentFlag.AlignVCenter)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(4)
        row.addLayout(self._tools)
        self.search = SearchField(_("Words in projects"))
        self.search.setFixedWidth(220)
        self.search.searched.connect(self.searched)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        self.add = Chip(_("Filter"), symbol="add", checkable=False)
        self.add.setToolTip(plain_tip(_("Filter (F)")))
        self.add.clicked.connect(lambda: self.asked.emit(""))
        self._flow.addWidget(self.add)

    def show_filter(self, wanted: ProjectFilter, names: dict[str, str]) -> None:
        """Shows the parts of a filter."""
        self._flow.removeWidget(self.add)
        take_all(self._flow)
        for key, label in parts(wanted, names):
            if key != "text":
                self._flow.addWidget(self._chip(key, label, excludes=excludes(wanted, key)))
        self._flow.addWidget(self.add)
        if self.search.text() != wanted.text:
            self.search.show_text(wanted.text)
        self._holder.updateGeometry()

    def add_tool(self, button: QToolButton) -> None:
        """Puts a button with its text to the right of the chips."""
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._tools.addWidget(button)

    def chips(self) -> list[FilterChip]:
        """The chips as they stand."""
        found = (self._flow.itemAt(place) for place in range(self._flow.count()))
        return [chip for item in found if item and isinstance(chip := item.widget(), FilterChip)]

    def _chip(self, key: str, label: str, *, excludes: bool) -> FilterChip:
        chip = FilterChip(label, excludes=excludes)
        chip.setToolTip(plain_tip(_("Change; Delete takes it away")))
        chip.clicked.connect(lambda: self.asked.emit(key))
        chip.removed.connect(lambda: self.removed.emit(key))
        chip.show()
        return chip

"""The sheet of all shortcuts, made from the registry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from crm.i18n import _
from ui.shared.actions import Actions, key_name
from ui.shared.plain_text import PlainLabel, key_cap
from ui.shared.widgets.search_field import SearchField


class KeySheet(QDialog):
    """Every action that has a key, searchable."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(460, 560)
        self._specs = [spec for spec in actions.specs() if spec.shortcut]
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(PlainLabel(_("Keyboard shortcuts"), pixels=16, bold=True))
        self.search = SearchField(_("Search keys"))
        self.search.searched.connect(self.show_matching)
        column.addWidget(self.search)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        column.addWidget(self._area, 1)
        self.show_matching("")

    def show_matching(self, text: str) -> None:
        """Shows the actions whose name or key contains the text."""
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(8)
        section = None
        row = 0
        for spec in sorted(self._specs, key=lambda spec: spec.section):
            key, name = key_name(spec.shortcut), _(spec.text)
            if text.lower() not in name.lower() and text.lower() not in key.lower():
                continue
            if spec.section != section:
                section = spec.section
                grid.addWidget(PlainLabel(_(section), pixels=12, tone="t3"), row, 0)
                row += 1
            grid.addWidget(PlainLabel(name), row, 0)
            grid.addWidget(key_cap(key), row, 1, Qt.AlignmentFlag.AlignRight)
            row += 1
        grid.setRowStretch(row, 1)
        grid.setColumnStretch(0, 1)
        bar = self._area.verticalScrollBar().sizeHint().width()
        self._area.setMinimumWidth(max(self._area.minimumWidth(), page.sizeHint().width() + bar))
        self._area.setWidget(page)

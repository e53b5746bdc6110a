"""Columns of a page that scroll, and sections of link rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QScrollArea, QToolButton, QVBoxLayout, QWidget

from ui.shared.icons import icon
from ui.shared.link_rows import LinkRow, LinkRows
from ui.shared.plain_text import plain_tip
from ui.shared.widgets.sections import SectionHead, rule

_SHOWN_OR_HIDDEN = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


def tool_button(symbol: str, tip: str, run: Callable[[], object]) -> QToolButton:
    """A flat button with an icon, named for screen readers."""
    button = QToolButton()
    button.setIcon(icon(symbol))
    button.setToolTip(plain_tip(tip))
    button.setAccessibleName(tip)
    button.clicked.connect(lambda: run())
    return button


class RowSection(QWidget):
    """A head with a count and perhaps a plus, and link rows below it."""

    def __init__(self, title: str, add: str = "", run: Callable[[], object] | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(0)
        self.head = SectionHead(title)
        self.add: QToolButton | None = None
        if run is not None:
            self.add = tool_button("add", add, run)
            self.head.add(self.add)
        column.addWidget(self.head)
        self.rows = LinkRows()
        self.rows.setContentsMargins(4, 0, 4, 0)
        column.addWidget(self.rows)

    def show_rows(self, rows: Sequence[LinkRow], otherwise: str = "") -> None:
        """Shows rows and their count, or a word where there are none."""
        self.head.note.setText(str(len(rows)) if rows else "")
        self.rows.show_rows(rows, otherwise)


class ScrollColumn(QScrollArea):
    """Sections below each other; files may be dropped on it."""

    files_dropped = Signal(list)  # paths as text

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rules: dict[QWidget, QWidget] = {}  # the line above a part goes where the part goes
        inside = QWidget()
        inside.setProperty("ground", "panel")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 8)
        self.column.setSpacing(0)
        self.column.addStretch(1)
        self.setWidget(inside)

    def add(self, widget: QWidget, *, ruled: bool = True) -> None:
        """Puts a part below those that are there."""
        if ruled and self.column.count() > 1:
            self._rules[widget] = rule()
            self.column.insertWidget(self.column.count() - 1, self._rules[widget])
            widget.installEventFilter(self)
        self.column.insertWidget(self.column.count() - 1, widget)

    # Qt's names from here

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and watched in self._rules and event.type() in _SHOWN_OR_HIDDEN:
            self._rules[watched].setHidden(watched.isHidden())
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.acceptDrops() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.files_dropped.emit(files)

"""Papers that a stage asks for, each with the file that was dropped or chosen for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm.domain.evidence import EvidenceKind
from crm.i18n import _
from ui.shared.icons import IconLabel
from ui.shared.labels import field_name
from ui.shared.plain_text import ElidedLabel, PlainLabel
from ui.shared.widgets.sections import take_all

HEIGHT = 30
Ask = Callable[[], list[Path]]


class PaperRows(QWidget):
    """One row for each paper; a file dropped anywhere goes to the row under it or to the first empty one."""

    changed = Signal()

    def __init__(self, keys: Sequence[tuple[str, EvidenceKind]], ask: Ask) -> None:
        """`keys` are those of missing papers with their kinds; `ask` lets the officer choose a file."""
        super().__init__()
        self._keys, self._ask = tuple(keys), ask
        self.files: dict[EvidenceKind, Path] = {}
        self.buttons: dict[EvidenceKind, QPushButton] = {}
        self.setAcceptDrops(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._show()

    @property
    def is_complete(self) -> bool:
        """Whether every paper has its file."""
        return all(kind in self.files for _key, kind in self._keys)

    def take(self, kind: EvidenceKind, file: Path) -> None:
        """Notes a file for a paper."""
        self.files[kind] = file
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        take_all(self._column)
        for key, kind in self._keys:
            self._column.addWidget(self._row(field_name(key), kind))

    def _row(self, name: str, kind: EvidenceKind) -> QWidget:
        line = QWidget()
        line.setFixedHeight(HEIGHT)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        file = self.files.get(kind)
        row.addWidget(IconLabel("done" if file else "busy", 16, "grn" if file else "t3"))
        row.addWidget(PlainLabel(name))
        told = file.name if file else _("drop a file here")
        row.addWidget(ElidedLabel(told, pixels=12, tone="t2" if file else "t3"), 1)
        button = QPushButton(_("Another file") if file else _("Choose a file"))
        button.setProperty("link", "true")
        button.setAutoDefault(False)
        button.setAccessibleName(_("Choose a file for {name}").format(name=name))
        button.clicked.connect(lambda: self._choose(kind))
        row.addWidget(button)
        self.buttons[kind] = button
        return line

    def _choose(self, kind: EvidenceKind) -> None:
        for file in self._ask()[:1]:
            self.take(kind, file)

    # Qt's names from here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        under = min(len(self._keys) - 1, max(0, int(event.position().y()) // (HEIGHT + 2)))
        order = [self._keys[under], *self._keys]
        for url in event.mimeData().urls():
            if url.isLocalFile():
                empty = [kind for _key, kind in order if kind not in self.files]
                self.take(empty[0] if empty else order[0][1], Path(url.toLocalFile()))

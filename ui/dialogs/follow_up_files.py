"""The files of a follow-up that is being written: chosen, dropped or pasted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from crm.app import Crm
from crm.domain.files import NewFile
from crm.i18n import _
from ui.shared.composing import is_composing
from ui.shared.icons import icon
from ui.shared.pictures import as_png, files_in
from ui.shared.screen import Desk
from ui.shared.widgets.chips import FilterChip, FlowLayout
from ui.shared.widgets.sections import take_all


@dataclass(frozen=True, kw_only=True)
class _Held:
    """One file: of this machine, or a picture that has no name yet."""

    path: Path | None = None
    picture: bytes = b""


class FollowUpFiles(QWidget):
    """Chips of files; Ctrl+V in a watched field adds what is no text."""

    changed = Signal()

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._crm = desk, crm
        self._held: list[_Held] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = FlowLayout(self, gap=6)
        self.button = QPushButton(icon("attachment"), _("Add files"))
        self.button.setAutoDefault(False)
        self.button.setToolTip(_("A copied picture or file is added by Ctrl+V"))
        self.button.clicked.connect(self._choose)
        self._flow.addWidget(self.button)

    def watch(self, fields: Sequence[QWidget]) -> None:
        """Pasting into these fields adds pictures and files."""
        for field in fields:
            field.installEventFilter(self)

    def paths(self) -> list[str]:
        """The files of this machine, for a draft."""
        return [str(one.path) for one in self._held if one.path is not None]

    def names(self) -> list[str]:
        """What the chips say."""
        return [_name(one, place) for place, one in enumerate(self._held, start=1)]

    def reading(self) -> Callable[[], tuple[NewFile, ...]]:
        """What reads the files, to be called on a lane. Raises Unreadable."""
        held, read = tuple(self._held), self._crm.attachments.read_file
        return lambda: tuple(
            read(one.path) if one.path is not None else NewFile(content=one.picture) for one in held
        )

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Adds files of this machine."""
        known = {one.path for one in self._held}
        self._held += [_Held(path=path) for path in paths if path not in known]
        self._rebuild()

    def add_picture(self, image: QImage) -> None:
        """Adds a picture; it is packed on a lane, which takes a moment."""
        copy = image.copy()
        self._desk.tasks.read(self, lambda: as_png(copy), self._take_picture)

    def paste(self) -> bool:
        """Adds what is on the clipboard; False if it is text."""
        data = QGuiApplication.clipboard().mimeData()
        if files := files_in(data):
            self.add_paths(files)
            return True
        if data is not None and data.hasImage() and not data.hasText():
            self.add_picture(QGuiApplication.clipboard().image())
            return True
        return False

    def _take_picture(self, content: bytes) -> None:
        self._held.append(_Held(picture=content))
        self._rebuild()

    def _choose(self) -> None:
        self.add_paths(self._desk.prompts.open_files(self, _("Add files"), ["(*)"]))

    def _drop(self, one: _Held) -> None:
        self._held.remove(one)
        self._rebuild()

    def _rebuild(self) -> None:
        self._flow.removeWidget(self.button)
        take_all(self._flow)
        for one, name in zip(self._held, self.names(), strict=True):
            chip = FilterChip(name)
            chip.setAccessibleName(_("{name}, Delete takes it away").format(name=name))
            chip.removed.connect(lambda one=one: self._drop(one))
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self.button)
        self.updateGeometry()
        self.changed.emit()

    # Qt's names from here

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_paste = event.matches(QKeySequence.StandardKey.Paste)
            return is_paste and not is_composing() and self.paste()
        return False


def _name(one: _Held, place: int) -> str:
    return one.path.name if one.path is not None else _("Picture {number}").format(number=place)

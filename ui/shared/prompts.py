"""Questions to the officer and to the desktop; tests put a fake in their place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from crm.i18n import _

OPENED_SCHEMES = frozenset({"http", "https"})  # others would hand foreign text to any program of the desktop


class Prompts(Protocol):
    """What the window asks outside of itself."""

    def confirm(self, parent: QWidget | None, text: str, yes: str, *, danger: bool = False) -> bool:
        """True if the officer chose the button named `yes`."""
        ...

    def choose(self, parent: QWidget | None, text: str, answers: Sequence[str]) -> int | None:
        """The place of the chosen answer, None if the question was closed."""
        ...

    def tell(self, parent: QWidget | None, text: str, detail: str = "") -> None:
        """Shows a sentence until it is closed."""
        ...

    def open_files(self, parent: QWidget | None, title: str, patterns: Sequence[str]) -> list[Path]:
        """Files to read, empty if none were chosen; patterns like `Excel (*.xlsx)`."""
        ...

    def open_folder(self, parent: QWidget | None, title: str) -> Path | None:
        """A folder, None if none was chosen."""
        ...

    def save_file(self, parent: QWidget | None, title: str, suggested: str, pattern: str) -> Path | None:
        """Where to write, None if nowhere."""
        ...

    def open_externally(self, target: Path | str) -> bool:
        """Opens a file or a web address with the program of the desktop; False if it will not."""
        ...

    def copy(self, text: str) -> None:
        """Puts the text on the clipboard."""
        ...


class DesktopPrompts:
    """The real thing: message boxes, file dialogs and the desktop."""

    def confirm(self, parent: QWidget | None, text: str, yes: str, *, danger: bool = False) -> bool:
        """True if the officer chose the button named `yes`."""
        box = _message_box(parent, text)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        agree.setProperty("danger" if danger else "primary", "fill" if danger else "true")
        cancel = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel if danger else agree)
        box.setEscapeButton(cancel)
        box.exec()
        return box.clickedButton() is agree

    def choose(self, parent: QWidget | None, text: str, answers: Sequence[str]) -> int | None:
        """The place of the chosen answer, None if the question was closed."""
        box = _message_box(parent, text)
        buttons = [box.addButton(answer, QMessageBox.ButtonRole.ActionRole) for answer in answers]
        box.setEscapeButton(box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        chosen = box.clickedButton()
        return next((place for place, button in enumerate(buttons) if button is chosen), None)

    def tell(self, parent: QWidget | None, text: str, detail: str = "") -> None:
        """Shows a sentence until it is closed."""
        box = _message_box(parent, text)
        if detail:
            box.setDetailedText(detail)
        box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
        box.exec()

    def open_files(self, parent: QWidget | None, title: str, patterns: Sequence[str]) -> list[Path]:
        """Files to read, empty if none were chosen."""
        names, _chosen = QFileDialog.getOpenFileNames(parent, title, "", ";;".join(patterns))
        return [Path(name) for name in names]

    def open_folder(self, parent: QWidget | None, title: str) -> Path | None:
        """A folder, None if none was chosen."""
        name = QFileDialog.getExistingDirectory(parent, title)
        return Path(name) if name else None

    def save_file(self, parent: QWidget | None, title: str, suggested: str, pattern: str) -> Path | None:
        """Where to write, None if nowhere."""
        name, _chosen = QFileDialog.getSaveFileName(parent, title, suggested, pattern)
        return Path(name) if name else None

    def open_externally(self, target: Path | str) -> bool:
        """Opens a file or a web address with the program of the desktop; False if it will not."""
        url = QUrl.fromLocalFile(str(target)) if isinstance(target, Path) else QUrl(target)
        if not isinstance(target, Path) and url.scheme() not in OPENED_SCHEMES:
            return False
        return QDesktopServices.openUrl(url)

    def copy(self, text: str) -> None:
        """Puts the text on the clipboard."""
        QGuiApplication.clipboard().setText(text)


def _message_box(parent: QWidget | None, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setWindowTitle("InvestLead")
    return box

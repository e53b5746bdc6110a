"""Files and papers of a project: added, opened, saved, and sentences that stand for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from crm.app import Crm
from crm.domain.evidence import EvidenceKind
from crm.domain.follow_ups import Attachment
from crm.domain.records import Ref
from crm.domain.timeline import ProjectPage
from crm.i18n import _
from ui.dialogs.quick_look import QuickLookDialog
from ui.shared.pictures import as_png
from ui.shared.screen import Desk

QUOTE_SHOWN = 48  # characters of a sentence in a menu
Write = Callable[..., None]


class ProjectFiles:
    """What is done with the files of the project that `page` shows."""

    def __init__(self, desk: Desk, crm: Crm, view: QWidget, write: Write) -> None:
        """`write` runs a change and tells about it."""
        self._desk, self._crm, self._view, self._write = desk, crm, view, write
        self.page: ProjectPage | None = None

    def choose(self) -> None:
        """Asks for files to keep."""
        self.add([str(file) for file in self._desk.prompts.open_files(self._view, _("Add files"), ["(*)"])])

    def add(self, files: list[str]) -> None:
        """Keeps files with the project."""
        if self.page is None:
            return
        ref = Ref(kind="project", id=self.page.project.key)
        for file in files:
            path = Path(file)
            self._write(
                lambda path=path: self._crm.attachments.add_file(ref, path),
                _("{name} attached").format(name=path.name),
            )

    def add_paper(self, kind: EvidenceKind) -> None:
        """Asks for the file of a paper."""
        if self.page is None:
            return
        ref = Ref(kind="project", id=self.page.project.key)
        for path in self._desk.prompts.open_files(self._view, _("Add files"), ["(*)"]):
            self._write(
                lambda path=path: self._crm.attachments.add_file(ref, path, kind),
                _("{name} attached").format(name=path.name),
            )

    def ask_quote(self, kind: EvidenceKind) -> None:
        """A menu of the sentences that articles tell about the project."""
        if self.page is None:
            return
        menu = QMenu(self._view)
        for mention in self.page.quotes:
            shown = mention.quote if len(mention.quote) <= QUOTE_SHOWN else f"{mention.quote[:QUOTE_SHOWN]}…"
            menu.addAction(shown.replace("&", "&&")).triggered.connect(
                lambda _on, key=mention.key: self._write(
                    lambda: self._crm.projects.prove(key, kind), _("The sentence counts as evidence")
                )
            )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(QCursor.pos())

    def paste_picture(self) -> None:
        """Keeps the picture on the clipboard with the project."""
        image = QGuiApplication.clipboard().image()
        if self.page is None or image.isNull():
            self._desk.show_toast(_("There is no picture on the clipboard."), is_error=True)
            return
        ref, on = Ref(kind="project", id=self.page.project.key), self._desk.today()
        self._write(lambda: self._crm.attachments.add_picture(ref, as_png(image), on), _("Picture attached"))

    def look_at(self, attachment: Attachment) -> None:
        """Shows a file in place."""
        QuickLookDialog(self._desk, self._crm, attachment, self._view).open()

    def look_at_id(self, attachment_id: int) -> None:
        """Shows a file of the page in place."""
        kept = self.page.attachments if self.page is not None else ()
        for attachment in kept:
            if attachment.id == attachment_id:
                self.look_at(attachment)

    def open_copy(self, attachment_id: int) -> None:
        """Opens a copy with the program of the desktop."""
        self._desk.tasks.read(
            self._view, lambda: self._crm.attachments.copy_to_open(attachment_id), self._show_copy
        )

    def _show_copy(self, copy: Path) -> None:
        if not self._desk.prompts.open_externally(copy):
            self._desk.show_toast(_("No program of this computer opens {name}.").format(name=copy.name))

    def save_copy(self, attachment: Attachment) -> None:
        """Saves a copy where the officer chooses."""
        target = self._desk.prompts.save_file(self._view, _("Save as …"), attachment.name, "(*)")
        if target is not None:
            self._desk.tasks.read(
                self._view,
                lambda: self._crm.attachments.save_to(attachment.key, target),
                self._tell_saved,
            )

    def _tell_saved(self, file: Path) -> None:
        self._desk.show_toast(_("{name} saved").format(name=file.name))

"""Files of a record: the list of them, and how they are added, looked at, opened and saved."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from crm.app import Crm
from crm.domain.evidence import EVIDENCE_NAMES, EvidenceKind
from crm.domain.files import may_be_opened
from crm.domain.follow_ups import Attachment
from crm.domain.stage_rules import EVIDENCE
from crm.i18n import _
from ui.dialogs.quick_look import QuickLookDialog
from ui.shared.icons import IconLabel, icon
from ui.shared.labels import field_name
from ui.shared.page_parts import ActionRow, RecordView, WidgetSection
from ui.shared.pictures import as_png
from ui.shared.plain_text import ElidedLabel, PlainLabel


class FileSection(WidgetSection):
    """The files of a record, a line each."""

    asked = Signal()
    shown = Signal(object)  # Attachment
    opened = Signal(int)
    saved = Signal(object)  # Attachment
    removed = Signal(int)
    classified = Signal(int, object)  # id, EvidenceKind or None

    def __init__(self, hint: str = "", *, proves: bool = False) -> None:
        """`hint` is said where there are none; with `proves` a file can be said to prove something."""
        super().__init__(_("Attachments"), _("Add files"), lambda: self.asked.emit())
        self._hint = hint or _("Drop files here, or paste a picture")
        self._proves = proves

    def show_files(self, files: Iterable[Attachment]) -> None:
        """Shows these files."""
        self.show_rows([self._line(entry) for entry in files], self._hint)

    def _line(self, entry: Attachment) -> QWidget:
        line = ActionRow()
        line.row.addWidget(IconLabel("file", 16))
        line.row.addWidget(ElidedLabel(entry.name, mode=Qt.TextElideMode.ElideMiddle), 1)
        told = field_name(f"{EVIDENCE}{entry.kind}") if entry.kind else size_text(entry.size)
        line.row.addWidget(PlainLabel(told, pixels=12, tone="t2" if entry.kind else "t3"))
        look = line.add_button("view", _("Look at {name} (Space)").format(name=entry.name))
        look.clicked.connect(lambda: self.shown.emit(entry))
        menu = line.add_menu(_("Open, save or remove {name}").format(name=entry.name))
        opener = menu.addAction(icon("open"), _("Open a copy"))
        opener.setEnabled(may_be_opened(entry.name))
        opener.triggered.connect(lambda: self.opened.emit(entry.key))
        menu.addAction(icon("save"), _("Save as …")).triggered.connect(lambda: self.saved.emit(entry))
        if self._proves:
            self._add_kinds(menu, entry)
        menu.addAction(icon("delete"), _("Remove")).triggered.connect(lambda: self.removed.emit(entry.key))
        return line

    def _add_kinds(self, menu: QMenu, entry: Attachment) -> None:
        """What the file proves, as a menu of its own."""
        below = menu.addMenu(icon("review"), _("Proves"))
        for kind, name in (("", _("nothing")), *((kind, _(name)) for kind, name in EVIDENCE_NAMES.items())):
            action = below.addAction(name)
            action.setCheckable(True)
            action.setChecked(entry.kind == kind)
            chosen = EvidenceKind(kind) if kind else None
            action.triggered.connect(lambda _on, chosen=chosen: self.classified.emit(entry.key, chosen))


class RecordFiles:
    """What is done with the files of the record that a page shows."""

    def __init__(self, view: RecordView, crm: Crm) -> None:
        self.view, self.crm, self.desk = view, crm, view.desk
        self.kept: tuple[Attachment, ...] = ()  # those of the record that is shown

    def connect(self, section: FileSection) -> None:
        """Lets a list of files do what can be done with them."""
        section.asked.connect(self.choose)
        section.shown.connect(self.look_at)
        section.opened.connect(self.open_copy)
        section.saved.connect(self.save_copy)
        section.removed.connect(
            lambda key: self.view.write(lambda: self.crm.attachments.remove(key), _("Attachment removed"))
        )
        section.classified.connect(
            lambda key, kind: self.view.write(lambda: self.crm.attachments.classify(key, kind))
        )

    def choose(self) -> None:
        """Asks for files to keep."""
        self.add(self._ask())

    def add(self, files: Iterable[Path | str], kind: EvidenceKind | None = None) -> None:
        """Keeps files with the record; with `kind` they prove something."""
        if self.view.record_id is None:
            return
        ref = self.view.ref
        for path in map(Path, files):
            self.view.write(
                lambda path=path: self.crm.attachments.add_file(ref, path, kind),  # type: ignore[misc]
                _("{name} attached").format(name=path.name),
            )

    def add_paper(self, kind: EvidenceKind) -> None:
        """Asks for the file of a paper."""
        self.add(self._ask(), kind)

    def paste_picture(self) -> None:
        """Keeps the picture on the clipboard with the record."""
        image = QGuiApplication.clipboard().image()
        if self.view.record_id is None or image.isNull():
            self.view.refuse(_("There is no picture on the clipboard."))
            return
        ref, on = self.view.ref, self.desk.today()
        self.view.write(
            lambda: self.crm.attachments.add_picture(ref, as_png(image), on), _("Picture attached")
        )

    def look_at(self, attachment: Attachment) -> None:
        """Shows a file in place."""
        QuickLookDialog(self.desk, self.crm, attachment, self.view).open()

    def look_at_id(self, attachment_id: int) -> None:
        """Shows a file of the record in place."""
        for attachment in self.kept:
            if attachment.id == attachment_id:
                self.look_at(attachment)

    def open_copy(self, attachment_id: int) -> None:
        """Opens a copy with the program of the desktop."""
        self.desk.tasks.read(
            self.view, lambda: self.crm.attachments.copy_to_open(attachment_id), self._show_copy
        )

    def save_copy(self, attachment: Attachment) -> None:
        """Saves a copy where the officer chooses."""
        target = self.desk.prompts.save_file(self.view, _("Save as …"), attachment.name, "(*)")
        if target is not None:
            self.desk.tasks.read(
                self.view,
                lambda: self.crm.attachments.save_to(attachment.key, target),
                self._tell_saved,
            )

    def _ask(self) -> list[Path]:
        return list(self.desk.prompts.open_files(self.view, _("Add files"), ["(*)"]))

    def _tell_saved(self, file: Path) -> None:
        self.desk.show_toast(_("{name} saved").format(name=file.name))

    def _show_copy(self, copy: Path) -> None:
        if not self.desk.prompts.open_externally(copy):
            self.desk.show_toast(_("No program of this computer opens {name}.").format(name=copy.name))


def size_text(size: int) -> str:
    """86 KB, 4.1 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"

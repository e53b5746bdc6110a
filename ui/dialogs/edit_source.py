"""A watched folder or a feed, added or changed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.sources import Feed, Source, SourceKind
from crm.i18n import _, _n
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.source_words import intervals

SHOWN_TITLES = 4


class EditSourceDialog(TaskDialog):
    """Emits `saved` with the source."""

    def __init__(self, desk: Desk, crm: Crm, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(desk, _title(source), _("Save"), parent, width=520)
        self._crm, self._source = crm, source
        self._is_folder = source.kind is SourceKind.FOLDER
        self.form = Form(self._fields(), desk.tasks, labels_above=True)
        self.form.show_record(source)
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        row = QHBoxLayout()
        self.look_button = QPushButton(_("Choose a folder…") if self._is_folder else _("Look at it"))
        self.look_button.clicked.connect(lambda: self.look())
        row.addWidget(self.look_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.preview = PlainLabel(tone="t2", wrap=True)
        self.preview.hide()
        self.body.addWidget(self.preview)
        self.form.entry("place").setFocus()

    def look(self) -> None:
        """Asks for the folder, or shows what the feed would bring."""
        if self._is_folder:
            chosen = self.desk.prompts.open_folder(self, _("Choose a folder"))
            if chosen is not None:
                self.form.fill(place=str(chosen))
                self._name_it(chosen.name)
            return
        values = self.form.read()
        address = str(values["place"]) if values is not None else ""
        if not address:
            return
        self.look_button.setEnabled(False)
        self._say(_("Looking…"), "t2")
        self.desk.tasks.read(
            self,
            lambda: self._crm.sources.feed(address),
            self._show_feed,
            key="feed",
            failed=self._show_fault,
        )

    def act(self) -> None:
        """Saves the source."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        name = str(values["name"]).strip() or str(values["place"]).strip()
        source = replace(self._source, **{**values, "name": name})
        self.save(lambda: self._crm.sources.save(source))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def _fields(self) -> list[FormField]:
        place = FormField(
            key="place",
            label=_("Folder") if self._is_folder else _("Address of the feed"),
            hint="" if self._is_folder else "https://",
            help=_("Files in it are read, never moved or changed.") if self._is_folder else "",
            is_required=True,
        )
        name = FormField(
            key="name", label=_("Name of the source"), help=_("Articles from here are marked with it.")
        )
        choices = intervals(self._source)
        often = FormField(key="interval_min", label=_("Look"), kind=FieldKind.CHOICE, choices=choices)
        deep = FormField(key="with_subfolders", label=_("Folders inside, too"), kind=FieldKind.FLAG)
        return [place, name, often, *([deep] if self._is_folder else [])]

    def _show_feed(self, feed: Feed) -> None:
        self.look_button.setEnabled(True)
        titles = "\n".join(f"· {entry.title}" for entry in feed.entries[:SHOWN_TITLES])
        count = _n("{count} entry", "{count} entries", len(feed.entries))
        self._say(f"{feed.title}   {count}\n{titles}".strip(), "t2")
        self._name_it(feed.title)

    def _name_it(self, name: str) -> None:
        """Takes a name over where none was given."""
        if self.form.is_blank("name"):
            self.form.fill(name=name)

    def _show_fault(self, error: CrmError) -> None:
        self.look_button.setEnabled(True)
        self._say(str(error), "red")

    def _say(self, text: str, tone: str) -> None:
        self.preview.set_tone(tone)
        self.preview.setText(text)
        self.preview.show()
        self.settle()


def _title(source: Source) -> str:
    if source.kind is SourceKind.FOLDER:
        return _("Change the watched folder") if source.id else _("New watched folder")
    return _("Change the feed") if source.id else _("New feed")

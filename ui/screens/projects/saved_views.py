"""Saving, sharing and ordering the views of the projects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.follow_ups import SavedView
from crm.domain.views import ViewSettings, read_back, written
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.screens.projects.views import View, key_of
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk

SCREEN = "projects"


class NameViewDialog(TaskDialog):
    """Under which name a view is saved, and whether everybody sees it."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        keep: Callable[[str, bool], SavedView],
        parent: QWidget | None = None,
        *,
        name: str = "",
        is_shared: bool | None = False,
    ) -> None:
        """`is_shared` None leaves sharing as it is."""
        super().__init__(desk, title, _("Save"), parent)
        self._keep, self._shared = keep, is_shared
        fields = [FormField(key="name", label=_("Name"), is_required=True)]
        if is_shared is not None:
            fields.append(FormField(key="is_shared", label=_("Share with the office"), kind=FieldKind.FLAG))
        self.form = Form(fields, desk.tasks, today=desk.today)
        self.form.show_record({"name": name, "is_shared": bool(is_shared)})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry("name").setFocus()

    def act(self) -> None:
        """Saves the view."""
        values = self.form.read()
        if values is not None:
            name, shared = values["name"], bool(values.get("is_shared"))
            self.save(lambda: self._keep(name, shared))

    def take_error(self, error: CrmError) -> bool:
        """Shows a fault at the name."""
        return isinstance(error, ValidationError) and self.form.take_error(error)


class SavedViews(QObject):
    """Brings views to the tabs and changes back to the services."""

    changed = Signal(str)  # the views are other ones; the key of the one to show, or nothing

    def __init__(self, desk: Desk, crm: Crm, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._crm, self._window = desk, crm, window
        self.found: list[View] = []
        self.is_read = False

    def read(self, show: str = "") -> None:
        """Reads the saved views; `show` names the one to show then."""

        def take(records: list[SavedView]) -> None:
            today = self._desk.today()
            self.found = [
                View(
                    key=key_of(record),
                    title=record.name,
                    settings=read_back(record.settings, today),
                    saved=record,
                )
                for record in records
            ]
            self.is_read = True
            self.changed.emit(show)

        self._desk.tasks.read(self, lambda: self._crm.views.of_screen(SCREEN), take, key="views")

    def save(self, view: View, settings: ViewSettings) -> None:
        """Keeps what is shown now in the view."""
        record = self._record(view)
        text = written(settings, self._desk.today())
        self._write(lambda: self._crm.views.save(replace(record, settings=text)), _("View saved."))

    def save_as(self, settings: ViewSettings, name: str = "") -> None:
        """Asks for a name and keeps what is shown now under it."""
        text = written(settings, self._desk.today())
        dialog = NameViewDialog(
            self._desk,
            _("Save the view"),
            lambda given, shared: self._crm.views.add(SCREEN, given, text, is_shared=shared),
            self._window,
            name=name,
        )
        dialog.saved.connect(lambda record: self.read(key_of(record)))
        dialog.open()

    def rename(self, view: View) -> None:
        """Asks for another name."""
        record = self._record(view)
        dialog = NameViewDialog(
            self._desk,
            _("Rename the view"),
            lambda given, _shared: self._crm.views.save(replace(record, name=given)),
            self._window,
            name=record.name,
            is_shared=None,
        )
        dialog.saved.connect(lambda _saved: self.read())
        dialog.open()

    def share(self, view: View) -> None:
        """Shows the view to everybody, or to its officer alone again."""
        record = self._record(view)
        sentence = _("Only you see the view now.") if record.is_shared else _("Everybody sees the view now.")
        shared = replace(record, is_shared=not record.is_shared)
        self._write(lambda: self._crm.views.save(shared), sentence)

    def move(self, view: View, direction: int) -> None:
        """Puts the view one place further to the left or right."""
        ids = [found.saved.key for found in self.found if found.saved is not None]
        place = ids.index(self._record(view).key)
        target = place + direction
        if 0 <= target < len(ids):
            ids[place], ids[target] = ids[target], ids[place]
            self._write(lambda: self._crm.views.reorder(ids), "")

    def delete(self, view: View) -> None:
        """Deletes the view; undo brings it back."""
        record = self._record(view)
        self._write(lambda: self._crm.views.delete(record.key), _("View deleted."))

    def _record(self, view: View) -> SavedView:
        if view.saved is None:
            raise ValueError(f"{view.key} is not a saved view")
        return view.saved

    def _write(self, work: Callable[[], object], sentence: str) -> None:
        def done(_saved: object) -> None:
            if sentence:
                self._desk.show_toast(sentence, [(_("Undo"), self._desk.undo)])
            self.read()

        self._desk.tasks.write(self, work, done)

"""What a selected stretch of an article means: a record, a new one, another name, a quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crm.app import Crm
from crm.domain.alike import NameQuestion
from crm.domain.checks import check_name
from crm.domain.records import Ref
from crm.domain.searching import Hit
from crm.i18n import N_, _
from ui.dialogs.frame import TaskDialog
from ui.shared.article_text import SelectionAct
from ui.shared.choice_list import Choice
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk

KINDS = {
    SelectionAct.LINK: ("enterprise", "zone", "project", "contact"),
    SelectionAct.ALIAS: ("enterprise", "zone"),
    SelectionAct.QUOTE: ("project",),
}
TITLES = {
    SelectionAct.LINK: (N_("Link this text"), N_("Link")),
    SelectionAct.CREATE: (N_("New from this text"), N_("Add")),
    SelectionAct.ALIAS: (N_("Another name of…"), N_("Add the name")),
    SelectionAct.QUOTE: (N_("Quote for a project"), N_("Add the quote")),
}
MOST_SEEDED = 40  # longer selections are sentences, not names


@dataclass(frozen=True, kw_only=True)
class Marked:
    """What the officer says a stretch of the text is."""

    act: SelectionAct
    text: str
    target: Ref | None = None
    kind: str = ""
    name: str = ""


class LinkTextDialog(TaskDialog):
    """Asks for the record, or for the name of a new one; emits `marked`, writes nothing."""

    marked = Signal(object)

    def __init__(
        self, desk: Desk, crm: Crm, act: SelectionAct, text: str, parent: QWidget | None = None
    ) -> None:
        title, button = TITLES[act]
        super().__init__(desk, _(title), _(button), parent)
        self._crm, self._act, self._text = crm, act, " ".join(text.split())
        self.body.addWidget(PlainLabel(f"“{self._text[:200]}”", tone="t2", wrap=True))
        self.form = Form(self._fields(), desk.tasks)
        self.form.show_record({"kind": "enterprise", "name": self._text[:MOST_SEEDED]})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        if act is SelectionAct.CREATE:
            self.near = self.watch_names(crm, self._question, [self.form.entry("name")])
            kind = self.form.entry("kind")
            if isinstance(kind, QComboBox):
                kind.currentIndexChanged.connect(lambda _place: self.near.ask())
        self.form.entry("name" if act is SelectionAct.CREATE else "record").setFocus()
        if act is not SelectionAct.CREATE and len(self._text) <= MOST_SEEDED:
            desk.tasks.read(self, lambda: self._find(self._text), self._preselect, key="seed")

    def act(self) -> None:
        """Hands over what was chosen."""
        values = self.form.read()
        if values is None:
            return
        if self._act is SelectionAct.CREATE:
            faults = list(check_name(values["name"]))
            self.form.show_faults(faults)
            if not faults:
                name = values["name"].strip()
                self._finish(Marked(act=self._act, text=self._text, kind=values["kind"], name=name))
            return
        self._finish(Marked(act=self._act, text=self._text, target=values["record"].key))

    def open_instead(self, ref: Ref) -> None:
        """Links the text to the record that is there already."""
        self._finish(Marked(act=SelectionAct.LINK, text=self._text, target=ref))

    def _question(self) -> NameQuestion:
        name, kind = self.form.entry("name"), self.form.entry("kind")
        text = name.text() if isinstance(name, QLineEdit) else ""
        chosen = kind.currentData() if isinstance(kind, QComboBox) else None
        return NameQuestion(kind=str(chosen or "enterprise"), text=text)

    def _fields(self) -> Sequence[FormField]:
        if self._act is SelectionAct.CREATE:
            choices = (("enterprise", _("Enterprise")), ("zone", _("Zone")))
            return [
                FormField(key="kind", label=_("What"), kind=FieldKind.CHOICE, choices=choices),
                FormField(key="name", label=_("Name"), is_required=True),
            ]
        return [
            FormField(
                key="record", label=_("Record"), kind=FieldKind.RECORD, find=self._find, is_required=True
            )
        ]

    def _find(self, text: str) -> list[Choice]:
        if not text:
            return []
        hits = self._crm.directory.search(text[:MOST_SEEDED], KINDS[self._act], limit=8)
        return [_choice(hit) for hit in hits]

    def _preselect(self, found: Sequence[Choice]) -> None:
        """The match stands chosen only if there is no other."""
        if len(found) == 1:
            self.form.show_record({"record": found[0]})

    def _finish(self, marked: Marked) -> None:
        self.marked.emit(marked)
        self.accept()


def _choice(hit: Hit) -> Choice:
    return Choice(key=Ref(kind=hit.kind, id=hit.id), name=hit.name, kind=hit.kind, detail=hit.detail)

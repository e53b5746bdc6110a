"""One stop of a visit: where, when, whom they meet and which projects it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.records import Ref
from crm.domain.visit_pages import NewStop, StopTold
from crm.domain.visit_people import read_people, write_people
from crm.domain.visits import Side, Visit, VisitStop
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import MOST, Find
from ui.shared.form import Form
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.subjects import SubjectChips


class EditStopDialog(TaskDialog):
    """Adds a stop to a visit, or changes one; emits `saved` with it."""

    def __init__(
        self, desk: Desk, crm: Crm, visit: Visit, told: StopTold | None = None, parent: QWidget | None = None
    ) -> None:
        title = _("Stop of the visit") if told else _("New stop")
        super().__init__(desk, title, _("Save") if told else _("Add the stop"), parent, width=560)
        self._crm, self._visit = crm, visit
        self._stop = told.stop if told else VisitStop(visit_id=visit.key, happens_on=visit.begins_on)
        self.form = Form(self._fields(), desk.tasks, columns=2, labels_above=True, today=desk.today)
        self.form.show_record(self._shown(told))
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.body.addWidget(PlainLabel(_("About projects"), pixels=12, tone="t2"))
        self.projects = SubjectChips(desk.tasks, _find(crm, ("project",)))
        self.projects.picker.setPlaceholderText(_("Add a project"))
        if told:
            refs = [ref for ref, _name in told.projects]
            self.projects.show_subjects(refs, dict(told.projects))
        self.projects.changed.connect(self._resettle)
        self.body.addWidget(self.projects)
        self.use_draft(self.form, f"visit_stop.{visit.key}.{self._stop.id or 'new'}")
        self.form.entry("target").setFocus()

    def act(self) -> None:
        """Saves what was entered."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        target: Choice | None = values.pop("target")
        ref: Ref | None = target.key if target is not None else None
        place = values.pop("place")
        if ref is not None and ref.id != self._stop.target_id:
            place = ""  # it goes by the name of the record
        stop = replace(
            self._stop,
            target_kind=ref.kind if ref else "",
            target_id=ref.id if ref else None,
            place=place,
            happens_on=values["happens_on"],
            time=values["time"],
            note=values["note"],
        )
        new = NewStop(
            stop=stop,
            people=read_people(values["people"], Side.THEIRS),
            project_ids=tuple(ref.id for ref in self.projects.refs()),
            adds="enterprise" if values["adds"] and ref is None else "",
        )
        self.save(lambda: self._crm.visits.save_stop(new), lambda _saved: self.form.drop_draft())

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def _resettle(self) -> None:
        if self.isVisible():
            self.settle()

    def _shown(self, told: StopTold | None) -> dict[str, Any]:
        stop = self._stop
        shown: dict[str, Any] = {key: getattr(stop, key) for key in ("place", "happens_on", "time", "note")}
        if told is None:
            return shown
        shown["people"] = write_people(told.people)
        if stop.target_id is not None:
            ref = Ref(kind=stop.target_kind, id=stop.target_id)
            shown["target"] = Choice(key=ref, name=told.name, kind=ref.kind)
        return shown

    def _fields(self) -> Sequence[FormField]:
        people = _("One person a line: name, post, unit. Contacts are known by their names.")
        return [
            FormField(
                key="target",
                label=_("Enterprise or zone"),
                kind=FieldKind.RECORD,
                find=_find(self._crm, ("enterprise", "zone")),
                spans=True,
            ),
            FormField(key="place", label=_("Place, if it is in no list"), spans=True),
            FormField(key="adds", label=_("Add it to the enterprises"), kind=FieldKind.FLAG, spans=True),
            FormField(key="happens_on", label=_("Day"), kind=FieldKind.DATE),
            FormField(key="time", label=_("Time"), hint="上午、14:30"),
            FormField(
                key="people",
                label=_("Whom we meet"),
                kind=FieldKind.LONG_TEXT,
                lines=3,
                spans=True,
                help=people,
            ),
            FormField(key="note", label=_("Note"), kind=FieldKind.LONG_TEXT, lines=2, spans=True),
        ]


def _find(crm: Crm, kinds: Sequence[str]) -> Find:
    """Records of these kinds by any of their names; keys are Refs."""

    def find(text: str) -> list[Choice]:
        hits = crm.directory.search(text, kinds, MOST) if text else []
        return [
            Choice(key=Ref(kind=hit.kind, id=hit.id), name=hit.name, kind=hit.kind, detail=hit.detail)
            for hit in hits
        ]

    return find

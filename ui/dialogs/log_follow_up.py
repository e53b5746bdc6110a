"""Logging a follow-up in full: how, when, with whom, about what, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.records import Ref
from crm.domain.stage_plans import NextStep
from crm.i18n import N_, _
from ui.dialogs.follow_up_files import FollowUpFiles
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import find_subjects
from ui.shared.form import DRAFT_INTERVAL_MS, Form
from ui.shared.labels import way_name
from ui.shared.next_dates import day_of, next_dates
from ui.shared.pictures import files_in
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.chips import Chip, ChipChoice, FlowLayout
from ui.shared.widgets.sections import take_all
from ui.shared.widgets.subjects import SubjectChips

MOST_CONTACTS = 8
TITLE = N_("Log a follow-up")


@dataclass(frozen=True, kw_only=True)
class _Surroundings:
    """What the dialog shows of the records it is about."""

    names: Mapping[Ref, str]
    contacts: tuple[tuple[int, str], ...]


class LogFollowUpDialog(TaskDialog):
    """Says what was talked about; emits `saved` with the FollowUp."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        about: Sequence[Ref] = (),
        parent: QWidget | None = None,
        *,
        text: str = "",
    ) -> None:
        super().__init__(desk, _(TITLE), _("Log"), parent)
        self._crm = crm
        self._draft_key = "follow_up." + ".".join(f"{ref.kind}-{ref.id}" for ref in about)
        self._contacts: dict[int, str] = {}
        self._kept: dict[str, Any] = {}
        self._picked: set[int] = set()
        self._make_ways()
        self._make_forms()
        self.files = FollowUpFiles(desk, crm)
        self.files.changed.connect(self._resettle)
        self.files.watch([form.entry(key) for form, keys in self._keys.items() for key in keys[:2]])
        self.body.addWidget(self.files)
        self.setAcceptDrops(True)
        self._keeping = QTimer(self, interval=DRAFT_INTERVAL_MS)
        self._keeping.timeout.connect(self._keep_choices)
        self.subjects.show_subjects(about, {})
        self._look_around()
        self._fill(text)
        self.what.entry("text").setFocus()

    def act(self) -> None:
        """Saves what was entered."""
        entered = [form.read() for form in self._forms]
        if any(values is None for values in entered):
            self.settle()
            return
        values = {key: value for part in entered if part for key, value in part.items()}
        people = [self._contacts[contact] for contact in self._contacts if contact in self._picked]
        follow_up = FollowUp(
            happened_on=values["happened_on"],
            way=self.ways.value() or ContactWay.OTHER,
            with_whom="、".join([*people, *filter(None, [values["with_whom"]])]),
            text=values["text"],
            result=values["result"],
            next_step=values["next_step"],
            next_on=values["next_on"],
        )
        about = [*self.subjects.refs(), *(Ref(kind="contact", id=contact) for contact in self._picked)]
        read, log, anyway = self.files.reading(), self._crm.follow_ups.log, self.anyway
        self.save(lambda: log(follow_up, about, read(), anyway=anyway), lambda _saved: self._forget())

    def take_error(self, error: CrmError) -> bool:
        """Shows each fault in the form that has its field."""
        if not isinstance(error, ValidationError):
            return False
        for form, keys in self._keys.items():
            rest = [fault for fault in error.faults if form is self.when and fault.field not in self._known]
            form.show_faults([*(fault for fault in error.faults if fault.field in keys), *rest])
        return True

    def _make_ways(self) -> None:
        self.ways = ChipChoice([(way, way_name(way)) for way in ContactWay])
        self.ways.set_value(ContactWay.PHONE)
        self.ways.setAccessibleName(_("Way of contact"))
        self.ways.chosen.connect(lambda _way: self._offer_days())
        self.body.addWidget(self.ways)

    def _make_forms(self) -> None:
        today = self.desk.today
        self.when = self._form(
            FormField(key="happened_on", label=_("Day"), kind=FieldKind.DATE, is_required=True),
            FormField(key="with_whom", label=_("With whom"), hint=_("others, by name")),
            columns=2,
        )
        self.when.show_record({"happened_on": today()})
        self.body.addWidget(self.when)
        self._make_people()
        self.what = self._form(
            FormField(key="text", label=_("What was said"), kind=FieldKind.LONG_TEXT, lines=4),
            FormField(key="result", label=_("Result")),
        )
        self.body.addWidget(self.what)
        self._make_next()
        self._forms = (self.when, self.what, self.next)
        self._keys = {
            self.when: ("happened_on", "with_whom"),
            self.what: ("text", "result"),
            self.next: ("next_on", "next_step", "done_on"),
        }
        self._known = {key for keys in self._keys.values() for key in keys}

    def _make_people(self) -> None:
        self._people = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._people.setSizePolicy(policy)
        self._flow = FlowLayout(self._people, gap=6)
        self._people.hide()
        self.body.addWidget(self._people)
        self.subjects = SubjectChips(self.desk.tasks, find_subjects(self._crm))
        self.subjects.changed.connect(self._look_around)
        self.body.addWidget(PlainLabel(_("About"), pixels=12, tone="t2"))
        self.body.addWidget(self.subjects)

    def _make_next(self) -> None:
        self.dates = ChipChoice(next_dates())
        self.dates.chosen.connect(self._take_date)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(PlainLabel(_("Next"), pixels=12, tone="t2"))
        row.addWidget(self.dates, 1)
        self.body.addLayout(row)
        self.next = self._form(
            FormField(key="next_on", label=_("Next follow-up"), kind=FieldKind.DATE),
            FormField(key="next_step", label=_("Next step")),
            columns=2,
        )
        self.body.addWidget(self.next)

    def _form(self, *fields: FormField, columns: int = 1) -> Form:
        return Form(fields, self.desk.tasks, columns=columns, labels_above=True, today=self.desk.today)

    def _fill(self, text: str) -> None:
        self.what.show_record({"text": text})
        if self.desk.drafts is None:
            return
        found = [
            form.use_drafts(self.desk.drafts, f"{self._draft_key}.{place}")
            for place, form in enumerate(self._forms)
        ]
        chosen = self._load_choices()
        if any(found) or chosen:
            self.foot_note.setText(_("What you typed last time"))
        self._keeping.start()

    def _choices(self) -> dict[str, Any]:
        """What was chosen rather than typed, as drafts keep it."""
        refs = [[ref.kind, ref.id] for ref in self.subjects.refs()]
        return {
            "way": str(self.ways.value()),
            "about": refs,
            "people": sorted(self._picked),
            "files": self.files.paths(),
        }

    def _keep_choices(self) -> None:
        chosen = self._choices()
        if self.desk.drafts is not None and self._keeping.isActive() and chosen != self._kept:
            self._kept = chosen
            self.desk.drafts.keep(f"{self._draft_key}.chosen", chosen)

    def _load_choices(self) -> bool:
        self._kept = self._choices()
        kept = self.desk.drafts.load(f"{self._draft_key}.chosen") if self.desk.drafts is not None else None
        if not kept:
            return False
        self.ways.set_value(next((way for way in ContactWay if way == kept.get("way")), ContactWay.PHONE))
        refs = [Ref(kind=str(kind), id=int(key)) for kind, key in kept.get("about", ())]
        self._picked = {int(key) for key in kept.get("people", ())}
        self.subjects.show_subjects(refs, {})
        self.files.add_paths([path for name in kept.get("files", ()) if (path := Path(name)).is_file()])
        self._look_around()
        return True

    def _resettle(self) -> None:
        if self.isVisible():
            self.settle()

    def _forget(self) -> None:
        self._keeping.stop()
        for form in self._forms:
            form.drop_draft()
        if self.desk.drafts is not None:
            self.desk.drafts.drop(f"{self._draft_key}.chosen")

    def _take_date(self, key: Any) -> None:
        self.next.fill(next_on=day_of(key, self.desk.today()))
        if isinstance(key, NextStep) and key.step:
            self.next.fill(next_step=key.step)

    def _look_around(self) -> None:
        refs, today = self.subjects.refs(), self.desk.today()
        self.desk.tasks.read(
            self, lambda: _surroundings(self._crm, refs, today), self._show_surroundings, key="around"
        )
        self._offer_days()

    def _offer_days(self) -> None:
        """Offers what usually comes after such a contact."""
        refs, way, usual = self.subjects.refs(), self.ways.value(), self._crm.follow_ups.usual_next
        self.desk.tasks.read(self, lambda: usual(way, refs), self._show_days, key="usual")

    def _show_days(self, usual: Sequence[NextStep]) -> None:
        self.dates.show_choices(next_dates(usual))
        self._resettle()

    def _show_surroundings(self, found: _Surroundings) -> None:
        self.subjects.show_subjects(self.subjects.refs(), found.names)
        self._contacts = dict(found.contacts)
        self._picked &= set(self._contacts)
        take_all(self._flow)
        for contact, name in found.contacts:
            chip = Chip(name, symbol="contact")
            chip.setChecked(contact in self._picked)
            chip.toggled.connect(lambda on, contact=contact: self._pick(contact, on))
            self._flow.addWidget(chip)
            chip.show()
        self._people.setVisible(bool(found.contacts))
        self._people.updateGeometry()
        if self.isVisible():
            self.settle()

    def _pick(self, contact: int, on: bool) -> None:
        if on:
            self._picked.add(contact)
        else:
            self._picked.discard(contact)

    # Qt's names from here

    def hideEvent(self, event: QHideEvent) -> None:
        self._keep_choices()
        super().hideEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self.files.add_paths(files_in(event.mimeData()))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()


def _surroundings(crm: Crm, refs: Sequence[Ref], today: date) -> _Surroundings:
    firms: dict[int, None] = {}
    for ref in refs:
        if ref.kind == "enterprise":
            firms[ref.id] = None
        elif ref.kind == "project" and (firm := crm.projects.get(ref.id).enterprise_id):
            firms[firm] = None
    ids = [contact for firm in firms for contact in crm.directory.find_contacts(enterprise_id=firm)]
    about = {ref.id for ref in refs if ref.kind == "contact"}
    rows = crm.directory.contact_rows([key for key in ids if key not in about], today)
    current = [(row.id, row.name) for row in rows if row.is_current]
    return _Surroundings(names=crm.directory.names_of(refs), contacts=tuple(current[:MOST_CONTACTS]))

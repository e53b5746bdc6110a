"""A trip or a reception: when, where or who, and the people of both sides."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, Fault, ValidationError
from crm.domain.records import Record
from crm.domain.visit_pages import VisitPage
from crm.domain.visit_people import read_people, write_people
from crm.domain.visits import Side, Visit, VisitKind
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import find_enterprises, find_officers, find_units
from ui.shared.form import Form
from ui.shared.screen import Desk

PEOPLE_KEYS = {"ours": Side.OURS, "theirs": Side.THEIRS}


class PlanVisitDialog(TaskDialog):
    """Plans a visit, or changes one; emits `saved` with it."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        kind: VisitKind,
        parent: QWidget | None = None,
        *,
        page: VisitPage | None = None,
    ) -> None:
        is_trip = kind is VisitKind.TRIP
        new = _("Plan a trip") if is_trip else _("Plan a reception")
        change = _("Change the trip") if is_trip else _("Change the reception")
        super().__init__(desk, change if page else new, _("Save") if page else new, parent, width=640)
        self._crm, self._page = crm, page
        today = desk.today()
        self._visit = page.visit if page else Visit(kind=kind, begins_on=today, ends_on=today)
        self.form = Form(self._fields(is_trip), desk.tasks, columns=2, labels_above=True, today=desk.today)
        self.form.show_record(self._shown())
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.use_draft(self.form, f"visit.{self._visit.id or kind}")
        self.form.entry("title").setFocus()

    def act(self) -> None:
        """Saves what was entered."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        people = [
            person for key, side in PEOPLE_KEYS.items() for person in read_people(values.pop(key, ""), side)
        ]
        try:
            made = replace(self._visit, **self._plain(values))
        except ValidationError as error:
            self.form.take_error(error)
            return
        work = self._crm.visits.save if self._visit.id is not None else self._crm.visits.plan
        self.save(lambda: work(made, people), lambda _saved: self.form.drop_draft())

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Saves over what somebody else has saved meanwhile."""
        if isinstance(self.theirs, Record):
            self._visit = replace(self._visit, version=self.theirs.version)
            self.act()

    def load_theirs(self) -> None:
        """Gives up what was entered."""
        self.form.drop_draft()
        self.reject()

    def _plain(self, values: dict[str, Any]) -> dict[str, Any]:
        plain = {key: value.key if isinstance(value, Choice) else value for key, value in values.items()}
        count: Decimal | None = plain.get("guest_count")
        if count is not None:
            if count != count.to_integral_value():
                raise ValidationError([Fault(field="guest_count", message=_("People are counted whole."))])
            plain["guest_count"] = int(count)
        return plain

    def _shown(self) -> dict[str, Any]:
        visit, page = self._visit, self._page
        shown: dict[str, Any] = {field: getattr(visit, field) for field in _OWN_FIELDS}
        count = visit.guest_count
        shown["guest_count"] = None if count is None else Decimal(count)
        if page is None:
            actor = self._crm.office.actor
            if actor.officer_id is not None:
                shown["officer_id"] = Choice(key=actor.officer_id, name=actor.name)
            shown["ours"] = actor.name
            return shown
        for key, name in (("officer_id", page.row.officer), ("office_id", page.row.office)):
            value = getattr(visit, key)
            shown[key] = Choice(key=value, name=name) if value is not None else None
        if visit.enterprise_id is not None:
            shown["enterprise_id"] = Choice(key=visit.enterprise_id, name=visit.guests)
        return shown | {"ours": write_people(page.ours), "theirs": write_people(page.theirs)}

    def _fields(self, is_trip: bool) -> list[FormField]:
        date_kind, help_text = FieldKind.DATE, _("One person a line: name, post, unit. The first one leads.")
        fields = [
            FormField(key="title", label=_("Title"), is_required=True, spans=True),
            FormField(key="begins_on", label=_("First day"), kind=date_kind, is_required=True),
            FormField(key="ends_on", label=_("Last day"), kind=date_kind, is_required=True),
            *(self._of_trip() if is_trip else self._of_reception()),
            FormField(key="purpose", label=_("Purpose"), spans=True),
            self._people("ours", _("Our people"), help_text),
        ]
        if not is_trip:
            fields.append(self._people("theirs", _("Guests"), help_text))
        return [
            *fields,
            FormField(key="officer_id", label=_("Who is responsible"), kind=FieldKind.RECORD,
                      find=find_officers(self._crm)),
            FormField(key="office_id", label=_("Responsible unit"), kind=FieldKind.RECORD,
                      find=find_units(self._crm)),
            *([] if is_trip else [FormField(key="outcome", label=_("What was talked about"),
                                            kind=FieldKind.LONG_TEXT, lines=3, spans=True)]),
        ]  # fmt: skip

    def _people(self, key: str, label: str, help_text: str) -> FormField:
        return FormField(key=key, label=label, kind=FieldKind.LONG_TEXT, lines=3, spans=True, help=help_text)

    def _of_trip(self) -> list[FormField]:
        return [FormField(key="destination", label=_("Destination"), spans=True)]

    def _of_reception(self) -> list[FormField]:
        return [
            FormField(
                key="enterprise_id",
                label=_("Enterprise that comes"),
                kind=FieldKind.RECORD,
                find=find_enterprises(self._crm),
            ),
            FormField(key="guests", label=_("Who comes"), hint=_("as they call themselves")),
            FormField(key="guest_count", label=_("Number of guests"), kind=FieldKind.DECIMAL),
            FormField(key="intended_investment", label=_("Intended investment"), kind=FieldKind.MONEY),
        ]


_OWN_FIELDS = (
    "title",
    "begins_on",
    "ends_on",
    "destination",
    "purpose",
    "guests",
    "intended_investment",
    "outcome",
)  # fmt: skip

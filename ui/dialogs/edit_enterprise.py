"""A new enterprise with those that may be the same one, and the change of a known one."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from crm.app import Crm
from crm.domain.alike import NameQuestion
from crm.domain.checks import is_credit_code
from crm.domain.directory import Enterprise, Grade
from crm.i18n import _
from ui.dialogs.record_form import RecordDialog
from ui.shared.choice_list import Choice
from ui.shared.directory_labels import OWNERSHIP_NAMES
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import find_enterprises, find_officers
from ui.shared.screen import Desk

CODE_LENGTH = 18
LABELS_HINT = "上市公司、专精特新小巨人、高新技术企业"  # labels are kept as the lists of the state write them


class EditEnterpriseDialog(RecordDialog[Enterprise]):
    """Emits `saved` with the enterprise; one that is there already can be opened instead."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        enterprise: Enterprise | None = None,
        parent: QWidget | None = None,
        *,
        parent_name: str = "",
        owner_name: str = "",
    ) -> None:
        self._crm = crm
        record = enterprise or Enterprise(name="", owner_id=crm.office.actor.officer_id)
        title = _("Change the enterprise") if record.id else _("New enterprise")
        action = _("Save") if record.id else _("Add the enterprise")
        owner = owner_name or (crm.office.actor.name if record.id is None else "")
        shown = {
            "parent_id": Choice(key=record.parent_id, name=parent_name) if record.parent_id else None,
            "owner_id": Choice(key=record.owner_id, name=owner) if record.owner_id else None,
        }
        fields = enterprise_fields(crm)
        super().__init__(desk, title, action, record, fields, parent, shown=shown, columns=2, width=560)
        if record.id is None:
            self.near = self.watch_names(crm, self._question, map(self._line, ("name", "credit_code")))
        self._line("credit_code").editingFinished.connect(self._check_code)

    def store(self, record: Enterprise) -> Enterprise:
        """Writes the enterprise."""
        return self._crm.directory.save_enterprise(record, self.unlike)

    def _line(self, key: str) -> QLineEdit:
        entry = self.form.entry(key)
        assert isinstance(entry, QLineEdit)
        return entry

    def _question(self) -> NameQuestion:
        name, code = self._line("name").text().strip(), self._line("credit_code").text().strip()
        is_whole = len(code) == CODE_LENGTH
        return NameQuestion(text=name, credit_code=code if is_whole else "", own_id=self.record.id)

    def _check_code(self) -> None:
        code = self._line("credit_code").text().strip()
        wrong = bool(code) and not is_credit_code(code)
        message = _("The credit code has 18 characters and a check digit; this one is mistyped.")
        self.form.mark_fault("credit_code", message if wrong else "")


def enterprise_fields(crm: Crm) -> list[FormField]:
    """The fields of an enterprise, for the dialog and for facts changed in place."""
    grades = ((None, _("not judged")), *((grade, str(grade)) for grade in Grade))
    owned = ((None, _("not said")), *((kind, _(name)) for kind, name in OWNERSHIP_NAMES.items()))
    record, firms, officers = FieldKind.RECORD, find_enterprises(crm), find_officers(crm)
    return [
        FormField(key="name", label=_("Full name"), is_required=True, spans=True),
        FormField(key="short_name", label=_("Short name")),
        FormField(key="credit_code", label=_("Credit code")),
        FormField(key="region", label=_("Region")),
        FormField(key="stock_code", label=_("Stock code")),
        FormField(key="parent_id", label=_("Parent"), kind=record, find=firms),
        FormField(key="ownership", label=_("Ownership"), kind=FieldKind.CHOICE, choices=owned),
        FormField(key="controller", label=_("Controlled by")),
        FormField(key="labels", label=_("Labels"), kind=FieldKind.TAGS, hint=LABELS_HINT, spans=True),
        FormField(key="business", label=_("Business"), spans=True),
        FormField(key="products", label=_("Main products"), spans=True),
        FormField(key="revenue", label=_("Revenue"), kind=FieldKind.MONEY),
        FormField(key="revenue_year", label=_("Year of the revenue"), kind=FieldKind.NUMBER),
        FormField(key="revenue_source", label=_("Source of the revenue")),
        FormField(key="staff", label=_("Staff"), kind=FieldKind.NUMBER),
        FormField(key="grade", label=_("Grade"), kind=FieldKind.CHOICE, choices=grades),
        FormField(key="grade_reason", label=_("Why this grade")),
        FormField(key="owner_id", label=_("Owner"), kind=record, find=officers),
        FormField(key="next_follow_up_on", label=_("Next follow-up"), kind=FieldKind.DATE),
        FormField(key="next_step", label=_("Next step"), spans=True),
        FormField(key="legal_representative", label=_("Legal rep")),
        FormField(key="registered_capital", label=_("Capital"), kind=FieldKind.MONEY),
        FormField(key="founded_on", label=_("Founded"), kind=FieldKind.DATE),
        FormField(key="website", label=_("Website")),
        FormField(key="first_contact_on", label=_("First contact"), kind=FieldKind.DATE),
        FormField(key="note", label=_("Note"), kind=FieldKind.LONG_TEXT, lines=3, spans=True),
    ]

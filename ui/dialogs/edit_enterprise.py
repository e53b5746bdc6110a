"""A new enterprise with those that may be the same one, and the change of a known one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.checks import is_credit_code
from crm.domain.directory import Enterprise, Grade
from crm.domain.rows import Twin
from crm.i18n import _
from ui.dialogs.record_form import RecordDialog
from ui.shared.choice_list import Choice
from ui.shared.composing import is_composing
from ui.shared.directory_labels import OWNERSHIP_NAMES
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import find_enterprises, find_officers
from ui.shared.link_rows import LinkRow, LinkRows
from ui.shared.picker import PAUSE_MS
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk

LEAST = 2  # characters of a name before others like it are looked for
CODE_LENGTH = 18
LABELS_HINT = "上市公司、专精特新小巨人、高新技术企业"  # labels are kept as the lists of the state write them


class EditEnterpriseDialog(RecordDialog[Enterprise]):
    """Emits `saved` with the enterprise; a click on a twin opens that one instead."""

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
        self._make_twins()
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._look)
        for key in ("name", "credit_code"):
            self._line(key).textEdited.connect(lambda _text: self._timer.start())
        self._line("credit_code").editingFinished.connect(self._check_code)

    def store(self, record: Enterprise) -> Enterprise:
        """Writes the enterprise."""
        return self._crm.directory.save_enterprise(record)

    def _make_twins(self) -> None:
        self.twins_box = QFrame()
        self.twins_box.setProperty("frame", "warn")
        column = QVBoxLayout(self.twins_box)
        column.setContentsMargins(2, 8, 2, 4)
        column.setSpacing(2)
        head = PlainLabel(_("May be the same enterprise; click to open it"), bold=True, tone="amb")
        head.setContentsMargins(12, 0, 12, 0)
        column.addWidget(head)
        self.twins = LinkRows()
        self.twins.opened.connect(self._open_twin)
        column.addWidget(self.twins)
        self.twins_box.hide()
        self.body.insertWidget(0, self.twins_box)

    def _line(self, key: str) -> QLineEdit:
        entry = self.form.entry(key)
        assert isinstance(entry, QLineEdit)
        return entry

    def _look(self) -> None:
        name, code = self._line("name").text().strip(), self._line("credit_code").text().strip()
        if is_composing():
            return
        if len(name) < LEAST and len(code) != CODE_LENGTH:
            self._show_twins([])
            return
        self.desk.tasks.read(
            self, lambda: self._crm.directory.twins(name, code), self._show_twins, key="twins"
        )

    def _show_twins(self, found: Sequence[Twin]) -> None:
        twins = [twin for twin in found if twin.ref.id != self.record.id]
        rows = [
            LinkRow(key=twin.ref.id, lead=twin.name, detail="  ".join(_told(twin)), icon="merge")
            for twin in twins[:3]
        ]
        self.twins.show_rows(rows)
        self.twins_box.setVisible(bool(rows))
        if self.isVisible():
            self.settle()

    def _check_code(self) -> None:
        code = self._line("credit_code").text().strip()
        wrong = bool(code) and not is_credit_code(code)
        message = _("The credit code has 18 characters and a check digit; this one is mistyped.")
        self.form.mark_fault("credit_code", message if wrong else "")

    def _open_twin(self, enterprise_id: int) -> None:
        self.reject()
        self.desk.open_record("enterprise", enterprise_id)


def _told(twin: Twin) -> list[str]:
    parts = [twin.reason]
    if twin.first_contact:
        parts.append(_("first talked to by {who}").format(who=twin.first_contact))
    if twin.projects:
        parts.append("、".join(twin.projects[:2]))
    return parts


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

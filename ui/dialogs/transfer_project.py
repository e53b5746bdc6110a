"""Handing a project to another office, and the answer of that office."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.timeline import ProjectPage, TransferTold
from crm.domain.transfers import Handover
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import find_officers, find_units
from ui.shared.form import Form
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk


class _TransferDialog(TaskDialog):
    form: Form

    def _use(self, fields: list[FormField]) -> None:
        self.form = Form(fields, self.desk.tasks, today=self.desk.today)
        self.form.show_record({"on": self.desk.today()})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry(fields[0].key).setFocus()

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)


class TransferProjectDialog(_TransferDialog):
    """Proposes a transfer, or makes it where both offices have agreed."""

    def __init__(self, desk: Desk, crm: Crm, page: ProjectPage, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Hand to another unit"), _("Hand it to them"), parent)
        self._crm, self._project_id = crm, page.project.key
        office = page.office.name if page.office is not None else _("nobody")
        sentence = _("From {office}. The first contact and everything else stay; it is done once only.")
        self.body.addWidget(PlainLabel(sentence.format(office=office), pixels=12, tone="t2", wrap=True))
        self._use(
            [
                FormField(
                    key="to_office_id",
                    label=_("Unit that takes over"),
                    kind=FieldKind.RECORD,
                    find=find_units(crm),
                    is_required=True,
                ),
                FormField(
                    key="to_owner_id",
                    label=_("Who looks after it there"),
                    kind=FieldKind.RECORD,
                    find=find_officers(crm),
                ),
                FormField(key="on", label=_("Day"), kind=FieldKind.DATE, is_required=True),
                FormField(key="reason", label=_("Why"), is_required=True),
                FormField(key="is_agreed", label=_("The other unit has agreed"), kind=FieldKind.FLAG),
            ]
        )

    def act(self) -> None:
        """Proposes or makes the transfer."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        owner = values["to_owner_id"]
        asked = Handover(
            to_office_id=values["to_office_id"].key,
            to_owner_id=owner.key if owner is not None else None,
            on=values["on"],
            reason=values["reason"],
            is_agreed=values["is_agreed"],
        )
        self.save(lambda: self._crm.projects.transfer(self._project_id, asked))


class AnswerTransferDialog(_TransferDialog):
    """Takes a project over, or declines it."""

    def __init__(
        self, desk: Desk, crm: Crm, told: TransferTold, accepts: bool, parent: QWidget | None = None
    ) -> None:
        title = _("Take the project over") if accepts else _("Decline the project")
        super().__init__(desk, title, title, parent)
        self._crm, self._transfer, self._accepts = crm, told.transfer, accepts
        way = _("{before} → {after}").format(before=told.from_office, after=told.to_office)
        self.body.addWidget(PlainLabel("　".join((way, told.transfer.reason)), tone="t2", wrap=True))
        if accepts:
            owner = FormField(
                key="owner_id",
                label=_("Who looks after it"),
                kind=FieldKind.RECORD,
                find=find_officers(crm),
            )
            self._use([owner, FormField(key="on", label=_("Day"), kind=FieldKind.DATE, is_required=True)])
        else:
            why = FormField(key="answer", label=_("Why"), is_required=True)
            self._use([why, FormField(key="on", label=_("Day"), kind=FieldKind.DATE, is_required=True)])

    def act(self) -> None:
        """Gives the answer."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        key, on = self._transfer.key, values["on"]
        if self._accepts:
            owner = values["owner_id"].key if values["owner_id"] is not None else None
            self.save(lambda: self._crm.projects.accept_transfer(key, on, owner))
        else:
            answer = values["answer"]
            self.save(lambda: self._crm.projects.decline_transfer(key, on, answer))

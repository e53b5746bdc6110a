"""What is done with several projects at once: planning, handing over, putting on hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, Fault, ValidationError
from crm.domain.projects import Cadence, Project
from crm.i18n import _, _n
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import find_officers
from ui.shared.form import Form
from ui.shared.labels import field_name
from ui.shared.next_dates import day_of, next_dates
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.chips import ChipChoice


class _ProjectsDialog(TaskDialog):
    """One form for all of the projects."""

    form: Form

    def __init__(
        self, desk: Desk, title: str, action: str, ids: Sequence[int], parent: QWidget | None
    ) -> None:
        super().__init__(desk, title, action, parent)
        self._ids = tuple(ids)
        if len(ids) > 1:
            self.body.addWidget(PlainLabel(_n("{count} project", "{count} projects", len(ids)), tone="t2"))

    def _use(self, *fields: FormField) -> None:
        self.form = Form(fields, self.desk.tasks, today=self.desk.today)
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)


class PlanDialog(_ProjectsDialog):
    """When projects are followed up next."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        ids: Sequence[int],
        parent: QWidget | None = None,
        *,
        project: Project | None = None,
    ) -> None:
        """`project` fills the form with what is planned now."""
        super().__init__(desk, _("Next follow-up"), _("Plan it"), ids, parent)
        self._crm = crm
        self.dates = ChipChoice(next_dates())
        self.dates.chosen.connect(self._take_date)
        self.body.addWidget(self.dates)
        self._use(
            FormField(key="next_follow_up_on", label=_("Day"), kind=FieldKind.DATE),
            FormField(key="next_step", label=field_name("next_step")),
            *(_cadence_fields() if project is not None else ()),
        )
        self.form.show_record(project or {})
        self._has_cadence = project is not None
        self._step = project.next_step if project is not None else ""
        self.form.entry("next_follow_up_on").setFocus()

    def act(self) -> None:
        """Plans the projects; an empty step keeps what each of several has written there."""
        values = self.form.read()
        if values is None:
            return
        step = values["next_step"]
        kept = None if step == self._step and len(self._ids) > 1 else step
        cadence = None
        if self._has_cadence:
            days = values["cadence_days"]
            is_kept = bool(days) and values["keeps_cadence"]
            cadence = Cadence(days=None if days is None else int(days), is_kept=is_kept)
        plan = self._crm.projects.plan
        self.save(lambda: plan(self._ids, values["next_follow_up_on"], kept, cadence))

    def _take_date(self, key: Any) -> None:
        self.form.entry("next_follow_up_on").set_value(day_of(key, self.desk.today()))  # type: ignore[attr-defined]


def _cadence_fields() -> tuple[FormField, ...]:
    return (
        FormField(
            key="cadence_days",
            label=field_name("cadence_days"),
            kind=FieldKind.DECIMAL,
            suffix=_("days apart"),
            hint=_("no cadence"),
            help=_("A contact plans the next one so many days on, if it names no day itself."),
        ),
        FormField(
            key="keeps_cadence",
            label=_("Keep the days as planned, whenever there was a contact"),
            kind=FieldKind.FLAG,
        ),
    )


class AssignDialog(_ProjectsDialog):
    """Who looks after projects from now on."""

    def __init__(self, desk: Desk, crm: Crm, ids: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Hand over"), _("Hand over"), ids, parent)
        self._crm = crm
        self._use(
            FormField(
                key="owner_id",
                label=field_name("owner_id"),
                kind=FieldKind.RECORD,
                find=find_officers(crm),
                is_required=True,
            )
        )
        self.form.entry("owner_id").setFocus()

    def act(self) -> None:
        """Hands the projects over."""
        values = self.form.read()
        if values is not None:
            owner = values["owner_id"].key
            self.save(lambda: self._crm.projects.assign(self._ids, owner))


class HoldDialog(_ProjectsDialog):
    """Until when a project rests."""

    def __init__(self, desk: Desk, crm: Crm, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Put on hold"), _("Put on hold"), [project.key], parent)
        self._crm, self._project = crm, project
        self._use(
            FormField(
                key="review_on",
                label=field_name("review_on"),
                kind=FieldKind.DATE,
                is_required=True,
                help=_("Until then the project does not count as silent; on that day Today shows it."),
            ),
            FormField(key="hold_reason", label=field_name("hold_reason"), is_required=True),
        )
        self.form.entry("review_on").setFocus()

    def act(self) -> None:
        """Puts the project on hold."""
        values = self.form.read()
        if values is None:
            return
        review_on = values["review_on"]
        if review_on <= self.desk.today():
            self.form.show_faults([Fault(field="review_on", message=_("Choose a day to come."))])
            return
        project, reason = self._project, values["hold_reason"]
        self.save(lambda: self._crm.projects.hold(project.key, project.version, review_on, reason))

"""Which projects the table shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from crm.app import Crm
from crm.domain.money import YI
from crm.domain.rows import ProjectFilter
from crm.domain.stages import Stage
from crm.domain.verification import VERIFICATION_NAMES, Verification
from crm.i18n import N_, _
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import find_nodes, find_officers, find_zones
from ui.shared.form import Form
from ui.shared.labels import field_name, stage_name, stages_shown
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.chips import Chip, FlowLayout

RECORDS = ("owner_id", "zone_id", "industry_id")
FLAGS = {
    "overdue_on": N_("Follow-up overdue"),
    "silent_on": N_("Silent beyond the limit of the stage"),
    "late_start_on": N_("Signed or announced, not started in time"),
    "review_until": N_("On hold, to look at again"),
    "without_plan": N_("Without a plan"),
    "is_incomplete": N_("Something is missing for the next stage"),
}


class FilterProjectsDialog(TaskDialog):
    """Asks for a filter; emits `saved` with the ProjectFilter and the names of its records."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        wanted: ProjectFilter,
        names: dict[str, str],
        parent: QWidget | None = None,
        *,
        first: str = "",
    ) -> None:
        """`first` is the part that gets the keyboard."""
        super().__init__(desk, _("Filter"), _("Show"), parent)
        self._wanted = wanted
        self.body.addWidget(PlainLabel(_("Stage"), pixels=12, tone="t2"))
        self.body.addWidget(self._make_stages(wanted))
        self.form = Form(self._fields(crm), desk.tasks, today=desk.today)
        self.form.show_record(self._shown(wanted, names))
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        known = ("text", *RECORDS, "least_total", *FLAGS)
        (self.form.entry(first) if first in known else next(iter(self.stages.values()))).setFocus()

    def act(self) -> None:
        """Hands the filter on."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        today = self.desk.today()
        records: dict[str, Choice | None] = {key: values[key] for key in RECORDS}
        wanted = replace(
            self._wanted,
            text=values["text"],
            stages=tuple(stage for stage, chip in self.stages.items() if chip.isChecked()),
            least_total=None if values["least_total"] is None else values["least_total"] * YI,
            overdue_on=today if values["overdue_on"] else None,
            silent_on=today if values["silent_on"] else None,
            late_start_on=today if values["late_start_on"] else None,
            review_until=today if values["review_until"] else None,
            verification=Verification(values["verification"]) if values["verification"] else None,
            without_plan=values["without_plan"],
            is_incomplete=values["is_incomplete"],
            **{key: choice.key if choice else None for key, choice in records.items()},
        )
        names = {key: choice.name for key, choice in records.items() if choice}
        self.saved.emit((wanted, names))
        self.accept()

    def _fields(self, crm: Crm) -> list[FormField]:
        states = ((one, _(name)) for one, name in VERIFICATION_NAMES.items())
        return [
            FormField(key="text", label=_("Text")),
            self._record("owner_id", find_officers(crm)),
            self._record("zone_id", find_zones(crm)),
            self._record("industry_id", find_nodes(crm)),
            FormField(key="least_total", label=_("Total at least"), kind=FieldKind.DECIMAL, suffix="亿元"),
            FormField(
                key="verification",
                label=_("How sure"),
                kind=FieldKind.CHOICE,
                choices=(("", _("any")), *states),
            ),
            *(FormField(key=key, label=_(label), kind=FieldKind.FLAG) for key, label in FLAGS.items()),
        ]

    def _record(self, key: str, find: Any) -> FormField:
        return FormField(key=key, label=field_name(key), kind=FieldKind.RECORD, find=find)

    def _make_stages(self, wanted: ProjectFilter) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self.stages = {stage: Chip(stage_name(stage)) for stage in _offered(wanted)}
        for stage, chip in self.stages.items():
            chip.setChecked(stage in wanted.stages)
            flow.addWidget(chip)
        return holder

    def _shown(self, wanted: ProjectFilter, names: dict[str, str]) -> dict[str, Any]:
        shown: dict[str, Any] = {key: bool(getattr(wanted, key)) for key in FLAGS}
        for key in RECORDS:
            record_id = getattr(wanted, key)
            shown[key] = None if record_id is None else Choice(key=record_id, name=names.get(key, ""))
        total = wanted.least_total
        shown["verification"] = wanted.verification or ""
        return shown | {"text": wanted.text, "least_total": None if total is None else total / YI}


def _offered(wanted: ProjectFilter) -> tuple[Stage, ...]:
    """The stages in use, and any other that the filter asks for."""
    return tuple(stage for stage in Stage if stage in stages_shown() or stage in wanted.stages)

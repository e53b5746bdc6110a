"""Moving a project to another stage: only what is missing is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QWidget

from crm.app import Crm
from crm.domain.board import Slot
from crm.domain.errors import CrmError, Fault, ValidationError
from crm.domain.evidence import EvidenceKind
from crm.domain.projects import FairCompetitionState, Project
from crm.domain.stage_rules import EVIDENCE, USUAL_PAPERS, evidence_of
from crm.domain.stages import ENDS, Stage, is_backward
from crm.domain.timeline import ProjectPage
from crm.i18n import _, _n
from crm.services.steps.files import read_paper
from crm.services.steps.stages import Move
from ui.dialogs.end_reasons import end_fields, reason_in_words
from ui.dialogs.frame import TaskDialog
from ui.shared.cells import FULL_SPACE, Badge, BadgeTone
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.icons import IconLabel
from ui.shared.labels import joined, stage_name, stage_place
from ui.shared.plain_text import ElidedLabel, PlainLabel
from ui.shared.project_fields import entered, project_field, shown
from ui.shared.screen import Desk
from ui.shared.widgets.badges import BadgeRow, StageName
from ui.shared.widgets.paper_rows import PaperRows


def open_move(
    desk: Desk,
    crm: Crm,
    parent: QWidget,
    project_id: int,
    target: Stage,
    slot: Slot | None = None,
    saved: Callable[[Project], object] | None = None,
) -> None:
    """Reads the project and opens the dialog over `parent`; `slot` is its place on the board."""

    def show(page: ProjectPage) -> None:
        dialog = MoveProjectDialog(desk, crm, page, target, parent, slot=slot)
        if saved is not None:
            dialog.saved.connect(saved)
        dialog.open()

    desk.tasks.read(parent, lambda: crm.projects.page(project_id, desk.today()), show, key="move")


class MoveProjectDialog(TaskDialog):
    """From here to there, on a day; emits `saved` with the Project."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        page: ProjectPage,
        target: Stage,
        parent: QWidget | None = None,
        *,
        slot: Slot | None = None,
    ) -> None:
        ends = target in ENDS
        action = _("End the project") if ends else _("Enter {stage}").format(stage=stage_name(target))
        super().__init__(desk, _("End the project") if ends else _("Change the stage"), action, parent)
        if ends:
            self._warn()
        self._crm, self._page, self._target, self._slot = crm, page, target, slot
        self._version = page.project.version
        lacking = page.rules.missing_for(page.project, target, page.held)
        self._missing = tuple(key for key in lacking if evidence_of(key) is None)
        self._papers = tuple((key, kind) for key in lacking if (kind := evidence_of(key)) is not None)
        firm = page.row.enterprise
        self.body.addWidget(ElidedLabel(FULL_SPACE.join(filter(None, [firm, page.project.name])), tone="t2"))
        self.body.addWidget(self._make_route())
        self.form = Form(self._fields(), desk.tasks, today=desk.today)
        known = [key for key in self._missing if key != "fair_competition"]
        self.form.show_record(
            {
                **shown(page, known),
                "fair_competition": FairCompetitionState.PASSED,
                "on": desk.today(),
                "reason_kind": page.end_reasons[0],
                "land_mu": page.project.land_mu,
            }
        )
        self.form.submitted.connect(self.act)
        self.form.changed.connect(self._tell_late)
        self._place_parts()

    def _place_parts(self) -> None:
        desk, is_asked = self.desk, bool(self._missing or self._papers)
        if is_asked:
            self.body.addWidget(PlainLabel(self._what_is_missing(), pixels=12, tone="t2"))
        self.body.addWidget(self.form)
        rows = (*self._papers, *self._usual_papers())
        self.papers = PaperRows(rows, lambda: desk.prompts.open_files(self, _("Add files"), ["(*)"]))
        self.papers.setVisible(bool(rows))
        self.body.addWidget(self.papers)
        self.tasks = self._make_tasks()
        self.late = BadgeRow()
        self.body.addWidget(self.late)
        self._tell_late()
        self.use_draft(self.form, f"move.{self._page.project.key}.{self._target}")
        self.form.entry(self._missing[0] if self._missing else "on").setFocus()

    def _usual_papers(self) -> list[tuple[str, EvidenceKind]]:
        """What proves the stage although no gate asks for it, where it is not there yet."""
        kind = USUAL_PAPERS.get(self._target)
        is_there = kind in self._page.held.files or kind in dict(self._papers).values()
        return [] if kind is None or is_there else [(f"{EVIDENCE}{kind}", kind)]

    def _make_tasks(self) -> QCheckBox:
        """Offers the tasks that the stage brings with it; not to a project that goes back."""
        templates = self._page.stage_tasks.of(self._target)
        names = joined(template.title for template in templates)
        box = QCheckBox(_("Make its tasks: {names}").format(names=names).replace("&", "&&"))
        goes_on = not is_backward(self._page.project.stage, self._target)
        box.setChecked(bool(templates) and goes_on)
        box.setVisible(bool(templates) and goes_on)
        self.body.addWidget(box)
        return box

    def _warn(self) -> None:
        self.primary.setProperty("primary", "false")
        self.primary.setProperty("danger", "fill")

    def act(self) -> None:
        """Moves the project."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        asked = [*self._missing, *(["land_mu"] if "land_mu" in values else [])]
        filled = entered({key: values[key] for key in asked})
        reason = reason_in_words(values)
        if reason is None:
            self.form.show_faults([Fault(field="reason", message=_("Say what it was."))])
            self.settle()
            return
        move = Move(
            stage=self._target,
            on=values["on"],
            today=self.desk.today(),
            reason=reason,
            evidence=values["evidence"],
            is_sure=self.is_sure,
            makes_tasks=self.tasks.isChecked(),
            went_to=values.get("went_to", ""),
            values=filled,
        )
        project_id, version, slot = self._page.project.key, self._version, self._slot
        files = dict(self.papers.files)

        def work() -> Project:
            papers = tuple(read_paper(file, kind) for kind, file in files.items())
            return self._crm.projects.move(project_id, version, replace(move, papers=papers), slot)

        self.save(work, lambda _saved: self.form.drop_draft())

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields; one of a field that is not asked for stands above them."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Moves what the project is now."""
        project_id, today = self._page.project.key, self.desk.today()

        def again(page: ProjectPage) -> None:
            self._version = page.project.version
            self.act()

        self.desk.tasks.read(self, lambda: self._crm.projects.page(project_id, today), again, key="again")

    def _make_route(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("frame", "panel")
        frame.setFixedHeight(38)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        project = self._page.project
        row.addWidget(StageName(stage_name(project.stage), stage_place(project.stage)))
        row.addWidget(IconLabel("arrow_right", 14, "t3"))
        row.addWidget(StageName(stage_name(self._target), stage_place(self._target), bold=True))
        row.addStretch(1)
        if project.stage_since is not None:
            days = (self.desk.today() - project.stage_since).days
            row.addWidget(PlainLabel(_n("{count} day", "{count} days", days), pixels=12, tone="t2"))
        return frame

    def _fields(self) -> list[FormField]:
        project, target = self._page.project, self._target
        fields = [FormField(key="on", label=_("Day"), kind=FieldKind.DATE, is_required=True)]
        fields += [project_field(key, self._crm, is_required=True) for key in self._missing]
        if target in ENDS:
            fields += end_fields(self._page.end_reasons)
        elif is_backward(project.stage, target):
            fields.append(FormField(key="reason", label=_("Why back"), is_required=True))
        elif self._page.rules.skipped(project.stage, target):
            fields.append(FormField(key="reason", label=_("Why skip"), is_required=True))
        elif self._papers:
            hint = _("where a paper comes later")
            fields.append(FormField(key="reason", label=_("Why later"), hint=hint))
        if target not in ENDS and "land_mu" not in self._missing:
            fields.append(project_field("land_mu", self._crm))
        fields.append(FormField(key="evidence", label=_("Evidence"), hint=_("agreement, minutes, licence …")))
        return fields

    def _what_is_missing(self) -> str:
        asked = len(self._page.rules.asked_for(self._page.project, self._target))
        missing = len(self._missing) + len(self._papers)
        sentence = _("{missing} missing, the other {known} are there")
        return sentence.format(missing=missing, known=asked - missing)

    def _tell_late(self) -> None:
        late = self._days_late()
        text = _n("Entered {count} day late", "Entered {count} days late", late)
        badge = Badge(text=text, tone=BadgeTone.AMBER, icon="history")
        self.late.show_badges([badge] if late > 0 else [])
        self.late.setVisible(late > 0)

    def _days_late(self) -> int:
        try:
            on: date | None = self.form.entry("on").value()  # type: ignore[attr-defined]
        except ValidationError:
            return 0
        return (self.desk.today() - on).days if on is not None else 0

"""The tasks that are offered when a project enters a stage, and what is offered after a contact."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, Fault, ValidationError
from crm.domain.follow_ups import ContactWay
from crm.domain.office_rules import Kept
from crm.domain.quick_line import WAY_WORDS
from crm.domain.stage_plans import NextStep, NextSteps, StageTasks, StageText
from crm.domain.stages import WAY, Stage
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.labels import stage_name, way_name
from ui.shared.screen import Desk

_LINE = re.compile(r"(.+?)\s*\+\s*(\d{1,4})\s*(?:天|d\b|days?\b)?\s*(.*)")


class EditStageTasksDialog(TaskDialog):
    """One stage at a time; what was written for the others is kept until all is saved."""

    def __init__(self, desk: Desk, crm: Crm, kept: Kept[StageTasks], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Tasks of stages"), _("Save"), parent)
        self._crm, self._version = crm, kept.version
        self._texts = {stage: kept.value.text(stage) for stage in WAY}
        self.stage = QComboBox()
        self.stage.setAccessibleName(_("Stage"))
        for stage in WAY:
            self.stage.addItem(stage_name(stage), stage)
        self._shown = next((stage for stage in WAY if self._texts[stage]), WAY[0])
        self.stage.setCurrentIndex(WAY.index(self._shown))
        self.stage.currentIndexChanged.connect(lambda _place: self._turn())
        self.body.addWidget(self.stage)
        help_text = _(
            "A task a line, days behind a plus: 核查开工 +30. Steps of it below, behind a dash: - 营业执照."
        )
        field = FormField(key="text", label=_("Tasks"), kind=FieldKind.LONG_TEXT, lines=9, help=help_text)
        self.form = Form([field], desk.tasks, labels_above=True, today=desk.today)
        self.form.show_record({"text": self._texts[self._shown]})
        self.body.addWidget(self.form)
        self.form.entry("text").setFocus()

    def act(self) -> None:
        """Keeps the tasks of all stages."""
        self._take()
        texts = (StageText(stage=stage, text=text) for stage, text in self._texts.items() if text)
        tasks, version = StageTasks(texts=tuple(texts)), self._version
        self.save(lambda: self._crm.settings.save_stage_tasks(tasks, version))

    def take_error(self, error: CrmError) -> bool:
        """Shows the first faulty stage with what is wrong."""
        if not isinstance(error, ValidationError):
            return False
        fault = error.faults[0]
        self.stage.setCurrentIndex(WAY.index(Stage(fault.field)))
        self.form.show_faults([Fault(field="text", message=fault.message)])
        return True

    def keep_mine(self) -> None:
        """Saves over what somebody else has set meanwhile."""

        def again(kept: Kept[StageTasks]) -> None:
            self._version = kept.version
            self.act()

        self.desk.tasks.read(self, self._crm.settings.stage_tasks, again, key="again")

    def _take(self) -> None:
        values = self.form.read()
        if values is not None:
            self._texts[self._shown] = values["text"]

    def _turn(self) -> None:
        self._take()
        self._shown = Stage(self.stage.currentData())
        self.form.show_record({"text": self._texts[self._shown]})


class EditNextStepsDialog(TaskDialog):
    """A line for each way of contact or stage after which something is usually done."""

    def __init__(self, desk: Desk, crm: Crm, kept: Kept[NextSteps], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("After a contact"), _("Save"), parent)
        self._crm, self._version = crm, kept.version
        help_text = _("A way of contact or a stage, the days, and what to do: 考察 +7 送方案.")
        field = FormField(
            key="steps", label=_("Offered next"), kind=FieldKind.LONG_TEXT, lines=7, help=help_text
        )
        self.form = Form([field], desk.tasks, labels_above=True, today=desk.today)
        self.form.show_record({"steps": "\n".join(map(written, kept.value.steps))})
        self.body.addWidget(self.form)
        self.form.entry("steps").setFocus()

    def act(self) -> None:
        """Keeps the lines."""
        values = self.form.read()
        if values is None:
            return
        try:
            steps = read_steps(values["steps"])
        except ValidationError as error:
            self.form.show_faults(error.faults)
            self.settle()
            return
        version = self._version
        self.save(lambda: self._crm.settings.save_next_steps(steps, version))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Saves over what somebody else has set meanwhile."""

        def again(kept: Kept[NextSteps]) -> None:
            self._version = kept.version
            self.act()

        self.desk.tasks.read(self, self._crm.settings.next_steps, again, key="again")


def written(step: NextStep) -> str:
    """A step as its line."""
    word = way_name(step.way) if step.way is not None else stage_name(step.stage or Stage.LEAD)
    return f"{word} +{step.days} {step.step}".strip()


def read_steps(text: str) -> NextSteps:
    """The steps of the lines; ValidationError for a line that begins with neither a way nor a stage."""
    words = _words()
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _LINE.fullmatch(line)
        meant = words.get(match[1].casefold()) if match else None
        if match is None or meant is None:
            sentence = _("“{line}” does not begin with a way of contact or a stage and days, as 电话 +3.")
            raise ValidationError.of("steps", sentence.format(line=line[:20]))
        days, step = int(match[2]), " ".join(match[3].split())
        if isinstance(meant, ContactWay):
            found.append(NextStep(way=meant, days=days, step=step))
        else:
            found.append(NextStep(stage=meant, days=days, step=step))
    return NextSteps(steps=tuple(found))


def _words() -> Mapping[str, ContactWay | Stage]:
    ways: dict[str, ContactWay | Stage] = dict(WAY_WORDS)
    named = {way_name(way).casefold(): way for way in ContactWay}
    return {**ways, **{stage_name(stage).casefold(): stage for stage in WAY}, **named}

"""What an office plans by habit: the tasks of a stage, and what is usually done after a contact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crm.domain.errors import Fault
from crm.domain.follow_ups import ContactWay
from crm.domain.stages import ENDS, Stage
from crm.i18n import _

MOST_DAYS = 365
_DAYS = re.compile(r"\s*\+(\d{1,3})\s*(?:天|d|days?)?$")


@dataclass(frozen=True, kw_only=True)
class TaskTemplate:
    """A task that a stage brings with it."""

    title: str
    after_days: int | None = None  # until it is due; None: at no certain time
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StageText:
    """The tasks of one stage as written: a task a line, days behind a plus, steps below it behind a dash."""

    stage: Stage
    text: str


def _usual_tasks() -> tuple[StageText, ...]:
    texts = {
        Stage.PENDING_SIGNING: "报审协议文本 +7\n- 法务审核\n- 公平竞争审查\n- 集体研究",
        Stage.SIGNED: "核查注册和开工进度 +30\n- 营业执照\n- 立项备案\n- 用地手续",
    }
    return tuple(StageText(stage=stage, text=text) for stage, text in texts.items())


@dataclass(frozen=True, kw_only=True)
class StageTasks:
    """The tasks that are offered when a project enters a stage."""

    texts: tuple[StageText, ...] = _usual_tasks()

    def text(self, stage: Stage) -> str:
        """What is written for a stage."""
        return next((one.text for one in self.texts if one.stage is stage), "")

    def of(self, stage: Stage) -> tuple[TaskTemplate, ...]:
        """The tasks of a stage."""
        return parse_templates(self.text(stage))


def parse_templates(text: str) -> tuple[TaskTemplate, ...]:
    """The tasks of a text; steps in front of the first task are tasks themselves."""
    found: list[TaskTemplate] = []
    for raw in text.splitlines():
        line = " ".join(raw.split())
        step = re.sub(r"^[-–—·•]\s*", "", line)
        if not step:
            continue
        if step != line and found:
            last = found[-1]
            found[-1] = TaskTemplate(title=last.title, after_days=last.after_days, steps=(*last.steps, step))
        else:
            days = _DAYS.search(step)
            title = _DAYS.sub("", step)
            found.append(TaskTemplate(title=title, after_days=int(days[1]) if days else None))
    return tuple(found)


def check_stage_tasks(tasks: StageTasks) -> Iterator[Fault]:
    """Each task says something and is due within a year, its steps differ; a fault's field is the stage."""
    for one in tasks.texts:
        for template in parse_templates(one.text):
            field = str(one.stage)
            if not any(letter.isalnum() for letter in template.title):
                yield Fault(field=field, message=_("Say what is to be done."))
            if template.after_days is not None and template.after_days > MOST_DAYS:
                yield Fault(field=field, message=_("Give days from 1 to 365."))
            if len(set(template.steps)) < len(template.steps):
                yield Fault(field=field, message=_("The same step stands there twice."))


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What usually comes after a contact of a way, or while a project is in a stage."""

    days: int
    step: str = ""
    way: ContactWay | None = None
    stage: Stage | None = None


@dataclass(frozen=True, kw_only=True)
class NextSteps:
    """What is offered after logging; an office changes it in its settings."""

    steps: tuple[NextStep, ...] = (
        NextStep(way=ContactWay.PHONE, days=3),
        NextStep(way=ContactWay.SITE_VISIT, days=7, step="送方案"),
        NextStep(way=ContactWay.RECEPTION, days=7, step="送方案"),
        NextStep(stage=Stage.SIGNED, days=30, step="核查开工"),
    )

    def offered(self, way: ContactWay | None, stage: Stage | None) -> tuple[NextStep, ...]:
        """What fits a contact, what goes by the stage first."""
        by_stage = [one for one in self.steps if one.stage is not None and one.stage is stage]
        by_way = [one for one in self.steps if one.way is not None and one.way is way]
        return (*by_stage, *by_way)


def check_next_steps(steps: NextSteps) -> Iterator[Fault]:
    """Each step has a way or a stage that a project can be worked in, and a day within a year."""
    for one in steps.steps:
        if not 1 <= one.days <= MOST_DAYS:
            yield Fault(field="steps", message=_("Give days from 1 to 365."))
        if (one.way is None) == (one.stage is None) or one.stage in ENDS:
            yield Fault(field="steps", message=_("Begin each line with a way of contact or a stage."))

"""The rules of the office in the settings: stages, silence, rest days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QWidget

from crm.app import Crm
from crm.domain.approaches import ApproachRule
from crm.domain.firms import Protection
from crm.domain.money import Rates
from crm.domain.office_rules import EndReasons, Kept
from crm.domain.stage_plans import NextSteps, StageTasks
from crm.domain.stage_rules import StageRules
from crm.domain.stages import WAY
from crm.domain.starts import StartRule
from crm.domain.workdays import RestYear, WorkCalendar
from crm.i18n import _, _n
from ui.dialogs.edit_days import EditApproachRuleDialog, EditProtectionDialog
from ui.dialogs.edit_end_reasons import EditEndReasonsDialog
from ui.dialogs.edit_gates import EditGatesDialog
from ui.dialogs.edit_rates import EditRatesDialog
from ui.dialogs.edit_rest_year import EditRestYearDialog
from ui.dialogs.edit_stage_rules import CLOCK_NAMES, EditStageRulesDialog
from ui.dialogs.edit_stage_tasks import EditNextStepsDialog, EditStageTasksDialog, written
from ui.dialogs.edit_start_rule import EditStartRuleDialog
from ui.shared.labels import joined, stage_name
from ui.shared.live import Changes
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.sections import Panel


@dataclass(frozen=True, kw_only=True)
class _Rules:
    """What is set."""

    stages: Kept[StageRules]
    rates: Kept[Rates]
    ends: Kept[EndReasons]
    starts: Kept[StartRule]
    tasks: Kept[StageTasks]
    nexts: Kept[NextSteps]
    approaches: Kept[ApproachRule]
    protection: Kept[Protection]
    calendar: WorkCalendar
    entered: tuple[RestYear, ...]


class RulesPanel(Panel):
    """Says what holds, a line each, with a button to change it."""

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(_("Rules of the office"), _("the same for everybody who works here"), parent)
        self._desk, self._crm = desk, crm
        self._rules: _Rules | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnMinimumWidth(0, 96)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.stages = self._add(_("Stages"), _("Change the stages"), self.edit_stages)
        self.gates = self._add(_("What they ask for"), _("Change what is asked for"), self.edit_gates)
        self.silence = self._add(_("Silent projects"), "", None)
        self.tasks = self._add(_("Tasks of stages"), _("Change the tasks"), self.edit_stage_tasks)
        self.nexts = self._add(_("After a contact"), _("Change what is offered"), self.edit_next_steps)
        self.starts = self._add(_("Start after signing"), _("Change the months"), self.edit_start_rule)
        self.approaches = self._add(_("Double approach"), _("Change the days"), self.edit_approach_rule)
        self.protection = self._add(_("First contact"), _("Change the days"), self.edit_protection)
        self.ends = self._add(_("Why projects end"), _("Change the reasons"), self.edit_end_reasons)
        self.rates = self._add(_("Foreign money"), _("Exchange rates"), self.edit_rates)
        self.years = self._add(_("Working days"), _("Rest days of a year"), self.edit_year)
        self.unknown = PlainLabel(pixels=12, tone="amb", wrap=True)
        self.body.addWidget(self.unknown)
        desk.live.watch(self, ("office_setting",), self._refresh)
        self._refresh(Changes())

    def edit_stages(self) -> QDialog | None:
        """Opens the names, use and limits of the stages."""
        if self._rules is None:
            return None
        return self._open(EditStageRulesDialog(self._desk, self._crm, self._rules.stages, self))

    def edit_gates(self) -> EditGatesDialog | None:
        """Opens what the stages ask for."""
        if self._rules is None:
            return None
        dialog = EditGatesDialog(self._desk, self._crm, self._rules.stages, self)
        dialog.open()
        return dialog

    def edit_stage_tasks(self) -> QDialog | None:
        """Opens the tasks that stages bring with them."""
        if self._rules is None:
            return None
        return self._open(EditStageTasksDialog(self._desk, self._crm, self._rules.tasks, self))

    def edit_next_steps(self) -> QDialog | None:
        """Opens what is offered after a contact."""
        if self._rules is None:
            return None
        return self._open(EditNextStepsDialog(self._desk, self._crm, self._rules.nexts, self))

    def edit_start_rule(self) -> QDialog | None:
        """Opens in how many months a signed project has to start."""
        if self._rules is None:
            return None
        return self._open(EditStartRuleDialog(self._desk, self._crm, self._rules.starts, self))

    def edit_approach_rule(self) -> QDialog | None:
        """Opens for how long a contact of one officer is told to the others."""
        if self._rules is None:
            return None
        return self._open(EditApproachRuleDialog(self._desk, self._crm, self._rules.approaches, self))

    def edit_protection(self) -> QDialog | None:
        """Opens for how many days the first contact protects."""
        if self._rules is None:
            return None
        return self._open(EditProtectionDialog(self._desk, self._crm, self._rules.protection, self))

    def edit_end_reasons(self) -> QDialog | None:
        """Opens the list of reasons for which projects end."""
        if self._rules is None:
            return None
        return self._open(EditEndReasonsDialog(self._desk, self._crm, self._rules.ends, self))

    def edit_rates(self) -> QDialog | None:
        """Opens the rates at which foreign money is converted."""
        if self._rules is None:
            return None
        return self._open(EditRatesDialog(self._desk, self._crm, self._rules.rates, self))

    def edit_year(self) -> QDialog | None:
        """Opens the rest days of the first year that nobody knows yet, from this one on."""
        if self._rules is None:
            return None
        year = self._desk.today().year
        while self._rules.calendar.knows(year):
            year += 1
        return self._open(EditRestYearDialog(self._desk, self._crm, RestYear(year=year), self))

    def _open(self, dialog: QDialog) -> QDialog:
        dialog.open()
        return dialog

    def _add(self, title: str, action: str, run: Callable[[], object] | None) -> PlainLabel:
        row = self._grid.rowCount()
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(PlainLabel(title, tone="t2"), row, 0, middle)
        told = PlainLabel(wrap=True)
        self._grid.addWidget(told, row, 1)
        if run is not None:
            button = QPushButton(action)
            button.clicked.connect(lambda: run())
            holder = QHBoxLayout()
            holder.addStretch(1)
            holder.addWidget(button)
            self._grid.addLayout(holder, row, 2, middle)
        return told

    def _refresh(self, _changes: Changes) -> None:
        settings = self._crm.settings
        self._desk.tasks.read(
            self,
            lambda: _Rules(
                stages=settings.stage_rules(),
                rates=settings.rates(),
                ends=settings.end_reasons(),
                starts=settings.start_rule(),
                tasks=settings.stage_tasks(),
                nexts=settings.next_steps(),
                approaches=settings.approach_rule(),
                protection=settings.protection(),
                calendar=settings.calendar(),
                entered=settings.entered_years(),
            ),
            self._show,
            key="rules",
        )

    def _show(self, rules: _Rules) -> None:
        self._rules = rules
        stages = rules.stages.value
        self.stages.setText(" → ".join(stages.name(stage) for stage in stages.shown))
        papers = sum(gate.evidence is not None for gate in stages.gates)
        asked = _n("{count} field", "{count} fields", len(stages.gates) - papers)
        self.gates.setText(joined((asked, _n("{count} paper", "{count} papers", papers))))
        limits = [
            " ".join((stages.name(stage), _n("{count} day", "{count} days", stages.of(stage).stall_days)))
            for stage in stages.shown
            if stages.of(stage).stall_days
        ]
        kind = _("working days") if stages.uses_workdays else _("calendar days")
        sentence = _("{limits}; {kind}, counted from {clock}")
        told = joined(limits) or _("No project ever counts as silent.")
        clock = _(CLOCK_NAMES[stages.clock])
        self.silence.setText(sentence.format(limits=told, kind=kind, clock=clock) if limits else told)
        months = rules.starts.value.months
        self.starts.setText(_n("within {count} month", "within {count} months", months))
        self.tasks.setText(_tasks_told(rules.tasks.value))
        self.nexts.setText(joined(map(written, rules.nexts.value.steps)) or _("nothing"))
        days = rules.approaches.value.days
        told = _n("told within {count} day", "told within {count} days", days) if days else _("never told")
        self.approaches.setText(told)
        days = rules.protection.value.days
        protected = _n("protects for {count} day", "protects for {count} days", days)
        self.protection.setText(protected if days else _("Protects nobody."))
        self.ends.setText(joined(rules.ends.value.reasons))
        rates_told = [f"1 {rate.currency} = {rate.yuan.normalize():f}" for rate in rules.rates.value.rates]
        sources = dict.fromkeys(rate.source for rate in rules.rates.value.rates if rate.source)
        self.rates.setText(
            "  ".join((*rates_told, *sources)) or _("Not converted: no rate has been entered.")
        )
        years = [entry.year for entry in rules.calendar.years]
        sentence = _("Rest days are known from {first} to {last}.")
        self.years.setText(sentence.format(first=years[0], last=years[-1]) if years else "")
        self._warn(rules.calendar)

    def _warn(self, calendar: WorkCalendar) -> None:
        """From November on next year's rest days have been announced."""
        today = self._desk.today()
        wanted = [today.year, today.year + 1] if today.month >= 11 else [today.year]
        missing = [str(year) for year in wanted if not calendar.knows(year)]
        sentence = _("The rest days of {years} are not entered yet: only weekends rest.")
        self.unknown.setText(sentence.format(years=joined(missing)))
        self.unknown.setVisible(bool(missing))


def _tasks_told(tasks: StageTasks) -> str:
    """Each stage with its tasks."""
    told = []
    for stage in WAY:
        names = joined(template.title for template in tasks.of(stage))
        if names:
            told.append(f"{stage_name(stage)} {names}")
    return "；".join(told) or _("nothing")

"""What the office calls its stages, which it uses, and when a project counts as silent in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, Fault, ValidationError
from crm.domain.office_rules import Kept
from crm.domain.silences import SilenceEstimate
from crm.domain.stage_rules import ALWAYS_SHOWN, NAME_LENGTH, Clock, StageRule, StageRules
from crm.domain.stages import ENDS, STAGE_NAMES, Stage
from crm.i18n import N_, _
from ui.dialogs.frame import TaskDialog
from ui.shared.composing import watch_composing
from ui.shared.labels import stage_place
from ui.shared.plain_text import PlainLabel, line_field, mark
from ui.shared.screen import Desk
from ui.shared.widgets.badges import StageName
from ui.shared.widgets.chips import ChipChoice

CLOCK_NAMES = {
    Clock.LATER: N_("the later of contact and change of stage"),
    Clock.STAGE: N_("the change of stage"),
    Clock.CONTACT: N_("the last contact"),
}
ESTIMATE_MS = 300  # after the last key
# Name and days by stage: as offices dispatch their ledgers, and for those who talk to firms every week.
PRESETS: dict[str, tuple[str, dict[Stage, int]]] = {
    "ledger": (
        N_("45 / 30 / 20 days"),
        {rule.stage: rule.stall_days for rule in StageRules().stages if rule.stall_days},
    ),
    "weekly": (
        N_("30 / 15 / 7 days"),
        {
            Stage.LEAD: 30,
            Stage.INTENTION: 15,
            Stage.NEGOTIATION: 7,
            Stage.PENDING_SIGNING: 7,
            Stage.SIGNED: 15,
        },
    ),
}


@dataclass(frozen=True, kw_only=True)
class _Row:
    """The fields of one stage."""

    name: QLineEdit
    is_used: QCheckBox
    days: QLineEdit


class EditStageRulesDialog(TaskDialog):
    """Changes names, use and limits of the stages for everybody in the office."""

    def __init__(self, desk: Desk, crm: Crm, kept: Kept[StageRules], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Stages and silence"), _("Save"), parent, width=600)
        self._crm, self._rules, self._version = crm, kept.value, kept.version
        self.rows: dict[Stage, _Row] = {}
        self.body.addWidget(PlainLabel(_("They hold for everybody in the office."), pixels=12, tone="t2"))
        self.body.addLayout(self._make_rows())
        self.body.addLayout(self._make_presets())
        self.body.addLayout(self._make_clock())
        self.body.addWidget(self._make_estimate())
        self.fault = PlainLabel(pixels=12, tone="red", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.rows[Stage.LEAD].days.setFocus()
        self._estimate()

    def act(self) -> None:
        """Keeps the rules."""
        rules = self._entered()
        if rules is not None:
            version = self._version
            self.save(lambda: self._crm.settings.save_stage_rules(rules, version))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their stages."""
        if not isinstance(error, ValidationError):
            return False
        self._show_faults(error.faults)
        return True

    def keep_mine(self) -> None:
        """Saves over what somebody else has set meanwhile."""

        def again(kept: Kept[StageRules]) -> None:
            self._version = kept.version
            self.act()

        self.desk.tasks.read(self, self._crm.settings.stage_rules, again, key="again")

    def _make_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        heads = (_("Stage"), _("What we call it"), _("In use"), _("Silent after days"))
        for column, text in enumerate(heads):
            grid.addWidget(PlainLabel(text, pixels=12, tone="t2"), 0, column)
        for place, stage in enumerate(Stage, start=1):
            rule, usual = self._rules.of(stage), _(STAGE_NAMES[stage])
            grid.addWidget(StageName(usual, stage_place(stage)), place, 0)
            row = self._make_row(rule, usual)
            grid.addWidget(row.name, place, 1)
            grid.addWidget(row.is_used, place, 2, Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(row.days, place, 3)
            self.rows[stage] = row
        return grid

    def _make_row(self, rule: StageRule, usual: str) -> _Row:
        stage = rule.stage
        name = line_field(rule.name, hint=usual)
        name.setAccessibleName(_("Name of {stage}").format(stage=usual))
        name.setMaxLength(NAME_LENGTH)
        used = QCheckBox()
        used.setAccessibleName(_("{stage} is used").format(stage=usual))
        used.setChecked(not rule.is_hidden)
        used.setVisible(stage not in ALWAYS_SHOWN)
        days = line_field(str(rule.stall_days) if rule.stall_days else "", hint=_("never"))
        days.setAccessibleName(_("Days of silence in {stage}").format(stage=usual))
        days.setFixedWidth(96)
        days.setVisible(stage not in ENDS)
        for widget in (name, days):
            watch_composing(widget)
            widget.textChanged.connect(self._typed)
        return _Row(name=name, is_used=used, days=days)

    def _typed(self, _text: str) -> None:
        self._show_faults(())
        self._waiting.start()

    def _make_clock(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        label = PlainLabel(_("Silence is counted from"), pixels=12, tone="t2")
        row.addWidget(label)
        self.clock = QComboBox()
        self.clock.setAccessibleName(_("Silence is counted from"))
        for clock, name in CLOCK_NAMES.items():
            self.clock.addItem(_(name), clock)
        self.clock.setCurrentIndex(self.clock.findData(self._rules.clock))
        row.addWidget(self.clock)
        self.workdays = QCheckBox(_("in working days"))
        self.workdays.setChecked(self._rules.uses_workdays)
        row.addWidget(self.workdays)
        row.addStretch(1)
        return row

    def _make_presets(self) -> QHBoxLayout:
        """Limits that fit together, to begin with."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(PlainLabel(_("Usual limits"), pixels=12, tone="t2"))
        self.presets = ChipChoice([(key, _(name)) for key, (name, _days) in PRESETS.items()])
        self.presets.chosen.connect(self.use_preset)
        row.addWidget(self.presets, 1)
        return row

    def use_preset(self, key: str) -> None:
        """Writes the limits of a preset into the fields."""
        for stage, row in self.rows.items():
            row.days.setText(str(PRESETS[key][1].get(stage, "")))

    def _make_estimate(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.reminds = QCheckBox(_("Remind of a project that has fallen silent"))
        self.reminds.setChecked(self._rules.reminds)
        column.addWidget(self.reminds)
        self.estimate = PlainLabel(pixels=12, tone="t2", wrap=True)
        column.addWidget(self.estimate)
        self._waiting = QTimer(self, singleShot=True, interval=ESTIMATE_MS)
        self._waiting.timeout.connect(self._estimate)
        self.clock.currentIndexChanged.connect(lambda _place: self._waiting.start())
        self.workdays.toggled.connect(lambda _on: self._waiting.start())
        return holder

    def _estimate(self) -> None:
        (rules, faults), on = self._read(), self.desk.today()
        if faults:
            self.estimate.setText("")
            return
        estimate = self._crm.settings.estimate_silence
        self.desk.tasks.read(
            self,
            lambda: estimate(rules, on),
            self._show_estimate,
            key="estimate",
            failed=lambda _error: self.estimate.setText(""),
        )

    def _show_estimate(self, found: SilenceEstimate) -> None:
        sentence = _("Reminders in the last {days} days by these rules: {spoken}. Silent now: {silent}.")
        told = sentence.format(days=found.days, spoken=found.spoken, silent=found.silent)
        self.estimate.setText(told)

    def _entered(self) -> StageRules | None:
        rules, faults = self._read()
        self._show_faults(faults)
        return None if faults else rules

    def _read(self) -> tuple[StageRules, list[Fault]]:
        rules: list[StageRule] = []
        faults: list[Fault] = []
        for stage, row in self.rows.items():
            text = row.days.text().strip()
            if text and not text.isdecimal():
                faults.append(Fault(field=str(stage), message=_("Give days from 1 to 365, or 0 for never.")))
                continue
            name = " ".join(row.name.text().split())
            rules.append(
                StageRule(
                    stage=stage,
                    name="" if name == _(STAGE_NAMES[stage]) else name,
                    is_hidden=not row.is_used.isChecked(),
                    stall_days=int(text or 0),
                )
            )
        clock: Clock = Clock(self.clock.currentData())
        made = replace(
            self._rules,
            stages=tuple(rules),
            clock=clock,
            uses_workdays=self.workdays.isChecked(),
            reminds=self.reminds.isChecked(),
        )
        return made, faults

    def _show_faults(self, faults: Sequence[Fault]) -> None:
        wrong = {fault.field for fault in faults}
        for stage, row in self.rows.items():
            for widget in (row.name, row.days):
                mark(widget, "fault", "true" if str(stage) in wrong else "false")
        self.fault.setText(" ".join(dict.fromkeys(fault.message for fault in faults)))
        self.fault.setVisible(bool(faults))

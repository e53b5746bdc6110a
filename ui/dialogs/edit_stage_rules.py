"""What the office calls its stages, which it uses, and when a project counts as silent in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, Fault, ValidationError
from crm.domain.office_rules import Kept
from crm.domain.stage_rules import ALWAYS_SHOWN, NAME_LENGTH, Clock, StageRule, StageRules
from crm.domain.stages import ENDS, STAGE_NAMES, Stage
from crm.i18n import N_, _
from ui.dialogs.frame import TaskDialog
from ui.shared.composing import watch_composing
from ui.shared.labels import stage_place
from ui.shared.plain_text import PlainLabel, line_field, mark
from ui.shared.screen import Desk
from ui.shared.widgets.badges import StageName

CLOCK_NAMES = {
    Clock.LATER: N_("the later of contact and change of stage"),
    Clock.STAGE: N_("the change of stage"),
    Clock.CONTACT: N_("the last contact"),
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
        self.body.addLayout(self._make_clock())
        self.fault = PlainLabel(pixels=12, tone="red", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.rows[Stage.LEAD].days.setFocus()

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
            widget.textChanged.connect(lambda _text: self._show_faults(()))
        return _Row(name=name, is_used=used, days=days)

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

    def _entered(self) -> StageRules | None:
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
        self._show_faults(faults)
        if faults:
            return None
        clock: Clock = Clock(self.clock.currentData())
        return replace(self._rules, stages=tuple(rules), clock=clock, uses_workdays=self.workdays.isChecked())

    def _show_faults(self, faults: Sequence[Fault]) -> None:
        wrong = {fault.field for fault in faults}
        for stage, row in self.rows.items():
            for widget in (row.name, row.days):
                mark(widget, "fault", "true" if str(stage) in wrong else "false")
        self.fault.setText(" ".join(dict.fromkeys(fault.message for fault in faults)))
        self.fault.setVisible(bool(faults))

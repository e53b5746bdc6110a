"""What each stage asks for: fields and papers, some of them only under a condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, Fault, ValidationError
from crm.domain.evidence import EVIDENCE_NAMES
from crm.domain.money import Money, show
from crm.domain.office_rules import Kept
from crm.domain.stage_rules import (
    CONDITION_FIELDS,
    EVIDENCE,
    GATE_FIELDS,
    Compare,
    Condition,
    Gate,
    StageRules,
    evidence_of,
    in_order,
)
from crm.domain.stages import WAY, Stage
from crm.i18n import N_, _, language
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.entries import Unit, read_amount
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.labels import field_name
from ui.shared.plain_text import PlainLabel
from ui.shared.project_fields import MONEY, WORDS
from ui.shared.screen import Desk
from ui.shared.widgets.edited_list import EditedList

COMPARE_NAMES = {
    Compare.FILLED: N_("is filled in"),
    Compare.ABOVE: N_("is above"),
    Compare.IS: N_("is"),
}
MONEY_LIKE = (*MONEY, "foreign_capital", "expected_tax")
ROWS = 12
_PLAIN = Unit(label="", factor=Decimal(1), suspicious_from=Decimal(10**16))


class EditGatesDialog(TaskDialog):
    """All that is asked for, by stage; Enter changes the chosen line."""

    def __init__(self, desk: Desk, crm: Crm, kept: Kept[StageRules], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("What the stages ask for"), _("Save"), parent, width=600)
        self._crm, self._rules, self._version = crm, kept.value, kept.version
        self.gates = list(kept.value.gates)
        sentence = _("From its stage on a project needs it; the same on every way to a stage.")
        self.body.addWidget(PlainLabel(sentence, pixels=12, tone="t2", wrap=True))
        self.list = EditedList(_("What the stages ask for"), ROWS)
        for symbol, tip, run in (
            ("add", _("Ask for something more"), self.add_gate),
            ("edit", _("Change the line"), self.edit_gate),
            ("delete", _("Ask for it no more"), self.remove_gate),
        ):
            self.list.add(symbol, tip).clicked.connect(lambda _on=False, run=run: run())
        self.list.row.addStretch(1)
        self.list.list.doubleClicked.connect(lambda _index: self.edit_gate())
        self.list.list.activated.connect(lambda _index: self.edit_gate())
        self.body.addWidget(self.list)
        self.fault = PlainLabel(pixels=12, tone="red", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self._show()
        self.list.list.setFocus()

    def act(self) -> None:
        """Keeps the gates."""
        rules, version = replace(self._rules, gates=in_order(tuple(self.gates))), self._version
        self.save(lambda: self._crm.settings.save_stage_rules(rules, version))

    def take_error(self, error: CrmError) -> bool:
        """Shows what cannot be."""
        if not isinstance(error, ValidationError):
            return False
        self.fault.setText(str(error))
        self.fault.show()
        return True

    def keep_mine(self) -> None:
        """Saves these gates into the rules as somebody else has set them meanwhile."""

        def again(kept: Kept[StageRules]) -> None:
            self._rules, self._version = kept.value, kept.version
            self.act()

        self.desk.tasks.read(self, self._crm.settings.stage_rules, again, key="again")

    def add_gate(self) -> EditGateDialog:
        """Asks for one more gate."""
        return self._ask(None, self.gates.append)

    def edit_gate(self) -> EditGateDialog | None:
        """Changes the chosen gate."""
        place = self.list.key()
        if place is None:
            return None

        def put(gate: Gate) -> None:
            self.gates[place] = gate

        return self._ask(self.gates[place], put)

    def remove_gate(self) -> None:
        """Takes the chosen gate away."""
        place = self.list.key()
        if place is not None:
            del self.gates[place]
            self._show()

    def _ask(self, gate: Gate | None, take: Callable[[Gate], None]) -> EditGateDialog:
        dialog = EditGateDialog(self.desk, self._rules, gate, self)

        def taken(made: Gate) -> None:
            take(made)
            self._show()

        dialog.saved.connect(taken)
        dialog.open()
        return dialog

    def _show(self) -> None:
        self.fault.hide()
        self.gates = list(in_order(tuple(self.gates)))
        self.list.show_choices(
            [
                Choice(
                    key=place,
                    name=field_name(gate.key),
                    detail=told_gate(gate),
                    kind="file" if gate.evidence is not None else "edit",
                    section=self._rules.name(gate.stage),
                )
                for place, gate in enumerate(self.gates)
            ]
        )


def told_gate(gate: Gate) -> str:
    """What is special about a gate, in words."""
    parts = [_("a sentence of an article will do")] if gate.takes_quotes else []
    if gate.only_if is not None:
        told = [
            field_name(gate.only_if.field_name),
            _(COMPARE_NAMES[gate.only_if.test]),
            _value(gate.only_if),
        ]
        parts.append(_("only if {condition}").format(condition=" ".join(filter(None, told))))
    return "，".join(parts)


def _value(condition: Condition) -> str:
    if condition.test is Compare.FILLED:
        return ""
    if condition.test is Compare.ABOVE and condition.field_name in MONEY_LIKE:
        return show(Money(value=condition.figure), language())
    words = dict(WORDS.get(condition.field_name, ()))
    return _(words[condition.value]) if condition.value in words else condition.value


class EditGateDialog(TaskDialog):
    """One thing that a stage asks for; emits `saved` with the Gate."""

    def __init__(
        self, desk: Desk, rules: StageRules, gate: Gate | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, _("What is asked for"), _("Take over"), parent)
        self.form = Form(_gate_fields(rules), desk.tasks, today=desk.today)
        only_if = gate.only_if if gate is not None else None
        self.form.show_record(
            {
                "key": gate.key if gate is not None else GATE_FIELDS[0],
                "stage": gate.stage if gate is not None else WAY[0],
                "takes_quotes": gate.takes_quotes if gate is not None else False,
                "field_name": only_if.field_name if only_if is not None else "",
                "test": only_if.test if only_if is not None else Compare.FILLED,
                "value": _value(only_if) if only_if is not None else "",
            }
        )
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry("key").setFocus()

    def act(self) -> None:
        """Hands the gate on."""
        values = self.form.read()
        if values is None:
            return
        kind = evidence_of(values["key"])
        try:
            only_if = _condition(values["field_name"], Compare(values["test"]), values["value"])
        except ValidationError as error:
            self.form.show_faults([Fault(field="value", message=str(error))])
            return
        gate = Gate(
            stage=Stage(values["stage"]),  # Qt gives back plain text
            field_name="" if kind is not None else values["key"],
            evidence=kind,
            takes_quotes=values["takes_quotes"] and kind is not None,
            only_if=only_if,
        )
        self.saved.emit(gate)
        self.accept()


def _gate_fields(rules: StageRules) -> list[FormField]:
    papers = [(f"{EVIDENCE}{kind}", _(name)) for kind, name in EVIDENCE_NAMES.items()]
    asked = [(key, field_name(key)) for key in GATE_FIELDS]
    conditions = [("", _("always")), *((key, field_name(key)) for key in CONDITION_FIELDS)]
    return [
        FormField(key="key", label=_("What"), kind=FieldKind.CHOICE, choices=(*papers, *asked)),
        FormField(
            key="stage",
            label=_("From"),
            kind=FieldKind.CHOICE,
            choices=tuple((stage, rules.name(stage)) for stage in WAY),
        ),
        FormField(
            key="takes_quotes", label=_("A sentence of an article stands for the paper"), kind=FieldKind.FLAG
        ),
        FormField(key="field_name", label=_("Only if"), kind=FieldKind.CHOICE, choices=tuple(conditions)),
        FormField(
            key="test",
            label=_("Comparison"),
            kind=FieldKind.CHOICE,
            choices=tuple((test, _(name)) for test, name in COMPARE_NAMES.items()),
        ),
        FormField(key="value", label=_("Value"), hint=_("a figure such as 0 or 1亿, or a word")),
    ]


def _condition(field: str, test: Compare, text: str) -> Condition | None:
    """What was entered as a condition. Raises ValidationError if the figure cannot be read."""
    if not field:
        return None
    value = text.strip()
    if test is Compare.ABOVE:
        figure = read_amount(value, _PLAIN) or Decimal(0)
        value = str(figure)
    elif test is Compare.IS:
        words = {_(name): kept for kept, name in WORDS.get(field, ())}
        value = words.get(value, value)
    return Condition(field_name=field, test=test, value="" if test is Compare.FILLED else value)

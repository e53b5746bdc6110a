"""The conditions of a filter: a row for each, in groups, with how many projects fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.conditions import FACTS, OPERATORS_OF, TIMED, Condition, FactKind, Group, Match, Operator
from crm.domain.errors import ValidationError
from crm.domain.money import YI
from crm.i18n import _, _n
from ui.shared.choice_list import Choice
from ui.shared.condition_words import OPERATORS, NameOf, choices_of, fact_name
from ui.shared.date_field import DateField
from ui.shared.entries import read_decimal
from ui.shared.finding import find_nodes, find_officers, find_units, find_zones
from ui.shared.page_parts import tool_button
from ui.shared.picker import Picker
from ui.shared.plain_text import PlainLabel, mark, plain_tip
from ui.shared.screen import Desk
from ui.shared.widgets.chips import Chip
from ui.shared.widgets.sections import take_all

PAUSE_MS = 250  # after the last key, before projects are counted
FACT_WIDTH, NUMBER_WIDTH, DAYS_WIDTH = 190, 72, 56


class ConditionRow(QWidget):
    """One condition."""

    changed = Signal()
    removed = Signal()

    def __init__(self, desk: Desk, crm: Crm, condition: Condition, name_of: NameOf) -> None:
        super().__init__()
        self._desk, self._crm, self._name_of = desk, crm, name_of
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.negation = Chip(_("not"))
        self.negation.setToolTip(_("Those for which it does not hold"))
        self.fact, self.operator = QComboBox(), QComboBox()
        self.fact.setAccessibleName(_("What is asked about"))
        self.operator.setAccessibleName(_("How it is compared"))
        for fact in FACTS:
            self.fact.addItem(fact_name(fact), fact)
        self.fact.setFixedWidth(FACT_WIDTH)
        for widget in (self.negation, self.fact, self.operator):
            row.addWidget(widget)
        self._values = QHBoxLayout()
        self._values.setSpacing(4)
        row.addLayout(self._values, 1)
        self.count = PlainLabel(pixels=12, tone="t3")
        row.addWidget(self.count)
        row.addWidget(tool_button("close", _("Take the condition away"), self.removed.emit))
        self.show_condition(condition)
        self.negation.toggled.connect(lambda _on: self.changed.emit())
        self.fact.currentIndexChanged.connect(lambda _place: self._choose_fact())
        self.operator.currentIndexChanged.connect(lambda _place: self._choose_operator())

    def show_condition(self, condition: Condition) -> None:
        """Shows a condition."""
        self.negation.setChecked(condition.negated)
        self.fact.setCurrentIndex(max(0, self.fact.findData(condition.fact)))
        self._offer_operators()
        self.operator.setCurrentIndex(max(0, self.operator.findData(condition.operator)))
        self._make_values(condition)

    def condition(self) -> Condition | None:
        """The condition as it stands; None while a value is missing or cannot be read."""
        fact: str = self.fact.currentData()
        plain = Condition(
            fact=fact, operator=Operator(self.operator.currentData()), negated=self.negation.isChecked()
        )
        try:
            return self._read(plain)
        except ValidationError:
            return None

    def show_count(self, count: int | None) -> None:
        """Says how many projects fit this condition alone."""
        self.count.setText("" if count is None else _n("{count} project", "{count} projects", count))

    def _choose_fact(self) -> None:
        self._offer_operators()
        self._choose_operator()

    def _choose_operator(self) -> None:
        if self.operator.currentData() is not None:
            operator = Operator(self.operator.currentData())
            self._make_values(Condition(fact=self.fact.currentData(), operator=operator))
            self.changed.emit()

    def _offer_operators(self) -> None:
        self.operator.blockSignals(True)
        self.operator.clear()
        for operator in OPERATORS_OF[FACTS[self.fact.currentData()]]:
            self.operator.addItem(_(OPERATORS[operator]), operator)
        self.operator.blockSignals(False)
        self.operator.setVisible(self.operator.count() > 1)

    # The values

    def _make_values(self, condition: Condition) -> None:
        take_all(self._values)
        self._fields: dict[str, Any] = {}
        kind = FACTS[condition.fact]
        if condition.operator in (Operator.FILLED, Operator.YES):
            self._values.addStretch(1)
            return
        if kind in (FactKind.MONEY, FactKind.NUMBER, FactKind.COUNT):
            self._add_number(condition, kind)
        if kind is FactKind.DAY:
            self._add_days(condition)
        if condition.fact == "stage_entries" or kind is FactKind.CHOICE:
            self._add_choice(condition)
        if condition.fact in TIMED:
            self._add_line("days", _show(condition.days), DAYS_WIDTH, _("days"))
        if kind is FactKind.TEXT:
            self._add_line("text", "".join(condition.values), 0, _("Text"))
        if kind is FactKind.RECORD:
            self._add_record(condition)
        self._values.addStretch(1)

    def _add_number(self, condition: Condition, kind: FactKind) -> None:
        number = condition.number
        if kind is FactKind.MONEY and number is not None:
            number /= YI
        shown = "1" if kind is FactKind.COUNT and number is None else _show(number)
        self._add_line("number", shown, NUMBER_WIDTH, "亿元" if kind is FactKind.MONEY else _("number"))

    def _add_days(self, condition: Condition) -> None:
        if condition.operator is not Operator.BETWEEN:
            self._add_line("days", _show(condition.days), DAYS_WIDTH, _("days"))
            return
        for key, day in (("first", condition.first), ("last", condition.last)):
            field = DateField(today=self._desk.today)
            field.set_value(day)
            field.setAccessibleName(_("From day") if key == "first" else _("Up to day"))
            field.changed.connect(self.changed)
            self._fields[key] = field
            self._values.addWidget(field)

    def _add_choice(self, condition: Condition) -> None:
        combo = QComboBox()
        combo.setAccessibleName(fact_name(condition.fact))
        for value, label in choices_of("stage" if condition.fact == "stage_entries" else condition.fact):
            combo.addItem(label, value)
        combo.setCurrentIndex(max(0, combo.findData(condition.values[0])) if condition.values else 0)
        combo.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self._fields["choice"] = combo
        self._values.addWidget(combo)

    def _add_record(self, condition: Condition) -> None:
        finds = {
            "owner_id": find_officers,
            "office_id": find_units,
            "zone_id": find_zones,
            "industry_id": find_nodes,
        }
        picker = Picker(self._desk.tasks, finds[condition.fact](self._crm))
        picker.setAccessibleName(fact_name(condition.fact))
        if condition.values:
            key = condition.values[0]
            picker.set_value(Choice(key=int(key), name=self._name_of(condition.fact, key)))
        picker.changed.connect(self.changed)
        self._fields["record"] = picker
        self._values.addWidget(picker, 1)

    def _add_line(self, key: str, text: str, width: int, hint: str) -> None:
        line = QLineEdit(text)
        line.setPlaceholderText(hint)
        line.setAccessibleName(hint)
        line.setToolTip(plain_tip(hint))
        if width:
            line.setFixedWidth(width)
        line.textChanged.connect(lambda _text: self.changed.emit())
        self._fields[key] = line
        self._values.addWidget(line, 0 if width else 1)

    def _read(self, plain: Condition) -> Condition | None:
        fields, found = self._fields, plain
        if "number" in fields:
            number = self._number("number")
            if number is None:
                return None
            factor = YI if FACTS[plain.fact] is FactKind.MONEY else Decimal(1)
            found = replace(found, number=number * factor)
        if "days" in fields:
            days = self._number("days")
            if days is None and plain.fact not in TIMED:
                return None
            found = replace(found, days=None if days is None else int(days))
        if "first" in fields:
            found = replace(found, first=fields["first"].value(), last=fields["last"].value())
        if "choice" in fields:
            found = replace(found, values=(fields["choice"].currentData(),))
        if "text" in fields:
            text = fields["text"].text().strip()
            return replace(found, values=(text,)) if text else None
        if "record" in fields:
            choice = fields["record"].value()
            return replace(found, values=(str(choice.key),)) if choice is not None else None
        return found

    def _number(self, key: str) -> Decimal | None:
        line: QLineEdit = self._fields[key]
        try:
            number = read_decimal(line.text())
        except ValidationError:
            mark(line, "fault", "true")
            raise
        mark(line, "fault", "false")
        return number

    def chosen_name(self) -> tuple[str, str] | None:
        """The key `fact:id` of a record that was picked, and its name."""
        picker = self._fields.get("record")
        choice = picker.value() if picker is not None else None
        return None if choice is None else (f"{self.fact.currentData()}:{choice.key}", choice.name)


class GroupBox(QFrame):
    """Several conditions, all or any of which hold."""

    changed = Signal()
    removed = Signal()

    def __init__(self, group: Group, make_row: Callable[[Condition], ConditionRow]) -> None:
        super().__init__()
        self._make_row = make_row
        self.rows: list[ConditionRow] = []
        self.setProperty("frame", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        self.match = match_choice(group.match)
        self.match.currentIndexChanged.connect(lambda _place: self.changed.emit())
        head.addWidget(self.match)
        self.negation = Chip(_("none of it"))
        self.negation.setChecked(group.negated)
        self.negation.toggled.connect(lambda _on: self.changed.emit())
        head.addWidget(self.negation)
        head.addStretch(1)
        head.addWidget(tool_button("add", _("Another condition in this group"), self.add_row))
        head.addWidget(tool_button("delete", _("Take the group away"), self.removed.emit))
        column.addLayout(head)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        column.addLayout(self._column)
        for condition in group.conditions:
            self._take_in(condition)

    def group(self) -> Group:
        """The group as it stands, without rows that are not finished."""
        found = (row.condition() for row in self.rows)
        conditions = tuple(condition for condition in found if condition is not None)
        match = Match(self.match.currentData())
        return Group(conditions=conditions, match=match, negated=self.negation.isChecked())

    def add_row(self) -> ConditionRow:
        """One more row."""
        row = self._take_in(Condition(fact="total_investment", operator=Operator.AT_LEAST))
        row.fact.setFocus()
        self.changed.emit()
        return row

    def _take_in(self, condition: Condition) -> ConditionRow:
        row = self._make_row(condition)
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._drop(row))
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _drop(self, row: ConditionRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        if self.rows:
            self.changed.emit()
        else:
            self.removed.emit()


class Pause(QTimer):
    """Counts once typing has paused."""

    def __init__(self, parent: QWidget, run: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(PAUSE_MS)
        self.timeout.connect(lambda: run())


def match_choice(match: Match) -> QComboBox:
    """A choice between all and any."""
    combo = QComboBox()
    combo.setAccessibleName(_("How many have to hold"))
    combo.addItem(_("all of these"), Match.ALL)
    combo.addItem(_("any of these"), Match.ANY)
    combo.setCurrentIndex(combo.findData(match))
    return combo


def counted_rows(boxes: Sequence[GroupBox]) -> list[tuple[ConditionRow, Condition]]:
    """The rows that are finished, with their conditions."""
    pairs = ((row, row.condition()) for box in boxes for row in box.rows)
    return [(row, condition) for row, condition in pairs if condition is not None]


def _show(number: Decimal | int | None) -> str:
    return "" if number is None else f"{Decimal(number).normalize():f}"

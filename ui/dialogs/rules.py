"""The rules for what sources bring: one of them, all in their order, and the bin of what they dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QToolButton, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.review import Intake
from crm.domain.sources import CaptureRule, DroppedItem, RuleAct, RuleField
from crm.i18n import N_, _, _n
from crm.services.rules import Applied, RulePreview
from ui.dialogs.frame import TaskDialog
from ui.shared.cells import Badge, BadgeTone
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.icons import icon
from ui.shared.live import Changes
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.screen import Desk
from ui.shared.source_words import when
from ui.shared.two_lines import TwoLineList, TwoLines

PREVIEW_MS = 400  # after the last key
SHOWN_TITLES = 3
ACTS = {
    RuleAct.KEEP: (N_("Keep"), BadgeTone.GREEN),
    RuleAct.BLOCK: (N_("Drop"), BadgeTone.RED),
    RuleAct.LABEL: (N_("Label"), BadgeTone.ACCENT),
}
FIELDS = {
    RuleField.TITLE: N_("Title"),
    RuleField.BODY: N_("Text"),
    RuleField.SOURCE: N_("Source"),
    RuleField.DATE: N_("Date"),
}


class EditRuleDialog(TaskDialog):
    """One rule, with what it would do to the newest articles."""

    def __init__(self, desk: Desk, crm: Crm, rule: CaptureRule, parent: QWidget | None = None) -> None:
        title = _("Change the rule") if rule.id else _("New rule")
        super().__init__(desk, title, _("Save"), parent, width=520)
        self._crm, self._rule = crm, rule
        self.form = Form(_rule_fields(), desk.tasks, columns=2, labels_above=True)
        self.form.show_record(rule)
        self.form.submitted.connect(self.act)
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_MS)
        self._timer.timeout.connect(self.try_it)
        self.form.changed.connect(self._timer.start)
        self.body.addWidget(self.form)
        self.preview = PlainLabel(tone="t2", wrap=True)
        self.body.addWidget(self.preview)
        self.form.entry("pattern").setFocus()
        if rule.pattern:
            self.try_it()

    def try_it(self) -> None:
        """Shows what the rule would do now; an unfinished one is left alone."""
        if self.form.is_blank("pattern"):
            return
        rule = replace(self._rule, **self.form.values())
        self.desk.tasks.read(
            self,
            lambda: self._crm.rules.preview(rule),
            self._show_preview,
            key="preview",
            failed=self._show_fault,
        )

    def act(self) -> None:
        """Saves the rule."""
        values = self.form.read()
        if values is not None:
            rule = replace(self._rule, **values)
            self.save(lambda: self._crm.rules.save(rule))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def _show_preview(self, preview: RulePreview) -> None:
        told = preview_text(preview)
        titles = [f"· {title}" for title in preview.examples[:SHOWN_TITLES]]
        self.form.show_faults([])
        self.preview.set_tone("t2")
        self.preview.setText("\n".join([told, *titles]))
        self.settle()

    def _show_fault(self, error: CrmError) -> None:
        if not self.take_error(error):
            self.preview.set_tone("red")
            self.preview.setText(str(error))
        self.settle()


class RulesDialog(TaskDialog):
    """All rules in the order they are asked in."""

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Rules for what comes in"), _("New rule"), parent, width=600)
        self._crm = crm
        self._rules: dict[int, CaptureRule] = {}
        self._preview: RulePreview | None = None
        told = _("Asked from top to bottom; the first that keeps or drops decides. Labels add up.")
        self.body.addWidget(PlainLabel(told, tone="t2", wrap=True))
        self.list = TwoLineList(_("Rules"), rows=5)
        self.list.opened.connect(self.edit)
        self.body.addWidget(self.list)
        row = QHBoxLayout()
        for symbol, name, run in (
            ("edit", _("Change the rule"), lambda: self.edit(self.list.key())),
            ("arrow_up", _("Move up"), lambda: self.move_rule(-1)),
            ("arrow_down", _("Move down"), lambda: self.move_rule(1)),
            ("delete", _("Delete the rule"), self.remove),
        ):
            row.addWidget(framed_button(symbol, name, run))
        row.addStretch(1)
        self.apply = QPushButton(_("Apply to the inbox"))
        self.apply.setToolTip(plain_tip(_("What is here already is asked too; one undo takes it back.")))
        self.apply.setAutoDefault(False)
        self.apply.clicked.connect(self.apply_now)
        row.addWidget(self.apply)
        self.body.addLayout(row)
        self.preview = PlainLabel(tone="t2", wrap=True)
        self.body.addWidget(self.preview)
        self.foot_note.setText("")
        self.cancel.setText(_("Close"))
        desk.live.watch(self, ("capture_rule",), self._refresh)
        self._refresh(Changes())

    def act(self) -> None:
        """Asks for a new rule."""
        EditRuleDialog(self.desk, self._crm, CaptureRule(), self).open()

    def edit(self, key: int | None) -> None:
        """Changes a rule."""
        if key in self._rules:
            EditRuleDialog(self.desk, self._crm, self._rules[key], self).open()

    def move_rule(self, by: int) -> None:
        """Asks the current rule earlier or later."""
        order, key = list(self._rules), self.list.key()
        if key is None:
            return
        place = order.index(key)
        if 0 <= place + by < len(order):
            order.insert(place + by, order.pop(place))
            self.desk.tasks.write(self, lambda: self._crm.rules.reorder(order))

    def remove(self) -> None:
        """Deletes the current rule; undo brings it back."""
        key = self.list.key()
        if key is not None:
            self.desk.tasks.write(self, lambda: self._crm.rules.remove(key))

    def apply_now(self) -> None:
        """Asks the rules about everything that waits in the inbox."""
        self.apply.setEnabled(False)
        self.desk.tasks.job(
            self,
            _("Apply the rules to the inbox"),
            lambda _progress: self._crm.rules.apply(),
            self._applied,
            failed=self._not_applied,
        )

    def _applied(self, applied: Applied) -> None:
        self.apply.setEnabled(True)
        told = _("Of {count} waiting articles {dropped} were put away, {labelled} labelled.").format(
            count=applied.looked_at, dropped=applied.dropped, labelled=applied.labelled
        )
        can_undo = applied.dropped or applied.labelled
        self.desk.show_toast(told, [(_("Undo"), self.desk.undo)] if can_undo else [])

    def _not_applied(self, error: CrmError) -> None:
        self.apply.setEnabled(True)
        self.desk.tasks.tell(error)

    def _refresh(self, _changes: Changes) -> None:
        rules = self._crm.rules
        self.desk.tasks.read(self, rules.items, self._show, key="rules")
        self.desk.tasks.read(
            self,
            rules.preview,
            self._show_preview,
            key="preview",
            failed=lambda error: self.preview.setText(str(error)),
        )

    def _show(self, rules: list[CaptureRule]) -> None:
        self._rules = {rule.key: rule for rule in rules}
        self._show_rows()

    def _show_preview(self, preview: RulePreview) -> None:
        self._preview = preview
        self.preview.setText(preview_text(preview))
        self._show_rows()

    def _show_rows(self) -> None:
        self.list.show_rows([_rule_row(rule, self._preview) for rule in self._rules.values()])
        self.apply.setEnabled(bool(self._rules))
        self.settle()


class BinDialog(TaskDialog):
    """What rules dropped in the last thirty days."""

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Dropped by rules"), _("Into the inbox"), parent, width=600)
        self._crm = crm
        self.note = PlainLabel(tone="t2", wrap=True)
        self.body.addWidget(self.note)
        self.list = TwoLineList(_("Dropped by rules"), rows=6)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.body.addWidget(self.list)
        self.foot_note.setText("")
        self.cancel.setText(_("Close"))
        self._refresh()

    def act(self) -> None:
        """Takes the selected ones back."""
        keys, today = self.list.keys(), self.desk.today()
        if keys:
            self.primary.setEnabled(False)
            self.desk.tasks.job(
                self,
                _("Taking back"),
                lambda _progress: self._crm.rules.take_back(keys, today),
                self._taken,
                failed=self._not_taken,
            )

    def _not_taken(self, error: CrmError) -> None:
        self.primary.setEnabled(True)
        self.desk.tasks.tell(error)

    def _taken(self, intakes: list[Intake]) -> None:
        count = sum(intake.outcome != "failed" for intake in intakes)
        told = _n("{count} article taken back", "{count} articles taken back", count)
        self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])
        self._refresh()

    def _refresh(self) -> None:
        self.desk.tasks.read(self, self._crm.rules.dropped, self._show, key="bin")

    def _show(self, items: list[DroppedItem]) -> None:
        now = datetime.now(UTC)
        told = _("They are kept for 30 days.") if items else _("Nothing was dropped in the last 30 days.")
        self.note.setText(told)
        rows = [
            TwoLines(
                key=item.id,
                name=item.title,
                told=" · ".join(
                    part for part in (item.source, _("rule “{rule}”").format(rule=item.rule)) if part
                ),
                badges=(Badge(text=when(item.seen_at, now), tone=BadgeTone.OUTLINE),),
            )
            for item in items
        ]
        self.list.show_rows(rows)
        self.primary.setEnabled(bool(items))
        self.settle()


def framed_button(symbol: str, name: str, run: Callable[[], object]) -> QToolButton:
    """A small framed button with an icon."""
    button = QToolButton()
    button.setProperty("framed", "true")
    button.setIcon(icon(symbol))
    button.setToolTip(plain_tip(name))
    button.setAccessibleName(name)
    button.clicked.connect(lambda: run())
    return button


def preview_text(preview: RulePreview) -> str:
    """Would keep 12, drop 88 of the last 100."""
    if not preview.looked_at:
        return _("There are no articles yet to try it on.")
    told = _("Of the last {count} articles {kept} would be kept, {dropped} dropped, {labelled} labelled.")
    return told.format(
        count=preview.looked_at, kept=preview.kept, dropped=preview.dropped, labelled=preview.labelled
    )


def _rule_row(rule: CaptureRule, preview: RulePreview | None) -> TwoLines:
    name, tone = ACTS[rule.act]
    text = _("{act}: {label}").format(act=_(name), label=rule.label) if rule.label else _(name)
    told = [_(FIELDS[rule.field])]
    if rule.is_regex:
        told.append(_("regular expression"))
    if not rule.is_in_use:
        told.append(_("switched off"))
    elif preview is not None and preview.looked_at:
        fits = _("fits {hits} of the last {count}")
        told.append(fits.format(hits=preview.hits.get(rule.key, 0), count=preview.looked_at))
    return TwoLines(
        key=rule.key,
        name=rule.pattern,
        told=" · ".join(told),
        badges=(Badge(text=text, tone=tone),),
        is_off=not rule.is_in_use,
    )


def _rule_fields() -> list[FormField]:
    acts = tuple((act, _(name)) for act, (name, _tone) in ACTS.items())
    fields = tuple((field, _(name)) for field, name in FIELDS.items())
    return [
        FormField(key="act", label=_("What happens"), kind=FieldKind.CHOICE, choices=acts),
        FormField(key="field", label=_("Looks at"), kind=FieldKind.CHOICE, choices=fields),
        FormField(
            key="pattern",
            label=_("What it looks for"),
            help=_("* stands for anything, | for or; dates also like <2026-01-31."),
            is_required=True,
            spans=True,
        ),
        FormField(key="label", label=_("Label")),
        FormField(key="is_regex", label=_("It is a regular expression"), kind=FieldKind.FLAG),
        FormField(key="is_in_use", label=_("In use"), kind=FieldKind.FLAG),
    ]

"""Taking a step back that others have built on: which fields get their old value all the same."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from crm.app import Crm
from crm.domain.changes import Place, Step
from crm.i18n import _
from crm.services.steps.reversing import ClashTold, ReverseOffer, Since
from ui.dialogs.frame import TaskDialog
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip
from ui.shared.record_labels import field_name, kind_name
from ui.shared.screen import Desk

WIDTH = 760
MOST_SHOWN = 60
LONGEST = 14  # characters of a value in a choice


class TakeBackDialog(TaskDialog):
    """Asks for each field that was changed since; emits `saved` with the Step that was taken back."""

    def __init__(self, desk: Desk, crm: Crm, offer: ReverseOffer, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Take this step back"), _("Take this step back"), parent, width=WIDTH)
        self._crm, self._offer = crm, offer
        self.choices: dict[Place, QComboBox] = {}
        self.body.addWidget(PlainLabel(offer.label, bold=True, wrap=True))
        if offer.dependants:
            self._show_dependants()
        if offer.clashes:
            self._show_clashes()
        self._judge()

    def act(self) -> None:
        """Takes the step back as it was answered."""
        step = self._offer.step
        answers = {place: bool(choice.currentData()) for place, choice in self.choices.items()}
        self.save(lambda: self._crm.history.take_back(step, answers), self._tell)

    def _show_dependants(self) -> None:
        text = _("These came later and stand on it. Take them back first:")
        self.body.addWidget(PlainLabel(text, tone="red", wrap=True))
        grid = _grid()
        for place, one in enumerate(self._offer.dependants[:MOST_SHOWN]):
            name = f"{kind_name(one.ref.kind)}  {one.name}".rstrip()
            grid.addWidget(ElidedLabel(name), place, 0)
            grid.addWidget(ElidedLabel(one.since.label, tone="t2"), place, 1)
            grid.addWidget(ElidedLabel(told_since(one.since), pixels=12, tone="t3"), place, 2)
        self.body.addLayout(grid)

    def _show_clashes(self) -> None:
        text = _("These fields were changed since. What is to stand?")
        self.body.addWidget(PlainLabel(text, tone="t2", wrap=True))
        grid = _grid()
        for place, clash in enumerate(self._offer.clashes):
            what = f"{clash.name}  {field_name(clash.place.field)}".strip()
            grid.addWidget(ElidedLabel(what), place, 0)
            grid.addWidget(self._choice(clash, what), place, 1)
            grid.addWidget(ElidedLabel(told_since(clash.since), pixels=12, tone="t3"), place, 2)
        self.body.addLayout(grid)

    def _choice(self, clash: ClashTold, what: str) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(what)
        choice.addItem(_("Keep {value}").format(value=_short(clash.present)), False)
        choice.addItem(_("Back to {value}").format(value=_short(clash.before)), True)
        told = (clash.before, clash.given, clash.present)
        choice.setToolTip(plain_tip(" → ".join(text or _("not filled in") for text in told)))
        choice.currentIndexChanged.connect(lambda _place: self._judge())
        self.choices[clash.place] = choice
        return choice

    def _judge(self) -> None:
        does_something = self._offer.free_count > 0 or any(
            choice.currentData() for choice in self.choices.values()
        )
        self.primary.setEnabled(does_something and not self._offer.dependants)

    def _tell(self, step: Step) -> None:
        self.desk.show_toast(_("Undone: {label}").format(label=step.label))


def told_since(since: Since) -> str:
    """Who has changed it since, and when."""
    when = f"{since.at.astimezone():%Y-%m-%d %H:%M}" if since.at else ""
    return "  ".join(filter(None, (since.who, when)))


def _short(text: str) -> str:
    told = " ".join(text.split()) or _("nothing")
    return told if len(told) <= LONGEST else f"{told[:LONGEST]}…"


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    for column, stretch in enumerate((3, 3, 2)):
        grid.setColumnStretch(column, stretch)
    return grid

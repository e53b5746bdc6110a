"""Which projects the table shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm.app import Crm
from crm.domain.conditions import Condition, Group, Match, Tree, known
from crm.domain.money import YI
from crm.domain.rows import ProjectFilter
from crm.domain.stages import Stage
from crm.domain.verification import VERIFICATION_NAMES, Verification
from crm.i18n import N_, _, _n
from ui.dialogs.condition_rows import ConditionRow, GroupBox, Pause, counted_rows, match_choice
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import find_nodes, find_officers, find_zones
from ui.shared.form import Form
from ui.shared.labels import field_name, stage_name, stages_shown
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.chips import Chip, FlowLayout

WIDTH = 760
RECORDS = ("owner_id", "zone_id", "industry_id")
FLAGS = {
    "overdue_on": N_("Follow-up overdue"),
    "silent_on": N_("Silent beyond the limit of the stage"),
    "late_start_on": N_("Signed or announced, not started in time"),
    "review_until": N_("On hold, to look at again"),
    "without_plan": N_("Without a plan"),
    "is_incomplete": N_("Something is missing for the next stage"),
}


class FilterProjectsDialog(TaskDialog):
    """Asks for a filter; emits `saved` with the ProjectFilter and the names of its records."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        wanted: ProjectFilter,
        names: dict[str, str],
        parent: QWidget | None = None,
        *,
        first: str = "",
    ) -> None:
        """`first` is the part that gets the keyboard."""
        super().__init__(desk, _("Filter"), _("Show"), parent, width=WIDTH)
        self._wanted, self._names, self._crm = wanted, names, crm
        self.body.addWidget(PlainLabel(_("Stage"), pixels=12, tone="t2"))
        self.body.addWidget(self._make_stages(wanted))
        self.form = Form(self._fields(crm), desk.tasks, today=desk.today)
        self.form.show_record(self._shown(wanted, names))
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self._add_tree(wanted.tree)
        keys = ("text", *RECORDS, "least_total", *FLAGS)
        (self.form.entry(first) if first in keys else next(iter(self.stages.values()))).setFocus()

    def act(self) -> None:
        """Hands the filter on."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        self.saved.emit((self._made(values), self._chosen_names(values)))
        self.accept()

    def count(self) -> None:
        """Counts the projects that fit each condition, and the whole filter."""
        values = self.form.read()
        if values is None:
            return
        today, rows = self.desk.today(), counted_rows(self.boxes)
        asked = [ProjectFilter(tree=Tree(groups=(Group(conditions=(one,)),), on=today)) for _row, one in rows]
        asked.append(self._made(values))

        def show(counts: list[int]) -> None:
            for (row, _one), count in zip(rows, counts, strict=False):
                if isValid(row):
                    row.show_count(count)
            self.foot_note.setText(_n("{count} project fits", "{count} projects fit", counts[-1]))

        count = self._crm.projects.count
        self.desk.tasks.read(self, lambda: [count(wanted) for wanted in asked], show, key="count")

    def add_group(self, group: Group | None = None) -> GroupBox:
        """One more group of conditions."""
        box = GroupBox(group or Group(), self._make_row)
        box.changed.connect(self._changed)
        box.removed.connect(lambda: self._drop(box))
        self.boxes.append(box)
        self._groups.addWidget(box)
        if group is None:
            box.add_row()
            self.settle()
        return box

    def _add_tree(self, tree: Tree) -> None:
        self.boxes: list[GroupBox] = []
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Conditions"), pixels=12, tone="t2"))
        self.match = match_choice(tree.match)
        head.addWidget(self.match)
        head.addStretch(1)
        self.add = QPushButton(_("Add a condition"))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(lambda: self.add_group())
        head.addWidget(self.add)
        self.body.addLayout(head)
        self._groups = QVBoxLayout()
        self._groups.setSpacing(8)
        self.body.addLayout(self._groups)
        for group in known(tree).groups:
            self.add_group(group)
        self._pause = Pause(self, self.count)
        self.match.currentIndexChanged.connect(lambda _place: self._pause.start())
        self.form.changed.connect(self._pause.start)
        for chip in self.stages.values():
            chip.toggled.connect(lambda _on: self._pause.start())
        self._pause.start()

    def _make_row(self, condition: Condition) -> ConditionRow:
        return ConditionRow(self.desk, self._crm, condition, self._name_of)

    def _name_of(self, fact: str, key: str) -> str:
        return self._names.get(f"{fact}:{key}", key)

    def _changed(self) -> None:
        self._pause.start()

    def _drop(self, box: GroupBox) -> None:
        self.boxes.remove(box)
        self._groups.removeWidget(box)
        box.hide()
        box.deleteLater()
        self._pause.start()
        self.settle()

    def _tree(self) -> Tree:
        groups = tuple(group for box in self.boxes if (group := box.group()).conditions)
        on = self.desk.today() if groups else None
        return Tree(groups=groups, match=Match(self.match.currentData()), on=on)

    def _chosen_names(self, values: dict[str, Any]) -> dict[str, str]:
        found = {key: values[key].name for key in RECORDS if values[key]}
        picked = (row.chosen_name() for box in self.boxes for row in box.rows)
        return found | dict(pair for pair in picked if pair is not None)

    def _made(self, values: dict[str, Any]) -> ProjectFilter:
        """The filter as it stands."""
        today = self.desk.today()
        records: dict[str, Choice | None] = {key: values[key] for key in RECORDS}
        return replace(
            self._wanted,
            text=values["text"],
            stages=tuple(stage for stage, chip in self.stages.items() if chip.isChecked()),
            least_total=None if values["least_total"] is None else values["least_total"] * YI,
            overdue_on=today if values["overdue_on"] else None,
            silent_on=today if values["silent_on"] else None,
            late_start_on=today if values["late_start_on"] else None,
            review_until=today if values["review_until"] else None,
            verification=Verification(values["verification"]) if values["verification"] else None,
            without_plan=values["without_plan"],
            is_incomplete=values["is_incomplete"],
            tree=self._tree(),
            **{key: choice.key if choice else None for key, choice in records.items()},
        )

    def _fields(self, crm: Crm) -> list[FormField]:
        states = ((one, _(name)) for one, name in VERIFICATION_NAMES.items())
        return [
            FormField(key="text", label=_("Text")),
            self._record("owner_id", find_officers(crm)),
            self._record("zone_id", find_zones(crm)),
            self._record("industry_id", find_nodes(crm)),
            FormField(key="least_total", label=_("Total at least"), kind=FieldKind.DECIMAL, suffix="亿元"),
            FormField(
                key="verification",
                label=_("How sure"),
                kind=FieldKind.CHOICE,
                choices=(("", _("any")), *states),
            ),
            *(FormField(key=key, label=_(label), kind=FieldKind.FLAG) for key, label in FLAGS.items()),
        ]

    def _record(self, key: str, find: Any) -> FormField:
        return FormField(key=key, label=field_name(key), kind=FieldKind.RECORD, find=find)

    def _make_stages(self, wanted: ProjectFilter) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self.stages = {stage: Chip(stage_name(stage)) for stage in _offered(wanted)}
        for stage, chip in self.stages.items():
            chip.setChecked(stage in wanted.stages)
            flow.addWidget(chip)
        return holder

    def _shown(self, wanted: ProjectFilter, names: dict[str, str]) -> dict[str, Any]:
        shown: dict[str, Any] = {key: bool(getattr(wanted, key)) for key in FLAGS}
        for key in RECORDS:
            record_id = getattr(wanted, key)
            shown[key] = None if record_id is None else Choice(key=record_id, name=names.get(key, ""))
        total = wanted.least_total
        shown["verification"] = wanted.verification or ""
        return shown | {"text": wanted.text, "least_total": None if total is None else total / YI}


def _offered(wanted: ProjectFilter) -> tuple[Stage, ...]:
    """The stages in use, and any other that the filter asks for."""
    return tuple(stage for stage in Stage if stage in stages_shown() or stage in wanted.stages)

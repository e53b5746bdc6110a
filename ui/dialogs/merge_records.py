"""Making records one: which stays, and of each field in which they differ whose value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.domain.merges import MOST_AT_ONCE, MergeCount, MergePlan, MergeRequest, MergeRow
from crm.domain.records import Ref
from crm.i18n import N_, _, _n
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.labels import DASH
from ui.shared.plain_text import ElidedLabel, PlainLabel, restyle
from ui.shared.record_labels import field_name, kind_name, linked_name
from ui.shared.screen import Desk
from ui.shared.tab_order import give_keyboard
from ui.shared.widgets.sections import rule, take_all

WIDTH = 908
SIDE_WIDTH = 280
FIELD_WIDTH = 108
CELL_HEIGHT = 32
MOST_OFFERED = 8
TITLES = {
    "enterprise": N_("Merge enterprises"),
    "project": N_("Merge projects"),
    "contact": N_("Merge contacts"),
    "zone": N_("Merge zones"),
}


def open_merge(desk: Desk, crm: Crm, parent: QWidget, kind: str, ids: Sequence[int]) -> None:
    """Opens the dialog over `parent`, with the record of most links as the one that stays."""
    chosen = list(ids)
    desk.tasks.read(
        parent,
        lambda: crm.merges.offer(kind, chosen),
        lambda request: MergeRecordsDialog(desk, crm, request, parent).open(),
        key="merge",
    )


def why_no_merge(ids: Sequence[int]) -> str:
    """Why these records cannot be merged, or nothing."""
    fits = 2 <= len(ids) <= MOST_AT_ONCE
    return "" if fits else _("Choose two to {most} records to merge.").format(most=MOST_AT_ONCE)


class MergeWithDialog(TaskDialog):
    """Asks for the other record; then the two are laid side by side."""

    def __init__(self, desk: Desk, crm: Crm, ref: Ref, parent: QWidget) -> None:
        super().__init__(desk, _(TITLES[ref.kind]), _("Compare"), parent)
        self._crm, self._ref, self._over = crm, ref, parent
        field = FormField(
            key="other", label=kind_name(ref.kind), kind=FieldKind.RECORD, find=self._find, is_required=True
        )
        self.form = Form([field], desk.tasks)
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry("other").setFocus()

    def act(self) -> None:
        """Opens the comparison in the place of this dialog."""
        values = self.form.read()
        if values is not None:
            self.accept()
            open_merge(self.desk, self._crm, self._over, self._ref.kind, [self._ref.id, values["other"].key])

    def _find(self, text: str) -> Sequence[Choice]:
        hits = self._crm.directory.search(text, [self._ref.kind], limit=MOST_OFFERED) if text else []
        return [
            Choice(key=hit.id, name=hit.name, kind=self._ref.kind, detail=hit.detail)
            for hit in hits
            if hit.id != self._ref.id
        ]


class MergeRecordsDialog(TaskDialog):
    """Shows only what differs, and what merging would do; emits `saved` with the MergePlan."""

    def __init__(self, desk: Desk, crm: Crm, request: MergeRequest, parent: QWidget | None = None) -> None:
        action = _n("Merge {count} record", "Merge {count} records", len(request.ids))
        super().__init__(desk, _(TITLES[request.kind]), action, parent, width=WIDTH)
        self._crm, self._request = crm, request
        self.plan: MergePlan | None = None
        self.choices: dict[tuple[str, int], _Choice] = {}  # by field ("" for which stays) and record
        self._groups: list[QButtonGroup] = []
        self.same = PlainLabel(pixels=12, tone="t3")
        self.head.setSpacing(12)
        self.head.addWidget(self.same, 1, Qt.AlignmentFlag.AlignBottom)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(rule())
        self.body.addLayout(self._make_columns())
        self.foot_note.setText(_("It can be split again at any time from the page of the record."))
        self.primary.setEnabled(False)
        self._ask()

    def act(self) -> None:
        """Merges."""
        request = self._request
        self.save(lambda: self._crm.merges.run(request), self._tell)

    def _make_columns(self) -> QHBoxLayout:
        columns = QHBoxLayout()
        columns.setSpacing(0)
        left = QWidget()
        self._grid = QGridLayout(left)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnMinimumWidth(0, FIELD_WIDTH)
        columns.addWidget(left, 1)
        columns.addWidget(rule(upright=True))
        side = QFrame()
        side.setProperty("ground", "sunken")
        side.setFixedWidth(SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(6)
        column.addWidget(PlainLabel(_("After merging"), pixels=12, tone="t2"))
        self._told = QVBoxLayout()
        self._told.setSpacing(6)
        column.addLayout(self._told)
        self.keeps = QCheckBox(_("Keep other names"))
        self.keeps.setChecked(self._request.keeps_names)
        self.keeps.toggled.connect(lambda on: self._change(replace(self._request, keeps_names=on)))
        column.addStretch(1)
        column.addWidget(self.keeps)
        columns.addWidget(side)
        return columns

    # Asking what it would do

    def _change(self, request: MergeRequest) -> None:
        self._request = request
        self._ask()

    def _ask(self) -> None:
        request = self._request
        self.desk.tasks.read(
            self, lambda: self._crm.merges.plan(request), self._show, key="plan", failed=self._missed
        )

    def _missed(self, error: CrmError) -> None:
        self.desk.tasks.tell(error)
        self.reject()

    def _show(self, plan: MergePlan) -> None:
        if not self.choices:
            self._fill(plan)
        self.plan = plan
        for row in plan.rows:
            for record_id in self._request.ids:
                self.choices[row.key, record_id].show_chosen(record_id in row.picked)
        for record_id in self._request.ids:
            self.choices["", record_id].show_chosen(record_id == self._request.survivor_id)
        agree = _n("{count} field is the same", "{count} fields are the same", plan.same_fields)
        self.same.setText(_("Only what differs is listed; {agree}.").format(agree=agree))
        self._show_told(plan)
        self.primary.setEnabled(not plan.blockers)
        self.settle()

    def _show_told(self, plan: MergePlan) -> None:
        take_all(self._told)
        for blocker in plan.blockers:
            self._told.addWidget(PlainLabel(blocker, tone="red", wrap=True))
        for count in plan.counts:
            self._told.addLayout(_line(linked_name(count.kind), _sum(count)))
        if plan.aliases:
            added = _n("{count} name added", "{count} names added", len(plan.aliases))
            self._told.addLayout(_line(_("Other names"), added))
            self._told.addWidget(PlainLabel("\n".join(plan.aliases), pixels=12, tone="t3", wrap=True))
        if not (plan.blockers or plan.counts or plan.aliases):
            self._told.addWidget(PlainLabel(_("Nothing hangs on these records."), tone="t3", wrap=True))

    # The grid

    def _fill(self, plan: MergePlan) -> None:
        self._grid.addWidget(_Cell(PlainLabel(_("Stays"), pixels=12, tone="t2")), 0, 0)
        self._add_row(0, "", plan.names, _("Stays"), is_added=False)
        for place, row in enumerate(plan.rows, start=1):
            name = ElidedLabel(field_name(row.key), tone="t2")
            self._grid.addWidget(_Cell(name), place, 0)
            self._add_row(place, row.key, row.texts, field_name(row.key), is_added=row.is_added)
        self._grid.setRowStretch(len(plan.rows) + 1, 1)
        for column in range(1, len(self._request.ids) + 1):
            self._grid.setColumnStretch(column, 1)
        give_keyboard(self.choices["", self._request.survivor_id].button)

    def _add_row(self, place: int, key: str, texts: Sequence[str], label: str, *, is_added: bool) -> None:
        group = QButtonGroup(self)
        group.setExclusive(not is_added)
        self._groups.append(group)
        for column, (record_id, text) in enumerate(zip(self._request.ids, texts, strict=True), start=1):
            button: QAbstractButton = QCheckBox() if is_added else QRadioButton()
            button.setAccessibleName(f"{label}：{text or DASH}")
            choice = _Choice(button, text, bold=not key)
            choice.setEnabled(bool(text) or not is_added)
            group.addButton(button)
            button.clicked.connect(lambda on, key=key, one=record_id: self._pick(key, one, on=on))
            self.choices[key, record_id] = choice
            self._grid.addWidget(choice, place, column)

    def _pick(self, key: str, record_id: int, *, on: bool) -> None:
        request = self._request
        if not key:
            self._change(replace(request, survivor_id=record_id))
        elif self._row(key).is_added:
            entry = frozenset({(key, record_id)})
            self._change(
                replace(request, left_out=request.left_out - entry if on else request.left_out | entry)
            )
        else:
            self._change(replace(request, picks={**request.picks, key: record_id}))

    def _row(self, key: str) -> MergeRow:
        assert self.plan is not None
        return next(row for row in self.plan.rows if row.key == key)

    def _tell(self, plan: MergePlan) -> None:
        name = plan.names[plan.request.ids.index(plan.request.survivor_id)]
        kind, record_id = plan.request.kind, plan.request.survivor_id
        told = _("{count} records are one now: {name}").format(count=len(plan.names), name=name)
        see = (_("Show"), lambda: self.desk.open_record(kind, record_id))
        self.desk.show_toast(told, [see, (_("Undo"), self.desk.undo)])


class _Cell(QFrame):
    """A place of the grid with a line under it."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setFixedHeight(CELL_HEIGHT)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(12, 0, 8, 0)
        self.row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addLayout(self.row)
        column.addStretch(1)
        column.addWidget(rule())
        self.row.addWidget(content)


class _Choice(_Cell):
    """The value of one record; a click anywhere in it chooses it."""

    def __init__(self, button: QAbstractButton, text: str, *, bold: bool) -> None:
        super().__init__(button)
        self.button = button
        self.row.addWidget(ElidedLabel(text or DASH, bold=bold, tone="t1" if text else "t3"), 1)

    def show_chosen(self, on: bool) -> None:
        """Ticks the value, or not."""
        group = self.button.group()
        exclusive = group.exclusive()
        group.setExclusive(False)
        self.button.setChecked(on)
        group.setExclusive(exclusive)
        self.setProperty("ground", "sel" if on else "")
        restyle(self)

    # Qt's names from here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.button.setFocus()
            self.button.click()


def _line(name: str, value: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(PlainLabel(name))
    row.addStretch(1)
    row.addWidget(PlainLabel(value, tone="t2"))
    return row


def _sum(count: MergeCount) -> str:
    """9 + 3 → 11, 1 the same."""
    told = " + ".join(map(str, count.before)) + f" → {count.after}"
    same = _n("{count} the same", "{count} the same", count.same) if count.same else ""
    return _("{sum}, {same}").format(sum=told, same=same) if same else told

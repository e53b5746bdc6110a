"""Moving several projects to another stage: one table of what any of them lacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, Fault, ValidationError
from crm.domain.stage_rules import evidence_of
from crm.domain.stages import ENDS, Stage
from crm.i18n import _, _n
from crm.services.steps.moves import MoveOutcome, MoveRow, MovesPage, ProjectMove
from crm.services.steps.stages import Move
from ui.dialogs.end_reasons import end_fields, reason_in_words
from ui.dialogs.frame import TaskDialog
from ui.dialogs.move_project import open_move
from ui.shared.cells import FULL_SPACE, Badge, BadgeTone
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.labels import field_name, stage_name
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.project_fields import entered, project_field
from ui.shared.screen import Desk
from ui.shared.widgets.badges import BadgeRow
from ui.shared.widgets.fill_grid import FillGrid, FillRow

WIDTH = 860


def open_moves(
    desk: Desk,
    crm: Crm,
    parent: QWidget,
    ids: Sequence[int],
    target: Stage,
    saved: Callable[[int], object] | None = None,
) -> None:
    """Reads the projects and opens the dialog over `parent`; a single one has its own dialog."""
    if len(ids) == 1:
        open_move(desk, crm, parent, ids[0], target)
        return

    def show(page: MovesPage) -> None:
        if not page.rows:
            desk.show_toast(_("They are all in this stage already."))
            return
        dialog = MoveProjectsDialog(desk, crm, page, target, parent)
        if saved is not None:
            dialog.saved.connect(saved)
        dialog.open()

    desk.tasks.read(parent, lambda: crm.projects.moves_page(ids, target), show, key="move")


class MoveProjectsDialog(TaskDialog):
    """Projects by missing fields; emits `saved` with how many were moved."""

    def __init__(
        self, desk: Desk, crm: Crm, page: MovesPage, target: Stage, parent: QWidget | None = None
    ) -> None:
        self._ends = target in ENDS
        action = _("End the projects") if self._ends else _("Enter {stage}").format(stage=stage_name(target))
        title = _("End several projects") if self._ends else _("Change the stage of several projects")
        super().__init__(desk, title, action, parent, width=WIDTH)
        self._crm, self._page, self._target = crm, page, target
        self._versions = {row.project.key: row.project.version for row in page.rows}
        if self._ends:
            self.primary.setProperty("primary", "false")
            self.primary.setProperty("danger", "fill")
        self.counts = BadgeRow()
        self.body.addWidget(self.counts)
        fields = self._fields()
        self._asks_reason = any(field.key == "reason" for field in fields)
        self.form = Form(fields, desk.tasks, today=desk.today)
        self.form.show_record({"on": desk.today(), "reason_kind": page.end_reasons[0]})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.grid = self._make_grid()
        self.tasks = self._make_tasks()
        for changed in (self.form.changed, self.grid.changed):
            changed.connect(self._count)
        self._count()
        self.form.entry("on").setFocus()

    def act(self) -> None:
        """Moves the projects, all or none; those that can alone once the officer agrees."""
        self._move(those_that_can=False)

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at the fields above the table."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def _move(self, *, those_that_can: bool) -> None:
        self.grid.finish_cell()
        moves = self._moves()
        if moves is None:
            self.settle()
            return
        self.primary.setEnabled(False)
        self.desk.tasks.write(
            self,
            lambda: self._crm.projects.move_many(moves, those_that_can=those_that_can),
            self._tell,
            failed=self.refused,
        )

    def _tell(self, outcomes: list[MoveOutcome]) -> None:
        """Closes if something was moved; otherwise says what holds each project up, and asks."""
        moved = [outcome for outcome in outcomes if outcome.is_moved]
        if moved:
            words = _n("{count} project moved", "{count} projects moved", len(moved))
            self.desk.show_toast(words, [(_("Undo"), self.desk.undo)])
            self.saved.emit(len(moved))
            self.accept()
            return
        self.primary.setEnabled(True)
        for outcome in outcomes:
            self._versions[outcome.project_id] = outcome.version
            if outcome.faults:
                self.grid.tell(outcome.project_id, outcome.why, is_fault=True)
        self._ask(outcomes)

    def _ask(self, outcomes: list[MoveOutcome]) -> None:
        refused = [outcome for outcome in outcomes if outcome.faults]
        able = len(outcomes) - len(refused)
        if not able:
            self.foot_note.setText(_("None can be moved; the notes say why."))
            return
        names = "、".join(outcome.name for outcome in refused[:3])
        sentence = (
            _("{names} and others cannot be moved.") if len(refused) > 3 else _("{names}: cannot be moved.")
        )
        answer = _n("Move the {count} that can", "Move the {count} that can", able)
        if self.desk.prompts.choose(self, sentence.format(names=names), [answer, _("Fill in first")]) == 0:
            self._move(those_that_can=True)

    def _moves(self) -> list[ProjectMove] | None:
        values = self.form.read()
        if values is None:
            return None
        reason = reason_in_words(values)
        if reason is None:
            self.form.show_faults([Fault(field="reason", message=_("Say what it was."))])
            return None
        return [
            ProjectMove(
                project_id=row.project.key,
                version=self._versions[row.project.key],
                move=Move(
                    stage=row.target,
                    on=values["on"],
                    today=self.desk.today(),
                    reason=reason if _wants_reason(row) else "",
                    evidence=values["evidence"],
                    went_to=values.get("went_to", ""),
                    values=entered(self.grid.filled(row.project.key)),
                    is_sure=self.is_sure,
                    makes_tasks=self.tasks.isChecked() and not row.goes_back,
                ),
            )
            for row in self._page.rows
        ]

    def _fields(self) -> list[FormField]:
        rows = self._page.rows
        fields = [FormField(key="on", label=_("Day"), kind=FieldKind.DATE, is_required=True)]
        if self._ends:
            fields += end_fields(self._page.end_reasons)
        elif any(row.goes_back or row.skipped for row in rows):
            hint = _("for those that go back, skip a stage or lack a paper")
            fields.append(FormField(key="reason", label=_("Why"), hint=hint))
        elif any(_papers(row) for row in rows):
            fields.append(FormField(key="reason", label=_("Why later"), hint=_("where a paper comes later")))
        hint = _("agreement, minutes, licence …")
        fields.append(FormField(key="evidence", label=_("Evidence"), hint=hint))
        return fields

    def _make_grid(self) -> FillGrid:
        page = self._page
        keys = dict.fromkeys(key for row in page.rows for key in _blanks(row))
        fields = [project_field(key, self._crm) for key in keys]
        rows = [
            FillRow(key=row.project.key, name=_name(row), note=_note(row), asked=_blanks(row))
            for row in page.rows
        ]
        grid = FillGrid(rows, fields, self.desk.tasks, self.desk.today)
        line = QHBoxLayout()
        about = _("What is missing; grey cells are not needed") if fields else _("Nothing is missing")
        line.addWidget(PlainLabel(about, pixels=12, tone="t2"), 1)
        self.down = QPushButton(_("Fill down"))
        self.down.setProperty("link", "true")
        self.down.setAutoDefault(False)
        self.down.setToolTip(plain_tip(_("The cell above into those below (Ctrl+D)")))
        self.down.setVisible(bool(fields))
        self.down.clicked.connect(grid.fill_down)
        line.addWidget(self.down)
        self.body.addLayout(line)
        self.body.addWidget(grid)
        return grid

    def _make_tasks(self) -> QCheckBox:
        """Offers the tasks that the stage brings with it; not to projects that go back."""
        templates = self._page.stage_tasks.of(self._target)
        offers = bool(templates) and any(not row.goes_back for row in self._page.rows)
        names = "、".join(template.title for template in templates)
        box = QCheckBox(_("Make its tasks: {names}").format(names=names).replace("&", "&&"))
        box.setChecked(offers)
        box.setVisible(offers)
        self.body.addWidget(box)
        return box

    def _count(self) -> None:
        has_reason = self._ends or (self._asks_reason and not self.form.is_blank("reason"))
        able = [
            row
            for row in self._page.rows
            if not self.grid.lacks(row.project.key) and (has_reason or not _wants_reason(row))
        ]
        lacking = len(self._page.rows) - len(able)
        words = _n("{count} can enter", "{count} can enter", len(able))
        if self._ends:
            words = _n("{count} ends", "{count} end", len(able))
        badges = [Badge(text=words, tone=BadgeTone.GREEN, icon="done")]
        if lacking:
            text = _n("{count} lacks something", "{count} lack something", lacking)
            badges.append(Badge(text=text, tone=BadgeTone.AMBER, icon="edit"))
        if self._page.there:
            badges.append(Badge(text=_n("{count} is there", "{count} are there", self._page.there)))
        self.counts.show_badges(badges)


def _papers(row: MoveRow) -> tuple[str, ...]:
    return tuple(key for key in row.lacking if evidence_of(key) is not None)


def _blanks(row: MoveRow) -> tuple[str, ...]:
    return tuple(key for key in row.lacking if evidence_of(key) is None)


def _wants_reason(row: MoveRow) -> bool:
    return row.target in ENDS or row.goes_back or bool(row.skipped) or bool(_papers(row))


def _name(row: MoveRow) -> str:
    return FULL_SPACE.join(filter(None, [row.enterprise, row.project.name]))


def _note(row: MoveRow) -> str:
    """Where the project stands, and what a reason is needed for."""
    told = [stage_name(row.project.stage)]
    if row.goes_back:
        told.append(_("goes back"))
    if row.skipped:
        told.append(_("skips {stages}").format(stages="、".join(map(stage_name, row.skipped))))
    told += [_("lacks {paper}").format(paper=field_name(key)) for key in _papers(row)]
    return "；".join(told)

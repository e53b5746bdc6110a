"""A new project: the enterprise first, with those that may be the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.alike import NameQuestion, Twin
from crm.domain.errors import CrmError, ValidationError
from crm.domain.projects import Project
from crm.domain.rows import ProjectFilter, ProjectRow
from crm.i18n import _
from crm.services.projects import NewProject
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.composing import is_composing
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import find_enterprises
from ui.shared.form import Form
from ui.shared.labels import field_name, stage_name
from ui.shared.near_strip import told
from ui.shared.picker import PAUSE_MS, Picker
from ui.shared.plain_text import ElidedLabel, PlainLabel
from ui.shared.project_fields import entered, project_field
from ui.shared.screen import Desk
from ui.shared.widgets.sections import take_all

LEAST = 2  # characters of a name before others like it are looked for
MOST = 3
ASKED = (
    "total_investment",
    "phase1_investment",
    "land_mu",
    "zone_id",
    "industry_id",
    "owner_id",
    "next_follow_up_on",
    "next_step",
)
DRAFT = "new_project"


@dataclass(frozen=True, kw_only=True)
class _Known:
    """An enterprise that may be meant, and its projects."""

    twin: Twin
    projects: tuple[ProjectRow, ...]


class NewProjectDialog(TaskDialog):
    """Makes a project; emits `saved` with it."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        parent: QWidget | None = None,
        *,
        enterprise: Choice | None = None,
        name: str = "",
    ) -> None:
        super().__init__(desk, _("New project"), _("Add the project"), parent, width=520)
        self._crm = crm
        self.form = Form(self._fields(), desk.tasks, columns=2, labels_above=True, today=desk.today)
        self.form.show_record({"owner_id": self._me(), "name": name})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self._make_known()
        self.is_another = QCheckBox(_("This is another project of the same enterprise"))
        self.is_another.hide()
        self.body.addWidget(self.is_another)
        self.phase = QComboBox()
        self.phase.setAccessibleName(_("Later phase of"))
        self.phase.hide()
        self.body.addWidget(self.phase)
        self.is_another.toggled.connect(lambda _on: self._show_phases())
        self._phases: list[ProjectRow] = []
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._look)
        picker = self.enterprise
        picker.takes_new = True
        picker.create_asked.connect(self._take_name)
        picker.textEdited.connect(lambda _text: self._timer.start())
        picker.changed.connect(self._look)
        if enterprise is not None:
            picker.set_value(enterprise)
            self._look()
        if enterprise is None and not name:
            self.use_draft(self.form, DRAFT)
        (self.form.entry("name") if enterprise else picker).setFocus()

    def _make_known(self) -> None:
        self._known = QFrame()
        self._known.setProperty("frame", "soft")
        self._rows = QVBoxLayout(self._known)
        self._rows.setContentsMargins(12, 8, 12, 8)
        self._rows.setSpacing(6)
        self._known.hide()
        self._shown: tuple[Choice | None, tuple[_Known, ...]] = (None, ())
        self.body.insertWidget(0, self._known)

    @property
    def enterprise(self) -> Picker:
        """The field of the enterprise."""
        picker = self.form.entry("enterprise_id")
        assert isinstance(picker, Picker)
        return picker

    def act(self) -> None:
        """Adds the project."""
        if self.enterprise.value() is None and self.enterprise.text().strip():
            self._take_name(self.enterprise.text())
        values = self.form.read()
        if values is None:
            self.settle()
            return
        firm: Choice | None = values.pop("enterprise_id")
        project = Project(
            **entered(values),
            enterprise_id=firm.key if firm is not None else None,
        )
        new = NewProject(
            project=project,
            enterprise_name=firm.name if firm is not None and firm.key is None else "",
            on=self.desk.today(),
            is_sure=self.is_sure,
            may_have_twins=self.is_another.isChecked(),
            phase_of_id=self.phase.currentData() if self.is_another.isChecked() else None,
            unlike=self.unlike,
        )
        self.save(lambda: self._crm.projects.add(new), lambda _saved: self.form.drop_draft())

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields; for an enterprise with projects also how to go on."""
        if not isinstance(error, ValidationError):
            return False
        if any(fault.field == "enterprise_id" for fault in error.faults):
            self.is_another.show()
        return self.form.take_error(error)

    def _fields(self) -> list[FormField]:
        return [
            FormField(
                key="enterprise_id",
                label=field_name("enterprise_id"),
                kind=FieldKind.RECORD,
                find=find_enterprises(self._crm),
                hint=_("name, short name or initials"),
                can_create=True,
                spans=True,
            ),
            FormField(key="name", label=field_name("name"), is_required=True, spans=True),
            *(project_field(key, self._crm) for key in ASKED),
        ]

    def _me(self) -> Choice | None:
        actor = self._crm.office.actor
        return Choice(key=actor.officer_id, name=actor.name) if actor.officer_id else None

    def _take_name(self, name: str) -> None:
        """A name that nobody knows yet: the enterprise is made together with the project."""
        self.enterprise.set_value(Choice(key=None, name=" ".join(name.split()), kind="enterprise"))
        self._look()

    def _look(self) -> None:
        picked, text = self.enterprise.value(), self.enterprise.text().strip()
        if is_composing(self.enterprise):
            return
        if len(text) < LEAST:
            self._show_known([])
            return
        today = self.desk.today()

        def known() -> list[_Known]:
            twins = self._crm.directory.near(NameQuestion(text=text))[:MOST]
            if picked is not None and picked.key is not None:
                twins = [twin for twin in twins if twin.ref.id == picked.key]
            found = []
            for twin in twins:
                ids = self._crm.projects.find(ProjectFilter(enterprise_id=twin.ref.id, is_open=True))
                rows = tuple(self._crm.projects.items(ids[:MOST], today))
                found.append(_Known(twin=twin, projects=rows))
            return found

        self.desk.tasks.read(self, known, self._show_known, key="known")

    def _show_known(self, known: Sequence[_Known]) -> None:
        shown = (self.enterprise.value(), tuple(known))
        if shown == self._shown:
            return  # nothing moves under the pointer
        self._shown = shown
        take_all(self._rows)
        number = 0
        for one in known:
            self._rows.addWidget(self._firm_row(one))
            for row in one.projects:
                number += 1
                self._rows.addWidget(self._project_row(row, number))
        self._known.setVisible(bool(known))
        self._phases = [row for one in known for row in one.projects]
        self.is_another.setVisible(bool(self._phases))
        self._show_phases()
        if self.isVisible():
            self.settle()

    def _show_phases(self) -> None:
        """Offers the projects of which this one may be a later phase, once it is another one."""
        chosen = self.phase.currentData()
        self.phase.clear()
        self.phase.addItem(_("independent of them"), None)
        for row in self._phases:
            self.phase.addItem(_("later phase of {name}").format(name=row.name), row.id)
        self.phase.setCurrentIndex(max(0, self.phase.findData(chosen)))
        self.phase.setVisible(self.is_another.isChecked() and bool(self._phases))
        if self.isVisible():
            self.settle()

    def _firm_row(self, known: _Known) -> QWidget:
        twin, holder = known.twin, QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(twin.name, bold=True))
        words.addWidget(ElidedLabel("  ".join(told(twin, self.desk.today())), pixels=12, tone="t2"))
        row.addLayout(words, 1)
        picked = self.enterprise.value()
        if picked is None or picked.key != twin.ref.id:
            use = _link(_("Take it"))
            use.clicked.connect(lambda: self._use(twin))
            row.addWidget(use, 0, Qt.AlignmentFlag.AlignRight)
        return holder

    def _project_row(self, project: ProjectRow, number: int) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(16, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(ElidedLabel(project.name), 1)
        row.addWidget(PlainLabel(stage_name(project.stage), pixels=12, tone="t2"))
        row.addWidget(PlainLabel(project.owner, pixels=12, tone="t2"))
        opener = _link(_("Open this one (&{number})").format(number=number))
        opener.clicked.connect(lambda: self._open(project.id))
        row.addWidget(opener)
        return holder

    def _use(self, twin: Twin) -> None:
        self.enterprise.set_value(Choice(key=twin.ref.id, name=twin.name, kind="enterprise"))
        self._look()
        self.form.entry("name").setFocus()

    def _open(self, project_id: int) -> None:
        self.form.drop_draft()
        self.reject()
        self.desk.open_record("project", project_id)


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("link", "true")
    button.setAutoDefault(False)
    button.setFocusPolicy(
        Qt.FocusPolicy.TabFocus
    )  # a name that is left is read again, and its rows made anew
    return button

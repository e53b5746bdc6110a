"""The place of the projects on the rail: the table, and the page of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QStackedLayout

from crm.app import Crm
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.views import Layout
from crm.i18n import N_, _
from ui.dialogs.new_project import NewProjectDialog
from ui.screens.projects.layouts import SEGMENTS
from ui.screens.projects.listing import ProjectListing
from ui.screens.projects.page import ProjectView
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.widgets.segments import Segment


class ProjectsScreen(Screen):
    """Shows the table; a project opens in its place, and Back returns to the same rows."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__()
        self.desk, self._crm = desk, crm
        self._stack = QStackedLayout(self)
        self.listing = ProjectListing(desk, crm)
        self.page = ProjectView(desk, crm)
        self._stack.addWidget(self.listing)
        self._stack.addWidget(self.page)
        self.listing.opened.connect(self.open_project)
        self.listing.new_asked.connect(self.create_new)
        self.listing.layout_changed.connect(lambda: self.title_changed.emit(""))
        self.page.back_asked.connect(self.show_table)
        self.page.step_asked.connect(self._step)

    def views(self) -> Sequence[Segment]:
        """Table, board and calendar."""
        return [replace(segment, text=_(segment.text)) for segment in SEGMENTS]

    def current_view(self) -> str:
        """The layout shown."""
        return self.listing.layouts.layout_shown

    def show_view(self, key: str) -> None:
        """Shows the projects in another layout, from the page of one of them too."""
        if self._stack.currentWidget() is not self.listing:
            self.show_table()
        self.listing.show_layout(Layout(key))

    def open_project(self, project_id: int) -> None:
        """Shows one project."""
        ids = self.listing.ids
        place = ids.index(project_id) if project_id in ids else None
        self.page.show_project(project_id, self.listing.view_title, place, len(ids))
        self._stack.setCurrentWidget(self.page)
        self.page.setFocus()

    def show_table(self) -> None:
        """Goes back to the table, to the project that was open."""
        self._stack.setCurrentWidget(self.listing)
        if self.page.project_id is not None:
            self.listing.show_id(self.page.project_id)
        self.listing.take_keyboard()

    def take_keyboard(self) -> None:
        """Gives the keyboard to the table, or to the page that is open."""
        if self._stack.currentWidget() is self.listing:
            self.listing.take_keyboard()
        else:
            self.page.setFocus()

    def take_line(self) -> bool:
        """Gives the keyboard to the line of the page that is open."""
        if self._stack.currentWidget() is not self.page:
            return False
        self.page.focus_line()
        return True

    def current_record(self) -> Ref | None:
        """The project that is open, or chosen in the list."""
        is_open = self._stack.currentWidget() is self.page
        key = self.page.project_id if is_open else self.listing.layouts.current.current_id()
        return Ref(kind="project", id=key) if key is not None else None

    def create_new(self) -> None:
        """Asks for a new project and opens it."""
        dialog = NewProjectDialog(self.desk, self._crm, self)
        dialog.saved.connect(self._show_new)
        dialog.open()

    def can_create(self) -> bool:
        """Projects can always be added."""
        return True

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows a project."""
        if kind != "project":
            return False
        self.open_project(record_id)
        return True

    def _show_new(self, project: Project) -> None:
        self.open_project(project.key)

    def _step(self, direction: int) -> None:
        ids = self.listing.ids
        if self.page.project_id not in ids:
            return
        place = ids.index(self.page.project_id) + direction
        if 0 <= place < len(ids):
            self.open_project(ids[place])


def spec(crm: Crm) -> ScreenSpec:
    """The projects on the rail."""
    return ScreenSpec(
        key="projects",
        title=N_("Projects"),
        icon="projects",
        make=lambda desk: ProjectsScreen(desk, crm),
        kinds=("project",),
    )

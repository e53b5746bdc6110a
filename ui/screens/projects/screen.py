"""The place of the projects on the rail: the list, and the page of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm.app import Crm
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.views import Layout
from crm.i18n import N_, _
from ui.dialogs.new_project import NewProjectDialog
from ui.screens.projects.layouts import SEGMENTS
from ui.screens.projects.listing import ProjectListing
from ui.screens.projects.page import ProjectView
from ui.shared.page_parts import RecordScreen
from ui.shared.screen import Desk, ScreenSpec
from ui.shared.widgets.segments import Segment


class ProjectsScreen(RecordScreen[ProjectView]):
    """The table, board or calendar, and the page of a project."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__(desk)
        self._crm = crm
        self.listing = ProjectListing(desk, crm)
        self.hold(self.listing, lambda: ProjectView(desk, crm))
        self.listing.opened.connect(self.open_one)
        self.listing.new_asked.connect(self.create_new)
        self.listing.layout_changed.connect(lambda: self.title_changed.emit(""))

    def views(self) -> Sequence[Segment]:
        """Table, board and calendar."""
        return [replace(segment, text=_(segment.text)) for segment in SEGMENTS]

    def current_view(self) -> str:
        """The layout shown."""
        return self.listing.layouts.layout_shown

    def show_view(self, key: str) -> None:
        """Shows the projects in another layout, from the page of one of them too."""
        if not self.shows_list:
            self.show_list()
        self.listing.show_layout(Layout(key))

    def current_record(self) -> Ref | None:
        """The project that is open, or chosen in the list."""
        key = self.listing.layouts.current.current_id() if self.shows_list else self.page.record_id
        return Ref(kind="project", id=key) if key is not None else None

    def create_new(self) -> None:
        """Asks for a new project and opens it."""
        dialog = NewProjectDialog(self.desk, self._crm, self)
        dialog.saved.connect(self._show_new)
        dialog.open()

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows a project."""
        if kind != "project":
            return False
        self.open_one(record_id)
        return True

    def _show_new(self, project: Project) -> None:
        self.open_one(project.key)


def spec(crm: Crm) -> ScreenSpec:
    """The projects on the rail."""
    return ScreenSpec(
        key="projects",
        title=N_("Projects"),
        icon="projects",
        make=lambda desk: ProjectsScreen(desk, crm),
        kinds=("project",),
    )

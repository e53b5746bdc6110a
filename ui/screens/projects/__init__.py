"""The projects: the table of all of them, and the page of one."""

from ui.screens.projects.screen import ProjectsScreen, spec

__all__ = ["ProjectsScreen", "spec"]

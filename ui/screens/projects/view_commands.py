"""Keys for layouts and views of the projects."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from crm.domain.views import Layout
from crm.i18n import N_
from ui.screens.projects.layouts import SEGMENTS
from ui.screens.projects.saved_views import SavedViews
from ui.screens.projects.tools import ListTools
from ui.screens.projects.view_tabs import ViewTabs
from ui.shared.actions import ActionSpec
from ui.shared.screen import Desk

MOST_KEYS = 9  # views that have a key of their own


class Listing(Protocol):
    """What the keys do."""

    desk: Desk
    tools: ListTools
    saved: SavedViews
    view_tabs: ViewTabs

    def show_layout(self, layout: Layout) -> None:
        """Shows the same projects in another way."""

    def choose_view(self, place: int) -> None:
        """Shows the view at a place of the tabs."""

    def save_view(self) -> None:
        """Keeps what is shown now."""

    def save_view_as(self) -> None:
        """Keeps what is shown now under a new name."""

    def revert_view(self) -> None:
        """Back to the view as it was saved."""

    def export(self) -> None:
        """Writes the table as a workbook."""

    def toggle_silent(self) -> None:
        """Shows the silent projects alone, or all again."""


def register_views(listing: Listing, scope: QWidget, section: str) -> None:
    """Registers the keys within the listing."""
    add = partial(listing.desk.actions.add, scope=scope)
    for number, segment in enumerate(SEGMENTS, start=1):
        layout = Layout(segment.key)
        spec = ActionSpec(
            id=f"projects.{layout}",
            text=segment.text,
            section=section,
            icon=segment.icon,
            shortcut=f"Ctrl+Shift+{number}",
        )
        add(spec, partial(listing.show_layout, layout))
    for number in range(1, MOST_KEYS + 1):
        spec = ActionSpec(
            id=f"projects.view{number}",
            text=N_("Show a view by its place"),
            section=section,
            shortcut=f"Alt+{number}",
            in_palette=False,
        )
        add(spec, partial(listing.choose_view, number - 1))
    for action_id, text, key, run in (
        ("save_view", N_("Save the view"), "Ctrl+S", listing.save_view),
        ("save_view_as", N_("Save the view under a name"), "Ctrl+Shift+S", listing.save_view_as),
        ("revert_view", N_("Back to the view as it was saved"), "Ctrl+R", listing.revert_view),
        ("view_menu", N_("Rename, share, order or delete the view"), "", listing.view_tabs.open_menu),
        ("export", N_("Export this list"), "Ctrl+Shift+E", listing.export),
        ("columns", N_("Choose the columns"), "", listing.tools.choose_columns),
        ("sort", N_("Sort projects"), "", listing.tools.choose_order),
        ("silent", N_("Show the silent ones alone"), "", listing.toggle_silent),
    ):
        spec = ActionSpec(id=f"projects.{action_id}", text=text, section=section, shortcut=key)
        add(spec, run)

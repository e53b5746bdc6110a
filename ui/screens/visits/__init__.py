"""The visits: the table of trips and receptions, and the page of one."""

from ui.screens.visits.screen import VisitsScreen, spec

__all__ = ["VisitsScreen", "spec"]

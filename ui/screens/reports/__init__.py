"""The reports: a gallery, what is asked for, and the sheets as they will be printed."""

from ui.screens.reports.screen import ReportsScreen, spec

__all__ = ["ReportsScreen", "spec"]

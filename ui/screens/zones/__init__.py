"""The zones: the table of all of them, and the page of one."""

from ui.screens.zones.screen import ZonesScreen, spec

__all__ = ["ZonesScreen", "spec"]

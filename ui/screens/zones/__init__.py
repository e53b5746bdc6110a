"""Zones: ours and those we look at, and the page of one of them."""

from __future__ import annotations

from ui.screens.zones.screen import ZonesScreen, spec

__all__ = ["ZonesScreen", "spec"]

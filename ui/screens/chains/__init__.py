"""Industry chains: where we are strong, and what is missing."""

from __future__ import annotations

from ui.screens.chains.screen import ChainsScreen, spec

__all__ = ["ChainsScreen", "spec"]

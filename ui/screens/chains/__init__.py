"""The industry chains: a map from upstream to downstream, and what stands in each node."""

from ui.screens.chains.screen import ChainsScreen, spec

__all__ = ["ChainsScreen", "spec"]

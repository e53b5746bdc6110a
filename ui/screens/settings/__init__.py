"""The settings of this user, and of the office."""

from ui.screens.settings.screen import SettingsScreen, spec

__all__ = ["SettingsScreen", "spec"]

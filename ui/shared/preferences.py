"""The settings of this user, changed from the window and kept at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from crm.app import load_settings, save_settings
from crm.domain.settings import Settings


class Preferences(QObject):
    """Holds the settings in force; `changed` names what was changed."""

    changed = Signal(object)  # frozenset[str]

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    def change(self, **values: Any) -> None:
        """Sets these from now on and keeps them; Unusable with the reason if they cannot be kept.

        What the command line said for this run alone is not kept.
        """
        differing = {name: value for name, value in values.items() if getattr(self._settings, name) != value}
        if not differing:
            return
        self._settings = replace(self._settings, **differing)
        self.changed.emit(frozenset(differing))
        save_settings(replace(load_settings().settings, **differing))

"""Asking about what can be meant but hardly is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.domain.errors import Doubtful
from crm.i18n import _
from ui.shared.screen import Desk


def is_meant(desk: Desk, parent: QWidget, doubt: Doubtful) -> bool:
    """Whether the officer answers for it."""
    return desk.prompts.confirm(parent, str(doubt), _("It is really so much"))

"""Today: what is overdue, due and coming, and the line to log with."""

from __future__ import annotations

from ui.screens.today.screen import TodayScreen, spec

__all__ = ["TodayScreen", "spec"]

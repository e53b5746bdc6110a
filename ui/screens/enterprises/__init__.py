"""Enterprises: the table, and the page of one of them."""

from __future__ import annotations

from ui.screens.enterprises.screen import EnterprisesScreen, spec

__all__ = ["EnterprisesScreen", "spec"]

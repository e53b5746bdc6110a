"""The parts that the pages of records are put together from."""

from __future__ import annotations

from ui.shared.page_parts.columns import RowSection, ScrollColumn, tool_button
from ui.shared.page_parts.facts import FactColumn, MissingBox
from ui.shared.page_parts.head import PageHead, large_button
from ui.shared.page_parts.screen import RecordScreen
from ui.shared.page_parts.sections import ActionRow, WidgetSection
from ui.shared.page_parts.tabs import PageTabs, SideFold
from ui.shared.page_parts.view import Deed, RecordView

__all__ = [
    "ActionRow",
    "Deed",
    "FactColumn",
    "MissingBox",
    "PageHead",
    "PageTabs",
    "RecordScreen",
    "RecordView",
    "RowSection",
    "ScrollColumn",
    "SideFold",
    "WidgetSection",
    "large_button",
    "tool_button",
]

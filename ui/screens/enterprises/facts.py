"""The facts of an enterprise in groups, each changed in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.timeline import EnterprisePage
from crm.i18n import N_, _
from ui.dialogs.edit_enterprise import enterprise_fields
from ui.shared.choice_list import Choice
from ui.shared.labels import day, sum_of
from ui.shared.page_parts import ScrollColumn, tool_button
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.fact_row import FactRow

WIDTH = 340
GROUPS = (
    (N_("Registration"), ("name", "short_name", "credit_code", "region", "legal_representative",
                          "registered_capital", "parent_id", "website")),
    (N_("Business"), ("business", "labels", "note")),
    (N_("Investment work"), ("grade", "grade_reason", "owner_id", "next_follow_up_on", "next_step",
                             "first_contact_on")),
)  # fmt: skip


class EnterpriseFacts(ScrollColumn):
    """What is known of an enterprise."""

    edited = Signal(str, object)
    refused = Signal(str)
    aliases_asked = Signal()
    nodes_asked = Signal()

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setFixedWidth(WIDTH)
        self.column.setContentsMargins(12, 4, 12, 16)
        self.rows: dict[str, FactRow] = {}
        fields = {field.key: field for field in enterprise_fields(crm)}
        for title, keys in GROUPS:
            head = PlainLabel(_(title), bold=True)
            head.setContentsMargins(4, 12, 0, 4)
            self.add(head, ruled=False)
            for key in keys:
                row = FactRow(fields[key].label, desk.tasks, fields[key], today=desk.today)
                row.edited.connect(self.edited)
                row.refused.connect(self.refused)
                self.rows[key] = row
                self.add(row, ruled=False)
            if keys[0] == "name":
                self._add_read_only("aliases", _("Other names"), self.aliases_asked)
            elif keys[0] == "grade":
                self._add_read_only("nodes", _("Chain nodes"), self.nodes_asked)

    def own_fields(self) -> list[str]:
        """The facts that are fields of the enterprise itself."""
        return [key for key in self.rows if key not in ("aliases", "nodes")]

    def show_page(self, page: EnterprisePage) -> None:
        """Shows an enterprise."""
        firm, today = page.enterprise, self._desk.today()
        owner = Choice(key=firm.owner_id, name=page.row.owner) if firm.owner_id else None
        parent = Choice(key=page.parent.key, name=page.parent.name) if page.parent else None
        picked = {"owner_id": owner, "parent_id": parent}
        for key, row in self.rows.items():
            if row.is_editing:
                continue
            if key == "aliases":
                row.show_fact(None, "、".join(page.aliases))
            elif key == "nodes":
                row.show_fact(None, page.row.nodes)
            elif key in picked:
                choice = picked[key]
                row.show_fact(choice, choice.name if choice else "")
            else:
                value = getattr(firm, key)
                note = page.row.first_contact if key == "first_contact_on" else ""
                row.show_fact(value, note or _shown(value, today))

    def _add_read_only(self, key: str, label: str, asked: Any) -> None:
        row = FactRow(label, self._desk.tasks)
        row.add_button(tool_button("edit", _("Change: {name}").format(name=label), asked.emit))
        self.rows[key] = row
        self.add(row, ruled=False)


def _shown(value: Any, today: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, tuple):
        return "、".join(value)
    if hasattr(value, "isoformat"):
        return day(value, today)
    if hasattr(value, "currency"):
        return sum_of(value)
    return str(value)

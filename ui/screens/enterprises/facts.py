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
from ui.shared.page_parts import FactColumn
from ui.shared.screen import Desk

WIDTH = 340
GROUPS = (
    (N_("Registration"), ("name", "short_name", "credit_code", "region", "legal_representative",
                          "registered_capital", "parent_id", "website")),
    (N_("Business"), ("business", "labels", "note")),
    (N_("Investment work"), ("grade", "grade_reason", "owner_id", "next_follow_up_on", "next_step",
                             "first_contact_on")),
)  # fmt: skip


class EnterpriseFacts(FactColumn):
    """What is known of an enterprise."""

    aliases_asked = Signal()
    nodes_asked = Signal()

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, WIDTH, parent)
        fields = {field.key: field for field in enterprise_fields(crm)}
        for title, keys in GROUPS:
            self.add_head(_(title))
            for key in keys:
                self.add_fact(key, fields[key].label, fields[key])
            if keys[0] == "name":
                self.add_asked("aliases", _("Other names"), self.aliases_asked.emit)
            elif keys[0] == "grade":
                self.add_asked("nodes", _("Chain nodes"), self.nodes_asked.emit)

    def show_page(self, page: EnterprisePage) -> None:
        """Shows an enterprise."""
        firm, today = page.enterprise, self.desk.today()
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

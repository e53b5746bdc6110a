"""The facts of an enterprise in groups, each changed in place or by its dialog."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.directory import Enterprise, LabelGround
from crm.domain.timeline import EnterprisePage
from crm.i18n import N_, _, _n
from ui.dialogs.edit_enterprise import enterprise_fields
from ui.shared.choice_list import Choice
from ui.shared.directory_labels import ownership_name, validity_badge
from ui.shared.labels import day, joined, sum_of
from ui.shared.page_parts import FactColumn, tool_button
from ui.shared.screen import Desk
from ui.shared.widgets.fact_row import FactRow
from ui.shared.widgets.sections import SectionHead, take_all

WIDTH = 340
GROUPS = (
    (N_("Registration"), ("name", "short_name", "aliases", "credit_code", "region", "legal_representative",
                          "founded_on", "registered_capital", "controller", "parent_id", "ownership",
                          "stock_code", "website")),
    (N_("Operations"), ("revenue", "staff", "products", "business", "note")),
    (N_("Investment work"), ("nodes", "grade", "owner_id", "first_contact_on", "next_follow_up_on",
                             "next_step")),
)  # fmt: skip
ASKED = {"aliases": N_("Other names"), "nodes": N_("Chain nodes"), "grade": N_("Grade")}


class EnterpriseFacts(FactColumn):
    """What is known of an enterprise."""

    asked = Signal(str)  # aliases, nodes or grade: changed by a dialog
    label_asked = Signal(object)  # LabelGround to change, or a new one

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, WIDTH, parent)
        fields = {field.key: field for field in enterprise_fields(crm)}
        for title, keys in GROUPS:
            self.add_head(_(title))
            for key in keys:
                if key in ASKED:
                    self.add_asked(key, _(ASKED[key]), lambda key=key: self.asked.emit(key))  # type: ignore[misc]
                else:
                    self.add_fact(key, fields[key].label, fields[key])
        self._enterprise_id = 0
        head = SectionHead(_("What the labels rest on"))
        head.add(tool_button("add", _("New label"), self._ask_new_label))
        self.add(head, ruled=False)
        holder = QWidget()
        self._labels = QVBoxLayout(holder)
        self._labels.setContentsMargins(0, 0, 0, 0)
        self._labels.setSpacing(0)
        self.add(holder, ruled=False)
        self.labels: dict[str, FactRow] = {}

    def own_fields(self) -> list[str]:
        """The facts that are fields of the enterprise itself."""
        return [key for key in self.rows if key not in ("aliases", "nodes")]

    def show_page(self, page: EnterprisePage) -> None:
        """Shows an enterprise."""
        firm, today = page.enterprise, self.desk.today()
        owner = Choice(key=firm.owner_id, name=page.row.owner) if firm.owner_id else None
        parent = Choice(key=page.parent.key, name=page.parent.name) if page.parent else None
        picked = {"owner_id": owner, "parent_id": parent}
        for key, row in self.rows.items():
            if row.is_editing:
                continue
            if key in picked:
                choice = picked[key]
                row.show_fact(choice, choice.name if choice else "")
            else:
                text, note = _told(page, key, today)
                row.show_fact(getattr(firm, key, None), text, note=note)
        self._show_labels(page, today)

    def _show_labels(self, page: EnterprisePage, today: date) -> None:
        firm = page.enterprise
        self._enterprise_id = firm.key
        take_all(self._labels)
        self.labels = {}
        grounded = {ground.name for ground in page.grounds}
        bare = [
            LabelGround(enterprise_id=firm.key, name=name) for name in firm.labels if name not in grounded
        ]
        for ground in (*page.grounds, *bare):
            row = FactRow(ground.name, self.desk.tasks)
            until = _("to {day}").format(day=f"{ground.valid_until:%Y-%m}") if ground.valid_until else ""
            text = "，".join(filter(None, [ground.batch, until]))
            row.show_fact(None, text or ground.source, note=ground.source if text else "",
                          badge=validity_badge(ground, today))  # fmt: skip
            row.opens(lambda ground=ground: self.label_asked.emit(ground))  # type: ignore[misc]
            self._labels.addWidget(row)
            self.labels[ground.name] = row

    def _ask_new_label(self) -> None:
        if self._enterprise_id:
            self.label_asked.emit(LabelGround(enterprise_id=self._enterprise_id))


def _told(page: EnterprisePage, key: str, today: date) -> tuple[str, str]:
    """A fact in words, and what stands grey behind it."""
    firm = page.enterprise
    if key == "aliases":
        return joined(page.aliases), ""
    if key == "nodes":
        return page.row.nodes, ""
    if key == "grade":
        return str(firm.grade or ""), _why(page, today)
    if key == "ownership":
        return ownership_name(firm.ownership), ""
    if key == "first_contact_on":
        return page.row.first_contact, ""
    if key == "staff":
        return (_n("{count} person", "{count} people", firm.staff) if firm.staff is not None else ""), ""
    if key == "revenue":
        return sum_of(firm.revenue), _revenue_note(firm)
    return _shown(getattr(firm, key), today), ""


def _why(page: EnterprisePage, today: date) -> str:
    """Why an enterprise is graded so, who says it and when."""
    said = page.grades[0] if page.grades else None
    on = day(said.at.astimezone().date(), today) if said else ""
    return " ".join(filter(None, [page.enterprise.grade_reason, said.who if said else "", on]))


def _revenue_note(firm: Enterprise) -> str:
    year = _("in {year}").format(year=firm.revenue_year) if firm.revenue_year else ""
    return "，".join(filter(None, [year, firm.revenue_source]))


def _shown(value: Any, today: date) -> str:
    if value is None or value == "":
        return ""
    if hasattr(value, "isoformat"):
        return day(value, today)
    return sum_of(value) if hasattr(value, "currency") else str(value)

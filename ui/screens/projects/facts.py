"""The facts of a project in groups, each changed in place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from crm.app import Crm
from crm.domain.money import WAN, YUAN, Money, Rates
from crm.domain.projects import Project
from crm.domain.timeline import ProjectPage
from crm.domain.transfers import TRANSFER_STATES, TransferState
from crm.i18n import N_, _, _n
from ui.screens.projects.claims import ClaimList, QuoteButton
from ui.shared.cells import Badge
from ui.shared.icons import icon
from ui.shared.labels import day, fair_badge, field_name, joined, plain_number, stage_name, sum_of
from ui.shared.page_parts import FactColumn, MissingBox
from ui.shared.project_fields import DAYS, MONEY, WORDS, project_field, shown
from ui.shared.screen import Desk
from ui.shared.widgets.fact_row import FactRow

WIDTH = 352
GROUPS = (
    (
        N_("Investment"),
        (
            "total_investment",
            "phase1_investment",
            "fixed_investment",
            "contract_amount",
            "filed_amount",
            "foreign_capital",
        ),
    ),
    (
        N_("Land and benefit"),
        ("land_mu", "land_situation", "intensity", "expected_output", "expected_tax"),
    ),
    (
        N_("Responsible"),
        (
            "first_contact",
            "transfer",
            "owner_id",
            "office_id",
            "lead_official",
            "introducer",
            "next_follow_up_on",
            "next_step",
        ),
    ),
    (
        N_("Towards signing"),
        (
            "fair_competition",
            "planned_signing_on",
            "planned_start",
            "agreement_kind",
            "registered_name",
            "funds_in_place",
        ),
    ),
    (N_("Project"), ("name", "names", "zone_id", "industry_id", "source_region", "build_content", "remark")),
)
DERIVED = {
    "intensity": N_("Intensity"),
    "first_contact": N_("First contact"),
    "transfer": N_("Transfer"),
    "names": N_("Other names"),
}
MONEY_LIKE = (*MONEY, "expected_tax", "foreign_capital")


class FactPanel(FactColumn):
    """Everything that is known of a project, and what is missing."""

    adopt_asked = Signal(int)
    claim_asked = Signal(int)  # id of the claim whose article is wanted
    credibility_given = Signal(int, object)  # id of the claim; 1 to 6, or None
    fill_asked = Signal(str)  # a missing field that has no row here

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, WIDTH, parent)
        self._crm = crm
        self.claims: dict[str, ClaimList] = {}
        self.quotes: dict[str, QuoteButton] = {}
        self._claim_buttons: dict[str, QPushButton] = {}
        self._missing: tuple[str, ...] = ()
        self.column.setContentsMargins(12, 12, 12, 16)
        self.box = MissingBox()
        self.box.fill_asked.connect(self.fill_first)
        self.add(self.box, ruled=False)
        for title, keys in GROUPS:
            self.add_head(_(title))
            for key in keys:
                self._make_row(key)

    def show_page(self, page: ProjectPage) -> None:
        """Shows a project."""
        self._show_missing(page)
        values = shown(page, [key for key in self.rows if key not in DERIVED])
        for key, row in self.rows.items():
            if not row.is_editing:
                self._show_fact(page, key, row, values.get(key))
        for key, claims in self.claims.items():
            told = [claim for claim in page.claims if claim.field_name == key]
            claims.show_claims(told, page.claim_sources, self.desk.today())
            self.quotes[key].show_claim(
                next((claim for claim in told if claim.is_adopted), None),
                page.claim_sources,
                self.desk.today(),
            )
            others = sum(1 for claim in told if not claim.is_adopted)
            button = self._claim_buttons[key]
            button.setText(_n("{count} claim", "{count} claims", len(told)))
            button.setVisible(others > 0)
            claims.setVisible(others > 0 and button.isChecked())

    def fill_first(self) -> None:
        """Opens the first field that the next stage waits for."""
        if not self._missing:
            return
        if self._missing[0] in self.rows:
            self.edit(self._missing[0])
        else:
            self.fill_asked.emit(self._missing[0])

    def _make_row(self, key: str) -> None:
        field = None if key in DERIVED else project_field(key, self._crm)
        row = self.add_fact(key, _(DERIVED[key]) if key in DERIVED else field_name(key), field)
        if key not in MONEY_LIKE and key != "land_mu":
            return
        button = QPushButton()
        button.setProperty("link", "true")
        button.setIcon(icon("claims", "acc_t"))
        button.setCheckable(True)
        button.hide()
        row.add_button(button)
        self.quotes[key] = quote = QuoteButton()
        quote.asked.connect(self.claim_asked)
        row.add_button(quote)
        claims = ClaimList()
        claims.adopted.connect(self.adopt_asked)
        claims.asked.connect(self.claim_asked)
        claims.credibility_given.connect(self.credibility_given)
        claims.hide()
        button.toggled.connect(claims.setVisible)
        self.add(claims, ruled=False)
        self._claim_buttons[key], self.claims[key] = button, claims

    def _show_missing(self, page: ProjectPage) -> None:
        following, self._missing = page.row.next_stage, page.row.missing
        if following is None:
            self.box.show_missing("", ())
            return
        missing = _n("{count} fact", "{count} facts", len(self._missing))
        title = _("{facts} missing for {stage}").format(facts=missing, stage=stage_name(following))
        self.box.show_missing(title, map(field_name, self._missing))

    def _show_fact(self, page: ProjectPage, key: str, row: FactRow, value: Any) -> None:
        text, note, badge = self._told(page, key, value)
        row.show_fact(value, text, note=note, badge=badge)

    def _told(self, page: ProjectPage, key: str, value: Any) -> tuple[str, str, Badge | None]:
        project = page.project
        if key == "intensity":
            return intensity(project), _("fixed assets ÷ land"), None
        if key == "first_contact":
            return page.first_contact, "", None
        if key == "names":
            return joined(alias.text for alias in page.names), "", None
        if key == "transfer":
            return told_transfer(page, self.desk.today())
        if key == "fair_competition":
            return "", "", fair_badge(project.fair_competition)
        if key == "expected_tax":
            return sum_of(value), tax_per_mu(project), None
        if key in MONEY_LIKE:
            return sum_of(value), converted(value, page.rates), None
        if key == "land_mu":
            mu = _("mu")
            return (f"{plain_number(value)} {mu}" if value is not None else ""), "", None
        if key in DAYS:
            return day(value, self.desk.today()), "", None
        if key in WORDS:
            names = dict(WORDS[key])
            kept = getattr(project, key)
            return (_(names[kept]) if kept in names else kept), "", None
        if key == "owner_id" and page.office is not None and page.owner is not None:
            return page.owner.name, page.office.short_name, None
        return getattr(value, "name", value) or "", "", None


def converted(value: Money | None, rates: Rates) -> str:
    """A foreign sum in yuan, at the rate of the settings; nothing without one."""
    yuan = rates.in_yuan(value) if value is not None and value.currency != YUAN else None
    return _("about {amount}").format(amount=sum_of(yuan)) if yuan is not None else ""


def told_transfer(page: ProjectPage, today: date) -> tuple[str, str, Badge | None]:
    """From which office to which, and how far it is; both stay visible."""
    standing = [one for one in page.transfers if one.transfer.state is not TransferState.DECLINED]
    if not standing:
        return "", "", None
    told = standing[-1]
    state, on = told.transfer.state, told.transfer.decided_on or told.transfer.proposed_on
    way = _("{before} → {after}").format(before=told.from_office, after=told.to_office)
    return way, " ".join((_(TRANSFER_STATES[state]), day(on, today))), None


def intensity(project: Project) -> str:
    """Fixed assets by land, in 万元 a mu; nothing while either is unknown."""
    return _per_mu(project.fixed_investment, project.land_mu)


def tax_per_mu(project: Project) -> str:
    """Tax a year by land, in 万元 a mu."""
    return _per_mu(project.expected_tax, project.land_mu)


def _per_mu(value: Money | None, land: Decimal | None) -> str:
    if value is None or value.currency != "CNY" or not land:
        return ""
    return _("{figure} 万元/mu").format(
        figure=plain_number((value.value / WAN / land).quantize(Decimal("0.1")))
    )

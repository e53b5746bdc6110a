"""The fields of a project as forms and dialogs show them: one declaration of how each is entered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from crm.app import Crm
from crm.domain.timeline import ProjectPage
from crm.i18n import N_, _
from ui.shared import finding
from ui.shared.choice_list import Choice
from ui.shared.entries import WAN, Unit
from ui.shared.fields import FieldKind, FormField
from ui.shared.labels import FAIR_NAMES, field_name

MONEY = (
    "total_investment",
    "phase1_investment",
    "contract_amount",
    "filed_amount",
    "fixed_investment",
    "expected_output",
    "registered_capital",
    "funds_in_place",
)
LONG = ("build_content", "latest_progress", "problem", "fair_competition_note", "review_opinion", "remark")
DAYS = ("next_follow_up_on", "planned_signing_on", "first_reported_on", "review_on")
USD = Unit(label="万美元", factor=Decimal(10**4), suspicious_from=Decimal(10**7))

# Kept as the ledger writes them, in Chinese; shown in the language of the window.
WORDS = {
    "sector": (("工业", N_("Industry")), ("服务业", N_("Services")), ("农业", N_("Agriculture"))),
    "capital_nature": (("内资", N_("Domestic")), ("外资", N_("Foreign"))),
    "agreement_kind": (
        ("正式协议", N_("Formal agreement")),
        ("框架协议", N_("Framework agreement")),
        ("意向协议", N_("Letter of intent")),
    ),
    "land_situation": (
        ("新供地", N_("New land")),
        ("存量用地", N_("Existing land")),
        ("租赁厂房", N_("Rented plant")),
        ("不需用地", N_("No land needed")),
    ),
}


def project_field(key: str, crm: Crm, *, is_required: bool = False) -> FormField:
    """How one field of a project is entered."""
    label = field_name(key)
    if key in MONEY or key in ("expected_tax", "foreign_capital"):
        unit = WAN if key == "expected_tax" else USD if key == "foreign_capital" else Unit()
        currency = "USD" if key == "foreign_capital" else "CNY"
        return FormField(
            key=key, label=label, kind=FieldKind.MONEY, unit=unit, currency=currency, is_required=is_required
        )
    if key == "land_mu":
        return FormField(
            key=key, label=label, kind=FieldKind.DECIMAL, suffix=_("mu"), is_required=is_required
        )
    if key in LONG:
        return FormField(
            key=key, label=label, kind=FieldKind.LONG_TEXT, lines=3, spans=True, is_required=is_required
        )
    if key in DAYS:
        return FormField(key=key, label=label, kind=FieldKind.DATE, is_required=is_required)
    if key in finders(crm):
        find = finders(crm)[key]
        return FormField(key=key, label=label, kind=FieldKind.RECORD, find=find, is_required=is_required)
    return _worded(key, label, is_required)


def _worded(key: str, label: str, is_required: bool) -> FormField:
    if key == "fair_competition":
        states = tuple((state, _(name)) for state, name in FAIR_NAMES.items())
        return FormField(key=key, label=label, kind=FieldKind.CHOICE, choices=states)
    if key in WORDS:
        choices = (("", _("not filled in")), *((value, _(name)) for value, name in WORDS[key]))
        return FormField(
            key=key, label=label, kind=FieldKind.CHOICE, choices=choices, is_required=is_required
        )
    return FormField(key=key, label=label, is_required=is_required)


def finders(crm: Crm) -> dict[str, finding.Find]:
    """Where the fields that point at records look them up."""
    return {
        "enterprise_id": finding.find_enterprises(crm),
        "zone_id": finding.find_zones(crm),
        "industry_id": finding.find_nodes(crm),
        "owner_id": finding.find_officers(crm),
        "office_id": finding.find_units(crm),
    }


def entered(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a form holds as a project keeps it: ids in place of choices."""
    return {key: value.key if isinstance(value, Choice) else value for key, value in values.items()}


def shown(page: ProjectPage, keys: Iterable[str]) -> dict[str, Any]:
    """What a project keeps as a form shows it: choices in place of ids."""
    named = {
        "enterprise_id": page.enterprise,
        "zone_id": page.zone,
        "industry_id": page.industry,
        "owner_id": page.owner,
        "office_id": page.office,
    }
    values: dict[str, Any] = {}
    for key in keys:
        values[key] = getattr(page.project, key)
        if key in named:
            record = named[key]
            values[key] = Choice(key=record.key, name=record.name) if record is not None else None
        elif key in WORDS and values[key] not in ("", *(value for value, _name in WORDS[key])):
            values[key] = ""  # a word of the import that the list does not know
    return values

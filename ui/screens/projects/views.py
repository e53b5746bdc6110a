"""The views of the project table that are always there, and what a filter is called."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from crm.domain.money import YI, Money
from crm.domain.rows import ProjectFilter
from crm.domain.stages import Stage
from crm.domain.verification import VERIFICATION_NAMES
from crm.i18n import N_, _
from ui.shared.labels import plain_number, stage_name

RECENT = timedelta(days=7)
IN_TALKS = (Stage.INTENTION, Stage.NEGOTIATION, Stage.PENDING_SIGNING)


@dataclass(frozen=True, kw_only=True)
class View:
    """A named filter."""

    key: str
    title: str
    wanted: ProjectFilter


def views(today: date, officer_id: int | None) -> list[View]:
    """What officers look at every day."""
    return [
        View(key="all", title=_("All projects"), wanted=ProjectFilter()),
        View(key="mine", title=_("Mine"), wanted=ProjectFilter(owner_id=officer_id, is_open=True)),
        View(key="talks", title=_("In talks"), wanted=ProjectFilter(stages=IN_TALKS)),
        View(
            key="signed",
            title=_("Signed in 7 days"),
            wanted=ProjectFilter(signed_from=today - RECENT, signed_to=today),
        ),
        View(key="silent", title=_("Silent"), wanted=ProjectFilter(silent_on=today, is_open=True)),
        View(key="late", title=_("Not started in time"), wanted=ProjectFilter(late_start_on=today)),
        View(key="incomplete", title=_("Incomplete"), wanted=ProjectFilter(is_incomplete=True, is_open=True)),
    ]


# Parts of a filter that are on or off, with what they are called.
FLAGS = {
    "overdue_on": N_("Overdue"),
    "silent_on": N_("Silent"),
    "without_plan": N_("No plan"),
    "is_incomplete": N_("Incomplete"),
    "late_start_on": N_("Not started in time"),
}


def parts(wanted: ProjectFilter, names: dict[str, str]) -> list[tuple[str, str]]:
    """Key and label of each part that narrows the list; `names` has those of records."""
    found: list[tuple[str, str]] = []
    if wanted.text:
        found.append(("text", _("Text {text}").format(text=wanted.text)))
    if wanted.stages:
        stages = "、".join(stage_name(stage) for stage in wanted.stages)
        found.append(("stages", _("Stage {stages}").format(stages=stages)))
    for key, label in (
        ("owner_id", _("Owner {name}")),
        ("zone_id", _("Zone {name}")),
        ("industry_id", _("Node {name}")),
    ):
        if getattr(wanted, key) is not None:
            found.append((key, label.format(name=names.get(key, ""))))
    if wanted.least_total is not None:
        figure = plain_number(Money(value=wanted.least_total).in_units(YI))
        found.append(("least_total", _("Total ≥ {figure} 亿元 or unknown").format(figure=figure)))
    found += [(key, _(label)) for key, label in FLAGS.items() if getattr(wanted, key)]
    if wanted.verification is not None:
        found.append(("verification", _(VERIFICATION_NAMES[wanted.verification])))
    if wanted.review_until is not None:
        found.append(("review_until", _("On hold, to look at again")))
    if wanted.signed_from is not None:
        found.append(("signed_from", _("Signed in 7 days")))
    if wanted.is_open:
        found.append(("is_open", _("Not ended")))
    return found


def without(wanted: ProjectFilter, key: str) -> ProjectFilter:
    """The filter with one part taken away."""
    empty = ProjectFilter()
    changed = {key: getattr(empty, key)}
    if key == "signed_from":
        changed["signed_to"] = None
    return replace(wanted, **changed)


def least(figure: Decimal | None) -> Decimal | None:
    """A smallest total typed in 亿元, in 元."""
    return None if figure is None else figure * YI

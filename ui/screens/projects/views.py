"""The views of the project table that are always there, and what a filter is called."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from crm.domain.follow_ups import SavedView
from crm.domain.money import YI, Money
from crm.domain.rows import ProjectFilter
from crm.domain.stages import Stage
from crm.domain.verification import VERIFICATION_NAMES
from crm.domain.views import ViewSettings
from crm.i18n import N_, _
from ui.shared.condition_words import group_words
from ui.shared.labels import joined, plain_number, stage_name

RECENT = timedelta(days=7)
IN_TALKS = (Stage.INTENTION, Stage.NEGOTIATION, Stage.PENDING_SIGNING)


@dataclass(frozen=True, kw_only=True)
class View:
    """A named filter with what belongs to it; `saved` is None for those that are always there."""

    key: str
    title: str
    settings: ViewSettings
    saved: SavedView | None = None

    def is_like(self, settings: ViewSettings) -> bool:
        """Whether these settings are still this view; those always there are told by their filter alone."""
        if self.saved is None:
            return self.settings.wanted == settings.wanted
        return replace(self.settings, names=()) == replace(settings, names=())


def key_of(record: SavedView) -> str:
    """The key of the view that a record holds."""
    return f"saved.{record.key}"


def _view(key: str, title: str, wanted: ProjectFilter) -> View:
    return View(key=key, title=title, settings=ViewSettings(wanted=wanted))


def views(today: date, officer_id: int | None) -> list[View]:
    """What officers look at every day."""
    own = ProjectFilter(owner_id=officer_id, is_open=True)
    recent = ProjectFilter(signed_from=today - RECENT, signed_to=today)
    return [
        _view("all", _("All projects"), ProjectFilter()),
        _view("mine", _("Mine"), own),
        _view("talks", _("In talks"), ProjectFilter(stages=IN_TALKS)),
        _view("signed", _("Signed in 7 days"), recent),
        _view("silent", _("Silent"), ProjectFilter(silent_on=today, is_open=True)),
        _view("late", _("Not started in time"), ProjectFilter(late_start_on=today)),
        _view("incomplete", _("Incomplete"), ProjectFilter(is_incomplete=True, is_open=True)),
    ]


TREE = "tree."  # before the place of a group of conditions

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
        stages = joined(stage_name(stage) for stage in wanted.stages)
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
    for place, group in enumerate(wanted.tree.groups):
        words = group_words(group, lambda fact, key: names.get(f"{fact}:{key}", _("no longer there")))
        found.append((f"{TREE}{place}", words))
    if wanted.is_open:
        found.append(("is_open", _("Not ended")))
    return found


def without(wanted: ProjectFilter, key: str) -> ProjectFilter:
    """The filter with one part taken away."""
    if key.startswith(TREE):
        return replace(wanted, tree=wanted.tree.without(int(key.removeprefix(TREE))))
    empty = ProjectFilter()
    changed = {key: getattr(empty, key)}
    if key == "signed_from":
        changed["signed_to"] = None
    return replace(wanted, **changed)


def least(figure: Decimal | None) -> Decimal | None:
    """A smallest total typed in 亿元, in 元."""
    return None if figure is None else figure * YI


def excludes(wanted: ProjectFilter, key: str) -> bool:
    """Whether a part keeps projects out rather than letting them in."""
    if not key.startswith(TREE):
        return False
    group = wanted.tree.groups[int(key.removeprefix(TREE))]
    return group.negated or all(condition.negated for condition in group.conditions)

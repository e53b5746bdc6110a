"""The words of the articles screen for states, rows and what was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm.domain.articles import Doubt
from crm.domain.review import Certainty, Evidence, Group, Intake, Suggestion, SuggestionKind, Summary
from crm.domain.stages import Stage
from crm.i18n import N_, _, _n
from ui.shared.cells import Badge, BadgeTone
from ui.shared.labels import field_name, joined, stage_name

GROUPS = {
    Group.SUGGESTED: N_("Suggested"),
    Group.OPEN: N_("To decide"),
    Group.REJECTED: N_("Rejected"),
    Group.CONFIRMED: N_("Confirmed"),
}
CERTAINTIES = {Certainty.SURE: N_("sure"), Certainty.LIKELY: N_("likely"), Certainty.OPEN: N_("open")}
DOUBTS = {
    Doubt.NO_DATE: N_("no date"),
    Doubt.NO_SOURCE: N_("no source"),
    Doubt.SHORT: N_("very short"),
    Doubt.CUT_OFF: N_("cut off"),
    Doubt.LIST_PAGE: N_("a list of articles"),
    Doubt.FUTURE: N_("dated in the future"),
    Doubt.DAMAGED: N_("damaged characters"),
    Doubt.LOGIN: N_("a login page"),
    Doubt.MISSING: N_("page not found"),
}
REASONS = (
    N_("No investment"),
    N_("Other region"),
    N_("Old news"),
    N_("Advertisement"),
    N_("Not an article"),
)
KINDS = {
    "project": N_("Project"),
    "enterprise": N_("Enterprise"),
    "zone": N_("Zone"),
    "industry": N_("Chain node"),
    "contact": N_("Contact"),
}
# What firms, zones and projects do in an article, as a reading says it.
ROLES = {
    "签约": N_("signs"),
    "落户": N_("settles"),
    "开工": N_("starts building"),
    "竣工": N_("completes"),
    "投产": N_("starts production"),
    "达产": N_("reaches capacity"),
    "扩产": N_("expands"),
    "在谈": N_("negotiates"),
    "考察对象": N_("visited"),
    "合作方": N_("partner"),
    "供应链": N_("supplier"),
    "竞争方": N_("competitor"),
    "背景": N_("background"),
    "承接": N_("host"),
    "发布": N_("publisher"),
    "竞争区域": N_("competing region"),
}
OUTCOMES = {
    "added": N_("Added"),
    "source": N_("Further source"),
    "reprint": N_("Reprint"),
    "duplicate": N_("Here already"),
    "failed": N_("Failed"),
    "waiting": N_("Not yet taken in"),
    "dropped": N_("Dropped by a rule"),
}


def day_text(day: date | None, today: date) -> str:
    """5-18 inside the year, 2026-05-18 otherwise."""
    if day is None:
        return _("no date")
    return f"{day.month}-{day.day}" if day.year == today.year else day.isoformat()


def action_badge(row: Suggestion) -> Badge:
    """新建, 关联 or 更新."""
    if row.kind is SuggestionKind.LINK:
        return Badge(text=_("Link"))
    if row.kind in (SuggestionKind.UPDATE_PROJECT, SuggestionKind.ZONE_PROFILE):
        return Badge(text=_("Update"), tone=BadgeTone.AMBER)
    if row.kind is SuggestionKind.CHANGE_POST:
        return Badge(text=_("Conflict"), tone=BadgeTone.RED)
    return Badge(text=_("New"), tone=BadgeTone.ACCENT)


def row_name(row: Suggestion) -> str:
    """What stands bold in the row."""
    if row.kind is SuggestionKind.UPDATE_PROJECT and row.target is not None:
        known = next((entry.name for entry in row.candidates if entry.ref == row.target), row.name)
        return _("Project · {name}").format(name=known)
    if row.target_kind == "project":
        return _("Project · {name}").format(name=row.name)
    return row.name


def role_name(role: str) -> str:
    """What something does in the article, in words."""
    return _(ROLES.get(role, role))


def row_reason(row: Suggestion) -> str:
    """Why the row is there; names to choose among where there are several."""
    if row.kind is SuggestionKind.NEW_PROJECT and row.candidates:
        names = joined(entry.name for entry in row.candidates[:3])
        return _("Beside the enterprise's other projects: {names}").format(names=names)
    if row.target is None and len(row.candidates) > 1:
        return " / ".join(f"{entry.name} {entry.detail}".strip() for entry in row.candidates[:4])
    return row.reason


def summary_parts(summary: Summary) -> list[str]:
    """What is or would be written, part by part."""
    created = dict(summary.created)
    parts = [
        (
            created.get("project", 0),
            _n("{count} new project", "{count} new projects", created.get("project", 0)),
        ),
        (
            created.get("enterprise", 0),
            _n("{count} new enterprise", "{count} new enterprises", created.get("enterprise", 0)),
        ),
        (created.get("zone", 0), _n("{count} new zone", "{count} new zones", created.get("zone", 0))),
        (
            created.get("contact", 0),
            _n("{count} new contact", "{count} new contacts", created.get("contact", 0)),
        ),
        (
            created.get("zone_industry", 0),
            _n("{count} zone industry", "{count} zone industries", created.get("zone_industry", 0)),
        ),
        (summary.linked, _n("{count} link", "{count} links", summary.linked)),
        (summary.claims, _n("{count} figure", "{count} figures", summary.claims)),
        (summary.quotes, _n("{count} quote", "{count} quotes", summary.quotes)),
        (summary.rejected, _n("{count} rejected", "{count} rejected", summary.rejected)),
    ]
    return [text for count, text in parts if count]


def summary_text(summary: Summary) -> str:
    """The parts as one line."""
    return _(", ").join(summary_parts(summary)) or _("nothing")


def intake_text(intakes: Sequence[Intake]) -> str:
    """What became of several files, as one line."""
    counts = {key: sum(intake.outcome == key for intake in intakes) for key in OUTCOMES}
    parts = [
        (counts["added"], _n("{count} added", "{count} added", counts["added"])),
        (counts["source"], _n("{count} further source", "{count} further sources", counts["source"])),
        (counts["reprint"], _n("{count} reprint", "{count} reprints", counts["reprint"])),
        (counts["duplicate"], _n("{count} here already", "{count} here already", counts["duplicate"])),
        (counts["failed"], _n("{count} failed", "{count} failed", counts["failed"])),
    ]
    return _(", ").join(text for count, text in parts if count) or _("nothing")


def evidence_words(evidence: Evidence) -> list[str]:
    """What an article is evidence for, thing by thing."""
    return [
        *(f"{project} {field_name(field)}" for project, field in evidence.figures),
        *(f"{project} {stage_name(Stage(stage))}" for project, stage in evidence.stages),
        *(_("industries of {zone}").format(zone=zone) for zone in evidence.zones),
    ]

"""What kinds of record, and fields of other records than projects, are called on the screen."""

from __future__ import annotations

from crm.domain.changes import Act
from crm.i18n import N_, _
from ui.shared import labels

ACT_NAMES = {Act.CREATED: N_("made"), Act.CHANGED: N_("changed"), Act.DELETED: N_("deleted")}

KIND_NAMES = {
    "office": N_("Unit"),
    "officer": N_("Officer"),
    "zone": N_("Zone"),
    "zone_industry": N_("Leading industry of a zone"),
    "industry": N_("Industry"),
    "enterprise": N_("Enterprise"),
    "enterprise_industry": N_("Industry of an enterprise"),
    "contact": N_("Contact"),
    "alias": N_("Other name"),
    "project": N_("Project"),
    "claim": N_("Reported figure"),
    "stage_entry": N_("Stage"),
    "obstacle": N_("Obstacle"),
    "transfer": N_("Transfer"),
    "project_link": N_("How two projects belong together"),
    "follow_up": N_("Follow-up"),
    "follow_up_subject": N_("Subject of a follow-up"),
    "attachment": N_("File"),
    "article": N_("Article"),
    "article_text": N_("Text of an article"),
    "article_source": N_("Source of an article"),
    "reprint_refusal": N_("Decision on a reprint"),
    "watch_list": N_("Watch list"),
    "watch_list_entry": N_("Name of a watch list"),
    "mention": N_("Link"),
    "suggestion_rule": N_("Rule for suggestions"),
    "outlet_grade": N_("Grade of an outlet"),
    "quote": N_("Quote"),
    "target": N_("Target"),
    "source": N_("Source of articles"),
    "capture_rule": N_("Rule for what comes in"),
    "merged": N_("Merged record"),
    "pin": N_("Pinned entry"),
    "office_setting": N_("Setting of the office"),
    "saved_view": N_("Saved view"),
}

# Links that nobody speaks of: what they lead to is what hangs on a record.
_LINKED = {
    "follow_up_subject": "follow_up",
    "mention": "article",
    "enterprise_industry": "industry",
    "watch_list_entry": "watch_list",
}

FIELD_NAMES = {
    "about_id": N_("Record"),
    "about_kind": N_("Kind of record"),
    "act": N_("What happens"),
    "field": N_("Looks at"),
    "interval_min": N_("Minutes between looks"),
    "is_in_use": N_("In use"),
    "is_paused": N_("Paused"),
    "is_regex": N_("It is a regular expression"),
    "label": N_("Label"),
    "machine": N_("Computer"),
    "pattern": N_("What it looks for"),
    "place": N_("Place"),
    "via": N_("Came through"),
    "with_subfolders": N_("Folders inside, too"),
    "article_id": N_("Article"),
    "author": N_("Author"),
    "basis": N_("Basis"),
    "credibility": N_("Credibility"),
    "mode": N_("Mode"),
    "outlet": N_("Outlet"),
    "body": N_("Text"),
    "due_on": N_("Due on"),
    "evidence": N_("Evidence"),
    "field_name": N_("Field"),
    "first_contact_on": N_("First contact on"),
    "flags": N_("Doubts"),
    "follow_up_id": N_("Follow-up"),
    "grade_reason": N_("Reason for the grade"),
    "is_backdated": N_("Entered late"),
    "is_hint": N_("Hint only"),
    "is_lead_by_hand": N_("Lead copy by choice"),
    "watch_list_id": N_("Watch list"),
    "is_tracked": N_("Followed in articles"),
    "is_undone": N_("Taken back"),
    "is_return": N_("Back in a stage"),
    "skipped": N_("Skipped stages"),
    "lacking": N_("What was lacking"),
    "proves": N_("Proves"),
    "from_office_id": N_("From unit"),
    "to_office_id": N_("To unit"),
    "from_owner_id": N_("Owner before"),
    "to_owner_id": N_("Owner after"),
    "proposed_on": N_("Proposed on"),
    "decided_on": N_("Answered on"),
    "answer": N_("Answer"),
    "other_id": N_("The other project"),
    "mail": N_("E-mail"),
    "media_type": N_("Format"),
    "note": N_("Note"),
    "opened_on": N_("Opened on"),
    "origin": N_("Origin"),
    "original_name": N_("File"),
    "publishing_zone": N_("Published by"),
    "qualifier": N_("Qualifier"),
    "reprint_of_id": N_("Reprint of"),
    "responsible": N_("Responsible"),
    "revision": N_("Revision"),
    "rule": N_("Rule"),
    "scheme": N_("Classification"),
    "since": N_("In the post since"),
    "size": N_("Size"),
    "target_id": N_("Record"),
    "target_kind": N_("Kind of record"),
    "tier": N_("Tier"),
    "told_on": N_("Told on"),
    "unit": N_("Measure"),
    "until": N_("Left on"),
    "value": N_("Value"),
    "website": N_("Website"),
    "wechat": N_("WeChat"),
    "year": N_("Year"),
    "indicator": N_("Indicator"),
    "amount": N_("Amount"),
    "at": N_("Time"),
    "business": N_("Business"),
    "chief": N_("Chain chief"),
    "closed_on": N_("Closed on"),
    "credit_code": N_("Credit code"),
    "done_on": N_("Done on"),
    "entered_on": N_("Date"),
    "first_contact_office_id": N_("First contact unit"),
    "first_contact_officer_id": N_("First contact officer"),
    "from_stage": N_("Stage before"),
    "grade": N_("Grade"),
    "happened_on": N_("Date"),
    "head": N_("Head"),
    "is_active": N_("Works here"),
    "is_adopted": N_("Adopted"),
    "is_existing": N_("Is here already"),
    "is_main": N_("Main contact"),
    "kind": N_("Kind"),
    "labels": N_("Labels"),
    "level": N_("Level"),
    "login": N_("System account"),
    "name": N_("Name"),
    "next_on": N_("Next date"),
    "number": N_("Figure"),
    "officer_id": N_("Officer"),
    "parent_id": N_("Belongs to"),
    "phone": N_("Phone"),
    "position": N_("Place in order"),
    "project_id": N_("Project"),
    "published_on": N_("Published"),
    "quote": N_("Quote"),
    "reason": N_("Reason"),
    "region": N_("Region"),
    "relation": N_("Relation"),
    "result": N_("Result"),
    "role": N_("Role"),
    "segment": N_("Segment"),
    "short_name": N_("Short name"),
    "source": N_("Source"),
    "stage_since": N_("At this stage since"),
    "state": N_("State"),
    "text": N_("Text"),
    "title": N_("Title"),
    "url": N_("Address"),
    "way": N_("Way"),
    "with_whom": N_("With"),
}


def kind_name(kind: str) -> str:
    """A kind of record in words; the kind itself if nobody has named it."""
    return _(KIND_NAMES[kind]) if kind in KIND_NAMES else kind


def linked_name(kind: str) -> str:
    """What a link of that kind leads to, in words; the kind itself for what is no mere link."""
    return kind_name(_LINKED.get(kind, kind))


def field_name(field: str) -> str:
    """A field in words; the field itself if nobody has named it."""
    return _(FIELD_NAMES[field]) if field in FIELD_NAMES else labels.field_name(field)


def act_name(act: Act) -> str:
    """What happened to a record, in words."""
    return _(ACT_NAMES[act])

"""Where articles come from by themselves: sources, how they are, and the rules for what they bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from crm.domain.checks import check_name
from crm.domain.errors import Fault
from crm.domain.records import Record, record_kind
from crm.domain.review import Intake
from crm.i18n import _

LEAST_INTERVAL_MIN = 15  # of a page or feed: often enough for news, seldom enough for its server
LEAST_FOLDER_MIN = 1
MOST_INTERVAL_MIN = 7 * 24 * 60
LONGEST_WAIT = timedelta(hours=24)  # however often it failed
JITTER = 0.1  # of the interval, so that offices do not ask all at once
MOST_DOUBLINGS = 6
BIN_DAYS = 30
EMPTY_TWICE = 2  # a list page without one headline so many times has changed its layout
MOST_TRIES = 3  # of one page that cannot be had


class SourceKind(StrEnum):
    """What is looked through for articles."""

    FOLDER = "folder"
    FEED = "feed"
    LIST_PAGE = "list_page"


class ItemState(StrEnum):
    """What became of one thing that a source showed."""

    WAITING = "waiting"  # a file that may still be written
    ADDED = "added"
    REPRINT = "reprint"
    SOURCE = "source"  # the text of an article that is here, from elsewhere
    DUPLICATE = "duplicate"
    FAILED = "failed"
    DROPPED = "dropped"  # by a rule; kept in the bin


class RuleAct(StrEnum):
    """What a rule does with an article that fits."""

    KEEP = "keep"  # no later rule may drop it
    BLOCK = "block"
    LABEL = "label"


class RuleField(StrEnum):
    """What of an article a rule looks at."""

    TITLE = "title"
    BODY = "body"
    SOURCE = "source"
    DATE = "date"


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Where the headlines of a list page stand, and what their addresses look like.

    Each step is a tag, its id behind #, its classes behind dots, from the outside inwards; the last
    is the link. `address` has # for figures and * for any piece of a path.
    """

    steps: tuple[str, ...]
    address: str


@dataclass(frozen=True, kw_only=True)
class PageLink:
    """A link of a page: its text, where it leads, the date beside it, and where it stands."""

    place: int  # counted from the top of the page
    text: str
    address: str
    group: str  # the same for links that stand together
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """A page as it was fetched, and its links."""

    url: str
    content: bytes
    title: str
    links: tuple[PageLink, ...]


@dataclass(frozen=True, kw_only=True)
class Learned:
    """A recipe and what it takes from the page it was learned on."""

    recipe: Recipe
    headlines: tuple[PageLink, ...]


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """One entry of a feed; `content` is its own text as markup, if it brings one."""

    key: str
    title: str
    address: str
    day: date | None = None
    content: str = ""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed read: its title and newest entries."""

    title: str
    entries: tuple[FeedEntry, ...]


@record_kind
@dataclass(frozen=True, kw_only=True)
class Source(Record):
    """A folder, feed or list page that is looked through again and again."""

    kind: SourceKind = SourceKind.FEED
    name: str = ""
    place: str = ""  # address or path
    interval_min: int = 60
    is_paused: bool = False
    with_subfolders: bool = False
    machine: str = ""  # where a folder lies; others in the office do not see it
    recipe: str = ""  # of a list page: JSON of a Recipe


@record_kind
@dataclass(frozen=True, kw_only=True)
class CaptureRule(Record):
    """What is kept, dropped or labelled of what sources bring; rules are asked in their order."""

    position: int = 0
    act: RuleAct = RuleAct.BLOCK
    field: RuleField = RuleField.TITLE
    pattern: str = ""  # words; * stands for anything, | for or
    is_regex: bool = False
    label: str = ""
    is_in_use: bool = True


@dataclass(frozen=True, kw_only=True)
class SourceHealth:
    """How a source does; instants in UTC."""

    tried_at: datetime | None = None
    succeeded_at: datetime | None = None
    error: str = ""
    failures: int = 0  # in a row
    empty_rounds: int = 0  # in a row
    due_at: datetime | None = None  # None: now
    found_week: int = 0
    taken_week: int = 0
    is_being_polled: bool = False


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    """A source and its health, as lists show them."""

    source: Source
    health: SourceHealth


@dataclass(frozen=True, kw_only=True)
class PollResult:
    """What one look at a source brought."""

    source_id: int
    name: str
    found: int = 0  # new ones
    intakes: tuple[Intake, ...] = ()
    error: str = ""

    @property
    def taken(self) -> int:
        """How many articles lie in the inbox for it."""
        return sum(intake.outcome in ("added", "reprint") for intake in self.intakes)


@dataclass(frozen=True, kw_only=True)
class DroppedItem:
    """Something a rule dropped; it can be taken back for thirty days."""

    id: int
    title: str
    source: str
    rule: str
    seen_at: datetime


def next_look(now: datetime, interval: timedelta, failures: int, jitter: float) -> datetime:
    """When a source is due again: after its interval, twice as long for each failure in a row.

    `jitter` lies in -1..1.
    """
    doubled: int = 2 ** min(failures, MOST_DOUBLINGS)
    wait = min(interval * doubled, max(LONGEST_WAIT, interval))
    return now + wait * (1 + JITTER * jitter)


def check_source(source: Source) -> Iterator[Fault]:
    """A source has a name, a place that can be looked through, and is not asked too often."""
    yield from check_name(source.name)
    is_folder = source.kind is SourceKind.FOLDER
    if not source.place.strip():
        yield Fault(field="place", message=_("Say where it is."))
    elif not is_folder and not source.place.startswith(("http://", "https://")):
        yield Fault(field="place", message=_("An address begins with https:// or http://."))
    if source.kind is SourceKind.LIST_PAGE and not source.recipe:
        yield Fault(field="recipe", message=_("Choose one headline, so that the others are found."))
    least = LEAST_FOLDER_MIN if is_folder else LEAST_INTERVAL_MIN
    if not least <= source.interval_min <= MOST_INTERVAL_MIN:
        sentence = _("Between {least} minutes and a week.")
        yield Fault(field="interval_min", message=sentence.format(least=least))

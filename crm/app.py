"""Opening the program: `open_crm` gives the bundle of services that window and command line use."""

from __future__ import annotations

from dataclasses import dataclass

from crm.data import passphrases, settings_file
from crm.data.opening import open_store
from crm.data.settings_file import Loaded
from crm.data.store import Store
from crm.data.worker import WORKER_ARGUMENT
from crm.data.worker import main as serve_worker
from crm.domain.errors import NotFound
from crm.domain.settings import Settings
from crm.i18n import use_language
from crm.paths import data_folder
from crm.paths import settings_file as settings_path
from crm.services.articles import Articles
from crm.services.attachments import Attachments
from crm.services.calendar import Calendar
from crm.services.clips import Clips
from crm.services.directory import Directory
from crm.services.examples import Examples
from crm.services.follow_ups import FollowUps
from crm.services.history import History
from crm.services.merges import Merges
from crm.services.name_search import NameSearch
from crm.services.office import Offices
from crm.services.outlets import Outlets
from crm.services.projects import Projects
from crm.services.reminders import Reminders
from crm.services.reports import Reports
from crm.services.reprints import Reprints
from crm.services.rules import Rules
from crm.services.settings import OfficeSettings
from crm.services.sources import Sources
from crm.services.steps.intake_desk import IntakeDesk
from crm.services.suggestions import Suggestions
from crm.services.tasks import Tasks
from crm.services.views import Views
from crm.services.visits import Visits

FILE_NAME = "investlead.db"
__all__ = [
    "WORKER_ARGUMENT",
    "Crm",
    "load_settings",
    "location_of",
    "open_crm",
    "recall_passphrase",
    "remember_passphrase",
    "save_settings",
    "serve_worker",
]


@dataclass(frozen=True, kw_only=True)
class Crm:
    """Everything a user can do, by area."""

    articles: Articles
    sources: Sources
    rules: Rules
    clips: Clips
    reprints: Reprints
    name_search: NameSearch
    suggestions: Suggestions
    outlets: Outlets
    directory: Directory
    merges: Merges
    projects: Projects
    follow_ups: FollowUps
    visits: Visits
    tasks: Tasks
    attachments: Attachments
    calendar: Calendar
    reminders: Reminders
    reports: Reports
    examples: Examples
    history: History
    office: Offices
    views: Views
    settings: OfficeSettings
    store: Store
    intakes: IntakeDesk

    def close(self) -> None:
        """Ends the work; the services are of no use afterwards."""
        self.clips.close_door()
        self.intakes.close()
        self.attachments.close()
        self.store.close()


def load_settings() -> Loaded:
    """The settings of this user on this machine, and what to tell about them."""
    return settings_file.load(settings_path())


def save_settings(settings: Settings) -> None:
    """Keeps the settings; Unusable with the reason if they cannot be written."""
    settings_file.save(settings_path(), settings)


def location_of(settings: Settings) -> str:
    """Where the records lie: as set, or the usual file."""
    return settings.location or str(data_folder() / FILE_NAME)


def recall_passphrase(settings: Settings) -> str | None:
    """The passphrase of the database that the keyring of the system keeps, if it does."""
    return passphrases.recall(location_of(settings))


def remember_passphrase(settings: Settings, passphrase: str) -> bool:
    """Hands the passphrase to the keyring of the system; False if there is none."""
    return passphrases.remember(location_of(settings), passphrase)


def open_crm(settings: Settings, passphrase: str | None = None) -> Crm:
    """Opens the database that the settings name and puts its last officer at the keyboard.

    Raises Unusable with a sentence if the database cannot be opened.
    """
    use_language(settings.language)
    store = open_store(location_of(settings), passphrase)
    intakes = IntakeDesk(store)
    crm = Crm(
        articles=Articles(store, intakes, may_fetch=settings.may_fetch),
        sources=Sources(store, intakes, may_fetch=settings.may_fetch),
        rules=Rules(store, intakes),
        clips=Clips(store, intakes),
        reprints=Reprints(store),
        name_search=NameSearch(store, settings.fonts),
        suggestions=Suggestions(store),
        outlets=Outlets(store),
        directory=Directory(store),
        merges=Merges(store),
        projects=Projects(store),
        follow_ups=FollowUps(store),
        visits=Visits(store, intakes),
        tasks=Tasks(store),
        attachments=Attachments(store),
        calendar=Calendar(store),
        reminders=Reminders(store),
        reports=Reports(store, settings.fonts),
        examples=Examples(store),
        history=History(store),
        office=Offices(store),
        views=Views(store),
        settings=OfficeSettings(store),
        store=store,
        intakes=intakes,
    )
    _seat(crm.office, settings.officer)
    return crm


def _seat(office: Offices, name: str) -> None:
    if name:
        try:
            office.sign_in_named(name)
        except NotFound:
            pass  # the officer has left; whoever sits there is asked in the window
        else:
            return
    account = office.account()
    if account is not None:
        office.sign_in(account.key)

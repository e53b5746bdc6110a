"""Opening the database at the start: what goes wrong is said with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crm.app import Crm, location_of, open_crm, recall_passphrase, remember_passphrase
from crm.domain.errors import CrmError, Locked
from crm.domain.settings import Settings
from crm.i18n import N_, _
from ui.dialogs.passphrase import PassphraseDialog
from ui.shared.preferences import Preferences
from ui.shared.prompts import Prompts

FILES = (N_("InvestLead files (*.db)"), N_("All files (*)"))
Ask = Callable[[str, str], tuple[str, bool] | None]  # place, fault -> passphrase and whether to keep it


def ask_passphrase(place: str, fault: str) -> tuple[str, bool] | None:
    """The passphrase and whether to keep it; None if the officer gives up."""
    dialog = PassphraseDialog(place, fault=fault)
    if not dialog.exec():
        return None
    return dialog.passphrase(), dialog.keep.isChecked()


def open_office(preferences: Preferences, prompts: Prompts, ask: Ask = ask_passphrase) -> Crm | None:
    """The program on the database of the settings; None if the officer gives up."""
    while True:
        try:
            return _opened(preferences, ask)
        except CrmError as error:
            if not _chosen_otherwise(preferences, prompts, error):
                return None


def _opened(preferences: Preferences, ask: Ask) -> Crm:
    """Tries without a passphrase, with the one that is kept, then with those that are typed."""
    settings = preferences.settings
    try:
        return open_crm(settings, recall_passphrase(settings) if settings.has_passphrase else None)
    except Locked:
        if not _looks_encrypted(settings):
            raise
    fault = ""
    while True:
        answer = ask(Path(location_of(settings)).name, fault)
        if answer is None:
            raise Locked(_("The file was not opened: it needs its passphrase."))
        passphrase, keep = answer
        try:
            crm = open_crm(settings, passphrase)
        except Locked:
            fault = _("This is not the passphrase of the file.")
            continue
        if keep and remember_passphrase(settings, passphrase):
            preferences.change(has_passphrase=True)
        return crm


def _looks_encrypted(settings: Settings) -> bool:
    """Whether the file could be one under a passphrase: whole pages without the mark of a plain file."""
    try:
        path = Path(location_of(settings))
        with path.open("rb") as file:
            return path.stat().st_size % 512 == 0 and not file.read(16).startswith(b"SQLite format 3")
    except OSError:
        return False


def _chosen_otherwise(preferences: Preferences, prompts: Prompts, error: CrmError) -> bool:
    """True if there is something else to try."""
    path = Path(location_of(preferences.settings))
    answers = [_("Try again"), _("Choose another file"), _("Open the folder")]
    while True:
        answer = prompts.choose(None, str(error), answers)
        if answer == 0:
            return True
        if answer == 1:
            chosen = prompts.open_files(None, _("Choose a database"), [_(pattern) for pattern in FILES])
            if chosen:
                preferences.change(location=str(chosen[0]), has_passphrase=False)
                return True
        elif answer == 2:
            prompts.open_externally(path.parent)
        else:
            return False

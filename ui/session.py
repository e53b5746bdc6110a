"""One officer at work: the window on an open database, and what holds both together."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog

from crm.app import Crm
from crm.domain.changes import Step
from crm.domain.errors import CrmError
from crm.domain.office import Officer
from crm.domain.review import Clip
from crm.domain.rows import ProjectFilter
from crm.domain.stage_rules import StageRules
from crm.i18n import N_, _
from ui.arrivals import Arrivals
from ui.calendar_keeper import CalendarKeeper
from ui.dialogs.choose_officer import ChooseOfficerDialog
from ui.dialogs.edit_task import ask_for_task
from ui.dialogs.first_start import FirstStartDialog
from ui.dialogs.log_line import LogLineDialog
from ui.dialogs.look_back import LookBackDialog
from ui.look import Look, apply_look
from ui.main_window import MainWindow
from ui.places import places
from ui.reminding import ReminderKeeper, local_now
from ui.rounds import Rounds
from ui.screens.review.lists import NAMES
from ui.shared.actions import ActionSpec
from ui.shared.choice_list import Choice
from ui.shared.drafts import FileDrafts
from ui.shared.labels import stage_rules, use_stage_rules
from ui.shared.preferences import Preferences
from ui.shared.prompts import Prompts
from ui.shared.record_labels import kind_name
from ui.shared.status_line import Place
from ui.shared.tasks import FILE_READERS, SERVER_READERS
from ui.shared.theme import ThemeChoice

POLL_MS = 2000
FOUND_MOST = 40
_FOUND_ORDER = (
    "project", "enterprise", "contact", "zone", "industry", "article", "visit", "follow_up", "task",
)  # fmt: skip


@runtime_checkable
class TakesArticles(Protocol):
    """A screen that takes in what was dropped or pasted anywhere."""

    def take_files(self, paths: list[Path]) -> None:
        """Takes files in."""
        ...

    def take_clip(self, clip: Clip) -> None:
        """Takes pasted text or an address in."""
        ...


class Session(QObject):
    """Makes the window, and makes it anew when its language changes."""

    reopen_asked = Signal(str)  # another database
    ended = Signal()

    def __init__(
        self,
        crm: Crm,
        preferences: Preferences,
        prompts: Prompts,
        *,
        today: Callable[[], date] = date.today,
        now: Callable[[], datetime] = local_now,
        inline: bool = False,
    ) -> None:
        super().__init__()
        self.crm, self.preferences = crm, preferences
        self.past: Crm | None = None
        self.past_day: date | None = None
        self._prompts, self._today, self._inline = prompts, today, inline
        self._is_rebuilding = False
        self.has_ended = False
        self._drafts = FileDrafts()
        preferences.changed.connect(self._apply)
        use_stage_rules(crm.settings.stage_rules().value)
        self.rounds = Rounds(crm, lambda: self.window, today)
        self.arrivals = Arrivals(crm, preferences, lambda: self.window, self._take_clip, today)
        self.window = self._make_window()
        self._restore()
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self.poll)
        self.calendar = CalendarKeeper(crm, preferences, self)
        self.calendar.watch(self.window)
        self.reminding = ReminderKeeper(crm, preferences, self, now=now)
        self.reminding.watch(self.window)

    def start(self) -> None:
        """Shows the window and asks what has to be asked first."""
        self.window.show_screen(self.window.first_key)
        self.window.show()
        self.window.crash_watch.install()
        self._timer.start()
        self.rounds.start()
        self.arrivals.settle()
        QTimer.singleShot(0, self, self._ask_first)

    def raise_window(self, files: list[str]) -> None:
        """Another start wanted the window, perhaps with files."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        if files:
            self._take_files(files)

    def poll(self) -> None:
        """Looks for what others have written."""
        self.window.tasks.read(
            self.window,
            self.crm.history.poll,
            lambda _count: self._reached(True),
            key="poll",
            failed=self._lost,
        )

    def undo(self) -> None:
        """Takes the newest step back and says so."""
        self.window.tasks.write(self.window, self.shown.history.undo, self._told_undo, failed=self._refuse)

    def redo(self) -> None:
        """Brings back what was undone last and says so."""
        self.window.tasks.write(self.window, self.shown.history.redo, self._told_redo, failed=self._refuse)

    def switch_officer(self, *, must: bool = False) -> QDialog | None:
        """Asks who is at the keyboard; None if there is nobody to choose from."""
        offices, officers = self.crm.office.offices(), self.crm.office.officers()
        if not officers:
            return None
        current = self.crm.office.actor.officer_id
        dialog = ChooseOfficerDialog(offices, officers, self.window, current=current, must=must)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._sit_down(dialog.officer_id()))
        dialog.open()
        return dialog

    @property
    def shown(self) -> Crm:
        """What the window shows: the office as it is, or as it was known on a day."""
        return self.past or self.crm

    def ask_day(self) -> None:
        """Asks as of which day everything is to be shown."""
        dialog = LookBackDialog(self.window.desk, self._today(), self.window)
        dialog.saved.connect(self.look_back)
        dialog.open()

    def look_back(self, day: date) -> None:
        """Shows everything as it was known at the end of a day."""
        self.window.tasks.read(
            self.window, lambda: self.crm.as_of(day), lambda past: self._show_past(past, day), key="look_back"
        )

    def back_to_today(self) -> None:
        """Shows the office as it is."""
        self._show_past(None, None)

    def search(self, text: str) -> list[Choice]:
        """What the palette shows for a text, by kind."""
        hits = self.shown.directory.search(text, limit=FOUND_MOST)
        order = {kind: place for place, kind in enumerate(_FOUND_ORDER)}
        return [
            Choice(
                key=(hit.kind, hit.id),
                name=hit.name,
                kind=hit.kind,
                detail=" ".join((hit.snippet or hit.detail).split()),
                section=kind_name(hit.kind),
            )
            for hit in sorted(hits, key=lambda hit: order.get(hit.kind, len(order)))
        ]

    def close(self) -> None:
        """Ends the work of this window; the database stays open."""
        self._timer.stop()
        self.window.close()

    # The window

    def _show_past(self, past: Crm | None, day: date | None) -> None:
        left = self.past
        self.past, self.past_day = past, day
        # Not within a click or a job of the window that goes.
        QTimer.singleShot(0, self, lambda: self._rebuild(left))

    def _make_window(self) -> MainWindow:
        day = self.past_day
        window = MainWindow(
            places(self.shown, self.preferences, self.reopen_asked.emit, self.rounds),
            announcer=self.shown.history,
            prompts=self._prompts,
            drafts=self._drafts,
            place=self._place(),
            today=(lambda: day) if day is not None else self._today,
            readers=SERVER_READERS if self.crm.office.is_shared else FILE_READERS,
            inline=self._inline,
        )
        window.status.show_past(day)
        window.status.today_asked.connect(self.back_to_today)
        window.live.watch(window, ("office_setting",), lambda _changes: self._read_rules())
        window.use_search(self.search)
        window.undo_asked.connect(self.undo)
        window.redo_asked.connect(self.redo)
        window.files_dropped.connect(self._take_files)
        window.text_pasted.connect(self._take_clip)
        window.record_asked.connect(self._not_shown)
        window.line_asked.connect(lambda: LogLineDialog(window.desk, self.shown, window).open())
        window.closing.connect(self._closing)
        window.status.officer_asked.connect(lambda: self.switch_officer())
        redo = window.actions_registry.action("redo")
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self._register(window)
        return window

    def _register(self, window: MainWindow) -> None:
        add = window.actions_registry.add
        add(
            ActionSpec(id="officer", text=N_("Another officer works here"), icon="officer"),
            lambda: self.switch_officer(),
        )
        add(
            ActionSpec(
                id="look_back",
                text=N_("Show everything as known on a day"),
                icon="history",
                shortcut="Ctrl+Shift+H",
            ),
            self.ask_day,
        )
        add(
            ActionSpec(id="back_to_today", text=N_("Back to today"), icon="today"),
            self.back_to_today,
            reason=lambda: "" if self.past is not None else _("This is today."),
        )
        add(
            ActionSpec(id="task", text=N_("New task"), icon="task", shortcut="Ctrl+Shift+T"),
            self._ask_for_task,
        )
        add(
            ActionSpec(id="names", text=N_("Search all articles for a list of names"), icon="search"),
            self._search_names,
        )

    def _read_rules(self) -> None:
        self.window.tasks.read(
            self.window, lambda: self.shown.settings.stage_rules().value, self._take_rules, key="stage_rules"
        )

    def _take_rules(self, rules: StageRules) -> None:
        if rules != stage_rules():
            use_stage_rules(rules)
            self.window.live.tell_again("office_setting")

    def _rebuild(self, left: Crm | None = None) -> None:
        """A window in the new language, or of another day, in the place of the old one."""
        if self.has_ended:  # closed between the click and now
            return
        old, key = self.window, self.window.current_key
        quits = QApplication.quitOnLastWindowClosed()
        QApplication.setQuitOnLastWindowClosed(False)
        self._is_rebuilding = True
        use_stage_rules(self.shown.settings.stage_rules().value)
        new = self._make_window()
        new.restoreGeometry(old.saveGeometry())
        old.close()
        self._is_rebuilding = False
        old.deleteLater()
        self.window = new
        self.calendar.watch(new)
        self.reminding.watch(new)
        new.show_screen(key)
        new.show()
        new.crash_watch.install()
        QApplication.setQuitOnLastWindowClosed(quits)
        if left is not None:
            left.close()

    def _apply(self, names: frozenset[str]) -> None:
        if names & {"language", "appearance"}:
            apply_look(look_of(self.preferences))
        if "language" in names:
            # Not within a click of the window that goes.
            QTimer.singleShot(0, self, self._rebuild)
        if names & {"takes_clips", "clip_token_hash"}:
            self.arrivals.settle()
        if "officer" in names or "location" in names:
            self.window.status.show_place(self._place())

    def _restore(self) -> None:
        kept = self.preferences.settings.window
        if kept:
            self.window.restoreGeometry(QByteArray(base64.b64decode(kept, validate=False)))

    def _closing(self) -> None:
        if self._is_rebuilding:
            return
        self.has_ended = True
        self._timer.stop()
        self.rounds.stop()
        self.arrivals.close()
        if self.past is not None:
            self.past.close()
        shape = base64.b64encode(bytes(self.window.saveGeometry().data())).decode("ascii")
        with contextlib.suppress(CrmError):  # a window that opens elsewhere next time is no reason to stay
            self.preferences.change(window=shape)
        self.ended.emit()

    def _place(self) -> Place:
        actor = self.crm.office.actor
        offices = {office.id: office.name for office in self.crm.office.offices()}
        where = self.crm.office.place
        return Place(
            office=offices.get(actor.office_id, ""),
            officer=actor.name or _("Who is working here?"),
            database=where if self.crm.office.is_shared else Path(where).name,
        )

    # What has to be asked first

    def _ask_first(self) -> None:
        if not self.window.isVisible():
            return  # closed as soon as it was opened
        if not self.crm.office.offices() and not self.crm.projects.find(ProjectFilter()):
            dialog = FirstStartDialog(self.crm, self.window.tasks, self.window, today=self._today)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(self._begun)
            dialog.open()
        elif self.crm.office.actor.officer_id is None:
            officers = self.crm.office.officers()
            if len(officers) == 1:
                self._sit_down(officers[0].key)
            else:
                self.switch_officer(must=True)

    def _begun(self) -> None:
        self._keep_officer(self.crm.office.actor.name)
        self.window.status.show_place(self._place())
        if self.window.current_screen is not None:
            self.window.current_screen.take_keyboard()

    def _sit_down(self, officer_id: int | None) -> None:
        if officer_id is None:
            return
        officer: Officer = self.crm.office.sign_in(officer_id)
        self._keep_officer(officer.name)
        self.window.status.show_place(self._place())

    def _keep_officer(self, name: str) -> None:
        try:
            self.preferences.change(officer=name)
        except CrmError as error:
            self.window.tell(error)

    # What the window asks for

    def _take_files(self, names: list[str]) -> None:
        screen = self._articles()
        if screen is not None:
            screen.take_files([Path(name) for name in names])

    def _take_clip(self, clip: Clip) -> None:
        screen = self._articles()
        if screen is not None:
            screen.take_clip(clip)

    def _search_names(self) -> None:
        self.window.show_screen("articles")
        screen = self.window.current_screen
        if screen is not None:
            screen.show_view(NAMES)
            screen.title_changed.emit("")

    def _ask_for_task(self) -> None:
        screen = self.window.current_screen
        ref = screen.current_record() if screen is not None else None
        ask_for_task(self.window.desk, self.crm, self.window, [ref] if ref is not None else [])

    def _articles(self) -> TakesArticles | None:
        if "articles" not in self.window.screen_keys():
            return None
        self.window.show_screen("articles")
        screen = self.window.current_screen
        return screen if isinstance(screen, TakesArticles) else None

    def _not_shown(self, kind: str, _record_id: int) -> None:
        text = _("There is no page for this yet: {kind}.").format(kind=kind_name(kind))
        self.window.toasts.show_toast(text, is_error=True)

    def _told_undo(self, step: Step | None) -> None:
        if step is None:
            self.window.toasts.show_toast(_("There is nothing to undo."))
            return
        text = _("Undone: {label}").format(label=step.label)
        self.window.toasts.show_toast(text, [(_("Redo"), self.redo)])

    def _told_redo(self, step: Step | None) -> None:
        if step is None:
            self.window.toasts.show_toast(_("There is nothing to redo."))
            return
        text = _("Done again: {label}").format(label=step.label)
        self.window.toasts.show_toast(text, [(_("Undo"), self.undo)])

    def _refuse(self, error: CrmError) -> None:
        actions = [(_("History"), lambda: self.window.show_screen("history"))]
        self.window.toasts.show_toast(str(error), actions, is_error=True)

    def _lost(self, error: CrmError) -> None:
        self._reached(False)

    def _reached(self, on: bool) -> None:
        place = self._place_known if on else _("Out of reach")
        self.window.status.database.setText(place)

    @property
    def _place_known(self) -> str:
        where = self.crm.office.place
        return where if self.crm.office.is_shared else Path(where).name


def look_of(preferences: Preferences) -> Look:
    """What the settings say about the window."""
    settings = preferences.settings
    return Look(language=settings.language, theme=ThemeChoice(settings.appearance))

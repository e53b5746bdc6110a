"""The bell and the notices of what is due: told once, grouped, put off or silenced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.domain.reminders import GROUPED_FROM, QuietHours, Reminder, snooze_times
from crm.domain.rows import DueKind
from crm.i18n import N_, _, _n
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.put_off import PutOffDialog
from ui.dialogs.silenced_reminders import SilencedRemindersDialog
from ui.main_window import MainWindow
from ui.shared.icons import icon
from ui.shared.labels import day
from ui.shared.live import Changes
from ui.shared.preferences import Preferences

KINDS = frozenset({"project", "follow_up", "task", "officer", "visit"})
LOOK_MS = 60_000  # between looks at the clock
MOST_ROWS = 20  # of the list under the bell; Today has them all
SNOOZES = {
    "hour": N_("Remind in an hour"),
    "tomorrow": N_("Remind tomorrow"),
    "three_days": N_("Remind in 3 days"),
    "monday": N_("Remind next Monday"),
}


def local_now() -> datetime:
    """This moment, in the time of this computer."""
    return datetime.now(UTC).astimezone()


class ReminderKeeper(QObject):
    """Looks at the clock, rings for what is new, and keeps the list under the bell."""

    def __init__(
        self,
        crm: Crm,
        preferences: Preferences,
        parent: QObject,
        *,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__(parent)
        self._crm, self._preferences, self._now = crm, preferences, now
        self._window: MainWindow | None = None
        self._tray: QSystemTrayIcon | None = None
        self.waiting: list[Reminder] = []
        self.menu: QMenu | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, window: MainWindow) -> None:
        """Serves the bell of a window, until it closes."""
        self._window = window
        window.header.bell.clicked.connect(self.show_list)
        window.live.changed.connect(self._hear)
        window.closing.connect(self.stop)
        self._timer.start()
        QTimer.singleShot(0, self, self.look)

    def stop(self) -> None:
        """The window closes, or nothing more is wanted for it."""
        self._timer.stop()
        self._window = None

    def look(self) -> None:
        """Rings for what has come up since the last look, unless it is quiet now, and counts what waits."""
        window, now = self._window, self._now()
        if window is None:
            return
        on = window.desk.today()
        if self._preferences.settings.reminds and not self._quiet().hold(now):
            ring = self._crm.reminders.ring
            window.tasks.write(window, lambda: ring(now, on), self._tell, failed=self._leave)
        self.refresh()

    def _quiet(self) -> QuietHours:
        settings = self._preferences.settings
        return QuietHours(begins=time(settings.quiet_from), ends=time(settings.quiet_until))

    def refresh(self) -> None:
        """Reads the list anew."""
        window, now = self._window, self._now()
        if window is not None:
            waiting, on = self._crm.reminders.waiting, window.desk.today()
            window.tasks.read(
                window, lambda: waiting(now, on), self._show, key="reminders", failed=self._leave
            )

    def show_list(self) -> None:
        """Opens the list under the bell; each row has what can be done with it."""
        if self._window is None:
            return
        bell = self._window.header.bell
        self.menu = menu = QMenu(bell)
        for reminder in self.waiting[:MOST_ROWS]:
            menu.addMenu(self._row(reminder, menu))
        if not self.waiting:
            menu.addAction(_("Nothing to be reminded of")).setEnabled(False)
        menu.addSeparator()
        silenced = menu.addAction(icon("reject"), _("Not reminded of…"))
        silenced.triggered.connect(lambda: self.show_silenced())
        everything = menu.addAction(icon("today"), _("Show all on Today"))
        everything.triggered.connect(lambda: self._go_to_today())
        menu.popup(bell.mapToGlobal(bell.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _row(self, reminder: Reminder, menu: QMenu) -> QMenu:
        window = self._window
        assert window is not None
        due = day(reminder.due_on, window.desk.today())
        row = QMenu(f"{due}  {reminder.name}：{reminder.what}".replace("&", "&&"), menu)
        row.addAction(icon("open"), _("Open")).triggered.connect(
            lambda: window.open_record(reminder.ref.kind, reminder.ref.id)
        )
        if reminder.about:
            row.addAction(icon("follow_up"), _("Log a follow-up")).triggered.connect(
                lambda: LogFollowUpDialog(window.desk, self._crm, reminder.about, window).open()
            )
        if reminder.kind is DueKind.TASK:
            row.addAction(icon("done"), _("Done")).triggered.connect(partial(self.complete, reminder))
        row.addSeparator()
        for key, until in snooze_times(self._now()).items():
            put_off = partial(self.snooze, reminder, until)
            row.addAction(icon("snooze"), _(SNOOZES[key])).triggered.connect(put_off)
        own = row.addAction(icon("snooze"), _("Remind at another time…"))
        own.triggered.connect(partial(self.ask_until, reminder))
        row.addAction(icon("reject"), _("Not again for this")).triggered.connect(
            partial(self.silence, reminder)
        )
        return row

    def complete(self, reminder: Reminder, _checked: bool = False) -> None:
        """Marks the task of a reminder as done."""
        if self._window is not None:
            task_id, on = reminder.ref.id, self._window.desk.today()
            self._do(lambda: self._crm.tasks.complete(task_id, on))

    def snooze(self, reminder: Reminder, until: datetime, _checked: bool = False) -> None:
        """Puts a reminder off."""
        self._do(lambda: self._crm.reminders.snooze(reminder, until))

    def ask_until(self, reminder: Reminder, _checked: bool = False) -> None:
        """Asks until when a reminder is put off."""
        if self._window is not None:
            name = f"{reminder.name}：{reminder.what}"
            dialog = PutOffDialog(self._window.desk, name, self._window, now=self._now())
            dialog.chosen.connect(partial(self.snooze, reminder))
            dialog.open()

    def show_silenced(self) -> None:
        """Opens the list of what is not told any more."""
        if self._window is not None:
            dialog = SilencedRemindersDialog(self._window.desk, self._crm, self._window)
            dialog.finished.connect(lambda _result: self.refresh())
            dialog.open()

    def silence(self, reminder: Reminder, _checked: bool = False) -> None:
        """Does not remind of this plan again."""
        self._do(lambda: self._crm.reminders.silence(reminder))

    def _do(self, work: Callable[[], object]) -> None:
        if self._window is not None:
            self._window.tasks.write(self._window, work, lambda _done: self.refresh())

    def _show(self, waiting: Sequence[Reminder]) -> None:
        self.waiting = list(waiting)
        if self._window is not None:
            self._window.header.show_waiting(len(self.waiting))

    def _tell(self, new: Sequence[Reminder]) -> None:
        if not new or self._window is None:
            return
        if len(new) >= GROUPED_FROM:
            told = [_n("{count} thing is due today", "{count} things are due today", len(new))]
        else:
            told = [f"{reminder.name}：{reminder.what}" for reminder in new]
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray_icon(self._window).showMessage("InvestLead", "\n".join(told), icon("bell"))
            return
        for text in told:
            self._window.toasts.show_toast(text, [(_("Show"), self.show_list)])

    def _tray_icon(self, window: MainWindow) -> QSystemTrayIcon:
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("bell"), self)
            self._tray.setToolTip("InvestLead")
            self._tray.messageClicked.connect(self._come)
            self._tray.activated.connect(lambda _reason: self._come())
        self._tray.show()
        return self._tray

    def _come(self) -> None:
        if self._window is not None:
            self._window.showNormal() if self._window.isMinimized() else self._window.show()
            self._window.raise_()
            self._window.activateWindow()
            self.show_list()

    def _go_to_today(self) -> None:
        if self._window is not None:
            self._window.show_screen("today")

    def _hear(self, changes: Changes) -> None:
        if KINDS & changes.kinds:
            self.refresh()

    def _leave(self, _error: CrmError) -> None:
        """Who may not be reminded, or is out of reach of the server, hears nothing."""

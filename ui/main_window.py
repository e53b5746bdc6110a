"""The one window: rail, header, screens, status line, palette, and what is dropped or pasted anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm.domain.errors import CrmError
from crm.i18n import N_, _
from ui.shared.actions import Actions, ActionSpec
from ui.shared.choice_list import Choice
from ui.shared.clipping import clip_from
from ui.shared.composing import watch_composing
from ui.shared.crash import CrashDialog, CrashWatch
from ui.shared.form import Drafts
from ui.shared.header import BELL_KEY, Header
from ui.shared.key_sheet import KeySheet
from ui.shared.live import Announcer, Live
from ui.shared.palette import CommandPalette, Initials, Search
from ui.shared.prompts import DesktopPrompts, Prompts
from ui.shared.rail import Rail
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.status_line import Place, StatusLine
from ui.shared.tab_order import move_focus
from ui.shared.tasks import FILE_READERS, Tasks
from ui.shared.toast import ToastArea
from ui.shared.tokens import RAIL_WIDTH, STATUS_HEIGHT

BARE_RAIL_BELOW = 1000  # logical pixels
NAVIGATION = N_("Go to")


class MainWindow(QMainWindow):
    """Everything the officer sees. A change of language makes a new one."""

    files_dropped = Signal(list)  # paths as text
    text_pasted = Signal(object)  # Clip
    undo_asked = Signal()
    redo_asked = Signal()
    record_asked = Signal(str, int)  # a record no screen shows
    line_asked = Signal()  # to log in one line over a screen that has none
    screen_shown = Signal(str)
    closing = Signal()

    def __init__(
        self,
        screens: Sequence[ScreenSpec],
        *,
        announcer: Announcer | None = None,
        prompts: Prompts | None = None,
        drafts: Drafts | None = None,
        place: Place | None = None,
        today: Callable[[], date] = date.today,
        readers: int = FILE_READERS,
        inline: bool = False,
    ) -> None:
        super().__init__()
        self.setWindowTitle(_("InvestLead"))
        self.setMinimumSize(800, 560)
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        watch_composing()
        self._specs = {spec.key: spec for spec in screens}
        self._made: dict[str, Screen] = {}
        self._current = ""
        self._prompts: Prompts = prompts or DesktopPrompts()
        self.crash_watch = CrashWatch(self._show_crash, self)
        self.tasks = Tasks(self, readers=readers, inline=inline, parent=self)
        self.live = Live(announcer, self)
        self.actions_registry = Actions(self)
        self._build(place or Place())
        self.desk = Desk(
            tasks=self.tasks,
            live=self.live,
            actions=self.actions_registry,
            prompts=self._prompts,
            show_toast=self.toasts.show_toast,
            open_record=self.open_record,
            show_screen=self.show_screen,
            undo=self.undo_asked.emit,
            drafts=drafts,
            today=today,
        )
        self._register_actions()

    @property
    def current_screen(self) -> Screen | None:
        """The screen shown."""
        return self._made.get(self._current)

    @property
    def current_key(self) -> str:
        """The key of the screen shown."""
        return self._current

    @property
    def first_key(self) -> str:
        """The key of the screen at the top of the rail."""
        return next(iter(self._specs))

    def screen_keys(self) -> list[str]:
        """The keys of all screens, in the order of the rail."""
        return list(self._specs)

    def screen_of(self, key: str) -> Screen:
        """The screen of this key, made now if it was never visited."""
        found = self._made.get(key)
        if found is None:
            found = self._specs[key].make(self.desk)
            self._made[key] = found
            self._stack.addWidget(found)
            found.badge_changed.connect(self.rail.item(key).set_count)
            found.title_changed.connect(lambda _title: self._show_head())
        return found

    def show_screen(self, key: str) -> None:
        """Goes to a screen, unless the current one holds on to something unsaved."""
        current = self.current_screen
        if current is not None and key != self._current and not current.may_leave():
            self.rail.set_current(self._current)
            return
        screen = self.screen_of(key)
        self._current = key
        self.rail.set_current(key)
        self._stack.setCurrentWidget(screen)
        self._show_head()
        if not self.rail.has_keyboard():
            screen.take_keyboard()
        self.actions_registry.refresh()
        self.screen_shown.emit(key)

    def open_record(self, kind: str, record_id: int) -> None:
        """Shows a record on the screen that knows its kind."""
        for spec in self._specs.values():
            if kind in spec.kinds:
                self.show_screen(spec.key)
                if self._current == spec.key and self.screen_of(spec.key).show_record(kind, record_id):
                    return
        self.record_asked.emit(kind, record_id)

    def use_search(self, search: Search | None, initials: Initials | None = None) -> None:
        """What the palette searches; keys of its choices are `(kind, id)`."""
        self.palette_box.set_search(search, initials)

    def tell(self, error: CrmError) -> None:
        """Shows a sentence: over an open dialog as a message, else as a notice."""
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            self._prompts.tell(dialog, str(error))
        else:
            self.toasts.show_toast(str(error), is_error=True)

    def crash(self, error: BaseException) -> None:
        """Shows and logs a fault of the program."""
        self.crash_watch.crash(error)

    def take_data(self, data: QMimeData | None) -> bool:
        """Takes files or text from the clipboard or a drop; True if there was something to take."""
        if data is None:  # what the clipboard gives when its owner has gone
            return False
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            self.files_dropped.emit(files)
            return True
        clip = clip_from(data)
        if clip.text.strip():
            self.text_pasted.emit(clip)
            return True
        return False

    def _build(self, place: Place) -> None:
        centre = QWidget()
        outer = QVBoxLayout(centre)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.rail = Rail()
        self.rail.chosen.connect(self.show_screen)
        self.rail.entered.connect(self._enter_screen)
        for spec in self._specs.values():
            self.rail.add(spec.key, _(spec.title), spec.icon, at_end=spec.at_end)
        middle.addWidget(self.rail)
        side = QVBoxLayout()
        side.setSpacing(0)
        self.header = Header()
        self.header.new_asked.connect(self._create_new)
        self.header.find_asked.connect(self.open_palette)
        self.header.view_chosen.connect(self._show_view)
        side.addWidget(self.header)
        self._stack = QStackedWidget()
        side.addWidget(self._stack, 1)
        middle.addLayout(side, 1)
        outer.addLayout(middle, 1)
        self.status = StatusLine(self.tasks, place)
        outer.addWidget(self.status)
        self.setCentralWidget(centre)
        self.toasts = ToastArea(centre, left=RAIL_WIDTH + 16, bottom=STATUS_HEIGHT + 16)
        self.palette_box = CommandPalette(centre, self.tasks, self.actions_registry.choices)
        self.palette_box.chosen.connect(self._take_choice)

    def open_palette(self, text: str = "") -> None:
        """Opens the command palette."""
        self.palette_box.open(text)

    def _register_actions(self) -> None:
        add = self.actions_registry.add
        add(
            ActionSpec(
                id="palette",
                text=N_("Search and commands"),
                icon="search",
                shortcut="Ctrl+K",
                in_palette=False,
            ),
            lambda: self.open_palette(),
        )
        add(
            ActionSpec(id="new", text=N_("New"), icon="add", shortcut="Ctrl+N"),
            self._create_new,
            reason=self._why_not_new,
        )
        add(ActionSpec(id="undo", text=N_("Undo"), icon="undo", shortcut="Ctrl+Z"), self.undo_asked.emit)
        add(
            ActionSpec(id="redo", text=N_("Redo"), icon="redo", shortcut="Ctrl+Shift+Z"), self.redo_asked.emit
        )
        add(
            ActionSpec(
                id="paste",
                text=N_("Add text or files from the clipboard as articles"),
                icon="paste",
                shortcut="Ctrl+V",
            ),
            self._paste,
        )
        add(
            ActionSpec(id="keys", text=N_("Keyboard shortcuts"), icon="keyboard", shortcut="F1"),
            lambda: KeySheet(self.actions_registry, self).open(),
        ).setShortcuts([QKeySequence("F1"), QKeySequence("?")])
        line = ActionSpec(id="line", text=N_("Log in one line"), icon="follow_up", shortcut="Ctrl+Shift+L")
        add(line, self._log_in_a_line)
        bell = ActionSpec(id="reminders", text=N_("Reminders"), icon="bell", shortcut=BELL_KEY)
        add(bell, self.header.bell.click)
        self._register_places()

    def _register_places(self) -> None:
        for number, spec in enumerate(self._specs.values(), start=1):
            self.actions_registry.add(
                ActionSpec(
                    id=f"go.{spec.key}",
                    text=spec.title,
                    section=NAVIGATION,
                    icon=spec.icon,
                    shortcut=spec.shortcut or (f"Ctrl+{number}" if number < 10 else ""),
                ),
                partial(self.show_screen, spec.key),
            )

    def _why_not_new(self) -> str:
        screen = self.current_screen
        return "" if screen is not None and screen.can_create() else _("There is nothing to add here.")

    def _create_new(self) -> None:
        if self.current_screen is not None and self.current_screen.can_create():
            self.current_screen.create_new()

    def _show_view(self, key: str) -> None:
        if self.current_screen is not None:
            self.current_screen.show_view(key)

    def _enter_screen(self) -> None:
        if self.current_screen is not None:
            self.current_screen.take_keyboard()

    def _log_in_a_line(self) -> None:
        if self.current_screen is None or not self.current_screen.take_line():
            self.line_asked.emit()

    def _show_head(self) -> None:
        if self.current_screen is not None:
            self.header.show_screen(_(self._specs[self._current].title), self.current_screen)

    def _take_choice(self, choice: Choice) -> None:
        if isinstance(choice.key, str):
            self.actions_registry.run(choice.key)
        elif isinstance(choice.key, tuple):
            kind, record_id = choice.key
            self.open_record(kind, record_id)

    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if self.take_data(data):
            return
        if data is not None and data.hasImage():
            sentence = _(
                "This is a picture. Text in screenshots and photos cannot be read: paste the text instead."
            )
        else:
            sentence = _("There is no text and no file on the clipboard.")
        self.toasts.show_toast(sentence, is_error=True)

    def _show_crash(self, report: str) -> QDialog:
        dialog = CrashDialog(report, self._prompts, self)
        dialog.open()
        return dialog

    # Qt's names from here

    def focusNextPrevChild(self, next: bool) -> bool:
        return move_focus(self, (self.rail, self.header, self._stack, self.status), forward=next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < BARE_RAIL_BELOW
        self.rail.set_bare(narrow)
        self.header.set_narrow(narrow)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if event.source() is None and (data.hasUrls() or data.hasText()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.take_data(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.current_screen is not None and not self.current_screen.may_leave():
            event.ignore()
            return
        self.live.close()
        self.tasks.close()
        self.closing.emit()
        super().closeEvent(event)

"""What the page of every record does: shows it, writes changes, and settles conflicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from crm.domain.errors import Conflict, CrmError, Doubtful, NotFound
from crm.domain.records import Ref
from crm.i18n import N_, _
from ui.shared.actions import ActionSpec
from ui.shared.doubts import is_meant
from ui.shared.page_parts.head import PageHead
from ui.shared.screen import Desk

Deed = tuple[str, str, str, str, Callable[[], object]]  # id behind the dot, text, icon, key, what to do


class RecordView(QWidget):
    """The page of one record of `kind`.

    A page has its head, reads itself by `read` on the read lane, and shows what came by `show_found`.
    """

    back_asked = Signal()
    step_asked = Signal(int)
    kind = ""
    head: PageHead

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.record_id: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def ref(self) -> Ref:
        """The record that is shown."""
        assert self.record_id is not None
        return Ref(kind=self.kind, id=self.record_id)

    def show_record(self, record_id: int, title: str = "", place: int | None = None, count: int = 0) -> None:
        """Shows a record that was opened from a list of `count`."""
        self.record_id = record_id
        self.head.show_way(title, place, count)
        self.refresh()

    def refresh(self) -> None:
        """Reads the record again; what is being edited stays open."""
        if self.record_id is not None:
            self.desk.tasks.read(
                self, self.reading(self.record_id), self.show_found, key="page", failed=self._missed
            )

    def reading(self, record_id: int) -> Callable[[], Any]:
        """What reads the page; values of widgets are taken before it runs."""
        raise NotImplementedError

    def show_found(self, page: Any) -> None:
        """Shows what was read."""
        raise NotImplementedError

    def take_keyboard(self) -> None:
        """Gives the keyboard to where work on the record begins."""
        self.setFocus()

    def focus_line(self) -> bool:
        """Puts the keyboard into the line to log with; False if there is none."""
        return False

    def watch(self, kinds: Iterable[str]) -> None:
        """Reads again whenever records of these kinds change."""
        self.desk.live.watch(self, kinds, lambda _changes: self.refresh())

    def connect_head(self) -> None:
        """Lets the head lead back and on."""
        self.head.back_asked.connect(self.back_asked)
        self.head.step_asked.connect(self.step_asked)

    def register(
        self, section: str, deeds: Iterable[Deed], reasons: Mapping[str, Callable[[], str]] | None = None
    ) -> None:
        """Registers the way back and through the list, and what else the page can do.

        `reasons` say by the ids of deeds why they cannot be done now, or nothing.
        """
        way: tuple[Deed, ...] = (
            ("back", N_("Back to the list"), "left", "Alt+Left", self.back_asked.emit),
            ("previous", N_("Previous"), "up", "Ctrl+Up", lambda: self.step_asked.emit(-1)),
            ("next", N_("Following"), "down", "Ctrl+Down", lambda: self.step_asked.emit(1)),
        )
        for name, text, symbol, key, run in (*way, *deeds):
            spec = ActionSpec(id=f"{self.kind}.{name}", text=text, section=section, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self, reason=(reasons or {}).get(name))

    def show_menu(self, names: Iterable[str], *, more: Callable[[QMenu], None] | None = None) -> None:
        """Opens the menu of the head with these actions; an empty name makes a line."""
        menu = self.desk.actions.menu(self, [f"{self.kind}.{name}" if name else "" for name in names])
        if more is not None:
            more(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu: QMenu = menu
        menu.popup(self.head.more.mapToGlobal(self.head.more.rect().bottomLeft()))

    # Changing

    def write(self, work: Callable[[], Any], told: str = "") -> None:
        """Runs a change; `told` is said afterwards, with the way to take it back."""

        def done(_value: Any) -> None:
            if told:
                self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, work, done, failed=self.fail)

    def save(
        self,
        work: Callable[[], Any],
        over: Callable[[Conflict], None],
        doubtful: Callable[[], None] | None = None,
        *,
        let_go: Callable[[], None] | None = None,
        told: str = "",
    ) -> None:
        """Saves the record; where somebody was faster, `over` puts mine over theirs if that is wanted.

        `doubtful` saves figures that can hardly be meant, after asking. `let_go` drops what was typed
        where theirs is taken. `told` is said afterwards.
        """

        def failed(error: CrmError) -> None:
            if isinstance(error, Doubtful) and doubtful is not None:
                doubtful() if is_meant(self.desk, self, error) else self.refresh()
            elif not isinstance(error, Conflict):
                self.fail(error)
            elif self.desk.prompts.choose(self, str(error), [_("Keep mine"), _("Take theirs")]) == 0:
                over(error)
            else:
                if let_go is not None:
                    let_go()
                self.refresh()

        def done(_saved: Any) -> None:
            self.refresh()
            self.desk.show_toast(told or _("Saved"), [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, work, done, failed=failed)

    def delete(self, name: str, work: Callable[[], Any], told: str) -> None:
        """Deletes the record after asking."""
        question = _("Delete {name}? Undo brings it back.").format(name=name)
        if self.desk.prompts.confirm(self, question, _("Delete"), danger=True):
            self.write(work, told)

    def refuse(self, text: str) -> None:
        """Says why something was not done."""
        self.desk.show_toast(text, is_error=True)

    def fail(self, error: CrmError) -> None:
        """Says what went wrong and shows what is there."""
        self.refuse(str(error))
        self.refresh()

    def _missed(self, error: CrmError) -> None:
        if isinstance(error, NotFound):
            self.record_id = None
            self.back_asked.emit()
        else:
            self.desk.tasks.tell(error)

    # Qt's names from here

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            # Out of a field first, out of the page second.
            typing = isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit) and not self.hasFocus()
            self.setFocus() if typing else self.back_asked.emit()
            return
        super().keyPressEvent(event)

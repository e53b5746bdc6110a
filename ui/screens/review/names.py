"""What is done with a list of names on the articles screen: searching, opening, keeping, exporting."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.domain.name_search import AskedNames, NameHit, NamesFound, WatchListRow
from crm.i18n import N_, _
from ui.dialogs.save_names import SaveNamesDialog
from ui.screens.review.keys import SECTION
from ui.screens.review.names_view import NamesView
from ui.screens.review.reviewing import Reviewing
from ui.shared.actions import ActionSpec
from ui.shared.screen import Desk
from ui.shared.tab_order import follow


class Names:
    """Fills the view of a list of names, and does what its buttons say.

    The view is made when it is wanted first: the articles are there sooner without it.
    """

    def __init__(self, screen: Reviewing, desk: Desk, crm: Crm) -> None:
        self._screen, self._desk, self._crm = screen, desk, crm
        self.place = QWidget()
        self._room = QVBoxLayout(self.place)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._made: NamesView | None = None
        self._register()

    @property
    def view(self) -> NamesView:
        """What lies in `place`."""
        if self._made is None:
            self._made = view = NamesView(self._desk)
            view.search_asked.connect(self.search)
            view.list_chosen.connect(self._load_list)
            view.hit_opened.connect(self.open_hit)
            view.row_changed.connect(self._desk.actions.refresh)
            button = self._desk.actions.button
            view.add_buttons(
                (button("names.save"), button("names.delete")),
                (button("names.open"), button("names.export", with_text=True)),
            )
            self._room.addWidget(view)
            follow(self.place, view)
            kinds = ("watch_list", "watch_list_entry")
            self._desk.live.watch(view, kinds, lambda _changes: self.read_lists())
            self.read_lists()
        return self._made

    def read_lists(self) -> None:
        """Asks for the lists that are kept."""
        self._desk.tasks.read(self.view, self._crm.name_search.lists, self._show_lists, key="lists")

    def search(self) -> None:
        """Looks for the names in all articles, as a job that can be stopped."""
        pasted, names = self.view.text.toPlainText(), self._crm.name_search
        self.view.show_fault("")
        self.view.set_busy(True)
        self._desk.tasks.job(
            self.view,
            _("Searching for names"),
            lambda progress: names.search(names.ask(pasted), progress),
            self._show,
            failed=self._fail,
        )

    def open_hit(self, hit: NameHit) -> None:
        """Opens the article at the place."""
        place = (hit.start, hit.end) if hit.start is not None and hit.end is not None else None
        self._screen.open_at(hit.article_id, place)

    def save(self) -> None:
        """Asks for a name and keeps the list under it."""
        pasted = self.view.text.toPlainText()
        self._desk.tasks.read(
            self.view, lambda: self._crm.name_search.ask(pasted), self._ask_for_name, failed=self._fail
        )

    def delete(self) -> None:
        """Deletes the chosen list; undo brings it back."""
        list_id = self.view.list_id
        if list_id is not None:
            self._desk.tasks.write(
                self.view,
                lambda: self._crm.name_search.delete_list(list_id),
                lambda _none: self._tell(_("List deleted")),
            )

    def export(self) -> None:
        """Writes what was found as a workbook, where the officer wants it."""
        found = self.view.found
        if found is None:
            return
        title, name = _("Save what was found"), _("Names found") + ".xlsx"
        target = self._desk.prompts.save_file(self.view, title, name, "*.xlsx")
        if target is not None:
            told = _("Saved: {name}").format(name=target.name)
            self._desk.tasks.job(
                self.view,
                _("Writing a workbook"),
                lambda _progress: self._crm.name_search.export(found, target),
                lambda _none: self._say(told),
            )

    def _register(self) -> None:
        for action_id, text, symbol, key, run, reason in (
            ("search", N_("Search all articles for the names"), "search", "F5", self.search, None),
            ("open", N_("Open the article at the place"), "open", "", self._open_current, self._why_no_hit),
            ("save", N_("Save the names as a list"), "save", "Ctrl+S", self.save, None),
            ("delete", N_("Delete the saved list"), "delete", "", self.delete, self._why_no_list),
            ("export", N_("Export to Excel"), "export", "Ctrl+E", self.export, self._why_nothing),
        ):
            spec = ActionSpec(id=f"names.{action_id}", text=text, section=SECTION, icon=symbol, shortcut=key)
            self._desk.actions.add(spec, run, scope=self.place, reason=reason)

    def _why_no_hit(self) -> str:
        return "" if self._made is not None and self._made.hit is not None else _("Choose an article first.")

    def _why_no_list(self) -> str:
        return (
            ""
            if self._made is not None and self._made.list_id is not None
            else _("Choose a saved list first.")
        )

    def _why_nothing(self) -> str:
        return (
            ""
            if self._made is not None and self._made.found is not None
            else _("Nothing was searched for yet.")
        )

    def _open_current(self) -> None:
        if self.view.hit is not None:
            self.open_hit(self.view.hit)

    def _show_lists(self, lists: list[WatchListRow]) -> None:
        self.view.show_lists(lists)
        self._desk.actions.refresh()

    def _show(self, found: NamesFound) -> None:
        self.view.set_busy(False)
        self.view.show_found(found)
        self._desk.actions.refresh()

    def _fail(self, error: CrmError) -> None:
        self.view.set_busy(False)
        self.view.show_fault(str(error))

    def _load_list(self, list_id: int) -> None:
        self._desk.actions.refresh()
        self._desk.tasks.read(
            self.view,
            lambda: self._crm.name_search.names_of(list_id),
            lambda names: self.view.text.setPlainText("\n".join(names)),
            key="list",
        )

    def _ask_for_name(self, asked: AskedNames) -> None:
        self.view.show_fault("")
        current = self.view.lists.currentText() if self.view.list_id is not None else ""
        dialog = SaveNamesDialog(self._desk, self._crm, asked, current.split("  (")[0], self.view)
        dialog.saved.connect(lambda _kept: self._tell(_("List saved")))
        dialog.open()

    def _say(self, text: str) -> None:
        self._desk.show_toast(text)

    def _tell(self, text: str) -> None:
        self._desk.show_toast(text, [(_("Undo"), self._desk.undo)])

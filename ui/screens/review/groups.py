"""What is done with reprint groups on the articles screen: looking, splitting, joining, choosing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, NotFound
from crm.domain.reprints import Catalogued, Comparison, ReprintGroup
from crm.i18n import N_, _, _n
from ui.dialogs.join_reprints import JoinReprintsDialog
from ui.screens.review.group_pane import GroupPane
from ui.screens.review.keys import SECTION
from ui.screens.review.reviewing import Reviewing
from ui.shared.actions import ActionSpec
from ui.shared.live import Changes
from ui.shared.screen import Desk

KINDS = ("article", "article_source")


class Groups:
    """Fills the pane of a group, and does what its buttons say."""

    def __init__(self, screen: Reviewing, desk: Desk, crm: Crm, scope: QWidget) -> None:
        """`scope` is the widget in which the keys act."""
        self._screen, self._desk, self._crm = screen, desk, crm
        self.pane = GroupPane(desk)
        self.pane.row_changed.connect(self._compare)
        self.pane.opened.connect(lambda key: screen.show_record("article", key))
        self._register(scope)
        desk.live.watch(self.pane, KINDS, self._hear)

    def show(self, article_id: int) -> None:
        """Asks for the group of an article and shows it when it is there."""
        self._desk.tasks.read(
            self.pane,
            lambda: self._crm.reprints.group(article_id),
            self._show,
            key="group",
            failed=self._lost,
        )

    def forget(self) -> None:
        """No group is shown any more."""
        self.pane.group = None
        self._desk.actions.refresh()

    def catalogue(self) -> None:
        """Looks for reprints among articles from before reprints were looked for, if there are any."""

        def begin(count: int) -> None:
            if count:
                work = self._crm.reprints.catalogue
                self._desk.tasks.job(
                    self.pane, _("Looking for reprints"), work, self._catalogued, failed=_let_be
                )

        self._desk.tasks.read(self.pane, self._crm.reprints.uncatalogued_count, begin)

    def split(self) -> None:
        """Takes the chosen copy out of the group; a source of the same text is only removed."""
        row = self.pane.row
        if row is None:
            return
        source_id, article_id = row.outlet.source_id, row.copy.id
        if source_id is not None:
            told = _("Source removed")
            self._write(lambda: self._crm.reprints.remove_source(source_id), told)
        else:
            told = _("Taken out of the group; the two will not be put together again.")
            self._write(lambda: self._crm.reprints.split(article_id), told)

    def lead(self) -> None:
        """Makes the chosen copy stand for the group."""
        row = self.pane.row
        if row is not None:
            key = row.copy.id
            self._write(lambda: self._crm.reprints.lead(key), _("Lead copy chosen"))

    def join(self) -> None:
        """Asks for another article and puts it together with the one that is open."""
        key = self._open_article()
        if key is None:
            return
        dialog = JoinReprintsDialog(self._desk, self._crm, key, self._screen.panes)
        dialog.saved.connect(lambda _lead: self._tell(_("Put together as reprints")))
        dialog.open()

    def _open_article(self) -> int | None:
        if self._shows_group():
            return self.pane.group.lead_id if self.pane.group else None
        return self._screen.sheet.article.key if self._screen.sheet else None

    def _shows_group(self) -> bool:
        return self._screen.shows_groups and self.pane.group is not None

    def _register(self, scope: QWidget) -> None:
        ids = []
        for action_id, text, symbol, key, run, reason in (
            ("split", N_("Split off"), "remove", "D", self.split, self._why_not_split),
            ("lead", N_("Make lead copy"), "leader", "L", self.lead, self._why_not_lead),
            ("join", N_("Join with another…"), "merge", "M", self.join, self._why_not_join),
        ):
            spec = ActionSpec(
                id=f"reprints.{action_id}", text=text, section=SECTION, icon=symbol, shortcut=key
            )
            self._desk.actions.add(spec, run, scope=scope, reason=reason)
            ids.append(spec.id)
        self.pane.add_buttons([self._button(action_id) for action_id in ids])

    def _button(self, action_id: str) -> QWidget:
        return self._desk.actions.button(action_id, with_text=True)

    def _why_not_split(self) -> str:
        if not self._shows_group() or self.pane.row is None:
            return _("Choose a copy in a reprint group first.")
        group = self.pane.group
        alone = group is not None and len(group.copies) < 2 and self.pane.row.outlet.source_id is None
        return _("There is only one text in this group.") if alone else ""

    def _why_not_lead(self) -> str:
        row = self.pane.row if self._shows_group() else None
        if row is None:
            return _("Choose a copy in a reprint group first.")
        return _("This is the lead copy.") if row.copy.is_lead else ""

    def _why_not_join(self) -> str:
        return "" if self._open_article() is not None else _("No article is open.")

    def _show(self, group: ReprintGroup) -> None:
        self._screen.list.set_current(group.lead_id)
        self.pane.show_group(group, self._desk.today())
        self._screen.panes.show_group()
        self._take_keyboard()
        self._desk.actions.refresh()

    def _take_keyboard(self) -> None:
        """The keys act on the copies at once, unless the officer walks through the list or types."""
        here = QApplication.focusWidget()
        inside = here is not None and (self._screen.list.isAncestorOf(here) or self.pane.isAncestorOf(here))
        if not inside and not isinstance(here, QLineEdit):
            self.pane.table.setFocus()

    def _lost(self, error: CrmError) -> None:
        self.forget()
        if not isinstance(error, NotFound):
            self._desk.tasks.tell(error)

    def _compare(self) -> None:
        group, row = self.pane.group, self.pane.row
        self._desk.actions.refresh()
        if group is None or row is None or row.copy.is_lead or row.outlet.source_id is not None:
            self.pane.show_difference(None)
            return
        lead_id, other_id = group.lead_id, row.copy.id
        self._desk.tasks.read(
            self.pane,
            lambda: self._crm.reprints.compare(lead_id, other_id),
            self._show_difference,
            key="difference",
            failed=self._lost,
        )

    def _show_difference(self, comparison: Comparison) -> None:
        row = self.pane.row
        if row is not None and row.copy.id == comparison.other_id:
            self.pane.show_difference(comparison)

    def _hear(self, _changes: Changes) -> None:
        if self._shows_group() and self.pane.group is not None:
            self.show(self.pane.group.lead_id)

    def _write(self, work: Callable[[], None], told: str) -> None:
        self._desk.tasks.write(self.pane, work, lambda _none: self._tell(told))

    def _tell(self, text: str) -> None:
        self._desk.show_toast(text, [(_("Undo"), self._desk.undo)])

    def _catalogued(self, told: Catalogued) -> None:
        if told.joined:
            text = _n(
                "{count} reprint found among older articles",
                "{count} reprints found among older articles",
                told.joined,
            )
            self._desk.show_toast(text, [(_("Undo"), self._desk.undo)])


def _let_be(_error: CrmError) -> None:
    """Stopped, or nothing that this officer may do: the next one who opens the screen goes on."""

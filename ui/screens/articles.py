"""The articles screen: read, decide, write, next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QVBoxLayout

from crm.app import Crm
from crm.domain.articles import Article, ArticleState
from crm.domain.errors import CrmError, Doubtful, NotFound, Refused, ValidationError
from crm.domain.review import Clip, ReviewSheet, Summary
from crm.domain.rows import ArticleFilter, ArticleTally
from crm.i18n import N_, _
from ui.dialogs.add_article import AddArticleDialog
from ui.dialogs.suggestion_rules import LEDGER, OUTLETS, SuggestionRulesDialog
from ui.screens.review.article_list import ArticleList
from ui.screens.review.decisions import Decisions
from ui.screens.review.deeds import Deeds
from ui.screens.review.groups import Groups
from ui.screens.review.intake import IntakeJobs
from ui.screens.review.kept import KeptTrays
from ui.screens.review.keys import register
from ui.screens.review.lists import ALL, INBOX, NAMES, REPRINTS, ArticleRows, EmptyActs, empty_state
from ui.screens.review.names import Names
from ui.screens.review.panes import Panes
from ui.screens.review.text_pane import TextPane
from ui.screens.review.tray import Tray
from ui.screens.review.wording import summary_text
from ui.shared.doubts import is_meant
from ui.shared.live import Changes
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.widgets.sections import EmptyState
from ui.shared.widgets.segments import Segment

REHEARSE_MS = 120  # after the last decision, before it is told what would be written
NAMING = frozenset({"alias", "enterprise", "zone", "project", "contact", "industry", "suggestion_rule"})


class ArticlesScreen(Screen):
    """List, text and tray."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__()
        self._desk, self._crm = desk, crm
        self._view = INBOX
        self._tally = ArticleTally(inbox=0, all=0, reprinted=0, done_today=0)
        self._sheet: ReviewSheet | None = None
        self._kept = KeptTrays(desk.drafts)
        self._wants_first = True
        self._is_opening = self._is_sought = self._is_writing = False
        self._intake = IntakeJobs(self, desk, crm)
        self._rehearsal = QTimer(self, singleShot=True, interval=REHEARSE_MS)
        self._rehearsal.timeout.connect(self._rehearse)
        self._place: tuple[int, tuple[int, int]] | None = None  # where to land in which article
        self._deeds = Deeds(self, desk, crm)
        self.groups, self.names = Groups(self, desk, crm, self), Names(self, desk, crm)
        self._build()
        self._connect()
        register(self, desk, self)
        self._show_tray_empty()
        desk.live.watch(self, {"article", "article_source", "mention", *NAMING}, self._hear)
        self._count()
        self.list.load()
        self.groups.catalogue()

    # What the window asks

    def views(self) -> Sequence[Segment]:
        """Inbox, all and reprints with their counts, and the search for a list of names."""
        tally = self._tally
        return (
            Segment(key=INBOX, text=_("Inbox {count}").format(count=tally.inbox)),
            Segment(key=ALL, text=_("All {count}").format(count=tally.all)),
            Segment(key=REPRINTS, text=_("Reprints {count}").format(count=tally.reprinted)),
            Segment(key=NAMES, text=_("Name list")),
        )

    def current_view(self) -> str:
        """The view shown now."""
        return self._view

    def show_view(self, key: str) -> None:
        """Shows one of the views."""
        self._view = key
        self._leave_sheet()
        names = self.names.view if key == NAMES else None
        self._stack.setCurrentWidget(self.panes if names is None else self.names.place)
        if names is not None:
            names.text.setFocus()
        else:
            self._wants_first = True
            self._filter()

    @property
    def shows_groups(self) -> bool:
        """True in the view of the reprint groups."""
        return self._view == REPRINTS

    def take_keyboard(self) -> None:
        """Gives the keyboard to the suggestions, where the keys act at once, or to the names."""
        (self.names.view.text if self._view == NAMES else self.tray.list).setFocus()

    def can_create(self) -> bool:
        """Articles can be added."""
        return True

    def create_new(self) -> None:
        """Asks for a text, an address or files."""
        dialog = AddArticleDialog(self._desk, self)
        dialog.text_given.connect(lambda text: self.take_clip(Clip(text=text)))
        dialog.address_given.connect(self._intake.take_address)
        dialog.files_given.connect(self.take_files)
        dialog.open()

    @property
    def sheet(self) -> ReviewSheet | None:
        """The article that is open."""
        return self._sheet

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows an article, in the list of all if it is not in this one."""
        if kind == "claim":
            self._deeds.open_claim(record_id)
            return True
        if kind != "article":
            return False
        self._wants_first, self._is_sought = False, True
        if self._view in (REPRINTS, NAMES):
            self._list_all()
        self._open(record_id)
        return True

    def _list_all(self) -> None:
        self._view = ALL
        self._stack.setCurrentWidget(self.panes)
        self.groups.forget()
        self._filter()
        self.title_changed.emit("")

    def _list_sought(self, article: Article) -> None:
        """What was asked for stands in the list: one that has just come, in the inbox where that is shown."""
        self._is_sought, records = False, self.list.records
        waits = article.state is ArticleState.INBOX and self._view == INBOX and not self.list.is_filtered
        if not waits and records.is_loaded and records.row_of(article.key) is None:
            self._list_all()

    def open_at(self, article_id: int, place: tuple[int, int] | None) -> None:
        """Opens an article with a stretch of its text selected."""
        self._place = (article_id, place) if place is not None else None
        self.show_record("article", article_id)

    def show_group(self, article_id: int) -> None:
        """Shows the reprint group of an article."""
        self._view = REPRINTS
        self._wants_first = False
        self._leave_sheet()
        self._filter()
        self.title_changed.emit("")
        self.groups.show(article_id)

    # Taking in

    def take_files(self, paths: Sequence[str | Path]) -> None:
        """Takes files and folders in, as a job that can be stopped."""
        self._intake.take_files(paths)

    def take_clip(self, clip: Clip) -> None:
        """Takes a pasted text in; an address alone is fetched."""
        self._intake.take_clip(clip)

    # Reading

    def _build(self) -> None:
        self.list = ArticleList(self._desk.tasks, self._source(), self._desk.today)
        self.pane = TextPane()
        self.tray = Tray()
        self.panes = Panes(self.list, self.pane, self.tray, self.groups.pane)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self.names.place)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self.list.opened.connect(self._choose)
        self.list.filter_changed.connect(self._filter)
        self.list.records.loaded.connect(self._listed)
        self.pane.text.span_hovered.connect(lambda key: self.tray.list.set_under(self.pane.marks.row_of(key)))
        self.pane.text.span_chosen.connect(self._span_chosen)
        self.pane.text.selection_act.connect(self._deeds.act_on_selection)
        head = self.pane.head
        head.page_asked.connect(self._deeds.open_page)
        head.original_asked.connect(self._deeds.save_original)
        head.copy_asked.connect(self._open)
        head.group_asked.connect(self._show_own_group)
        head.edit_asked.connect(self._deeds.correct)
        head.grade_asked.connect(lambda: self.show_rules(OUTLETS))
        tray = self.tray
        tray.decided.connect(self._decided)
        tray.row_chosen.connect(self._row_chosen)
        tray.row_hovered.connect(self._row_hovered)
        tray.write_asked.connect(self.write)
        tray.later_asked.connect(lambda: self.put_away(ArticleState.LATER))
        tray.irrelevant_asked.connect(lambda reason: self.put_away(ArticleState.IRRELEVANT, reason))
        tray.change_asked.connect(self._deeds.change_row)
        tray.unlink_asked.connect(self._deeds.unlink)
        tray.rule_asked.connect(self._deeds.make_rule)

    def _source(self) -> ArticleRows:
        text = self.list.text if hasattr(self, "list") else ""
        in_hand = self.list.in_hand.isChecked() if hasattr(self, "list") else False
        doubted = self.list.doubt_filter if hasattr(self, "list") else {}
        wanted = ArticleFilter(
            text=text,
            state=ArticleState.INBOX if self._view == INBOX else None,
            has_reprints=self._view == REPRINTS,
            about_open_projects=in_hand,
            today=self._desk.today(),
            **doubted,
        )
        return ArticleRows(crm=self._crm, wanted=wanted)

    def _filter(self) -> None:
        self.list.records.set_source(self._source())

    def _count(self) -> None:
        midnight = datetime.combine(self._desk.today(), time()).astimezone()
        self._desk.tasks.read(self, lambda: self._crm.articles.tally(midnight), self._show_tally, key="tally")

    def _show_tally(self, tally: ArticleTally) -> None:
        if tally != self._tally:
            self._tally = tally
            self.badge_changed.emit(tally.inbox)
            self.title_changed.emit("")
        self.list.show_progress(tally.done_today, tally.inbox)
        if self._sheet is None:
            self._show_nothing()

    def _listed(self) -> None:
        """The list has come: its first article is opened once, then it only marks what is shown."""
        ids = self.list.records.record_ids
        group = self.groups.pane.group
        is_gone = self.shows_groups and group is not None and group.lead_id not in ids
        if (self._wants_first or is_gone) and ids:
            self._wants_first = False
            self._choose(ids[0])
        elif self._wants_first or (self._sheet is None and not ids):
            self._show_nothing()

    def _choose(self, article_id: int) -> None:
        """An article of the list: to be read, or the lead copy of a group to be looked at."""
        if self._view == NAMES:
            return  # the list is not to be seen
        if self.shows_groups:
            self.groups.show(article_id)
        else:
            self._open(article_id)

    def _show_own_group(self) -> None:
        if self._sheet is not None:
            self.show_group(self._sheet.article.reprint_of_id or self._sheet.article.key)

    def _leave_sheet(self) -> None:
        """No article is open any more; what was decided about it is kept."""
        self._keep()
        self._sheet = None
        self.groups.forget()
        self._show_tray_empty()

    def _open(self, article_id: int) -> None:
        """Asks for an article and shows it when it is there."""
        self._keep()
        self._is_opening = True
        self.list.set_current(article_id)
        asked = partial(self._crm.articles.open, article_id)  # the first learns all names: long
        self._desk.tasks.read(self, asked, self._show, key="sheet", failed=self._lost, lane="long")

    def reopen(self) -> None:
        """Reads the open article again."""
        if self._sheet is not None:
            self._open(self._sheet.article.key)

    def _show(self, sheet: ReviewSheet) -> None:
        key = sheet.article.key
        again = self._sheet is not None and self._sheet.article.key == key
        current = self.tray.list.current
        self._sheet, self._is_opening = sheet, False
        if self._is_sought:
            self._list_sought(sheet.article)
        decisions = Decisions(sheet.suggestions)
        kept = self._kept.of(key)
        if kept is not None:
            decisions.restore(kept)
        self.panes.show_article()
        self.pane.show_sheet(sheet, decisions.rows, self._desk.today())
        self.tray.show_decisions(decisions)
        if again and current is not None:
            self.tray.list.set_current(current.key)
        self.list.set_current(key)
        self.tray.set_can_write(not self._is_writing)
        self._desk.actions.refresh()
        self._rehearsal.start()
        place, self._place = self._place, None
        if place is not None and place[0] == key:
            self.pane.text.select_range(*place[1])
            self.pane.text.setFocus()
        elif not again and not self.list.view.hasFocus():  # who goes through the list stays in it
            self._focus_tray()

    def _focus_tray(self) -> None:
        if not isinstance(QApplication.focusWidget(), QLineEdit):
            self.tray.list.setFocus()

    def _lost(self, error: CrmError) -> None:
        self._is_opening = False
        if isinstance(error, NotFound):
            self._sheet = None
            self._wants_first = True
            self._filter()
        else:
            self._desk.tasks.tell(error)

    def _show_tray_empty(self) -> None:
        self.tray.show_decisions(Decisions())
        self.tray.foot.setText("")
        self.tray.set_can_write(False)

    def _show_nothing(self) -> None:
        """Nothing fits: says so, and what to do next."""
        self._sheet = None
        self._show_tray_empty()
        self.panes.show_empty(self._empty_state())
        self._desk.actions.refresh()

    def _empty_state(self) -> EmptyState:
        acts = EmptyActs(
            add=self.create_new, see_all=lambda: self._desk_view(ALL), clear_filter=self.list.clear_filter
        )
        return empty_state(self._view, self._tally, acts, is_filtered=self.list.is_filtered)

    def _desk_view(self, key: str) -> None:
        self.show_view(key)
        self.title_changed.emit("")

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"article", "article_source"}:
            if self._sheet is None and not self._is_opening and not self.shows_groups:
                self._wants_first = True
            self.list.records.refresh()
            self._count()
        if self._sheet is None or self._is_writing:
            return
        shown = {self._sheet.article.key, *(copy.key for copy in self._sheet.reprints)}
        ours = bool(changes.ids("article") & shown) or "article_source" in changes.kinds
        known = {mention.key for mention in self._sheet.mentions}
        if ours or changes.kinds & NAMING or changes.ids("mention") & known:
            self.reopen()

    # Deciding

    def _keep(self) -> None:
        """Decisions that were not written wait until the article is opened again."""
        if self._sheet is not None:
            self._kept.keep(self._sheet.article.key, self.tray.decisions.to_plain())

    def _decided(self) -> None:
        self._keep()
        self.pane.show_rows(self.tray.decisions.rows)
        self._rehearsal.start()

    def _rehearse(self) -> None:
        if self._sheet is None or self._is_writing:
            return
        key, rows, today = self._sheet.article.key, self.tray.decisions.rows, self._desk.today()
        self._desk.tasks.read(
            self,
            lambda: self._crm.articles.rehearse(key, rows, today),
            self.tray.show_summary,
            key="rehearsal",
            failed=self._show_rehearsal_fault,
        )

    def _show_rehearsal_fault(self, error: CrmError) -> None:
        if isinstance(error, ValidationError):
            self.tray.show_faults(error)
            return
        self.tray.foot.set_tone("t2")
        self.tray.foot.setText(str(error))
        if isinstance(error, Refused):
            self.tray.set_can_write(False)

    def write(self, and_next: bool = True, is_sure: bool = False) -> None:
        """Writes what is ticked, in one step."""
        if self._sheet is None or self._is_writing or isinstance(QApplication.focusWidget(), QLineEdit):
            return
        key, rows, today = self._sheet.article.key, self.tray.decisions.rows, self._desk.today()
        following = self.list.neighbour()
        self._is_writing = True
        self.tray.set_can_write(False)

        def done(summary: Summary) -> None:
            self._kept.forget(key)
            told = _("Written: {what}").format(what=summary_text(summary))
            self._end_writing(key, following if and_next else key, told)
            self._deeds.tell_of(summary)

        def failed(error: CrmError) -> None:
            self._refuse(error)
            if isinstance(error, Doubtful) and is_meant(self._desk, self, error):
                self.write(and_next, is_sure=True)

        confirm = partial(self._crm.articles.confirm, key, rows, today, is_sure=is_sure)
        self._desk.tasks.write(self, confirm, done, failed=failed)

    def delete(self) -> None:
        """Deletes the open article, after telling what it is evidence for."""
        self._deeds.ask_delete()

    def make_visit(self) -> None:
        """Offers the open article as a visit."""
        self._deeds.offer_visit()

    def show_rules(self, shown: str = LEDGER) -> None:
        """Shows how suggestions are taken."""
        SuggestionRulesDialog(self._desk, self._crm, shown, self).open()

    def _refuse(self, error: CrmError) -> None:
        self._is_writing = False
        self.tray.set_can_write(True)
        if isinstance(error, ValidationError):
            self.tray.show_faults(error)
        elif not isinstance(error, Doubtful):
            self._desk.tasks.tell(error)

    def put_away(self, state: ArticleState, reason: str = "") -> None:
        """Puts the article aside for later, or away as irrelevant."""
        if self._sheet is None or self._is_writing:
            return
        key, following = self._sheet.article.key, self.list.neighbour()
        told = _("Put aside for later") if state is ArticleState.LATER else _("Put away as irrelevant")
        self._is_writing = True
        self._desk.tasks.write(
            self,
            lambda: self._crm.articles.set_state([key], state, reason),
            lambda _none: self._end_writing(key, following, told),
            failed=self._refuse,
        )

    def _end_writing(self, key: int, following: int | None, told: str) -> None:
        self._is_writing = False
        self._desk.show_toast(told, [(_("Undo"), self._desk.undo)])
        if self._sheet is None or self._sheet.article.key != key:
            return  # the officer has gone on to another article meanwhile
        self._sheet = None  # nothing to keep of it
        if following is not None:
            self._open(following)
        else:
            self._wants_first = True
            self.list.set_current(None)
            self.list.records.refresh()

    # Spans and rows

    def _row_chosen(self, key: str) -> None:
        self.pane.show_row(self.tray.decisions.row(key))

    def _row_hovered(self, key: str | None) -> None:
        row = self.tray.decisions.row(key) if key else self.tray.list.current
        self.pane.text.set_current(self.pane.marks.span_of(row) if row else None, scroll=False)

    def _span_chosen(self, span_key: int) -> None:
        self.tray.list.set_current(self.pane.marks.row_of(span_key))

    # Qt's names from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panes.fit(self.window().width())


def spec(crm: Crm) -> ScreenSpec:
    """The articles on the rail."""
    return ScreenSpec(
        key="articles",
        title=N_("Articles"),
        icon="articles",
        make=lambda desk: ArticlesScreen(desk, crm),
        kinds=("article", "claim"),
    )

"""What is done with the open article beside deciding: marking text, its header, its original."""

from __future__ import annotations

from pathlib import Path

from crm.app import Crm
from crm.domain.records import Ref
from crm.i18n import _
from ui.dialogs.change_suggestion import ChangeSuggestionDialog
from ui.dialogs.correct_article import CorrectArticleDialog
from ui.dialogs.link_text import LinkTextDialog, Marked
from ui.screens.review.reviewing import Reviewing
from ui.shared.article_text import SelectionAct
from ui.shared.screen import Desk

Place = tuple[int, int]  # start and end in the body


class Deeds:
    """Asks where it must, writes, and tells."""

    def __init__(self, screen: Reviewing, desk: Desk, crm: Crm) -> None:
        self._screen, self._desk, self._crm = screen, desk, crm

    def act_on_selection(self, act: str, start: int, end: int) -> None:
        """Links, makes, names, quotes or rejects the selected text."""
        sheet = self._screen.sheet
        if sheet is None:
            return
        if act == SelectionAct.REJECT:
            self._reject(start, end)
            return
        article_id, text = sheet.article.key, sheet.text.body[start:end]
        dialog = LinkTextDialog(self._desk, self._crm, SelectionAct(act), text, self._screen.pane)
        dialog.marked.connect(lambda marked: self._mark(article_id, marked, (start, end)))
        dialog.open()

    def unlink(self, row_key: str) -> None:
        """Takes a link back that was written."""
        row, sheet = self._screen.tray.decisions.row(row_key), self._screen.sheet
        if row is None or row.target is None or sheet is None:
            return
        wanted = (row.target.kind, row.target.id)
        found = [entry for entry in sheet.mentions if (entry.target_kind, entry.target_id) == wanted]
        exact = [entry for entry in found if row_key == f"mention:{entry.id}"]
        if found:
            mention_id = (exact or found)[0].key
            self._desk.tasks.write(
                self._screen.pane,
                lambda: self._crm.articles.unlink(mention_id),
                lambda _none: self._tell(_("Link taken back")),
            )

    def change_row(self, row_key: str) -> None:
        """Asks for the name under which something new is written."""
        row = self._screen.tray.decisions.row(row_key)
        if row is not None:
            dialog = ChangeSuggestionDialog(self._desk, row, self._screen.pane)
            dialog.saved.connect(lambda name: self._screen.tray.make_new(row_key, name))
            dialog.open()

    def correct(self) -> None:
        """Asks for the title, source and date as they should be."""
        if self._screen.sheet is not None:
            CorrectArticleDialog(self._desk, self._crm, self._screen.sheet.article, self._screen.pane).open()

    def open_page(self) -> None:
        """Shows the page the article came from in the browser."""
        sheet = self._screen.sheet
        if sheet is not None and not self._desk.prompts.open_externally(sheet.article.url):
            self._desk.show_toast(_("This address cannot be opened."), is_error=True)

    def save_original(self) -> None:
        """Saves the original where the officer wants it; it is never run from here."""
        if self._screen.sheet is None:
            return
        article = self._screen.sheet.article
        name = article.original_name or "article.txt"
        prompts = self._desk.prompts
        target = prompts.save_file(self._screen.pane, _("Save the original"), name, f"*{Path(name).suffix}")
        if target is not None:
            told = _("Saved: {name}").format(name=target.name)
            self._desk.tasks.read(
                self._screen.pane,
                lambda: self._crm.articles.save_original(article.key, target),
                lambda _none: self._say(told),
            )

    def _reject(self, start: int, end: int) -> None:
        marks, tray = self._screen.pane.marks, self._screen.tray
        spans = [span for span in marks.spans if span.start < end and span.end > start]
        keys = dict.fromkeys(key for span in spans if (key := marks.row_of(span.key)) is not None)
        for key in keys:
            row = tray.decisions.row(key)
            if row is not None and not row.is_rejected:
                tray.reject(key)
        if not keys:
            self._say(_("Nothing was suggested for this text."))

    def _mark(self, article_id: int, marked: Marked, place: Place) -> None:
        def done(_result: object) -> None:
            self._tell(_("Marked: {text}").format(text=marked.text[:40]))
            self._screen.reopen()

        self._desk.tasks.write(self._screen.pane, lambda: self._write(article_id, marked, place), done)

    def _write(self, article_id: int, marked: Marked, place: Place) -> object:
        articles = self._crm.articles
        if marked.act is SelectionAct.CREATE:
            return articles.create_from_text(article_id, marked.kind, marked.name, place)
        target = marked.target or Ref(kind=marked.kind, id=0)
        if marked.act is SelectionAct.ALIAS:
            return articles.add_alias(target, marked.text)
        return articles.link(article_id, target, place)

    def _tell(self, text: str) -> None:
        self._desk.show_toast(text, [(_("Undo"), self._desk.undo)])

    def _say(self, text: str) -> None:
        self._desk.show_toast(text)

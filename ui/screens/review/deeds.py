"""What is done with the open article beside deciding: marking text, its header, its original."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from crm.app import Crm
from crm.domain.alike import Alike, Unlike
from crm.domain.errors import CrmError
from crm.domain.projects import Claim
from crm.domain.records import Ref
from crm.domain.review import Evidence, Summary
from crm.domain.suggestion_rules import Mode, RepeatedRejection, rule_words
from crm.domain.visit_pages import VisitOffer
from crm.i18n import _, _n
from ui.dialogs.change_suggestion import ChangeSuggestionDialog
from ui.dialogs.correct_article import CorrectArticleDialog
from ui.dialogs.give_reason import ask_why
from ui.dialogs.link_text import LinkTextDialog, Marked
from ui.dialogs.visit_from_article import VisitFromArticleDialog
from ui.screens.review.reviewing import Reviewing
from ui.screens.review.wording import evidence_words
from ui.shared.article_text import SelectionAct
from ui.shared.labels import joined
from ui.shared.prospects import offer_suggestions
from ui.shared.screen import Desk

Place = tuple[int, int]  # start and end in the body
MOST_TOLD = 2  # notices of one kind after a review
NOTHING_SAID = Unlike()


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

    def open_claim(self, claim_id: int) -> None:
        """Shows the article that told a figure, at the place where it does."""

        def found(claim: Claim) -> None:
            if claim.article_id is not None:
                has_place = claim.start is not None and claim.end is not None
                place = (claim.start or 0, claim.end or 0) if has_place else None
                self._screen.open_at(claim.article_id, place)

        self._desk.tasks.read(self._screen.pane, lambda: self._crm.articles.claim(claim_id), found)

    def make_rule(self, row_key: str, mode: Mode) -> None:
        """The name of a rejected row is taken so in all articles; the row is decided by that."""
        row = self._screen.tray.decisions.row(row_key)
        if row is not None:
            target_id = row.target.id if row.target is not None else None
            if mode is Mode.HINT:
                self._screen.tray.reject(row_key)
            self._set_mode(row.target_kind, target_id, row.text, mode)

    def tell_of(self, summary: Summary) -> None:
        """Says which names were rejected again, and which rules only hint from now on."""
        for repeated in summary.repeated[:MOST_TOLD]:
            told = _("“{text}” was rejected as {name} in {count} articles.").format(
                text=repeated.text, name=repeated.name, count=repeated.article_count
            )
            self._desk.show_toast(told, self._rule_acts(repeated))
        for row in summary.demoted[:MOST_TOLD]:
            sentence = _("“{rule}” was right in {accepted} of {decided} cases: it only hints from now on.")
            told = sentence.format(
                rule=row.text or rule_words(row.rule), accepted=row.tally.accepted, decided=row.tally.decided
            )
            self._desk.show_toast(told, [(_("Show"), self._screen.show_rules)])

    def offer_visit(self) -> None:
        """Shows what the open article tells of a visit, to be ticked; the visit made of it is opened."""
        if self._screen.sheet is None:
            return
        key, today = self._screen.sheet.article.key, self._desk.today()

        def ask(offer: VisitOffer) -> None:
            dialog = VisitFromArticleDialog(self._desk, self._crm, offer, self._screen.pane)
            dialog.saved.connect(lambda visit: self._desk.open_record("visit", visit.key))
            dialog.open()

        self._desk.tasks.read(self._screen.pane, lambda: self._crm.visits.offer(key, today), ask)

    def ask_delete(self) -> None:
        """Deletes the open article, after telling what it is evidence for."""
        if self._screen.sheet is not None:
            key = self._screen.sheet.article.key
            self._desk.tasks.read(
                self._screen.pane, lambda: self._crm.articles.evidence([key]), self._confirm_delete
            )

    def _confirm_delete(self, evidence: Evidence) -> None:
        if self._screen.sheet is None:
            return
        article = self._screen.sheet.article
        parts = [_("Delete “{title}”? Undo brings it back.").format(title=article.title)]
        if proven := evidence_words(evidence):
            parts.append(_("It is evidence for: {what}").format(what=joined(proven)))
        if evidence.links:
            parts.append(_n("{count} link goes with it.", "{count} links go with it.", evidence.links))
        if self._desk.prompts.confirm(self._screen.pane, "\n".join(parts), _("Delete"), danger=True):
            self._desk.tasks.write(
                self._screen.pane,
                lambda: self._crm.articles.delete([article.key]),
                lambda _none: self._tell(_("Article deleted")),
            )

    def _rule_acts(self, repeated: RepeatedRejection) -> list[tuple[str, Callable[[], object]]]:
        target_id = repeated.target.id if repeated.target is not None else None

        def setter(mode: Mode) -> Callable[[], object]:
            return lambda: self._set_mode(repeated.target_kind, target_id, repeated.text, mode)

        return [(_("Never suggest it"), setter(Mode.BLOCK)), (_("Only hint"), setter(Mode.HINT))]

    def _set_mode(self, kind: str, target_id: int | None, text: str, mode: Mode) -> None:
        said = _("From now on “{text}” is never suggested so.")
        if mode is Mode.HINT:
            said = _("From now on “{text}” only hints.")
        self._desk.tasks.write(
            self._screen.pane,
            lambda: self._crm.suggestions.set_mode(kind, target_id, text, mode),
            lambda _rule: self._tell(said.format(text=text[:40])),
        )

    def change_row(self, row_key: str) -> None:
        """Asks for the name under which something new is written."""
        row = self._screen.tray.decisions.row(row_key)
        if row is not None:
            dialog = ChangeSuggestionDialog(self._desk, self._crm, row, self._screen.pane)
            dialog.chosen.connect(lambda known: self._screen.tray.choose(row_key, known))
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

    def _mark(self, article_id: int, marked: Marked, place: Place, unlike: Unlike = NOTHING_SAID) -> None:
        def done(result: object) -> None:
            self._tell(_("Marked: {text}").format(text=marked.text[:40]))
            self._screen.reopen()
            named = result if isinstance(result, Ref) else marked.target
            if named is not None and marked.act in (SelectionAct.CREATE, SelectionAct.ALIAS):
                offer_suggestions(
                    self._desk, self._crm, self._screen.pane, named, [marked.name or marked.text]
                )

        def failed(error: CrmError) -> None:
            if isinstance(error, Alike):
                again = partial(self._mark, article_id, marked, place)
                ask_why(self._screen.pane, error, lambda reason: again(error.explained(reason)))
            else:
                self._desk.tasks.tell(error)

        work = partial(self._write, article_id, marked, place, unlike)
        self._desk.tasks.write(self._screen.pane, work, done, failed=failed)

    def _write(self, article_id: int, marked: Marked, place: Place, unlike: Unlike) -> object:
        articles = self._crm.articles
        if marked.act is SelectionAct.CREATE:
            return articles.create_from_text(article_id, marked.kind, marked.name, place, unlike)
        target = marked.target or Ref(kind=marked.kind, id=0)
        if marked.act is SelectionAct.ALIAS:
            return articles.add_alias(target, marked.text, article_id)
        return articles.link(article_id, target, place)

    def _tell(self, text: str) -> None:
        self._desk.show_toast(text, [(_("Undo"), self._desk.undo)])

    def _say(self, text: str) -> None:
        self._desk.show_toast(text)

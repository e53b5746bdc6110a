"""Taking articles in from the window: jobs, and what became of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.review import Clip, Intake
from crm.i18n import _, _n
from ui.dialogs.intakes import IntakesDialog
from ui.screens.review.wording import intake_text
from ui.shared.screen import Desk
from ui.shared.tasks import Progress

MANY = 20  # articles at once, after which it is looked for names that match too much
_ADDRESS = re.compile(r"https?://\S+")


class IntakeJobs:
    """Long tasks of the status line; a notice or a list tells how they ended."""

    def __init__(self, screen: QWidget, desk: Desk, crm: Crm) -> None:
        self._screen, self._desk, self._crm = screen, desk, crm

    def take_files(self, paths: Sequence[str | Path], step: str | None = None) -> None:
        """Takes files and folders in, as a job that can be stopped and go on later under the same step."""
        wanted, today = [Path(path) for path in paths], self._desk.today()
        step = step or self._crm.articles.new_step()
        self._desk.tasks.job(
            self._screen,
            _("Adding articles"),
            lambda progress: self._crm.articles.add_files(wanted, today, progress, step),
            lambda intakes: self._took(intakes, step),
        )

    def _took(self, intakes: list[Intake], step: str) -> None:
        self._show(intakes, step)
        if sum(intake.outcome == "added" for intake in intakes) >= MANY:
            self._desk.tasks.job(self._screen, _("Counting names"), self._count_names, self._tell_frequent)

    def _count_names(self, progress: Progress) -> int:
        """Names that many new articles have shown to be ordinary words only hint from now on."""
        suggestions = self._crm.suggestions
        return suggestions.demote_frequent(suggestions.frequent(progress), in_background=True)

    def _tell_frequent(self, count: int) -> None:
        if count:
            told = _n(
                "{count} name stands in too many articles: it only hints from now on.",
                "{count} names stand in too many articles: they only hint from now on.",
                count,
            )
            self._desk.show_toast(told, [(_("Show"), lambda: self._desk.actions.run("articles.rules"))])

    def take_clip(self, clip: Clip) -> None:
        """Takes a pasted text in; an address alone is fetched."""
        if _ADDRESS.fullmatch(clip.text.strip()):
            self.take_address(clip.text.strip())
            return
        work = partial(self._crm.articles.add_clip, clip, self._desk.today())
        self._desk.tasks.job(self._screen, _("Adding a text"), lambda _progress: [work()], self._show_first)

    def take_address(self, address: str) -> None:
        """Fetches a page and takes it in."""
        work = partial(self._crm.articles.add_url, address, self._desk.today())
        self._desk.tasks.job(self._screen, _("Fetching a page"), lambda _progress: [work()], self._show)

    def _show_first(self, intakes: list[Intake]) -> None:
        """Opens what was pasted: the officer wants to read it."""
        self._show(intakes)
        key = intakes[0].article_id
        if key is not None and self._screen.isVisible():
            self._open(key)

    def _show(self, intakes: list[Intake], step: str | None = None) -> None:
        if len(intakes) == 1 and intakes[0].outcome not in ("failed", "waiting"):
            self._tell(intakes[0])
        elif intakes and all(intake.outcome == "added" for intake in intakes):
            self._desk.show_toast(intake_text(intakes), [(_("Undo"), self._desk.undo)])
        elif intakes:
            dialog = IntakesDialog(self._desk, intakes, self._screen.window())
            dialog.article_chosen.connect(self._open)
            dialog.going_on.connect(lambda paths: self.take_files(paths, step))
            dialog.open()

    def _tell(self, intake: Intake) -> None:
        key = intake.article_id
        actions = [(_("Show"), lambda: self._open(key))] if key is not None else []
        self._desk.show_toast(intake.reason or _("Added: {title}").format(title=intake.title), actions)

    def _open(self, article_id: int) -> None:
        self._desk.open_record("article", article_id)

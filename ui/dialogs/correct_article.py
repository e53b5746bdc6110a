"""Correcting what an article says of itself: title, source, date, address."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.articles import Article
from crm.domain.errors import CrmError
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk


class CorrectArticleDialog(TaskDialog):
    """Changes the header of an article; emits `saved` with it."""

    def __init__(self, desk: Desk, crm: Crm, article: Article, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Correct the article"), _("Save"), parent)
        self._crm, self._article = crm, article
        fields = [
            FormField(key="title", label=_("Title"), is_required=True),
            FormField(key="source", label=_("Source")),
            FormField(key="author", label=_("Author")),
            FormField(key="published_on", label=_("Date"), kind=FieldKind.DATE),
            FormField(key="publishing_zone", label=_("Published by")),
            FormField(key="url", label=_("Address")),
        ]
        self.form = Form(fields, desk.tasks, today=desk.today)
        self.form.show_record(article)
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry("title").setFocus()

    def act(self) -> None:
        """Saves the header."""
        values = self.form.read()
        if values is not None:
            changed = replace(self._article, **values)
            self.save(lambda: self._crm.articles.save(changed))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at the fields."""
        return self.form.take_error(error)

    def keep_mine(self) -> None:
        """Saves over what somebody else has saved meanwhile."""
        self._article = self._crm.articles.get(self._article.key)
        self.act()

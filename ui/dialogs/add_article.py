"""Adding an article: as text, from an address, or from files."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.plain_text import PlainEdit, PlainLabel, line_field
from ui.shared.screen import Desk

DRAFT = "new_article"
PATTERNS = "*.html *.htm *.mht *.mhtml *.pdf *.docx *.doc *.rtf *.txt *.md *.eml"


class AddArticleDialog(TaskDialog):
    """Hands over what was given; taking it in is a job of the screen."""

    text_given = Signal(str)
    address_given = Signal(str)
    files_given = Signal(list)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("New article"), _("Add"), parent, width=560)
        self.tabs = QTabWidget()
        self.text = PlainEdit(hint=_("Paste the whole article, with its title and source"))
        self.text.setMinimumHeight(260)
        self.tabs.addTab(self._page(self.text), _("Text"))
        self.address = line_field(hint="https://", name=_("Address"))
        help_text = _("The page is fetched once and kept. Addresses inside your own network are refused.")
        self.tabs.addTab(self._page(self.address, PlainLabel(help_text, tone="t3", wrap=True)), _("Address"))
        choose = QPushButton(_("Choose files…"))
        choose.clicked.connect(self._choose)
        told = PlainLabel(
            _("Web pages, PDF, Word, text and mail; folders can be dropped on the window."),
            tone="t3",
            wrap=True,
        )
        self.tabs.addTab(self._page(choose, told), _("Files"))
        self.fault = PlainLabel(tone="red", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.fault)
        if desk.drafts is not None and (kept := desk.drafts.load(DRAFT)):
            self.text.setPlainText(str(kept.get("text", "")))
        self.text.setFocus()

    def act(self) -> None:
        """Hands over what the open tab holds."""
        place = self.tabs.currentIndex()
        if place == 2:
            self._choose()
            return
        given = self.text.toPlainText() if place == 0 else self.address.text().strip()
        if not given.strip():
            self._complain(_("There is nothing to add yet."))
        elif place == 1 and not given.startswith(("http://", "https://")):
            self._complain(_("An address begins with https:// or http://."))
        else:
            if place == 0 and self.desk.drafts is not None:
                self.desk.drafts.drop(DRAFT)
            (self.text_given if place == 0 else self.address_given).emit(given)
            self.accept()

    def reject(self) -> None:
        """Closes; a text that was typed is kept for the next time."""
        if self.desk.drafts is not None and self.text.toPlainText().strip():
            self.desk.drafts.keep(DRAFT, {"text": self.text.toPlainText()})
        super().reject()

    def _choose(self) -> None:
        pattern = f"{_('Articles')} ({PATTERNS})"
        paths = self.desk.prompts.open_files(self, _("Choose files"), [pattern, _("All files") + " (*)"])
        if paths:
            self.files_given.emit([str(path) for path in paths])
            self.accept()

    def _complain(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.show()
        self.settle()

    def _page(self, *widgets: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 12, 0, 0)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        return page

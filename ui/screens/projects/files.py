"""Papers of a project: files and sentences that stand for them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from crm.app import Crm
from crm.domain.articles import Mention
from crm.domain.evidence import EvidenceKind
from crm.i18n import _
from ui.screens.records.files import RecordFiles
from ui.shared.page_parts import RecordView

QUOTE_SHOWN = 48  # characters of a sentence in a menu


class ProjectFiles(RecordFiles):
    """Files of a project, which sentences of articles can stand for."""

    def __init__(self, view: RecordView, crm: Crm) -> None:
        super().__init__(view, crm)
        self.quotes: tuple[Mention, ...] = ()  # what articles tell about the project

    def ask_quote(self, kind: EvidenceKind) -> None:
        """A menu of the sentences that articles tell about the project."""
        menu = QMenu(self.view)
        for mention in self.quotes:
            shown = mention.quote if len(mention.quote) <= QUOTE_SHOWN else f"{mention.quote[:QUOTE_SHOWN]}…"
            menu.addAction(shown.replace("&", "&&")).triggered.connect(
                lambda _on, key=mention.key: self.view.write(
                    lambda: self.crm.projects.prove(key, kind), _("The sentence counts as evidence")
                )
            )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(QCursor.pos())

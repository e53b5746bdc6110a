"""The middle and the right of the page: projects, articles, relatives; people and files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm.domain.timeline import EnterprisePage
from crm.i18n import _, _n
from ui.screens.projects.side import size_text
from ui.shared.link_rows import LinkRow
from ui.shared.page_parts import RowSection, ScrollColumn
from ui.shared.record_rows import article_row, contact_row, project_row

MOST_TALKS = 5


class OverviewPanel(ScrollColumn):
    """Projects, articles with their roles, and the last contacts."""

    opened = Signal(str, int)
    project_asked = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.projects = RowSection(_("Projects"), _("New project"), self.project_asked.emit)
        self.projects.rows.opened.connect(lambda key: self.opened.emit("project", key))
        self.articles = RowSection(_("Articles"))
        self.articles.rows.opened.connect(lambda key: self.opened.emit("article", key))
        self.talks = RowSection(_("Last contacts"))
        for section in (self.projects, self.articles, self.talks):
            self.add(section)

    def show_page(self, page: EnterprisePage) -> None:
        """Shows what belongs to an enterprise."""
        today = self._today()
        rows = [project_row(row, today) for row in page.projects]
        self.projects.rows.show_rows(rows, _("No project yet. Add one with Ctrl+Shift+N."))
        self.projects.head.note.setText(str(len(rows)) if rows else "")
        articles = [article_row(row, role, today) for row, role in page.articles]
        self.articles.rows.show_rows(articles, _("No article names it yet."))
        self.articles.head.note.setText(_by_role(page))
        talks = [entry for entry in page.timeline if entry.kind == "follow_up"][:MOST_TALKS]
        self.talks.rows.show_rows(
            [
                LinkRow(
                    key=place, lead=entry.title, text=entry.text, right=f"{entry.day.month}-{entry.day:%d}"
                )
                for place, entry in enumerate(talks)
            ],
            _("Not talked to yet. Log the first contact with Ctrl+L."),
        )


class SideColumn(ScrollColumn):
    """Contacts, tasks, relatives, chain nodes and files."""

    opened = Signal(str, int)
    contact_opened = Signal(object)  # id
    contact_asked = Signal()
    files_asked = Signal()
    file_opened = Signal(object)  # id

    def __init__(self, today: Callable[[], date], tasks: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setAcceptDrops(True)
        self.contacts = RowSection(_("Contacts"), _("New contact"), self.contact_asked.emit)
        self.contacts.rows.opened.connect(self.contact_opened)
        self.relatives = RowSection(_("Parent and subsidiaries"))
        self.relatives.rows.opened.connect(lambda key: self.opened.emit("enterprise", key))
        self.nodes = RowSection(_("Chain nodes"))
        self.nodes.rows.opened.connect(lambda key: self.opened.emit("industry", key))
        self.files = RowSection(_("Attachments"), _("Add files"), self.files_asked.emit)
        self.files.rows.opened.connect(self.file_opened)
        for section in (self.contacts, tasks, self.relatives, self.nodes, self.files):
            self.add(section)

    def show_page(self, page: EnterprisePage) -> None:
        """Shows what belongs to an enterprise."""
        today = self._today()
        people = [contact_row(row, today) for row in page.contacts]
        self.contacts.rows.show_rows(people, _("Nobody yet. Whom do we talk to?"))
        self.contacts.head.note.setText(str(len(people)) if people else "")
        parents = [page.parent] if page.parent else []
        relatives = [
            *(LinkRow(key=firm.key, text=firm.name, right=_("parent")) for firm in parents),
            *(LinkRow(key=firm.key, text=firm.name, right=_("subsidiary")) for firm in page.subsidiaries),
        ]
        self.relatives.rows.show_rows(relatives)
        self.relatives.setVisible(bool(relatives))
        nodes = [LinkRow(key=node.key, text=node.name, icon="industry") for node in page.nodes]
        self.nodes.rows.show_rows(nodes, _("In no chain yet."))
        files = [
            LinkRow(key=entry.key, text=entry.name, right=size_text(entry.size), icon="file")
            for entry in page.attachments
        ]
        self.files.rows.show_rows(files, _("Drop files here."))


def _by_role(page: EnterprisePage) -> str:
    counts: dict[str, int] = {}
    for _row, role in page.articles:
        if role:
            counts[role] = counts.get(role, 0) + 1
    told = "，".join(f"{role} {count}" for role, count in counts.items())
    return told or (_n("{count} article", "{count} articles", len(page.articles)) if page.articles else "")

"""The middle of the page: projects, articles by role, and the latest contacts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm.domain.reading import EnterpriseRole
from crm.domain.timeline import ArticleTold, EnterprisePage, TimelineEntry
from crm.i18n import _, _n
from ui.screens.enterprises.projects import FirmProjects
from ui.shared.labels import WAY_ICONS, day, way_name
from ui.shared.link_rows import LinkRow, LinkRows
from ui.shared.page_parts import RowSection, ScrollColumn, tool_button
from ui.shared.plain_text import PlainLabel
from ui.shared.record_rows import told_row
from ui.shared.screen import Desk
from ui.shared.widgets.sections import SectionHead, take_all

MOST_ARTICLES, MOST_TALKS = 4, 5  # of the overview


class OverviewPanel(ScrollColumn):
    """The projects, the newest articles and the last contacts; the rest stands behind the tabs."""

    opened = Signal(str, int)
    project_asked = Signal()
    all_asked = Signal(str)  # the tab that shows the rest

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = desk.today
        head = SectionHead(_("Projects"))
        head.add(tool_button("add", _("New project"), self.project_asked.emit))
        self.add(head)
        self.projects = FirmProjects(desk)
        self.projects.opened.connect(lambda key: self.opened.emit("project", key))
        self.add(self.projects, ruled=False)
        self.articles = RowSection(_("Articles"))
        self.articles.rows.opened.connect(lambda key: self.opened.emit("article", key))
        self.all_articles = self._all(self.articles, "articles")
        self.talks = RowSection(_("Last contacts"))
        self.talks.rows.opened.connect(lambda _place: self.all_asked.emit("talks"))
        self.all_talks = self._all(self.talks, "talks")
        for section in (self.articles, self.talks):
            self.add(section)

    def show_page(self, page: EnterprisePage) -> None:
        """Shows what belongs to an enterprise."""
        today = self._today()
        self.projects.show_projects(page.projects)
        articles = [told_row(told, today) for told in page.articles[:MOST_ARTICLES]]
        self.articles.rows.show_rows(articles, _("No article names it yet."))
        self.articles.head.note.setText(by_role(page.articles))
        count = len(page.articles)
        self.all_articles.setText(_n("all {count} article", "all {count} articles", count))
        self.all_articles.setVisible(count > MOST_ARTICLES)
        talks = talks_of(page)
        rows = [_talk(place, entry, today) for place, entry in enumerate(talks[:MOST_TALKS])]
        self.talks.rows.show_rows(rows, _("Not talked to yet. Log the first contact with Ctrl+L."))
        self.all_talks.setText(_n("all {count} contact", "all {count} contacts", len(talks)))
        self.all_talks.setVisible(len(talks) > MOST_TALKS)

    def _all(self, section: RowSection, tab: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("link", "true")
        button.clicked.connect(lambda: self.all_asked.emit(tab))
        section.head.add(button)
        return button


class ArticlePanel(ScrollColumn):
    """All articles that name the enterprise, by its role in them."""

    opened = Signal(str, int)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        holder = QWidget()
        self._groups = QVBoxLayout(holder)
        self._groups.setContentsMargins(4, 4, 4, 0)
        self._groups.setSpacing(0)
        self.add(holder)
        self.lists: dict[str, LinkRows] = {}  # by role

    def show_articles(self, articles: Sequence[ArticleTold]) -> None:
        """Shows these articles."""
        take_all(self._groups)
        self.lists = {}
        for role in _roles(articles):
            told = [entry for entry in articles if entry.role == role]
            head = PlainLabel(f"{_role_name(role)}  {len(told)}", pixels=12, tone="t2")
            head.setContentsMargins(12, 8, 12, 4)
            self._groups.addWidget(head)
            self._add_rows(role, told)
        if not articles:
            self._add_rows("", ())

    def _add_rows(self, role: str, told: Sequence[ArticleTold]) -> None:
        rows = LinkRows()
        rows.opened.connect(lambda key: self.opened.emit("article", key))
        rows.show_rows([told_row(entry, self._today()) for entry in told], _("No article names it yet."))
        self._groups.addWidget(rows)
        self.lists[role] = rows


def talks_of(page: EnterprisePage) -> list[TimelineEntry]:
    """The contacts with an enterprise, newest first."""
    return [entry for entry in page.timeline if entry.kind == "follow_up"]


def by_role(articles: Sequence[ArticleTold]) -> str:
    """扩产 3，签约 1, in the order in which roles matter."""
    counts = {role: sum(1 for told in articles if told.role == role) for role in _roles(articles)}
    return "，".join(f"{_role_name(role)} {count}" for role, count in counts.items())


def _roles(articles: Sequence[ArticleTold]) -> list[str]:
    told = {entry.role for entry in articles}
    known = [str(role) for role in EnterpriseRole]
    return [*(role for role in known if role in told), *sorted(told - set(known))]


def _role_name(role: str) -> str:
    return role or _("Named")


def _talk(place: int, entry: TimelineEntry, today: date) -> LinkRow:
    row = entry.follow_up
    way = way_name(row.way) if row is not None else ""
    return LinkRow(
        key=place,
        lead=" ".join(filter(None, [way, entry.title])),
        text=entry.text,
        right=day(entry.day, today),
        icon=WAY_ICONS[row.way] if row is not None else "follow_up",
    )

"""What a zone is about: its projects, the articles that name it by role, and what happened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.reading import ZoneRole
from crm.domain.records import Ref
from crm.domain.rows import ArticleRow, ProjectRow
from crm.domain.timeline import FieldChange, ZonePage
from crm.i18n import N_, _, _n
from ui.screens.records.history import HistoryPanel
from ui.shared.directory_labels import RELATION_NAMES
from ui.shared.labels import day, stage_name, stage_place, stalled_badge, sum_of
from ui.shared.link_rows import LinkRow, LinkRows
from ui.shared.plain_text import PlainLabel
from ui.shared.record_labels import field_name
from ui.shared.screen import Desk
from ui.shared.widgets.sections import rule, take_all

# Roles as the reader writes them, in the order in which they matter.
ROLES = (
    (ZoneRole.HOST, N_("Projects settle there")),
    (ZoneRole.PUBLISHER, N_("Published by the zone")),
    (ZoneRole.VISITED, N_("Visited")),
    (ZoneRole.RIVAL, N_("Competes with us")),
    (ZoneRole.BACKGROUND, N_("Background")),
)
TABS = (N_("Projects"), N_("Articles"), N_("What happened"))


class ZoneLists(QWidget):
    """Three lists behind tabs."""

    project_opened = Signal(object)  # id
    article_opened = Signal(object)  # id

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._crm, self._today = desk, crm, desk.today
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Lists"))
        for title in TABS:
            self.tabs.addTab(_(title))
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(self.tabs)
        column.addLayout(head)
        column.addWidget(rule())
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._make_pages()
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        column.addWidget(holder, 1)

    def show_page(self, page: ZonePage) -> None:
        """Shows a zone."""
        counts = (page.project_count, page.article_count, len(page.timeline))
        for place, (title, count) in enumerate(zip(TABS, counts, strict=True)):
            self.tabs.setTabText(place, f"{_(title)}  {count}" if count else _(title))
        nothing = _("No project is here yet. Choose the zone on the page of a project.")
        self.projects.show_rows([self._project_row(row) for row in page.projects], nothing)
        rest = page.project_count - len(page.projects)
        told = _n(
            "{count} more stands in the list of projects.",
            "{count} more stand in the list of projects.",
            rest,
        )
        self.more.setText(told)
        self.more.setVisible(rest > 0)
        self._show_articles(page)
        self.history.show_entries(Ref(kind="zone", id=page.zone.key), page.timeline)

    def article_lists(self) -> list[LinkRows]:
        """The articles, one list for each role."""
        return list(self._lists)

    def _make_pages(self) -> None:
        self.projects = LinkRows()
        self.projects.opened.connect(self.project_opened)
        page, column = _scrolled()
        column.addWidget(self.projects)
        self.more = _quiet_line()
        self.more.hide()
        column.addWidget(self.more)
        column.addStretch(1)
        self._stack.addWidget(page)
        page, self._articles = _scrolled()
        self._lists: list[LinkRows] = []
        self._stack.addWidget(page)
        self.history = HistoryPanel(self._desk, self._crm, "zone", tell=told_change)
        self._stack.addWidget(self.history)

    def _show_articles(self, page: ZonePage) -> None:
        take_all(self._articles)
        self._lists, articles = [], page.articles
        known = {str(role) for role, _name in ROLES}
        groups = [(_(name), [row for row, told in articles if told == role]) for role, name in ROLES]
        groups.append((_("Named"), [row for row, told in articles if told not in known]))
        for title, rows in groups:
            if rows:
                self._articles.addWidget(_group_head(f"{title}  {len(rows)}"))
                self._articles.addWidget(self._article_list(rows))
        if not articles:
            rows_of_none = LinkRows()
            rows_of_none.show_rows(
                [], _("No article names this zone yet. Links come from reviewed articles.")
            )
            self._articles.addWidget(rows_of_none)
        rest = page.article_count - len(articles)
        if rest > 0:
            line = _quiet_line()
            line.setText(
                _n("{count} older article names it too.", "{count} older articles name it too.", rest)
            )
            self._articles.addWidget(line)
        self._articles.addStretch(1)

    def _article_list(self, rows: Sequence[ArticleRow]) -> LinkRows:
        made = LinkRows()
        made.opened.connect(self.article_opened)
        made.show_rows([self._article_row(row) for row in rows])
        self._lists.append(made)
        return made

    def _article_row(self, row: ArticleRow) -> LinkRow:
        return LinkRow(
            key=row.id,
            text=row.title,
            detail=row.source,
            right=day(row.published_on, self._today()),
            icon="article",
        )

    def _project_row(self, row: ProjectRow) -> LinkRow:
        following = day(row.next_follow_up_on, self._today())
        told = [stage_name(row.stage), row.node, row.owner]
        if following:
            told.append(_("next {day}").format(day=following))
        stalled = stalled_badge(row.stalled_days, row.stall_level)
        return LinkRow(
            key=row.id,
            lead=row.enterprise,
            text=row.name,
            detail="   ".join(filter(None, told)),
            right=sum_of(row.total_investment) or _("no amount"),
            right_tone="t1" if row.total_investment else "t3",
            stage=stage_place(row.stage),
            badges=(stalled,) if stalled else (),
        )


def told_change(change: FieldChange) -> FieldChange:
    """An edit of a zone in words."""
    words = {str(relation): _(name) for relation, name in RELATION_NAMES.items()}
    before, after = (
        words.get(text, text) if change.field == "relation" else text
        for text in (change.before, change.after)
    )
    return FieldChange(field=field_name(change.field), before=before, after=after)


def _scrolled() -> tuple[QScrollArea, QVBoxLayout]:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside = QWidget()
    inside.setProperty("ground", "panel")
    column = QVBoxLayout(inside)
    column.setContentsMargins(4, 8, 8, 8)
    column.setSpacing(0)
    area.setWidget(inside)
    return area, column


def _quiet_line() -> PlainLabel:
    label = PlainLabel("", pixels=12, tone="t3", wrap=True)
    label.setContentsMargins(12, 8, 12, 4)
    return label


def _group_head(text: str) -> PlainLabel:
    label = PlainLabel(text, pixels=12, tone="t2")
    label.setContentsMargins(12, 8, 12, 4)
    return label

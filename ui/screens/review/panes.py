"""List, text and tray side by side; in a narrow window tray and list become tabs of the text."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from crm.i18n import _
from ui.screens.review.article_list import WIDTH as LIST_WIDTH
from ui.screens.review.article_list import ArticleList
from ui.screens.review.text_pane import TextPane
from ui.screens.review.tray import WIDTH as TRAY_WIDTH
from ui.screens.review.tray import Tray
from ui.shared.widgets.sections import EmptyState, rule

TRAY_BELOW, LIST_BELOW = 1200, 960  # window widths at which the tray, then the list become tabs
TEXT, TRAY, LIST = 0, 1, 2
ANY_WIDTH = 16777215


class Panes(QWidget):
    """Arranges what it is given by the width of the window."""

    def __init__(self, articles: ArticleList, text: TextPane, tray: Tray, group: QWidget) -> None:
        super().__init__()
        self.list, self.text, self.tray, self.group = articles, text, tray, group
        self._width, self._has_article = TRAY_BELOW, False
        self.tabs = QTabBar()
        for name in (_("Text"), _("Review"), _("Articles")):
            self.tabs.addTab(name)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.main = QStackedWidget()
        for widget in (text, group):
            self.main.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.tabs)
        self._rules = (rule(upright=True), rule(upright=True))
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(articles)
        row.addWidget(self._rules[0])
        row.addWidget(self.main, 1)
        row.addWidget(self._rules[1])
        row.addWidget(tray)
        outer.addLayout(row, 1)
        self.tabs.currentChanged.connect(lambda _place: self._arrange())

    def show_article(self) -> None:
        """The text is shown, unless a tab hides it."""
        self._has_article = True
        self.main.setCurrentWidget(self.text)
        self._arrange()

    def show_group(self) -> None:
        """A reprint group is shown in the place of text and tray."""
        self._has_article = False
        self.main.setCurrentWidget(self.group)
        self._arrange()

    def show_empty(self, state: EmptyState) -> None:
        """Shows why there is no article, in the place of the text."""
        self._has_article = False
        while self.main.count() > 2:
            before = self.main.widget(2)
            self.main.removeWidget(before)
            before.deleteLater()
        self.main.addWidget(state)
        self.main.setCurrentWidget(state)
        self._arrange()

    def fit(self, width: int) -> None:
        """The window has this width now."""
        self._width = width
        self._arrange()

    def _arrange(self) -> None:
        narrow, tight = self._width < TRAY_BELOW, self._width < LIST_BELOW
        grouped = self.main.currentWidget() is self.group
        tabbed = (narrow and self._has_article) or (tight and grouped)
        self.tabs.setVisible(tabbed)
        self.tabs.setTabVisible(LIST, tight)
        self.tabs.setTabVisible(TRAY, not grouped)
        tab = self.tabs.currentIndex() if tabbed else TEXT
        if tab == LIST and not tight:
            tab = TEXT
        self.main.setVisible(tab == TEXT)
        self.tray.setVisible((tab == TRAY or not narrow) and not grouped)
        self.tray.setMaximumWidth(ANY_WIDTH if narrow else TRAY_WIDTH)
        self.list.setVisible(tab == LIST or not tight)
        self.list.setMaximumWidth(ANY_WIDTH if tight else LIST_WIDTH)
        self._rules[0].setVisible(not tight)
        self._rules[1].setVisible(not narrow and not grouped)

"""Tabs of a page, and the column at the right that becomes one of them where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QTabBar, QWidget

from ui.shared.widgets.sections import rule

ANY_WIDTH = 16_777_215  # what Qt calls no limit
NARROW = 1280  # of the window; below it the column at the right is a tab


class PageTabs(QTabBar):
    """Tabs with counts; `pages` shows what belongs to the one that is chosen.

    Several tabs may share a widget that shows other rows for each: it listens to `chosen`.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setSelectionBehaviorOnRemove(QTabBar.SelectionBehavior.SelectPreviousTab)
        self.setProperty("elides", True)  # scrolls where there is no room for all
        self.setAccessibleName(name)
        self.pages = QWidget()
        self._stack = QStackedLayout(self.pages)
        self._shown: dict[str, tuple[str, QWidget]] = {}  # title and widget of each tab, in their order
        self._counts: dict[str, int] = {}
        self._tells_counts = True
        self.currentChanged.connect(self._show)

    @property
    def key(self) -> str:
        """The tab that is chosen."""
        return list(self._shown)[max(0, self.currentIndex())]

    def add(self, key: str, title: str, widget: QWidget) -> None:
        """A tab behind those that are there."""
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._shown[key] = (title, widget)
        self.addTab(title)

    def holds(self, key: str) -> bool:
        """Whether there is such a tab."""
        return key in self._shown

    def take(self, key: str) -> None:
        """Takes the last tab away and lets go of its widget."""
        place = list(self._shown).index(key)
        _title, widget = self._shown.pop(key)
        self._stack.removeWidget(widget)
        self.removeTab(place)

    def choose(self, key: str) -> None:
        """Shows a tab."""
        self.setCurrentIndex(list(self._shown).index(key))

    def show_count(self, key: str, count: int) -> None:
        """Writes a count behind a title; 0 writes none."""
        self._counts[key] = count
        self._write_titles()

    def tell_counts(self, on: bool) -> None:
        """Writes the counts, or leaves them out where there is little room."""
        self._tells_counts = on
        self._write_titles()

    def _write_titles(self) -> None:
        for place, (key, (title, _widget)) in enumerate(self._shown.items()):
            count = self._counts.get(key) if self._tells_counts else None
            self.setTabText(place, f"{title}  {count}" if count else title)

    def _show(self) -> None:
        if self._shown:
            self._stack.setCurrentWidget(self._shown[self.key][1])
            self.chosen.emit(self.key)


class SideFold:
    """The column at the right of a page."""

    KEY = "side"

    def __init__(self, columns: QHBoxLayout, side: QWidget, width: int, tabs: PageTabs, title: str) -> None:
        """`title` is that of its tab."""
        self._columns, self._side, self._width, self._tabs = columns, side, width, tabs
        self._title = title
        self._rule = rule(upright=True)
        columns.addWidget(self._rule)
        side.setFixedWidth(width)
        columns.addWidget(side)

    @property
    def is_tab(self) -> bool:
        """Whether the column is a tab now."""
        return self._tabs.holds(self.KEY)

    def fit(self, window: int) -> None:
        """Puts the column where a window of that width has room for it."""
        narrow = window < NARROW
        if narrow and not self.is_tab:
            self._columns.removeWidget(self._side)
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(ANY_WIDTH)
            self._tabs.add(self.KEY, self._title, self._side)
            self._tabs.tell_counts(False)
        elif not narrow and self.is_tab:
            self._tabs.take(self.KEY)
            self._tabs.tell_counts(True)
            self._side.setFixedWidth(self._width)
            self._columns.addWidget(self._side)
            self._side.show()
        self._rule.setVisible(not narrow)

    def show(self) -> None:
        """Lets the column be seen, as a tab too."""
        if self.is_tab:
            self._tabs.choose(self.KEY)

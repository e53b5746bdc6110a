"""The views as tabs, and what is done with a view that was changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QTabBar, QWidget

from crm.i18n import _
from ui.screens.projects.views import View
from ui.shared.page_parts import tool_button
from ui.shared.plain_text import PlainLabel, plain_tip


class ViewTabs(QWidget):
    """Built-in, own and shared views."""

    chosen = Signal(str)
    save_asked = Signal()
    save_as_asked = Signal()
    revert_asked = Signal()
    rename_asked = Signal(str)  # these carry the key of a view
    delete_asked = Signal(str)
    share_asked = Signal(str)
    moved = Signal(str, int)  # one place to the left (-1) or right (1)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: list[View] = []
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        self.tabs = QTabBar()
        self.tabs.setProperty("ground", "panel")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(_("Views"))
        self.tabs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tabs.customContextMenuRequested.connect(self._open_menu)
        self.tabs.currentChanged.connect(self._choose)
        row.addWidget(self.tabs)
        self.add = tool_button("add", _("Save this view under a name"), self.save_as_asked.emit)
        row.addWidget(self.add)
        self.more = tool_button("more", _("Rename, share, order or delete this view"), self.open_menu)
        row.addWidget(self.more)
        row.addStretch(1)
        self.state = PlainLabel(_("Not saved"), pixels=12, tone="t3")
        row.addWidget(self.state)
        self.save = _link(_("Save"))
        self.save.clicked.connect(self.save_asked)
        self.save_as = _link(_("Save as …"))
        self.save_as.clicked.connect(self.save_as_asked)
        self.revert = _link(_("Revert"))
        self.revert.clicked.connect(self.revert_asked)
        for button in (self.save, self.save_as, self.revert):
            row.addWidget(button)
        self.show_changed(False)

    @property
    def current(self) -> View:
        """The view that is chosen."""
        return self._views[max(0, self.tabs.currentIndex())]

    def show_views(self, views: Sequence[View], current: str) -> None:
        """Shows these views; counts of those that stay are kept."""
        counts = {view.key: self.tabs.tabData(place) for place, view in enumerate(self._views)}
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        self._views = list(views)
        for place, view in enumerate(views):
            self.tabs.addTab(view.title)
            self.tabs.setTabData(place, counts.get(view.key))
            if view.saved is not None and view.saved.is_shared:
                self.tabs.setTabToolTip(place, plain_tip(_("Shared with the office")))
        keys = [view.key for view in views]
        self.tabs.setCurrentIndex(keys.index(current) if current in keys else 0)
        self.tabs.blockSignals(False)
        self.show_changed(False)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Shows how many projects fit each view."""
        for place, count in enumerate(counts[: self.tabs.count()]):
            self.tabs.setTabData(place, count)

    def show_changed(self, changed: bool) -> None:
        """A changed view says so by a star, and offers to be saved."""
        for place, view in enumerate(self._views):
            star = " *" if changed and place == self.tabs.currentIndex() else ""
            count = self.tabs.tabData(place)
            self.tabs.setTabText(place, f"{view.title}{star}" + ("" if count is None else f"  {count}"))
        is_saved = bool(self._views) and self.current.saved is not None
        self.more.setVisible(is_saved)
        self.save.setVisible(changed and is_saved)
        for widget in (self.state, self.save_as, self.revert):
            widget.setVisible(changed)

    def open_menu(self) -> None:
        """Opens the menu of the view shown."""
        self._open_menu(self.tabs.tabRect(self.tabs.currentIndex()).bottomLeft())

    def menu_of(self, view: View) -> QMenu:
        """What can be done with a view."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if view.saved is None:
            menu.addAction(_("Save as …"), self.save_as_asked.emit)
            return menu
        share = _("Keep it to myself") if view.saved.is_shared else _("Share with the office")
        menu.addAction(_("Rename …"), lambda: self.rename_asked.emit(view.key))
        menu.addAction(share, lambda: self.share_asked.emit(view.key))
        menu.addAction(_("Further left"), lambda: self.moved.emit(view.key, -1))
        menu.addAction(_("Further right"), lambda: self.moved.emit(view.key, 1))
        menu.addSeparator()
        menu.addAction(_("Delete the view"), lambda: self.delete_asked.emit(view.key))
        return menu

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._views):
            self.chosen.emit(self._views[place].key)

    def _open_menu(self, position: QPoint) -> None:
        place = self.tabs.tabAt(position)
        view = self._views[place] if place >= 0 else self.current
        self.menu_of(view).popup(self.tabs.mapToGlobal(position))


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("link", "true")
    return button

"""The header of a screen: title, views, the search and command field, 新建."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from crm.i18n import _, _n
from ui.shared.actions import key_name
from ui.shared.icons import BESIDE_TEXT, IconLabel, icon
from ui.shared.plain_text import PlainLabel, key_cap, mark, plain_tip
from ui.shared.screen import Screen
from ui.shared.theme import theme
from ui.shared.tokens import FIND_WIDTH, HEADER_HEIGHT, INPUT_HEIGHT, PADDING
from ui.shared.widgets.segments import Segments

BELL_KEY = "Ctrl+Shift+B"
NARROW_FIND = 112  # the word alone, without its key


class FindField(QFrame):
    """Looks like a field; a click, Enter or a letter opens the palette."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("field", "search")
        self.setFixedSize(FIND_WIDTH, INPUT_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(_("Search or type a command"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        lens = IconLabel("search", 16, "t3")
        row.addWidget(lens)
        self._hint = PlainLabel(_("Search or type a command"), tone="t3")
        row.addWidget(self._hint, 1)
        self._key = key_cap(key_name("Ctrl+K"))
        row.addWidget(self._key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.opened.emit("")

    def set_narrow(self, narrow: bool) -> None:
        """Says less where there is less room."""
        self._hint.setText(_("Search") if narrow else _("Search or type a command"))
        self._key.setVisible(not narrow)
        self.setFixedWidth(NARROW_FIND if narrow else FIND_WIDTH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit("")
        elif typed.isprintable() and typed:
            self.opened.emit(typed)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        mark(self, "field", "search_focus")

    def focusOutEvent(self, event: object) -> None:
        mark(self, "field", "search")


class Header(QWidget):
    """Shows the screen's title and views."""

    new_asked = Signal()
    find_asked = Signal(str)
    view_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEADER_HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PADDING, 0, PADDING, 0)
        self._row.setSpacing(12)
        self.title = PlainLabel(pixels=16, bold=True)
        self._row.addWidget(self.title)
        self._views: Segments | None = None
        self._row.addStretch(1)
        self.find_field = FindField()
        self.find_field.opened.connect(self.find_asked)
        self._row.addWidget(self.find_field)
        self.bell = QToolButton()
        self.bell.setIcon(icon("bell"))
        self.bell.setIconSize(QSize(20, 20))
        self.bell.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._row.addWidget(self.bell)
        self.show_waiting(0)
        self.new = QPushButton(_("New"))
        self.new.setIcon(icon("add", "acc_t"))
        self.new.setIconSize(BESIDE_TEXT)
        self.new.setToolTip(plain_tip(_("New ({key})").format(key=key_name("Ctrl+N"))))
        self.new.clicked.connect(lambda: self.new_asked.emit())
        self._row.addWidget(self.new)

    @property
    def views(self) -> Segments | None:
        """The segmented control of the screen, if it has several views."""
        return self._views

    def show_screen(self, title: str, screen: Screen) -> None:
        """Shows what belongs to a screen."""
        self.title.setText(title)
        self.new.setVisible(screen.can_create())
        views = screen.views()
        if self._views is not None and [view.key for view in views] == self._views.keys:
            for view in views:  # the keyboard may stand in them
                self._views.set_text(view.key, view.text)
            self._views.set_current(screen.current_view())
            return
        if self._views is not None:
            self._row.removeWidget(self._views)
            self._views.hide()
            self._views.deleteLater()
            self._views = None
        if views:
            self._views = Segments(views, screen.current_view(), name=_("Views"))
            self._views.chosen.connect(self.view_chosen)
            self._row.insertWidget(1, self._views)

    def show_waiting(self, count: int) -> None:
        """How many reminders wait behind the bell."""
        self.bell.setText(str(count) if count else "")
        name = _n("{count} reminder", "{count} reminders", count) if count else _("No reminders")
        self.bell.setAccessibleName(name)
        self.bell.setToolTip(plain_tip(f"{name} ({key_name(BELL_KEY)})"))

    def set_narrow(self, narrow: bool) -> None:
        """Gives room back in a narrow window."""
        self.find_field.set_narrow(narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.setPen(QPen(theme().colour("line"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

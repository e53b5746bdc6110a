"""The frame of every dialog: title, content, and a foot with what can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from crm.app import Crm
from crm.domain.alike import Alike, NameQuestion, Unlike
from crm.domain.errors import Conflict, CrmError, Doubtful, Unexplained
from crm.domain.records import Ref
from crm.i18n import _
from ui.dialogs.give_reason import ask_why
from ui.shared.actions import key_name
from ui.shared.composing import is_composing
from ui.shared.doubts import is_meant
from ui.shared.form import Form
from ui.shared.near_strip import NearStrip
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.screen import Desk
from ui.shared.tab_order import stops
from ui.shared.widgets.sections import rule

T = TypeVar("T")
WIDTH = 460
EDGE = 48  # kept free around a dialog


class TaskDialog(QDialog):
    """One thing to do; Ctrl+Enter does it, Esc changes nothing."""

    saved = Signal(object)
    is_sure = False  # the officer has answered for figures that can hardly be meant
    unlike = Unlike()  # known records that the officer says the new one is not
    anyway = ""  # why it is done all the same
    theirs: object = None  # what somebody else has saved meanwhile

    def __init__(
        self, desk: Desk, title: str, action: str, parent: QWidget | None = None, *, width: int = WIDTH
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._width = width
        self._fitting = QTimer(self, singleShot=True, interval=0)  # Qt shows what was added only then
        self._fitting.timeout.connect(self._fit)
        self.setFixedWidth(width)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(20, 14, 20, 6)
        self.head.addWidget(PlainLabel(title, pixels=16, bold=True))
        outer.addLayout(self.head)
        inside = QWidget()
        inside.setProperty("ground", "panel")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(20, 6, 20, 16)
        self.body.setSpacing(10)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        outer.addWidget(self._scroll, 1)
        self._inside = inside
        outer.addWidget(rule())
        outer.addWidget(self._make_foot(action))

    def act(self) -> None:
        """What the filled button does."""
        raise NotImplementedError

    def save(self, work: Callable[[], T], done: Callable[[T], object] | None = None) -> None:
        """Writes; the dialog closes once it is written, and shows what is wrong otherwise."""
        self.primary.setEnabled(False)

        def finish(value: T) -> None:
            if done is not None:
                done(value)
            self.saved.emit(value)
            self.accept()

        self.desk.tasks.write(self, work, finish, failed=self.refused)

    def take_error(self, error: CrmError) -> bool:
        """True if the dialog has shown the error at its fields."""
        return False

    def keep_mine(self) -> None:
        """Saves over what somebody else has saved meanwhile."""

    def load_theirs(self) -> None:
        """Shows what somebody else has saved meanwhile."""
        self.reject()

    def use_draft(self, form: Form, key: str) -> None:
        """Keeps what is typed into the form across a crash; shows what was typed last time, and says so."""
        if self.desk.drafts is not None and form.use_drafts(self.desk.drafts, key):
            self.foot_note.setText(_("What you typed last time"))

    def watch_names(
        self, crm: Crm, question: Callable[[], NameQuestion], fields: Iterable[QWidget]
    ) -> NearStrip:
        """Shows at the top what is there already like what is typed into the fields, and opens it instead."""
        strip = NearStrip(self.desk, crm, question)
        strip.watch(*(field for field in fields if isinstance(field, QLineEdit)))
        strip.opened.connect(self.open_instead)
        strip.changed.connect(lambda: self.settle() if self.isVisible() else None)
        self.body.insertWidget(0, strip)
        if question().text:
            strip.ask()
        return strip

    def open_instead(self, ref: Ref) -> None:
        """Opens a record that is there already; what was typed is given up."""
        self.reject()
        self.desk.open_record(ref.kind, ref.id)

    def settle(self) -> None:
        """Makes the dialog as high as its content, as far as there is room."""
        self._fit()
        self._fitting.start()

    def _fit(self) -> None:
        self.body.activate()  # its height is asked for before the event loop would lay it out
        self._inside.adjustSize()
        chrome = self.head.sizeHint().height() + self._foot.sizeHint().height() + 2
        wanted = self._inside.heightForWidth(self._width) if self._inside.hasHeightForWidth() else -1
        height = chrome + max(wanted, self._inside.sizeHint().height())
        host = self.parentWidget()
        most = host.window().height() - EDGE if host is not None else 700
        self.resize(self._width, min(height, max(240, most)))

    def _make_foot(self, action: str) -> QWidget:
        self._foot = foot = QFrame()
        foot.setProperty("ground", "sunken")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(8)
        self.foot_note = PlainLabel(_("Esc changes nothing"), pixels=12, tone="t3")
        row.addWidget(self.foot_note)
        row.addStretch(1)
        self.cancel = _dialog_button(_("Cancel"))
        self.cancel.clicked.connect(self.reject)
        row.addWidget(self.cancel)
        self.primary = _dialog_button(action)
        self.primary.setProperty("primary", "true")
        self.primary.setToolTip(plain_tip(key_name("Ctrl+Return")))
        self.primary.clicked.connect(lambda: self.act())
        row.addWidget(self.primary)
        return foot

    def refused(self, error: CrmError) -> None:
        """Shows why nothing was saved, and asks what can be answered."""
        self.primary.setEnabled(True)
        if isinstance(error, Doubtful):
            self.is_sure = is_meant(self.desk, self, error)
            if self.is_sure:
                self.act()
            return
        self.is_sure = False  # what is entered next is asked about anew
        if isinstance(error, Unexplained):
            ask_why(self, error, lambda reason: self._explain(error, reason))
            return
        self.theirs = error.theirs if isinstance(error, Conflict) else None
        if self.take_error(error):
            self.settle()
        elif isinstance(error, Conflict):
            answer = self.desk.prompts.choose(self, str(error), [_("Keep mine"), _("Take theirs")])
            if answer == 0:
                self.keep_mine()
            elif answer == 1:
                self.load_theirs()
        else:
            self.desk.tasks.tell(error)

    def _explain(self, error: Unexplained, reason: str) -> None:
        if isinstance(error, Alike):
            self.unlike = error.explained(reason)
        else:
            self.anyway = reason
        self.act()

    # Qt's names from here

    def showEvent(self, event: Any) -> None:
        self.settle()
        super().showEvent(event)
        here = self.focusWidget()
        fields = stops(self._inside)
        if fields and (here is None or not self._inside.isAncestorOf(here)):
            fields[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_composing():
            return
        if enters:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.primary.isEnabled():
                self.act()
            return  # plain Enter belongs to the field
        super().keyPressEvent(event)


def _dialog_button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("large", "true")
    button.setAutoDefault(False)
    return button

"""Why something is done all the same: a usual reason by a click, or one's own words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crm.domain.errors import Unexplained
from crm.i18n import _
from ui.dialogs.question import QuestionDialog
from ui.shared.composing import watch_composing
from ui.shared.plain_text import PlainLabel, line_field, mark
from ui.shared.widgets.chips import ChipChoice


class GiveReasonDialog(QuestionDialog):
    """Shows what was found, and asks for the reason; emits `given` with it."""

    given = Signal(str)

    def __init__(self, error: Unexplained, parent: QWidget | None = None) -> None:
        super().__init__(_("Go on all the same?"), _("Go on"), parent, note="\n".join(error.sentences))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("ground", "panel")
        self.body.addWidget(PlainLabel(_("Why"), pixels=12, tone="t2"))
        self.reasons = ChipChoice([(reason, reason) for reason in error.offered])
        self.reasons.setAccessibleName(_("Usual reasons"))
        self.reasons.chosen.connect(self._take)
        self.body.addWidget(self.reasons)
        self.text = line_field(hint=_("or in your own words"), name=_("Why"))
        watch_composing(self.text)
        self.text.textEdited.connect(lambda _text: self._show_fault(""))
        self.body.addWidget(self.text)
        self._fault = PlainLabel(pixels=12, tone="red")
        self._fault.hide()
        self.body.addWidget(self._fault)
        self.text.setFocus()

    def submit(self) -> None:
        """Hands the reason over; without one it asks for it."""
        reason = self.text.text().strip()
        if not reason:
            self._show_fault(_("Say why, so that others understand it later."))
            return
        self.accept()
        self.given.emit(reason)

    def _take(self, reason: str) -> None:
        self.text.setText(reason)
        self._show_fault("")
        self.text.setFocus()

    def _show_fault(self, message: str) -> None:
        mark(self.text, "fault", "true" if message else "false")
        self._fault.setText(message)
        self._fault.setVisible(bool(message))


def ask_why(parent: QWidget, error: Unexplained, go_on: Callable[[str], object]) -> None:
    """Opens the dialog over `parent`; `go_on` gets the reason if one is given."""
    dialog = GiveReasonDialog(error, parent)
    dialog.given.connect(go_on)
    dialog.open()

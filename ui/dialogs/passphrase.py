"""Asks for the passphrase of an encrypted file."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from crm.i18n import _
from ui.dialogs.question import QuestionDialog
from ui.shared.plain_text import PlainLabel, line_field


class PassphraseDialog(QuestionDialog):
    """One line, hidden while it is typed; may be kept in the keyring of the system."""

    def __init__(self, place: str, parent: QWidget | None = None, *, fault: str = "") -> None:
        note = _("{place} opens with its passphrase only.").format(place=place)
        super().__init__(_("Passphrase"), _("Open"), parent, note=note)
        self.line = line_field(name=_("Passphrase"))
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.textChanged.connect(lambda text: self.agree.setEnabled(bool(text)))
        self.body.addWidget(self.line)
        self.line.setFocus()
        self.fault = PlainLabel(fault, pixels=12, tone="red", wrap=True)
        self.fault.setVisible(bool(fault))
        self.body.addWidget(self.fault)
        self.keep = QCheckBox(_("Keep it on this computer"))
        self.keep.setToolTip(_("In the keyring of the system, where only your account reads it."))
        self.body.addWidget(self.keep)
        self.agree.setEnabled(False)

    def passphrase(self) -> str:
        """What was typed."""
        return self.line.text()

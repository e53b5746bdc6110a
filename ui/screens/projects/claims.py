"""The figures told about one field, one of them adopted (说法)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout

from crm.domain.projects import Claim
from crm.i18n import _
from ui.shared.labels import day, plain_number, sum_of
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.widgets.sections import take_all

QUOTE_SHOWN = 60  # characters; the whole sentence is the tooltip


class ClaimList(QFrame):
    """A choice of figures; choosing one adopts it."""

    adopted = Signal(int)  # id of the claim

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("frame", "panel")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 6, 8, 8)
        self._column.setSpacing(2)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.adopted)

    def show_claims(self, claims: Sequence[Claim], sources: Mapping[int, str], today: date) -> None:
        """Shows the figures, the adopted one first; `sources` names their articles."""
        for button in self._group.buttons():
            self._group.removeButton(button)
        take_all(self._column)
        for claim in sorted(claims, key=lambda claim: not claim.is_adopted):
            figure = sum_of(claim.amount) or " ".join(filter(None, [plain_number(claim.number), claim.unit]))
            told = [claim.qualifier, figure or claim.text, claim.basis]
            button = QRadioButton(" ".join(filter(None, told)))
            button.setChecked(claim.is_adopted)
            button.setToolTip(plain_tip(claim.quote))
            self._group.addButton(button, claim.key)
            self._column.addWidget(button)
            self._column.addWidget(self._source_line(claim, sources, today))

    def buttons(self) -> list[QRadioButton]:
        """The choices as they stand."""
        return [button for button in self._group.buttons() if isinstance(button, QRadioButton)]

    def _source_line(self, claim: Claim, sources: Mapping[int, str], today: date) -> PlainLabel:
        quote = claim.quote if len(claim.quote) <= QUOTE_SHOWN else claim.quote[:QUOTE_SHOWN] + "…"
        source = sources.get(claim.article_id or 0, "") or _("entered by hand")
        parts = [source, day(claim.told_on, today), f"“{quote}”" if quote else ""]
        label = PlainLabel("　".join(filter(None, parts)), pixels=12, tone="t3", wrap=True)
        label.setContentsMargins(22, 0, 0, 4)
        label.setToolTip(plain_tip(claim.quote))
        return label

"""The figures told about one field, one of them adopted (说法), and the quote of the adopted one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm.domain.outlets import LEAST_CREDIBLE, MOST_CREDIBLE
from crm.domain.projects import Claim
from crm.domain.timeline import ClaimSource
from crm.i18n import N_, _
from ui.shared.icons import icon
from ui.shared.labels import also_in, day, plain_number, sum_of
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.widgets.sections import take_all

QUOTE_SHOWN = 60  # characters; the whole sentence is the tooltip
GLYPH = QSize(14, 14)
CREDIBILITIES = {
    1: N_("1 confirmed by others"),
    2: N_("2 probably true"),
    3: N_("3 possibly true"),
    4: N_("4 doubtful"),
    5: N_("5 improbable"),
    6: N_("6 nobody can say"),
}
Sources = Mapping[int, ClaimSource]  # by id of the claim


class QuoteButton(QToolButton):
    """A small quote glyph: the sentence, outlet and date under the pointer, the article by a click."""

    asked = Signal(int)  # id of the claim

    def __init__(self) -> None:
        super().__init__()
        self._claim: Claim | None = None
        self.setIcon(icon("quote"))
        self.setIconSize(GLYPH)
        self.setAccessibleName(_("Show where it was told"))
        self.clicked.connect(self._ask)
        self.hide()

    def show_claim(self, claim: Claim | None, sources: Sources, today: date) -> None:
        """Stands for this figure; without one, or without an article, it is not there."""
        self._claim = claim
        self.setVisible(claim is not None and claim.article_id is not None)
        if claim is not None:
            told = [f"“{claim.quote}”" if claim.quote else "", _source(claim, sources, today)]
            self.setToolTip(plain_tip("\n".join(part for part in told if part)))

    def _ask(self) -> None:
        if self._claim is not None:
            self.asked.emit(self._claim.key)


class ClaimList(QFrame):
    """A choice of figures; choosing one adopts it."""

    adopted = Signal(int)  # id of the claim
    asked = Signal(int)  # id of the claim whose article is wanted
    credibility_given = Signal(int, object)  # id of the claim; 1 to 6, or None: as the others suggest

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("frame", "panel")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 6, 8, 8)
        self._column.setSpacing(2)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.adopted)
        self.marks: dict[int, QToolButton] = {}  # by id of the claim
        self.quotes: dict[int, QuoteButton] = {}

    def show_claims(self, claims: Sequence[Claim], sources: Sources, today: date) -> None:
        """Shows the figures, the adopted one first."""
        for button in self._group.buttons():
            self._group.removeButton(button)
        take_all(self._column)
        self.marks, self.quotes = {}, {}
        for claim in sorted(claims, key=lambda claim: not claim.is_adopted):
            self._column.addWidget(self._figure_line(claim, sources, today))
            self._column.addWidget(self._source_line(claim, sources, today))

    def buttons(self) -> list[QRadioButton]:
        """The choices as they stand."""
        return [button for button in self._group.buttons() if isinstance(button, QRadioButton)]

    def _figure_line(self, claim: Claim, sources: Sources, today: date) -> QWidget:
        figure = sum_of(claim.amount) or " ".join(filter(None, [plain_number(claim.number), claim.unit]))
        told = [claim.qualifier, figure or claim.text, claim.basis]
        button = QRadioButton(" ".join(filter(None, told)))
        button.setChecked(claim.is_adopted)
        button.setToolTip(plain_tip(claim.quote))
        self._group.addButton(button, claim.key)
        self.marks[claim.key] = mark = self._mark(claim, sources)
        self.quotes[claim.key] = quote = QuoteButton()
        quote.show_claim(claim, sources, today)
        quote.asked.connect(self.asked)
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(button, 1)
        line.addWidget(mark)
        line.addWidget(quote)
        return whole

    def _mark(self, claim: Claim, sources: Sources) -> QToolButton:
        """B3, with what the figure may be worth as a menu."""
        source = sources.get(claim.key)
        button = QToolButton()
        button.setText(source.mark if source is not None else "")
        button.setAccessibleName(_("Credibility {mark}").format(mark=button.text()))
        tip = _("The letter is how far the outlet can be trusted, the number how far the figure.")
        button.setToolTip(plain_tip(tip))
        menu = QMenu(button)
        for value in range(MOST_CREDIBLE, LEAST_CREDIBLE + 1):
            act = menu.addAction(_(CREDIBILITIES[value]), self._giver(claim.key, value))
            act.setCheckable(True)
            act.setChecked(claim.credibility == value)
        menu.addSeparator()
        own = menu.addAction(_("As the other figures suggest"), self._giver(claim.key, None))
        own.setCheckable(True)
        own.setChecked(claim.credibility is None)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _giver(self, claim_id: int, value: int | None) -> Callable[[], None]:
        return lambda: self.credibility_given.emit(claim_id, value)

    def _source_line(self, claim: Claim, sources: Sources, today: date) -> PlainLabel:
        quote = claim.quote if len(claim.quote) <= QUOTE_SHOWN else claim.quote[:QUOTE_SHOWN] + "…"
        parts = [_source(claim, sources, today), f"“{quote}”" if quote else ""]
        label = PlainLabel("　".join(filter(None, parts)), pixels=12, tone="t3", wrap=True)
        label.setContentsMargins(22, 0, 0, 4)
        label.setToolTip(plain_tip(claim.quote))
        return label


def _source(claim: Claim, sources: Sources, today: date) -> str:
    source = sources.get(claim.key)
    outlet = source.outlet if source is not None else ""
    others = also_in(source.reprint_count) if source is not None else ""
    return "　".join(filter(None, [outlet or _("entered by hand"), others, day(claim.told_on, today)]))

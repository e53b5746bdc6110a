"""The lines above and below the map: what the chain is, how strong it is, what is shown and how large."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from crm.domain.directory import NodeState
from crm.domain.money import Money
from crm.i18n import _, _n
from ui.screens.chains.content import Chain
from ui.screens.chains.inspector import StateSquare
from ui.shared.actions import Actions
from ui.shared.icons import IconLabel
from ui.shared.labels import sum_of
from ui.shared.plain_text import ElidedLabel, PlainLabel
from ui.shared.tokens import BAR_HEIGHT
from ui.shared.widgets.chips import Chip
from ui.shared.widgets.sections import rule


class ChainBar(QWidget):
    """Chief, counts, how many nodes are in each state, and what is done with the chain."""

    gaps_toggled = Signal(bool)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(BAR_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        self.chief_label = PlainLabel(_("Chief of the chain"), tone="t2")
        self.chief = PlainLabel(bold=True)
        self.told = ElidedLabel(tone="t2")
        for widget in (self.chief_label, self.chief):
            row.addWidget(widget)
        row.addSpacing(4)
        row.addWidget(self.told, 1)
        self.counts: dict[NodeState, PlainLabel] = {}
        for state in NodeState:
            row.addWidget(StateSquare(state))
            self.counts[state] = PlainLabel(tone="t2")
            row.addWidget(self.counts[state])
            row.addSpacing(4)
        self.gaps = Chip(_("Only weak and missing"))
        self.gaps.toggled.connect(self.gaps_toggled)
        row.addWidget(self.gaps)
        row.addWidget(rule(upright=True))
        self.new_node = actions.button("chains.new_node", with_text=True)
        self.new_chain = actions.button("chains.new", with_text=True)
        for button in (self.new_node, self.new_chain):
            row.addWidget(button)

    def show_chain(self, chain: Chain) -> None:
        """Shows a chain."""
        self.chief.setText(chain.record.chief or _("not filled in"))
        self.chief.set_tone("t1" if chain.record.chief else "t3")
        parts = [
            _n("{count} enterprise", "{count} enterprises", chain.enterprise_count),
            _n("{count} project in hand", "{count} projects in hand", chain.project_count),
        ]
        if chain.total:
            parts.append(_("{total} together").format(total=sum_of(Money(value=chain.total))))
        self.told.setText("   ".join(parts))
        for state, label in self.counts.items():
            label.setText(str(chain.count(state)))

    def set_narrow(self, narrow: bool) -> None:
        """Gives room back in a narrow window."""
        style = Qt.ToolButtonStyle
        shape = style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon
        for button in (self.new_node, self.new_chain):
            button.setToolButtonStyle(shape)


class MapFoot(QWidget):
    """What the icons of a node mean, and how large the map is."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(36)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 12, 4)
        row.setSpacing(6)
        for symbol, text in (
            ("enterprise", _("Enterprises")),
            ("project", _("Projects")),
            ("article", _("Articles")),
        ):
            row.addWidget(IconLabel(symbol, 14))
            row.addWidget(PlainLabel(text, pixels=12, tone="t2"))
            row.addSpacing(8)
        row.addStretch(1)
        row.addWidget(actions.button("chains.smaller"))
        self.percent = QToolButton()
        self.percent.setToolTip(_("Show at its own size"))
        self.percent.setFixedWidth(60)
        self.percent.clicked.connect(lambda: actions.run("chains.own_size"))
        row.addWidget(self.percent)
        row.addWidget(actions.button("chains.larger"))
        row.addWidget(actions.button("chains.fit"))
        self.show_zoom(100)

    def show_zoom(self, per_cent: int) -> None:
        """Shows how large the map is."""
        self.percent.setText(f"{per_cent} %")
        self.percent.setAccessibleName(_("Size {figure} %").format(figure=per_cent))

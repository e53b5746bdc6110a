"""The stops of a visit, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crm.domain.visit_pages import StopTold
from crm.domain.visit_people import told_people
from crm.i18n import _, _n
from ui.shared.actions import Actions
from ui.shared.cells import Badge, BadgeTone
from ui.shared.labels import day
from ui.shared.link_rows import LinkRow, LinkRows
from ui.shared.page_parts import ScrollColumn
from ui.shared.plain_text import PlainLabel
from ui.shared.widgets.sections import EmptyState, rule

TOOLS = ("visit.report_stop", "visit.edit_stop", "visit.stop_up", "visit.stop_down", "visit.remove_stop")
ICONS = {"enterprise": "enterprise", "zone": "zone"}


class StopsPane(QWidget):
    """A row for each stop, with what can be done above them."""

    opened = Signal(object)  # id of a stop
    entered = Signal(object)
    add_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._tools = QHBoxLayout()
        self._tools.setContentsMargins(16, 6, 12, 6)
        self._tools.setSpacing(4)
        self.note = PlainLabel(pixels=12, tone="t2")
        self._tools.addWidget(self.note)
        self._tools.addStretch(1)
        column.addLayout(self._tools)
        column.addWidget(rule())
        self.rows = LinkRows()
        self.rows.opened.connect(self.opened)
        self.rows.entered.connect(self.entered)
        scroll = ScrollColumn()
        scroll.add(self.rows, ruled=False)
        self._nothing = EmptyState(
            _("No stop yet"),
            _("Add the enterprises and zones in the order in which they are visited."),
            [(_("Add a stop"), self.add_asked.emit)],
            symbol="visits",
        )
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(scroll)
        self._stack.addWidget(self._nothing)
        column.addWidget(holder, 1)

    def add_tools(self, actions: Actions) -> None:
        """Puts the buttons of the actions above the rows."""
        self._tools.addWidget(actions.button("visit.add_stop", with_text=True))
        for action_id in TOOLS:
            self._tools.addWidget(actions.button(action_id, with_text=action_id == TOOLS[0]))

    def show_stops(self, stops: Sequence[StopTold], today: date) -> None:
        """Shows these stops."""
        self._stack.setCurrentIndex(0 if stops else 1)
        told = sum(1 for one in stops if one.follow_up is not None)
        parts = [_n("{count} stop", "{count} stops", len(stops)), _("{count} reported").format(count=told)]
        self.note.setText(_(", ").join(parts) if stops else "")
        self.rows.show_rows([_row(place, one, today) for place, one in enumerate(stops, 1)])

    def take_keyboard(self) -> None:
        """Gives the keyboard to the stop that had it, or to the first."""
        if not self.rows.rows:
            self._nothing.buttons[0].setFocus()
            return
        keys = [row.key for row in self.rows.rows]
        self.rows.show_key(self.rows.current if self.rows.current in keys else keys[0])


def _row(place: int, told: StopTold, today: date) -> LinkRow:
    stop, follow_up = told.stop, told.follow_up
    when = " ".join(filter(None, [day(stop.happens_on, today), stop.time]))
    said = follow_up.text if follow_up is not None else stop.note
    parts = [when or _("no day yet"), said.replace("\n", " ")]
    return LinkRow(
        key=stop.key,
        lead=f"{place}　{stop.place}",
        text=told_people(told.people),
        detail="　".join(filter(None, parts)),
        icon=ICONS.get(stop.target_kind, "visit"),
        badges=tuple(_badges(told)),
        tip="\n".join(filter(None, [told.name, told.region, said])),
    )


def _badges(told: StopTold) -> list[Badge]:
    badges = [Badge(text=name, tone=BadgeTone.OUTLINE, icon="project") for _ref, name in told.projects[:1]]
    if told.files:
        badges.append(Badge(text=str(len(told.files)), icon="attachment"))
    if told.follow_up is not None:
        badges.append(Badge(text=_("Reported"), tone=BadgeTone.GREEN, icon="done"))
    elif told.stop.target_id is None and not told.projects:
        badges.append(Badge(text=_("not in the directory"), tone=BadgeTone.AMBER))
    return badges

"""A visit made from an article: its places and people, of which the officer ticks what is true."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.visit_pages import Attendee, NewStop, OfferedPerson, OfferedStop, VisitOffer
from crm.domain.visits import Side, VisitStop
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip
from ui.shared.screen import Desk
from ui.shared.visit_labels import KIND_NAMES
from ui.shared.widgets.segments import Segment, Segments


class VisitFromArticleDialog(TaskDialog):
    """Shows what an article tells of a visit; emits `saved` with the visit."""

    def __init__(self, desk: Desk, crm: Crm, offer: VisitOffer, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Make it a visit"), _("Make the visit"), parent, width=680)
        self._crm, self._offer = crm, offer
        self.form = Form(self._fields(), desk.tasks, columns=2, labels_above=True, today=desk.today)
        self.form.show_record(offer.visit)
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.stops = [_StopRow(stop) for stop in offer.stops]
        self.people = [_PersonRow(person) for person in offer.people]
        self._add(_("Stops"), self.stops, _("The article names no firm and no zone."))
        self._add(_("Who took part"), self.people, _("The article names nobody."))
        self.form.entry("title").setFocus()

    def act(self) -> None:
        """Makes the visit of what is ticked."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        visit = replace(self._offer.visit, **values)
        people = [person for row in self.people if (person := row.person()) is not None]
        stops = [stop for row in self.stops if (stop := row.stop()) is not None]
        self.save(lambda: self._crm.visits.plan(visit, people, stops))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def _add(self, title: str, rows: list[Any], otherwise: str) -> None:
        self.body.addWidget(PlainLabel(title, bold=True))
        column = QVBoxLayout()
        column.setSpacing(2)
        for row in rows:
            column.addWidget(row)
        if not rows:
            column.addWidget(PlainLabel(otherwise, tone="t3"))
        self.body.addLayout(column)

    def _fields(self) -> list[FormField]:
        kinds = tuple((kind, _(name)) for kind, name in KIND_NAMES.items())
        return [
            FormField(key="title", label=_("Title"), is_required=True, spans=True),
            FormField(key="begins_on", label=_("First day"), kind=FieldKind.DATE, is_required=True),
            FormField(key="ends_on", label=_("Last day"), kind=FieldKind.DATE, is_required=True),
            FormField(key="kind", label=_("Kind"), kind=FieldKind.CHOICE, choices=kinds),
            FormField(key="destination", label=_("Destination")),
            FormField(key="guests", label=_("Who comes"), hint=_("for a reception")),
            FormField(key="purpose", label=_("Purpose")),
        ]


class _Row(QWidget):
    """A tick, what is ticked with its quote as a tip, and what can be said about it."""

    def __init__(self, text: str, detail: str, quote: str, is_ticked: bool) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(12)
        self.tick = QCheckBox(text)
        self.tick.setChecked(is_ticked)
        self.tick.setToolTip(plain_tip(f"“{quote}”" if quote else text))
        self.tick.setAccessibleDescription(quote)
        self.row.addWidget(self.tick)
        self.row.addWidget(ElidedLabel(detail, pixels=12, tone="t2"), 1)


class _StopRow(_Row):
    """A place that the article names."""

    def __init__(self, offered: OfferedStop) -> None:
        super().__init__(offered.name, offered.role, offered.quote, offered.is_visited)
        self._offered = offered
        self.adds = QCheckBox(_("Add to the directory"))
        self.adds.setAccessibleName(_("Add {name} to the directory").format(name=offered.name))
        self.adds.setVisible(offered.target is None)
        self.adds.setEnabled(offered.is_visited)
        self.tick.toggled.connect(self.adds.setEnabled)
        self.row.addWidget(self.adds)

    def stop(self) -> NewStop | None:
        """The stop, if it is ticked; a record is made only where that is ticked, too."""
        offered = self._offered
        if not self.tick.isChecked():
            return None
        target = offered.target
        stop = VisitStop(
            visit_id=0,
            target_kind=target.kind if target is not None else "",
            target_id=target.id if target is not None else None,
            place="" if target is not None else offered.name,
        )
        return NewStop(stop=stop, adds=offered.kind if self.adds.isChecked() and target is None else "")


class _PersonRow(_Row):
    """Somebody whom the article names, and on whose side."""

    def __init__(self, offered: OfferedPerson) -> None:
        person = offered.person
        told = " ".join(filter(None, [person.body, person.title]))
        super().__init__(person.name, told, offered.quote, bool(person.title))
        self._person = person
        self.side = Segments(
            [
                Segment(key=str(Side.OURS), text=_("Our side")),
                Segment(key=str(Side.THEIRS), text=_("Their side")),
            ],
            str(person.side),
            name=_("Side of {name}").format(name=person.name),
        )
        self.row.addWidget(self.side)

    def person(self) -> Attendee | None:
        """The person, if ticked."""
        return replace(self._person, side=Side(self.side.current)) if self.tick.isChecked() else None

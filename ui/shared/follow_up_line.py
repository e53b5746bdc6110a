"""The line that becomes a follow-up: names offered, chips, a draft, and the next date asked afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, Unexplained, ValidationError
from crm.domain.follow_ups import FollowUp
from crm.domain.quick_line import WAY_WORDS, Picked, Token, parse_day, parse_quick_line
from crm.domain.quick_line import QuickLine as Line
from crm.domain.records import Ref
from crm.domain.stage_plans import NextStep
from crm.i18n import _
from ui.shared.choice_list import Choice
from ui.shared.composing import is_composing
from ui.shared.date_field import DateField
from ui.shared.labels import WAY_ICONS, day, way_name
from ui.shared.line_completion import LineCompletion
from ui.shared.next_dates import DayKey, day_of, next_dates
from ui.shared.picked_names import PickedNames
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.chips import ChipChoice
from ui.shared.widgets.quick_line import QuickLine, QuickReading, QuickToken

KINDS = {"person": ("contact", "enterprise"), "project": ("project", "enterprise")}
ICONS = {"person": "contact", "project": "project", "next": "next", "task": "target"}
OWN = "own"
MOST_NAMES = 8
KEEP_MS = 1000  # after the last key a draft is written


class FollowUpLine(QuickLine):
    """Type, pick names, press Enter: logged about `about` and whom the line names."""

    logged = Signal(object)  # FollowUp
    settled = Signal()  # nothing more is asked about what was logged
    new_asked = Signal(str, str)  # kind and name of a record that is not there yet
    reason_asked = Signal(object, object)  # Unexplained, and what to call with the reason

    def __init__(self, desk: Desk, crm: Crm, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk.tasks, self._read_plain, hint=hint, parent=parent)
        self.desk, self._crm = desk, crm
        self.about: tuple[Ref, ...] = ()
        self._draft = ""
        self._logged: FollowUp | None = None
        self.picked = PickedNames(self.line)
        self.completion = LineCompletion(self.line, desk.tasks, self._names, self.picked)
        self.completion.new_asked.connect(self.new_asked)
        self.submitted.connect(self._log)
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keeping.timeout.connect(self.keep_draft)
        self.column.addWidget(self._make_next())

    def show_about(self, about: Sequence[Ref], draft: str) -> None:
        """What the line is about besides whom it names; brings the draft kept under that key."""
        self.keep_draft()
        self.about, self._draft = tuple(about), draft
        self.next.hide()
        kept = self.desk.drafts.load(draft) if self.desk.drafts is not None else None
        self.line.setText(str(kept.get("line", "")) if kept else "")
        self.picked.restore(kept.get("picked", ()) if kept else ())

    def keep_draft(self) -> None:
        """Keeps a line that was begun."""
        if self.desk.drafts is None or not self._draft:
            return
        if self.line.text().strip():
            kept = {"line": self.line.text(), "picked": self.picked.plain()}
            self.desk.drafts.keep(self._draft, kept)
        else:
            self.desk.drafts.drop(self._draft)

    def reading_of(self, text: str) -> Callable[[], QuickReading]:
        """Reads the line with the names that were picked."""
        picked, on = self.picked.within(text), self.desk.today()
        return lambda: read_line(self._crm, text, on, picked)

    def show_error(self, error: CrmError) -> None:
        """Shows why the line cannot be saved, and what could be made of a name nobody knows."""
        super().show_error(error)
        if isinstance(error, ValidationError):
            unsure = [token for token in self._tokens() if token.kind in KINDS and token.ref is None]
            meant = next((token for token in unsure if token.text in str(error)), None)
            if meant is not None:
                self.line.setCursorPosition(meant.end)
                self.completion.ask()

    def _make_next(self) -> QWidget:
        """Offered after a line without a date was saved."""
        self.next = QWidget()
        column = QVBoxLayout(self.next)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        column.addLayout(row)
        row.addWidget(PlainLabel(_("Logged. Next?"), pixels=12, tone="t2"))
        self.dates = ChipChoice(_offered(()))
        self.dates.chosen.connect(self._plan)
        row.addWidget(self.dates, 1)
        self.own = DateField(today=self.desk.today)
        self.own.setAccessibleName(_("Next follow-up"))
        self.own.setFixedWidth(150)
        self.own.returnPressed.connect(self._plan_own)
        self.own.hide()
        column.addWidget(self.own)
        self.next.hide()
        return self.next

    def _suggest(self, usual: Sequence[NextStep]) -> None:
        """Puts what fits the contact into the row."""
        self.dates.show_choices(_offered(usual))

    def _log(self, text: str, line: Line, anyway: str = "") -> None:
        today, about, picked = self.desk.today(), self.about, self.picked.within(text)

        def done(saved: FollowUp) -> None:
            self.clear()
            self.keep_draft()
            self._logged = saved
            self.own.hide()
            self.next.setVisible(line.next_on is None)
            if line.next_on is None:
                self.dates.set_value(None)
                self._suggest(())
                suggested = self._crm.follow_ups.suggested_next
                self.desk.tasks.read(self, lambda: suggested(saved.key), self._suggest, key="suggested")
            self.desk.show_toast(_("Follow-up logged"), [(_("Undo"), self.desk.undo)])
            self.logged.emit(saved)
            if line.next_on is not None:
                self.settled.emit()

        def failed(error: CrmError) -> None:
            if isinstance(error, Unexplained):
                self.reason_asked.emit(error, lambda reason: self._log(text, line, reason))
            else:
                self.show_error(error)

        log = self._crm.follow_ups.log_line
        work = partial(log, text, today, about, picked, anyway=anyway)
        self.desk.tasks.write(self, work, done, failed=failed)

    def _plan(self, key: Any) -> None:
        if isinstance(key, NextStep):
            self._plan_on(day_of(key, self.desk.today()), key.step)
        elif key == OWN:
            self.own.set_value(None)
            self.own.show()
            self.own.setFocus()
        else:
            self._plan_on(day_of(key, self.desk.today()))

    def _plan_own(self) -> None:
        try:
            on = self.own.value()
        except ValidationError as error:
            self.show_error(error)
            return
        if on is not None:
            self._plan_on(on)

    def _plan_on(self, on: date | None, step: str = "") -> None:
        logged, had_keyboard = self._logged, self.next.isAncestorOf(self.focusWidget() or self)
        if logged is None:
            return

        def done(_saved: FollowUp) -> None:
            self.next.hide()
            self.fault.hide()
            if had_keyboard:
                self.line.setFocus()
            self.settled.emit()

        plan = self._crm.follow_ups.plan_next
        self.desk.tasks.write(self, lambda: plan(logged.key, on, step), done, failed=self.show_error)

    def _tokens(self) -> tuple[Token, ...]:
        return parse_quick_line(self.line.text(), self.desk.today(), self.picked.all()).tokens

    def _typed(self) -> None:
        """Chips stand at once; whether their names are known is asked a moment later."""
        super()._typed()
        self._keeping.start()
        if not is_composing(self.line):
            on = self.desk.today()
            self.show_tokens([_shown(token, on) for token in self._tokens()])

    def _read_plain(self, text: str) -> QuickReading:
        return read_line(self._crm, text, self.desk.today(), ())

    def _names(self, word: str, kinds: Sequence[str]) -> list[Choice]:
        today = self.desk.today()
        rows = self._crm.follow_ups.offered_names(word, kinds, MOST_NAMES)
        return [
            Choice(
                key=row.ref,
                name=row.name,
                kind=row.ref.kind,
                detail="  ".join(filter(None, [row.detail, _last(row.last_contact_on, today)])),
            )
            for row in rows
        ]

    # Qt's names from here

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.keep_draft()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep_draft()
        super().hideEvent(event)


def read_line(crm: Crm, text: str, on: date, picked: Sequence[Picked]) -> QuickReading:
    """What a line means, its names checked against those that are known."""
    line = parse_quick_line(text, on, picked)
    names = crm.directory.names_of([token.ref for token in line.tokens if token.ref])
    tokens = []
    for token in line.tokens:
        if token.ref is not None:
            known = names.get(token.ref)
            shown = QuickToken(text=known or token.text, icon=token.ref.kind, is_known=known is not None)
        else:
            kinds = KINDS.get(token.kind)
            is_known = kinds is None or bool(crm.directory.search(token.text, kinds, 1))
            shown = _shown(token, on, is_known=is_known)
        tokens.append(shown)
    return QuickReading(tokens=tuple(tokens), value=line)


def _offered(usual: Sequence[NextStep]) -> list[tuple[DayKey, str]]:
    """The days to choose from, one of one's own in front of none."""
    *days, none = next_dates(usual)
    return [*days, (OWN, _("Another day")), none]


def _shown(token: Token, on: date, *, is_known: bool = True) -> QuickToken:
    if token.kind == "next":
        text = _("next {day}").format(day=day(parse_day(token.text, on), on))
        return QuickToken(text=text, icon=ICONS["next"])
    if token.kind == "way":
        way = WAY_WORDS[token.text.casefold()]
        return QuickToken(text=way_name(way), icon=WAY_ICONS[way])
    icon = token.ref.kind if token.ref else ICONS[token.kind]
    return QuickToken(text=token.text, icon=icon, is_known=is_known)


def _last(on: date | None, today: date) -> str:
    return _("last {said}").format(said=day(on, today)) if on else ""

"""Records that may be there twice, what was decided about them, and the certain ones merged at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm.app import Crm
from crm.domain.duplicates import RULE_WORDS, RULES_OF, CertainMerge, Couple, Decision, Pair, TwinRule
from crm.domain.errors import CrmError, Unexplained
from crm.i18n import N_, _, _n
from ui.dialogs.frame import TaskDialog
from ui.dialogs.give_reason import ask_why
from ui.dialogs.merge_records import open_merge
from ui.shared.actions import key_name
from ui.shared.cells import Badge, BadgeTone
from ui.shared.composing import is_composing
from ui.shared.labels import joined
from ui.shared.live import Changes
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.screen import Desk
from ui.shared.two_lines import TwoLineList, TwoLines
from ui.shared.widgets.chips import ChipChoice

WIDTH = 760
KINDS = {
    "enterprise": N_("Enterprises"),
    "contact": N_("Contacts"),
    "zone": N_("Zones"),
    "project": N_("Projects"),
}
TONES = {"certain": BadgeTone.GREEN, "likely": BadgeTone.ACCENT}


class DuplicatesDialog(TaskDialog):
    """Pairs by rule, the surest first; each is merged, kept apart or left for later."""

    def __init__(
        self, desk: Desk, crm: Crm, parent: QWidget | None = None, *, kind: str = "enterprise"
    ) -> None:
        super().__init__(desk, _("Possible duplicates"), _("Merge the certain ones…"), parent, width=WIDTH)
        self._crm = crm
        self._kind = kind
        self._pairs: list[Pair] = []
        self._later: set[Couple] = set()
        self.kinds = ChipChoice([(key, _(name)) for key, name in KINDS.items()])
        self.kinds.setAccessibleName(_("Kind of record"))
        self.kinds.set_value(kind)
        self.kinds.chosen.connect(self.show_kind)
        self.body.addWidget(self.kinds)
        self.note = PlainLabel(tone="t2", wrap=True)
        self.body.addWidget(self.note)
        self.list = TwoLineList(_("Possible duplicates"), rows=7)
        self.list.opened.connect(lambda _key: self.merge())
        self.body.addWidget(self.list)
        row = QHBoxLayout()
        self.buttons = {
            name: self._button(row, name, text, key, run)
            for name, text, key, run in (
                ("merge", _("Merge…"), "Ctrl+M", self.merge),
                ("apart", _("Not duplicates"), "Ctrl+D", self.keep_apart),
                ("later", _("Leave for later"), "Ctrl+L", self.leave),
                ("decisions", _("Decided…"), "", self.show_decisions),
            )
        }
        row.addStretch(1)
        self.body.addLayout(row)
        self.foot_note.setText("")
        self.cancel.setText(_("Close"))
        self.list.setFocus()
        desk.live.watch(self, (*KINDS, "not_same", "project_link", "merged"), self._refresh)
        self._refresh(Changes())

    def act(self) -> None:
        """Shows what merging the certain ones would do."""
        CertainMergesDialog(self.desk, self._crm, self).open()

    def show_kind(self, kind: str) -> None:
        """Looks for records of another kind."""
        self._kind = kind
        self._refresh(Changes())

    def merge(self) -> None:
        """Lays the current pair side by side."""
        pair = self._current()
        if pair is not None:
            open_merge(self.desk, self._crm, self, pair.kind, pair.ids)

    def keep_apart(self) -> None:
        """Remembers that the current pair is not the same, once the reason is given."""
        pair = self._current()
        if pair is not None:
            self._keep(pair, "")

    def leave(self) -> None:
        """Leaves the current pair for the next time."""
        pair = self._current()
        if pair is not None:
            self._later.add(pair.ids)
            self._show()

    def show_decisions(self) -> None:
        """Opens what was decided about pairs of this kind."""
        DecisionsDialog(self.desk, self._crm, self._kind, self).open()

    def _button(self, row: QHBoxLayout, name: str, text: str, key: str, run: object) -> QPushButton:
        del name
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setToolTip(plain_tip(key_name(key)))
        button.clicked.connect(lambda: run())  # type: ignore[operator]
        if key:
            QShortcut(QKeySequence(key), self).activated.connect(
                lambda: None if is_composing() else button.click()
            )
        row.addWidget(button)
        return button

    def _current(self) -> Pair | None:
        key = self.list.key()
        return self._pairs[key] if key is not None and key < len(self._pairs) else None

    def _keep(self, pair: Pair, reason: str) -> None:
        def failed(error: CrmError) -> None:
            if isinstance(error, Unexplained):
                ask_why(self, error, partial(self._keep, pair))
            else:
                self.desk.tasks.tell(error)

        def done(_none: None) -> None:
            told = _("Not the same: {names}").format(names=joined(pair.names))
            self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])

        work = partial(self._crm.duplicates.keep_apart, pair.kind, pair.ids, reason)
        self.desk.tasks.write(self, work, done, failed=failed)

    # Looking, one rule after the other

    def _refresh(self, _changes: Changes) -> None:
        self._look(self._kind, list(RULES_OF[self._kind]), [])

    def _look(self, kind: str, rules: Sequence[TwinRule], known: list[Pair]) -> None:
        """Asks for the pairs of the first rule; what is known is shown meanwhile."""
        if not rules:
            self._pairs = known
            self._show()
            return
        seen = [pair.ids for pair in known]

        def found(pairs: list[Pair]) -> None:
            self._pairs = [*known, *pairs]
            self._show(is_looking=len(rules) > 1)
            self._look(kind, rules[1:], self._pairs)

        self.desk.tasks.read(
            self, lambda: self._crm.duplicates.pairs(kind, rules[0], seen), found, key="pairs", lane="long"
        )

    def _show(self, *, is_looking: bool = False) -> None:
        counts: dict[TwinRule, int] = {}
        rows = []
        for place, pair in enumerate(self._pairs):
            if pair.ids not in self._later:
                counts[pair.rule] = counts.get(pair.rule, 0) + 1
                rows.append(_pair_row(place, pair))
        told = [f"{_(RULE_WORDS[rule].name)} {count}" for rule, count in counts.items()]
        looking = [_("still looking…")] if is_looking else []
        self.note.setText("  ".join([*told, *looking]) or _("No two records look like one."))
        self.list.show_rows(rows)
        for name in ("merge", "apart", "later"):
            self.buttons[name].setEnabled(bool(rows))
        self.primary.setVisible(self._kind == "enterprise")


class DecisionsDialog(TaskDialog):
    """What was decided not to be the same."""

    def __init__(self, desk: Desk, crm: Crm, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Decided not to be the same"), _("Take back"), parent, width=600)
        self._crm, self._kind = crm, kind
        self._decisions: dict[int, Decision] = {}
        self.note = PlainLabel(tone="t2", wrap=True)
        self.body.addWidget(self.note)
        self.list = TwoLineList(_("Decided not to be the same"), rows=6)
        self.body.addWidget(self.list)
        self.foot_note.setText("")
        self.cancel.setText(_("Close"))
        self.list.setFocus()
        desk.live.watch(self, ("not_same", "project_link"), self._refresh)
        self._refresh(Changes())

    def act(self) -> None:
        """Takes the current decision back; the two are offered again."""
        decision = self._decisions.get(self.list.key() or 0)
        if decision is not None:
            self.desk.tasks.write(self, lambda: self._crm.duplicates.take_back(decision))

    def _refresh(self, _changes: Changes) -> None:
        kind = self._kind
        self.desk.tasks.read(self, lambda: self._crm.duplicates.decisions(kind), self._show, key="decisions")

    def _show(self, decisions: list[Decision]) -> None:
        self._decisions = {one.id: one for one in decisions}
        nothing = _("Nothing was decided yet.")
        self.note.setText(_("They are not offered as duplicates any more.") if decisions else nothing)
        self.list.show_rows([_decision_row(one) for one in decisions])
        self.primary.setEnabled(bool(decisions))


class CertainMergesDialog(TaskDialog):
    """Enterprises of one credit code or name: what merging them would do, and what is left out."""

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Merge the certain ones"), _("Merge all of them"), parent, width=WIDTH)
        self._crm = crm
        self._certain: list[CertainMerge] = []
        self.note = PlainLabel(_("Looking what it would do…"), tone="t2", wrap=True)
        self.body.addWidget(self.note)
        self.list = TwoLineList(_("Merge the certain ones"), rows=7)
        self.body.addWidget(self.list)
        self.primary.setEnabled(False)
        self.list.setFocus()
        desk.tasks.read(self, crm.duplicates.certain, self._show, key="certain", lane="long")

    def act(self) -> None:
        """Merges them, in one undo step."""
        requests = [one.request for one in self._certain if not one.skipped]
        self.primary.setEnabled(False)
        self.desk.tasks.job(
            self,
            _("Merging duplicates"),
            lambda progress: self._crm.duplicates.merge_certain(requests, progress),
            self._tell,
        )

    def _show(self, found: list[CertainMerge]) -> None:
        self._certain = found
        count = sum(not one.skipped for one in found)
        left = len(found) - count
        told = [_n("{count} group is merged", "{count} groups are merged", count)]
        told += [_n("{count} is left to you", "{count} are left to you", left)] if left else []
        self.note.setText("  ".join(told) if found else _("There are no certain duplicates."))
        self.list.show_rows([_certain_row(place, one) for place, one in enumerate(found)])
        self.primary.setEnabled(bool(count))

    def _tell(self, done: list[CertainMerge]) -> None:
        merged = sum(not one.skipped for one in done)
        told = _n("{count} group merged", "{count} groups merged", merged)
        self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])
        self.accept()


def _pair_row(key: int, pair: Pair) -> TwoLines:
    words = RULE_WORDS[pair.rule]
    tone = TONES.get(words.certainty, BadgeTone.OUTLINE)
    details = [detail for detail in pair.details if detail]
    return TwoLines(
        key=key,
        name=" ⇄ ".join(pair.names),
        told="  ".join([_(words.name), *dict.fromkeys(details)]),
        badges=(Badge(text=_(words.certainty), tone=tone),),
    )


def _decision_row(decision: Decision) -> TwoLines:
    day = f"{decision.at.astimezone():%Y-%m-%d}" if decision.at else ""
    return TwoLines(
        key=decision.id,
        name=" ⇄ ".join(decision.names),
        told="  ".join(part for part in (decision.reason, decision.who, day) if part),
    )


def _certain_row(key: int, one: CertainMerge) -> TwoLines:
    stays, *others = one.names
    counts = [] if one.plan is None else one.plan.counts
    moving = sum(count.after for count in counts)
    told = one.skipped or _n("{count} link afterwards", "{count} links afterwards", moving)
    return TwoLines(
        key=key,
        name=_("{kept} ← {others}").format(kept=stays, others=joined(others)),
        told=told,
        tone="amb" if one.skipped else "t3",
        is_off=bool(one.skipped),
    )

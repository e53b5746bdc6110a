"""How suggestions are taken: frequent names, rejections, the ledger of rules, grades of outlets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm.app import Crm
from crm.domain.outlets import Grade, OutletRow
from crm.domain.suggestion_rules import FrequentName, LedgerRow, Mode, RejectedRow, rule_words
from crm.i18n import N_, _, _n
from ui.dialogs.frame import TaskDialog
from ui.shared.cells import Badge, BadgeTone
from ui.shared.live import Changes
from ui.shared.plain_text import PlainLabel
from ui.shared.record_labels import kind_name
from ui.shared.screen import Desk
from ui.shared.two_lines import TwoLineList, TwoLines
from ui.shared.widgets.segments import Segment, Segments

NAMES, REJECTED, LEDGER, OUTLETS = "names", "rejected", "ledger", "outlets"
TITLES = {
    NAMES: N_("Frequent names"),
    REJECTED: N_("Rejected"),
    LEDGER: N_("Track record"),
    OUTLETS: N_("Outlets"),
}
HELP = {
    NAMES: N_("Names that are very short, ordinary words, or in too many articles are shown, never ticked."),
    REJECTED: N_("What was said not to be meant. Taken back, it is suggested again."),
    LEDGER: N_("A rule or name that was right in less than 70 % of at least ten cases only hints."),
    OUTLETS: N_("Of the signings an outlet told of a year ago or earlier: how many were begun."),
}
MODES = {
    Mode.ALLOW: (N_("Trusted"), BadgeTone.GREEN),
    Mode.HINT: (N_("Only hints"), BadgeTone.AMBER),
    Mode.BLOCK: (N_("Blocked"), BadgeTone.RED),
}
ACTS = {Mode.ALLOW: N_("Trust it"), Mode.HINT: N_("Only hint"), Mode.BLOCK: N_("Block it")}
KINDS = ("suggestion_rule", "mention", "outlet_grade")
Row = FrequentName | RejectedRow | LedgerRow | OutletRow


class SuggestionRulesDialog(TaskDialog):
    """Four lists; what is chosen in one is changed by the buttons below it."""

    def __init__(self, desk: Desk, crm: Crm, shown: str = LEDGER, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Rules for suggestions"), _("Copy the list"), parent, width=680)
        self._crm, self._shown = crm, shown
        self._rows: Sequence[Row] = ()
        self.parts = Segments(
            [Segment(key=key, text=_(name)) for key, name in TITLES.items()], shown, name=_("Lists")
        )
        self.parts.chosen.connect(self.show_part)
        self.body.addWidget(self.parts)
        self.note = PlainLabel(tone="t2", wrap=True)
        self.body.addWidget(self.note)
        self.list = TwoLineList(_("Rules for suggestions"), rows=8)
        self.list.chosen.connect(lambda _key: self._enable())
        self.list.opened.connect(lambda _key: self.open_article())
        self.body.addWidget(self.list)
        self.body.addLayout(self._make_acts())
        self.foot_note.setText("")
        desk.live.watch(self, KINDS, self._hear)
        self.show_part(shown)

    @property
    def rows(self) -> Sequence[Row]:
        """What is listed."""
        return self._rows

    def act(self) -> None:
        """Copies the list as text."""
        self.desk.prompts.copy("\n".join(f"{row.name}\t{row.told}" for row in self.list.rows))

    def show_part(self, key: str) -> None:
        """Shows one of the lists."""
        self._shown = key
        self.note.setText(_(HELP[key]))
        self._show([])
        self._load()

    def set_mode(self, mode: Mode) -> None:
        """The chosen name or rule is taken so from now on."""
        row = self._current()
        suggestions = self._crm.suggestions
        if isinstance(row, FrequentName):
            target = row.target
            work = lambda: suggestions.set_mode(target.kind, target.id, row.text, mode)  # noqa: E731
            self._write(work, lambda: self._replace(row, replace(row, mode=mode, is_decided=True)))
        elif isinstance(row, LedgerRow) and row.target is not None:
            target = row.target
            self._write(lambda: suggestions.set_mode(target.kind, target.id, row.text, mode))
        elif isinstance(row, LedgerRow):
            self._write(lambda: suggestions.set_rule_mode(row.target_kind, row.rule, mode))

    def take_back(self) -> None:
        """The chosen rejection is forgotten."""
        row = self._current()
        if isinstance(row, RejectedRow):
            self._write(lambda: self._crm.suggestions.take_back(row))

    def open_article(self) -> None:
        """Shows the article of the chosen rejection."""
        row = self._current()
        if isinstance(row, RejectedRow) and row.article_id is not None:
            self.desk.open_record("article", row.article_id)
            self.accept()

    def set_grade(self, grade: Grade | None) -> None:
        """The chosen outlet has this grade from now on; None: the usual one."""
        row = self._current()
        if isinstance(row, OutletRow):
            self._write(lambda: self._crm.outlets.set_grade(row.outlet, grade))

    def _make_acts(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.modes = {mode: self._button(_(name), self._setter(mode)) for mode, name in ACTS.items()}
        self.back = self._button(_("Take it back"), self.take_back)
        self.article = self._button(_("Show the article"), self.open_article)
        self.grades = Segments([Segment(key=str(grade), text=str(grade)) for grade in Grade], name=_("Grade"))
        self.grades.chosen.connect(lambda key: self.set_grade(Grade(key)))
        self.usual = self._button(_("The usual grade"), lambda: self.set_grade(None))
        for widget in (*self.modes.values(), self.back, self.article, self.grades, self.usual):
            line.addWidget(widget)
        line.addStretch(1)
        return line

    def _setter(self, mode: Mode) -> Callable[[], None]:
        return lambda: self.set_mode(mode)

    def _button(self, text: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: run())
        return button

    def _load(self) -> None:
        suggestions, today = self._crm.suggestions, self.desk.today()
        if self._shown == NAMES:
            self.note.setText(_("Counting names in all articles…"))
            self.desk.tasks.job(self, _("Counting names"), suggestions.frequent, self._show_names)
        elif self._shown == REJECTED:
            self.desk.tasks.read(self, suggestions.rejected, self._show, key="rows")
        elif self._shown == LEDGER:
            self.desk.tasks.read(self, suggestions.ledger, self._show, key="rows")
        else:
            self.desk.tasks.read(self, lambda: self._crm.outlets.list(today), self._show, key="rows")

    def _show_names(self, names: list[FrequentName]) -> None:
        if self._shown != NAMES:
            return
        self.note.setText(_(HELP[NAMES]))
        self._show(names)
        waiting = [name for name in names if name.mode is Mode.ALLOW and not name.is_decided]
        if waiting:
            self._write(
                lambda: self._crm.suggestions.demote_frequent(waiting), lambda: self._show_demoted(names)
            )

    def _show_demoted(self, names: Sequence[FrequentName]) -> None:
        self._show(
            [row if row.is_decided else replace(row, mode=Mode.HINT, is_decided=True) for row in names]
        )

    def _show(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self.list.show_rows([_two_lines(place, row) for place, row in enumerate(rows)])
        self._enable()

    def _replace(self, old: Row, new: Row) -> None:
        self._show([new if row is old else row for row in self._rows])

    def _current(self) -> Row | None:
        key = self.list.key()
        return self._rows[key] if key is not None and key < len(self._rows) else None

    def _enable(self) -> None:
        row = self._current()
        for mode, button in self.modes.items():
            button.setVisible(self._shown in (NAMES, LEDGER))
            button.setEnabled(isinstance(row, FrequentName | LedgerRow) and row.mode is not mode)
        self.back.setVisible(self._shown == REJECTED)
        self.back.setEnabled(row is not None)
        self.article.setVisible(self._shown == REJECTED)
        self.article.setEnabled(isinstance(row, RejectedRow) and row.article_id is not None)
        for widget in (self.grades, self.usual):
            widget.setVisible(self._shown == OUTLETS)
            widget.setEnabled(row is not None)
        if isinstance(row, OutletRow):
            self.grades.set_current(str(row.grade))
            self.usual.setEnabled(row.is_decided)

    def _write(self, work: Callable[[], object], done: Callable[[], object] | None = None) -> None:
        def finish(_value: object) -> None:
            if done is not None:
                done()

        self.desk.tasks.write(self, work, finish)

    def _hear(self, _changes: Changes) -> None:
        if self._shown != NAMES:
            self._load()


def _two_lines(key: int, row: Row) -> TwoLines:
    if isinstance(row, FrequentName):
        return _frequent_lines(key, row)
    if isinstance(row, RejectedRow):
        return _rejected_lines(key, row)
    return _ledger_lines(key, row) if isinstance(row, LedgerRow) else _outlet_lines(key, row)


def _frequent_lines(key: int, row: FrequentName) -> TwoLines:
    count = _n("in {count} article", "in {count} articles", row.article_count)
    told = [row.reason, _("{count} ({share})").format(count=count, share=f"{row.share:.1%}")]
    return TwoLines(
        key=key,
        name=f"{row.text} → {row.name}",
        told=" · ".join(part for part in told if part),
        icon=row.target.kind,
        badges=(_mode_badge(row.mode),),
    )


def _rejected_lines(key: int, row: RejectedRow) -> TwoLines:
    where = row.article or _("in all articles")
    return TwoLines(
        key=key,
        name=f"{row.text[:40]} ≠ {row.name or kind_name(row.target_kind)}",
        told=" · ".join(part for part in (where, row.officer) if part),
        icon=row.target_kind,
        badges=(_mode_badge(row.mode),) if row.rule_id is not None else (),
    )


def _ledger_lines(key: int, row: LedgerRow) -> TwoLines:
    tally = row.tally
    told = _("shown {shown} · accepted {accepted} · rejected {rejected}").format(
        shown=tally.shown, accepted=tally.accepted, rejected=tally.rejected
    )
    if tally.precision is not None:
        told = f"{told} · " + _("right in {share}").format(share=f"{tally.precision:.0%}")
    name = (
        f"{row.text} → {row.name}" if row.text else f"{kind_name(row.target_kind)} · {rule_words(row.rule)}"
    )
    return TwoLines(key=key, name=name, told=told, icon=row.target_kind, badges=(_mode_badge(row.mode),))


def _outlet_lines(key: int, row: OutletRow) -> TwoLines:
    told = [_n("{count} article", "{count} articles", row.article_count)]
    if row.share is None or row.proposed is None:
        told.append(_("too few signings to judge ({count})").format(count=row.signings))
    else:
        sentence = _("{confirmed} of {count} signings begun ({share}), which speaks for {grade}")
        told.append(
            sentence.format(
                confirmed=row.confirmed, count=row.signings, share=f"{row.share:.0%}", grade=row.proposed
            )
        )
    tone = BadgeTone.ACCENT if row.is_decided else BadgeTone.OUTLINE
    return TwoLines(
        key=key, name=row.outlet, told=" · ".join(told), badges=(Badge(text=str(row.grade), tone=tone),)
    )


def _mode_badge(mode: Mode) -> Badge:
    name, tone = MODES[mode]
    return Badge(text=_(name), tone=tone)

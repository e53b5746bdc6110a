"""The screen of the settings."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import PySide6
from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.domain.settings import Appearance
from crm.i18n import N_, _
from ui.rounds import Rounds
from ui.screens.settings.capture import CapturePanel
from ui.screens.settings.people import PeoplePanel
from ui.screens.settings.reminding import RemindingPanel
from ui.screens.settings.rules import RulesPanel
from ui.screens.settings.sources import SourcesPanel
from ui.shared.plain_text import ElidedLabel, PlainLabel, line_field
from ui.shared.preferences import Preferences
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.widgets.sections import Panel
from ui.shared.widgets.segments import Segment, Segments

WIDTH = 860
APPEARANCES = {
    Appearance.LIGHT: N_("Light"),
    Appearance.DARK: N_("Dark"),
    Appearance.SYSTEM: N_("As the system"),
}
LANGUAGE_NAMES = {"zh_CN": "中文", "en": "English"}  # each in itself
FONT_NAMES = {"title": N_("Title"), "header": N_("Header"), "body": N_("Text")}
LICENCES = N_(
    "InvestLead is free software. It is made with Qt and PySide (LGPL 3), SQLAlchemy, alembic, XlsxWriter, "
    "trafilatura, pypdf, OpenCC, Phosphor icons and others; their licences lie beside the program."
)


class SettingsScreen(Screen):
    """One column of panels."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        preferences: Preferences,
        reopen: Callable[[str], None],
        rounds: Rounds,
    ) -> None:
        super().__init__()
        self._desk, self._crm, self._preferences, self._reopen = desk, crm, preferences, reopen
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setProperty("ground", "canvas")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(area)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(16, 16, 16, 16)
        holder = QWidget()
        holder.setMaximumWidth(WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.people = PeoplePanel(desk, crm)
        self.rules = RulesPanel(desk, crm)
        self.sources = SourcesPanel(desk, crm, rounds)
        self.capture = CapturePanel(desk, crm, preferences)
        self.reminding = RemindingPanel(desk, crm, preferences)
        for panel in (self._make_look(), self.reminding, self.sources, self.capture, self.people, self.rules):
            column.addWidget(panel)
        for panel in (self._make_place(), self._make_calendar(), self._make_fonts(), self._make_about()):
            column.addWidget(panel)
        column.addStretch(1)
        row.addWidget(holder, 1)
        row.addStretch(0)
        area.setWidget(page)

    # Panels

    def _make_look(self) -> Panel:
        settings = self._preferences.settings
        panel = Panel(_("Window"))
        grid = _grid(panel)
        languages = [Segment(key=key, text=name) for key, name in LANGUAGE_NAMES.items()]
        self.language = Segments(languages, settings.language, name=_("Language"))
        self.language.chosen.connect(lambda key: self._change(language=key))
        _line(grid, _("Language"), self.language)
        looks = [Segment(key=str(key), text=_(name)) for key, name in APPEARANCES.items()]
        self.appearance = Segments(looks, str(settings.appearance), name=_("Appearance"))
        self.appearance.chosen.connect(lambda key: self._change(appearance=Appearance(key)))
        _line(grid, _("Appearance"), self.appearance)
        self.network = QCheckBox(_("Pages may be fetched from the network"))
        self.network.setChecked(settings.may_fetch)
        self.network.toggled.connect(self._allow_fetching)
        _line(grid, _("Network"), self.network)
        self.officer = QPushButton(_("Another officer works here"))
        self.officer.clicked.connect(lambda: self._desk.actions.run("officer"))
        _line(grid, _("At the keyboard"), self.officer)
        return panel

    def _make_place(self) -> Panel:
        panel = Panel(_("Database"))
        grid = _grid(panel)
        self.place = ElidedLabel(self._crm.office.place, mode=Qt.TextElideMode.ElideMiddle)
        _line(grid, _("Place"), self.place, stretch=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.another = _button(_("Open another file…"), self._open_another)
        self.new = _button(_("New file…"), self._new_file)
        self.folder = _button(_("Open the folder"), self._open_folder)
        self.check = _button(_("Check for damage"), self._check)
        for button in (self.another, self.new, self.folder, self.check):
            row.addWidget(button)
        self.folder.setVisible(not self._crm.office.is_shared)
        row.addStretch(1)
        panel.body.addLayout(row)
        self.findings = PlainLabel(tone="t2", wrap=True)
        self.findings.hide()
        panel.body.addWidget(self.findings)
        return panel

    def _make_calendar(self) -> Panel:
        panel = Panel(_("Calendar"), _("what is planned, for the calendar of this computer or phone"))
        grid = _grid(panel)
        self.calendar = ElidedLabel("", mode=Qt.TextElideMode.ElideMiddle)
        _line(grid, _("Calendar file"), self.calendar, stretch=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.calendar_choose = _button(_("Keep a calendar file…"), self._choose_calendar)
        self.calendar_stop = _button(_("Keep no file"), lambda: self._keep_calendar(""))
        row.addWidget(self.calendar_choose)
        row.addWidget(self.calendar_stop)
        row.addStretch(1)
        panel.body.addLayout(row)
        note = _("It is written anew whenever a plan changes. Subscribe to it, or send it to your phone.")
        panel.body.addWidget(PlainLabel(note, pixels=12, tone="t3", wrap=True))
        self._show_calendar()
        return panel

    def _show_calendar(self) -> None:
        kept = self._preferences.settings.calendar_file
        self.calendar.setText(kept or _("none"))
        self.calendar_stop.setEnabled(bool(kept))

    def _choose_calendar(self) -> None:
        pattern = _("Calendar files (*.ics)")
        chosen = self._desk.prompts.save_file(self, _("Keep a calendar file…"), "investlead.ics", pattern)
        if chosen is not None:
            self._keep_calendar(str(chosen if chosen.suffix else chosen.with_suffix(".ics")))

    def _keep_calendar(self, file: str) -> None:
        self._change(calendar_file=file)
        self._show_calendar()

    def _make_fonts(self) -> Panel:
        panel = Panel(_("Fonts of reports"), _("as the computer that opens the workbook has them"))
        grid = _grid(panel)
        self.fonts: dict[str, QLineEdit] = {}
        for key, name in FONT_NAMES.items():
            line = line_field(getattr(self._preferences.settings.fonts, key), name=_(name))
            line.setFixedWidth(280)
            line.editingFinished.connect(self._change_fonts)
            self.fonts[key] = line
            _line(grid, _(name), line)
        note = _("They are used when the program is started again.")
        panel.body.addWidget(PlainLabel(note, pixels=12, tone="t3"))
        return panel

    def _make_about(self) -> Panel:
        panel = Panel(_("About"))
        row = QHBoxLayout()
        keys = _button(_("Keyboard shortcuts"), lambda: self._desk.actions.run("keys"))
        copy = _button(_("Copy versions"), lambda: self._desk.prompts.copy(self.versions()))
        row.addWidget(keys)
        row.addWidget(copy)
        row.addStretch(1)
        self.about = PlainLabel(self.versions(), tone="t2", wrap=True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        panel.body.addWidget(self.about)
        panel.body.addWidget(PlainLabel(_(LICENCES), pixels=12, tone="t3", wrap=True))
        panel.body.addLayout(row)
        return panel

    def versions(self) -> str:
        """What the program is made of, for a report of a fault."""
        parts = (
            f"InvestLead {self._crm.office.program_version}",
            f"Python {platform.python_version()}",
            f"PySide6 {PySide6.__version__}",
            f"Qt {qVersion()}",
            self._crm.office.database_version,
            f"{platform.system()} {platform.release()}",
        )
        return "   ".join(parts)

    # What is done

    def _change(self, **values: Any) -> None:
        try:
            self._preferences.change(**values)
        except CrmError as error:
            self._desk.tasks.tell(error)

    def _allow_fetching(self, on: bool) -> None:
        self._change(may_fetch=on)
        self._crm.articles.may_fetch = on
        self._crm.sources.may_fetch = on

    def _change_fonts(self) -> None:
        named = {key: line.text().strip() for key, line in self.fonts.items()}
        fonts = self._preferences.settings.fonts
        self._change(fonts=replace(fonts, **{key: name for key, name in named.items() if name}))

    def _open_another(self) -> None:
        patterns = [_("InvestLead files (*.db)"), _("All files (*)")]
        chosen = self._desk.prompts.open_files(self, _("Choose a database"), patterns)
        if chosen:
            self._reopen(str(chosen[0]))

    def _new_file(self) -> None:
        pattern = _("InvestLead files (*.db)")
        chosen = self._desk.prompts.save_file(self, _("New file"), "investlead.db", pattern)
        if chosen is not None:
            if chosen.exists():
                self._desk.prompts.tell(self, _("This file exists already. Choose another name."))
                return
            self._reopen(str(chosen if chosen.suffix else chosen.with_suffix(".db")))

    def _open_folder(self) -> None:
        self._desk.prompts.open_externally(Path(self._crm.office.place).parent)

    def _check(self) -> None:
        self.check.setEnabled(False)
        self._desk.tasks.job(
            self,
            _("Checking the database"),
            lambda _progress: self._crm.office.check(),
            self._show_findings,
            failed=self._check_failed,
        )

    def _show_findings(self, findings: list[str]) -> None:
        self.check.setEnabled(True)
        self.findings.set_tone("red" if findings else "grn")
        self.findings.setText("\n".join(findings) or _("No damage found."))
        self.findings.show()

    def _check_failed(self, error: CrmError) -> None:
        self._show_findings([str(error)])


def _grid(panel: Panel) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, 96)
    grid.setColumnStretch(1, 1)
    panel.body.addLayout(grid)
    return grid


def _line(grid: QGridLayout, label: str, field: QWidget, *, stretch: bool = False) -> None:
    row = grid.rowCount()
    grid.addWidget(PlainLabel(label, tone="t2"), row, 0)
    if stretch:
        grid.addWidget(field, row, 1)
    else:
        grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)


def _button(text: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(lambda: run())
    return button


def spec(crm: Crm, preferences: Preferences, reopen: Callable[[str], None], rounds: Rounds) -> ScreenSpec:
    """The settings on the rail."""
    return ScreenSpec(
        key="settings",
        shortcut="Ctrl+,",
        title=N_("Settings"),
        icon="settings",
        make=lambda desk: SettingsScreen(desk, crm, preferences, reopen, rounds),
        at_end=True,
    )

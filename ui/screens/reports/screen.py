"""The screen of the reports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QTabBar, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.report_facts import ReportRequest
from crm.domain.tables import ReportBook, RowKind
from crm.i18n import N_, _, _n
from ui.screens.reports.gallery import Gallery
from ui.screens.reports.options import WEEK, YEAR, Choices, Options, read_choices
from ui.screens.reports.paper import Paper, lay_out
from ui.screens.reports.preview import SheetPreview
from ui.shared.actions import ActionSpec
from ui.shared.choice_list import Choice
from ui.shared.icons import BESIDE_TEXT, icon
from ui.shared.live import Changes
from ui.shared.plain_text import PlainLabel
from ui.shared.preferences import Preferences
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.widgets.sections import rule

GALLERY_WIDTH = 264
COMBO_BELOW = 900  # of the screen; narrower, the gallery is a combo box
KINDS = (
    "project",
    "enterprise",
    "zone",
    "office",
    "officer",
    "follow_up",
    "stage_entry",
    "claim",
    "contact",
    "visit",
)
EXCEL = N_("Excel workbook (*.xlsx)")
ABOUT = {
    "ledger": N_("Every project with all its figures"),
    "negotiating": N_("Under negotiation, with progress and problems"),
    "signed": N_("Signed within the period"),
    "registered": N_("Registered within the period"),
    "started": N_("Construction begun within the period"),
    "in_production": N_("In production since the period began"),
    "weekly": N_("What moved this week, visits and plans"),
    "trips": N_("Who went where, and whom they met"),
    "receptions": N_("Who came, what was said, and what follows"),
}


@dataclass(frozen=True, kw_only=True)
class _Made:
    """A report ready to be looked at."""

    book: ReportBook
    papers: tuple[Paper, ...]


class ReportsScreen(Screen):
    """Gallery at the left, what is asked above, the sheet below."""

    def __init__(self, desk: Desk, crm: Crm, preferences: Preferences) -> None:
        super().__init__()
        self._desk, self._crm, self._preferences = desk, crm, preferences
        self._made: _Made | None = None
        self._is_asked = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.gallery = Gallery()
        self.gallery.setFixedWidth(GALLERY_WIDTH)
        self.gallery.setAccessibleName(_("Reports"))
        row.addWidget(self.gallery)
        self._line = rule(upright=True)
        row.addWidget(self._line)
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(self._make_bar())
        side.addLayout(self._make_note())
        self.preview = SheetPreview()
        self.preview.setProperty("ring", "true")
        side.addWidget(self.preview, 1)
        row.addLayout(side, 1)
        self._fill_gallery()
        self.gallery.chosen.connect(self._choose)
        self.combo.activated.connect(lambda _place: self.gallery.choose(str(self.combo.currentData())))
        desk.live.watch(self, KINDS, self._refresh)
        desk.actions.add(
            ActionSpec(
                id="reports.export",
                text=N_("Export to Excel"),
                section=N_("Reports"),
                icon="export",
                shortcut="Ctrl+E",
            ),
            self.export,
            scope=self,
        )

    def take_keyboard(self) -> None:
        """Gives the keyboard to the list of reports."""
        (self.combo if self.combo.isVisible() else self.gallery).setFocus()

    @property
    def book(self) -> ReportBook | None:
        """The report shown."""
        return self._made.book if self._made is not None else None

    def export(self) -> None:
        """Asks where to and writes the workbook there."""
        made = self._made
        if made is None:
            return
        folder = self._preferences.settings.report_folder
        suggested = str(Path(folder) / f"{made.book.name}.xlsx") if folder else f"{made.book.name}.xlsx"
        chosen = self._desk.prompts.save_file(self, _("Export to Excel"), suggested, _(EXCEL))
        if chosen is None:
            return
        path = chosen if chosen.suffix.lower() == ".xlsx" else chosen.with_name(f"{chosen.name}.xlsx")
        name, request = self.gallery.current, self.options.request()
        self._remember_folder(path.parent)
        self._desk.tasks.job(
            self,
            _("Writing {name}").format(name=path.name),
            lambda _progress: self._crm.reports.run(name, request, path),
            self._written,
        )

    # Building

    def _make_bar(self) -> QWidget:
        bar = QFrame()
        bar.setProperty("ground", "panel")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 8, 16, 10)
        row.setSpacing(12)
        self.combo = QComboBox()
        self.combo.setAccessibleName(_("Reports"))
        self.combo.setMinimumWidth(160)
        self.combo.hide()
        self.options = Options(self._desk.today)
        self.options.changed.connect(self._ask)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.combo)
        column.addWidget(self.options)
        row.addLayout(column, 1)
        self.export_button = QPushButton(_("Export to Excel"))
        self.export_button.setProperty("primary", "true")
        self.export_button.setProperty("large", "true")
        self.export_button.setIcon(icon("export", "on_acc"))
        self.export_button.setIconSize(BESIDE_TEXT)
        self.export_button.setToolTip(_("Export to Excel (Ctrl+E)"))
        self.export_button.clicked.connect(lambda: self.export())
        row.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignBottom)
        return bar

    def _make_note(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 0)
        row.setSpacing(12)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Sheets"))
        self.tabs.currentChanged.connect(self._show_sheet)
        row.addWidget(self.tabs)
        self.fault = PlainLabel(tone="red", pixels=12)
        row.addWidget(self.fault)
        row.addStretch(1)
        self.note = PlainLabel(tone="t3", pixels=12)
        row.addWidget(self.note)
        return row

    def _fill_gallery(self) -> None:
        infos = self._crm.reports.list()
        self.gallery.show_reports(
            [
                Choice(key=info.name, name=info.title, kind="reports", detail=_(ABOUT.get(info.name, "")))
                for info in infos
            ]
        )
        for info in infos:
            self.combo.addItem(info.title, info.name)

    # Asking and showing

    def _choose(self, name: str) -> None:
        self.combo.setCurrentIndex(self.combo.findData(name))
        self.options.use_preset(WEEK if name == "weekly" else YEAR)
        self._ask()

    def _refresh(self, _changes: Changes) -> None:
        self._desk.tasks.read(self, lambda: read_choices(self._crm), self.options.show_choices, key="choices")
        self._ask()

    def _first(self, choices: Choices) -> None:
        self.options.show_choices(choices)
        self._ask()

    def _ask(self) -> None:
        try:
            request = self.options.request()
        except ValidationError as error:
            self._fail(error)
            return
        name = self.gallery.current
        self._desk.tasks.read(
            self,
            lambda: self._make(name, request),
            self._show,
            key="book",
            failed=self._fail,
            lane="long",
        )

    def _make(self, name: str, request: ReportRequest) -> _Made:
        book = self._crm.reports.book(name, request, has_evidence=False)
        return _Made(book=book, papers=tuple(lay_out(table) for table in book.tables))

    def _show(self, made: _Made) -> None:
        place = max(0, self.tabs.currentIndex()) if self._same_sheets(made) else 0
        self._made = made
        self.fault.setText("")
        self.export_button.setEnabled(True)
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for table in made.book.tables:
            self.tabs.addTab(table.sheet)
        self.tabs.setCurrentIndex(place)
        self.tabs.blockSignals(False)
        self._show_sheet(place)

    def _same_sheets(self, made: _Made) -> bool:
        before = [paper.table.sheet for paper in self._made.papers] if self._made is not None else []
        return before == [paper.table.sheet for paper in made.papers]

    def _show_sheet(self, place: int) -> None:
        if self._made is None or not 0 <= place < len(self._made.papers):
            return
        paper = self._made.papers[place]
        self.preview.show_paper(paper)
        table = paper.table
        rows = sum(row.kind is RowKind.BODY for row in table.rows)
        way = _("landscape") if table.landscape else _("portrait")
        parts = [
            _n("{count} row", "{count} rows", rows),
            f"{table.paper} {way}",
            f"{self.preview.zoom:.0%}",
        ]
        self.note.setText("   ".join(parts))

    def _fail(self, error: CrmError) -> None:
        self._made = None
        self.fault.setText(str(error))
        self.note.setText("")
        self.export_button.setEnabled(False)
        self.preview.show_paper(None)

    # After the export

    def _remember_folder(self, folder: Path) -> None:
        try:
            self._preferences.change(report_folder=str(folder))
        except CrmError as error:
            self._desk.tasks.tell(error)

    def _written(self, path: Path) -> None:
        opened = self._desk.prompts.open_externally
        self._desk.show_toast(
            _("Written: {name}").format(name=path.name),
            [(_("Open"), lambda: opened(path)), (_("Open folder"), lambda: opened(path.parent))],
        )

    # Qt's names from here

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_asked:
            self._is_asked = True
            self._desk.tasks.read(self, lambda: read_choices(self._crm), self._first, key="choices")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < COMBO_BELOW
        self.gallery.setVisible(not narrow)
        self._line.setVisible(not narrow)
        self.combo.setVisible(narrow)


def spec(crm: Crm, preferences: Preferences) -> ScreenSpec:
    """The reports on the rail."""
    return ScreenSpec(
        key="reports",
        title=N_("Reports"),
        icon="reports",
        make=lambda desk: ReportsScreen(desk, crm, preferences),
    )

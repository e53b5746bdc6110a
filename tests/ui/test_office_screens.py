"""Reports, history and settings, on a real database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm import i18n
from crm.app import Crm, load_settings
from crm.domain.follow_ups import FollowUp
from crm.domain.office import Role
from crm.domain.permissions import Actor
from crm.domain.records import Ref
from crm.domain.rows import ProjectFilter
from crm.domain.tables import Column, ColumnKind, ReportTable, Row, RowKind
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import TODAY, at_work, fill, opened, settings_in
from ui.dialogs.take_back import TakeBackDialog
from ui.screens.reports.options import MONTH, OTHER
from ui.screens.reports.paper import lay_out, shown
from ui.screens.reports.preview import SheetPreview
from ui.session import Session


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[Crm]:
    with opened(settings_in(tmp_path)) as made:
        fill(made)
        yield made


@pytest.fixture
def session(crm: Crm, tmp_path: Path, prompts: ScriptedPrompts) -> Iterator[Session]:
    with at_work(crm, settings_in(tmp_path), prompts) as made:
        yield made
        i18n.use_language("en")


def screen(session: Session, key: str):
    session.window.show_screen(key)
    return session.window.current_screen


def toasts(session: Session) -> list[str]:
    return [toast.label.text() for toast in session.window.toasts.toasts]


# Reports


def test_a_report_is_seen_before_it_is_written(session):
    reports = screen(session, "reports")
    assert reports.gallery.current == "ledger"
    assert reports.book.name.startswith("海晟县投资促进中心招商引资项目台账")
    assert "动态海缆" in str(reports.preview.paper.table.rows)
    assert "1 row" in reports.note.text()


def test_each_report_comes_with_its_usual_period(session):
    reports = screen(session, "reports")
    reports.gallery.choose("weekly")
    assert reports.options.period.currentData() == "week"
    assert reports.tabs.count() == len(reports.book.tables) > 1
    reports.tabs.setCurrentIndex(1)
    assert reports.preview.paper.table == reports.book.tables[1]
    reports.gallery.choose("ledger")
    assert reports.options.period.currentData() == "year"


def test_what_is_asked_changes_the_sheet(qtbot, session):
    reports = screen(session, "reports")
    options = reports.options
    options.office.setCurrentIndex(options.office.findData("海晟经济开发区"))
    assert "动态海缆" not in str(reports.preview.paper.table.rows)
    options.office.setCurrentIndex(0)
    headers = len(reports.preview.paper.table.columns)
    options.columns.menu().actions()[-1].trigger()
    options.contacts.setChecked(True)
    assert len(reports.preview.paper.table.columns) > headers
    options.totals.setCurrentIndex(2)
    assert not any(row.kind is RowKind.TOTAL for row in reports.preview.paper.table.rows)
    options.period.setCurrentIndex(options.period.findData(MONTH))
    assert ("起止日期", "2026年5月1日至5月18日") in reports.book.asked


def test_days_of_ones_own_are_checked(qtbot, session):
    reports = screen(session, "reports")
    options = reports.options
    options.period.setCurrentIndex(options.period.findData(OTHER))
    options.start.setText("5-20")
    options.end.setText("5-18")
    options.changed.emit()
    assert reports.fault.text() == "The period ends before it begins."
    assert not reports.export_button.isEnabled()
    reports.export()
    options.start.setText("")
    options.changed.emit()
    assert reports.fault.text()
    options.start.setText("5-1")
    options.changed.emit()
    assert not reports.fault.text()
    assert reports.export_button.isEnabled()


def test_the_workbook_is_written_and_can_be_opened(qtbot, session, prompts, tmp_path):
    reports = screen(session, "reports")
    prompts.target = tmp_path / "表" / "台账"
    prompts.target.parent.mkdir()
    qtbot.mouseClick(reports.export_button, Qt.MouseButton.LeftButton)
    path = tmp_path / "表" / "台账.xlsx"
    assert openpyxl.load_workbook(path).sheetnames[0] == "台账"
    assert toasts(session) == ["Written: 台账.xlsx"]
    assert load_settings().settings.report_folder == str(path.parent)
    open_it, open_folder = session.window.toasts.toasts[0].findChildren(type(reports.export_button))
    open_it.click()
    open_folder.click()
    assert prompts.opened == [path, path.parent]
    reports.export()
    assert prompts.asked[-1].startswith(str(path.parent))


def test_giving_up_writes_nothing(session, prompts):
    screen(session, "reports").export()
    assert toasts(session) == []


def test_a_file_that_cannot_be_written_is_told(session, prompts, tmp_path):
    prompts.target = tmp_path / "none" / "a.xlsx"
    screen(session, "reports").export()
    assert "a.xlsx" in toasts(session)[0]


def test_a_change_elsewhere_shows_on_the_sheet(qtbot, session, crm):
    reports = screen(session, "reports")
    project = crm.projects.get(crm.projects.find(ProjectFilter())[0])
    crm.projects.save(replace(project, name="静态海缆"))
    qtbot.waitUntil(lambda: "静态海缆" in str(reports.preview.paper.table.rows))


def test_in_a_narrow_window_the_gallery_is_a_combo_box(session):
    reports = screen(session, "reports")
    session.window.resize(820, 600)
    QApplication.processEvents()
    assert reports.combo.isVisible()
    reports.combo.setCurrentIndex(2)
    reports.combo.activated.emit(2)
    assert reports.gallery.current == "signed"


COLUMNS = (
    Column(key="a", header="序号", kind=ColumnKind.INTEGER, width=6),
    Column(key="b", header="名称", kind=ColumnKind.LONG_TEXT, width=10, group="基本/内"),
    Column(key="c", header="金额", kind=ColumnKind.DECIMAL, width=10, group="基本/内"),
    Column(key="d", header="日期", kind=ColumnKind.DATE, width=12, group="基本/外"),
)


def table(count: int) -> ReportTable:
    row = Row(values=(1, "很长的名字" * 8, Decimal("1234.5"), date(2026, 5, 1)))
    group = Row(values=("一、签约", None, None, None), kind=RowKind.GROUP)
    return ReportTable(
        sheet="表",
        title="一览表",
        columns=COLUMNS,
        rows=(group, *[row] * count),
        fill_in="填报",
        units="亿元",
        summary="共1项",
        notes=("备注：无",),
        signature="签字：",
    )


def test_a_page_is_laid_out_without_holes():
    paper = lay_out(table(3))
    assert list(paper.tops) == sorted(paper.tops)
    assert paper.tops[2] - paper.tops[1] > 60
    groups = {cell.text: (cell.first, cell.last) for cell in paper.header}
    assert groups["基本"] == (1, 3)
    assert groups["内"] == (1, 2)
    assert {cell.top + cell.height for cell in paper.header if cell.first == 0} == {paper.tops[0]}
    assert paper.height > paper.note_tops[-1]


def test_values_are_shown_as_they_are_printed():
    assert shown(Decimal("1234.5"), ColumnKind.DECIMAL) == "1,234.50"
    assert shown(Decimal("0.256"), ColumnKind.PERCENT) == "25.60%"
    assert shown(12345, ColumnKind.INTEGER) == "12,345"
    assert shown(date(2026, 5, 1), ColumnKind.DATE) == "2026-05-01"
    assert shown(None, ColumnKind.TEXT) == ""


def test_a_long_sheet_is_painted_where_it_is_seen(qtbot):
    preview = SheetPreview()
    qtbot.addWidget(preview)
    preview.resize(700, 500)
    preview.show()
    preview.show_paper(lay_out(table(20_000)))
    preview.verticalScrollBar().setValue(preview.verticalScrollBar().maximum() // 2)
    image = preview.grab().toImage()
    assert any(image.pixelColor(x, 250).lightness() < 90 for x in range(100, 600))
    preview.show_paper(None)
    assert preview.paper is None


# History


def test_the_history_tells_who_changed_what(session, crm):
    project = crm.projects.get(crm.projects.find(ProjectFilter())[0])
    crm.projects.save(replace(project, name="静态海缆"))
    history = screen(session, "history")
    assert history.current.who == "沈砚秋"
    texts = [label.text() for label in history._area.widget().findChildren(type(history.count))]
    assert any("动态海缆 → 静态海缆" in text for text in texts)


def test_a_step_is_taken_back_from_the_history(qtbot, session, crm):
    history = screen(session, "history")
    qtbot.mouseClick(history.button, Qt.MouseButton.LeftButton)
    assert crm.projects.find(ProjectFilter()) == []
    assert toasts(session)[-1].startswith("Undone: ")
    qtbot.waitUntil(lambda: history.shown_entries()[0].is_undo)
    history.list.setCurrentIndex(history.list.model().index(1, 0))
    assert not history.button.isEnabled()
    history.take_back()
    assert toasts(session)[-1] == "This step has been undone already."


def test_a_field_changed_since_is_asked_about_before_a_step_is_taken_back(qtbot, session, crm):
    [project_id] = crm.projects.find(ProjectFilter())
    first = crm.projects.get(project_id)
    wrong = crm.projects.change(project_id, first.version, introducer="错", remark="错")
    step = crm.history.newest(1)[0].step
    crm.projects.change(project_id, wrong.version, introducer="行业协会")
    history = screen(session, "history")
    place = next(row for row, entry in enumerate(history.shown_entries()) if entry.step == step)
    history.list.setCurrentIndex(history.list.model().index(place, 0))
    history.take_back()
    [dialog] = history.findChildren(TakeBackDialog)
    [choice] = dialog.choices.values()
    assert "行业协会" in choice.currentText()
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    now = crm.projects.get(project_id)
    assert (now.introducer, now.remark) == ("行业协会", first.remark)


def test_a_step_that_was_built_on_cannot_be_taken_back_before(session, crm):
    [project_id] = crm.projects.find(ProjectFilter())
    step = next(entry.step for entry in crm.history.newest() if "project" in entry.label)
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="看地"), [Ref(kind="project", id=project_id)])
    history = screen(session, "history")
    place = next(row for row, entry in enumerate(history.shown_entries()) if entry.step == step)
    history.list.setCurrentIndex(history.list.model().index(place, 0))
    history.take_back()
    [dialog] = history.findChildren(TakeBackDialog)
    assert not dialog.primary.isEnabled()
    dialog.reject()


def test_a_deleted_record_is_restored_from_the_trash(qtbot, session, crm, prompts):
    [project_id] = crm.projects.find(ProjectFilter())
    firm = crm.projects.get(project_id).enterprise_id
    crm.projects.delete(project_id)
    crm.directory.delete(Ref(kind="enterprise", id=firm))
    history = screen(session, "history")
    history.show_view("trash")
    names = [history.trash.list.item(row, 1).text() for row in range(history.trash.list.rowCount())]
    history.trash.list.selectRow(names.index("动态海缆"))
    assert not history.trash.empty_button.isEnabled()
    qtbot.mouseClick(history.trash.restore_button, Qt.MouseButton.LeftButton)
    assert "澄屿海缆有限公司" in prompts.asked[-1]
    assert crm.projects.get(project_id).enterprise_id == firm
    qtbot.waitUntil(lambda: history.trash.list.rowCount() == 0)


def test_the_history_is_narrowed_by_choices(session, crm):
    history = screen(session, "history")
    everything = len(history.shown_entries())
    history.filter.kind.setCurrentIndex(history.filter.kind.findData("project"))
    assert 0 < len(history.shown_entries()) < everything
    history.filter.field.setCurrentIndex(history.filter.field.findData("loss_reason"))
    assert history.shown_entries() == []
    history.filter.kind.setCurrentIndex(0)
    history.filter.who.setCurrentIndex(1)
    assert 0 < len(history.shown_entries()) <= everything


def test_the_history_is_searched_by_text_and_person(session):
    history = screen(session, "history")
    everything = len(history.shown_entries())
    history.search.set_text("沈砚秋")
    assert 0 < len(history.shown_entries()) <= everything
    history.search.set_text("no such thing")
    assert history.shown_entries() == []
    assert history.current is None
    history.take_back()


def test_older_steps_are_loaded_when_asked(session, crm, monkeypatch):
    monkeypatch.setattr("ui.screens.history.PAGE", 2)
    history = screen(session, "history")
    assert len(history.shown_entries()) == 2
    assert history.more.isVisible()
    history.load_more()
    assert len(history.shown_entries()) == 4


# Settings


def test_language_and_appearance_are_chosen(qtbot, session):
    settings = screen(session, "settings")
    qtbot.mouseClick(settings.appearance.button("dark"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(settings.network, Qt.MouseButton.LeftButton, pos=settings.network.rect().center() / 8)
    settings.network.setChecked(False)
    kept = load_settings().settings
    assert (kept.appearance, kept.may_fetch) == ("dark", False)


def test_fonts_of_reports_are_kept(qtbot, session):
    settings = screen(session, "settings")
    settings.fonts["body"].setText("宋体")
    settings.fonts["body"].editingFinished.emit()
    assert load_settings().settings.fonts.body == "宋体"


def test_units_are_added_changed_moved_and_deleted(qtbot, session, crm):
    people = screen(session, "settings").people
    dialog = people.add_unit()
    qtbot.keyClicks(dialog.form.entry("name"), "Shanghai")
    dialog.act()
    qtbot.waitUntil(lambda: people.units.list.choices.rowCount() == 3)
    assert [unit.name for unit in crm.office.offices()][-1] == "Shanghai"
    people.units.list.setCurrentIndex(people.units.list.choices.index(2))
    people.move_unit(-1)
    qtbot.waitUntil(lambda: [unit.name for unit in crm.office.offices()][1] == "Shanghai")
    qtbot.waitUntil(lambda: people.units.list.currentIndex().row() == 1)
    dialog = people.edit_unit()
    dialog.form.entry("short_name").setText("SH")
    dialog.act()
    assert crm.office.offices()[1].short_name == "SH"
    people.remove_unit()
    assert len(crm.office.offices()) == 2


def test_an_officer_is_added_to_the_chosen_unit(qtbot, session, crm):
    people = screen(session, "settings").people
    dialog = people.add_officer()
    dialog.act()
    assert dialog.form.fault("name")
    qtbot.keyClicks(dialog.form.entry("name"), "Lu")
    dialog.act()
    assert {officer.name for officer in crm.office.officers()} == {"沈砚秋", "许静宜", "Lu"}
    qtbot.waitUntil(lambda: people.officers.list.choices.rowCount() == 3)
    dialog = people.edit_officer()
    assert dialog.form.values()["name"] == "沈砚秋"
    dialog.reject()


def test_who_may_not_change_the_office_is_told(session, crm):
    people = screen(session, "settings").people
    crm.store.actor = Actor(role=Role.OFFICER)
    people.remove_unit()
    assert "administrator" in toasts(session)[-1]


def test_the_database_is_checked_and_another_opened(qtbot, session, prompts, tmp_path):
    settings = screen(session, "settings")
    settings.check.click()
    assert settings.findings.text() == "No damage found."
    asked = []
    session.reopen_asked.connect(asked.append)
    prompts.files = [tmp_path / "b.db"]
    settings.another.click()
    prompts.target = tmp_path / "c"
    settings.new.click()
    prompts.target = tmp_path / "office.db"
    settings.new.click()
    assert asked == [str(tmp_path / "b.db"), str(tmp_path / "c.db")]
    settings.folder.click()
    assert prompts.opened == [tmp_path]


def test_versions_can_be_copied(session, prompts):
    settings = screen(session, "settings")
    assert "SQLite 3." in settings.versions()
    assert "Qt 6" in settings.about.text()
    assert TODAY.year == 2026

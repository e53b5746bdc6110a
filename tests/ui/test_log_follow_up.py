"""The long form of a follow-up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm.app import Crm
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.projects import Project
from crm.domain.records import Ref
from tests.crm import TODAY, SampleOffice, about, add_project
from tests.ui.typed import commit
from ui.dialogs.give_reason import GiveReasonDialog
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.screens.projects import spec
from ui.shared.plain_text import PlainLabel
from ui.shared.widgets.chips import Chip, FilterChip

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(crm, "储能电池", enterprise_id=office.firm.id)


@pytest.fixture
def ask(open_window, crm):
    opened = open_window(spec(crm))

    def open_dialog(*refs: Ref, **options: str) -> LogFollowUpDialog:
        dialog = LogFollowUpDialog(opened.desk, crm, refs, opened.window, **options)
        dialog.open()
        return dialog

    return open_dialog


def last(crm: Crm, ref: Ref):
    return crm.follow_ups.get(crm.follow_ups.of_record(ref)[0])


def test_a_contact_is_logged_by_keyboard_alone(ask, crm, project, qtbot):
    dialog = ask(about(project))
    qtbot.waitUntil(dialog.what.entry("text").hasFocus)
    QTest.keyClicks(dialog.what.entry("text"), "agreed to see the site")
    QTest.keyClicks(dialog.next.entry("next_on"), "5-21")
    QTest.keyClicks(dialog.next.entry("next_step"), "send the map")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    saved = last(crm, about(project))
    assert (saved.text, saved.way, saved.happened_on) == ("agreed to see the site", ContactWay.PHONE, TODAY)
    assert crm.projects.get(project.key).next_follow_up_on == TODAY + timedelta(days=3)


def test_a_contact_is_logged_by_mouse(ask, crm, project, office, qtbot):
    dialog = ask(about(project))
    dialog.ways.button(ContactWay.VISIT).click()
    [chip] = [found for found in dialog._people.findChildren(Chip) if found.text() == "周岚"]
    chip.click()
    dialog.when.entry("with_whom").setText("李工")
    dialog.what.entry("text").setPlainText("看地")
    dialog.dates.button("7").click()
    assert dialog.next.entry("next_on").text() == "5-25"
    dialog.primary.click()
    saved = last(crm, about(project))
    assert (saved.way, saved.with_whom) == (ContactWay.VISIT, "周岚、李工")
    assert Ref(kind="contact", id=office.contact.key) in crm.follow_ups.subjects(saved.key)


def test_subjects_are_added_and_taken_away(ask, crm, project, office, qtbot):
    other = add_project(crm, "漂浮式平台")
    dialog = ask(about(project))
    assert [chip.text() for chip in dialog.subjects.chips()] == ["储能电池"]
    picker = dialog.subjects.picker
    picker.setFocus()
    commit(picker, "漂浮")
    qtbot.waitUntil(lambda: bool(picker.offered()))
    QTest.keyClick(picker, Key.Key_Return)
    assert dialog.subjects.refs() == (about(project), about(other))
    chip = dialog.subjects.chips()[0]
    chip.setFocus()
    QTest.keyClick(chip, Key.Key_Delete)
    assert dialog.subjects.refs() == (about(other),)
    dialog.reject()


def test_what_is_wrong_is_told_at_the_fields(ask, crm, project):
    dialog = ask(about(project))
    dialog.next.entry("next_on").setText("5-01")
    dialog.act()
    assert dialog.what.fault("text") == "Say what was talked about."
    assert "before this contact" in dialog.next.fault("next_on")
    dialog.when.entry("happened_on").setText("")
    dialog.act()
    assert dialog.when.fault("happened_on")
    dialog.when.entry("happened_on").setText("5-18")
    dialog.next.entry("next_on").setText("")
    dialog.what.entry("text").setPlainText("谈")
    dialog.subjects.chips()[0].removed.emit()
    dialog.act()
    assert "whom" in dialog.when.fault("")
    assert crm.follow_ups.of_record(about(project)) == []


def test_a_draft_survives_and_goes_when_it_is_saved(ask, crm, project, drafts):
    dialog = ask(about(project))
    dialog.what.entry("text").setPlainText("说到一半")
    QTest.keyClick(dialog, Key.Key_Escape)
    again = ask(about(project))
    assert again.what.entry("text").toPlainText() == "说到一半"
    assert again.foot_note.text() == "What you typed last time"
    again.act()
    assert last(crm, about(project)).text == "说到一半"
    assert drafts.kept == {}
    assert ask(about(project), text="来自快记").what.entry("text").toPlainText() == "来自快记"


@pytest.fixture
def clipboard():
    board = QGuiApplication.clipboard()
    yield board
    board.clear()


def test_a_pasted_picture_becomes_a_file_of_the_entry(ask, crm, project, qtbot, clipboard):
    dialog = ask(about(project))
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(0)
    clipboard.setImage(picture)
    text = dialog.what.entry("text")
    text.setFocus()
    QTest.keyClick(text, Key.Key_V, Control)
    qtbot.waitUntil(lambda: dialog.files.names() == ["Picture 1"])
    text.setPlainText("看地")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    [kept] = crm.attachments.of_record(about(project))
    assert kept.name == "2026-05-18_曜衡储能_1.png"
    assert crm.attachments.copy_to_open(kept.key).read_bytes().startswith(b"\x89PNG")


def test_files_are_chosen_and_taken_away(ask, crm, project, prompts, tmp_path):
    prompts.files = [tmp_path / "纪要.docx", tmp_path / "图.pdf"]
    for file in prompts.files:
        file.write_bytes(b"x")
    dialog = ask(about(project))
    dialog.files.button.click()
    chip = dialog.files.findChildren(FilterChip)[0]
    chip.setFocus()
    QTest.keyClick(chip, Key.Key_Delete)
    dialog.what.entry("text").setPlainText("看地")
    dialog.primary.click()
    assert [kept.name for kept in crm.attachments.of_record(about(project))] == ["图.pdf"]


def test_what_was_chosen_survives_too(ask, crm, project, office, drafts, tmp_path):
    file = tmp_path / "纪要.docx"
    file.write_bytes(b"x")
    dialog = ask(about(project))
    dialog.ways.button(ContactWay.VISIT).click()
    dialog.files.add_paths([file])
    [chip] = [found for found in dialog._people.findChildren(Chip) if found.text() == "周岚"]
    chip.click()
    QTest.keyClick(dialog, Key.Key_Escape)
    again = ask(about(project))
    assert again.ways.value() == ContactWay.VISIT
    assert again.files.names() == ["纪要.docx"]
    again.what.entry("text").setPlainText("看地")
    again.primary.click()
    assert last(crm, about(project)).with_whom == "周岚"
    assert drafts.kept == {}


def test_who_has_been_there_is_told_and_a_reason_lets_it_through(ask, crm, project, office, qtbot):
    theirs = FollowUp(happened_on=TODAY - timedelta(days=9), text="来访", officer_id=office.colleague.id)
    crm.follow_ups.log(theirs, [about(project)])
    dialog = ask(about(project))
    dialog.what.entry("text").setPlainText("谈用地")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, GiveReasonDialog)
    assert any("顾明川" in label.text() for label in asked.findChildren(PlainLabel))
    QTest.keyClicks(asked.text, "agreed")
    QTest.keyClick(asked.text, Key.Key_Return)
    assert last(crm, about(project)).text == "谈用地"
    assert crm.history.next_undo().label.values["reason"] == "agreed"

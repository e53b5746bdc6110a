"""Moving a project: only what is missing is asked for, and Esc changes nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.evidence import EvidenceKind
from crm.domain.projects import FairCompetitionState, Project
from crm.domain.stages import Stage
from crm.services.steps.stages import Move
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago, yi
from tests.ui.typed import commit, compose
from ui.dialogs.end_reasons import OTHER
from ui.dialogs.move_project import MoveProjectDialog
from ui.screens.projects import spec

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(crm, "储能电池", days_ago(40), enterprise_id=office.firm.id, stage=Stage.INTENTION)


@pytest.fixture
def ask(open_window, crm, project):
    opened = open_window(spec(crm))

    def open_dialog(target: Stage) -> MoveProjectDialog:
        page = crm.projects.page(project.key, TODAY)
        dialog = MoveProjectDialog(opened.desk, crm, page, target, opened.window)
        dialog.open()
        return dialog

    return open_dialog


def test_only_what_is_missing_is_asked_for(ask):
    dialog = ask(Stage.NEGOTIATION)
    assert dialog._missing == ("build_content", "total_investment", "zone_id")
    asked = {"on", "build_content", "total_investment", "zone_id"}
    assert set(dialog.form._slots) == asked | {"land_mu", "evidence"}  # told anew in every stage
    assert dialog.width() <= 480
    assert dialog.primary.text() == "Enter Negotiation"
    assert dialog.form.entry("on").text() == "5-18"
    dialog.reject()


def test_a_move_is_made_by_keyboard_alone(ask, crm, project, office, qtbot):
    dialog = ask(Stage.NEGOTIATION)
    QTest.keyClick(dialog, Key.Key_Return, Control)
    for key in ("build_content", "total_investment", "zone_id"):
        assert dialog.form.fault(key) == "Please fill in."
    assert crm.projects.get(project.key).stage is Stage.INTENTION
    dialog.form.entry("build_content").insertPlainText("建设6条电芯生产线")
    QTest.keyClicks(dialog.form.entry("total_investment"), "12.5")
    picker = dialog.form.entry("zone_id")
    picker.setFocus()
    commit(picker, "如东")
    qtbot.waitUntil(lambda: [choice.key for choice in picker.offered()][:1] == [office.zone.id])
    QTest.keyClick(picker, Key.Key_Return)
    QTest.keyClick(picker, Key.Key_Return, Control)
    moved = crm.projects.get(project.key)
    assert (moved.stage, moved.total_investment) == (Stage.NEGOTIATION, yi("12.5"))
    assert moved.zone_id == office.zone.id


def test_escape_changes_nothing(ask, crm, project):
    dialog = ask(Stage.NEGOTIATION)
    dialog.form.entry("total_investment").setText("12.5")
    QTest.keyClick(dialog, Key.Key_Escape)
    now = crm.projects.get(project.key)
    assert (now.stage, now.total_investment, now.version) == (Stage.INTENTION, None, project.version)


def test_a_day_before_today_is_marked_and_one_before_the_last_stage_refused(ask, crm, project):
    dialog = ask(Stage.LEAD)
    assert dialog.late.isHidden()
    dialog.form.entry("on").setText("5-14")
    assert dialog.late.accessibleName() == "Entered 4 days late"
    dialog.form.entry("reason").setText("对方暂停")
    dialog.form.entry("on").setText("6-1")
    dialog.act()
    assert "not before" in dialog.form.fault("on")
    assert dialog.primary.isEnabled()
    dialog.form.entry("on").setText("5-14")
    dialog.act()
    page = crm.projects.page(project.key, TODAY)
    assert (page.project.stage, page.project.stage_since) == (Stage.LEAD, days_ago(4))
    assert page.stages[-1].is_backdated


def test_going_back_and_skipping_ask_for_a_reason(ask, crm, project):
    dialog = ask(Stage.LEAD)
    dialog.act()
    assert dialog.form.fault("reason")
    dialog.reject()
    assert "reason" in ask(Stage.PENDING_SIGNING).form._slots


def test_an_end_says_why_and_where_it_went(ask, crm, project):
    dialog = ask(Stage.LOST)
    assert dialog.primary.property("danger") == "fill"
    dialog.form.entry("reason_kind").setCurrentIndex(dialog.form.entry("reason_kind").findData(OTHER))
    dialog.act()
    assert dialog.form.fault("reason") == "Say what it was."
    dialog.form.entry("reason_kind").setCurrentIndex(dialog.form.entry("reason_kind").findData("资金不到位"))
    dialog.form.entry("reason").setText("母公司退出")
    dialog.form.entry("went_to").setText("合肥市")
    dialog.act()
    lost = crm.projects.get(project.key)
    assert (lost.stage, lost.loss_reason, lost.went_to) == (Stage.LOST, "资金不到位：母公司退出", "合肥市")


def test_a_wrong_figure_is_told_at_its_field(ask, crm, project, office):
    crm.projects.change(project.key, project.version, phase1_investment=yi("9"), zone_id=office.zone.id)
    dialog = ask(Stage.NEGOTIATION)
    dialog.form.entry("build_content").setPlainText("厂房")
    dialog.form.entry("total_investment").setText("8")
    dialog.act()
    assert "Phase one is larger" in dialog.form.fault("")
    assert dialog.isVisible()


def test_so_large_a_sum_is_asked_about(ask, crm, project, office, prompts):
    crm.projects.change(project.key, project.version, zone_id=office.zone.id)
    dialog = ask(Stage.NEGOTIATION)
    dialog.form.entry("build_content").setPlainText("厂房")
    dialog.form.entry("total_investment").setText("500")
    prompts.yes = False
    dialog.act()
    assert "CNY 50bn" in prompts.asked[0]
    assert crm.projects.get(project.key).stage is Stage.INTENTION


@pytest.mark.parametrize(("answer", "stage"), [(0, Stage.LEAD), (1, Stage.INTENTION)])
def test_a_project_saved_meanwhile_is_moved_or_left(ask, crm, project, prompts, answer, stage):
    dialog = ask(Stage.LEAD)
    dialog.form.entry("reason").setText("对方暂停")
    crm.projects.change(project.key, project.version, remark="theirs")
    prompts.choice = answer
    dialog.act()
    now = crm.projects.get(project.key)
    assert (now.stage, now.remark) == (stage, "theirs")


def test_enter_saves_nothing_while_composing(ask, crm, project):
    dialog = ask(Stage.LEAD)
    reason: QWidget = dialog.form.entry("reason")
    reason.setFocus()
    compose(reason, "zanting")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert crm.projects.get(project.key).stage is Stage.INTENTION
    dialog.reject()


def test_papers_are_dropped_chosen_or_excused(ask, crm, project, office, prompts, tmp_path):
    ready = {"build_content": "厂房", "total_investment": yi("5"), "zone_id": office.zone.id}
    ready |= {"planned_signing_on": TODAY, "fair_competition": FairCompetitionState.PASSED}
    crm.projects.change(project.key, project.version, **ready)
    dialog = ask(Stage.PENDING_SIGNING)
    dialog.form.entry("reason").setText("上门即谈")
    kind = EvidenceKind.LETTER_OF_INTENT
    file = tmp_path / "意向书.pdf"
    file.write_bytes(b"x")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(QPoint(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier)
    dialog.papers.dragEnterEvent(entering)
    assert entering.isAccepted()
    dropped = QDropEvent(QPointF(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier)
    dialog.papers.dropEvent(dropped)
    assert dialog.papers.files == {kind: file}
    other = tmp_path / "意向书2.pdf"
    other.write_bytes(b"y")
    prompts.files = [other]
    dialog.papers.buttons[kind].click()
    assert dialog.papers.is_complete
    dialog.act()
    assert crm.projects.get(project.key).stage is Stage.PENDING_SIGNING
    assert [entry.name for entry in crm.attachments.of_record(about(project))] == ["意向书2.pdf"]


def test_a_paper_that_comes_later_wants_a_reason(ask, crm, project, office):
    ready = {"build_content": "厂房", "total_investment": yi("5"), "zone_id": office.zone.id}
    moved = Move(stage=Stage.NEGOTIATION, on=days_ago(20), today=TODAY, values=ready)
    crm.projects.move(project.key, project.version, moved)
    now = crm.projects.get(project.key)
    ready = {"planned_signing_on": TODAY, "fair_competition": FairCompetitionState.PASSED}
    crm.projects.change(now.key, now.version, **ready)
    dialog = ask(Stage.PENDING_SIGNING)
    dialog.act()
    assert "say why it comes later" in dialog.form.fault("")
    dialog.form.entry("reason").setText("下周补寄")
    dialog.act()
    entry = crm.projects.page(project.key, TODAY).stages[-1]
    assert entry.lacking == ("evidence.letter_of_intent",)

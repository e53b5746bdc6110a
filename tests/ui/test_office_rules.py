"""The rules of the office in the settings, with real clicks and keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm import i18n
from crm.app import Crm
from crm.domain.stage_rules import Clock, Compare, Condition, StageRules
from crm.domain.stages import Stage
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import at_work, fill, opened, settings_in
from ui.session import Session
from ui.shared.labels import stage_name, use_stage_rules

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[Crm]:
    with opened(settings_in(tmp_path)) as made:
        fill(made)
        yield made


@pytest.fixture
def session(crm: Crm, tmp_path: Path, prompts: ScriptedPrompts) -> Iterator[Session]:
    with at_work(crm, settings_in(tmp_path), prompts) as made:
        yield made
    use_stage_rules(StageRules())
    i18n.use_language("en")


@pytest.fixture
def panel(session: Session):
    session.window.show_screen("settings")
    return session.window.current_screen.rules


def test_the_panel_says_what_holds(panel):
    assert "Lead → Intention → Negotiation" in panel.stages.text()
    assert "Negotiation 30 days" in panel.silence.text()
    assert "calendar days" in panel.silence.text()
    assert "to 2026" in panel.years.text()
    assert panel.unknown.isHidden()


def test_stages_are_renamed_hidden_and_limited_by_keyboard(panel, crm, session, qtbot):
    dialog = panel.edit_stages()
    assert dialog.focusWidget() is dialog.rows[Stage.LEAD].days
    dialog.rows[Stage.LEAD].days.selectAll()
    QTest.keyClicks(dialog.rows[Stage.LEAD].days, "60")
    dialog.rows[Stage.INTENTION].name.setFocus()
    QTest.keyClicks(dialog.rows[Stage.INTENTION].name, "First talks")
    dialog.rows[Stage.COMPLETED].is_used.setFocus()
    QTest.keyClick(dialog.rows[Stage.COMPLETED].is_used, Key.Key_Space)
    dialog.clock.setCurrentIndex(dialog.clock.findData(Clock.CONTACT))
    QTest.mouseClick(dialog.workdays, Qt.MouseButton.LeftButton)
    QTest.keyClick(dialog, Key.Key_Return, Control)
    rules = crm.settings.stage_rules().value
    assert rules.of(Stage.LEAD).stall_days == 60
    assert rules.name(Stage.INTENTION) == "First talks"
    assert Stage.COMPLETED not in rules.shown
    assert (rules.clock, rules.uses_workdays) == (Clock.CONTACT, True)
    qtbot.waitUntil(lambda: "First talks" in panel.stages.text())
    assert "working days" in panel.silence.text()
    assert stage_name(Stage.INTENTION) == "First talks"


def test_a_limit_that_cannot_be_is_marked_and_nothing_is_kept(panel, crm):
    dialog = panel.edit_stages()
    dialog.rows[Stage.SIGNED].days.setText("400")
    dialog.act()
    assert dialog.fault.text() == "Give days from 1 to 365, or 0 for never."
    assert dialog.rows[Stage.SIGNED].days.property("fault") == "true"
    dialog.rows[Stage.SIGNED].days.setText("soon")
    assert dialog.fault.isHidden()
    dialog.act()
    assert not dialog.fault.isHidden()
    QTest.keyClick(dialog, Key.Key_Escape)
    assert crm.settings.stage_rules().version == 0


@pytest.mark.parametrize(("answer", "days"), [(0, 25), (1, 20)])
def test_rules_changed_meanwhile_are_asked_about(panel, crm, prompts, answer, days):
    dialog = panel.edit_stages()
    crm.settings.save_stage_rules(replace(StageRules(), clock=Clock.STAGE), 0)
    dialog.rows[Stage.SIGNED].days.setText("25")
    prompts.choice = answer
    dialog.act()
    assert crm.settings.stage_rules().value.of(Stage.SIGNED).stall_days == days


def test_a_colleague_s_rename_reaches_the_open_window(session, crm, qtbot):
    rules = crm.settings.stage_rules().value
    stages = (replace(rules.of(Stage.LEAD), name="Tip"), *rules.stages[1:])
    session.window.show_screen("projects")
    crm.settings.save_stage_rules(replace(rules, stages=stages), 0)
    qtbot.waitUntil(lambda: stage_name(Stage.LEAD) == "Tip")


def test_next_year_is_pasted_from_the_announcement(panel, crm, qtbot):
    dialog = panel.edit_year()
    assert dialog.form.entry("year").text() == "2027"
    dialog.form.entry("notice").insertPlainText("元旦：1月1日（周五）至3日放假。1月9日（周六）上班。")
    assert dialog.form.entry("rest").toPlainText() == "1-1~1-3"
    assert dialog.form.entry("work").toPlainText() == "1-9"
    dialog.act()
    assert not crm.settings.calendar().is_workday(date(2027, 1, 1))
    assert crm.settings.calendar().is_workday(date(2027, 1, 9))
    qtbot.waitUntil(lambda: "to 2027" in panel.years.text())


@pytest.mark.parametrize(
    ("year", "rest", "work", "field"),
    [("27", "1-1", "", "year"), ("2027", "1-45", "", "rest"), ("2027", "1-1", "1-4", "work")],
)
def test_days_that_cannot_be_are_told_at_their_field(panel, crm, year, rest, work, field):
    dialog = panel.edit_year()
    dialog.form.entry("year").setText(year)
    dialog.form.entry("rest").setPlainText(rest)
    dialog.form.entry("work").setPlainText(work)
    dialog.act()
    assert dialog.form.fault(field)
    assert not crm.settings.calendar().knows(2027)
    dialog.reject()


def test_what_is_asked_for_is_changed_added_and_taken_away(panel, crm):
    dialog = panel.edit_gates()
    count = len(dialog.gates)
    asked = dialog.add_gate()
    combo = asked.form.entry
    combo("key").setCurrentIndex(combo("key").findData("evidence.agreement"))
    combo("stage").setCurrentIndex(combo("stage").findData(Stage.SIGNED))
    combo("field_name").setCurrentIndex(combo("field_name").findData("total_investment"))
    combo("test").setCurrentIndex(combo("test").findData(Compare.ABOVE))
    combo("value").setText("1亿")
    asked.act()
    assert len(dialog.gates) == count + 1
    made = next(gate for gate in dialog.gates if gate.key == "evidence.agreement")
    assert made.only_if == Condition(field_name="total_investment", test=Compare.ABOVE, value="100000000")
    dialog.list.list.setCurrentIndex(dialog.list.list.choices.index(1))  # below the heading of its stage
    first = dialog.gates[0]
    dialog.remove_gate()
    assert first not in dialog.gates
    QTest.keyClick(dialog, Key.Key_Return, Control)
    kept = crm.settings.stage_rules().value
    assert made in kept.gates
    assert first not in kept.gates


def test_a_gate_is_changed_and_what_is_asked_twice_is_refused(panel, crm):
    dialog = panel.edit_gates()
    dialog.list.list.setCurrentIndex(dialog.list.list.choices.index(1))
    asked = dialog.edit_gate()
    asked.form.entry("stage").setCurrentIndex(asked.form.entry("stage").findData(Stage.SIGNED))
    asked.act()
    assert next(gate for gate in dialog.gates if gate.key == "enterprise_id").stage is Stage.SIGNED
    again = dialog.add_gate()
    again.form.entry("key").setCurrentIndex(again.form.entry("key").findData("zone_id"))
    again.act()
    dialog.act()
    assert dialog.fault.text() == "The same thing is asked for twice."
    assert crm.settings.stage_rules().version == 0
    dialog.reject()


def test_the_reasons_for_an_end_are_the_office_s(panel, crm):
    dialog = panel.edit_end_reasons()
    dialog.form.entry("reasons").setPlainText("选址落选\n\n 对方  重组 ")
    dialog.act()
    assert crm.settings.end_reasons().value.reasons == ("选址落选", "对方 重组")
    again = panel.edit_end_reasons()
    again.form.entry("reasons").setPlainText("")
    again.act()
    assert again.form.fault("reasons")
    again.reject()


def test_rates_are_entered_and_checked(panel, crm, qtbot):
    dialog = panel.edit_rates()
    dialog.form.entry("USD").setText("0")
    dialog.act()
    assert dialog.form.fault("USD")
    dialog.form.entry("USD").setText("7.1")
    dialog.form.entry("source").setText("5月15日中间价")
    dialog.act()
    [rate] = crm.settings.rates().value.rates
    assert (rate.currency, str(rate.yuan), rate.source) == ("USD", "7.1", "5月15日中间价")
    qtbot.waitUntil(lambda: "1 USD = 7.1" in panel.rates.text())

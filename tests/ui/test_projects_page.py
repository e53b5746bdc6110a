"""The page of a project: facts in place, figures told, people, obstacles and files, by mouse and by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton

from crm.app import Crm
from crm.domain.articles import Article, Mention
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.money import Money, Rate, Rates
from crm.domain.projects import Claim, FairCompetitionState, Obstacle, Project
from crm.domain.stages import Stage
from crm.domain.timeline import FieldChange
from crm.domain.transfers import Handover
from crm.services.steps.stages import Move
from tests.crm import TODAY, SampleOffice, about, add_project, become_admin, days_ago, yi
from tests.documents import pdf
from tests.ui.typed import commit
from tests.ui.waiting import settle, until
from ui.dialogs.field_history import FieldHistoryDialog
from ui.dialogs.quick_look import QuickLookDialog
from ui.screens.projects import spec
from ui.screens.projects.facts import converted, intensity, tax_per_mu
from ui.screens.projects.page import ProjectView
from ui.screens.projects.side import told_relation
from ui.screens.records.files import size_text
from ui.shared.choice_list import Choice
from ui.shared.labels import told_change, verification_badge

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(
        crm, "储能电池", days_ago(40), enterprise_id=office.firm.id, stage=Stage.INTENTION,
        total_investment=yi("12.5"), fixed_investment=yi("9.6"), land_mu=Decimal(168), zone_id=office.zone.id,
        expected_tax=Money(value=Decimal(86_000_000)), next_follow_up_on=days_ago(2),
    )  # fmt: skip


@pytest.fixture
def page(open_window, crm, project) -> ProjectView:
    opened = open_window(spec(crm))
    screen = opened.window.current_screen
    screen.open_one(project.key)
    screen.page.opened_window = opened
    QApplication.processEvents()
    return screen.page


def stored(page: ProjectView) -> Project:
    return page._crm.projects.get(page.record_id)


def edit(page: ProjectView, key: str, typed: str):
    row = page.facts.rows[key]
    row.setFocus()
    QTest.keyClick(row, Key.Key_F2)
    assert row.is_editing
    widget = row._entry.widget
    widget.setText(typed)
    QTest.keyClick(widget, Key.Key_Return)
    return row


def menu_of(page: ProjectView, name: str) -> QMenu:
    for _turn in range(20):
        settle()  # what was announced is read again, and rows come into sight
        for button in page.side.findChildren(QToolButton):
            if name in button.accessibleName() and button.menu() is not None and button.isVisible():
                return button.menu()
    raise AssertionError(f"no menu for {name}")


def trigger(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_the_head_tells_where_the_project_stands(page, project):
    head = page.head
    assert head.title.text() == "储能电池"
    assert head.next.text() == "Enter Negotiation"
    assert (head.back.text(), head.place.text()) == ("All projects", "1 / 1")
    assert page.facts.box.isVisible()
    assert "1 fact missing for Negotiation" in page.facts.box.title.text()
    assert "What is built" in page.facts.box.fields.text()


def test_derived_figures_follow_from_those_entered(page, project):
    assert page.facts.rows["intensity"].text.text() == "571.4 万元/mu"
    assert page.facts.rows["expected_tax"].note.text() == "51.2 万元/mu"
    assert intensity(Project(name="x", fixed_investment=yi("1"))) == ""
    assert tax_per_mu(Project(name="x", land_mu=Decimal(0), expected_tax=yi("1"))) == ""
    assert intensity(Project(name="x", fixed_investment=yi("1", "USD"), land_mu=Decimal(10))) == ""


def test_links_lead_to_the_enterprise_and_the_zone(page, project, office):
    page.head.enterprise_asked.emit(office.firm.key)
    page.head.zone_asked.emit(office.zone.key)
    opened = page.opened_window.opened
    assert opened == [("enterprise", office.firm.key), ("zone", office.zone.key)]


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("total_investment", "13.2", yi("13.2")),
        ("phase1_investment", "3000万", yi("0.3")),
        ("foreign_capital", "150", Money(value=Decimal(1_500_000), currency="USD")),
        ("land_mu", "170", Decimal(170)),
        ("lead_official", "陆闻笙", "陆闻笙"),
        ("next_follow_up_on", "5-20", TODAY + timedelta(days=2)),
    ],
)
def test_a_fact_is_changed_in_place_by_keyboard(page, key, typed, value):
    edit(page, key, typed)
    assert getattr(stored(page), key) == value
    assert not page.facts.rows[key].is_editing


def test_a_click_opens_a_fact_and_escape_leaves_it_as_it_was(page):
    row = page.facts.rows["total_investment"]
    QTest.mouseClick(row, LEFT)
    assert row.is_editing
    row._entry.widget.setText("99")
    QTest.keyClick(row._entry.widget, Key.Key_Escape)
    assert not row.is_editing
    assert stored(page).total_investment == yi("12.5")
    assert page.isVisible()


def test_leaving_an_untouched_fact_writes_nothing(page):
    version = stored(page).version
    row = page.facts.rows["total_investment"]
    row.edit()
    row.commit()
    assert stored(page).version == version


def test_what_cannot_be_read_keeps_the_field_open(page):
    row = edit(page, "total_investment", "很多")
    assert row.is_editing
    assert row._entry.widget.property("fault") == "true"
    row.cancel()


def test_a_wrong_figure_is_told_and_not_kept(page):
    edit(page, "phase1_investment", "13")
    toasts = page.desk.show_toast.__self__.toasts
    assert "larger than the total" in toasts[-1].label.text()
    assert stored(page).phase1_investment is None


def test_choices_and_records_are_picked_in_place(page, office, qtbot):
    row = page.facts.rows["fair_competition"]
    row.edit()
    combo = row._entry.widget
    combo.setCurrentIndex(combo.findData(FairCompetitionState.PASSED))
    combo.activated.emit(combo.currentIndex())
    assert stored(page).fair_competition is FairCompetitionState.PASSED
    row = page.facts.rows["owner_id"]
    row.edit()
    picker = row._entry.widget
    commit(picker, "顾")
    qtbot.waitUntil(lambda: bool(picker.offered()))
    picker._popup.list.choose()
    assert stored(page).owner_id == office.colleague.id
    assert page.facts.rows["owner_id"].text.text() == "顾明川"


@pytest.mark.parametrize(("answer", "kept"), [(0, "mine"), (1, "theirs")])
def test_an_edit_beside_a_colleague_s_is_decided(page, crm, project, prompts, answer, kept):
    crm.projects.change(project.key, project.version, remark="theirs")
    prompts.choice = answer
    page._save(project.version, {"remark": "mine"})
    assert stored(page).remark == kept


def test_the_box_leads_to_what_is_missing(page, crm):
    page.facts.box.fill.click()
    row = page.facts.rows["build_content"]
    assert row.is_editing
    row._entry.widget.setPlainText("建设6条电芯生产线")
    QTest.keyClick(row._entry.widget, Key.Key_Return, Control)
    assert stored(page).build_content == "建设6条电芯生产线"
    assert page.facts.box.isHidden()


def test_another_figure_is_adopted(page, crm, project, qtbot):
    with crm.store.write("test") as writer:
        article = writer.save(Article(title="储能周刊报道", source="储能周刊"))
        for figure, adopted, source in (("12.5", True, None), ("12", False, article.id)):
            writer.save(
                Claim(
                    project_id=project.key, field_name="total_investment", amount=yi(figure),
                    is_adopted=adopted, article_id=source, qualifier="约",
                    quote="总投资约12亿元，分两期建设" * 5,
                )
            )  # fmt: skip
    page.refresh()
    button = page.facts._claim_buttons["total_investment"]
    assert button.isVisible()
    assert page.facts.claims["total_investment"].isHidden()
    QTest.mouseClick(button, LEFT)
    claims = page.facts.claims["total_investment"]
    assert [choice.isChecked() for choice in claims.buttons()] == [True, False]
    assert "CNY 1.2bn" in claims.buttons()[1].text()
    claims.buttons()[1].click()
    assert stored(page).total_investment == yi("12")


# What happened


def test_a_line_is_logged_by_keyboard_alone(page, crm, project, office):
    page.setFocus()
    QTest.keyClick(page, Key.Key_L, Control | Qt.KeyboardModifier.ShiftModifier)
    assert page.history.line.line.hasFocus()
    page.history.line.line.setText("@周岚 电话 确认看地 >周四 !回复容量")
    QTest.keyClick(page.history.line.line, Key.Key_Return, Control)
    assert page.history.line.line.text() == ""
    now = stored(page)
    assert (now.next_follow_up_on, now.next_step) == (TODAY + timedelta(days=3), "回复容量")
    page.refresh()
    told = "\n".join(page.history.timeline.texts())
    assert "Phone 周岚" in told
    assert "确认看地" in told
    assert page.history.line.next.isHidden()


def test_a_line_without_a_date_offers_days(page, crm):
    page.history.line.line.setText("微信 已发材料")
    QTest.keyClick(page.history.line.line, Key.Key_Return)
    assert page.history.line.next.isVisible()
    page.history.line.dates.button("monday").click()
    assert stored(page).next_follow_up_on == TODAY + timedelta(days=7)
    assert page.history.line.next.isHidden()


def test_a_line_that_cannot_be_saved_stays(page):
    page.history.line.line.setText("@某某 谈用地")
    QTest.keyClick(page.history.line.line, Key.Key_Return)
    assert "@某某" in page.history.line.fault.text()
    assert page.history.line.line.text() == "@某某 谈用地"


def test_a_begun_line_survives_going_to_another_project(page, crm, office, project, drafts):
    other = add_project(crm, "另一个")
    page.history.line.line.setText("说到一半")
    page.show_record(other.key)
    assert page.history.line.line.text() == ""
    page.show_record(project.key)
    assert page.history.line.line.text() == "说到一半"


def test_the_timeline_has_weeks_tabs_and_words(page, crm, project, office):
    for shift, text in ((0, "本周的"), (6, "上周的"), (30, "更早的")):
        crm.follow_ups.log(
            FollowUp(happened_on=days_ago(shift), way=ContactWay.VISIT, text=text, result="好"),
            [about(project)],
        )
    now = stored(page)
    crm.projects.change(now.key, now.version, owner_id=office.colleague.id, land_mu=Decimal("170.5"))
    page.refresh()
    timeline = page.history.timeline
    headings = [text for text in timeline.texts() if text in ("This week", "Last week", "Earlier")]
    assert headings == ["This week", "Last week", "Earlier"]
    page.history.tabs.setCurrentIndex(1)
    assert [entry.text for entry in timeline.entries()] == ["本周的", "上周的", "更早的"]
    page.history.tabs.setCurrentIndex(4)
    changes = [told_change(change) for entry in timeline.entries() for change in entry.changes]
    assert {(change.field, change.before, change.after) for change in changes} == {
        ("Owner", "沈砚秋", "顾明川"),
        ("Land", "168", "170.5"),
    }
    timeline.grab()  # paints without a fault


def test_a_follow_up_is_deleted_and_comes_back(page, crm, project):
    saved = crm.follow_ups.log(FollowUp(happened_on=TODAY, text="记错了"), [about(project)])
    page.history.delete_asked.emit(saved.key)
    assert crm.follow_ups.of_record(about(project)) == []
    page.desk.undo()
    assert crm.follow_ups.of_record(about(project)) == [saved.key]


# Doing


def test_the_next_stage_is_entered_by_the_filled_button(page, crm):
    QTest.mouseClick(page.head.next, LEFT)
    dialog = page.opened_window.dialog
    dialog.form.entry("build_content").setPlainText("厂房")
    QTest.mouseClick(dialog.primary, LEFT)
    assert stored(page).stage is Stage.NEGOTIATION


def test_the_menu_holds_and_takes_up_plans_and_ends(page, crm, prompts):
    QTest.mouseClick(page.head.more, LEFT)
    names = [action.text() for action in page.menu.actions() if action.text()]
    assert names[0] == "Move to"
    assert names[-1] == "Delete the project"
    page.menu.close()
    page.desk.actions.run("project.hold")
    dialog = page.opened_window.dialog
    dialog.form.entry("review_on").setText("5-18")
    dialog.form.entry("hold_reason").setText("等上市结果")
    dialog.act()
    assert "to come" in dialog.form.fault("review_on")
    dialog.form.entry("review_on").setText("7-1")
    dialog.act()
    assert stored(page).is_on_hold
    page.refresh()
    page.desk.actions.run("project.hold")
    assert not stored(page).is_on_hold
    page.refresh()
    page.desk.actions.run("project.end")
    dialog = page.opened_window.dialog
    dialog.act()
    assert stored(page).stage is Stage.LOST


def test_a_project_is_deleted_after_a_question(page, crm, prompts, project):
    prompts.yes = False
    page.desk.actions.run("project.delete")
    assert stored(page).name == "储能电池"
    prompts.yes = True
    page.desk.actions.run("project.delete")
    page.refresh()
    assert page.opened_window.window.current_screen.listing.isVisible()
    page.desk.undo()
    assert crm.projects.get(project.key).name == "储能电池"


def test_all_fields_are_edited_on_one_form(page, crm, prompts):
    page.desk.actions.run("project.edit")
    dialog = page.opened_window.dialog
    dialog.form.entry("name").setText("")
    dialog.act()
    assert dialog.form.fault("name")
    dialog.form.entry("name").setText("储能电池二期")
    dialog.form.entry("sector").setCurrentIndex(1)
    now = stored(page)
    crm.projects.change(now.key, now.version, remark="theirs")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    saved = stored(page)
    assert (saved.name, saved.sector, saved.remark) == ("储能电池二期", "工业", "theirs")


def test_up_and_down_go_through_the_list(page, crm, project):
    other = add_project(crm, "另一个", next_follow_up_on=TODAY)
    screen = page.opened_window.window.current_screen
    screen.listing.model.refresh()
    QTest.keyClick(page, Key.Key_Down, Control)
    assert page.record_id == other.key
    assert page.head.place.text() == "2 / 2"
    QTest.mouseClick(page.head.up, LEFT)
    assert page.record_id == project.key


# People, obstacles and files


def test_numbers_are_copied_and_contacts_added(page, crm, office, prompts):
    page.side.call_asked.emit("13800000001")
    assert prompts.copied == ["13800000001"]
    page.side.contacts.add.click()
    dialog = page.opened_window.dialog
    dialog.act()
    assert dialog.form.fault("name")
    dialog.form.entry("name").setText("傅慎之")
    dialog.act()
    names = [row.name for row in crm.projects.page(page.record_id, TODAY).contacts]
    assert names == ["周岚", "傅慎之"]


def test_obstacles_are_noted_changed_and_solved(page, crm, project):
    page.side.obstacles.add.click()
    dialog = page.opened_window.dialog
    dialog.act()
    assert "name" in dialog.form.fault("text").lower()
    dialog.form.entry("text").setPlainText("变电站余量不足")
    dialog.form.entry("due_on").setText("5-30")
    dialog.act()
    page.refresh()
    trigger(menu_of(page, "变电站"), "Change")
    page.opened_window.dialog.reject()
    trigger(menu_of(page, "变电站"), "Solved")
    page.refresh()
    assert page.page.obstacles[0].closed_on == TODAY
    assert page.side._until(Obstacle(project_id=1, text="x", due_on=days_ago(2))) == (
        "until 5-16　2 days overdue"
    )


def test_files_are_added_by_button_and_by_dropping(page, crm, prompts, tmp_path):
    file = tmp_path / "纪要.docx"
    file.write_bytes(b"x")
    prompts.files = [file]
    page.side.files.add.click()
    other = tmp_path / "红线图.pdf"
    other.write_bytes(b"y" * 2_000_000)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    page.side.dropEvent(event)
    page.refresh()
    assert [entry.name for entry in page.page.attachments] == ["纪要.docx", "红线图.pdf"]
    assert (size_text(500), size_text(2_000_000)) == ("1 KB", "1.9 MB")
    menu = menu_of(page, "纪要")
    trigger(menu, "Open a copy")
    assert isinstance(prompts.opened[0], Path)
    assert prompts.opened[0].read_bytes() == b"x"
    prompts.target = tmp_path / "kopie.docx"
    trigger(menu, "Save as …")
    assert prompts.target.read_bytes() == b"x"
    trigger(menu, "Remove")
    assert len(crm.attachments.of_record(about(stored(page)))) == 1


def test_a_picture_is_pasted(page, crm):
    QGuiApplication.clipboard().clear()
    page.files.paste_picture()
    assert crm.attachments.of_record(about(stored(page))) == []
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    page.files.paste_picture()
    [kept] = crm.attachments.of_record(about(stored(page)))
    assert kept.name.endswith(".png")
    QGuiApplication.clipboard().clear()


def test_people_and_files_are_a_tab_where_there_is_no_room(page, qtbot):
    window = page.opened_window.window
    own = page.history.tabs.count()
    window.resize(1000, 640)
    qtbot.waitUntil(lambda: page.history.tabs.count() == own + 1)
    page.history.tabs.setCurrentIndex(own)
    assert page.side.isVisible()
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: page.history.tabs.count() == own)
    assert page.side.isVisible()
    assert page.history.timeline.isVisible()


def look(page, crm, name, content):
    kept = crm.attachments.add(about(stored(page)), name, content)
    page.refresh()
    until(lambda: eyes(page, name))
    [eye] = eyes(page, name)
    eye.setFocus()
    QTest.keyClick(eye, Key.Key_Space)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QuickLookDialog)
    return dialog, kept


def eyes(page, name):
    buttons = page.side.findChildren(QToolButton)
    return [one for one in buttons if one.isVisible() and one.accessibleName() == f"Look at {name} (Space)"]


def test_space_looks_at_a_file_and_closes_it_again(page, crm):
    dialog, _kept = look(page, crm, "红线图.pdf", pdf(["one"], ["two"]))
    assert dialog.page.text() == "page 1 of 2"
    assert dialog.focusWidget() in (None, dialog)
    QTest.keyClick(dialog, Key.Key_Right)
    assert dialog.page.text() == "page 2 of 2"
    dialog.before.click()
    assert dialog.page.text() == "page 1 of 2"
    QTest.keyClick(dialog, Key.Key_Space)
    assert not dialog.isVisible()


def test_a_file_with_nothing_to_show_says_why(page, crm):
    dialog, _kept = look(page, crm, "图.dwg", b"\x00\x01\x02" * 50)
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert "There is nothing to show of this file." in told
    dialog.close_button.click()


def negotiate(page: ProjectView, crm: Crm) -> Project:
    now = crm.projects.get(page.record_id)
    move = Move(stage=Stage.NEGOTIATION, on=TODAY, today=TODAY, values={"build_content": "厂房"})
    moved = crm.projects.move(now.key, now.version, move)
    page.refresh()
    return moved


def test_papers_of_the_next_stage_are_listed_and_added_where_they_stand(page, crm, prompts, tmp_path):
    pending = negotiate(page, crm)
    assert page.side.papers.head.title.text() == "Papers for Pending signing"
    assert page.side.papers.head.note.text() == "0 / 1"
    file = tmp_path / "意向书.pdf"
    file.write_bytes(b"x")
    prompts.files = [file]
    trigger(menu_of(page, "Add Investment letter of intent"), "A file …")
    page.refresh()
    assert page.side.papers.head.note.text() == "1 / 1"
    [kept] = crm.attachments.of_record(about(pending))
    assert kept.kind == "letter_of_intent"
    menu = menu_of(page, "意向书")
    trigger(menu.findChild(QMenu), "nothing")
    assert crm.attachments.of_record(about(pending))[0].kind == ""


def test_a_sentence_of_an_article_stands_for_a_paper(page, crm):
    negotiate(page, crm)
    with crm.store.write("test") as writer:
        article = writer.save(Article(title="签约"))
        mention = Mention(
            article_id=article.key, target_kind="project", target_id=page.record_id, quote="双方签订意向书。"
        )
        writer.save(mention)
    page.refresh()
    trigger(menu_of(page, "Add Investment letter of intent"), "A sentence of an article …")
    popup = QApplication.activePopupWidget()
    trigger(popup, "双方签订意向书。")
    popup.close()
    page.refresh()
    assert page.side.papers.head.note.text() == "1 / 1"


def test_a_slip_of_units_is_asked_about_where_it_is_typed(page, prompts):
    prompts.yes = False
    edit(page, "total_investment", "12.5万")
    assert "Is that meant" in prompts.asked[-1]
    assert stored(page).total_investment == yi("12.5")
    prompts.yes = True
    edit(page, "total_investment", "12.5万")
    assert stored(page).total_investment == yi("0.00125")


def test_foreign_money_is_typed_as_it_is_told(page, crm):
    edit(page, "contract_amount", "3000万美元")
    assert stored(page).contract_amount == yi("0.3", "USD")
    become_admin(crm)
    crm.settings.save_rates(Rates(rates=(Rate(currency="USD", yuan=Decimal("7.1")),)), 0)
    page.refresh()
    assert converted(stored(page).contract_amount, page.page.rates) == "about CNY 213m"


def test_a_lost_project_is_taken_up_again_where_it_ended(page, crm):
    end = Move(stage=Stage.LOST, on=TODAY, today=TODAY, reason="资金不到位")
    crm.projects.move(page.record_id, stored(page).version, end)
    page.refresh()
    assert page.head.next.text() == "Take up again"
    QTest.mouseClick(page.head.next, LEFT)
    dialog = page.opened_window.dialog
    dialog.form.entry("reason").setText("母公司重新立项")
    dialog.act()
    assert stored(page).stage is Stage.INTENTION
    page.refresh()
    told = page.history.timeline.texts()
    assert any("taken up again" in text for text in told)


def test_a_passed_stage_without_a_day_is_written_down_from_the_bar(page, crm, office):
    ready = {"build_content": "厂房", "planned_signing_on": TODAY, "agreement_kind": "正式协议"}
    skip = Move(
        stage=Stage.SIGNED,
        on=days_ago(5),
        today=TODAY,
        reason="当场签约",
        values=ready | {"fair_competition": FairCompetitionState.PASSED, "industry_id": office.node.id},
    )
    crm.projects.move(page.record_id, stored(page).version, skip)
    page.refresh()
    page.head.stage_asked.emit("negotiation")
    dialog = page.opened_window.dialog
    dialog.form.entry("on").setText("1-1")
    dialog.form.entry("reason").setText("当时漏记")
    dialog.act()
    assert "between" in dialog.form.fault("on")
    dialog.form.entry("on").setText("5-5")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    days = {entry.stage: entry.entered_on for entry in crm.projects.page(page.record_id, TODAY).stages}
    assert days[Stage.NEGOTIATION] == TODAY.replace(day=5)
    assert stored(page).stage is Stage.SIGNED


def test_the_history_leads_back_to_a_stage(page, crm):
    negotiate(page, crm)
    entry = next(e for e in page.page.timeline if e.kind == "stage" and e.stage is Stage.INTENTION)
    page.history._ask_menu(entry, page.mapToGlobal(page.rect().center()))
    menu = QApplication.activePopupWidget()
    trigger(menu, "Back to Intention …")
    menu.close()
    dialog = page.opened_window.dialog
    dialog.form.entry("reason").setText("对方暂停")
    dialog.act()
    assert stored(page).stage is Stage.INTENTION


def test_a_project_is_offered_and_taken_over_by_the_other_unit(page, crm, office):
    page.desk.actions.run("project.transfer")
    dialog = page.opened_window.dialog
    dialog.act()
    assert dialog.form.fault("to_office_id") == "Please fill in."
    other = next(unit for unit in crm.office.offices() if unit.short_name == "驻上海")
    dialog.form.entry("to_office_id").set_value(Choice(key=other.key, name=other.name))
    dialog.form.entry("reason").setText("选址更合适")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.refresh()
    assert page.facts.rows["transfer"].accessibleName() == "Transfer 长三角组 → 驻上海"
    QTest.mouseClick(page.head.more, LEFT)
    assert "Take the project over" in [action.text() for action in page.menu.actions()]
    page.menu.close()
    page.desk.actions.run("project.take_over")
    answer = page.opened_window.dialog
    answer.form.entry("owner_id").set_value(Choice(key=office.colleague.key, name="顾明川"))
    answer.act()
    now = stored(page)
    assert (now.office_id, now.owner_id) == (other.id, office.colleague.id)
    page.refresh()
    assert any("taken over" in text for text in page.history.timeline.texts())


def test_an_offer_is_declined_with_a_reason(page, crm, office):
    page.desk.actions.run("project.decline")
    other = next(unit for unit in crm.office.offices() if unit.short_name == "驻上海")
    crm.projects.transfer(page.record_id, Handover(to_office_id=other.key, on=TODAY, reason="选址"))
    page.refresh()
    page.desk.actions.run("project.decline")
    answer = page.opened_window.dialog
    answer.form.entry("answer").setText("无合适地块")
    answer.act()
    page.refresh()
    assert any("无合适地块" in text for text in page.history.timeline.texts())
    assert stored(page).office_id == office.unit.id


def test_a_twin_is_decided_about_and_the_decision_taken_back(page, crm):
    one = stored(page)
    with crm.store.write("test") as writer:
        other = writer.save(replace(one, id=None, uid="other", code="1", version=0, name="储能电池项目"))
    page.refresh()
    trigger(menu_of(page, "Decide about 储能电池项目"), "This one is a later phase of it")
    page.refresh()
    [relative] = page.page.relatives
    assert (relative.project.id, relative.is_later) == (other.id, True)
    assert told_relation(relative) == "earlier phase"
    trigger(menu_of(page, "Open 储能电池项目"), "Take the decision back")
    page.refresh()
    assert page.page.relatives == ()
    assert [twin.id for twin in page.page.twins] == [other.id]


def test_other_names_are_entered_by_kind(page, crm):
    page.desk.actions.run("project.names")
    dialog = page.opened_window.dialog
    commit(dialog.form.entry("kind_signed"), "储能基地，储能港")
    dialog.form.entry("kind_filed").setText("年产6GWh电池")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.refresh()
    assert [(alias.text, alias.kind) for alias in page.page.names] == [
        ("储能基地", "signed"),
        ("储能港", "signed"),
        ("年产6GWh电池", "filed"),
    ]
    assert page.facts.rows["names"].accessibleName() == "Other names 储能基地, 储能港, 年产6GWh电池"


def test_a_project_is_verified_by_the_officer_at_the_keyboard(page, crm):
    assert "Rumour" in verification_badge(page.page, TODAY).text
    page.desk.actions.run("project.verify")
    dialog = page.opened_window.dialog
    how = dialog.form.entry("how")
    how.setCurrentIndex(how.findText("on the site"))
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.refresh()
    assert verification_badge(page.page, TODAY).text == "Verified on the site 沈砚秋 5-18"
    changed = FieldChange(field="verified_how", before="", after="site")
    assert told_change(changed) == FieldChange(field="Verified", before="", after="on the site")


def test_fields_changed_together_are_one_line_that_opens_and_closes(page, crm, project):
    crm.projects.change(project.key, project.version, remark="看地", next_step="报价")
    settle()
    timeline = page.history.timeline
    row = next(row for row, text in enumerate(timeline.texts()) if "▾" in text)
    assert "看地" not in timeline.texts()[row]
    timeline.setCurrentIndex(timeline.model().index(row, 0))
    QTest.keyClick(timeline, Key.Key_Return)
    assert "▴" in timeline.texts()[row]
    QTest.keyClick(timeline, Key.Key_Return)
    assert "▾" in timeline.texts()[row]
    QTest.mouseClick(timeline.viewport(), LEFT, pos=timeline.visualRect(timeline.currentIndex()).center())
    assert "▴" in timeline.texts()[row]


def test_words_narrow_the_timeline(page, crm, project):
    for text in ("看地", "报价"):
        crm.follow_ups.log(FollowUp(happened_on=TODAY, text=text), [about(project)])
    settle()
    page.opened_window.window.actions_registry.run("timeline.project.find")
    assert page.history.search.line.hasFocus()
    page.history.search.set_text("看地")
    assert [entry.text for entry in page.history.timeline.entries()] == ["看地"]
    page.history.search.set_text("")
    assert len(page.history.timeline.entries()) > 1


def test_an_entry_is_pinned_and_let_go_by_key(page, crm, project):
    for days in (20, 1):
        crm.follow_ups.log(FollowUp(happened_on=days_ago(days), text=f"{days}"), [about(project)])
    settle()
    timeline = page.history.timeline
    timeline.setFocus()
    row = next(place for place, text in enumerate(timeline.texts()) if text.endswith(" 20"))
    timeline.setCurrentIndex(timeline.model().index(row, 0))
    page.opened_window.window.actions_registry.run("timeline.project.pin")
    settle()
    assert timeline.texts()[0] == "Pinned"
    assert timeline.current_entry().text == timeline.entries()[0].text == "20"
    page.opened_window.window.actions_registry.run("timeline.project.pin")
    settle()
    assert "Pinned" not in timeline.texts()


def test_what_was_written_down_later_says_when(page, crm, project):
    crm.follow_ups.log(FollowUp(happened_on=days_ago(20), text="补记"), [about(project)])
    settle()
    timeline = page.history.timeline
    row = next(place for place, text in enumerate(timeline.texts()) if "补记" in text)
    assert "entered on" in timeline.model().index(row, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_an_earlier_value_is_restored_from_the_history_of_the_field(page, crm, qtbot):
    row = edit(page, "introducer", "看地")
    settle()
    edit(page, "introducer", "看地两次")
    settle()
    row.setFocus()
    page.opened_window.window.actions_registry.run("project.field_history")
    until(lambda: page.findChild(FieldHistoryDialog))
    dialog = page.findChild(FieldHistoryDialog)
    assert [dialog.list.item(place, 0).text() for place in range(3)] == [
        "看地两次 (now)", "看地", "not filled in",
    ]  # fmt: skip
    assert dialog.list.item(1, 1).text() == "沈砚秋"
    dialog.list.selectRow(1)
    QTest.keyClick(dialog, Key.Key_Return, Control)
    settle()
    assert stored(page).introducer == "看地"
    crm.history.undo()
    assert stored(page).introducer == "看地两次"


def test_the_value_that_stands_cannot_be_restored(page):
    page.pasts.show("total_investment")
    until(lambda: page.findChild(FieldHistoryDialog))
    dialog = page.findChild(FieldHistoryDialog)
    assert not dialog.primary.isEnabled()

"""Every screen, every record page and every dialog of the window, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from PySide6.QtWidgets import QDialog, QWidget

from crm.domain.alike import Alike, NameQuestion
from crm.domain.directory import Contact, Enterprise, Industry, LabelGround
from crm.domain.merges import MergeNote, MergeRequest
from crm.domain.name_search import AskedName, AskedNames
from crm.domain.office import Office, Officer
from crm.domain.projects import Obstacle
from crm.domain.records import Ref
from crm.domain.review import Intake
from crm.domain.rows import ArticleFilter, EnterpriseFilter, ProjectFilter, Sort
from crm.domain.sources import CaptureRule, Source, SourceKind
from crm.domain.stages import Stage
from crm.domain.tasks import Task, TaskFilter
from crm.domain.timeline import TransferTold
from crm.domain.transfers import Transfer
from crm.domain.visit_pages import NewStop
from crm.domain.visit_people import read_people
from crm.domain.visit_rows import VisitFilter
from crm.domain.visits import Side, Visit, VisitKind, VisitStop
from crm.domain.workdays import RestYear
from crm.services.steps.reversing import ReverseOffer
from ui.dialogs.add_article import AddArticleDialog
from ui.dialogs.add_contact import AddContactDialog
from ui.dialogs.bookmark import BookmarkDialog
from ui.dialogs.cancel_visit import CancelVisitDialog
from ui.dialogs.change_suggestion import ChangeSuggestionDialog
from ui.dialogs.choose_officer import ChooseOfficerDialog
from ui.dialogs.correct_article import CorrectArticleDialog
from ui.dialogs.duplicates import CertainMergesDialog, DecisionsDialog, DuplicatesDialog
from ui.dialogs.edit_aliases import EditAliasesDialog
from ui.dialogs.edit_contact import EditContactDialog
from ui.dialogs.edit_days import EditApproachRuleDialog, EditProtectionDialog
from ui.dialogs.edit_end_reasons import EditEndReasonsDialog
from ui.dialogs.edit_enterprise import EditEnterpriseDialog
from ui.dialogs.edit_gates import EditGateDialog, EditGatesDialog
from ui.dialogs.edit_industry import EditIndustryDialog, new_node
from ui.dialogs.edit_label import EditLabelDialog
from ui.dialogs.edit_obstacle import EditObstacleDialog
from ui.dialogs.edit_office import EditOfficeDialog, EditOfficerDialog
from ui.dialogs.edit_project import EditProjectDialog
from ui.dialogs.edit_project_names import EditProjectNamesDialog
from ui.dialogs.edit_projects import EditProjectsDialog
from ui.dialogs.edit_rates import EditRatesDialog
from ui.dialogs.edit_rest_year import EditRestYearDialog
from ui.dialogs.edit_source import EditSourceDialog
from ui.dialogs.edit_stage_rules import EditStageRulesDialog
from ui.dialogs.edit_stage_tasks import EditNextStepsDialog, EditStageTasksDialog
from ui.dialogs.edit_start_rule import EditStartRuleDialog
from ui.dialogs.edit_stop import EditStopDialog
from ui.dialogs.edit_task import EditTaskDialog
from ui.dialogs.edit_zone import EditZoneDialog
from ui.dialogs.field_history import FieldHistoryDialog, FieldPast
from ui.dialogs.filter_projects import FilterProjectsDialog
from ui.dialogs.first_start import EMPTY, FirstStartDialog
from ui.dialogs.give_reason import GiveReasonDialog
from ui.dialogs.grade_enterprise import GradeEnterpriseDialog
from ui.dialogs.intakes import IntakesDialog
from ui.dialogs.join_reprints import JoinReprintsDialog
from ui.dialogs.link_text import LinkTextDialog
from ui.dialogs.list_page import ListPageDialog
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.log_line import LogLineDialog
from ui.dialogs.look_back import LookBackDialog
from ui.dialogs.merge_records import MergeRecordsDialog, MergeWithDialog
from ui.dialogs.move_project import MoveProjectDialog
from ui.dialogs.move_projects import MoveProjectsDialog
from ui.dialogs.new_project import NewProjectDialog
from ui.dialogs.passphrase import PassphraseDialog
from ui.dialogs.pick_nodes import PickNodesDialog
from ui.dialogs.plan_projects import AssignDialog, HoldDialog, PlanDialog
from ui.dialogs.plan_visit import PlanVisitDialog
from ui.dialogs.preview_changes import PreviewChangesDialog, ShownChange
from ui.dialogs.put_off import PutOffDialog
from ui.dialogs.quick_look import QuickLookDialog
from ui.dialogs.record_stage import RecordStageDialog
from ui.dialogs.report_stop import ReportStopDialog
from ui.dialogs.rules import BinDialog, EditRuleDialog, RulesDialog
from ui.dialogs.save_names import SaveNamesDialog
from ui.dialogs.silenced_reminders import SilencedRemindersDialog
from ui.dialogs.split_records import SplitRecordsDialog
from ui.dialogs.suggestion_rules import SuggestionRulesDialog
from ui.dialogs.take_back import TakeBackDialog
from ui.dialogs.transfer_project import AnswerTransferDialog, TransferProjectDialog
from ui.dialogs.verify_project import VerifyProjectDialog
from ui.dialogs.visit_from_article import VisitFromArticleDialog
from ui.session import Session
from ui.shared.article_text import SelectionAct
from ui.shared.crash import CrashDialog
from ui.shared.key_sheet import KeySheet

MORNING = datetime(2026, 5, 18, 9, tzinfo=UTC)
LARGEST = Sort(key="total_investment", descending=True)


def screens(session: Session) -> Iterator[tuple[str, QWidget]]:
    """Shows every screen with every view, then the page of a record of each kind."""
    window, crm = session.window, session.crm
    for key in window.screen_keys():
        window.show_screen(key)
        screen = window.current_screen
        assert screen is not None
        first = screen.current_view()
        yield key, window
        for view in screen.views():
            if view.key != first:
                screen.show_view(view.key)
                yield f"{key}.{view.key}", window
        if first:
            screen.show_view(first)
    for kind, record_id in (
        ("project", crm.projects.find(ProjectFilter(), LARGEST)[0]),
        ("enterprise", crm.directory.find_enterprises(EnterpriseFilter())[0]),
        *(("zone", zone_id) for zone_id in crm.directory.find_zones()[:1]),
    ):
        window.open_record(kind, record_id)
        yield f"{kind}-page", window
    for visit_id in crm.visits.find(VisitFilter())[:1]:
        window.open_record("visit", visit_id)
        yield "visit-page", window


@dataclass(frozen=True, kw_only=True)
class _At:
    """What the dialogs of an office are about."""

    session: Session
    project: int
    enterprise: int
    article: int


def dialogs(session: Session) -> Iterator[tuple[str, QDialog]]:
    """Opens every dialog over the window and closes it again; the name of each is that of its class."""
    crm = session.crm
    at = _At(
        session=session,
        project=crm.projects.find(ProjectFilter(), LARGEST)[0],
        enterprise=crm.directory.find_enterprises(EnterpriseFilter())[0],
        article=crm.articles.find(ArticleFilter())[0],
    )
    areas = (_of_projects, _of_the_directory, _of_visits, _of_articles, _of_sources, _of_the_office)
    for make in (make for area in areas for make in area(at)):
        dialog = make()
        dialog.open()
        yield type(dialog).__name__, dialog
        QDialog.reject(dialog)
        dialog.deleteLater()


def _of_projects(at: _At) -> list[Callable[[], QDialog]]:
    desk, crm, window = at.session.window.desk, at.session.crm, at.session.window
    page = crm.projects.page(at.project, desk.today())
    kept = crm.attachments.add(Ref(kind="project", id=at.project), "会议纪要.txt", "已看地".encode())
    transfer = Transfer(
        project_id=at.project, from_office_id=1, to_office_id=2, proposed_on=desk.today(), reason="选址"
    )
    told = TransferTold(transfer=transfer, from_office="投资促进中心", to_office="洋口港经济开发区")
    changes = [
        ShownChange(name="动态海缆扩产", field="总投资", before="6.5亿元", after="7亿元"),
        ShownChange(name="岸电设备", field="总投资", before="", after="七个亿", fault="这不是金额。"),
    ]
    every = crm.projects.find(ProjectFilter())
    task = crm.tasks.get(crm.tasks.find(TaskFilter(), desk.today())[0])
    values = crm.history.of_field(Ref(kind="project", id=at.project), "total_investment")
    past = FieldPast(label="总投资", values=(*values, *values))
    return [
        lambda: NewProjectDialog(desk, crm, window),
        lambda: EditProjectDialog(desk, crm, page, window),
        lambda: MoveProjectDialog(desk, crm, page, Stage.IN_PRODUCTION, window),
        lambda: MoveProjectDialog(desk, crm, page, Stage.LOST, window),
        *(
            lambda stage=stage: MoveProjectsDialog(
                desk, crm, crm.projects.moves_page(every, stage), stage, window
            )
            for stage in (Stage.PENDING_SIGNING, Stage.LOST)
        ),
        lambda: FilterProjectsDialog(desk, crm, ProjectFilter(), {}, window),
        lambda: PlanDialog(desk, crm, [at.project], window, project=page.project),
        lambda: AssignDialog(desk, crm, [at.project], window),
        lambda: HoldDialog(desk, crm, page.project, window),
        lambda: EditObstacleDialog(desk, crm, Obstacle(project_id=at.project, text=""), window),
        lambda: LogFollowUpDialog(desk, crm, [Ref(kind="project", id=at.project)], window),
        lambda: LogLineDialog(desk, crm, window),
        lambda: PutOffDialog(desk, "动态海缆扩产", window),
        lambda: PutOffDialog(desk, "动态海缆扩产：催营业执照", window, now=MORNING),
        lambda: SilencedRemindersDialog(desk, crm, window),
        lambda: EditTaskDialog(desk, crm, Task(title=""), [Ref(kind="project", id=at.project)], window),
        lambda: EditTaskDialog(desk, crm, task, crm.tasks.subjects(task.key), window),
        lambda: FieldHistoryDialog(desk, past, window),
        lambda: QuickLookDialog(desk, crm, kept, window),
        lambda: RecordStageDialog(desk, crm, page, Stage.INTENTION, window),
        lambda: TransferProjectDialog(desk, crm, page, window),
        lambda: AnswerTransferDialog(desk, crm, told, True, window),
        lambda: AnswerTransferDialog(desk, crm, told, False, window),
        lambda: VerifyProjectDialog(desk, crm, page, window),
        lambda: EditProjectNamesDialog(desk, crm, page, window),
        lambda: EditProjectsDialog(desk, crm, [at.project], window),
        lambda: PreviewChangesDialog(desk, changes, lambda _is_sure: 1, window, unchanged=2, beyond=3),
    ]


def _of_the_directory(at: _At) -> list[Callable[[], QDialog]]:
    desk, crm, window = at.session.window.desk, at.session.crm, at.session.window
    firm = Ref(kind="enterprise", id=at.enterprise)
    known = crm.directory.enterprise(at.enterprise)
    page = crm.directory.enterprise_page(at.enterprise, desk.today())
    several = crm.directory.find_enterprises(EnterpriseFilter())[:4]
    chain = next(row for row in crm.directory.industry_rows() if row.parent_id is None)
    return [
        lambda: EditEnterpriseDialog(desk, crm, crm.directory.enterprise(at.enterprise), window),
        lambda: EditEnterpriseDialog(desk, crm, Enterprise(name=known.name[:4]), window),
        lambda: GiveReasonDialog(Alike(crm.directory.near(NameQuestion(text=known.name))), window),
        lambda: GradeEnterpriseDialog(desk, crm, page, window),
        lambda: EditLabelDialog(desk, crm, LabelGround(enterprise_id=at.enterprise), window),
        lambda: EditContactDialog(desk, crm, Contact(name="", enterprise_id=at.enterprise), window),
        lambda: AddContactDialog(desk, crm, at.enterprise, window),
        lambda: EditAliasesDialog(desk, crm, Ref(kind="enterprise", id=at.enterprise), ["海缆"], window),
        lambda: MergeWithDialog(desk, crm, firm, window),
        lambda: MergeRecordsDialog(desk, crm, crm.merges.offer("enterprise", several), window),
        lambda: DuplicatesDialog(desk, crm, window),
        lambda: DecisionsDialog(desk, crm, "enterprise", window),
        lambda: CertainMergesDialog(desk, crm, window),
        lambda: SplitRecordsDialog(desk, crm, _a_merge(at), window),
        lambda: PickNodesDialog(desk, crm, at.enterprise, (), window),
        lambda: EditZoneDialog(desk, crm, None, window),
        lambda: EditIndustryDialog(desk, crm, Industry(name=""), window),
        lambda: EditIndustryDialog(desk, crm, new_node(chain.id, 1), window),
    ]


def _of_visits(at: _At) -> list[Callable[[], QDialog]]:
    desk, crm, window = at.session.window.desk, at.session.crm, at.session.window
    today = desk.today()
    plan = Visit(title="赴上海招商", destination="上海", begins_on=today, ends_on=today)
    stop = VisitStop(visit_id=0, target_kind="enterprise", target_id=at.enterprise, note="看产线")
    stops = [NewStop(stop=stop, people=read_people("韩工，总工程师", Side.THEIRS))]
    visit = crm.visits.plan(plan, read_people("沈砚秋，组长", Side.OURS), stops)
    page = crm.visits.page(visit.key, today)
    offer = crm.visits.offer(at.article, today)
    return [
        lambda: PlanVisitDialog(desk, crm, VisitKind.TRIP, window),
        lambda: PlanVisitDialog(desk, crm, VisitKind.RECEPTION, window),
        lambda: PlanVisitDialog(desk, crm, VisitKind.TRIP, window, page=page),
        lambda: EditStopDialog(desk, crm, visit, None, window),
        lambda: EditStopDialog(desk, crm, visit, page.stops[0], window),
        lambda: ReportStopDialog(desk, crm, visit, page.stops[0], window),
        lambda: CancelVisitDialog(desk, crm, visit, window),
        lambda: VisitFromArticleDialog(desk, crm, offer, window),
    ]


def _a_merge(at: _At) -> list[MergeNote]:
    """A merge that can be split again."""
    crm, names = at.session.crm, ("岭川电气有限公司", "岭川电气股份有限公司")
    made = [crm.directory.save_enterprise(Enterprise(name=name)) for name in names]
    crm.directory.save_contact(Contact(name="韩工", enterprise_id=made[1].key))
    ids = tuple(firm.key for firm in made)
    crm.merges.run(MergeRequest(kind="enterprise", ids=ids, survivor_id=ids[0]))
    return crm.merges.of_record(Ref(kind="enterprise", id=ids[0]))


def _of_articles(at: _At) -> list[Callable[[], QDialog]]:
    desk, crm, window = at.session.window.desk, at.session.crm, at.session.window
    article = crm.articles.get(at.article)
    row = crm.articles.open(at.article).suggestions[0]
    intakes = [
        Intake(name="公告.html", outcome="added", title="动态海缆项目签约", article_id=at.article),
        Intake(name="封面.pdf", outcome="failed", reason="此文件没有文字。"),
    ]
    names = AskedNames(names=(AskedName(text="曜衡储能"),))
    acts = (SelectionAct.LINK, SelectionAct.CREATE, SelectionAct.ALIAS, SelectionAct.QUOTE)
    return [
        lambda: AddArticleDialog(desk, window),
        lambda: CorrectArticleDialog(desk, crm, article, window),
        lambda: ChangeSuggestionDialog(desk, crm, row, window),
        lambda: IntakesDialog(desk, intakes, window),
        lambda: JoinReprintsDialog(desk, crm, at.article, window),
        lambda: SaveNamesDialog(desk, crm, names, "", window),
        *(lambda act=act: LinkTextDialog(desk, crm, act, "澄屿海缆", window) for act in acts),
    ]


def _of_sources(at: _At) -> list[Callable[[], QDialog]]:
    desk, crm, window = at.session.window.desk, at.session.crm, at.session.window
    return [
        lambda: EditSourceDialog(desk, crm, Source(kind=SourceKind.FOLDER), window),
        lambda: EditSourceDialog(desk, crm, Source(kind=SourceKind.FEED), window),
        lambda: ListPageDialog(desk, crm, None, window),
        lambda: EditRuleDialog(desk, crm, CaptureRule(), window),
        lambda: RulesDialog(desk, crm, window),
        lambda: BinDialog(desk, crm, window),
        lambda: BookmarkDialog(desk, "javascript:void(0)", "token", window),
    ]


def _of_the_office(at: _At) -> list[Callable[[], QDialog]]:
    window, crm = at.session.window, at.session.crm
    desk, offices, officers = window.desk, crm.office.offices(), crm.office.officers()
    stages = crm.settings.stage_rules()

    def own_office() -> QDialog:
        dialog = FirstStartDialog(crm, window.tasks, window)
        dialog.choose(EMPTY)
        return dialog

    offer = _an_offer(at)
    return [
        lambda: TakeBackDialog(desk, crm, offer, window),
        lambda: FirstStartDialog(crm, window.tasks, window),
        own_office,
        lambda: ChooseOfficerDialog(offices, officers, window, must=True),
        lambda: EditOfficeDialog(desk, crm.office, Office(name=""), window),
        lambda: EditOfficerDialog(
            desk, crm.office, Officer(name="", office_id=offices[0].key), offices, window
        ),
        lambda: PassphraseDialog("office.db", window, fault="—"),
        lambda: EditStageRulesDialog(desk, crm, stages, window),
        lambda: EditGatesDialog(desk, crm, stages, window),
        lambda: EditGateDialog(desk, stages.value, None, window),
        lambda: EditStageTasksDialog(desk, crm, crm.settings.stage_tasks(), window),
        lambda: EditNextStepsDialog(desk, crm, crm.settings.next_steps(), window),
        lambda: EditStartRuleDialog(desk, crm, crm.settings.start_rule(), window),
        lambda: EditApproachRuleDialog(desk, crm, crm.settings.approach_rule(), window),
        lambda: EditProtectionDialog(desk, crm, crm.settings.protection(), window),
        lambda: EditEndReasonsDialog(desk, crm, crm.settings.end_reasons(), window),
        lambda: EditRatesDialog(desk, crm, crm.settings.rates(), window),
        lambda: EditRestYearDialog(desk, crm, RestYear(year=2027), window),
        lambda: SuggestionRulesDialog(desk, crm, parent=window),
        lambda: LookBackDialog(desk, desk.today(), window),
        lambda: KeySheet(window.actions_registry, window),
        lambda: CrashDialog("Traceback", desk.prompts, window),
    ]


def _an_offer(at: _At) -> ReverseOffer:
    """What stands against taking back a step that others have built on."""
    crm = at.session.crm
    firm = crm.directory.save_enterprise(Enterprise(name="岭川储能有限公司"))
    changed = crm.directory.save_enterprise(replace(firm, region="江苏省南通市", note="初次"))
    step = crm.history.newest(1)[0].step
    crm.directory.save_enterprise(replace(changed, region="上海市"))
    return crm.history.offer_take_back(step)

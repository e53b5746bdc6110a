"""Every service method that writes asks first whether the officer may."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crm.app import Crm, open_crm
from crm.data.schema import metadata
from crm.data.store import Store
from crm.domain.approaches import ApproachRule
from crm.domain.articles import Article, ArticleSource, ArticleState, ArticleText, Mention, WatchList
from crm.domain.board import Slot
from crm.domain.calendar import DayEntry, DayKind
from crm.domain.clips import SentPage
from crm.domain.directory import Grade as EnterpriseGrade
from crm.domain.directory import Industry, LabelGround, Zone
from crm.domain.duplicates import Decision
from crm.domain.errors import Refused
from crm.domain.firms import Protection
from crm.domain.follow_ups import Attachment, FollowUp, SavedView
from crm.domain.merges import MergeRequest
from crm.domain.money import Rates
from crm.domain.name_search import AskedName, AskedNames, NamesFound
from crm.domain.office import Office, Officer, Role
from crm.domain.office_rules import EndReasons
from crm.domain.outlets import Grade
from crm.domain.permissions import Actor, authorize
from crm.domain.project_names import Relation
from crm.domain.projects import Claim, Obstacle, Project
from crm.domain.records import Ref
from crm.domain.reminders import Reminder
from crm.domain.report_facts import Period, ReportRequest
from crm.domain.review import Clip
from crm.domain.rows import DueKind
from crm.domain.settings import Settings
from crm.domain.sources import CaptureRule, Source, SourceKind
from crm.domain.stage_plans import NextSteps, StageTasks
from crm.domain.stage_rules import StageRules
from crm.domain.stages import Stage
from crm.domain.starts import StartRule
from crm.domain.suggestion_rules import Mode, Prospect, RejectedRow
from crm.domain.tables import ReportTable
from crm.domain.tasks import Task
from crm.domain.transfers import Handover
from crm.domain.verification import VerifiedBy
from crm.domain.visit_pages import NewStop, StopReport
from crm.domain.visits import Visit, VisitStop
from crm.services.projects import NewProject
from crm.services.steps.intake_desk import IntakeDesk
from crm.services.steps.materials import Material
from crm.services.steps.stages import Move, PassedStage
from crm.services.steps.trash import RestoreOffer, TrashRow
from tests.crm import TODAY, SampleOffice, about, add_project, fill

# What only looks, or changes who sits at the keyboard of this machine and no record.
NOW = datetime(2026, 5, 18, 9, tzinfo=UTC)
LOOKS = {
    "articles": {
        "find",
        "items",
        "get",
        "tally",
        "original",
        "save_original",
        "open",
        "names",
        "get_ready",
        "evidence",
        "claim",
        "read",
        "new_step",
    },
    "suggestions": {"frequent", "rejected", "ledger", "prospect"},
    "outlets": {"list"},
    "sources": {"items", "get", "due", "learn"},
    "rules": {"items", "preview", "dropped"},
    "clips": {"new_token", "close_door"},
    "directory": {
        "search",
        "names_of",
        "find_enterprises",
        "find_enterprise",
        "enterprise_rows",
        "enterprise",
        "enterprise_page",
    }
    | {
        "near",
        "aliases",
        "depending",
        "find_contacts",
        "contact_rows",
        "contact",
        "find_zones",
        "zone_rows",
        "zone",
    }
    | {"zone_page", "industry_rows", "industry"},
    "merges": {"offer", "of_record"},
    "duplicates": {"pairs", "decisions"},
    "projects": {
        "find",
        "count",
        "counts",
        "items",
        "get",
        "board",
        "days",
        "funnel",
        "leads",
        "totals",
        "page",
        "moves_page",
    },
    "follow_ups": {
        "items",
        "get",
        "of_record",
        "between",
        "subjects",
        "today",
        "today_group",
        "today_tasks",
        "suggested_next",
        "usual_next",
        "find",
        "rows",
        "counts",
        "offered_names",
        "firms_of",
    },
    "visits": {"find", "rows", "unreported", "get", "page", "offer", "draft_report"},
    "tasks": {"find", "items", "get", "subjects", "about"},
    "attachments": {"of_record", "copy_to_open", "save_to", "read_file", "preview", "scan", "close"},
    "calendar": {"entries"},
    "reminders": {"waiting", "silenced"},
    "reports": {"list", "columns"},
    "examples": {"articles"},
    "history": {
        "find",
        "newest",
        "of_field",
        "trash",
        "offer_restore",
        "offer_take_back",
        "next_undo",
        "next_redo",
        "subscribe",
        "poll",
    },
    "reprints": {"group", "compare", "uncatalogued_count"},
    "name_search": {"text_of", "ask", "search", "lists", "names_of"},
    "views": {"of_screen"},
    "office": {"offices", "officers", "sign_in", "sign_in_named", "check", "account"},
    "settings": {
        "stage_rules",
        "estimate_silence",
        "stage_tasks",
        "next_steps",
        "end_reasons",
        "start_rule",
        "approach_rule",
        "protection",
        "rates",
        "calendar",
        "entered_years",
    },
}
# Files are taken in each for itself: a refusal is told in the answer.
TELL_IN_THEIR_ANSWER = {("articles", name) for name in ("add_text", "add_clip", "add_files", "add_url")}
TELL_IN_THEIR_ANSWER |= {("clips", "take")}


class Ids:
    """An office in which each kind of record is there once."""

    def __init__(self, crm: Crm, office: SampleOffice) -> None:
        self.office = office
        self.project = add_project(crm, "储能电芯项目", firm="岭川电气有限公司")
        self.logged = crm.follow_ups.log(FollowUp(happened_on=TODAY, text="来访"), [about(self.project)])
        self.task = crm.tasks.save(Task(title="寄方案", steps=("盖章",)), (), TODAY)
        self.reminder = Reminder(
            ref=about(self.project), name="储能", what="催函", kind=DueKind.PLAN, due_on=TODAY
        )
        self.attachment: Attachment = crm.attachments.add(about(self.project), "会议纪要.txt", b"text")
        self.obstacle = crm.projects.save_obstacle(Obstacle(project_id=self.project.key, text="用地"))
        self.visit = crm.visits.plan(Visit(title="赴苏南", begins_on=TODAY, ends_on=TODAY))
        self.stop = crm.visits.save_stop(NewStop(stop=VisitStop(visit_id=self.visit.key, place="展厅")))
        with crm.store.write("Add") as writer:
            self.article: Article = writer.save(Article(title="曜衡储能签约如东"))
            writer.save(ArticleText(article_id=self.article.key, body="曜衡储能签约如东。"))
            self.source: ArticleSource = writer.save(
                ArticleSource(article_id=self.article.key, source="海晟")
            )
            self.view: SavedView = writer.save(SavedView(screen="projects", name="风电链"))
            self.watch_list: WatchList = writer.save(WatchList(name="链主企业"))
            self.claim: Claim = writer.save(
                Claim(project_id=self.project.key, field_name="land_mu", number=Decimal(60))
            )
            self.mention: Mention = writer.save(
                Mention(article_id=self.article.key, target_kind="enterprise", target_id=office.firm.id)
            )
        self.watched = crm.sources.save(Source(kind=SourceKind.FOLDER, name="扫描件", place="/srv/in"))
        self.rule = crm.rules.save(CaptureRule(pattern="招聘"))
        with crm.store.read() as reader:
            self.step = str(reader.connection.execute(sa.text("SELECT max(step) FROM operation")).scalar())


def _articles(made: Ids, file: Path) -> dict[str, tuple[Any, ...]]:
    firm = Ref(kind="enterprise", id=made.office.firm.key)
    material = Material(name="news.txt", content="凌川氢能项目在如东签约。".encode())
    return {
        "add": (material, TODAY),
        "add_text": ("凌川氢能项目在如东签约。", TODAY),
        "add_clip": (Clip(text="凌川氢能项目在如东签约。", html="<p>凌川氢能项目在如东签约。</p>"), TODAY),
        "add_files": ([file], TODAY),
        "add_url": ("https://127.0.0.1/news", TODAY),
        "confirm": (made.article.key, [], TODAY),
        "rehearse": (made.article.key, [], TODAY),
        "set_state": ([made.article.key], ArticleState.IRRELEVANT),
        "link": (made.article.key, firm, (0, 4)),
        "unlink": (made.mention.key,),
        "create_from_text": (made.article.key, "enterprise", "曜衡", (0, 2)),
        "add_alias": (firm, "曜衡"),
        "save": (made.article,),
        "delete": ([made.article.key],),
    }


def _directory(made: Ids, _file: Path) -> dict[str, tuple[Any, ...]]:
    firm = made.office.firm
    return {
        "save_enterprise": (firm,),
        "set_aliases": (Ref(kind="enterprise", id=firm.key), ["曜衡"]),
        "grade": (firm.key, firm.version, EnterpriseGrade.A, "来看过地"),
        "save_label": (LabelGround(enterprise_id=firm.key, name="专精特新"),),
        "remove_label": (1,),
        "set_nodes": (firm.key, [made.office.node.key]),
        "save_contact": (made.office.contact,),
        "save_zone": (Zone(name="海安高新区"),),
        "save_industry": (Industry(name="隔膜"),),
        "delete": (Ref(kind="contact", id=made.office.contact.key),),
    }


def _projects(made: Ids, _file: Path) -> dict[str, tuple[Any, ...]]:
    project = made.project
    entry = DayEntry(
        day=TODAY,
        kind=DayKind.FOLLOW_UP,
        project_id=project.key,
        version=project.version,
        name=project.name,
        enterprise="",
        stage=project.stage,
    )
    return {
        "add": (NewProject(project=Project(name="二期"), on=TODAY),),
        "save": (project,),
        "change": (project.key, project.version),
        "plan": ([project.key], TODAY),
        "assign": ([project.key], made.office.colleague.key),
        "move": (project.key, project.version, Move(stage=Stage.INTENTION, on=TODAY, today=TODAY)),
        "reorder": (project.key, Slot()),
        "change_many": ([],),
        "move_many": ([],),
        "reschedule": (entry, TODAY),
        "transfer": (project.key, Handover(to_office_id=made.office.unit.key, on=TODAY, reason="选址")),
        "accept_transfer": (1, TODAY),
        "decline_transfer": (1, TODAY, "无地"),
        "verify": (project.key, project.version, VerifiedBy.PHONE, TODAY),
        "hold": (project.key, project.version, TODAY),
        "record_stage": (
            project.key,
            PassedStage(stage=Stage.LEAD, on=TODAY, today=TODAY, reason="补"),
        ),
        "delete": (project.key,),
        "adopt": (made.claim.key,),
        "set_names": (project.key, {}),
        "relate": (project.key, project.key, Relation.DISTINCT),
        "unrelate": (1,),
        "prove": (made.mention.key, None),
        "set_credibility": (made.claim.key, 2),
        "save_obstacle": (made.obstacle,),
        "close_obstacle": (made.obstacle.key, TODAY),
    }


def _visits(made: Ids, _file: Path) -> dict[str, tuple[Any, ...]]:
    visit, stop = made.visit, made.stop
    return {
        "plan": (Visit(title="赴上海", begins_on=TODAY, ends_on=TODAY),),
        "save": (visit,),
        "delete": (visit.key,),
        "save_stop": (NewStop(stop=stop),),
        "move_stop": (stop.key, 1),
        "remove_stop": (stop.key,),
        "report_stop": (stop.key, StopReport(text="看厂房", happened_on=TODAY)),
        "finish": (visit.key,),
        "take_up": (visit.key,),
        "cancel": (visit.key, "改期"),
        "write_report": (visit, "已写", TODAY),
    }


def _others(made: Ids, file: Path) -> dict[str, dict[str, tuple[Any, ...]]]:
    firms = (made.office.firm.key, made.project.enterprise_id or 0)
    merge = MergeRequest(kind="enterprise", ids=firms, survivor_id=firms[0])
    request = ReportRequest(period=Period(start=date(2026, 1, 1), end=TODAY))
    return {
        "follow_ups": {
            "log": (FollowUp(happened_on=TODAY, text="来电"), [about(made.project)]),
            "log_line": ("电话 问用地", TODAY, [about(made.project)]),
            "save": (made.logged,),
            "plan_next": (made.logged.key, TODAY),
            "change_next": (made.logged.key, made.logged.version, TODAY, "看地"),
            "finish": (made.project.key, TODAY),
            "complete": (made.logged.key, TODAY),
            "delete": (made.logged.key,),
        },
        "tasks": {
            "save": (made.task, (), TODAY),
            "add_line": ("寄方案", TODAY),
            "complete": (made.task.key, TODAY),
            "reopen": (made.task.key,),
            "put_off": (made.task.key, TODAY),
            "tick": (made.task.key, "盖章", True),
            "delete": (made.task.key,),
        },
        "suggestions": {
            "demote_frequent": ([],),
            "set_mode": ("enterprise", made.office.firm.key, "曜衡", Mode.BLOCK),
            "set_rule_mode": ("enterprise", "short name", Mode.HINT),
            "take_back": (
                RejectedRow(
                    text="曜衡", target_kind="enterprise", target=None, name="", mention_id=made.mention.id
                ),
            ),
            "suggest": (Prospect(target=Ref(kind="enterprise", id=made.office.firm.key), name="", texts=()),),
        },
        "outlets": {"set_grade": ("海晟日报", Grade.B)},
        "attachments": {
            "add": (about(made.project), "图纸.txt", b"other"),
            "add_file": (about(made.project), file),
            "add_picture": (about(made.project), b"png", TODAY),
            "remove": (made.attachment.key,),
            "classify": (made.attachment.key, None),
        },
        "reminders": {
            "ring": (NOW, TODAY),
            "snooze": (made.reminder, NOW),
            "silence": (made.reminder,),
            "remind_again": (made.reminder,),
        },
        "calendar": {"write": (file.parent / "plans.ics",)},
        "reprints": {
            "split": (made.article.key,),
            "join": ([made.article.key, made.article.key],),
            "lead": (made.article.key,),
            "remove_source": (made.source.key,),
            "catalogue": (),
        },
        "name_search": {
            "export": (NamesFound(rows=(), searched=0), file.parent / "names.xlsx"),
            "save_list": ("重点企业", AskedNames(names=(AskedName(text="曜衡储能"),))),
            "delete_list": (made.watch_list.key,),
        },
        "merges": {
            "plan": (merge,),
            "run": (merge,),
            "plan_split": (1,),
            "split": (1,),
        },
        "duplicates": {
            "keep_apart": ("enterprise", (made.office.firm.key, made.office.firm.key), "另一家"),
            "take_back": (Decision(id=1, kind="enterprise", names=("", ""), reason="", who="", at=None),),
            "certain": (),
            "merge_certain": ([merge],),
        },
        "reports": {
            "export": (
                ReportTable(sheet="跟进", title="跟进", columns=(), rows=()),
                file.parent / "list.xlsx",
            ),
            "book": ("ledger", request),
            "run": ("ledger", request, file.parent),
        },
        "examples": {"make": (TODAY,)},
        "sources": {
            "feed": ("https://news.example/rss",),
            "page": ("https://news.example/", TODAY),
            "save": (made.watched,),
            "pause": (made.watched.key,),
            "remove": (made.watched.key,),
            "poll": (made.watched.key, TODAY),
            "poll_due": (TODAY,),
        },
        "rules": {
            "save": (CaptureRule(pattern="广告"),),
            "remove": (made.rule.key,),
            "reorder": ([made.rule.key],),
            "take_back": ([1], TODAY),
            "apply": (),
            "empty_bin": (),
        },
        "clips": {
            "open_door": ("", 0, print, lambda: TODAY),
            "take": (SentPage(url="https://news.example/1", text="凌川氢能项目在如东签约。"), TODAY),
        },
        "history": {
            "undo": (),
            "redo": (),
            "take_back": (made.step,),
            "restore": (_offer(made.step),),
            "empty_trash": (NOW,),
            "pin": (Ref(kind="project", id=1), Ref(kind="follow_up", id=1)),
            "unpin": (Ref(kind="project", id=1), Ref(kind="follow_up", id=1)),
        },
        "views": {
            "add": ("projects", "储能", "{}"),
            "save": (made.view,),
            "delete": (made.view.key,),
            "reorder": ([made.view.key],),
        },
        "office": {
            "save_office": (Office(name="驻深圳招商组"),),
            "save_officer": (Officer(name="韩亦舟"),),
            "found": ("海晟县投资促进中心", "韩亦舟"),
            "reorder": ([made.office.unit.key],),
            "remove_office": (made.office.unit.key,),
        },
        "settings": {
            "save_stage_rules": (StageRules(), 0),
            "save_end_reasons": (EndReasons(), 0),
            "save_start_rule": (StartRule(), 0),
            "save_stage_tasks": (StageTasks(), 0),
            "save_next_steps": (NextSteps(), 0),
            "save_approach_rule": (ApproachRule(), 0),
            "save_protection": (Protection(), 0),
            "save_rates": (Rates(), 0),
            "save_rest_year": (2027, [date(2027, 1, 1)], []),
            "remove_rest_year": (2027,),
        },
    }


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crm]:
    made = open_crm(Settings(location=str(tmp_path_factory.mktemp("office") / "office.db"), language="en"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def calls(crm: Crm, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, tuple[Any, ...]]]:
    """What each writing method is called with."""
    made = Ids(crm, fill(crm))
    file = tmp_path_factory.mktemp("files") / "news.txt"
    file.write_text("凌川氢能项目在如东签约。", "utf-8")
    crm.store.actor = Actor(role=Role.VIEWER, name="旁听")
    first = {"articles": _articles, "directory": _directory, "projects": _projects, "visits": _visits}
    return {area: make(made, file) for area, make in first.items()} | _others(made, file)


def methods() -> Iterator[tuple[str, str]]:
    """Area and name of every public method of every service."""
    hints = inspect.get_annotations(Crm, eval_str=True)
    for area in fields(Crm):
        if hints[area.name] not in (Store, IntakeDesk):
            for name, _method in inspect.getmembers(hints[area.name], inspect.isfunction):
                if not name.startswith("_"):
                    yield area.name, name


def state_of(store: Store) -> str:
    """A hash over all rows of all tables."""
    digest = hashlib.sha256()
    with store.read() as reader:
        for table in metadata.sorted_tables:
            rows = reader.connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            digest.update(repr((table.name, rows.all())).encode())
    return digest.hexdigest()


WRITES = [(area, name) for area, name in methods() if name not in LOOKS[area]]


@pytest.mark.parametrize(("area", "name"), WRITES)
def test_who_may_only_look_changes_nothing(
    crm: Crm, calls: dict[str, dict[str, tuple[Any, ...]]], area: str, name: str
) -> None:
    before = state_of(crm.store)
    method: Callable[..., Any] = getattr(getattr(crm, area), name)
    if (area, name) in TELL_IN_THEIR_ANSWER:
        answer = method(*calls[area][name])
        intakes = answer if isinstance(answer, list) else [answer]
        assert [intake.outcome for intake in intakes] == ["failed"]
        with pytest.raises(Refused, match=re.escape(intakes[0].reason)):
            authorize(crm.store.actor, "articles.add")
    else:
        with pytest.raises(Refused):
            method(*calls[area][name])
    assert state_of(crm.store) == before


def test_what_is_taken_for_looking_is_there() -> None:
    known = set(methods())
    assert {(area, name) for area, names in LOOKS.items() for name in names} <= known


def test_an_officer_may_what_the_viewer_may_not() -> None:
    authorize(Actor(role=Role.OFFICER), "projects.move")
    with pytest.raises(Refused):
        authorize(Actor(role=Role.VIEWER), "projects.move")


def _offer(step: str) -> RestoreOffer:
    """The restoring of what a step deleted."""
    row = TrashRow(step=step, ref=Ref(kind="project", id=1), name="", who="", at=NOW, with_it=0)
    return RestoreOffer(row=row, partners=())

"""From records to reports: the facts, the choice, the workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from crm.app import Crm
from crm.data.queries import follow_ups
from crm.data.store import Store
from crm.domain.articles import Article
from crm.domain.directory import Contact, Enterprise, Industry, Zone
from crm.domain.errors import NotFound, Refused, Unusable, ValidationError
from crm.domain.follow_ups import ContactWay, FollowUp, FollowUpSubject
from crm.domain.money import Money
from crm.domain.office import Office, Officer, Role
from crm.domain.permissions import Actor
from crm.domain.projects import Claim, Obstacle, Project, StageEntry
from crm.domain.report_facts import Period, ReportFacts, ReportRequest, Wanted
from crm.domain.stages import Stage
from crm.domain.tables import SheetFonts
from crm.reports import definitions
from crm.services.reports import Reports, week_of, year_until
from crm.services.steps.report_facts import read_facts
from tests.crm import TODAY

DAY = date(2026, 5, 18)
YEAR = year_until(DAY)
MOMENT = datetime(2026, 5, 18, 9, tzinfo=UTC)


@pytest.fixture
def reports(store: Store) -> Reports:
    """One project with everything around it."""
    with store.write("Fill") as writer:
        second = writer.save(Office(name="开发区", position=1))
        first = writer.save(Office(name="投促中心", position=0))
        officer = writer.save(Officer(name="沈砚秋", office_id=first.id))
        chain = writer.save(Industry(name="风电装备"))
        node = writer.save(Industry(name="海缆", parent_id=chain.id))
        zone = writer.save(Zone(name="海晟经济开发区", short_name="经开区"))
        firm = writer.save(
            Enterprise(
                name="澄屿海缆有限公司",
                region="江苏省南通市",
                business="做海缆",
                first_contact_office_id=second.id,
                first_contact_officer_id=officer.id,
            )
        )
        contact = writer.save(
            Contact(name="顾总", title="总经理", phone="1", enterprise_id=firm.id, is_main=True)
        )
        project = writer.save(
            Project(
                name="动态海缆",
                enterprise_id=firm.id,
                zone_id=zone.id,
                industry_id=node.id,
                office_id=first.id,
                owner_id=officer.id,
                stage=Stage.SIGNED,
                total_investment=Money(value=Decimal("650000000")),
                contract_amount=Money(value=Decimal("600000000")),
                problem="用地未落实",
            )
        )
        for stage, day in ((Stage.NEGOTIATION, 1), (Stage.SIGNED, 10)):
            writer.save(StageEntry(project_id=project.key, stage=stage, entered_on=date(2026, 5, day)))
        undone = StageEntry(
            project_id=project.key, stage=Stage.STARTED, entered_on=date(2026, 5, 11), is_undone=True
        )
        writer.save(undone)
        writer.save(Obstacle(project_id=project.key, text="变电站余量不足"))
        writer.save(Obstacle(project_id=project.key, text="旧的", closed_on=date(2026, 5, 2)))
        article = writer.save(Article(title="签约", source="海晟日报", url="https://news.example/1"))
        claim = Claim(
            project_id=project.key,
            field_name="contract_amount",
            amount=Money(value=Decimal("600000000")),
            quote="协议投资6亿元",
            article_id=article.id,
            is_adopted=True,
        )
        writer.save(claim)
        for way, target in (
            (ContactWay.VISIT, ("contact", contact.key)),
            (ContactWay.PHONE, ("project", project.key)),
        ):
            entry = writer.save(
                FollowUp(
                    happened_on=date(2026, 5, 12),
                    way=way,
                    text="谈岸线",
                    result="同意",
                    officer_id=officer.id,
                )
            )
            writer.save(FollowUpSubject(follow_up_id=entry.key, target_kind=target[0], target_id=target[1]))
    store.actor = Actor(officer_id=officer.id, office_id=first.id, name="沈砚秋")
    return Reports(store, SheetFonts())


def facts(store: Store) -> ReportFacts:
    with store.read() as reader:
        return read_facts(reader, YEAR.start, YEAR.end)


def test_the_facts_of_a_project_come_from_everything_around_it(reports: Reports, store: Store) -> None:
    told = facts(store)
    project = told.projects[0]
    assert told.offices == ("投促中心", "开发区")
    assert (project.investor, project.zone, project.chain) == ("澄屿海缆有限公司", "经开区", "风电装备")
    assert project.problem == "用地未落实；变电站余量不足"
    assert [step.stage for step in project.steps] == [Stage.NEGOTIATION, Stage.SIGNED]
    assert (project.contact_name, project.contact_post) == ("顾总", "总经理")
    assert [entry.kind for entry in project.follow_ups] == ["电话"]
    assert project.follow_ups[0].text == "谈岸线；同意"
    assert "沈砚秋" in project.first_contact


def test_evidence_names_the_fact_it_proves(reports: Reports, store: Store) -> None:
    proof = facts(store).projects[0].evidence[0]
    assert (proof.field, proof.quote, proof.source) == ("contract_investment", "协议投资6亿元", "海晟日报")


def test_visits_are_told_with_the_firm_they_were_paid_to(reports: Reports, store: Store) -> None:
    visits = facts(store).visits
    assert [(visit.enterprise, visit.kind, visit.office) for visit in visits] == [
        ("澄屿海缆有限公司", "拜访", "投促中心")
    ]


@pytest.mark.parametrize(
    "name", ["ledger", "negotiating", "signed", "registered", "started", "in_production"]
)
def test_every_report_of_a_period_can_be_made(reports: Reports, name: str) -> None:
    book = reports.book(name, ReportRequest(period=YEAR, unit="投促中心"))
    assert book.name.startswith("投促中心")
    assert book.made_by == "沈砚秋"
    rows = [row for table in book.tables for row in table.rows]
    holds = any("动态海缆" in row.values for row in rows)
    assert holds is (name in ("ledger", "signed"))


def test_the_weekly_takes_the_visits_of_its_week(reports: Reports) -> None:
    def texts(day: date) -> str:
        book = reports.book("weekly", ReportRequest(period=week_of(day)))
        return str([row.values for table in book.tables for row in table.rows])

    assert "澄屿海缆" in texts(date(2026, 5, 12))
    assert "谈岸线" not in texts(date(2026, 4, 1))


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"offices": ("投促中心",)}, True),
        ({"offices": ("开发区",)}, False),
        ({"zone": "经开区"}, True),
        ({"zone": "别处"}, False),
        ({"chain": "风电装备"}, True),
        ({"chain": "氢能"}, False),
    ],
)
def test_filters_choose_projects(reports: Reports, filters: dict[str, object], holds: bool) -> None:
    book = reports.book("ledger", ReportRequest(period=YEAR, **filters))
    assert ("动态海缆" in str([row.values for row in book.tables[0].rows])) is holds


def test_the_workbook_is_written_under_its_usual_name_into_a_folder(reports: Reports, tmp_path: Path) -> None:
    request = ReportRequest(period=YEAR, unit="投促中心", columns=("contract_investment",))
    path = reports.run("ledger", request, tmp_path)
    assert path.parent == tmp_path
    book = openpyxl.load_workbook(path)
    values = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "动态海缆" in values
    assert 6.5 in values
    assert "协议投资6亿元" in str([cell.value for row in book["依据"].iter_rows() for cell in row])


def test_what_cannot_be_written_leaves_the_old_file(reports: Reports, tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        reports.run("ledger", ReportRequest(period=YEAR), tmp_path / "none" / "a.xlsx")


def test_a_period_that_ends_before_it_begins_is_refused(reports: Reports) -> None:
    with pytest.raises(ValidationError):
        reports.book("ledger", ReportRequest(period=Period(start=DAY, end=date(2026, 1, 1))))


def test_an_unknown_report_is_told(reports: Reports) -> None:
    with pytest.raises(NotFound):
        reports.book("poem", ReportRequest(period=YEAR))


def test_who_may_only_look_makes_no_reports(reports: Reports, store: Store) -> None:
    store.actor = Actor(role=Role.VIEWER)
    with pytest.raises(Refused):
        reports.book("ledger", ReportRequest(period=YEAR))


def test_reports_and_columns_have_names(reports: Reports) -> None:
    assert next(info.name for info in reports.list()) == "ledger"
    assert all(info.title and info.document_title for info in reports.list())
    assert all(key and header for key, header in reports.columns())


def test_a_week_runs_from_monday_to_sunday() -> None:
    assert week_of(date(2026, 5, 17)) == Period(start=date(2026, 5, 11), end=date(2026, 5, 17))
    assert year_until(DAY) == Period(start=date(2026, 1, 1), end=DAY)


def test_a_report_is_the_same_whatever_else_is_read_for_it(crm: Crm) -> None:
    crm.examples.make(TODAY)
    for name in definitions.names():
        for period in (year_until(TODAY).start, week_of(TODAY).start):
            request = ReportRequest(
                period=Period(start=period, end=TODAY), made_by="沈砚秋", filled_by="沈砚秋"
            )
            everything = Wanted(told_since=date.min)
            with crm.store.read() as reader:
                facts = read_facts(reader, period, TODAY, everything)
            made = crm.reports.book(name, replace(request, made_at=MOMENT))
            assert made == definitions.build(name, facts, replace(request, made_at=MOMENT)), name


def test_a_report_to_be_looked_at_has_every_value_and_no_evidence(reports: Reports) -> None:
    request = ReportRequest(period=YEAR, columns=("contract_investment",))
    (seen,), (whole,) = (reports.book("ledger", request, has_evidence=has).tables for has in (False, True))
    assert [row.values for row in seen.rows] == [row.values for row in whole.rows]
    assert any(row.evidence for row in whole.rows)
    assert not any(row.evidence for row in seen.rows)


def test_the_weekly_tells_what_was_said_last_week_beside_this_week(reports: Reports, store: Store) -> None:
    with store.write("Fill") as writer:
        project = writer.all(Project)[0]
        for day, text in ((20, "谈用地"), (27, "谈电价")):
            told = writer.save(FollowUp(happened_on=date(2026, 5, day), text=text))
            writer.save(FollowUpSubject(follow_up_id=told.key, target_kind="project", target_id=project.key))
    week = week_of(date(2026, 5, 27))
    table = reports.book("weekly", ReportRequest(period=week)).tables[1]
    row = next(row for row in table.rows if "动态海缆" in row.values)
    told_of = dict(zip((column.key for column in table.columns), row.values, strict=True))
    assert "谈用地" in str(told_of["last_week"])
    assert "谈电价" in str(told_of["this_week"])


def test_of_many_projects_the_last_contact_is_told_however_long_ago(
    reports: Reports, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write("Fill") as writer:
        silent = writer.save(Project(name="静默", stage=Stage.LEAD))
        for day, text in ((1, "初谈"), (2, "再谈")):
            told = writer.save(FollowUp(happened_on=date(2024, 3, day), text=text))
            writer.save(FollowUpSubject(follow_up_id=told.key, target_kind="project", target_id=silent.key))
    one_by_one = facts(store)
    assert [[entry.text for entry in one.follow_ups] for one in one_by_one.projects] == [
        ["谈岸线；同意"],
        ["再谈"],
    ]
    monkeypatch.setattr(follow_ups, "MANY", 0)
    assert facts(store) == one_by_one

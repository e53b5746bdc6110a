"""Not started in time, and how sure a project is: the same in the database as in the program."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from crm.app import Crm
from crm.domain.articles import Article, Mention, MentionState
from crm.domain.errors import ValidationError
from crm.domain.projects import Project, StageEntry
from crm.domain.rows import ProjectFilter, TodayGroup
from crm.domain.stages import WAY, Stage, position
from crm.domain.starts import SIGNED_ON, StartRule, is_late
from crm.domain.verification import Verification, VerifiedBy
from tests.crm import TODAY, SampleOffice, add_project, become_admin, days_ago

AS_OF = (days_ago(200), TODAY, TODAY + timedelta(days=150))


def test_the_list_is_that_of_the_rule_on_three_days(crm: Crm, office: SampleOffice) -> None:
    dice = random.Random(7)
    signed: dict[int, date | None] = {}
    projects = []
    with crm.store.write("test") as writer:
        for number in range(60):
            until = dice.choice([None, None, days_ago(dice.randrange(-100, 300))])
            project = writer.save(
                Project(
                    name=f"项目{number}",
                    stage=dice.choice(list(Stage)),
                    planned_start_until=until,
                    is_on_hold=dice.random() < 0.2,
                    review_on=dice.choice([None, TODAY]),
                )
            )
            days = []
            for stage in WAY[: position(project.stage) + 1]:
                day, is_undone = days_ago(dice.randrange(0, 500)), dice.random() < 0.2
                entry = StageEntry(project_id=project.key, stage=stage, entered_on=day, is_undone=is_undone)
                writer.save(entry)
                if stage in SIGNED_ON and not is_undone:
                    days.append(day)
            signed[project.key] = min(days, default=None)
            projects.append(project)
    become_admin(crm)
    seen = 0
    for months, version in ((6, 0), (14, 1)):
        rule = StartRule(months=months)
        crm.settings.save_start_rule(rule, version)
        for on in AS_OF:
            late = {one.key for one in projects if is_late(one, signed[one.key], rule, on)}
            assert set(crm.projects.find(ProjectFilter(late_start_on=on))) == late
            seen += len(late)
    assert seen


def test_today_names_what_has_not_started_in_time(crm: Crm, office: SampleOffice) -> None:
    late = add_project(crm, "海缆", days_ago(300), stage=Stage.SIGNED)
    add_project(crm, "电芯", days_ago(30), stage=Stage.SIGNED)
    assert [row.project.id for row in crm.follow_ups.today(TODAY).groups[TodayGroup.UNSTARTED]] == [late.key]


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("9月", date(2026, 9, 1), date(2026, 9, 30)),
        ("2026年底", date(2026, 12, 1), date(2026, 12, 31)),
        ("三季度", date(2026, 7, 1), date(2026, 9, 30)),
        ("下半年", date(2026, 7, 1), date(2026, 12, 31)),
        ("2027年3月", date(2027, 3, 1), date(2027, 3, 31)),
    ],
)
def test_a_planned_start_is_an_interval(
    crm: Crm, office: SampleOffice, told: str, first: date, last: date
) -> None:
    project = add_project(crm, "海缆", planned_start=told)
    assert (project.planned_start_on, project.planned_start_until) == (first, last)
    assert crm.projects.find(ProjectFilter(late_start_on=last)) == []
    assert crm.projects.find(ProjectFilter(late_start_on=last + timedelta(days=1))) == [project.key]


def test_a_planned_start_that_tells_no_time_is_refused(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "海缆", planned_start="9月")
    with pytest.raises(ValidationError) as error:
        crm.projects.change(project.key, project.version, planned_start="尽快")
    assert {fault.field for fault in error.value.faults} == {"planned_start"}
    cleared = crm.projects.change(project.key, project.version, planned_start="")
    assert (cleared.planned_start_on, cleared.planned_start_until) == (None, None)


def tell(crm: Crm, project: Project, source: str, **parts: object) -> Article:
    """One more article that names the project."""
    reprint = parts.pop("reprint_of_id", None)
    with crm.store.write("test") as writer:
        article = writer.save(Article(title="签约", source=source, reprint_of_id=reprint))  # type: ignore[arg-type]
        mention = Mention(article_id=article.key, target_kind="project", target_id=project.id, **parts)  # type: ignore[arg-type]
        writer.save(mention)
        return article


def state_of(crm: Crm, project: Project) -> Verification:
    """As the row has it, and as the filter finds it."""
    [row] = crm.projects.items([project.key], TODAY)
    found = {state for state in Verification if crm.projects.find(ProjectFilter(verification=state))}
    assert found == {row.verification}
    return row.verification


def test_outlets_make_a_project_surer(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "海缆")
    assert state_of(crm, project) is Verification.RUMOUR
    tell(crm, project, "海晟日报", state=MentionState.REJECTED)
    assert state_of(crm, project) is Verification.RUMOUR
    first = tell(crm, project, "海晟日报")
    tell(crm, project, "海晟日报")
    tell(crm, project, "转载网", reprint_of_id=first.key)
    assert state_of(crm, project) is Verification.SINGLE
    tell(crm, project, "")
    assert state_of(crm, project) is Verification.MULTIPLE


def test_who_has_verified_it_knows_better(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "海缆")
    done = crm.projects.verify(project.key, project.version, VerifiedBy.SITE, TODAY)
    assert (done.verified_by, done.verified_on) == (office.me.id, TODAY)
    assert state_of(crm, project) is Verification.VERIFIED
    assert crm.projects.page(project.key, TODAY).verifier == office.me.name
    back = crm.projects.verify(done.key, done.version, VerifiedBy.NOBODY, TODAY)
    assert (back.verified_by, back.verified_on) == (None, None)
    assert state_of(crm, project) is Verification.RUMOUR

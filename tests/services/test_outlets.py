"""How outlets are graded: by officers, by their kind, and by how their signings came out."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from crm.app import Crm
from crm.domain.articles import Article, Mention
from crm.domain.money import Money
from crm.domain.outlets import DUE, LEAST_CLAIMS, Grade, OutletRow, credibility
from crm.domain.projects import Claim, Project, StageEntry
from crm.domain.stages import Stage
from tests.crm import TODAY

OLD = TODAY - DUE - timedelta(days=30)


def told(crm: Crm, outlet: str, signings: int, confirmed: int, day: date = OLD) -> None:
    """An outlet's signings, so many of them followed by ground broken."""
    with crm.store.write("Add") as writer:
        for number in range(signings):
            project = writer.save(Project(name=f"{outlet}{number}", stage=Stage.SIGNED))
            article = writer.save(Article(title=f"{outlet}{number}签约", source=outlet, published_on=day))
            writer.save(
                Mention(
                    article_id=article.key,
                    target_kind="project",
                    target_id=project.key,
                    role="签约",
                    rule="announcement",
                )
            )
            if number < confirmed:
                begun = day + timedelta(days=100)
                writer.save(StageEntry(project_id=project.key, stage=Stage.STARTED, entered_on=begun))


def of(crm: Crm, outlet: str) -> OutletRow:
    return next(row for row in crm.outlets.list(TODAY) if row.outlet == outlet)


def test_outlets_are_ranked_by_the_share_of_their_signings_that_were_begun(crm: Crm) -> None:
    rates = {"海晟日报": 19, "江海发布": 16, "园区观察": 11, "招商快讯": 6, "财经随笔": 2}
    for outlet, confirmed in rates.items():
        told(crm, outlet, 20, confirmed)
    proposed = [of(crm, outlet).proposed for outlet in rates]
    assert proposed == [Grade.A, Grade.B, Grade.C, Grade.D, Grade.E]


def test_too_few_signings_say_nothing(crm: Crm) -> None:
    told(crm, "海晟日报", LEAST_CLAIMS - 1, 0)
    row = of(crm, "海晟日报")
    assert (row.signings, row.share, row.proposed) == (LEAST_CLAIMS - 1, None, None)


def test_young_signings_are_not_held_against_an_outlet(crm: Crm) -> None:
    told(crm, "海晟日报", 20, 0, day=TODAY - timedelta(days=60))
    assert of(crm, "海晟日报").signings == 0


def test_an_officer_s_grade_stands_before_the_usual_one_and_can_be_taken_back(crm: Crm) -> None:
    told(crm, "海晟日报", 1, 0)
    assert of(crm, "海晟日报").grade is Grade.B
    crm.outlets.set_grade("海晟日报", Grade.D)
    crm.outlets.set_grade("海晟日报", Grade.C)
    assert (of(crm, "海晟日报").grade, of(crm, "海晟日报").is_decided) == (Grade.C, True)
    crm.outlets.set_grade("海晟日报", None)
    assert (of(crm, "海晟日报").grade, of(crm, "海晟日报").is_decided) == (Grade.B, False)


def claim(article_id: int | None, yi: int, **values: int) -> Claim:
    amount = Money(value=Decimal(yi), currency="CNY")
    return Claim(project_id=1, field_name="total_investment", amount=amount, article_id=article_id, **values)


def test_credibility_is_what_other_outlets_say_of_the_same_figure() -> None:
    outlets = {1: "海晟日报", 2: "江海发布", 3: "园区观察", 4: "海晟日报"}
    ten, again, twelve = claim(1, 10), claim(2, 10), claim(3, 12)
    assert credibility(ten, [ten], outlets) == 3
    assert credibility(ten, [ten, claim(4, 10)], outlets) == 3  # its own words once more
    assert credibility(ten, [ten, again], outlets) == 1
    assert credibility(ten, [ten, again, twelve], outlets) == 2
    assert credibility(twelve, [ten, again, twelve], outlets) == 4
    assert credibility(claim(None, 10), [], outlets) == 6
    assert credibility(claim(None, 10, credibility=5), [], outlets) == 5

"""Papers and sentences that prove how far a project is."""

from __future__ import annotations

from datetime import date

import pytest

from crm.app import Crm
from crm.domain.articles import Article, Mention, MentionState
from crm.domain.errors import ValidationError
from crm.domain.evidence import EvidenceKind
from crm.domain.projects import FairCompetitionState, Project, StageEntry
from crm.domain.stages import Stage
from crm.services.steps.files import Paper
from crm.services.steps.stages import Move
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago, yi

LETTER = EvidenceKind.LETTER_OF_INTENT
KEY = "evidence.letter_of_intent"


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(
        crm,
        "储能",
        days_ago(40),
        enterprise_id=office.firm.id,
        stage=Stage.NEGOTIATION,
        build_content="厂房",
        total_investment=yi("5"),
        zone_id=office.zone.id,
        planned_signing_on=TODAY,
        fair_competition=FairCompetitionState.PASSED,
    )


def to_pending(crm: Crm, project: Project, **parts: object) -> Project:
    now = crm.projects.get(project.key)
    move = Move(stage=Stage.PENDING_SIGNING, on=TODAY, today=TODAY, **parts)  # type: ignore[arg-type]
    return crm.projects.move(now.key, now.version, move)


def newest_entry(crm: Crm, project: Project) -> StageEntry:
    return crm.projects.page(project.key, TODAY).stages[-1]


def quote(crm: Crm, project: Project, state: MentionState = MentionState.CONFIRMED) -> Mention:
    with crm.store.write("test") as writer:
        article = writer.save(Article(title="签约", published_on=date(2026, 5, 1)))
        mention = Mention(
            article_id=article.key,
            target_kind="project",
            target_id=project.id,
            quote="双方签订意向书。",
            state=state,
        )
        return writer.save(mention)


def test_a_missing_paper_counts_like_a_missing_field(crm: Crm, project: Project) -> None:
    assert crm.projects.items([project.key], TODAY)[0].missing == (KEY,)
    with pytest.raises(ValidationError) as error:
        to_pending(crm, project)
    assert {fault.field for fault in error.value.faults} == {KEY}


def test_a_file_of_the_kind_is_the_paper(crm: Crm, project: Project) -> None:
    kept = crm.attachments.add(about(project), "意向书.pdf", b"text", LETTER)
    assert crm.projects.items([project.key], TODAY)[0].missing == ()
    crm.attachments.classify(kept.key, None)
    assert crm.projects.items([project.key], TODAY)[0].missing == (KEY,)
    crm.attachments.classify(kept.key, LETTER)
    assert to_pending(crm, project).stage is Stage.PENDING_SIGNING
    assert newest_entry(crm, project).lacking == ()


def test_the_same_file_is_kept_once_and_learns_what_it_proves(crm: Crm, project: Project) -> None:
    first = crm.attachments.add(about(project), "意向书.pdf", b"text")
    second = crm.attachments.add(about(project), "意向书.pdf", b"text", LETTER)
    assert (second.id, second.kind) == (first.id, str(LETTER))
    assert crm.attachments.add(about(project), "意向书.pdf", b"text").kind == str(LETTER)


def test_papers_come_along_with_the_move_in_one_undo_step(crm: Crm, project: Project) -> None:
    paper = Paper(name="意向书.pdf", content=b"text", kind=LETTER)
    to_pending(crm, project, papers=(paper,))
    assert [file.kind for file in crm.attachments.of_record(about(project))] == [str(LETTER)]
    crm.history.undo()
    assert crm.attachments.of_record(about(project)) == []
    assert crm.projects.get(project.key).stage is Stage.NEGOTIATION


def test_a_paper_may_come_later_for_a_reason_that_is_kept(crm: Crm, project: Project) -> None:
    to_pending(crm, project, reason="对方下周补寄")
    entry = newest_entry(crm, project)
    assert (entry.lacking, entry.reason) == ((KEY,), "对方下周补寄")


def test_a_field_is_not_excused_by_a_reason(crm: Crm, project: Project) -> None:
    move = Move(stage=Stage.SIGNED, on=TODAY, today=TODAY, reason="急")
    with pytest.raises(ValidationError) as error:
        crm.projects.move(project.key, project.version, move)
    assert {fault.field for fault in error.value.faults} == {"agreement_kind", "industry_id"}


def test_a_confirmed_sentence_stands_for_the_paper_where_it_may(crm: Crm, project: Project) -> None:
    told = quote(crm, project)
    crm.projects.prove(told.key, LETTER)
    page = crm.projects.page(project.key, TODAY)
    assert page.row.missing == ()
    assert page.held.quotes == {str(LETTER)}
    crm.projects.prove(told.key, EvidenceKind.BUSINESS_LICENCE)
    assert crm.projects.items([project.key], TODAY)[0].missing == (KEY,)


def test_a_rejected_sentence_proves_nothing(crm: Crm, project: Project) -> None:
    with pytest.raises(ValidationError):
        crm.projects.prove(quote(crm, project, MentionState.REJECTED).key, LETTER)


def test_a_skipped_stage_is_written_down(crm: Crm, office: SampleOffice, project: Project) -> None:
    now = crm.projects.get(project.key)
    move = Move(
        stage=Stage.SIGNED,
        on=TODAY,
        today=TODAY,
        reason="当场签约",
        values={"agreement_kind": "正式协议", "industry_id": office.node.id},
    )
    crm.projects.move(now.key, now.version, move)
    entry = newest_entry(crm, project)
    assert entry.skipped == (str(Stage.PENDING_SIGNING),)
    assert entry.lacking == (KEY,)

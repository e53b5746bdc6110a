"""What an article is evidence for, and what becomes of that when the article goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm.data.queries.follow_ups import names_of
from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.articles import Article, Mention, MentionState, ZoneIndustry
from crm.domain.directory import Alias
from crm.domain.projects import Claim, Project, StageEntry
from crm.domain.records import Ref
from crm.domain.review import Evidence


def evidence_of(reader: Reader, article_ids: Sequence[int]) -> Evidence:
    """What these articles are evidence for."""
    claims = reader.among(Claim, "article_id", article_ids)
    entries = [entry for entry in reader.among(StageEntry, "article_id", article_ids) if not entry.is_undone]
    told = reader.among(ZoneIndustry, "article_id", article_ids)
    mentions = reader.among(Mention, "article_id", article_ids)
    projects = reader.by_id(
        Project, {claim.project_id for claim in claims} | {entry.project_id for entry in entries}
    )
    zones = names_of(reader, [Ref(kind="zone", id=entry.zone_id) for entry in told])
    names = {key: project.name for key, project in projects.items()}
    return Evidence(
        figures=tuple(dict.fromkeys((names.get(claim.project_id, ""), claim.field_name) for claim in claims)),
        stages=tuple(dict.fromkeys((names.get(entry.project_id, ""), str(entry.stage)) for entry in entries)),
        zones=tuple(dict.fromkeys(zones.values())),
        links=sum(mention.state is MentionState.CONFIRMED for mention in mentions),
    )


def release_evidence(writer: Writer, article_id: int) -> None:
    """Lets go of an article that is about to be deleted; quotes stay, and the title stands for it."""
    title = writer.get(Article, article_id).title
    for claim in writer.all(Claim, article_id=article_id):
        writer.save(replace(claim, article_id=None, article_text_id=None))
    for entry in writer.all(StageEntry, article_id=article_id):
        writer.save(replace(entry, article_id=None, evidence=entry.evidence or title))
    for told in writer.all(ZoneIndustry, article_id=article_id):
        writer.save(replace(told, article_id=None))
    for alias in writer.all(Alias, article_id=article_id):
        writer.save(replace(alias, article_id=None))

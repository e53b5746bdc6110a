"""Everything the page of one project shows."""

from __future__ import annotations

from datetime import date

from crm.data.queries import directory as directory_queries
from crm.data.queries import projects as queries
from crm.data.queries.evidence import held_by
from crm.data.queries.settings import end_reasons, rates, stage_rules, stage_tasks
from crm.data.reader import Reader
from crm.domain.articles import Mention, MentionState
from crm.domain.directory import Enterprise, Industry, Zone
from crm.domain.evidence import NOTHING_HELD
from crm.domain.office import Office, Officer
from crm.domain.projects import Claim, Obstacle, Project, StageEntry
from crm.domain.records import Ref
from crm.domain.timeline import ProjectPage, Relative, TransferTold
from crm.services.steps import lineage
from crm.services.steps import transfers as transfer_steps
from crm.services.steps.attachments import files_of
from crm.services.steps.claims import claim_sources, once_per_group
from crm.services.steps.timelines import timeline


def _verifier(reader: Reader, project: Project) -> str:
    officer = reader.find(Officer, project.verified_by) if project.verified_by else None
    return officer.name if officer else ""


def _transfers(reader: Reader, project_id: int) -> list[TransferTold]:
    """Every transfer with the names of its offices."""
    made = transfer_steps.transfers_of(reader, project_id)
    offices = reader.by_id(Office, [key for one in made for key in (one.from_office_id, one.to_office_id)])
    names = {key: office.short_name or office.name for key, office in offices.items()}
    return [
        TransferTold(
            transfer=one,
            from_office=names.get(one.from_office_id, ""),
            to_office=names.get(one.to_office_id, ""),
        )
        for one in made
    ]


def _relatives(reader: Reader, project_id: int) -> list[Relative]:
    """The other end of each decision about the project."""
    links = lineage.links_of(reader, project_id)
    keys = [link.other_id if link.project_id == project_id else link.project_id for link in links]
    others = reader.by_id(Project, keys)
    return [
        Relative(link=link, project=others[key], is_later=link.project_id == project_id)
        for link, key in zip(links, keys, strict=True)
    ]


def _quotes(reader: Reader, project_id: int) -> list[Mention]:
    """The confirmed sentences of articles about a project."""
    told = reader.all(Mention, target_kind="project", target_id=project_id, state=str(MentionState.CONFIRMED))
    return [mention for mention in told if mention.quote]


def project_page(reader: Reader, project: Project, on: date) -> ProjectPage:
    """The project with its names, figures, people and history, as of `on`."""
    key = project.key
    firm = reader.find(Enterprise, project.enterprise_id) if project.enterprise_id else None
    contacts = directory_queries.find_contacts(reader, enterprise_id=firm.id) if firm else []
    rows = directory_queries.enterprise_rows(reader, [firm.key]) if firm else []
    claims = tuple(once_per_group(reader, reader.all(Claim, project_id=key)))
    return ProjectPage(
        project=project,
        row=queries.items(reader, [key], on)[0],
        rules=stage_rules(reader),
        rates=rates(reader),
        stage_tasks=stage_tasks(reader),
        verifier=_verifier(reader, project),
        transfers=tuple(_transfers(reader, key)),
        names=tuple(lineage.names_of_project(reader, key)),
        relatives=tuple(_relatives(reader, key)),
        twins=tuple(lineage.undecided_twins(reader, project)),
        end_reasons=end_reasons(reader).reasons,
        held=held_by(reader, [key]).get(key, NOTHING_HELD),
        quotes=tuple(_quotes(reader, key)),
        enterprise=firm,
        zone=reader.find(Zone, project.zone_id) if project.zone_id else None,
        industry=reader.find(Industry, project.industry_id) if project.industry_id else None,
        owner=reader.find(Officer, project.owner_id) if project.owner_id else None,
        office=reader.find(Office, project.office_id) if project.office_id else None,
        first_contact=rows[0].first_contact if rows else "",
        stages=tuple(
            sorted(
                (entry for entry in reader.all(StageEntry, project_id=key) if not entry.is_undone),
                key=lambda entry: (entry.entered_on, entry.key),
            )
        ),
        claims=claims,
        claim_sources=claim_sources(reader, claims),
        contacts=tuple(directory_queries.contact_rows(reader, contacts, on)),
        obstacles=tuple(reader.all(Obstacle, project_id=key)),
        attachments=tuple(files_of(reader, Ref(kind="project", id=key))),
        timeline=tuple(timeline(reader, Ref(kind="project", id=key))),
    )

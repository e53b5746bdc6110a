"""When a project stalls. The day limits come from what offices use: DOMAIN 2.3."""

from __future__ import annotations

from datetime import date

from crm.domain.projects import Project
from crm.domain.stages import Stage

STALL_DAYS = {
    Stage.LEAD: 45,
    Stage.INTENTION: 45,
    Stage.NEGOTIATION: 30,
    Stage.PENDING_SIGNING: 30,
    Stage.SIGNED: 20,
}

# Days from signing to the start of building where nothing else was agreed (DOMAIN 2.3: six months).
START_DAYS = 180
BEFORE_START = (Stage.SIGNED, Stage.REGISTERED, Stage.LAND_SECURED)


def stalled_days(project: Project, on: date) -> int:
    """Days by which `project` is silent beyond nothing at all: since the later of contact and stage change.

    0 where the stage has no limit, the project rests on hold, or nothing is known yet.
    """
    limit = STALL_DAYS.get(project.stage)
    if limit is None or (project.is_on_hold and (project.review_on is None or project.review_on >= on)):
        return 0
    known = [day for day in (project.last_contact_on, project.stage_since, project.first_reported_on) if day]
    silent = (on - max(known)).days if known else 0
    return silent if silent >= limit else 0


def stall_level(project: Project, on: date) -> int:
    """0 not stalled, 1 from the stage's limit on, 2 from twice the limit on."""
    days = stalled_days(project, on)
    return 0 if not days else 1 if days < 2 * STALL_DAYS[project.stage] else 2

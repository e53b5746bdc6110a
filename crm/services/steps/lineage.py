"""Names of projects, their phases, and which of one firm's projects may be the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.directory import Alias
from crm.domain.errors import ValidationError
from crm.domain.project_names import NameKind, ProjectLink, Relation, are_of_one_phase, same_name
from crm.domain.projects import Project
from crm.domain.stages import ENDS
from crm.i18n import _

NEAR_TOTAL = Decimal("0.2")  # figures for one project differ by no more (FEATURES B13)
NEAR_DAYS = timedelta(days=90)


def names_of_project(reader: Reader, project_id: int) -> list[Alias]:
    """The other names a project goes by."""
    return reader.all(Alias, target_kind="project", target_id=project_id)


def set_names(writer: Writer, project: Project, names: Mapping[NameKind, Iterable[str]]) -> None:
    """Gives a project exactly these other names; one that stays keeps where it came from."""
    wanted = {" ".join(text.split()): kind for kind, texts in names.items() for text in texts if text.strip()}
    known = {alias.text: alias for alias in names_of_project(writer, project.key)}
    for text, alias in known.items():
        if text not in wanted:
            writer.delete(alias)
        elif alias.kind != wanted[text]:
            writer.save(replace(alias, kind=str(wanted[text])))
    for text, kind in wanted.items():
        if text not in known and text != project.name:
            add_name(writer, project, text, kind, "officer")


def add_name(writer: Writer, project: Project, text: str, kind: NameKind, origin: str) -> None:
    """One more name, unless the project goes by it already."""
    known = [project.name, *(alias.text for alias in names_of_project(writer, project.key))]
    if text.strip() and not any(same_name(text, name) for name in known):
        alias = Alias(
            target_kind="project", target_id=project.key, text=text.strip(), origin=origin, kind=str(kind)
        )
        writer.save(alias)


def links_of(reader: Reader, project_id: int) -> list[ProjectLink]:
    """What was decided about a project and others."""
    ahead = reader.all(ProjectLink, project_id=project_id)
    return [*ahead, *reader.all(ProjectLink, other_id=project_id)]


def relate(writer: Writer, project: Project, other: Project, relation: Relation) -> ProjectLink:
    """Remembers how two projects stand to each other; an earlier decision on the pair is replaced.

    Raises ValidationError if a project would be a later phase of itself.
    """
    if project.id == other.id or (
        relation is Relation.LATER_PHASE and project.key in _phases_before(writer, other.key)
    ):
        raise ValidationError.of("other_id", _("A project is no later phase of itself."))
    for link in links_of(writer, project.key):
        if other.id in (link.project_id, link.other_id):
            writer.delete(link)
    return writer.save(ProjectLink(project_id=project.key, other_id=other.key, relation=relation))


def _phases_before(reader: Reader, project_id: int) -> set[int]:
    """A project and all that it is a later phase of."""
    seen, waiting = {project_id}, [project_id]
    while waiting:
        for link in reader.all(ProjectLink, project_id=waiting.pop(), relation=str(Relation.LATER_PHASE)):
            if link.other_id not in seen:
                seen.add(link.other_id)
                waiting.append(link.other_id)
    return seen


def undecided_twins(reader: Reader, project: Project) -> list[Project]:
    """Open projects of the same firm that may be this one, as long as nobody has decided."""
    if project.enterprise_id is None or project.stage in ENDS:
        return []
    decided = {key for link in links_of(reader, project.key) for key in (link.project_id, link.other_id)}
    others = reader.all(Project, enterprise_id=project.enterprise_id)
    return [
        other
        for other in others
        if other.id != project.id
        and other.stage not in ENDS
        and other.key not in decided
        and _may_be_same(reader, project, other)
    ]


def _may_be_same(reader: Reader, project: Project, other: Project) -> bool:
    if not are_of_one_phase(project.name, other.name):
        return False
    names = [
        [one.name, *(alias.text for alias in names_of_project(reader, one.key))] for one in (project, other)
    ]
    if any(same_name(mine, theirs) for mine in names[0] for theirs in names[1]):
        return True
    near_place = project.zone_id is not None and project.zone_id == other.zone_id
    return near_place and _near_totals(project, other) and _near_days(project, other)


def _near_totals(project: Project, other: Project) -> bool:
    one, two = project.total_investment, other.total_investment
    if one is None or two is None or one.currency != two.currency:
        return False
    return abs(one.value - two.value) <= NEAR_TOTAL * max(one.value, two.value)


def _near_days(project: Project, other: Project) -> bool:
    one, two = project.first_reported_on, other.first_reported_on
    return one is not None and two is not None and abs(one - two) <= NEAR_DAYS

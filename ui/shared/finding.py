"""Where pickers find records; every function is called on the read lane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from crm.app import Crm
from crm.domain.records import Ref
from crm.domain.rows import EnterpriseFilter, ProjectFilter
from ui.shared.choice_list import Choice

Find = Callable[[str], Sequence[Choice]]
MOST = 8
SUBJECT_KINDS = ("contact", "enterprise", "project", "zone")


def find_enterprises(crm: Crm) -> Find:
    """Enterprises by any of their names."""

    def find(text: str) -> list[Choice]:
        ids = crm.directory.find_enterprises(EnterpriseFilter(text=text))[:MOST]
        return [
            Choice(key=row.id, name=row.name, kind="enterprise", detail=row.region)
            for row in crm.directory.enterprise_rows(ids)
        ]

    return find


def find_projects(crm: Crm) -> Find:
    """Projects by their name or enterprise."""

    def find(text: str) -> list[Choice]:
        ids = crm.projects.find(ProjectFilter(text=text))[:MOST]
        rows = crm.projects.items(ids, date.min)
        return [Choice(key=row.id, name=row.name, kind="project", detail=row.enterprise) for row in rows]

    return find


def find_zones(crm: Crm) -> Find:
    """Zones, ours first."""

    def find(text: str) -> list[Choice]:
        rows = crm.directory.zone_rows(crm.directory.find_zones(text)[:MOST])
        return [Choice(key=row.id, name=row.name, kind="zone", detail=row.region) for row in rows]

    return find


def find_nodes(crm: Crm) -> Find:
    """Nodes of the industry chains."""

    def find(text: str) -> list[Choice]:
        names: dict[int, str] = {}
        found: list[Choice] = []
        for row in crm.directory.industry_rows():
            above = names.get(row.parent_id or 0, "")
            names[row.id] = f"{above} › {row.name}" if above else row.name
            if text.casefold() in names[row.id].casefold():
                found.append(Choice(key=row.id, name=names[row.id], kind="industry"))
        return found[:MOST]

    return find


def find_officers(crm: Crm) -> Find:
    """Officers of this office."""

    def find(text: str) -> list[Choice]:
        units = {unit.key: unit.short_name or unit.name for unit in crm.office.offices()}
        return [
            Choice(
                key=officer.key,
                name=officer.name,
                kind="officer",
                detail=units.get(officer.office_id or 0, ""),
            )
            for officer in crm.office.officers()
            if text.casefold() in officer.name.casefold()
        ][:MOST]

    return find


def find_units(crm: Crm) -> Find:
    """Responsible units in protocol order."""

    def find(text: str) -> list[Choice]:
        return [
            Choice(key=unit.key, name=unit.name, kind="server", detail=unit.short_name)
            for unit in crm.office.offices()
            if text.casefold() in f"{unit.name} {unit.short_name}".casefold()
        ][:MOST]

    return find


def find_subjects(crm: Crm) -> Find:
    """Whom or what a follow-up can be about; keys are Refs."""

    def find(text: str) -> list[Choice]:
        hits = crm.directory.search(text, SUBJECT_KINDS, MOST) if text else []
        return [
            Choice(key=Ref(kind=hit.kind, id=hit.id), name=hit.name, kind=hit.kind, detail=hit.detail)
            for hit in hits
        ]

    return find

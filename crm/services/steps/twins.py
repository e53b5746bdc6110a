"""Records that may be the one about to be made."""

from __future__ import annotations

from crm.data.queries.directory import first_contact_text
from crm.data.reader import Reader
from crm.domain.checks import name_key
from crm.domain.directory import Alias, Enterprise
from crm.domain.office import Office, Officer
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.rows import Twin
from crm.i18n import _

NEAR = 86  # of 100: two of fifteen characters may differ; measured on invented pairs in the tests
LEAST_LENGTH = 2  # Han characters typed before twins are looked for


def enterprise_twins(reader: Reader, name: str, credit_code: str = "", limit: int = 5) -> list[Twin]:
    """Enterprises that may be the one of that name or code, the surest first."""
    key = name_key(name)
    found: dict[int, tuple[float, str]] = {}
    if credit_code:
        for firm in reader.all(Enterprise, credit_code=credit_code):
            found[firm.key] = (1.0, _("The same credit code"))
    if len(key) >= LEAST_LENGTH:
        for firm in reader.all(Enterprise, name_key=key):
            found.setdefault(firm.key, (0.99, _("The same name but for its legal form")))
        for alias in [*reader.all(Alias, target_kind="enterprise", text=name.strip())]:
            found.setdefault(alias.target_id, (0.97, _("Known under this name")))
        for firm_id, score, reason in _near(reader, key, limit):
            found.setdefault(firm_id, (score, reason))
    best = sorted(found.items(), key=lambda entry: -entry[1][0])[:limit]
    return [_twin(reader, firm_id, score, reason) for firm_id, (score, reason) in best]


def _near(reader: Reader, key: str, limit: int) -> list[tuple[int, float, str]]:
    from rapidfuzz import fuzz, process  # loaded where it is needed: it costs a start 0.15 s

    candidates = {hit.id: name_key(hit.name) for hit in reader.search(key[:4], ["enterprise"], limit=200)}
    inside = [(firm_id, 0.9, _("Contains the name")) for firm_id, other in candidates.items() if key in other]
    matches = process.extract(key, candidates, scorer=fuzz.ratio, score_cutoff=NEAR, limit=limit)
    near = [(firm_id, score / 100, _("A similar name")) for _other, score, firm_id in matches]
    return inside[:limit] + near


def _twin(reader: Reader, firm_id: int, score: float, reason: str) -> Twin:
    firm = reader.get(Enterprise, firm_id)
    office = reader.find(Office, firm.first_contact_office_id) if firm.first_contact_office_id else None
    officer = reader.find(Officer, firm.first_contact_officer_id) if firm.first_contact_officer_id else None
    projects = tuple(project.name for project in reader.all(Project, enterprise_id=firm_id))
    return Twin(
        ref=Ref(kind="enterprise", id=firm_id),
        name=firm.name,
        reason=reason,
        score=score,
        first_contact=first_contact_text(office, officer, firm.first_contact_on),
        projects=projects,
    )

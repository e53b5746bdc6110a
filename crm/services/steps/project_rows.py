"""From the announcements of a reading to the rows of the review tray."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from crm.domain.money import Money
from crm.domain.project_names import are_of_one_phase, may_be_same, same_name
from crm.domain.reading import Action, AnnouncedProject, Basis, Reading
from crm.domain.review import Candidate, Certainty, Figure, Group, Suggestion, SuggestionKind
from crm.i18n import N_, _
from crm.services.steps.known_names import NameBook

ANNOUNCEMENT = N_("announcement")  # rule of a project that a sentence announces
ACTIONS = tuple(str(action) for action in Action)
_FIELD_OF_BASIS = {
    Basis.OUTPUT: "expected_output",
    Basis.TAX: "expected_tax",
    Basis.FIXED_ASSETS: "fixed_investment",
    Basis.CONTRACT: "contract_amount",
    Basis.FOREIGN: "foreign_capital",
    Basis.IN_PLACE: "funds_in_place",
}


def first_investor(announced: AnnouncedProject) -> str:
    """The enterprise whose project it is; of several investors the one named first."""
    return (announced.enterprise or "").split("、")[0]


def project_rows(
    reading: Reading, book: NameBook, projects_of: Mapping[int, tuple[Candidate, ...]]
) -> Iterator[Suggestion]:
    """A row for each project told of; `projects_of` holds the open ones of each enterprise."""
    for announced in reading.projects:
        if announced.aggregate:
            continue  # a batch is a figure of a place, not a project of anybody
        firm = first_investor(announced)
        told = (span.text for span in reading.enterprises if span.name == firm)
        firms = book.choice("enterprise", firm, told)
        existing = projects_of.get(firms[0].ref.id, ()) if len(firms) == 1 else ()
        name = announced.name or announced.enterprise or ""
        if not name:
            continue
        meant = _same_project(announced, existing)
        kind = SuggestionKind.UPDATE_PROJECT if existing else SuggestionKind.NEW_PROJECT
        yield Suggestion(
            key=f"project:{announced.start}:{name}",
            kind=kind,
            name=name,
            reason=_project_reason(announced, existing),
            certainty=Certainty.OPEN if existing and meant is None else _certainty(announced),
            target_kind="project",
            target=meant.ref if meant else None,
            found=name,
            candidates=existing,
            role=str(announced.action),
            roles=ACTIONS,
            rule=ANNOUNCEMENT,
            text=announced.quote,
            start=announced.start,
            end=announced.end,
            quote=announced.quote,
            is_ticked=announced.enterprise is not None and (not existing or meant is not None),
            group=Group.OPEN if existing and meant is None else Group.SUGGESTED,
            project=announced,
            figures=tuple(_figures(announced, reading)),
        )


def _same_project(announced: AnnouncedProject, existing: tuple[Candidate, ...]) -> Candidate | None:
    """The project that is meant: by one of its names, or as the only one of its firm in this phase.

    The only one is another where the names tell of different things.
    """
    name = announced.name or ""
    named = [entry for entry in existing if any(same_name(name, own) for own in (entry.name, *entry.names))]
    if len(named) == 1:
        return named[0]
    if len(existing) != 1 or not are_of_one_phase(name, existing[0].name):
        return None
    (sole,) = existing
    firm = announced.enterprise or ""
    return sole if any(may_be_same(name, own, firm) for own in (sole.name, *sole.names)) else None


def _project_reason(announced: AnnouncedProject, existing: tuple[Candidate, ...]) -> str:
    if existing:
        names = "、".join(entry.name for entry in existing[:3])
        return _("The enterprise has projects already: {names}").format(names=names)
    return announced.quote[:80]


def _certainty(announced: AnnouncedProject) -> Certainty:
    is_full = announced.enterprise is not None and announced.value is not None
    return Certainty.SURE if is_full else Certainty.LIKELY


def _figures(announced: AnnouncedProject, reading: Reading) -> Iterator[Figure]:
    currency = announced.currency or "CNY"
    told = [span for span in reading.amounts if announced.start <= span.start < announced.end]
    spans = {(span.text, span.value): span for span in told}
    if announced.value is not None:
        # a cell of a table holds the figure alone, its unit stands over the column
        same = next((span for span in told if span.value == announced.value), None)
        span = spans.get((announced.amount or "", announced.value), same)
        yield Figure(
            field_name="total_investment",
            amount=Money(value=Decimal(announced.value), currency=currency),
            text=announced.amount or "",
            basis=str(span.basis) if span else "",
            qualifier=(span.qualifier or "") if span else "",
            start=span.start if span else announced.start,
            end=span.end if span else announced.end,
        )
    if announced.phase1_value is not None:
        amount = Money(value=Decimal(announced.phase1_value), currency=currency)
        yield Figure(
            field_name="phase1_investment",
            amount=amount,
            basis=str(Basis.PHASE1),
            start=announced.start,
            end=announced.end,
        )
    if announced.land_mu is not None:
        yield Figure(
            field_name="land_mu", number=str(announced.land_mu), start=announced.start, end=announced.end
        )
    if len(reading.projects) == 1:  # with several projects nobody can say whose output it is
        yield from _other_figures(reading)


def _other_figures(reading: Reading) -> Iterator[Figure]:
    told = set()
    for span in reading.amounts:
        field = _FIELD_OF_BASIS.get(span.basis)
        if field is None or field in told or span.value is None:
            continue
        told.add(field)
        yield Figure(
            field_name=field,
            amount=Money(value=Decimal(span.value), currency=span.currency),
            text=span.text,
            basis=str(span.basis),
            qualifier=span.qualifier or "",
            start=span.start,
            end=span.end,
        )

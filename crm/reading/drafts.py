"""Announcements while their facts are gathered: kept apart, joined, and turned into what is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from crm.domain.reading import Action, AmountSpan, AnnouncedProject
from crm.reading.acts import Act
from crm.reading.phases import Phase, at_stages_of_their_own
from crm.reading.scenes import Scene
from crm.reading.stages import furthest

_BESIDES = re.compile("\\s*(?:此外|另外|除此之外|另据)")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)([GM]Wh?|[万亿千百]?(?:吨|台|套|辆|片|件|平方米|千瓦|兆瓦))")
_QUOTES = str.maketrans("", "", '“”"「」')


@dataclass(kw_only=True, slots=True)
class Draft:
    """An announcement while its facts are gathered."""

    scene: Scene
    firms: list[str] = field(default_factory=list)
    name: str | None = None
    done: Act | None = None
    planned: Act | None = None
    amount: AmountSpan | None = None
    phase1: int | None = None
    date: str | None = None
    zone: str | None = None
    region: str | None = None
    industry: str | None = None
    land_mu: float | None = None
    aggregate: int | None = None
    rule: str = ""
    is_item: bool = False
    is_headed: bool = False  # a line of its own names it, what follows speaks of it
    phases: list[Phase] = field(default_factory=list)

    @property
    def action(self) -> Action | None:
        """The stage told: the strongest that is done, else that it is planned.

        A project with a line of its own that only says who builds it for how much is planned.
        """
        if self.done:
            return self.done.action
        is_set_out = self.is_headed and self.firms and self.amount
        return Action.PLANNED if self.planned or is_set_out else None


def take_acts(draft: Draft, found: Sequence[Act]) -> None:
    """Keep the furthest event that is done and whether one is planned."""
    done, planned = furthest([draft.done, *found] if draft.done else found)
    draft.done = done
    draft.planned = draft.planned or planned


def is_same(known: Draft, draft: Draft) -> bool:
    """Whether two drafts speak of one project: the same firm, and nothing that sets them apart."""
    if _are_of_other_size(known.name or "", draft.name or ""):
        return False
    if set(known.firms) & set(draft.firms):
        if known.is_item and draft.is_item and known.name and draft.name and known.name != draft.name:
            return _alike(known.name, draft.name)
        if _is_next_plan(known, draft):
            return False
        if _differ(known.amount, draft.amount):
            return bool(known.name and draft.name and _alike(known.name, draft.name))
        return True
    if not known.name or not draft.name:
        return False
    if known.is_item and draft.is_item:
        return known.name == draft.name
    shorter = min(bare(known.name), bare(draft.name), key=len)
    if known.firms and draft.firms:
        return len(shorter) >= 6 and _alike(known.name, draft.name)
    return len(shorter) >= 4 and _alike(known.name, draft.name)


def _are_of_other_size(one: str, other: str) -> bool:
    """Whether two names tell what is made in the same unit, but not as much (10GW组件, 年产7GW组件)."""
    sizes = [dict(map(reversed, _SIZE.findall(name))) for name in (one, other)]
    return any(sizes[1].get(unit, figure) != figure for unit, figure in sizes[0].items())


def _is_next_plan(known: Draft, draft: Draft) -> bool:
    """Whether a firm whose plant is at work plans another project, with a name of its own."""
    is_at_work = known.done is not None and known.done.action is Action.PRODUCING and not known.name
    is_plan = draft.done is None and draft.planned is not None and draft.planned.action is Action.PLANNED
    return is_at_work and is_plan and bool(draft.name) and known.scene is not draft.scene


def is_one_more(known: Draft, draft: Draft) -> bool:
    """Whether a sentence adds another step of the same firm (此外，砺桥在印度的工厂已开业)."""
    scene = draft.scene
    return (
        scene is not known.scene
        and not (known.name and draft.name)
        and known.action is not draft.action
        and bool(_BESIDES.match(scene.text, scene.start))
    )


def _differ(one: AmountSpan | None, other: AmountSpan | None) -> bool:
    return bool(one and other and one.value != other.value)


def _alike(one: str, other: str) -> bool:
    one, other = bare(one), bare(other)
    return len(min(one, other, key=len)) >= 2 and (one in other or other in one)


@lru_cache(maxsize=512)  # every new draft is compared with those before it
def bare(name: str) -> str:
    """The name of a project without the words that every project's name may have."""
    return name.translate(_QUOTES).removesuffix("项目").removesuffix("工程").lstrip("的")


def join(known: Draft, draft: Draft) -> None:
    """Adds what `draft` tells to `known`; what is known already stays."""
    known.amount = known.amount or draft.amount
    known.phase1 = known.phase1 or draft.phase1
    known.name = known.name or draft.name
    known.land_mu = known.land_mu or draft.land_mu
    known.industry = known.industry or draft.industry
    known.firms += [firm for firm in draft.firms if firm not in known.firms and not known.firms]
    before = known.done
    done = None if is_weaker_paper(known, draft.done, draft.scene) else draft.done
    take_acts(known, [act for act in (done, draft.planned) if act])
    if known.done is not before or known.date is None:
        known.date = draft.date or known.date


def is_weaker_paper(known: Draft, act: Act | None, scene: Scene) -> bool:
    """Whether a letter of intent of a day of its own is told behind the agreement on a project with a sum."""
    is_signed = known.done is not None and known.done.action is Action.SIGNED and known.amount is not None
    is_intent = act is not None and act.action is Action.INTENTION
    return is_signed and is_intent and bool(scene.dates) and scene.sentence_start >= known.scene.sentence_end


def by_phase(draft: Draft) -> list[Draft]:
    """The draft, or one for each of its phases where these have reached different stages."""
    staged = at_stages_of_their_own(draft.phases)
    return [
        replace(
            draft,
            name=f"{draft.name or ''}{phase.name}",
            done=phase.done,
            planned=phase.planned,
            amount=phase.amount or (draft.amount if place == 0 and not _told(staged, draft) else None),
            phase1=None,
        )
        for place, phase in enumerate(staged)
    ] or [draft]


def _told(staged: Sequence[Phase], draft: Draft) -> bool:
    return any(phase.amount is draft.amount for phase in staged)


def announcement(draft: Draft, action: Action) -> AnnouncedProject:
    """The draft as it is told."""
    scene, amount = draft.scene, draft.amount
    return AnnouncedProject(
        enterprise="、".join(draft.firms) or None,
        name=draft.name if bare(draft.name or "") else None,
        action=action,
        date=draft.date,
        amount=amount.text if amount else None,
        value=amount.value if amount else None,
        currency=amount.currency if amount else None,
        zone=draft.zone,
        region=draft.region,
        industry=draft.industry,
        aggregate=draft.aggregate,
        land_mu=draft.land_mu,
        phase1_value=draft.phase1,
        quote=scene.quote,
        start=scene.sentence_start,
        end=scene.sentence_end,
        rule=draft.rule,
    )

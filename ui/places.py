"""The places of the rail, in their order."""

from __future__ import annotations

from collections.abc import Callable

from crm.app import Crm
from ui.rounds import Rounds
from ui.screens import (
    articles,
    chains,
    enterprises,
    history,
    projects,
    reports,
    settings,
    today,
    visits,
    zones,
)
from ui.shared.preferences import Preferences
from ui.shared.screen import ScreenSpec


def places(
    crm: Crm, preferences: Preferences, reopen: Callable[[str], None], rounds: Rounds
) -> list[ScreenSpec]:
    """Every screen of the window on this database; `reopen` opens another database."""
    return [
        today.spec(crm),
        articles.spec(crm),
        projects.spec(crm),
        enterprises.spec(crm),
        zones.spec(crm),
        chains.spec(crm),
        visits.spec(crm),
        reports.spec(crm, preferences),
        history.spec(crm),
        settings.spec(crm, preferences, reopen, rounds),
    ]

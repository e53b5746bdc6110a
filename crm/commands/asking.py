"""What every command is made from: the parser of one sub-command, and the program opened for it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.app import Crm, open_crm
from crm.domain.quick_line import parse_day
from crm.domain.settings import Settings
from crm.i18n import _

PASSPHRASE = "INVESTLEAD_PASSPHRASE"  # of an encrypted file; arguments would show in the list of processes
Run = Callable[[argparse.Namespace, Settings], int]


@dataclass(frozen=True)
class Commands:
    """A place where sub-commands are added, at the top or in a group."""

    parsers: Any  # what argparse calls a subparsers action
    common: argparse.ArgumentParser  # options that every command takes

    def add(self, name: str, run: Run, about: str) -> argparse.ArgumentParser:
        """A new sub-command, to be given its own arguments."""
        made: argparse.ArgumentParser = self.parsers.add_parser(
            name, parents=[self.common], help=about, description=about
        )
        made.set_defaults(run=run)
        return made

    def group(self, name: str, about: str) -> Commands:
        """A word that sub-commands stand behind."""
        group = self.parsers.add_parser(name, parents=[self.common], help=about, description=about)
        below = group.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)
        return Commands(below, self.common)


def takes_json(parser: argparse.ArgumentParser) -> None:
    """Adds --json."""
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line instead of a table"))


def takes_anyway(parser: argparse.ArgumentParser, about: str) -> None:
    """Adds --anyway with a reason."""
    parser.add_argument("--anyway", metavar="REASON", default="", help=about)


def takes_yes(parser: argparse.ArgumentParser) -> None:
    """Adds --yes, for figures that are asked about."""
    parser.add_argument("--yes", action="store_true", help=_("keep figures that can hardly be meant"))


def takes_day(parser: argparse.ArgumentParser, flag: str, about: str) -> None:
    """Adds an option that takes a day, as officers write days."""
    parser.add_argument(flag, type=_day, metavar="DATE", help=about)


def _day(text: str) -> date:
    day = parse_day(text, date.today())
    if day is None:
        raise argparse.ArgumentTypeError(_("{text} is no date").format(text=text))
    return day


@contextmanager
def opened(settings: Settings) -> Iterator[Crm]:
    """The program on the database that the settings name."""
    crm = open_crm(settings, os.environ.get(PASSPHRASE))
    try:
        yield crm
    finally:
        crm.close()


@contextmanager
def known_on(crm: Crm, day: date | None) -> Iterator[Crm]:
    """The services as of the end of that day; those of today without one."""
    if day is None:
        yield crm
        return
    past = crm.as_of(day)
    try:
        yield past
    finally:
        past.close()

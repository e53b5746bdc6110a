"""The command line: one sub-command per operation; without one, the window opens.

Exit codes: 0 done, 1 refused or failed (the sentence is on standard error), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

from crm.app import WORKER_ARGUMENT, load_settings, serve_worker
from crm.commands import articles, merging, records, sources, visits, work
from crm.commands import settings as office_settings
from crm.commands.asking import Commands
from crm.domain.errors import CrmError, Doubtful, Unexplained, ValidationError
from crm.domain.settings import Settings
from crm.i18n import LANGUAGES, _, language, use_language


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; what the process should exit with."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [WORKER_ARGUMENT]:  # a bundle starts itself as the child that reads foreign files
        serve_worker()
        return 0
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    loaded = load_settings()
    use_language(_wanted_language(given) or loaded.settings.language)
    if loaded.warning:
        print(loaded.warning, file=sys.stderr)
    asked = _parser().parse_args(given)
    settings = replace(loaded.settings, language=language(), location=asked.db or loaded.settings.location)
    if asked.officer:
        settings = replace(settings, officer=asked.officer)
    try:
        return int(asked.run(asked, settings))
    except ValidationError as error:
        for fault in error.faults:
            print(f"{fault.field}: {fault.message}" if fault.field else fault.message, file=sys.stderr)
        return 1
    except Doubtful as error:
        print(error, file=sys.stderr)
        print(_("Nothing was kept. Say {flag} if it is meant.").format(flag="--yes"), file=sys.stderr)
        return 1
    except Unexplained as error:
        print(error, file=sys.stderr)
        flag = _("Nothing was kept. Say why with {flag} if it is meant.")
        print(flag.format(flag="--anyway"), file=sys.stderr)
        return 1
    except CrmError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `investlead … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _wanted_language(given: Sequence[str]) -> str | None:
    """--language, looked for before the help texts are made."""
    for place, word in enumerate(given):
        if word == "--language" and place + 1 < len(given):
            return given[place + 1]
        if word.startswith("--language="):
            return word.partition("=")[2]
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="investlead", description=_("A CRM for investment promotion."))
    common = argparse.ArgumentParser(add_help=False)
    for target, missing in ((parser, None), (common, argparse.SUPPRESS)):  # before or behind the command
        target.add_argument("--db", metavar="PATH|URL", default=missing, help=_("database to work on"))
        target.add_argument(
            "--as", dest="officer", metavar="NAME", default=missing, help=_("officer who works")
        )
        target.add_argument("--language", choices=LANGUAGES, default=missing, help=_("language of texts"))
    parser.set_defaults(run=_window)
    commands = Commands(parser.add_subparsers(title=_("commands"), metavar=_("COMMAND")), common)
    for area in (articles, sources, records, merging, visits, work, office_settings):
        area.register(commands)
    return parser


def _window(_asked: argparse.Namespace, settings: Settings) -> int:
    return int(import_module("ui.app").run(settings))  # by name: the core runs without Qt


if __name__ == "__main__":
    sys.exit(main())

"""Sets up, then checks everything.

python3 installer/test.py [--fast | --benchmarks [--quick] [NAME …] | PYTEST ARGUMENTS]

Without arguments: format, lint, types, the tests on both databases, and how much of the code they
reach. --fast leaves out PostgreSQL and the reach. --benchmarks measures, see tests/benchmarks/__main__.py.
Any other arguments go to pytest alone.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

# Started as a script: modules are found in the sources, not in this folder.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from installer import environment  # noqa: E402
from installer.set_up import set_up  # noqa: E402

WITHOUT_POSTGRESQL = "none"  # value of INVESTLEAD_TEST_POSTGRES, see tests/postgres.py
# Each process starts its own PostgreSQL; files of tests stay together until one process has nothing left.
ON_EVERY_CORE = ["-n", "logical", "--maxprocesses=8", "--dist=loadfile"]
REACH = {"crm": 90, "ui": 75}  # percent of branches and lines the tests have to reach


@dataclass(frozen=True)
class Step:
    """One check: its name and what to run, in words for the environment's Python."""

    name: str
    command: list[str]


@dataclass(frozen=True)
class Outcome:
    """How a step went."""

    name: str
    passed: bool
    seconds: float


def steps(fast: bool) -> list[Step]:
    """The checks in order, the cheap ones first; the tests are the step named "tests"."""
    checks = [
        Step("format", ["-m", "ruff", "format", "--check", "."]),
        Step("lint", ["-m", "ruff", "check", "."]),
        Step("types", ["-m", "mypy", "-p", "crm", "-p", "ui", "-p", "installer"]),
    ]
    if fast:
        return [*checks, Step("tests", ["-m", "pytest", *ON_EVERY_CORE])]
    reach = [
        Step(
            f"reach of {package} >= {percent} %",
            [
                "-m",
                "coverage",
                "report",
                f"--include={package}/*",
                f"--fail-under={percent}",
                "--skip-covered",
            ],
        )
        for package, percent in REACH.items()
    ]
    return [*checks, Step("tests", ["-m", "pytest", *ON_EVERY_CORE, "--cov", "--cov-report="]), *reach]


def main(arguments: list[str]) -> int:
    """Set up, run what `arguments` ask for, and return the exit code."""
    python = set_up(environment.TEST_LOCK, for_tests=arguments != ["--fast"])
    os.chdir(environment.ROOT)
    variables = environment.child_environment()
    if arguments[:1] == ["--benchmarks"]:
        try:
            environment.add_peers()
        except environment.SetupError as error:
            sys.exit(str(error))
        return subprocess.run([python, "-m", "tests.benchmarks", *arguments[1:]], env=variables).returncode
    if arguments and arguments != ["--fast"]:
        return subprocess.run([python, "-m", "pytest", *arguments], env=variables).returncode
    if arguments:
        variables["INVESTLEAD_TEST_POSTGRES"] = WITHOUT_POSTGRESQL
    return check_all(python, variables, steps(fast=bool(arguments)))


def check_all(python: str, variables: dict[str, str], todo: list[Step]) -> int:
    """Run every step, even after a failed one, and end with the closing line of the tests or what failed."""
    outcomes, closing = [], ""
    for step in todo:
        print(f"\n== {step.name}", flush=True)
        started = time.monotonic()
        if step.name == "tests":
            code, closing = run_keeping_last_line([python, *step.command], variables, sys.stdout.write)
        else:
            code = subprocess.run([python, *step.command], env=variables).returncode
        outcomes.append(Outcome(step.name, code == 0, time.monotonic() - started))
    print("\n== summary")
    for outcome in outcomes:
        print(f"{outcome.seconds:7.1f} s  {'passed' if outcome.passed else 'FAILED'}  {outcome.name}")
    print(closing)
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    if failed:
        print("Failed: " + ", ".join(failed))
    return 1 if failed else 0


def run_keeping_last_line(
    command: list[str], variables: dict[str, str], write: Callable[[str], object]
) -> tuple[int, str]:
    """Run `command`, `write` what it prints line by line, and keep back its last line.

    pytest's closing line belongs at the very end, below the steps that need the tests' result.
    """
    held = ""
    with subprocess.Popen(
        command,
        env=dict(variables, PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip():
                write(held)
                sys.stdout.flush()
                held = line
            else:
                held += line
    return process.returncode, held.strip()


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):  # a Chinese text on a console that lacks the character
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))

"""Sets the program up, then starts it: python3 installer/run.py [ARGUMENTS OF THE PROGRAM]."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

# Started as a script: modules are found in the sources, not in this folder.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from installer import environment  # noqa: E402
from installer.set_up import set_up  # noqa: E402


def main(arguments: list[str]) -> int:
    """Set up and start the program with `arguments`; without any and without a display, its tour."""
    python = set_up(environment.PROGRAM_LOCK, for_tests=False)
    variables = environment.child_environment()
    if not arguments and is_without_display(sys.platform, variables):
        print("There is no display here, so InvestLead makes its tour off screen.", flush=True)
        variables["QT_QPA_PLATFORM"] = "offscreen"
        return start([python, "-P", "-m", "ui.tour"], variables)
    return start([python, "-P", "-m", "crm.cli", *arguments], variables)


def is_without_display(platform: str, variables: Mapping[str, str]) -> bool:
    """Whether no window can be shown: Linux with neither X11 nor Wayland."""
    return platform.startswith("linux") and not (variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def start(command: list[str], variables: dict[str, str]) -> int:
    """Become the program; where a process cannot, on Windows, run it and hand on its exit code."""
    if os.name == "posix":
        os.execve(command[0], command, variables)
    try:
        return subprocess.run(command, env=variables).returncode
    except KeyboardInterrupt:  # the program was told as well, and has said what there was to say
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

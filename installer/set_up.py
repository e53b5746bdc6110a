"""All that has to be there before the program or its tests can start, in order."""

from __future__ import annotations

import sys

from installer import debian, environment


def set_up(lock: str, for_tests: bool) -> str:
    """The Python to start things with. Where it cannot be had, the process ends with a sentence."""
    try:
        environment.check_python(sys.version_info[:2], environment.fitting_pythons())
        debian.provide(debian.missing_packages(for_tests), debian.is_root())
        return str(environment.prepare(lock))
    except environment.SetupError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print("The set-up was stopped. The next start takes it up again.", file=sys.stderr)
        sys.exit(130)

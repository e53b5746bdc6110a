"""Whether every locked package has a wheel for every system the program is for: needs uv and a network.

Run by hand after the locks changed. Nothing is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYSTEMS = {
    "Windows x86-64": "x86_64-pc-windows-msvc",
    "macOS arm64": "aarch64-apple-darwin",
    "Linux x86-64, glibc 2.28": "x86_64-manylinux_2_28",
    "Linux arm64, glibc 2.31": "aarch64-manylinux_2_31",
}
PYTHONS = ("3.11", "3.12", "3.13")
LOCKS = ("requirements.lock", "requirements-test.lock")


def main() -> int:
    """Print one line for each lock, system and Python; 1 if a wheel is missing anywhere."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is not on the PATH; install it with 'pipx install uv'.", file=sys.stderr)
        return 1
    tried = [resolves(uv, lock, name, python) for lock in LOCKS for name in SYSTEMS for python in PYTHONS]
    return 0 if all(tried) else 1


def resolves(uv: str, lock: str, system: str, python: str) -> bool:
    """Whether `lock` can be installed from wheels alone on `system` with `python`."""
    rules = ["--dry-run", "--only-binary", ":all:", "--require-hashes"]
    target = ["--python-platform", SYSTEMS[system], "--python-version", python]
    with tempfile.TemporaryDirectory() as empty:
        told = subprocess.run(
            [
                uv,
                "pip",
                "install",
                *rules,
                *target,
                "--python",
                sys.executable,
                "--target",
                empty,
                "-r",
                lock,
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    print(f"{'ok' if told.returncode == 0 else 'MISSING':8}{lock:24}{system:26}{python}", flush=True)
    if told.returncode:
        print(told.stderr, file=sys.stderr)
    return told.returncode == 0


if __name__ == "__main__":
    sys.exit(main())

"""The .venv beside the sources: made once, exact to the lock file, made again when something changed.

Standard library only, and syntax that Python 3.7 can read, so that an old Python gets a sentence.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST, TOO_NEW = (3, 11), (3, 14)
PROGRAM_LOCK, TEST_LOCK = "requirements.lock", "requirements-test.lock"
PEER_LOCK = "requirements-bench.lock"  # what the benchmarks measure against
_UNFINISHED = "set-up-unfinished"
_STAMP = "set-up.json"


class SetupError(Exception):
    """What stops the set-up; its sentences are fit to show."""


def check_python(version: tuple[int, ...], found: list[str]) -> None:
    """Refuse a Python the program does not run on; `found` are the fitting ones on this machine."""
    if OLDEST <= version[:2] < TOO_NEW:
        return
    text = "InvestLead needs Python 3.11, 3.12 or 3.13; this is Python {}.{}.".format(*version[:2])
    if found:
        text += f" This machine has a fitting one: {found[0]} {' '.join(sys.argv[:1])}"
    raise SetupError(text)


def fitting_pythons() -> list[str]:
    """Commands on this machine that start a Python the program runs on, newest first."""
    names = [f"python3.{minor}" for minor in range(TOO_NEW[1] - 1, OLDEST[1] - 1, -1)]
    return [name for name in names if shutil.which(name)]


def prepare(lock: str, root: Path = ROOT) -> Path:
    """The Python of a .venv under `root` that holds exactly what `lock` names, and the program.

    Costs a few milliseconds when all is in place. Two set-ups at once wait for each other.
    """
    folder = root / ".venv"
    if not _is_ready(folder, lock):
        with _alone(root):
            if not _is_ready(folder, lock):
                _make(folder, lock)
    return python_in(folder)


def add_peers(root: Path = ROOT) -> None:
    """Add to the .venv under `root` the packages that only the benchmarks measure against.

    One of them has no wheel. It is built without the network, by the build tool that stands before it
    in the lock; so each goes to pip by itself, in order.
    """
    folder = root / ".venv"
    digest = _digest(root / PEER_LOCK)
    if _read_stamp(folder).get(PEER_LOCK) == digest:
        return
    with tempfile.TemporaryDirectory() as place:
        for entry in re.findall(r"^\w.*(?:\n +--hash=.*)+", (root / PEER_LOCK).read_text("utf-8"), re.M):
            lock = Path(place, "entry.lock")
            lock.write_text(entry + "\n", "utf-8")
            rules = ["--require-hashes", "--no-deps", "--no-build-isolation", "--use-pep517"]
            if _pip(folder, [*rules, "-r", str(lock)]):
                raise SetupError("The peers of the benchmarks could not be installed; pip says above why.")
    _write_stamp(folder, {**_read_stamp(folder), PEER_LOCK: digest})


def python_in(folder: Path) -> Path:
    """The interpreter of the environment in `folder`."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def child_environment() -> dict[str, str]:
    """Environment variables for the program: UTF-8 for files and pipes on every system."""
    variables = dict(os.environ, PYTHONUTF8="1")
    variables.pop("PYTHONHOME", None)
    return variables


def _fingerprint(folder: Path) -> dict[str, str]:
    """What the environment was made from, the lock aside; anything else means making it again."""
    root = folder.parent
    return {
        "python": sys.version,
        "folder": str(folder),  # scripts and the path to the sources name it: a moved one is broken
        "made by": _digest(Path(__file__)),
        "project": _digest(root / "pyproject.toml"),
        PROGRAM_LOCK: _digest(root / PROGRAM_LOCK),
    }


def _is_ready(folder: Path, lock: str) -> bool:
    stamp = _read_stamp(folder)
    wanted = dict(_fingerprint(folder), **{lock: _digest(folder.parent / lock)})
    return wanted.items() <= stamp.items() and python_in(folder).exists()


def _read_stamp(folder: Path) -> dict[str, str]:
    try:
        stamp = json.loads((folder / _STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _make(folder: Path, lock: str) -> None:
    started = time.monotonic()
    wanted = dict(_fingerprint(folder), **{lock: _digest(folder.parent / lock)})
    if not _is_ready(folder, PROGRAM_LOCK):  # otherwise only the tools for the tests are to be added
        _say(f"Setting up InvestLead in {folder}")
        _clear(folder)
        _create(folder)
    (folder / _STAMP).unlink(missing_ok=True)
    _install_locked(folder, folder.parent / lock)
    _install_program(folder)
    _write_stamp(folder, wanted)
    _say(f"Set up in {time.monotonic() - started:.0f} s.")


def _clear(folder: Path) -> None:
    """Remove an environment, whole or half made; leave anything else alone."""
    if not folder.exists() and not folder.is_symlink():
        return
    ours = (folder / "pyvenv.cfg").exists() or (folder / _UNFINISHED).exists()
    if folder.is_symlink() or not folder.is_dir() or (not ours and any(folder.iterdir())):
        raise SetupError(f"{folder} is there, but is not a Python environment. Move it away, then try again.")
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise SetupError(
            f"The old environment cannot be removed ({error}). Close InvestLead and every "
            f"program that works in {folder}, then try again."
        ) from error


def _create(folder: Path) -> None:
    try:
        folder.mkdir()
        (folder / _UNFINISHED).touch()
        # Not the Python of an activated environment, which may be the very one just removed.
        python = getattr(sys, "_base_executable", sys.executable)
        made = subprocess.run(
            [python, "-m", "venv", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except OSError as error:
        raise SetupError(f"{folder} cannot be made: {error}") from error
    if made.returncode:
        told = made.stdout.decode("utf-8", "replace").strip()
        raise SetupError(f"Python could not make {folder}:\n{told}")


def _install_locked(folder: Path, lock: Path) -> None:
    # The lock is complete, so nothing is left to resolve. Older pips, asked to, take an extra that a
    # package asks for (coverage[toml]) to the newest release of the index, which has no hash here.
    arguments = ["--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(lock)]
    if _pip(folder, arguments):
        raise SetupError(
            "The packages could not be installed; pip says above why. Usually the package index cannot be "
            "reached: check the network, or name a mirror with 'pip config set global.index-url ADDRESS', "
            "then try again."
        )


def _install_program(folder: Path) -> None:
    """Give the environment the command `investlead` and the way to these sources.

    pip itself installs a wheel of a few lines made here: it writes the start script that fits the
    system (an .exe on Windows) and needs neither a build tool nor the network.
    """
    with tempfile.TemporaryDirectory() as place:
        wheel = _write_wheel(Path(place), folder.parent)
        if _pip(folder, ["--no-deps", "--no-index", "--force-reinstall", "--quiet", str(wheel)]):
            raise SetupError("The command investlead could not be installed; pip says above why.")


def _write_wheel(place: Path, root: Path) -> Path:
    import tomllib  # here, since older Pythons must be able to read this file

    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    name, version = project["name"], project["version"]
    about = f"{name}-{version}.dist-info"
    scripts = "".join(f"{command} = {target}\n" for command, target in project["scripts"].items())
    files = {
        # Code instead of a bare path: its reading does not depend on the system's character set.
        f"{name}.pth": f"import sys; sys.path.append({str(root)!a})\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/entry_points.txt": f"[console_scripts]\n{scripts}",
    }
    record = "".join(f"{path},sha256={_record_hash(text)},{len(text)}\n" for path, text in files.items())
    files[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n"
    wheel = place / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def _record_hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def _pip(folder: Path, arguments: list[str]) -> int:
    """Run pip in the environment; what it tells goes to the error stream, which no script reads."""
    command = [str(python_in(folder)), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    if os.name == "posix" and os.geteuid() == 0:
        command.append("--root-user-action=ignore")
    return subprocess.run([*command, *arguments], env=child_environment(), stdout=sys.stderr).returncode


def _write_stamp(folder: Path, stamp: dict[str, str]) -> None:
    draft = folder / (_STAMP + ".new")
    draft.write_text(json.dumps(stamp, indent=1), "utf-8")
    os.replace(draft, folder / _STAMP)
    (folder / _UNFINISHED).unlink(missing_ok=True)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {error}. Is the copy of the sources complete?") from error


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the sources' own project file locked; the lock ends with the process, however that ends."""
    with open(root / "pyproject.toml", "rb+" if os.name == "nt" else "rb") as held:
        if os.name == "nt":
            _lock_on_windows(held.fileno())
        else:
            import fcntl

            with contextlib.suppress(OSError):  # a network folder without locks: one set-up at a time, then
                fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _lock_on_windows(descriptor: int) -> None:
    import msvcrt

    beyond_the_end = 1 << 30  # so that nobody is kept from reading the file
    os.lseek(descriptor, beyond_the_end, os.SEEK_SET)
    while True:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
            return
        except OSError:
            time.sleep(0.5)

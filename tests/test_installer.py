"""Setting up from the sources: made once, exact, made again when it has to be."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from installer import debian, environment, run, test
from tests.benchmarks import __main__ as benchmarks

ROOT = Path(__file__).resolve().parent.parent
PROJECT = """[project]
name = "investlead"
version = "1.2"
[project.scripts]
investlead = "crm.cli:main"
"""
# A program that tells how it was started.
PROGRAM = """import os, sys
def main():
    print(ascii([sys.argv[1:], os.path.basename(os.getcwd()), sys.flags.utf8_mode]))
    return 7
if __name__ == "__main__":
    sys.exit(main())
"""
TOUR = "import os\nprint(os.environ['QT_QPA_PLATFORM'])\nprint('/tour')\n"


class Sources:
    """A small copy of the program, whose locks name packages that lie near it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = folder / ".venv"
        self._packages = folder.parent / "packages"
        self._packages.mkdir()
        for name, text in {"pyproject.toml": PROJECT, "crm/cli.py": PROGRAM, "ui/tour.py": TOUR}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        shutil.copytree(ROOT / "installer", folder / "installer")
        self.lock(environment.PROGRAM_LOCK, "apple")
        self.lock(environment.TEST_LOCK, "apple", "pear")

    def lock(self, name: str, *packages: str, digest: str = "") -> None:
        lines = []
        for package in packages:
            wheel = self._wheel(package)
            wanted = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
            lines.append(f"{package} @ {wheel.as_uri()} \\\n    --hash=sha256:{wanted}\n")
        (self.folder / name).write_text("".join(lines), "utf-8")

    def installed(self) -> set[str]:
        python = environment.python_in(self.environment)
        program = "import importlib.metadata as m; print(*(d.name for d in m.distributions()))"
        told = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True).stdout
        return set(told.split()) - {"pip", "setuptools"}

    def start(
        self, *arguments: str, cwd: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(self.folder / "installer" / "run.py"), *arguments],
            cwd=cwd,
            env=dict(os.environ, **variables),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def _wheel(self, package: str) -> Path:
        wheel = self._packages / f"{package}-1.0-py3-none-any.whl"
        about = f"{package}-1.0.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(zipfile.ZipInfo(f"{package}.py"), "")
            archive.writestr(
                zipfile.ZipInfo(f"{about}/METADATA"),
                f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n",
            )
            archive.writestr(
                zipfile.ZipInfo(f"{about}/WHEEL"),
                "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            )
            archive.writestr(zipfile.ZipInfo(f"{about}/RECORD"), "")
        return wheel


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(tmp_path / "招商 线索")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """Sources that are set up; for tests that only look."""
    made = Sources(tmp_path_factory.mktemp("ready") / "招商 线索")
    environment.prepare(environment.PROGRAM_LOCK, made.folder)
    return made


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_fitting_python_is_taken(version: tuple[int, int]) -> None:
    environment.check_python(version, [])


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14), (4, 0)])
def test_any_other_python_gets_a_sentence_that_names_a_fitting_one(version: tuple[int, int]) -> None:
    with pytest.raises(
        environment.SetupError, match=rf"this is Python {version[0]}\.{version[1]}\..*python3\.12 "
    ):
        environment.check_python(version, ["python3.12", "python3.11"])


def test_the_environment_holds_what_the_lock_names_and_the_program(ready: Sources) -> None:
    assert ready.installed() == {"apple", "investlead"}


def test_the_command_works_from_anywhere_without_the_set_up(ready: Sources, tmp_path: Path) -> None:
    command = environment.python_in(ready.environment).with_name("investlead")
    told = subprocess.run([command, "read"], cwd=tmp_path, capture_output=True, text=True)
    assert told.returncode == 7
    assert told.stdout.startswith("[['read']")


def test_when_all_is_there_nothing_is_done(ready: Sources) -> None:
    before = {path: path.stat().st_mtime_ns for path in ready.environment.iterdir()}
    environment.prepare(environment.PROGRAM_LOCK, ready.folder)
    assert {path: path.stat().st_mtime_ns for path in ready.environment.iterdir()} == before


def test_arguments_and_exit_code_pass_through(ready: Sources, tmp_path: Path) -> None:
    (tmp_path / "crm").mkdir()  # a folder of the same name where the user happens to be
    told = ready.start("read", "--json", "a b", "如东.txt", cwd=tmp_path)
    assert told.stdout.strip() == ascii([["read", "--json", "a b", "如东.txt"], tmp_path.name, 1])
    assert (told.returncode, told.stderr) == (7, "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a display")
def test_without_a_display_the_tour_is_made(ready: Sources) -> None:
    told = ready.start(DISPLAY="", WAYLAND_DISPLAY="")
    assert "no display" in told.stdout
    assert told.stdout.splitlines()[-2:] == ["offscreen", "/tour"]


def test_with_a_display_the_window_opens(ready: Sources) -> None:
    assert ready.start(DISPLAY=":7").stdout.startswith("[[]")


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, True),
        ("linux", {"DISPLAY": ""}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("win32", {}, False),
        ("darwin", {}, False),
    ],
)
def test_where_a_window_can_be_shown(platform: str, variables: dict[str, str], expected: bool) -> None:
    assert run.is_without_display(platform, variables) is expected


def test_the_tools_for_the_tests_are_added_and_the_program_stays_ready(sources: Sources) -> None:
    environment.prepare(environment.PROGRAM_LOCK, sources.folder)
    (sources.environment / "kept").touch()
    environment.prepare(environment.TEST_LOCK, sources.folder)
    environment.prepare(environment.PROGRAM_LOCK, sources.folder)
    assert sources.installed() == {"apple", "pear", "investlead"}
    assert (sources.environment / "kept").exists()


def test_the_peers_of_the_benchmarks_are_added_once(sources: Sources) -> None:
    environment.prepare(environment.PROGRAM_LOCK, sources.folder)
    sources.lock(environment.PEER_LOCK, "plum", "quince")
    environment.add_peers(sources.folder)
    assert sources.installed() == {"apple", "plum", "quince", "investlead"}
    before = {path: path.stat().st_mtime_ns for path in sources.environment.iterdir()}
    environment.add_peers(sources.folder)
    assert {path: path.stat().st_mtime_ns for path in sources.environment.iterdir()} == before


def test_a_peer_that_is_not_the_locked_one_is_refused(sources: Sources) -> None:
    environment.prepare(environment.PROGRAM_LOCK, sources.folder)
    sources.lock(environment.PEER_LOCK, "plum", digest="0" * 64)
    with pytest.raises(environment.SetupError, match="peers"):
        environment.add_peers(sources.folder)
    assert sources.installed() == {"apple", "investlead"}


def test_a_new_lock_leaves_nothing_of_the_old_one(sources: Sources) -> None:
    environment.prepare(environment.PROGRAM_LOCK, sources.folder)
    sources.lock(environment.PROGRAM_LOCK, "pear")
    environment.prepare(environment.PROGRAM_LOCK, sources.folder)
    assert sources.installed() == {"pear", "investlead"}


def test_a_set_up_that_was_killed_is_done_again(sources: Sources) -> None:
    sources.environment.mkdir()
    (sources.environment / "pyvenv.cfg").write_text("home = /nowhere\n")
    environment.python_in(sources.environment).parent.mkdir()
    environment.python_in(sources.environment).touch()
    environment.prepare(environment.PROGRAM_LOCK, sources.folder)
    assert sources.installed() == {"apple", "investlead"}


def test_sources_that_moved_are_set_up_again(sources: Sources, tmp_path: Path) -> None:
    environment.prepare(environment.PROGRAM_LOCK, sources.folder)
    sources.folder.rename(tmp_path / "moved")
    environment.prepare(environment.PROGRAM_LOCK, tmp_path / "moved")
    command = environment.python_in(tmp_path / "moved" / ".venv").with_name("investlead")
    assert subprocess.run([command], capture_output=True).returncode == 7


def test_a_folder_that_is_no_environment_is_left_alone(sources: Sources) -> None:
    sources.environment.mkdir()
    (sources.environment / "thesis.txt").write_text("my only copy")
    with pytest.raises(environment.SetupError, match="not a Python environment"):
        environment.prepare(environment.PROGRAM_LOCK, sources.folder)
    assert (sources.environment / "thesis.txt").exists()


def test_a_package_that_is_not_the_locked_one_stops_the_set_up(sources: Sources) -> None:
    sources.lock(environment.PROGRAM_LOCK, "apple", digest="0" * 64)
    told = sources.start("read")
    assert told.returncode == 1
    assert "could not be installed" in told.stderr
    assert told.stdout == ""
    sources.lock(environment.PROGRAM_LOCK, "apple")
    assert sources.start("read").returncode == 7


@pytest.mark.skipif(os.name != "posix", reason="the signal of Ctrl+C")
def test_a_set_up_that_is_stopped_says_so_and_is_taken_up_again(sources: Sources) -> None:
    command = [sys.executable, str(sources.folder / "installer" / "run.py"), "read"]

    def hear_ctrl_c() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored where the tests run in the background

    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=hear_ctrl_c) as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert (process.returncode, told) == (130, "The set-up was stopped. The next start takes it up again.\n")
    assert sources.start("read").returncode == 7


def test_two_set_ups_at_once_wait_for_each_other(sources: Sources) -> None:
    command = [sys.executable, str(sources.folder / "installer" / "run.py"), "read"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    told = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [7, 7]
    assert sum("Setting up" in text for text in told) == 1


def test_incomplete_sources_are_told(tmp_path: Path) -> None:
    with pytest.raises(environment.SetupError, match="complete"):
        environment.prepare(environment.PROGRAM_LOCK, tmp_path)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system packages are a matter of Linux")
def test_a_library_that_does_not_load_is_missing() -> None:
    libraries = {"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"}
    missing = debian.missing_packages(for_tests=False, libraries=libraries)
    assert "libnowhere9" in missing
    assert "libc6" not in missing


def test_an_ordinary_user_is_told_the_one_line() -> None:
    if not shutil.which("apt-get"):
        pytest.skip("not a Debian-like system")
    with pytest.raises(environment.SetupError) as told:
        debian.provide(["libgl1", "postgresql"], is_root=False)
    line = "  sudo apt-get install -y --no-install-recommends libgl1 postgresql"
    assert str(told.value).splitlines()[1:] == [line]


def test_on_other_systems_the_package_names_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(environment.SetupError, match="own package manager"):
        debian.provide(["libgl1"], is_root=True)


def test_with_nothing_missing_nothing_is_installed() -> None:
    debian.provide([], is_root=False)


def test_every_check_runs_even_after_a_failed_one(capfd: pytest.CaptureFixture[str]) -> None:
    todo = [
        test.Step("lint", ["-c", "raise SystemExit(3)"]),
        test.Step("tests", ["-c", "print('dots')\nprint()\nprint('== 5 passed ==')"]),
        test.Step("reach", ["-c", "print('97 %')"]),
    ]
    assert test.check_all(sys.executable, dict(os.environ), todo) == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines[-2:] == ["== 5 passed ==", "Failed: lint"]
    assert lines.index("dots") < lines.index("97 %")


def test_the_closing_line_of_the_tests_is_the_last(capfd: pytest.CaptureFixture[str]) -> None:
    todo = [
        test.Step("tests", ["-c", "print('== 5 passed ==')"]),
        test.Step("reach", ["-c", "print('97 %')"]),
    ]
    assert test.check_all(sys.executable, dict(os.environ), todo) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "== 5 passed =="


def test_failing_tests_fail_the_whole(capfd: pytest.CaptureFixture[str]) -> None:
    todo = [test.Step("tests", ["-c", "print('== 1 failed ==')\nraise SystemExit(1)"])]
    assert test.check_all(sys.executable, dict(os.environ), todo) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "Failed: tests"


def test_the_fast_round_has_every_check_but_the_reach() -> None:
    whole, fast = ([step.name for step in test.steps(fast)] for fast in (False, True))
    assert fast == ["format", "lint", "types", "tests"]
    assert whole[:4] == fast
    assert whole[4:] == ["reach of crm >= 90 %", "reach of ui >= 75 %"]


def fake_benchmark(name: str, code: str) -> benchmarks.Benchmark:
    return benchmarks.Benchmark(name=name, command=("-c", code))


def test_every_benchmark_of_the_folder_runs_unless_some_are_named() -> None:
    files = {path.stem.removeprefix("bench_") for path in (ROOT / "tests/benchmarks").glob("bench_*.py")}
    assert {one.name for one in benchmarks.wanted([])} == files
    assert {"import", "reading", "start", "store", "table"} <= files
    named = benchmarks.wanted(["--quick", "table", "store"])
    assert [one.command for one in named] == [
        ("-m", "tests.benchmarks.bench_table", "--quick"),
        ("-m", "tests.benchmarks.bench_store", "--quick"),
    ]


@pytest.mark.parametrize(("word", "told"), [("tabel", "There are: .*table"), ("--fast", "--quick")])
def test_a_benchmark_that_is_not_there_is_told_with_those_that_are(
    word: str, told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert benchmarks.main([word]) == 2
    assert re.search(told, capfd.readouterr().err)


def test_benchmarks_go_on_after_a_failed_one_and_end_with_one_table(
    capfd: pytest.CaptureFixture[str],
) -> None:
    telling = "from tests.benchmarks.figures import tell; tell('read', '9 a second', 'bare floor', 1.5)"
    todo = [fake_benchmark("broken", f"{telling}\nraise SystemExit(3)"), fake_benchmark("good", telling)]
    assert benchmarks.run_all(todo) == 1
    told = capfd.readouterr().out.partition("== summary")[2]
    lines = [" ".join(line.split()) for line in told.splitlines() if line]
    assert re.fullmatch(r"broken FAILED with 3 \d+\.\d", lines[1])
    assert lines[2] == "read 9 a second 1.50 × bare floor"
    assert re.fullmatch(r"good read 9 a second 1\.50 × bare floor \d+\.\d", lines[3])
    assert lines[4:] == ["Failed: broken"]


def pins(lock: str) -> dict[str, str]:
    """Package -> version and condition, as the lock names them."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    found = (re.match(r"([a-z0-9-]+)==(\S+)( ;.*)? \\$", line) for line in lines)
    return {f"{match[1]}{match[3] or ''}": match[2] for match in found if match}


def test_the_lock_of_the_tests_holds_the_lock_of_the_program() -> None:
    assert pins(environment.PROGRAM_LOCK).items() <= pins(environment.TEST_LOCK).items()


def test_the_lock_holds_all_that_the_program_needs() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.match(r"[\w-]+", line)[0].lower().replace("_", "-") for line in needed}  # type: ignore[index]
    assert names <= {name.partition(" ")[0] for name in pins(environment.PROGRAM_LOCK)}


@pytest.mark.parametrize("lock", [environment.PROGRAM_LOCK, environment.TEST_LOCK])
def test_the_locks_name_no_place_to_load_from(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text("utf-8")

"""What every test of the window gets: the look, and small fakes of values and edges."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm.app import Crm
from crm.domain.errors import CrmError
from tests.crm import TODAY, crm, office
from tests.stores import empty_file
from tests.ui.office import Offices, close_dialogs
from tests.ui.waiting import PATIENCE_MS, keep_in_front
from ui.main_window import MainWindow
from ui.shared.composing import watch_composing
from ui.shared.screen import Desk, ScreenSpec
from ui.shared.tasks import Tasks
from ui.shared.theme import theme

__all__ = ["crm", "empty_file", "office"]


@dataclass
class HeardNotices:
    """A notifier that remembers."""

    told: list[CrmError] = field(default_factory=list)
    crashed: list[BaseException] = field(default_factory=list)

    def tell(self, error: CrmError) -> None:
        self.told.append(error)

    def crash(self, error: BaseException) -> None:
        self.crashed.append(error)


@dataclass
class ScriptedPrompts:
    """Prompts that answer as told and remember what was asked."""

    yes: bool = True
    choice: int | None = 0
    files: list[Path] = field(default_factory=list)
    target: Path | None = None
    asked: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    opened: list[Path | str] = field(default_factory=list)

    def confirm(self, parent: QWidget | None, text: str, yes: str, *, danger: bool = False) -> bool:
        self.asked.append(text)
        return self.yes

    def choose(self, parent: QWidget | None, text: str, answers: Sequence[str]) -> int | None:
        self.asked.append(text)
        return self.choice

    def tell(self, parent: QWidget | None, text: str, detail: str = "") -> None:
        self.asked.append(text)

    def open_files(self, parent: QWidget | None, title: str, patterns: Sequence[str]) -> list[Path]:
        self.asked.append(title)
        return self.files

    def open_folder(self, parent: QWidget | None, title: str) -> Path | None:
        self.asked.append(title)
        return self.target

    def save_file(self, parent: QWidget | None, title: str, suggested: str, pattern: str) -> Path | None:
        self.asked.append(suggested)
        return self.target

    def open_externally(self, target: Path | str) -> bool:
        self.opened.append(target)
        return True

    def copy(self, text: str) -> None:
        self.copied.append(text)


class PatientBot(QtBot):
    """Waits longer than pytest-qt for what has to come, so that a busy machine fails no test."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        def looked() -> bool | None:
            keep_in_front()
            return callback()

        super().waitUntil(looked, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _light_theme(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Every test starts in the light theme, on Fusion, with its own home."""
    monkeypatch.setenv("INVESTLEAD_HOME", str(tmp_path / "home"))
    if not qapp.styleSheet():
        qapp.setStyle("Fusion")
    watch_composing()
    if theme().choice != "light" or not qapp.styleSheet():
        theme().use("light")
    yield
    if theme().choice != "light":
        theme().use("light")


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Offices:
    """Offices that tests of the window begin with."""
    return Offices(tmp_path_factory.mktemp("offices"))


@pytest.fixture
def notices() -> HeardNotices:
    return HeardNotices()


@pytest.fixture
def prompts() -> ScriptedPrompts:
    return ScriptedPrompts()


@pytest.fixture
def tasks(notices: HeardNotices) -> Iterator[Tasks]:
    """Lanes that run everything at once."""
    made = Tasks(notices, inline=True)
    yield made
    made.close()


@pytest.fixture
def lanes(notices: HeardNotices) -> Iterator[Tasks]:
    """Real threads."""
    made = Tasks(notices)
    yield made
    made.close()


@pytest.fixture
def location(empty_file: Path, tmp_path: Path) -> str:
    """A real database with the schema and nothing in it."""
    return str(shutil.copy(empty_file, tmp_path / "office.db"))


@dataclass
class KeptDrafts:
    """Drafts that survive the dialog they were typed in."""

    kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    def load(self, key: str) -> dict[str, Any] | None:
        return self.kept.get(key)

    def keep(self, key: str, values: Any) -> None:
        self.kept[key] = dict(values)

    def drop(self, key: str) -> None:
        self.kept.pop(key, None)


@pytest.fixture
def drafts() -> KeptDrafts:
    return KeptDrafts()


@dataclass
class OpenWindow:
    """The window on a real database, its tasks done at once."""

    window: MainWindow
    crm: Crm
    opened: list[tuple[str, int]]

    @property
    def desk(self) -> Desk:
        return self.window.desk

    @property
    def dialog(self) -> Any:
        """The dialog on top."""
        found = QApplication.activeModalWidget()
        assert found is not None, "no dialog is open"
        return found


OpenOn = Callable[[ScreenSpec], OpenWindow]


@pytest.fixture
def open_window(qtbot: Any, crm: Crm, prompts: ScriptedPrompts, drafts: KeptDrafts) -> Iterator[OpenOn]:
    """Opens the window with one screen, on the day of the sample office."""

    def open_on(spec: ScreenSpec) -> OpenWindow:
        window = MainWindow(
            [spec], announcer=crm.store, prompts=prompts, drafts=drafts, today=lambda: TODAY, inline=True
        )
        qtbot.addWidget(window)
        made = OpenWindow(window=window, crm=crm, opened=[])
        window.record_asked.connect(lambda kind, key: made.opened.append((kind, key)))
        window.undo_asked.connect(crm.history.undo)
        window.resize(1440, 900)
        window.show()
        window.show_screen(spec.key)
        return made

    yield open_on
    close_dialogs()

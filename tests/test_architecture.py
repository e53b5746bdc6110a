"""The borders between the layers hold; and what watches them sees a breach."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests import architecture

ROOT = Path(__file__).resolve().parent.parent

COME_WITH_ANOTHER = {"shiboken6"}  # one of a piece with PySide6

# A program as it should be, small; the breaches below are put into it one at a time.
GOOD = {
    "crm": "",
    "crm.paths": "import platformdirs",
    "crm.i18n": "from crm.paths import resource",
    "crm.domain": "",
    "crm.domain.errors": "from crm.i18n import _",
    "crm.domain.articles": "from dataclasses import dataclass\nfrom crm.domain.errors import Busy",
    "crm.reading": "",
    "crm.reading.reader": "import ahocorasick\nfrom crm.domain.articles import Article",
    "crm.data": "",
    "crm.data.store": "import sqlalchemy\nimport sqlalchemy.orm as orm\nfrom . import worker",
    "crm.data.worker": "import importlib\ndef call(name):\n    return importlib.import_module(name)",
    "crm.reports": "",
    "crm.reports.sheets": "import xlsxwriter",
    "crm.services": "",
    "crm.services.steps": "",
    "crm.services.steps.gates": "from crm.domain.articles import Article",
    "crm.services.articles": (
        "from crm.data.store import Store\nfrom crm.reading import reader\n"
        "from crm.services.steps import gates\nWORK = 'crm.reading.reader:read'"
    ),
    "crm.services.projects": "from crm.services.steps.gates import may_move",
    "crm.app": "from crm.services.articles import Articles\nfrom crm.data.store import Store",
    "crm.cli": "from crm.app import open_crm\ndef window():\n    from ui.app import main",
    "ui": "",
    "ui.app": "from PySide6.QtWidgets import QApplication\nfrom crm.app import open_crm",
    "ui.screens": "",
    "ui.screens.articles": "from crm.services.articles import Articles\ndef show(dialog):\n    dialog.exec()",
}


def faults_with(module: str, text: str) -> list[str]:
    return architecture.check_all({**GOOD, module: f"{GOOD.get(module, '')}\n{text}"})


def test_the_program_keeps_its_borders() -> None:
    sources = architecture.read_sources(ROOT)
    assert {"crm.paths", "crm.domain.errors", "ui"} <= set(sources)
    assert architecture.check_all(sources) == []


def test_every_library_is_asked_for_by_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked_for = {re.split(r"[^\w-]", line)[0].lower().replace("_", "-") for line in project["dependencies"]}
    brought_by = packages_distributions()
    for library in architecture.libraries(architecture.read_sources(ROOT)) - COME_WITH_ANOTHER:
        names = {name.lower().replace("_", "-") for name in brought_by[library]}
        assert names & asked_for, f"{library} is used, but only another library brings it"


def test_libraries_are_told_from_the_rest() -> None:
    expected = {"platformdirs", "ahocorasick", "sqlalchemy", "xlsxwriter", "PySide6"}
    assert architecture.libraries(GOOD) == expected


def test_a_program_as_it_should_be_has_no_faults() -> None:
    assert architecture.check_all(GOOD) == []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("crm.domain.articles", "from crm.data.store import Store"),
        ("crm.domain.articles", "from crm.paths import resource"),
        ("crm.domain.articles", "def late():\n    from crm.services.articles import Articles"),
        ("crm.reading.reader", "from crm.data import store"),
        ("crm.reading.reader", "from ..data import store"),
        ("crm.reading.reader", "from ..data.store import Store"),
        ("crm.reading.reader", "import crm.reports.sheets"),
        ("crm.data.store", "from crm.reading.reader import read"),
        (
            "crm.data.store",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from crm.app import Crm",
        ),
        ("crm.data.store", "import importlib\nimportlib.import_module('crm.reading.reader')"),
        ("crm.reports.sheets", "class A:\n    def b(self):\n        import crm.data.store"),
        ("crm.services.projects", "from crm.services.articles import Articles"),
        ("crm.services.projects", "from crm.services import articles"),
        ("crm.services.projects", "from . import articles"),
        ("crm.services.steps.gates", "from crm.services.articles import Articles"),
        ("crm.services.articles", "from crm.app import open_crm"),
        ("crm.services.articles", "async def late():\n    import ui.app"),
        ("crm.app", "from crm import cli"),
        ("crm.cli", "from ui.app import main"),
        ("crm.cli", "from crm.data.store import Store"),
        ("crm", "from crm.app import open_crm"),
        ("ui.app", "from crm.data.store import Store"),
        ("ui.app", "from crm import data"),
        ("ui.app", "from crm.cli import main"),
        ("ui.screens.articles", "import crm.reading.reader as reader"),
    ],
)
def test_an_import_that_does_not_run_down_is_seen(module: str, text: str) -> None:
    assert any(fault.startswith(module + ":") for fault in architecture.check_layers({**GOOD, module: text}))
    assert faults_with(module, text)


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("crm.domain.articles", "import platformdirs"),
        ("crm.domain.articles", "import sqlalchemy"),
        ("crm.reading.reader", "from sqlalchemy import select"),
        ("crm.services.articles", "import sqlalchemy.exc"),
        ("crm.services.articles", "def late():\n    from PySide6.QtCore import QObject"),
        ("crm.data.store", "import trafilatura"),
        ("crm.data.store", "import xlsxwriter"),
        ("crm.reports.sheets", "import openpyxl"),
        ("ui.app", "import sqlcipher3.dbapi2"),
        ("ui.app", "import sqlite3"),
        ("crm.reading.reader", "import somewhere_new"),
    ],
)
def test_a_library_away_from_home_is_seen(module: str, text: str) -> None:
    assert len(architecture.check_homes({**GOOD, module: text})) == 1


@pytest.mark.parametrize("text", ["import socket", "from urllib.request import urlopen", "import subprocess"])
def test_reading_reaches_for_nothing_outside(text: str) -> None:
    assert len(architecture.check_purity({**GOOD, "crm.reading.reader": text})) == 1
    assert architecture.check_purity({**GOOD, "crm.data.store": text}) == []


def test_a_cycle_is_seen_even_through_a_function() -> None:
    text = "def late():\n    from crm.domain.articles import Article"
    faults = architecture.check_cycles({**GOOD, "crm.domain.errors": text})
    assert len(faults) == 1
    assert "crm.domain.articles needs crm.domain.errors" in faults[0]


def test_every_cycle_is_seen() -> None:
    text = "def late():\n    from crm.domain.articles import Article"
    other = {"crm.data.worker": "from crm.data.store import Store"}
    assert len(architecture.check_cycles({**GOOD, "crm.domain.errors": text, **other})) == 2


def test_a_module_that_imports_itself_is_a_cycle() -> None:
    assert architecture.check_cycles({**GOOD, "crm.paths": "import crm.paths"})


def test_an_import_for_types_alone_makes_a_cycle_too() -> None:
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from crm.domain.articles import Article"
    assert len(architecture.check_cycles({**GOOD, "crm.domain.errors": text})) == 1


def test_what_stands_under_else_of_type_checking_counts() -> None:
    text = "if TYPE_CHECKING:\n    pass\nelse:\n    from crm.domain.articles import Article"
    assert architecture.check_cycles({**GOOD, "crm.domain.errors": text})


@pytest.mark.parametrize(
    "text",
    [
        "import pickle",
        "def late():\n    from pickle import loads",
        "import yaml",
        "eval('1')",
        "def run(code):\n    exec(code)",
        "from PySide6.QtCore import QSettings",
        "from PySide6 import QtCore\nQtCore.QSettings()",
        "def show(view, text):\n    view.setHtml(text)",
        "def show(label):\n    label.setOpenExternalLinks(True)",
        "from PySide6.QtWidgets import QTextBrowser as Text",
        "from PySide6.QtCore import QCoreApplication\nQCoreApplication.processEvents()",
        "import importlib\ndef load(name):\n    importlib.import_module(name)",
        "from importlib import import_module\ndef load(name):\n    import_module('crm.' + name)",
        "__import__('crm.data.store')",
    ],
)
def test_what_is_not_used_anywhere_is_seen(text: str) -> None:
    assert architecture.check_banned({**GOOD, "ui.app": text})

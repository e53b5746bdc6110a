"""The parts of the style that can be counted."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import architecture
from tests.architecture import tree_of

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FUNCTION, LONGEST_FILE = 40, 500  # lines
GENERATED = "crm.data.migrations.versions."
TRANSLATORS = ("_", "_n")
# Public in spite of the underscore: named tuples, the end of a process, lxml's name for an element.
PUBLIC_ALL_THE_SAME = ("_replace", "_asdict", "_fields", "_exit", "_Element")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

Check = Callable[[str], list[str]]


def long_functions(text: str) -> list[str]:
    """Functions over the limit, their docstring not counted."""
    return [
        f"{node.lineno}: {node.name} has {_length(node)} lines"
        for node in ast.walk(tree_of(text))
        if isinstance(node, FUNCTIONS) and _length(node) > LONGEST_FUNCTION
    ]


def long_files(text: str) -> list[str]:
    """The file, if it is over the limit: look for the second subject inside."""
    count = len(text.splitlines())
    return [f"1: the file has {count} lines"] if count > LONGEST_FILE else []


def missing_openings(text: str) -> list[str]:
    """A module that has code but no line saying what is found there."""
    tree = tree_of(text)
    return ["1: the module has no docstring"] if tree.body and not ast.get_docstring(tree) else []


def missing_docstrings(text: str) -> list[str]:
    """Public functions and classes of a module that do not say what the caller gets."""
    return [
        f"{node.lineno}: {node.name} has no docstring"
        for node in tree_of(text).body
        if isinstance(node, (*FUNCTIONS, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]


def swallowed_errors(text: str) -> list[str]:
    """`except Exception: pass` and its like: catch only what you can answer."""
    return [
        f"{node.lineno}: an error is swallowed"
        for node in ast.walk(tree_of(text))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and all(isinstance(line, ast.Pass | ast.Continue) for line in node.body)
    ]


def foreign_privates(text: str) -> list[str]:
    """Names with a leading underscore that belong to another module."""
    tree = tree_of(text)
    used, own = [], set(_own_names(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            used += [(node.lineno, alias.name) for alias in node.names if alias.name not in TRANSLATORS]
        elif isinstance(node, ast.Attribute):
            used.append((node.lineno, node.attr))
    return [
        f"{line}: {name} is private elsewhere" for line, name in used if _is_private(name) and name not in own
    ]


def raw_tooltips(text: str) -> list[str]:
    """Tooltips of texts that Qt might take for markup: `plain_tip` makes them plain."""
    return [
        f"{node.lineno}: the tooltip may be markup"
        for node in ast.walk(tree_of(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "setToolTip"
        and not _is_plain(node.args[0])
    ]


def _is_plain(told: ast.expr) -> bool:
    if isinstance(told, ast.IfExp):
        return _is_plain(told.body) and _is_plain(told.orelse)
    return isinstance(told, ast.Constant) or (
        isinstance(told, ast.Call)
        and isinstance(told.func, ast.Name)
        and told.func.id in (*TRANSLATORS, "plain_tip")
    )


CHECKS: list[Check] = [
    raw_tooltips,
    long_functions,
    long_files,
    missing_openings,
    missing_docstrings,
    swallowed_errors,
    foreign_privates,
]


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name not in PUBLIC_ALL_THE_SAME


def _own_names(tree: ast.AST) -> Iterator[str]:
    """Names that the module itself gives: functions, classes, what is assigned, fields."""
    for node in ast.walk(tree):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    described = ast.get_docstring(node) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if described else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def _own_modules() -> Iterator[tuple[str, str]]:
    for module, text in architecture.read_sources(ROOT, ("crm", "ui", "installer")).items():
        if not module.startswith(GENERATED):
            yield module, text


@pytest.mark.parametrize("check", CHECKS)
def test_the_sources_keep_the_style(check: Check) -> None:
    assert [f"{module}:{fault}" for module, text in _own_modules() for fault in check(text)] == []


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (long_functions, "def long():\n" + "    work()\n" * LONGEST_FUNCTION),
        (long_functions, "class A:\n    async def long(self):\n" + "        work()\n" * LONGEST_FUNCTION),
        (long_files, "x = 1\n" * (LONGEST_FILE + 1)),
        (raw_tooltips, "widget.setToolTip(article.url)\n"),
        (raw_tooltips, "widget.setToolTip('' if fits else name)\n"),
        (missing_openings, "x = 1\n"),
        (missing_docstrings, "def told():\n    return 1\n"),
        (missing_docstrings, "class Told:\n    x = 1\n"),
        (swallowed_errors, "try:\n    work()\nexcept Exception:\n    pass\n"),
        (foreign_privates, "from crm.data.store import _open\n"),
        (foreign_privates, "def look(store):\n    return store._rows\n"),
        (swallowed_errors, "for x in y:\n    try:\n        work()\n    except:\n        continue\n"),
    ],
)
def test_a_breach_is_seen(check: Check, text: str) -> None:
    assert len(check(text)) == 1


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (long_functions, "def fits():\n" + "    work()\n" * (LONGEST_FUNCTION - 1)),
        (long_functions, 'def told():\n    """' + "\n" * 60 + '    """\n    work()\n'),
        (missing_openings, ""),
        (raw_tooltips, "widget.setToolTip('' if fits else plain_tip(name))\n"),
        (raw_tooltips, "widget.setToolTip(_('Add'))\n"),
        (missing_docstrings, "def _own():\n    return 1\n"),
        (foreign_privates, "from crm.i18n import _, _n\n"),
        (foreign_privates, "class A:\n    def __init__(self):\n        self._x = self.__class__\n"),
        (foreign_privates, "def look(pair):\n    return pair._asdict()\n"),
        (swallowed_errors, "try:\n    work()\nexcept KeyError:\n    pass\n"),
        (swallowed_errors, "try:\n    work()\nexcept Exception:\n    undo()\n    raise\n"),
    ],
)
def test_what_fits_is_left_alone(check: Check, text: str) -> None:
    assert check(text) == []

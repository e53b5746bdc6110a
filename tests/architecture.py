"""The borders between the layers, as checks over sources: module name -> text of the module."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

Sources = Mapping[str, str]

# What each part may import of the program; the longest fitting name counts. A part may always import
# itself, except where LONERS says otherwise.
LEAVES = ("crm.domain", "crm.i18n", "crm.paths")
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "crm": (),  # the package itself: nothing may be hidden in its __init__
    "crm.paths": (),
    "crm.i18n": ("crm.paths",),
    "crm.domain": ("crm.i18n",),
    "crm.reading": LEAVES,
    "crm.data": LEAVES,
    "crm.reports": LEAVES,
    "crm.services": (*LEAVES, "crm.reading", "crm.data", "crm.reports"),
    "crm.services.steps": (*LEAVES, "crm.reading", "crm.data", "crm.reports"),
    "crm.app": (*LEAVES, "crm.reading", "crm.data", "crm.reports", "crm.services"),
    "crm.commands": (*LEAVES, "crm.services", "crm.app"),
    "crm.cli": (*LEAVES, "crm.commands", "crm.app", "ui"),
    "crm.__main__": ("crm.cli",),
    "ui": (*LEAVES, "crm.services", "crm.app"),
}

# Modules of these packages do not import each other, but may all import the named parts.
LONERS = {"crm.services": "crm.services.steps"}

# Imports allowed only inside functions: without a window, no Qt is loaded.
LATE_ONLY = {("crm.cli", "ui")}

# Where each library is at home. One that is not listed has no home yet: decide, then list it.
HOMES: dict[str, tuple[str, ...]] = {
    "PySide6": ("ui",),
    "shiboken6": ("ui",),
    "qtawesome": ("ui",),
    "pyqtgraph": ("ui",),
    "sqlalchemy": ("crm.data",),
    "alembic": ("crm.data",),
    "sqlcipher3": ("crm.data",),
    "sqlite3": ("crm.data",),
    "psycopg": ("crm.data",),
    "xlsxwriter": ("crm.reports",),
    "openpyxl": ("crm.data",),
    "python_calamine": ("crm.data",),
    "docx": ("crm.data",),
    "pypdf": ("crm.data",),
    "feedparser": ("crm.data",),
    "icalendar": ("crm.data",),
    "pypdfium2": ("crm.data",),
    "urllib3": ("crm.data",),
    "psutil": ("crm.data",),
    "keyring": ("crm.data",),
    "argon2": ("crm.data",),
    "trafilatura": ("crm.reading",),
    "ahocorasick": ("crm.reading",),
    "opencc": ("crm.reading",),
    "pypinyin": ("crm.data",),  # sort keys and initials are stored
    "rapidfuzz": ("crm.reading", "crm.services.steps"),  # twins are weighed where a record is saved
    "rensa": ("crm.reading", "crm.data"),
    "charset_normalizer": ("crm.reading", "crm.data"),
    "lxml": ("crm.reading", "crm.data", "crm.reports"),
    "defusedxml": ("crm.reading", "crm.data", "crm.reports"),
    "platformdirs": ("crm.paths",),
}

# Parts that only compute: no network, no processes, no files of other programs.
PURE = ("crm.domain", "crm.reading")
IMPURE = (
    "asyncio",
    "ftplib",
    "http",
    "multiprocessing",
    "smtplib",
    "socket",
    "ssl",
    "subprocess",
    "urllib.request",
)

BANNED_MODULES = ("pickle", "shelve", "marshal", "dill", "yaml", "imp")
BANNED_CALLS = ("eval", "exec", "__import__")  # as builtins; a dialog's exec() is another thing
BANNED_NAMES = {
    "QSettings": "settings are JSON",
    "QTextBrowser": "text from outside is shown as plain text",
    "QWebEngineView": "text from outside is shown as plain text",
    "setHtml": "text from outside is shown as plain text",
    "insertHtml": "text from outside is shown as plain text",
    "appendHtml": "text from outside is shown as plain text",
    "openExternalLinks": "nothing shown opens or loads anything by itself",
    "setOpenExternalLinks": "nothing shown opens or loads anything by itself",
    "processEvents": "long work belongs on a task lane",
}
# May import a module named by a value: it runs named functions in a child process.
IMPORTS_BY_NAME = ("crm.data.worker",)


@dataclass(frozen=True)
class Import:
    """One import statement, wherever it stands in its module."""

    module: str
    target: str
    line: int
    is_late: bool  # inside a function
    is_for_types: bool  # under `if TYPE_CHECKING:`

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


@cache
def tree_of(text: str) -> ast.Module:
    """A module parsed, once however many checks look at it."""
    return ast.parse(text)


def read_sources(root: Path, packages: tuple[str, ...] = ("crm", "ui")) -> dict[str, str]:
    """Every module below `root` in `packages`, packages under their own name."""
    found = {}
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = path.read_text("utf-8")
    return found


def imports(sources: Sources) -> list[Import]:
    """All imports of all modules, relative and constant dynamic ones resolved."""
    return _imports(tuple(sources.items()))


@lru_cache(maxsize=2)
def _imports(modules: tuple[tuple[str, str], ...]) -> list[Import]:
    sources, packages = dict(modules), {name.rpartition(".")[0] for name, _text in modules}
    found = []
    for module, text in modules:
        finder = _Finder(module, module in packages, sources)
        finder.visit(tree_of(text))
        found += finder.found
    return found


def check_layers(sources: Sources) -> list[str]:
    """Imports that do not run downwards."""
    return [str(item) for item in imports(sources) if _is_own(item.target) and not _runs_down(item)]


def check_homes(sources: Sources) -> list[str]:
    """Libraries used away from home, or without one."""
    faults = []
    for item in imports(sources):
        library = item.target.partition(".")[0]
        if _is_own(item.target):
            continue
        if library not in HOMES and library not in sys.stdlib_module_names:
            faults.append(f"{item}, which has no home in tests/architecture.py")
        elif library in HOMES and not any(_is_in(item.module, home) for home in HOMES[library]):
            faults.append(f"{item}, which is at home in {' and '.join(HOMES[library])}")
        elif _is_in(item.module, "crm.domain") and library in HOMES:
            faults.append(f"{item}, but the domain uses the standard library alone")
    return faults


def libraries(sources: Sources) -> set[str]:
    """Top-level names of all that is imported from outside the program and the standard library."""
    names = {item.target.partition(".")[0] for item in imports(sources)}
    return names - {"crm", "ui"} - sys.stdlib_module_names


def check_purity(sources: Sources) -> list[str]:
    """Network, processes and the like in parts that only compute."""
    return [
        str(item)
        for item in imports(sources)
        if any(_is_in(item.module, part) for part in PURE)
        and any(_is_in(item.target, name) for name in IMPURE)
    ]


def check_cycles(sources: Sources) -> list[str]:
    """Modules that need each other, imports inside functions and for types alone included."""
    needs: dict[str, set[str]] = {module: set() for module in sources}
    for item in imports(sources):
        if item.target in sources:
            needs[item.module].add(item.target)
    faults = []
    while cycle := _a_cycle(needs):
        faults.append(" needs ".join(cycle))
        needs[cycle[0]].remove(cycle[1])  # so that the next one is found
    return faults


def check_banned(sources: Sources) -> list[str]:
    """Things the program does not use anywhere."""
    faults = [
        str(item) for item in imports(sources) if any(_is_in(item.target, name) for name in BANNED_MODULES)
    ]
    for module, text in sources.items():
        faults += [f"{module}:{line} uses {what}" for line, what in _banned_uses(module, tree_of(text))]
    return faults


def check_all(sources: Sources) -> list[str]:
    """Every fault of every check."""
    checks = (check_layers, check_homes, check_purity, check_cycles, check_banned)
    return [fault for check in checks for fault in check(sources)]


class _Finder(ast.NodeVisitor):
    def __init__(self, module: str, is_package: bool, sources: Sources) -> None:
        self.found: list[Import] = []
        self._module = module
        self._package = module if is_package else module.rpartition(".")[0]
        self._sources = sources
        self._depth = 0
        self._is_for_types = False

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._add(alias.name, node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        start = node.module or ""
        if node.level:
            above = self._package.split(".")
            above = above[: len(above) - node.level + 1]
            start = ".".join([*above, start] if start else above)
        for alias in node.names:
            below = f"{start}.{alias.name}"
            self._add(below if below in self._sources else start, node)

    def visit_Call(self, node: ast.Call) -> None:
        if _called_name(node) == "import_module" and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                self._add(name.value, node)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1

    visit_AsyncFunctionDef = visit_FunctionDef
    visit_Lambda = visit_FunctionDef

    def visit_If(self, node: ast.If) -> None:
        before = self._is_for_types
        self._is_for_types = before or ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
        for child in node.body:
            self.visit(child)
        self._is_for_types = before
        for child in node.orelse:
            self.visit(child)

    def _add(self, target: str, node: ast.stmt | ast.expr) -> None:
        late = self._depth > 0
        self.found.append(Import(self._module, target, node.lineno, late, self._is_for_types))


def _a_cycle(needs: Mapping[str, set[str]]) -> list[str]:
    """Modules of which each needs the next and the last is the first again; empty if there are none."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[::-1]
    return []


def _runs_down(item: Import) -> bool:
    part, target = _part(item.module), item.target
    if (part, _part(target)) in LATE_ONLY:
        return item.is_late or item.is_for_types
    if any(_is_in(target, allowed) for allowed in MAY_IMPORT[part]):
        return True
    if part in LONERS:
        shared = LONERS[part]
        # The package itself may gather its modules; they may not lean on each other.
        return _is_in(target, shared) or item.module in (part, target)
    return _part(target) == part


def _part(module: str) -> str:
    """The longest listed part that `module` belongs to."""
    return max((part for part in MAY_IMPORT if _is_in(module, part)), key=len)


def _is_own(target: str) -> bool:
    return target.partition(".")[0] in ("crm", "ui")


def _is_in(module: str, part: str) -> bool:
    return module == part or module.startswith(part + ".")


def _banned_uses(module: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        name = _name(node)
        if name in BANNED_NAMES:
            yield node.lineno, f"{name}: {BANNED_NAMES[name]}"  # type: ignore[attr-defined]
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS:
                yield node.lineno, f"{node.func.id}()"
            if (
                _called_name(node) == "import_module"
                and not _is_constant_import(node)
                and module not in IMPORTS_BY_NAME
            ):
                yield node.lineno, "an import by a computed name"


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    return node.name.rpartition(".")[2] if isinstance(node, ast.alias) else ""


def _called_name(node: ast.Call) -> str:
    return _name(node.func)


def _is_constant_import(node: ast.Call) -> bool:
    return bool(node.args) and isinstance(node.args[0], ast.Constant)

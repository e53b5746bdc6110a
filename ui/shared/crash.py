"""What happens when the program itself fails: a report to copy, and the log file."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm import paths
from crm.i18n import _
from ui.shared.plain_text import PlainEdit, PlainLabel
from ui.shared.prompts import Prompts

LOG_BYTES = 1_000_000
LOG_FILES = 5

log = logging.getLogger("investlead")


class _OneLine(logging.Formatter):
    """A message from outside cannot forge a line of the log."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)


def start_log(folder: Path | None = None) -> Path | None:
    """Writes warnings and failures to a file; answers its path, None where none can be written."""
    target = (folder or paths.log_folder()) / "investlead.log"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(target, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(message)s"))
    for old in log.handlers[:]:
        log.removeHandler(old)
        old.close()
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    return target


def report_of(error: BaseException) -> str:
    """What a developer needs to know; no contents of records."""
    head = (
        f"InvestLead · Python {platform.python_version()} · PySide6 {PySide6.__version__} · Qt {qVersion()}"
        f" · {platform.system()} {platform.release()} {platform.machine()}"
    )
    return f"{head}\n\n{''.join(traceback.format_exception(error))}"


class CrashDialog(QDialog):
    """Says that the program failed, and lets the report be copied."""

    def __init__(self, report: str, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(PlainLabel(_("Something went wrong"), pixels=16, bold=True))
        column.addWidget(
            PlainLabel(
                _(
                    "The program made a mistake. What was saved before is safe; the step just tried was not "
                    "saved. Please send this report to whoever looks after the program."
                ),
                wrap=True,
            )
        )
        self.report = PlainEdit()
        self.report.setReadOnly(True)
        self.report.setPlainText(report)
        self.report.setAccessibleName(_("Report"))
        column.addWidget(self.report, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        copy = QPushButton(_("Copy report"))
        copy.clicked.connect(lambda: prompts.copy(report))
        close = QPushButton(_("Continue"))
        close.setProperty("primary", "true")
        close.clicked.connect(self.accept)
        row.addWidget(copy)
        row.addWidget(close)
        column.addLayout(row)


class CrashWatch(QObject):
    """Catches what nobody caught, on any thread, logs it and shows one dialog at a time."""

    _caught = Signal(object)

    def __init__(self, show: Callable[[str], QDialog | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._open: QDialog | None = None
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Becomes the handler of uncaught exceptions."""
        sys.excepthook = self.take

    def take(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """Takes an uncaught exception, as sys.excepthook does."""
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(1)
        self.crash(error)

    def crash(self, error: BaseException) -> None:
        """Logs a failure and shows it as soon as the window is free."""
        log.error("uncaught", exc_info=error)
        self._caught.emit(report_of(error))

    def _tell(self, report: str) -> None:
        if self._open is not None:
            return  # a fault in painting would open a dialog a frame
        self._open = self._show(report)
        if self._open is not None:
            self._open.finished.connect(self._closed)

    def _closed(self) -> None:
        self._open = None

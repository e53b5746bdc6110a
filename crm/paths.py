"""Where the program's own files and the user's files are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

APP_NAME = "InvestLead"
HOME_VARIABLE = "INVESTLEAD_HOME"  # one folder for everything, for tests and portable use


def resource(*parts: str) -> Path:
    """A file or folder under resources/, from the sources or from a bundle."""
    bundled = getattr(sys, "_MEIPASS", None)
    root = Path(bundled) if bundled else Path(__file__).resolve().parent.parent
    return root.joinpath("resources", *parts)


def data_folder() -> Path:
    """Where the office's file, originals, attachments and backups are kept."""
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) if home else Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def settings_file() -> Path:
    """The settings of this user on this machine."""
    home = os.environ.get(HOME_VARIABLE)
    folder = Path(home) if home else Path(platformdirs.user_config_dir(APP_NAME, appauthor=False))
    return folder / "settings.json"


def log_folder() -> Path:
    """Where the program writes its log."""
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) / "log" if home else Path(platformdirs.user_log_dir(APP_NAME, appauthor=False))

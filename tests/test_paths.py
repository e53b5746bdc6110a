"""Where files are."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm import paths


def test_one_folder_can_hold_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    assert paths.data_folder() == tmp_path
    assert paths.settings_file() == tmp_path / "settings.json"
    assert paths.log_folder() == tmp_path / "log"


def test_without_it_files_go_where_the_system_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)
    for place in (paths.data_folder(), paths.settings_file(), paths.log_folder()):
        assert paths.APP_NAME in place.parts


def test_resources_are_found_beside_the_sources_or_in_a_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paths.resource("report_templates", "README.md").is_file()
    monkeypatch.setattr(paths.sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource("icons") == tmp_path / "resources" / "icons"

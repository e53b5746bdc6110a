"""Settings on disk: read back as written, never a reason not to start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm.data import settings_file
from crm.domain.errors import Unusable
from crm.domain.settings import Appearance, Settings
from crm.domain.tables import SheetFonts


def test_settings_are_read_as_they_were_written(tmp_path: Path) -> None:
    settings = Settings(
        language="en",
        appearance=Appearance.DARK,
        location="/数据/招商.db",
        officer="沈砚秋",
        fonts=SheetFonts(title="宋体"),
        may_fetch=False,
        columns=(("projects", "name,stage"),),
    )
    path = tmp_path / "new" / "settings.json"
    settings_file.save(path, settings)
    loaded = settings_file.load(path)
    assert loaded.settings == settings
    assert not loaded.warning


def test_without_a_file_the_usual_settings_hold(tmp_path: Path) -> None:
    assert settings_file.load(tmp_path / "none.json") == settings_file.Loaded(settings=Settings())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"language": "tlh"}',
        b'{"language": 5}',
        b'{"officer": 5}',
        b'{"appearance": "pink"}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b" " * 1_000_001,
    ],
)
def test_a_file_that_is_not_understood_is_put_aside_and_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    loaded = settings_file.load(path)
    assert loaded.settings == Settings()
    kept = [file for file in tmp_path.iterdir() if ".bad-" in file.name]
    assert kept[0].read_bytes() == content
    assert str(kept[0]) in loaded.warning
    assert not path.exists()


def test_what_a_later_version_has_added_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"language": "en", "wings": 2}), "utf-8")
    assert settings_file.load(path).settings.language == "en"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unusable):
        settings_file.save(tmp_path / "file" / "settings.json", Settings())

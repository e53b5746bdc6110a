"""The command that scores the reading, on folders made for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples.__main__ import EXAMPLE, main

SCORE = "import pathlib, sys; print(len(pathlib.Path(sys.argv[1]).read_text('utf-8').splitlines()), 'scored')"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "1.txt").write_text("昨天，砺桥科技落户睢县柳湖工业园。", encoding="utf-8")
    (tmp_path / "score.py").write_text(SCORE, encoding="utf-8")
    return tmp_path


def test_a_folder_without_pages_is_scored(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    assert capfd.readouterr().out == "1 scored\n"


def test_an_example_read_otherwise_than_told_is_wrong(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / EXAMPLE).write_text("在泰达，砺桥科技有限公司投资3亿元的项目开工。", encoding="utf-8")
    assert main([str(folder)]) == 1
    told = capfd.readouterr().out
    assert f"{EXAMPLE}: wrong" in told
    assert "nothing from the furniture" in told
